// Streams, calls of the host and sessions under attack: by runners that are taken over, and by clients that are rude. Each
// attack has its exact verdict or error, its harmless twin is fine, and the supervisor lives on. Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "policy/token.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::converse_attack_test {
namespace {

constexpr const char* kPolicy = R"({"pool": {"min": 2, "max": 4}, "sessions": {"max": 4, "perTenant": 3},
    "limits": {"value": "64KiB", "valueDepth": 8, "console": "64KiB", "wall": 20000}, "drainGrace": 200})";

/// A run from its request to its report: what was said meanwhile, and the answer.
struct Told {
  std::size_t items = 0, calls = 0;
  json::object answer;

  std::string outcome() const {
    const auto* error = answer.if_contains("error");
    return error ? std::to_string(error->at("code").as_int64()) : std::string(answer.at("result").at("verdict").as_string());
  }
  std::string shown() const { return json::serialize(answer); }
};

enum class Replies { Given, Withheld };

/// Reads up to the answer; every call is replied to with 1, unless that is withheld.
Told follow(LineClient& client, std::uint64_t id, Replies replies = Replies::Given) {
  Told told;
  for (;;) {
    auto line = client.readJson().as_object();
    const auto* method = line.if_contains("method");
    if (!method) {
      const auto* number = line.if_contains("id");
      if (number && number->is_number() && number->to_number<std::uint64_t>() == id) {
        told.answer = std::move(line);
        return told;
      }
    } else if (*method == "item") {
      ++told.items;
    } else if (*method == "call") {
      ++told.calls;
      if (replies == Replies::Given) client.post("reply", {{"id", id}, {"call", line.at("params").at("call")}, {"value", 1}});
    }
  }
}

Told converse(LineClient& client, std::string_view code, json::object options = {}, Replies replies = Replies::Given) {
  options["code"] = code;
  options["isolation"] = false;
  return follow(client, client.post("run", options), replies);
}

json::object poolOf(LineClient& client) { return client.call("info").at("result").at("pool").as_object(); }

std::size_t sessionsOf(LineClient& client) { return client.call("session.list").at("result").as_array().size(); }

std::int64_t codeOf(const json::object& answer) { return answer.at("error").at("code").as_int64(); }

/// Clock ticks that a process has used.
std::uint64_t ticksOf(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string word;
  std::uint64_t user = 0, system = 0;
  for (int i = 0; i < 13; ++i) stat >> word;
  stat >> user >> system;
  return user + system;
}

/// Waits until the supervisor and its runners have nothing to do for a while.
bool quiet(pid_t supervisor) {
  std::uint64_t before = 0;
  int same = 0;
  return eventually([&] {
    std::uint64_t now = ticksOf(supervisor);
    for (const pid_t pid : descendants(supervisor)) now += ticksOf(pid);
    same = now == before ? same + 1 : 0;
    before = now;
    return same >= 40;
  });
}

std::uint64_t residentKb(pid_t pid) { return std::stoull(statusField(pid, "VmRSS")); }

// ---- runners that are taken over ---------------------------------------------------------------------------------

struct Attack {
  const char* name;
  const char* program;
  const char* outcome;
  const char* twin;  // the same without the hostile line
  std::uint32_t credit = 0;  // 0: no stream
};

