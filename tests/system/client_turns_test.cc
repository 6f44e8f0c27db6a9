// Which thread reads a box's connection: those that wait take turns, and the box's own reads when none does. Needs a Unix socket.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <latch>
#include <thread>

#include "isobox/isobox.h"
#include "tests/support/fake_supervisor.h"

namespace isobox {
namespace {

namespace json = boost::json;
using namespace test;
using namespace std::chrono_literals;

std::string codeOf(const json::object& request) { return std::string(request.at("params").at("code").as_string()); }

std::string jsonString(std::string_view text) { return json::serialize(json::value(text)); }

/// One execution that calls `work` of the host; what comes out of it in `result`.
std::future<ExecutionResult> callWork(IsoBox& box, std::function<json::value()> work) {
  return std::async(std::launch::async, [&box, work = std::move(work)] {
    ExecutionOptions options;
    options.functions["work"] = [work](const json::array&) { return work(); };
    return box.execute("work()", options);
  });
}

void sayCall(FakePeer& peer, const json::object& request) {
  peer.say(R"({"jsonrpc":"2.0","method":"call","params":{"id":)" + json::serialize(request.at("id")) +
           R"(,"call":1,"function":"work","arguments":[]}})" "\n");
}

TEST(ClientTurns, EveryThreadGetsItsOwnAnswerWhateverTheirOrder) {
  constexpr std::size_t kThreads = 24, kRounds = 20;
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    std::vector<json::object> requests;
    while (auto request = peer.next()) {
      requests.push_back(std::move(*request));
      if (requests.size() < kThreads) continue;
      std::reverse(requests.begin(), requests.end());
      for (const auto& each : requests) peer.answer(each, okResult(jsonString(codeOf(each)), "string"));
      requests.clear();
    }
  });
  auto box = boxAt(supervisor);
  const auto live = [&box](std::size_t number) {
    for (std::size_t round = 0; round < kRounds; ++round) {
      const auto code = std::to_string(number) + "/" + std::to_string(round);
      // A third of them lets the box's thread read.
      const auto value = number % 3 == 0 ? box.asyncRun(code).get() : box.run(code);
      ASSERT_EQ(value, json::value(code));
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back(live, i);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(supervisor.connections(), 1);
}

TEST(ClientTurns, AFunctionThatWorksHoldsNobodyUp) {
  std::promise<void> otherDone;
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    const auto first = peer.next();
    sayCall(peer, *first);
    const auto other = peer.next();  // asked while the function works
    peer.answer(*other, okResult("2"));
    const auto reply = peer.next();
    peer.answer(*first, okResult(json::serialize(reply->at("params").at("value"))));
    peer.next();
  });
  auto box = boxAt(supervisor);
  std::promise<void> working;
  auto result = callWork(box, [&] {
    working.set_value();
    otherDone.get_future().wait();
    return json::value(1);
  });
  working.get_future().wait();
  EXPECT_EQ(box.run("other"), 2);
  otherDone.set_value();
  EXPECT_EQ(result.get().value, 1);
}

/// More than the socket holds comes while the only thread that would read is busy: the box's thread takes it.
TEST(ClientTurns, WhatComesWhileNobodyWaitsIsRead) {
  std::promise<void> allWritten;
  const std::string text(8 * 1024, 'x');
  FakeSupervisor supervisor([&](FakePeer& peer, int) {
    const auto request = peer.next();
    const auto id = json::serialize(request->at("id"));
    sayCall(peer, *request);
    for (int i = 0; i < 500; ++i)
      peer.say(R"({"jsonrpc":"2.0","method":"console","params":{"id":)" + id + R"(,"level":"log","text":")" + text + "\"}}\n");
    allWritten.set_value();
    peer.next();  // the function's value
    peer.answer(*request, okResult("1"));
    peer.next();
  });
  auto box = boxAt(supervisor);
  std::size_t heard = 0;
  ExecutionOptions options;
  options.onConsole = [&](const ConsoleEntry& entry) { heard += entry.text == text ? 1 : 0; };
  options.functions["work"] = [&](const json::array&) {
    EXPECT_EQ(allWritten.get_future().wait_for(20s), std::future_status::ready);
    return json::value(1);
  };
  EXPECT_EQ(box.execute("work()", options).value, 1);
  EXPECT_EQ(heard, 500u);
}

/// Requests that do not fit into the socket are finished by the box's thread, whole and in order.
TEST(ClientTurns, LongRequestsOfManyThreadsDoNotMix) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    while (auto request = peer.next()) peer.answer(*request, okResult(std::to_string(codeOf(*request).size())));
  });
  auto box = boxAt(supervisor);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i <= 6; ++i)
    threads.emplace_back([&box, i] {
      for (std::size_t round = 1; round <= 3; ++round) {
        const std::string code(i * 300'000 + round, static_cast<char>('a' + i));
        EXPECT_EQ(box.run(code), json::value(code.size()));
      }
    });
  for (auto& thread : threads) thread.join();
}

TEST(ClientTurns, ShutdownEndsEveryThreadThatWaits) {
  constexpr std::ptrdiff_t kThreads = 8;
  std::latch asked(kThreads);
  FakeSupervisor supervisor([&](FakePeer& peer, int) {
    while (peer.next()) asked.count_down();
  });
  auto box = boxAt(supervisor);
  std::vector<std::future<ExecutionResult>> results;
  for (std::ptrdiff_t i = 0; i < kThreads; ++i)
    results.push_back(std::async(std::launch::async, [&] { return box.execute("for (;;);"); }));
  asked.wait();
  box.shutdown();
  for (auto& result : results) EXPECT_EQ(result.get().verdict, Verdict::Cancelled);
}

/// The one that reads finds the end; all hear of it, and who calls then finds the next connection.
TEST(ClientTurns, ALossReachesEveryThreadThatWaits) {
  constexpr std::ptrdiff_t kThreads = 8;
  FakeSupervisor supervisor([](FakePeer& peer, int number) {
    if (number > 0) return echo(peer, number);
    for (std::ptrdiff_t i = 0; i < kThreads; ++i) peer.next();
  });
  auto box = boxAt(supervisor);
  std::vector<std::future<ExecutionResult>> results;
  for (std::ptrdiff_t i = 0; i < kThreads; ++i)
    results.push_back(std::async(std::launch::async, [&] {
      auto result = box.execute("x");
      EXPECT_EQ(box.run("again"), "again");
      return result;
    }));
  for (auto& result : results) EXPECT_EQ(result.get().verdict, Verdict::InternalError);
  EXPECT_EQ(supervisor.connections(), 2);
}

/// A function of the host that calls its own box waits, reads, and hands what belongs to others to them.
TEST(ClientTurns, FunctionsMayCallTheBox) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    const auto outer = peer.next();
    sayCall(peer, *outer);
    const auto inner = peer.next();
    peer.answer(*inner, okResult("20"));
    const auto reply = peer.next();
    peer.answer(*outer, okResult(json::serialize(reply->at("params").at("value"))));
    peer.next();
  });
  auto box = boxAt(supervisor);
  EXPECT_EQ(callWork(box, [&] { return json::value(box.run("inner").to_number<int>() + 1); }).get().value, 21);
}

}  // namespace
}  // namespace isobox
