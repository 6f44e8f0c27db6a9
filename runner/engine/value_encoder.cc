// Values out of the engine: objects and what is in them. Runs in sealed runners; reads a hostile script's
// objects.
#include "runner/engine/value_encoder.h"

#include <charconv>

#include "runner/engine/error_report.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

constexpr std::size_t kMostPathText = 1000;  // bytes of a path in a message

// Keys that a JSON object of ours cannot carry: the tag itself, the one that JavaScript's readers stumble
// over, and those that are not text.
bool isSpecialKey(std::string_view key) {
  return key == kTagKey || key == "__proto__" || hasLoneSurrogate(key);
}

}  // namespace

bool ValueEncoder::isLeftOut(std::string_view key, Leave leave) {
  if (leave == Leave::Indices) return isArrayIndex(key);
  return leave == Leave::ErrorParts && (key == "name" || key == "message" || key == "stack");
}

void ValueEncoder::checkSize() {
  if (out_.overflowed())
    refuse(ipc::Claim::ValueTooLarge, "the value's JSON text is longer than allowed", false);
}

// Between any two parts: an array of four thousand million holes must end too.
void ValueEncoder::step() {
  checkSize();
  isobox_poll(ctx_);
}

void ValueEncoder::value(duk_idx_t index) {
  step();
  duk_require_stack(ctx_, 16);
  switch (duk_get_type(ctx_, index)) {
    case DUK_TYPE_UNDEFINED:
      return tag("undefined");
    case DUK_TYPE_NULL:
      return out_.append("null");
    case DUK_TYPE_BOOLEAN:
      return out_.append(duk_get_boolean(ctx_, index) ? "true" : "false");
    case DUK_TYPE_NUMBER:
      return number(duk_get_number(ctx_, index));
    case DUK_TYPE_STRING:
      if (isobox_is_bigint_value(ctx_, index)) return bigInt(index);
      return duk_is_symbol(ctx_, index) ? symbol(index) : string(textAt(ctx_, index));
    case DUK_TYPE_BUFFER:
      return bytes(index, "Uint8Array");
    case DUK_TYPE_OBJECT:
      return object(index);
    default:
      return function(index);  // a light function
  }
}

void ValueEncoder::object(duk_idx_t index) {
  if (duk_is_function(ctx_, index)) return function(index);
  const int objectClass = isobox_class_of(ctx_, index);
  if (!viewName(objectClass).empty()) return bytes(index, viewName(objectClass));
  if (objectClass == ISOBOX_CLASS_DATE) return date(index);
  if (objectClass == ISOBOX_CLASS_REGEXP) return regexp(index);
  enterObject(index);
  container(index);
  leaveObject();
}

void ValueEncoder::container(duk_idx_t index) {
  if (duk_is_array(ctx_, index)) return array(index);
  if (isobox_is_error(ctx_, index)) return error(index);
  switch (isobox_class_of(ctx_, index)) {
    case ISOBOX_CLASS_BOOLEAN:
    case ISOBOX_CLASS_NUMBER:
    case ISOBOX_CLASS_STRING:
    case ISOBOX_CLASS_SYMBOL:
    case ISOBOX_CLASS_BIGINT:
      return boxed(index);
    default:
      break;
  }
  const int kind = isobox_collection_kind(ctx_, index);
  if (kind == ISOBOX_COLLECTION_MAP || kind == ISOBOX_COLLECTION_SET) return collection(index, kind == ISOBOX_COLLECTION_MAP);
  duk_dup(ctx_, index);
  isobox_object_keys(ctx_);
  properties(index, duk_get_top_index(ctx_), Leave::Nothing);
  duk_pop(ctx_);
}

// What is in it now: a getter of an element's may change it, but not this list.
void ValueEncoder::collection(duk_idx_t index, bool map) {
  isobox_push_collection_entries(ctx_, index);
  const duk_idx_t entries = duk_get_top_index(ctx_);
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, entries));
  openTag(map ? "Map" : "Set");
  out_.append(map ? ",\"entries\":" : ",\"values\":");
  open('[');
  for (std::uint32_t i = 0; i < count; i += map ? 2 : 1) {
    if (i > 0) out_.append(',');
    state_.path.back().isIndex = true;
    state_.path.back().index = map ? i / 2 : i;
    step();
    if (map) open('[');
    element(entries, i);
    if (!map) continue;
    out_.append(',');
    element(entries, i + 1);
    close(']');
  }
  close(']');
  closeTag();
  duk_pop(ctx_);
}

