// The engine against stock Duktape, operation by operation: time, bytes, and what a fresh process costs. A program of the
// developer's; not run by the tests. bench_engine [--alone] [NAME…]: only what has one of these in its group or name;
// without stock Duktape.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "runner/engine/engine.h"
#include "tests/bench/engine_library_programs.h"
#include "tests/bench/engine_programs.h"

namespace isobox::bench {
namespace {

constexpr int kStockSeconds = 20;
constexpr int kRepeats = 7;  // of each program in each engine, in turn; the best counts

[[noreturn]] void fail(const std::string& why) {
  std::cerr << "bench_engine: " << why << "\n";
  std::exit(1);
}

class LastValue : public runner::OutputSink {
 public:
  void console(ipc::ConsoleLevel, std::string_view) override {}
  void value(ipc::ValueType, std::string_view json) override { json_ = json; }
  const std::string& json() const { return json_; }

 private:
  std::string json_;
};

struct Measured {
  std::string json;
  double peak = 0;  // bytes

  double number() const { return std::strtod(json.c_str(), nullptr); }
};

/// An engine as the zygote has it.
std::unique_ptr<runner::Engine> freshEngine() {
  auto engine = runner::Engine::create(512_MiB).value();
  engine->warmUp();
  return engine;
}

Measured runIn(runner::Engine& engine, const std::string& name, const std::string& text) {
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(60'000);
  order.heap = 256_MiB;
  order.console = order.value = 1_MiB;
  order.valueDepth = 16;
  order.filename = "bench.js";
  order.source = text;
  LastValue last;
  const runner::Outcome outcome = engine.run(order, last);
  if (outcome.claim != ipc::Claim::Completed) fail(name + ": " + outcome.name + ": " + outcome.message);
  return {last.json(), static_cast<double>(outcome.heapPeak.count)};
}

Measured ours(const std::string& name, const std::string& text) { return runIn(*freshEngine(), name, text); }

struct Stock {
  double value = -1;  // negative: it was not done in time
  double peak = 0;    // bytes
};

Stock stock(const char* kind, std::size_t number) {
  const auto path = std::filesystem::canonical("/proc/self/exe").replace_filename("engine_stock");
  const std::string command = "timeout " + std::to_string(kStockSeconds) + " '" + path.string() + "' " + kind + " " +
                              std::to_string(number);
  FILE* pipe = ::popen(command.c_str(), "r");
  if (!pipe) fail("popen");
  Stock answer;
  const bool read = std::fscanf(pipe, "%lf %lf", &answer.value, &answer.peak) == 2;
  const int status = ::pclose(pipe);
  constexpr int kTimedOut = 124;
  if (!read && !(WIFEXITED(status) && WEXITSTATUS(status) == kTimedOut)) fail("engine_stock failed");
  return answer;
}

/// What the command line asks for.
class Selection {
 public:
  explicit Selection(std::vector<std::string> arguments) : parts_(std::move(arguments)) {
    alone_ = std::erase(parts_, "--alone") > 0;
  }

  bool alone() const { return alone_; }

  bool has(const std::string& group, const std::string& name) const {
    for (const std::string& part : parts_)
      if ((group + " " + name).find(part) != std::string::npos) return true;
    return parts_.empty();
  }

 private:
  std::vector<std::string> parts_;
  bool alone_ = false;
};

void printRow(const std::string& name, double mine, double theirs) {
  if (theirs < 0)
    std::printf("%-54s %12.3f %12s\n", name.c_str(), mine, "> 20 s");
  else
    std::printf("%-54s %12.3f %12.3f %9.4f\n", name.c_str(), mine, theirs, theirs > 0 ? mine / theirs : 0.0);
  std::fflush(stdout);
}

void benchTimes(const Selection& selection) {
  std::printf("%-54s %12s %12s %9s\n", "microseconds an operation, best of seven", "IsoBox", "Duktape", "ratio");
  double logarithms = 0;
  int classics = 0;
  for (std::size_t i = 0; i < isobox_time_program_count; ++i) {
    const isobox_bench_program& program = isobox_time_programs[i];
    if (!selection.has(program.group, program.name)) continue;
    double mine = INFINITY, theirs = INFINITY;
    for (int repeat = 0; repeat < kRepeats && theirs >= 0; ++repeat) {
      mine = std::min(mine, ours(program.name, program.text).number());
      if (!selection.alone()) theirs = std::min(theirs, stock("time", i).value);
    }
    if (selection.alone()) {
      std::printf("%-54s %12.3f\n", program.name, mine);
      continue;
    }
    printRow(program.name, mine, theirs);
    if (std::string_view(program.group) != "interpreter" || theirs <= 0) continue;
    logarithms += std::log(mine / theirs);
    ++classics;
  }
  if (classics > 0) std::printf("%-80s %9.4f\n", "interpreter, geometric mean", std::exp(logarithms / classics));
}

void benchWeights(const Selection& selection) {
  std::printf("\n%-54s %12s %12s %9s\n", "bytes each", "IsoBox", "Duktape", "ratio");
  const double nothing = ours("nothing", "0").peak;
  const auto each = [&](const char* name, const char* text) {
    const Measured measured = ours(name, text);
    return (measured.peak - nothing) / measured.number();
  };
  for (std::size_t i = 0; i < isobox_weight_program_count; ++i) {
    const isobox_bench_program& program = isobox_weight_programs[i];
    if (selection.alone() || !selection.has(program.group, program.name)) continue;
    const Stock theirs = stock("weight", i);
    printRow(program.name, each(program.name, program.text), theirs.peak / theirs.value);
  }
  if (selection.has("bytes", "Map")) std::printf("%-54s %12.1f\n", "an entry of a Map (reach: 80)", each("Map", kMapWeightProgram));
  if (selection.has("bytes", "Set")) std::printf("%-54s %12.1f\n", "a value of a Set", each("Set", kSetWeightProgram));
}

void benchLibrary(const Selection& selection) {
  std::printf("\n%-54s %12s %12s %9s\n", "microseconds an operation, the best of ten", "IsoBox", "plain", "ratio");
  for (const LibraryProgram& program : kLibraryPrograms) {
    if (!selection.has("library", program.name)) continue;
    double mine = 0, plain = 0;
    const std::string json = ours(program.name, program.text).json;
    if (std::sscanf(json.c_str(), "[%lf,%lf]", &mine, &plain) != 2) fail(std::string(program.name) + ": " + json);
    std::string name = program.name;
    if (program.reach > 0) name += " (reach: " + std::to_string(program.reach).substr(0, 3) + ")";
    printRow(name, mine, plain);
  }
  const auto row = [&](const char* name, const char* text) {
    if (selection.has("library", name)) std::printf("%-54s %12.3f\n", name, ours(name, text).number());
  };
  row("a then of a chain of 1 000 (reach: 5)", kThenFewProgram);
  row("a then of a chain of 100 000 (reach: 5)", kThenProgram);
  row("await of an async function's call", kAwaitProgram);
}

struct Fresh {
  long faults = 0;
  double micros = 0;
};

/// One program in a child of a warm engine, as a runner has it: page faults and wall time from the first to the last byte
/// of `run`. The fork itself is not counted.
Fresh inChild(runner::Engine& engine, const char* text) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  const pid_t child = ::fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    rusage before{}, after{};
    const auto start = std::chrono::steady_clock::now();
    ::getrusage(RUSAGE_SELF, &before);
    runIn(engine, "fresh", text);
    ::getrusage(RUSAGE_SELF, &after);
    const Fresh fresh{after.ru_minflt - before.ru_minflt,
                      std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count()};
    const bool written = ::write(ends[1], &fresh, sizeof fresh) == sizeof fresh;
    ::_exit(written ? 0 : 1);
  }
  ::close(ends[1]);
  Fresh fresh;
  int status = 0;
  const bool read = ::read(ends[0], &fresh, sizeof fresh) == sizeof fresh;
  ::close(ends[0]);
  if (::waitpid(child, &status, 0) != child || status != 0 || !read) fail("a child failed");
  return fresh;
}

void benchFresh(const Selection& selection) {
  if (!selection.has("fresh", "process")) return;
  const auto start = std::chrono::steady_clock::now();
  auto engine = runner::Engine::create(64_MiB).value();
  const double made = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  engine->warmUp();
  std::printf("\n%-54s %12.1f\n", "an engine made, milliseconds", made);
  std::printf("%-54s %12zu\n", "its image after the warm-up, bytes (reach: 2 MB)",
              static_cast<std::size_t>(engine->arena().used().count));
  for (const char* text : {"1 + 2", "class A { #x = 1; get x() { return this.#x; } } new Map([[1, new A().x]]).get(1)"}) {
    Fresh best{1'000'000, INFINITY};
    for (int repeat = 0; repeat < 20; ++repeat) {
      const Fresh fresh = inChild(*engine, text);
      if (fresh.micros < best.micros) best = fresh;
    }
    std::printf("fresh child: %-41.41s %12.1f us %6ld pages touched\n", text, best.micros, best.faults);
  }
}

}  // namespace
}  // namespace isobox::bench

int main(int argc, char** argv) {
  using namespace isobox::bench;
  const Selection selection({argv + 1, argv + argc});
  benchTimes(selection);
  benchWeights(selection);
  benchLibrary(selection);
  benchFresh(selection);
}
