// Programs of one tenant in one process, one after the other (`reuse: "tenant"`): none finds what another has left, no other
// tenant gets the process, and whoever ended in any way but by itself was its last. Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "policy/token.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::reuse_test {
namespace {

constexpr const char* kPolicy = R"({"pool": {"min": 1, "max": 4}, "reuse": {"processes": 1}})";

json::object reused(std::string_view code, json::object options = {}) {
  options["code"] = code;
  options["reuse"] = "tenant";
  return options;
}

/// The report of a program in its tenant's process.
json::object runReused(LineClient& client, std::string_view code, json::object options = {}) {
  const auto answer = client.call("run", reused(code, std::move(options)));
  if (!answer.contains("result")) throw std::runtime_error(json::serialize(answer));
  return answer.at("result").as_object();
}

/// Which program of its process it was; 0 when that was its own.
int programOf(const json::object& report) {
  const std::string how(report.at("isolation").at("layers").at("process").as_string());
  const auto at = how.find("; program ");
  return at == how.npos ? 0 : std::stoi(how.substr(at + 10));
}

json::object poolOf(LineClient& client) { return client.call("info").at("result").at("pool").as_object(); }

class Reuse : public ::testing::Test {
 protected:
  Reuse() : supervisor({.policy = kPolicy}) {}
  LineClient& client() { return supervisor.client(); }
  /// Until the process has put its memory back, so that the next program is the same process's next.
  void awaitIdle() {
    ASSERT_TRUE(eventually([&] { return poolOf(client()).at("kept") == 1; })) << json::serialize(poolOf(client()));
  }
  SupervisorProcess supervisor;
};

TEST_F(Reuse, ProgramsHaveOneProcessOneAfterTheOther) {
  for (int i = 1; i <= 20; ++i) {
    const auto report = runReused(client(), "1 + " + std::to_string(i));
    EXPECT_EQ(report.at("value"), 1 + i);
    EXPECT_EQ(programOf(report), i);
    awaitIdle();
  }
  EXPECT_EQ(programOf(client().run("1")), 0) << "who does not ask has a process of its own";
}

TEST_F(Reuse, NoTrapIsLeftForTheNext) {
  const std::string look =
      "[typeof leak, typeof lexical, {}.trap, [].push(1), JSON.stringify([1]), 'a'.trim(), new Map([[1, 2]]).get(1), Math.max(1, 2),"
      "typeof setTimeout, typeof require, Object.isFrozen(Array.prototype), process.exitCode, Symbol.keyFor(Symbol.for('s')),"
      "String(Function.prototype.call), (() => { try { null.x } catch (e) { return e.message } })(), Error.stackTraceLimit,"
      "Object.keys(globalThis).join(), process.env.A, typeof given, console.log.name].map(String).join('|')";
  const auto first = client().run(look).at("value");
  const char* traps[] = {
      "leak = 1; let lexical = 2; Object.prototype.trap = 3",
      "Array.prototype.push = () => 'trap'; JSON.stringify = () => 'trap'; String.prototype.trim = () => 'trap'; Map.prototype.get = () => 'trap'",
      "Math = {max: () => 'trap'}; delete globalThis.setTimeout; process.exitCode = 0; Error.stackTraceLimit = 1",
      "Object.defineProperty(Object.prototype, 'map', {get() { throw 'trap' }}); Object.freeze(Array.prototype); 1",
      "for (const name of Object.getOwnPropertyNames(Function.prototype)) { try { Function.prototype[name] = () => 'trap' } catch {} } 1",
      "setTimeout(() => { leak = 1 }, 5); setInterval(() => {}, 1000); process.exit(0)",
      "globalThis.process.env.A = 'trap'; console.group(); console.log = () => {}; Symbol.for('s').x; 1",
      "Promise.prototype.then = function () { leak = 1 }; (async () => { await 0 })(); 1",
      "Proxy = class {}; Reflect.ownKeys = () => []; Object.keys = () => ['trap']; Array.prototype.map = () => 'trap'; 1",
      "for (;;) leak = 1",
      "leak = []; for (let i = 0; i < 20000; i++) leak.push({i}); throw leak",
  };
  int program = 0;
  for (const char* trap : traps) {
    const auto report = runReused(client(), trap, {{"timeout", 200}, {"context", {{"given", 1}}}, {"env", {{"A", "b"}}}, {"value", 8'000'000}});
    EXPECT_EQ(programOf(report), ++program) << trap;
    awaitIdle();
    const auto after = runReused(client(), look);
    EXPECT_EQ(after.at("value"), first) << trap;
    EXPECT_EQ(programOf(after), ++program) << trap;
    awaitIdle();
  }
}

TEST_F(Reuse, ChanceAndStepsAreThoseOfAFreshProcess) {
  std::set<std::string> drawn;
  for (int i = 0; i < 20; ++i) drawn.insert(json::serialize(runReused(client(), "[Math.random(), crypto.randomUUID()]").at("value")));
  EXPECT_EQ(drawn.size(), 20u);
  const std::string counted = "let s = 0; for (let i = 0; i < 1000; i++) s += i; s";
  const auto steps = client().run(counted).at("steps");
  const json::object given{{"deterministic", {{"seed", 7}, {"now", 1000}}}};
  const std::string fixed = "[Math.random(), Date.now(), performance.now()]";
  auto options = given;
  const auto value = client().run(fixed, given).at("value");
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(runReused(client(), counted).at("steps"), steps);
    EXPECT_EQ(runReused(client(), fixed, given).at("value"), value);
  }
}

