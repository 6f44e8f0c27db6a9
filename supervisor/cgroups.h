// Control groups: one tree of ours, a group for the zygotes and one for each slot. v1, v2 and hybrid. Supervisor.
#ifndef ISOBOX_SUPERVISOR_CGROUPS_H
#define ISOBOX_SUPERVISOR_CGROUPS_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/base/units.h"

namespace isobox::supervisor {

/// Which file of which directory a controller's settings are in.
struct ControllerPlace {
  std::string controller;  // "memory", "pids", "cpu"
  int version = 0;
  std::string directory;
};

/// One group: on v1 a directory in each controller's hierarchy, on v2 one. Removed by its destructor, when empty.
class Cgroup {
 public:
  Cgroup(std::vector<ControllerPlace> places, std::vector<std::string> directories);
  ~Cgroup();
  Cgroup(const Cgroup&) = delete;
  Cgroup& operator=(const Cgroup&) = delete;

  /// The files that each runner's start needs stay open from now on, two to four descriptors, if there are as many. A saving of time.
  void keepOpen();

  /// Moves a process in, in every hierarchy. Error: ESRCH when it is gone.
  Result<> admit(pid_t pid);

  /// Hard limit of memory and swap together. Written only when it differs from the last one.
  Result<> limitMemory(Bytes limit);
  /// At most `count` tasks; one CPU's worth of time.
  Result<> limitTasks(std::uint32_t count);
  Result<> limitToOneCpu();

  /// From now on every other group beside this one has the CPU first; when none wants it, it is this group's. Where there is no
  /// controller, nothing happens.
  Result<> yieldCpu();
  /// The end of that, read back. Nothing happens when it did not yield.
  Result<> returnCpu();
  bool yieldsCpu() const { return yieldsCpu_; }

  /// The file of the peak is open from now on, not only while it is measured. A saving of time for one descriptor.
  void keepPeakOpen();
  bool keepsPeakOpen() const { return keepsPeakOpen_; }

  /// Starts a new measurement of the peak. False when this kernel cannot (v2 before 6.12).
  bool resetPeak();
  /// Peak of charged memory since resetPeak, and the measurement's end; nothing when it cannot be measured.
  std::optional<Bytes> peak();
  /// How often the kernel killed a process of this group for memory, ever.
  std::uint64_t oomKills();

 private:
  const ControllerPlace* place(const std::string& controller) const;
  std::string killsFile() const;
  Result<> writeYielding(const ControllerPlace& cpu, bool yields);
  bool openPeak();
  Result<> limitMemoryV1(const std::string& directory, Bytes limit);

  std::vector<ControllerPlace> places_;
  std::vector<std::string> directories_;
  std::optional<Bytes> memoryLimit_;
  bool yieldsCpu_ = false;
  UniqueFd peak_;  // open while it is measured: v2 resets are per descriptor
  bool keepsPeakOpen_ = false;
  bool peakCanBeReset_ = true;
  std::vector<UniqueFd> procs_;  // of each directory, or none
  UniqueFd kills_;
};

/// Our groups' common parent: "isobox-PID" below the supervisor's own group, or where the policy says.
class CgroupTree {
 public:
  /// Finds the hierarchies and makes the parent. Leftovers named isobox-PID of dead supervisors in the same place are
  /// removed. Error: what is missing, and the command that mends it.
  static Result<std::unique_ptr<CgroupTree>> create(const std::string& preferredParent);
  ~CgroupTree();

  Result<std::unique_ptr<Cgroup>> makeGroup(const std::string& name);

  /// "v1: memory, pids, cpu" or "v2: …" or "hybrid: …".
  std::string describe() const;

 private:
  std::vector<ControllerPlace> places_;   // of the parent
  std::vector<std::string> directories_;  // the same, each once
};

}  // namespace isobox::supervisor

#endif
