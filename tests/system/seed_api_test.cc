// The public API, example by example, with a real private supervisor; then what the examples leave out: every option with
// a value that shows that it counts. Needs ISOBOX_BIN_DIR and what the jail needs.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>
#include <vector>

#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox::seed_api_test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::programPath;

IsoBoxOptions privateOptions() {
  IsoBoxOptions options;
  options.supervisorPath = programPath("isobox-supervisor");
  options.pool.min = 1;
  return options;
}

class Api : public ::testing::Test {
 protected:
  Api() : isobox(privateOptions()) {}
  IsoBox isobox;
};

/// What an ExecutionError says, or "" when nothing is thrown.
template <class Act>
std::string complaint(Act act) {
  try {
    act();
  } catch (const ExecutionError& error) {
    return std::string(verdictName(error.verdict())) + ": " + error.what();
  }
  return "";
}

// ---- IsoBox ----

TEST_F(Api, Run) { EXPECT_EQ(isobox.run("1 + 2"), 3); }

TEST_F(Api, RunStream) {
  std::vector<json::value> values;
  for (const auto& value : isobox.runStream("yield 1; yield 2")) values.push_back(value);
  EXPECT_EQ(values, (std::vector<json::value>{1, 2}));
}

TEST_F(Api, RunProjectOfOneFile) {
  ProjectOptions project;
  project.files = {{"/index.js", "[1, 2].map((x) => x * 2)", {}}};
  project.entrypoint = "/index.js";
  EXPECT_EQ(isobox.runProject(project), json::array({2, 4}));
}

TEST_F(Api, CreateSession) {
  auto session = isobox.createSession("user-1");
  session.run("x = 10");
  EXPECT_EQ(session.run("x + 5"), 15);
}

TEST_F(Api, GetMetrics) {
  isobox.run("1");
  isobox.execute("throw new Error('no')");
  const GlobalMetrics metrics = isobox.getMetrics();
  EXPECT_EQ(metrics.total, 2u);
  EXPECT_EQ(metrics.executions, 2u);
  EXPECT_EQ(metrics.errors, 1u);
  EXPECT_DOUBLE_EQ(metrics.errorRate, 0.5);
  EXPECT_GT(metrics.avgDuration.count(), 0);
  EXPECT_LE(metrics.minDuration, metrics.avgDuration);
  EXPECT_GE(metrics.maxDuration, metrics.avgDuration);
  EXPECT_GT(metrics.peakMemory, 0u);
  EXPECT_NEAR(metrics.totalDuration.count(), 2 * metrics.avgDuration.count(), 1e-6);
  const auto last = isobox.getHistory(1);
  ASSERT_EQ(last.size(), 1u);
  EXPECT_EQ(last[0].errorCount, 1u);
  EXPECT_GT(last[0].memory, 0u);
  EXPECT_EQ(last[0].context.at("verdict"), "error");
}

TEST_F(Api, Events) {
  std::vector<json::value> recorded, violations;
  isobox.on("metrics:recorded", [&](const json::value& m) { recorded.push_back(m); });
  isobox.on("security:violation", [&](const json::value& v) { violations.push_back(v); });
  isobox.run("1");
  ASSERT_EQ(recorded.size(), 1u);
  EXPECT_GT(recorded[0].at("duration").to_number<double>(), 0);
  EXPECT_TRUE(violations.empty());
  isobox.asyncExecute("2").get();
  EXPECT_EQ(recorded.size(), 2u);
}

TEST_F(Api, WarmupPoolAndShutdown) {
  isobox.warmupPool();
  EXPECT_GE(isobox.info().at("pool").at("warm").to_number<int>(), 1);
  isobox.shutdown();
  EXPECT_THROW(isobox.run("1"), std::logic_error);
}

// ---- options ----

TEST_F(Api, ExecutionOptionsCount) {
  ExecutionOptions options;
  options.filename = "user-script.js";
  options.timeout = 100ms;
  options.context = {{"answer", 42}};
  EXPECT_EQ(isobox.run("answer", options), 42);
  const auto thrown = isobox.execute("null.x", options);
  EXPECT_EQ(thrown.error->file, "user-script.js");
  EXPECT_EQ(isobox.execute("for (;;);", options).verdict, Verdict::Timeout);
}