TEST_F(Reuse, TimeBeginsAnew) {
  runReused(client(), "const end = Date.now() + 100; while (Date.now() < end); 1");
  awaitIdle();
  EXPECT_LT(runReused(client(), "performance.now()").at("value").to_number<double>(), 90);
}

TEST_F(Reuse, LimitsAreEachProgramsOwn) {
  EXPECT_EQ(runReused(client(), "'x'.repeat(1000)", {{"value", 100}}).at("verdict"), "output_limit");
  awaitIdle();
  EXPECT_EQ(runReused(client(), "'x'.repeat(1000)", {{"value", 2000}}).at("verdict"), "ok");
  awaitIdle();
  EXPECT_EQ(runReused(client(), "for (;;);", {{"fuel", 5000}}).at("verdict"), "cpu_limit");
  awaitIdle();
  EXPECT_EQ(runReused(client(), "for (let i = 0; i < 100000; i++); 1").at("verdict"), "ok");
  awaitIdle();
  EXPECT_EQ(runReused(client(), "for (;;);", {{"timeout", 50}}).at("verdict"), "timeout");
  awaitIdle();
  EXPECT_EQ(runReused(client(), "1", {{"memory", 4'000'000}}).at("verdict"), "ok");
  awaitIdle();
  const auto many = runReused(client(), "new Array(3e6).fill(1).length", {{"memory", 100'000'000}});
  EXPECT_EQ(many.at("value"), 3'000'000);
  EXPECT_EQ(programOf(many), 7);
  const auto next = runReused(client(), "1", {{"memory", 4'000'000}});
  EXPECT_EQ(next.at("verdict"), "ok") << "what it took could not be given back, so its process has ended";
  EXPECT_EQ(programOf(next), 1);
}

TEST_F(Reuse, WhoIsStoppedFromOutsideWasTheLastOfItsProcess) {
  EXPECT_EQ(programOf(runReused(client(), "1")), 1);
  awaitIdle();
  const auto id = client().post("run", reused("for (;;);"));
  ASSERT_TRUE(eventually([&] { return poolOf(client()).at("busy") == 1; }));
  client().call("cancel", {{"id", id}});
  EXPECT_EQ(client().answerTo(id).at("result").at("verdict"), "cancelled");
  EXPECT_EQ(programOf(runReused(client(), "1")), 1) << "a new process";
  awaitIdle();
  EXPECT_EQ(programOf(runReused(client(), "const a = []; for (;;) a.push('x'.repeat(50) + a.length)", {{"memory", 4'000'000}})), 2);
  EXPECT_EQ(programOf(runReused(client(), "1")), 1) << "out of memory";
}

