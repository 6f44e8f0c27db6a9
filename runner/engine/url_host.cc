// Hosts of URLs: domains, IPv4 and IPv6 addresses, opaque hosts. Runs in sealed runners; reads a hostile
// script's text.
#include <algorithm>
#include <array>
#include <charconv>

#include "runner/engine/unicode.h"
#include "runner/engine/url.h"
#include "runner/engine/url_text.h"

namespace isobox::runner {

namespace {

bool isForbidden(char c) {
  return c == '\0' || std::string_view("\t\n\r #/:<>?@[\\]^|").find(c) != std::string_view::npos;
}
bool isForbiddenInDomain(char c) {
  return isForbidden(c) || static_cast<unsigned char>(c) < 0x20 || c == '%' || c == 0x7f;
}

// ---- IPv4 ----

// Decimal, 0x… or 0…; nothing when it is no number.
std::optional<std::uint64_t> ipv4Number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int base = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  if (text.empty()) return 0;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (end != text.data() + text.size()) return std::nullopt;
  return error == std::errc::result_out_of_range ? ~std::uint64_t{0} : number;
}

std::string_view lastLabel(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  const std::size_t dot = domain.rfind('.');
  return dot == std::string_view::npos ? domain : domain.substr(dot + 1);
}

bool endsInNumber(std::string_view domain) {
  const std::string_view last = lastLabel(domain);
  if (last.empty()) return false;
  return std::all_of(last.begin(), last.end(), isDigit) || ipv4Number(last).has_value();
}

std::optional<std::string> parseIpv4(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  std::array<std::uint64_t, 4> numbers{};
  std::size_t count = 0;
  for (;;) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const auto number = ipv4Number(text.substr(0, dot));
    if (!number || count == numbers.size()) return std::nullopt;
    numbers[count++] = *number;
    if (dot == text.size()) break;
    text.remove_prefix(dot + 1);
  }
  std::uint64_t address = numbers[count - 1];
  if (address >= std::uint64_t{1} << 8 * (5 - count)) return std::nullopt;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (numbers[i] > 255) return std::nullopt;
    address += numbers[i] << 8 * (3 - i);
  }
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out += std::to_string(address >> shift & 255) + (shift > 0 ? "." : "");
  return out;
}

// ---- IPv6 ----

using Pieces = std::array<std::uint16_t, 8>;

// The dotted end of an IPv6 address: two pieces.
bool dottedEnd(std::string_view text, Pieces& pieces, std::size_t piece) {
  for (int seen = 0; seen < 4; ++seen) {
    if (seen > 0) {
      if (!text.starts_with('.')) return false;
      text.remove_prefix(1);
    }
    std::size_t end = 0;
    unsigned value = 0;
    for (; end < text.size() && isDigit(text[end]); ++end) {
      if (end > 0 && value == 0) return false;
      value = value * 10 + static_cast<unsigned>(text[end] - '0');
      if (value > 255) return false;
    }
    if (end == 0) return false;
    text.remove_prefix(end);
    pieces[piece + seen / 2] = static_cast<std::uint16_t>(pieces[piece + seen / 2] << 8 | value);
  }
  return text.empty();
}

std::optional<Pieces> readIpv6(std::string_view text) {
  Pieces pieces{};
  std::size_t count = 0;
  std::optional<std::size_t> gap;
  if (text.starts_with(':')) {
    if (!text.starts_with("::")) return std::nullopt;
    text.remove_prefix(2);
    gap = 0;
  }
  while (!text.empty()) {
    if (count == 8) return std::nullopt;
    if (text[0] == ':') {
      if (gap) return std::nullopt;
      gap = count;
      text.remove_prefix(1);
      continue;
    }
    std::size_t end = 0;
    unsigned value = 0;
    for (; end < text.size() && end < 4 && hexDigit(text[end]) >= 0; ++end)
      value = value << 4 | static_cast<unsigned>(hexDigit(text[end]));
    if (end < text.size() && text[end] == '.') {
      if (end == 0 || count > 6 || !dottedEnd(text, pieces, count)) return std::nullopt;
      count += 2;
      break;
    }
    pieces[count++] = static_cast<std::uint16_t>(value);
    text.remove_prefix(end);
    if (text.empty()) break;
    if (text[0] != ':' || text.size() == 1) return std::nullopt;
    text.remove_prefix(1);
  }
  if (!gap) return count == 8 ? std::optional(pieces) : std::nullopt;
  if (count == 8) return std::nullopt;
  std::rotate(pieces.begin() + static_cast<std::ptrdiff_t>(*gap),
              pieces.begin() + static_cast<std::ptrdiff_t>(count), pieces.end());
  // What was rotated to the gap are the zeros behind the pieces.
  return pieces;
}

// The first of the longest rows of zeros that are longer than one: where it begins and ends.
std::pair<std::size_t, std::size_t> longestZeros(const Pieces& pieces) {
  std::pair<std::size_t, std::size_t> best{8, 8};
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > 1 && end - i > best.second - best.first) best = {i, end};
    if (end > i) i = end;
  }
  return best;
}

std::string writeIpv6(const Pieces& pieces) {
  const auto [begin, end] = longestZeros(pieces);
  std::string out = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == begin) {
      out += i == 0 ? "::" : ":";
      i = end - 1;
      continue;
    }
    char digits[8];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, pieces[i], 16).ptr);
    if (i < 7) out += ':';
  }
  return out + "]";
}

std::optional<std::string> opaqueHost(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), isForbidden)) return std::nullopt;
  std::string out;
  appendEncoded(out, text, EncodeSet::Control);
  return out;
}

}  // namespace

std::optional<std::string> parseHost(std::string_view input, bool special) {
  if (input.starts_with('[')) {
    if (!input.ends_with(']')) return std::nullopt;
    const auto pieces = readIpv6(input.substr(1, input.size() - 2));
    return pieces ? std::optional(writeIpv6(*pieces)) : std::nullopt;
  }
  if (!special) return opaqueHost(input);
  const auto domain = domainToAscii(percentDecode(input));
  if (!domain || domain->empty() || std::any_of(domain->begin(), domain->end(), isForbiddenInDomain))
    return std::nullopt;
  return endsInNumber(*domain) ? parseIpv4(*domain) : domain;
}

}  // namespace isobox::runner
