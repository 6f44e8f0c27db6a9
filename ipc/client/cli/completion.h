// What a name at the end of a line can be completed to. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_COMPLETION_H
#define ISOBOX_IPC_CLIENT_CLI_COMPLETION_H

#include <string>
#include <vector>

#include "isobox/session.h"

namespace isobox::cli {

/// `word` is identifiers with dots between them, the last one unfinished or empty; anything else has no completions.
/// Whole words, sorted. The session is asked: it looks at its properties without calling a function of the program's.
std::vector<std::string> completionsOf(Session& session, const std::string& word);

}  // namespace isobox::cli

#endif
