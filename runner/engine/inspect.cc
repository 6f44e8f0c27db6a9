// Values for people, as Node.js prints them. Runs in sealed runners; reads a hostile script's objects.
#include "runner/engine/inspect.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "runner/engine/error_report.h"
#include "runner/engine/inspector.h"
#include "runner/engine/number_text.h"
#include "runner/engine/text_forms.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

constexpr int kMostPrototypes = 64;
// Causes of errors are shown at any depth, but for this one: each takes a part of the native stack.
constexpr int kDeepest = 1000;
constexpr duk_uint_t kOwnKeys =
    DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_NO_PROXY_BEHAVIOR | DUK_ENUM_INCLUDE_SYMBOLS;

}  // namespace

void appendCount(TextBuffer& out, std::uint64_t count) {
  char digits[24];
  out.append(
      {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, count).ptr - digits)});
}

void appendAnyNumber(TextBuffer& out, double number) {
  if (std::isnan(number)) return out.append("NaN");
  if (std::isinf(number)) return out.append(number > 0 ? "Infinity" : "-Infinity");
  if (number == 0 && std::signbit(number)) out.append('-');
  appendNumber(out, number);
}

void Inspector::value(duk_idx_t index, int level) {
  if (out_.overflowed()) return;
  isobox_pause(ctx_);
  duk_require_stack(ctx_, 16);
  const duk_idx_t top = duk_get_top(ctx_);
  duk_dup(ctx_, index);
  while (isobox_is_proxy(ctx_, top)) {
    isobox_push_proxy_target(ctx_, top);
    duk_replace(ctx_, top);
  }
  duk_is_object(ctx_, top) ? object(top, level) : primitive(top);
  duk_set_top(ctx_, top);
}

void Inspector::primitive(duk_idx_t index) {
  switch (duk_get_type(ctx_, index)) {
    case DUK_TYPE_UNDEFINED:
      return out_.append("undefined");
    case DUK_TYPE_NULL:
      return out_.append("null");
    case DUK_TYPE_BOOLEAN:
      return out_.append(duk_get_boolean(ctx_, index) ? "true" : "false");
    case DUK_TYPE_NUMBER:
      return appendAnyNumber(out_, duk_get_number(ctx_, index));
    case DUK_TYPE_STRING:
      if (isobox_is_bigint_value(ctx_, index)) return bigInt(index);
      if (duk_is_symbol(ctx_, index)) return symbol(index);
      return appendQuoted(out_, textAt(ctx_, index));
    case DUK_TYPE_BUFFER:
      return view(index);
    default:
      return out_.append("[Function]");
  }
}

void Inspector::symbol(duk_idx_t index) {
  out_.append("Symbol(");
  isobox_push_symbol_description(ctx_, index);
  appendEngineText(out_, textAt(ctx_, -1));
  duk_pop(ctx_);
  out_.append(')');
}

void Inspector::bigInt(duk_idx_t index) {
  isobox_push_bigint_decimal(ctx_, index);
  out_.append(textAt(ctx_, -1));
  duk_pop(ctx_);
  out_.append('n');
}

void Inspector::object(duk_idx_t index, int level) {
  if (closesCircle(index)) return;
  if (level > kDeepest) return nameOnly(index);
  if (hasContent(index)) {
    if (level > style_.depth) return nameOnly(index);
    lastLevel_ = level;
  }
  state_.open.push_back(duk_get_heapptr(ctx_, index));
  container(index, level);
  state_.open.pop_back();
}

bool Inspector::closesCircle(duk_idx_t index) {
  void* object = duk_get_heapptr(ctx_, index);
  if (std::find(state_.open.begin(), state_.open.end(), object) == state_.open.end()) return false;
  auto known = std::find(state_.circular.begin(), state_.circular.end(), object);
  if (known == state_.circular.end()) known = state_.circular.insert(known, object);
  out_.append("[Circular *");
  appendCount(out_, static_cast<std::uint64_t>(known - state_.circular.begin()) + 1);
  out_.append(']');
  return true;
}

void Inspector::nameOnly(duk_idx_t index) {
  pushConstructorName(index);
  out_.append('[');
  if (duk_is_string(ctx_, -1)) {
    appendEngineText(out_, textAt(ctx_, -1));
  } else {
    out_.append("Object: null prototype");
  }
  out_.append(']');
  duk_pop(ctx_);
}