const Attack kAttacks[] = {
    {"an item in a run that is no stream", "item 1\nok", "protocol_violation", "ok"},
    {"more items than credit", "item 1\nitem 2\nitem 3\nok", "protocol_violation", "item 1\nitem 2\nok", 2},
    {"an item that is no JSON", "item {x}\nok", "protocol_violation", "item {\"x\":1}\nok", 9},
    {"an item with a second line in it", "item 1 2\nok", "protocol_violation", "item 12\nok", 9},
    {"an item nested too deep", "item [[[[[[[[[[[[1]]]]]]]]]]]]\nok", "protocol_violation", "item [[1]]\nok", 9},
    {"an item just larger than allowed", "items 1 65535\nok", "output_limit", "items 1 65534\nok", 9},
    {"an item far larger than allowed", "items 1 70000\nok", "protocol_violation", "items 1 60000\nok", 9},
    {"garbage in an item", "frame 0x87 1 40 0xff\nok", "protocol_violation", "ok", 9},
    {"a call within a call", "call 0 add []\ncall 0 add []\nok", "protocol_violation", "ask 2 0 add []\nok"},
    {"a file asked for within a call", "call 0 add []\ncall 1 /x\nok", "protocol_violation", "ask 1 0 add []\nask 1 1 /x\nok"},
    {"an end within a call", "call 0 add []\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"a call of an unknown kind", "call 3 add []\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"a wait within a call", "call 0 add []\nwaits 1 1000\nok", "protocol_violation", "ask 1 0 add []\nwait 1 1000\nok"},
    {"a wait within a wait", "waits 2 1000\nok", "protocol_violation", "wait 2 1000\nok"},
    {"an end within a wait", "waits 1 1000\nok", "protocol_violation", "wait 1 1000\nok"},
    {"a wait longer than a day", "waits 1 86400000001\nwait 1 1000\nok", "protocol_violation", "wait 1 1000\nok"},
    {"a wait for a negative time", "waits 1 18446744073709551615\nwait 1 1000\nok", "protocol_violation", "wait 1 0\nok"},
    {"a wait with a name", "call 2 add 12345678\nok", "protocol_violation", "wait 1 1000\nok"},
    {"a wait without a time", "frame 0x88 1 9 0x02\nok", "protocol_violation", "wait 1 1000\nok"},
    {"arguments that are no JSON", "call 0 add [1\nok", "protocol_violation", "ask 1 0 add [1]\nok"},
    {"arguments that are no array", "call 0 add {}\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"no arguments", "call 0 add\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"arguments nested too deep", "call 0 add [[[[[[[[[[[[1]]]]]]]]]]]]\nok", "protocol_violation", "ask 1 0 add [[1]]\nok"},
    {"arguments that are too large", "longcall add 66000\nok", "protocol_violation", "ask 1 0 add [1]\nok"},
    {"a name that is not UTF-8", "call 0 - []\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"a name that is too long", "longname 4097\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"a path that is not UTF-8", "call 1 -\nok", "protocol_violation", "ask 1 1 /node_modules/a/b\nok"},
    {"files asked for without reading any", "calls 100000 1 /node_modules/a/b\nok", "protocol_violation", "ask 1000 1 /node_modules/a/b\nok"},
    {"calls without end", "ask 40001 1 /a\nok", "protocol_violation", "ask 100 1 /a\nok"},
    {"a flood of denied modules", "denied 101 5\nok", "protocol_violation", "denied 100 5\nok"},
    {"a denied module with a name too long", "denied 1 257\nok", "protocol_violation", "denied 1 256\nok"},
    {"a denied module that is not UTF-8", "denied 1 5 0xff\nok", "protocol_violation", "denied 1 5 0x41\nok"},
    {"a function that nobody offered", "call 0 toString []\nok", "protocol_violation", "ask 1 0 add []\nok"},
    {"the supervisor's own frames", "frame 0x06 1 5\nok", "protocol_violation", "ok"},
    {"another program's number", "execution 2\nok", "protocol_violation", "execution 1\nok"},
};

TEST(ConverseAttack, EveryAttackOfARunnerHasItsVerdictAndItsTwinIsHarmless) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true});
  LineClient& client = supervisor.client();
  for (const Attack& attack : kAttacks) {
    json::object options{{"functions", json::array{"add"}}};
    if (attack.credit > 0) options["stream"] = true, options["credit"] = attack.credit;
    // A reply that came between two of its frames would make them lawful.
    const auto hostile = converse(client, attack.program, options, Replies::Withheld);
    EXPECT_EQ(hostile.outcome(), attack.outcome) << attack.name << ": " << hostile.shown();
    const auto twin = converse(client, attack.twin, options);
    EXPECT_EQ(twin.outcome(), "ok") << "the twin of: " << attack.name << ": " << twin.shown();
  }
  EXPECT_EQ(supervisor.stop(), 0) << supervisor.log();
}

TEST(ConverseAttack, ASessionEndsWithALyingRunnerAndTheSupervisorDoesNot) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true});
  LineClient& client = supervisor.client();
  for (const char* program : {"ok\nitem 1", "ok\nok", "ok\nframe 0x83 1 5", "ok\ncall 0 add []", "ok\ndenied 1 5", "ok\nexit 0",
                              "ok\nframe 0x85 0 40", "execution 7\nok", "claim 0", "claim 3"}) {
    client.call("session.open", {{"session", "s"}});
    const auto outcome = converse(client, program, {{"session", "s"}}).outcome();
    EXPECT_TRUE(outcome == "ok" || outcome == "protocol_violation") << program << ": " << outcome;
    EXPECT_TRUE(eventually([&] { return sessionsOf(client) == 0; })) << program;
    EXPECT_EQ(converse(client, "ok", {{"session", "s"}}).outcome(), "-32003") << program;
  }
  client.call("session.open", {{"session", "twin"}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(converse(client, "ok", {{"session", "twin"}}).outcome(), "ok");
  EXPECT_EQ(sessionsOf(client), 1u);
  EXPECT_EQ(supervisor.stop(), 0) << supervisor.log();
}

TEST(ConverseAttack, AnOldNumberIsNoAnswerInASession) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true});
  LineClient& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  EXPECT_EQ(converse(client, "ok", {{"session", "s"}}).outcome(), "ok");
  EXPECT_EQ(converse(client, "execution 1\nok", {{"session", "s"}}).outcome(), "protocol_violation");
  EXPECT_EQ(converse(client, "ok", {{"session", "s"}}).outcome(), "-32003");
}

