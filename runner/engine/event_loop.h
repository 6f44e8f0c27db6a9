// What a program has begun comes to its end: promise jobs, timers, rejections that nobody handles. Runs in
// sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_EVENT_LOOP_H
#define ISOBOX_RUNNER_ENGINE_EVENT_LOOP_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Runs jobs, and timers as their time comes, until nothing is pending. Throws what nobody catches: the first
/// error of a callback, the first rejection that is still unhandled when the jobs have run. With `awaited`
/// the value at index 0 may be the program's promise; once that is rejected, it returns, and once it is settled when a
/// stream's reader has had enough.
void runEventLoop(duk_context* ctx, EngineState& state, bool awaited);

/// Before each run: timers that an interrupted run has left behind are gone.
void beginEventLoop(duk_context* ctx);

/// Registers the intrinsic `now`: milliseconds of the clock that timers go by, since the first run.
void installEventLoop(duk_context* ctx);

}  // namespace isobox::runner

#endif
