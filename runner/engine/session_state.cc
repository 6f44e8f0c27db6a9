// What outlives the runs of a session. Runs in sealed runners; hostile.
#include "runner/engine/session_state.h"

#include "runner/engine/unicode.h"
#include "runner/engine/value_encoder.h"
#include "runner/engine/value_reader.h"

namespace isobox::runner {

namespace {

// In the heap's stash: [name, had, value, name, had, value, …] while a run's context is bound.
constexpr char kRemembered[] = "isoboxContext";

// [ … value ] → [ … ], its JSON in state.value.
duk_ret_t encodeOne(duk_context* ctx, void* argument) {
  encodeValue(ctx, *static_cast<EngineState*>(argument), -1);
  return 0;
}

[[noreturn]] void refuseTooLarge(duk_context* ctx, EngineState& state) {
  state.refusal = ipc::Claim::ValueTooLarge;
  state.refusalText.clear();
  state.refusalText.append("the session's state is too large");
  duk_error_raw(ctx, DUK_ERR_RANGE_ERROR, nullptr, 0, "the session's state is too large");
  __builtin_unreachable();
}

bool isData(duk_context* ctx, duk_idx_t index) {
  return !duk_is_function(ctx, index) && (!duk_is_symbol(ctx, index) || isobox_is_bigint_value(ctx, index));
}

// Appends the JSON of the value at `index`. False when it has none.
bool appendJson(duk_context* ctx, EngineState& state, duk_idx_t index) {
  duk_dup(ctx, index);
  const bool encoded = duk_safe_call(ctx, encodeOne, &state, 1, 1) == DUK_EXEC_SUCCESS;
  duk_pop(ctx);
  state.encoding = false;
  if (!encoded && state.stopped()) duk_error_raw(ctx, DUK_ERR_ERROR, nullptr, 0, "stopped");
  // What has no form is left out; what is too large is not lost in silence.
  if (!encoded && state.refusal == ipc::Claim::ValueTooLarge) refuseTooLarge(ctx, state);
  if (encoded) state.state.append(state.value.view());
  state.refusal.reset();
  return encoded;
}

void skip(duk_context* ctx, duk_idx_t name, duk_idx_t skipped) {
  duk_dup(ctx, name);
  // A bare array: no setter of anybody's is in the way.
  duk_put_prop_index(ctx, skipped, static_cast<duk_uarridx_t>(duk_get_length(ctx, skipped)));
}

// One name of the state, or of what is skipped.
void appendEntry(duk_context* ctx, EngineState& state, duk_idx_t name, duk_idx_t value, duk_idx_t skipped) {
  const std::size_t before = state.state.size();
  const bool first = before == 0;
  const std::string_view text = textAt(ctx, name);
  bool written = text != "__proto__" && text != "$isobox" && isData(ctx, value);
  if (written) {
    if (!first) state.state.append(',');
    written = appendJson(ctx, state, name);
    state.state.append(':');
    written = written && appendJson(ctx, state, value);
  }
  if (written) return;
  state.state.truncate(before);
  skip(ctx, name, skipped);
}

void appendEntries(duk_context* ctx, EngineState& state, duk_idx_t object, duk_idx_t skipped) {
  duk_enum(ctx, object, DUK_ENUM_OWN_PROPERTIES_ONLY);
  const duk_idx_t enumerator = duk_get_top_index(ctx);
  while (duk_next(ctx, enumerator, 0)) {
    isobox_poll(ctx);
    const duk_idx_t name = duk_get_top_index(ctx);
    // Accessors are not asked: they are no data.
    if (isobox_get_own(ctx, object, name) == ISOBOX_DATA)
      appendEntry(ctx, state, name, name + 1, skipped);
    else
      skip(ctx, name, skipped);
    duk_set_top(ctx, enumerator + 1);
  }
  duk_pop(ctx);
}

}  // namespace

void encodeSessionState(duk_context* ctx, EngineState& state) {
  duk_push_bare_array(ctx);
  const duk_idx_t skipped = duk_get_top_index(ctx);
  // Their names come first: the supervisor reads them, and nothing behind them.
  constexpr std::string_view kBefore = "{\"skipped\":", kBetween = ",\"state\":{", kBehind = "}}";
  state.state.restart({state.order->value.count});
  isobox_push_lexicals(ctx);
  appendEntries(ctx, state, duk_get_top_index(ctx), skipped);
  duk_push_global_object(ctx);
  appendEntries(ctx, state, duk_get_top_index(ctx), skipped);
  const std::size_t values = state.state.size();
  appendJson(ctx, state, skipped);
  if (state.state.overflowed()) refuseTooLarge(ctx, state);
  // The sink sends what is in `value`; its limit is the order's.
  state.value.restart({state.order->value.count});
  for (const auto part : {kBefore, state.state.view().substr(values), kBetween, state.state.view().substr(0, values), kBehind})
    state.value.append(part);
  if (state.value.overflowed()) refuseTooLarge(ctx, state);
}

namespace {

// [ … values ] → [ … values ]: each of its properties is a name of the state.
void declareAll(duk_context* ctx) {
  const duk_idx_t values = duk_get_top_index(ctx);
  duk_push_global_object(ctx);
  const duk_idx_t global = duk_get_top_index(ctx);
  duk_enum(ctx, values, DUK_ENUM_OWN_PROPERTIES_ONLY);
  while (duk_next(ctx, -1, 0)) {
    isobox_get_own(ctx, values, -1);
    if (isobox_set_lexical(ctx)) {
      duk_pop_2(ctx);
    } else {
      duk_def_prop(ctx, global, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
    }
  }
  duk_set_top(ctx, values + 1);
}

}  // namespace

void setSessionState(duk_context* ctx, EngineState& state) {
  state.refusal.reset();
  state.refusalText.restart(16_KiB);
  if (state.order->context.empty()) return;
  ValueReader(ctx, state, "state", state.order->context, state.order->valueDepth + 1).readWholeObject();
  declareAll(ctx);
  duk_pop(ctx);
}

void restoreSessionState(duk_context* ctx, EngineState& state) {
  state.refusal.reset();
  state.refusalText.restart(16_KiB);
  // As encodeSessionState has it: around the values are the object of names and the one with the skipped.
  ValueReader(ctx, state, "state", state.order->context, state.order->valueDepth + 2).readWholeObject();
  if (isobox_get_own_named(ctx, -1, "state") == ISOBOX_DATA && duk_is_object(ctx, -1)) declareAll(ctx);
  duk_pop_2(ctx);
}

void rememberContext(duk_context* ctx, duk_idx_t values) {
  duk_push_heap_stash(ctx);
  duk_push_bare_array(ctx);
  const duk_idx_t list = duk_get_top_index(ctx);
  duk_push_global_object(ctx);
  const duk_idx_t global = duk_get_top_index(ctx);
  duk_uarridx_t count = 0;
  duk_enum(ctx, values, DUK_ENUM_OWN_PROPERTIES_ONLY);
  while (duk_next(ctx, -1, 0)) {
    const duk_idx_t name = duk_get_top_index(ctx);
    const bool had = isobox_get_own(ctx, global, name) == ISOBOX_DATA;
    if (!had) duk_push_undefined(ctx);
    duk_dup(ctx, name);
    duk_put_prop_index(ctx, list, count++);
    duk_push_boolean(ctx, had);
    duk_put_prop_index(ctx, list, count++);
    duk_put_prop_index(ctx, list, count++);
    duk_pop(ctx);
  }
  duk_pop_2(ctx);
  duk_put_prop_string(ctx, -2, kRemembered);
  duk_pop(ctx);
}

void unbindContext(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  if (!duk_get_prop_string(ctx, -1, kRemembered)) {
    duk_pop_2(ctx);
    return;
  }
  duk_del_prop_string(ctx, -2, kRemembered);
  const duk_idx_t list = duk_get_top_index(ctx);
  duk_push_global_object(ctx);
  const auto count = static_cast<duk_uarridx_t>(duk_get_length(ctx, list));
  for (duk_uarridx_t i = 0; i + 2 < count; i += 3) {
    duk_get_prop_index(ctx, list, i);
    duk_get_prop_index(ctx, list, i + 1);
    const bool had = duk_to_boolean(ctx, -1) != 0;
    duk_pop(ctx);
    if (had) {
      duk_get_prop_index(ctx, list, i + 2);
      duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
    } else {
      // What was bound as configurable the program may have fixed; then it stays.
      duk_del_prop(ctx, -2);
    }
  }
  duk_set_top(ctx, list - 1);
}

}  // namespace isobox::runner
