// A supervisor for tests that says what a test tells it to say: right answers, wrong ones, or nothing.
// Runs in the test's process, a thread a connection.
#ifndef ISOBOX_TESTS_SUPPORT_FAKE_SUPERVISOR_H
#define ISOBOX_TESTS_SUPPORT_FAKE_SUPERVISOR_H

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ipc/base/unique_fd.h"
#include "ipc/json.h"
#include "isobox/box.h"

namespace isobox::test {

/// One accepted connection.
class FakePeer {
 public:
  explicit FakePeer(int fd) : fd_(fd) {}

  /// The next request, or nothing when the client has gone.
  std::optional<boost::json::object> next() {
    for (;;) {
      if (const auto end = buffer_.find('\n'); end != buffer_.npos) {
        auto parsed = ipc::parseJson(std::string_view(buffer_).substr(0, end));
        buffer_.erase(0, end + 1);
        return parsed.value().as_object();
      }
      char chunk[4096];
      const auto count = ::read(fd_, chunk, sizeof chunk);
      if (count <= 0) return std::nullopt;
      buffer_.append(chunk, static_cast<std::size_t>(count));
    }
  }

  /// Bytes as they are.
  void say(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  /// An answer with `result`, which is JSON text.
  void answer(const boost::json::object& request, std::string_view result) {
    say(R"({"jsonrpc":"2.0","id":)" + boost::json::serialize(request.at("id")) + R"(,"result":)" +
        std::string(result) + "}\n");
  }

  void refuse(const boost::json::object& request, int code, std::string_view message) {
    say(R"({"jsonrpc":"2.0","id":)" + boost::json::serialize(request.at("id")) + R"(,"error":{"code":)" +
        std::to_string(code) + R"(,"message":")" + std::string(message) + "\"}}\n");
  }

  void hangUp() { ::shutdown(fd_, SHUT_RDWR); }

 private:
  int fd_;
  std::string buffer_;
};

/// The result object of a run with this value and type.
inline std::string okResult(std::string_view value, std::string_view type = "number") {
  return R"({"verdict":"ok","value":)" + std::string(value) + R"(,"type":")" + std::string(type) +
         R"(","duration":1.5,"cpu":1.25,"queued":0.125,"memory":4096,"memorySource":"cgroup","console":[]})";
}

class FakeSupervisor {
 public:
  /// `serve(peer, n)` is called for the n-th connection, from 0; the connection ends when it returns.
  explicit FakeSupervisor(std::function<void(FakePeer&, int)> serve) : serve_(std::move(serve)) {
    char folder[] = "/tmp/isobox-test-XXXXXX";
    if (::mkdtemp(folder) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = folder;
    path_ = folder_ + "/socket";
    listener_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path_.data(), path_.size());
    if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_.get(), 16) != 0)
      throw std::runtime_error("listen");
    acceptor_ = std::thread([this] { accept(); });
  }

  ~FakeSupervisor() {
    ::shutdown(listener_.get(), SHUT_RDWR);
    acceptor_.join();
    for (const UniqueFd& fd : peers_) ::shutdown(fd.get(), SHUT_RDWR);
    for (std::thread& thread : threads_) thread.join();
    ::unlink(path_.c_str());
    ::rmdir(folder_.c_str());
  }
  FakeSupervisor(const FakeSupervisor&) = delete;
  FakeSupervisor& operator=(const FakeSupervisor&) = delete;

  const std::string& path() const { return path_; }
  int connections() const { return count_; }

 private:
  void accept() {
    for (;;) {
      const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      peers_.emplace_back(fd);
      threads_.emplace_back([this, fd, number = count_++] {
        FakePeer peer(fd);
        serve_(peer, number);
        peer.hangUp();
      });
    }
  }

  std::function<void(FakePeer&, int)> serve_;
  std::string folder_, path_;
  UniqueFd listener_;
  std::atomic<int> count_{0};
  // Filled by the acceptor, read by the destructor after it has joined that.
  std::vector<UniqueFd> peers_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// A box that talks to it.
inline IsoBox boxAt(const FakeSupervisor& supervisor) {
  IsoBoxOptions options;
  options.socket = supervisor.path();
  return IsoBox(std::move(options));
}

/// Answers each run with its own code as a string value.
inline void echo(FakePeer& peer, int) {
  while (auto request = peer.next())
    peer.answer(*request, okResult(boost::json::serialize(request->at("params").at("code")), "string"));
}

}  // namespace isobox::test

#endif
