// Is a program that does not parse only not finished? Told by what the engine's parser says. Runs in the isobox program.
#include "ipc/client/cli/unfinished.h"

#include <algorithm>

#include "ipc/client/cli/report.h"
#include "ipc/client/inspect_text.h"

namespace isobox::cli {
namespace {

/// What stands at the error's place, to the line's end.
std::string_view textAt(std::string_view source, const ScriptError& error) {
  const auto line = lineOf(source, error.line);
  if (error.column == 0) return {};
  return line.substr(detail::utf16Prefix(line, error.column - 1).size());
}

/// The last line ends in a backslash that no other one escapes.
bool continuesString(std::string_view source) {
  source.remove_suffix(source.ends_with('\n') ? 1 : 0);
  const auto last = source.find_last_not_of('\\');
  return (source.size() - (last == source.npos ? 0 : last + 1)) % 2 == 1;
}

}  // namespace

Ending endingOf(std::string_view source, const ScriptError& error) {
  if (error.message == "Unexpected end of input" || error.message == "Unterminated template literal") return Ending::Unfinished;
  if (error.message == "missing ) after argument list") return Ending::Doubtful;
  if (error.message != "Invalid or unexpected token") return Ending::Wrong;
  const auto rest = textAt(source, error);
  if (rest.starts_with("/*")) return Ending::Unfinished;
  const bool inString = rest.starts_with('\'') || rest.starts_with('"');
  return inString && continuesString(source) ? Ending::Unfinished : Ending::Wrong;
}

std::string probeFor(std::string_view source) {
  return std::string(source) + ") \"\n";
}

bool wasUnfinished(std::string_view source, const ScriptError& probed) {
  return probed.line > static_cast<std::uint32_t>(std::count(source.begin(), source.end(), '\n'));
}

}  // namespace isobox::cli
