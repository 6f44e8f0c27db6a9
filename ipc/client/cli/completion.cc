// What a name at the end of a line can be completed to. Runs in the isobox program; the answers are hostile text.
#include "ipc/client/cli/completion.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string_view>

#include "ipc/json.h"

namespace isobox::cli {

namespace json = boost::json;

namespace {

constexpr std::chrono::milliseconds kPatience{500};

constexpr std::array<std::string_view, 39> kWords{
    "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default",
    "delete", "do", "else", "export", "extends", "false", "finally", "for", "function", "if",
    "import", "in", "instanceof", "let", "new", "null", "return", "static", "super", "switch",
    "this", "throw", "true", "try", "typeof", "var", "void", "while", "yield"};

bool isIdentifier(std::string_view text) {
  const auto isStart = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0xa0;
  };
  if (text.empty() || !isStart(text[0])) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return isStart(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
  });
}

std::vector<std::string> splitAtDots(std::string_view word) {
  std::vector<std::string> parts(1);
  for (const char c : word) {
    if (c == '.')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

/// An expression for the names of `head`'s properties that begin with `prefix`. Accessors are not called, and are the end of a
/// path.
std::string question(const std::string& head, const json::array& path, const std::string& prefix) {
  return "((value, path, prefix) => {"
         "  for (const name of path) {"
         "    let found;"
         "    for (let at = Object(value); at && !found; at = Object.getPrototypeOf(at))"
         "      found = Object.getOwnPropertyDescriptor(at, name);"
         "    if (!found || !('value' in found)) return [];"
         "    value = found.value;"
         "  }"
         "  if (value === undefined || value === null) return [];"
         "  const names = new Set();"
         "  for (let at = Object(value); at; at = Object.getPrototypeOf(at))"
         "    for (const name of Object.getOwnPropertyNames(at))"
         "      if (name.startsWith(prefix) && names.size < 2000) names.add(name);"
         "  return Array.from(names);"
         "})(" + head + ", " + ipc::writeJson(path) + ", " + ipc::writeJson(json::value(prefix)) + ")";
}

void addNames(std::set<std::string>& names, const std::vector<std::string>& more, const std::string& prefix) {
  for (const auto& name : more)
    if (name.starts_with(prefix) && isIdentifier(name)) names.insert(name);
}

std::vector<std::string> ask(Session& session, const std::string& question) {
  ExecutionOptions options;
  options.timeout = kPatience;
  options.isolation = false;
  const auto result = session.execute(question, options);
  std::vector<std::string> names;
  if (const auto* list = result.value.if_array())
    for (const auto& name : *list)
      if (name.is_string()) names.emplace_back(name.get_string());
  return names;
}

/// What programs have declared: it is not on the global object.
std::vector<std::string> declared(Session& session) {
  std::vector<std::string> names;
  for (const auto& member : session.getState(&names)) names.emplace_back(member.key());
  return names;
}

}  // namespace

std::vector<std::string> completionsOf(Session& session, const std::string& word) {
  auto parts = splitAtDots(word);
  const std::string prefix = parts.back();
  parts.pop_back();
  const bool simple = std::all_of(parts.begin(), parts.end(), isIdentifier);
  if (!simple || (prefix.empty() ? parts.empty() : !isIdentifier(prefix))) return {};
  std::set<std::string> names;
  try {
    if (parts.empty()) {
      addNames(names, {kWords.begin(), kWords.end()}, prefix);
      addNames(names, ask(session, question("globalThis", {}, prefix)), prefix);
      addNames(names, declared(session), prefix);
    } else {
      addNames(names, ask(session, question(parts[0], json::array(parts.begin() + 1, parts.end()), prefix)), prefix);
    }
  } catch (const ExecutionError&) {
    // No completions are no fault; the next program will say what is wrong.
  }
  const std::string before = word.substr(0, word.size() - prefix.size());
  std::vector<std::string> words;
  for (const auto& name : names) words.push_back(before + name);
  return words;
}

}  // namespace isobox::cli
