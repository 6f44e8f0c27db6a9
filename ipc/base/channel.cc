// Message channels between our own processes, and small files. Used in every process.
#include "ipc/base/channel.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <memory>

namespace isobox {
namespace {

template <class Call>
auto retryOnSignal(Call call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR) return result;
  }
}

/// Takes ownership of every descriptor the kernel put into the ancillary data.
void collectDescriptors(msghdr& header, std::vector<UniqueFd>& into) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
      into.emplace_back(fd);
    }
  }
}

}  // namespace

Result<std::pair<UniqueFd, UniqueFd>> makeSocketPair(int type) {
  int ends[2];
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0) return errnoError("create a socket pair");
  return std::pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

OutgoingMessage::OutgoingMessage(std::string_view bytes, std::span<const int> descriptors)
    : part_{const_cast<char*>(bytes.data()), bytes.size()} {
  header_.msg_iov = &part_;
  header_.msg_iovlen = 1;
  if (descriptors.empty()) return;
  header_.msg_control = control_.data();
  header_.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
  cmsghdr* rights = CMSG_FIRSTHDR(&header_);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
  std::memcpy(CMSG_DATA(rights), descriptors.data(), sizeof(int) * descriptors.size());
}

Result<> sendMessage(int socket, std::string_view bytes, const std::vector<int>& descriptors) {
  if (descriptors.size() > kMaxDescriptors) return Error{"send a message", EINVAL, "too many descriptors"};
  const OutgoingMessage message(bytes, descriptors);
  if (retryOnSignal([&] { return ::sendmsg(socket, message.header(), MSG_NOSIGNAL); }) < 0)
    return errnoError("send a message");
  return {};
}

Result<Message> receiveMessage(int socket) {
  Message message;
  // Most are short. Of the room for the largest nothing is touched but what a longer one needs.
  std::array<char, 512> beginning;
  constexpr std::size_t kRest = kMaxControlMessage - beginning.size();
  const auto rest = std::make_unique_for_overwrite<char[]>(kRest);
  iovec parts[] = {{beginning.data(), beginning.size()}, {rest.get(), kRest}};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxDescriptors)> control{};
  msghdr header{};
  header.msg_iov = parts;
  header.msg_iovlen = std::size(parts);
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  const auto length = retryOnSignal([&] { return ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC); });
  if (length < 0) return errnoError("receive a message");
  collectDescriptors(header, message.descriptors);
  if (header.msg_flags & MSG_TRUNC) return Error{"receive a message", EMSGSIZE, {}};
  if (header.msg_flags & MSG_CTRUNC) {
    message.descriptors.clear();
    message.descriptorsLost = true;
  }
  const auto size = static_cast<std::size_t>(length);
  message.bytes.assign(beginning.data(), std::min(size, beginning.size()));
  if (size > beginning.size()) message.bytes.append(rest.get(), size - beginning.size());
  message.endOfStream = length == 0;
  return message;
}

IncomingMessage::IncomingMessage(std::span<char> into) : part_{into.data(), into.size()} {
  header_.msg_iov = &part_;
  header_.msg_iovlen = 1;
  header_.msg_control = control_.data();
  header_.msg_controllen = control_.size();
}

Result<SmallMessage> IncomingMessage::take(std::size_t length) const {
  SmallMessage message{length};
  if (header_.msg_flags & MSG_TRUNC) return Error{"receive a message", EMSGSIZE, {}};
  const cmsghdr* rights = CMSG_FIRSTHDR(&header_);
  if (header_.msg_flags & MSG_CTRUNC || !rights || rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS) return message;
  // Padding makes room for a second one.
  if (rights->cmsg_len != CMSG_LEN(sizeof(int))) return Error{"receive a message", EPROTO, "more than one descriptor"};
  std::memcpy(&message.descriptor, CMSG_DATA(rights), sizeof(int));
  return message;
}

Result<UniqueFd> makeSealedMemory(const char* name, std::string_view bytes) {
  UniqueFd fd(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd.valid()) return errnoError("create a memory file");
  while (!bytes.empty()) {
    const auto written = retryOnSignal([&] { return ::write(fd.get(), bytes.data(), bytes.size()); });
    if (written < 0) return errnoError("fill a memory file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  constexpr int kSeals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  if (::fcntl(fd.get(), F_ADD_SEALS, kSeals) != 0) return errnoError("seal a memory file");
  return fd;
}

Result<std::string> readWhole(int fd, std::size_t limit) {
  std::string text;
  std::array<char, 16384> block;
  for (;;) {
    const auto offset = static_cast<off_t>(text.size());
    auto length = retryOnSignal([&] { return ::pread(fd, block.data(), block.size(), offset); });
    if (length < 0 && errno == ESPIPE)
      length = retryOnSignal([&] { return ::read(fd, block.data(), block.size()); });
    if (length < 0) return errnoError("read a file");
    if (length == 0) return text;
    text.append(block.data(), static_cast<std::size_t>(length));
    if (text.size() > limit) return Error{"read a file", EFBIG, "more than " + std::to_string(limit) + " bytes"};
  }
}

Result<std::string> readFile(const std::string& path, std::size_t limit) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return errnoError("open " + path);
  auto text = readWhole(fd.get(), limit);
  if (!text) return Error{"read " + path, text.error().code, text.error().detail};
  return text;
}

Result<> writeFile(const std::string& path, std::string_view text) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd.valid()) return errnoError("open " + path);
  const auto written = retryOnSignal([&] { return ::write(fd.get(), text.data(), text.size()); });
  if (written != static_cast<ssize_t>(text.size())) return errnoError("write " + path, std::string(text));
  return {};
}

}  // namespace isobox
