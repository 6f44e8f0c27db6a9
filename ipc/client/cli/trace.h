// Where an execution's time went, for people. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_TRACE_H
#define ISOBOX_IPC_CLIENT_CLI_TRACE_H

#include <string>

#include "isobox/result.h"

namespace isobox::cli {

/// A line for each step, the runner's claims indented below the step that they are about. "" without timings.
std::string timingsText(const ExecutionResult& result);

/// The same on stderr, if it was asked for.
void printTimings(const ExecutionResult& result);

}  // namespace isobox::cli

#endif
