// Characters and sets of them. Runs in sealed runners.
#include <algorithm>

#include "runner/language/code_points.h"
#include "runner/regexp/compiler.h"

namespace isobox::regexp {
namespace {

constexpr std::size_t kRemembered = 8;  // sets and bitmaps that are looked at before another one is placed

bool isSurrogate(char32_t c) {
  return c >= 0xd800 && c <= 0xdfff;
}

void appendUnit(List<char>& to, Pool& pool, char32_t c) {
  if (c < 0x80) return to.push(pool, static_cast<char>(c));
  if (c < 0x800) {
    to.push(pool, static_cast<char>(0xc0 | (c >> 6)));
  } else {
    to.push(pool, static_cast<char>(0xe0 | (c >> 12)));
    to.push(pool, static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
  }
  to.push(pool, static_cast<char>(0x80 | (c & 0x3f)));
}

// The characters that begin with a byte, as CESU-8 has them.
bool rangeOfLead(unsigned lead, bool unicode, Range& range) {
  if (lead < 0x80)
    range = {lead, lead};
  else if (lead >= 0xc2 && lead < 0xe0)
    range = {(lead & 0x1fu) << 6, ((lead & 0x1fu) << 6) + 0x3f};
  else if (lead == 0xe0)
    range = {0x800, 0xfff};
  else if (lead > 0xe0 && lead < 0xf0)
    range = {(lead & 0xfu) << 12, ((lead & 0xfu) << 12) + 0xfff};
  else
    return false;
  // A pair is one character of several.
  return !(unicode && lead == 0xed);
}

bool covers(const List<Range>& ranges, const Range& wanted) {
  const auto* behind =
      std::upper_bound(ranges.begin(), ranges.end(), wanted.first,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return behind != ranges.begin() && wanted.last <= (behind - 1)->last;
}

}  // namespace

// Whether the bytes of a character are the same wherever it stands: not those of half a pair.
bool Compiler::isLiteral(char32_t c) const {
  return !(unicode_ && isSurrogate(c)) && nextOfCase(case_, c) == c;
}

std::size_t Compiler::appendUtf(List<char>& bytes, char32_t c) {
  const std::size_t before = bytes.size();
  if (c >= 0x10000) {
    appendUnit(bytes, pool_, 0xd800 + ((c - 0x10000) >> 10));
    c = 0xdc00 + ((c - 0x10000) & 0x3ff);
  }
  appendUnit(bytes, pool_, c);
  return bytes.size() - before;
}

List<Range> Compiler::caseSet(char32_t c) {
  CharSet set;
  set.add(pool_, c, c);
  set.closeOverCase(pool_, case_);
  set.settle(pool_);
  return set.ranges();
}

void Compiler::emitText(const Node* node) {
  const List<char32_t>& text = node->text;
  if (direction_ == Direction::Backward) {
    for (std::size_t i = text.size(); i-- > 0;) emitCharacter(text[i]);
    return;
  }
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && isLiteral(text[end])) ++end;
    if (end > i)
      emitLiteral({text.begin() + i, end - i});
    else
      emitCharacter(text[end++]);
    i = end;
  }
}

void Compiler::emitCharacter(char32_t c) {
  if (isLiteral(c)) return emitLiteral({&c, 1});
  emitSet(caseSet(c));
}

void Compiler::emitLiteral(Literal literal) {
  List<char> bytes;
  for (std::size_t i = 0; i < literal.count; ++i) appendUtf(bytes, literal.first[i]);
  const bool forward = direction_ == Direction::Forward;
  if (bytes.size() == 1 && forward) {
    emit({kByte, static_cast<unsigned char>(bytes[0])});
    return;
  }
  emit({forward ? kText : kTextBack, static_cast<Word>(bytes.size())});
  placeBytes(code_, {bytes.begin(), bytes.size()});
}

void Compiler::emitSet(const List<Range>& ranges) {
  if (ranges.empty()) {
    emit({kFail});
    return;
  }
  const Range& first = ranges[0];
  const Range& last = ranges[ranges.size() - 1];
  if (first.first == last.last && !(unicode_ && isSurrogate(first.first))) {
    const char32_t c = first.first;
    return emitLiteral({&c, 1});
  }
  const bool two =
      ranges.size() == 2 && first.first == first.last && last.first == last.last && last.last < 0x80;
  if (two && direction_ == Direction::Forward)
    emit({kEither, first.first, last.first});
  else
    emit({direction_ == Direction::Forward ? kSet : kSetBack, placeSet(ranges)});
}

// ---- data ---------------------------------------------------------------------------------------

Compiler::Word Compiler::placeBytes(List<Word>& where, std::string_view bytes) {
  const Word at = static_cast<Word>(where.size());
  pool_.work(bytes.size() / 4);
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    Word word = 0;
    std::memcpy(&word, bytes.data() + i, std::min<std::size_t>(4, bytes.size() - i));
    where.push(pool_, word);
  }
  return at;
}

Compiler::Word Compiler::placeLeads(const std::uint32_t* leads) {
  for (std::size_t i = placedLeads_.size(); i-- > 0 && i + kRemembered >= placedLeads_.size();)
    if (std::equal(leads, leads + 8, data_.begin() + placedLeads_[i])) return placedLeads_[i];
  const Word at = static_cast<Word>(data_.size());
  for (int i = 0; i < 8; ++i) data_.push(pool_, leads[i]);
  placedLeads_.push(pool_, at);
  return at;
}

Compiler::Word Compiler::placeSet(const List<Range>& ranges) {
  for (std::size_t i = placedSets_.size(); i-- > 0 && i + kRemembered >= placedSets_.size();)
    if (placedSets_[i].ranges == ranges.begin() && placedSets_[i].count == ranges.size())
      return placedSets_[i].at;
  if (data_.size() > kMostWords) throw OutOfMemory{};
  const Word at = static_cast<Word>(data_.size());
  pool_.work(64 + ranges.size());
  std::uint32_t leads[8] = {};
  // Behind a character that is in it, continuation bytes are part of it.
  for (unsigned lead = 0; lead < 0x100; ++lead) {
    Range range{};
    const bool whole = rangeOfLead(lead, unicode_, range) && covers(ranges, range);
    if (whole || (lead >= 0x80 && lead < 0xc0)) leads[lead / 32] |= 1u << (lead % 32);
  }
  for (const std::uint32_t word : leads) data_.push(pool_, word);
  data_.push(pool_, static_cast<Word>(ranges.size()));
  for (const Range& range : ranges) {
    data_.push(pool_, range.first);
    data_.push(pool_, range.last);
  }
  placedSets_.push(pool_, {ranges.begin(), ranges.size(), at});
  return at;
}

}  // namespace isobox::regexp
