// Values for people: kinds of functions, promises, what errors carry. Runs in sealed runners; no script runs
// in here.
#include <string_view>

#include "runner/engine/error_report.h"
#include "runner/engine/inspector.h"
#include "runner/engine/text_forms.h"
#include "runner/engine/unicode.h"
#include "runner/runtime/runtime.h"

namespace isobox::runner {

namespace {

// Pushes the function's name, or an empty text.
void pushFunctionName(duk_context* ctx, duk_idx_t index) {
  if (isobox_get_own_named(ctx, index, "name") == ISOBOX_DATA) {
    if (duk_is_string(ctx, -1) && !duk_is_symbol(ctx, -1)) return;
    duk_pop(ctx);
  }
  duk_push_string(ctx, "");
}

bool isFunctionKind(std::string_view tag) {
  return tag == "AsyncFunction" || tag == "GeneratorFunction" || tag == "AsyncGeneratorFunction";
}

}  // namespace

// "[Function: f]", "[AsyncFunction: f]", "[class B extends A]".
void Inspector::function(duk_idx_t index) {
  const bool isClass = (isobox_function_flags(ctx_, index) & ISOBOX_FUNCTION_CLASS) != 0;
  const duk_idx_t top = duk_get_top(ctx_);
  pushFunctionName(ctx_, index);
  if (isClass) {
    classText(index, textAt(ctx_, top));
    return duk_set_top(ctx_, top);
  }
  pushInheritedTag(ctx_, index);
  const std::string_view tag = textAt(ctx_, -1), name = textAt(ctx_, top);
  out_.append('[');
  out_.append(isFunctionKind(tag) ? tag : "Function");
  out_.append(name.empty() ? " (anonymous)" : ": ");
  appendEngineText(out_, name);
  out_.append(']');
  duk_set_top(ctx_, top);
}

void Inspector::classText(duk_idx_t index, std::string_view name) {
  out_.append("[class ");
  name.empty() ? out_.append("(anonymous)") : appendEngineText(out_, name);
  duk_get_prototype(ctx_, index);
  if (duk_is_function(ctx_, -1)) {
    pushFunctionName(ctx_, -1);
    if (!textAt(ctx_, -1).empty()) {
      out_.append(" extends ");
      appendEngineText(out_, textAt(ctx_, -1));
    }
  }
  out_.append(']');
}

bool Inspector::isPromise(duk_idx_t index) {
  const PromiseState promiseState = inspectPromise(ctx_, index);
  if (promiseState == PromiseState::Fulfilled || promiseState == PromiseState::Rejected) duk_pop(ctx_);
  return promiseState != PromiseState::NotAPromise;
}

// "Promise { 1 }", "Promise { <pending> }", "Promise { <rejected> 1 }".
void Inspector::promise(duk_idx_t index, int level) {
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  prefix(index);
  out_.append('{');
  const std::size_t opening = out_.size() - begin;
  startEntry();
  const PromiseState promiseState = inspectPromise(ctx_, index);
  if (promiseState == PromiseState::Pending) {
    out_.append("<pending>");
  } else {
    if (promiseState == PromiseState::Rejected) out_.append("<rejected> ");
    indentation_ += 2;
    value(duk_get_top_index(ctx_), level + 1);
    indentation_ -= 2;
    duk_pop(ctx_);
  }
  properties(index, level, Skip::Nothing);
  finish(index, {begin, opening, "}", {}, indentation_, true, false, false, false}, firstMark, level);
}

// "WeakMap { <items unknown> }"
void Inspector::weakCollection(duk_idx_t index, int level) {
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  prefix(index);
  out_.append('{');
  const std::size_t opening = out_.size() - begin;
  startEntry();
  out_.append("<items unknown>");
  properties(index, level, Skip::Nothing);
  finish(index, {begin, opening, "}", {}, indentation_, true, false, false, false}, firstMark, level);
}

// Whether a key of the object is among those that are shown.
bool Inspector::shows(duk_idx_t index, const char* name) {
  const duk_idx_t top = duk_get_top(ctx_);
  bool found = false;
  duk_enum(ctx_, index, DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_NO_PROXY_BEHAVIOR);
  while (!found && duk_next(ctx_, top, 0)) {
    found = textAt(ctx_, -1) == name;
    duk_pop(ctx_);
  }
  duk_set_top(ctx_, top);
  return found;
}

// What an error has without showing it: its cause, and the errors of an AggregateError.
bool Inspector::hasErrorExtras(duk_idx_t index) {
  for (const char* name : {"cause", "errors"}) {
    if (isobox_get_own_named(ctx_, index, name) != ISOBOX_DATA) continue;
    duk_pop(ctx_);
    if (!shows(index, name)) return true;
  }
  return false;
}

void Inspector::errorExtras(duk_idx_t index, int level) {
  for (const char* name : {"cause", "errors"}) {
    if (isobox_get_own_named(ctx_, index, name) != ISOBOX_DATA) continue;
    if (!shows(index, name)) {
      startEntry();
      out_.append('[');
      out_.append(name);
      out_.append("]: ");
      indentation_ += 2;
      value(duk_get_top_index(ctx_), level + 1);
      indentation_ -= 2;
    }
    duk_pop(ctx_);
  }
}

// An error's stack, with its class where the name alone does not tell it: "DOMException [AbortError]: …".
void Inspector::error(duk_idx_t index) {
  const duk_idx_t top = duk_get_top(ctx_);
  pushErrorStack(ctx_, index, Asking::Forbidden);
  pushConstructorName(index);
  pushInheritedData(ctx_, index, "name");
  std::string_view stack = textAt(ctx_, top);
  const std::string_view constructor = textAt(ctx_, top + 1);
  const bool named = duk_is_string(ctx_, top + 2) && !duk_is_symbol(ctx_, top + 2);
  const std::string_view name = named ? textAt(ctx_, top + 2) : "Error";
  const bool begins =
      name.ends_with("Error") && stack.starts_with(name) &&
      (stack.size() == name.size() || stack[name.size()] == ':' || stack[name.size()] == '\n');
  TextBuffer& text = state_.scratch;  // pushErrorStack is done with it
  if (!begins || constructor.empty() || constructor == "Object" || constructor == name) {
    appendErrorText(out_, stack, indentation_);
    return duk_set_top(ctx_, top);
  }
  text.restart({stack.size() + constructor.size() + 8});
  text.append(constructor);
  if (constructor.find(name) == std::string_view::npos)
    text.append(" ["), text.append(name), text.append(']');
  text.append(stack.substr(name.size()));
  pushText(ctx_, text.view());
  appendErrorText(out_, textAt(ctx_, -1), indentation_);
  duk_set_top(ctx_, top);
}

}  // namespace isobox::runner
