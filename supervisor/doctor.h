// The doctor: looks at each thing the jail needs of this machine, says what mends it, and then tries the whole. Supervisor.
#ifndef ISOBOX_SUPERVISOR_DOCTOR_H
#define ISOBOX_SUPERVISOR_DOCTOR_H

#include <string>
#include <vector>

#include "supervisor/options.h"

namespace isobox::supervisor {

enum class Health { Found, Optional, Missing };

struct Finding {
  std::string name;
  Health health = Health::Missing;
  std::string detail;
  std::string mend;  // a command or a sentence; only when not found
};

/// Everything that can be seen without launching anything.
std::vector<Finding> lookAround(const Options& options);

/// Prints the report to standard output. 0 when a program would be run, 1 when it would be refused.
int examine(const Options& options);

}  // namespace isobox::supervisor

#endif
