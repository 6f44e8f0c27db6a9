// Colours for the text of a value. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_PAINT_H
#define ISOBOX_IPC_CLIENT_CLI_PAINT_H

#include <string>
#include <string_view>

namespace isobox::cli {

/// What `inspect` has made of a value, with the terminal's colours that node gives to strings, numbers and so on. An
/// error's stack stays as it is. Nothing but colours is added: without them the text is the same.
std::string painted(std::string_view inspected);

}  // namespace isobox::cli

#endif
