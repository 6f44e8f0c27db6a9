// The texts that functions come from: what a stack and Function.prototype.toString need of them. Runs in
// sealed runners; the texts are hostile.
//
// A unit is an object in the engine's heap that no script can reach: file name, text, where its lines begin.
// Functions refer to it, so it lives exactly as long as they do, and it counts in the run's memory.
#ifndef ISOBOX_RUNNER_ENGINE_SOURCE_UNITS_H
#define ISOBOX_RUNNER_ENGINE_SOURCE_UNITS_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Pushes a new unit. `filename` is UTF-8; `text` is UTF-8 or an engine's string.
void pushUnit(duk_context* ctx, std::string_view filename, std::string_view text);
/// The same with the name on top of the stack: [ … filename ] → [ … unit ].
void makeUnit(duk_context* ctx, std::string_view text);

struct UnitPlace {
  std::uint32_t line = 0, column = 0;
};
/// Line and column of an offset in the unit at `unit`; pushes the file's name. May throw for want of memory.
UnitPlace pushUnitPlace(duk_context* ctx, duk_idx_t unit, std::uint32_t offset);

/// Pushes the source of the function at `function` as a script sees it and returns true, or pushes nothing
/// when it has none. Asks no script.
bool pushFunctionSource(duk_context* ctx, duk_idx_t function);

/// Function.prototype.toString. At creation only.
void installFunctionText(duk_context* ctx);

}  // namespace isobox::runner

#endif
