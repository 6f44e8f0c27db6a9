// Text as bytes and bytes as text, for scripts. Runs in sealed runners; hostile.
#include "runner/engine/host_text.h"

#include "runner/engine/base64.h"
#include "runner/engine/host_natives.h"
#include "runner/engine/text_decoding.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

// The bytes of a buffer or a view; nothing when it is none.
std::optional<std::string_view> bytesAt(duk_context* ctx, duk_idx_t index) {
  if (!duk_is_buffer_data(ctx, index)) return std::nullopt;
  duk_size_t size = 0;
  const auto* data = static_cast<const char*>(duk_get_buffer_data(ctx, index, &size));
  return std::string_view(data, data ? size : 0);
}

// Pushes a Uint8Array of these bytes, which no script's allocation may move meanwhile.
void pushBytes(duk_context* ctx, std::string_view bytes) {
  void* to = duk_push_fixed_buffer(ctx, bytes.size());
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  duk_push_buffer_object(ctx, -1, 0, bytes.size(), DUK_BUFOBJ_UINT8ARRAY);
  duk_remove(ctx, -2);
}

// The string at index 0 as UTF-8, in state.scratch.
std::string_view utf8Of(duk_context* ctx) {
  TextBuffer& out = stateOf(ctx).scratch;
  const std::string_view text = textAt(ctx, 0);
  restartWithin(stateOf(ctx), out, text.size() + 8);
  appendEngineText(out, text);
  requireComplete(ctx, out);
  return out.view();
}

// (string) → the same, with U+FFFD for each lone surrogate
duk_ret_t wellFormedText(duk_context* ctx) {
  const std::string_view text = textAt(ctx, 0);
  if (!hasLoneSurrogate(text)) return 1;
  TextBuffer& out = stateOf(ctx).layout;  // pushEngineText needs `scratch`
  restartWithin(stateOf(ctx), out, 3 * text.size());
  appendEngineText(out, text);
  requireComplete(ctx, out);
  pushEngineText(ctx, out.view());
  return 1;
}

// (string) → Uint8Array
duk_ret_t encodeUtf8(duk_context* ctx) {
  pushBytes(ctx, utf8Of(ctx));
  stateOf(ctx).scratch.restart({0});
  return 1;
}

// (string, Uint8Array) → [units read, bytes written]: as much as has room.
duk_ret_t encodeInto(duk_context* ctx) {
  duk_size_t room = 0;
  auto* to = static_cast<char*>(duk_require_buffer_data(ctx, 1, &room));
  TextBuffer& one = stateOf(ctx).scratch;
  one.restart({16});
  EngineText text(textAt(ctx, 0));
  std::size_t written = 0;
  std::uint32_t read = 0;
  while (!text.empty()) {
    isobox_poll(ctx);
    const std::uint32_t character = text.next();
    one.clear();
    appendUtf8(one, isSurrogate(character) ? 0xfffd : character);
    if (one.size() > room - written) break;
    std::memcpy(to + written, one.view().data(), one.size());
    written += one.size();
    read += character > 0xffff ? 2 : 1;
  }
  duk_push_bare_array(ctx);
  duk_push_uint(ctx, read);
  isobox_define_index(ctx, -2, 0);
  duk_push_number(ctx, static_cast<double>(written));
  isobox_define_index(ctx, -2, 1);
  return 1;
}

// What is pending as a number, so that a record can keep it: the count above three bytes.
PendingBytes unpack(std::uint32_t packed) {
  PendingBytes pending;
  pending.count = static_cast<std::uint8_t>(packed >> 24 & 3);
  for (int i = 0; i < 3; ++i) pending.bytes[i] = static_cast<unsigned char>(packed >> 8 * i);
  return pending;
}
std::uint32_t pack(const PendingBytes& pending) {
  std::uint32_t packed = static_cast<std::uint32_t>(pending.count) << 24;
  for (int i = 0; i < 3; ++i) packed |= static_cast<std::uint32_t>(pending.bytes[i]) << 8 * i;
  return packed;
}

