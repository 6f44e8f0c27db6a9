// What a script finds around it besides the language. Runs in the zygote (installing) and in sealed runners
// (binding).
#include "runner/engine/host.h"

#include "runner/engine/console.h"
#include "runner/engine/error_report.h"
#include "runner/engine/session_state.h"
#include "runner/engine/standard_io.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_reader.h"

namespace isobox::runner {

namespace {

constexpr duk_uint_t kHidden = DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE |
                               DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_CLEAR_ENUMERABLE;

// `Duktape` hands out callers' functions, pointers, finalizers and threads. CBOR.decode would make strings of
// any bytes; it is not compiled in the first place. The two functions of Uint8Array make values that no other
// engine knows.
void removeInternals(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_del_prop_string(ctx, -1, "Duktape");
  duk_del_prop_string(ctx, -1, "CBOR");
  duk_get_prop_string(ctx, -1, "Uint8Array");
  duk_del_prop_string(ctx, -1, "allocPlain");
  duk_del_prop_string(ctx, -1, "plainOf");
  duk_pop(ctx);
  duk_get_prop_string(ctx, -1, "Error");
  duk_get_prop_string(ctx, -1, "prototype");
  duk_del_prop_string(ctx, -1, "fileName");
  duk_del_prop_string(ctx, -1, "lineNumber");
  duk_pop_3(ctx);
}

[[noreturn]] void refuse(duk_context* ctx, EngineState& state, std::string_view input, std::string_view name,
                         std::string_view why) {
  TextBuffer& text = state.refusalText;
  text.clear();
  text.append(input);
  text.append(": \"");
  appendEngineText(text, clipUtf8(name, 200));
  text.append("\" ");
  text.append(why);
  state.refusal = ipc::Claim::BadInput;
  duk_error_raw(ctx, DUK_ERR_ERROR, nullptr, 0, "input refused");
  __builtin_unreachable();
}

// NaN, Infinity and undefined are constants of the language.
bool isConstant(std::string_view name) {
  return name == "NaN" || name == "Infinity" || name == "undefined";
}

// Pushes the object that an input is, an empty one for an empty text.
void pushInput(duk_context* ctx, EngineState& state, std::string_view input, std::string_view text) {
  if (text.empty()) {
    duk_push_object(ctx);
    return;
  }
  // One level more than values may have: the object around the variables is not a value.
  ValueReader(ctx, state, input, text, state.order->valueDepth + 1).readWholeObject();
}

// `passing`: they go with the run.
void defineGlobals(duk_context* ctx, EngineState& state, std::string_view input, std::string_view text, bool passing) {
  if (text.empty()) return;
  duk_push_global_object(ctx);
  pushInput(ctx, state, input, text);
  const duk_idx_t values = duk_get_top_index(ctx);
  if (passing) rememberContext(ctx, values);
  duk_enum(ctx, values, DUK_ENUM_OWN_PROPERTIES_ONLY);
  while (duk_next(ctx, -1, 0)) {
    if (isConstant(textAt(ctx, -1)))
      refuse(ctx, state, input, textAt(ctx, -1), "is a constant of the language");
    isobox_get_own(ctx, values, -1);
    duk_def_prop(ctx, values - 1, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
  }
  duk_pop_3(ctx);
}

void pushEnvironment(duk_context* ctx, EngineState& state) {
  pushInput(ctx, state, "env", state.order->env);
  const duk_idx_t values = duk_get_top_index(ctx);
  duk_enum(ctx, values, DUK_ENUM_OWN_PROPERTIES_ONLY);
  while (duk_next(ctx, -1, 0)) {
    isobox_get_own(ctx, values, -1);
    if (!duk_is_string(ctx, -1) || duk_is_symbol(ctx, -1))
      refuse(ctx, state, "env", textAt(ctx, -2), "is not a string");
    duk_pop_2(ctx);
  }
  duk_pop(ctx);
}

// [ … array ] → the same, with the order's arguments from index 2 on.
void pushArguments(duk_context* ctx, const EngineState& state) {
  duk_uarridx_t index = 2;
  for (const std::string& argument : state.order->arguments) {
    pushEngineText(ctx, argument);
    isobox_define_index(ctx, -2, index++);
  }
  duk_set_length(ctx, -1, index);
}

// [ … object value ] → [ … object ]: its own, whatever a session's programs have made of Object.prototype.
void defineField(duk_context* ctx, const char* name) {
  duk_push_string(ctx, name);
  duk_insert(ctx, -2);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
}

void defineProcess(duk_context* ctx, EngineState& state) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, "process");
  duk_push_object(ctx);
  pushEnvironment(ctx, state);
  defineField(ctx, "env");
  duk_push_array(ctx);
  duk_push_string(ctx, "isobox");
  isobox_define_index(ctx, -2, 0);
  state.scratch.restart({2 * state.order->filename.size() + 8});
  appendAsCesu8(state.scratch, state.order->filename);
  pushText(ctx, state.scratch.view());
  isobox_define_index(ctx, -2, 1);
  pushArguments(ctx, state);
  defineField(ctx, "argv");
  pushProcessPrototype(ctx);
  duk_set_prototype(ctx, -2);
  duk_def_prop(ctx, -3, kHidden | DUK_DEFPROP_FORCE);
  duk_pop(ctx);
}

// What is enumerable among the global names is the programs' own.
void hideGlobals(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_enum(ctx, -1, DUK_ENUM_OWN_PROPERTIES_ONLY);
  while (duk_next(ctx, -1, 0))
    duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_ENUMERABLE);
  duk_pop_2(ctx);
}

}  // namespace

void installHost(duk_context* ctx) {
  removeInternals(ctx);
  isobox_install_functions(ctx);
  installErrorStack(ctx);
  installConsole(ctx);
  installStandardIo(ctx);
  hideGlobals(ctx);
}

void bindInputs(duk_context* ctx, EngineState& state) {
  state.refusal.reset();
  state.refusalText.restart(16_KiB);
  defineProcess(ctx, state);
  defineGlobals(ctx, state, "globals", state.order->globals, false);
  defineGlobals(ctx, state, "context", state.order->context, state.order->session);
}

}  // namespace isobox::runner
