// Runs a program for a test and collects what it prints.
#ifndef ISOBOX_TESTS_SUPPORT_RUN_PROGRAM_H
#define ISOBOX_TESTS_SUPPORT_RUN_PROGRAM_H

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace isobox::test {

/// Where the built programs are: ISOBOX_BIN_DIR.
inline std::string programPath(const std::string& name) {
  const char* folder = std::getenv("ISOBOX_BIN_DIR");
  if (folder == nullptr) throw std::runtime_error("set ISOBOX_BIN_DIR to the folder of the built programs");
  return std::string(folder) + "/" + name;
}

/// A folder of its own under /tmp, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    char name[] = "/tmp/isobox-test-XXXXXX";
    if (::mkdtemp(name) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::string command = "rm -r " + path_;
    if (std::system(command.c_str()) != 0) std::abort();
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string write(const std::string& name, const std::string& text, mode_t mode = 0644) const {
    const std::string path = path_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct ProgramEnd {
  int status = -1;  // exit status, or 128 + signal
  std::string out;
  std::string err;
};

/// Runs `words` with `input` on stdin. `meanwhile` is called with the process id once it runs.
inline ProgramEnd runProgram(std::vector<std::string> words, const std::string& input = "",
                             const std::function<void(pid_t)>& meanwhile = nullptr) {
  TemporaryFolder folder;
  const std::string stdinPath = folder.write("in", input);
  const std::string outPath = folder.write("out", ""), errPath = folder.write("err", "");
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, stdinPath.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, outPath.c_str(), O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, errPath.c_str(), O_WRONLY, 0);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int code = ::posix_spawn(&pid, argv[0], &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (code != 0) throw std::runtime_error("cannot run " + words[0]);
  if (meanwhile) meanwhile(pid);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), folder.read("out"),
          folder.read("err")};
}

}  // namespace isobox::test

#endif
