// Errors in words. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_ERROR_REPORT_H
#define ISOBOX_RUNNER_ENGINE_ERROR_REPORT_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Whether getters, toString and the like may be called while an error is read.
enum class Asking { Allowed, Forbidden };

/// Pushes the error's stack as text: its own `stack` when that is a plain string, else name, message and one
/// line for each call of the script's own functions. Throws what the error's getters throw, when asking is
/// allowed.
void pushErrorStack(duk_context* ctx, duk_idx_t error, Asking asking);

/// Describes whatever was thrown (the value on top of the stack) in `outcome`: name, message, stack, file,
/// line. Getters of errors are asked; what they throw, or the end of the run while they are asked, leaves
/// that part empty. Never throws.
void describeThrown(EngineState& state, Outcome& outcome);

/// Replaces the getter of Error.prototype.stack by ours. At creation only.
void installErrorStack(duk_context* ctx);

}  // namespace isobox::runner

#endif