TEST_F(Api, ExecutionResultSaysAll) {
  const auto result = isobox.execute("({ a: 1 })");
  EXPECT_EQ(result.value, (json::object{{"a", 1}}));
  EXPECT_EQ(result.type, "object");
  EXPECT_GT(result.duration.count(), 0);
  EXPECT_GT(result.memory, 0u);
}

// ---- sessions ----

TEST_F(Api, SessionCounter) {
  auto session = isobox.createSession("counting");
  session.run("let counter = 0");
  session.run("counter++");
  session.run("counter++");
  EXPECT_EQ(session.run("counter"), 2);
}

TEST_F(Api, SessionSetAndGetState) {
  auto session = isobox.createSession("user-1");
  session.setState({{"username", "alice"}, {"role", "admin"}});
  EXPECT_EQ(session.run("username"), "alice");
  session.run("const list = [1]; function f() {} list.push(2)");
  std::vector<std::string> skipped;
  EXPECT_EQ(session.getState(&skipped), (json::object{{"list", json::array({1, 2})}, {"username", "alice"}, {"role", "admin"}}));
  EXPECT_EQ(skipped, std::vector<std::string>{"f"});
}

TEST_F(Api, SessionReset) {
  auto session = isobox.createSession("user-1");
  session.run("x = 1");
  session.reset();
  EXPECT_EQ(session.run("typeof x"), "undefined");
}

TEST_F(Api, SessionWorkflow) {
  auto session = isobox.createSession("workflow-1");
  session.run("const data = []");
  session.run("data.push(1)");
  session.run("data.push(2)");
  EXPECT_EQ(session.run("data.length"), 2);
}

TEST_F(Api, SessionSurvivesTimeAndMemory) {
  auto session = isobox.createSession("robust");
  session.run("let kept = 'here'");
  ExecutionOptions options;
  options.timeout = 100ms;
  EXPECT_EQ(session.execute("for (;;);", options).verdict, Verdict::Timeout);
  EXPECT_EQ(session.execute("let a = []; for (;;) a.push('x'.repeat(1e6) + a.length)").verdict, Verdict::MemoryLimit);
  EXPECT_EQ(session.run("a = null; kept"), "here");
  EXPECT_EQ(session.execute("null.x").verdict, Verdict::Error);
  EXPECT_EQ(session.run("kept"), "here");
}

TEST_F(Api, SessionsAreApart) {
  auto one = isobox.createSession("one"), two = isobox.createSession("two");
  one.run("secret = 1; Object.prototype.leak = 1");
  EXPECT_EQ(two.run("typeof secret + typeof {}.leak"), "undefinedundefined");
  EXPECT_EQ(isobox.run("typeof secret + typeof {}.leak"), "undefinedundefined");
}

