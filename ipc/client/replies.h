// From the supervisor's answers to replies and results. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_REPLIES_H
#define ISOBOX_IPC_CLIENT_REPLIES_H

#include <optional>
#include <string>
#include <string_view>

#include "ipc/client/core.h"
#include "ipc/client_messages.h"
#include "isobox/result.h"

namespace isobox::detail {

/// JSON-RPC errors become verdicts.
Reply toReply(ipc::Answer answer);

/// An error answer without an id, which is about the connection as a whole; nothing for any other line.
std::optional<Reply> parseRefusal(std::string_view line);

/// The result of a run.
ExecutionResult toResult(Reply reply);

/// A result for a call that came to nothing.
ExecutionResult failedResult(Verdict verdict, std::string message);

/// The beginning of a line, harmless in a message.
std::string excerpt(std::string_view line);

}  // namespace isobox::detail

#endif
