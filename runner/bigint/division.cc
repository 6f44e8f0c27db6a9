// Quotients and remainders: digit by digit (Knuth's algorithm D), and by halves (Burnikel and Ziegler) where
// multiplication is faster than rows. Runs in sealed runners; the numbers are hostile.
#include <algorithm>
#include <bit>

#include "runner/bigint/magnitude.h"

namespace {

constexpr size_t kHalves = 64;  // limbs of a divisor; below, digits are faster
constexpr size_t kProductsAStep = 256;

/// u[0…vn] −= digit · v; whether that went below zero.
bool takeAway(uint32_t* u, const uint32_t* v, size_t vn, uint64_t digit) {
  uint64_t carry = 0;
  for (size_t i = 0; i < vn; ++i) {
    carry += digit * v[i];
    const auto low = static_cast<uint32_t>(carry);
    carry = (carry >> 32) + (u[i] < low ? 1 : 0);
    u[i] -= low;
  }
  const bool below = u[vn] < carry;
  u[vn] -= static_cast<uint32_t>(carry);
  return below;
}

/// q = u / v, u = u mod v. v has its highest bit set and two limbs at least; q has un − vn limbs; u's vn
/// highest limbs are less than v.
void digits(const isobox_bigint_host* host, uint32_t* q, uint32_t* u, size_t un, const uint32_t* v,
            size_t vn) {
  const uint64_t first = v[vn - 1];
  const uint64_t second = v[vn - 2];
  for (size_t j = un - vn; j-- > 0;) {
    host->step(host->owner, static_cast<uint32_t>(1 + vn / kProductsAStep));
    const uint64_t top = static_cast<uint64_t>(u[j + vn]) << 32 | u[j + vn - 1];
    uint64_t digit = std::min<uint64_t>(top / first, 0xffffffffU);
    uint64_t rest = top - digit * first;
    while (rest <= 0xffffffffU && digit * second > (rest << 32 | u[j + vn - 2])) {
      --digit;
      rest += first;
    }
    if (takeAway(u + j, v, vn, digit)) {
      --digit;
      u[j + vn] += isobox_magnitude_add(u + j, u + j, vn, v, vn);
    }
    q[j] = static_cast<uint32_t>(digit);
  }
}

void halves(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const uint32_t* a, const uint32_t* b,
            size_t n);

/// q = a / b with n limbs, r = a mod b with 2n: a has 3n limbs, b 2n and its highest bit set, a < b·Bⁿ.
void threeByTwo(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const uint32_t* a,
                const uint32_t* b, size_t n) {
  const uint32_t* high = b + n;
  uint32_t* rest = host->take(host->owner, 2 * n);
  uint32_t* product = host->take(host->owner, 2 * n);
  uint32_t over = 0;  // of `rest`, its limb 2n
  std::copy_n(a, n, rest);
  const size_t tops = isobox_magnitude_trim(a + 2 * n, n);
  if (isobox_magnitude_compare(a + 2 * n, tops, high, n) < 0) {
    halves(host, q, rest + n, a + n, high, n);
  } else {  // a's upper part is b's, then: Bⁿ − 1 is the most that the quotient can be
    std::fill_n(q, n, 0xffffffffU);
    over = isobox_magnitude_add(rest + n, a + n, n, high, n);
  }
  isobox_magnitude_multiply(host, product, q, n, b, n);
  over -= isobox_magnitude_subtract(rest, rest, 2 * n, product, 2 * n);
  const uint32_t one = 1;
  while (static_cast<int32_t>(over) < 0) {  // at most twice
    isobox_magnitude_subtract(q, q, n, &one, 1);
    over += isobox_magnitude_add(rest, rest, 2 * n, b, 2 * n);
  }
  std::copy_n(rest, 2 * n, r);
  host->give(host->owner);
  host->give(host->owner);
}

/// q = a / b, r = a mod b, n limbs each: a has 2n limbs, b its highest bit set, a < b·Bⁿ. r may be a's lower
/// or upper half.
void halves(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const uint32_t* a, const uint32_t* b,
            size_t n) {
  if (n % 2 != 0 || n < kHalves) {
    uint32_t* u = host->take(host->owner, 2 * n);
    std::copy_n(a, 2 * n, u);
    digits(host, q, u, 2 * n, b, n);
    std::copy_n(u, n, r);
    host->give(host->owner);
    return;
  }
  const size_t half = n / 2;
  uint32_t* rest = host->take(host->owner, 3 * half);
  threeByTwo(host, q + half, rest + half, a + half, b, half);
  std::copy_n(a, half, rest);
  threeByTwo(host, q, r, rest, b, half);
  host->give(host->owner);
}

/// With b shifted so that its highest bit is set, and a as far: one limb more.
struct Shifted {
  unsigned bits;
  const uint32_t* a;
  size_t an;
  const uint32_t* b;
  size_t bn;
};

void byDigits(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const Shifted& s) {
  uint32_t* u = host->take(host->owner, s.an + 1);
  uint32_t* v = host->take(host->owner, s.bn);
  u[s.an] = isobox_magnitude_shift_up(u, s.a, s.an, s.bits);
  isobox_magnitude_shift_up(v, s.b, s.bn, s.bits);
  digits(host, q, u, s.an + 1, v, s.bn);
  isobox_magnitude_shift_down(r, u, s.bn, s.bits, 0);
  host->give(host->owner);
  host->give(host->owner);
}

/// The divisor gets zeros below until it can be halved often enough; the dividend is looked at in blocks of
/// its length. The highest block is less than the divisor, as the limb on top has fewer bits.
void byHalves(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const Shifted& s) {
  size_t parts = 1;
  while (s.bn > parts * kHalves) parts *= 2;
  const size_t n = (s.bn + parts - 1) / parts * parts;
  const size_t pad = n - s.bn;
  const size_t blocks = std::max<size_t>(2, (s.an + 1 + pad + n - 1) / n);
  uint32_t* v = host->take(host->owner, n);
  uint32_t* u = host->take(host->owner, blocks * n);
  uint32_t* z = host->take(host->owner, 2 * n);
  uint32_t* quotient = host->take(host->owner, (blocks - 1) * n);
  std::fill_n(v, pad, 0U);
  isobox_magnitude_shift_up(v + pad, s.b, s.bn, s.bits);
  std::fill_n(u, blocks * n, 0U);
  u[pad + s.an] = isobox_magnitude_shift_up(u + pad, s.a, s.an, s.bits);
  std::copy_n(u + (blocks - 1) * n, n, z + n);
  for (size_t i = blocks - 1; i-- > 0;) {
    std::copy_n(u + i * n, n, z);
    halves(host, quotient + i * n, z + n, z, v, n);
  }
  const size_t wanted = s.an - s.bn + 1;
  const size_t there = std::min(wanted, (blocks - 1) * n);
  std::copy_n(quotient, there, q);
  std::fill(q + there, q + wanted, 0U);
  isobox_magnitude_shift_down(r, z + n + pad, s.bn, s.bits, 0);
  for (int i = 0; i < 4; ++i) host->give(host->owner);
}

}  // namespace

void isobox_magnitude_divide(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const uint32_t* a,
                             size_t an, const uint32_t* b, size_t bn) {
  if (bn == 1) {
    host->step(host->owner, static_cast<uint32_t>(1 + an / kProductsAStep));
    std::copy_n(a, an, q);
    r[0] = isobox_magnitude_divide_small(q, an, b[0]);
    return;
  }
  const Shifted shifted{static_cast<unsigned>(std::countl_zero(b[bn - 1])), a, an, b, bn};
  if (bn < kHalves || an - bn < kHalves)
    byDigits(host, q, r, shifted);
  else
    byHalves(host, q, r, shifted);
}
