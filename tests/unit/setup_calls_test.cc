// The page that may make the calls of setup, under a filter as a zygote's. Each child says by its exit status what it saw.
#include "runner/setup_calls.h"

#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

#include "policy/seccomp_filter.h"

namespace isobox::runner {
namespace {

constexpr std::size_t kPage = 4096;
constexpr int kYes = 10, kNo = 11;

std::byte* writablePage() {
  void* page = ::mmap(nullptr, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  EXPECT_NE(page, MAP_FAILED);
  return static_cast<std::byte*>(page);
}

/// Denied calls fail with ENOSYS: nobody listens.
void loadFilter(const SetupCalls& calls) {
  const auto setup = policy::compileFilter(policy::setupRules(), policy::OnDenied::Notify).value();
  const auto sealed = policy::compileFilter(policy::runnerRules(), policy::OnDenied::Notify).value();
  auto program = joinFilters(calls.page(), setup.program, sealed.program).value();
  const sock_fprog filter{static_cast<unsigned short>(program.size() / sizeof(sock_filter)), reinterpret_cast<sock_filter*>(program.data())};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) != 0) ::_exit(99);
}

/// What a child under that filter answers.
int statusUnder(const std::function<bool(const SetupCalls& calls)>& question) {
  std::byte* const place = writablePage();
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL);
    SetupCalls calls;
    if (!calls.moveTo(place)) ::_exit(98);
    loadFilter(calls);
    ::syscall(SYS_exit_group, question(calls) ? kYes : kNo);
  }
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  ::munmap(place, kPage);
  return status;
}

bool holds(const std::function<bool(const SetupCalls& calls)>& question) {
  const int status = statusUnder(question);
  EXPECT_TRUE(WIFEXITED(status) && (WEXITSTATUS(status) == kYes || WEXITSTATUS(status) == kNo)) << status;
  return WIFEXITED(status) && WEXITSTATUS(status) == kYes;
}

/// The same call from code that is not the page's.
bool denied(long number) { return ::syscall(number, 0, 0, 0, 0, 0, 0) == -1 && errno == ENOSYS; }

TEST(SetupCalls, AreMadeWithAllArguments) {
  const SetupCalls direct;
  EXPECT_EQ(direct.page(), 0u);
  for (const bool moved : {false, true}) {
    SetupCalls calls;
    std::byte* const place = writablePage();
    if (moved) {
      ASSERT_TRUE(calls.moveTo(place));
    }
    const long made = calls(SYS_mmap, nullptr, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_GT(made, 0);
    EXPECT_EQ(calls(SYS_munmap, made, kPage), 0);
    errno = 0;
    EXPECT_EQ(calls(SYS_close, -1), -EBADF);
    EXPECT_EQ(errno, 0) << "it lies in the image of runners";
    ::munmap(place, kPage);
  }
}

TEST(SetupCalls, ThePageHoldsNothingElseAndIsNotWritable) {
  SetupCalls calls;
  std::byte* const place = writablePage();
  ASSERT_TRUE(calls.moveTo(place));
  int systemCalls = 0;
  for (std::size_t i = 0; i + 1 < kPage; ++i)
    if (place[i] == std::byte{0x0f} && place[i + 1] == std::byte{0x05}) ++systemCalls;
  EXPECT_EQ(systemCalls, 2) << "the call, and clone3";
  EXPECT_EQ(place[kPage - 1], std::byte{0xcc});
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL);
    *static_cast<volatile std::byte*>(place) = std::byte{0};
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
  ::munmap(place, kPage);
}

