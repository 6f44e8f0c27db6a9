// Alarms that are put off again and again. An event loop and its clock.
#include "supervisor/alarm.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "ipc/base/units.h"

namespace isobox::supervisor {
namespace {

constexpr Milliseconds kSoon{20}, kLater{60};
constexpr std::chrono::hours kLong{1};

class AlarmTest : public ::testing::Test {
 protected:
  AlarmTest() {
    asio::co_spawn(
        io,
        [this]() -> Task<> {
          for (;;) {
            co_await event.wait();
            rung.push_back(Clock::now());
          }
        },
        asio::detached);
    io.poll();
  }
  /// Until this time.
  void live(Milliseconds time) {
    io.restart();
    io.run_for(time);
  }

  asio::io_context io{1};
  AsyncEvent event{io.get_executor()};
  std::vector<Clock::time_point> rung;
  const Clock::time_point begin = Clock::now();
};

TEST_F(AlarmTest, RingsOnceAndNotBefore) {
  Alarm alarm(io.get_executor(), event);
  alarm.set(begin + kSoon);
  live(kLater);
  ASSERT_EQ(rung.size(), 1u);
  EXPECT_GE(rung[0], begin + kSoon);
}

TEST_F(AlarmTest, ThatIsPutOffRingsAtTheLaterTimeOnly) {
  Alarm alarm(io.get_executor(), event);
  alarm.set(begin + kSoon);
  alarm.set(begin + kLater);
  live(3 * kLater);
  ASSERT_EQ(rung.size(), 1u);
  EXPECT_GE(rung[0], begin + kLater);
}

TEST_F(AlarmTest, ThatIsWantedEarlierRingsEarlier) {
  Alarm alarm(io.get_executor(), event);
  alarm.set(begin + kLong);
  alarm.set(begin + kSoon);
  live(kLater);
  EXPECT_EQ(rung.size(), 1u);
}

TEST_F(AlarmTest, ThatIsOffDoesNotRingUntilItIsSetAnew) {
  Alarm alarm(io.get_executor(), event);
  alarm.set(begin + kSoon);
  alarm.off();
  live(kLater);
  EXPECT_EQ(rung.size(), 0u);
  alarm.set(Clock::now() + kSoon);
  live(kLater);
  EXPECT_EQ(rung.size(), 1u);
}

TEST_F(AlarmTest, ATimeThatHasPassedRingsAtOnceAndNotInsideWhoeverSetsIt) {
  Alarm alarm(io.get_executor(), event);
  alarm.set(begin - kSoon);
  EXPECT_EQ(rung.size(), 0u);
  live(kSoon);
  EXPECT_EQ(rung.size(), 1u);
}

TEST_F(AlarmTest, MayGoWhileItsTimerHasExpired) {
  auto alarm = std::make_unique<Alarm>(io.get_executor(), event);
  alarm->set(begin);
  // The timer's handler runs behind this one, when the alarm is no more.
  asio::post(io, [&] { alarm = nullptr; });
  live(kSoon);
  EXPECT_EQ(rung.size(), 0u);
}

}  // namespace
}  // namespace isobox::supervisor
