// From a project to one execution. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_PROJECT_H
#define ISOBOX_IPC_CLIENT_PROJECT_H

#include <string>

#include "isobox/options.h"

namespace isobox::detail {

struct ProjectRun {
  std::string code;
  ExecutionOptions options;
};

/// Throws std::invalid_argument that names the file, or says that there is no entry point.
ProjectRun projectRun(const ProjectOptions& project, ExecutionOptions options);

}  // namespace isobox::detail

#endif
