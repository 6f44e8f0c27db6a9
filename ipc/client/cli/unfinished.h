// Is a program that does not parse only not finished? Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_UNFINISHED_H
#define ISOBOX_IPC_CLIENT_CLI_UNFINISHED_H

#include <optional>
#include <string>
#include <string_view>

#include "isobox/result.h"

namespace isobox::cli {

enum class Ending {
  Wrong,       // no further line would mend it
  Unfinished,  // the next line may: brackets, a template, a comment, a string that goes on in the next line are open
  Doubtful,    // see probeFor
};

/// `source` ends in a newline; it is what gave `error`, a SyntaxError of its own.
Ending endingOf(std::string_view source, const ScriptError& error);

/// For a doubtful ending: a text that surely does not parse. If its error lies below the lines of `source`, that one was
/// unfinished.
std::string probeFor(std::string_view source);
bool wasUnfinished(std::string_view source, const ScriptError& probed);

}  // namespace isobox::cli

#endif