TEST_F(Reuse, ConsoleFilesStreamsAndCallsWork) {
  for (int i = 0; i < 3; ++i) {
    const auto report = runReused(client(), "console.log('a', [1]); require('./half').half(4)", {{"files", {{"half.js", "exports.half = (n) => n / 2"}}}});
    EXPECT_EQ(report.at("value"), 2) << json::serialize(report);
    EXPECT_EQ(report.at("console").as_array().size(), 1u);
    awaitIdle();
    EXPECT_EQ(runReused(client(), "try { require('./half'); 'there' } catch (e) { e.code }").at("value"), "MODULE_NOT_FOUND");
    awaitIdle();
    const auto id = client().post("run", reused("yield 1; yield 2; yield 3", {{"stream", true}}));
    int items = 0;
    for (;;) {
      const auto line = client().readJson().as_object();
      if (line.contains("method")) items += line.at("method") == "item";
      else if (line.at("id").to_number<std::uint64_t>() == id) break;
    }
    EXPECT_EQ(items, 3);
    awaitIdle();
  }
}

TEST_F(Reuse, ManyAtOnceAllGetTheirAnswer) {
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 200; ++i) ids.push_back(client().post("run", reused("var was = typeof mine; var mine = 1; was + " + std::to_string(i))));
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client().answerTo(ids[i]).at("result").at("value").as_string(), "undefined" + std::to_string(i));
  const auto now = poolOf(client());
  EXPECT_LE(now.at("kept").as_int64() + now.at("busy").as_int64(), 1) << json::serialize(now);
}

TEST_F(Reuse, WhoWithdrawsWhileItWaitsHoldsNobodyUp) {
  const auto first = client().post("run", reused("const end = Date.now() + 200; while (Date.now() < end); 1"));
  std::vector<std::uint64_t> waiting;
  for (int i = 0; i < 20; ++i) waiting.push_back(client().post("run", reused("2")));
  for (int i = 0; i < 20; i += 2) client().call("cancel", {{"id", waiting[i]}});
  EXPECT_EQ(client().answerTo(first).at("result").at("value"), 1);
  for (int i = 0; i < 20; ++i) {
    const auto answer = client().answerTo(waiting[i]);
    if (i % 2 == 0) EXPECT_EQ(answer.at("error").at("code"), -32001) << json::serialize(answer);
    else EXPECT_EQ(answer.at("result").at("value"), 2) << json::serialize(answer);
  }
}

TEST(ReusePolicy, EndsAProcessAfterItsProgramsAndAfterIdleTime) {
  SupervisorProcess supervisor({.policy = R"({"reuse": {"processes": 1, "programs": 3, "idleTimeout": 300}})"});
  for (int i = 0; i < 9; ++i) {
    EXPECT_EQ(programOf(runReused(supervisor.client(), "1")), i % 3 + 1);
    if (i % 3 == 2) continue;
    EXPECT_TRUE(eventually([&] { return poolOf(supervisor.client()).at("kept") == 1; }));
  }
  EXPECT_EQ(programOf(runReused(supervisor.client(), "1")), 1);
  EXPECT_TRUE(eventually([&] { return poolOf(supervisor.client()).at("kept") == 1; }));
  EXPECT_TRUE(eventually([&] { return poolOf(supervisor.client()).at("kept") == 0; }));
  EXPECT_EQ(programOf(runReused(supervisor.client(), "1")), 1);
}

TEST(ReusePolicy, MayForbidIt) {
  SupervisorProcess supervisor({.policy = R"({"reuse": {"processes": 0}})"});
  const auto answer = supervisor.client().call("run", reused("1"));
  EXPECT_EQ(answer.at("error").at("code"), -32602);
  EXPECT_EQ(answer.at("error").at("message"), "params.reuse: the policy gives each program a process of its own (reuse.processes)");
  EXPECT_EQ(supervisor.client().run("1", {{"reuse", "none"}}).at("value"), 1);
}

TEST(ReusePolicy, SessionsHaveTheirOwnProcess) {
  SupervisorProcess supervisor;
  supervisor.client().call("session.open", {{"session", "s"}});
  const auto answer = supervisor.client().call("run", reused("1", {{"session", "s"}}));
  EXPECT_EQ(answer.at("error").at("message"), "params.reuse: a session has a process of its own");
}

