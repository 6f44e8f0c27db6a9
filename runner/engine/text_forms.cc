// Pieces of text for people. Runs in sealed runners.
#include "runner/engine/text_forms.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "runner/engine/inspect.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

constexpr std::size_t kMostQuoted = 10'000;
constexpr std::size_t kMostBytesShown = 50;
constexpr std::string_view kHex = "0123456789ABCDEF";

void appendPadded(TextBuffer& out, std::int64_t number, std::size_t width) {
  char digits[24];
  const auto length =
      static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits);
  if (length < width) out.append(width - length, '0');
  out.append({digits, length});
}

void appendEscaped(TextBuffer& out, std::uint32_t character, char quote) {
  constexpr std::string_view kKinds = "btn fr";  // from U+0008 on; U+000B has no letter in Node.js
  if (character == static_cast<unsigned char>(quote) || character == '\\') {
    out.append('\\');
    return out.append(static_cast<char>(character));
  }
  if (character >= 8 && character <= 13 && character != 11) {
    out.append('\\');
    return out.append(kKinds[character - 8]);
  }
  if (character < 0x20 || (character >= 0x7f && character < 0xa0)) {
    out.append("\\x");
    out.append(kHex[character >> 4]);
    return out.append(kHex[character & 15]);
  }
  if (!isSurrogate(character)) return appendUtf8(out, character);
  out.append("\\u");
  for (int shift = 12; shift >= 0; shift -= 4) out.append(kHex[(character >> shift) & 15]);
}

char quoteFor(std::string_view text) {
  if (text.find('\'') == std::string_view::npos) return '\'';
  if (text.find('"') == std::string_view::npos) return '"';
  return text.find('`') == std::string_view::npos && text.find("${") == std::string_view::npos ? '`' : '\'';
}

struct CivilDay {
  std::int64_t year, month, day;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
CivilDay civilDay(std::int64_t days) {
  days += 719'468;  // since 0000-03-01
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t inEra = days - era * 146'097;
  const std::int64_t yearOfEra = (inEra - inEra / 1460 + inEra / 36'524 - inEra / 146'096) / 365;
  const std::int64_t inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const std::int64_t march = (5 * inYear + 2) / 153;
  const std::int64_t month = march < 10 ? march + 3 : march - 9;
  return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, inYear - (153 * march + 2) / 5 + 1};
}

template <class T>
double load(const unsigned char* bytes) {
  T element;
  std::memcpy(&element, bytes, sizeof element);
  return static_cast<double>(element);
}

}  // namespace

void appendQuoted(TextBuffer& out, std::string_view engineText) {
  const char quote = quoteFor(engineText);
  std::size_t shown = 0;
  EngineText text(engineText);
  out.append(quote);
  for (; !text.empty() && shown < kMostQuoted; ++shown) appendEscaped(out, text.next(), quote);
  out.append(quote);
  if (text.empty()) return;
  std::size_t left = 0;
  for (; !text.empty(); ++left) text.next();
  out.append("... ");
  appendPadded(out, static_cast<std::int64_t>(left), 1);
  out.append(left == 1 ? " more character" : " more characters");
}

