// `exports` and `imports` of a package.json: which entry a subpath means and what it leads to under given
// conditions. Plain C++; runs in sealed runners on hostile texts. Source: nodejs.org/api/esm.html,
// "Resolution Algorithm Specification".
#ifndef ISOBOX_RUNNER_ENGINE_PACKAGE_TARGETS_H
#define ISOBOX_RUNNER_ENGINE_PACKAGE_TARGETS_H

#include <string>
#include <string_view>

#include "runner/engine/package_json.h"

namespace isobox::runner {

struct PackageTarget {
  enum class Kind {
    None,     // the map has no such entry, or not for these conditions, or it is null
    Invalid,  // it leads out of the package; `text` is what stands there
    Found,
  };
  Kind kind = Kind::None;
  std::string text;  // "./lib/a.js", or with `imports` the name of a package
};

/// `exports` as a map of subpaths: what stands for "." alone becomes a map of it.
JsonNode exportsMap(const JsonNode& exports);

/// `key` is "." or "./sub" (exports), "#name" (imports). `asked` is "require" or "import". What `node` says
/// counts only when nothing else does: this is no Node.js.
PackageTarget findPackageTarget(const JsonNode& map, std::string_view key, std::string_view asked,
                                bool imports);

}  // namespace isobox::runner

#endif
