// Runs a second in fresh processes, with every layer, both cores busy. Part of bench_isobox.
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
  explicit Load(IsoBox& box) : box_(box) { options_.isolation = false; }

  double rate(Seconds time) {
    done_ = 0;
    const auto begin = Clock::now();
    end_ = begin + std::chrono::duration_cast<Clock::duration>(time);
    for (int i = 0; i < kUnderWay; ++i) next();
    io_.restart();
    io_.run();
    return done_ / Seconds(Clock::now() - begin).count();
  }

 private:
  static constexpr int kUnderWay = 16;

  void next() {
    box_.asyncExecute("1+2", options_, boost::asio::bind_executor(io_, [this](ExecutionResult result) {
                        expectOk(result);
                        ++done_;
                        if (Clock::now() < end_) next();
                      }));
  }

  IsoBox& box_;
  ExecutionOptions options_;
  boost::asio::io_context io_{1};
  Clock::time_point end_{};
  int done_ = 0;
};

}  // namespace

std::vector<Figure> measureThroughput(const Bench& bench) {
  const Server server(R"({"pool": {"min": 4, "max": 10}})");
  auto box = server.box();
  Load load(box);
  std::vector<double> ratios, rates, bases;
  load.rate(Seconds(0.3));
  for (int i = 0; i < (bench.quick ? 16 : 40); ++i) {
    bases.push_back(rateOfBase(Seconds(0.25)));
    rates.push_back(load.rate(Seconds(0.25)));
    ratios.push_back(rates.back() / bases.back());
  }
  return {{.name = "runs a second in fresh processes, two cores busy",
           .value = median(ratios),
           .unit = "of base's rate",
           .noise = noiseOf(ratios),
           .reach = atLeast(1.2),
           .samples = ratios.size(),
           .details = {{"runsPerSecond", median(rates)}, {"basePerSecond", median(bases)}}}};
}

}  // namespace isobox::bench
