// A slot: the place one runner at a time lives in. It outlives its runners. Supervisor.
#ifndef ISOBOX_SUPERVISOR_SLOT_H
#define ISOBOX_SUPERVISOR_SLOT_H

#include <cstdint>
#include <memory>

#include "supervisor/cgroups.h"

namespace isobox::supervisor {

struct Slot {
  std::uint32_t index = 0;
  std::uint32_t insideId = 0;      // user and group of its runners, in the jail
  std::uint32_t hostId = 0;        // the same, outside
  std::unique_ptr<Cgroup> cgroup;  // null only under --allow-degraded
  Microseconds yieldAfter{};       // CPU time after which a program in it yields to others; 0: never
};

}  // namespace isobox::supervisor

#endif
