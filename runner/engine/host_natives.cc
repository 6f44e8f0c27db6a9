// What the lazy parts of the runtime need of the engine. Runs in the zygote (installing) and in sealed
// runners; hostile.
#include "runner/engine/host_natives.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "runner/engine/inspect.h"
#include "runner/engine/inspect_layout.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

// Functions that scripts can replace, as `@NAME` for the parts, which call them with @call or @apply.
struct Captured {
  const char* intrinsic;
  const char* holder;  // a path from the global object
  const char* name;
};

constexpr Captured kCaptured[] = {
    {"charCodeAt", "String.prototype", "charCodeAt"},
    {"indexOfText", "String.prototype", "indexOf"},
    {"lastIndexOfText", "String.prototype", "lastIndexOf"},
    {"slice", "String.prototype", "slice"},
    {"toLowerCase", "String.prototype", "toLowerCase"},
    {"toUpperCase", "String.prototype", "toUpperCase"},
    {"toWellFormed", "String.prototype", "toWellFormed"},
    {"repeat", "String.prototype", "repeat"},
    {"fromCharCode", "String", "fromCharCode"},
    {"toFixed", "Number.prototype", "toFixed"},
    {"numberText", "Number.prototype", "toString"},
    {"objectTag", "Object.prototype", "toString"},
    {"floor", "Math", "floor"},
    {"ceil", "Math", "ceil"},
    {"toObject", "", "Object"},
    {"ownKeys", "Reflect", "ownKeys"},
    {"ownDescriptor", "Object", "getOwnPropertyDescriptor"},
    {"prototypeOf", "Object", "getPrototypeOf"},
    {"sort", "Array.prototype", "sort"},
    {"Map", "", "Map"},
    {"mapGet", "Map.prototype", "get"},
    {"mapSet", "Map.prototype", "set"},
    {"mapHas", "Map.prototype", "has"},
    {"Set", "", "Set"},
    {"setAdd", "Set.prototype", "add"},
    {"setDelete", "Set.prototype", "delete"},
    {"Date", "", "Date"},
    {"dateNow", "Date", "now"},
    {"numberValue", "Number.prototype", "valueOf"},
    {"bigintValue", "BigInt.prototype", "valueOf"},
    {"dateValue", "Date.prototype", "getTime"},
    {"ArrayBuffer", "", "ArrayBuffer"},
    {"Int8Array", "", "Int8Array"},
    {"Uint8Array", "", "Uint8Array"},
    {"Uint8ClampedArray", "", "Uint8ClampedArray"},
    {"Int16Array", "", "Int16Array"},
    {"Uint16Array", "", "Uint16Array"},
    {"Int32Array", "", "Int32Array"},
    {"Uint32Array", "", "Uint32Array"},
    {"Float32Array", "", "Float32Array"},
    {"Float64Array", "", "Float64Array"},
    {"BigInt64Array", "", "BigInt64Array"},
    {"BigUint64Array", "", "BigUint64Array"},
    {"bufferSlice", "ArrayBuffer.prototype", "slice"},
    {"functionText", "Function.prototype", "toString"},
    {"EvalError", "", "EvalError"},
    {"URIError", "", "URIError"},
    {"DataView", "", "DataView"},
    {"Number", "", "Number"},
    {"String", "", "String"},
    {"Boolean", "", "Boolean"},
};

// Getters likewise.
constexpr Captured kGetters[] = {
    {"viewBuffer", "Uint8Array.prototype.__proto__", "buffer"},
    {"dataViewBuffer", "DataView.prototype", "buffer"},
};

// [ … ] → [ … object ]
void pushPath(duk_context* ctx, std::string_view path) {
  duk_push_global_object(ctx);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('.'), path.size());
    duk_get_prop_lstring(ctx, -1, path.data(), end);
    duk_remove(ctx, -2);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
}

duk_ret_t isArray(duk_context* ctx) {
  duk_push_boolean(ctx, duk_is_array(ctx, 0));
  return 1;
}

// (object, key): an own property, found without asking anybody but a proxy's target.
duk_ret_t hasOwn(duk_context* ctx) {
  duk_to_string(ctx, 1);
  while (isobox_is_proxy(ctx, 0)) {
    isobox_push_proxy_target(ctx, 0);
    duk_replace(ctx, 0);
  }
  const bool there = isobox_get_own(ctx, 0, 1) != ISOBOX_ABSENT;
  duk_push_boolean(ctx, there);
  return 1;
}

// 0: neither; 1 a Map, 2 a Set, 3 and 4 weak ones.
duk_ret_t collectionKind(duk_context* ctx) {
  duk_push_int(ctx, isobox_collection_kind(ctx, 0));
  return 1;
}

duk_ret_t collectionEntries(duk_context* ctx) {
  isobox_push_collection_entries(ctx, 0);
  return 1;
}

// What kind of object it is, as isobox_class numbers them; 0 for what is none. 100: a proxy.
duk_ret_t classOf(duk_context* ctx) {
  duk_push_int(ctx, isobox_is_proxy(ctx, 0) ? 100 : isobox_class_of(ctx, 0));
  return 1;
}

