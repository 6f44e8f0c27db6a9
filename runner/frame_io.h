// Whole frames over the runner's channel with plain read and write. Runs in a runner, before and after the seal.
#ifndef ISOBOX_RUNNER_FRAME_IO_H
#define ISOBOX_RUNNER_FRAME_IO_H

#include <optional>
#include <string>
#include <string_view>

#include "ipc/base/result.h"
#include "ipc/frames.h"

namespace isobox::runner {

struct ReceivedFrame {
  ipc::FrameHeader header;
  std::string payload;
};

/// Nothing at the end of the stream. Error: the channel broke, or the supervisor sent what it never sends.
Result<std::optional<ReceivedFrame>> readFrame(int channel);

/// Whether something lies in the channel to be read, or its end. Does not wait.
bool inputWaits(int channel);

/// Error: EPIPE when the supervisor is gone.
Result<> writeFrame(int channel, ipc::Frame type, std::uint32_t execution, std::string_view payload);

/// Whole frames that were encoded before.
Result<> writeFrames(int channel, std::string_view frames);

}  // namespace isobox::runner

#endif
