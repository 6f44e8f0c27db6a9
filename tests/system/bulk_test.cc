// Requests and results of many bytes, which the supervisor looks through beside its loop: they come whole, wrong ones are found,
// and who goes away meanwhile harms nobody. Needs a jail.
#include <gtest/gtest.h>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

constexpr std::size_t kMany = 3'000'000;

SupervisorProcess::Setup roomy(bool probe = false) {
  return {.policy = R"({"pool": {"min": 2, "max": 4}, "limits": {"source": "16MiB", "input": "16MiB"}})", .probe = probe};
}

class Bulk : public ::testing::Test {
 protected:
  json::object run(std::string_view code, json::object options = {}) { return supervisor.client().run(code, std::move(options)); }
  SupervisorProcess supervisor{roomy()};
  const std::string many = std::string(kMany, 'x');
};

TEST_F(Bulk, ValuesComeWhole) {
  EXPECT_EQ(run("'x'.repeat(3e6)").at("value"), json::value(many));
  const auto lines = run("'\\n'.repeat(1e6)").at("value");
  EXPECT_EQ(lines, json::value(std::string(1'000'000, '\n')));
  const auto list = run("Array.from({length: 300000}, (_, i) => i)").at("value");
  ASSERT_EQ(list.as_array().size(), 300'000u);
  EXPECT_EQ(list.at(299'999), 299'999);
}

TEST_F(Bulk, ConsolesComeWhole) {
  const auto result = run("for (let i = 0; i < 3000; i++) console.log(i + 'x'.repeat(1000)); 1");
  EXPECT_EQ(result.at("value"), 1);
  ASSERT_EQ(result.at("console").as_array().size(), 3000u);
  EXPECT_EQ(result.at("console").at(2999).at("text"), json::value("2999" + std::string(1000, 'x')));
}

TEST_F(Bulk, ProgramsAndTheirInputArriveWhole) {
  EXPECT_EQ(run("/*" + many + "*/ 'end'").at("value"), "end");
  EXPECT_EQ(run("text.length + text[0] + text.at(-1)", {{"context", {{"text", many + "y"}}}}).at("value"), json::value(std::to_string(kMany + 1) + "xy"));
  auto& client = supervisor.client();
  const auto tooMany = client.call("run", {{"code", "1"}, {"context", {{"text", std::string(17 << 20, 'x')}}}});
  EXPECT_EQ(tooMany.at("error").at("code"), -32602);
}

TEST_F(Bulk, ItemsComeWholeAndInOrder) {
  auto& client = supervisor.client();
  const auto id = client.post("run", {{"code", "(function*() { for (let i = 0; i < 6; i++) yield i % 2 ? 'x'.repeat(1e6) + i : i; })()"}, {"stream", true}});
  for (int i = 0; i < 6; ++i) {
    const auto line = client.readJson();
    ASSERT_EQ(line.at("method"), "item");
    const auto& value = line.at("params").at("value");
    if (i % 2 == 0) EXPECT_EQ(value, i);
    else EXPECT_EQ(value, json::value(std::string(1'000'000, 'x') + std::to_string(i)));
  }
  EXPECT_EQ(client.answerTo(id).at("result").at("verdict"), "ok");
}

TEST_F(Bulk, CallsAndTheirAnswersComeWhole) {
  auto& client = supervisor.client();
  const auto id = client.post("run", {{"code", "f('x'.repeat(1e6)).length"}, {"functions", {"f"}}});
  const auto call = client.readJson();
  ASSERT_EQ(call.at("method"), "call");
  EXPECT_EQ(call.at("params").at("arguments").at(0), json::value(std::string(1'000'000, 'x')));
  EXPECT_EQ(client.call("reply", {{"id", id}, {"call", call.at("params").at("call")}, {"value", many}}).at("result").at("taken"), true);
  EXPECT_EQ(client.answerTo(id).at("result").at("value"), kMany);
}

TEST_F(Bulk, SessionsKeepThem) {
  auto& client = supervisor.client();
  client.call("session.open", {{"session", "s"}});
  EXPECT_EQ(client.call("session.set", {{"session", "s"}, {"state", {{"a", many}}}}).at("result").at("verdict"), "ok");
  EXPECT_EQ(run("var b = a + 'y'; a.length", {{"session", "s"}}).at("value"), kMany);
  const auto state = client.call("session.get", {{"session", "s"}}).at("result").at("value");
  EXPECT_GT(json::serialize(state).size(), 2 * kMany);
  EXPECT_EQ(run("b.length + b.at(-1)", {{"session", "s"}}).at("value"), json::value(std::to_string(kMany + 1) + "y"));
}

TEST_F(Bulk, LinesBehindALongOneAreTakenInTheirTurn) {
  auto& client = supervisor.client();
  const auto request = [](int id, const std::string& code) {
    return json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", "run"}, {"params", {{"code", code}}}}) + "\r\n";
  };
  client.send("\n" + request(101, "/*" + many + "*/ 1") + "\r\n\n" + request(102, "2") + request(103, "/*" + many + "*/ 3") + "[" + many + "\n" + request(104, "4"));
  EXPECT_EQ(client.answerTo(101).at("result").at("value"), 1);
  EXPECT_EQ(client.answerTo(102).at("result").at("value"), 2);
  EXPECT_EQ(client.answerTo(103).at("result").at("value"), 3);
  EXPECT_EQ(client.answerTo(104).at("result").at("value"), 4);
}

TEST_F(Bulk, WhoGoesAwayMeanwhileHarmsNobody) {
  SupervisorProcess listening({.policy = R"({"pool": {"min": 2, "max": 4}, "limits": {"source": "16MiB"}})", .onSocket = true});
  const auto line = json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "run"}, {"params", {{"code", "/*" + many + "*/ 'x'.repeat(3e6)"}}}}) + "\n";
  for (int i = 0; i < 20; ++i) {
    auto one = listening.connect();
    one.send(line);
    if (i % 2) EXPECT_TRUE(one.readLine());
    one.close();
  }
  auto last = listening.connect();
  EXPECT_EQ(last.run("1+2").at("value"), 3);
  // In order, with nothing left that anybody waits for.
  last.close();
  EXPECT_EQ(listening.stop(), 0) << listening.log();
}

