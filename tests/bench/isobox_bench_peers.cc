// Other programs that run JavaScript, by turns with the same base. Part of bench_isobox; see peers/README.md.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "ipc/base/unique_fd.h"
#include "tests/bench/isobox_bench.h"

extern char** environ;

namespace isobox::bench {
namespace {

namespace json = boost::json;

constexpr int kPatienceMs = 20'000;
constexpr std::size_t kMostSaid = 4096;  // of what a peer prints

struct Pipe {
  UniqueFd read, write;
};

Pipe makePipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

/// A peer's process, with its stdin, stdout and stderr in our hands.
class Process {
 public:
  explicit Process(const std::vector<std::string>& words) {
    Pipe in = makePipe(), out = makePipe(), err = makePipe();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in.read.get(), 0);
    ::posix_spawn_file_actions_adddup2(&actions, out.write.get(), 1);
    ::posix_spawn_file_actions_adddup2(&actions, err.write.get(), 2);
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int error = ::posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error(words[0] + ": " + std::strerror(error));
    in_ = std::move(in.write);
    out_ = std::move(out.read);
    err_ = std::move(err.read);
  }
  ~Process() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Process(const Process&) = delete;

  void say(std::string_view line) {
    if (::write(in_.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) throw std::runtime_error("it does not read");
  }
  /// Up to its newline, or its end.
  std::string line() {
    std::string text;
    char byte = 0;
    while (text.size() < kMostSaid && next(out_.get(), byte) && byte != '\n') text += byte;
    return text;
  }
  int wait() {
    in_.reset();
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return status;
  }
  /// The last line of its stderr, once it has ended.
  std::string complaint() {
    std::string text, last;
    char byte = 0;
    while (text.size() < kMostSaid && next(err_.get(), byte)) {
      if (byte != '\n') text += byte;
      else if (!text.empty()) last = std::exchange(text, {});
    }
    return text.empty() ? last : text;
  }

 private:
  static bool next(int fd, char& byte) {
    pollfd state{fd, POLLIN, 0};
    if (::poll(&state, 1, kPatienceMs) != 1) throw std::runtime_error("it says nothing");
    return ::read(fd, &byte, 1) == 1;
  }

  pid_t pid_ = -1;
  UniqueFd in_, out_, err_;
};

struct Peer {
  std::string name, kind, isolation;
  std::int64_t level = 0;
  std::vector<std::string> argv;
};

std::string filled(std::string text, std::string_view name, const std::string& value) {
  for (auto at = text.find(name); at != text.npos; at = text.find(name, at + value.size())) text.replace(at, name.size(), value);
  return text;
}

std::vector<Peer> readPeers(const std::string& list, const std::string& folder) {
  std::ifstream file(list);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::string here = list.substr(0, list.rfind('/'));
  std::vector<Peer> peers;
  const auto parsed = json::parse(text);
  for (const auto& each : parsed.as_array()) {
    const auto text = [&](const char* name) { return std::string(each.at(name).as_string()); };
    Peer peer{text("name"), text("kind"), text("isolation"), each.at("level").as_int64(), {}};
    for (const auto& word : each.at("argv").as_array())
      peer.argv.push_back(filled(filled(std::string(word.as_string()), "${PEERS}", folder), "${HERE}", here));
    peers.push_back(std::move(peer));
  }
  return peers;
}

void expectThree(const std::string& said, Process& process) {
  if (said == "3") return;
  process.wait();
  const auto why = process.complaint();
  throw std::runtime_error(!why.empty() ? why : "it says \"" + said + "\" and not 3");
}

void runProcess(const Peer& peer) {
  Process process(peer.argv);
  if (peer.kind == "spawn") expectThree(process.line(), process);
  if (const int status = process.wait(); status != 0) {
    const auto why = process.complaint();
    throw std::runtime_error("it ends with status " + std::to_string(WEXITSTATUS(status)) + (why.empty() ? "" : ": " + why));
  }
}

PairedSamples measurePeer(const Peer& peer, std::size_t count) {
  if (peer.kind != "lines") return measurePaired(count, [&] { runProcess(peer); });
  Process server(peer.argv);
  return measurePaired(count, [&] {
    server.say("1+2\n");
    expectThree(server.line(), server);
  });
}

/// As many as there is time for: some of these take a hundred times as long as others.
std::size_t countFor(const Peer& peer, const Bench& bench) {
  constexpr double kMicroseconds = 6e6;
  const auto first = measurePeer(peer, 3);
  const double each = median(first.things()) + median(first.bases());
  return std::clamp(static_cast<std::size_t>(kMicroseconds / each / (bench.quick ? 10 : 1)), std::size_t{20}, std::size_t{1000});
}

}  // namespace

json::array measurePeers(const Bench& bench, const std::string& list, const std::string& folder) {
  ::signal(SIGPIPE, SIG_IGN);
  json::array all;
  std::printf("\n%-36s %12s %10s %10s %10s  %s\n", "1+2 in a fresh place", "p50 of base", "p50 µs", "p99 µs", "samples", "isolation");
  for (const auto& peer : readPeers(list, folder)) {
    json::object entry{{"name", peer.name}, {"level", peer.level}, {"isolation", peer.isolation}};
    try {
      const auto figure = ratioFigure(peer.name, measurePeer(peer, countFor(peer, bench)), std::nullopt);
      const auto& times = figure.details.at("microseconds");
      std::printf("%-36s %12.3f %10.0f %10.0f %10zu  %s\n", peer.name.c_str(), figure.value, times.at("p50").as_double(), times.at("p99").as_double(),
                  figure.samples, peer.isolation.c_str());
      entry.insert({{"value", figure.value}, {"noise", figure.noise}, {"samples", figure.samples}, {"details", figure.details}});
    } catch (const std::exception& error) {
      std::printf("%-36s not run here: %s\n", peer.name.c_str(), error.what());
      entry["missing"] = error.what();
    }
    std::fflush(stdout);
    all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace isobox::bench
