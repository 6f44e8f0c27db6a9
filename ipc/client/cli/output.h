// Text to stdout and stderr. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_OUTPUT_H
#define ISOBOX_IPC_CLIENT_CLI_OUTPUT_H

#include <string>
#include <string_view>

#include "ipc/base/result.h"

namespace isobox::cli {

inline constexpr int kUsageStatus = 2;
/// When stdout cannot be written, for another reason than a reader that went away.
inline constexpr int kOutputStatus = 14;

/// Opens /dev/null in place of each of 0, 1 and 2 that is closed, so that no socket of ours gets their
/// number, and ignores SIGPIPE: a reader that went away is met where we write.
void prepareOutput();

/// Text of ours or of a script, as it is; to a terminal, control characters other than newline and tab are
/// shown as
/// "\x1b", so that a script cannot drive the terminal. False when no more can be written.
bool printOut(std::string_view text);
bool printError(std::string_view text);

/// As printOut, for the text of a value; to a terminal in colours, unless NO_COLOR is set.
bool printValue(std::string_view text);

/// "isobox: …" and a newline on stderr.
void complain(std::string_view text);
/// The same of a command that cannot be understood, and the exit status for it.
int usage(const Error& error);

/// `text` in so many columns, with blanks behind it, or before it when it stands on the right.
std::string padded(const std::string& text, std::size_t width, bool right = false);

/// The exit status after output: `status`, or kOutputStatus when something written to stdout was lost for
/// another reason than a reader that went away; that is said on stderr.
int statusAfterOutput(int status);

}  // namespace isobox::cli

#endif