void appendIsoDate(TextBuffer& out, double milliseconds) {
  if (!std::isfinite(milliseconds)) return out.append("Invalid Date");
  const auto time = static_cast<std::int64_t>(milliseconds);
  const std::int64_t days = (time >= 0 ? time : time - 86'399'999) / 86'400'000;
  const std::int64_t inDay = time - days * 86'400'000;
  const CivilDay date = civilDay(days);
  const bool ordinary = date.year >= 0 && date.year <= 9999;
  if (!ordinary) out.append(date.year < 0 ? '-' : '+');
  appendPadded(out, std::abs(date.year), ordinary ? 4 : 6);
  const struct {
    char before;
    std::int64_t number;
    std::size_t width;
  } parts[] = {{'-', date.month, 2},          {'-', date.day, 2},          {'T', inDay / 3'600'000, 2},
               {':', inDay / 60'000 % 60, 2}, {':', inDay / 1000 % 60, 2}, {'.', inDay % 1000, 3}};
  for (const auto& part : parts) {
    out.append(part.before);
    appendPadded(out, part.number, part.width);
  }
  out.append('Z');
}

void appendErrorText(TextBuffer& out, std::string_view stack, std::size_t indentation) {
  const bool oneLine = stack.find("\n    at ") == std::string_view::npos;
  if (oneLine) out.append('[');
  while (!stack.empty()) {
    const std::size_t end = std::min(stack.find('\n'), stack.size());
    appendEngineText(out, stack.substr(0, end));
    stack.remove_prefix(end);
    if (stack.empty()) break;
    out.append('\n');
    out.append(indentation, ' ');
    stack.remove_prefix(1);
  }
  if (oneLine) out.append(']');
}

void appendRegExp(TextBuffer& out, std::string_view source, std::string_view flags) {
  out.append('/');
  appendEngineText(out, source);
  out.append('/');
  out.append(flags);
}

void appendByteContents(TextBuffer& out, std::string_view name, std::span<const unsigned char> bytes) {
  constexpr std::string_view kLowerHex = "0123456789abcdef";
  out.append(name);
  out.append(" { [Uint8Contents]: <");
  const std::size_t shown = std::min(bytes.size(), kMostBytesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out.append(' ');
    out.append(kLowerHex[bytes[i] >> 4]);
    out.append(kLowerHex[bytes[i] & 15]);
  }
  if (shown < bytes.size()) {
    out.append(" ... ");
    appendPadded(out, static_cast<std::int64_t>(bytes.size() - shown), 1);
    out.append(bytes.size() - shown == 1 ? " more byte" : " more bytes");
  }
  out.append(">, byteLength: ");
  appendPadded(out, static_cast<std::int64_t>(bytes.size()), 1);
  out.append(" }");
}

std::string_view accessorName(int kind) {
  if (kind == ISOBOX_GETTER_SETTER) return "[Getter/Setter]";
  return kind == ISOBOX_GETTER ? "[Getter]" : "[Setter]";
}

std::string_view boxName(int objectClass) {
  switch (objectClass) {
    case ISOBOX_CLASS_BOOLEAN:
      return "Boolean";
    case ISOBOX_CLASS_NUMBER:
      return "Number";
    case ISOBOX_CLASS_STRING:
      return "String";
    case ISOBOX_CLASS_BIGINT:
      return "BigInt";
    default:
      return "Symbol";
  }
}

bool isIdentifier(std::string_view name) {
  const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto continues = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && isLetter(name.front()) && std::all_of(name.begin(), name.end(), continues);
}

double elementOf(std::string_view view, const unsigned char* bytes) {
  if (view == "Int8Array") return load<std::int8_t>(bytes);
  if (view == "Int16Array") return load<std::int16_t>(bytes);
  if (view == "Uint16Array") return load<std::uint16_t>(bytes);
  if (view == "Int32Array") return load<std::int32_t>(bytes);
  if (view == "Uint32Array") return load<std::uint32_t>(bytes);
  if (view == "Float32Array") return load<float>(bytes);
  if (view == "Float64Array") return load<double>(bytes);
  return load<std::uint8_t>(bytes);
}

// The key is on top of the stack and gives its place to the value.
static void replaceKeyByInherited(duk_context* ctx, duk_idx_t object) {
  constexpr int kMostPrototypes = 64;
  const duk_idx_t key = duk_get_top_index(ctx);
  duk_dup(ctx, object);
  for (int i = 0; i < kMostPrototypes && duk_is_object(ctx, -1) && !isobox_is_proxy(ctx, -1); ++i) {
    const int kind = isobox_get_own(ctx, -1, key);
    if (kind == ISOBOX_DATA) {
      duk_replace(ctx, key);
      return duk_set_top(ctx, key + 1);
    }
    if (kind != ISOBOX_ABSENT) break;
    duk_get_prototype(ctx, -1);
    duk_remove(ctx, -2);
  }
  duk_set_top(ctx, key);
  duk_push_undefined(ctx);
}

void pushInheritedData(duk_context* ctx, duk_idx_t object, const char* key) {
  object = duk_normalize_index(ctx, object);
  duk_push_string(ctx, key);
  replaceKeyByInherited(ctx, object);
}

void pushInheritedTag(duk_context* ctx, duk_idx_t object) {
  object = duk_normalize_index(ctx, object);
  duk_push_string(ctx, DUK_WELLKNOWN_SYMBOL("Symbol.toStringTag"));
  replaceKeyByInherited(ctx, object);
}

}  // namespace isobox::runner
