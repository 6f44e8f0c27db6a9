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

/// A filter as bytes, without a listener.
Result<> enterFilter(std::string_view program);

// In a child.

/// `channel` becomes kRunnerChannelFd and the only open descriptor.
Result<> keepOnlyChannel(int channel);

Result<> setLimits(const std::vector<ipc::ResourceLimit>& limits);

/// After denyNewRights: the last user and group, no capability in any set; not dumpable; dies with the zygote.
Result<> dropIdentity(std::uint32_t uid, std::uint32_t gid, bool setgroupsAllowed);

/// The narrow filter, with a listener for what it denies. Returns the listener's number in our table.
Result<int> sealWithListener(std::string_view program);

}  // namespace isobox::runner

#endif
