// Quantities with their unit in the type. Used in every process, on both sides of the boundary.
#ifndef ISOBOX_IPC_BASE_UNITS_H
#define ISOBOX_IPC_BASE_UNITS_H

#include <chrono>
#include <compare>
#include <cstdint>

namespace isobox {

using Milliseconds = std::chrono::milliseconds;
using Microseconds = std::chrono::microseconds;
using Nanoseconds = std::chrono::nanoseconds;

/// A number of bytes.
struct Bytes {
  std::uint64_t count = 0;

  constexpr auto operator<=>(const Bytes&) const = default;
  friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.count + b.count}; }
  /// `b` is not above `a`.
  friend constexpr Bytes operator-(Bytes a, Bytes b) { return {a.count - b.count}; }
};

constexpr Bytes operator""_B(unsigned long long n) { return {n}; }
constexpr Bytes operator""_KiB(unsigned long long n) { return {n << 10}; }
constexpr Bytes operator""_MiB(unsigned long long n) { return {n << 20}; }

}  // namespace isobox

#endif
