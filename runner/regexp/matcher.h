// Runs a program over a text: backtracking with a stack of its own. Runs in sealed runners; pattern and text
// are hostile. Nothing recurses; the stack grows in the host's memory, and the host is asked whether to go
// on.
#ifndef ISOBOX_RUNNER_REGEXP_MATCHER_H
#define ISOBOX_RUNNER_REGEXP_MATCHER_H

#include <cstdint>

#include "runner/regexp/host.h"
#include "runner/regexp/program.h"
#include "runner/regexp/regexp.h"
#include "runner/regexp/unicode.h"

namespace isobox::regexp {

class Matcher {
 public:
  using Word = std::uint32_t;
  Matcher(const isobox_regexp_host& host, isobox_regexp_scratch& scratch, const Word* program,
          const std::uint8_t* text, std::size_t size);
  /// From byte `from` on. The captures are then in the scratch.
  isobox_regexp_outcome search(std::size_t from, bool sticky);
  std::int64_t left() const { return left_; }

 private:
  enum Kind : Word { kChoice, kUndo, kGiveBack, kTakeMore };
  struct Entry {
    Word what;  // kind in the two upper bits; instruction or register
    Word a, b;
  };
  static constexpr Word kUnset = 0xffffffff;
  static constexpr Word kPlaceBits = (1u << 30) - 1;  // of Entry::what
  static constexpr std::size_t kBytesAStep = 32;      // looking at so many is one step

  // matcher.cc
  isobox_regexp_outcome run(const std::uint8_t* from);
  bool backtrack(const Word*& pc, const std::uint8_t*& at);
  bool step(const Word*& pc, const std::uint8_t*& at);
  bool giveBack(Entry& entry, const Word* loop, const std::uint8_t*& at);
  bool takeMore(Entry& entry, const Word* loop, const std::uint8_t*& at);
  bool text(const Word*& pc, const std::uint8_t*& at);
  bool textBack(const Word*& pc, const std::uint8_t*& at);
  bool reset(const Word*& pc);
  bool look(const Word*& pc, const std::uint8_t* at);
  bool behindLoop(const Word* loop, const std::uint8_t* at) const;
  bool loop(const Word*& pc, const std::uint8_t*& at);
  bool branch(const Word*& pc, const std::uint8_t* at);
  bool count(const Word*& pc, const std::uint8_t* at);
  bool countNext(const Word*& pc, const std::uint8_t* at);
  bool lookEnd(const Word*& pc, const std::uint8_t*& at);
  bool reference(const Word*& pc, const std::uint8_t*& at);
  bool referenceTo(Word group, Word flags, const std::uint8_t*& at);
  bool equalFolded(const std::uint8_t* begin, const std::uint8_t* end, Word flags, const std::uint8_t*& at);
  bool atWordBoundary(Word set, const std::uint8_t* at) const;
  bool atLineStart(const std::uint8_t* at) const;
  bool atLineEnd(const std::uint8_t* at) const;

  // Stack and registers. push and its kin return false when there is no memory.
  bool prepare();
  bool grow();
  bool push(Kind kind, Word what, Word a, Word b) {
    if (top_ == limit_ && !grow()) return false;
    *top_++ = {kind << 30 | what, a, b};
    return true;
  }
  bool pushChoice(const Word* pc, const std::uint8_t* at) {
    return push(kChoice, static_cast<Word>(pc - code_), offset(at), 0);
  }
  bool set(Word reg, Word value) {
    if (!push(kUndo, reg, registers_[reg], 0)) return false;
    registers_[reg] = value;
    return true;
  }
  bool work(std::size_t steps);
  Word offset(const std::uint8_t* at) const { return static_cast<Word>(at - begin_); }

  // matcher_text.cc
  const std::uint8_t* next(const std::uint8_t* at) const;
  const std::uint8_t* previous(const std::uint8_t* at) const;
  char32_t character(const std::uint8_t*& at) const;
  char32_t characterBefore(const std::uint8_t*& at) const;
  bool isIn(const Word* set, const std::uint8_t*& at) const;
  bool isBeforeIn(const Word* set, const std::uint8_t*& at) const;
  static bool hasCharacter(const Word* set, char32_t c);
  const std::uint8_t* skip(const Word* set, const std::uint8_t* at, Word least, Word most, Word& count) const;
  const std::uint8_t* candidate(const std::uint8_t* at) const;
  const std::uint8_t* lineBehind(const std::uint8_t* at) const;
  bool insidePair(const std::uint8_t* at) const;

  const isobox_regexp_host& host_;
  isobox_regexp_scratch& scratch_;
  const Word* program_;
  const Header& header_;
  const Word* code_;
  const Word* data_;
  const std::uint8_t* begin_;
  const std::uint8_t* end_;
  bool pairs_;
  bool matched_ = false;
  Word* registers_ = nullptr;
  Entry *bottom_ = nullptr, *top_ = nullptr, *limit_ = nullptr;
  std::int64_t left_;                                       // steps until the host is asked
  isobox_regexp_outcome problem_ = ISOBOX_REGEXP_NO_MATCH;  // why it was given up, unless NO_MATCH
};

}  // namespace isobox::regexp

#endif
