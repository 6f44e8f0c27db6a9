// Lines from a person: editing, history, completion, by GNU readline. Runs in the isobox program, in its main thread.
#ifndef ISOBOX_IPC_CLIENT_CLI_TERMINAL_H
#define ISOBOX_IPC_CLIENT_CLI_TERMINAL_H

#include <functional>
#include <string>
#include <vector>

#include "ipc/client/cli/lines.h"

namespace isobox::cli {

/// Standard input and output are a terminal. One of these a process, as readline has one state.
class Terminal : public Lines {
 public:
  /// What a word can be completed to, whole words; called while a line is edited.
  using Completer = std::function<std::vector<std::string>(const std::string& word)>;

  explicit Terminal(Completer completer);
  /// Writes the history.
  ~Terminal() override;
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// `watch` is called at least once a second; when it is true the line is thrown away: interrupted.
  Line read(const char* prompt, const std::function<bool()>& watch) override;

 private:
  std::string historyPath_;  // empty: there is nowhere to keep it
};

}  // namespace isobox::cli

#endif
