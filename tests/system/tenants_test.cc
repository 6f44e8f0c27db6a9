// Who a client is: tokens, what may be done before and after, wrong ones in all numbers, ceilings and quotas of tenants. Needs
// a jail. The tests run as any user: a client that is let in by its user becomes another tenant by its token.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "ipc/base/channel.h"
#include "policy/token.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing::tenants_test {
namespace {

using namespace std::chrono_literals;

const std::string kAlice = "alice's secret";
const std::string kBob = "bob's secret";

std::string digest(const std::string& token) { return policy::digestText(policy::digestOf(token)); }

/// A policy with alice and bob; `alice` are more settings of hers, `more` more sections.
std::string policyText(const std::string& alice = "", const std::string& more = "") {
  return R"({"pool": {"min": 1, "max": 4}, "tenants": {"alice": {"token": ")" + digest(kAlice) + "\"" + alice +
         R"(}, "bob": {"token": ")" + digest(kBob) + "\"}}" + more + "}";
}

json::object become(LineClient& client, const std::string& token) { return client.call("authenticate", {{"token", token}}); }

LineClient as(const SupervisorProcess& supervisor, const std::string& token) {
  auto client = supervisor.connect();
  const auto answer = become(client, token);
  if (!answer.contains("result")) throw std::runtime_error(json::serialize(answer));
  return client;
}

std::int64_t codeOf(const json::object& answer) {
  return answer.contains("error") ? answer.at("error").at("code").to_number<std::int64_t>() : 0;
}

std::string messageOf(const json::object& answer) { return std::string(answer.at("error").at("message").as_string()); }

// ---- tokens ----------------------------------------------------------------------------------------------------------------

TEST(Tenants, ATokenMakesAClientATenantAndSessionsBelongToIt) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto alice = supervisor.connect();
  const auto answer = become(alice, kAlice);
  EXPECT_EQ(answer.at("result"), (json::object{{"tenant", "alice"}})) << json::serialize(answer);
  EXPECT_EQ(alice.call("info").at("result").at("tenant"), "alice");
  EXPECT_EQ(alice.call("session.open", {{"session", "s"}}).at("result").at("created"), true);
  alice.run("let mine = 1", {{"session", "s"}});

  auto bob = as(supervisor, kBob);
  EXPECT_EQ(bob.call("session.list").at("result"), json::array());
  EXPECT_EQ(codeOf(bob.call("run", {{"code", "mine"}, {"session", "s"}})), -32003);
  EXPECT_EQ(bob.call("session.open", {{"session", "s"}}).at("result").at("created"), true);
  EXPECT_EQ(as(supervisor, kAlice).run("mine", {{"session", "s"}}).at("value"), 1) << "another connection with her token";
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Tenants, ATokenIsPresentedOnceAndFirst) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto client = as(supervisor, kAlice);
  EXPECT_EQ(codeOf(become(client, kBob)), -32600);
  EXPECT_EQ(client.call("info").at("result").at("tenant"), "alice");

  // While a program runs its tenant stays who it is: what it uses is charged to whom it was admitted for.
  auto other = supervisor.connect();
  const auto running = other.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
  ASSERT_TRUE(eventually([&] { return client.call("info").at("result").at("pool").at("busy") == 1; }));
  const auto refused = become(other, kAlice);
  EXPECT_EQ(codeOf(refused), -32600) << json::serialize(refused);
  other.call("cancel", {{"id", running}});
  EXPECT_EQ(other.answerTo(running).at("result").at("verdict"), "cancelled");
  EXPECT_EQ(become(other, kAlice).at("result").at("tenant"), "alice") << "the same, when nothing is in flight any more";
}

TEST(Tenants, WhatFollowsATokenInOneWriteIsItsTenants) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto client = supervisor.connect();
  client.send(R"({"jsonrpc":"2.0","id":"a","method":"authenticate","params":{"token":")" + kAlice + R"("}})" "\n"
              R"({"jsonrpc":"2.0","id":"b","method":"info"})" "\n");
  std::string tenant;
  for (int i = 0; i < 2; ++i) {
    const auto line = client.readJson();
    if (line.at("id") == "b") tenant = line.at("result").at("tenant").as_string();
  }
  EXPECT_EQ(tenant, "alice");
}

