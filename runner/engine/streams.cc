// A program whose values are read one by one: the loop is the runtime's (js/streams.js), what is here takes each value
// out. Runs in sealed runners; hostile.
#include "runner/engine/streams.h"

#include "runner/engine/value_encoder.h"
#include "runner/engine/value_forms.h"

namespace isobox::runner {

namespace {

// [ value ] → [ undefined ], its JSON in state.value.
duk_ret_t encodeItem(duk_context* ctx, void* argument) {
  encodeValue(ctx, *static_cast<EngineState*>(argument), -1);
  return 0;
}

// (value) → whether the reader wants more. Stands outside of the program's own catch blocks: it is called from the
// loop, never from the generator.
duk_ret_t emitItem(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  duk_dup(ctx, 0);
  const bool encoded = duk_safe_call(ctx, encodeItem, &state, 1, 1) == DUK_EXEC_SUCCESS;
  // The program may call the host again on its way out.
  state.encoding = false;
  if (!encoded) return duk_throw(ctx);
  const OutputSink::Taken taken = state.sink->item(valueTypeOf(ctx, 0), state.value.view());
  state.exclude(taken.paused);
  // It may have been interrupted while it waited for its reader. Else it is asked when it is time, like any other program.
  if (!taken.more) state.askOutside();
  state.readerHasEnough = !taken.more;
  duk_push_boolean(ctx, taken.more);
  return 1;
}

}  // namespace

bool startStream(duk_context* ctx, EngineState&) {
  isobox_push_intrinsic(ctx, "isStream");
  duk_dup(ctx, 0);
  duk_call(ctx, 1);
  const bool many = duk_to_boolean(ctx, -1) != 0;
  duk_pop(ctx);
  if (many) isobox_push_intrinsic(ctx, "stream");
  duk_push_c_function(ctx, emitItem, 1);
  if (many) {
    duk_dup(ctx, 0);
    duk_insert(ctx, -2);
    duk_call(ctx, 2);
    duk_replace(ctx, 0);
    duk_set_top(ctx, 1);
    return true;
  }
  if (!duk_is_undefined(ctx, 0)) {
    duk_dup(ctx, 0);
    duk_call(ctx, 1);
  }
  duk_set_top(ctx, 1);
  return false;
}

}  // namespace isobox::runner