duk_ret_t isError(duk_context* ctx) {
  duk_push_boolean(ctx, isobox_is_error(ctx, 0));
  return 1;
}

duk_ret_t innerValue(duk_context* ctx) {
  isobox_push_inner_value(ctx, 0);
  return 1;
}

// Columns that a text takes.
duk_ret_t widthOfText(duk_context* ctx) {
  TextBuffer& text = stateOf(ctx).scratch;
  duk_size_t size = 0;
  duk_get_lstring(ctx, 0, &size);
  restartWithin(stateOf(ctx), text, 2 * size + 8);
  appendEngineText(text, textAt(ctx, 0));
  requireComplete(ctx, text);
  duk_push_number(ctx, static_cast<double>(textWidth(text.view())));
  return 1;
}

// Appends a short form of the value at `index`, as errors of Node.js show it.
void appendShort(duk_context* ctx, TextBuffer& out, duk_idx_t index) {
  constexpr std::size_t kLongest = 28, kShown = 25;
  TextBuffer& text = stateOf(ctx).console;
  text.restart({64_KiB});
  inspectInto(ctx, text, index, {});
  const std::string_view shown = text.view();
  if (shown.size() <= kLongest) return out.append(shown);
  out.append(clipUtf8(shown, kShown));
  out.append("...");
}

// Pushes the name of the constructor of the object at `index`, or undefined.
void pushConstructor(duk_context* ctx, duk_idx_t index) {
  pushInheritedData(ctx, index, "constructor");
  if (!duk_is_object(ctx, -1)) return;
  pushInheritedData(ctx, -1, "name");
  duk_remove(ctx, -2);
}

// What a value is, in an error's message: "Received type string ('x')".
duk_ret_t received(duk_context* ctx) {
  TextBuffer& out = stateOf(ctx).report;
  out.restart({8_KiB});
  out.append("Received ");
  if (duk_is_null_or_undefined(ctx, 0)) {
    out.append(duk_is_null(ctx, 0) ? "null" : "undefined");
  } else if (duk_is_function(ctx, 0)) {
    out.append("function ");
    pushInheritedData(ctx, 0, "name");
    if (duk_is_string(ctx, -1)) appendEngineText(out, textAt(ctx, -1).substr(0, 200));
  } else if (duk_is_object(ctx, 0)) {
    pushConstructor(ctx, 0);
    const bool named = duk_is_string(ctx, -1) && !duk_is_symbol(ctx, -1);
    if (named) out.append("an instance of ");
    if (named) appendEngineText(out, textAt(ctx, -1).substr(0, 200));
    if (!named) out.append("[Object: null prototype] {}");
  } else {
    out.append("type ");
    out.append(isobox_is_bigint_value(ctx, 0) ? "bigint"
               : duk_is_symbol(ctx, 0)  ? "symbol"
               : duk_is_string(ctx, 0)  ? "string"
               : duk_is_boolean(ctx, 0) ? "boolean"
                                        : "number");
    out.append(" (");
    appendShort(ctx, out, 0);
    out.append(')');
  }
  pushEngineText(ctx, out.view());
  return 1;
}

duk_ret_t constructorName(duk_context* ctx) {
  pushConstructor(ctx, 0);
  if (duk_is_string(ctx, -1)) return 1;
  duk_push_string(ctx, "Object");
  return 1;
}

// LengthOfArrayLike.
duk_ret_t lengthOf(duk_context* ctx) {
  duk_get_prop_string(ctx, 0, "length");
  const double length = duk_to_number(ctx, -1);
  duk_push_number(ctx, std::isnan(length) ? 0 : std::clamp(std::trunc(length), 0.0, 9007199254740991.0));
  return 1;
}

// (a, b, sensitivity, numeric, ignorePunctuation, upperFirst) → -1, 0 or 1
duk_ret_t compareTexts(duk_context* ctx) {
  const CollationOptions options{static_cast<Sensitivity>(duk_get_uint(ctx, 2)), duk_get_boolean(ctx, 3) != 0,
                                 duk_get_boolean(ctx, 4) != 0, duk_get_boolean(ctx, 5) != 0};
  const CollationPause pause{[](void* context) { isobox_pause(static_cast<duk_context*>(context)); }, ctx};
  duk_push_int(ctx, stateOf(ctx).collation.compare(textAt(ctx, 0), textAt(ctx, 1), options, pause));
  return 1;
}

// (view, its buffer) → [byte offset, length in elements]
duk_ret_t viewPlace(duk_context* ctx) {
  duk_size_t size = 0, whole = 0;
  const auto* data = static_cast<const char*>(duk_require_buffer_data(ctx, 0, &size));
  const auto* begin = static_cast<const char*>(duk_require_buffer_data(ctx, 1, &whole));
  const auto kind = viewKind(viewName(isobox_class_of(ctx, 0)));
  duk_push_bare_array(ctx);
  duk_push_number(ctx, size == 0 ? 0 : static_cast<double>(data - begin));
  isobox_define_index(ctx, -2, 0);
  duk_push_number(ctx, static_cast<double>(size / (kind ? kind->elementBytes : 1)));
  isobox_define_index(ctx, -2, 1);
  return 1;
}

