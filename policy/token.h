// Tokens by which clients prove whose programs they bring. The policy knows their SHA-256 only. Runs in the supervisor and,
// to make new ones, in the isobox program. What is presented is not trusted.
#ifndef ISOBOX_POLICY_TOKEN_H
#define ISOBOX_POLICY_TOKEN_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/base/result.h"

namespace isobox::policy {

/// The longest token that is looked at, in bytes.
inline constexpr std::size_t kMaxToken = 1024;

using TokenDigest = std::array<std::uint8_t, 32>;

TokenDigest digestOf(std::string_view token);

/// "sha256:" and 64 hexadecimal digits.
std::string digestText(const TokenDigest& digest);
std::optional<TokenDigest> parseDigest(std::string_view text);

/// In the same time wherever the two differ.
bool sameDigest(const TokenDigest& a, const TokenDigest& b);

/// 256 random bits as text: "isobox_" and 43 characters of base64url.
Result<std::string> makeToken();

}  // namespace isobox::policy

#endif
