// What a package.json says about finding modules. Plain C++; runs in sealed runners on hostile texts.
#ifndef ISOBOX_RUNNER_ENGINE_PACKAGE_JSON_H
#define ISOBOX_RUNNER_ENGINE_PACKAGE_JSON_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isobox::runner {

/// A JSON value in UTF-8 with its members in their order. Numbers and booleans are kept as Other: nobody
/// asks.
struct JsonNode {
  enum class Kind { Null, Other, String, Array, Object };
  Kind kind = Kind::Null;
  std::string text;                                    // String
  std::vector<std::pair<std::string, JsonNode>> list;  // Object; Array with empty names

  bool isString() const { return kind == Kind::String; }
  bool isObject() const { return kind == Kind::Object; }
  /// The member of an object; nothing when there is none. Of duplicates the last one counts.
  const JsonNode* member(std::string_view name) const;
};

/// Nothing when the text is no JSON or nested more than 64 levels deep. A byte order mark is passed over.
std::optional<JsonNode> parseJsonTree(std::string_view utf8);

/// What Node.js calls the package's type.
enum class PackageType { Unknown, CommonJs, Module };

struct PackageJson {
  std::string name, main;
  PackageType type = PackageType::Unknown;
  std::optional<JsonNode> exports, imports;  // `exports: null` is none
};

/// Nothing when the text is no JSON object.
std::optional<PackageJson> parsePackageJson(std::string_view utf8);

}  // namespace isobox::runner

#endif
