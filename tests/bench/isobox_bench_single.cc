// One program at a time: in a fresh process from a warm pool and from an empty one, in a session, with calls of the caller's
// functions. Part of bench_isobox.
#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

// So many that those which were used are replaced while others are.
constexpr const char* kWarm = R"({"pool": {"min": 4, "max": 10}})";
constexpr const char* kEmpty = R"({"pool": {"min": 0, "max": 4}})";

ExecutionOptions plain() {
  ExecutionOptions options;
  options.isolation = false;
  return options;
}

PairedSamples measureWarm(std::size_t count, std::string_view code) {
  const Server server(kWarm);
  auto box = server.box();
  const auto options = plain();
  return measurePaired(
      count, [&] { expectOk(box.execute(code, options)); }, [&] { box.warmupPool(); });
}

}  // namespace

std::vector<Figure> measureOneShot(const Bench& bench) {
  const auto samples = measureWarm(bench.samples(2000), "1+2");
  return {ratioFigure("run('1+2'), warm pool, p50", samples, atMost(0.10)),
          tailFigure("run('1+2'), warm pool, p99", samples, atMost(0.4))};
}

std::vector<Figure> measureModernProgram(const Bench& bench) {
  return {ratioFigure("20 lines with a class, a Map and a generator, warm pool", measureWarm(bench.samples(1000), modernProgram()), atMost(0.5))};
}

std::vector<Figure> measureEmptyPool(const Bench& bench) {
  const Server server(kEmpty);
  auto box = server.box();
  const auto options = plain();
  const auto samples = measurePaired(bench.samples(1000), [&] { expectOk(box.execute("1+2", options)); });
  return {ratioFigure("run('1+2'), empty pool", samples, atMost(0.6))};
}

std::vector<Figure> measureSession(const Bench& bench) {
  const Server server(kWarm);
  auto box = server.box();
  auto session = box.createSession("bench");
  const auto options = plain();
  const auto samples = measurePaired(bench.samples(2000), [&] { expectOk(session.execute("1+2", options)); });
  return {ratioFigure("a session's next run", samples, atMost(0.04))};
}

/// A program that calls often, less one that calls once.
std::vector<Figure> measureHostCall(const Bench& bench) {
  constexpr int kCalls = 200;
  const Server server(kWarm);
  auto options = server.options();
  options.context.functions["f"] = [](const boost::json::array& arguments) { return arguments.at(0); };
  IsoBox box(options);
  auto session = box.createSession("bench");
  const auto timeOf = [&](int calls) {
    const auto begin = std::chrono::steady_clock::now();
    expectOk(session.execute("for (let i = 0; i < " + std::to_string(calls) + "; i++) f(i)", plain()));
    return std::chrono::steady_clock::now() - begin;
  };
  PairedSamples samples;
  for (std::size_t i = 0; i < bench.samples(400); ++i) {
    const auto base = runBase();
    const auto once = timeOf(1);
    samples.add(base, (timeOf(kCalls + 1) - once) / kCalls);
  }
  auto figure = ratioFigure("a host function's call, there and back", samples, atMost(0.05));
  figure.samples *= kCalls;
  return {figure};
}

}  // namespace isobox::bench
