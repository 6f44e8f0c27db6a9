// Events: what is told, to whom, and those who do not listen. Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <set>

#include "ipc/json.h"
#include "policy/token.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::events_test {
namespace {

const std::string kAlice = "alice's secret";
const std::string kBob = "bob's secret";

std::string digest(const std::string& token) { return policy::digestText(policy::digestOf(token)); }

std::string policyText(const std::string& more = "") {
  return R"({"pool": {"min": 1, "max": 2}, "tenants": {"alice": {"token": ")" + digest(kAlice) + R"(", "sessions": 1}, "bob": {"token": ")" +
         digest(kBob) + "\"}}" + more + "}";
}

LineClient as(const SupervisorProcess& supervisor, const std::string& token) {
  auto client = supervisor.connect();
  client.call("authenticate", {{"token", token}});
  return client;
}

/// A client that follows; it has said that it does.
class Watcher {
 public:
  explicit Watcher(LineClient client, json::object params = {}) : client_(std::move(client)) {
    params["follow"] = true;
    id_ = client_.post("events", params);
    following = next("events:following");
  }
  /// The next event whose type begins so; those before it are kept in `seen`.
  json::object next(const std::string& type) {
    for (;;) {
      auto line = client_.readJson().as_object();
      if (!line.contains("method") || line.at("method") != "event") throw std::runtime_error("no event: " + json::serialize(line));
      EXPECT_EQ(line.at("params").at("id"), id_);
      auto event = line.at("params").at("event").as_object();
      seen.push_back(event);
      if (std::string_view(event.at("type").as_string()).starts_with(type)) return event;
    }
  }
  LineClient& client() { return client_; }
  std::uint64_t id() const { return id_; }
  json::object following;
  std::vector<json::object> seen;

 private:
  LineClient client_;
  std::uint64_t id_ = 0;
};

TEST(Events, TellWhatProgramsDo) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto alice = as(supervisor, kAlice);
  Watcher watcher(supervisor.connect());
  EXPECT_EQ(watcher.following.at("context").at("everybody"), true);

  alice.run("let end = Date.now() + 20; while (Date.now() < end); 1", {{"filename", "a.js"}});
  auto event = watcher.next("metrics:recorded");
  EXPECT_EQ(event.at("tenant"), "alice");
  EXPECT_EQ(event.at("severity"), "info");
  EXPECT_EQ(event.at("context").at("filename"), "a.js");
  EXPECT_EQ(event.at("context").at("verdict"), "ok");
  EXPECT_GE(event.at("context").at("duration").to_number<double>(), 19);
  EXPECT_GT(event.at("context").at("memory").to_number<double>(), 0);
  const std::string time(event.at("timestamp").as_string());
  EXPECT_EQ(time.size(), 24u) << time;
  EXPECT_EQ(time.back(), 'Z');

  alice.run("try { require('net') } catch {} 2", {{"filename", "b.js"}});
  event = watcher.next("security:denied-module");
  EXPECT_EQ(event.at("severity"), "warn");
  EXPECT_EQ(event.at("context").at("modules"), json::array{"net"});

  alice.call("session.open", {{"session", "s"}});
  EXPECT_EQ(watcher.next("session:opened").at("context").at("session"), "s");
  alice.call("session.open", {{"session", "t"}});
  event = watcher.next("tenant:over-quota");
  EXPECT_EQ(event.at("context").at("quota"), "sessions");
  alice.call("session.close", {{"session", "s"}});
  event = watcher.next("session:closed");
  EXPECT_EQ(event.at("context").at("reason"), "it was closed");
}

