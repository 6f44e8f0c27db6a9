// Translating texts, and collections of the language, in the developer's own process. Part of bench_micro.
#include <benchmark/benchmark.h>

#include <stdexcept>

#include "runner/engine/engine.h"
#include "runner/language/front_end.h"
#include "tests/bench/language_programs.h"

namespace isobox::bench {
namespace {

void translateText(benchmark::State& state, std::string_view text) {
  language::FrontEnd frontEnd(1);
  language::Request request;
  request.text = text;
  request.filename = "bench.js";
  for (auto _ : state)
    if (!frontEnd.translate(request).ok) throw std::runtime_error("not translated");
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
void lowerOnePlusTwo(benchmark::State& state) { translateText(state, "1+2"); }
BENCHMARK(lowerOnePlusTwo);
void lowerTwentyLines(benchmark::State& state) { translateText(state, smallProgram()); }
BENCHMARK(lowerTwentyLines);

class NoOutput : public runner::OutputSink {
 public:
  void console(ipc::ConsoleLevel, std::string_view) override {}
  void value(ipc::ValueType, std::string_view) override {}
};

/// A program that does something `range` times; each run of it is one iteration.
void runText(benchmark::State& state, const std::string& text) {
  auto engine = runner::Engine::create(512_MiB).value();
  engine->warmUp();
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(600'000);
  order.heap = 256_MiB;
  order.console = order.value = 1_MiB;
  order.valueDepth = 16;
  order.filename = "bench.js";
  order.source = "const n = " + std::to_string(state.range(0)) + ";\n" + text;
  NoOutput sink;
  for (auto _ : state)
    if (const auto outcome = engine->run(order, sink); outcome.claim != ipc::Claim::Completed) throw std::runtime_error(outcome.message);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void mapSet(benchmark::State& state) { runText(state, "const m = new Map(); for (let i = 0; i < n; i++) m.set(i, i); m.size"); }
BENCHMARK(mapSet)->Arg(100)->Arg(10'000)->Unit(benchmark::kMicrosecond);
void mapGet(benchmark::State& state) {
  runText(state, "const m = new Map(); for (let i = 0; i < 100; i++) m.set('k' + i, i); let x = 0; for (let i = 0; i < n; i++) x += m.get('k' + i % 100); x");
}
BENCHMARK(mapGet)->Arg(10'000)->Unit(benchmark::kMicrosecond);
void mapWalk(benchmark::State& state) {
  runText(state, "const m = new Map(); for (let i = 0; i < n; i++) m.set(i, i); let x = 0; for (const [k, v] of m) x += k + v; x");
}
BENCHMARK(mapWalk)->Arg(10'000)->Unit(benchmark::kMicrosecond);
void setAddAndDelete(benchmark::State& state) {
  runText(state, "const s = new Set(); for (let i = 0; i < n; i++) s.add('k' + i); for (let i = 0; i < n; i++) s.delete('k' + i); s.size");
}
BENCHMARK(setAddAndDelete)->Arg(10'000)->Unit(benchmark::kMicrosecond);
void runNothing(benchmark::State& state) { runText(state, ""); }
BENCHMARK(runNothing)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace isobox::bench

BENCHMARK_MAIN();
