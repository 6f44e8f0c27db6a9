// Clients that are wrong, rude or broken: whoever caused it gets a clear error, everybody else is served. Needs a jail.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <thread>

#include "ipc/json.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

class BadInput : public ::testing::Test {
 protected:
  SupervisorProcess supervisor{{.policy = R"({"clients": {"line": "4MiB", "firstByteToNewline": 300, "inFlight": 8, "connections": 1100,
      "unread": "1MiB", "stalled": 1500}, "limits": {"source": "1MiB", "input": "1MiB", "value": "512KiB", "console": "512KiB"},
      "ceiling": {"source": "2MiB", "input": "2MiB", "value": "512KiB", "console": "512KiB"},
      "pool": {"min": 2, "max": 4, "queue": 20}})", .onSocket = true}};

  void expectServed() {
    auto other = supervisor.connect();
    EXPECT_EQ(other.run("40 + 2").at("value"), 42);
  }
};

TEST_F(BadInput, LinesThatAreNoRequests) {
  struct Case {
    std::string line;
    int code;
  };
  const Case kCases[] = {
      {"{", -32700},
      {"nonsense", -32700},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} trailing", -32700},
      {std::string("\x00\x01\x02", 3), -32700},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}", -32700},
      {"[]", -32600},
      {"42", -32600},
      {"\"run\"", -32600},
      {"null", -32600},
      {"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600},
      {"{\"id\":1,\"method\":\"ping\"}", -32600},
      {"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600},
      {"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600},
      {"{\"jsonrpc\":\"2.0\",\"id\":1}", -32600},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", -32600},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"fly\"}", -32601},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":1}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\"}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":7}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"timout\":7}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"timeout\":-7}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"timeout\":1e300}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"timeout\":\"long\"}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"timeout\":999999999}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"memory\":1}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"memory\":18446744073709551615}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"context\":[]}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"env\":{\"A\":1}}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"code\":\"2\"}}", -32700},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"1\",\"filename\":\"a\\u0000b\"}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"" + std::string(2'000'000, ' ') + "\"}}", -32602},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"cancel\",\"params\":{}}", -32602},
      {std::string(100'000, '['), -32700},
  };
  auto client = supervisor.connect();
  for (const Case& each : kCases) {
    client.send(each.line + "\n");
    const auto answer = client.readJson().as_object();
    const std::string shown = each.line.substr(0, 120);
    ASSERT_TRUE(answer.contains("error")) << shown << " -> " << json::serialize(answer).substr(0, 300);
    EXPECT_EQ(answer.at("error").at("code"), each.code) << shown << " -> " << json::serialize(answer);
    EXPECT_GT(answer.at("error").at("message").as_string().size(), 8u) << shown;
    EXPECT_EQ(answer.at("jsonrpc"), "2.0");
  }
  // The same connection still works.
  EXPECT_EQ(client.run("1 + 1").at("value"), 2);
}

TEST_F(BadInput, IdsComeBackAsTheyCame) {
  auto client = supervisor.connect();
  for (const std::string id : {"7", "\"a\\n\\u00fc\"", "0", "-3", "9007199254740993", "\"\""}) {
    client.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}\n");
    const auto answer = client.readJson();
    EXPECT_EQ(answer.at("id"), ipc::parseJson(id).value()) << id;
  }
}

TEST_F(BadInput, NotificationsAreNotAnswered) {
  auto client = supervisor.connect();
  client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}\n{\"jsonrpc\":\"2.0\",\"method\":\"nonsense\"}\n\r\n\n");
  EXPECT_EQ(client.call("ping").at("result"), json::object());
}

TEST_F(BadInput, ALineThatIsTooLongEndsTheConnectionWithAnError) {
  auto client = supervisor.connect();
  std::thread writer([&] {
    try {
      client.send(std::string(6'000'000, 'x'));
    } catch (const std::exception&) {  // cut off on the way, as it should be
    }
  });
  const auto line = client.readLine();
  writer.join();
  ASSERT_TRUE(line);
  EXPECT_NE(line->find("longer than 4194304 bytes"), std::string::npos) << *line;
  EXPECT_EQ(client.readLine(), std::nullopt);
  expectServed();
}