TEST(Tenants, ThreeUnknownTokensAndTheConnectionEnds) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto client = supervisor.connect();
  EXPECT_EQ(codeOf(become(client, "wrong")), -32002);
  EXPECT_EQ(codeOf(become(client, "")), -32002);
  EXPECT_EQ(become(client, kAlice).at("result").at("tenant"), "alice") << "two are forgiven";

  auto guesser = supervisor.connect();
  // All at once, and a right one behind them: it comes too late.
  std::string lines;
  for (const auto& token : {std::string("a"), std::string("b"), std::string("c"), kAlice})
    lines += R"({"jsonrpc":"2.0","id":1,"method":"authenticate","params":{"token":")" + token + "\"}}\n";
  guesser.send(lines);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(guesser.readJson().at("error").at("code"), -32002);
  EXPECT_EQ(guesser.readLine(), std::nullopt);
}

TEST(Tenants, TokensOfAnyKindAndLengthHarmNobody) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto witness = as(supervisor, kBob);
  for (const auto& params : {json::object{}, json::object{{"token", 7}}, json::object{{"token", nullptr}},
                             json::object{{"token", json::array{kAlice}}}, json::object{{"token", kAlice}, {"tenant", "alice"}}}) {
    auto client = supervisor.connect();
    EXPECT_EQ(codeOf(client.call("authenticate", params)), -32602) << json::serialize(params);
  }
  for (const auto& token : {std::string(1024, 'a'), std::string(1025, 'a'), std::string(8 << 20, 'a'), kAlice + '\0', kAlice + " ",
                            kAlice.substr(1), digest(kAlice), digest(kAlice).substr(7), std::string("alice")}) {
    auto client = supervisor.connect();
    EXPECT_EQ(codeOf(become(client, token)), -32002) << token.size();
  }
  EXPECT_EQ(witness.run("1").at("value"), 1);
}

TEST(Tenants, TenThousandWrongTokensAreAnsweredCountedAndSummedUp) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  auto witness = supervisor.connect();
  ASSERT_TRUE(witness.call("warmup").contains("result"));  // a run uses one and has it replaced: no more than these
  const auto before = descriptorCount(supervisor.pid());
  constexpr int kConnections = 3334;
  int refused = 0;
  for (int i = 0; i < kConnections; ++i) {
    auto client = supervisor.connect();
    std::string lines;
    for (int k = 0; k < 3; ++k) lines += R"({"jsonrpc":"2.0","id":1,"method":"authenticate","params":{"token":"guess"}})" "\n";
    client.send(lines);
    while (const auto line = client.readLine()) refused += line->find("-32002") != std::string::npos;
  }
  EXPECT_EQ(refused, 3 * kConnections);
  EXPECT_EQ(witness.run("1").at("value"), 1);
  EXPECT_TRUE(eventually([&] { return descriptorCount(supervisor.pid()) <= before; })) << descriptorCount(supervisor.pid());
  const auto events = witness.call("events", {{"types", {"security:authentication"}}}).at("result").as_array();
  EXPECT_GE(events.size(), 10u);
  EXPECT_LT(events.size(), 200u) << "a flood is summed up";
  EXPECT_EQ(as(supervisor, kAlice).run("2").at("value"), 2) << "and locks nobody out";
}

TEST(Tenants, NeitherLogNorEventsNorAnswersSayTheToken) {
  SupervisorProcess supervisor({.options = {"--log-level", "trace"}, .policy = policyText(), .onSocket = true});
  const std::string secret = "a wrong secret nobody must read";
  auto client = supervisor.connect();
  EXPECT_EQ(json::serialize(become(client, secret)).find(secret), std::string::npos);
  json::object odd{{"token", secret}};
  odd[secret] = 1;
  EXPECT_EQ(json::serialize(client.call("authenticate", odd)).find(secret), std::string::npos);
  become(client, kAlice);
  auto owner = supervisor.connect();
  const auto events = json::serialize(owner.call("events"));
  EXPECT_NE(events.find("security:authentication"), std::string::npos);
  for (const auto& each : {secret, kAlice, digest(kAlice).substr(7)}) {
    EXPECT_EQ(events.find(each), std::string::npos);
    EXPECT_EQ(supervisor.log().find(each), std::string::npos);
  }
}

