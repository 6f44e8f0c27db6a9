// What systemd passes to a service and wants to hear from it: LISTEN_FDS and sd_notify(3). Supervisor.
// The protocols are two environment variables and a datagram; libsystemd is not needed for them.
#ifndef ISOBOX_SUPERVISOR_SYSTEMD_H
#define ISOBOX_SUPERVISOR_SYSTEMD_H

#include <string>
#include <string_view>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"

namespace isobox::supervisor {

/// The listening stream socket of socket activation; invalid when there is none. Error: more than one, or not such a socket.
Result<UniqueFd> activatedSocket();

/// Sends "READY=1" and the like to $NOTIFY_SOCKET; does nothing without it.
void notifySystemd(std::string_view state);

}  // namespace isobox::supervisor

#endif