TEST_F(BadInput, HalfALineAndSilenceEndsTheConnectionWithAnError) {
  auto client = supervisor.connect();
  client.send("{\"jsonrpc\":");
  const auto line = client.readLine();
  ASSERT_TRUE(line);
  EXPECT_NE(line->find("not finished in time"), std::string::npos) << *line;
  EXPECT_EQ(client.readLine(), std::nullopt);
}

TEST_F(BadInput, ALineInSinglesBytesIsALine) {
  auto client = supervisor.connect();
  for (const char byte : std::string("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}\n")) client.send({&byte, 1});
  EXPECT_EQ(client.readJson().at("id"), 5);
}

TEST_F(BadInput, AClientThatStopsSendingStillGetsItsAnswers) {
  auto client = supervisor.connect();
  const auto id = client.post("run", {{"code", "var end = Date.now() + 200; while (Date.now() < end); 5"}});
  client.shutDownSending();
  EXPECT_EQ(client.answerTo(id).at("result").at("value"), 5);
  EXPECT_EQ(client.readLine(), std::nullopt);
}

TEST_F(BadInput, AClientThatHangsUpEndsItsExecutionsAtOnce) {
  auto watcher = supervisor.connect();
  {
    auto client = supervisor.connect();
    for (int i = 0; i < 3; ++i) client.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
    ASSERT_TRUE(eventually([&] { return watcher.call("info").at("result").at("pool").at("busy") == 3; }));
  }
  EXPECT_TRUE(eventually([&] { return watcher.call("info").at("result").at("pool").at("busy") == 0; }));
}

TEST_F(BadInput, HangingUpAfterHalfClosingEndsThemToo) {
  auto watcher = supervisor.connect();
  {
    auto client = supervisor.connect();
    client.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
    client.shutDownSending();
    ASSERT_TRUE(eventually([&] { return watcher.call("info").at("result").at("pool").at("busy") == 1; }));
  }
  EXPECT_TRUE(eventually([&] { return watcher.call("info").at("result").at("pool").at("busy") == 0; }));
}

TEST_F(BadInput, CancelEndsOneExecutionAndNoOther) {
  auto client = supervisor.connect();
  const json::object endless{{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}};
  const auto first = client.post("run", endless), second = client.post("run", endless);
  ASSERT_TRUE(eventually([&] { return client.call("info").at("result").at("pool").at("busy") == 2; }));
  EXPECT_EQ(client.call("cancel", {{"id", first}}).at("result").at("cancelled"), 1);
  EXPECT_EQ(client.answerTo(first).at("result").at("verdict"), "cancelled");
  EXPECT_EQ(client.call("info").at("result").at("pool").at("waiting"), 0);
  EXPECT_EQ(client.call("cancel", {{"id", 999}}).at("result").at("cancelled"), 0);
  EXPECT_EQ(client.call("cancel", {{"id", second}}).at("result").at("cancelled"), 1);
  EXPECT_EQ(client.answerTo(second).at("result").at("verdict"), "cancelled");
}

TEST_F(BadInput, TooManyRequestsOfOneConnectionAreRefusedAtOnce) {
  auto client = supervisor.connect();
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 12; ++i) ids.push_back(client.post("run", {{"code", "for (;;);"}, {"timeout", 700}}));
  int overloaded = 0, timeouts = 0;
  for (const auto id : ids) {
    const auto answer = client.answerTo(id);
    if (answer.contains("error")) {
      EXPECT_EQ(answer.at("error").at("code"), -32000);
      ++overloaded;
    } else {
      EXPECT_EQ(answer.at("result").at("verdict"), "timeout");
      ++timeouts;
    }
  }
  EXPECT_EQ(overloaded, 4);
  EXPECT_EQ(timeouts, 8);
}

