// From a project to one execution. Runs in the user's process.
#include "ipc/client/project.h"

#include <stdexcept>

#include "isobox/validators.h"

namespace isobox::detail {
namespace {

/// Where a project's path lies.
std::string absolutePath(const std::string& baseDir, const std::string& path) {
  std::string_view rest = path;
  while (rest.starts_with("./")) rest.remove_prefix(2);
  const std::string whole = rest.starts_with('/')       ? std::string(rest)
                            : baseDir.ends_with('/') ? baseDir + std::string(rest)
                                                     : baseDir + "/" + std::string(rest);
  Validators::assertPath(whole);
  return whole;
}

bool isTypeScriptPath(std::string_view path) {
  return path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts");
}

}  // namespace

ProjectRun projectRun(const ProjectOptions& project, ExecutionOptions options) {
  ProjectRun run;
  const std::string entry = absolutePath(project.baseDir, project.entrypoint);
  bool found = false;
  options.filename = entry;
  for (const ProjectFile& file : project.files) {
    const std::string path = absolutePath(project.baseDir, file.path);
    const bool typescript = file.language ? *file.language == Language::TypeScript : isTypeScriptPath(path);
    if (path == entry) {
      found = true;
      run.code = file.code;
      if (typescript) options.language = Language::TypeScript;
    } else if (typescript != isTypeScriptPath(path) && file.language) {
      throw std::invalid_argument("project.files: " + path + ": its language is told by its ending, only the entry point's may differ");
    }
    if (!options.files.emplace(path, file.code).second)
      throw std::invalid_argument("project.files: " + path + " is there twice");
  }
  if (!found) throw std::invalid_argument("project.entrypoint: there is no file " + entry);
  run.options = std::move(options);
  return run;
}

}  // namespace isobox::detail
