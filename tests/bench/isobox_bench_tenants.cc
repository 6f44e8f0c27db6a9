// Eight tenants, one of them abusive: what the others feel of it. Part of bench_isobox.
#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <thread>

#include "policy/token.h"
#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTenants = 8;

std::string tokenOf(int tenant) { return "token-of-bench-tenant-number-" + std::to_string(tenant) + "-which-is-long-enough"; }

/// What an operator would write: nobody has more than two programs running.
std::string policyText() {
  boost::json::object tenants;
  for (int i = 0; i < kTenants; ++i)
    tenants["t" + std::to_string(i)] = {{"token", policy::digestText(policy::digestOf(tokenOf(i)))}, {"running", 2}};
  return boost::json::serialize(boost::json::object{{"pool", {{"min", 6}, {"max", 16}}}, {"tenants", tenants}});
}

/// Sixty-four programs at a time, each as bad as it may be: endless, and all the memory and text it can have.
class Abuser {
 public:
  explicit Abuser(const Server& server) : box_(server.box(tokenOf(0))), thread_([this] { work(); }) {}
  ~Abuser() {
    ending_ = true;
    thread_.join();
  }

 private:
  void work() {
    for (int i = 0; i < 64; ++i) next(i);
    io_.run();
  }
  void next(int number) {
    static constexpr const char* kPrograms[] = {"for (;;);", "const a = []; for (;;) a.push({})", "for (;;) console.log('x'.repeat(1000))",
                                                "/(x+x+)+y/.test('x'.repeat(40))"};
    ExecutionOptions options;
    options.isolation = false;
    options.timeout = options.cpu = std::chrono::milliseconds(100);
    box_.asyncExecute(kPrograms[number % 4], options, boost::asio::bind_executor(io_, [this, number](const ExecutionResult& result) {
                        if (result.verdict == Verdict::InvalidRequest || result.verdict == Verdict::InternalError)
                          throw std::runtime_error("the abuse does not work: " + result.message);
                        if (!ending_) next(number);
                      }));
  }

  std::atomic<bool> ending_ = false;
  boost::asio::io_context io_{1};
  IsoBox box_;
  std::thread thread_;
};

/// The seven others, one program each in turn.
std::vector<double> measureOthers(std::vector<IsoBox>& boxes, std::size_t count) {
  ExecutionOptions options;
  options.isolation = false;
  std::vector<double> times;
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = Clock::now();
    expectOk(boxes[i % boxes.size()].execute("1+2", options));
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));  // the pace of the measurement: tenants think
  }
  return times;
}

}  // namespace

std::vector<Figure> measureTenants(const Bench& bench) {
  const Server server(policyText());
  std::vector<IsoBox> boxes;
  for (int i = 1; i < kTenants; ++i) boxes.push_back(server.box(tokenOf(i)));
  const std::size_t count = bench.samples(1400);
  (void)measureOthers(boxes, 100);
  // Twice each, by turns: the difference between two that are alike is the noise.
  std::vector<double> alone, beside;
  double ratios[2];
  for (double& ratio : ratios) {
    const auto quiet = measureOthers(boxes, count / 2);
    const Abuser abuser(server);
    const auto loud = measureOthers(boxes, count / 2);
    ratio = percentile(loud, 0.99) / percentile(quiet, 0.99);
    alone.insert(alone.end(), quiet.begin(), quiet.end());
    beside.insert(beside.end(), loud.begin(), loud.end());
  }
  const double growth = percentile(beside, 0.99) / percentile(alone, 0.99);
  return {{.name = "seven tenants beside an abusive one: growth of their p99",
           .value = growth,
           .unit = "times",
           .noise = std::abs(ratios[0] - ratios[1]) / 2 / growth,
           .reach = atMost(1.5),
           .samples = alone.size() + beside.size(),
           .details = {{"milliseconds", {{"alone", {{"p50", median(alone)}, {"p99", percentile(alone, 0.99)}}},
                                         {"beside", {{"p50", median(beside)}, {"p99", percentile(beside, 0.99)}}}}}}}};
}

}  // namespace isobox::bench
