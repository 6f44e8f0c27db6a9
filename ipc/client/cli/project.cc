// `isobox project`: the files of a folder as one program. Runs in the isobox program.
#include <stdexcept>
#include <span>
#include <string>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/execute.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/cli/project_files.h"
#include "ipc/client/cli/report.h"
#include "ipc/client/cli/trace.h"
#include "ipc/client/project.h"
#include "ipc/json.h"

namespace isobox::cli {
namespace {

/// Where the folder lies for the program; what stands before its paths in errors is taken off.
constexpr std::string_view kBase = "/project";

std::string withoutBase(std::string text) {
  const std::string base = std::string(kBase) + "/";
  for (auto at = text.find(base); at != text.npos; at = text.find(base, at)) text.erase(at, base.size());
  return text;
}

/// Paths as the user knows them: below the folder.
void makeRelative(ExecutionResult& result) {
  result.message = withoutBase(std::move(result.message));
  if (!result.error) return;
  for (std::string* text : {&result.error->file, &result.error->message, &result.error->stack})
    *text = withoutBase(std::move(*text));
}

Result<Job> projectJob(const Arguments& arguments, const FileTexts& files, const std::string& entry) {
  ISOBOX_TRY(auto job, readJob(arguments, entry));
  ProjectOptions project;
  project.baseDir = kBase;
  project.entrypoint = entry;
  for (const auto& [path, code] : files) project.files.push_back({.path = path, .code = code, .language = std::nullopt});
  auto run = detail::projectRun(project, std::move(job.execution));
  job.source = std::move(run.code);
  job.execution = std::move(run.options);
  return job;
}

/// Where the error is, as it was sent or as it was read.
std::string_view sourceOf(const ExecutionResult& result, const Job& job, const FileTexts& files, const std::string& entry) {
  if (!result.error || result.error->file == entry) return job.source;
  const auto file = files.find(result.error->file);
  return file == files.end() ? std::string_view() : std::string_view(file->second);
}

int runProject(const Arguments& arguments, const FileTexts& files, const std::string& entry) {
  const auto job = projectJob(arguments, files, entry);
  if (!job) return usage(job.error());
  End end = perform(*job);
  makeRelative(end.result);
  if (arguments.has("--json")) {
    printJson(end.result);
  } else {
    printConsole(end.result);
    if (!end.result.ok()) printFailure(end.result, sourceOf(end.result, *job, files, entry));
    printTimings(end.result);
  }
  return exitStatus(end);
}

}  // namespace

int projectCommand(const Arguments& arguments) {
  const auto& words = arguments.operands();
  const std::size_t own = words.size() - arguments.operandsAfterDashes().size();
  if (own == 0) return usage(Error("project", 0, "DIR stands before --"));
  if (own > 2) return usage(Error("one word too many", 0, words[2] + "; the program's own words stand after --"));
  std::string folder = words[0];
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  const auto files = readProjectFiles(folder, arguments.has("--all"));
  if (!files) return usage(files.error());
  const auto entry = findEntry(*files, folder, own == 2 ? words[1] : "");
  if (!entry) return usage(entry.error());
  try {
    return runProject(arguments, *files, *entry);
  } catch (const std::invalid_argument& wrong) {
    return usage(Error("project", 0, wrong.what()));
  }
}

}  // namespace isobox::cli
