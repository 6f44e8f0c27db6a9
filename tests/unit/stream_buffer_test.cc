// The buffer between two threads: marks, ends, failures, and a hundred thousand items in order.
#include "isobox/stream_buffer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace isobox {
namespace {

using ::testing::ElementsAre;

constexpr StreamBufferOptions kSmall{.maxSize = 5, .highWaterMark = 4, .lowWaterMark = 1};

template <class T>
std::shared_ptr<std::vector<std::string>> crossings(StreamBuffer<T>& buffer) {
  auto list = std::make_shared<std::vector<std::string>>();
  for (const char* event : {"pause", "resume"}) buffer.on(event, [list, event] { list->push_back(event); });
  return list;
}

TEST(StreamBuffer, GivesWhatItTookInOrder) {
  StreamBuffer<std::string> buffer;
  EXPECT_EQ(buffer.shift(), std::nullopt);
  EXPECT_TRUE(buffer.push("a"));
  EXPECT_TRUE(buffer.push("b"));
  EXPECT_EQ(buffer.size(), 2u);
  EXPECT_EQ(buffer.shift(), "a");
  EXPECT_EQ(buffer.waitShift(), "b");
  EXPECT_EQ(buffer.shift(), std::nullopt);
}

TEST(StreamBuffer, PausesAndResumesOncePerCrossing) {
  StreamBuffer<int> buffer(kSmall);
  const auto seen = crossings(buffer);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(buffer.push(i));
  EXPECT_FALSE(buffer.isPaused());
  EXPECT_FALSE(buffer.push(3));
  EXPECT_FALSE(buffer.push(4));
  EXPECT_TRUE(buffer.isPaused());
  EXPECT_THAT(*seen, ElementsAre("pause"));
  buffer.shift();
  buffer.shift();
  EXPECT_FALSE(buffer.push(5));  // below the high mark, but still paused
  buffer.shift();
  buffer.shift();
  EXPECT_THAT(*seen, ElementsAre("pause"));
  buffer.shift();
  EXPECT_THAT(*seen, ElementsAre("pause", "resume"));
  buffer.shift();
  for (int i = 0; i < 4; ++i) buffer.push(i);
  EXPECT_THAT(*seen, ElementsAre("pause", "resume", "pause"));
}

TEST(StreamBuffer, MarksMayBeEqual) {
  StreamBuffer<int> buffer({.maxSize = 3, .highWaterMark = 2, .lowWaterMark = 2});
  const auto seen = crossings(buffer);
  for (int i = 0; i < 3; ++i) buffer.push(i);
  buffer.shift();
  EXPECT_TRUE(buffer.isPaused()) << "two are held, as many as the high mark";
  buffer.shift();
  EXPECT_FALSE(buffer.isPaused());
  EXPECT_THAT(*seen, ElementsAre("pause", "resume"));
}

TEST(StreamBuffer, AFullOneRefuses) {
  StreamBuffer<int> buffer(kSmall);
  for (int i = 0; i < 5; ++i) buffer.push(i);
  EXPECT_THROW(buffer.push(5), std::length_error);
  EXPECT_EQ(buffer.getStats(),
            (BufferStats{.size = 5, .maxSize = 5, .isPaused = true, .pushed = 5, .highest = 5}));
}

TEST(StreamBuffer, CountsWhatPassed) {
  StreamBuffer<int> buffer(kSmall);
  for (int i = 0; i < 10; ++i) {
    buffer.push(i);
    buffer.push(i);
    buffer.shift();
    buffer.shift();
  }
  EXPECT_EQ(buffer.getStats(), (BufferStats{.maxSize = 5, .pushed = 20, .shifted = 20, .highest = 2}));
}

TEST(StreamBuffer, OptionsThatMakeNoSenseAreNamed) {
  const auto complaint = [](StreamBufferOptions options) -> std::string {
    try {
      StreamBuffer<int> buffer(options);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(complaint({}), "");
  EXPECT_EQ(complaint({1, 1, 0}), "");
  EXPECT_EQ(complaint({0, 0, 0}), "StreamBufferOptions.maxSize: 0 items cannot hold anything");
  EXPECT_EQ(complaint({5, 0, 0}), "StreamBufferOptions.highWaterMark: 0 would pause an empty buffer");
  EXPECT_EQ(complaint({5, 6, 0}), "StreamBufferOptions.highWaterMark: 6 is above maxSize, 5");
  EXPECT_EQ(complaint({5, 3, 4}), "StreamBufferOptions.lowWaterMark: 4 is above highWaterMark, 3");
}

TEST(StreamBuffer, UnknownEventsAreRefused) {
  StreamBuffer<int> buffer;
  EXPECT_THROW(buffer.on("paused", [] {}), std::invalid_argument);
  EXPECT_THROW(buffer.on("pause", nullptr), std::invalid_argument);
  const auto id = buffer.on("pause", [] { FAIL() << "it was removed"; });
  EXPECT_TRUE(buffer.off("pause", id));
  EXPECT_FALSE(buffer.off("pause", id));
  for (int i = 0; i < 800; ++i) buffer.push(i);
}

TEST(StreamBuffer, ClosingLeavesWhatIsHeld) {
  StreamBuffer<int> buffer;
  buffer.push(1);
  buffer.close();
  EXPECT_FALSE(buffer.isEnded());
  EXPECT_THROW(buffer.push(2), std::logic_error);
  EXPECT_EQ(buffer.waitShift(), 1);
  EXPECT_EQ(buffer.waitShift(), std::nullopt);
  EXPECT_EQ(buffer.shift(), std::nullopt);
  EXPECT_TRUE(buffer.isEnded());
}

TEST(StreamBuffer, AFailureComesAfterWhatIsHeld) {
  StreamBuffer<int> buffer;
  buffer.push(1);
  buffer.fail(std::make_exception_ptr(std::runtime_error("lost")));
  buffer.close();
  EXPECT_THROW(buffer.push(2), std::runtime_error);
  EXPECT_EQ(buffer.waitShift(), 1);
  EXPECT_THROW(buffer.waitShift(), std::runtime_error);
  EXPECT_THROW(buffer.waitShift(), std::runtime_error);
  EXPECT_EQ(buffer.shift(), std::nullopt);
  EXPECT_THROW(StreamBuffer<int>().fail(nullptr), std::invalid_argument);
}

TEST(StreamBuffer, TheFirstEndCounts) {
  StreamBuffer<int> buffer;
  buffer.close();
  buffer.fail(std::make_exception_ptr(std::runtime_error("late")));
  EXPECT_EQ(buffer.waitShift(), std::nullopt);
}

TEST(StreamBuffer, AHandlerThatThrowsFailsTheBuffer) {
  StreamBuffer<int> buffer({.maxSize = 2, .highWaterMark = 1, .lowWaterMark = 0});
  buffer.on("pause", [] { throw std::runtime_error("of the handler"); });
  EXPECT_FALSE(buffer.push(7));
  EXPECT_EQ(buffer.waitShift(), 7);
  EXPECT_THROW(buffer.waitShift(), std::runtime_error);
}

TEST(StreamBuffer, HandlersMayUseTheBuffer) {
  StreamBuffer<int> buffer({.maxSize = 4, .highWaterMark = 3, .lowWaterMark = 1});
  const auto seen = crossings(buffer);
  buffer.on("pause", [&] {
    EXPECT_EQ(buffer.shift(), 0);
    EXPECT_EQ(buffer.shift(), 1);
  });
  for (int i = 0; i < 3; ++i) buffer.push(i);
  EXPECT_EQ(buffer.size(), 1u);
  EXPECT_THAT(*seen, ElementsAre("pause", "resume"));
}

TEST(StreamBuffer, CarriesWhatCanOnlyBeMoved) {
  StreamBuffer<std::unique_ptr<int>> buffer;
  buffer.push(std::make_unique<int>(3));
  EXPECT_EQ(**buffer.waitShift(), 3);
}

TEST(StreamBuffer, EndsWakeEveryoneWhoWaits) {
  StreamBuffer<int> buffer;
  auto first = std::async(std::launch::async, [&] { return buffer.waitShift(); });
  auto second = std::async(std::launch::async, [&] { return buffer.waitShift(); });
  buffer.close();
  EXPECT_EQ(first.get(), std::nullopt);
  EXPECT_EQ(second.get(), std::nullopt);
}

/// A producer that does as it is told: it never sees length_error, as it waits from "pause" to "resume".
class Producer {
 public:
  explicit Producer(StreamBuffer<int>& buffer) : buffer_(buffer) {
    buffer.on("pause", [this] { set(true); });
    buffer.on("resume", [this] { set(false); });
  }

  void produce(int count) {
    for (int i = 0; i < count; ++i) {
      waitUntilResumed();
      buffer_.push(i);
    }
    buffer_.close();
  }

 private:
  void set(bool paused) {
    const std::lock_guard lock(mutex_);
    EXPECT_NE(paused_, paused) << "pause and resume do not take turns";
    paused_ = paused;
    changed_.notify_one();
  }

  void waitUntilResumed() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !paused_; });
  }

  StreamBuffer<int>& buffer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool paused_ = false;
};

TEST(StreamBuffer, TwoThreadsPassEveryItemInOrder) {
  constexpr int kItems = 100'000;
  // The consumer's thread may still be telling the producer of an earlier crossing: the room above the high
  // mark is for that.
  StreamBuffer<int> buffer({.maxSize = kItems, .highWaterMark = 8, .lowWaterMark = 2});
  Producer producer(buffer);
  std::thread thread([&] { producer.produce(kItems); });
  int next = 0;
  while (const auto item = buffer.waitShift()) ASSERT_EQ(*item, next++);
  thread.join();
  EXPECT_EQ(next, kItems);
  const auto stats = buffer.getStats();
  EXPECT_EQ(stats.pushed, stats.shifted);
  EXPECT_FALSE(stats.isPaused);
}

}  // namespace
}  // namespace isobox
