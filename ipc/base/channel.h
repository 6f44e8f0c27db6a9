// Message channels between our own processes: Unix sequenced-packet sockets that carry descriptors.
// Used in every process. What arrives over a runner's channel does not come through here: see ipc/frames.h.
#ifndef ISOBOX_IPC_BASE_CHANNEL_H
#define ISOBOX_IPC_BASE_CHANNEL_H

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
/// The same, and no memory is taken.
Result<> sendMessage(int socket, std::string_view bytes, std::span<const int> descriptors);

/// One message. Received descriptors are close-on-exec. A message longer than kMaxControlMessage is an EMSGSIZE error and its
/// descriptors are closed; of one whose descriptors could not all be received, none is given.
Result<Message> receiveMessage(int socket);

struct SmallMessage {
  std::size_t size = 0;  // 0: the other side is gone
  UniqueFd descriptor;   // invalid: there was none, or more than one, or no room for it in this process's table
};

/// One message into room of the caller's, with at most one descriptor, and no memory is taken. EMSGSIZE when it does not fit.
Result<SmallMessage> receiveMessage(int socket, std::span<char> into);

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
