// Names of modules, as programs give them to require and import. Runs in the supervisor and in the user's
// process.
#include <algorithm>
#include <utility>

#include "policy/validators.h"

namespace isobox::policy {
namespace {

bool isLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isIn(char c, std::string_view set) {
  return set.find(c) != set.npos;
}

/// "'x'", or "byte 0x1b" for what is better not shown.
std::string shown(char c) {
  if (c > ' ' && c < '\x7f') return std::string("'") + c + "'";
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("byte 0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

/// One pass over a name. Each step takes its part off the front of what is left and returns what is wrong.
class Parser {
 public:
  Parser(std::string_view name, ModuleNameRules rules) : name_(name), rules_(rules) {}

  std::variant<ModuleName, TextProblem> parse() {
    if (auto problem = parts()) return *std::move(problem);
    return parsed_;
  }

 private:
  TextCheck parts() {
    if (name_.empty()) return refuse("is empty", 0);
    if (name_.size() > kMaxPath)
      return refuse("has more than " + std::to_string(kMaxPath) + " bytes", kMaxPath);
    if (name_.starts_with("node:")) return builtin();
    if (isIn(name_.front(), "./")) return refuse("is a path, not the name of a module", 0);
    if (auto problem = package()) return problem;
    if (auto problem = version()) return problem;
    return subpath();
  }

  TextCheck builtin() {
    parsed_.builtin = true;
    parsed_.package = name_.substr(5);
    if (auto problem = segments(5)) return problem;
    const auto wrong = std::find_if(parsed_.package.begin(), parsed_.package.end(),
                                    [](char c) { return !isLower(c) && !isDigit(c) && !isIn(c, "_/"); });
    if (wrong == parsed_.package.end()) return {};
    return refuse("has " + shown(*wrong) + " in it, which no module of node: has",
                  5 + static_cast<std::size_t>(wrong - parsed_.package.begin()));
  }

  TextCheck package() {
    if (name_.starts_with('@')) {
      const auto slash = name_.find('/');
      if (slash == name_.npos) return refuse("has a scope, but no name behind it", name_.size());
      if (auto problem = word(1, slash, "scope")) return problem;
      at_ = slash + 1;
    }
    const auto end = std::min(name_.find_first_of("@/", at_), name_.size());
    if (auto problem = word(at_, end, "name")) return problem;
    parsed_.package = name_.substr(0, end);
    at_ = end;
    if (end > kMaxPackageName)
      return refuse("names a package with " + std::to_string(end) + " bytes, at most " +
                        std::to_string(kMaxPackageName) + " are allowed",
                    kMaxPackageName);
    return {};
  }

  /// A scope without its '@', or a package's own name.
  TextCheck word(std::size_t begin, std::size_t end, const char* part) const {
    const auto text = name_.substr(begin, end - begin);
    if (text.empty()) return refuse(std::string("has an empty ") + part, begin);
    if (isIn(text.front(), "._"))
      return refuse(std::string("has a ") + part + " that begins with " + shown(text.front()), begin);
    const auto wrong = std::find_if(text.begin(), text.end(), [&](char c) { return !allowed(c); });
    if (wrong != text.end())
      return refuse(std::string("has ") + shown(*wrong) + " in its " + part + explanation(*wrong),
                    begin + static_cast<std::size_t>(wrong - text.begin()));
    if (text == "node_modules" || text == "favicon.ico")
      return refuse("is " + std::string(text) + ", which npm gives to no package", begin);
    return {};
  }

  bool allowed(char c) const {
    return isLower(c) || isDigit(c) || isIn(c, "-._") || (rules_.legacy && (isUpper(c) || isIn(c, "~'!()*")));
  }

  static std::string explanation(char c) { return isUpper(c) ? ": names of packages are lower case" : ""; }

  TextCheck version() {
    if (at_ == name_.size() || name_[at_] != '@') return {};
    const auto begin = at_ + 1;
    at_ = std::min(name_.find('/', begin), name_.size());
    const auto text = parsed_.version = name_.substr(begin, at_ - begin);
    if (text.empty()) return refuse("has an empty version", begin);
    if (text.size() > kMaxVersion)
      return refuse("has a version of more than " + std::to_string(kMaxVersion) + " bytes",
                    begin + kMaxVersion);
    std::size_t from = isIn(text[0], "^~<>=") ? 1 : 0;
    if (isIn(text[0], "<>") && text.substr(1).starts_with('=')) from = 2;
    if (from == text.size()) return refuse("has a version without a number", begin);
    for (std::size_t i = from; i < text.size(); ++i)
      if (!isLower(text[i]) && !isUpper(text[i]) && !isDigit(text[i]) && !isIn(text[i], ".-+_*"))
        return refuse("has " + shown(text[i]) + " in its version", begin + i);
    return {};
  }

  TextCheck subpath() {
    if (at_ == name_.size()) return {};
    parsed_.subpath = name_.substr(at_ + 1);
    if (auto problem = segments(at_ + 1)) return problem;
    for (std::size_t i = at_ + 1; i < name_.size(); ++i) {
      const auto c = static_cast<unsigned char>(name_[i]);
      if (c < 0x20 || c == 0x7f || c == '%') return refuse("has " + shown(name_[i]) + " in its subpath", i);
    }
    return {};
  }

  /// What is left, from `begin`, as a relative path.
  TextCheck segments(std::size_t begin) const {
    const auto rest = name_.substr(begin);
    if (rest.empty() || rest.front() == '/') return refuse("has an empty segment", begin);
    auto problem = checkPath(rest);
    if (problem) problem->offset += begin;
    return problem;
  }

  static TextCheck refuse(std::string message, std::size_t offset) {
    return TextProblem{std::move(message), offset};
  }

  std::string_view name_;
  ModuleNameRules rules_;
  std::size_t at_ = 0;
  ModuleName parsed_;
};

}  // namespace

std::variant<ModuleName, TextProblem> parseModuleName(std::string_view name, ModuleNameRules rules) {
  return Parser(name, rules).parse();
}

TextCheck checkModuleName(std::string_view name, ModuleNameRules rules) {
  auto parsed = parseModuleName(name, rules);
  if (auto* problem = std::get_if<TextProblem>(&parsed)) return std::move(*problem);
  return {};
}

}  // namespace isobox::policy
