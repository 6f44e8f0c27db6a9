// The supervisor's look at a process from outside. The child here is none of a zygote's.
#include "supervisor/process_facts.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <functional>

#include "ipc/base/unique_fd.h"
#include "supervisor/child_process.h"

namespace isobox::supervisor {
namespace {

constexpr int kChannel = 3;

/// A process that has done `prepare`, and then waits to be killed.
class Waiting {
 public:
  explicit Waiting(const std::function<void()>& prepare) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid = ::fork();
    if (pid == 0) {
      // What tells that it is ready lies out of the way, and is closed by that.
      const int ready = ::dup2(ends[1], 200);
      for (int fd = 3; fd < 200; ++fd) ::close(fd);
      ::syscall(SYS_close_range, ready + 1, ~0u, 0);  // whatever the test itself was started with
      prepare();
      ::close(ready);
      for (;;) ::pause();
    }
    ::close(ends[1]);
    char none;
    EXPECT_EQ(::read(ends[0], &none, 1), 0);
    ::close(ends[0]);
    pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  }
  ~Waiting() {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }

  pid_t pid = 0;
  UniqueFd pidfd;
};

void keepOnly(int number) {
  if (number != 0) ::dup2(0, number);
  for (int fd = 0; fd < 200; ++fd)
    if (fd != number) ::close(fd);
}

TEST(ProcessFacts, AProcessWithItsSetupPageIsNotSealed) {
  void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(page, MAP_FAILED);
  const auto place = reinterpret_cast<std::uintptr_t>(page);
  const Waiting unsealed([] {});
  EXPECT_TRUE(hasMemoryAt(unsealed.pid, place).value());
  EXPECT_FALSE(hasMemoryAt(unsealed.pid, 0).value());
  const auto refused = proveSealed(unsealed.pid, place);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("setup"), std::string::npos);
  const Waiting sealed([page] { ::munmap(page, 4096); });
  const auto proven = proveSealed(sealed.pid, place);
  EXPECT_TRUE(proven) << proven.error().describe();
  // Of what cannot be looked at nothing is proven.
  EXPECT_FALSE(proveSealed(0x3fffffff, place));
  ::munmap(page, 4096);
}

TEST(ProcessFacts, OneDescriptorAndItIsTheChannel) {
  const Waiting runner([] { keepOnly(kChannel); });
  const auto proven = proveOneDescriptor(runner.pidfd.get(), runner.pid);
  EXPECT_TRUE(proven) << proven.error().describe();
}

TEST(ProcessFacts, ASecondDescriptorIsFound) {
  for (const int second : {0, 2, 4, 63, 150}) {
    const Waiting runner([&] {
      keepOnly(kChannel);
      ::dup2(kChannel, second);
    });
    EXPECT_FALSE(proveOneDescriptor(runner.pidfd.get(), runner.pid)) << second;
  }
}

TEST(ProcessFacts, AnotherOneIsNotTheChannel) {
  for (const int other : {0, 4, 150}) {
    const Waiting runner([&] { keepOnly(other); });
    EXPECT_FALSE(proveOneDescriptor(runner.pidfd.get(), runner.pid)) << other;
  }
  const Waiting none([] { keepOnly(-1); });
  EXPECT_FALSE(proveOneDescriptor(none.pidfd.get(), none.pid));
}

TEST(ProcessFacts, WhoIsNotLockedUpIsTold) {
  const Waiting runner([] { keepOnly(kChannel); });
  const auto proven = proveLockedUp(runner.pid, ::geteuid());
  ASSERT_FALSE(proven);
  EXPECT_EQ(proven.error().operation, "prove the seal");
}

TEST(ProcessFacts, CpuTimeAndIdsOfAProcess) {
  const Waiting runner([] {
    const auto begin = ::clock();
    while (::clock() - begin < CLOCKS_PER_SEC / 50) {
    }
  });
  const auto time = processCpuTime(runner.pid);
  ASSERT_TRUE(time);
  EXPECT_GE(time->count(), 20'000);
  EXPECT_LT(time->count(), 5'000'000);
  asio::io_context io;
  ChildProcess process(io.get_executor(), UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, runner.pid, 0))));
  EXPECT_EQ(process.pid().value(), runner.pid);
  const pid_t gone = ::fork();
  if (gone == 0) ::_exit(0);
  ::waitpid(gone, nullptr, 0);
  EXPECT_FALSE(processCpuTime(gone));
}

}  // namespace
}  // namespace isobox::supervisor
