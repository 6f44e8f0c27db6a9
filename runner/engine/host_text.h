// Text as bytes and bytes as text, for scripts: UTF-8, the decoders of TextDecoder, base64. Runs in sealed
// runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_HOST_TEXT_H
#define ISOBOX_RUNNER_ENGINE_HOST_TEXT_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Registers the intrinsics `encodeUtf8`, `encodeInto`, `decodeText`, `toBase64` and `fromBase64`.
void installHostText(duk_context* ctx);

}  // namespace isobox::runner

#endif
