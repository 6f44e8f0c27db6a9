// Tokens and their digests. Runs in the supervisor and in the isobox program.
#include "policy/token.h"

#include <sha2.h>
#include <sys/random.h>

namespace isobox::policy {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr char kHex[] = "0123456789abcdef";
constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint8_t> hexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

}  // namespace

TokenDigest digestOf(std::string_view token) {
  TokenDigest digest{};
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, reinterpret_cast<const std::uint8_t*>(token.data()), token.size());
  SHA256Final(digest.data(), &context);
  return digest;
}

std::string digestText(const TokenDigest& digest) {
  std::string text(kPrefix);
  for (const auto byte : digest) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

std::optional<TokenDigest> parseDigest(std::string_view text) {
  TokenDigest digest{};
  if (!text.starts_with(kPrefix) || text.size() != kPrefix.size() + 2 * digest.size()) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto high = hexDigit(text[2 * i]), low = hexDigit(text[2 * i + 1]);
    if (!high || !low) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return digest;
}

bool sameDigest(const TokenDigest& a, const TokenDigest& b) {
  // Volatile: the compiler must not leave the loop once it knows the outcome.
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

Result<std::string> makeToken() {
  std::array<std::uint8_t, 32> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) return errnoError("draw a token");
  std::string text = "isobox_";
  std::uint32_t bits = 0;
  int count = 0;
  for (const auto byte : random) {
    bits = bits << 8 | byte;
    count += 8;
    for (; count >= 6; count -= 6) text += kBase64[bits >> (count - 6) & 63];
  }
  text += kBase64[bits << (6 - count) & 63];
  return text;
}

}  // namespace isobox::policy
