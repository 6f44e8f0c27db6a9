// Integers of any size, held against arithmetic that is too simple to be wrong in the same way: decimal
// digits on paper, and what must hold between quotient, divisor and remainder. Sizes lie on both sides of
// each algorithm's threshold.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "runner/bigint/integer.h"

namespace {

using Limbs = std::vector<std::uint32_t>;

/// Memory in the manner of a stack, and a count of the work that was announced.
class Host {
 public:
  Host() : host_{this, &Host::take, &Host::give, &Host::step} {}
  const isobox_bigint_host* operator()() const { return &host_; }
  std::uint64_t steps = 0;
  std::size_t held() const { return blocks_.size(); }

 private:
  static std::uint32_t* take(void* owner, std::size_t limbs) {
    auto& blocks = static_cast<Host*>(owner)->blocks_;
    blocks.push_back(std::make_unique<std::uint32_t[]>(limbs + 1));
    std::fill_n(blocks.back().get(), limbs, 0xdeadbeefU);
    return blocks.back().get();
  }
  static void give(void* owner) { static_cast<Host*>(owner)->blocks_.pop_back(); }
  static void step(void* owner, std::uint32_t steps) { static_cast<Host*>(owner)->steps += steps; }

  std::vector<std::unique_ptr<std::uint32_t[]>> blocks_;
  isobox_bigint_host host_;
};

Limbs trimmed(Limbs limbs) {
  limbs.resize(isobox_magnitude_trim(limbs.data(), limbs.size()));
  return limbs;
}

/// Random limbs; now and then all ones or all zeros, where carries and guesses of quotients go wrong.
Limbs randomLimbs(std::mt19937& random, std::size_t count) {
  Limbs limbs(count);
  const unsigned kind = random() % 4;
  for (auto& limb : limbs) {
    const unsigned special = kind == 0 ? 0 : random() % 8;
    limb = special == 1 ? 0xffffffffU : special == 2 ? 0 : static_cast<std::uint32_t>(random());
  }
  if (count > 0 && limbs.back() == 0) limbs.back() = 1 + static_cast<std::uint32_t>(random() % 3);
  return limbs;
}

Limbs product(const Host& host, const Limbs& a, const Limbs& b) {
  if (a.empty() || b.empty()) return {};
  Limbs r(a.size() + b.size());
  isobox_magnitude_multiply(host(), r.data(), a.data(), a.size(), b.data(), b.size());
  return trimmed(r);
}

Limbs onPaper(const Limbs& a, const Limbs& b) {
  Limbs r(a.size() + b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      carry += static_cast<std::uint64_t>(a[i]) * b[j] + r[i + j];
      r[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    r[i + b.size()] = static_cast<std::uint32_t>(carry);
  }
  return trimmed(r);
}

std::string text(const Host& host, const Limbs& a, unsigned radix) {
  std::string room(isobox_magnitude_text_room(a.size(), radix), '?');
  return room.substr(isobox_magnitude_text(host(), room.data(), room.size(), a.data(), a.size(), radix));
}

Limbs parse(const Host& host, const std::string& digits, unsigned radix) {
  Limbs r(isobox_magnitude_parse_room(digits.size(), radix));
  EXPECT_TRUE(isobox_magnitude_parse(host(), r.data(), digits.data(), digits.size(), radix));
  return trimmed(r);
}

/// Decimal digits of limbs, one digit at a time.
std::string digitsOnPaper(Limbs a, unsigned radix) {
  std::string digits;
  while (!a.empty()) {
    digits.push_back(
        "0123456789abcdefghijklmnopqrstuvwxyz"[isobox_magnitude_divide_small(a.data(), a.size(), radix)]);
    a = trimmed(a);
  }
  if (digits.empty()) digits = "0";
  std::reverse(digits.begin(), digits.end());
  return digits;
}

const std::size_t kSizes[] = {1, 2, 3, 7, 31, 32, 33, 47, 63, 64, 65, 66, 100, 127, 129, 191, 260, 400};

TEST(BigIntTest, ProductsAreThoseOnPaper) {
  std::mt19937 random(1);
  const Host host;
  for (const std::size_t an : kSizes)
    for (const std::size_t bn : kSizes)
      for (int i = 0; i < 3; ++i) {
        const Limbs a = randomLimbs(random, an);
        const Limbs b = randomLimbs(random, bn);
        ASSERT_EQ(product(host, a, b), onPaper(a, b)) << an << " × " << bn;
      }
  EXPECT_EQ(host.held(), 0U);
}

TEST(BigIntTest, QuotientAndRemainderMakeTheDividend) {
  std::mt19937 random(2);
  const Host host;
  for (const std::size_t bn : kSizes)
    for (const std::size_t more : {0, 1, 2, 33, 63, 64, 65, 130, 300, 401})
      for (int i = 0; i < 4; ++i) {
        const Limbs b = randomLimbs(random, bn);
        Limbs a = randomLimbs(random, bn + more);
        if (i == 3) a = product(host, b, randomLimbs(random, more + 1));  // no remainder
        if (a.size() < b.size()) continue;
        Limbs q(a.size() - bn + 1);
        Limbs r(bn);
        isobox_magnitude_divide(host(), q.data(), r.data(), a.data(), a.size(), b.data(), bn);
        q = trimmed(q);
        r = trimmed(r);
        ASSERT_LT(isobox_magnitude_compare(r.data(), r.size(), b.data(), bn), 0) << a.size() << " / " << bn;
        Limbs sum = onPaper(q, b);
        sum.resize(a.size() + 1);
        isobox_magnitude_add(sum.data(), sum.data(), sum.size(), r.data(), r.size());
        ASSERT_EQ(trimmed(sum), a) << a.size() << " / " << bn;
      }
  EXPECT_EQ(host.held(), 0U);
}

TEST(BigIntTest, TextInEachRadixAndBack) {
  std::mt19937 random(3);
  const Host host;
  for (unsigned radix = 2; radix <= 36; ++radix)
    for (const std::size_t size : {0, 1, 2, 5, 23, 24, 25, 49, 80, 150}) {
      const Limbs a = randomLimbs(random, size);
      const std::string digits = text(host, a, radix);
      ASSERT_EQ(digits, digitsOnPaper(a, radix)) << "radix " << radix << ", " << size << " limbs";
      ASSERT_EQ(parse(host, digits, radix), a) << "radix " << radix;
    }
  Limbs room(1);
  EXPECT_FALSE(isobox_magnitude_parse(host(), room.data(), "12a", 3, 10));
  EXPECT_FALSE(isobox_magnitude_parse(host(), room.data(), "12", 2, 2));
}

TEST(BigIntTest, TheLargestAreWrittenInATimeThatGrowsSlowerThanTheSquare) {
  std::mt19937 random(4);
  Host host;
  const Limbs half = randomLimbs(random, ISOBOX_BIGINT_MAX_LIMBS / 2);
  text(host, half, 10);
  const std::uint64_t once = host.steps;
  host.steps = 0;
  const Limbs largest = randomLimbs(random, ISOBOX_BIGINT_MAX_LIMBS);
  const std::string digits = text(host, largest, 10);
  EXPECT_LT(host.steps, once * 7 / 2);
  EXPECT_EQ(parse(host, digits, 10), largest);
}

struct Signed {
  Limbs limbs;
  bool negative = false;
  isobox_bigint view() const { return {limbs.data(), limbs.size(), negative}; }
};

Signed of(std::int64_t value) {
  const auto magnitude = value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  return {trimmed({static_cast<std::uint32_t>(magnitude), static_cast<std::uint32_t>(magnitude >> 32)}),
          value < 0};
}

__int128 valueOf(const isobox_integer_result& r) {
  __int128 value = 0;
  for (std::size_t i = r.count; i-- > 0;) value = value << 32 | r.limbs[i];
  return r.negative ? -value : value;
}

__int128 computed(const Host& host, isobox_integer_operation operation, std::int64_t a, std::int64_t b) {
  const Signed x = of(a);
  const Signed y = of(b);
  const isobox_bigint xView = x.view();
  const isobox_bigint yView = y.view();
  Limbs room(isobox_integer_room(operation, &xView, &yView) + 1, 0xdeadbeefU);
  isobox_integer_result r{room.data(), 0, 0};
  isobox_integer_compute(host(), operation, &xView, &yView, &r);
  EXPECT_LE(r.count, room.size() - 1);
  return valueOf(r);
}

TEST(BigIntTest, OperatorsAgreeWithTheMachine) {
  std::mt19937_64 random(5);
  const Host host;
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t a = static_cast<std::int64_t>(random()) >> random() % 64;
    const std::int64_t b = static_cast<std::int64_t>(random()) >> random() % 64;
    const __int128 wide = a;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_ADD, a, b) == wide + b) << a << " " << b;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_SUBTRACT, a, b) == wide - b) << a << " " << b;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_MULTIPLY, a, b) == wide * b) << a << " " << b;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_AND, a, b) == (a & b)) << a << " " << b;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_OR, a, b) == (a | b)) << a << " " << b;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_XOR, a, b) == (a ^ b)) << a << " " << b;
    if (b == 0) continue;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_DIVIDE, a, b) == wide / b) << a << " " << b;
    ASSERT_TRUE(computed(host, ISOBOX_INTEGER_REMAINDER, a, b) == wide % b) << a << " " << b;
  }
}

