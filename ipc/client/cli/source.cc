// The program text that `isobox run` is given. Runs in the isobox program.
#include "ipc/client/cli/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "ipc/base/unique_fd.h"
#include "ipc/json_validator.h"
#include "policy/limits.h"

namespace isobox::cli {
namespace {

constexpr std::size_t kLargest = policy::kHardCeiling.source.count;

/// Everything up to the end of file: pipes and terminals too.
Result<std::string> readToEnd(int fd, const std::string& name) {
  std::string text;
  std::string chunk(64 * 1024, '\0');
  for (;;) {
    const auto count = ::read(fd, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errnoError("read " + name);
    if (count == 0) return text;
    text.append(chunk, 0, static_cast<std::size_t>(count));
    if (text.size() > kLargest)
      return Error("read " + name, EFBIG,
                   "no policy allows texts above " + std::to_string(kLargest) + " bytes");
  }
}

Result<> checkUtf8(std::string_view text, const std::string& name) {
  if (ipc::isUtf8(text)) return {};
  std::size_t at = 0;
  while (const auto length = ipc::utf8Length(text.substr(at))) at += length;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return Error("read " + name, 0,
               "byte " + std::to_string(at) + " (line " + std::to_string(line) +
                   ") is not UTF-8; convert the file, for example with iconv -f latin1 -t utf-8");
}

std::string asProgram(std::string text) {
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  if (text.starts_with("#!")) text.replace(0, 2, "//");
  return text;
}

}  // namespace

Result<std::string> readRegularFile(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.valid()) return errnoError("open " + path);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return errnoError("look at " + path);
  if (!S_ISREG(status.st_mode)) return Error("read " + path, 0, "is no regular file");
  ISOBOX_TRY(auto text, readToEnd(file.get(), path));
  ISOBOX_CHECK(checkUtf8(text, path));
  return asProgram(std::move(text));
}

namespace {

Result<std::string> readUtf8(const std::string& path) {
  const bool fromStdin = path == "-";
  const std::string name = fromStdin ? "stdin" : path;
  UniqueFd file(fromStdin ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fromStdin && !file.valid()) return errnoError("open " + name);
  ISOBOX_TRY(auto text, readToEnd(fromStdin ? STDIN_FILENO : file.get(), name));
  ISOBOX_CHECK(checkUtf8(text, name));
  return text;
}

}  // namespace

Result<std::string> readSource(const std::string& path) {
  ISOBOX_TRY(auto text, readUtf8(path));
  return asProgram(std::move(text));
}

Result<std::string> readText(const std::string& path) {
  return readUtf8(path);
}

}  // namespace isobox::cli
