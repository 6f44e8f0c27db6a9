// Reading the text, forwards and backwards. Whatever its bytes are, nothing outside of it is read. Runs in
// sealed runners.
#include <algorithm>
#include <cstring>

#include "runner/regexp/matcher.h"

namespace isobox::regexp {
namespace {

bool isContinuation(std::uint8_t byte) {
  return (byte & 0xc0) == 0x80;
}

// One unit of CESU-8, or a sequence of four bytes; what is neither is U+FFFD of one byte.
char32_t unitAt(const std::uint8_t*& at, const std::uint8_t* end) {
  const std::uint8_t lead = *at;
  if (lead < 0x80) return ++at, lead;
  const auto rest = end - at;
  if (lead < 0xe0) {
    if (lead < 0xc2 || rest < 2 || !isContinuation(at[1])) return ++at, 0xfffd;
    const char32_t value = (lead & 0x1fu) << 6 | (at[1] & 0x3fu);
    return at += 2, value;
  }
  if (rest < 3 || !isContinuation(at[1]) || !isContinuation(at[2])) return ++at, 0xfffd;
  if (lead < 0xf0) {
    const char32_t value = (lead & 0xfu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
    return at += 3, value;
  }
  if (lead > 0xf4 || rest < 4 || !isContinuation(at[3])) return ++at, 0xfffd;
  const char32_t value = (lead & 7u) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu);
  return at += 4, value;
}

bool beginsLead(const std::uint8_t* at, const std::uint8_t* end) {
  return end - at >= 3 && at[0] == 0xed && at[1] >= 0xa0 && at[1] < 0xb0;
}
bool beginsTrail(const std::uint8_t* at, const std::uint8_t* end) {
  return end - at >= 3 && at[0] == 0xed && at[1] >= 0xb0 && at[1] < 0xc0;
}

}  // namespace

// The next character: a pair is one in u and v mode.
char32_t Matcher::character(const std::uint8_t*& at) const {
  if (pairs_ && beginsLead(at, end_) && beginsTrail(at + 3, end_)) {
    const std::uint8_t* unit = at;
    const char32_t lead = unitAt(unit, end_), trail = unitAt(unit, end_);
    at = unit;
    return 0x10000 + ((lead - 0xd800) << 10) + (trail - 0xdc00);
  }
  return unitAt(at, end_);
}

const std::uint8_t* Matcher::next(const std::uint8_t* at) const {
  character(at);
  return at;
}

const std::uint8_t* Matcher::previous(const std::uint8_t* at) const {
  do --at;
  while (at > begin_ && isContinuation(*at));
  return insidePair(at) ? at - 3 : at;
}

char32_t Matcher::characterBefore(const std::uint8_t*& at) const {
  at = previous(at);
  const std::uint8_t* behind = at;
  return character(behind);
}

// Between the halves of a pair that is one character.
bool Matcher::insidePair(const std::uint8_t* at) const {
  return pairs_ && at - begin_ >= 3 && beginsTrail(at, end_) && beginsLead(at - 3, end_);
}

// ---- sets ---------------------------------------------------------------------------------------

bool Matcher::hasCharacter(const Word* set, char32_t c) {
  std::size_t low = 0, high = set[kSetCount];
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (set[kSetRanges + 2 * middle + 1] < c)
      low = middle + 1;
    else
      high = middle;
  }
  return low < set[kSetCount] && set[kSetRanges + 2 * low] <= c;
}

// Whether the next character is in it; then behind it.
bool Matcher::isIn(const Word* set, const std::uint8_t*& at) const {
  if (at == end_) return false;
  if (*at < 0x80) return hasByte(set, *at) && (++at, true);
  const std::uint8_t* behind = at;
  if (!hasCharacter(set, character(behind))) return false;
  at = behind;
  return true;
}

bool Matcher::isBeforeIn(const Word* set, const std::uint8_t*& at) const {
  if (at == begin_) return false;
  const std::uint8_t* before = at;
  if (!hasCharacter(set, characterBefore(before))) return false;
  at = before;
  return true;
}

// Behind as many characters of the set as there are, at most `most` of them.
const std::uint8_t* Matcher::skip(const Word* set, const std::uint8_t* at, Word least, Word most,
                                  Word& count) const {
  if (least <= 1 && most >= static_cast<std::size_t>(end_ - at)) {
    const std::uint8_t* const first = at;
    for (;;) {
      while (at != end_ && hasByte(set, *at)) ++at;
      if (at == end_ || *at < 0x80 || !isIn(set, at)) break;
    }
    count = static_cast<Word>(at - first);  // of bytes: enough to know about 0 and 1
    return at;
  }
  count = 0;
  while (count < most && isIn(set, at)) ++count;
  return at;
}

// ---- where a match may begin --------------------------------------------------------------------

// The first place from `at` on; null when there is none.
const std::uint8_t* Matcher::candidate(const std::uint8_t* at) const {
  const auto size = static_cast<std::size_t>(end_ - at);
  switch (header_.search) {
    case Search::Byte:
      return static_cast<const std::uint8_t*>(std::memchr(at, static_cast<int>(header_.searchAt), size));
    case Search::Text:
      return static_cast<const std::uint8_t*>(memmem(at, size, data_ + header_.searchAt, header_.searchSize));
    case Search::Table: {
      const Word* leads = data_ + header_.searchAt;
      while (at != end_ && !hasByte(leads, *at)) ++at;
      return at == end_ ? nullptr : at;
    }
    default:
      return at;
  }
}

const std::uint8_t* Matcher::lineBehind(const std::uint8_t* at) const {
  for (; at != end_; ++at) {
    if (*at == '\n' || *at == '\r') return at + 1;
    if (*at == 0xe2 && end_ - at >= 3 && at[1] == 0x80 && (at[2] & 0xfe) == 0xa8) return at + 3;
  }
  return nullptr;
}

}  // namespace isobox::regexp