/// The next program of the session waits already when its runner says, in one write with its end, what it would answer.
TEST(ConverseAttack, NobodyAnswersForAProgramOfASessionThatItHasNotGot) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true});
  auto& client = supervisor.client();
  for (const char* forged : {"hold\nok\nexecution 2\nvalue 666\nclaim 0", "hold\nok\nvalue 666", "hold\nok\nexecution 0\nvalue 666"}) {
    client.call("session.open", {{"session", "s"}});
    const auto liar = client.post("run", {{"code", forged}, {"session", "s"}, {"isolation", false}});
    const auto next = client.post("run", {{"code", "ok"}, {"session", "s"}, {"isolation", false}});
    EXPECT_EQ(client.answerTo(liar).at("result").at("verdict"), "protocol_violation") << forged;
    EXPECT_EQ(client.answerTo(next).at("error").at("code"), -32003) << forged;
  }
}

TEST(ConverseAttack, ThoseWhoWaitForASessionLearnThatItsRunnerLied) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true});
  LineClient& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  const json::object options{{"session", "s"}, {"code", "claim 3"}, {"isolation", false}};
  const auto first = client.post("run", options), second = client.post("run", options);
  EXPECT_EQ(follow(client, first).outcome(), "protocol_violation");
  const auto waited = follow(client, second);
  EXPECT_EQ(waited.outcome(), "-32003") << waited.shown();
  EXPECT_NE(waited.shown().find("protocol_violation"), std::string::npos) << waited.shown();
}

/// Waits for the one process that is neither a zygote nor `known`.
pid_t otherRunner(const SupervisorProcess& supervisor, pid_t known = 0) {
  pid_t found = 0;
  eventually([&] {
    std::size_t count = 0;
    for (const pid_t pid : descendants(supervisor.pid()))
      if (pid != known && statusField(pid, "PPid") != std::to_string(supervisor.pid())) found = pid, ++count;
    return count == 1;
  });
  return found;
}

/// Both at once, as the supervisor sees it: a program for the session, and then the end of a process.
json::object runWhileDying(SupervisorProcess& supervisor, std::string_view code, pid_t victim) {
  supervisor.signal(SIGSTOP);
  EXPECT_TRUE(eventually([&] { return statusField(supervisor.pid(), "State").starts_with("T"); }));
  const auto id = supervisor.client().post("run", {{"code", code}, {"session", "s"}, {"isolation", false}});
  ::kill(victim, SIGKILL);
  EXPECT_TRUE(eventually([&] { return ::kill(victim, 0) != 0; }));
  supervisor.signal(SIGCONT);
  return supervisor.client().answerTo(id);
}

TEST(ConverseAttack, ARunnerThatDiesBetweenProgramsTakesItsSessionAlong) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 0, "max": 2}})"});
  LineClient& client = supervisor.client();
  for (int round = 0; round < 5; ++round) {
    client.call("session.open", {{"session", "s"}});
    EXPECT_EQ(client.run("let x = 1; x", {{"session", "s"}}).at("value"), 1);
    // Nothing may begin anew in silence.
    const auto next = runWhileDying(supervisor, "typeof x", otherRunner(supervisor));
    ASSERT_TRUE(next.contains("error")) << json::serialize(next);
    EXPECT_EQ(codeOf(next), -32003) << json::serialize(next);
    EXPECT_EQ(sessionsOf(client), 0u);
  }
}

TEST(ConverseAttack, ASessionSurvivesTheEndsOfOthers) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 0, "max": 2}})"});
  LineClient& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  EXPECT_EQ(client.run("let count = 0; count", {{"session", "s"}}).at("value"), 0);
  const pid_t own = otherRunner(supervisor);
  for (int i = 1; i <= 5; ++i) {
    const auto endless = client.post("run", {{"code", "for (;;);"}, {"isolation", false}});
    ASSERT_TRUE(eventually([&] { return poolOf(client).at("busy") == 1; }));
    const auto told = runWhileDying(supervisor, "typeof count === 'number' && ++count", otherRunner(supervisor, own));
    ASSERT_TRUE(told.contains("result")) << json::serialize(told);
    EXPECT_EQ(told.at("result").at("value"), i) << "its state was lost";
    EXPECT_EQ(client.answerTo(endless).at("result").at("verdict"), "crashed");
  }
}

