// Which supervisor a command talks to, and as whom. Runs in the isobox program.
#include "ipc/client/cli/connection.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstdlib>
#include <stdexcept>

#include "ipc/base/channel.h"
#include "ipc/base/unique_fd.h"
#include "ipc/client/cli/output.h"
#include "isobox/result.h"

namespace isobox::cli {
namespace {

constexpr std::size_t kMaxTokenFile = 4096;

/// A token that others can read is no secret any more.
Result<std::string> readTokenFile(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.valid()) return errnoError("open " + path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return errnoError("look at " + path);
  if (S_ISREG(info.st_mode) && (info.st_mode & 0077) != 0) return Error("read " + path, 0, "others can read it, too: chmod 600 " + path);
  ISOBOX_TRY(auto token, readWhole(file.get(), kMaxTokenFile));
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
  if (token.empty()) return Error("read " + path, 0, "there is no token in it");
  return token;
}

}  // namespace

Result<> readConnection(const Arguments& arguments, IsoBoxOptions& options) {
  options.socket = arguments.value("--socket").value_or("");
  options.jail.allowDegraded = arguments.has("--allow-degraded");
  if (const auto path = arguments.value("--token-file")) {
    if (options.socket.empty()) return Error("--token-file", 0, "is for a running supervisor; --socket says which");
    auto token = readTokenFile(*path);
    if (!token) return Error("--token-file", 0, token.error().describe());
    options.connection.token = std::move(*token);
  } else if (const char* token = std::getenv("ISOBOX_TOKEN"); token && !options.socket.empty()) {
    options.connection.token = token;
  }
  return {};
}

IsoBoxOptions connectionOptions(const Arguments& arguments) {
  IsoBoxOptions options;
  if (const auto read = readConnection(arguments, options); !read) throw std::invalid_argument(read.error().describe());
  return options;
}

int guarded(const std::function<int()>& work) {
  try {
    return work();
  } catch (const ExecutionError& failed) {
    complain(std::string(verdictName(failed.verdict())) + ": " + failed.what());
    return verdictExitStatus(failed.verdict());
  } catch (const std::invalid_argument& wrong) {
    complain(wrong.what());
    return kUsageStatus;
  }
}

}  // namespace isobox::cli
