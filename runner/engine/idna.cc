// Domains in other scripts as ASCII: the mapping of UTS 46 and punycode (RFC 3492). Runs in sealed runners;
// reads a hostile script's text.
#include <algorithm>
#include <vector>

#include "runner/engine/normalization.h"
#include "runner/engine/unicode.h"
#include "runner/engine/url.h"
#include "runner/engine/url_text.h"

namespace isobox::runner {

namespace {

constexpr std::uint32_t kBase = 36, kLowest = 1, kHighest = 26, kSkew = 38, kDamp = 700, kFirstBias = 72,
                        kFirstCode = 128;

// Longer labels are no domain's, and punycode takes quadratic time.
constexpr std::size_t kLongestLabel = 1000;
// In bytes. Nobody has longer domains, and what is made of one takes many times as much.
constexpr std::size_t kLongestDomain = 64 << 10;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > (kBase - kLowest) * kHighest / 2; k += kBase) delta /= kBase - kLowest;
  return k + (kBase - kLowest + 1) * delta / (delta + kSkew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
  return k <= bias ? kLowest : std::min(k - bias, kHighest);
}

char digit(std::uint32_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + value - 26);
}

std::string punycode(const std::vector<std::uint32_t>& label) {
  std::string out;
  for (const std::uint32_t c : label)
    if (c < kFirstCode) out.push_back(static_cast<char>(c));
  std::uint32_t handled = static_cast<std::uint32_t>(out.size());
  const bool hasBasic = handled > 0;
  const std::uint32_t basic = handled;
  if (hasBasic) out.push_back('-');
  std::uint32_t code = kFirstCode, delta = 0, bias = kFirstBias;
  while (handled < label.size()) {
    std::uint32_t next = 0x110000;
    for (const std::uint32_t c : label)
      if (c >= code) next = std::min(next, c);
    delta += (next - code) * (handled + 1);
    code = next;
    for (const std::uint32_t c : label) {
      if (c < code) ++delta;
      if (c != code) continue;
      std::uint32_t rest = delta;
      for (std::uint32_t k = kBase;; k += kBase) {
        const std::uint32_t t = threshold(k, bias);
        if (rest < t) break;
        out.push_back(digit(t + (rest - t) % (kBase - t)));
        rest = (rest - t) / (kBase - t);
      }
      out.push_back(digit(rest));
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++code;
  }
  return out;
}

std::optional<std::vector<std::uint32_t>> fromPunycode(std::string_view text) {
  std::vector<std::uint32_t> label;
  const std::size_t dash = text.rfind('-');
  if (dash != std::string_view::npos) {
    for (const char c : text.substr(0, dash)) label.push_back(static_cast<unsigned char>(c));
    text.remove_prefix(dash + 1);
  }
  std::uint64_t i = 0, code = kFirstCode;
  std::uint32_t bias = kFirstBias;
  while (!text.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint32_t k = kBase;; k += kBase) {
      if (text.empty()) return std::nullopt;
      const char c = lowerAscii(text[0]);
      text.remove_prefix(1);
      if (!isDigit(c) && !isAlpha(c)) return std::nullopt;
      const std::uint64_t value =
          isDigit(c) ? static_cast<std::uint64_t>(c - '0') + 26 : static_cast<std::uint64_t>(c - 'a');
      i += value * weight;
      if (i > 0xffffffff) return std::nullopt;
      const std::uint32_t t = threshold(k, bias);
      if (value < t) break;
      weight *= kBase - t;
      if (weight > 0xffffffff) return std::nullopt;
    }
    const std::uint64_t count = label.size() + 1;
    bias = adapt(static_cast<std::uint32_t>(i - before), static_cast<std::uint32_t>(count), before == 0);
    code += i / count;
    i %= count;
    if (code > 0x10ffff || isSurrogate(static_cast<std::uint32_t>(code))) return std::nullopt;
    label.insert(label.begin() + static_cast<std::ptrdiff_t>(i), static_cast<std::uint32_t>(code));
    ++i;
  }
  return label;
}

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

