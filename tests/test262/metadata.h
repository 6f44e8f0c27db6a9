// The YAML block at the head of a test262 test, as far as running the test needs it. Runs in the test262
// program.
#ifndef ISOBOX_TESTS_TEST262_METADATA_H
#define ISOBOX_TESTS_TEST262_METADATA_H

#include <string>
#include <string_view>
#include <vector>

namespace isobox::test262 {

struct Metadata {
  std::vector<std::string> flags, includes, features;
  std::string negativePhase, negativeType;  // empty: the test must end without an error

  bool has(std::string_view flag) const;
  bool negative() const { return !negativeType.empty(); }
};

/// Reads what stands between `/*---` and `---*/`: keys with a scalar, a `[a, b]` list, a list of `- a` lines
/// or a map below them. Throws std::runtime_error when there is no such block.
Metadata parseMetadata(std::string_view source);

}  // namespace isobox::test262

#endif
