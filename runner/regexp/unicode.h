// What Unicode says about characters: identifiers, case, properties. Runs in sealed runners. The tables are
// made at build time from Debian's unicode-data.
#ifndef ISOBOX_RUNNER_REGEXP_UNICODE_H
#define ISOBOX_RUNNER_REGEXP_UNICODE_H

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace isobox::regexp {

constexpr char32_t kLastCodePoint = 0x10ffff;

/// ID_Start, ID_Continue and what the language adds to them.
bool isIdentifierStart(char32_t c);
bool isIdentifierPart(char32_t c);

/// Sorted code points at which membership changes, beginning with the first member.
using Flips = std::span<const std::uint32_t>;

/// \s: white space and line terminators of the language.
Flips whiteSpace();

/// What `name` or `name=value` in \p{…} stands for.
struct Property {
  enum Kind { Unknown, Characters, Strings } kind = Unknown;
  Flips characters;
  std::span<const std::uint32_t> strings;  // from here on; each its length, then its code points
  std::uint32_t count = 0;                 // of the strings
};
Property findProperty(std::string_view name, std::optional<std::string_view> value);

/// How characters are compared: as written; by Canonicalize without u and v; by simple case folding.
enum class Case { Exact, Plain, Folded };

struct CaseLink {
  std::uint32_t from, to;
};
/// The links whose `from` lies in first…last: from each character that is equal to others to the next of
/// them.
std::span<const CaseLink> caseLinks(Case mode, char32_t first, char32_t last);
/// The next character that is equal to c, c itself when there is none.
char32_t nextOfCase(Case mode, char32_t c);
bool equalIgnoringCase(Case mode, char32_t a, char32_t b);

}  // namespace isobox::regexp

#endif
