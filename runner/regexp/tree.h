// A pattern as a tree, in a pool. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_REGEXP_TREE_H
#define ISOBOX_RUNNER_REGEXP_TREE_H

#include <cstdint>
#include <string_view>

#include "runner/regexp/char_set.h"

namespace isobox::regexp {

/// The flags of an expression, as bits.
enum Flag : std::uint32_t {
  kHasIndices = 1,
  kGlobal = 2,
  kIgnoreCase = 4,
  kMultiline = 8,
  kDotAll = 16,
  kUnicode = 32,
  kUnicodeSets = 64,
  kSticky = 128
};

enum class NodeKind : std::uint8_t {
  Empty,
  Text,          // code points (units without u and v)
  Set,           // one character of a set
  Sequence,      // children
  Alternatives,  // children
  Capture,       // child
  Repeat,        // child
  LineStart,
  LineEnd,
  WordBoundary,
  NoWordBoundary,
  Look,          // child
  BackReference  // the first of these groups that took part
};

constexpr std::uint32_t kForever = 0xffffffff;

struct Node {
  Node() : text() {}  // the union's other list is made by assigning it

  NodeKind kind = NodeKind::Empty;
  bool mayBeEmpty = true;  // it can match without consuming
  bool consumes = false;   // it can match with consuming
  bool greedy = true;      // Repeat
  bool negative = false;   // Look
  bool behind = false;     // Look
  std::uint8_t flags = 0;  // Those that hold here: modifiers may differ from the expression's
  Node* next = nullptr;    // of the same parent
  Node* child = nullptr;
  union {
    List<char32_t> text;  // Text; BackReference: the groups
    List<Range> set;      // Set
  };
  std::uint32_t group = 0;                     // Capture
  std::uint32_t least = 0, most = 0;           // Repeat
  std::uint32_t firstGroup = 0, endGroup = 0;  // Repeat: the captures in it
};

struct GroupName {
  std::string_view name;  // CESU-8
  std::uint32_t group;
};

struct Tree {
  Node* root = nullptr;
  std::uint32_t flags = 0;
  std::uint32_t captures = 1;  // with the whole match
  List<GroupName> names;       // in order of appearance
};

/// Case of a pattern with these flags.
inline Case caseOf(std::uint32_t flags) {
  if (!(flags & kIgnoreCase)) return Case::Exact;
  return flags & (kUnicode | kUnicodeSets) ? Case::Folded : Case::Plain;
}

}  // namespace isobox::regexp

#endif
