// When a program gives way to others, and when it goes beside them again. No process, no clock.
#include "supervisor/cpu_turn.h"

#include <gtest/gtest.h>

namespace isobox::supervisor {
namespace {

using Step = CpuTurn::Step;
constexpr Microseconds kAfter{10'000};
const Clock::time_point kStart{std::chrono::hours(1)};

/// Looks at `turn` whenever it is due, for `time`; the program gets this share of a processor. What was done, a letter each.
std::string live(CpuTurn& turn, Clock::time_point& now, Microseconds& used, Milliseconds time, double share) {
  std::string steps;
  const auto end = now + time;
  while (turn.due() <= end) {
    used += Microseconds(static_cast<long>(share * static_cast<double>(std::chrono::duration_cast<Microseconds>(turn.due() - now).count())));
    now = turn.due();
    switch (turn.look(now, used)) {
      case Step::Yield: steps += 'Y'; break;
      case Step::Return: steps += 'R'; break;
      case Step::None: steps += '.'; break;
    }
  }
  return steps;
}

TEST(CpuTurn, IsNotDueBeforeSoMuchCanHaveBeenUsed) {
  const CpuTurn turn(kStart, kAfter);
  EXPECT_EQ(turn.due(), kStart + kAfter);
}

TEST(CpuTurn, WhoHasUsedItsTimeYields) {
  CpuTurn turn(kStart, kAfter);
  EXPECT_EQ(turn.look(turn.due(), kAfter), Step::Yield);
}

TEST(CpuTurn, WhoHasNotIsLookedAtWhenItCanHave) {
  CpuTurn turn(kStart, kAfter);
  const auto now = turn.due();
  EXPECT_EQ(turn.look(now, kAfter - Microseconds(4000)), Step::None);
  EXPECT_EQ(turn.due(), now + Microseconds(4000));
  EXPECT_EQ(turn.look(turn.due(), kAfter), Step::Yield);
}

TEST(CpuTurn, WhoYieldsFromTheBeginningIsNotStarvedEither) {
  CpuTurn turn(kStart, kAfter, true);
  EXPECT_EQ(turn.due(), kStart + CpuTurn::kWindow);
  EXPECT_EQ(turn.look(turn.due(), CpuTurn::kLeast), Step::None) << "it gets what it needs";
  EXPECT_EQ(turn.look(turn.due(), CpuTurn::kLeast + Microseconds(100)), Step::Return);
}

TEST(CpuTurn, ZeroNeverYields) {
  const CpuTurn turn(kStart, Microseconds(0));
  EXPECT_EQ(turn.due(), Clock::time_point::max());
  EXPECT_TRUE(turn.stopped());
}

TEST(CpuTurn, WhoYieldsAndGetsEnoughGoesOnYielding) {
  CpuTurn turn(kStart, kAfter);
  auto now = kStart;
  Microseconds used{};
  EXPECT_EQ(live(turn, now, used, Milliseconds(10), 1), "Y");
  EXPECT_EQ(live(turn, now, used, Milliseconds(1000), 0.06), "..........");
}

TEST(CpuTurn, WhoGetsTooLittleGoesBesideTheOthersForAWhile) {
  CpuTurn turn(kStart, kAfter);
  auto now = kStart;
  Microseconds used{};
  EXPECT_EQ(live(turn, now, used, Milliseconds(10), 1), "Y");
  EXPECT_EQ(live(turn, now, used, CpuTurn::kWindow, 0.003), "R");
  const auto before = used;
  EXPECT_EQ(live(turn, now, used, Milliseconds(5), 1), "Y");
  EXPECT_EQ(used - before, CpuTurn::kLeast);
}

TEST(CpuTurn, NobodyStarves) {
  CpuTurn turn(kStart, kAfter);
  auto now = kStart;
  Microseconds used{};
  const auto end = now + std::chrono::seconds(10);
  bool yields = false;
  while (now < end) {
    const auto before = now;
    now = turn.due();
    // Nothing while it yields, half a processor beside others.
    if (!yields) used += std::chrono::duration_cast<Microseconds>(now - before) / 2;
    const auto step = turn.look(now, used);
    if (step != Step::None) yields = step == Step::Yield;
  }
  EXPECT_GE(used, Milliseconds(400)) << "of ten seconds";
}

TEST(CpuTurn, WhoSleepsIsLookedAtEverMoreRarely) {
  CpuTurn turn(kStart, kAfter);
  auto now = kStart;
  Microseconds used{};
  // An hour of sleep: a look a second, not a hundred.
  const auto steps = live(turn, now, used, std::chrono::hours(1), 0);
  EXPECT_LE(steps.size(), 3700u);
  EXPECT_EQ(steps.find_first_not_of('.'), std::string::npos);
  EXPECT_EQ(live(turn, now, used, Milliseconds(2000), 1).front(), 'Y');
}

TEST(CpuTurn, NothingIsDueAfterTheEnd) {
  CpuTurn turn(kStart, kAfter);
  turn.stop();
  EXPECT_TRUE(turn.stopped());
}

}  // namespace
}  // namespace isobox::supervisor