TEST(Events, TellOfForbiddenCallsAndLies) {
  SupervisorProcess supervisor({.policy = policyText(), .probe = true, .onSocket = true});
  auto alice = as(supervisor, kAlice);
  Watcher watcher(supervisor.connect(), {{"types", {"security:violation"}}});
  alice.run("ok");
  alice.run("syscall 2 0x1234 0xffffffffffffffff");
  auto event = watcher.next("");
  EXPECT_EQ(event.at("type"), "security:violation");
  EXPECT_EQ(event.at("severity"), "critical");
  EXPECT_EQ(event.at("context").at("violation"), "syscall");
  EXPECT_EQ(event.at("context").at("syscall"), "open");
  EXPECT_EQ(event.at("context").at("arguments").as_array()[1], "0xffffffffffffffff");
  alice.run("bytes 100 7");
  event = watcher.next("");
  EXPECT_EQ(event.at("context").at("violation"), "protocol");
  EXPECT_EQ(event.at("tenant"), "alice");
}

TEST(Events, TellOfThePoolAndTheSupervisor) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 1, "runnersPerZygote": 2}})", .onSocket = true});
  Watcher watcher(supervisor.connect());
  auto client = supervisor.connect();
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 6; ++i) ids.push_back(client.post("run", {{"code", "let end = Date.now() + 50; while (Date.now() < end);"}}));
  EXPECT_EQ(watcher.next("pool:exhausted").at("severity"), "warn");
  EXPECT_GT(watcher.next("pool:zygote-started").at("context").at("pid").to_number<int>(), 0);
  EXPECT_GT(watcher.next("pool:zygote-ended").at("context").at("pid").to_number<int>(), 0);
  for (const auto id : ids) client.answerTo(id);
  supervisor.signal(SIGHUP);
  watcher.next("policy:reloaded");
  const auto recent = client.call("events", {{"types", {"supervisor:"}}}).at("result").as_array();
  ASSERT_EQ(recent.size(), 1u);
  EXPECT_EQ(recent[0].at("type"), "supervisor:started");
  supervisor.signal(SIGTERM);
  watcher.next("supervisor:stopping");
  // The request itself is answered when there is no more to tell.
  json::object last;
  while (const auto line = watcher.client().readLine()) last = ipc::parseJson(*line).value().as_object();
  EXPECT_EQ(last.at("result"), (json::object{{"dropped", 0}})) << json::serialize(last);
  EXPECT_EQ(supervisor.wait(), 0);
}

TEST(Events, AZygoteThatDiesIsTold) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 2}})", .onSocket = true});
  Watcher watcher(supervisor.connect(), {{"types", {"pool:"}}});
  auto client = supervisor.connect();
  client.call("warmup");
  pid_t zygote = 0;
  for (const pid_t pid : descendants(supervisor.pid()))
    if (statusField(pid, "PPid") == std::to_string(supervisor.pid())) zygote = pid;
  ASSERT_GT(zygote, 0);
  ::kill(zygote, SIGKILL);
  EXPECT_EQ(watcher.next("pool:zygote-died").at("context").at("pid"), zygote);
  watcher.next("pool:zygote-started");
  EXPECT_EQ(client.run("1").at("value"), 1);
}

TEST(Events, ATenantHearsOfItselfOnly) {
  SupervisorProcess supervisor({.policy = policyText(), .probe = true, .onSocket = true});
  auto alice = as(supervisor, kAlice), bob = as(supervisor, kBob);
  Watcher watcher(as(supervisor, kBob));
  EXPECT_EQ(watcher.following.at("context").at("everybody"), false);
  alice.run("syscall 2");
  alice.call("session.open", {{"session", "secret plans"}});
  alice.call("session.open", {{"session", "t"}});
  supervisor.signal(SIGHUP);
  auto owner = supervisor.connect();
  ASSERT_TRUE(eventually([&] {
    return !owner.call("events", {{"types", {"policy:"}}}).at("result").as_array().empty();
  })) << "everything of alice's has been told by now";
  bob.run("ok", {{"filename", "mine.js"}});
  const auto event = watcher.next("metrics:");
  EXPECT_EQ(event.at("context").at("filename"), "mine.js");
  for (const auto& each : watcher.seen) EXPECT_EQ(each.at("tenant"), "bob") << json::serialize(each);
  const auto recent = bob.call("events").at("result").as_array();
  for (const auto& each : recent) EXPECT_EQ(each.at("tenant"), "bob") << json::serialize(each);
  const auto text = json::serialize(owner.call("events").at("result"));
  EXPECT_NE(text.find("secret plans"), std::string::npos) << "the twin: the operator sees it";
}