void ValueEncoder::element(duk_idx_t entries, std::uint32_t position) {
  isobox_get_own_index(ctx_, entries, position);
  value(duk_get_top_index(ctx_));
  duk_pop(ctx_);
}

// The name and the message as the error gives them; what is no string is written as the fallback.
void ValueEncoder::errorPart(duk_idx_t index, const char* key, std::string_view fallback) {
  duk_get_prop_string(ctx_, index, key);
  const bool isText = duk_is_string(ctx_, -1) && !duk_is_symbol(ctx_, -1);
  string(isText ? textAt(ctx_, -1) : fallback);
  duk_pop(ctx_);
}

void ValueEncoder::error(duk_idx_t index) {
  openTag("Error");
  out_.append(",\"name\":");
  errorPart(index, "name", "Error");
  out_.append(",\"message\":");
  errorPart(index, "message", "");
  out_.append(",\"stack\":");
  pushErrorStack(ctx_, index, Asking::Allowed);
  string(textAt(ctx_, -1));
  duk_pop(ctx_);
  duk_dup(ctx_, index);
  isobox_object_keys(ctx_);
  const duk_idx_t keys = duk_get_top_index(ctx_);
  if (countKept(keys, Leave::ErrorParts) > 0) {
    out_.append(",\"properties\":");
    properties(index, keys, Leave::ErrorParts);
  }
  duk_pop(ctx_);
  closeTag();
}

std::uint32_t ValueEncoder::arrayLength(duk_idx_t index) {
  if (!isobox_is_proxy(ctx_, index)) return static_cast<std::uint32_t>(duk_get_length(ctx_, index));
  duk_get_prop_string(ctx_, index, "length");
  const std::uint32_t length = duk_to_uint32(ctx_, -1);
  duk_pop(ctx_);
  return length;
}

void ValueEncoder::array(duk_idx_t index) {
  const std::uint32_t length = arrayLength(index);
  if (!isobox_is_proxy(ctx_, index) && isobox_entry_count(ctx_, index) == 0) return items(index, length);
  duk_dup(ctx_, index);
  isobox_object_keys(ctx_);
  const duk_idx_t keys = duk_get_top_index(ctx_);
  if (countKept(keys, Leave::Indices) == 0) {
    items(index, length);
  } else {
    openTag("Array");
    out_.append(",\"items\":");
    items(index, length);
    out_.append(",\"properties\":");
    properties(index, keys, Leave::Indices);
    closeTag();
  }
  duk_pop(ctx_);
}

void ValueEncoder::items(duk_idx_t index, std::uint32_t length) {
  open('[');
  for (std::uint32_t i = 0; i < length; ++i) {
    if (i > 0) out_.append(',');
    state_.path.back().isIndex = true;
    state_.path.back().index = i;
    step();
    item(index, i);
  }
  close(']');
}

// Holes are the array's own: what a prototype would show through them is not part of the value.
void ValueEncoder::item(duk_idx_t index, std::uint32_t position) {
  const bool isProxy = isobox_is_proxy(ctx_, index);
  int kind = ISOBOX_GETTER;
  if (!isProxy) kind = isobox_get_own_index(ctx_, index, position);
  if (isProxy && !duk_has_prop_index(ctx_, index, position)) kind = ISOBOX_ABSENT;
  if (kind == ISOBOX_ABSENT) return tag("hole");
  if (kind != ISOBOX_DATA) duk_get_prop_index(ctx_, index, position);
  value(duk_get_top_index(ctx_));
  duk_pop(ctx_);
}

std::string_view ValueEncoder::keyAt(duk_idx_t keys, std::uint32_t which) {
  isobox_get_own_index(ctx_, keys, which);
  const std::string_view key = textAt(ctx_, -1);  // the array of keys, which nobody else can reach, holds it
  duk_pop(ctx_);
  return key;
}

