// What the lazy parts of the runtime need of the engine. Runs in the zygote (installing) and in sealed
// runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_HOST_NATIVES_H
#define ISOBOX_RUNNER_ENGINE_HOST_NATIVES_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Registers them as intrinsics: natives of ours, and functions of the language as they are before the first
/// script.
void installHostNatives(duk_context* ctx);

/// Registers one native of ours as an intrinsic.
void registerIntrinsic(duk_context* ctx, const char* name, duk_c_function native, duk_idx_t arguments);

/// Empties a text for what is to become a string of the script's, of `most` bytes: it will take no more than the engine's
/// heap has left, where the string must go.
void restartWithin(EngineState& state, TextBuffer& text, std::uint64_t most);
/// Ends the run when it did not fit there. May throw.
void requireComplete(duk_context* ctx, const TextBuffer& text);

}  // namespace isobox::runner

#endif
