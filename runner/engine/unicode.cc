// Text between the wire (UTF-8) and Duktape's strings (CESU-8). Runs in sealed runners.
#include "runner/engine/unicode.h"

#include <algorithm>

#include "ipc/base/plain_text.h"

namespace isobox::runner {

namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

std::uint8_t byteAt(std::string_view text, std::size_t index) {
  return static_cast<std::uint8_t>(text[index]);
}

// How long the sequence is that this byte begins; 0 when it begins none.
std::size_t sequenceLength(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

// The sequence at the beginning of `text`, whose length is known and there. -1 when a byte does not continue
// it.
std::int64_t decode(std::string_view text, std::size_t length) {
  if (length == 1) return byteAt(text, 0);
  std::uint32_t value = byteAt(text, 0) & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byteAt(text, i) & 0xc0) != 0x80) return -1;
    value = (value << 6) | (byteAt(text, i) & 0x3f);
  }
  return value;
}

bool isShortest(std::uint32_t value, std::size_t length) {
  return length == 3 ? value >= 0x800 : length == 4 ? value >= 0x10000 && value <= 0x10ffff : true;
}

}  // namespace

bool isUtf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(ipc::asciiLength(text));
    if (text.empty()) return true;
    const std::size_t length = sequenceLength(byteAt(text, 0));
    if (length == 0 || length > text.size()) return false;
    const std::int64_t value = decode(text, length);
    if (value < 0 || !isShortest(static_cast<std::uint32_t>(value), length)) return false;
    if (isSurrogate(static_cast<std::uint32_t>(value))) return false;
    text.remove_prefix(length);
  }
}

bool isOwnCesu8(std::string_view utf8) {
  return std::none_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0xf0; });
}

void appendUtf8(TextBuffer& out, std::uint32_t codePoint) {
  if (codePoint < 0x80) return out.append(static_cast<char>(codePoint));
  const std::size_t length = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  char bytes[4];
  for (std::size_t i = length - 1; i > 0; --i, codePoint >>= 6)
    bytes[i] = static_cast<char>(0x80 | (codePoint & 0x3f));
  bytes[0] = static_cast<char>((0xf00 >> length) | codePoint);
  out.append({bytes, length});
}

void appendCesu8(TextBuffer& out, std::uint32_t codePoint) {
  if (codePoint < 0x10000) return appendUtf8(out, codePoint);
  appendUtf8(out, 0xd800 + ((codePoint - 0x10000) >> 10));
  appendUtf8(out, 0xdc00 + ((codePoint - 0x10000) & 0x3ff));
}

void appendAsCesu8(TextBuffer& out, std::string_view utf8) {
  while (!utf8.empty()) {
    const auto beyond =
        std::find_if(utf8.begin(), utf8.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0xf0; });
    const std::size_t plain = static_cast<std::size_t>(beyond - utf8.begin());
    out.append(utf8.substr(0, plain));
    utf8.remove_prefix(plain);
    if (utf8.size() < 4) return;
    appendCesu8(out, static_cast<std::uint32_t>(decode(utf8, 4)));
    utf8.remove_prefix(4);
  }
}

std::uint32_t EngineText::nextUnit() {
  const std::size_t length = sequenceLength(byteAt(rest_, 0));
  const std::int64_t value = length != 0 && length <= rest_.size() ? decode(rest_, length) : -1;
  rest_.remove_prefix(value < 0 ? 1 : length);
  return value < 0 ? kReplacement : static_cast<std::uint32_t>(value);
}

std::uint32_t EngineText::next() {
  const std::uint32_t first = nextUnit();
  if (first < 0xd800 || first > 0xdbff || rest_.empty()) return first;
  EngineText ahead(rest_);
  const std::uint32_t second = ahead.nextUnit();
  if (second < 0xdc00 || second > 0xdfff) return first;
  rest_ = ahead.rest_;
  return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

bool hasLoneSurrogate(std::string_view engineText) {
  // Surrogates begin with 0xed in CESU-8, which is rare otherwise.
  if (engineText.find('\xed') == std::string_view::npos) return false;
  for (EngineText text(engineText); !text.empty();)
    if (isSurrogate(text.next())) return true;
  return false;
}

void appendEngineText(TextBuffer& out, std::string_view engineText) {
  for (EngineText text(engineText); !text.empty();) {
    const std::uint32_t character = text.next();
    appendUtf8(out, isSurrogate(character) ? kReplacement : character);
  }
}

void appendRepairedUtf8(TextBuffer& out, std::string_view bytes) {
  if (isUtf8(bytes)) return out.append(bytes);
  while (!bytes.empty()) {
    std::size_t length = 1;
    while (length <= std::min<std::size_t>(4, bytes.size()) && !isUtf8(bytes.substr(0, length))) ++length;
    const bool good = length <= std::min<std::size_t>(4, bytes.size());
    if (good) {
      out.append(bytes.substr(0, length));
    } else {
      appendUtf8(out, kReplacement);
    }
    bytes.remove_prefix(good ? length : 1);
  }
}

std::string_view clipUtf8(std::string_view utf8, std::size_t bytes) {
  if (utf8.size() <= bytes) return utf8;
  while (bytes > 0 && (byteAt(utf8, bytes) & 0xc0) == 0x80) --bytes;
  return utf8.substr(0, bytes);
}

}  // namespace isobox::runner