void Inspector::container(duk_idx_t index, int level) {
  const int objectClass = isobox_class_of(ctx_, index);
  if (duk_is_function(ctx_, index)) return withBase(index, level, Skip::Nothing);
  if (isobox_is_error(ctx_, index)) return withBase(index, level, Skip::ErrorParts);
  if (!viewName(objectClass).empty()) return view(index);
  if (isPromise(index)) return promise(index, level);
  if (isWebObject(index)) return webObject(index, level);
  if (isobox_collection_kind(ctx_, index) >= ISOBOX_COLLECTION_WEAK_MAP) return weakCollection(index, level);
  switch (objectClass) {
    case ISOBOX_CLASS_ARRAY:
      return list(index, level);
    case ISOBOX_CLASS_STRING:
      return withBase(index, level, Skip::Indices);
    case ISOBOX_CLASS_BOOLEAN:
    case ISOBOX_CLASS_NUMBER:
    case ISOBOX_CLASS_SYMBOL:
    case ISOBOX_CLASS_BIGINT:
    case ISOBOX_CLASS_DATE:
    case ISOBOX_CLASS_REGEXP:
      return withBase(index, level, Skip::Nothing);
    default:
      break;
  }
  const int kind = isobox_collection_kind(ctx_, index);
  if (kind == ISOBOX_COLLECTION_MAP || kind == ISOBOX_COLLECTION_SET)
    return collection(index, level, kind == ISOBOX_COLLECTION_MAP);
  plain(index, level);
}

// What is empty is shown at any depth.
bool Inspector::hasContent(duk_idx_t index) {
  const int objectClass = isobox_class_of(ctx_, index);
  if (isobox_is_error(ctx_, index)) return hasKeys(index, Skip::ErrorParts);
  if (objectClass == ISOBOX_CLASS_STRING) return hasKeys(index, Skip::Indices);
  if (objectClass == ISOBOX_CLASS_ARRAY && duk_get_length(ctx_, index) > 0) return true;
  if (!viewName(objectClass).empty() || isobox_collection_size(ctx_, index) > 0) return true;
  return isPromise(index) || isWebObject(index) || hasKeys(index, Skip::Nothing);
}

// Functions, errors, boxed primitives and the like: a text of their own, and properties if somebody added
// some.
void Inspector::withBase(duk_idx_t index, int level, Skip skip) {
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  base(index);
  const bool extras = skip == Skip::ErrorParts && hasErrorExtras(index);
  if (!extras && !hasKeys(index, skip)) return;
  out_.append(" {");
  const std::size_t opening = out_.size() - begin;
  properties(index, level, skip);
  if (extras) errorExtras(index, level);
  finish(index, {begin, opening, "}", {}, indentation_, true, false, false, false}, firstMark, level);
}

void Inspector::base(duk_idx_t index) {
  if (duk_is_function(ctx_, index)) {
    function(index);
  } else if (isobox_is_error(ctx_, index)) {
    error(index);
  } else {
    innerValue(index);
  }
}

// What a RegExp, a Date or a boxed primitive holds.
void Inspector::innerValue(duk_idx_t index) {
  const int objectClass = isobox_class_of(ctx_, index);
  if (objectClass == ISOBOX_CLASS_REGEXP) {
    isobox_push_regexp_source(ctx_, index);
    isobox_push_regexp_flags(ctx_, index);
    appendRegExp(out_, textAt(ctx_, -2), textAt(ctx_, -1));
    duk_pop(ctx_);
    return duk_pop(ctx_);
  }
  isobox_push_inner_value(ctx_, index);
  if (objectClass == ISOBOX_CLASS_DATE) {
    appendIsoDate(out_, duk_get_number(ctx_, -1));
  } else {
    out_.append('[');
    out_.append(boxName(objectClass));
    out_.append(": ");
    primitive(duk_get_top_index(ctx_));
    out_.append(']');
  }
  duk_pop(ctx_);
}

void Inspector::plain(duk_idx_t index, int level) {
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  prefix(index);
  out_.append('{');
  const std::size_t opening = out_.size() - begin;
  properties(index, level, Skip::Nothing);
  finish(index, {begin, opening, "}", {}, indentation_, true, false, false, false}, firstMark, level);
}

// "Foo ", "Object [Math] ", "[Arguments] ", "[Object: null prototype] ", or nothing for an ordinary object.
void Inspector::prefix(duk_idx_t index) {
  pushConstructorName(index);
  pushInheritedTag(ctx_, index);
  const bool named = duk_is_string(ctx_, -2);
  const bool tagged =
      duk_is_string(ctx_, -1) && !duk_is_symbol(ctx_, -1) && textAt(ctx_, -1) != textAt(ctx_, -2);
  if (isobox_class_of(ctx_, index) == ISOBOX_CLASS_ARGUMENTS) {
    out_.append("[Arguments] ");
    return duk_pop_2(ctx_);
  }
  if (!named) out_.append("[Object: null prototype] ");
  if (named && (tagged || textAt(ctx_, -2) != "Object")) {
    appendEngineText(out_, textAt(ctx_, -2));
    out_.append(' ');
  }
  if (tagged) {
    out_.append('[');
    appendEngineText(out_, textAt(ctx_, -1));
    out_.append("] ");
  }
  duk_pop_2(ctx_);
}

