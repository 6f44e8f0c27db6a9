// Program texts, paths and names of environment variables. Runs in the supervisor and in the user's process.
#include "policy/validators.h"

#include <algorithm>

#include "ipc/json_validator.h"

namespace isobox::policy {
namespace {

std::string ofAtMost(std::size_t size, std::size_t most) {
  return "has " + std::to_string(size) + " bytes, at most " + std::to_string(most) + " are allowed";
}

/// A segment that a path between slashes cannot have.
TextCheck checkSegment(std::string_view segment, std::size_t offset) {
  if (segment.empty()) return TextProblem{"has an empty segment", offset};
  if (segment == "." || segment == "..")
    return TextProblem{"has the segment " + std::string(segment), offset};
  return {};
}

TextCheck checkSegments(std::string_view path) {
  std::size_t begin = path.starts_with('/') ? 1 : 0;
  for (;;) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (auto problem = checkSegment(path.substr(begin, end - begin), begin)) return problem;
    if (end == path.size()) return {};
    begin = end + 1;
  }
}

/// Refuses the first `forbidden` character, which is called `called`.
TextCheck checkWithout(std::string_view text, char forbidden, const char* called) {
  const auto at = text.find(forbidden);
  if (at == text.npos) return {};
  return TextProblem{std::string("has a ") + called + " in it", at};
}

}  // namespace

TextCheck checkUtf8(std::string_view text) {
  std::size_t at = 0;
  while (const auto length = ipc::utf8Length(text.substr(at))) at += length;
  if (at == text.size()) return {};
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return TextProblem{"byte " + std::to_string(at) + " (line " + std::to_string(line) + ") is not valid UTF-8",
                     at};
}

TextCheck checkCode(std::string_view code, Bytes most) {
  if (code.size() > most.count) return TextProblem{ofAtMost(code.size(), most.count), most.count};
  return checkUtf8(code);
}

TextCheck checkFilename(std::string_view name) {
  if (name.empty()) return TextProblem{"is empty", 0};
  if (name.size() > kMaxPath) return TextProblem{ofAtMost(name.size(), kMaxPath), kMaxPath};
  if (auto problem = checkWithout(name, '\0', "NUL character")) return problem;
  return checkUtf8(name);
}

TextCheck checkPath(std::string_view path) {
  if (auto problem = checkFilename(path)) return problem;
  if (auto problem = checkWithout(path, '\\', "backslash")) return problem;
  return checkSegments(path);
}

TextCheck checkEnvironmentName(std::string_view name) {
  if (name.empty()) return TextProblem{"is empty", 0};
  if (auto problem = checkUtf8(name)) return problem;
  if (auto problem = checkWithout(name, '=', "'='")) return problem;
  return checkWithout(name, '\0', "NUL character");
}

}  // namespace isobox::policy