TEST_F(Bulk, ProgramsCanBeCancelledMeanwhile) {
  auto& client = supervisor.client();
  for (int i = 0; i < 10; ++i) {
    const auto id = client.post("run", {{"code", "/*" + many + "*/ for (;;) console.log('x'.repeat(1000))"}, {"console", 16 << 20}});
    EXPECT_EQ(client.call("cancel", {{"id", id}}).at("result").at("cancelled"), 1);
    const auto answer = client.answerTo(id);
    if (answer.contains("result")) EXPECT_EQ(answer.at("result").at("verdict"), "cancelled") << i;
    else EXPECT_EQ(answer.at("error").at("code"), -32001) << i;
  }
}

TEST(BulkOfARunner, IsCheckedToItsEnd) {
  SupervisorProcess supervisor(roomy(true));
  const std::string many(kMany, 'x');
  const auto refused = [&](const std::string& program, json::object options = {}) {
    const auto result = supervisor.client().run(program, std::move(options));
    EXPECT_EQ(result.at("verdict"), "protocol_violation") << program.substr(0, 40);
    EXPECT_FALSE(result.contains("value"));
  };
  EXPECT_EQ(supervisor.client().run("value \"" + many + "\"\nclaim 0").at("value"), json::value(many)) << "the prober's, too, when it is in order";
  refused("value \"" + many + "\nclaim 0");
  refused("value \"" + many + "\"}\nclaim 0");
  refused("value \"" + many + "\\q\"\nclaim 0");
  refused("call 0 f [\"" + many + "\nclaim 0", {{"functions", {"f"}}});
  refused("call 0 f \"" + many + "\"\nclaim 0", {{"functions", {"f"}}});
}

}  // namespace
}  // namespace isobox::testing