TEST(ConverseAttack, AReaderThatTakesNothingBoundsWhatIsKept) {
  SupervisorProcess supervisor({.policy = R"({"limits": {"value": "8MiB", "wall": 60000}})", .probe = true, .onSocket = true});
  auto watcher = supervisor.connect();
  watcher.call("warmup");
  const auto before = residentKb(supervisor.pid());
  auto reader = supervisor.connect();
  // Many small ones first: they earn credit for many, which then are large.
  const auto id = reader.post("run", {{"code", "items 5000 1\nitems 30 4000000\nok"}, {"stream", true}, {"credit", 4'000'000'000u}, {"isolation", false}});
  ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("busy") == 1; }));
  ASSERT_TRUE(quiet(supervisor.pid()));
  EXPECT_LT(residentKb(supervisor.pid()) - before, 40'000u) << "kB";
  EXPECT_EQ(poolOf(watcher).at("busy"), 1) << "it waits";
  // The twin: who reads gets everything.
  const auto told = follow(reader, id);
  EXPECT_EQ(told.outcome(), "ok") << told.shown();
  EXPECT_EQ(told.items, 5030u);
}

TEST(ConverseAttack, AReaderThatTakesNothingCanStillStopCancelAndLeave) {
  SupervisorProcess supervisor({.policy = kPolicy, .onSocket = true});
  auto watcher = supervisor.connect();
  const json::object endless{{"code", "for (;;) yield 'x'.repeat(60000)"}, {"stream", true}, {"credit", 4'000'000'000u}, {"isolation", false}};
  auto reader = supervisor.connect();
  const auto stopped = reader.post("run", endless);
  ASSERT_TRUE(quiet(supervisor.pid()));
  reader.post("stop", {{"id", stopped}});
  EXPECT_EQ(follow(reader, stopped).outcome(), "ok");
  const auto cancelled = reader.post("run", endless);
  ASSERT_TRUE(quiet(supervisor.pid()));
  reader.post("cancel", {{"id", cancelled}});
  EXPECT_EQ(follow(reader, cancelled).outcome(), "cancelled");
  reader.post("run", endless);
  ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("busy") == 1; }));
  reader.close();
  EXPECT_TRUE(eventually([&] { return poolOf(watcher).at("busy") == 0; }));
}

