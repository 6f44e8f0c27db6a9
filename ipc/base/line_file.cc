// A file of lines that is only ever added to. Runs in the supervisor and in the user's process.
#include "ipc/base/line_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

namespace isobox {
namespace {

/// Whoever may write an audit file besides us could say that something did not happen.
Result<> checkOurs(int file, const std::string& path) {
  struct stat info {};
  if (::fstat(file, &info) != 0) return errnoError("look at " + path);
  if (!S_ISREG(info.st_mode)) return Error("open " + path, EINVAL, "it is not a regular file");
  if (info.st_uid != ::geteuid()) return Error("open " + path, EPERM, "it belongs to user " + std::to_string(info.st_uid));
  if (info.st_nlink != 1) return Error("open " + path, EPERM, "it has another name, too");
  if ((info.st_mode & 0022) != 0) return Error("open " + path, EPERM, "others may write it: chmod 600");
  return {};
}

/// True when the file ends within a line.
Result<bool> endsTorn(int file, const std::string& path) {
  struct stat info {};
  if (::fstat(file, &info) != 0) return errnoError("look at " + path);
  if (info.st_size == 0) return false;
  char last = 0;
  if (::pread(file, &last, 1, info.st_size - 1) != 1) return errnoError("read " + path);
  return last != '\n';
}

}  // namespace

Result<LineFile> LineFile::open(const std::string& path) {
  LineFile file(path);
  ISOBOX_CHECK(file.reopen());
  return file;
}

Result<> LineFile::reopen() {
  // Not blocking: a named pipe in its place must not stop us before it is refused.
  UniqueFd fresh(::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600));
  if (!fresh.valid()) return errnoError("open " + path_, errno == ELOOP ? "it is a symbolic link" : "");
  ISOBOX_CHECK(checkOurs(fresh.get(), path_));
  ISOBOX_TRY(torn_, endsTorn(fresh.get(), path_));
  file_ = std::move(fresh);
  return {};
}

Result<> LineFile::append(std::string line) {
  if (waiting_.size() >= kMostWaiting) {
    if (const auto flushed = flush(); !flushed) {
      ++lost_;
      return flushed;
    }
  }
  waiting_.push_back(std::move(line) + "\n");
  return flush();
}

Result<> LineFile::flush() {
  while (!waiting_.empty()) {
    ISOBOX_CHECK(write(waiting_.front()));
    waiting_.pop_front();
  }
  return {};
}

/// One write. A part of a line that stays behind when the disk is full is ended by a newline before the next line: nothing
/// is cut off, as the file may be one that the kernel lets nobody shorten (chattr +a).
Result<> LineFile::write(const std::string& line) {
  const std::string text = torn_ ? "\n" + line : line;
  ssize_t written = -1;
  do written = ::write(file_.get(), text.data(), text.size());
  while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(text.size())) {
    torn_ = false;
    return {};
  }
  if (written < 0) return errnoError("write " + path_);
  // What was there after the first newline, if any, is no whole line.
  if (written > 0) torn_ = text[static_cast<std::size_t>(written) - 1] != '\n';
  return Error("write " + path_, ENOSPC, "it took a part of a line");
}

}  // namespace isobox
