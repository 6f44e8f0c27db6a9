// Sets of characters as ranges, while a pattern is compiled. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_REGEXP_CHAR_SET_H
#define ISOBOX_RUNNER_REGEXP_CHAR_SET_H

#include "runner/regexp/pool.h"
#include "runner/regexp/unicode.h"

namespace isobox::regexp {

struct Range {
  char32_t first, last;
};

/// Sorted, disjoint, not adjacent; `add` and its kin may leave it otherwise until `settle`.
class CharSet {
 public:
  void add(Pool& pool, char32_t first, char32_t last) {
    ranges_.push(pool, {first, last});
    settled_ = false;
  }
  void add(Pool& pool, Flips flips);
  void add(Pool& pool, const CharSet& other);
  void settle(Pool& pool);

  // These settle first.
  void invert(Pool& pool);
  void intersect(Pool& pool, CharSet& other);
  void subtract(Pool& pool, CharSet& other);
  /// Adds all characters that are equal to one in it.
  void closeOverCase(Pool& pool, Case mode);

  bool empty() const { return ranges_.empty(); }
  /// When settled.
  bool has(char32_t c) const;
  const List<Range>& ranges() const { return ranges_; }

 private:
  List<Range> ranges_;
  bool settled_ = true;
};

}  // namespace isobox::regexp

#endif
