// Bytes to text. Runs in sealed runners; reads a hostile script's bytes.
#include "runner/engine/text_decoding.h"

#include <array>

#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

// 0x80 to 0x9f in windows-1252, which is what the label "latin1" means.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

// One sequence of UTF-8 that a first byte begins: how many bytes follow, and what the next may be.
struct Sequence {
  int left = 0;
  unsigned char lower = 0x80, upper = 0xbf;
};

Sequence sequenceOf(unsigned char first) {
  if (first >= 0xc2 && first <= 0xdf) return {.left = 1};
  if (first == 0xe0) return {.left = 2, .lower = 0xa0};
  if (first == 0xed) return {.left = 2, .upper = 0x9f};
  if (first >= 0xe1 && first <= 0xef) return {.left = 2};
  if (first == 0xf0) return {.left = 3, .lower = 0x90};
  if (first == 0xf4) return {.left = 3, .upper = 0x8f};
  if (first >= 0xf1 && first <= 0xf3) return {.left = 3};
  return {};
}

class Decoder {
 public:
  Decoder(TextBuffer& out, const Decoding& how, PendingBytes& pending)
      : out_(out), how_(how), pending_(pending) {}

  bool run(std::string_view bytes) {
    // What was pending is decoded again with what follows; it is short.
    PendingBytes before = pending_;
    pending_ = {};
    for (std::size_t i = 0; i < before.count; ++i)
      if (!byte(before.bytes[i])) return false;
    for (const char each : bytes)
      if (!byte(static_cast<unsigned char>(each))) return false;
    if (how_.more || pending_.count == 0) return true;
    pending_ = {};
    return wrong();
  }

 private:
  bool byte(unsigned char value) {
    switch (how_.kind) {
      case TextEncodingKind::Utf8:
        return utf8(value);
      case TextEncodingKind::Windows1252:
        put(value >= 0x80 && value < 0xa0 ? kWindows1252[value - 0x80] : value);
        return true;
      default:
        return utf16(value);
    }
  }

  void put(std::uint32_t codePoint) { appendUtf8(out_, codePoint); }
  bool wrong() {
    if (how_.fatal) return false;
    put(kReplacement);
    return true;
  }
  void keep(unsigned char value) { pending_.bytes[pending_.count++] = value; }

  bool utf8(unsigned char value) {
    if (pending_.count == 0) {
      if (value < 0x80) return put(value), true;
      if (sequenceOf(value).left == 0) return wrong();
      keep(value);
      return true;
    }
    const Sequence sequence = sequenceOf(pending_.bytes[0]);
    const bool second = pending_.count == 1;
    const unsigned char lower = second ? sequence.lower : 0x80, upper = second ? sequence.upper : 0xbf;
    if (value < lower || value > upper) {
      pending_ = {};
      // The byte may begin something of its own.
      return wrong() && utf8(value);
    }
    keep(value);
    if (pending_.count <= sequence.left) return true;
    out_.append({reinterpret_cast<const char*>(pending_.bytes), pending_.count});
    pending_ = {};
    return true;
  }

  std::uint32_t unitAt(std::size_t index) const {
    const unsigned char* at = pending_.bytes + index;
    return how_.kind == TextEncodingKind::Utf16Le ? at[0] | at[1] << 8 : at[1] | at[0] << 8;
  }

  bool utf16(unsigned char value) {
    keep(value);
    if (pending_.count == 2) {
      const std::uint32_t unit = unitAt(0);
      if (unit >= 0xd800 && unit < 0xdc00) return true;  // a pair, perhaps
      pending_ = {};
      if (isSurrogate(unit)) return wrong();
      put(unit);
    }
    if (pending_.count == 4) return pair();
    return true;
  }

  bool pair() {
    const std::uint32_t high = unitAt(0), low = unitAt(2);
    const unsigned char last[2] = {pending_.bytes[2], pending_.bytes[3]};
    pending_ = {};
    if (low >= 0xdc00 && low <= 0xdfff) {
      put(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
      return true;
    }
    return wrong() && utf16(last[0]) && utf16(last[1]);
  }

  TextBuffer& out_;
  const Decoding& how_;
  PendingBytes& pending_;
};

}  // namespace

bool decodeText(TextBuffer& out, std::string_view bytes, const Decoding& how, PendingBytes& pending) {
  return Decoder(out, how, pending).run(bytes);
}

}  // namespace isobox::runner
