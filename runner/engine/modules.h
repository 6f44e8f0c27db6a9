// What a program may load, as natives: finding, compiling, and the names of CommonJS that scripts find around
// them. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_MODULES_H
#define ISOBOX_RUNNER_ENGINE_MODULES_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Tells the runtime how modules are found, and makes `require` and the like properties of the global object
/// that come into being when they are first asked for. At creation only.
void installModules(duk_context* ctx);

/// When the kind of the order's text is known: modules find no `require` around them.
void bindModuleNames(duk_context* ctx, EngineState& state);

/// [ module object ] → [ promise ]: the order's own text, which turned out to be a module.
void startModule(duk_context* ctx, EngineState& state);

/// [ ] → [ value ]: what it exports as its default, undefined when nothing. It has been evaluated.
void pushModuleValue(duk_context* ctx, EngineState& state);

/// [ function ] → [ module.exports ]: the order's own text as CommonJS.
void runCommonJs(duk_context* ctx, EngineState& state);

}  // namespace isobox::runner

#endif
