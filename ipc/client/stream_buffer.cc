// What StreamBuffer has that is no template. Runs in the user's process.
#include "isobox/stream_buffer.h"

namespace isobox {
namespace {

[[noreturn]] void refuse(const std::string& option, std::size_t value, const std::string& why) {
  throw std::invalid_argument("StreamBufferOptions." + option + ": " + std::to_string(value) + " " + why);
}

}  // namespace

void checkStreamBufferOptions(const StreamBufferOptions& options) {
  if (options.maxSize == 0) refuse("maxSize", options.maxSize, "items cannot hold anything");
  if (options.highWaterMark == 0)
    refuse("highWaterMark", options.highWaterMark, "would pause an empty buffer");
  if (options.highWaterMark > options.maxSize)
    refuse("highWaterMark", options.highWaterMark, "is above maxSize, " + std::to_string(options.maxSize));
  if (options.lowWaterMark > options.highWaterMark)
    refuse("lowWaterMark", options.lowWaterMark,
           "is above highWaterMark, " + std::to_string(options.highWaterMark));
}

}  // namespace isobox
