// Channels and small files: messages with descriptors, bounds, sealed memory.
#include "ipc/base/channel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

namespace isobox {
namespace {

std::pair<UniqueFd, UniqueFd> packets() {
  return makeSocketPair(SOCK_SEQPACKET).value();
}

bool closesOnExec(int fd) {
  return (::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0;
}

std::size_t openDescriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST(Channel, EndsAreCloseOnExec) {
  auto [a, b] = packets();
  EXPECT_TRUE(closesOnExec(a.get()));
  EXPECT_TRUE(closesOnExec(b.get()));
}

TEST(Channel, KeepsMessagesApart) {
  auto [a, b] = packets();
  ASSERT_TRUE(sendMessage(a.get(), "one"));
  ASSERT_TRUE(sendMessage(a.get(), std::string("t\0wo", 4)));
  EXPECT_EQ(receiveMessage(b.get())->bytes, "one");
  const auto second = receiveMessage(b.get());
  EXPECT_EQ(second->bytes, std::string("t\0wo", 4));
  EXPECT_FALSE(second->endOfStream);
}

TEST(Channel, CarriesDescriptors) {
  auto [a, b] = packets();
  const auto file = makeSealedMemory("test", "hello").value();
  ASSERT_TRUE(sendMessage(a.get(), "x", {file.get(), file.get()}));
  const auto message = receiveMessage(b.get());
  ASSERT_TRUE(message);
  ASSERT_EQ(message->descriptors.size(), 2u);
  for (const UniqueFd& fd : message->descriptors) {
    EXPECT_TRUE(closesOnExec(fd.get()));
    EXPECT_EQ(readWhole(fd.get(), 100).value(), "hello");
  }
}

TEST(Channel, TellsTheEnd) {
  auto [a, b] = packets();
  a.reset();
  const auto message = receiveMessage(b.get());
  ASSERT_TRUE(message);
  EXPECT_TRUE(message->endOfStream);
  EXPECT_TRUE(message->bytes.empty());
  const auto sent = sendMessage(b.get(), "into the void");
  ASSERT_FALSE(sent) << "and no SIGPIPE";
  EXPECT_EQ(sent.error().code, EPIPE);
}

TEST(Channel, BoundsMessagesInBothDirections) {
  auto [a, b] = packets();
  const auto file = makeSealedMemory("test", "x").value();
  EXPECT_EQ(sendMessage(a.get(), "x", std::vector<int>(kMaxDescriptors + 1, file.get())).error().code,
            EINVAL);
  ASSERT_TRUE(sendMessage(a.get(), std::string(kMaxControlMessage, 'x')));
  EXPECT_EQ(receiveMessage(b.get())->bytes.size(), kMaxControlMessage);
  ASSERT_TRUE(sendMessage(a.get(), std::string(kMaxControlMessage + 1, 'x'), {file.get()}));
  const auto before = openDescriptors();
  EXPECT_EQ(receiveMessage(b.get()).error().code, EMSGSIZE);
  EXPECT_EQ(openDescriptors(), before) << "its descriptor is closed";
}

TEST(Channel, ClosesDescriptorsBeyondTheBound) {
  auto [a, b] = packets();
  const auto file = makeSealedMemory("test", "x").value();
  std::vector<int> many(kMaxDescriptors + 3, file.get());
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * (kMaxDescriptors + 3))]{};
  iovec part{const_cast<char*>("x"), 1};
  msghdr header{nullptr, 0, &part, 1, control, sizeof control, 0};
  cmsghdr* rights = CMSG_FIRSTHDR(&header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof(int) * many.size());
  std::memcpy(CMSG_DATA(rights), many.data(), sizeof(int) * many.size());
  ASSERT_EQ(::sendmsg(a.get(), &header, 0), 1);
  const auto before = openDescriptors();
  const auto message = receiveMessage(b.get()).value();
  EXPECT_TRUE(message.descriptorsLost);
  EXPECT_TRUE(message.descriptors.empty());
  EXPECT_EQ(message.bytes, "x");
  EXPECT_EQ(openDescriptors(), before);
}

Result<SmallMessage> receiveInto(int socket, std::span<char> room) {
  IncomingMessage message(room);
  const ssize_t length = ::recvmsg(socket, message.header(), MSG_CMSG_CLOEXEC);
  EXPECT_GE(length, 0);
  return message.take(static_cast<std::size_t>(length));
}

TEST(Channel, ReceivesIntoRoomOfTheCallers) {
  auto [a, b] = packets();
  const auto file = makeSealedMemory("test", "hello").value();
  std::array<char, 4> room;
  ASSERT_TRUE(sendMessage(a.get(), "abcd", {file.get()}));
  const auto whole = receiveInto(b.get(), room).value();
  EXPECT_EQ(std::string_view(room.data(), whole.size), "abcd");
  const UniqueFd received(whole.descriptor);
  EXPECT_TRUE(closesOnExec(received.get()));
  EXPECT_EQ(readWhole(received.get(), 100).value(), "hello");
  ASSERT_TRUE(sendMessage(a.get(), "abcde"));
  EXPECT_EQ(receiveInto(b.get(), room).error().code, EMSGSIZE);
  ASSERT_TRUE(sendMessage(a.get(), "x", {file.get(), file.get()}));
  EXPECT_EQ(receiveInto(b.get(), room).error().code, EPROTO);
  ASSERT_TRUE(sendMessage(a.get(), "y"));
  EXPECT_EQ(receiveInto(b.get(), room).value().descriptor, -1);
  a.reset();
  EXPECT_EQ(receiveInto(b.get(), room).value().size, 0u);
}

TEST(Channel, SaysWhenItWouldBlock) {
  auto ends = makeSocketPair(SOCK_SEQPACKET | SOCK_NONBLOCK).value();
  EXPECT_EQ(receiveMessage(ends.first.get()).error().code, EAGAIN);
  Result<> sent;
  for (int i = 0; i < 100'000 && sent; ++i) sent = sendMessage(ends.first.get(), std::string(1000, 'x'));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, EAGAIN);
}

TEST(SealedMemory, CannotBeChanged) {
  const auto file = makeSealedMemory("test", "hello").value();
  EXPECT_EQ(readWhole(file.get(), 5).value(), "hello");
  EXPECT_EQ(readWhole(file.get(), 5).value(), "hello") << "reads do not move an offset";
  EXPECT_LT(::pwrite(file.get(), "x", 1, 0), 0);
  EXPECT_LT(::ftruncate(file.get(), 0), 0);
  EXPECT_LT(::ftruncate(file.get(), 100), 0);
  EXPECT_EQ(::mmap(nullptr, 5, PROT_WRITE, MAP_SHARED, file.get(), 0), MAP_FAILED);
  EXPECT_LT(::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE), 0);
  EXPECT_EQ(readWhole(file.get(), 4).error().code, EFBIG);
}

TEST(Files, AreReadWithinALimitAndByAnyKind) {
  EXPECT_FALSE(readFile("/proc/self/stat", 1 << 16)->empty());
  EXPECT_EQ(readFile("/nonexistent/file", 10).error().code, ENOENT);
  EXPECT_EQ(readFile("/dev/zero", 1000).error().code, EFBIG);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  UniqueFd in(ends[0]), out(ends[1]);
  ASSERT_EQ(::write(out.get(), "pipe", 4), 4);
  out.reset();
  EXPECT_EQ(readWhole(in.get(), 10).value(), "pipe");
}

TEST(Files, AreWrittenOnlyWhereTheyExist) {
  EXPECT_EQ(writeFile("/nonexistent/file", "x").error().code, ENOENT);
  EXPECT_TRUE(writeFile("/dev/null", "x"));
  const auto full = writeFile("/dev/full", "x");
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ENOSPC);
}

}  // namespace
}  // namespace isobox
