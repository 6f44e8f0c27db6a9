// The console a script sees. Runs in sealed runners; called by hostile scripts.
#ifndef ISOBOX_RUNNER_ENGINE_CONSOLE_H
#define ISOBOX_RUNNER_ENGINE_CONSOLE_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Defines the global `console` with log, info, debug, warn, error and trace. Each call goes to the run's
/// sink, one text a call without a newline at its end. When the texts of a run are longer than its order
/// allows, the run ends there.
void installConsole(duk_context* ctx);

/// A text for the console is written in two steps: between them it is appended to state.console, running no script. Both end the
/// run when there is no room for it.
void beginConsoleText(duk_context* ctx, EngineState& state);
void sendConsoleText(duk_context* ctx, EngineState& state, ipc::ConsoleLevel level);

}  // namespace isobox::runner

#endif
