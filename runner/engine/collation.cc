// The order of texts for people. Runs in sealed runners; reads a hostile script's text.
//
// Texts are compared by their letters, then by accents, then by case, as UTS 10 has it. Letters outside of
// Latin come in the order of their numbers, which is right within a script; contractions of other languages
// are not known.
#include "runner/engine/collation.h"

#include <algorithm>

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

// Of longer numbers, only so many digits count.
constexpr std::size_t kMostDigits = 4096;
// In characters.
constexpr std::uint32_t kBetweenPauses = 4096;

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

void Collation::Reader::begin(std::string_view text, const CollationOptions& options, CollationPause pause) {
  options_ = options;
  pause_ = pause;
  rest_ = EngineText(text);
  ready_.clear();
  given_ = 0;
  characters_ = 0;
  inNumber_ = ended_ = false;
  ascii_ = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii_) normalizer_ = Normalizer(NormalForm::Nfd);
}

bool Collation::Reader::next(Element& element) {
  while (!isComplete()) readCharacter();
  if (given_ == ready_.size()) return false;
  element = ready_[given_++];
  return true;
}

// Whether the next element cannot change any more, or there is none.
bool Collation::Reader::isComplete() const {
  return ended_ || (given_ + 1 < ready_.size() && !(inNumber_ && given_ >= numberAt_));
}

void Collation::Reader::readCharacter() {
  if (pause_.call && ++characters_ % kBetweenPauses == 0) pause_.call(pause_.with);
  if (given_ >= kBetweenPauses) {
    ready_.erase(ready_.begin(), ready_.begin() + static_cast<std::ptrdiff_t>(given_));
    if (inNumber_) numberAt_ -= given_;
    given_ = 0;
  }
  const auto keep = [this](std::uint32_t c) { take(c); };
  if (rest_.empty()) {
    if (!ascii_) normalizer_.end(keep);
    ended_ = true;
  } else if (ascii_) {
    take(rest_.next());
  } else {
    normalizer_.take(rest_.next(), keep);
  }
}

void Collation::Reader::take(std::uint32_t c) {
  if (isDecimal(c)) return takeDigit(c);
  inNumber_ = false;
  if (c >= 0x300 && c < 0x370) return takeMark(c);
  const auto* found = c < 0x80 ? std::end(kSpellings)
                               : std::find_if(std::begin(kSpellings), std::end(kSpellings),
                                              [c](const auto& each) { return each.letter == c; });
  if (found == std::end(kSpellings)) return takeLetter(c, 0);
  for (const char* each = found->text; *each; ++each)
    takeLetter(static_cast<unsigned char>(*each), found->mark);
}

// A number is the count of its digits, zeros in front left out, and then they.
void Collation::Reader::takeDigit(std::uint32_t c) {
  if (!options_.numeric) return ready_.push_back({kFirstDigit + c - '0', 0, 1});
  if (!inNumber_) {
    inNumber_ = true;
    numberAt_ = ready_.size();
    ready_.push_back({kNumber, 0, 1});
  }
  std::uint32_t& count = ready_[numberAt_].primary;
  if (c == '0' && count == kNumber) return;
  count = std::min(count + 1, kFirstLetter - 1);
  if (ready_.size() - numberAt_ <= kMostDigits) ready_.push_back({kFirstDigit + c - '0', 0, 1});
}

void Collation::Reader::takeMark(std::uint32_t c) {
  if (ready_.empty()) return;
  std::uint16_t& marks = ready_.back().secondary;
  marks = static_cast<std::uint16_t>(marks * 7 + kFirstMark + c - 0x300);
}

void Collation::Reader::takeLetter(std::uint32_t c, std::uint16_t mark) {
  if (isLower(c) || isUpper(c))
    return ready_.push_back(
        {kFirstLetter + (c | 0x20) - 'a', mark, static_cast<std::uint8_t>(isUpper(c) ? 2 : 1)});
  const auto at = c < 0x80 ? kPunctuation.find(static_cast<char>(c)) : std::string_view::npos;
  if (at != std::string_view::npos) {
    if (!options_.ignorePunctuation || at >= kSymbolsFrom)
      ready_.push_back({kFirstPunctuation + static_cast<std::uint32_t>(at), 0, 1});
    return;
  }
  if (c < 0x20 || c == 0x7f) return;
  const std::uint32_t small = smallLetter(c);
  ready_.push_back({kOthers + small, 0, static_cast<std::uint8_t>(small != c ? 2 : 1)});
}

int Collation::compare(std::string_view a, std::string_view b, const CollationOptions& options, CollationPause pause) {
  if (a == b) return 0;
  a_.begin(a, options, pause);
  b_.begin(b, options, pause);
  int accents = 0, cases = 0;
  Element x{}, y{};
  for (;;) {
    const bool moreOfA = a_.next(x), moreOfB = b_.next(y);
    if (moreOfA != moreOfB) return moreOfA ? 1 : -1;
    if (!moreOfA) break;
    if (x.primary != y.primary) return x.primary < y.primary ? -1 : 1;
    if (accents == 0) accents = sign(static_cast<std::int64_t>(x.secondary) - y.secondary);
    if (cases == 0) cases = sign(static_cast<std::int64_t>(x.tertiary) - y.tertiary);
  }
  const Sensitivity asked = options.sensitivity;
  if (accents != 0 && (asked == Sensitivity::Accent || asked == Sensitivity::Variant)) return accents;
  if (asked != Sensitivity::Case && asked != Sensitivity::Variant) return 0;
  return options.upperFirst ? -cases : cases;
}

}  // namespace isobox::runner
