// Versions and ranges of versions as npm writes them. Runs in the supervisor.
#include "policy/semver.h"

#include <algorithm>
#include <charconv>

namespace isobox::policy {

namespace {

constexpr std::size_t kLongestRange = 256;
// What follows a number that a range leaves open must not overflow.
constexpr std::uint64_t kLargestNumber = 9'007'199'254'740'991;

bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isIdentifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

std::optional<std::uint64_t> parseNumber(std::string_view text) {
  std::uint64_t number = 0;
  if (!isDigits(text) || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc() || number > kLargestNumber) return std::nullopt;
  return number;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(text, ' '))
    if (!part.empty()) parts.push_back(part);
  return parts;
}

// Takes "-beta.2+build" off the end. False when it is none.
bool takeTail(std::string_view& text, std::vector<std::string>& prerelease) {
  if (const std::size_t plus = text.find('+'); plus != std::string_view::npos) {
    for (const std::string_view part : split(text.substr(plus + 1), '.'))
      if (!isIdentifier(part)) return false;
    text = text.substr(0, plus);
  }
  const std::size_t minus = text.find('-');
  if (minus == std::string_view::npos) return true;
  for (const std::string_view part : split(text.substr(minus + 1), '.')) {
    if (!isIdentifier(part) || (isDigits(part) && part.size() > 1 && part[0] == '0')) return false;
    prerelease.emplace_back(part);
  }
  text = text.substr(0, minus);
  return true;
}

int compareIdentifiers(const std::string& a, const std::string& b) {
  const bool numberA = isDigits(a), numberB = isDigits(b);
  if (numberA != numberB) return numberA ? -1 : 1;
  if (numberA && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

}  // namespace

std::optional<Version> parseVersion(std::string_view text) {
  if (text.size() > kLongestRange) return std::nullopt;
  if (text.starts_with('v')) text.remove_prefix(1);
  Version version;
  if (!takeTail(text, version.prerelease)) return std::nullopt;
  const auto parts = split(text, '.');
  if (parts.size() != 3) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = parseNumber(parts[i]);
    if (!number) return std::nullopt;
    version.numbers[i] = *number;
  }
  return version;
}

int compareVersions(const Version& a, const Version& b) {
  if (a.numbers != b.numbers) return a.numbers < b.numbers ? -1 : 1;
  if (a.prerelease.empty() != b.prerelease.empty()) return a.prerelease.empty() ? 1 : -1;
  const std::size_t common = std::min(a.prerelease.size(), b.prerelease.size());
  for (std::size_t i = 0; i < common; ++i)
    if (const int order = compareIdentifiers(a.prerelease[i], b.prerelease[i]); order != 0) return order;
  return a.prerelease.size() == b.prerelease.size() ? 0 : a.prerelease.size() < b.prerelease.size() ? -1 : 1;
}

// A version of which the last numbers may be open: "1", "1.x", "*".
struct VersionRange::Partial {
  Version version;
  std::size_t given = 0;

  /// The first version behind all that it stands for, when number `at` is raised.
  Version raised(std::size_t at) const {
    Version next;
    std::copy_n(version.numbers.begin(), at + 1, next.numbers.begin());
    ++next.numbers[at];
    next.prerelease = {"0"};  // before all prereleases of it
    return next;
  }
};

std::optional<VersionRange::Partial> VersionRange::parsePartial(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Partial partial;
  if (!takeTail(text, partial.version.prerelease)) return std::nullopt;
  const auto parts = split(text, '.');
  if (parts.size() > 3) return std::nullopt;
  bool open = false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == "x" || parts[i] == "X" || parts[i] == "*") {
      open = true;
      continue;
    }
    const auto number = parseNumber(parts[i]);
    if (!number || open) return std::nullopt;
    partial.version.numbers[i] = *number;
    partial.given = i + 1;
  }
  if (partial.given < 3 && !partial.version.prerelease.empty()) return std::nullopt;
  return partial;
}

