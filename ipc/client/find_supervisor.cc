// Where the program isobox-supervisor is. Runs in the user's process.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "ipc/client/private_supervisor.h"

namespace isobox::detail {
namespace {

constexpr const char* kProgram = "isobox-supervisor";

bool isProgram(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

/// Beside the calling program, as in a build tree; in ../libexec beside it; where this library was installed.
std::vector<std::string> usualFolders() {
  std::vector<std::string> folders;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {
    folders.push_back(self.parent_path());
    folders.push_back((self.parent_path() / "../libexec/isobox").lexically_normal());
  }
  folders.emplace_back(ISOBOX_INSTALL_BINDIR);
  folders.emplace_back(ISOBOX_INSTALL_LIBEXECDIR "/isobox");
  return folders;
}

std::vector<std::string> pathFolders() {
  std::vector<std::string> folders;
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    // An empty or relative entry means the working directory, which may be anybody's.
    if (folder.starts_with('/')) folders.emplace_back(folder);
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
  }
  return folders;
}

std::optional<std::string> findIn(const std::vector<std::string>& folders) {
  for (const std::string& folder : folders)
    if (std::string candidate = folder + "/" + kProgram; isProgram(candidate)) return candidate;
  return std::nullopt;
}

}  // namespace

Result<std::string> findSupervisor(const std::string& chosen) {
  if (!chosen.empty()) {
    if (isProgram(chosen)) return chosen;
    return Error("find the supervisor", ENOENT, "the option supervisorPath names " + chosen);
  }
  if (const char* named = std::getenv("ISOBOX_SUPERVISOR"); named != nullptr && *named != '\0') {
    if (isProgram(named)) return std::string(named);
    return Error("find the supervisor", ENOENT,
                 "the environment variable ISOBOX_SUPERVISOR names " + std::string(named));
  }
  const auto folders = usualFolders();
  if (auto found = findIn(folders)) return *found;
  if (auto found = findIn(pathFolders())) return *found;
  std::string looked;
  for (const std::string& folder : folders) looked += folder + ", ";
  return Error("find the supervisor", ENOENT,
               std::string(kProgram) + " is not in " + looked +
                   "nor in PATH; name it in the environment variable ISOBOX_SUPERVISOR, or start a "
                   "supervisor and name "
                   "its socket");
}

}  // namespace isobox::detail