/// The test's folder is its user's alone; another user has to get to the socket.
void openFor(const SupervisorProcess& supervisor) {
  const auto folder = supervisor.path().substr(0, supervisor.path().rfind('/'));
  ASSERT_EQ(::chmod(folder.c_str(), 0755), 0);
}

/// A connection of another user, who is in nobody's list. Needs root.
LineClient connectAs(unsigned uid, const SupervisorProcess& supervisor) {
  // The kernel notes who connects, not who reads: a child connects and hands the socket over.
  auto ends = makeSocketPair(SOCK_SEQPACKET).value();
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setgid(uid) != 0 || ::setuid(uid) != 0) ::_exit(1);
    try {
      auto client = LineClient::connect(supervisor.path());
      ::_exit(sendMessage(ends.second.get(), "socket", {client.fd()}) ? 0 : 2);
    } catch (...) {
      ::_exit(3);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error("the other user could not connect");
  auto message = receiveMessage(ends.first.get()).value();
  return LineClient(std::move(message.descriptors.at(0)));
}

class Strangers : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::geteuid(), 0u) << "to be another user takes root"; }
  static std::string strangers(const std::string& more = "") { return R"(, "clients": {"tokens": true)" + more + "}"; }
  static constexpr unsigned kStranger = 54321;
};

TEST_F(Strangers, MayDoNothingButAuthenticate) {
  SupervisorProcess supervisor({.options = {"--mode", "0666"}, .policy = policyText("", strangers()), .onSocket = true});
  openFor(supervisor);
  auto client = connectAs(kStranger, supervisor);
  for (const char* method : {"run", "info", "events", "metrics", "session.open", "session.list", "warmup", "cancel", "nonsense"})
    EXPECT_EQ(codeOf(client.call(method, {{"code", "1"}})), -32002) << method;
  EXPECT_EQ(client.call("ping").at("result"), json::object());
  EXPECT_EQ(become(client, kAlice).at("result").at("tenant"), "alice");
  EXPECT_EQ(client.run("1 + 1").at("value"), 2);
}

TEST_F(Strangers, AreNotLetInWhereThePolicyDoesNotSaySo) {
  SupervisorProcess supervisor({.options = {"--mode", "0666"}, .policy = policyText(), .onSocket = true});
  openFor(supervisor);
  auto client = connectAs(kStranger, supervisor);
  const auto line = client.readLine();
  ASSERT_TRUE(line);
  EXPECT_NE(line->find("-32002"), std::string::npos) << *line;
  EXPECT_EQ(client.readLine(), std::nullopt);
}

TEST_F(Strangers, WhoSayNothingAreSentAway) {
  SupervisorProcess supervisor(
      {.options = {"--mode", "0666"}, .policy = policyText("", strangers(R"(, "authenticateWithin": "300ms")")), .onSocket = true});
  openFor(supervisor);
  auto silent = connectAs(kStranger, supervisor);
  auto prompt = connectAs(kStranger, supervisor);
  EXPECT_EQ(become(prompt, kBob).at("result").at("tenant"), "bob");
  const auto line = silent.readLine();
  ASSERT_TRUE(line);
  EXPECT_NE(line->find("has not authenticated in time"), std::string::npos) << *line;
  EXPECT_EQ(silent.readLine(), std::nullopt);
  EXPECT_EQ(prompt.run("3").at("value"), 3) << "who has said it stays";
}

