// Message channels between our own processes: Unix sequenced-packet sockets that carry descriptors.
// Used in every process. What arrives over a runner's channel does not come through here: see ipc/frames.h.
#ifndef ISOBOX_IPC_BASE_CHANNEL_H
#define ISOBOX_IPC_BASE_CHANNEL_H

#include <sys/socket.h>

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"

namespace isobox {

/// The largest message `receiveMessage` accepts, in bytes.
inline constexpr std::size_t kMaxControlMessage = 64 * 1024;
/// The largest number of descriptors one message carries.
inline constexpr std::size_t kMaxDescriptors = 4;

struct Message {
  std::string bytes;
  std::vector<UniqueFd> descriptors;
  bool endOfStream = false;      // the other side is gone; bytes is empty
  bool descriptorsLost = false;  // there was no room for them in this process's table
};

/// Two connected ends of `type` (SOCK_SEQPACKET or SOCK_STREAM), close-on-exec. Errors: EMFILE, ENFILE.
Result<std::pair<UniqueFd, UniqueFd>> makeSocketPair(int type);

/// One message, with copies of `descriptors`. Blocks while the socket's buffer is full unless the socket is
/// non-blocking, in which case the error is EAGAIN. SIGPIPE is never raised.
Result<> sendMessage(int socket, std::string_view bytes, const std::vector<int>& descriptors = {});

/// One message. Received descriptors are close-on-exec. A message longer than kMaxControlMessage is an EMSGSIZE error and its
/// descriptors are closed; of one whose descriptors could not all be received, none is given.
Result<Message> receiveMessage(int socket);

/// A message as sendmsg(2) takes it, for who makes that call in a way of its own. Bytes and descriptors must live as long; of
/// the latter there are kMaxDescriptors at most.
class OutgoingMessage {
 public:
  OutgoingMessage(std::string_view bytes, std::span<const int> descriptors);
  OutgoingMessage(const OutgoingMessage&) = delete;
  OutgoingMessage& operator=(const OutgoingMessage&) = delete;

  const msghdr* header() const { return &header_; }

 private:
  iovec part_;
  msghdr header_{};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxDescriptors)> control_{};
};

struct SmallMessage {
  std::size_t size = 0;  // 0: the other side is gone
  int descriptor = -1;   // the receiver's to close; -1: there was none, or no room for it in this process's table
};

/// Room for a message, and for one descriptor, as recvmsg(2) fills it. It must be asked to close descriptors on exec.
class IncomingMessage {
 public:
  explicit IncomingMessage(std::span<char> into);
  IncomingMessage(const IncomingMessage&) = delete;
  IncomingMessage& operator=(const IncomingMessage&) = delete;

  msghdr* header() { return &header_; }
  /// What has come, when the call has returned `length` ≥ 0. EMSGSIZE when it did not fit. More than one descriptor is EPROTO, and they stay open:
  /// of a sender that can be trusted that does not come.
  Result<SmallMessage> take(std::size_t length) const;

 private:
  iovec part_;
  msghdr header_{};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control_{};
};

/// Bytes in a sealed, read-only memory file: nobody who gets the descriptor can change them.
Result<UniqueFd> makeSealedMemory(const char* name, std::string_view bytes);

/// The whole of a file or memory file from its beginning; EFBIG when it is larger than `limit` bytes.
Result<std::string> readWhole(int fd, std::size_t limit);

/// The whole of a file by path, as readWhole.
Result<std::string> readFile(const std::string& path, std::size_t limit);

/// One write of `text` to an existing file, as kernel interfaces want it.
Result<> writeFile(const std::string& path, std::string_view text);

}  // namespace isobox

#endif
