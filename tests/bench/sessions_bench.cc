// What live sessions cost: memory of each, and time of a run with few and with many of them. A real supervisor, its real
// socket. Needs a jail. Usage: bench_sessions [SESSIONS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFew = 10, kRuns = 2000;

/// Sums of /proc/PID/smaps_rollup over the supervisor's runners, in kB.
struct Memory {
  std::uint64_t proportional = 0, privateDirty = 0;
  std::size_t processes = 0;
};

Memory memoryOf(const SupervisorProcess& supervisor) {
  Memory sum;
  for (const pid_t pid : descendants(supervisor.pid())) {
    std::ifstream rollup("/proc/" + std::to_string(pid) + "/smaps_rollup");
    std::string line;
    while (std::getline(rollup, line)) {
      const auto number = [&] { return std::strtoull(line.c_str() + line.find(':') + 1, nullptr, 10); };
      if (line.starts_with("Pss:")) sum.proportional += number();
      if (line.starts_with("Private_Dirty:")) sum.privateDirty += number();
    }
    ++sum.processes;
  }
  return sum;
}

/// Microseconds of runs, round robin over the first `count` sessions.
std::vector<double> timesOf(LineClient& client, int count) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const auto begin = Clock::now();
    client.run("x += 1", {{"session", "s" + std::to_string(i % count)}});
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
  }
  std::sort(times.begin(), times.end());
  return times;
}

void tell(const char* what, const std::vector<double>& times) {
  std::printf("%-28s p50 %8.1f µs   p99 %8.1f µs\n", what, times[times.size() / 2], times[times.size() * 99 / 100]);
}

int measure(int most) {
  SupervisorProcess supervisor(
      {.policy = R"({"pool": {"min": 4, "max": 8}, "sessions": {"max": 10000, "perTenant": 10000, "idleTimeout": "1h"}})"});
  LineClient& client = supervisor.client();
  client.call("warmup");
  const auto begin = Memory(memoryOf(supervisor));
  const auto open = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      client.call("session.open", {{"session", "s" + std::to_string(i)}});
      client.run("let x = " + std::to_string(i), {{"session", "s" + std::to_string(i)}});
    }
  };
  open(0, kFew);
  const auto few = timesOf(client, kFew);
  const auto started = Clock::now();
  open(kFew, most);
  const double each = std::chrono::duration<double, std::milli>(Clock::now() - started).count() / std::max(most - kFew, 1);
  const auto many = timesOf(client, most);
  const auto end = memoryOf(supervisor);
  tell((std::to_string(kFew) + " sessions, a run").c_str(), few);
  tell((std::to_string(most) + " sessions, a run").c_str(), many);
  std::printf("ratio of the medians          %.2f\n", many[many.size() / 2] / few[few.size() / 2]);
  std::printf("opening one, with a program   %.2f ms\n", each);
  std::printf("a session at rest             %.0f kB proportional, %.0f kB private and dirty\n",
              static_cast<double>(end.proportional - begin.proportional) / most,
              static_cast<double>(end.privateDirty - begin.privateDirty) / most);
  std::printf("the supervisor                %s\n", statusField(supervisor.pid(), "VmRSS").c_str());
  return supervisor.stop();
}

}  // namespace
}  // namespace isobox::testing

int main(int argc, char** argv) { return isobox::testing::measure(argc > 1 ? std::max(std::atoi(argv[1]), 11) : 1000); }
