// Lookarounds and references. Runs in sealed runners; pattern and text are hostile.
#include <algorithm>
#include <cstring>

#include "runner/regexp/matcher.h"

namespace isobox::regexp {

// The height of the stack and the place to come back to are kept in two registers.
bool Matcher::look(const Word*& pc, const std::uint8_t* at) {
  const auto height = static_cast<Word>(top_ - bottom_);
  if (!set(pc[2], height) || !set(pc[2] + 1, offset(at)) || !pushChoice(code_ + pc[1], at)) return false;
  pc += 4;
  return true;
}

// It has matched: none of its choices will be tried again; what it captured stays, and is undone with what
// was before.
bool Matcher::lookEnd(const Word*& pc, const std::uint8_t*& at) {
  const bool negative = pc[2] != 0;
  const Word reg = pc[1];
  Entry* const first = bottom_ + registers_[reg];
  at = begin_ + registers_[reg + 1];
  if (!work(static_cast<std::size_t>(top_ - first))) return false;
  if (negative) {
    for (; top_ != first; --top_)
      if (top_[-1].what >> 30 == kUndo) registers_[top_[-1].what & kPlaceBits] = top_[-1].a;
    return false;
  }
  top_ = std::remove_if(first, top_, [](const Entry& entry) { return entry.what >> 30 != kUndo; });
  pc += 3;
  return true;
}

// ---- references ---------------------------------------------------------------------------------

bool Matcher::reference(const Word*& pc, const std::uint8_t*& at) {
  const Word flags = pc[1], groups = pc[2];
  const Word* group = pc + 3;
  pc = group + groups;
  for (; group != pc; ++group)
    if (registers_[2 * *group] != kUnset && registers_[2 * *group + 1] != kUnset)
      return referenceTo(*group, flags, at);
  return work(groups);
}

bool Matcher::referenceTo(Word group, Word flags, const std::uint8_t*& at) {
  const std::uint8_t* const begin = begin_ + registers_[2 * group];
  const std::uint8_t* const end = begin_ + registers_[2 * group + 1];
  const std::size_t size = static_cast<std::size_t>(end - begin);
  const bool backwards = (flags & kBackwards) != 0;
  if (!work(size / kBytesAStep)) return false;
  if (flags & (kPlainCase | kFoldedCase)) return equalFolded(begin, end, flags, at);
  const auto room = static_cast<std::size_t>(backwards ? at - begin_ : end_ - at);
  const std::uint8_t* const there = backwards ? at - size : at;
  if (room < size || std::memcmp(there, begin, size) != 0) return false;
  at = backwards ? there : at + size;
  return !insidePair(at);
}

bool Matcher::equalFolded(const std::uint8_t* begin, const std::uint8_t* end, Word flags,
                          const std::uint8_t*& at) {
  const Case mode = flags & kFoldedCase ? Case::Folded : Case::Plain;
  if (!(flags & kBackwards)) {
    while (begin != end)
      if (at == end_ || !work(1) || !equalIgnoringCase(mode, character(begin), character(at))) return false;
    return true;
  }
  while (end != begin)
    if (at == begin_ || !work(1) || !equalIgnoringCase(mode, characterBefore(end), characterBefore(at)))
      return false;
  return true;
}

}  // namespace isobox::regexp
