// Events: Node.js's rules, one by one, and two threads at once.
#include "isobox/event_emitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace isobox {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;

struct Log {
  std::vector<std::string> calls;
  EventEmitter::Handler named(std::string name) {
    return [this, name = std::move(name)](const json::value&) { calls.push_back(name); };
  }
};

TEST(EventEmitter, CallsInTheOrderOfRegistration) {
  EventEmitter emitter;
  Log log;
  emitter.on("a", log.named("first"));
  emitter.once("a", log.named("second"));
  emitter.on("b", log.named("other"));
  emitter.on("a", log.named("third"));
  EXPECT_EQ(emitter.listenerCount("a"), 3u);
  EXPECT_TRUE(emitter.emit("a"));
  EXPECT_THAT(log.calls, ElementsAre("first", "second", "third"));
  EXPECT_EQ(emitter.listenerCount("a"), 2u);
  EXPECT_FALSE(emitter.emit("nobody"));
}

TEST(EventEmitter, PayloadsAreNothingOneOrAList) {
  EventEmitter emitter;
  std::vector<json::value> got;
  emitter.on("e", [&](const json::value& payload) { got.push_back(payload); });
  emitter.emit("e");
  emitter.emit("e", "text");
  emitter.emit("e", {{"message", "hello"}});
  emitter.emit("e", json::array{1});
  emitter.emit("e", 1, "two", json::object{{"three", 3}});
  EXPECT_THAT(got, ElementsAre(json::value(), json::value("text"), json::value({{"message", "hello"}}),
                               json::value(json::array{1}), json::value({1, "two", {{"three", 3}}})));
}

TEST(EventEmitter, OneOrAllAreRemoved) {
  EventEmitter emitter;
  Log log;
  const auto first = emitter.on("a", log.named("first"));
  const auto second = emitter.on("a", log.named("second"));
  EXPECT_NE(first, second);
  EXPECT_FALSE(emitter.off("b", first));
  EXPECT_TRUE(emitter.off("a", first));
  EXPECT_FALSE(emitter.off("a", first));
  emitter.emit("a");
  EXPECT_THAT(log.calls, ElementsAre("second"));
  emitter.on("a", log.named("third"));
  EXPECT_EQ(emitter.off("a"), 2u);
  EXPECT_EQ(emitter.off("a"), 0u);
  EXPECT_EQ(emitter.listenerCount("a"), 0u);
}

TEST(EventEmitter, TheSameHandlerTwiceIsCalledTwice) {
  EventEmitter emitter;
  Log log;
  const auto handler = log.named("x");
  emitter.off("a", emitter.on("a", handler));
  emitter.on("a", handler);
  emitter.on("a", handler);
  emitter.emit("a");
  EXPECT_THAT(log.calls, ElementsAre("x", "x"));
}

TEST(EventEmitter, WhatHandlersChangeCountsFromTheNextEvent) {
  EventEmitter emitter;
  Log log;
  ListenerId second{};
  emitter.once("a", [&](const json::value&) {
    emitter.off("a", second);
    emitter.on("a", log.named("added"));
  });
  second = emitter.on("a", log.named("removed"));
  emitter.emit("a");
  EXPECT_THAT(log.calls, ElementsAre("removed"));
  emitter.emit("a");
  EXPECT_THAT(log.calls, ElementsAre("removed", "added"));
}

TEST(EventEmitter, OnceIsOnceAlsoWhenTheHandlerEmits) {
  EventEmitter emitter;
  int calls = 0;
  int later = 0;
  emitter.once("a", [&](const json::value&) {
    ++calls;
    emitter.emit("a");
  });
  emitter.once("a", [&](const json::value&) { ++later; });
  emitter.emit("a");
  emitter.emit("a");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(later, 1);
}

TEST(EventEmitter, TheFirstExceptionComesAfterTheLastHandler) {
  EventEmitter emitter;
  Log log;
  emitter.on("a", [](const json::value&) { throw std::runtime_error("one"); });
  emitter.on("a", log.named("between"));
  emitter.once("a", [](const json::value&) { throw std::logic_error("two"); });
  emitter.on("a", log.named("last"));
  try {
    emitter.emit("a");
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "one");
  }
  EXPECT_THAT(log.calls, ElementsAre("between", "last"));
  EXPECT_EQ(emitter.listenerCount("a"), 3u);
}

TEST(EventEmitter, AnEmptyHandlerIsRefused) {
  EventEmitter emitter;
  EXPECT_THROW(emitter.on("a", {}), std::invalid_argument);
  EXPECT_THROW(emitter.once("a", nullptr), std::invalid_argument);
  EXPECT_EQ(emitter.listenerCount("a"), 0u);
}

TEST(EventEmitter, WhatAHandlerHoldsMayUseTheEmitterWhenItGoes) {
  EventEmitter emitter;
  std::size_t seen = 99;
  auto atTheEnd = std::shared_ptr<void>(nullptr, [&](void*) { seen = emitter.listenerCount("a"); });
  emitter.on("a", [atTheEnd](const json::value&) {});
  atTheEnd.reset();
  EXPECT_EQ(seen, 99u);
  emitter.off("a");
  EXPECT_EQ(seen, 0u);
}

TEST(EventEmitter, ThreadsMayAddRemoveAndEmitAtOnce) {
  EventEmitter emitter;
  constexpr int kRounds = 5000;
  std::atomic<int> always = 0;
  std::atomic<int> single = 0;
  emitter.on("a", [&](const json::value&) { ++always; });
  const auto emitting = [&] {
    for (int i = 0; i < kRounds; ++i) emitter.emit("a", i);
  };
  std::thread first(emitting);
  std::thread second(emitting);
  for (int i = 0; i < kRounds; ++i) {
    emitter.once("a", [&](const json::value&) { ++single; });
    emitter.off("a", emitter.on("a", [](const json::value&) {}));
  }
  first.join();
  second.join();
  emitter.emit("a");
  EXPECT_EQ(always, 2 * kRounds + 1);
  EXPECT_EQ(single, kRounds);
  EXPECT_EQ(emitter.listenerCount("a"), 1u);
}

}  // namespace
}  // namespace isobox
