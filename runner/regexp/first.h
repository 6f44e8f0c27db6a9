// What a part of a pattern can begin with. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_REGEXP_FIRST_H
#define ISOBOX_RUNNER_REGEXP_FIRST_H

#include <cstdint>

#include "runner/regexp/tree.h"

namespace isobox::regexp {

/// Bytes that the next character must begin with, for a match to be possible. Never too few.
struct First {
  std::uint32_t bytes[8] = {};
  bool end = false;      // possible at the end of the text
  bool empty = false;    // what comes behind counts as well: this may consume nothing
  bool accepts = false;  // the whole match may be complete here
  bool asserts = false;  // something that consumes nothing may fail before

  static First any() {
    First first;
    first.anyByte();
    return first;
  }
  /// At the end of the pattern, where nothing can fail.
  static First accept() {
    First first;
    first.accepts = true;
    return first;
  }
  void anyByte() {
    for (std::uint32_t& word : bytes) word = ~0u;
    end = true;
  }
  void addByte(unsigned byte) { bytes[byte / 32] |= 1u << (byte % 32); }
  void addRange(const Range& range);
  void addBytesOf(const First& other);
  /// What comes behind, if this may be empty.
  void then(const First& behind);
  bool meets(const std::uint32_t* leads) const;
  bool isAny() const;
  unsigned count() const;
};

/// Of a node in a pattern.
First firstOf(const Node* node);
/// Of `node` and its later siblings, then `behind`.
First firstOfRest(const Node* node, const First& behind);
void addCharacter(First& first, char32_t c, Case mode);

}  // namespace isobox::regexp

#endif
