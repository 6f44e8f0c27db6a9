// Operators on integers with a sign. Runs in sealed runners; the numbers are hostile.
#include "runner/bigint/integer.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace {

void finish(isobox_integer_result* r, size_t count, bool negative) {
  r->count = isobox_magnitude_trim(r->limbs, count);
  r->negative = negative && r->count > 0;
}

void sum(const isobox_bigint* x, const isobox_bigint* y, bool yNegative, isobox_integer_result* r) {
  const bool xLarger = isobox_magnitude_compare(x->limbs, x->count, y->limbs, y->count) >= 0;
  const isobox_bigint* large = xLarger ? x : y;
  const isobox_bigint* small = xLarger ? y : x;
  if ((x->negative != 0) == yNegative) {
    r->limbs[large->count] =
        isobox_magnitude_add(r->limbs, large->limbs, large->count, small->limbs, small->count);
    finish(r, large->count + 1, yNegative);
  } else {
    isobox_magnitude_subtract(r->limbs, large->limbs, large->count, small->limbs, small->count);
    finish(r, large->count, xLarger ? x->negative : yNegative);
  }
}

void product(const isobox_bigint_host* host, const isobox_bigint* x, const isobox_bigint* y,
             isobox_integer_result* r) {
  if (x->count == 0 || y->count == 0) return finish(r, 0, false);
  isobox_magnitude_multiply(host, r->limbs, x->limbs, x->count, y->limbs, y->count);
  finish(r, x->count + y->count, x->negative != y->negative);
}

/// Quotients are rounded to zero, so a remainder has the sign of x.
void quotient(const isobox_bigint_host* host, const isobox_bigint* x, const isobox_bigint* y, bool remainder,
              isobox_integer_result* r) {
  if (isobox_magnitude_compare(x->limbs, x->count, y->limbs, y->count) < 0) {
    if (remainder) std::copy_n(x->limbs, x->count, r->limbs);
    return finish(r, remainder ? x->count : 0, x->negative);
  }
  const size_t quotientCount = x->count - y->count + 1;
  uint32_t* other = host->take(host->owner, remainder ? quotientCount : y->count);
  if (remainder)
    isobox_magnitude_divide(host, other, r->limbs, x->limbs, x->count, y->limbs, y->count);
  else
    isobox_magnitude_divide(host, r->limbs, other, x->limbs, x->count, y->limbs, y->count);
  host->give(host->owner);
  finish(r, remainder ? y->count : quotientCount, remainder ? x->negative : x->negative != y->negative);
}

/// Limbs of an integer in two's complement, from the lowest on.
class Complement {
 public:
  explicit Complement(const isobox_bigint* of) : of_(of), carry_(of->negative ? 1 : 0) {}
  uint32_t next() {
    const uint32_t limb = at_ < of_->count ? of_->limbs[at_] : 0;
    ++at_;
    if (!of_->negative) return limb;
    const uint64_t result = static_cast<uint64_t>(~limb) + carry_;
    carry_ = result >> 32;
    return static_cast<uint32_t>(result);
  }

 private:
  const isobox_bigint* of_;
  uint64_t carry_;
  size_t at_ = 0;
};

/// From two's complement of `count` limbs to a magnitude.
void negate(uint32_t* limbs, size_t count) {
  uint64_t carry = 1;
  for (size_t i = 0; i < count; ++i) {
    carry += static_cast<uint64_t>(~limbs[i]) & 0xffffffffU;
    limbs[i] = static_cast<uint32_t>(carry);
    carry >>= 32;
  }
}

uint32_t combine(isobox_integer_operation operation, uint32_t x, uint32_t y) {
  if (operation == ISOBOX_INTEGER_AND) return x & y;
  return operation == ISOBOX_INTEGER_OR ? x | y : x ^ y;
}

void bitwise(isobox_integer_operation operation, const isobox_bigint* x, const isobox_bigint* y,
             isobox_integer_result* r) {
  const size_t count = std::max(x->count, y->count) + 1;
  Complement xs(x);
  Complement ys(y);
  for (size_t i = 0; i < count; ++i) r->limbs[i] = combine(operation, xs.next(), ys.next());
  const bool negative = r->limbs[count - 1] >> 31 != 0;
  if (negative) negate(r->limbs, count);
  finish(r, count, negative);
}

