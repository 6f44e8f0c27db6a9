// The instructions and the stack. Runs in sealed runners; pattern and text are hostile.
#include "runner/regexp/matcher.h"

#include <algorithm>
#include <cstring>

namespace isobox::regexp {
namespace {

constexpr std::size_t kFirstEntries = 64;
constexpr std::size_t kStepsAMatch = 8;  // what it takes to begin one

}  // namespace

Matcher::Matcher(const isobox_regexp_host& host, isobox_regexp_scratch& scratch, const Word* program,
                 const std::uint8_t* text, std::size_t size)
    : host_(host),
      scratch_(scratch),
      program_(program),
      header_(*reinterpret_cast<const Header*>(program)),
      code_(program + header_.code),
      data_(program + header_.data),
      begin_(text),
      end_(text + size),
      pairs_((header_.flags & (ISOBOX_REGEXP_UNICODE | ISOBOX_REGEXP_UNICODE_SETS)) != 0),
      left_(scratch.left) {}

// ---- memory and time ----------------------------------------------------------------------------

// Registers, all unset, and an empty stack behind them.
bool Matcher::prepare() {
  const std::size_t registers = header_.registers * sizeof(Word);
  if (scratch_.bytes < registers + kFirstEntries * sizeof(Entry)) {
    const std::size_t wanted = registers + kFirstEntries * sizeof(Entry);
    void* memory = host_.resize(host_.self, scratch_.memory, wanted);
    if (!memory) return problem_ = ISOBOX_REGEXP_NO_MEMORY, false;
    scratch_.memory = memory;
    scratch_.bytes = wanted;
  }
  registers_ = static_cast<Word*>(scratch_.memory);
  bottom_ = top_ = reinterpret_cast<Entry*>(registers_ + header_.registers);
  limit_ = bottom_ + (scratch_.bytes - registers) / sizeof(Entry);
  std::memset(registers_, 0xff, registers);
  return work(kStepsAMatch + header_.registers / kBytesAStep);
}

bool Matcher::grow() {
  const std::size_t registers = header_.registers * sizeof(Word);
  const auto used = static_cast<std::size_t>(top_ - bottom_);
  const std::size_t wanted = registers + (used + used / 2) * sizeof(Entry);
  if (wanted > registers + ISOBOX_REGEXP_STACK_BYTES) return problem_ = ISOBOX_REGEXP_STACK_TOO_DEEP, false;
  void* memory = host_.resize(host_.self, scratch_.memory, wanted);
  if (!memory) return problem_ = ISOBOX_REGEXP_NO_MEMORY, false;
  scratch_.memory = memory;
  scratch_.bytes = wanted;
  registers_ = static_cast<Word*>(memory);
  bottom_ = reinterpret_cast<Entry*>(registers_ + header_.registers);
  top_ = bottom_ + used;
  limit_ = bottom_ + (wanted - registers) / sizeof(Entry);
  return true;
}

bool Matcher::work(std::size_t steps) {
  left_ -= static_cast<std::int64_t>(std::min<std::size_t>(steps, ISOBOX_REGEXP_STEPS));
  if (left_ >= 0) return true;
  left_ = ISOBOX_REGEXP_STEPS;
  if (!host_.must_stop(host_.self)) return true;
  problem_ = ISOBOX_REGEXP_STOPPED;
  return false;
}

// ---- searching ----------------------------------------------------------------------------------

isobox_regexp_outcome Matcher::search(std::size_t from, bool sticky) {
  if (!prepare()) return problem_;
  const bool once = sticky || header_.search == Search::Begin;
  for (const std::uint8_t* at = begin_ + from;;) {
    const std::uint8_t* const before = at;
    if (!once) at = candidate(at);
    if (!at) return ISOBOX_REGEXP_NO_MATCH;
    if (!work(static_cast<std::size_t>(at - before) / kBytesAStep)) return problem_;
    if (once || !insidePair(at)) {
      const isobox_regexp_outcome outcome = run(at);
      if (outcome != ISOBOX_REGEXP_NO_MATCH || once) return outcome;
    }
    if (at == end_) return ISOBOX_REGEXP_NO_MATCH;
    at = header_.search == Search::Line ? lineBehind(at) : next(at);
    if (!at) return ISOBOX_REGEXP_NO_MATCH;
  }
}

isobox_regexp_outcome Matcher::run(const std::uint8_t* at) {
  const Word* pc = code_ + 1;  // behind kFail
  for (;;) {
    while (step(pc, at)) {
    }
    if (matched_) return ISOBOX_REGEXP_MATCH;
    if (!backtrack(pc, at)) return problem_;
  }
}

// The last choice that is left.
bool Matcher::backtrack(const Word*& pc, const std::uint8_t*& at) {
  for (; problem_ == ISOBOX_REGEXP_NO_MATCH && work(1) && top_ != bottom_; --top_) {
    Entry& entry = top_[-1];
    const Word place = entry.what & kPlaceBits;
    switch (entry.what >> 30) {
      case kUndo:
        registers_[place] = entry.a;
        continue;
      case kChoice:
        pc = code_ + place;
        at = begin_ + entry.a;
        --top_;
        return true;
      case kGiveBack:
        if (!giveBack(entry, code_ + place, at)) continue;
        break;
      default:
        if (!takeMore(entry, code_ + place, at)) continue;
        break;
    }
    pc = code_ + place + 6;
    return true;
  }
  return false;
}

// ---- instructions: false when the way ends here --------------------------------------------------

bool Matcher::step(const Word*& pc, const std::uint8_t*& at) {
  switch (*pc) {
    case kByte:
      if (at == end_ || *at != pc[1]) return false;
      return ++at, pc += 2, true;
    case kEither:
      if (at == end_ || (*at != pc[1] && *at != pc[2])) return false;
      return ++at, pc += 3, true;
    case kText:
      return text(pc, at);
    case kTextBack:
      return textBack(pc, at);
    case kSet:
      return isIn(data_ + pc[1], at) && (pc += 2, true);
    case kSetBack:
      return isBeforeIn(data_ + pc[1], at) && (pc += 2, true);
    case kJump:
      pc = code_ + pc[1];
      return work(1);
    case kSplit:
      return pushChoice(code_ + pc[1], at) && (pc += 2, true);
    case kSplitFar:
      if (!pushChoice(pc + 2, at)) return false;
      pc = code_ + pc[1];
      return true;
    case kBranch:
      return branch(pc, at);
    case kSave:
    case kMark:
      return set(pc[1], offset(at)) && (pc += 2, true);
    case kReset:
      return reset(pc);
    case kCheck:
      return registers_[pc[1]] != offset(at) && (pc += 2, true);
    case kLoop:
      return loop(pc, at);
    case kCountBegin:
      return set(pc[1], 0) && (pc += 2, true);
    case kCount:
      return count(pc, at);
    case kCountNext:
      return countNext(pc, at);
    case kLineStart:
      return at == begin_ && (++pc, true);
    case kLineStartMany:
      return atLineStart(at) && (++pc, true);
    case kLineEnd:
      return at == end_ && (++pc, true);
    case kLineEndMany:
      return atLineEnd(at) && (++pc, true);
    case kWordBoundary:
    case kNoWordBoundary:
      return atWordBoundary(pc[1], at) == (*pc == kWordBoundary) && (pc += 2, true);
    case kLook:
      return look(pc, at);
    case kLookEnd:
      return lookEnd(pc, at);
    case kReference:
      return reference(pc, at);
    case kMatch:
      matched_ = true;
      return false;
    default:  // kFail
      return false;
  }
}

bool Matcher::text(const Word*& pc, const std::uint8_t*& at) {
  const std::size_t size = pc[1];
  if (static_cast<std::size_t>(end_ - at) < size || std::memcmp(at, pc + 2, size) != 0) return false;
  at += size;
  pc += 2 + (size + 3) / 4;
  return true;
}

bool Matcher::textBack(const Word*& pc, const std::uint8_t*& at) {
  const std::size_t size = pc[1];
  if (static_cast<std::size_t>(at - begin_) < size || std::memcmp(at - size, pc + 2, size) != 0) return false;
  at -= size;
  pc += 2 + (size + 3) / 4;
  return true;
}

bool Matcher::branch(const Word*& pc, const std::uint8_t* at) {
  const Word flags = pc[2];
  const bool near = at == end_ ? (flags & kNearAtEnd) != 0 : hasByte(data_ + pc[3], *at);
  const bool far = at == end_ ? (flags & kFarAtEnd) != 0 : hasByte(data_ + pc[4], *at);
  const Word* const there = code_ + pc[1];
  const Word* const on = pc + 5;
  if (near && far) {
    if (!pushChoice(flags & kFarFirst ? on : there, at)) return false;
    pc = flags & kFarFirst ? there : on;
    return true;
  }
  pc = near ? on : there;
  return near || far;
}

bool Matcher::reset(const Word*& pc) {
  for (Word reg = pc[1]; reg < pc[2]; ++reg)
    if (registers_[reg] != kUnset && !set(reg, kUnset)) return false;
  const std::size_t steps = (pc[2] - pc[1]) / 8;
  pc += 3;
  return work(steps);
}

// ---- loops --------------------------------------------------------------------------------------

// Whether what comes behind the loop can begin here.
bool Matcher::behindLoop(const Word* loop, const std::uint8_t* at) const {
  if (!(loop[4] & kFiltered)) return true;
  return at == end_ ? (loop[4] & kBehindAtEnd) != 0 : hasByte(data_ + loop[5], *at);
}

bool Matcher::loop(const Word*& pc, const std::uint8_t*& at) {
  const Word* const loop = pc;
  const Word* const set = data_ + pc[1];
  const Word least = pc[2], most = pc[3], flags = pc[4];
  const std::uint8_t* const begin = at;
  Word count = 0;
  pc += 6;
  const auto place = static_cast<Word>(loop - code_);
  if (!(flags & kGreedy)) {
    while (count < least && isIn(set, at)) ++count;
    if (count < least || !work(count)) return false;
    const Word more = most == 0xffffffff ? most : most - least;
    return (more == 0 || push(kTakeMore, place, offset(at), more)) && behindLoop(loop, at);
  }
  at = skip(set, at, least, most, count);
  if (!work(static_cast<std::size_t>(at - begin) / kBytesAStep) || count < least) return false;
  if (flags & kPossessive) return true;
  const std::uint8_t* first = begin;
  for (Word i = 0; i < least; ++i) first = next(first);
  if (first == at) return true;
  return push(kGiveBack, place, offset(at), offset(first)) && behindLoop(loop, at);
}

bool Matcher::giveBack(Entry& entry, const Word* loop, const std::uint8_t*& at) {
  const std::uint8_t* const least = begin_ + entry.b;
  const std::uint8_t* const before = begin_ + entry.a;
  at = before;
  while (at > least) {
    at = previous(at);
    if (!behindLoop(loop, at)) continue;
    entry.a = offset(at);
    return work(static_cast<std::size_t>(before - at) / kBytesAStep);
  }
  work(static_cast<std::size_t>(before - at) / kBytesAStep);
  return false;
}

bool Matcher::takeMore(Entry& entry, const Word* loop, const std::uint8_t*& at) {
  const Word* const set = data_ + loop[1];
  const std::uint8_t* const before = begin_ + entry.a;
  at = before;
  while (entry.b > 0 && isIn(set, at)) {
    if (entry.b != 0xffffffff) --entry.b;
    if (!behindLoop(loop, at)) continue;
    entry.a = offset(at);
    return work(static_cast<std::size_t>(at - before) / kBytesAStep);
  }
  work(static_cast<std::size_t>(at - before) / kBytesAStep);
  return false;
}

bool Matcher::count(const Word*& pc, const std::uint8_t* at) {
  const Word done = registers_[pc[2]], least = pc[3], most = pc[4];
  const Word* const exit = code_ + pc[1];
  const Word* const body = pc + 6;
  if (done < least) return pc = body, true;
  if (done >= most) return pc = exit, true;
  const bool greedy = (pc[5] & kGreedy) != 0;
  if (!pushChoice(greedy ? exit : body, at)) return false;
  pc = greedy ? body : exit;
  return true;
}

// An iteration that need not be must not be empty.
bool Matcher::countNext(const Word*& pc, const std::uint8_t* at) {
  const Word done = registers_[pc[1]];
  if (pc[2] != 0 && done >= pc[3] && registers_[pc[2]] == offset(at)) return false;
  if (!set(pc[1], done + 1)) return false;
  pc = code_ + pc[4];
  return work(1);
}

// ---- assertions ---------------------------------------------------------------------------------

bool Matcher::atLineStart(const std::uint8_t* at) const {
  if (at == begin_ || at[-1] == '\n' || at[-1] == '\r') return true;
  return at - begin_ >= 3 && at[-3] == 0xe2 && at[-2] == 0x80 && (at[-1] & 0xfe) == 0xa8;
}

bool Matcher::atLineEnd(const std::uint8_t* at) const {
  if (at == end_ || *at == '\n' || *at == '\r') return true;
  return end_ - at >= 3 && at[0] == 0xe2 && at[1] == 0x80 && (at[2] & 0xfe) == 0xa8;
}

bool Matcher::atWordBoundary(Word set, const std::uint8_t* at) const {
  const std::uint8_t *before = at, *behind = at;
  return isBeforeIn(data_ + set, before) != isIn(data_ + set, behind);
}

}  // namespace isobox::regexp
