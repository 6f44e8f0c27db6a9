// Base64 for the bytes inside tagged values. Runs in sealed runners.
#include "runner/engine/base64.h"

#include <array>
#include <cstdint>

namespace isobox::runner {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> kValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}();

std::uint32_t byteOr0(std::string_view bytes, std::size_t index) {
  return index < bytes.size() ? static_cast<std::uint8_t>(bytes[index]) : 0;
}

}  // namespace

void appendBase64(TextBuffer& out, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t group = byteOr0(bytes, i) << 16 | byteOr0(bytes, i + 1) << 8 | byteOr0(bytes, i + 2);
    const std::size_t here = bytes.size() - i;
    const char text[4] = {kAlphabet[group >> 18], kAlphabet[(group >> 12) & 63],
                          here > 1 ? kAlphabet[(group >> 6) & 63] : '=',
                          here > 2 ? kAlphabet[group & 63] : '='};
    out.append({text, 4});
  }
}

std::optional<std::size_t> base64Size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.empty()) return 0;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  return text.size() / 4 * 3 - padding;
}

bool decodeBase64(std::string_view text, char* to) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char character : text) {
    const std::int8_t value = kValues[static_cast<std::uint8_t>(character)];
    if (value < 0) return false;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    *to++ = static_cast<char>(bits >> held);
  }
  return (bits & ((1u << held) - 1)) == 0;
}

}  // namespace isobox::runner