TEST(ConverseAttack, ARunnerThatDoesNotReadItsCreditIsEnded) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true, .onSocket = true});
  auto client = supervisor.connect();
  // One item for each credit, and each credit in a frame of its own: they pile up.
  const auto id = client.post("run", {{"code", "items 1000000 60000\nok"}, {"stream", true}, {"credit", 4'000'000'000u}, {"isolation", false}});
  const auto told = follow(client, id);
  EXPECT_EQ(told.outcome(), "protocol_violation");
  EXPECT_NE(told.shown().find("more than it read"), std::string::npos) << told.shown();
}

// ---- files of packages -------------------------------------------------------------------------------------------

TEST(ConverseAttack, PathsOfModulesLeadNowhereElse) {
  char name[] = "/tmp/isobox-modules-XXXXXX";
  const std::string root = ::mkdtemp(name);
  const auto put = [&](const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(root + path).parent_path());
    std::ofstream(root + path) << text;
  };
  put("/node_modules/open/package.json", R"({"version": "1.0.0"})");
  put("/node_modules/open/index.js", "1");
  put("/node_modules/closed/index.js", "1");
  put("/secret", "secret");
  std::filesystem::create_symlink(root + "/secret", root + "/node_modules/open/link.js");
  std::filesystem::create_directory_symlink(root, root + "/node_modules/open/up");
  std::filesystem::create_directory_symlink(root + "/node_modules/closed", root + "/node_modules/twin");
  ::mkfifo((root + "/node_modules/open/fifo").c_str(), 0644);
  SupervisorProcess supervisor({.policy = R"({"modules": {"folders": [")" + root + R"(/node_modules"]}})", .probe = true});
  LineClient& client = supervisor.client();
  const auto found = [&](const std::string& path) {
    return converse(client, "found " + path + "\nclaim 0", {{"whitelist", json::array{"open", "twin"}}}).answer.at("result").at("value").as_bool();
  };
  EXPECT_TRUE(found("/node_modules/open/index.js"));
  for (const char* path : {"/node_modules/../../etc/passwd", "/node_modules/open/../../secret", "/node_modules/open/../closed/index.js",
                           "/node_modules/closed/index.js", "/node_modules/open/link.js", "/node_modules/open/up/secret",
                           "/node_modules/twin/index.js", "/node_modules/open/fifo", "/node_modules/open", "/node_modules/open/",
                           "/node_modules//open/index.js", "/node_modules/open/./index.js", "/etc/passwd", "node_modules/open/index.js",
                           "/node_modules/open/node_modules/closed/index.js", "/node_modules/open\\..\\closed\\index.js", "/proc/self/environ"})
    EXPECT_FALSE(found(path)) << path;
  // Without a whitelist there is nothing.
  EXPECT_FALSE(converse(client, "found /node_modules/open/index.js\nclaim 0").answer.at("result").at("value").as_bool());
  std::filesystem::remove_all(root);
}

// ---- clients -----------------------------------------------------------------------------------------------------

class RudeClient : public ::testing::Test {
 protected:
  SupervisorProcess supervisor{{.policy = kPolicy, .onSocket = true}};
  LineClient watcher = supervisor.connect();

  /// The number of the call that a run waits for.
  static std::uint64_t nextCall(LineClient& client) {
    for (;;) {
      const auto line = client.readJson().as_object();
      if (line.contains("method") && line.at("method") == "call") return line.at("params").at("call").to_number<std::uint64_t>();
    }
  }
  bool nothingRuns() {
    return eventually([&] {
      const auto pool = poolOf(watcher);
      return pool.at("busy") == 0 && pool.at("waiting") == 0;
    });
  }
};

const json::object kAsk{{"code", "add(1)"}, {"functions", json::array{"add"}}, {"isolation", false}};

TEST_F(RudeClient, WhatNobodyWaitsForIsTakenByNobody) {
  auto client = supervisor.connect();
  for (int i = 0; i < 2000; ++i) {
    client.post("credit", {{"id", 77}, {"count", 4'294'967'295u}});
    client.post("stop", {{"id", "nobody"}});
    client.post("reply", {{"id", 77}, {"call", i}, {"value", i}});
  }
  EXPECT_EQ(client.call("reply", {{"id", 77}, {"call", 1}, {"value", 1}}).at("result").at("taken"), false);
  for (const json::object& wrong : {json::object{{"id", 1}, {"call", 1}}, {{"id", 1}, {"call", -1}, {"value", 1}}, {{"id", 1}, {"call", 1.5}, {"value", 1}},
                                    {{"id", 1}, {"call", 1}, {"error", 5}}, {{"id", 1}, {"call", 1}, {"value", 1}, {"error", json::object{}}}})
    EXPECT_EQ(codeOf(client.call("reply", wrong)), -32602) << json::serialize(wrong);
  EXPECT_EQ(codeOf(client.call("credit", {{"id", 1}, {"count", 4'294'967'296u}})), -32602);
  for (const char* method : {"cancel", "stop"}) {
    EXPECT_EQ(codeOf(client.call(method)), -32602) << method << " without an id";
    EXPECT_EQ(codeOf(client.call(method, {{"id", 1.5}})), -32602) << method;
  }
  EXPECT_EQ(codeOf(client.call("credit", {{"count", 1}})), -32602);
  EXPECT_EQ(codeOf(client.call("reply", {{"call", 1}, {"value", 1}})), -32602);
  EXPECT_EQ(client.run("1 + 1").at("value"), 2);
}

TEST_F(RudeClient, ACallIsAnsweredOnceAndByItsNumber) {
  auto client = supervisor.connect();
  const auto id = client.post("run", kAsk);
  const auto call = nextCall(client);
  const auto reply = [&](std::uint64_t number, json::value value) {
    return client.call("reply", {{"id", id}, {"call", number}, {"value", std::move(value)}}).at("result").at("taken").as_bool();
  };
  EXPECT_FALSE(reply(call + 1, 1));
  EXPECT_FALSE(reply(0, 1));
  EXPECT_TRUE(reply(call, 5));
  EXPECT_FALSE(reply(call, 6));
  EXPECT_EQ(client.answerTo(id).at("result").at("value"), 5);
  EXPECT_FALSE(reply(call, 7));
}

TEST_F(RudeClient, RepliesThatAreTooLargeOrTooDeepAreErrorsOfTheCall) {
  auto client = supervisor.connect();
  json::value deep = 1;
  for (int i = 0; i < 500; ++i) deep = json::array{std::move(deep)};
  const std::pair<json::value, const char*> kReplies[] = {{json::value(std::string(40'000'000, 'x')), "\"RangeError\""},
                                                          {deep, "\"Error\""},
                                                          {json::value(json::object{{"$isobox", "Nonsense"}}), "\"Error\""},
                                                          {json::value(5), "5"}};
  for (const auto& [value, result] : kReplies) {
    auto run = kAsk;
    run["code"] = "try { add(1) } catch (e) { e.name }";
    const auto id = client.post("run", run);
    const auto call = nextCall(client);
    EXPECT_EQ(client.call("reply", {{"id", id}, {"call", call}, {"value", value}}).at("result").at("taken"), true);
    EXPECT_EQ(json::serialize(client.answerTo(id).at("result").at("value")), result);
  }
}

TEST_F(RudeClient, HangingUpEndsWhatItWaitedFor) {
  watcher.call("session.open", {{"session", "s"}});
  for (int round = 0; round < 5; ++round) {
    {
      auto client = supervisor.connect();
      client.post("run", kAsk);
      (void)nextCall(client);
    }
    EXPECT_TRUE(nothingRuns()) << "during a call";
    {
      auto client = supervisor.connect();
      client.post("run", {{"code", "for (;;) yield 1"}, {"stream", true}, {"credit", 2}});
      ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("busy") == 1; }));
    }
    EXPECT_TRUE(nothingRuns()) << "during a paused stream";
    const auto running = watcher.post("run", {{"code", "add()"}, {"functions", json::array{"add"}}, {"session", "s"}});
    const auto call = nextCall(watcher);
    {
      auto client = supervisor.connect();
      client.post("run", {{"code", "1"}, {"session", "s"}});
      client.call("ping");
    }
    watcher.post("reply", {{"id", running}, {"call", call}, {"value", 1}});
    EXPECT_EQ(watcher.answerTo(running).at("result").at("verdict"), "ok");
    EXPECT_EQ(watcher.run("2", {{"session", "s"}}).at("value"), 2) << "behind a queued run of a client that is gone";
  }
}

TEST_F(RudeClient, CancellingInASession) {
  auto client = supervisor.connect();
  client.call("session.open", {{"session", "s"}});
  const json::object endless{{"code", "for (;;);"}, {"session", "s"}, {"isolation", false}};
  const auto running = client.post("run", endless), queued = client.post("run", endless), behind = client.post("run", endless);
  ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("sessions") == 1; }));
  EXPECT_EQ(client.call("cancel", {{"id", queued}}).at("result").at("cancelled"), 1);
  EXPECT_EQ(codeOf(client.answerTo(queued)), -32001) << "at once, while the first still runs";
  EXPECT_EQ(client.call("cancel", {{"id", running}}).at("result").at("cancelled"), 1);
  EXPECT_EQ(client.answerTo(running).at("result").at("verdict"), "cancelled");
  EXPECT_EQ(client.call("cancel", {{"id", behind}}).at("result").at("cancelled"), 1);
  const auto last = client.answerTo(behind);
  EXPECT_TRUE(last.contains("error") ? codeOf(last) == -32001 : last.at("result").at("verdict") == "cancelled") << json::serialize(last);
  EXPECT_EQ(sessionsOf(client), 1u);
}

/// Whatever a session's program does when it is cancelled: it is over at once, and what it had done is still there.
TEST_F(RudeClient, ACancelledProgramLeavesItsSessionWhatItHadDone) {
  auto client = supervisor.connect();
  client.call("session.open", {{"session", "s"}});
  client.run("var done = 0", {{"session", "s"}});
  const struct {
    const char* what;
    const char* code;
    json::object options;
  } kPrograms[] = {
      {"computes", "++done; ready(); for (;;);", {}},
      {"catches everything", "++done; ready(); for (;;) try { for (;;); } catch (e) { for (;;); } finally { for (;;); }", {}},
      {"sorts", "++done; ready(); var a = []; a.length = 2e7; Array.prototype.sort.call(a)", {}},
      {"matches", "++done; ready(); /(x+x+)+y/.test('x'.repeat(40))", {}},
      {"waits for a call", "++done; ready(); add(1)", {}},
      {"calls again and again", "++done; for (;;) ready()", {}},
      {"prints without end", "++done; ready(); for (;;) console.log('x'.repeat(100))", {{"live", true}}},
      {"waits for its reader", "++done; ready(); for (;;) yield 1", {{"stream", true}, {"credit", 1}}},
      {"has a reader that is far behind", "++done; ready(); for (;;) yield 'x'.repeat(60000)", {{"stream", true}, {"credit", 4'000'000'000u}}},
      {"waits for a promise that never comes", "++done; ready(); await new Promise(() => {}); for (;;);", {}},
  };
  int expected = 0;
  for (const auto& program : kPrograms) {
    json::object options = program.options;
    options["code"] = program.code, options["session"] = "s", options["isolation"] = false;
    options["functions"] = json::array{"ready", "add"};
    options["console"] = 64 * 1024;
    const auto id = client.post("run", options);
    const auto call = nextCall(client);
    client.post("reply", {{"id", id}, {"call", call}, {"value", 1}});
    client.post("cancel", {{"id", id}});
    const auto told = follow(client, id, Replies::Withheld);
    // Those that end of themselves may have done so before.
    EXPECT_TRUE(told.outcome() == "cancelled" || told.outcome() == "output_limit" || told.outcome() == "error") << program.what << ": " << told.shown();
    const auto next = client.run("done", {{"session", "s"}});
    ASSERT_TRUE(next.contains("value")) << program.what << ": " << json::serialize(next);
    EXPECT_EQ(next.at("value"), ++expected) << program.what;
  }
  EXPECT_EQ(client.call("session.list").at("result").at(0).at("programs"), 1 + 2 * std::size(kPrograms));
}

TEST(ConverseAttack, ARunnerThatDoesNotHeedAnInterruptionIsKilled) {
  SupervisorProcess supervisor({.policy = kPolicy, .probe = true});
  LineClient& client = supervisor.client();
  for (const char* program : {"spin", "sleep", "ask 1 0 add []\nsleep"}) {
    client.call("session.open", {{"session", "s"}});
    const auto id = client.post("run", {{"code", program}, {"session", "s"}, {"functions", json::array{"add"}}, {"isolation", false}});
    ASSERT_TRUE(eventually([&] { return poolOf(client).at("sessions") == 1; }));
    client.post("cancel", {{"id", id}});
    const auto told = follow(client, id);
    EXPECT_EQ(told.outcome(), "cancelled") << program << ": " << told.shown();
    EXPECT_TRUE(eventually([&] { return sessionsOf(client) == 0; })) << program;
  }
  // A claim of it that nobody asked for.
  EXPECT_EQ(converse(client, "claim 10").outcome(), "protocol_violation");
}

TEST_F(RudeClient, ClosingAndResettingDuringARun) {
  auto client = supervisor.connect();
  const json::object endless{{"code", "for (;;);"}, {"session", "s"}, {"isolation", false}};
  client.call("session.open", {{"session", "s"}});
  const auto running = client.post("run", endless), queued = client.post("run", endless);
  const auto reset = client.post("session.reset", {{"session", "s"}});
  ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("sessions") == 1; }));
  EXPECT_TRUE(watcher.call("session.close", {{"session", "s"}}).contains("result")) << "by another connection of the user";
  EXPECT_EQ(client.answerTo(running).at("result").at("verdict"), "cancelled");
  EXPECT_EQ(codeOf(client.answerTo(queued)), -32003);
  EXPECT_EQ(codeOf(client.answerTo(reset)), -32003);
  // The twin: a reset in its turn.
  client.call("session.open", {{"session", "s"}});
  EXPECT_EQ(client.run("let x = 1; x", {{"session", "s"}}).at("value"), 1);
  EXPECT_TRUE(watcher.call("session.reset", {{"session", "s"}}).contains("result"));
  EXPECT_EQ(watcher.run("typeof x", {{"session", "s"}}).at("value"), "undefined");
  EXPECT_TRUE(eventually([&] { return poolOf(watcher).at("ending") == 0; }));
}

TEST_F(RudeClient, ASessionThatWaitsForARunnerCanBeClosed) {
  auto client = supervisor.connect();
  const json::object endless{{"code", "for (;;);"}, {"isolation", false}, {"timeout", 60000}, {"cpu", 60000}};
  for (int i = 0; i < 4; ++i) client.post("run", endless);
  ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("busy") == 4; }));
  client.call("session.open", {{"session", "s"}});
  const auto waits = client.post("run", {{"code", "1"}, {"session", "s"}});
  ASSERT_TRUE(eventually([&] { return poolOf(watcher).at("waiting") == 1; }));
  EXPECT_TRUE(watcher.call("session.close", {{"session", "s"}}).contains("result"));
  EXPECT_EQ(codeOf(client.answerTo(waits)), -32003);
  EXPECT_EQ(poolOf(watcher).at("busy"), 4);
}

