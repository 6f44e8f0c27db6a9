// Texts that become code while a script runs: eval, Function and its kin. Also the road from any text to a
// compiled program. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_DYNAMIC_CODE_H
#define ISOBOX_RUNNER_ENGINE_DYNAMIC_CODE_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Asks the front end; the answer is in EngineState::translation. Touches no Duktape and never throws, so
/// that natives can call it: nothing of it is left in their frames. False when the text is no program.
bool translate(EngineState& state, const language::Request& request) noexcept;

/// Compiles the translation that was just made; its text is given back. [ … unit ] → [ … program ]: called
/// with the global object as `this`, it gives the value of the translation's expression. Throws.
void compileTranslation(duk_context* ctx, EngineState& state);

/// [ … program ] → [ … value ]: calls it so. Throws what it throws.
void callWithGlobal(duk_context* ctx);

/// Throws what the front end said against the text, as a SyntaxError.
[[noreturn]] void throwProblem(duk_context* ctx, EngineState& state);

/// The same for the text of a module: the error tells the file and the place.
[[noreturn]] void throwProblemOf(duk_context* ctx, EngineState& state, std::string_view file,
                                 std::string_view text);

/// `eval`, `Function`, Function.prototype.toString and the intrinsics `evalFunction` and `prepare`. At
/// creation only.
void installDynamicCode(duk_context* ctx);

}  // namespace isobox::runner

#endif