TEST(ReuseTenants, NobodyElseGetsTheProcess) {
  const std::string alice = "isobox-" + std::string(43, 'a'), bob = "isobox-" + std::string(43, 'b');
  const auto rule = [](const std::string& name, const std::string& token) {
    return "\"" + name + "\": {\"token\": \"" + policy::digestText(policy::digestOf(token)) + "\"}";
  };
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 6}, "reuse": {"processes": 1}, "clients": {"tokens": true}, "tenants": {)" +
                                          rule("alice", alice) + ", " + rule("bob", bob) + "}}",
                                .onSocket = true});
  auto a = LineClient::connect(supervisor.path()), alsoA = LineClient::connect(supervisor.path()), b = LineClient::connect(supervisor.path());
  ASSERT_TRUE(a.call("authenticate", {{"token", alice}}).contains("result"));
  ASSERT_TRUE(alsoA.call("authenticate", {{"token", alice}}).contains("result"));
  ASSERT_TRUE(b.call("authenticate", {{"token", bob}}).contains("result"));
  const auto kept = [&](int count) { return eventually([&] { return poolOf(a).at("kept") == count; }); };
  EXPECT_EQ(programOf(runReused(a, "1")), 1);
  ASSERT_TRUE(kept(1));
  EXPECT_EQ(programOf(runReused(alsoA, "1")), 2) << "a tenant is a tenant, whatever connection it comes by";
  ASSERT_TRUE(kept(1));
  EXPECT_EQ(programOf(runReused(b, "1")), 1);
  ASSERT_TRUE(kept(2));
  EXPECT_EQ(programOf(runReused(b, "1")), 2);
  ASSERT_TRUE(kept(2));
  EXPECT_EQ(programOf(runReused(a, "1")), 3);
}

TEST(ReuseTenants, APlaceThatSomebodyWaitsForIsGivenUp) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 0, "max": 1}, "reuse": {"processes": 1}})"});
  auto& client = supervisor.client();
  EXPECT_EQ(programOf(runReused(client, "1")), 1);
  EXPECT_TRUE(eventually([&] { return poolOf(client).at("kept") == 1; }));
  EXPECT_EQ(client.run("2").at("value"), 2) << "the only place was taken by a process that waited for its tenant";
  // And while the tenant's programs come one after the other without an end.
  std::vector<std::uint64_t> flood;
  for (int i = 0; i < 100; ++i) flood.push_back(client.post("run", reused("const end = Date.now() + 20; while (Date.now() < end); 1")));
  const auto other = client.post("run", {{"code", "3"}});
  EXPECT_EQ(client.answerTo(other).at("result").at("value"), 3);
  const auto left = poolOf(client);
  for (const auto id : flood) EXPECT_EQ(client.answerTo(id).at("result").at("value"), 1);
  EXPECT_LT(client.call("metrics").at("result").at("own").at("refused").at("overloaded").as_int64(), 1) << json::serialize(left);
}

class ReuseAttack : public ::testing::Test {
 protected:
  ReuseAttack() : supervisor({.policy = kPolicy, .probe = true}) {}
  std::string verdict(std::string_view code) { return std::string(runReused(supervisor.client(), code).at("verdict").as_string()); }
  SupervisorProcess supervisor;
};

TEST_F(ReuseAttack, AnHonestProbeGoesOn) {
  EXPECT_EQ(programOf(runReused(supervisor.client(), "ok\nagain")), 1);
  ASSERT_TRUE(eventually([&] { return poolOf(supervisor.client()).at("kept") == 1; }));
  EXPECT_EQ(programOf(runReused(supervisor.client(), "ok\nagain")), 2);
}

TEST_F(ReuseAttack, WhoSaysItTooEarlyHasLied) {
  EXPECT_EQ(verdict("again\nok"), "protocol_violation");
  EXPECT_EQ(programOf(runReused(supervisor.client(), "ok\nagain")), 1);
}