TEST_F(Strangers, TakeAQuarterOfThePlacesAndShortLines) {
  SupervisorProcess supervisor({.options = {"--mode", "0666"}, .policy = policyText("", strangers(R"(, "connections": 8)")), .onSocket = true});
  openFor(supervisor);
  std::vector<LineClient> waiting;
  for (int i = 0; i < 2; ++i) {
    waiting.push_back(connectAs(kStranger, supervisor));
    EXPECT_EQ(waiting.back().call("ping").at("result"), json::object());
  }
  auto third = connectAs(kStranger, supervisor);
  const auto line = third.readLine();
  ASSERT_TRUE(line);
  EXPECT_NE(line->find("too many connections"), std::string::npos) << *line;
  EXPECT_EQ(supervisor.connect().run("4").at("value"), 4) << "those who are known have their places";

  waiting[0].send(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":")" + std::string(17'000, 'x') + "\"}}\n");
  const auto tooLong = waiting[0].readLine();
  ASSERT_TRUE(tooLong);
  EXPECT_NE(tooLong->find("longer than 16384 bytes"), std::string::npos) << *tooLong;
  // The same length is fine for a tenant.
  become(waiting[1], kAlice);
  EXPECT_EQ(waiting[1].run("'" + std::string(17'000, 'x') + "'.length").at("value"), 17'000);
}

TEST_F(Strangers, WithAnOperatorsTokenAreNotOperators) {
  SupervisorProcess supervisor({.options = {"--mode", "0666"}, .policy = policyText("", strangers()), .onSocket = true});
  openFor(supervisor);
  auto root = supervisor.connect();
  EXPECT_TRUE(root.call("metrics", {{"tenants", true}}).contains("result"));
  become(root, kAlice);
  EXPECT_EQ(codeOf(root.call("metrics", {{"tenants", true}})), -32002) << "a token says less than root";
  auto stranger = connectAs(kStranger, supervisor);
  become(stranger, kBob);
  EXPECT_EQ(codeOf(stranger.call("metrics", {{"tenants", true}})), -32002);
  EXPECT_TRUE(stranger.call("metrics").contains("result"));
}

// ---- reloading -------------------------------------------------------------------------------------------------------------

TEST(Tenants, ATokenThatIsTakenOutEndsItsConnectionsAndTheOthersStay) {
  char name[] = "/tmp/isobox-policy-XXXXXX";
  const UniqueFd file(::mkstemp(name));
  const std::string path = name;
  const std::string next = "alice's next secret";
  const auto write = [&](const std::string& tokens) {
    std::ofstream(path) << R"({"pool": {"min": 1}, "tenants": {"alice": {"token": [)" + tokens + R"(]}, "bob": {"token": ")" + digest(kBob) + "\"}}}";
  };
  write("\"" + digest(kAlice) + "\", \"" + digest(next) + "\"");
  SupervisorProcess supervisor({.options = {"--policy", path}, .onSocket = true});
  auto old = as(supervisor, kAlice), fresh = as(supervisor, next), bob = as(supervisor, kBob);
  write("\"" + digest(next) + "\"");
  supervisor.signal(SIGHUP);
  EXPECT_EQ(old.readLine(), std::nullopt) << "its token is nobody's any more";
  EXPECT_EQ(fresh.run("1").at("value"), 1);
  EXPECT_EQ(bob.run("2").at("value"), 2);
  auto again = supervisor.connect();
  EXPECT_EQ(codeOf(become(again, kAlice)), -32002);
  ::unlink(path.c_str());
}

// ---- ceilings --------------------------------------------------------------------------------------------------------------

TEST(Tenants, HaveCeilingsOfTheirOwn) {
  SupervisorProcess supervisor({.policy = policyText(R"(, "ceiling": {"wall": "2s", "memory": "32MiB"})"), .onSocket = true});
  auto alice = as(supervisor, kAlice), bob = as(supervisor, kBob);
  const json::object wish{{"code", "1"}, {"timeout", 3000}};
  const auto refused = alice.call("run", wish);
  EXPECT_EQ(codeOf(refused), -32602);
  EXPECT_EQ(messageOf(refused), "params.timeout: 3s is not between 1ms and 2s");
  EXPECT_EQ(bob.call("run", wish).at("result").at("value"), 1);
  EXPECT_EQ(alice.run("2").at("value"), 2) << "who asks for nothing gets what is allowed";
  EXPECT_EQ(alice.call("info").at("result").at("ceiling").at("wall"), 2000);
  EXPECT_EQ(alice.call("info").at("result").at("limits").at("memory"), 32 << 20);
  EXPECT_EQ(codeOf(alice.call("session.open", {{"session", "s"}, {"memory", 33 << 20}})), -32602);
  EXPECT_EQ(alice.run("let a = []; for (;;) a.push({})", {{"timeout", 2000}}).at("verdict"), "memory_limit");
}

}  // namespace
}  // namespace isobox::testing::tenants_test
