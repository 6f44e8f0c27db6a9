// A result, for people. Runs in the isobox program; all text in results is hostile (see output.h).
#include "ipc/client/cli/report.h"

#include <string>

#include "ipc/client/cli/output.h"
#include "ipc/json.h"

namespace isobox::cli {
namespace {

/// The line and a mark under the column, as node has them. Long lines (minified programs) are left out.
std::string excerpt(std::string_view source, const ScriptError& error) {
  constexpr std::size_t kLongest = 200;
  const auto line = lineOf(source, error.line);
  if (line.empty() || line.size() > kLongest) return "";
  std::string text = std::string(line) + "\n";
  if (error.column == 0 || error.column > line.size() + 1) return text;
  for (const char character : line.substr(0, error.column - 1)) text += character == '\t' ? '\t' : ' ';
  return text + "^\n";
}

std::string describe(const ScriptError& error) {
  if (error.name.empty()) return "Uncaught " + error.message;  // no Error object: throw 5
  const std::string head = error.name + (error.message.empty() ? "" : ": ") + error.message;
  if (error.stack.empty()) return head;
  return error.stack.starts_with(head) ? error.stack : head + "\n" + error.stack;
}

std::string uncaught(const ScriptError& error, std::string_view source) {
  std::string text;
  // The stack of a syntax error begins with its place, the line and the mark.
  const bool placed = !error.file.empty() && error.stack.starts_with(error.file + ":");
  if (placed) return error.stack.ends_with('\n') ? error.stack : error.stack + "\n";
  if (!error.file.empty()) {
    text = error.file + (error.line == 0 ? "" : ":" + std::to_string(error.line)) + "\n";
    text += excerpt(source, error) + "\n";
  }
  text += describe(error);
  return text.ends_with('\n') ? text : text + "\n";
}

bool isErrorLevel(ConsoleLevel level) {
  return level == ConsoleLevel::Warn || level == ConsoleLevel::Error || level == ConsoleLevel::Stderr;
}

}  // namespace

std::string_view lineOf(std::string_view source, std::uint32_t number) {
  for (std::uint32_t i = 1; !source.empty(); ++i) {
    const auto line = source.substr(0, source.find('\n'));
    if (i == number) return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
    source.remove_prefix(std::min(source.size(), line.size() + 1));
  }
  return {};
}

std::string textOf(const ConsoleEntry& entry) {
  const bool written = entry.level == ConsoleLevel::Stdout || entry.level == ConsoleLevel::Stderr;
  return written ? entry.text : entry.text + "\n";
}

void printConsoleEntry(const ConsoleEntry& entry) {
  const std::string text = textOf(entry);
  isErrorLevel(entry.level) ? printError(text) : printOut(text);
}

void printConsole(const ExecutionResult& result) {
  for (const ConsoleEntry& entry : result.console) printConsoleEntry(entry);
}

void printFailure(const ExecutionResult& result, std::string_view source) {
  const bool thrown = result.verdict == Verdict::Error || result.verdict == Verdict::SyntaxError;
  if (thrown && result.error) {
    printError(uncaught(*result.error, source));
    return;
  }
  complain(std::string(verdictName(result.verdict)) + (result.message.empty() ? "" : ": ") + result.message);
}

void printJson(const ExecutionResult& result) {
  printOut(ipc::writeJson(toJson(result)) + "\n");
}

}  // namespace isobox::cli
