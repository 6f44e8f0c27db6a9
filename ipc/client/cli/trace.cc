// Where an execution's time went, for people. Runs in the isobox program.
#include "ipc/client/cli/trace.h"

#include <cstdio>
#include <string_view>

#include "ipc/client/cli/output.h"

namespace isobox::cli {
namespace {

class Rows {
 public:
  explicit Rows(FractionalMilliseconds whole) : whole_(whole) {}

  void step(std::string_view name, FractionalMilliseconds time, std::string_view what) {
    const double share = whole_.count() > 0 ? 100 * time / whole_ : 0;
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, "%10.3f ms %4.0f %%  ", time.count(), share);
    add("  ", name, numbers, what);
  }
  /// A part of a step, or of what was done before; no share of the whole.
  void part(std::string_view name, FractionalMilliseconds time, std::string_view what) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, "%8.3f ms         ", time.count());
    add("    ", name, numbers, what);
  }
  void line(std::string_view text) { text_.append(text).append("\n"); }
  const std::string& text() const { return text_; }

 private:
  void add(std::string_view indent, std::string_view name, std::string_view numbers, std::string_view what) {
    text_.append(indent).append(name).append(std::string(8 - name.size(), ' ')).append(numbers).append(what).append("\n");
  }

  FractionalMilliseconds whole_;
  std::string text_;
};

void addStart(Rows& lines, const Timings& timings) {
  lines.line(timings.warm ? "  its runner was waiting; making it had taken" : "  its runner was made meanwhile:");
  lines.part("spawn", timings.spawn, "a copy of the zygote");
  lines.part("admit", timings.admit, "into its control group");
  lines.part("seal", timings.seal, "rights dropped, heap touched, filter loaded");
  lines.part("prove", timings.prove, "looked at from outside");
}

void addClaims(Rows& lines, const Timings::Claimed& said) {
  lines.line("  of send and run, as the runner itself says:");
  lines.part("read", said.read, "taking the order apart");
  lines.part("bind", said.bind, "variables, modules and functions");
  lines.part("lower", said.lower, "translating the text");
  lines.part("compile", said.compile, "to the engine's code");
  lines.part("run", said.run, "with timers and promises");
  lines.part("encode", said.encode, "the value");
}

}  // namespace

std::string timingsText(const ExecutionResult& result) {
  if (!result.timings) return "";
  const Timings& timings = *result.timings;
  Rows lines(timings.total);
  lines.step("parse", timings.parse, "the request");
  lines.step("queue", timings.queue, "until there was a runner");
  lines.step("prepare", timings.prepare, "its limits");
  lines.step("send", timings.send, "the program to it");
  lines.step("run", timings.run, "until it said that it had ended");
  lines.step("finish", timings.finish, "the verdict, measurements, accounts");
  lines.step("total", timings.total, "by the supervisor's clock");
  addStart(lines, timings);
  if (timings.claimed) addClaims(lines, *timings.claimed);
  return lines.text();
}

void printTimings(const ExecutionResult& result) {
  if (const auto text = timingsText(result); !text.empty()) printError(text);
}

}  // namespace isobox::cli
