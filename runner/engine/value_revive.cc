// Tagged JSON into the engine: what tagged objects stand for. Runs in sealed runners on input of clients.
#include <array>
#include <cmath>
#include <limits>

#include "runner/engine/base64.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"
#include "runner/engine/value_reader.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

constexpr std::size_t kMostDecimals = 400'000;  // more than any BigInt has

constexpr duk_uint_t kHidden = DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE |
                               DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_CLEAR_ENUMERABLE |
                               DUK_DEFPROP_FORCE;

struct NamedNumber {
  std::string_view name;
  double number;
};

constexpr std::array<NamedNumber, 4> kNumbers{{{"NaN", std::numeric_limits<double>::quiet_NaN()},
                                               {"Infinity", std::numeric_limits<double>::infinity()},
                                               {"-Infinity", -std::numeric_limits<double>::infinity()},
                                               {"-0", -0.0}}};

struct NamedError {
  std::string_view name;
  duk_errcode_t code;
};

constexpr std::array<NamedError, 7> kErrors{{{"Error", DUK_ERR_ERROR},
                                             {"EvalError", DUK_ERR_EVAL_ERROR},
                                             {"RangeError", DUK_ERR_RANGE_ERROR},
                                             {"ReferenceError", DUK_ERR_REFERENCE_ERROR},
                                             {"SyntaxError", DUK_ERR_SYNTAX_ERROR},
                                             {"TypeError", DUK_ERR_TYPE_ERROR},
                                             {"URIError", DUK_ERR_URI_ERROR}}};

// A function of the other side is here in name only.
duk_ret_t absentFunction(duk_context* ctx) {
  duk_error_raw(ctx, DUK_ERR_TYPE_ERROR, nullptr, 0, "this function was passed as data and has no body here");
  return 0;
}

void defineHidden(duk_context* ctx, duk_idx_t object, const char* key) {
  object = duk_normalize_index(ctx, object);
  duk_push_string(ctx, key);
  duk_insert(ctx, -2);
  duk_def_prop(ctx, object, kHidden);
}

}  // namespace

struct ValueReader::Form {
  std::string_view name;
  void (ValueReader::*revive)(duk_idx_t);
};

const ValueReader::Form* ValueReader::formNamed(std::string_view name) {
  static constexpr std::array<Form, 12> kForms{{{"Date", &ValueReader::reviveDate},
                                               {"RegExp", &ValueReader::reviveRegExp},
                                               {"Error", &ValueReader::reviveError},
                                               {"Function", &ValueReader::reviveFunction},
                                               {"Symbol", &ValueReader::reviveSymbol},
                                               {"BigInt", &ValueReader::reviveBigInt},
                                               {"Boxed", &ValueReader::reviveBoxed},
                                               {"String", &ValueReader::reviveString},
                                               {"Array", &ValueReader::reviveArray},
                                               {"Object", &ValueReader::reviveObject},
                                               {"Map", &ValueReader::reviveMap},
                                               {"Set", &ValueReader::reviveSet}}};
  for (const Form& form : kForms)
    if (form.name == name) return &form;
  return nullptr;
}

// [ … tagged ] → [ … value ]
ValueReader::Read ValueReader::revive() {
  const duk_idx_t object = duk_get_top_index(ctx_);
  const std::string_view name = textField(object, kTagKey);
  bool hole = false;
  if (const Form* form = formNamed(name)) {
    (this->*form->revive)(object);
  } else if (viewKind(name)) {
    reviveView(object, name);
  } else {
    expectFields(object, 1);
    hole = name == "hole";
    const NamedNumber* number = nullptr;
    for (const NamedNumber& candidate : kNumbers)
      if (candidate.name == name) number = &candidate;
    if (!number && !hole && name != "undefined") fail("unknown $isobox form");
    number ? duk_push_number(ctx_, number->number) : duk_push_undefined(ctx_);
  }
  duk_replace(ctx_, object);
  duk_set_top(ctx_, object + 1);
  return hole ? Read::Hole : Read::Value;
}

void ValueReader::expectFields(duk_idx_t object, std::uint32_t count) {
  if (isobox_entry_count(ctx_, object) != count) fail("a $isobox form with unknown fields");
}

// Pushes the field when it is there.
bool ValueReader::hasField(duk_idx_t object, const char* key) {
  return isobox_get_own_named(ctx_, object, key) == ISOBOX_DATA;
}

