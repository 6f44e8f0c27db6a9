// What the supervisor itself may do, cut down at start. Supervisor.
#ifndef ISOBOX_SUPERVISOR_PRIVILEGES_H
#define ISOBOX_SUPERVISOR_PRIVILEGES_H

#include "ipc/base/result.h"

namespace isobox::supervisor {

/// As root: keeps CAP_SETUID and CAP_SETGID, which writing the jail's id maps needs, in force, and CAP_DAC_OVERRIDE in the
/// permitted set only; drops every other capability, from the bounding set too, and reads the sets back. Files are then
/// reached as their owner, cgroups as root's, and jailed processes as the owner of their user namespace. Nothing to do as
/// anybody else.
Result<> dropPrivileges();

/// Brings CAP_DAC_OVERRIDE into force as long as it lives. For clearing up after oneself.
class FileRights {
 public:
  FileRights();
  ~FileRights();
  FileRights(const FileRights&) = delete;
  FileRights& operator=(const FileRights&) = delete;

 private:
  bool raised_ = false;
};

}  // namespace isobox::supervisor

#endif
