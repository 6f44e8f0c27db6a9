// What a program may import: itself, and the modules that the engine was given. Runs in sealed runners;
// hostile.
#ifndef ISOBOX_RUNNER_ENGINE_MODULES_H
#define ISOBOX_RUNNER_ENGINE_MODULES_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Tells the runtime how modules are found. At creation only.
void installModules(duk_context* ctx);

/// [ module object ] → [ promise ]: the order's own text, which turned out to be a module.
void startModule(duk_context* ctx, EngineState& state);

}  // namespace isobox::runner

#endif
