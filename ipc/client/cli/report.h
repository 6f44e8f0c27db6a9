// A result, for people. Runs in the isobox program; all text in results is hostile (see output.h).
#ifndef ISOBOX_IPC_CLIENT_CLI_REPORT_H
#define ISOBOX_IPC_CLIENT_CLI_REPORT_H

#include <cstdint>
#include <string>
#include <string_view>

#include "isobox/result.h"

namespace isobox::cli {

/// Console calls in their order: log, info and debug to stdout, warn and error to stderr.
void printConsole(const ExecutionResult& result);

/// Why the program did not end well, on stderr: an uncaught error as node prints it, with its line out of
/// `source`; every other verdict as "isobox: timeout: …".
void printFailure(const ExecutionResult& result, std::string_view source);

/// Line `number` of `source`, from 1, without its newline; "" when there is none.
std::string_view lineOf(std::string_view source, std::uint32_t number);

/// What a console call prints: its text and a newline, or a text that the program has written as it is.
std::string textOf(const ConsoleEntry& entry);

/// One console call: log, info and debug to stdout, warn and error to stderr.
void printConsoleEntry(const ConsoleEntry& entry);

/// The whole result as one line of JSON on stdout.
void printJson(const ExecutionResult& result);

}  // namespace isobox::cli

#endif
