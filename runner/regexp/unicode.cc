// Looking things up in Unicode's tables. Runs in sealed runners.
#include "runner/regexp/unicode.h"

#include <algorithm>
#include <iterator>

#include "runner/regexp/regexp.h"
#include "unicode_tables.h"  // made by tables/make_unicode_tables.cc

namespace isobox::regexp {
namespace {

Flips flipsOf(const tables::NamedSet& set) {
  return {tables::kFlips + set.at, set.count};
}

bool contains(Flips flips, char32_t c) {
  return (std::upper_bound(flips.begin(), flips.end(), c) - flips.begin()) % 2 == 1;
}

bool isAsciiLetter(char32_t c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

template <std::size_t N>
const tables::NamedSet* find(const tables::NamedSet (&sorted)[N], std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(sorted), std::end(sorted), name,
      [](const tables::NamedSet& set, std::string_view wanted) { return set.name < wanted; });
  return found != std::end(sorted) && found->name == name ? found : nullptr;
}

Property characters(const tables::NamedSet* set) {
  if (!set) return {};
  return {Property::Characters, flipsOf(*set), {}, 0};
}

std::span<const CaseLink> linksOf(Case mode) {
  if (mode == Case::Plain) return tables::kPlainCase;
  if (mode == Case::Folded) return tables::kFoldedCase;
  return {};
}

}  // namespace

bool isIdentifierStart(char32_t c) {
  if (c < 0x80) return isAsciiLetter(c) || c == '$' || c == '_';
  return contains(flipsOf(tables::kIdStart), c);
}

bool isIdentifierPart(char32_t c) {
  if (c < 0x80) return isAsciiLetter(c) || (c >= '0' && c <= '9') || c == '$' || c == '_';
  return c == 0x200c || c == 0x200d || contains(flipsOf(tables::kIdContinue), c);
}

Flips whiteSpace() {
  static constexpr std::uint32_t kWhiteSpace[] = {0x9,    0xe,    0x20,   0x21,   0xa0,   0xa1,   0x1680,
                                                  0x1681, 0x2000, 0x200b, 0x2028, 0x202a, 0x202f, 0x2030,
                                                  0x205f, 0x2060, 0x3000, 0x3001, 0xfeff, 0xff00};
  return kWhiteSpace;
}

Property findProperty(std::string_view name, std::optional<std::string_view> value) {
  if (value) {
    if (name == "General_Category" || name == "gc") return characters(find(tables::kCategories, *value));
    if (name == "Script" || name == "sc") return characters(find(tables::kScripts, *value));
    if (name == "Script_Extensions" || name == "scx")
      return characters(find(tables::kScriptExtensions, *value));
    return {};
  }
  if (const tables::NamedSet* strings = find(tables::kOfStrings, name))
    return {Property::Strings, {}, std::span(tables::kStrings).subspan(strings->at), strings->count};
  if (const tables::NamedSet* binary = find(tables::kBinary, name)) return characters(binary);
  return characters(find(tables::kCategories, name));
}

std::span<const CaseLink> caseLinks(Case mode, char32_t first, char32_t last) {
  const auto links = linksOf(mode);
  const auto begin = std::lower_bound(links.begin(), links.end(), first,
                                      [](const CaseLink& link, char32_t c) { return link.from < c; });
  const auto end = std::upper_bound(begin, links.end(), last,
                                    [](char32_t c, const CaseLink& link) { return c < link.from; });
  return {begin, end};
}

char32_t nextOfCase(Case mode, char32_t c) {
  const auto links = caseLinks(mode, c, c);
  return links.empty() ? c : links.front().to;
}

bool equalIgnoringCase(Case mode, char32_t a, char32_t b) {
  if (a == b) return true;
  for (char32_t c = nextOfCase(mode, a); c != a; c = nextOfCase(mode, c))
    if (c == b) return true;
  return false;
}

}  // namespace isobox::regexp

extern "C" isobox_case_kind isobox_case_kind_of(uint32_t character) {
  using namespace isobox::regexp;
  static const Flips kCased = findProperty("Cased", {}).characters;
  static const Flips kIgnorable = findProperty("Case_Ignorable", {}).characters;
  if (contains(kIgnorable, character)) return ISOBOX_CASE_IGNORABLE;
  return contains(kCased, character) ? ISOBOX_CASED : ISOBOX_UNCASED;
}
