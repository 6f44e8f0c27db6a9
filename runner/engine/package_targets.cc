// `exports` and `imports` of a package.json. Plain C++; runs in sealed runners on hostile texts.
#include "runner/engine/package_targets.h"

#include <algorithm>

namespace isobox::runner {

namespace {

struct Conditions {
  std::string_view asked;
  bool node = false;
  bool has(std::string_view name) const {
    return name == "default" || name == asked || (node && name == "node");
  }
};

// What one entry leads to. Null is told from None: it ends a search that None lets go on.
struct Step {
  enum class Kind { None, Null, Invalid, Found };
  Kind kind = Kind::None;
  std::string text;
};

bool isBadSegment(std::string_view segment) {
  return segment.empty() || segment == "." || segment == ".." || segment == "node_modules";
}

// Whether no step of the path leads elsewhere.
bool staysInside(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of("/\\"), path.size());
    if (isBadSegment(path.substr(0, end))) return false;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return true;
}

std::string replaceStars(std::string_view text, std::string_view star) {
  std::string out;
  for (const char c : text) c == '*' ? out.append(star) : out.append(1, c);
  return out;
}

Step textStep(const std::string& text, std::string_view star, bool pattern, bool imports) {
  const bool relative = text.starts_with("./");
  const bool bare = imports && !text.starts_with("../") && !text.starts_with('/') && !text.empty();
  if (!relative && !bare) return {Step::Kind::Invalid, text};
  if (relative && !staysInside(std::string_view(text).substr(2))) return {Step::Kind::Invalid, text};
  if (pattern && !star.empty() && !staysInside(star)) return {Step::Kind::Invalid, text};
  return {Step::Kind::Found, pattern ? replaceStars(text, star) : text};
}

Step stepOf(const JsonNode& node, std::string_view star, bool pattern, bool imports,
            const Conditions& conditions) {
  switch (node.kind) {
    case JsonNode::Kind::String:
      return textStep(node.text, star, pattern, imports);
    case JsonNode::Kind::Null:
      return {Step::Kind::Null, {}};
    case JsonNode::Kind::Object:
      for (const auto& [name, inner] : node.list) {
        if (!conditions.has(name)) continue;
        Step step = stepOf(inner, star, pattern, imports, conditions);
        if (step.kind != Step::Kind::None) return step;
      }
      return {};
    case JsonNode::Kind::Array: {
      Step last;
      for (const auto& [name, inner] : node.list) {
        last = stepOf(inner, star, pattern, imports, conditions);
        if (last.kind == Step::Kind::Found) break;
      }
      return last;
    }
    default:
      return {Step::Kind::Invalid, "?"};
  }
}

// The pattern key with the longest beginning that the name has: "./lib/*", "./lib/*.js".
const std::pair<std::string, JsonNode>* patternFor(const JsonNode& map, std::string_view key,
                                                   std::string_view& star) {
  const std::pair<std::string, JsonNode>* best = nullptr;
  std::size_t bestBase = 0;
  for (const auto& entry : map.list) {
    const std::string_view name = entry.first;
    const std::size_t at = name.find('*');
    if (at == std::string_view::npos || name.find('*', at + 1) != std::string_view::npos) continue;
    const std::string_view base = name.substr(0, at), trailer = name.substr(at + 1);
    if (key.size() < name.size() || !key.starts_with(base) || key == base || !key.ends_with(trailer))
      continue;
    if (best && (base.size() < bestBase || (base.size() == bestBase && name.size() <= best->first.size())))
      continue;
    best = &entry;
    bestBase = base.size();
    star = key.substr(base.size(), key.size() - name.size() + 1);
  }
  return best;
}

Step find(const JsonNode& map, std::string_view key, bool imports, const Conditions& conditions) {
  if (key.find('*') == std::string_view::npos && !key.ends_with('/'))
    if (const JsonNode* node = map.member(key)) return stepOf(*node, {}, false, imports, conditions);
  std::string_view star;
  const auto* entry = patternFor(map, key, star);
  return entry ? stepOf(entry->second, star, true, imports, conditions) : Step{};
}

}  // namespace

JsonNode exportsMap(const JsonNode& exports) {
  const bool subpaths =
      exports.isObject() && std::any_of(exports.list.begin(), exports.list.end(),
                                        [](const auto& entry) { return entry.first.starts_with('.'); });
  if (subpaths) return exports;
  JsonNode map;
  map.kind = JsonNode::Kind::Object;
  map.list.emplace_back(".", exports);
  return map;
}

PackageTarget findPackageTarget(const JsonNode& map, std::string_view key, std::string_view asked,
                                bool imports) {
  Step step = find(map, key, imports, {asked, false});
  if (step.kind == Step::Kind::None) step = find(map, key, imports, {asked, true});
  if (step.kind == Step::Kind::Found) return {PackageTarget::Kind::Found, std::move(step.text)};
  if (step.kind == Step::Kind::Invalid) return {PackageTarget::Kind::Invalid, std::move(step.text)};
  return {};
}

}  // namespace isobox::runner
