// What a package.json says about finding modules. Plain C++; runs in sealed runners on hostile texts.
#include "runner/engine/package_json.h"

#include "runner/engine/json_source.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

constexpr int kDeepest = 64;
constexpr Bytes kLongestString = 1_MiB;

class TreeReader {
 public:
  explicit TreeReader(std::string_view text) : source_(text) {}

  std::optional<JsonNode> whole() {
    JsonNode node;
    if (!value(node, kDeepest)) return std::nullopt;
    source_.peek();
    if (!source_.atEnd()) return std::nullopt;
    return node;
  }

 private:
  bool string(std::string& to) {
    buffer_.restart(kLongestString);
    const auto text = source_.string(buffer_);
    if (!text) return false;
    utf8_.restart({2 * kLongestString.count});
    appendEngineText(utf8_, *text);
    to = utf8_.view();
    return true;
  }

  bool members(JsonNode& node, int deeper, char end) {
    if (source_.take(end)) return true;
    do {
      auto& [name, member] = node.list.emplace_back();
      if (node.isObject() && (source_.peek() != '"' || !string(name) || !source_.take(':'))) return false;
      if (!value(member, deeper)) return false;
    } while (source_.take(','));
    return source_.take(end);
  }

  bool value(JsonNode& node, int deeper) {
    if (deeper == 0) return false;
    switch (source_.peek()) {
      case '{':
        node.kind = JsonNode::Kind::Object;
        return source_.take('{') && members(node, deeper - 1, '}');
      case '[':
        node.kind = JsonNode::Kind::Array;
        return source_.take('[') && members(node, deeper - 1, ']');
      case '"':
        node.kind = JsonNode::Kind::String;
        return string(node.text);
      case 'n':
        return source_.takeWord("null");
      default:
        node.kind = JsonNode::Kind::Other;
        return source_.takeWord("true") || source_.takeWord("false") || source_.number().has_value();
    }
  }

  JsonSource source_;
  TextBuffer buffer_, utf8_;
};

std::string textOf(const JsonNode& object, std::string_view name) {
  const JsonNode* node = object.member(name);
  return node && node->isString() ? node->text : std::string();
}

// Nothing for null, too.
std::optional<JsonNode> partOf(const JsonNode& object, std::string_view name) {
  const JsonNode* node = object.member(name);
  if (!node || node->kind == JsonNode::Kind::Null) return std::nullopt;
  return *node;
}

}  // namespace

const JsonNode* JsonNode::member(std::string_view name) const {
  if (!isObject()) return nullptr;
  for (auto at = list.rbegin(); at != list.rend(); ++at)
    if (at->first == name) return &at->second;
  return nullptr;
}

std::optional<JsonNode> parseJsonTree(std::string_view utf8) {
  if (utf8.starts_with("\xef\xbb\xbf")) utf8.remove_prefix(3);
  return TreeReader(utf8).whole();
}

std::optional<PackageJson> parsePackageJson(std::string_view utf8) {
  const auto tree = parseJsonTree(utf8);
  if (!tree || !tree->isObject()) return std::nullopt;
  PackageJson package;
  package.name = textOf(*tree, "name");
  package.main = textOf(*tree, "main");
  const std::string type = textOf(*tree, "type");
  if (type == "module") package.type = PackageType::Module;
  if (type == "commonjs") package.type = PackageType::CommonJs;
  package.exports = partOf(*tree, "exports");
  package.imports = partOf(*tree, "imports");
  return package;
}

}  // namespace isobox::runner
