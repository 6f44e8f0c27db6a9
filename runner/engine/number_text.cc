// Numbers as texts, exactly. Runs in sealed runners. std::to_chars asks no locale and allocates nothing. The way back is
// number_reading.cc.
#include "runner/engine/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "runner/engine/duktape_unit.h"

namespace isobox::runner {

namespace {

// Digits d1 d2 … and the exponent e with 0.d1d2… × 10^e.
struct Decimal {
  char digits[24];
  std::size_t count = 0;
  int exponent = 0;
  std::string_view from(std::size_t begin) const { return {digits + begin, count - begin}; }
};

Decimal shortestDigits(double magnitude) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  Decimal decimal;
  const char* at = text;
  for (; *at != 'e'; ++at)
    if (*at != '.') decimal.digits[decimal.count++] = *at;
  ++at;
  if (*at == '+') ++at;
  std::from_chars(at, end, decimal.exponent);
  ++decimal.exponent;
  return decimal;
}

// No double has more significant digits than this; so many are exact.
constexpr int kMostDigits = 767;

// Digits of a positive number, rounded to kMostDigits at most; their count is `digits`, the exponent that of
// the first.
void scientificDigits(double magnitude, int digits, char* to, int& exponent) {
  char text[kMostDigits + 16];
  const auto end =
      std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific, digits - 1).ptr;
  const char* at = text;
  for (; *at != 'e'; ++at)
    if (*at != '.') *to++ = *at;
  ++at;
  if (*at == '+') ++at;
  std::from_chars(at, end, exponent);
}

// Adds one to the last digit; true when all were nines and have become "100…".
bool carry(char* digits, int count) {
  for (int i = count - 1; i >= 0; --i) {
    if (digits[i] != '9') return ++digits[i], false;
    digits[i] = '0';
  }
  digits[0] = '1';
  return true;
}

// `count` digits of a positive number, halves upwards as the language wants it, and the first one's exponent.
int roundedDigits(double magnitude, int count, char* to) {
  constexpr int kAhead = 20;
  char digits[kMostDigits + 1];
  int exponent = 0, taken = std::min(count + kAhead, kMostDigits);
  scientificDigits(magnitude, taken, digits, exponent);
  // What is rounded already to a five and zeros may have been a little less.
  const std::string_view tail(digits + count, static_cast<std::size_t>(taken - count));
  if (taken < kMostDigits && tail[0] == '5' && tail.find_first_not_of('0', 1) == tail.npos)
    scientificDigits(magnitude, kMostDigits, digits, exponent);
  std::copy_n(digits, count, to);
  if (digits[count] < '5') return exponent;
  return carry(to, count) ? exponent + 1 : exponent;
}

// Digits up to the given place behind the point, and the first one's exponent; their count, 0 when all are
// zeros.
int fixedDigits(double magnitude, int fraction, char* to, int& exponent) {
  constexpr int kEnoughForTheExponent = 60;
  char digits[kEnoughForTheExponent];
  scientificDigits(magnitude, kEnoughForTheExponent, digits, exponent);
  int count = exponent + 1 + fraction;
  if (count < 0) return 0;
  const int rounded = roundedDigits(magnitude, count, to);
  if (rounded > exponent) to[count] = count == 0 ? '1' : '0', ++count;
  exponent = rounded;
  return count;
}

// Writes into memory that is large enough: 21 digits before the point at most, and 5 zeros after it.
class Pen {
 public:
  explicit Pen(char* to) : begin_(to), at_(to) {}
  void put(char character) { *at_++ = character; }
  void put(std::string_view text) { at_ = std::copy(text.begin(), text.end(), at_); }
  void put(std::size_t count, char character) { at_ = std::fill_n(at_, count, character); }
  std::size_t written() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  char* begin_;
  char* at_;
};

void writeScientific(Pen& pen, const Decimal& decimal) {
  pen.put(decimal.digits[0]);
  if (decimal.count > 1) pen.put('.');
  pen.put(decimal.from(1));
  const int exponent = decimal.exponent - 1;
  pen.put(exponent < 0 ? "e-" : "e+");
  char text[8];
  pen.put({text,
           static_cast<std::size_t>(std::to_chars(text, text + sizeof text, std::abs(exponent)).ptr - text)});
}

void writeNumber(Pen& pen, double number) {
  if (number == 0) return pen.put('0');
  if (number < 0) pen.put('-');
  const Decimal decimal = shortestDigits(std::fabs(number));
  const int point = decimal.exponent;
  const int count = static_cast<int>(decimal.count);
  if (point > 21 || point < -5) return writeScientific(pen, decimal);
  if (point <= 0) {
    pen.put("0.");
    pen.put(static_cast<std::size_t>(-point), '0');
    return pen.put(decimal.from(0));
  }
  if (point >= count) {
    pen.put(decimal.from(0));
    return pen.put(static_cast<std::size_t>(point - count), '0');
  }
  pen.put(decimal.from(0).substr(0, static_cast<std::size_t>(point)));
  pen.put('.');
  pen.put(decimal.from(static_cast<std::size_t>(point)));
}

}  // namespace

void appendNumber(TextBuffer& out, double number) {
  char text[ISOBOX_DECIMAL_TEXT];
  out.append({text, isobox_decimal_text(number, text)});
}

}  // namespace isobox::runner

extern "C" size_t isobox_decimal_text(double number, char* to) {
  isobox::runner::Pen pen(to);
  isobox::runner::writeNumber(pen, number);
  return pen.written();
}

extern "C" int isobox_rounded_digits(double magnitude, int count, char* to) {
  return isobox::runner::roundedDigits(magnitude, count, to);
}

extern "C" int isobox_fixed_digits(double magnitude, int fraction, char* to, int* exponent) {
  return isobox::runner::fixedDigits(magnitude, fraction, to, *exponent);
}

extern "C" int isobox_shortest_digits(double magnitude, char* to, int* exponent) {
  const isobox::runner::Decimal decimal = isobox::runner::shortestDigits(magnitude);
  std::copy_n(decimal.digits, decimal.count, to);
  *exponent = decimal.exponent - 1;
  return static_cast<int>(decimal.count);
}