std::uint32_t ValueEncoder::countKept(duk_idx_t keys, Leave leave) {
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, keys));
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < count; ++i) kept += isLeftOut(keyAt(keys, i), leave) ? 0 : 1;
  return kept;
}

bool ValueEncoder::needsEntries(duk_idx_t keys, Leave leave) {
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, keys));
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string_view key = keyAt(keys, i);
    if (!isLeftOut(key, leave) && isSpecialKey(key)) return true;
  }
  return false;
}

void ValueEncoder::properties(duk_idx_t index, duk_idx_t keys, Leave leave) {
  const bool asEntries = needsEntries(keys, leave);
  if (asEntries) {
    openTag("Object");
    out_.append(",\"entries\":");
  }
  open(asEntries ? '[' : '{');
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, keys));
  bool first = true;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (isLeftOut(keyAt(keys, i), leave)) continue;
    if (!first) out_.append(',');
    first = false;
    property(index, keys, i, asEntries);
  }
  close(asEntries ? ']' : '}');
  if (asEntries) closeTag();
}

void ValueEncoder::property(duk_idx_t index, duk_idx_t keys, std::uint32_t which, bool asEntry) {
  isobox_get_own_index(ctx_, keys, which);
  state_.path.back().isIndex = false;
  state_.path.back().key = textAt(ctx_, -1);
  if (asEntry) open('[');
  string(textAt(ctx_, -1));
  out_.append(asEntry ? ',' : ':');
  duk_get_prop(ctx_, index);
  value(duk_get_top_index(ctx_));
  duk_pop(ctx_);
  if (asEntry) close(']');
}

void ValueEncoder::open(char bracket) {
  if (++depth_ > state_.order->valueDepth) {
    TextBuffer& text = state_.refusalText;
    char digits[12];
    const auto end = std::to_chars(digits, digits + sizeof digits, state_.order->valueDepth).ptr;
    text.clear();
    text.append("value is nested deeper than ");
    text.append({digits, static_cast<std::size_t>(end - digits)});
    refuse(ipc::Claim::ValueRefused, {}, true);
  }
  out_.append(bracket);
}

void ValueEncoder::close(char bracket) {
  --depth_;
  out_.append(bracket);
}

void ValueEncoder::enterObject(duk_idx_t index) {
  void* object = duk_get_heapptr(ctx_, index);
  for (const PathStep& step : state_.path)
    if (step.object == object) refuse(ipc::Claim::ValueRefused, "value has a cycle", true);
  state_.path.push_back({object, {}, 0, false});
}

void ValueEncoder::appendPath(TextBuffer& text) {
  const std::size_t begin = text.size();
  for (const PathStep& step : state_.path) {
    if (text.size() - begin > kMostPathText) return text.append("…");
    if (!step.isIndex && step.key.data() == nullptr) continue;  // a form without properties
    if (!step.isIndex) {
      text.append('.');
      appendEngineText(text, clipUtf8(step.key, 100));
      continue;
    }
    char digits[12];
    const auto end = std::to_chars(digits, digits + sizeof digits, step.index).ptr;
    text.append('[');
    text.append({digits, static_cast<std::size_t>(end - digits)});
    text.append(']');
  }
}

// Thrown from the outermost protected call, so no script sees it.
void ValueEncoder::refuse(ipc::Claim claim, std::string_view why, bool withPath) {
  TextBuffer& text = state_.refusalText;
  if (!why.empty()) text.clear();
  text.append(why);
  if (withPath) text.append(state_.path.empty() ? " at its root" : " at ");
  if (withPath) appendPath(text);
  state_.refusal = claim;
  duk_error_raw(ctx_, DUK_ERR_ERROR, nullptr, 0, "value refused");
  __builtin_unreachable();
}

void encodeValue(duk_context* ctx, EngineState& state, duk_idx_t index) {
  state.value.restart(state.order->value);
  state.refusalText.restart(16_KiB);
  state.refusal.reset();
  state.path.clear();
  state.encoding = true;
  ValueEncoder(ctx, state).root(duk_require_normalize_index(ctx, index));
  state.encoding = false;
}

}  // namespace isobox::runner
