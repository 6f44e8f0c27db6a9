// The calls that make a runner, and the filter that knows where they are made. Runs in the zygote and in unsealed children. Trusted.
#include "runner/setup_calls.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>

// What the page holds, wherever it is copied to. The first is a function for C++: seven arguments, the last on the stack. The second takes
// clone3(2)'s two, and in r12 to r15 what a child begins with, as it has no stack of its parent's.
asm(R"(
  .pushsection .text
  .balign 16
  .local isobox_setup_code, isobox_setup_clone, isobox_setup_end
isobox_setup_code:
  movq %rdi, %rax
  movq %rsi, %rdi
  movq %rdx, %rsi
  movq %rcx, %rdx
  movq %r8, %r10
  movq %r9, %r8
  movq 8(%rsp), %r9
  syscall
  ret
isobox_setup_clone:
  syscall
  testq %rax, %rax
  jnz 1f
  xorl %ebp, %ebp    # the outermost frame
  movq %r12, %rdi
  movq %r13, %rsi
  movq %r14, %rdx
  callq *%r15
  ud2
1:
  ret
isobox_setup_end:
  .popsection
)");

extern "C" {
[[gnu::visibility("hidden")]] long isobox_setup_code(long, long, long, long, long, long, long);
[[gnu::visibility("hidden")]] void isobox_setup_clone();
[[gnu::visibility("hidden")]] void isobox_setup_end();
}

namespace isobox::runner {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::byte kTrap{0xcc};  // int3

std::uintptr_t addressOf(auto* code) { return reinterpret_cast<std::uintptr_t>(code); }

}  // namespace

SetupCalls::SetupCalls() : call_(&isobox_setup_code), clone_(&isobox_setup_clone) {}

Result<> SetupCalls::moveTo(std::byte* place) {
  const std::uintptr_t code = addressOf(&isobox_setup_code);
  std::memset(place, static_cast<int>(kTrap), kPage);
  std::memcpy(place, reinterpret_cast<const void*>(code), addressOf(&isobox_setup_end) - code);
  if (::mprotect(place, kPage, PROT_READ | PROT_EXEC) != 0) return errnoError("make the setup page");
  page_ = addressOf(place);
  call_ = reinterpret_cast<decltype(call_)>(page_);
  clone_ = reinterpret_cast<decltype(clone_)>(page_ + (addressOf(&isobox_setup_clone) - code));
  return {};
}

long SetupCalls::clone(const clone_args& arguments, const Beginning& beginning) const {
  long result = SYS_clone3;
  register const void* what asm("r12") = beginning.what;
  register std::uint64_t first asm("r13") = beginning.first;
  register std::uint64_t second asm("r14") = beginning.second;
  register auto live asm("r15") = beginning.live;
  asm volatile(
      "subq $128, %%rsp\n\t"  // what lies below the stack's end is the compiler's
      "callq *%[clone]\n\t"
      "addq $128, %%rsp"
      : "+a"(result)
      : "D"(&arguments), "S"(sizeof arguments), "r"(what), "r"(first), "r"(second), "r"(live), [clone] "r"(clone_)
      : "rcx", "r11", "memory", "cc");
  return result;
}

Result<> SetupCalls::end() const {
  if (page_ == 0 || ::munmap(reinterpret_cast<void*>(page_), kPage) != 0) return errnoError("unmap the setup page");
  return {};
}

SetupFd::~SetupFd() {
  if (fd_ >= 0) calls_(SYS_close, fd_);
}

Result<std::string> joinFilters(std::uintptr_t page, std::string_view setup, std::string_view sealed) {
  constexpr std::uint32_t kPlace = offsetof(seccomp_data, instruction_pointer);
  const auto toSealed = static_cast<std::uint32_t>(setup.size() / sizeof(sock_filter));
  // The kernel gives the place behind the instruction, which lies in the page, too: code does not reach to its end.
  const sock_filter where[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kPlace + 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(page >> 32), 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kPlace),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, static_cast<std::uint32_t>(~(kPage - 1))),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(page), 1, 0),
      BPF_STMT(BPF_JMP | BPF_JA, toSealed),
  };
  std::string program(reinterpret_cast<const char*>(where), sizeof where);
  program.append(setup).append(sealed);
  if (program.size() > BPF_MAXINSNS * sizeof(sock_filter)) return Error{"join two filters", E2BIG, {}};
  return program;
}

}  // namespace isobox::runner