bool isPowerOfTwo(const isobox_bigint* x) {
  if (x->count == 0 || !std::has_single_bit(x->limbs[x->count - 1])) return false;
  return std::all_of(x->limbs, x->limbs + x->count - 1, [](uint32_t limb) { return limb == 0; });
}

void shiftDown(const isobox_bigint* x, uint64_t bits, isobox_integer_result* r) {
  const uint64_t whole = bits / 32;
  if (whole >= x->count) {
    r->limbs[0] = 1;
    return finish(r, x->negative ? 1 : 0, true);
  }
  const size_t count = x->count - static_cast<size_t>(whole);
  const auto rest = static_cast<unsigned>(bits % 32);
  isobox_magnitude_shift_down(r->limbs, x->limbs + whole, count, rest, 0);
  bool lost = (x->limbs[whole] & ((1U << rest) - 1)) != 0;
  for (size_t i = 0; i < whole && !lost; ++i) lost = x->limbs[i] != 0;
  r->limbs[count] = 0;
  const uint32_t one = 1;
  if (lost && x->negative) isobox_magnitude_add(r->limbs, r->limbs, count + 1, &one, 1);
  finish(r, count + 1, x->negative);
}

}  // namespace

size_t isobox_integer_room(isobox_integer_operation operation, const isobox_bigint* x,
                           const isobox_bigint* y) {
  switch (operation) {
    case ISOBOX_INTEGER_MULTIPLY:
      return x->count + y->count;
    case ISOBOX_INTEGER_DIVIDE:
      return x->count < y->count ? 0 : x->count - y->count + 1;
    case ISOBOX_INTEGER_REMAINDER:
      return std::max(x->count, y->count);
    default:
      return std::max(x->count, y->count) + 1;
  }
}

void isobox_integer_compute(const isobox_bigint_host* host, isobox_integer_operation operation,
                            const isobox_bigint* x, const isobox_bigint* y, isobox_integer_result* r) {
  host->step(host->owner, static_cast<uint32_t>(1 + (x->count + y->count) / 256));
  switch (operation) {
    case ISOBOX_INTEGER_ADD:
      return sum(x, y, y->negative != 0, r);
    case ISOBOX_INTEGER_SUBTRACT:
      return sum(x, y, y->negative == 0, r);
    case ISOBOX_INTEGER_MULTIPLY:
      return product(host, x, y, r);
    case ISOBOX_INTEGER_DIVIDE:
    case ISOBOX_INTEGER_REMAINDER:
      return quotient(host, x, y, operation == ISOBOX_INTEGER_REMAINDER, r);
    default:
      return bitwise(operation, x, y, r);
  }
}

size_t isobox_integer_shift_room(const isobox_bigint* x, int64_t bits) {
  return bits > 0 ? x->count + static_cast<size_t>(bits / 32) + 1 : x->count + 1;
}

void isobox_integer_shift(const isobox_bigint* x, int64_t bits, isobox_integer_result* r) {
  if (bits < 0) return shiftDown(x, static_cast<uint64_t>(-bits), r);
  const auto whole = static_cast<size_t>(bits / 32);
  std::fill_n(r->limbs, whole, 0U);
  r->limbs[whole + x->count] =
      isobox_magnitude_shift_up(r->limbs + whole, x->limbs, x->count, static_cast<unsigned>(bits % 32));
  finish(r, whole + x->count + 1, x->negative != 0);
}

size_t isobox_integer_power_room(const isobox_bigint* x, uint64_t exponent) {
  const size_t bits = isobox_magnitude_bits(x->limbs, x->count);
  if (bits < 2 || exponent == 0) return 1;
  if (exponent > ISOBOX_BIGINT_MAX_BITS / (bits - 1)) return 0;
  return static_cast<size_t>(bits * exponent / 32 + 2);
}

