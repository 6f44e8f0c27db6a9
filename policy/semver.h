// Versions and ranges of versions as npm writes them (semver.org 2.0.0; ranges as in npm's documentation).
// Runs in the supervisor on the operator's and clients' text.
#ifndef ISOBOX_POLICY_SEMVER_H
#define ISOBOX_POLICY_SEMVER_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"

namespace isobox::policy {

struct Version {
  std::array<std::uint64_t, 3> numbers{};  // major, minor, patch
  std::vector<std::string> prerelease;     // "beta", "2" of 1.0.0-beta.2; what is behind + counts for nothing

  friend bool operator==(const Version&, const Version&) = default;
};

/// Exactly three numbers, perhaps with a prerelease and a build. A leading v is passed over.
std::optional<Version> parseVersion(std::string_view text);

/// Negative, 0 or positive, by precedence.
int compareVersions(const Version& a, const Version& b);

/// "^1.2.3", "~1.2", ">=1 <2", "1.2 - 2.3", "1.x || 3.*", "*".
class VersionRange {
 public:
  /// The error's detail says what is wrong with which part.
  static Result<VersionRange> parse(std::string_view text);

  /// A prerelease is contained only when the range names a prerelease of the same three numbers.
  bool contains(const Version& version) const;

 private:
  enum class Relation { Less, LessOrEqual, Greater, GreaterOrEqual, Equal };
  struct Bound {
    Relation relation;
    Version version;
  };
  struct Partial;
  using Bounds = std::vector<Bound>;

  static std::optional<Partial> parsePartial(std::string_view text);
  static bool addComparator(std::string_view text, Bounds& to);
  static bool addHyphen(std::string_view from, std::string_view upTo, Bounds& to);
  static bool holds(const Bound& bound, const Version& version);

  std::vector<Bounds> alternatives_;  // any of which, all bounds of which
};

}  // namespace isobox::policy

#endif
