// What waiting runners and live sessions cost. Part of bench_isobox.
#include <sys/resource.h>

#include <cmath>
#include <stdexcept>

#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

constexpr std::size_t kFew = 10;

/// Runners of a supervisor: below its zygotes.
std::vector<pid_t> runnersOf(pid_t supervisor) {
  std::vector<pid_t> runners;
  const auto own = std::to_string(supervisor);
  for (const pid_t pid : testing::descendants(supervisor))
    if (testing::statusField(pid, "PPid") != own) runners.push_back(pid);
  return runners;
}

/// Of a supervisor with its zygotes and runners, each page shared out among those who have it, in kB.
double memoryOfAll(pid_t supervisor) {
  double sum = memoryOf(supervisor, {"Pss"});
  for (const pid_t pid : testing::descendants(supervisor)) sum += memoryOf(pid, {"Pss"});
  return sum;
}

class Sessions {
 public:
  explicit Sessions(IsoBox& box) : box_(box) { options_.isolation = false; }

  void openUpTo(std::size_t count) {
    while (sessions_.size() < count) {
      sessions_.push_back(box_.createSession("s" + std::to_string(sessions_.size())));
      expectOk(sessions_.back().execute("let x = " + std::to_string(sessions_.size()), options_));
    }
  }
  /// Runs, round robin over all of them.
  PairedSamples measure(std::size_t count) {
    std::size_t next = 0;
    return measurePaired(count, [&] { expectOk(sessions_[next++ % sessions_.size()].execute("x += 1", options_)); });
  }

 private:
  IsoBox& box_;
  ExecutionOptions options_;
  std::vector<Session> sessions_;
};

/// The supervisor takes two for each session, and some hundreds for its slots. Better now than when nine of ten sessions are there.
void requireDescriptors(std::size_t count) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < count)
    throw std::runtime_error("this takes " + std::to_string(count) + " open files; the limit is " + std::to_string(limit.rlim_max));
}

}  // namespace

std::vector<Figure> measureMemory(const Bench&) {
  const Server server(R"({"pool": {"min": 32, "max": 40}})");
  auto box = server.box();
  box.warmupPool();
  std::vector<double> each;
  for (const pid_t pid : runnersOf(server.pid())) each.push_back(memoryOf(pid, {"Private_Clean", "Private_Dirty"}));
  if (each.size() < 32) throw std::runtime_error("of 32 runners that wait there are " + std::to_string(each.size()));
  return {{.name = "private memory of a waiting runner", .value = median(each), .unit = "kB", .noise = noiseOf(each),
           .reach = atMost(250), .samples = each.size(), .details = {{"p99", percentile(each, 0.99)}}}};
}

std::vector<Figure> measureSessions(const Bench& bench) {
  const std::size_t many = bench.sessions;
  requireDescriptors(2 * many + 1500);
  const Server server(
      R"({"pool": {"min": 2, "max": 8}, "sessions": {"max": 10000, "perTenant": 10000, "idleTimeout": "1h"}})");
  auto box = server.box();
  box.warmupPool();
  Sessions sessions(box);
  sessions.openUpTo(kFew);
  const double atFew = memoryOfAll(server.pid());
  const auto few = sessions.measure(bench.samples(1000));
  sessions.openUpTo(many / 2);
  const double atHalf = memoryOfAll(server.pid());
  sessions.openUpTo(many);
  const double atMany = memoryOfAll(server.pid());
  const auto after = sessions.measure(bench.samples(1000));
  const auto perSession = [&](double memory, std::size_t count) { return (memory - atFew) / 1024 / static_cast<double>(count - kFew); };
  const double half = perSession(atHalf, many / 2), whole = perSession(atMany, many);
  const std::string range = std::to_string(kFew) + " → " + std::to_string(many) + " sessions: ";
  const double growth = median(after.ratios()) / median(few.ratios());
  return {{.name = range + "growth of a run's cost", .value = growth, .unit = "times", .noise = noiseOf(few.ratios()) + noiseOf(after.ratios()),
           .reach = atMost(1.2), .samples = few.size() + after.size(),
           .details = {{"few", median(few.ratios())}, {"many", median(after.ratios())}}},
          {.name = range + "memory of one at rest", .value = whole, .unit = "MB", .noise = std::abs(whole - half) / whole,
           .reach = atMost(0.5), .samples = many, .details = {{"ofTheFirstHalf", half}}},
          {.name = range + "memory, the last half over the first", .value = (2 * whole - half) / half, .unit = "times", .noise = 0.05,
           .reach = atMost(1.1), .samples = many}};
}

}  // namespace isobox::bench
