// Values: a stream of small ones, and a large one in and out. Part of bench_isobox.
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <thread>

#include "ipc/base/unique_fd.h"
#include "tests/bench/isobox_bench.h"

namespace isobox::bench {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

/// About 1 MB of records.
json::array records() {
  json::array list;
  for (int i = 0; i < 12'000; ++i)
    list.push_back({{"id", i}, {"name", "record " + std::to_string(i)}, {"score", i * 0.25}, {"tags", {"a", "bc"}}, {"open", i % 2 == 0}});
  return list;
}

void writeAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written <= 0) throw std::runtime_error("write into a socketpair");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string readAll(int fd, std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t have = 0; have < size;) {
    const ssize_t got = ::read(fd, text.data() + have, size - have);
    if (got <= 0) throw std::runtime_error("read from a socketpair");
    have += static_cast<std::size_t>(got);
  }
  return text;
}

/// The least that a value's way in and out can cost: each time a copy to the other side, which parses it.
class PlainCopy {
 public:
  explicit PlainCopy(std::string text) : text_(std::move(text)) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw std::runtime_error("socketpair");
    near_.reset(ends[0]);
    far_.reset(ends[1]);
  }
  Nanoseconds inAndOut() {
    const auto begin = Clock::now();
    std::thread other([&] { answer(); });
    writeAll(near_.get(), text_);
    const auto value = json::parse(readAll(near_.get(), text_.size()));
    other.join();
    if (!value.is_array()) throw std::runtime_error("the copy is another");
    return Clock::now() - begin;
  }

 private:
  void answer() {
    const auto got = readAll(far_.get(), text_.size());
    const auto value = json::parse(got);
    if (value.is_array()) writeAll(far_.get(), got);
  }

  std::string text_;
  UniqueFd near_, far_;
};

double residentOf(pid_t pid) { return memoryOf(pid, {"Rss"}); }

}  // namespace

std::vector<Figure> measureLargeValue(const Bench& bench) {
  const auto value = records();
  const auto text = json::serialize(value);
  PlainCopy copy(text);
  const Server server(R"({"pool": {"min": 4, "max": 10}})");
  auto box = server.box();
  ExecutionOptions options;
  options.isolation = false;
  options.context = {{"records", value}};
  PairedSamples samples;
  for (std::size_t i = 0; i < bench.samples(100); ++i) {
    box.warmupPool();
    const auto plain = copy.inAndOut();
    const auto begin = Clock::now();
    const auto result = box.execute("records", options);
    const auto time = Clock::now() - begin;
    expectOk(result);
    if (result.value.as_array().size() != value.size()) throw std::runtime_error("the value has lost records");
    samples.add(plain, time);
  }
  auto figure = ratioFigure("1 MB value in and out", samples, atMost(3));
  figure.unit = "of a plain copy and parse";
  figure.details["bytes"] = text.size();
  return {figure};
}

std::vector<Figure> measureStream(const Bench& bench) {
  const Server server(R"({"pool": {"min": 2, "max": 10}})");
  auto box = server.box();
  const std::size_t all = bench.quick ? 100'000 : 1'000'000, part = all / 20;
  auto stream = box.runStream("for (let i = 0;; i++) yield i");
  std::vector<double> rates;
  double early = 0;
  auto begin = Clock::now();
  for (std::size_t i = 1; i <= all; ++i) {
    if (!stream.next()) throw std::runtime_error("the stream has ended");
    if (i % part != 0) continue;
    rates.push_back(static_cast<double>(part) / Seconds(Clock::now() - begin).count());
    if (i == 5 * part) early = residentOf(server.pid()) + residentOf(::getpid());
    begin = Clock::now();
  }
  const double late = residentOf(server.pid()) + residentOf(::getpid());
  return {{.name = "stream of small values, one reader", .value = median(rates), .unit = "a second", .noise = noiseOf(rates),
           .reach = atLeast(200'000), .samples = all},
          {.name = "stream: growth of supervisor and client after the first quarter", .value = late - early, .unit = "kB",
           .reach = atMost(1024), .samples = 1}};
}

}  // namespace isobox::bench
