// Random bytes that nobody can foretell, for scripts. Runs in sealed runners, which may not ask the kernel
// any more: the seed comes from before the seal, and each process has its own.
#ifndef ISOBOX_RUNNER_ENGINE_ENTROPY_H
#define ISOBOX_RUNNER_ENGINE_ENTROPY_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace isobox::runner {

/// ChaCha20 (RFC 8439) with a key that each answer replaces: what was given out cannot be found in memory
/// later.
class Entropy {
 public:
  using Key = std::array<std::uint32_t, 8>;

  void seed(const Key& key) { key_ = key; }
  void fill(std::span<unsigned char> bytes);

 private:
  Key key_{};
};

/// One block of ChaCha20: 64 bytes.
void chachaBlock(const Entropy::Key& key, std::uint32_t counter, const std::array<std::uint32_t, 3>& nonce,
                 std::span<unsigned char, 64> block);

}  // namespace isobox::runner

#endif
