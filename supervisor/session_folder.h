// The folder of durable sessions: one file each, replaced as a whole and on the disk when a call returns. Supervisor;
// blocking, so that only one thread of the keeper's uses it.
#ifndef ISOBOX_SUPERVISOR_SESSION_FOLDER_H
#define ISOBOX_SUPERVISOR_SESSION_FOLDER_H

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/unique_fd.h"
#include "supervisor/session_file.h"

namespace isobox::supervisor {

class SessionFolder {
 public:
  /// Makes the folder if there is none (its parent must be there), mode 0700. Error: it is somebody else's, others may write
  /// to it, or another supervisor keeps its sessions there.
  static Result<SessionFolder> open(const std::string& path);

  struct Entry {
    StoredSession session;
    Bytes size;  // of its file
  };
  /// What is there. Files that are no session any more are renamed to NAME.damaged and told in the log; what a save that was
  /// cut off has left is removed.
  std::vector<Entry> list();

  /// On the disk under its name when this returns; what was there before is, until then. The size of the file.
  Result<Bytes> save(const StoredSession& session, std::string_view state);
  /// Error: there is none, it is damaged, or the system said no.
  Result<std::string> read(std::string_view tenant, std::string_view id);
  Result<> remove(std::string_view tenant, std::string_view id);

 private:
  SessionFolder(UniqueFd folder, UniqueFd lock, std::string path)
      : folder_(std::move(folder)), lock_(std::move(lock)), path_(std::move(path)) {}
  Result<Entry> entry(const std::string& name);
  Result<> syncNames();

  UniqueFd folder_, lock_;
  std::string path_;
};

}  // namespace isobox::supervisor

#endif