TEST(BigIntTest, ShiftsAndWrapsAgreeWithTheMachine) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t a = static_cast<std::int64_t>(random()) >> random() % 64;
    const int bits = static_cast<int>(random() % 63);
    const Signed x = of(a);
    const isobox_bigint view = x.view();
    Limbs room(8, 0xdeadbeefU);
    isobox_integer_result r{room.data(), 0, 0};
    isobox_integer_shift(&view, bits, &r);
    ASSERT_TRUE(valueOf(r) == static_cast<__int128>(a) << bits) << a << " << " << bits;
    isobox_integer_shift(&view, -bits, &r);
    ASSERT_TRUE(valueOf(r) == a >> bits) << a << " >> " << bits;
    const std::uint64_t low = static_cast<std::uint64_t>(a) & ((std::uint64_t{1} << bits) - 1);
    isobox_integer_wrap(&view, static_cast<std::size_t>(bits), 0, &r);
    ASSERT_TRUE(valueOf(r) == low) << a << " mod 2^" << bits;
    isobox_integer_wrap(&view, static_cast<std::size_t>(bits), 1, &r);
    const bool above = bits > 0 && low >> (bits - 1) != 0;
    ASSERT_TRUE(valueOf(r) == static_cast<__int128>(low) - (above ? static_cast<__int128>(1) << bits : 0));
  }
}

