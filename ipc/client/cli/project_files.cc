// The files of a folder, as a program of several files. Runs in the isobox program, with the user's rights: what it reads
// goes to a script that nobody trusts, so it reads nothing that lies outside of the folder.
#include "ipc/client/cli/project_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <vector>

#include "ipc/client/cli/source.h"
#include "ipc/json.h"

namespace isobox::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 7> kEndings{".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".json"};
constexpr std::array<std::string_view, 7> kEntryEndings{"", ".ts", ".mts", ".js", ".mjs", ".cjs", ".cts"};
constexpr std::array<std::string_view, 5> kIndexes{"index.ts", "index.mts", "index.js", "index.mjs", "index.cjs"};

bool isSource(const fs::path& path) {
  return std::find(kEndings.begin(), kEndings.end(), path.extension().string()) != kEndings.end();
}

bool isPassedOver(const fs::path& path) {
  const auto name = path.filename().string();
  return name == "node_modules" || name.starts_with('.');
}

/// Regular files only, in order: a link may lead anywhere.
Result<std::vector<fs::path>> listFiles(const std::string& folder, bool all) {
  std::error_code error;
  std::vector<fs::path> found;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    const auto status = walk->symlink_status(error);
    if (error) break;
    if (!all && isPassedOver(walk->path())) {
      if (fs::is_directory(status)) walk.disable_recursion_pending();
    } else if (fs::is_regular_file(status) && isSource(walk->path())) {
      found.push_back(walk->path());
    }
  }
  if (error) return Error("read the folder " + folder, error.value(), "");
  std::sort(found.begin(), found.end());
  return found;
}

/// "./src/../a.js" as "a.js"; "" when it leads out of the folder.
std::string insidePath(const std::string& path) {
  auto normal = fs::path(path).lexically_normal().generic_string();
  while (normal.ends_with('/')) normal.pop_back();
  return normal == ".." || normal.starts_with("../") || normal.starts_with("/") ? "" : normal;
}

/// The file that `path` names, with an ending left out or as a folder with an index; "" when there is none.
std::string resolve(const FileTexts& files, const std::string& path) {
  const auto inside = insidePath(path);
  if (inside.empty()) return "";
  const std::string folder = inside == "." ? "" : inside + "/";
  for (const auto ending : kEntryEndings)
    if (files.contains(inside + std::string(ending))) return inside + std::string(ending);
  for (const auto index : kIndexes)
    if (files.contains(folder + std::string(index))) return folder + std::string(index);
  return "";
}

/// package.json's "main", or "".
Result<std::string> mainOf(const FileTexts& files) {
  const auto package = files.find("package.json");
  if (package == files.end()) return std::string();
  const auto parsed = ipc::parseJson(package->second);
  if (!parsed) return Error("read package.json", 0, "is not JSON: " + parsed.error().detail);
  const auto* object = parsed->if_object();
  const auto* main = object ? object->if_contains("main") : nullptr;
  return main && main->is_string() ? std::string(main->get_string()) : std::string();
}

}  // namespace

Result<FileTexts> readProjectFiles(const std::string& folder, bool all) {
  ISOBOX_TRY(const auto paths, listFiles(folder, all));
  FileTexts files;
  std::size_t size = 0;
  for (const auto& path : paths) {
    ISOBOX_TRY(auto text, readRegularFile(path.string()));
    size += text.size();
    if (size > kLargestProject)
      return Error("read the folder " + folder, EFBIG,
                   "its files have more than 16 MiB together; " + path.string() + " is one too many");
    files[path.lexically_relative(folder).generic_string()] = std::move(text);
  }
  if (files.empty()) return Error("read the folder " + folder, 0, "there is no .js, .mjs, .cjs, .ts, .mts, .cts or .json in it");
  return files;
}

Result<std::string> findEntry(const FileTexts& files, const std::string& folder, const std::string& wanted) {
  if (!wanted.empty()) {
    auto found = resolve(files, wanted);
    if (found.empty()) return Error("find the entry point", 0, "there is no file " + wanted + " among those of " + folder);
    return found;
  }
  ISOBOX_TRY(const auto main, mainOf(files));
  if (!main.empty()) {
    auto found = resolve(files, main);
    if (found.empty()) return Error("find the entry point", 0, "package.json says main is " + main + ", but there is no such file");
    return found;
  }
  for (const auto index : kIndexes)
    if (files.contains(std::string(index))) return std::string(index);
  return Error("find the entry point", 0,
               folder + " has no package.json with a main and no index.ts, .mts, .js, .mjs or .cjs; write it after " + folder);
}

}  // namespace isobox::cli