// From the highest bit of the exponent on: square, and multiply where there is a one.
void isobox_integer_power(const isobox_bigint_host* host, const isobox_bigint* x, uint64_t exponent,
                          isobox_integer_result* r) {
  const bool negative = x->negative && exponent % 2 != 0;
  if (exponent == 0 || x->count == 0 || (x->count == 1 && x->limbs[0] == 1)) {
    r->limbs[0] = exponent == 0 || x->count != 0 ? 1 : 0;
    return finish(r, 1, negative);
  }
  if (isPowerOfTwo(x)) {
    const uint64_t bit = (isobox_magnitude_bits(x->limbs, x->count) - 1) * exponent;
    std::fill_n(r->limbs, bit / 32, 0U);
    r->limbs[bit / 32] = 1U << bit % 32;
    return finish(r, static_cast<size_t>(bit / 32 + 1), negative);
  }
  const size_t room = isobox_integer_power_room(x, exponent);
  uint32_t* now = host->take(host->owner, room + x->count);
  uint32_t* next = host->take(host->owner, room + x->count);
  size_t count = x->count;
  std::copy_n(x->limbs, count, now);
  for (int bit = static_cast<int>(std::bit_width(exponent)) - 2; bit >= 0; --bit) {
    isobox_magnitude_multiply(host, next, now, count, now, count);
    count = isobox_magnitude_trim(next, 2 * count);
    std::swap(now, next);
    if ((exponent >> bit & 1) == 0) continue;
    isobox_magnitude_multiply(host, next, now, count, x->limbs, x->count);
    count = isobox_magnitude_trim(next, count + x->count);
    std::swap(now, next);
  }
  std::copy_n(now, count, r->limbs);
  host->give(host->owner);
  host->give(host->owner);
  finish(r, count, negative);
}

void isobox_integer_wrap(const isobox_bigint* x, size_t bits, int is_signed, isobox_integer_result* r) {
  if (bits == 0) return finish(r, 0, false);
  const size_t count = (bits + 31) / 32;
  Complement limbs(x);
  for (size_t i = 0; i < count; ++i) r->limbs[i] = limbs.next();
  const auto unused = static_cast<unsigned>(32 * count - bits);
  uint32_t& top = r->limbs[count - 1];
  top &= 0xffffffffU >> unused;
  const bool negative = is_signed && (top >> (31 - unused) & 1) != 0;
  if (negative) {
    top |= ~(0xffffffffU >> unused);
    negate(r->limbs, count);
  }
  finish(r, count, negative);
}

int isobox_integer_compare(const isobox_bigint* x, const isobox_bigint* y) {
  if (x->negative != y->negative) return x->negative ? -1 : 1;
  const int order = isobox_magnitude_compare(x->limbs, x->count, y->limbs, y->count);
  return x->negative ? -order : order;
}

int isobox_integer_compare_number(const isobox_bigint* x, double number) {
  if (std::isnan(number)) return 2;
  if (std::isinf(number)) return number > 0 ? -1 : 1;
  uint32_t limbs[32];
  const double whole = std::trunc(number);
  const isobox_bigint y{limbs, isobox_integer_of_number(whole, limbs), whole < 0};
  const int order = isobox_integer_compare(x, &y);
  if (order != 0 || number == whole) return order;
  return number > whole ? -1 : 1;
}

size_t isobox_integer_of_number(double number, uint32_t limbs[32]) {
  int exponent = 0;
  const double mantissa = std::frexp(std::fabs(number), &exponent);
  if (exponent <= 0) return 0;
  const auto bits = static_cast<uint64_t>(std::ldexp(mantissa, 64));  // the highest is set
  std::fill_n(limbs, 32, 0U);
  for (int limb = 0; limb < 32; ++limb) {
    const int shift = exponent - 64 - 32 * limb;  // of `bits`, to what this limb sees
    if (shift >= 32 || shift <= -64) continue;
    limbs[limb] = static_cast<uint32_t>(shift >= 0 ? bits << shift : bits >> -shift);
  }
  return isobox_magnitude_trim(limbs, 32);
}