// Of the constructor on top of the stack. A prototype is none of its own constructor's.
bool Inspector::isInstance(duk_idx_t index) {
  const duk_idx_t top = duk_get_top(ctx_);
  if (isobox_get_own_named(ctx_, -1, "prototype") != ISOBOX_DATA) return false;
  void* const wanted = duk_get_heapptr(ctx_, -1);
  duk_dup(ctx_, index);
  bool found = false;
  for (int i = 0; i < kMostPrototypes && !found && duk_is_object(ctx_, -1) && !isobox_is_proxy(ctx_, -1); ++i) {
    duk_get_prototype(ctx_, -1);
    duk_remove(ctx_, -2);
    found = wanted != nullptr && duk_get_heapptr(ctx_, -1) == wanted;
  }
  duk_set_top(ctx_, top);
  return found;
}

void Inspector::pushConstructorName(duk_idx_t index) {
  const duk_idx_t top = duk_get_top(ctx_);
  duk_dup(ctx_, index);
  for (int i = 0; i < kMostPrototypes && duk_is_object(ctx_, top) && !isobox_is_proxy(ctx_, top); ++i) {
    const bool found = isobox_get_own_named(ctx_, top, "constructor") == ISOBOX_DATA &&
                       duk_is_function(ctx_, -1) && isInstance(index) && isobox_get_own_named(ctx_, -1, "name") == ISOBOX_DATA &&
                       duk_is_string(ctx_, -1) && !duk_is_symbol(ctx_, -1) && !textAt(ctx_, -1).empty();
    if (found) {
      duk_replace(ctx_, top);
      return duk_set_top(ctx_, top + 1);
    }
    duk_get_prototype(ctx_, top);
    duk_replace(ctx_, top);
    duk_set_top(ctx_, top + 1);
  }
  duk_set_top(ctx_, top);
  duk_push_undefined(ctx_);
}

// The key is on top of the stack.
bool Inspector::isSkipped(Skip skip) {
  if (skip == Skip::Nothing || duk_is_symbol(ctx_, -1)) return false;
  const std::string_view key = textAt(ctx_, -1);
  if (skip == Skip::Indices) return isArrayIndex(key);
  return key == "name" || key == "message" || key == "stack";
}

bool Inspector::hasKeys(duk_idx_t index, Skip skip) {
  const duk_idx_t top = duk_get_top(ctx_);
  bool found = false;
  duk_enum(ctx_, index, ownKeys());
  while (!found && duk_next(ctx_, top, 0)) {
    found = !isSkipped(skip);
    duk_pop(ctx_);
  }
  duk_set_top(ctx_, top);
  return found;
}

duk_uint_t Inspector::ownKeys() const {
  return style_.hidden ? kOwnKeys | DUK_ENUM_INCLUDE_NONENUMERABLE : kOwnKeys;
}

// The key is on top of the stack.
bool Inspector::isEnumerable(duk_idx_t index) {
  duk_dup_top(ctx_);
  duk_get_prop_desc(ctx_, index, 0);
  const bool described = duk_is_object(ctx_, -1) && isobox_get_own_named(ctx_, -1, "enumerable") == ISOBOX_DATA;
  const bool enumerable = described && duk_get_boolean(ctx_, -1);
  duk_pop_n(ctx_, described ? 2 : 1);
  return enumerable;
}

void Inspector::properties(duk_idx_t index, int level, Skip skip) {
  const duk_idx_t top = duk_get_top(ctx_);
  duk_enum(ctx_, index, ownKeys());
  while (!out_.overflowed() && duk_next(ctx_, top, 0)) {
    isobox_poll(ctx_);
    if (!isSkipped(skip)) property(index, level);
    duk_set_top(ctx_, top + 1);
  }
  duk_set_top(ctx_, top);
}

void Inspector::property(duk_idx_t index, int level) {
  startEntry();
  const bool bracketed = style_.hidden && !duk_is_symbol(ctx_, -1) && !isEnumerable(index);
  if (bracketed) out_.append('[');
  key();
  out_.append(bracketed ? "]: " : ": ");
  const int kind = isobox_get_own(ctx_, index, -1);
  if (kind != ISOBOX_DATA) return out_.append(accessorName(kind));
  indentation_ += 2;
  value(duk_get_top_index(ctx_), level + 1);
  indentation_ -= 2;
}

// The key is on top of the stack.
void Inspector::key() {
  if (duk_is_symbol(ctx_, -1)) {
    out_.append('[');
    symbol(duk_get_top_index(ctx_));
    return out_.append(']');
  }
  const std::string_view name = textAt(ctx_, -1);
  isIdentifier(name) ? out_.append(name) : appendQuoted(out_, name);
}

void inspectInto(duk_context* ctx, TextBuffer& out, duk_idx_t index, InspectStyle style) {
  EngineState& state = stateOf(ctx);
  index = duk_require_normalize_index(ctx, index);
  if (style.rawString && duk_is_string(ctx, index) && !duk_is_symbol(ctx, index))
    return appendEngineText(out, textAt(ctx, index));
  state.marks.clear();
  state.open.clear();
  state.circular.clear();
  Inspector(ctx, state, out, style).value(index, 0);
}

}  // namespace isobox::runner
