// A real supervisor under test. Tests only.
#include "tests/support/supervisor_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "ipc/base/channel.h"
#include "ipc/json.h"

namespace isobox::testing {
namespace {

constexpr int kPatienceMs = 60'000;
constexpr const char* kPrograms[] = {"isobox-supervisor", "isobox-jail", "isobox-runner", "probe-runner"};

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

std::string ownDirectory() {
  char path[4096];
  const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
  const std::string file(path, length > 0 ? length : 0);
  return file.substr(0, file.rfind('/'));
}

}  // namespace

std::string binDirectory() {
  const char* given = std::getenv("ISOBOX_BIN_DIR");
  return given ? given : ownDirectory();
}

LineClient LineClient::connect(const std::string& path) {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect to " + path);
  return LineClient(std::move(socket));
}

void LineClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::optional<std::string> LineClient::readLine() {
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      auto line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    pollfd state{socket_.get(), POLLIN, 0};
    if (::poll(&state, 1, kPatienceMs) != 1) throw std::runtime_error("no line within a minute");
    char block[65536];
    const ssize_t length = ::recv(socket_.get(), block, sizeof block, 0);
    if (length < 0 && errno != ECONNRESET) fail("receive");
    if (length <= 0) return std::nullopt;
    buffer_.append(block, static_cast<std::size_t>(length));
  }
}

json::value LineClient::readJson() {
  const auto line = readLine();
  if (!line) throw std::runtime_error("the connection ended instead of a line");
  return ipc::parseJson(*line).value();
}

std::uint64_t LineClient::post(std::string_view method, const json::object& params) {
  const auto id = nextId_++;
  send(ipc::writeJson(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}) + "\n");
  return id;
}

json::object LineClient::answerTo(std::uint64_t id) {
  const auto isIt = [&](const json::object& answer) {
    const auto* found = answer.if_contains("id");
    return found && found->is_number() && found->to_number<std::uint64_t>() == id;
  };
  for (auto answer = early_.begin(); answer != early_.end(); ++answer) {
    if (!isIt(*answer)) continue;
    auto found = std::move(*answer);
    early_.erase(answer);
    return found;
  }
  for (;;) {
    auto answer = readJson().as_object();
    if (isIt(answer)) return answer;
    early_.push_back(std::move(answer));
  }
}

json::object LineClient::call(std::string_view method, const json::object& params) { return answerTo(post(method, params)); }

json::object LineClient::run(std::string_view code, json::object options) {
  options["code"] = code;
  const auto answer = call("run", options);
  if (const auto* error = answer.if_contains("error")) throw std::runtime_error(ipc::writeJson(*error));
  return answer.at("result").as_object();
}

void LineClient::shutDownSending() { ::shutdown(socket_.get(), SHUT_WR); }

SupervisorProcess::SupervisorProcess(Setup setup) {
  char name[] = "/tmp/isobox-test-XXXXXX";
  if (!::mkdtemp(name)) fail("make a directory");
  directory_ = name;
  bin_ = binDirectory();
  if (setup.uid) moveInFor(*setup.uid);
  path_ = directory_ + "/socket";
  log_.reset(::memfd_create("log", MFD_CLOEXEC));
  UniqueFd policy;
  if (!setup.policy.empty()) policy = makeSealedMemory("policy", setup.policy).value();
  if (setup.onSocket) {
    spawn(setup, -1, policy.get());
    awaitSocket();
    return;
  }
  auto ends = makeSocketPair(SOCK_STREAM).value();
  spawn(setup, ends.second.get(), policy.get());
  client_.emplace(std::move(ends.first));
}

/// The build may lie where only its owner can go, so another user gets copies of the programs.
void SupervisorProcess::moveInFor(unsigned uid) {
  for (const char* program : kPrograms) {
    const std::string copy = directory_ + "/" + program;
    std::filesystem::copy_file(bin_ + "/" + program, copy);
    ::chmod(copy.c_str(), 0755);
  }
  bin_ = directory_;
  (void)!::chown(directory_.c_str(), uid, uid);
}