TEST(BigIntTest, PowersAreRepeatedProducts) {
  const Host host;
  for (const std::int64_t base : std::vector<std::int64_t>{-3, -2, -1, 0, 1, 2, 3, 10, 4294967295}) {
    Limbs expected{1};
    const Signed x = of(base);
    const isobox_bigint view = x.view();
    for (std::uint64_t exponent = 0; exponent < 70; ++exponent) {
      Limbs room(isobox_integer_power_room(&view, exponent) + 1);
      isobox_integer_result r{room.data(), 0, 0};
      isobox_integer_power(host(), &view, exponent, &r);
      ASSERT_EQ(Limbs(r.limbs, r.limbs + r.count), expected) << base << " ** " << exponent;
      ASSERT_EQ(r.negative != 0, base < 0 && exponent % 2 != 0);
      expected = onPaper(expected, x.limbs);
    }
  }
  const Signed two = of(3);
  const isobox_bigint view = two.view();
  EXPECT_EQ(isobox_integer_power_room(&view, std::uint64_t{1} << 40), 0U);
}

TEST(BigIntTest, DoublesAreTheNearest) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t a = random() >> random() % 64;
    const Limbs limbs = trimmed({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(a >> 32)});
    ASSERT_EQ(isobox_magnitude_double(limbs.data(), limbs.size()), static_cast<double>(a)) << a;
    const double number = std::ldexp(static_cast<double>(a >> 11), static_cast<int>(random() % 900));
    std::uint32_t back[32];
    const std::size_t count = isobox_integer_of_number(number, back);
    ASSERT_EQ(isobox_magnitude_double(back, count), number);
  }
  // Halfway between two doubles, with and without a bit far below that tips it.
  Limbs tie(20);
  tie[19] = 1;
  tie[17] = 0x800U;  // 2^608 + 2^555: the last place of a double is 2^556
  EXPECT_EQ(isobox_magnitude_double(tie.data(), tie.size()), std::ldexp(1.0, 608));
  tie[0] = 1;
  EXPECT_EQ(isobox_magnitude_double(tie.data(), tie.size()), std::ldexp(1.0, 608) + std::ldexp(1.0, 556));
  const Limbs beyond(33, 0xffffffffU);
  EXPECT_EQ(isobox_magnitude_double(beyond.data(), beyond.size()), HUGE_VAL);
}

TEST(BigIntTest, ComparesWithNumbersExactly) {
  const Signed x = of(9007199254740993);  // no double is this
  const isobox_bigint view = x.view();
  EXPECT_GT(isobox_integer_compare_number(&view, 9007199254740992.0), 0);
  EXPECT_LT(isobox_integer_compare_number(&view, 9007199254740994.0), 0);
  EXPECT_LT(isobox_integer_compare_number(&view, HUGE_VAL), 0);
  EXPECT_GT(isobox_integer_compare_number(&view, -HUGE_VAL), 0);
  EXPECT_EQ(isobox_integer_compare_number(&view, NAN), 2);
  const Signed zero = of(0);
  const isobox_bigint zeroView = zero.view();
  EXPECT_EQ(isobox_integer_compare_number(&zeroView, -0.0), 0);
  EXPECT_LT(isobox_integer_compare_number(&zeroView, 0.5), 0);
  EXPECT_GT(isobox_integer_compare_number(&zeroView, -0.5), 0);
}

}  // namespace
