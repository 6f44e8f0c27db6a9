// Compiles rules with libseccomp and takes the program out through a memory file. Runs in the supervisor at
// start; the runners load the bytes. Trusted.
#include "policy/seccomp_filter.h"

#include <seccomp.h>
#include <sha2.h>
#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <memory>

#include "ipc/base/channel.h"
#include "ipc/base/unique_fd.h"

namespace isobox::policy {
namespace {

constexpr std::size_t kInstruction = 8;                   // sizeof(struct sock_filter)
constexpr std::size_t kMaxProgram = 4096 * kInstruction;  // BPF_MAXINSNS

using Context = std::unique_ptr<void, decltype(&seccomp_release)>;

/// libseccomp returns negative errno values.
Result<> checked(const char* step, int result, std::string detail = {}) {
  if (result < 0) return Error(step, -result, std::move(detail));
  return {};
}

Result<Context> makeContext(OnDenied denied) {
  const std::uint32_t action = denied == OnDenied::Notify ? SCMP_ACT_NOTIFY : SCMP_ACT_KILL_PROCESS;
  Context context(seccomp_init(action), &seccomp_release);
  if (!context) return Error("create a seccomp filter", EINVAL, "the kernel does not offer the action");
  // A foreign architecture (int 0x80) and x32 get the same answer as an unknown number.
  ISOBOX_CHECK(checked("set the action for foreign calls",
                       seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, action)));
  return context;
}

Result<> addRule(const Context& context, const SyscallRule& rule) {
  if (rule.reason.empty()) return Error("add a system call rule", EINVAL, "a rule without a reason");
  if (rule.checks.size() > kMaxChecks)
    return Error("add a system call rule", E2BIG, std::string(rule.reason));
  std::array<scmp_arg_cmp, kMaxChecks> checks{};
  for (std::size_t i = 0; i < rule.checks.size(); ++i) {
    const ArgumentCheck& check = rule.checks[i];
    checks[i] = {check.index, SCMP_CMP_MASKED_EQ, check.mask, check.value};
  }
  // _exact: libseccomp must not soften a rule that it cannot express.
  return checked("add a system call rule",
                 seccomp_rule_add_exact_array(context.get(), SCMP_ACT_ALLOW, rule.number,
                                              static_cast<unsigned>(rule.checks.size()), checks.data()),
                 std::string(rule.reason));
}

/// The tables begin with the calls that happen most; the program compares in that order.
Result<> setOrder(const Context& context, std::span<const SyscallRule> rules) {
  int priority = 255;
  for (const SyscallRule& rule : rules) {
    ISOBOX_CHECK(
        checked("order the system call rules",
                seccomp_syscall_priority(context.get(), rule.number, static_cast<std::uint8_t>(priority)),
                std::string(rule.reason)));
    if (priority > 0) --priority;
  }
  return {};
}

Result<std::string> exportProgram(const Context& context) {
  UniqueFd file(::memfd_create("seccomp", MFD_CLOEXEC));
  if (!file.valid()) return errnoError("create a memory file");
  ISOBOX_CHECK(checked("export the seccomp filter", seccomp_export_bpf(context.get(), file.get())));
  return readWhole(file.get(), kMaxProgram);
}

std::string sha256(const std::string& bytes) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> hex{};
  SHA256Data(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), hex.data());
  return hex.data();
}

}  // namespace

Result<SeccompFilter> compileFilter(std::span<const SyscallRule> rules, OnDenied denied) {
  ISOBOX_TRY(const Context context, makeContext(denied));
  for (const SyscallRule& rule : rules) ISOBOX_CHECK(addRule(context, rule));
  ISOBOX_CHECK(setOrder(context, rules));
  SeccompFilter filter;
  ISOBOX_TRY(filter.program, exportProgram(context));
  filter.digest = sha256(filter.program);
  return filter;
}

}  // namespace isobox::policy