void SupervisorProcess::spawn(const Setup& setup, int privateEnd, int policyFd) {
  std::vector<std::string> words{bin_ + "/isobox-supervisor"};
  if (privateEnd >= 0) words.insert(words.end(), {"--private-fd", "10"});
  else words.insert(words.end(), {"--socket", path_});
  if (policyFd >= 0) words.insert(words.end(), {"--policy", "/dev/fd/11"});
  if (setup.probe) words.insert(words.end(), {"--runner", bin_ + "/probe-runner"});
  words.insert(words.end(), setup.options.begin(), setup.options.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) fail("fork");
  if (pid_ > 0) return;
  ::dup2(log_.get(), 2);
  if (privateEnd >= 0) ::dup2(privateEnd, 10);
  if (policyFd >= 0) ::dup2(policyFd, 11);
  if (setup.uid && (::setgid(*setup.uid) != 0 || ::setuid(*setup.uid) != 0)) ::_exit(126);
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

void SupervisorProcess::awaitSocket() {
  // It listens before the file gets its mode.
  const auto listens = [&] {
    struct stat file {};
    return ::stat(path_.c_str(), &file) == 0 && (file.st_mode & 0777) != 0;
  };
  const bool there = eventually([&] {
    siginfo_t info{};
    return listens() ||
           (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_);
  });
  if (!there || !listens()) throw std::runtime_error("the supervisor does not listen: " + log());
}

SupervisorProcess::~SupervisorProcess() {
  if (!status_) {
    client_.reset();
    ::kill(pid_, SIGKILL);
    wait();
  }
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void SupervisorProcess::signal(int number) const { ::kill(pid_, number); }

int SupervisorProcess::wait() {
  if (status_) return *status_;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return *status_;
}

int SupervisorProcess::stop() {
  if (client_) client_.reset();
  else signal(SIGTERM);
  return wait();
}

std::string SupervisorProcess::log() const { return readWhole(log_.get(), 64 << 20).value(); }

std::vector<std::string> cgroupDirectories(pid_t supervisor) {
  const std::string name = "isobox-" + std::to_string(supervisor);
  std::vector<std::string> found;
  const std::function<void(const std::string&, int)> search = [&](const std::string& at, int depth) {
    DIR* listing = ::opendir(at.c_str());
    if (!listing) return;
    while (const dirent* entry = ::readdir(listing)) {
      if (entry->d_type != DT_DIR || entry->d_name[0] == '.') continue;
      const std::string path = at + "/" + entry->d_name;
      if (name == entry->d_name) found.push_back(path);
      else if (depth > 0) search(path, depth - 1);
    }
    ::closedir(listing);
  };
  search("/sys/fs/cgroup", 6);
  return found;
}

std::string statusField(pid_t pid, const std::string& name) {
  const auto text = readFile("/proc/" + std::to_string(pid) + "/status", 65536);
  if (!text) return {};
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(name + ":")) return line.substr(std::min(line.size(), line.find_first_not_of(" \t", name.size() + 1)));
  return {};
}

std::vector<pid_t> descendants(pid_t ancestor) {
  std::multimap<pid_t, pid_t> children;
  DIR* listing = ::opendir("/proc");
  while (const dirent* entry = listing ? ::readdir(listing) : nullptr) {
    const pid_t pid = std::atoi(entry->d_name);
    if (pid > 0) children.emplace(std::atoi(statusField(pid, "PPid").c_str()), pid);
  }
  if (listing) ::closedir(listing);
  std::vector<pid_t> found, open{ancestor};
  while (!open.empty()) {
    const auto range = children.equal_range(open.back());
    open.pop_back();
    for (auto child = range.first; child != range.second; ++child) {
      found.push_back(child->second);
      open.push_back(child->second);
    }
  }
  return found;
}

std::size_t descriptorCount(pid_t pid) {
  std::size_t count = 0;
  DIR* listing = ::opendir(("/proc/" + std::to_string(pid) + "/fd").c_str());
  while (const dirent* entry = listing ? ::readdir(listing) : nullptr)
    if (entry->d_name[0] != '.') ++count;
  if (listing) ::closedir(listing);
  return count;
}

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace isobox::testing
