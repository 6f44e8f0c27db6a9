// The program text that `isobox run` is given. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_SOURCE_H
#define ISOBOX_IPC_CLIENT_CLI_SOURCE_H

#include <string>

#include "ipc/base/result.h"

namespace isobox::cli {

/// The text of a file, or of stdin for "-". A byte order mark is taken off and a first line "#!…" becomes a
/// comment, as with node. Errors: what the system said, too large for any policy, not UTF-8 (with line and
/// byte).
Result<std::string> readSource(const std::string& path);

/// As readSource, but the text as it is.
Result<std::string> readText(const std::string& path);

/// As readSource, for a regular file and nothing else: no link, no pipe.
Result<std::string> readRegularFile(const std::string& path);

}  // namespace isobox::cli

#endif
