// Union, complement, intersection, case. Runs in sealed runners; sets are as large as a hostile pattern makes
// them.
#include "runner/regexp/char_set.h"

#include <algorithm>

namespace isobox::regexp {

void CharSet::add(Pool& pool, Flips flips) {
  pool.work(flips.size());
  for (std::size_t i = 0; i + 1 < flips.size(); i += 2) add(pool, flips[i], flips[i + 1] - 1);
}

void CharSet::add(Pool& pool, const CharSet& other) {
  pool.work(other.ranges_.size());
  for (const Range& range : other.ranges_) add(pool, range.first, range.last);
}

void CharSet::settle(Pool& pool) {
  if (settled_) return;
  settled_ = true;
  pool.work(ranges_.size());
  std::sort(ranges_.begin(), ranges_.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const Range& range : ranges_) {
    if (kept > 0 && range.first <= ranges_[kept - 1].last + 1)
      ranges_[kept - 1].last = std::max(ranges_[kept - 1].last, range.last);
    else
      ranges_[kept++] = range;
  }
  ranges_.resize(kept);
}

void CharSet::invert(Pool& pool) {
  settle(pool);
  pool.work(ranges_.size());
  List<Range> others;
  char32_t next = 0;
  for (const Range& range : ranges_) {
    if (range.first > next) others.push(pool, {next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) others.push(pool, {next, kLastCodePoint});
  ranges_ = others;
}

void CharSet::intersect(Pool& pool, CharSet& other) {
  settle(pool);
  other.settle(pool);
  pool.work(ranges_.size() + other.ranges_.size());
  List<Range> both;
  for (std::size_t i = 0, j = 0; i < ranges_.size() && j < other.ranges_.size();) {
    const Range &a = ranges_[i], &b = other.ranges_[j];
    const char32_t first = std::max(a.first, b.first), last = std::min(a.last, b.last);
    if (first <= last) both.push(pool, {first, last});
    a.last < b.last ? ++i : ++j;
  }
  ranges_ = both;
}

void CharSet::subtract(Pool& pool, CharSet& other) {
  CharSet without;
  without.add(pool, other);
  without.invert(pool);
  intersect(pool, without);
}

void CharSet::closeOverCase(Pool& pool, Case mode) {
  if (mode == Case::Exact) return;
  settle(pool);
  const std::size_t count = ranges_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Range range = ranges_[i];
    const auto links = caseLinks(mode, range.first, range.last);
    pool.work(1 + links.size());
    for (const CaseLink& link : links)
      for (char32_t c = link.to; c != link.from; c = nextOfCase(mode, c))
        if (c < range.first || c > range.last) add(pool, c, c);
  }
  settle(pool);
}

bool CharSet::has(char32_t c) const {
  const auto* behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), c,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return behind != ranges_.begin() && c <= (behind - 1)->last;
}

}  // namespace isobox::regexp
