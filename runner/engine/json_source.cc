// JSON text taken apart, strictly (RFC 8259). Runs in sealed runners on input of clients.
#include "runner/engine/json_source.h"

#include <charconv>

#include "runner/engine/number_text.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

// What a string can be copied up to: its end, an escape, a raw control character (an error), or a character
// that the engine encodes in its own way.
std::size_t plainLength(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    const auto byte = static_cast<unsigned char>(text[length]);
    if (byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0xf0) break;
    ++length;
  }
  return length;
}

}  // namespace

char JsonSource::peek() {
  while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t') ++position_;
  return here();
}

bool JsonSource::take(char character) {
  if (peek() != character || position_ == text_.size()) return false;
  ++position_;
  return true;
}

bool JsonSource::takeWord(std::string_view word) {
  if (text_.substr(position_, word.size()) != word) return false;
  position_ += word.size();
  return true;
}

bool JsonSource::digits() {
  const std::size_t begin = position_;
  while (here() >= '0' && here() <= '9') ++position_;
  return position_ > begin;
}

std::optional<double> JsonSource::number() {
  const std::size_t begin = position_;
  if (here() == '-') ++position_;
  const bool zero = here() == '0';
  const std::size_t first = position_;
  if (!digits() || (zero && position_ - first > 1)) return std::nullopt;
  if (here() == '.') {
    ++position_;
    if (!digits()) return std::nullopt;
  }
  if (here() == 'e' || here() == 'E') {
    ++position_;
    if (here() == '+' || here() == '-') ++position_;
    if (!digits()) return std::nullopt;
  }
  return readDecimal(text_.substr(begin, position_ - begin));
}

std::optional<std::string_view> JsonSource::string(TextBuffer& buffer) {
  if (here() != '"') return std::nullopt;
  ++position_;
  const std::string_view whole = text_.substr(position_);
  const std::size_t plain = plainLength(whole);
  position_ += plain;
  if (here() == '"') return ++position_, whole.substr(0, plain);
  buffer.restart({2 * whole.size() + 8});
  buffer.append(whole.substr(0, plain));
  while (here() != '"') {
    if (static_cast<unsigned char>(here()) < 0x20) return std::nullopt;  // the end of the text reads as 0
    if (here() == '\\') {
      if (!escape(buffer)) return std::nullopt;
      continue;
    }
    const bool beyond = static_cast<unsigned char>(here()) >= 0xf0;
    const std::size_t length = beyond ? 4 : plainLength(text_.substr(position_));
    appendAsCesu8(buffer, text_.substr(position_, length));
    position_ += length;
  }
  ++position_;
  if (buffer.overflowed()) return std::nullopt;
  return buffer.view();
}

bool JsonSource::escape(TextBuffer& buffer) {
  ++position_;
  const char kind = here();
  if (kind == 'u') {
    ++position_;
    const auto unit = fourHexDigits();
    if (unit) appendUtf8(buffer, *unit);  // each half of a pair by itself: that is the engine's encoding
    return unit.has_value();
  }
  constexpr std::string_view kKinds = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t which = kKinds.find(kind);
  if (kind == '\0' || which == std::string_view::npos) return false;
  buffer.append(kMeanings[which]);
  ++position_;
  return true;
}

std::optional<unsigned> JsonSource::fourHexDigits() {
  const std::string_view digits = text_.substr(position_, 4);
  unsigned value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 4 || result.ec != std::errc() || result.ptr != digits.data() + 4) return std::nullopt;
  position_ += 4;
  return value;
}

}  // namespace isobox::runner
