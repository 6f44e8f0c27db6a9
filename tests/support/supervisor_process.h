// A real supervisor under test, spoken to line by line over its private connection or a socket. Tests only.
#ifndef ISOBOX_TESTS_SUPPORT_SUPERVISOR_PROCESS_H
#define ISOBOX_TESTS_SUPPORT_SUPERVISOR_PROCESS_H

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/unique_fd.h"

namespace isobox::testing {

namespace json = boost::json;

/// Where the programs under test are: $ISOBOX_BIN_DIR, or the directory of the test program.
std::string binDirectory();

/// A connection that speaks lines. Every wait is bounded by 60 seconds and fails the test by an exception.
class LineClient {
 public:
  explicit LineClient(UniqueFd socket) : socket_(std::move(socket)) {}
  static LineClient connect(const std::string& path);

  void send(std::string_view bytes);
  /// Without its newline; nothing at the end of the stream.
  std::optional<std::string> readLine();
  /// The next line as JSON. Throws at the end of the stream.
  json::value readJson();
  /// Sends a request and returns the whole answer object to it, keeping answers to others for later calls.
  json::object call(std::string_view method, const json::object& params = {});
  /// call("run", …)["result"]; throws when it is an error.
  json::object run(std::string_view code, json::object options = {});
  /// Sends without waiting; the id.
  std::uint64_t post(std::string_view method, const json::object& params);
  json::object answerTo(std::uint64_t id);
  void shutDownSending();
  void close() { socket_.reset(); }
  int fd() const { return socket_.get(); }

 private:
  UniqueFd socket_;
  std::string buffer_;
  std::vector<json::object> early_;
  std::uint64_t nextId_ = 1;
};

class SupervisorProcess {
 public:
  struct Setup {
    std::vector<std::string> options;  // besides --private-fd or --socket
    std::string policy;                // JSON text; "" = none
    bool probe = false;                // runners that obey tests/support/probe_workload.cc
    bool onSocket = false;             // listens on path() instead of a private connection
    std::optional<unsigned> uid;       // runs as this user
  };
  explicit SupervisorProcess(Setup setup);
  SupervisorProcess() : SupervisorProcess(Setup{}) {}
  ~SupervisorProcess();
  SupervisorProcess(const SupervisorProcess&) = delete;

  LineClient& client() { return *client_; }
  LineClient connect() const { return LineClient::connect(path_); }
  const std::string& path() const { return path_; }
  pid_t pid() const { return pid_; }
  void signal(int number) const;

  /// Waits for its end; the exit status, or 128 + signal.
  int wait();
  /// Closes the private connection (or sends SIGTERM) and waits.
  int stop();
  /// What it wrote to its standard error so far.
  std::string log() const;

 private:
  void spawn(const Setup& setup, int privateEnd, int policyFd);
  void moveInFor(unsigned uid);
  void awaitSocket();

  std::string directory_;
  std::string bin_;
  std::string path_;
  std::optional<LineClient> client_;
  UniqueFd log_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

/// Directories of this supervisor's control groups that exist now, in every hierarchy.
std::vector<std::string> cgroupDirectories(pid_t supervisor);

/// Pids of the descendants of `ancestor`, from /proc.
std::vector<pid_t> descendants(pid_t ancestor);

/// Number of open descriptors of a process.
std::size_t descriptorCount(pid_t pid);

/// The value of a line "NAME:\tvalue" of /proc/PID/status, "" without.
std::string statusField(pid_t pid, const std::string& name);

/// Looks at `condition` until it holds, at most 30 s, driven by a short poll of the world outside. False if it never did.
bool eventually(const std::function<bool()>& condition);

}  // namespace isobox::testing

#endif
