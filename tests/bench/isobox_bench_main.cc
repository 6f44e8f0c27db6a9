// bench_isobox: what a run of IsoBox costs, measured in what it costs to start a process that does nothing. A program of the
// developer's; scripts/bench runs it. Its exit status tells of measurements that failed, never of time.
// bench_isobox [--quick] [--only NAME]… [--sessions N] [--trace] [--peers LIST FOLDER] [--json FILE]
#include <sys/utsname.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <thread>

#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

namespace json = boost::json;

constexpr Measurement kMeasurements[] = {
    {"oneshot", "1+2 in a fresh process, from a warm pool", measureOneShot},
    {"empty", "the same, made while the request waits", measureEmptyPool},
    {"throughput", "runs a second in fresh processes", measureThroughput},
    {"tenant", "one process for the runs of one tenant", measureTenantIsolation},
    {"session", "a session's next run", measureSession},
    {"hostcall", "a call of a function of the caller's", measureHostCall},
    {"modern", "twenty lines of today's language", measureModernProgram},
    {"stream", "small values, one by one", measureStream},
    {"value", "1 MB in and out", measureLargeValue},
    {"memory", "what a waiting runner has for itself", measureMemory},
    {"sessions", "ten live sessions and many", measureSessions},
    {"tenants", "eight tenants, one of them abusive", measureTenants},
};

struct Options {
  Bench bench;
  std::vector<std::string> only;
  std::string json, peers, peersFolder;
  bool trace = false;
};

[[noreturn]] void usage(const std::string& why) {
  std::fprintf(stderr, "bench_isobox: %s\nusage: bench_isobox [--quick] [--only NAME]… [--sessions N] [--trace] [--peers LIST FOLDER] [--json FILE]\n",
               why.c_str());
  for (const auto& each : kMeasurements) std::fprintf(stderr, "  %-12s %s\n", each.name.data(), each.what.data());
  std::exit(2);
}

Options readOptions(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    const auto next = [&] { return ++i < count ? std::string(words[i]) : (usage(std::string(word) + " wants a word behind it"), std::string()); };
    if (word == "--quick") options.bench.quick = true;
    else if (word == "--trace") options.trace = true;
    else if (word == "--only") options.only.push_back(next());
    else if (word == "--json") options.json = next();
    else if (word == "--sessions") options.bench.sessions = std::strtoul(next().c_str(), nullptr, 10);
    else if (word == "--peers") options.peers = next(), options.peersFolder = next();
    else usage("what is " + std::string(word) + "?");
  }
  for (const auto& name : options.only)
    if (std::none_of(std::begin(kMeasurements), std::end(kMeasurements), [&](const auto& each) { return each.name == name; }))
      usage("there is no measurement " + name);
  auto& sessions = options.bench.sessions;
  if (sessions == 0) sessions = options.bench.quick ? 200 : 1000;
  if (sessions < 40 || sessions > 10'000) usage("--sessions is a number from 40 to 10000");
  return options;
}

json::object machine() {
  utsname names{};
  ::uname(&names);
  std::string processor;
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; processor.empty() && std::getline(info, line);)
    if (line.starts_with("model name")) processor = line.substr(line.find(':') + 2);
  const std::string kernel = std::string(names.release).substr(0, std::string_view(names.release).find('-'));  // without who built it
  char date[32];
  const std::time_t now = std::time(nullptr);
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%MZ", std::gmtime(&now));
  double load[1] = {};
  (void)::getloadavg(load, 1);
  return {{"date", date}, {"kernel", kernel}, {"processor", processor}, {"cores", std::thread::hardware_concurrency()}, {"load", load[0]}};
}

json::object toJson(const Figure& figure) {
  json::object object{{"name", figure.name}, {"unit", figure.unit}};
  if (figure.missing.empty()) object.insert({{"value", figure.value}, {"noise", figure.noise}, {"samples", figure.samples}});
  else object["missing"] = figure.missing;
  if (figure.reach) {
    object["reach"] = {{figure.reach->side == Reach::Side::AtMost ? "atMost" : "atLeast", figure.reach->value}};
    if (figure.missing.empty()) object["met"] = figure.reach->met(figure.value);
  }
  if (!figure.details.empty()) object["details"] = figure.details;
  return object;
}

void tell(const Figure& figure) {
  std::string verdict = figure.reach && figure.missing.empty() ? figure.reach->met(figure.value) ? "reached" : "not reached" : "";
  char reach[48] = "";
  if (figure.reach) std::snprintf(reach, sizeof reach, "%s %g", figure.reach->side == Reach::Side::AtMost ? "≤" : "≥", figure.reach->value);
  if (!figure.missing.empty()) std::printf("%-64s %s (reach %s %s)\n", figure.name.c_str(), figure.missing.c_str(), reach, figure.unit.c_str());
  else
    std::printf("%-64s %11.4g ±%3.0f %% %-26s %-12s %s\n", figure.name.c_str(), figure.value, 100 * figure.noise, figure.unit.c_str(), reach,
                verdict.c_str());
  if (const auto* times = figure.details.if_contains("microseconds"))
    std::printf("%-64s base %.0f µs; p50 %.1f, p90 %.1f, p99 %.1f µs\n", "", figure.details.at("baseMicroseconds").as_double(),
                times->at("p50").as_double(), times->at("p90").as_double(), times->at("p99").as_double());
  std::fflush(stdout);
}

/// True when all measurements worked.
bool measureAll(const Options& options, json::array& figures) {
  bool good = true;
  for (const auto& each : kMeasurements) {
    if (!options.only.empty() && std::find(options.only.begin(), options.only.end(), each.name) == options.only.end()) continue;
    try {
      for (const auto& figure : each.measure(options.bench)) {
        tell(figure);
        auto object = toJson(figure);
        object["measurement"] = each.name;
        figures.push_back(std::move(object));
      }
    } catch (const std::exception& error) {
      std::fprintf(stderr, "bench_isobox: %s: %s\n", each.name.data(), error.what());
      good = false;
    }
  }
  return good;
}

int run(const Options& options) {
  json::object result{{"machine", machine()}, {"quick", options.bench.quick}};
  bool good = true;
  const bool figuresWanted = (!options.trace && options.peers.empty()) || !options.only.empty();
  if (figuresWanted) {
    json::array figures;
    good = measureAll(options, figures);
    result["figures"] = std::move(figures);
  }
  if (options.trace) result["trace"] = traceRequests(options.bench);
  if (!options.peers.empty()) result["peers"] = measurePeers(options.bench, options.peers, options.peersFolder);
  if (options.json.empty()) return good ? 0 : 1;
  std::ofstream file(options.json);
  file << json::serialize(result) << "\n";
  if (!file.flush()) throw std::runtime_error("cannot write " + options.json);
  return good ? 0 : 1;
}

}  // namespace
}  // namespace isobox::bench

int main(int argc, char** argv) {
  const auto options = isobox::bench::readOptions(argc, argv);
  try {
    return isobox::bench::run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_isobox: %s\n", error.what());
    return 1;
  }
}