TEST_F(Api, SessionsAreFoundAgainAndEnd) {
  isobox.createSession("same").run("x = 1");
  EXPECT_EQ(isobox.createSession("same").run("x"), 1);
  auto session = isobox.createSession("same");
  session.close();
  EXPECT_EQ(complaint([&] { session.run("x"); }), "invalid_request: there is no session \"same\"");
  EXPECT_EQ(isobox.createSession("same").run("typeof x"), "undefined");
  SessionOptions brief;
  brief.idleTimeout = 50ms;
  auto idle = isobox.createSession("brief", brief);
  EXPECT_EQ(idle.run("1"), 1);
  const auto until = std::chrono::steady_clock::now() + 30s;
  while (isobox.info().at("sessions").to_number<int>() > 1 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(10ms);
  EXPECT_NE(complaint([&] { idle.run("1"); }), "");
}

TEST_F(Api, TheIsolationReportOfASessionSaysThatItsProcessStays) {
  const auto process = [](const ExecutionResult& result) { return result.isolation->layers.at(0).second; };
  EXPECT_EQ(process(isobox.execute("1")), "one per program, destroyed afterwards");
  auto session = isobox.createSession("s");
  EXPECT_EQ(process(session.execute("1")), "one per session, kept for its programs, destroyed at its end");
}

TEST_F(Api, RunsOfASessionAreInOrder) {
  auto session = isobox.createSession("queue");
  session.run("order = []");
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      if (!session.execute("order.push(order.length); order.length").ok()) ++failed;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(session.run("order.join()"), "0,1,2,3,4,5,6,7");
}

TEST_F(Api, SessionLimits) {
  SessionOptions small;
  small.memory = 8 << 20;
  small.timeout = 150ms;
  auto session = isobox.createSession("small", small);
  EXPECT_EQ(session.execute("for (;;);").verdict, Verdict::Timeout);
  EXPECT_EQ(session.execute("'x'.repeat(2e7)").verdict, Verdict::MemoryLimit);
  ExecutionOptions more;
  more.memory = 64 << 20;
  EXPECT_EQ(session.execute("1", more).verdict, Verdict::InvalidRequest);
  EXPECT_NE(complaint([&] { isobox.createSession(""); }), "");
}

// ---- streams ----

TEST_F(Api, StreamsOfEveryKind) {
  const auto all = [&](std::string_view code) {
    json::array values;
    for (const auto& value : isobox.runStream(code)) values.push_back(value);
    return values;
  };
  EXPECT_EQ(all("yield 1; yield 2; yield 3"), json::array({1, 2, 3}));
  EXPECT_EQ(all("async function* g() { yield 'a'; yield Promise.resolve('b') } g()"), json::array({"a", "b"}));
  EXPECT_EQ(all("for await (const v of [Promise.resolve(1), 2]) yield v * 2"), json::array({2, 4}));
  EXPECT_EQ(all("42"), json::array({42}));
  EXPECT_EQ(all(""), json::array());
}

TEST_F(Api, StreamErrorsComeAfterTheValues) {
  auto stream = isobox.runStream("yield 1; throw new RangeError('enough')");
  EXPECT_EQ(stream.next(), json::value(1));
  EXPECT_EQ(complaint([&] { stream.next(); }), "error: RangeError: enough (script.js:1:16)");
  EXPECT_EQ(stream.next(), std::nullopt);
  EXPECT_EQ(stream.result().error->name, "RangeError");
}

TEST_F(Api, AStreamThatIsStoppedRunsFinally) {
  auto stream = isobox.runStream("try { for (let i = 0;; i++) yield i } finally { console.log('closed') }");
  EXPECT_EQ(stream.next(), json::value(0));
  stream.stop();
  while (stream.next()) {
  }
  EXPECT_TRUE(stream.result().ok());
  ASSERT_EQ(stream.result().console.size(), 1u);
  EXPECT_EQ(stream.result().console[0].text, "closed");
}

TEST_F(Api, ConsoleLinesComeInOrderWithValues) {
  std::vector<std::string> seen;
  StreamOptions options;
  options.onConsole = [&](const ConsoleEntry& entry) { seen.push_back(entry.text); };
  for (const auto& value : isobox.runStream("console.log('a'); yield 1; console.error('b'); yield 2; console.log('c')", {}, options))
    seen.push_back(std::to_string(value.to_number<int>()));
  EXPECT_EQ(seen, (std::vector<std::string>{"a", "1", "b", "2", "c"}));
}

TEST_F(Api, ASlowReaderPausesTheProducer) {
  StreamOptions options;
  options.buffer = {.maxSize = 20, .highWaterMark = 16, .lowWaterMark = 4};
  ExecutionOptions brief;
  brief.timeout = 400ms;
  // The program's own time stands still while it waits: it outlives its timeout as often as the reader likes.
  auto stream = isobox.runStream("let made = 0; for (;;) { made++; yield {made, pad: 'x'.repeat(1000)} }", brief, options);
  for (int i = 1; i <= 40; ++i) {
    const auto value = stream.next();
    ASSERT_TRUE(value);
    EXPECT_EQ(value->at("made"), i);
    std::this_thread::sleep_for(20ms);
    EXPECT_LE(stream.getStats().size, 20u);
  }
  stream.stop();
  while (stream.next()) {
  }
  EXPECT_TRUE(stream.result().ok()) << stream.result().message;
}

TEST_F(Api, StreamsThatAreDroppedEnd) {
  { auto stream = isobox.runStream("for (;;) yield 1"); EXPECT_TRUE(stream.next()); }
  EXPECT_EQ(isobox.run("1"), 1);
}

TEST_F(Api, StreamsCanBeAwaited) {
  auto stream = isobox.runStream("yield 1; await null; yield 2");
  EXPECT_EQ(stream.asyncNext(boost::asio::use_future).get(), json::value(1));
  EXPECT_EQ(stream.asyncNext(boost::asio::use_future).get(), json::value(2));
  EXPECT_EQ(stream.asyncNext(boost::asio::use_future).get(), std::nullopt);
  auto failing = isobox.runStream("yield* null");
  EXPECT_THROW(failing.asyncNext(boost::asio::use_future).get(), ExecutionError);
}

TEST_F(Api, StreamsInASession) {
  auto session = isobox.createSession("s");
  session.run("let n = 3");
  json::array values;
  for (const auto& value : session.runStream("while (n) yield n--")) values.push_back(value);
  EXPECT_EQ(values, json::array({3, 2, 1}));
  EXPECT_EQ(session.run("n"), 0);
}

// ---- functions of the host ----

TEST_F(Api, SessionsAreInterruptedAndLiveOn) {
  auto session = isobox.createSession("s");
  session.run("let done = 0");
  boost::asio::cancellation_signal withdraw;
  std::promise<void> started;
  ExecutionOptions options;
  options.functions["started"] = [&](const json::array&) -> json::value { return started.set_value(), nullptr; };
  auto endless = session.asyncExecute("done = 7; started(); for (;;);", options,
                                      boost::asio::bind_cancellation_slot(withdraw.slot(), boost::asio::use_future));
  started.get_future().wait();
  withdraw.emit(boost::asio::cancellation_type::total);
  EXPECT_EQ(endless.get().verdict, Verdict::Cancelled);
  EXPECT_EQ(session.run("done"), 7);
}

TEST_F(Api, DurableSessionsAreFoundAgain) {
  const test::TemporaryFolder folder;
  auto options = privateOptions();
  options.sessions.folder = folder.path() + "/sessions";
  SessionOptions durable;
  durable.durable = true;
  {
    IsoBox box(options);
    auto session = box.createSession("workflow", durable);
    const auto result = session.execute("const data = [1, new Map([['k', 2]])]; function f() {}; data.length");
    EXPECT_EQ(result.value, 2);
    EXPECT_EQ(result.unsaved, std::vector<std::string>{"f"});
    EXPECT_FALSE(result.rebuilt);
    EXPECT_EQ(complaint([&] { session.run("data.push('x'.repeat(9e6)); 1"); }).substr(0, 15), "internal_error:");
    EXPECT_EQ(session.run("data.length"), 2) << "what could not be kept has not happened";
    session.setState({{"user", "alice"}});
  }
  IsoBox box(options);
  auto session = box.createSession("workflow", durable);
  const auto result = session.execute("data[1].get('k') + user");
  EXPECT_EQ(result.value, "2alice");
  EXPECT_TRUE(result.rebuilt);
  EXPECT_EQ(toJson(result).at("rebuilt"), true);
  EXPECT_NE(complaint([&] { isobox.createSession("s", durable); }).find("sessions.folder"), std::string::npos);
  options.sessions.folder = "relative";
  EXPECT_THROW(IsoBox{options}, std::invalid_argument);
}

TEST_F(Api, HostFunctions) {
  ExecutionOptions options;
  options.functions["add"] = [](const json::array& arguments) -> json::value {
    return arguments.at(0).to_number<double>() + arguments.at(1).to_number<double>();
  };
  options.functions["api.fail"] = [](const json::array&) -> json::value { throw HostError("NotFoundError", "no such user"); };
  options.functions["plain"] = [](const json::array&) -> json::value { throw std::runtime_error("it broke"); };
  EXPECT_EQ(isobox.run("add(1, 2) + add(3, 4)", options), 10);
  EXPECT_EQ(isobox.run("try { api.fail() } catch (e) { [e.name, e.message].join() }", options), "NotFoundError,no such user");
  EXPECT_EQ(isobox.run("try { plain() } catch (e) { String(e) }", options), "Error: it broke");
  EXPECT_EQ(isobox.run("async function f() { return add(await 1, 1) } await f()", options), 2);
  EXPECT_EQ(isobox.asyncRun("add(5, 6)", options).get(), 11);
  EXPECT_EQ(isobox.run("typeof add"), "undefined");
}

TEST_F(Api, HostFunctionsOfTheBoxAndInStreamsAndSessions) {
  auto settings = privateOptions();
  int calls = 0;
  settings.context.functions["next"] = [&](const json::array&) -> json::value { return ++calls; };
  IsoBox box(settings);
  json::array values;
  for (const auto& value : box.runStream("for (let i = 0; i < 3; i++) yield next()")) values.push_back(value);
  EXPECT_EQ(values, json::array({1, 2, 3}));
  auto session = box.createSession("s");
  EXPECT_EQ(session.run("next()"), 4);
  EXPECT_EQ(session.run("next() + next()"), 11);
}

TEST_F(Api, AHostFunctionThatTakesLongCountsAgainstTheProgram) {
  ExecutionOptions options;
  options.timeout = 200ms;
  options.functions["slow"] = [](const json::array&) -> json::value {
    std::this_thread::sleep_for(600ms);
    return 1;
  };
  EXPECT_EQ(isobox.execute("slow(); for (;;);", options).verdict, Verdict::Timeout);
}

// ---- projects and modules ----

TEST_F(Api, ProjectsOfSeveralFiles) {
  ProjectOptions project;
  project.files = {{"/index.js", "require(\"./utils\").add(1, 2)", {}},
                   {"/utils.js", "module.exports = { add: (a,b) => a+b }", {}}};
  project.entrypoint = "/index.js";
  EXPECT_EQ(isobox.runProject(project), 3);
}

TEST_F(Api, ProjectsInTypeScriptWithBaseDir) {
  ProjectOptions project;
  project.baseDir = "/app";
  project.files = {{"main.ts", "import { twice } from './lib/math';\nimport data from './data.json';\nexport default twice(data.n as number);", {}},
                   {"lib/math.ts", "export function twice(n: number): number {\n  if (n > 100) throw new RangeError('large');\n  return n * 2;\n}", {}},
                   {"data.json", "{\"n\": 21}", {}},
                   {"fail.ts", "import { twice } from './lib/math';\ntwice(101);", {}}};
  project.entrypoint = "main.ts";
  EXPECT_EQ(isobox.runProject(project), 42);
  project.entrypoint = "./fail.ts";
  const auto failed = isobox.executeProject(project);
  ASSERT_TRUE(failed.error) << failed.message;
  EXPECT_EQ(failed.error->file, "/app/lib/math.ts");
  EXPECT_EQ(failed.error->line, 2u);
  project.entrypoint = "absent.js";
  EXPECT_THROW(isobox.runProject(project), std::invalid_argument);
}

class ApiModules : public ::testing::Test {
 protected:
  ApiModules() {
    std::filesystem::create_directories(folder_ / "lodash");
    std::ofstream(folder_ / "lodash/package.json") << R"({"name": "lodash", "version": "4.17.21", "main": "index.js"})";
    std::ofstream(folder_ / "lodash/index.js") << "exports.upper = (s) => s.toUpperCase(); exports.fp = require('./fp');";
    std::ofstream(folder_ / "lodash/fp.js") << "exports.name = 'fp';";
    std::filesystem::create_directories(folder_ / "secret");
    std::ofstream(folder_ / "secret/package.json") << R"({"name": "secret", "version": "1.0.0"})";
    std::ofstream(folder_ / "secret/index.js") << "module.exports = 'told'";
  }
  IsoBoxOptions::Require rules() {
    IsoBoxOptions::Require require;
    require.whitelist = {"lodash@^4.0.0", "moment", "@scope/*"};
    require.folders = {folder_};
    require.mocks["fs"] = ModuleMock::functions({{"readFileSync", [](const json::array& arguments) -> json::value {
                                                    return json::value("content of " + std::string(arguments.at(0).as_string()));
                                                  }}});
    require.mocks["config"] = ModuleMock::data({{"level", 3}});
    require.mocks["greet"] = ModuleMock::source("export default (name) => `hello ${name}`; export const loud = true;");
    return require;
  }
  IsoBoxOptions options() {
    auto options = privateOptions();
    options.require = rules();
    return options;
  }

  const test::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path() + "/node_modules";
};

TEST_F(ApiModules, WhitelistedPackagesAndMocks) {
  IsoBox box(options());
  EXPECT_EQ(box.run("require('lodash').upper('a') + require('lodash').fp.name + require('lodash/fp').name"), "Afpfp");
  EXPECT_EQ(box.run("const fs = require('fs'); fs.readFileSync('/etc/passwd')"), "content of /etc/passwd");
  EXPECT_EQ(box.run("require('config').level"), 3);
  EXPECT_EQ(box.run("import greet, { loud } from 'greet'; export default greet('you') + loud"), "hello youtrue");
  EXPECT_EQ(box.run("const { upper } = await import('lodash'); upper('b')"), "B");
}

TEST_F(ApiModules, WhatIsNotAllowedIsNamedAndTold) {
  IsoBox box(options());
  std::vector<json::value> violations;
  box.on("security:violation", [&](const json::value& v) { violations.push_back(v); });
  const auto denied = box.execute("require('secret')");
  EXPECT_EQ(denied.verdict, Verdict::Error);
  EXPECT_NE(denied.error->message.find("secret"), std::string::npos) << denied.error->message;
  EXPECT_NE(denied.error->message.find("lodash"), std::string::npos) << denied.error->message;
  EXPECT_EQ(denied.denied, std::vector<std::string>{"secret"});
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].at("type"), "module");
  EXPECT_EQ(violations[0].at("severity"), "warn");
  EXPECT_EQ(violations[0].at("context").at("module"), "secret");
  EXPECT_EQ(box.run("try { require('child_process') } catch (e) { e.code }"), "ERR_MODULE_NOT_ALLOWED");
  EXPECT_EQ(box.run("try { require('moment') } catch (e) { e.code }"), "MODULE_NOT_FOUND");
}