TEST_F(ReuseAttack, WhoSaysItTwiceOrWithMoreIsEnded) {
  for (const char* code : {"ok\nagain\nagain", "ok\nagain 1", "ok\nagain 100000"}) {
    const auto report = runReused(supervisor.client(), code);
    // Whichever is seen first: its end, or its lie.
    const auto verdict = report.at("verdict").as_string();
    EXPECT_TRUE(verdict == "ok" || verdict == "protocol_violation") << verdict;
    EXPECT_EQ(programOf(report), 1) << code;
    EXPECT_TRUE(eventually([&] { return poolOf(supervisor.client()).at("kept") == 0; })) << code;
  }
}

TEST_F(ReuseAttack, WhatIsSaidTogetherIsHeardTogether) {
  EXPECT_EQ(programOf(runReused(supervisor.client(), "hold\nok\nagain")), 1);
  EXPECT_EQ(programOf(runReused(supervisor.client(), "hold\nok\nagain")), 2) << "in one write, and in order";
  for (const char* code : {"hold\nok\nagain\nagain", "hold\nok\nok", "hold\nok\nagain 1", "hold\nok\nagain\nframe 0x84 0 8"})
    EXPECT_EQ(verdict(code), "protocol_violation") << "behind its end there was more in the same write: " << code;
  EXPECT_EQ(programOf(runReused(supervisor.client(), "ok\nagain")), 1);
}

/// The next program waits already, and goes to the process as soon as that says that it can.
TEST_F(ReuseAttack, NobodyAnswersForAProgramThatItHasNotGot) {
  // Its own end, and then value and end of the execution that comes next: the first has its process from its first program on, the
  // others have that of the honest one before them.
  const auto forges = [](int next) { return "hold\nok\nagain\nexecution " + std::to_string(next) + "\nvalue 666\nclaim 0"; };
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 5; ++i) {
    ids.push_back(supervisor.client().post("run", reused(forges(i == 0 ? 2 : 3))));
    ids.push_back(supervisor.client().post("run", reused("ok\nagain")));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto report = supervisor.client().answerTo(ids[i]).at("result").as_object();
    EXPECT_EQ(report.at("verdict"), i % 2 == 0 ? "protocol_violation" : "ok") << json::serialize(report);
    if (i % 2 == 1) EXPECT_EQ(report.at("value"), 1);
    EXPECT_EQ(programOf(report), i % 2 == 0 && i > 0 ? 2 : 1) << i;
  }
}

/// Between Done and Again, with programs that wait for it: they get another process, and notice nothing.
TEST_F(ReuseAttack, WhoDiesOrLiesWhileItPutsBackTakesNoProgramAlong) {
  std::vector<std::uint64_t> ids;
  const char* ends[] = {"ok\nexit 0", "ok\ncrash", "hold\nok\nexit 0", "ok\nframe 0x84 2 8"};
  for (const char* code : ends) {
    ids.push_back(supervisor.client().post("run", reused(code)));
    ids.push_back(supervisor.client().post("run", reused("ok\nagain")));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto report = supervisor.client().answerTo(ids[i]).at("result").as_object();
    if (i % 2 == 1) EXPECT_EQ(report.at("verdict"), "ok") << ends[i / 2] << json::serialize(report);
  }
}

TEST_F(ReuseAttack, WhoDiesOrAsksForMoreInBetweenIsEnded) {
  for (const char* code : {"ok\nexit 0", "ok\ncrash", "ok\nsyscall 2 0 0 0", "ok\nagain\nsyscall 41 1 1 0"}) {
    const auto report = runReused(supervisor.client(), code);
    EXPECT_EQ(programOf(report), 1) << code;
    EXPECT_TRUE(eventually([&] { return poolOf(supervisor.client()).at("kept") == 0; })) << code;
  }
}

TEST_F(ReuseAttack, WhoNeverSaysItIsWaitedForNoLongerThanItsPatience) {
  // One process of the tenant at a time: its next program waits for this one, then for a new one.
  EXPECT_EQ(verdict("ok\nsleep"), "ok");
  EXPECT_EQ(programOf(runReused(supervisor.client(), "ok\nagain")), 1);
}

}  // namespace
}  // namespace isobox::testing::reuse_test
