// Regular expressions in scripts: our engine against Debian's Duktape as it is. Nothing runs it but people:
//   ninja -C build/release bench_regexp && build/release/bin/bench_regexp [NAME…]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "runner/engine/engine.h"

extern "C" int stock_duktape_run(const char* program, char* value, std::size_t room);

namespace isobox::bench {
namespace {

constexpr int kRounds = 3;

// `text` is made before the clock starts; `work` leaves its result in `sum`, which must be the same in both
// engines.
struct Case {
  const char *name, *text, *work;
};

constexpr const char* kLog =
    "var line = '127.0.0.1 - - [10/Oct/2000:13:55:36] \"GET /index.html?a=1&b=2 HTTP/1.0\" 200 2326 "
    "user@example.org';";
constexpr const char* kMegabyte =
    "var text = 'lorem ipsum dolor sit amet, 42 consectetur '; while (text.length < 1 << 20) text += text; "
    "text += 'needle';";

constexpr Case kCases[] = {
    {"literal in 1 MB", kMegabyte, "for (var i = 0; i < 20; i++) sum += text.search(/needle/);"},
    {"one character in 1 MB", kMegabyte, "for (var i = 0; i < 20; i++) sum += text.search(/!|Z/);"},
    {"class loops", kLog,
     "for (var i = 0; i < 20000; i++) sum += /[a-z]+@[a-z]+\\.[a-z]+/.exec(line).index;"},
    {"digits, global", kMegabyte, "sum = text.match(/\\d+/g).length;"},
    {"anchored, no match", kLog, "for (var i = 0; i < 100000; i++) if (/^\\d+:/.test(line)) sum++;"},
    {"anchored, match", kLog, "for (var i = 0; i < 100000; i++) if (/^\\d+\\.\\d+/.test(line)) sum++;"},
    {"alternatives", kMegabyte, "sum = text.match(/dolor|amet|consectetur|ipsum/g).length;"},
    {"captures", kLog,
     "for (var i = 0; i < 20000; i++) sum += /^(\\S+) \\S+ \\S+ \\[([^\\]]+)\\] \"(\\S+) (\\S+) [^\"]*\" "
     "(\\d+) (\\d+)/.exec(line)[4].length;"},
    {"lazy loop", kLog, "for (var i = 0; i < 20000; i++) sum += /\"(.*?)\"/.exec(line)[1].length;"},
    {"greedy loop, gives back", kLog,
     "for (var i = 0; i < 20000; i++) sum += /.*\\?(.*) HTTP/.exec(line)[1].length;"},
    {"ignoring case", kMegabyte, "sum = text.match(/DOLOR/gi).length;"},
    {"replace, global", kMegabyte, "sum = text.replace(/o/g, '00').length;"},
    {"replace with a function", kMegabyte,
     "sum = text.replace(/\\w+/g, function (word) { return word.length; }).length;"},
    {"split", kMegabyte, "sum = text.split(/,?\\s+/).length;"},
    {"not ASCII",
     "var text = '\\u00e4\\u00f6\\u00fc \\u20ac 12 '; while (text.length < 1 << 16) text += text;",
     "sum = text.match(/[^\\s\\d]+/g).length;"},
    {"many short tests", "var words = ['alpha', 'beta1', 'gamma', '12'];",
     "for (var i = 0; i < 200000; i++) if (/^[a-z]+$/.test(words[i & 3])) sum++;"},
};

std::string programOf(const Case& each) {
  return std::string(each.text) + "var sum = 0, start = Date.now();" + each.work +
         "var took = Date.now() - start; took + ' ' + sum";
}

class LastValue : public runner::OutputSink {
 public:
  void console(ipc::ConsoleLevel, std::string_view) override {}
  void value(ipc::ValueType, std::string_view json) override { last = json; }
  std::string last;
};

struct Answer {
  double milliseconds = 0;
  std::string sum;
};

// "took sum", perhaps in quotes.
Answer answerOf(std::string text) {
  std::erase(text, '"');
  const std::size_t blank = text.find(' ');
  if (blank == std::string::npos) return {-1, text};
  return {std::strtod(text.c_str(), nullptr), text.substr(blank + 1)};
}

Answer ours(const Case& each) {
  auto engine = runner::Engine::create(1024_MiB).value();
  engine->warmUp();
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(120'000);
  order.heap = 512_MiB;
  order.console = order.value = 1_MiB;
  order.valueDepth = 16;
  order.filename = "bench.js";
  const std::string program = programOf(each);
  order.source = program;
  LastValue sink;
  const runner::Outcome outcome = engine->run(order, sink);
  if (outcome.claim != ipc::Claim::Completed) return {-1, outcome.name + ": " + outcome.message};
  return answerOf(sink.last);
}

Answer stock(const Case& each) {
  char value[256];
  stock_duktape_run(programOf(each).c_str(), value, sizeof value);
  return answerOf(value);
}

template <class Run>
Answer shortest(Run run, const Case& each) {
  Answer best = run(each);
  for (int i = 1; i < kRounds && best.milliseconds >= 0; ++i)
    best.milliseconds = std::min(best.milliseconds, run(each).milliseconds);
  return best;
}

}  // namespace
}  // namespace isobox::bench

int main(int count, char** arguments) {
  using namespace isobox::bench;
  const std::vector<std::string_view> names(arguments + 1, arguments + count);
  std::printf("%-28s %10s %10s %8s\n", "regular expressions", "ours, ms", "stock, ms", "ratio");
  for (const Case& each : kCases) {
    if (!names.empty() && std::find(names.begin(), names.end(), each.name) == names.end()) continue;
    const Answer mine = shortest(ours, each), other = shortest(stock, each);
    std::printf("%-28s %10.0f %10.0f %8.2f%s\n", each.name, mine.milliseconds, other.milliseconds,
                mine.milliseconds / std::max(other.milliseconds, 1.0),
                mine.sum == other.sum ? "" : ("  differs: " + mine.sum + " and " + other.sum).c_str());
  }
  return 0;
}
