// Whole frames over the runner's channel. Runs in a runner. Three system calls: read, write, and recvfrom as a look.
#include "runner/frame_io.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace isobox::runner {
namespace {

/// False at the end of the stream, which is only in order before the first byte.
Result<bool> readExactly(int fd, char* into, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t length = ::read(fd, into + done, size - done);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return errnoError("read from the supervisor");
    if (length == 0 && done == 0) return false;
    if (length == 0) return Error{"read from the supervisor", EPROTO, "half a frame"};
    done += static_cast<std::size_t>(length);
  }
  return true;
}

Result<> writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t length = ::write(fd, bytes.data(), bytes.size());
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return errnoError("write to the supervisor");
    bytes.remove_prefix(static_cast<std::size_t>(length));
  }
  return {};
}

}  // namespace

Result<std::optional<ReceivedFrame>> readFrame(int channel) {
  std::array<char, ipc::FrameHeader::kSize> raw;
  ISOBOX_TRY(const bool more, readExactly(channel, raw.data(), raw.size()));
  if (!more) return std::optional<ReceivedFrame>();
  const auto header = ipc::parseHeader({raw.data(), raw.size()});
  if (!header) return Error{"read from the supervisor", EPROTO, "a frame's header"};
  ReceivedFrame frame{*header, std::string(header->length, '\0')};
  if (header->length > 0) {
    ISOBOX_TRY(const bool whole, readExactly(channel, frame.payload.data(), frame.payload.size()));
    if (!whole) return Error{"read from the supervisor", EPROTO, "half a frame"};
  }
  return std::optional(std::move(frame));
}

bool inputWaits(int channel) {
  char first = 0;
  return ::recvfrom(channel, &first, 1, MSG_PEEK | MSG_DONTWAIT, nullptr, nullptr) >= 0;
}

Result<> writeFrames(int channel, std::string_view frames) { return writeAll(channel, frames); }

Result<> writeFrame(int channel, ipc::Frame type, std::uint32_t execution, std::string_view payload) {
  // Small frames in one call; large ones without a copy.
  constexpr std::size_t kCopyUpTo = 64 * 1024;
  if (payload.size() <= kCopyUpTo) return writeAll(channel, ipc::encodeFrame(type, execution, payload));
  const auto header = ipc::encodeHeader({static_cast<std::uint32_t>(payload.size()), type, execution});
  ISOBOX_CHECK(writeAll(channel, {header.data(), header.size()}));
  return writeAll(channel, payload);
}

}  // namespace isobox::runner
