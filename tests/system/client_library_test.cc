// What the library sends and what it makes of right answers and refusals. Needs a Unix socket.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <future>
#include <limits>

#include "isobox/isobox.h"
#include "tests/support/fake_supervisor.h"

namespace isobox {
namespace {

namespace json = boost::json;
using namespace test;
using namespace std::chrono_literals;

TEST(Client, ValueComesBack) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    peer.answer(*peer.next(), okResult("3"));
    peer.next();
  });
  auto box = boxAt(supervisor);
  EXPECT_EQ(box.run("1 + 2"), 3);
}

TEST(Client, ResultHasEverything) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    peer.answer(*peer.next(),
                R"({"verdict":"violation","duration":2.5,"cpu":1.5,"queued":0.5,"memory":1048576,)"
                R"("memorySource":"rusage","message":"the process called openat",)"
                R"("violation":{"syscall":"openat","number":257,"abi":"x86_64","arguments":["0xff","0x1"]},)"
                R"("console":[{"level":"warn","text":"hm"}],"isolation":{"layers":{"seccomp":"mode 2"},)"
                R"("missing":["cgroup"],"filter":"sha256:abc"}})");
    peer.next();
  });
  auto box = boxAt(supervisor);
  const auto result = box.execute("x");
  EXPECT_EQ(result.verdict, Verdict::Violation);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.message, "the process called openat");
  EXPECT_EQ(result.duration.count(), 2.5);
  EXPECT_EQ(result.cpu.count(), 1.5);
  EXPECT_EQ(result.queued.count(), 0.5);
  EXPECT_EQ(result.memory, 1048576u);
  EXPECT_EQ(result.memorySource, MemorySource::Rusage);
  ASSERT_TRUE(result.violation);
  EXPECT_EQ(result.violation->name, "openat");
  EXPECT_EQ(result.violation->arguments, (std::vector<std::uint64_t>{255, 1}));
  ASSERT_EQ(result.console.size(), 1u);
  EXPECT_EQ(result.console[0].level, ConsoleLevel::Warn);
  ASSERT_TRUE(result.isolation);
  EXPECT_EQ(result.isolation->missing, std::vector<std::string>{"cgroup"});
  const auto back = toJson(result);
  EXPECT_EQ(back.at("violation").at("arguments"), json::value({"0xff", "0x1"}));
  EXPECT_EQ(back.at("isolation").at("filter"), "sha256:abc");
  EXPECT_FALSE(back.contains("value"));
}

TEST(Client, RunThrowsWithFileAndLine) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    peer.answer(*peer.next(),
                R"({"verdict":"error","message":"uncaught","error":{"name":"TypeError","message":"no",)"
                R"("stack":"TypeError: no\n    at a.js:3:7","file":"a.js","line":3,"column":7}})");
    peer.next();
  });
  auto box = boxAt(supervisor);
  try {
    box.run("x");
    FAIL() << "no exception";
  } catch (const ExecutionError& error) {
    EXPECT_EQ(error.verdict(), Verdict::Error);
    EXPECT_STREQ(error.what(), "TypeError: no (a.js:3:7)");
    EXPECT_EQ(error.result().error->line, 3u);
  }
}

TEST(Client, RefusalsBecomeVerdicts) {
  const std::vector<std::pair<int, Verdict>> cases{
      {-32000, Verdict::Overloaded},     {-32001, Verdict::Cancelled},      {-32602, Verdict::InvalidRequest},
      {-32600, Verdict::InvalidRequest}, {-32700, Verdict::InvalidRequest}, {-32601, Verdict::InternalError},
      {-32603, Verdict::InternalError},  {-32002, Verdict::InvalidRequest},
  };
  FakeSupervisor supervisor([&](FakePeer& peer, int) {
    for (const auto& [code, verdict] : cases) peer.refuse(*peer.next(), code, "because");
    peer.next();
  });
  auto box = boxAt(supervisor);
  for (const auto& [code, verdict] : cases) {
    const auto result = box.execute("x");
    EXPECT_EQ(result.verdict, verdict) << code;
    EXPECT_EQ(result.message, "because");
    EXPECT_TRUE(result.value.is_null());
  }
}

