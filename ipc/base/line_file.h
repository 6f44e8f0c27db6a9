// A file of lines that is only ever added to, whole line by whole line: audit logs. Used in the supervisor and in the
// user's process.
#ifndef ISOBOX_IPC_BASE_LINE_FILE_H
#define ISOBOX_IPC_BASE_LINE_FILE_H

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"

namespace isobox {

class LineFile {
 public:
  /// Lines that are kept while the file takes none; further ones are lost, and counted.
  static constexpr std::size_t kMostWaiting = 1000;

  /// Opens or makes it, mode 0600, following no symbolic link at its end. Error: it cannot be, is not a regular file, belongs
  /// to somebody else, or others may write it.
  static Result<LineFile> open(const std::string& path);

  /// Opens the path anew, after somebody has renamed the file. Error: as open(); the file so far stays in use.
  Result<> reopen();

  /// Adds a line, given without its newline, in a single write; those that wait go first. Error: it waits, too, or is lost.
  Result<> append(std::string line);

  /// Writes what waits. Error: the first line that the file does not take.
  Result<> flush();

  const std::string& path() const { return path_; }
  std::size_t waiting() const { return waiting_.size(); }
  std::uint64_t lost() const { return lost_; }

 private:
  explicit LineFile(std::string path) : path_(std::move(path)) {}
  Result<> write(const std::string& line);

  std::string path_;
  UniqueFd file_;
  bool torn_ = false;  // its last line has no newline: a disk was full, or a machine went down
  std::deque<std::string> waiting_;
  std::uint64_t lost_ = 0;
};

}  // namespace isobox

#endif