// (kind, bytes, fatal, more, pending) → [text, pending]; undefined when something is wrong and fatal; null
// when `bytes` are none.
duk_ret_t decode(duk_context* ctx) {
  const auto bytes = duk_is_undefined(ctx, 1) ? std::string_view() : bytesAt(ctx, 1);
  if (!bytes) {
    duk_push_null(ctx);
    return 1;
  }
  const Decoding how{static_cast<TextEncodingKind>(duk_get_uint(ctx, 0)), duk_get_boolean(ctx, 2) != 0,
                     duk_get_boolean(ctx, 3) != 0};
  PendingBytes pending = unpack(duk_get_uint(ctx, 4));
  TextBuffer& out = stateOf(ctx).layout;  // pushEngineText needs `scratch`
  restartWithin(stateOf(ctx), out, mostDecoded(bytes->size()));
  if (!decodeText(out, *bytes, how, pending)) return 0;
  requireComplete(ctx, out);
  duk_push_bare_array(ctx);
  pushEngineText(ctx, out.view());
  isobox_define_index(ctx, -2, 0);
  duk_push_uint(ctx, pack(pending));
  isobox_define_index(ctx, -2, 1);
  out.restart({0});
  return 1;
}

// (string of characters up to U+00FF) → base64; undefined when one is beyond.
duk_ret_t toBase64(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  restartWithin(state, state.scratch, textAt(ctx, 0).size() + 8);
  EngineText text(textAt(ctx, 0));
  while (!text.empty()) {
    const std::uint32_t unit = text.nextUnit();
    if (unit > 0xff) return 0;
    state.scratch.append(static_cast<char>(unit));
  }
  requireComplete(ctx, state.scratch);
  restartWithin(state, state.layout, state.scratch.size() / 3 * 4 + 8);
  appendBase64(state.layout, state.scratch.view());
  requireComplete(ctx, state.layout);
  pushText(ctx, state.layout.view());
  state.layout.restart({0});
  return 1;
}

bool isAsciiSpace(std::uint32_t unit) {
  return unit == ' ' || unit == '\t' || unit == '\n' || unit == '\f' || unit == '\r';
}

int sextet(std::uint32_t unit) {
  if (unit >= 'A' && unit <= 'Z') return static_cast<int>(unit - 'A');
  if (unit >= 'a' && unit <= 'z') return static_cast<int>(unit - 'a') + 26;
  if (unit >= '0' && unit <= '9') return static_cast<int>(unit - '0') + 52;
  return unit == '+' ? 62 : unit == '/' ? 63 : -1;
}

// The forgiving decoder of the Infra Standard: white space anywhere, padding as you like, left-over bits are
// dropped.
bool decodeForgivingly(TextBuffer& out, std::string_view engineText) {
  std::uint32_t bits = 0;
  std::size_t characters = 0, padding = 0;
  for (EngineText text(engineText); !text.empty();) {
    const std::uint32_t unit = text.nextUnit();
    if (isAsciiSpace(unit)) continue;
    if (unit == '=') {
      ++padding;
      continue;
    }
    const int value = sextet(unit);
    if (value < 0 || padding > 0) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (++characters % 4 != 0) continue;
    for (int shift = 16; shift >= 0; shift -= 8) appendUtf8(out, bits >> shift & 0xff);
    bits = 0;
  }
  if (padding > 0 && ((characters + padding) % 4 != 0 || padding > 2)) return false;
  if (characters % 4 == 1) return false;
  if (characters % 4 == 2) appendUtf8(out, bits >> 4 & 0xff);
  if (characters % 4 == 3) appendUtf8(out, bits >> 10 & 0xff), appendUtf8(out, bits >> 2 & 0xff);
  return true;
}

// (base64) → string of characters up to U+00FF; undefined when it is none.
duk_ret_t fromBase64(duk_context* ctx) {
  TextBuffer& out = stateOf(ctx).scratch;
  restartWithin(stateOf(ctx), out, 2 * textAt(ctx, 0).size() + 8);
  if (!decodeForgivingly(out, textAt(ctx, 0))) return 0;
  requireComplete(ctx, out);
  pushText(ctx, out.view());
  out.restart({0});
  return 1;
}

}  // namespace

void installHostText(duk_context* ctx) {
  registerIntrinsic(ctx, "encodeUtf8", encodeUtf8, 1);
  registerIntrinsic(ctx, "wellFormedText", wellFormedText, 1);
  registerIntrinsic(ctx, "encodeInto", encodeInto, 2);
  registerIntrinsic(ctx, "decodeText", decode, 5);
  registerIntrinsic(ctx, "toBase64", toBase64, 1);
  registerIntrinsic(ctx, "fromBase64", fromBase64, 1);
}

}  // namespace isobox::runner
