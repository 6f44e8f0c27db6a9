// One program from its text to its value. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_PROGRAM_H
#define ISOBOX_RUNNER_ENGINE_PROGRAM_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// The stages of the order's run: bind the inputs, translate, compile, execute, run the jobs, encode the
/// value. Leaves the value on the stack when it is Completed. Never throws.
Outcome runProgram(EngineState& state);

}  // namespace isobox::runner

#endif
