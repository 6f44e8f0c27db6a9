// Digits to numbers and back. For a radix that is a power of two the bits are regrouped; for the others
// numbers are halved by powers of the radix, so that the work is that of a few large products. Runs in sealed
// runners; texts and numbers are hostile.
#include <algorithm>
#include <bit>
#include <cstring>

#include "runner/bigint/magnitude.h"

namespace {

constexpr size_t kWorthHalving = 24;  // limbs
constexpr size_t kPowers = 24;        // more than any number here has
constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/// As many digits as fit into a limb together.
struct Chunk {
  unsigned digits = 1;
  uint32_t value = 0;  // the radix to their power
};

Chunk chunkOf(unsigned radix) {
  Chunk chunk{1, radix};
  while (static_cast<uint64_t>(chunk.value) * radix <= 0xffffffffU) {
    chunk.value *= radix;
    ++chunk.digits;
  }
  return chunk;
}

unsigned digitOf(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z' ? static_cast<unsigned>(lower - 'a') + 10 : 36;
}

unsigned log2Of(unsigned radix) {
  return static_cast<unsigned>(std::bit_width(radix)) - 1;
}

/// The chunk's value to the powers 1, 2, 4, …
struct Powers {
  const uint32_t* limbs[kPowers];
  size_t counts[kPowers];
  size_t size = 0;
};

void addSquare(const isobox_bigint_host* host, Powers& powers) {
  const size_t last = powers.size - 1;
  uint32_t* square = host->take(host->owner, 2 * powers.counts[last]);
  isobox_magnitude_multiply(host, square, powers.limbs[last], powers.counts[last], powers.limbs[last],
                            powers.counts[last]);
  powers.limbs[powers.size] = square;
  powers.counts[powers.size++] = isobox_magnitude_trim(square, 2 * powers.counts[last]);
}

struct Writer {
  const isobox_bigint_host* host;
  unsigned radix;
  Chunk chunk;
  const Powers* powers;
};

/// Exactly `width` digits in front of `end`; `a` is used up.
void writeSmall(const Writer& writer, char* end, size_t width, uint32_t* a, size_t an) {
  writer.host->step(writer.host->owner, 1);
  char* const begin = end - width;
  while (an > 0) {
    uint32_t digits = isobox_magnitude_divide_small(a, an, writer.chunk.value);
    an = isobox_magnitude_trim(a, an);
    for (unsigned i = 0; i < writer.chunk.digits && end > begin; ++i, digits /= writer.radix)
      *--end = kDigits[digits % writer.radix];
  }
  std::memset(begin, '0', static_cast<size_t>(end - begin));
}

/// Exactly chunk.digits · 2^level digits in front of `end`, of a trimmed number that has no more.
void write(const Writer& writer, char* end, size_t level, const uint32_t* a, size_t an) {
  const size_t width = static_cast<size_t>(writer.chunk.digits) << level;
  const isobox_bigint_host* host = writer.host;
  if (an == 0) {
    std::memset(end - width, '0', width);
    return;
  }
  if (level == 0 || an <= kWorthHalving) {
    uint32_t* copy = host->take(host->owner, an);
    std::copy_n(a, an, copy);
    writeSmall(writer, end, width, copy, an);
    host->give(host->owner);
    return;
  }
  const uint32_t* power = writer.powers->limbs[level - 1];
  const size_t pn = writer.powers->counts[level - 1];
  if (isobox_magnitude_compare(a, an, power, pn) < 0) {
    write(writer, end, level - 1, a, an);
    std::memset(end - width, '0', width / 2);
    return;
  }
  uint32_t* quotient = host->take(host->owner, an - pn + 1);
  uint32_t* rest = host->take(host->owner, pn);
  isobox_magnitude_divide(host, quotient, rest, a, an, power, pn);
  write(writer, end, level - 1, rest, isobox_magnitude_trim(rest, pn));
  write(writer, end - width / 2, level - 1, quotient, isobox_magnitude_trim(quotient, an - pn + 1));
  host->give(host->owner);
  host->give(host->owner);
}

size_t writeBits(char* to, size_t room, const uint32_t* a, size_t an, unsigned bits) {
  const size_t all = isobox_magnitude_bits(a, an);
  size_t at = room;
  for (size_t bit = 0; bit < all; bit += bits) {
    const size_t limb = bit / 32;
    const uint64_t pair = static_cast<uint64_t>(limb + 1 < an ? a[limb + 1] : 0) << 32 | a[limb];
    to[--at] = kDigits[pair >> bit % 32 & ((1U << bits) - 1)];
  }
  if (at == room) to[--at] = '0';
  return at;
}

int readBits(uint32_t* r, const char* text, size_t length, unsigned bits) {
  uint64_t pending = 0;
  unsigned held = 0;
  size_t limb = 0;
  for (size_t at = length; at-- > 0;) {
    const unsigned digit = digitOf(text[at]);
    if (digit >= 1U << bits) return 0;
    pending |= static_cast<uint64_t>(digit) << held;
    held += bits;
    if (held < 32) continue;
    r[limb++] = static_cast<uint32_t>(pending);
    pending >>= 32;
    held -= 32;
  }
  if (held > 0) r[limb] = static_cast<uint32_t>(pending);
  return 1;
}

/// A limb a chunk, the lowest first.
int readChunks(uint32_t* r, const char* text, size_t length, unsigned radix, unsigned perChunk) {
  size_t limb = 0;
  for (size_t end = length; end > 0; end -= std::min<size_t>(perChunk, end)) {
    uint32_t value = 0;
    for (size_t at = end - std::min<size_t>(perChunk, end); at < end; ++at) {
      const unsigned digit = digitOf(text[at]);
      if (digit >= radix) return 0;
      value = value * radix + digit;
    }
    r[limb++] = value;
  }
  return 1;
}

/// Joins pairs of neighbours that are `width` limbs long: low + high · power.
void joinPairs(const isobox_bigint_host* host, uint32_t* r, size_t count, size_t width, const uint32_t* power,
               size_t pn) {
  uint32_t* product = host->take(host->owner, width + pn);
  for (size_t at = 0; at + width < count; at += 2 * width) {
    const size_t room = std::min(2 * width, count - at);
    const size_t highs = isobox_magnitude_trim(r + at + width, room - width);
    if (highs == 0) continue;
    isobox_magnitude_multiply(host, product, r + at + width, highs, power, pn);
    std::fill(r + at + width, r + at + room, 0U);
    isobox_magnitude_add(r + at, r + at, room, product, isobox_magnitude_trim(product, highs + pn));
  }
  host->give(host->owner);
}

}  // namespace

