// What a pattern is compiled to: one block of words that can be moved and copied. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_REGEXP_PROGRAM_H
#define ISOBOX_RUNNER_REGEXP_PROGRAM_H

#include <cstdint>

namespace isobox::regexp {

/// Where a search may look for the next begin of a match.
enum class Search : std::uint32_t {
  Everywhere,
  Begin,  // the pattern begins with ^: at the first place only
  Line,   // it begins with .*: what fails at one place fails up to the next line
  Byte,   // it begins with this byte
  Text,   // it begins with these bytes
  Table   // it begins with one of these bytes
};

struct Header {
  std::uint32_t size;  // in words, with the header
  std::uint32_t flags;
  std::uint32_t captures;   // with the whole match; each has two registers, the first of all
  std::uint32_t registers;  // what loops need besides comes behind
  std::uint32_t code;       // where the instructions begin
  std::uint32_t data;       // where sets and texts begin
  Search search;
  std::uint32_t searchAt;    // in the data: Text and Table; Byte: the byte
  std::uint32_t searchSize;  // Text: in bytes
  std::uint32_t names;       // where the names begin: group, length in bytes, bytes padded to words
  std::uint32_t nameCount;
};
constexpr std::uint32_t kHeaderWords = sizeof(Header) / sizeof(std::uint32_t);

/// Instructions, with the words behind them. `set` is the place of a set in the data; "lead set" is a bitmap
/// of eight words, a bit for each byte a character can begin with.
enum Op : std::uint32_t {
  kFail,  // the program's first instruction, so that jumps to 0 fail
  kMatch,
  kByte,        // byte
  kEither,      // byte, byte
  kText,        // length, bytes padded to words
  kTextBack,    // likewise
  kSet,         // set
  kSetBack,     // set
  kJump,        // to
  kSplit,       // to: go on, and there when that fails
  kSplitFar,    // to: there, and on when that fails
  kBranch,      // to, flags, lead set of going on, lead set of there: as the split, without ways that fail at
                // once
  kSave,        // register
  kReset,       // first register, end
  kMark,        // register := position
  kCheck,       // register: fail when nothing was consumed since
  kLoop,        // set, least, most, flags, lead set behind it
  kCountBegin,  // register := 0
  kCount,       // exit, register, least, most, flags
  kCountNext,   // register, mark's register or 0, least, back to
  kLineStart,
  kLineStartMany,
  kLineEnd,
  kLineEndMany,
  kWordBoundary,    // set of word characters
  kNoWordBoundary,  // set of word characters
  kLook,            // to when it fails (0 unless negative), register (and the next), negative
  kLookEnd,         // register, negative
  kReference,       // flags, count, groups
};

/// Of kBranch.
constexpr std::uint32_t kFarFirst = 1, kNearAtEnd = 2, kFarAtEnd = 4;
/// Of kLoop and kCount.
constexpr std::uint32_t kGreedy = 1, kPossessive = 2, kFiltered = 4, kBehindAtEnd = 8;
/// Of kReference.
constexpr std::uint32_t kBackwards = 1, kPlainCase = 2, kFoldedCase = 4;

/// A set in the data: a lead set of bytes whose characters are all in it (continuation bytes count as such),
/// how many ranges, and first and last of each.
constexpr std::uint32_t kSetCount = 8, kSetRanges = 9;

/// A program is held to be too large beyond this.
constexpr std::uint32_t kMostWords = 1u << 26;

inline bool hasByte(const std::uint32_t* leads, unsigned byte) {
  return (leads[byte / 32] >> (byte % 32) & 1) != 0;
}

}  // namespace isobox::regexp

#endif
