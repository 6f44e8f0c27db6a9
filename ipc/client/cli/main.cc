// isobox: the command line program. Runs as the user, with the user's rights; what scripts send back is
// hostile text.
#include <span>
#include <string>
#include <vector>

#include "ipc/client/cli/arguments.h"
#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/output.h"

namespace isobox::cli {
namespace {

int refuse(const std::string& why, std::string_view helpWord) {
  complain(why);
  printError("Try `isobox help" + std::string(helpWord.empty() ? "" : " ") + std::string(helpWord) + "`.\n");
  return kUsageStatus;
}

int unknownCommand(const std::string& name) {
  std::vector<std::string_view> names{"help"};
  for (const Command& command : commands()) names.push_back(command.name);
  const auto meant = nearest(name, names);
  const std::string kind = name.starts_with('-') ? "unknown option " : "unknown command ";
  return refuse(kind + name + (meant.empty() ? "" : "; did you mean " + std::string(meant) + "?"), "");
}

int printed(const std::string& text) {
  printOut(text);
  return 0;
}

int help(std::span<const std::string> words) {
  if (words.empty()) return printed(programHelp());
  const Command* command = findCommand(words[0]);
  return command == nullptr ? unknownCommand(words[0]) : printed(commandHelp(*command));
}

bool asksForHelp(std::span<const std::string> words) {
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h") return true;
    if (word == "--") return false;
  }
  return false;
}

int perform(const Command& command, std::span<const std::string> words) {
  if (asksForHelp(words)) return printed(commandHelp(command));
  if (command.passOn != nullptr) return command.passOn(words);
  const auto parsed = parseArguments(words, command.options);
  if (const auto* wrong = std::get_if<UsageError>(&parsed)) return refuse(wrong->message, command.name);
  const auto& arguments = std::get<Arguments>(parsed);
  const auto& operands = arguments.operands();
  if (operands.size() < command.least)
    return refuse(std::string(command.name) + " needs " + std::string(command.operand), command.name);
  if (operands.size() > command.most)
    return refuse("one word too many: " + operands[command.most] + (command.least == 1 ? "; quote what has spaces" : ""),
                  command.name);
  return command.run(arguments);
}

int dispatch(std::span<const std::string> words) {
  if (words.empty()) return refuse("no command given", "");
  const std::string& name = words[0];
  if (name == "--version") return printed("isobox " ISOBOX_VERSION "\n");
  if (name == "--help" || name == "-h") return printed(programHelp());
  if (name == "help") return help(words.subspan(1));
  const Command* command = findCommand(name);
  return command == nullptr ? unknownCommand(name) : perform(*command, words.subspan(1));
}

}  // namespace
}  // namespace isobox::cli

int main(int argc, char** argv) {
  isobox::cli::prepareOutput();
  const std::vector<std::string> words(argv + 1, argv + std::max(argc, 1));
  try {
    return isobox::cli::statusAfterOutput(isobox::cli::dispatch(words));
  } catch (const std::exception& fault) {
    isobox::cli::complain(std::string("internal_error: ") + fault.what());
    return isobox::cli::kOutputStatus;
  }
}
