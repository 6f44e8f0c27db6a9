// Tagged JSON into the engine: the JSON part. Runs in sealed runners on input of clients.
// Recursion is bounded by the depth limit. Duktape may throw for want of memory anywhere: no frame here owns
// any.
#include "runner/engine/value_reader.h"

#include <charconv>

#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"

namespace isobox::runner {

void ValueReader::readWholeObject() {
  if (source_.peek() != '{') fail("an object was expected");
  value();
  if (source_.peek() != '\0' || !source_.atEnd()) fail("text after the object");
  const bool plain = isobox_class_of(ctx_, -1) == ISOBOX_CLASS_OBJECT && !isobox_is_error(ctx_, -1);
  if (!plain) fail("an object of names and values was expected");
}

ValueReader::Read ValueReader::value() {
  isobox_poll(ctx_);
  duk_require_stack(ctx_, 16);
  if (source_.peek() != '{') {
    plainValue();
    return Read::Value;
  }
  bool tagged = false;
  object(tagged);
  return tagged ? revive() : Read::Value;
}

void ValueReader::plainValue() {
  switch (source_.peek()) {
    case '[':
      return array();
    case '"':
      return string();
    case 't':
      return source_.takeWord("true") ? duk_push_true(ctx_) : fail("unknown word");
    case 'f':
      return source_.takeWord("false") ? duk_push_false(ctx_) : fail("unknown word");
    case 'n':
      return source_.takeWord("null") ? duk_push_null(ctx_) : fail("unknown word");
    default:
      break;
  }
  const auto number = source_.number();
  if (!number) fail("a value was expected");
  duk_push_number(ctx_, *number);
}

void ValueReader::string() {
  const auto text = source_.string(state_.scratch);
  if (!text) fail("a string was expected, or it is not well-formed");
  pushText(ctx_, *text);
}

void ValueReader::array() {
  enter();
  source_.take('[');
  duk_push_array(ctx_);
  std::uint32_t length = 0;
  if (!source_.take(']')) {
    do {
      if (value() == Read::Hole) {
        duk_pop(ctx_);
      } else {
        isobox_define_index(ctx_, -2, length);
      }
      ++length;
    } while (source_.take(','));
    if (!source_.take(']')) fail("',' or ']' was expected");
  }
  duk_set_length(ctx_, -1, length);
  leave();
}

void ValueReader::object(bool& tagged) {
  enter();
  source_.take('{');
  duk_push_object(ctx_);
  if (!source_.take('}')) {
    do {
      property(tagged);
    } while (source_.take(','));
    if (!source_.take('}')) fail("',' or '}' was expected");
  }
  leave();
}

void ValueReader::property(bool& tagged) {
  source_.peek();
  string();
  tagged = tagged || textAt(ctx_, -1) == kTagKey;
  if (!source_.take(':')) fail("':' was expected");
  if (value() == Read::Hole) fail("a hole outside of an array");
  duk_def_prop(ctx_, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
}

void ValueReader::enter() {
  if (depthLeft_ == 0) fail("nested deeper than allowed");
  --depthLeft_;
}

void ValueReader::fail(std::string_view why) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, source_.position()).ptr;
  TextBuffer& text = state_.refusalText;
  text.clear();
  text.append(input_);
  text.append(": ");
  text.append(why);
  text.append(", at byte ");
  text.append({digits, static_cast<std::size_t>(end - digits)});
  state_.refusal = ipc::Claim::BadInput;
  duk_error_raw(ctx_, DUK_ERR_ERROR, nullptr, 0, "input refused");
  __builtin_unreachable();
}

}  // namespace isobox::runner
