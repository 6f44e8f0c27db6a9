// The names of tagged JSON, shared by the encoder and the reader. Runs in sealed runners.
#include "runner/engine/value_forms.h"

#include <array>
#include <charconv>

#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

struct View {
  std::string_view name;
  ViewKind kind;
};

// In the order of Duktape's classes, from ISOBOX_CLASS_ARRAYBUFFER on.
constexpr std::array<View, 13> kViews{{
    {"ArrayBuffer", {DUK_BUFOBJ_ARRAYBUFFER, 1}},
    {"DataView", {DUK_BUFOBJ_DATAVIEW, 1}},
    {"Int8Array", {DUK_BUFOBJ_INT8ARRAY, 1}},
    {"Uint8Array", {DUK_BUFOBJ_UINT8ARRAY, 1}},
    {"Uint8ClampedArray", {DUK_BUFOBJ_UINT8CLAMPEDARRAY, 1}},
    {"Int16Array", {DUK_BUFOBJ_INT16ARRAY, 2}},
    {"Uint16Array", {DUK_BUFOBJ_UINT16ARRAY, 2}},
    {"Int32Array", {DUK_BUFOBJ_INT32ARRAY, 4}},
    {"Uint32Array", {DUK_BUFOBJ_UINT32ARRAY, 4}},
    {"Float32Array", {DUK_BUFOBJ_FLOAT32ARRAY, 4}},
    {"Float64Array", {DUK_BUFOBJ_FLOAT64ARRAY, 8}},
    // Duktape makes none of these: isobox_push_bigint_view does.
    {"BigInt64Array", {DUK_BUFOBJ_ARRAYBUFFER, 8, ISOBOX_CLASS_BIGINT64ARRAY}},
    {"BigUint64Array", {DUK_BUFOBJ_ARRAYBUFFER, 8, ISOBOX_CLASS_BIGUINT64ARRAY}},
}};
static_assert(ISOBOX_CLASS_BIGUINT64ARRAY - ISOBOX_CLASS_ARRAYBUFFER + 1 == kViews.size());

ipc::ValueType objectType(duk_context* ctx, duk_idx_t index) {
  using enum ipc::ValueType;
  if (duk_is_function(ctx, index)) return Function;
  if (duk_is_array(ctx, index)) return Array;
  if (isobox_is_error(ctx, index)) return Error;
  switch (const int objectClass = isobox_class_of(ctx, index)) {
    case ISOBOX_CLASS_DATE:
      return Date;
    case ISOBOX_CLASS_REGEXP:
      return RegExp;
    case ISOBOX_CLASS_ARRAYBUFFER:
      return ArrayBuffer;
    default:
      if (!viewName(objectClass).empty()) return TypedArray;
      break;
  }
  switch (isobox_collection_kind(ctx, index)) {
    case ISOBOX_COLLECTION_MAP:
      return Map;
    case ISOBOX_COLLECTION_SET:
      return Set;
    default:
      return isobox_is_promise_value(ctx, index) ? Promise : Object;
  }
}

}  // namespace

std::string_view viewName(int objectClass) {
  const std::size_t place = static_cast<std::size_t>(objectClass - ISOBOX_CLASS_ARRAYBUFFER);
  return objectClass >= ISOBOX_CLASS_ARRAYBUFFER && place < kViews.size() ? kViews[place].name
                                                                          : std::string_view();
}

std::optional<ViewKind> viewKind(std::string_view name) {
  for (const View& view : kViews)
    if (view.name == name) return view.kind;
  return std::nullopt;
}

bool isArrayIndex(std::string_view key) {
  if (key.empty() || key.size() > 10 || (key.front() == '0' && key.size() > 1)) return false;
  std::uint64_t value = 0;
  const auto result = std::from_chars(key.data(), key.data() + key.size(), value);
  return result.ec == std::errc() && result.ptr == key.data() + key.size() && value < 0xffffffffu;
}

ipc::ValueType valueTypeOf(duk_context* ctx, duk_idx_t index) {
  using enum ipc::ValueType;
  switch (duk_get_type(ctx, index)) {
    case DUK_TYPE_UNDEFINED:
      return Undefined;
    case DUK_TYPE_NULL:
      return Null;
    case DUK_TYPE_BOOLEAN:
      return Boolean;
    case DUK_TYPE_NUMBER:
      return Number;
    case DUK_TYPE_STRING:
      if (isobox_is_bigint_value(ctx, index)) return BigInt;
      return duk_is_symbol(ctx, index) ? Symbol : String;
    case DUK_TYPE_BUFFER:
      return TypedArray;
    case DUK_TYPE_LIGHTFUNC:
      return Function;
    default:
      return objectType(ctx, index);
  }
}

}  // namespace isobox::runner
