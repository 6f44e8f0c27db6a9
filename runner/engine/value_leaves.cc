// Values out of the engine: what has no parts, or a form of its own. Runs in sealed runners.
#include <cmath>

#include "runner/engine/base64.h"
#include "runner/engine/number_text.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_encoder.h"
#include "runner/engine/value_forms.h"

namespace isobox::runner {

namespace {

void appendJsonCharacter(TextBuffer& out, std::uint32_t character) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (character) {
    case '"':
      return out.append("\\\"");
    case '\\':
      return out.append("\\\\");
    case '\b':
      return out.append("\\b");
    case '\f':
      return out.append("\\f");
    case '\n':
      return out.append("\\n");
    case '\r':
      return out.append("\\r");
    case '\t':
      return out.append("\\t");
    default:
      break;
  }
  if (character >= 0x20) return appendUtf8(out, character);
  const char escape[] = {'\\', 'u', '0', '0', kHex[character >> 4], kHex[character & 15]};
  out.append({escape, sizeof escape});
}

bool isPlainAscii(char byte) {
  return byte >= ' ' && byte != '"' && byte != '\\';
}

// Text without lone surrogates. Runs of plain ASCII are copied at once.
void appendJsonString(TextBuffer& out, std::string_view engineText) {
  out.append('"');
  for (std::string_view rest = engineText; !rest.empty();) {
    std::size_t plain = 0;
    while (plain < rest.size() && isPlainAscii(rest[plain])) ++plain;
    out.append(rest.substr(0, plain));
    EngineText other(rest.substr(plain));
    while (!other.empty() && !isPlainAscii(other.rest().front())) appendJsonCharacter(out, other.next());
    rest = other.rest();
  }
  out.append('"');
}

}  // namespace

void ValueEncoder::number(double number) {
  if (std::isnan(number)) return tag("NaN");
  if (std::isinf(number)) return tag(number > 0 ? "Infinity" : "-Infinity");
  if (number == 0 && std::signbit(number)) return tag("-0");
  appendNumber(out_, number);
}

void ValueEncoder::string(std::string_view text) {
  if (!hasLoneSurrogate(text)) return appendJsonString(out_, text);
  state_.scratch.restart({2 * text.size() + 4});
  for (EngineText rest(text); !rest.empty();) {
    const std::uint32_t unit = rest.nextUnit();
    state_.scratch.append(static_cast<char>(unit & 0xff));
    state_.scratch.append(static_cast<char>(unit >> 8));
  }
  openTag("String");
  out_.append(",\"utf16\":\"");
  appendBase64(out_, state_.scratch.view());
  out_.append('"');
  closeTag();
}

void ValueEncoder::symbol(duk_idx_t index) {
  openTag("Symbol");
  isobox_push_symbol_description(ctx_, index);
  if (duk_is_string(ctx_, -1)) {
    out_.append(",\"description\":");
    string(textAt(ctx_, -1));
  }
  duk_pop(ctx_);
  closeTag();
}

void ValueEncoder::bigInt(duk_idx_t index) {
  openTag("BigInt");
  out_.append(",\"value\":\"");
  isobox_push_bigint_decimal(ctx_, index);
  out_.append(textAt(ctx_, -1));
  duk_pop(ctx_);
  out_.append('"');
  closeTag();
}

void ValueEncoder::date(duk_idx_t index) {
  openTag("Date");
  isobox_push_inner_value(ctx_, index);
  const double time = duk_get_number(ctx_, -1);
  duk_pop(ctx_);
  out_.append(",\"value\":");
  if (std::isfinite(time)) {
    appendNumber(out_, time);
  } else {
    out_.append("null");
  }
  closeTag();
}

void ValueEncoder::regexp(duk_idx_t index) {
  openTag("RegExp");
  out_.append(",\"source\":");
  isobox_push_regexp_source(ctx_, index);
  string(textAt(ctx_, -1));
  duk_pop(ctx_);
  out_.append(",\"flags\":\"");
  isobox_push_regexp_flags(ctx_, index);
  out_.append(textAt(ctx_, -1));
  duk_pop(ctx_);
  out_.append('"');
  closeTag();
}
void ValueEncoder::bytes(duk_idx_t index, std::string_view name) {
  openTag(name);
  out_.append(",\"base64\":\"");
  duk_size_t size = 0;
  const void* data = duk_get_buffer_data(ctx_, index, &size);
  appendBase64(out_, {static_cast<const char*>(data), data ? size : 0});
  out_.append('"');
  closeTag();
}

void ValueEncoder::function(duk_idx_t index) {
  openTag("Function");
  out_.append(",\"name\":");
  if (isobox_get_own_named(ctx_, index, "name") != ISOBOX_DATA) duk_push_undefined(ctx_);
  const bool isText = duk_is_string(ctx_, -1) && !duk_is_symbol(ctx_, -1);
  string(isText ? textAt(ctx_, -1) : std::string_view());
  duk_pop(ctx_);
  closeTag();
}

void ValueEncoder::boxed(duk_idx_t index) {
  openTag("Boxed");
  out_.append(",\"value\":");
  isobox_push_inner_value(ctx_, index);
  value(duk_get_top_index(ctx_));
  duk_pop(ctx_);
  closeTag();
}
void ValueEncoder::openTag(std::string_view name) {
  open('{');
  out_.append('"');
  out_.append(kTagKey);
  out_.append("\":\"");
  out_.append(name);
  out_.append('"');
}
}  // namespace isobox::runner
