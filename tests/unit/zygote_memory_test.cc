// What of the zygote's memory is not its runners', and where they begin.
#include "runner/zygote_memory.h"

#include "runner/page_range.h"
#include "runner/setup_calls.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

namespace isobox::runner {
namespace {

struct Shared {
  std::uint64_t first, second;
  std::uintptr_t frame;
};

[[noreturn]] void tellAndEnd(const void* what, std::uint64_t first, std::uint64_t second) {
  auto& shared = *static_cast<Shared*>(const_cast<void*>(what));
  shared = {first, second, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0))};
  ::_exit(42);
}

/// A sanitizer would catch the signal and tell of it.
void letTheKernelEndUs() { ::signal(SIGSEGV, SIG_DFL); }

[[noreturn]] void readTable(const void* what, std::uint64_t, std::uint64_t) {
  letTheKernelEndUs();
  ::_exit(static_cast<const RunnerTable*>(what)->empty() ? 1 : 2);
}

[[noreturn]] void overflow(const void* what, std::uint64_t, std::uint64_t) {
  letTheKernelEndUs();
  // From the lower end of the stack on, downwards.
  auto* byte = static_cast<volatile std::byte*>(const_cast<void*>(what));
  for (std::size_t i = 1; i < (std::size_t{1} << 20); i += 4096) byte[-static_cast<std::ptrdiff_t>(i)] = std::byte{1};
  ::_exit(0);
}

/// How the child ended, as waitpid(2) says it.
int endOf(const Beginning& beginning, std::byte* stack) {
  clone_args arguments{};
  arguments.exit_signal = SIGCHLD;
  arguments.stack_size = 4096;
  arguments.stack = reinterpret_cast<std::uint64_t>(stack) - arguments.stack_size;
  const long pid = SetupCalls().clone(arguments, beginning);
  EXPECT_GT(pid, 0);
  int status = -1;
  EXPECT_EQ(::waitpid(static_cast<pid_t>(pid), &status, 0), pid);
  return status;
}

TEST(ZygoteMemory, AChildBeginsOnItsStackWithItsArguments) {
  auto* shared = static_cast<Shared*>(::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  ASSERT_NE(shared, MAP_FAILED);
  std::byte* const stack = makeRunnerStack().value();
  for (std::uint64_t round = 1; round < 3; ++round) {
    const int status = endOf({&tellAndEnd, shared, ~round, round << 40}, stack);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 42);
    EXPECT_EQ(shared->first, ~round);
    EXPECT_EQ(shared->second, round << 40);
    const auto top = reinterpret_cast<std::uintptr_t>(stack);
    EXPECT_LT(shared->frame, top);
    EXPECT_GT(shared->frame, top - 4096);
  }
  EXPECT_EQ(stack[-16], std::byte{}) << "the parent's is untouched";
  ::munmap(shared, sizeof(Shared));
}

TEST(ZygoteMemory, BelowTheStackIsNothing) {
  std::byte* const stack = makeRunnerStack().value();
  const int status = endOf({&overflow, stack - (std::size_t{8} << 20), 0, 0}, stack);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGSEGV);
}

TEST(ZygoteMemory, BehindTheStackIsRoomForTheSetupPageAndMore) {
  std::byte* const stack = makeRunnerStack(5000).value();
  for (std::size_t i = 0; i < kPage + 5000; ++i) stack[i] = std::byte{1};
  ASSERT_TRUE(SetupCalls().moveTo(stack)) << "a page of its own";
  EXPECT_EQ(stack[kPage + 4999], std::byte{1});
  ::munmap(stack, 3 * kPage);
}

TEST(ZygoteMemory, CloneSaysWhyNot) {
  clone_args arguments{};
  arguments.flags = CLONE_SIGHAND;  // without CLONE_VM
  EXPECT_EQ(SetupCalls().clone(arguments, {&tellAndEnd, nullptr, 0, 0}), -EINVAL);
}

TEST(ZygoteMemory, KnowsWhoseProcessItWas) {
  RunnerTable* const table = RunnerTable::create().value();
  EXPECT_TRUE(table->empty());
  for (pid_t pid = 1; pid <= 5; ++pid) table->add(pid, 100u + static_cast<std::uint64_t>(pid));
  EXPECT_EQ(table->take(2), 102u);
  EXPECT_FALSE(table->take(2)) << "once";
  EXPECT_FALSE(table->take(6));
  table->add(2, 202);
  EXPECT_EQ(table->take(5), 105u);
  EXPECT_EQ(table->take(2), 202u);
  for (const pid_t pid : {1, 3, 4}) EXPECT_EQ(table->take(pid), 100u + static_cast<std::uint64_t>(pid));
  EXPECT_TRUE(table->empty());
  for (std::size_t i = 0; i < RunnerTable::kMost; ++i) {
    EXPECT_FALSE(table->full());
    table->add(static_cast<pid_t>(i + 1), i);
  }
  EXPECT_TRUE(table->full());
}

TEST(ZygoteMemory, ARunnerDoesNotHaveTheListOfRunners) {
  RunnerTable* const table = RunnerTable::create().value();
  table->add(7, 7);
  const int status = endOf({&readTable, table, 0, 0}, makeRunnerStack().value());
  ASSERT_TRUE(WIFSIGNALED(status)) << "it could read it";
  EXPECT_EQ(WTERMSIG(status), SIGSEGV);
}

}  // namespace
}  // namespace isobox::runner
