// What the command line asks for, as options of the library. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_JOB_H
#define ISOBOX_IPC_CLIENT_CLI_JOB_H

#include <string>

#include "ipc/base/result.h"
#include "ipc/client/cli/arguments.h"
#include "isobox/options.h"

namespace isobox::cli {

struct Job {
  std::string source;
  IsoBoxOptions box;
  ExecutionOptions execution;
};

/// All but the source, from the options of `isobox eval` and its kin. The operation of an error is the option's name.
Result<Job> readJob(const Arguments& arguments, const std::string& usualName);

}  // namespace isobox::cli

#endif
