// What measurements of bench_isobox have in common: the base, figures, supervisors of their own. A program of the developer's;
// it measures IsoBox through a real socket with the real client library.
#ifndef ISOBOX_TESTS_BENCH_ISOBOX_BENCH_H
#define ISOBOX_TESTS_BENCH_ISOBOX_BENCH_H

#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/units.h"
#include "isobox/isobox.h"
#include "tests/bench/samples.h"
#include "tests/support/supervisor_process.h"

namespace isobox::bench {

using Seconds = std::chrono::duration<double>;

/// What a figure has to reach.
struct Reach {
  enum class Side { AtMost, AtLeast } side = Side::AtMost;
  double value = 0;
  bool met(double figure) const { return side == Side::AtMost ? figure <= value : figure >= value; }
};
inline Reach atMost(double value) { return {Reach::Side::AtMost, value}; }
inline Reach atLeast(double value) { return {Reach::Side::AtLeast, value}; }

/// One number of a measurement.
struct Figure {
  std::string name;   // "1+2, warm pool: p50"
  double value = 0;
  std::string unit;   // "of base", "a second", "kB"
  double noise = 0;   // share of the value by which parts of this very measurement differ
  std::optional<Reach> reach;
  std::size_t samples = 0;
  std::string missing{};               // why there is no number
  boost::json::object details{};       // percentiles and the like
};

/// What measurements work with.
struct Bench {
  bool quick = false;
  std::size_t sessions = 0;  // the many of "sessions"

  /// `full` samples, or a tenth of them.
  std::size_t samples(std::size_t full) const { return quick ? std::max<std::size_t>(full / 10, 30) : full; }
};

/// Starts the static program that does nothing and waits for its end.
Nanoseconds runBase();

/// Thing and base by turns. `prepare` is not measured.
PairedSamples measurePaired(std::size_t count, const std::function<void()>& thing, const std::function<void()>& prepare = {});

/// Median of the ratios, and percentiles in its details.
Figure ratioFigure(std::string name, const PairedSamples& samples, std::optional<Reach> reach);
/// The thing's 99th percentile over the median of base.
Figure tailFigure(std::string name, const PairedSamples& samples, std::optional<Reach> reach);

/// A supervisor on a socket of its own, and boxes that use it.
class Server {
 public:
  explicit Server(std::string policy = {});
  IsoBoxOptions options(std::string token = {}) const;
  IsoBox box(std::string token = {}) const { return IsoBox(options(std::move(token))); }
  pid_t pid() const { return process_.pid(); }

 private:
  testing::SupervisorProcess process_;
};

/// Ends the measurement with why: a program that must be `ok` was not.
void expectOk(const ExecutionResult& result);

/// Twenty lines with a class, a Map and a generator.
std::string_view modernProgram();

/// The sum of these fields of /proc/PID/smaps_rollup, in kB.
double memoryOf(pid_t pid, std::initializer_list<std::string_view> fields);

struct Measurement {
  std::string_view name;
  std::string_view what;
  std::vector<Figure> (*measure)(const Bench& bench);
};

// A file each.
std::vector<Figure> measureOneShot(const Bench& bench);
std::vector<Figure> measureEmptyPool(const Bench& bench);
std::vector<Figure> measureThroughput(const Bench& bench);
std::vector<Figure> measureTenantIsolation(const Bench& bench);
std::vector<Figure> measureSession(const Bench& bench);
std::vector<Figure> measureHostCall(const Bench& bench);
std::vector<Figure> measureModernProgram(const Bench& bench);
std::vector<Figure> measureStream(const Bench& bench);
std::vector<Figure> measureLargeValue(const Bench& bench);
std::vector<Figure> measureMemory(const Bench& bench);
std::vector<Figure> measureSessions(const Bench& bench);
std::vector<Figure> measureTenants(const Bench& bench);

/// Where the time of requests goes, step by step: printed, and as JSON.
boost::json::object traceRequests(const Bench& bench);

/// Other programs that run JavaScript, by the same driver; `list` is a JSON file that describes them, see peers/README.md.
boost::json::array measurePeers(const Bench& bench, const std::string& list, const std::string& folder);

}  // namespace isobox::bench

#endif
