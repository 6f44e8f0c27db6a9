// One program to its end, with Ctrl-C. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_EXECUTE_H
#define ISOBOX_IPC_CLIENT_CLI_EXECUTE_H

#include <stdexcept>

#include "ipc/client/cli/job.h"
#include "isobox/result.h"

namespace isobox::cli {

/// What a job ended with, and the signal that ended it, or 0.
struct End {
  ExecutionResult result;
  int signal = 0;
};

/// Runs the job in a box of its own. The first Ctrl-C withdraws it and waits for the answer; the second waits no more.
End perform(const Job& job);

/// Runs the job and prints its values as they come, one by one (`json`: a line of JSON each), console calls to stderr
/// in their order, and why it failed. A reader of stdout that went away stops the program. The exit status.
/// streaming.cc
int streamValues(const Job& job, bool json);

/// Options of a box that make no sense, as a result.
ExecutionResult refused(const std::invalid_argument& wrong);

/// The verdict's, or 128 + the signal that withdrew the program.
int exitStatus(const End& end);

}  // namespace isobox::cli

#endif
