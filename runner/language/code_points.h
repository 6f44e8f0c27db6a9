// Reading and writing code points of UTF-8 and CESU-8. Runs in sealed runners; the text is hostile, and
// whatever its bytes are, nothing is read behind its end.
#ifndef ISOBOX_RUNNER_LANGUAGE_CODE_POINTS_H
#define ISOBOX_RUNNER_LANGUAGE_CODE_POINTS_H

#include <cstdint>
#include <string>
#include <string_view>

namespace isobox::language {

struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 0;  // in bytes, never 0
};

namespace detail {

inline std::uint32_t continuation(std::string_view text, std::size_t at) {
  const auto byte = at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  return (byte & 0xc0u) == 0x80u ? byte & 0x3fu : 0xffu;
}

}  // namespace detail

/// One unit of CESU-8 (one to three bytes), or a sequence of four bytes. A byte that begins neither is
/// U+FFFD. `at` is less than the text's size.
inline CodePoint decodeUnit(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  const std::uint32_t second = detail::continuation(text, at + 1);
  if (second == 0xff || lead < 0xc2 || lead > 0xf4) return {0xfffd, 1};
  if (lead < 0xe0) return {((lead & 0x1fu) << 6) | second, 2};
  const std::uint32_t third = detail::continuation(text, at + 2);
  if (third == 0xff) return {0xfffd, 1};
  if (lead < 0xf0) return {((lead & 0xfu) << 12) | (second << 6) | third, 3};
  const std::uint32_t fourth = detail::continuation(text, at + 3);
  const char32_t value = ((lead & 7u) << 18) | (second << 12) | (third << 6) | fourth;
  if (fourth == 0xff || value < 0x10000 || value > 0x10ffff) return {0xfffd, 1};
  return {value, 4};
}

inline bool isLeadSurrogate(char32_t c) {
  return c >= 0xd800 && c <= 0xdbff;
}
inline bool isTrailSurrogate(char32_t c) {
  return c >= 0xdc00 && c <= 0xdfff;
}
inline char32_t joinSurrogates(char32_t lead, char32_t trail) {
  return 0x10000 + ((lead - 0xd800) << 10) + (trail - 0xdc00);
}

/// As decodeUnit, but two surrogates that make a pair are one code point of six bytes.
inline CodePoint decodeCodePoint(std::string_view text, std::size_t at) {
  const CodePoint first = decodeUnit(text, at);
  if (!isLeadSurrogate(first.value) || at + first.size >= text.size()) return first;
  const CodePoint second = decodeUnit(text, at + first.size);
  if (!isTrailSurrogate(second.value)) return first;
  return {joinSurrogates(first.value, second.value), first.size + second.size};
}

/// Appends a code point in CESU-8.
inline void appendCesu8(std::string& out, char32_t c) {
  if (c >= 0x10000) {
    appendCesu8(out, 0xd800 + ((c - 0x10000) >> 10));
    c = 0xdc00 + ((c - 0x10000) & 0x3ff);
  }
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xe0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
  }
}

/// Appends a code point in UTF-8; a lone surrogate is U+FFFD there.
inline void appendUtf8(std::string& out, char32_t c) {
  if (c < 0x10000) {
    appendCesu8(out, isLeadSurrogate(c) || isTrailSurrogate(c) ? 0xfffd : c);
    return;
  }
  out.push_back(static_cast<char>(0xf0 | (c >> 18)));
  out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3f)));
  out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
  out.push_back(static_cast<char>(0x80 | (c & 0x3f)));
}

/// CESU-8 or UTF-8, or bytes that are neither, as valid UTF-8.
inline std::string toUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decodeCodePoint(text, at);
    appendUtf8(out, point.value);
    at += point.size;
  }
  return out;
}

/// The bytes of U+2028 or U+2029 begin at `at`.
inline bool isLineSeparator(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '\xe2' && text[at + 1] == '\x80' &&
         (text[at + 2] == '\xa8' || text[at + 2] == '\xa9');
}

}  // namespace isobox::language

#endif
