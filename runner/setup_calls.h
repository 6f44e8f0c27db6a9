// The system calls that make a runner, and the one page of code that may make them. Runs in the zygote, and in its children until they
// are sealed. Trusted.
#ifndef ISOBOX_RUNNER_SETUP_CALLS_H
#define ISOBOX_RUNNER_SETUP_CALLS_H

#include <linux/sched.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "ipc/base/result.h"

namespace isobox::runner {

// One filter is in force in the zygote and in all its runners. It is loaded once, as loading one costs as much as half a process does
// otherwise. It looks at where a call is made: from the setup page the calls of policy::setupRules() may be made, from everywhere else
// those of policy::runnerRules(). A child that has locked itself up unmaps the page, and that seals it: no instruction is left by which
// it could make the others. It cannot get the page back either, as the runner's rules let it map nothing that is executable, and move or
// change no mapping. The supervisor looks whether the page is gone.

/// Where a child begins, with its arguments in registers, as it has no stack of its parent's.
struct Beginning {
  void (*live)(const void* what, std::uint64_t first, std::uint64_t second);  // must not return
  const void* what;
  std::uint64_t first;
  std::uint64_t second;
};

class SetupCalls {
 public:
  /// Calls are made from the program's own code, until there is a page.
  SetupCalls();

  /// The page at `place` holds the instructions of `call` and `clone` from here on, and nothing else; it was writable and becomes executable.
  Result<> moveTo(std::byte* place);
  /// Its address; 0 as long as there is none.
  std::uintptr_t page() const { return page_; }

  /// A system call. Its result, or a negative errno; errno itself, which lies in the image of runners, is left alone.
  template <class... Arguments>
  long operator()(long number, Arguments... arguments) const {
    static_assert(sizeof...(Arguments) <= 6);
    return make(number, {word(arguments)...});
  }

  /// clone3(2) with `arguments`, which name a stack. Returns in the parent only: the child's id, or a negative errno.
  long clone(const clone_args& arguments, const Beginning& beginning) const;

  /// The page is no more: the process is sealed. No call must be made this way any more.
  Result<> end() const;

 private:
  struct Words {
    long at[6];
  };
  template <class T>
  static long word(T value) {
    if constexpr (std::is_pointer_v<T> || std::is_null_pointer_v<T>) return reinterpret_cast<long>(static_cast<const void*>(value));
    else return static_cast<long>(value);
  }
  long make(long number, const Words& words) const { return call_(number, words.at[0], words.at[1], words.at[2], words.at[3], words.at[4], words.at[5]); }

  std::uintptr_t page_ = 0;
  long (*call_)(long number, long a, long b, long c, long d, long e, long f);
  void (*clone_)();
};

/// "OPERATION: ERRNO" of a call that has returned `result` < 0.
inline Error callError(std::string operation, long result, std::string detail = {}) {
  return {std::move(operation), static_cast<int>(-result), std::move(detail)};
}

/// A descriptor of the zygote's, which may close one from the setup page only.
class SetupFd {
 public:
  SetupFd(const SetupCalls& calls, int fd) : calls_(calls), fd_(fd) {}
  SetupFd(const SetupFd&) = delete;
  SetupFd& operator=(const SetupFd&) = delete;
  ~SetupFd();
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  const SetupCalls& calls_;
  int fd_;
};

/// A program for seccomp(2): calls from the page at `page` are answered as `setup` does, all others as `sealed` does. E2BIG when it would be longer
/// than the kernel takes.
Result<std::string> joinFilters(std::uintptr_t page, std::string_view setup, std::string_view sealed);

}  // namespace isobox::runner

#endif
