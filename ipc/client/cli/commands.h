// The commands of the isobox program, as a table. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_COMMANDS_H
#define ISOBOX_IPC_CLIENT_CLI_COMMANDS_H

#include <span>
#include <string>
#include <string_view>

#include "ipc/client/cli/arguments.h"

namespace isobox::cli {

struct Command {
  std::string_view name;
  std::string_view operand;  // what stands after it, for the help: "CODE"; empty when it takes nothing
  std::size_t least, most;   // words of that
  std::string_view summary;  // one line
  std::string_view details;  // the rest of its help
  std::span<const OptionSpec> options;
  int (*run)(const Arguments& arguments);             // exit status
  int (*passOn)(std::span<const std::string> words);  // instead of run: the supervisor reads the words
};

std::span<const Command> commands();
const Command* findCommand(std::string_view name);

/// Help for everything, and for one command.
std::string programHelp();
std::string commandHelp(const Command& command);

// The commands. Each file of that name has its theory.
int evalCommand(const Arguments& arguments);            // execute.cc
int runCommand(const Arguments& arguments);             // execute.cc
int judgeCommand(const Arguments& arguments);           // judge.cc
int replCommand(const Arguments& arguments);            // repl.cc
int projectCommand(const Arguments& arguments);         // project.cc
int statsCommand(const Arguments& arguments);           // stats.cc
int sessionsCommand(const Arguments& arguments);        // stats.cc
int infoCommand(const Arguments& arguments);            // info.cc
int eventsCommand(const Arguments& arguments);          // events.cc
int tokenCommand(const Arguments& arguments);           // token.cc
int serveCommand(std::span<const std::string> words);   // supervisor_program.cc
int doctorCommand(std::span<const std::string> words);  // supervisor_program.cc

}  // namespace isobox::cli

#endif
