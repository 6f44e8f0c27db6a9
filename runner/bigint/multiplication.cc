// Products: row by row, and by Karatsuba where that is less work. Runs in sealed runners; the numbers are
// hostile.
#include <algorithm>
#include <cstring>
#include <utility>

#include "runner/bigint/magnitude.h"

namespace {

constexpr size_t kKaratsuba = 32;  // limbs; below, rows are faster
constexpr size_t kProductsAStep = 256;

void rows(const isobox_bigint_host* host, uint32_t* r, const uint32_t* a, size_t an, const uint32_t* b,
          size_t bn) {
  host->step(host->owner, static_cast<uint32_t>(1 + an * bn / kProductsAStep));
  std::fill_n(r, an + bn, 0U);
  for (size_t j = 0; j < bn; ++j) {
    uint64_t carry = 0;
    const uint64_t factor = b[j];
    for (size_t i = 0; i < an; ++i) {
      carry += a[i] * factor + r[i + j];
      r[i + j] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    r[j + an] = static_cast<uint32_t>(carry);
  }
}

/// r = |low − high| with `half` limbs, where `high` has `rest` ≤ half limbs; whether it is below zero.
bool distance(uint32_t* r, const uint32_t* low, size_t half, const uint32_t* high, size_t rest) {
  const size_t lows = isobox_magnitude_trim(low, half);
  const size_t highs = isobox_magnitude_trim(high, rest);
  const bool negative = isobox_magnitude_compare(low, lows, high, highs) < 0;
  if (negative)
    isobox_magnitude_subtract(r, high, highs, low, lows);
  else
    isobox_magnitude_subtract(r, low, lows, high, highs);
  const size_t used = negative ? highs : lows;
  std::fill(r + used, r + half, 0U);
  return negative;
}

/// Adds b to r, which is long enough for every carry.
void addInto(uint32_t* r, size_t rn, const uint32_t* b, size_t bn) {
  isobox_magnitude_add(r, r, rn, b, bn);
}

/// r = a · b, each n limbs. `scratch` has 4n + 128.
// a·b = low + (low + high − (a0−a1)(b0−b1))·B + high·B².
void karatsuba(const isobox_bigint_host* host, uint32_t* r, const uint32_t* a, const uint32_t* b, size_t n,
               uint32_t* scratch) {
  if (n < kKaratsuba) return rows(host, r, a, n, b, n);
  const size_t half = (n + 1) / 2;
  const size_t rest = n - half;
  uint32_t* cross = scratch + 2 * half;
  uint32_t* deeper = scratch + 4 * half;
  const bool negative =
      distance(scratch, a, half, a + half, rest) != distance(scratch + half, b, half, b + half, rest);
  karatsuba(host, cross, scratch, scratch + half, half, deeper);
  karatsuba(host, r, a, b, half, deeper);
  karatsuba(host, r + 2 * half, a + half, b + half, rest, deeper);
  // The middle, with its carry apart: at most 2·half limbs and two bits.
  uint32_t carry = isobox_magnitude_add(scratch, r, 2 * half, r + 2 * half, 2 * rest);
  if (negative)
    carry += isobox_magnitude_add(scratch, scratch, 2 * half, cross, 2 * half);
  else
    carry -= isobox_magnitude_subtract(scratch, scratch, 2 * half, cross, 2 * half);
  const size_t room = 2 * n - half;
  const size_t middle = std::min(2 * half, room);
  addInto(r + half, room, scratch, middle);
  if (room > 2 * half) addInto(r + 3 * half, room - 2 * half, &carry, 1);
}

/// an ≥ bn ≥ kKaratsuba: b times pieces of a that are as long as b.
void pieces(const isobox_bigint_host* host, uint32_t* r, const uint32_t* a, size_t an, const uint32_t* b,
            size_t bn) {
  uint32_t* scratch = host->take(host->owner, 4 * bn + 128);
  uint32_t* product = host->take(host->owner, 2 * bn);
  std::fill_n(r, an + bn, 0U);
  for (size_t at = 0; at < an; at += bn) {
    const size_t length = std::min(bn, an - at);
    if (length == bn)
      karatsuba(host, product, a + at, b, bn, scratch);
    else
      isobox_magnitude_multiply(host, product, b, bn, a + at, length);
    addInto(r + at, an + bn - at, product, bn + length);
  }
  host->give(host->owner);
  host->give(host->owner);
}

}  // namespace

void isobox_magnitude_multiply(const isobox_bigint_host* host, uint32_t* r, const uint32_t* a, size_t an,
                               const uint32_t* b, size_t bn) {
  if (an < bn) {
    std::swap(a, b);
    std::swap(an, bn);
  }
  if (bn < kKaratsuba) return rows(host, r, a, an, b, bn);
  pieces(host, r, a, an, b, bn);
}
