// The folder of durable sessions. Supervisor; blocking.
#include "supervisor/session_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "supervisor/logging.h"

namespace isobox::supervisor {
namespace {

constexpr const char* kLock = "lock";
constexpr std::string_view kUnfinished = ".new", kDamaged = ".damaged", kSession = ".session";

/// Larger than any state that a supervisor writes.
constexpr std::size_t kLargestFile = std::size_t{1} << 29;

Result<> checkOwner(int folder, const std::string& path) {
  struct stat info;
  if (::fstat(folder, &info) != 0) return errnoError("look at " + path);
  if (info.st_uid != ::geteuid()) return Error{"keep sessions in " + path, EPERM, "the folder belongs to another user"};
  if (info.st_mode & (S_IWGRP | S_IWOTH | S_IROTH | S_IXOTH))
    return Error{"keep sessions in " + path, EPERM, "others may read or write the folder; chmod it to 0700"};
  return {};
}

Result<> writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t length = ::write(file, bytes.data(), bytes.size());
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return errnoError("write a session");
    bytes.remove_prefix(static_cast<std::size_t>(length));
  }
  return {};
}

Result<std::string> readUpTo(int file, std::size_t most) {
  std::string bytes;
  for (;;) {
    const std::size_t before = bytes.size();
    bytes.resize(std::min(most, before + 65536));
    if (bytes.size() == before) return bytes;
    const ssize_t length = ::read(file, bytes.data() + before, bytes.size() - before);
    const bool again = length < 0 && errno == EINTR;
    if (length < 0 && !again) return errnoError("read a session");
    bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    if (length == 0) return bytes;
  }
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::vector<std::string> namesIn(int folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, CloseFolder> listing(::fdopendir(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  if (!listing) return names;
  while (const dirent* each = ::readdir(listing.get())) names.emplace_back(each->d_name);
  return names;
}

}  // namespace

Result<SessionFolder> SessionFolder::open(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return errnoError("make the folder " + path);
  UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder.valid()) return errnoError("open the folder " + path);
  ISOBOX_CHECK(checkOwner(folder.get(), path));
  UniqueFd lock(::openat(folder.get(), kLock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!lock.valid()) return errnoError("open " + path + "/" + kLock);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    return errnoError("keep sessions in " + path, "another supervisor keeps its sessions there");
  return SessionFolder(std::move(folder), std::move(lock), path);
}

std::vector<SessionFolder::Entry> SessionFolder::list() {
  std::vector<Entry> entries;
  for (const auto& name : namesIn(folder_.get())) {
    if (name.ends_with(kUnfinished)) ::unlinkat(folder_.get(), name.c_str(), 0);
    if (!name.ends_with(kSession)) continue;
    auto read = entry(name);
    if (read) {
      entries.push_back(std::move(*read));
      continue;
    }
    // Out of descriptors, a bad disk: the file may be in order.
    const bool damaged = read.error().code == 0 || read.error().code == EINVAL || read.error().code == ELOOP;
    log::error("{}/{} {}: {}", path_, name, damaged ? "is set aside" : "cannot be read", read.error().describe());
    if (damaged) ::renameat(folder_.get(), name.c_str(), folder_.get(), (name + std::string(kDamaged)).c_str());
  }
  return entries;
}

Result<SessionFolder::Entry> SessionFolder::entry(const std::string& name) {
  const UniqueFd file(::openat(folder_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat info;
  if (!file.valid() || ::fstat(file.get(), &info) != 0) return errnoError("open it");
  if (!S_ISREG(info.st_mode)) return Error{"read a stored session", EINVAL, "no regular file"};
  ISOBOX_TRY(const auto head, readUpTo(file.get(), kLongestHead));
  ISOBOX_TRY(auto session, parseSessionHead(head));
  if (sessionFileName(session.tenant, session.id) != name) return Error{"read a stored session", 0, "it has another session's name"};
  return Entry{std::move(session), Bytes{static_cast<std::uint64_t>(info.st_size)}};
}

/// Names are on the disk, too, not only what they name.
Result<> SessionFolder::syncNames() {
  if (::fsync(folder_.get()) != 0) return errnoError("sync the folder " + path_);
  return {};
}

Result<Bytes> SessionFolder::save(const StoredSession& session, std::string_view state) {
  const auto text = encodeSessionFile(session, state);
  const auto name = sessionFileName(session.tenant, session.id), fresh = name + std::string(kUnfinished);
  const UniqueFd file(::openat(folder_.get(), fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.valid()) return errnoError("write a session to " + path_);
  auto written = writeAll(file.get(), text);
  if (written && ::fdatasync(file.get()) != 0) written = errnoError("sync a session");
  if (written && ::renameat(folder_.get(), fresh.c_str(), folder_.get(), name.c_str()) != 0) written = errnoError("rename a session");
  if (!written) {
    ::unlinkat(folder_.get(), fresh.c_str(), 0);
    return written.error();
  }
  ISOBOX_CHECK(syncNames());
  return Bytes{text.size()};
}

Result<std::string> SessionFolder::read(std::string_view tenant, std::string_view id) {
  const UniqueFd file(::openat(folder_.get(), sessionFileName(tenant, id).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.valid()) return errnoError("open a stored session");
  ISOBOX_TRY(const auto bytes, readUpTo(file.get(), kLargestFile));
  return parseSessionState(bytes, tenant, id);
}

Result<> SessionFolder::remove(std::string_view tenant, std::string_view id) {
  if (::unlinkat(folder_.get(), sessionFileName(tenant, id).c_str(), 0) != 0 && errno != ENOENT)
    return errnoError("remove a stored session");
  return syncNames();
}

}  // namespace isobox::supervisor
