// The command line of isobox-supervisor. Supervisor.
#ifndef ISOBOX_SUPERVISOR_OPTIONS_H
#define ISOBOX_SUPERVISOR_OPTIONS_H

#include <optional>
#include <string>

#include "ipc/base/result.h"
#include "supervisor/logging.h"

namespace isobox::supervisor {

struct Options {
  std::string socket = "/run/isobox/isobox.sock";
  unsigned mode = 0660;
  std::string policy;     // path; "" = defaults
  std::string jail;       // paths of the other programs; "" = found
  std::string runner;
  int privateFd = -1;     // serve this connected socket and end with it
  bool allowDegraded = false;
  bool doctor = false;
  bool json = false;      // of the doctor's report
  bool help = false;
  bool version = false;
  LogFormat logFormat = LogFormat::Text;
  std::string logLevel = "info";
};

/// Error: which option is wrong, and how it is used.
Result<Options> parseOptions(int argc, char** argv);

extern const char* const kUsage;

}  // namespace isobox::supervisor

#endif
