// Which packages programs may load. Runs in the supervisor.
#include "policy/module_rules.h"

#include <algorithm>

namespace isobox::policy {

namespace {

constexpr std::size_t kLongestName = 214;  // npm's own limit
constexpr std::size_t kLongestSubpath = 1024;

bool isNamePart(std::string_view part) {
  if (part.empty() || part.front() == '.' || part == "node_modules") return false;
  return std::all_of(part.begin(), part.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
  });
}

// "/a/b": every step a name.
bool isSubpath(std::string_view path) {
  if (path.size() > kLongestSubpath) return false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, end);
    const auto isPlain = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\\' && c != '*'; };
    if (step.empty() || step == "." || step == ".." || !std::all_of(step.begin(), step.end(), isPlain))
      return false;
    path.remove_prefix(end);
  }
  return true;
}

Error wrong(const std::string& pattern, std::string why) {
  return {"parse the module whitelist", 0, "\"" + pattern + "\" " + std::move(why)};
}

// "lodash/fp" without its version.
Result<> parseNames(std::string_view text, ModulePattern& pattern) {
  if (text == "*") {
    pattern.everyName = true;
    return {};
  }
  if (text.starts_with('@') && text.ends_with("/*") && isNamePart(text.substr(1, text.size() - 3))) {
    pattern.everyName = true;
    pattern.name = text.substr(0, text.size() - 1);
    return {};
  }
  std::size_t end = text.find('/');
  if (text.starts_with('@') && end != std::string_view::npos) end = text.find('/', end + 1);
  const std::string_view name = text.substr(0, end);
  if (!isPackageName(name))
    return wrong(pattern.text,
                 "is not a module's name such as lodash, lodash/fp, @scope/name, @scope/* or *");
  pattern.name = name;
  pattern.subpath = text.substr(name.size());
  if (!isSubpath(pattern.subpath)) return wrong(pattern.text, "has a path that is none: " + pattern.subpath);
  return {};
}

Result<ModulePattern> parsePattern(const std::string& text) {
  ModulePattern pattern;
  pattern.text = text;
  const std::size_t at = text.find('@', 1);
  ISOBOX_CHECK(parseNames(std::string_view(text).substr(0, at), pattern));
  if (at == std::string::npos) return pattern;
  if (pattern.everyName) return wrong(text, "cannot have a version: it stands for many modules");
  if (at + 1 == text.size()) return wrong(text, "has no version behind its @");
  auto range = VersionRange::parse(std::string_view(text).substr(at + 1));
  if (!range) return wrong(text, range.error().detail);
  pattern.versions = *std::move(range);
  return pattern;
}

bool covers(const ModulePattern& pattern, std::string_view name, std::string_view version) {
  if (!(pattern.everyName ? name.starts_with(pattern.name) : name == pattern.name)) return false;
  if (!pattern.versions) return true;
  const auto parsed = parseVersion(version);
  return parsed && pattern.versions->contains(*parsed);
}

}  // namespace

bool isPackageName(std::string_view name) {
  if (name.size() > kLongestName) return false;
  if (!name.starts_with('@')) return isNamePart(name);
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && isNamePart(name.substr(1, slash - 1)) &&
         isNamePart(name.substr(slash + 1));
}

Result<ModuleRules> ModuleRules::parse(std::span<const std::string> patterns) {
  ModuleRules rules;
  for (const std::string& text : patterns) {
    ISOBOX_TRY(ModulePattern pattern, parsePattern(text));
    rules.patterns_.push_back(std::move(pattern));
  }
  return rules;
}

bool ModuleRules::allows(std::string_view name, std::string_view subpath, std::string_view version) const {
  return isPackageName(name) &&
         std::any_of(patterns_.begin(), patterns_.end(), [&](const ModulePattern& pattern) {
           return covers(pattern, name, version) && (pattern.subpath.empty() || pattern.subpath == subpath);
         });
}

bool ModuleRules::allowsPackage(std::string_view name, std::string_view version) const {
  return isPackageName(name) &&
         std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const ModulePattern& pattern) { return covers(pattern, name, version); });
}

}  // namespace isobox::policy
