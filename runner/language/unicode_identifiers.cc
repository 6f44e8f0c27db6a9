// Which characters stand in identifiers. Runs in sealed runners.
#include <algorithm>
#include <iterator>

#include "runner/language/lexer.h"
#include "unicode_tables.h"  // made by tables/make_unicode_tables.cc

namespace isobox::language {
namespace {

// `flips` are the code points at which membership changes, beginning with the first member.
template <std::size_t N>
bool contains(const std::uint32_t (&flips)[N], char32_t c) {
  return (std::upper_bound(std::begin(flips), std::end(flips), c) - std::begin(flips)) % 2 == 1;
}

bool isAsciiLetter(char32_t c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

}  // namespace

bool isIdentifierStart(char32_t c) {
  if (c < 0x80) return isAsciiLetter(c) || c == '$' || c == '_';
  return contains(tables::kIdStart, c);
}

bool isIdentifierPart(char32_t c) {
  if (c < 0x80) return isAsciiLetter(c) || (c >= '0' && c <= '9') || c == '$' || c == '_';
  return c == 0x200c || c == 0x200d || contains(tables::kIdContinue, c);
}

}  // namespace isobox::language