TEST(SetupCalls, TheFilterKnowsWhereACallIsMade) {
  EXPECT_TRUE(holds([](const SetupCalls& calls) { return calls(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) >= 0; }));
  EXPECT_TRUE(holds([](const SetupCalls&) { return denied(SYS_prctl); }));
  EXPECT_TRUE(holds([](const SetupCalls&) { return denied(SYS_clone3); }));
  // The page's rules are no wider than what setup needs.
  EXPECT_TRUE(holds([](const SetupCalls& calls) { return calls(SYS_openat, -100, "/", 0, 0) == -ENOSYS; }));
  EXPECT_TRUE(holds([](const SetupCalls& calls) { return calls(SYS_mprotect, nullptr, 0, PROT_READ) == -ENOSYS; }));
  // A runner's calls are a runner's anywhere else.
  EXPECT_TRUE(holds([](const SetupCalls&) { return ::mmap(nullptr, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED; }));
}

TEST(SetupCalls, AProcessThatIsSealedHasThemNoMore) {
  EXPECT_TRUE(holds([](const SetupCalls& calls) { return calls.end() && denied(SYS_prctl); }));
  const int status = statusUnder([](const SetupCalls& calls) { return calls.end() && calls(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) >= 0; });
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV) << status;
}

TEST(SetupCalls, NothingExecutableComesToThatPlaceAgain) {
  EXPECT_TRUE(holds([](const SetupCalls& calls) {
    void* const place = reinterpret_cast<void*>(calls.page());
    if (!calls.end()) return false;
    const auto refused = [&](int rights, int flags) { return ::mmap(place, kPage, rights, flags, -1, 0) == MAP_FAILED && errno == ENOSYS; };
    constexpr int kPlain = MAP_PRIVATE | MAP_ANONYMOUS;
    // A hint is heeded, but gives memory that can never be executed.
    void* const hinted = ::mmap(place, kPage, PROT_READ | PROT_WRITE, kPlain, -1, 0);
    return refused(PROT_READ | PROT_EXEC, kPlain) && refused(PROT_READ | PROT_EXEC, kPlain | MAP_FIXED) && refused(PROT_READ, kPlain | MAP_FIXED) &&
           hinted != MAP_FAILED && ::syscall(SYS_mprotect, hinted, kPage, PROT_EXEC) == -1 && errno == ENOSYS &&
           ::syscall(SYS_mremap, reinterpret_cast<void*>(&denied), kPage, kPage, MREMAP_MAYMOVE | MREMAP_FIXED, place) == -1 && errno == ENOSYS;
  }));
}

/// Says by its exit status what it could do, bit by bit. On a stack that no sanitizer knows.
[[noreturn, gnu::no_sanitize("address", "undefined")]] void lockUp(const void* what, std::uint64_t first, std::uint64_t second) {
  const auto& calls = *static_cast<const SetupCalls*>(what);
  const int began = first == 1 && second == 2 ? 1 : 0;
  const int wide = calls(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0) >= 0 ? 2 : 0;
  const int ended = ::syscall(SYS_munmap, calls.page(), kPage) == 0 ? 4 : 0;
  const int narrow = denied(SYS_prctl) ? 8 : 0;
  for (;;) ::syscall(SYS_exit_group, began | wide | ended | narrow);
}

TEST(SetupCalls, AChildBegunFromThePageIsUnderTheSameFilter) {
  const int status = statusUnder([](const SetupCalls& calls) {
    void* stack = ::mmap(nullptr, 16 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    clone_args arguments{};
    arguments.exit_signal = SIGCHLD;
    arguments.stack_size = kPage;
    arguments.stack = reinterpret_cast<std::uint64_t>(stack) + 15 * kPage;
    const long child = calls.clone(arguments, {&lockUp, &calls, 1, 2});
    int ended = -1;
    // Of the child's own page the parent's is not gone.
    const bool waited = child > 0 && calls(SYS_wait4, child, &ended, 0, nullptr) == child;
    ::syscall(SYS_exit_group, waited && WIFEXITED(ended) ? WEXITSTATUS(ended) : 97);
    return false;
  });
  ASSERT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 1 | 2 | 4 | 8);
}

TEST(SetupCalls, FiltersThatAreTooLongAreRefused) {
  const std::string most(BPF_MAXINSNS / 2 * sizeof(sock_filter), '\0');
  const auto refused = joinFilters(0x1000, most, most);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, E2BIG);
}

}  // namespace
}  // namespace isobox::runner