// The text stays alive with the object that has it.
std::string_view ValueReader::textField(duk_idx_t object, const char* key) {
  if (!hasField(object, key) || !duk_is_string(ctx_, -1) || duk_is_symbol(ctx_, -1))
    fail("a $isobox form without a field that it needs");
  const std::string_view text = textAt(ctx_, -1);
  duk_pop(ctx_);
  return text;
}

// Pushes a plain buffer with the bytes that the field has in base64.
void ValueReader::pushBytes(duk_idx_t object, const char* key) {
  const std::string_view text = textField(object, key);
  const auto size = base64Size(text);
  if (!size) fail("not base64");
  auto* bytes = static_cast<char*>(duk_push_fixed_buffer(ctx_, *size));
  if (!decodeBase64(text, bytes)) fail("not base64");
}

void ValueReader::reviveDate(duk_idx_t object) {
  expectFields(object, 2);
  if (!hasField(object, "value")) fail("a Date without value");
  const double time =
      duk_is_null(ctx_, -1) ? std::numeric_limits<double>::quiet_NaN() : duk_get_number(ctx_, -1);
  const bool valid = duk_is_null(ctx_, -1) || (std::fabs(time) <= 8.64e15 && time == std::trunc(time));
  if (!valid) fail("not a Date's number of milliseconds");
  isobox_push_date(ctx_, time);
}

void ValueReader::reviveRegExp(duk_idx_t object) {
  expectFields(object, 3);
  pushText(ctx_, textField(object, "source"));
  pushText(ctx_, textField(object, "flags"));
  isobox_make_regexp(ctx_);
}

void ValueReader::reviveErrorProperties(duk_idx_t object) {
  if (!hasField(object, "properties")) return;
  const duk_idx_t from = duk_get_top_index(ctx_);
  if (isobox_class_of(ctx_, from) != ISOBOX_CLASS_OBJECT) fail("properties of an Error are an object");
  copyProperties(from, from - 1);
  duk_pop(ctx_);
}

void ValueReader::reviveError(duk_idx_t object) {
  const bool extended = hasField(object, "properties");
  if (extended) duk_pop(ctx_);
  expectFields(object, extended ? 5 : 4);
  const std::string_view name = textField(object, "name");
  const NamedError* known = nullptr;
  for (const NamedError& error : kErrors)
    if (error.name == name) known = &error;
  isobox_push_error(ctx_, known ? known->code : DUK_ERR_ERROR);
  pushText(ctx_, textField(object, "message"));
  defineHidden(ctx_, -2, "message");
  pushText(ctx_, textField(object, "stack"));
  defineHidden(ctx_, -2, "stack");
  if (!known) {
    pushText(ctx_, name);
    defineHidden(ctx_, -2, "name");
  }
  reviveErrorProperties(object);
}

void ValueReader::reviveView(duk_idx_t object, std::string_view name) {
  expectFields(object, 2);
  const ViewKind kind = *viewKind(name);
  pushBytes(object, "base64");
  const duk_size_t size = duk_get_length(ctx_, -1);
  if (size % kind.elementBytes != 0) fail("a typed array with a part of an element");
  duk_push_buffer_object(ctx_, -1, 0, size, kind.bufobj);
  if (kind.bigIntClass != 0) isobox_push_bigint_view(ctx_, kind.bigIntClass);
}

void ValueReader::reviveFunction(duk_idx_t object) {
  expectFields(object, 2);
  duk_push_c_function(ctx_, absentFunction, 0);
  pushText(ctx_, textField(object, "name"));
  defineHidden(ctx_, -2, "name");
}

void ValueReader::reviveSymbol(duk_idx_t object) {
  const bool described = hasField(object, "description");
  if (!described) duk_push_undefined(ctx_);
  expectFields(object, described ? 2 : 1);
  if (described && !duk_is_string(ctx_, -1)) fail("a Symbol's description is a string");
  isobox_make_symbol(ctx_);
}

void ValueReader::reviveBigInt(duk_idx_t object) {
  expectFields(object, 2);
  const std::string_view digits = textField(object, "value");
  if (digits.size() > kMostDecimals) fail("a BigInt that is too large");
  pushText(ctx_, digits);
  if (!isobox_make_bigint(ctx_)) fail("a BigInt's value is a string of decimal digits");
}

