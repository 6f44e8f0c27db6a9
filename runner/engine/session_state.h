// What outlives the runs of a session, and what does not. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_SESSION_STATE_H
#define ISOBOX_RUNNER_ENGINE_SESSION_STATE_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Writes {"state": {name: value, …}, "skipped": [name, …]} into state.value: the names that programs have declared at
/// their top or assigned without declaring, with their values. Skipped are functions, classes and symbols, which are no
/// data, and values that have no JSON form. Calls getters. Throws like encodeValue when all together is too large.
void encodeSessionState(duk_context* ctx, EngineState& state);

/// Gives the names in the order's context the values there: names declared with let, const and class keep being that, all
/// others become properties of the global object.
void setSessionState(duk_context* ctx, EngineState& state);

/// The same with what encodeSessionState has written.
void restoreSessionState(duk_context* ctx, EngineState& state);

/// Remembers what the global object has under the names of the object at `values`, before they are bound for one run.
void rememberContext(duk_context* ctx, duk_idx_t values);
/// Puts it back. Does nothing when nothing was remembered.
void unbindContext(duk_context* ctx);

}  // namespace isobox::runner

#endif
