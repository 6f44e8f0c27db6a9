// Durations and sizes as text. Runs in the supervisor and in the user's process. Trusted.
#include "policy/units_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

namespace isobox::policy {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

// Largest first: durationText and sizeText take the first that divides.
constexpr std::array<Unit, 4> kDurations{{{"h", 3'600'000}, {"min", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizes{{{"GiB", 1ull << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}}};

/// Larger quantities make no sense anywhere and would not be exact as doubles.
constexpr double kLargest = 9007199254740992.0;

std::string quoted(std::string_view text) {
  return '"' + std::string(text.substr(0, 40)) + '"';
}

/// Splits "1.5GiB" into number and unit. Nothing when it does not begin with a plain decimal number.
struct Quantity {
  double number = 0;
  std::string_view unit;
};
std::optional<Quantity> split(std::string_view text) {
  Quantity quantity;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, quantity.number, std::chars_format::fixed);
  if (error != std::errc{} || std::signbit(quantity.number) || !std::isfinite(quantity.number))
    return std::nullopt;
  quantity.unit = text.substr(static_cast<std::size_t>(stop - text.data()));
  return quantity;
}

std::optional<std::uint64_t> wholeNumber(const Quantity& quantity, const Unit& unit) {
  const double number = quantity.number * static_cast<double>(unit.factor);
  if (number > kLargest || number != std::trunc(number)) return std::nullopt;
  return static_cast<std::uint64_t>(number);
}

const Unit* find(std::span<const Unit> units, std::string_view name) {
  for (const Unit& unit : units)
    if (unit.name == name) return &unit;
  return nullptr;
}

std::string shortest(std::uint64_t number, std::span<const Unit> units) {
  for (const Unit& unit : units)
    if (number != 0 && number % unit.factor == 0)
      return std::to_string(number / unit.factor) + std::string(unit.name);
  return std::to_string(number) + std::string(units.back().name);
}

/// " (write 64MiB)" for the decimal and the ambiguous names of a binary unit.
std::string advice(std::string_view text, std::string_view unit) {
  if (unit.empty()) return {};
  const auto number = text.substr(0, text.size() - unit.size());
  for (const Unit& binary : kSizes) {
    if (binary.factor == 1 || (unit.front() | 0x20) != (binary.name.front() | 0x20) || unit.size() > 3)
      continue;
    return ": units are binary here; write " + std::string(number) + std::string(binary.name);
  }
  return {};
}

}  // namespace

Result<Milliseconds> parseDuration(std::string_view text) {
  const auto quantity = split(text);
  const Unit* unit = quantity ? find(kDurations, quantity->unit.empty() ? "ms" : quantity->unit) : nullptr;
  if (!unit)
    return Error("read a duration", 0, quoted(text) + " is not a duration such as 500ms, 30s, 5min or 2h");
  const auto count = wholeNumber(*quantity, *unit);
  if (!count) return Error("read a duration", 0, quoted(text) + " is not a whole number of milliseconds");
  return Milliseconds(static_cast<std::int64_t>(*count));
}

Result<Bytes> parseSize(std::string_view text) {
  const auto quantity = split(text);
  const Unit* unit = quantity ? find(kSizes, quantity->unit.empty() ? "B" : quantity->unit) : nullptr;
  if (!unit)
    return Error("read a size", 0,
                 quoted(text) + " is not a size such as 65536, 512KiB, 64MiB or 1GiB" +
                     (quantity ? advice(text, quantity->unit) : ""));
  const auto count = wholeNumber(*quantity, *unit);
  if (!count) return Error("read a size", 0, quoted(text) + " is not a whole number of bytes");
  return Bytes{*count};
}

std::string durationText(Milliseconds duration) {
  if (duration.count() < 0) return std::to_string(duration.count()) + "ms";
  return shortest(static_cast<std::uint64_t>(duration.count()), kDurations);
}

std::string sizeText(Bytes size) {
  return shortest(size.count, kSizes);
}

}  // namespace isobox::policy