TEST(Events, FollowingEndsWhenItIsCancelledAndCanBeginAgain) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  Watcher watcher(supervisor.connect(), {{"types", {"session:"}}});
  auto& client = watcher.client();
  EXPECT_EQ(client.call("events", {{"follow", true}}).at("error").at("code"), -32600) << "once at a time";
  EXPECT_EQ(client.run("1 + 1").at("value"), 2) << "the connection does other things meanwhile";
  EXPECT_EQ(client.call("cancel", {{"id", watcher.id()}}).at("result").at("cancelled"), 1);
  EXPECT_EQ(client.answerTo(watcher.id()).at("result"), (json::object{{"dropped", 0}}));
  const auto again = client.post("events", {{"follow", true}});
  const auto told = client.readJson();
  EXPECT_EQ(told.at("params").at("id"), again);
  EXPECT_EQ(told.at("params").at("event").at("type"), "events:following");
}

TEST(Events, WrongParametersAreNamed) {
  SupervisorProcess supervisor({.policy = policyText()});
  auto& client = supervisor.client();
  for (const auto& params : {json::object{{"follow", 1}}, json::object{{"types", "security:"}}, json::object{{"types", {1}}},
                             json::object{{"types", {std::string(65, 'x')}}}, json::object{{"types", json::array(17, "x")}},
                             json::object{{"tenant", "bob"}}})
    EXPECT_EQ(client.call("events", params).at("error").at("code"), -32602) << json::serialize(params);
  client.send(R"({"jsonrpc":"2.0","method":"events","params":{"follow":true}})" "\n");
  EXPECT_EQ(client.call("ping").at("result"), json::object());
  EXPECT_EQ(client.call("metrics", {{"tenants", 1}}).at("error").at("code"), -32602);
}

/// Resident memory of a process in KiB.
long resident(pid_t pid) { return std::atol(statusField(pid, "VmRSS").c_str()); }

TEST(Events, AFollowerThatNeverReadsHoldsLittleAndIsToldWhatItMissed) {
  SupervisorProcess supervisor({.policy = policyText(), .probe = true, .onSocket = true});
  Watcher sleeper(supervisor.connect(), {{"types", {"security:denied-module"}}});
  auto alice = as(supervisor, kAlice);
  const auto loud = [&] { EXPECT_EQ(alice.run("denied 32 200 1\nok", {{"isolation", false}}).at("verdict"), "ok"); };
  for (int i = 0; i < 20; ++i) loud();
  const long before = resident(supervisor.pid());
  // Each is about 3 KiB of text.
  constexpr int kLoud = 500;
  for (int i = 0; i < kLoud; ++i) loud();
  EXPECT_LT(resident(supervisor.pid()) - before, 16 * 1024) << "KiB";
  auto& client = sleeper.client();
  std::size_t told = 0;
  double dropped = 0;
  while (dropped == 0) {
    const auto line = client.readJson().as_object();
    const auto& event = line.at("params").at("event");
    if (event.at("type") == "events:dropped") dropped = event.at("context").at("events").to_number<double>();
    else ++told;
  }
  EXPECT_EQ(told + dropped, 20 + kLoud);
  EXPECT_GT(dropped, 100);
  loud();
  EXPECT_EQ(sleeper.next("security:denied-module").at("tenant"), "alice") << "and hears again what comes then";
}

TEST(Events, SoManyMayFollow) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < 100; ++i) watchers.push_back(std::make_unique<Watcher>(supervisor.connect()));
  auto client = supervisor.connect();
  EXPECT_EQ(client.call("events", {{"follow", true}}).at("error").at("code"), -32000);
  EXPECT_EQ(client.run("1").at("value"), 1);
  watchers.pop_back();
  EXPECT_TRUE(eventually([&] {
    const auto id = client.post("events", {{"follow", true}});
    const auto line = client.readJson().as_object();
    return line.contains("method") && id > 0;
  }));
}

}  // namespace
}  // namespace isobox::testing::events_test
