// Runs a second, with every layer, both cores busy: in fresh processes, and in those of one tenant. Part of bench_isobox.
#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kCores = 2;

/// Processes a second, as many at a time as there are cores.
double rateOfBase(Seconds time) {
  std::atomic<int> done = 0;
  const auto begin = Clock::now();
  const auto end = begin + time;
  std::vector<std::thread> threads;
  for (int i = 0; i < kCores; ++i)
    threads.emplace_back([&] {
      for (; Clock::now() < end; ++done) runBase();
    });
  for (auto& thread : threads) thread.join();
  return done / Seconds(Clock::now() - begin).count();
}

/// Keeps so many requests under way that the supervisor never waits for us.
class Load {
 public:
  Load(IsoBox& box, Isolation isolation, int underWay) : box_(box), underWay_(underWay) { options_.isolation = std::move(isolation); }

  double rate(Seconds time) {
    done_ = 0;
    const auto begin = Clock::now();
    end_ = begin + std::chrono::duration_cast<Clock::duration>(time);
    for (int i = 0; i < underWay_; ++i) next();
    io_.restart();
    io_.run();
    return done_ / Seconds(Clock::now() - begin).count();
  }

 private:
  void next() {
    box_.asyncExecute("1+2", options_, boost::asio::bind_executor(io_, [this](ExecutionResult result) {
                        expectOk(result);
                        ++done_;
                        if (Clock::now() < end_) next();
                      }));
  }

  IsoBox& box_;
  int underWay_;
  ExecutionOptions options_;
  boost::asio::io_context io_{1};
  Clock::time_point end_{};
  int done_ = 0;
};

Figure measureRate(const Bench& bench, const char* name, Reach reach, Isolation isolation, int underWay) {
  const Server server(R"({"pool": {"min": 4, "max": 10}})");
  auto box = server.box();
  Load load(box, std::move(isolation), underWay);
  std::vector<double> ratios, rates, bases;
  load.rate(Seconds(0.3));
  for (int i = 0; i < (bench.quick ? 16 : 40); ++i) {
    bases.push_back(rateOfBase(Seconds(0.25)));
    rates.push_back(load.rate(Seconds(0.25)));
    ratios.push_back(rates.back() / bases.back());
  }
  return {.name = name,
          .value = median(ratios),
          .unit = "of base's rate",
          .noise = noiseOf(ratios),
          .reach = reach,
          .samples = ratios.size(),
          .details = {{"runsPerSecond", median(rates)}, {"basePerSecond", median(bases)}}};
}

}  // namespace

std::vector<Figure> measureThroughput(const Bench& bench) {
  return {measureRate(bench, "runs a second in fresh processes, two cores busy", atLeast(1.2), false, 16)};
}

std::vector<Figure> measureTenantIsolation(const Bench& bench) {
  return {measureRate(bench, "runs of one tenant in one process, heap restored", atLeast(30), Isolation("tenant", false), 64)};
}

}  // namespace isobox::bench
