// Where the time of requests goes, step by step, from the client's call to its return. Part of bench_isobox.
#include <cstdio>
#include <map>

#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

using Steps = std::vector<std::pair<std::string, double>>;  // µs

void addSupervisors(Steps& steps, const Timings& timings) {
  const std::pair<const char*, FractionalMilliseconds> rows[] = {
      {"parse", timings.parse}, {"queue", timings.queue}, {"prepare", timings.prepare},
      {"send", timings.send},   {"run", timings.run},     {"finish", timings.finish}};
  for (const auto& [name, time] : rows) steps.emplace_back(name, time.count() * 1000);
}

void addRunners(Steps& steps, const Timings& timings) {
  const std::pair<const char*, FractionalMilliseconds> making[] = {
      {"start.spawn", timings.spawn}, {"start.admit", timings.admit}, {"start.seal", timings.seal}, {"start.prove", timings.prove}};
  for (const auto& [name, time] : making) steps.emplace_back(name, time.count() * 1000);
  if (!timings.claimed) return;
  const auto& said = *timings.claimed;
  const std::pair<const char*, FractionalMilliseconds> rows[] = {
      {"claimed.read", said.read},       {"claimed.bind", said.bind}, {"claimed.lower", said.lower},
      {"claimed.compile", said.compile}, {"claimed.run", said.run},   {"claimed.encode", said.encode}};
  double sum = 0;
  for (const auto& [name, time] : rows) {
    steps.emplace_back(name, time.count() * 1000);
    sum += time.count() * 1000;
  }
  steps.emplace_back("claimed.rest", (timings.send + timings.run).count() * 1000 - sum);
}

/// Medians of each step over many requests.
class Breakdown {
 public:
  void add(const ExecutionResult& result, Nanoseconds roundTrip) {
    expectOk(result);
    Steps steps;
    const double whole = std::chrono::duration<double, std::micro>(roundTrip).count();
    const double inside = result.timings.value().total.count() * 1000;
    addSupervisors(steps, *result.timings);
    steps.emplace_back("wire", whole - inside);
    steps.emplace_back("round trip", whole);
    addRunners(steps, *result.timings);
    for (const auto& [name, time] : steps) {
      if (!times_.contains(name)) order_.push_back(name);
      times_[name].push_back(time);
    }
  }

  boost::json::object tell(const std::string& title, double base) {
    std::printf("\n%s (base %.0f µs)\n  %-18s %10s %10s %10s %12s\n", title.c_str(), base, "step", "p50 µs", "p90 µs", "p99 µs", "p50 of base");
    boost::json::object steps;
    for (const auto& name : order_) {
      const auto& times = times_[name];
      const double middle = median(times), high = percentile(times, 0.9), tail = percentile(times, 0.99);
      std::printf("  %-18s %10.1f %10.1f %10.1f %12.4f\n", name.c_str(), middle, high, tail, middle / base);
      steps[name] = {{"p50", middle}, {"p90", high}, {"p99", tail}};
    }
    return {{"baseMicroseconds", base}, {"steps", std::move(steps)}};
  }

 private:
  std::map<std::string, std::vector<double>> times_;
  std::vector<std::string> order_;
};

boost::json::object trace(const std::string& title, std::size_t count, const std::function<ExecutionResult()>& thing,
                          const std::function<void()>& prepare = {}) {
  Breakdown breakdown;
  std::vector<double> bases;
  for (std::size_t i = 0; i < count + 10; ++i) {
    if (prepare) prepare();
    bases.push_back(std::chrono::duration<double, std::micro>(runBase()).count());
    const auto begin = std::chrono::steady_clock::now();
    const auto result = thing();
    const auto time = std::chrono::steady_clock::now() - begin;
    if (i >= 10) breakdown.add(result, time);
  }
  return breakdown.tell(title, median(bases));
}

}  // namespace

boost::json::object traceRequests(const Bench& bench) {
  const std::size_t count = bench.samples(1000);
  ExecutionOptions options;
  options.isolation = false;
  options.trace = true;
  boost::json::object all;
  {
    const Server server(R"({"pool": {"min": 4, "max": 10}})");
    auto box = server.box();
    const auto warm = [&] { box.warmupPool(); };
    all["warm"] = trace("run('1+2'), warm pool", count, [&] { return box.execute("1+2", options); }, warm);
    all["modern"] = trace("20 lines, warm pool", count, [&] { return box.execute(modernProgram(), options); }, warm);
    auto session = box.createSession("bench");
    all["session"] = trace("a session's next run", count, [&] { return session.execute("1+2", options); });
  }
  const Server server(R"({"pool": {"min": 0, "max": 4}})");
  auto box = server.box();
  all["empty"] = trace("run('1+2'), empty pool", count, [&] { return box.execute("1+2", options); });
  return all;
}

}  // namespace isobox::bench
