// Where the lines of a session come from. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_LINES_H
#define ISOBOX_IPC_CLIENT_CLI_LINES_H

#include <functional>
#include <string>

namespace isobox::cli {

struct Line {
  enum class Kind { Text, Interrupted, End };
  Kind kind = Kind::End;
  std::string text;  // without its newline
};

class Lines {
 public:
  virtual ~Lines() = default;
  virtual Line read(const char* prompt, const std::function<bool()>& watch) = 0;
};

/// Standard input that is no terminal: no prompts, nothing to watch.
class PipedLines : public Lines {
 public:
  Line read(const char* prompt, const std::function<bool()>& watch) override;

 private:
  std::string buffer_;
  bool over_ = false;
};

}  // namespace isobox::cli

#endif
