// Who is woken goes on soon, in order, and never inside whoever wakes it. An event loop without descriptors.
#include "supervisor/wake_queue.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "supervisor/async_event.h"

namespace isobox::supervisor {
namespace {

class WakeQueueTest : public ::testing::Test {
 protected:
  Task<> sleeper(AsyncEvent& event, char name, AsyncEvent* wakes = nullptr) {
    co_await event.wait();
    log += name;
    if (wakes) wakes->notify();
  }
  void spawn(Task<> task) { asio::co_spawn(io, std::move(task), asio::detached); }

  asio::io_context io{1};
  std::string log;
};

TEST_F(WakeQueueTest, WhoIsWokenDoesNotRunInsideWhoeverWakes) {
  AsyncEvent event(io.get_executor());
  spawn(sleeper(event, 'a'));
  spawn(sleeper(event, 'b'));
  io.poll();
  event.notify();
  EXPECT_EQ(log, "");
  event.notify();  // of those that have been woken already nobody is woken twice
  io.restart();
  io.run();
  EXPECT_EQ(log, "ab");
}

TEST_F(WakeQueueTest, AGatheringRunsWhomItWokeAndWhomTheyWake) {
  AsyncEvent first(io.get_executor()), second(io.get_executor()), third(io.get_executor());
  spawn(sleeper(first, 'a', &second));
  spawn(sleeper(second, 'b', &third));
  spawn(sleeper(third, 'c'));
  io.poll();
  {
    WakeQueue::Gathering gathering(WakeQueue::of(io.get_executor()));
    first.notify();
    WakeQueue::of(io.get_executor()).call([&] { log += '!'; });
    EXPECT_EQ(log, "");
    gathering.run();
    EXPECT_EQ(log, "a!bc");
  }
}

TEST_F(WakeQueueTest, WhatAGatheringDoesNotRunTheLoopDoes) {
  AsyncEvent event(io.get_executor());
  spawn(sleeper(event, 'a'));
  io.poll();
  {
    WakeQueue::Gathering gathering(WakeQueue::of(io.get_executor()));
    event.notify();
  }
  EXPECT_EQ(log, "");
  io.restart();
  io.run();
  EXPECT_EQ(log, "a");
}

TEST_F(WakeQueueTest, ARunWithinARunLeavesItsTurnToTheOuterOne) {
  auto& queue = WakeQueue::of(io.get_executor());
  WakeQueue::Gathering outer(queue);
  queue.call([&] {
    WakeQueue::Gathering inner(queue);
    queue.call([&] { log += 'b'; });
    inner.run();
    log += 'a';
  });
  outer.run();
  EXPECT_EQ(log, "ab");
}

TEST_F(WakeQueueTest, ThoseWhoWakeEachOtherForEverDoNotHoldUpTheLoop) {
  auto& queue = WakeQueue::of(io.get_executor());
  std::function<void()> again = [&] { queue.call(again); };
  again();
  asio::steady_timer timer(io, std::chrono::milliseconds(5));
  timer.async_wait([&](boost::system::error_code) { io.stop(); });
  io.run();
  SUCCEED() << "the timer was heard";
}

TEST_F(WakeQueueTest, OneThatThrowsHoldsUpNobody) {
  auto& queue = WakeQueue::of(io.get_executor());
  queue.call([] { throw std::runtime_error("thrown"); });
  queue.call([&] { log += 'a'; });
  EXPECT_THROW(io.run(), std::runtime_error);
  io.restart();
  io.run();
  EXPECT_EQ(log, "a");
}

TEST_F(WakeQueueTest, WhoWaitsUntilATimeIsWokenByEither) {
  AsyncEvent event(io.get_executor());
  const auto waits = [&](Clock::time_point until, char name) -> Task<> {
    co_await event.waitUntil(until);
    log += name;
  };
  spawn(waits(Clock::now() + std::chrono::hours(1), 'a'));
  spawn(waits(Clock::now(), 'b'));
  io.poll();
  event.notify();
  io.restart();
  io.run();
  EXPECT_EQ(std::set<char>(log.begin(), log.end()), (std::set<char>{'a', 'b'}));
}

}  // namespace
}  // namespace isobox::supervisor
