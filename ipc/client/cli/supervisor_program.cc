// `isobox serve` and `isobox doctor`: this process becomes isobox-supervisor. Runs in the isobox program.
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/private_supervisor.h"
#include "ipc/verdict.h"

namespace isobox::cli {
namespace {

int become(std::vector<std::string> words, std::span<const std::string> more) {
  const auto program = detail::findSupervisor("");
  if (!program) {
    complain(program.error().describe());
    return verdictExitStatus(Verdict::InternalError);
  }
  words.insert(words.begin(), *program);
  words.insert(words.end(), more.begin(), more.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::signal(SIGPIPE, SIG_DFL);  // as it was before this program's main
  ::execv(program->c_str(), argv.data());
  complain(errnoError("start the supervisor", *program).describe());
  return verdictExitStatus(Verdict::InternalError);
}

}  // namespace

int serveCommand(std::span<const std::string> words) {
  return become({}, words);
}

int doctorCommand(std::span<const std::string> words) {
  return become({"--doctor"}, words);
}

}  // namespace isobox::cli