bool VersionRange::addComparator(std::string_view text, Bounds& to) {
  std::string_view sign = text.substr(0, std::min(text.find_first_not_of("<>=~^"), text.size()));
  const auto partial = parsePartial(text.substr(sign.size()));
  if (!partial || (sign.size() > 0 && text.size() == sign.size())) return false;
  const std::size_t given = partial->given;
  const Version& low = partial->version;
  const auto add = [&to](Relation relation, const Version& version) { to.push_back({relation, version}); };
  if (sign == "<") {
    // What is left open stands for its first version: below "<1.2" is nothing of 1.2 (nor a prerelease of
    // it).
    Version first = low;
    if (given < 3) first.prerelease = {"0"};
    add(Relation::Less, first);
  } else if (sign == "<=") {
    if (given == 3) add(Relation::LessOrEqual, low);
    if (given == 1 || given == 2) add(Relation::Less, partial->raised(given - 1));
  } else if (sign == ">") {
    if (given == 3) add(Relation::Greater, low);
    if (given == 1 || given == 2) add(Relation::GreaterOrEqual, partial->raised(given - 1));
    if (given == 0) add(Relation::Less, Version{{0, 0, 0}, {"0"}});
  } else if (sign == ">=") {
    add(Relation::GreaterOrEqual, low);
  } else if (sign == "^" || sign == "~") {
    if (given == 0) return true;
    add(Relation::GreaterOrEqual, low);
    // ^ lets everything change behind the first number that is not 0, ~ the patch (or the minor of "~1").
    std::size_t at = std::min<std::size_t>(given - 1, 1);
    if (sign == "^") {
      at = 0;
      while (at + 1 < given && low.numbers[at] == 0) ++at;
    }
    add(Relation::Less, partial->raised(at));
  } else if (sign.empty() || sign == "=") {
    if (given == 3) {
      add(Relation::Equal, low);
    } else if (given > 0) {
      add(Relation::GreaterOrEqual, low);
      add(Relation::Less, partial->raised(given - 1));
    }
  } else {
    return false;
  }
  return true;
}

bool VersionRange::addHyphen(std::string_view from, std::string_view upTo, Bounds& to) {
  if (from.find_first_of("<>=~^") != std::string_view::npos ||
      upTo.find_first_of("<>=~^") != std::string_view::npos)
    return false;
  return addComparator(">=" + std::string(from), to) && addComparator("<=" + std::string(upTo), to);
}

Result<VersionRange> VersionRange::parse(std::string_view text) {
  const auto wrong = [&](std::string_view part) {
    return Error{
        "parse a range of versions", 0,
        "\"" + std::string(part) + "\" is not a range such as ^1.2.3, ~1.2, 1.x, >=1.2 <2 or 1.2 - 1.4"};
  };
  if (text.size() > kLongestRange) return wrong(std::string(text.substr(0, 40)) + "…");
  VersionRange range;
  for (std::string_view rest = text;;) {
    const std::size_t end = rest.find("||");
    Bounds bounds;
    const auto parts = words(rest.substr(0, end));
    if (parts.size() == 3 && parts[1] == "-") {
      if (!addHyphen(parts[0], parts[2], bounds)) return wrong(rest.substr(0, end));
    } else {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        // ">= 1.2" is one comparator.
        std::string comparator(parts[i]);
        if (comparator.find_first_not_of("<>=~^") == std::string::npos && i + 1 < parts.size())
          comparator += parts[++i];
        if (!addComparator(comparator, bounds)) return wrong(comparator);
      }
    }
    range.alternatives_.push_back(std::move(bounds));
    if (end == std::string_view::npos) return range;
    rest.remove_prefix(end + 2);
  }
}

bool VersionRange::holds(const Bound& bound, const Version& version) {
  const int order = compareVersions(version, bound.version);
  switch (bound.relation) {
    case Relation::Less:
      return order < 0;
    case Relation::LessOrEqual:
      return order <= 0;
    case Relation::Greater:
      return order > 0;
    case Relation::GreaterOrEqual:
      return order >= 0;
    case Relation::Equal:
      return order == 0;
  }
  return false;
}

bool VersionRange::contains(const Version& version) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const Bounds& bounds) {
    const auto all = [&](const Bound& bound) { return holds(bound, version); };
    if (!std::all_of(bounds.begin(), bounds.end(), all)) return false;
    if (version.prerelease.empty()) return true;
    // {"0"} is ours: it marks where an open number ends.
    return std::any_of(bounds.begin(), bounds.end(), [&](const Bound& bound) {
      return !bound.version.prerelease.empty() && bound.version.prerelease != std::vector<std::string>{"0"} &&
             bound.version.numbers == version.numbers;
    });
  });
}

}  // namespace isobox::policy
