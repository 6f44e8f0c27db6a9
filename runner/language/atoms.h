// Names of a program, each kept once, so that equal names are equal pointers. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_LANGUAGE_ATOMS_H
#define ISOBOX_RUNNER_LANGUAGE_ATOMS_H

#include <cstdint>
#include <string_view>
#include <vector>

#include "runner/language/arena.h"

namespace isobox::language {

/// Text of names and strings is CESU-8: each UTF-16 unit (also a lone surrogate) in one to three bytes. This
/// is what Duktape's strings are made of. For ASCII it is the text itself.
struct Atom {
  std::string_view text;
  std::uint32_t hash = 0;
  std::uint16_t keyword = 0;  // the lexer's TokenKind of a reserved or contextual word, 0 for any other name
};

class AtomTable {
 public:
  /// `seed` differs from process to process, so that nobody can prepare names that collide.
  AtomTable(Arena& arena, std::uint64_t seed);
  /// The one atom of this name; `cesu8` is copied when it is new.
  const Atom* intern(std::string_view cesu8);

 private:
  Arena& arena_;
  std::uint64_t seed_;
  std::vector<const Atom*> slots_;  // open addressing, a power of two
  std::uint32_t used_ = 0;
  std::uint32_t hash(std::string_view text) const;
  void grow();
};

}  // namespace isobox::language

#endif
