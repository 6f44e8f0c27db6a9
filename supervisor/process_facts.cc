// What the kernel says about a runner, read from outside. Supervisor.
#include "supervisor/process_facts.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>

#include "ipc/base/channel.h"
#include "ipc/launch_order.h"

namespace isobox::supervisor {
namespace {

/// The text after "NAME:\t" on its line, or nothing.
std::optional<std::string> field(const std::string& status, const std::string& name) {
  const std::string key = "\n" + name + ":";
  const auto at = status.find(key);
  if (at == std::string::npos) return std::nullopt;
  const auto begin = status.find_first_not_of("\t ", at + key.size());
  return status.substr(begin, status.find('\n', begin) - begin);
}

Result<> expect(const std::string& status, const std::string& name, const std::string& wanted) {
  const auto found = field(status, name);
  if (found == wanted) return {};
  return Error{"prove the seal", 0, name + " is " + found.value_or("absent") + ", not " + wanted};
}

Result<> expectOwnPidNamespace(const std::string& status) {
  std::istringstream ids(field(status, "NSpid").value_or(""));
  int id = 0, levels = 0;
  while (ids >> id) ++levels;
  if (levels >= 3 && id == 1) return {};
  return Error{"prove the seal", 0, "the runner has no pid namespace of its own"};
}

/// How many descriptors a process has open, as its directory's size says since Linux 6.2; 0 before. Needs no rights over its files.
Result<std::uint64_t> openDescriptors(pid_t pid) {
  struct stat info;
  if (::stat(("/proc/" + std::to_string(pid) + "/fd").c_str(), &info) != 0) return errnoError("prove the seal", "count its descriptors");
  return static_cast<std::uint64_t>(info.st_size);
}

/// Takes a copy, to know what is there. Listing /proc/PID/fd would need rights over files that only a fully capable root has; copying
/// a descriptor needs what we have anyway, as makers of the user namespace.
Result<bool> isOpen(int pidfd, int number) {
  const UniqueFd copy(static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd, number, 0)));
  if (!copy.valid() && errno != EBADF) return errnoError("prove the seal", "descriptor " + std::to_string(number));
  return copy.valid();
}

/// Where the kernel does not count them: every number that the table has room for.
Result<> probeAll(int pidfd, pid_t pid) {
  ISOBOX_TRY(const auto status, readFile("/proc/" + std::to_string(pid) + "/status", 65536));
  const long size = std::strtol(field(status, "FDSize").value_or("0").c_str(), nullptr, 10);
  if (size <= ipc::kRunnerChannelFd) return Error{"prove the seal", 0, "the descriptor table cannot be seen"};
  for (int number = 0; number < size; ++number) {
    ISOBOX_TRY(const bool found, isOpen(pidfd, number));
    if (found != (number == ipc::kRunnerChannelFd))
      return Error{"prove the seal", 0, "descriptor " + std::to_string(number) + (found ? " is open" : " is closed")};
  }
  return {};
}

}  // namespace

Result<> proveLockedUp(pid_t pid, std::uint32_t uid) {
  ISOBOX_TRY(const auto status, readFile("/proc/" + std::to_string(pid) + "/status", 65536));
  for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
    ISOBOX_CHECK(expect(status, set, "0000000000000000"));
  const std::string id = std::to_string(uid);
  ISOBOX_CHECK(expect(status, "Uid", id + "\t" + id + "\t" + id + "\t" + id));
  ISOBOX_CHECK(expect(status, "NoNewPrivs", "1"));
  ISOBOX_CHECK(expect(status, "Seccomp", "2"));
  return expectOwnPidNamespace(status);
}

Result<bool> hasMemoryAt(pid_t pid, std::uint64_t place) {
  char byte;
  const iovec ours{&byte, 1}, theirs{reinterpret_cast<void*>(place), 1};
  const ssize_t read = ::process_vm_readv(pid, &ours, 1, &theirs, 1, 0);
  if (read < 0 && errno != EFAULT) return errnoError("prove the seal", "look for its setup page");
  return read == 1;
}

Result<> proveSealed(pid_t pid, std::uint64_t setupPage) {
  ISOBOX_TRY(const bool present, hasMemoryAt(pid, setupPage));
  if (present) return Error{"prove the seal", 0, "it can still make the calls of its setup"};
  return {};
}

Result<> proveOneDescriptor(int pidfd, pid_t pid) {
  ISOBOX_TRY(const auto open, openDescriptors(pid));
  if (open == 0) return probeAll(pidfd, pid);
  if (open != 1) return Error{"prove the seal", 0, std::to_string(open) + " descriptors are open"};
  ISOBOX_TRY(const bool channel, isOpen(pidfd, ipc::kRunnerChannelFd));
  if (!channel) return Error{"prove the seal", 0, "its one descriptor is not the channel"};
  return {};
}

std::optional<Microseconds> processCpuTime(pid_t pid) {
  // As clock_getcpuclockid(3) makes it, which asks the kernel first whether there is such a process.
  const auto clock = static_cast<clockid_t>(~static_cast<unsigned>(pid) << 3 | 2);
  timespec time;
  if (::clock_gettime(clock, &time) != 0) return std::nullopt;
  return Microseconds(time.tv_sec * 1'000'000 + time.tv_nsec / 1000);
}

std::optional<Bytes> peakResident(pid_t pid) {
  const auto status = readFile("/proc/" + std::to_string(pid) + "/status", 65536);
  if (!status) return std::nullopt;
  const auto text = field(*status, "VmHWM");
  if (!text) return std::nullopt;
  return Bytes{std::strtoull(text->c_str(), nullptr, 10) * 1024};
}

}  // namespace isobox::supervisor
