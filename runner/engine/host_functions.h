// Functions of the host that a program may call. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_HOST_FUNCTIONS_H
#define ISOBOX_RUNNER_ENGINE_HOST_FUNCTIONS_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Defines the order's functions. A name with dots is a path below a global object, which is made where it is missing.
/// Called by the program, a function waits for the host's answer: a value, or an error that it throws. Throws; when it
/// was a name's fault, state.refusal and refusalText say so.
void bindHostFunctions(duk_context* ctx, EngineState& state);

/// Pushes an object with a function for each line of `names`, which the host knows as MODULE#NAME.
void pushHostModule(duk_context* ctx, EngineState& state, std::string_view module, std::string_view names);

}  // namespace isobox::runner

#endif