TEST_F(ApiModules, TheModuleSystemAnswers) {
  ModuleSystem modules(rules(), privateOptions());
  EXPECT_EQ(modules.require("config"), (json::object{{"level", 3}}));
  EXPECT_TRUE(modules.isWhitelisted("lodash"));
  EXPECT_TRUE(modules.isWhitelisted("lodash/fp"));
  EXPECT_TRUE(modules.isWhitelisted("lodash@4.17.21"));
  EXPECT_FALSE(modules.isWhitelisted("lodash@3.0.0"));
  EXPECT_TRUE(modules.isWhitelisted("@scope/anything"));
  EXPECT_FALSE(modules.isWhitelisted("secret"));
  EXPECT_FALSE(modules.isWhitelisted("../lodash"));
  EXPECT_TRUE(modules.isMocked("fs"));
  EXPECT_FALSE(modules.isMocked("lodash"));
  EXPECT_THROW(modules.require("secret"), ExecutionError);
}

TEST_F(ApiModules, OptionsThatMakeNoSense) {
  auto wrong = options();
  wrong.require.whitelist = {"../etc"};
  EXPECT_THROW(IsoBox{wrong}, std::invalid_argument);
  wrong = options();
  wrong.require.folders = {"relative"};
  EXPECT_THROW(IsoBox{wrong}, std::invalid_argument);
}

}  // namespace
}  // namespace isobox::seed_api_test
