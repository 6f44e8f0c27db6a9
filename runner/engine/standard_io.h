// What a program reads and writes besides the console: stdin, stdout, stderr, how it exits, and the modules and globals that
// give them to scripts. Natives for runtime/js/standard_io.js. Runs in the zygote (installing) and in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_STANDARD_IO_H
#define ISOBOX_RUNNER_ENGINE_STANDARD_IO_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Makes the intrinsics, and `readline`, `print` and `write` as properties of the global object that come into being when they
/// are first asked for. At creation only.
void installStandardIo(duk_context* ctx);

/// Before each run: nothing is read yet.
void beginStandardIo(duk_context* ctx, EngineState& state);

/// Pushes the object that every `process` inherits from.
void pushProcessPrototype(duk_context* ctx);

/// All jobs are done: one event of a stream, if one is due. False when there is none; then the program has ended.
bool runStandardIo(duk_context* ctx, EngineState& state);

/// Pushes the function that is the code of this module, as of a CommonJS one.
void pushStandardModule(duk_context* ctx);

}  // namespace isobox::runner

#endif