TEST(Client, SendsWhatWasAsked) {
  std::promise<json::object> asked;
  FakeSupervisor supervisor([&](FakePeer& peer, int) {
    auto request = peer.next();
    asked.set_value(request->at("params").as_object());
    peer.answer(*request, okResult("1"));
    peer.next();
  });
  IsoBoxOptions options;
  options.socket = supervisor.path();
  options.execution.timeout = 5s;
  options.execution.memory.max = 32 << 20;
  options.context.globals = {{"g", 1}};
  options.context.env = {{"A", "box"}, {"B", "box"}};
  IsoBox box(options);
  ExecutionOptions call;
  call.filename = "a.js";
  call.memory = 16 << 20;
  call.cpu = 2s;
  call.language = Language::TypeScript;
  call.context = {{"list", {1, std::numeric_limits<double>::infinity(), std::nan("")}}};
  call.env = {{"B", "call"}};
  box.run("x", call);
  EXPECT_EQ(asked.get_future().get(),
            (json::object{{"code", "x"},
                          {"filename", "a.js"},
                          {"language", "typescript"},
                          {"timeout", 5000},
                          {"cpu", 2000},
                          {"memory", 16 << 20},
                          {"context", {{"list", {1, {{"$isobox", "Infinity"}}, {{"$isobox", "NaN"}}}}}},
                          {"globals", {{"g", 1}}},
                          {"env", {{"A", "box"}, {"B", "call"}}}}));
}

TEST(Client, BoxesMove) {
  FakeSupervisor supervisor(echo);
  auto first = boxAt(supervisor);
  EXPECT_EQ(first.run("a"), "a");
  IsoBox second = std::move(first);
  EXPECT_EQ(second.run("b"), "b");
  EXPECT_THROW(first.run("c"), std::logic_error);  // NOLINT(bugprone-use-after-move): what is tested
  second = IsoBox();
  EXPECT_EQ(supervisor.connections(), 1);
}

TEST(Client, TextThatIsNotUtf8IsNotSent) {
  FakeSupervisor supervisor(echo);
  auto box = boxAt(supervisor);
  EXPECT_EQ(box.execute("'\xff'").verdict, Verdict::InvalidRequest);
  ExecutionOptions filename, context, env;
  filename.filename = "\xff";
  context.context = {{"a", {"\xff"}}};
  env.env = {{"A=B", ""}};
  for (const auto& options : {filename, context, env})
    EXPECT_EQ(box.execute("1", options).verdict, Verdict::InvalidRequest);
  EXPECT_EQ(box.execute("'ü'").verdict, Verdict::Ok);
  EXPECT_EQ(supervisor.connections(), 1);
}

TEST(Client, InfoAndWarmup) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    while (auto request = peer.next())
      peer.answer(*request, request->at("method") == "info" ? R"({"name":"fake"})" : R"({"warm":2})");
  });
  auto box = boxAt(supervisor);
  EXPECT_EQ(box.info().at("name"), "fake");
  box.warmupPool();
}

TEST(Client, OptionsThatMakeNoSenseAreNamed) {
  const auto complaint = [](const std::function<void(IsoBoxOptions&)>& change) -> std::string {
    IsoBoxOptions options;
    change(options);
    try {
      IsoBox box(options);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  const auto names = [&](const std::string& option, const std::function<void(IsoBoxOptions&)>& change) {
    EXPECT_EQ(complaint(change).find("IsoBoxOptions." + option + ": "), 0u) << complaint(change);
  };
  EXPECT_EQ(complaint([](IsoBoxOptions&) {}), "");
  names("execution.timeout", [](IsoBoxOptions& options) { options.execution.timeout = 0ms; });
  names("execution.timeout", [](IsoBoxOptions& options) { options.execution.timeout = 25h; });
  names("execution.memory.max", [](IsoBoxOptions& options) { options.execution.memory.max = 1; });
  names("pool.max", [](IsoBoxOptions& options) { options.pool.max = 0; });
  names("pool.min", [](IsoBoxOptions& options) { options.pool.min = 11; });
  names("pool.idleTimeout", [](IsoBoxOptions& options) { options.pool.idleTimeout = -1ms; });
  names("socket", [](IsoBoxOptions& options) { options.socket = std::string(200, 'x'); });
  names("supervisorPath", [](IsoBoxOptions& options) { options.socket = options.supervisorPath = "/x"; });
  names("waiting.busyPoll", [](IsoBoxOptions& options) { options.waiting.busyPoll = -1us; });
  names("waiting.busyPoll", [](IsoBoxOptions& options) { options.waiting.busyPoll = 2s; });
  names("context.env", [](IsoBoxOptions& options) { options.context.env[""] = "x"; });
  names("context.globals", [](IsoBoxOptions& options) { options.context.globals["\xff"] = 1; });
}

}  // namespace
}  // namespace isobox
