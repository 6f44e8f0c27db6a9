// Functions of the host: bound before a program, called by it. Runs in sealed runners; hostile.
#include "runner/engine/host_functions.h"

#include <algorithm>

#include "ipc/offered_functions.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_encoder.h"
#include "runner/engine/value_reader.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

namespace {

// Where a function keeps the name that the host knows it by.
constexpr char kName[] = "\x82isoboxHostFunction";

// [ … array ] → [ … array ], its JSON in state.value.
duk_ret_t encodeArguments(duk_context* ctx, void* argument) {
  encodeValue(ctx, *static_cast<EngineState*>(argument), -1);
  return 1;
}

// [ … ] → [ … answer ]: an object of ours.
duk_ret_t readAnswer(duk_context* ctx, void* argument) {
  const auto text = *static_cast<std::string_view*>(argument);
  EngineState& state = stateOf(ctx);
  // The object around the answer, and around an error in it, is no value.
  ValueReader(ctx, state, "the host's answer", text, state.order->valueDepth + 2).readWholeObject();
  return 1;
}

// What the encoder refuses ends a run, at its end. Here it is the call's fault, and the program may catch it.
[[noreturn]] void throwRefusal(duk_context* ctx, EngineState& state, const char* what) {
  if (!state.refusal) (void)duk_throw(ctx);
  state.refusal.reset();
  duk_push_error_object(ctx, DUK_ERR_TYPE_ERROR, "%s", what);
  duk_push_string(ctx, what);
  duk_push_string(ctx, ": ");
  pushEngineText(ctx, state.refusalText.view());
  duk_concat(ctx, 3);
  duk_put_prop_string(ctx, -2, "message");
  (void)duk_throw(ctx);
  __builtin_unreachable();
}

// [ arguments ] → [ arguments array ]; the array is bare, so that no setter of the program's is in the way.
void packArguments(duk_context* ctx) {
  const duk_idx_t count = duk_get_top(ctx);
  duk_push_bare_array(ctx);
  for (duk_idx_t i = 0; i < count; ++i) {
    duk_dup(ctx, i);
    duk_put_prop_index(ctx, -2, static_cast<duk_uarridx_t>(i));
  }
}

// [ … error ] → throws an Error with the host's name and message.
[[noreturn]] void throwHostError(duk_context* ctx) {
  const duk_idx_t error = duk_get_top_index(ctx);
  const auto text = [&](const char* key, const char* fallback) {
    if (!duk_is_object(ctx, error) || isobox_get_own_named(ctx, error, key) != ISOBOX_DATA || !duk_is_string(ctx, -1))
      duk_push_string(ctx, fallback);
  };
  text("message", "the host's function failed");
  duk_push_error_object(ctx, DUK_ERR_ERROR, "%s", "");
  duk_insert(ctx, -2);
  duk_put_prop_string(ctx, -2, "message");
  const duk_idx_t made = duk_get_top_index(ctx);
  text("name", "Error");
  duk_push_string(ctx, "name");
  duk_dup(ctx, -2);
  duk_def_prop(ctx, made, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                              DUK_DEFPROP_CLEAR_ENUMERABLE);
  duk_set_top(ctx, made + 1);
  (void)duk_throw(ctx);
  __builtin_unreachable();
}

// What the host knows the called function by; in state.scratch.
std::string_view nameOfCalled(duk_context* ctx, EngineState& state) {
  state.scratch.restart({ipc::kMaxCallName});
  duk_push_current_function(ctx);
  const bool named = isobox_get_slot(ctx, -1, kName) != 0;
  if (named) appendEngineText(state.scratch, textAt(ctx, -1));
  duk_pop_n(ctx, named ? 2 : 1);
  return state.scratch.view();
}

duk_ret_t callHost(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  if (state.encoding) return duk_error(ctx, DUK_ERR_TYPE_ERROR, "a function of the host cannot be called while values are read");
  if (state.callsLeft == 0) return duk_error(ctx, DUK_ERR_RANGE_ERROR, "too many calls of the host's functions");
  const std::string_view wanted = nameOfCalled(ctx, state);
  if (wanted.empty() || !state.order || !ipc::offersFunction(*state.order, wanted))
    return duk_error(ctx, DUK_ERR_TYPE_ERROR, "not a function of this program's host");
  --state.callsLeft;
  packArguments(ctx);
  const bool encoded = duk_safe_call(ctx, encodeArguments, &state, 1, 1) == DUK_EXEC_SUCCESS;
  state.encoding = false;
  if (!encoded) throwRefusal(ctx, state, "the arguments of a function of the host");
  const auto answer = state.sink->call(nameOfCalled(ctx, state), state.value.view());
  state.askOutside();
  if (!answer) return duk_error(ctx, DUK_ERR_ERROR, "the host does not answer");
  std::string_view text = *answer;
  if (duk_safe_call(ctx, readAnswer, &text, 0, 1) != DUK_EXEC_SUCCESS)
    return duk_error(ctx, DUK_ERR_ERROR, "the host's answer cannot be read");
  const duk_idx_t object = duk_get_top_index(ctx);
  // Its own properties: what a script has put into the prototype is no answer.
  if (isobox_get_own_named(ctx, object, "error") == ISOBOX_DATA) throwHostError(ctx);
  return isobox_get_own_named(ctx, object, "value") == ISOBOX_DATA ? 1 : 0;
}

// Pushes the name that the program sees, and the function that the host knows as `full`.
void pushFunction(duk_context* ctx, std::string_view name, std::string_view full) {
  pushEngineText(ctx, name);
  duk_push_c_function(ctx, callHost, DUK_VARARGS);
  isobox_not_constructor(ctx, -1);
  pushEngineText(ctx, full);
  duk_put_prop_string(ctx, -2, kName);
  duk_push_string(ctx, "name");
  duk_dup(ctx, -3);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
}

[[noreturn]] void refuseName(duk_context* ctx, EngineState& state, std::string_view name, std::string_view why) {
  state.refusalText.clear();
  state.refusalText.append("functions: \"");
  state.refusalText.append(clipUtf8(name, 200));
  state.refusalText.append("\" ");
  state.refusalText.append(why);
  state.refusal = ipc::Claim::BadInput;
  duk_error_raw(ctx, DUK_ERR_ERROR, nullptr, 0, "input refused");
  __builtin_unreachable();
}

// [ … object ] → [ … inner ]: the object's own property, made where it is missing.
void descend(duk_context* ctx, EngineState& state, std::string_view name, std::string_view step) {
  pushEngineText(ctx, step);
  const int own = isobox_get_own(ctx, -2, -1);
  if (own == ISOBOX_ABSENT) {
    duk_push_object(ctx);
    duk_dup(ctx, -2);
    duk_dup(ctx, -2);
    duk_def_prop(ctx, -5, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
  } else if (own != ISOBOX_DATA || !duk_is_object(ctx, -1)) {
    refuseName(ctx, state, name, "lies below something that is no object");
  }
  duk_replace(ctx, -3);
  duk_pop(ctx);
}

void bindFunction(duk_context* ctx, EngineState& state, std::string_view name) {
  if (name.empty() || name.size() > ipc::kMaxCallName || !isUtf8(name)) refuseName(ctx, state, name, "is no name");
  duk_push_global_object(ctx);
  std::string_view rest = name;
  for (std::size_t dot; (dot = rest.find('.')) != std::string_view::npos; rest.remove_prefix(dot + 1))
    descend(ctx, state, name, rest.substr(0, dot));
  if (rest.empty()) refuseName(ctx, state, name, "is no name");
  pushFunction(ctx, rest, name);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                            DUK_DEFPROP_SET_ENUMERABLE | DUK_DEFPROP_FORCE);
  duk_pop(ctx);
}

}  // namespace

void bindHostFunctions(duk_context* ctx, EngineState& state) {
  for (const std::string& name : state.order->functions) bindFunction(ctx, state, name);
}

void pushHostModule(duk_context* ctx, EngineState& state, std::string_view module, std::string_view names) {
  duk_push_object(ctx);
  while (!names.empty()) {
    const std::size_t end = std::min(names.find('\n'), names.size());
    const std::string_view name = names.substr(0, end);
    names.remove_prefix(std::min(end + 1, names.size()));
    state.scratch.restart({ipc::kMaxCallName});
    appendEngineText(state.scratch, module);
    state.scratch.append('#');
    state.scratch.append(name);
    pushFunction(ctx, name, state.scratch.view());
    duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
  }
}

}  // namespace isobox::runner
