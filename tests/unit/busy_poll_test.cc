// How long whoever waits asks before it sleeps, and a thread of the client library that does so. Needs a socket pair.
#include "ipc/client/busy_poll.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "ipc/base/unique_fd.h"

namespace isobox::detail {
namespace {

using namespace std::chrono_literals;

struct Pair {
  Pair() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    ours = UniqueFd(ends[0]);
    theirs = UniqueFd(ends[1]);
  }
  UniqueFd ours, theirs;
};

bool severalProcessors() { return std::thread::hardware_concurrency() > 1; }

TEST(PollBudget, PaysAsLongAsAnswersComeSoon) {
  PollBudget budget(1ms);
  EXPECT_EQ(budget.pays(), severalProcessors());
  for (int i = 0; i < 100; ++i) budget.learn(900us);
  EXPECT_EQ(budget.pays(), severalProcessors());
  for (int i = 0; i < 100; ++i) budget.learn(1100us);
  EXPECT_FALSE(budget.pays());
}

TEST(PollBudget, OneLongWaitIsForgotten) {
  PollBudget budget(1ms);
  budget.learn(1h);
  EXPECT_FALSE(budget.pays());
  for (int i = 0; i < 24; ++i) budget.learn(100us);
  EXPECT_EQ(budget.pays(), severalProcessors());
}

TEST(PollBudget, NoneNeverPays) {
  PollBudget budget(0us);
  budget.learn(0us);
  EXPECT_FALSE(budget.pays());
}

/// The answer is there, comes while it asks, or long after it has gone to sleep: it is the same.
TEST(BusyPoll, ReceivesWheneverItComes) {
  for (const auto most : {0us, 1us, 500'000us}) {
    const Pair pair;
    PollBudget budget(most);
    std::array<char, 16> room{};
    ASSERT_EQ(::write(pair.theirs.get(), "abc", 3), 3);
    EXPECT_EQ(receiveSoon(budget, pair.ours.get(), room.data(), room.size()), 3);
    std::thread answer([&] {
      std::this_thread::sleep_for(5ms);
      ASSERT_EQ(::write(pair.theirs.get(), "defg", 4), 4);
    });
    EXPECT_EQ(receiveSoon(budget, pair.ours.get(), room.data(), room.size()), 4);
    answer.join();
    EXPECT_EQ(room[0], 'd');
  }
}

TEST(BusyPoll, HearsTheEnd) {
  for (const auto most : {0us, 500'000us}) {
    Pair pair;
    PollBudget budget(most);
    char room = 0;
    std::thread end([&] { ::shutdown(pair.ours.get(), SHUT_RDWR); });
    EXPECT_EQ(receiveSoon(budget, pair.ours.get(), &room, 1), 0);
    end.join();
  }
}

TEST(BusyPoll, AnErrorIsNoReasonToAskAgain) {
  PollBudget budget(1s);
  char room = 0;
  EXPECT_EQ(receiveSoon(budget, -1, &room, 1), -1);
  EXPECT_EQ(errno, EBADF);
}

}  // namespace
}  // namespace isobox::detail
