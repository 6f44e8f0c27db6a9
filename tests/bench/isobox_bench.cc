// What measurements of bench_isobox have in common.
#include "tests/bench/isobox_bench.h"

#include <spawn.h>
#include <sys/wait.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <stdexcept>

extern char** environ;

namespace isobox::bench {

namespace {

using Clock = std::chrono::steady_clock;

boost::json::object percentilesOf(const PairedSamples& samples) {
  const auto ratios = samples.ratios();
  const auto& times = samples.things();
  return {{"baseMicroseconds", median(samples.bases())},
          {"microseconds", {{"p50", median(times)}, {"p90", percentile(times, 0.9)}, {"p99", percentile(times, 0.99)}}},
          {"ratios", {{"p50", median(ratios)}, {"p90", percentile(ratios, 0.9)}, {"p99", percentile(ratios, 0.99)}}}};
}

}  // namespace

Nanoseconds runBase() {
  static const std::string path = testing::binDirectory() + "/base_true";
  char* const arguments[] = {const_cast<char*>(path.c_str()), nullptr};
  const auto begin = Clock::now();
  pid_t pid = 0;
  if (const int error = ::posix_spawn(&pid, path.c_str(), nullptr, nullptr, arguments, environ))
    throw std::runtime_error(path + ": " + std::strerror(error));
  int status = 0;
  if (::waitpid(pid, &status, 0) != pid || status != 0) throw std::runtime_error(path + " did not end well");
  return Clock::now() - begin;
}

PairedSamples measurePaired(std::size_t count, const std::function<void()>& thing, const std::function<void()>& prepare) {
  PairedSamples samples;
  // The first are not like the others: caches, connections, the allocator.
  for (std::size_t i = 0; i < count + count / 20 + 3; ++i) {
    if (prepare) prepare();
    const auto base = runBase();
    const auto begin = Clock::now();
    thing();
    if (i >= count / 20 + 3) samples.add(base, Clock::now() - begin);
  }
  return samples;
}

Figure ratioFigure(std::string name, const PairedSamples& samples, std::optional<Reach> reach) {
  const auto ratios = samples.ratios();
  return {.name = std::move(name),
          .value = median(ratios),
          .unit = "of base",
          .noise = noiseOf(ratios),
          .reach = reach,
          .samples = samples.size(),
          .details = percentilesOf(samples)};
}

Figure tailFigure(std::string name, const PairedSamples& samples, std::optional<Reach> reach) {
  const double base = median(samples.bases());
  // Of the tail's own noise two halves tell.
  const auto& times = samples.things();
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  const double first = percentile({times.begin(), middle}, 0.99), second = percentile({middle, times.end()}, 0.99);
  const double whole = percentile(times, 0.99);
  return {.name = std::move(name),
          .value = whole / base,
          .unit = "of base",
          .noise = std::abs(first - second) / 2 / whole,
          .reach = reach,
          .samples = samples.size()};
}

Server::Server(std::string policy) : process_({.options = {}, .policy = std::move(policy), .onSocket = true}) {}

IsoBoxOptions Server::options(std::string token) const {
  IsoBoxOptions options;
  options.socket = process_.path();
  options.connection.token = std::move(token);
  return options;
}

void expectOk(const ExecutionResult& result) {
  if (!result.ok()) throw std::runtime_error(std::string(verdictName(result.verdict)) + ": " + result.message);
}

std::string_view modernProgram() {
  return R"(class Account {
  #balance = 0;
  constructor(owner) { this.owner = owner; }
  deposit(amount) { this.#balance += amount; return this; }
  get balance() { return this.#balance; }
}
function* numbers(from, to) {
  for (let i = from; i <= to; i++) yield i;
}
const accounts = new Map();
for (const i of numbers(1, 5)) {
  const owner = `owner ${i}`;
  accounts.set(owner, new Account(owner).deposit(i * 10));
}
let total = 0;
for (const [owner, account] of accounts) {
  const { balance = 0 } = account;
  total += balance ?? 0;
}
total;
)";
}

double memoryOf(pid_t pid, std::initializer_list<std::string_view> fields) {
  std::ifstream rollup("/proc/" + std::to_string(pid) + "/smaps_rollup");
  double sum = 0;
  for (std::string line; std::getline(rollup, line);)
    for (const auto field : fields)
      if (line.starts_with(field) && line[field.size()] == ':') sum += std::strtod(line.c_str() + field.size() + 1, nullptr);
  return sum;
}

}  // namespace isobox::bench