duk_ret_t hasHiddenParts(duk_context* ctx) {
  duk_push_boolean(ctx, isobox_has_slots(ctx, 0));
  return 1;
}

duk_ret_t detach(duk_context* ctx) {
  isobox_detach_buffer(ctx, 0);
  return 0;
}

// (view): random bytes, 65 536 at most; false when it is longer.
duk_ret_t randomFill(duk_context* ctx) {
  constexpr duk_size_t kMost = 65'536;
  duk_size_t size = 0;
  auto* bytes = static_cast<unsigned char*>(duk_require_buffer_data(ctx, 0, &size));
  if (size <= kMost) stateOf(ctx).entropy.fill({bytes, size});
  duk_push_boolean(ctx, size <= kMost);
  return 1;
}

// A version 4 UUID (RFC 9562).
duk_ret_t randomUuid(duk_context* ctx) {
  constexpr char kHex[] = "0123456789abcdef";
  unsigned char bytes[16];
  stateOf(ctx).entropy.fill(bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  char text[36], *to = text;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *to++ = '-';
    *to++ = kHex[bytes[i] >> 4];
    *to++ = kHex[bytes[i] & 15];
  }
  pushText(ctx, {text, sizeof text});
  return 1;
}

duk_ret_t timeOrigin(duk_context* ctx) {
  const EngineState& state = stateOf(ctx);
  duk_push_number(ctx, state.given_clocks ? state.given_now : state.wallOrigin);
  return 1;
}

struct Native {
  const char* name;
  duk_c_function function;
  duk_idx_t arguments;
};

constexpr Native kNatives[] = {
    {"isArray", isArray, 1},
    {"hasOwn", hasOwn, 2},
    {"collectionKind", collectionKind, 1},
    {"collectionEntries", collectionEntries, 1},
    {"classOf", classOf, 1},
    {"isError", isError, 1},
    {"innerValue", innerValue, 1},
    {"textWidth", widthOfText, 1},
    {"received", received, 1},
    {"constructorName", constructorName, 1},
    {"lengthOf", lengthOf, 1},
    {"compareTexts", compareTexts, 6},
    {"viewPlace", viewPlace, 2},
    {"hasHiddenParts", hasHiddenParts, 1},
    {"detach", detach, 1},
    {"randomFill", randomFill, 1},
    {"randomUuid", randomUuid, 0},
    {"timeOrigin", timeOrigin, 0},
};

// What other engines have, and this one has not or without its name.
void mendGlobals(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, "global");
  duk_dup(ctx, -2);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   DUK_DEFPROP_CLEAR_ENUMERABLE);
  for (const char* name : {"parseFloat", "parseInt"}) {
    duk_get_prop_string(ctx, -1, name);
    duk_push_string(ctx, "name");
    duk_push_string(ctx, name);
    duk_def_prop(
        ctx, -3,
        DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WEC | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
    duk_pop(ctx);
  }
  duk_pop(ctx);
}

}  // namespace

void registerIntrinsic(duk_context* ctx, const char* name, duk_c_function native, duk_idx_t arguments) {
  duk_push_c_function(ctx, native, arguments);
  isobox_not_constructor(ctx, -1);
  isobox_register_intrinsic(ctx, name);
}

void restartWithin(EngineState& state, TextBuffer& text, std::uint64_t most) {
  // Such a text lies beside the heap, whose blocks that are free now may have been touched before.
  constexpr Bytes kBeside = 16_MiB;
  const Arena& arena = state.heap.arena();
  const std::uint64_t budget = arena.budget().count;
  const std::uint64_t left = budget - std::min(budget, arena.used().count);
  const std::uint64_t untouched = budget + kBeside.count - std::min(budget + kBeside.count, arena.touched().count);
  text.restart({std::min({most, left, untouched})});
}

void requireComplete(duk_context* ctx, const TextBuffer& text) {
  constexpr double kMoreThanAnyBudget = 1e12;
  if (!text.overflowed()) return;
  isobox_announce(ctx, kMoreThanAnyBudget);
  duk_error(ctx, DUK_ERR_RANGE_ERROR, "Invalid string length");
}

void installHostNatives(duk_context* ctx) {
  mendGlobals(ctx);
  for (const Captured& captured : kCaptured) {
    pushPath(ctx, captured.holder);
    duk_get_prop_string(ctx, -1, captured.name);
    isobox_register_intrinsic(ctx, captured.intrinsic);
    duk_pop(ctx);
  }
  for (const Captured& getter : kGetters) {
    pushPath(ctx, getter.holder);
    duk_push_string(ctx, getter.name);
    duk_get_prop_desc(ctx, -2, 0);
    duk_get_prop_string(ctx, -1, "get");
    isobox_register_intrinsic(ctx, getter.intrinsic);
    duk_pop_2(ctx);
  }
  for (const Native& native : kNatives)
    registerIntrinsic(ctx, native.name, native.function, native.arguments);
}

}  // namespace isobox::runner
