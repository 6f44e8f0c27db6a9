// How far a text goes before something in it needs a closer look: eight bytes at a time. Any process.
#ifndef ISOBOX_IPC_BASE_PLAIN_TEXT_H
#define ISOBOX_IPC_BASE_PLAIN_TEXT_H

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace isobox::ipc {

static_assert(std::endian::native == std::endian::little, "the first byte of a text is the lowest of a word");

namespace detail {

constexpr std::uint64_t everyByte(std::uint8_t byte) { return byte * 0x0101'0101'0101'0101u; }
constexpr std::uint64_t kHighBits = everyByte(0x80);

// Of each, the lowest bit that is set is in the first byte that is meant; those above it may lie, as subtractions borrow.
constexpr std::uint64_t bytesBelow(std::uint64_t word, std::uint8_t limit) { return (word - everyByte(limit)) & ~word & kHighBits; }
constexpr std::uint64_t bytesEqualTo(std::uint64_t word, std::uint8_t byte) { return bytesBelow(word ^ everyByte(byte), 1); }

constexpr std::uint64_t beyondAscii(std::uint64_t word) { return word & kHighBits; }
constexpr std::uint64_t beyondPlainJson(std::uint64_t word) {
  return beyondAscii(word) | bytesBelow(word, 0x20) | bytesEqualTo(word, '"') | bytesEqualTo(word, '\\');
}

template <std::uint64_t (*stops)(std::uint64_t)>
std::size_t lengthUpTo(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word; text.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if (const auto found = stops(word)) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }
  if (at == text.size()) return at;
  // What is left, with zeros behind it, which are for nobody to find.
  std::uint64_t rest = 0;
  std::memcpy(&rest, text.data() + at, text.size() - at);
  const auto found = stops(rest);
  return std::min(text.size(), at + (found ? static_cast<std::size_t>(std::countr_zero(found)) / 8 : sizeof rest));
}

}  // namespace detail

/// The bytes of `text` before the first that is not ASCII.
inline std::size_t asciiLength(std::string_view text) { return detail::lengthUpTo<detail::beyondAscii>(text); }

/// The bytes before the first that does not stand for itself in a JSON string, or is not ASCII: U+0000 to U+001F, '"' and '\'.
inline std::size_t plainJsonLength(std::string_view text) { return detail::lengthUpTo<detail::beyondPlainJson>(text); }

}  // namespace isobox::ipc

#endif
