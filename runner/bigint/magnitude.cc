// Comparing, adding, shifting. Runs in sealed runners; the numbers are hostile.
#include "runner/bigint/magnitude.h"

#include <bit>
#include <cmath>

size_t isobox_magnitude_trim(const uint32_t* a, size_t an) {
  while (an > 0 && a[an - 1] == 0) --an;
  return an;
}

int isobox_magnitude_compare(const uint32_t* a, size_t an, const uint32_t* b, size_t bn) {
  if (an != bn) return an < bn ? -1 : 1;
  while (an > 0) {
    --an;
    if (a[an] != b[an]) return a[an] < b[an] ? -1 : 1;
  }
  return 0;
}

size_t isobox_magnitude_bits(const uint32_t* a, size_t an) {
  return an == 0 ? 0 : 32 * an - static_cast<size_t>(std::countl_zero(a[an - 1]));
}

uint32_t isobox_magnitude_add(uint32_t* r, const uint32_t* a, size_t an, const uint32_t* b, size_t bn) {
  uint64_t carry = 0;
  for (size_t i = 0; i < an; ++i) {
    carry += static_cast<uint64_t>(a[i]) + (i < bn ? b[i] : 0);
    r[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  return static_cast<uint32_t>(carry);
}

uint32_t isobox_magnitude_subtract(uint32_t* r, const uint32_t* a, size_t an, const uint32_t* b, size_t bn) {
  uint64_t borrow = 0;
  for (size_t i = 0; i < an; ++i) {
    const uint64_t difference = static_cast<uint64_t>(a[i]) - (i < bn ? b[i] : 0) - borrow;
    r[i] = static_cast<uint32_t>(difference);
    borrow = difference >> 63;
  }
  return static_cast<uint32_t>(borrow);
}

uint32_t isobox_magnitude_shift_up(uint32_t* r, const uint32_t* a, size_t an, unsigned bits) {
  uint64_t carry = 0;
  for (size_t i = 0; i < an; ++i) {
    carry |= static_cast<uint64_t>(a[i]) << bits;
    r[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
  return static_cast<uint32_t>(carry);
}

void isobox_magnitude_shift_down(uint32_t* r, const uint32_t* a, size_t an, unsigned bits, uint32_t high) {
  for (size_t i = 0; i < an; ++i) {
    const uint64_t pair = static_cast<uint64_t>(i + 1 < an ? a[i + 1] : high) << 32 | a[i];
    r[i] = static_cast<uint32_t>(pair >> bits);
  }
}

uint32_t isobox_magnitude_divide_small(uint32_t* a, size_t an, uint32_t divisor) {
  uint64_t rest = 0;
  while (an > 0) {
    --an;
    rest = rest << 32 | a[an];
    a[an] = static_cast<uint32_t>(rest / divisor);
    rest %= divisor;
  }
  return static_cast<uint32_t>(rest);
}

double isobox_magnitude_double(const uint32_t* a, size_t an) {
  const size_t bits = isobox_magnitude_bits(a, an);
  if (bits == 0) return 0;
  if (bits > 1024) return HUGE_VAL;
  // The highest 64 bits; what is below them only matters as being there, which the lowest bit then says.
  uint64_t top = 0;
  const size_t below = bits > 64 ? bits - 64 : 0;
  for (size_t i = an; i-- > below / 32;) {
    const int shift = static_cast<int>(32 * i) - static_cast<int>(below);
    top |= shift >= 0 ? static_cast<uint64_t>(a[i]) << shift : static_cast<uint64_t>(a[i]) >> -shift;
  }
  bool more = below % 32 != 0 && (a[below / 32] & ((1U << below % 32) - 1)) != 0;
  for (size_t i = 0; i < below / 32; ++i) more |= a[i] != 0;
  return std::ldexp(static_cast<double>(top | (more ? 1 : 0)), static_cast<int>(below));
}
