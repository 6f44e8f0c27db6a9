// Random bytes for scripts. Runs in sealed runners.
#include "runner/engine/entropy.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace isobox::runner {

namespace {

using State = std::array<std::uint32_t, 16>;

void quarterRound(State& x, int a, int b, int c, int d) {
  x[a] += x[b], x[d] = std::rotl(x[d] ^ x[a], 16);
  x[c] += x[d], x[b] = std::rotl(x[b] ^ x[c], 12);
  x[a] += x[b], x[d] = std::rotl(x[d] ^ x[a], 8);
  x[c] += x[d], x[b] = std::rotl(x[b] ^ x[c], 7);
}

}  // namespace

void chachaBlock(const Entropy::Key& key, std::uint32_t counter, const std::array<std::uint32_t, 3>& nonce,
                 std::span<unsigned char, 64> block) {
  State start{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  std::copy(key.begin(), key.end(), start.begin() + 4);
  start[12] = counter;
  std::copy(nonce.begin(), nonce.end(), start.begin() + 13);
  State x = start;
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 4; ++i) quarterRound(x, i, i + 4, i + 8, i + 12);
    for (int i = 0; i < 4; ++i) quarterRound(x, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12);
  }
  for (int i = 0; i < 16; ++i) {
    const std::uint32_t word = x[i] + start[i];
    std::memcpy(block.data() + 4 * i, &word, 4);
  }
}

void Entropy::fill(std::span<unsigned char> bytes) {
  std::array<unsigned char, 64> block;
  // The first block is the next key and is given to nobody.
  chachaBlock(key_, 0, {}, block);
  Key next;
  std::memcpy(next.data(), block.data(), sizeof next);
  for (std::uint32_t counter = 1; !bytes.empty(); ++counter) {
    chachaBlock(key_, counter, {}, block);
    const std::size_t size = std::min(bytes.size(), block.size());
    std::memcpy(bytes.data(), block.data(), size);
    bytes = bytes.subspan(size);
  }
  key_ = next;
  std::memset(block.data(), 0, block.size());
}

}  // namespace isobox::runner
