// The console a script sees. Runs in sealed runners; called by hostile scripts.
#ifndef ISOBOX_RUNNER_ENGINE_CONSOLE_H
#define ISOBOX_RUNNER_ENGINE_CONSOLE_H

#include "runner/engine/duktape_unit.h"

namespace isobox::runner {

/// Defines the global `console` with log, info, debug, warn, error and trace. Each call goes to the run's
/// sink, one text a call without a newline at its end. When the texts of a run are longer than its order
/// allows, the run ends there.
void installConsole(duk_context* ctx);

}  // namespace isobox::runner

#endif
