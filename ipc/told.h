// What a supervisor tells a client, line by line. Runs in the user's process.
#ifndef ISOBOX_IPC_TOLD_H
#define ISOBOX_IPC_TOLD_H

#include <string_view>
#include <variant>

#include "ipc/client_messages.h"

namespace isobox::ipc {

/// A notice or an answer (see parseNotice() and parseAnswer()), with the line parsed once; neither of them for any other line.
std::variant<std::monostate, Notice, Answer> parseTold(std::string_view line);

}  // namespace isobox::ipc

#endif
