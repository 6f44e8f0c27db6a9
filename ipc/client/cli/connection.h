// Which supervisor a command talks to, and as whom. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_CONNECTION_H
#define ISOBOX_IPC_CLIENT_CLI_CONNECTION_H

#include <functional>

#include "ipc/base/result.h"
#include "ipc/client/cli/arguments.h"
#include "isobox/options.h"

namespace isobox::cli {

/// --socket, --allow-degraded and the token: of --token-file or, over a socket, of the environment variable ISOBOX_TOKEN. There
/// is no option for a token itself: command lines can be read by every user of the machine. Error: operation is the option.
Result<> readConnection(const Arguments& arguments, IsoBoxOptions& options);

/// The same for commands that need no more. Throws std::invalid_argument.
IsoBoxOptions connectionOptions(const Arguments& arguments);

/// Runs `work`, which may throw what the library throws, for its exit status.
int guarded(const std::function<int()>& work);

}  // namespace isobox::cli

#endif
