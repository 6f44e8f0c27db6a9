// A program whose values are read one by one. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_STREAMS_H
#define ISOBOX_RUNNER_ENGINE_STREAMS_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// [ value ] → [ promise ] and true, when the value is an iterator or something to be iterated asynchronously: its
/// values go to the sink, as far as the reader wants them; the promise is settled at its end. Else the value itself is
/// the only item, unless it is undefined, and false: [ value ] stays.
bool startStream(duk_context* ctx, EngineState& state);

}  // namespace isobox::runner

#endif
