// Which functions of the host a program may call. Asked in the runner, for a clean error, and in the supervisor, which trusts
// no runner.
#ifndef ISOBOX_IPC_OFFERED_FUNCTIONS_H
#define ISOBOX_IPC_OFFERED_FUNCTIONS_H

#include <string_view>

#include "ipc/frames.h"

namespace isobox::ipc {

/// Whether the order names that function, or a mock of its has it as MODULE#FUNCTION.
bool offersFunction(const RunOrder& order, std::string_view name);

}  // namespace isobox::ipc

#endif
