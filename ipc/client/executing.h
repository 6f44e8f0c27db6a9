// What boxes and sessions have in common: starting executions, waiting for them. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_EXECUTING_H
#define ISOBOX_IPC_CLIENT_EXECUTING_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ipc/client/conversation.h"
#include "isobox/detail/start.h"

namespace isobox::detail {

/// One execution to its end, whatever becomes of the box meanwhile. `session` empty: in a process of its own.
ExecutionResult executeHere(std::shared_ptr<Core> core, std::string_view code, const ExecutionOptions& options,
                            const std::string& session);

/// One execution whose values are to be read. Throws ExecutionError when the call makes no sense.
std::shared_ptr<Conversation> stream(const std::shared_ptr<Core>& core, std::string_view code, const ExecutionOptions& options,
                                     StreamOptions streamOptions, const std::string& session);

/// An execution with functions or a listener for a completion handler: they are called on Asio's system executor. `id` is one that the
/// core has reserved.
void startConversation(const std::shared_ptr<Core>& core, std::uint64_t id, boost::json::object params,
                       HostFunctions functions, StreamOptions console, ResultSink sink);

/// Who hears of the execution's console calls while it runs, as options of its conversation.
StreamOptions consoleOf(const ExecutionOptions& options);

/// Sends one request and waits for its result; throws ExecutionError.
boost::json::value ask(Core& core, std::string_view method, const boost::json::object& params = {});

}  // namespace isobox::detail

#endif