TEST_F(RudeClient, SessionsHaveCeilings) {
  auto client = supervisor.connect();
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(client.call("session.open", {{"session", name}}).contains("result"));
  EXPECT_EQ(codeOf(watcher.call("session.open", {{"session", "d"}})), -32000) << "the user's, by whichever connection";
  EXPECT_TRUE(watcher.call("session.open", {{"session", "a"}}).contains("result")) << "it is there";
  client.call("session.close", {{"session", "b"}});
  EXPECT_TRUE(watcher.call("session.open", {{"session", "d"}}).contains("result"));
}

TEST_F(RudeClient, SessionsOfAnotherUserAreInvisible) {
  if (::geteuid() != 0) GTEST_FAIL() << "run as root: it takes two users";
  SupervisorProcess open({.policy = R"({"clients": {"anyUser": true}, "sessions": {"max": 3, "perTenant": 2}})", .onSocket = true});
  ::chmod(std::filesystem::path(open.path()).parent_path().c_str(), 0755);
  ::chmod(open.path().c_str(), 0777);
  auto ours = open.connect();
  ours.call("session.open", {{"session", "s"}});
  EXPECT_EQ(ours.run("let secret = 7; secret", {{"session", "s"}}).at("value"), 7);
  ASSERT_EQ(::seteuid(12345), 0);
  auto theirs = open.connect();
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_EQ(sessionsOf(theirs), 0u);
  for (const char* method : {"session.get", "session.reset", "session.close"})
    EXPECT_EQ(codeOf(theirs.call(method, {{"session", "s"}})), -32003) << method;
  EXPECT_EQ(codeOf(theirs.call("run", {{"session", "s"}, {"code", "secret"}})), -32003);
  EXPECT_EQ(theirs.call("session.open", {{"session", "s"}}).at("result").at("created"), true) << "another of that name";
  EXPECT_EQ(theirs.run("typeof secret", {{"session", "s"}}).at("value"), "undefined");
  EXPECT_TRUE(theirs.call("session.open", {{"session", "t"}}).contains("result"));
  EXPECT_EQ(codeOf(theirs.call("session.open", {{"session", "u"}})), -32000);
  EXPECT_EQ(ours.run("secret", {{"session", "s"}}).at("value"), 7);
}

