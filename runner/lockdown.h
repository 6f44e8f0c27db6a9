// The mechanisms a process of ours locks itself up with after exec, one function a mechanism. Runs in the zygote
// (what children inherit) and in its children (what is theirs alone). Trusted until the first script.
// Each irreversible step is read back; an error names the step.
#ifndef ISOBOX_RUNNER_LOCKDOWN_H
#define ISOBOX_RUNNER_LOCKDOWN_H

#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/launch_order.h"
#include "runner/setup_calls.h"

namespace isobox::runner {

// In the zygote; inherited by every child.

/// Landlock with every right and scope the kernel knows handled and none granted. The fact is "ABI 7", or "absent".
Result<std::string> denyByLandlock(bool required);

/// Memory that was writable can never become executable. "in force", or "not in this kernel" (before 6.3).
Result<std::string> denyWriteExecute();

/// Store-bypass and indirect-branch speculation off for good. What the kernel, or a hypervisor under it, answered.
std::string restrictSpeculation();

/// Root has no magic and set*id no effect on capabilities, for good; the bounding and the ambient set are empty: who drops a
/// capability never has it again. Those in force now stay, for making children.
Result<> denyNewRights();

/// The filter of this process and of all its children, with a listener for what it denies. The listener's number in our table. Nothing can be read
/// back from here on: the supervisor reads /proc/PID/status.
Result<int> enterFilter(std::string_view program);

// In a child. All of these calls are made by `calls`.

/// `channel` becomes kRunnerChannelFd and the only open descriptor.
Result<> keepOnlyChannel(const SetupCalls& calls, int channel);

Result<> setLimits(const SetupCalls& calls, const std::vector<ipc::ResourceLimit>& limits);

/// After denyNewRights: the last user and group, no capability in any set; not dumpable; dies with the zygote.
Result<> dropIdentity(const SetupCalls& calls, std::uint32_t uid, std::uint32_t gid, bool setgroupsAllowed);

}  // namespace isobox::runner

#endif