constexpr std::uint32_t kNonJoiner = 0x200c, kJoiner = 0x200d, kVirama = 9;

// The first letter from `at` on, in steps of 1 or -1, that joining sees joins on that side.
bool joinsBeside(const std::vector<std::uint32_t>& label, std::ptrdiff_t at, std::ptrdiff_t step, char side) {
  for (at += step; at >= 0 && at < std::ssize(label); at += step)
    if (const char type = joiningType(label[static_cast<std::size_t>(at)]); type != 'T')
      return type == side || type == 'D';
  return false;
}

// Joiners are not seen, so they may stand only where they change what is written (CheckJoiners of UTS 46, RFC 5892 A.1
// and A.2): behind a virama; one that parts also between letters that would join.
bool joinersAreInPlace(const std::vector<std::uint32_t>& label) {
  for (std::ptrdiff_t i = 0; i < std::ssize(label); ++i) {
    const std::uint32_t c = label[static_cast<std::size_t>(i)];
    if (c != kNonJoiner && c != kJoiner) continue;
    if (i > 0 && Normalizer::classOf(label[static_cast<std::size_t>(i - 1)]) == kVirama) continue;
    if (c == kJoiner || !joinsBeside(label, i, -1, 'L') || !joinsBeside(label, i, 1, 'R')) return false;
  }
  return true;
}

// A label that claims to be punycode must be that of a label that is not ASCII, in its mapped form.
bool isValidPunycode(std::string_view label) {
  if (label.size() > kLongestLabel) return false;
  const auto decoded = fromPunycode(label.substr(4));
  if (!decoded || decoded->empty()) return false;
  if (std::all_of(decoded->begin(), decoded->end(), [](std::uint32_t c) { return c < 0x80; })) return false;
  return joinersAreInPlace(*decoded) && mapForDomain(*decoded) == *decoded;
}

// Characters of UTF-8; what is wrong comes as U+FFFD, which no domain may have.
std::optional<std::vector<std::uint32_t>> characters(std::string_view utf8) {
  if (!isUtf8(utf8)) return std::nullopt;
  std::vector<std::uint32_t> list;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t c = size == 1 ? first : first & (0x7fu >> size);
    for (std::size_t k = 1; k < size; ++k) c = c << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3f);
    list.push_back(c);
    i += size;
  }
  return list;
}

bool appendLabel(std::string& out, const std::vector<std::uint32_t>& label) {
  const bool ascii = std::all_of(label.begin(), label.end(), [](std::uint32_t c) { return c < 0x80; });
  if (!ascii && (label.size() > kLongestLabel || !joinersAreInPlace(label))) return false;
  std::string text;
  if (ascii)
    text.assign(label.begin(), label.end());
  else
    text = "xn--" + punycode(label);
  if (ascii && text.starts_with("xn--") && !isValidPunycode(text)) return false;
  out += text;
  return true;
}

}  // namespace

std::optional<std::string> domainToAscii(std::string_view utf8) {
  if (isAscii(utf8)) {
    std::string lower = lowerAscii(utf8);
    if (lower.find("xn--") == std::string::npos) return lower;
  }
  if (utf8.size() > kLongestDomain) return std::nullopt;
  const auto given = characters(utf8);
  if (!given) return std::nullopt;
  const auto mapped = mapForDomain(*given);
  if (mapped.empty() && !given->empty()) return std::nullopt;
  std::string out;
  std::vector<std::uint32_t> label;
  for (const std::uint32_t c : mapped) {
    if (c != '.') {
      label.push_back(c);
      continue;
    }
    if (!appendLabel(out, label)) return std::nullopt;
    out.push_back('.');
    label.clear();
  }
  return appendLabel(out, label) ? std::optional(out) : std::nullopt;
}

}  // namespace isobox::runner
