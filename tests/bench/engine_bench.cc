// Collector, arrays and strings of the engine against stock Duktape, operation by operation. A program of the
// developer's; not run by the tests. bench_engine [NAME…]: programs whose names contain one of these.
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "runner/engine/engine.h"
#include "tests/bench/engine_programs.h"

namespace isobox::bench {
namespace {

constexpr int kStockSeconds = 60;

[[noreturn]] void fail(const std::string& why) {
  std::cerr << "bench_engine: " << why << "\n";
  std::exit(1);
}

class LastValue : public runner::OutputSink {
 public:
  void console(ipc::ConsoleLevel, std::string_view) override {}
  void value(ipc::ValueType, std::string_view json) override { json_ = json; }
  double number() const { return std::strtod(json_.c_str(), nullptr); }

 private:
  std::string json_;
};

double ours(const isobox_bench_program& program) {
  auto engine = runner::Engine::create(512_MiB).value();
  engine->warmUp();
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(60'000);
  order.heap = 256_MiB;
  order.console = order.value = 1_MiB;
  order.valueDepth = 16;
  order.filename = "bench.js";
  order.source = program.text;
  LastValue last;
  const runner::Outcome outcome = engine->run(order, last);
  if (outcome.claim != ipc::Claim::Completed)
    fail(std::string(program.name) + ": " + outcome.name + ": " + outcome.message);
  return last.number();
}

/// Negative when stock Duktape needs more than a minute.
double stock(std::size_t number) {
  const auto path = std::filesystem::canonical("/proc/self/exe").replace_filename("engine_stock");
  const std::string command =
      "timeout " + std::to_string(kStockSeconds) + " '" + path.string() + "' " + std::to_string(number);
  FILE* pipe = ::popen(command.c_str(), "r");
  if (!pipe) fail("popen");
  double value = -1;
  const bool read = std::fscanf(pipe, "%lf", &value) == 1;
  const int status = ::pclose(pipe);
  constexpr int kTimedOut = 124;
  if (!read && !(WIFEXITED(status) && WEXITSTATUS(status) == kTimedOut)) fail("engine_stock failed");
  return value;
}

bool wanted(const std::vector<std::string>& names, const std::string& name) {
  if (names.empty()) return true;
  for (const std::string& part : names)
    if (name.find(part) != std::string::npos) return true;
  return false;
}

void benchAll(const std::vector<std::string>& names) {
  std::printf("%-54s %12s %12s %9s\n", "microseconds an operation", "IsoBox", "Duktape", "ratio");
  constexpr std::size_t kCount = std::size(isobox_bench_programs);
  for (std::size_t i = 0; i < kCount; ++i) {
    const isobox_bench_program& program = isobox_bench_programs[i];
    if (!wanted(names, program.name)) continue;
    const double mine = ours(program), theirs = stock(i);
    if (theirs < 0)
      std::printf("%-54s %12.3f %12s\n", program.name, mine, "> 60 s");
    else
      std::printf("%-54s %12.3f %12.3f %9.4f\n", program.name, mine, theirs,
                  theirs > 0 ? mine / theirs : 0.0);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace isobox::bench

int main(int argc, char** argv) {
  isobox::bench::benchAll({argv + 1, argv + argc});
}