void ValueReader::reviveBoxed(duk_idx_t object) {
  expectFields(object, 2);
  if (!hasField(object, "value")) fail("a Boxed without value");
  if (!duk_is_boolean(ctx_, -1) && !duk_is_number(ctx_, -1) && !duk_is_string(ctx_, -1))
    fail("only primitives can be Boxed");
  duk_to_object(ctx_, -1);
}

void ValueReader::reviveString(duk_idx_t object) {
  expectFields(object, 2);
  pushBytes(object, "utf16");
  duk_size_t size = 0;
  const auto* bytes = static_cast<const unsigned char*>(duk_get_buffer(ctx_, -1, &size));
  if (size % 2 != 0) fail("a String with half a unit");
  state_.scratch.restart({size * 2});
  for (duk_size_t i = 0; i < size; i += 2)
    appendUtf8(state_.scratch, static_cast<std::uint32_t>(bytes[i] | bytes[i + 1] << 8));
  pushText(ctx_, state_.scratch.view());
}

void ValueReader::reviveArray(duk_idx_t object) {
  expectFields(object, 3);
  if (!hasField(object, "items") || !duk_is_array(ctx_, -1)) fail("an Array without items");
  if (!hasField(object, "properties") || isobox_class_of(ctx_, -1) != ISOBOX_CLASS_OBJECT)
    fail("an Array without properties");
  const duk_idx_t properties = duk_get_top_index(ctx_);
  copyProperties(properties, properties - 1);
  duk_pop(ctx_);
}

void ValueReader::reviveObject(duk_idx_t object) {
  expectFields(object, 2);
  if (!hasField(object, "entries") || !duk_is_array(ctx_, -1)) fail("an Object without entries");
  const duk_idx_t entries = duk_get_top_index(ctx_);
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, entries));
  duk_push_object(ctx_);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (isobox_get_own_index(ctx_, entries, i) != ISOBOX_DATA || !duk_is_array(ctx_, -1) ||
        duk_get_length(ctx_, -1) != 2)
      fail("an entry of an Object is not a pair");
    const bool paired = isobox_get_own_index(ctx_, -1, 0) == ISOBOX_DATA && duk_is_string(ctx_, -1) &&
                        !duk_is_symbol(ctx_, -1) && isobox_get_own_index(ctx_, -2, 1) == ISOBOX_DATA;
    if (!paired) fail("an entry of an Object is not a key and a value");
    duk_def_prop(ctx_, entries + 1, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
    duk_pop(ctx_);
  }
}

void ValueReader::reviveMap(duk_idx_t object) {
  expectFields(object, 2);
  if (!hasField(object, "entries") || !duk_is_array(ctx_, -1)) fail("a Map without entries");
  const duk_idx_t entries = duk_get_top_index(ctx_);
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, entries));
  duk_push_bare_array(ctx_);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (isobox_get_own_index(ctx_, entries, i) != ISOBOX_DATA || !duk_is_array(ctx_, -1) || duk_get_length(ctx_, -1) != 2)
      fail("an entry of a Map is not a pair");
    for (std::uint32_t part = 0; part < 2; ++part) {
      if (isobox_get_own_index(ctx_, entries + 2, part) != ISOBOX_DATA) fail("an entry of a Map with a hole");
      duk_put_prop_index(ctx_, entries + 1, 2 * i + part);
    }
    duk_pop(ctx_);
  }
  isobox_make_collection(ctx_, 1);
}

void ValueReader::reviveSet(duk_idx_t object) {
  expectFields(object, 2);
  if (!hasField(object, "values") || !duk_is_array(ctx_, -1)) fail("a Set without values");
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, -1));
  for (std::uint32_t i = 0; i < count; ++i) {
    if (isobox_get_own_index(ctx_, -1, i) != ISOBOX_DATA) fail("a Set with a hole");
    duk_pop(ctx_);
  }
  isobox_make_collection(ctx_, 0);
}

void ValueReader::copyProperties(duk_idx_t from, duk_idx_t to) {
  duk_enum(ctx_, from, DUK_ENUM_OWN_PROPERTIES_ONLY);
  while (duk_next(ctx_, -1, 0)) {
    if (textAt(ctx_, -1) == "length" && duk_is_array(ctx_, to)) fail("an Array with a length of its own");
    isobox_get_own(ctx_, from, -1);
    duk_def_prop(ctx_, to, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
  }
  duk_pop(ctx_);
}

}  // namespace isobox::runner