TEST_F(BadInput, AFullQueueIsOverloadedAtOnce) {
  std::vector<LineClient> clients;
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(supervisor.connect());
    for (int j = 0; j < 8; ++j) ids.push_back(clients.back().post("run", {{"code", "for (;;);"}, {"timeout", 500}}));
  }
  int overloaded = 0;
  for (int i = 0; i < 32; ++i) {
    const auto answer = clients[i / 8].answerTo(ids[i]);
    if (answer.contains("error")) {
      ++overloaded;
    } else {
      EXPECT_EQ(answer.at("result").at("verdict"), "timeout");
    }
  }
  // Four run and twenty wait; how many were already warm when the first ones came decides the rest.
  EXPECT_GE(overloaded, 8);
  EXPECT_LE(overloaded, 12);
  expectServed();
}

TEST_F(BadInput, AClientThatNeverReadsIsCutOffAndNobodyElseNotices) {
  auto rude = supervisor.connect();
  const int small = 4096;
  ::setsockopt(rude.fd(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  const std::string big = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run\",\"params\":{\"code\":\"new Array(200001).join('x')\"}}\n";
  bool cut = false;
  for (int i = 0; i < 400 && !cut; ++i) {
    try {
      rude.send(big);
      expectServed();
    } catch (const std::exception&) {
      cut = true;
    }
    if (HasFailure()) break;
  }
  EXPECT_TRUE(cut);
  expectServed();
}

TEST_F(BadInput, AThousandIdleConnectionsCostLittle) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  ASSERT_GE(limit.rlim_cur, 2200u) << "raise the descriptor limit: ulimit -n 4096";
  const auto before = std::stoul(statusField(supervisor.pid(), "VmRSS"));
  std::vector<LineClient> idle;
  for (int i = 0; i < 1000; ++i) idle.push_back(supervisor.connect());
  EXPECT_EQ(idle.front().call("ping").at("result"), json::object());
  EXPECT_EQ(idle.back().call("ping").at("result"), json::object());
  expectServed();
  const auto after = std::stoul(statusField(supervisor.pid(), "VmRSS"));
  EXPECT_LT(after - before, 40'000u) << "kB for a thousand connections";
  for (int i = 0; i < 99; ++i) idle.push_back(supervisor.connect());
  // Beyond the policy's 1100 it is told so.
  auto late = supervisor.connect();
  bool refused = false;
  for (int i = 0; i < 3 && !refused; ++i) {
    idle.push_back(supervisor.connect());
    late = supervisor.connect();
    try {
      late.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n");
      const auto line = late.readLine();
      refused = line && line->find("too many connections") != std::string::npos;
    } catch (const std::exception&) {
      refused = true;
    }
  }
  EXPECT_TRUE(refused);
  idle.clear();
  EXPECT_TRUE(eventually([&] {
    try {
      return supervisor.connect().call("ping").contains("result");
    } catch (const std::exception&) {
      return false;
    }
  }));
}

TEST_F(BadInput, NulAndControlCharactersInCodeNamesAndKeys) {
  auto client = supervisor.connect();
  EXPECT_EQ(client.run(std::string("'a\0b'.length", 12)).at("value"), 3);
  EXPECT_EQ(client.run("Object.keys(x)[0].length", {{"context", {{"x", {{std::string("k\0\x01\x7f", 4), 1}}}}}}).at("value"), 4);
  EXPECT_EQ(client.run("process.env.A.length", {{"env", {{"A", std::string("\0z", 2)}}}}).at("value"), 2);
  const auto thrown = client.run("throw new Error('line\\n\\u0000\\u2028end')");
  EXPECT_EQ(thrown.at("verdict"), "error");
  EXPECT_EQ(std::string(thrown.at("error").at("message").as_string()), std::string("line\n\0\xe2\x80\xa8" "end", 12));
}

}  // namespace
}  // namespace isobox::testing
