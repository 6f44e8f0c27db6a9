// What a script finds around it besides the language. Runs in the zygote (installing) and in sealed runners
// (binding).
#ifndef ISOBOX_RUNNER_ENGINE_HOST_H
#define ISOBOX_RUNNER_ENGINE_HOST_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Removes every road to the engine's internals from the global object and adds what is ours. Throws for want
/// of memory only.
void installHost(duk_context* ctx);

/// Defines the order's globals, then its context, as global properties, and `process` with its env. Throws;
/// when it was an input's fault, state.refusal and state.refusalText say which and why.
void bindInputs(duk_context* ctx, EngineState& state);

}  // namespace isobox::runner

#endif
