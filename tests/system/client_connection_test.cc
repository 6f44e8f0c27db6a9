// The library against supervisors that answer late, out of order, wrongly or not at all. Needs a Unix socket.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "isobox/isobox.h"
#include "tests/support/fake_supervisor.h"

namespace isobox {
namespace {

namespace json = boost::json;
using namespace test;

TEST(ClientConnection, ThreadsShareOneConnection) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    // Two at a time, answered the wrong way round.
    for (;;) {
      auto first = peer.next();
      auto second = first ? peer.next() : std::nullopt;
      if (!second) return;
      for (const auto* request : {&*second, &*first})
        peer.answer(*request, okResult(json::serialize(request->at("params").at("code")), "string"));
    }
  });
  auto box = boxAt(supervisor);
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      // An even number in flight at all times: each thread has two.
      for (int i = 0; i < 50; ++i) {
        const auto a = std::to_string(t) + "a" + std::to_string(i),
                   b = std::to_string(t) + "b" + std::to_string(i);
        auto futureA = box.asyncRun(a);
        auto futureB = box.asyncRun(b);
        if (futureA.get() != json::string(a) || futureB.get() != json::string(b)) ++wrong;
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(supervisor.connections(), 1);
}

TEST(ClientConnection, ManyInFlight) {
  FakeSupervisor supervisor(echo);
  auto box = boxAt(supervisor);
  std::vector<std::future<json::value>> futures;
  for (int i = 0; i < 2000; ++i) futures.push_back(box.asyncRun(std::to_string(i)));
  for (int i = 0; i < 2000; ++i)
    EXPECT_EQ(futures[static_cast<std::size_t>(i)].get(), json::string(std::to_string(i)));
}

TEST(ClientConnection, LongLinesArriveWhole) {
  FakeSupervisor supervisor(echo);
  auto box = boxAt(supervisor);
  const std::string code(10 << 20, 'x');
  EXPECT_EQ(box.run(code), json::string(code));
}

TEST(ClientConnection, HalfALineAndSilenceIsALostConnection) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    peer.next();
    peer.say(R"({"jsonrpc":"2.0","id":1,"res)");
  });
  auto box = boxAt(supervisor);
  const auto result = box.execute("x");
  EXPECT_EQ(result.verdict, Verdict::InternalError);
  EXPECT_NE(result.message.find("lost the connection"), std::string::npos) << result.message;
}

TEST(ClientConnection, EveryCallUnderWayEndsWithALostConnection) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    for (int i = 0; i < 3; ++i) peer.next();
  });
  auto box = boxAt(supervisor);
  std::vector<std::future<ExecutionResult>> futures;
  for (int i = 0; i < 3; ++i) futures.push_back(box.asyncExecute("x"));
  for (auto& future : futures) EXPECT_EQ(future.get().verdict, Verdict::InternalError);
}

TEST(ClientConnection, ConnectsAnewAfterALoss) {
  FakeSupervisor supervisor([](FakePeer& peer, int number) {
    auto request = peer.next();
    if (number == 0 || !request) return;
    peer.answer(*request, okResult("7"));
    peer.next();
  });
  auto box = boxAt(supervisor);
  EXPECT_EQ(box.execute("x").verdict, Verdict::InternalError);
  EXPECT_EQ(box.run("x"), 7);
  EXPECT_EQ(supervisor.connections(), 2);
}

TEST(ClientConnection, GarbageEndsTheConnectionNotTheBox) {
  const std::vector<std::string> garbage{"\x01\x02\xff\n",
                                         "[]\n",
                                         "{}\n",
                                         "null\n",
                                         "\n",
                                         "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":1}\n",
                                         "{\"jsonrpc\":\"2.0\",\"id\":1}\n",
                                         std::string(3000, '[') + "\n"};
  FakeSupervisor supervisor([&](FakePeer& peer, int number) {
    auto request = peer.next();
    if (!request) return;
    if (static_cast<std::size_t>(number) < garbage.size())
      return peer.say(garbage[static_cast<std::size_t>(number)]);
    peer.answer(*request, okResult("1"));
    peer.next();
  });
  auto box = boxAt(supervisor);
  for (const std::string& line : garbage) {
    const auto result = box.execute("x");
    EXPECT_EQ(result.verdict, Verdict::InternalError) << line;
    EXPECT_NE(result.message.find("no answer"), std::string::npos) << result.message;
    for (const char character : result.message) EXPECT_GE(static_cast<unsigned char>(character), 0x20);
  }
  EXPECT_EQ(box.run("x"), 1);
}

TEST(ClientConnection, ResultsThatMakeNoSenseCostOnlyTheirCall) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    for (const char* result :
         {"5", "{}", R"({"verdict":"splendid"})", R"({"verdict":"ok","duration":"long"})"})
      peer.answer(*peer.next(), result);
    peer.answer(*peer.next(), okResult("1"));
    peer.next();
  });
  auto box = boxAt(supervisor);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(box.execute("x").verdict, Verdict::InternalError);
  EXPECT_EQ(box.run("x"), 1);
  EXPECT_EQ(supervisor.connections(), 1);
}

TEST(ClientConnection, AnswersToNobodyAreNoHarm) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    auto request = peer.next();
    peer.say("{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":{}}\n");
    peer.answer(*request, okResult("1"));
    peer.answer(*request, okResult("2"));
    peer.answer(*peer.next(), okResult("3"));
    peer.next();
  });
  auto box = boxAt(supervisor);
  EXPECT_EQ(box.run("x"), 1);
  EXPECT_EQ(box.run("x"), 3);
}

TEST(ClientConnection, RefusalOfTheConnectionReachesTheCall) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    peer.say(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"1000 connections are open"}})"
             "\n");
    peer.next();
  });
  auto box = boxAt(supervisor);
  const auto result = box.execute("x");
  EXPECT_EQ(result.verdict, Verdict::Overloaded);
  EXPECT_EQ(result.message, "1000 connections are open");
}

TEST(ClientConnection, NobodyListens) {
  IsoBoxOptions options;
  options.socket = "/nonexistent/isobox.sock";
  IsoBox box(options);
  const auto result = box.execute("x");
  EXPECT_EQ(result.verdict, Verdict::InternalError);
  EXPECT_NE(result.message.find("/nonexistent/isobox.sock"), std::string::npos) << result.message;
  EXPECT_THROW(box.run("x"), ExecutionError);
}

}  // namespace
}  // namespace isobox
