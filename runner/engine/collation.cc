// The order of texts for people. Runs in sealed runners; reads a hostile script's text.
//
// Texts are compared by their letters, then by accents, then by case, as UTS 10 has it. Letters outside of
// Latin come in the order of their numbers, which is right within a script; contractions of other languages
// are not known.
#include "runner/engine/collation.h"

#include <algorithm>

#include "runner/engine/normalization.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

// Printable ASCII that is neither letter nor digit, in order.
constexpr std::string_view kPunctuation = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
constexpr std::size_t kSymbolsFrom = 30;  // in it: behind what is ignored as punctuation
constexpr std::uint32_t kFirstPunctuation = 1, kFirstDigit = 0x100, kNumber = 0x110, kFirstLetter = 0x200,
                        kOthers = 0x1000;

// Letters that are no base with a mark for Unicode, and for people are.
struct Spelling {
  std::uint32_t letter;
  const char* text;
  std::uint16_t mark;
};
constexpr Spelling kSpellings[] = {{0xc6, "AE", 1},  {0xd0, "D", 2},   {0xd8, "O", 2},  {0xde, "z", 0},
                                   {0xdf, "ss", 1},  {0xe6, "ae", 1},  {0xf0, "d", 2},  {0xf8, "o", 2},
                                   {0xfe, "z", 0},   {0x110, "D", 1},  {0x111, "d", 1}, {0x126, "H", 1},
                                   {0x127, "h", 1},  {0x131, "i", 2},  {0x141, "L", 1}, {0x142, "l", 1},
                                   {0x152, "OE", 1}, {0x153, "oe", 1}, {0x166, "T", 1}, {0x167, "t", 1}};

constexpr std::uint16_t kFirstMark = 0x100;

bool isLower(std::uint32_t c) {
  return c >= 'a' && c <= 'z';
}
bool isUpper(std::uint32_t c) {
  return c >= 'A' && c <= 'Z';
}
bool isDecimal(std::uint32_t c) {
  return c >= '0' && c <= '9';
}

int sign(std::int64_t difference) {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

// Greek and Cyrillic capitals stand before their small letters by a fixed distance.
std::uint32_t smallLetter(std::uint32_t c) {
  if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f)) return c + 32;
  if (c >= 0x400 && c <= 0x40f) return c + 80;
  return c;
}

}  // namespace

void Collation::read(std::string_view text, const CollationOptions& options, Elements& elements) {
  elements.clear();
  bool inNumber = false;
  std::size_t numberAt = 0;
  const auto letter = [&](std::uint32_t c, std::uint16_t mark) {
    if (isLower(c) || isUpper(c)) {
      elements.push_back(
          {kFirstLetter + (c | 0x20) - 'a', mark, static_cast<std::uint8_t>(isUpper(c) ? 2 : 1)});
      return;
    }
    const auto at = c < 0x80 ? kPunctuation.find(static_cast<char>(c)) : std::string_view::npos;
    if (at != std::string_view::npos) {
      if (!options.ignorePunctuation || at >= kSymbolsFrom)
        elements.push_back({kFirstPunctuation + static_cast<std::uint32_t>(at), 0, 1});
      return;
    }
    if (c < 0x20 || c == 0x7f) return;
    const std::uint32_t small = smallLetter(c);
    elements.push_back({kOthers + small, 0, static_cast<std::uint8_t>(small != c ? 2 : 1)});
  };
  const auto take = [&](std::uint32_t c) {
    if (isDecimal(c)) {
      if (options.numeric && !inNumber) {
        inNumber = true;
        numberAt = elements.size();
        elements.push_back({kNumber, 0, 1});
      }
      // A number is the count of its digits, zeros in front left out, and then they.
      if (options.numeric && c == '0' && elements[numberAt].primary == kNumber) return;
      if (options.numeric)
        elements[numberAt].primary = std::min(elements[numberAt].primary + 1, kFirstLetter - 1);
      elements.push_back({kFirstDigit + c - '0', 0, 1});
      return;
    }
    inNumber = false;
    if (c >= 0x300 && c < 0x370) {
      if (!elements.empty())
        elements.back().secondary =
            static_cast<std::uint16_t>(elements.back().secondary * 7 + kFirstMark + c - 0x300);
      return;
    }
    if (c < 0x80) return letter(c, 0);
    const auto* found = std::find_if(std::begin(kSpellings), std::end(kSpellings),
                                     [c](const auto& each) { return each.letter == c; });
    if (found == std::end(kSpellings)) return letter(c, 0);
    for (const char* each = found->text; *each; ++each)
      letter(static_cast<unsigned char>(*each), found->mark);
  };
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    for (const char c : text) take(static_cast<unsigned char>(c));
    return;
  }
  Normalizer normalizer(NormalForm::Nfd);
  for (EngineText rest(text); !rest.empty();) normalizer.take(rest.next(), take);
  normalizer.end(take);
}

int Collation::compare(std::string_view a, std::string_view b, const CollationOptions& options) {
  if (a == b) return 0;
  read(a, options, a_);
  read(b, options, b_);
  const auto byLevel = [this](auto level) {
    std::size_t i = 0;
    for (; i < a_.size() && i < b_.size(); ++i)
      if (const int order = sign(static_cast<std::int64_t>(level(a_[i])) - level(b_[i]))) return order;
    return sign(static_cast<std::int64_t>(a_.size()) - static_cast<std::int64_t>(b_.size()));
  };
  if (const int order = byLevel([](const Element& e) { return e.primary; })) return order;
  if (options.sensitivity == Sensitivity::Accent || options.sensitivity == Sensitivity::Variant)
    if (const int order = byLevel([](const Element& e) { return e.secondary; })) return order;
  if (options.sensitivity == Sensitivity::Case || options.sensitivity == Sensitivity::Variant)
    if (const int order = byLevel([](const Element& e) { return e.tertiary; }))
      return options.upperFirst ? -order : order;
  return 0;
}

}  // namespace isobox::runner