TEST_F(RudeClient, AThousandSessionsLeaveNothingBehind) {
  auto client = supervisor.connect();
  const auto round = [&](bool used) {
    client.call("session.open", {{"session", "s"}});
    if (used) {
      EXPECT_EQ(client.run("1", {{"session", "s"}}).at("value"), 1);
    }
    client.call("session.close", {{"session", "s"}});
  };
  const auto settled = [&] {
    return eventually([&] {
      const auto pool = poolOf(watcher);
      return pool.at("sessions") == 0 && pool.at("ending") == 0 && pool.at("starting") == 0 && pool.at("warm") == 2;
    });
  };
  for (int i = 0; i < 5; ++i) round(true);
  ASSERT_TRUE(settled());
  const auto descriptors = descriptorCount(supervisor.pid()), processes = descendants(supervisor.pid()).size();
  const auto memory = residentKb(supervisor.pid());
  for (int i = 0; i < 1000; ++i) round(i % 4 == 0);
  ASSERT_TRUE(settled());
  // Slots are made when they are needed, eight at most.
  EXPECT_LE(descriptorCount(supervisor.pid()), descriptors + 8);
  EXPECT_EQ(descendants(supervisor.pid()).size(), processes);
  EXPECT_LT(residentKb(supervisor.pid()), memory + 20'000);
}

TEST_F(RudeClient, TheEndIsCleanAndQuickWhateverIsOpen) {
  auto client = supervisor.connect();
  client.call("session.open", {{"session", "idle"}});
  client.run("let x = 1", {{"session", "idle"}});
  client.call("session.open", {{"session", "busy"}});
  client.post("run", {{"code", "for (;;);"}, {"session", "busy"}});
  client.post("run", {{"code", "1"}, {"session", "busy"}});
  client.post("session.reset", {{"session", "busy"}});
  client.post("run", {{"code", "for (;;) yield 1"}, {"stream", true}, {"credit", 1}});
  client.post("run", kAsk);
  (void)nextCall(client);
  const auto groups = cgroupDirectories(supervisor.pid());
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(supervisor.stop(), 0) << supervisor.log();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  for (const auto& group : groups) EXPECT_FALSE(std::filesystem::exists(group)) << group;
}

/// What a policy says of calls holds for programs, whatever their client offers.
TEST(CallsByPolicy, AreCountedAndRefused) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 2}, "limits": {"calls": 3},
      "tenants": {"quiet": {"token": ")" + policy::digestText(policy::digestOf("test")) + R"(", "ceiling": {"calls": 0}}}})", .onSocket = true});
  auto client = supervisor.connect();
  const json::object offered{{"functions", {"add"}}};
  const auto all = converse(client, "let n = 0; for (let i = 0; i < 3; i++) n += add(); n", offered);
  EXPECT_EQ(all.outcome(), "ok") << all.shown();
  EXPECT_EQ(all.calls, 3u);
  const auto more = converse(client, "let n = 0; try { for (;;) n += add() } catch (e) { n + e.name + ': ' + e.message }", offered);
  EXPECT_EQ(more.calls, 3u);
  EXPECT_EQ(more.answer.at("result").at("value"), "3RangeError: too many calls of the host's functions") << more.shown();
  EXPECT_EQ(converse(client, "add() + add() + add()", offered).outcome(), "ok") << "each program has its own";

  auto quiet = supervisor.connect();
  ASSERT_TRUE(quiet.call("authenticate", {{"token", "test"}}).contains("result"));
  const auto refused = converse(quiet, "add()", offered);
  EXPECT_EQ(refused.answer.at("error").at("message"), "params.functions: the policy allows no calls of a client's functions");
  const auto mocked = converse(quiet, "try { require('m').f() } catch (e) { e.message }", {{"mocks", {{"m", {{"functions", {"f"}}}}}}});
  EXPECT_EQ(mocked.calls, 0u) << mocked.shown();
  EXPECT_EQ(converse(quiet, "1 + 1").outcome(), "ok");
}

}  // namespace
}  // namespace isobox::testing::converse_attack_test
