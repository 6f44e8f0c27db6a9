// What a program has begun comes to its end. Runs in sealed runners; hostile.
//
// Timers are the runtime's (../runtime/js/timers.js), loaded when a program first asks for one. The time
// until the next is slept through in a read of the channel: see OutputSink::wait.
#include "runner/engine/event_loop.h"

#include <algorithm>
#include <cmath>

#include "runner/engine/standard_io.h"
#include "runner/runtime/runtime.h"

namespace isobox::runner {

namespace {

// A rejection that nobody has looked at is an uncaught error.
void throwUnhandled(duk_context* ctx) {
  takeUnhandledRejections(ctx);
  if (isobox_get_own_index(ctx, -1, 0) == ISOBOX_DATA) (void)duk_throw(ctx);
  duk_pop(ctx);
}

PromiseState programState(duk_context* ctx) {
  const PromiseState promise = inspectPromise(ctx, 0);
  if (promise == PromiseState::Fulfilled || promise == PromiseState::Rejected) duk_pop(ctx);
  return promise;
}

// Nothing that is pending matters any more: the program has failed, or a stream has ended for a reader that had enough.
bool isOver(duk_context* ctx, const EngineState& state) {
  const PromiseState program = programState(ctx);
  return program == PromiseState::Rejected || (state.readerHasEnough && program != PromiseState::Pending);
}

// Runs one task. 0: it did; else milliseconds until the next is due, negative when there is none.
double runTask(duk_context* ctx) {
  isobox_push_intrinsic(ctx, "runTask");
  if (!duk_is_function(ctx, -1)) {
    duk_pop(ctx);
    return -1;
  }
  duk_call(ctx, 0);
  const double answer = duk_get_number(ctx, -1);
  duk_pop(ctx);
  return answer;
}

// Not longer than the run may last; then it ends here.
void sleep(duk_context* ctx, EngineState& state, double milliseconds) {
  // Clocks made of steps go on by themselves: nobody waits for them.
  if (state.given_clocks) {
    state.given_slept += milliseconds;
    return;
  }
  const auto most = std::chrono::ceil<Microseconds>(state.wallLeft());
  const auto wanted = Microseconds(static_cast<std::int64_t>(std::ceil(milliseconds * 1000)));
  state.sink->wait(std::clamp(wanted, Microseconds(0), std::max(most, Microseconds(0))));
  state.askOutside();
  isobox_look_now(ctx);
}

duk_ret_t now(duk_context* ctx) {
  const EngineState& state = stateOf(ctx);
  duk_push_number(ctx, state.given_clocks ? isobox_since_start(ctx) : state.sinceFirstRun());
  return 1;
}

}  // namespace

void runEventLoop(duk_context* ctx, EngineState& state, bool awaited) {
  for (;;) {
    runJobs(ctx);
    if (awaited && isOver(ctx, state)) return;
    throwUnhandled(ctx);
    if (runStandardIo(ctx, state)) continue;
    const double next = runTask(ctx);
    if (next < 0) return;
    if (next > 0) sleep(ctx, state, next);
  }
}

void beginEventLoop(duk_context* ctx) {
  isobox_push_intrinsic(ctx, "resetTimers");
  if (duk_is_function(ctx, -1)) duk_call(ctx, 0);
  duk_pop(ctx);
}

void installEventLoop(duk_context* ctx) {
  duk_push_c_function(ctx, now, 0);
  isobox_not_constructor(ctx, -1);
  isobox_register_intrinsic(ctx, "now");
}

}  // namespace isobox::runner
