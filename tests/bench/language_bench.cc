// How long the front end takes for texts of several sizes, and how what it puts out compares with ES5 written
// by hand, in the same engine. A program of the developer's; not run by the tests. bench_language
// [--translate|--run] [NAME…]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "runner/engine/engine.h"
#include "runner/language/front_end.h"
#include "tests/bench/language_programs.h"

namespace isobox::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

/// The shortest of several times: what the machine's other work adds is no property of ours.
Microseconds shortest(int rounds, const std::function<void()>& work) {
  Microseconds best = Microseconds::max();
  for (int i = 0; i < rounds; ++i) {
    const auto begin = Clock::now();
    work();
    best = std::min<Microseconds>(best, Clock::now() - begin);
  }
  return best;
}

[[noreturn]] void fail(const std::string& why) {
  std::cerr << "bench_language: " << why << "\n";
  std::exit(1);
}

std::string repeated(std::string_view part, std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) {
    text += "{\n";
    text += part;
    text += "}\n";
  }
  return text;
}

void translateOnce(std::string_view text) {
  language::FrontEnd frontEnd(1);
  language::Request request;
  request.text = text;
  request.filename = "bench.js";
  const language::Translation translation = frontEnd.translate(request);
  if (!translation.ok) fail("not translated: " + translation.problem.message);
}

void benchTranslation() {
  struct Text {
    const char* name;
    std::string text;
    int rounds;
  };
  constexpr std::size_t kKiB = 1024;
  const Text texts[] = {
      {"1 + 2", "1 + 2", 2000},
      {"20 lines", std::string(smallProgram()), 1000},
      {"about 330 lines", repeated(smallProgram(), 10 * kKiB), 100},
      {"64 KiB", repeated(smallProgram(), 64 * kKiB), 20},
      {"256 KiB", repeated(smallProgram(), 256 * kKiB), 10},
      {"1 MiB", repeated(smallProgram(), 1024 * kKiB), 5},
      {"1 MiB of one expression",
       "0" +
           [] {
             std::string s;
             while (s.size() < 1024 * kKiB) s += "+a.b(1)[c]";
             return s;
           }(),
       5},
      {"1 MiB of names",
       [] {
         std::string s;
         for (int i = 0; s.size() < 1024 * kKiB; ++i) s += "let v" + std::to_string(i) + "=1;";
         return s;
       }(),
       5},
  };
  std::printf("%-28s %10s %14s %12s\n", "translate", "bytes", "microseconds", "ns a byte");
  for (const Text& text : texts) {
    const double took = shortest(text.rounds, [&] { translateOnce(text.text); }).count();
    std::printf("%-28s %10zu %14.1f %12.1f\n", text.name, text.text.size(), took,
                took * 1000 / static_cast<double>(text.text.size()));
  }
}

class Silent : public runner::OutputSink {
 public:
  void console(ipc::ConsoleLevel, std::string_view) override {}
  void value(ipc::ValueType, std::string_view json) override { last = json; }
  std::string last;
};

Microseconds timeOf(std::string_view program, std::string& value) {
  auto engine = runner::Engine::create(512_MiB).value();
  engine->warmUp();
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(60'000);
  order.heap = 256_MiB;
  order.console = order.value = 1_MiB;
  order.valueDepth = 16;
  order.filename = "bench.js";
  order.source = program;
  Silent sink;
  constexpr int kRounds = 3;
  return shortest(kRounds, [&] {
    // The names at the top of a program may be declared once in an engine's life.
    engine = runner::Engine::create(512_MiB).value();
    const runner::Outcome outcome = engine->run(order, sink);
    if (outcome.claim != ipc::Claim::Completed)
      fail(std::string(program) + ": " + outcome.name + ": " + outcome.message);
    value = sink.last;
  });
}

void benchLowering(const std::vector<std::string>& names) {
  std::printf("%-32s %12s %12s %8s\n", "run", "modern, ms", "ES5, ms", "ratio");
  for (const Pair& pair : pairs()) {
    if (!names.empty() && std::find(names.begin(), names.end(), pair.name) == names.end()) continue;
    std::string modernValue, es5Value;
    const Microseconds modern = timeOf(pair.modern, modernValue), es5 = timeOf(pair.es5, es5Value);
    if (modernValue != es5Value) fail(std::string(pair.name) + ": " + modernValue + " is not " + es5Value);
    std::printf("%-32s %12.1f %12.1f %8.2f\n", std::string(pair.name).c_str(), modern.count() / 1000,
                es5.count() / 1000, modern / es5);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace isobox::bench

int main(int argc, char** argv) {
  bool translate = true, run = true;
  std::vector<std::string> names;
  for (const std::string& word : std::vector<std::string>(argv + 1, argv + argc)) {
    if (word == "--translate")
      run = false;
    else if (word == "--run")
      translate = false;
    else
      names.push_back(word);
  }
  if (translate) isobox::bench::benchTranslation();
  if (run) isobox::bench::benchLowering(names);
}