// Twice the digits of the largest power that is squared, which has half the limbs; see Powers.
size_t isobox_magnitude_text_room(size_t an, unsigned radix) {
  return 64 * (an + 1) / log2Of(radix) + 64;
}

size_t isobox_magnitude_text(const isobox_bigint_host* host, char* to, size_t room, const uint32_t* a,
                             size_t an, unsigned radix) {
  if (std::has_single_bit(radix)) return writeBits(to, room, a, an, log2Of(radix));
  const Chunk chunk = chunkOf(radix);
  Powers powers;
  powers.limbs[0] = &chunk.value;
  powers.counts[0] = 1;
  powers.size = 1;
  while (2 * powers.counts[powers.size - 1] - 1 <= an) addSquare(host, powers);
  write(Writer{host, radix, chunk, &powers}, to + room, powers.size, a, an);
  for (size_t i = 1; i < powers.size; ++i) host->give(host->owner);
  size_t at = room - (static_cast<size_t>(chunk.digits) << powers.size);
  while (at + 1 < room && to[at] == '0') ++at;
  return at;
}

size_t isobox_magnitude_parse_room(size_t digits, unsigned radix) {
  if (std::has_single_bit(radix)) return (digits * log2Of(radix) + 31) / 32;
  const unsigned perChunk = chunkOf(radix).digits;
  return (digits + perChunk - 1) / perChunk;
}

int isobox_magnitude_parse(const isobox_bigint_host* host, uint32_t* r, const char* text, size_t length,
                           unsigned radix) {
  if (std::has_single_bit(radix)) return readBits(r, text, length, log2Of(radix));
  const Chunk chunk = chunkOf(radix);
  if (!readChunks(r, text, length, radix, chunk.digits)) return 0;
  const size_t count = isobox_magnitude_parse_room(length, radix);
  Powers powers;
  powers.limbs[0] = &chunk.value;
  powers.counts[0] = 1;
  powers.size = 1;
  for (size_t width = 1; width < count; width *= 2) {
    joinPairs(host, r, count, width, powers.limbs[powers.size - 1], powers.counts[powers.size - 1]);
    if (2 * width < count) addSquare(host, powers);
  }
  for (size_t i = 1; i < powers.size; ++i) host->give(host->owner);
  return 1;
}
