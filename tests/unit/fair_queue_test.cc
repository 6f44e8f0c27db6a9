// Who is served next: shares, ceilings and room in the queue. No process, no clock.
#include "supervisor/fair_queue.h"

#include <gtest/gtest.h>

#include "supervisor/pool.h"

namespace isobox::supervisor {
namespace {

class Fair : public ::testing::Test {
 protected:
  std::shared_ptr<Ticket> ask(const std::string& tenant) {
    auto ticket = std::make_shared<Ticket>(io.get_executor(), tenant);
    queue.push(ticket);
    return ticket;
  }
  /// The tenants of the next `count`, a letter each; they run on.
  std::string serve(int count) {
    std::string order;
    for (int i = 0; i < count; ++i) {
      const auto ticket = queue.next();
      order += ticket ? ticket->tenant : "-";
    }
    return order;
  }

  asio::io_context io;
  policy::Policy policy;
  FairQueue queue{policy};
};

TEST_F(Fair, ReadyAreThoseWhoDoNotWaitForTheirOwnTenant) {
  policy.tenants["a"].running = 2;
  queue.setPolicy(policy);
  EXPECT_EQ(queue.ready(), 0u);
  for (int i = 0; i < 10; ++i) ask("a");
  EXPECT_EQ(queue.ready(), 2u);
  ask("b"), ask("b"), ask("b");
  EXPECT_EQ(queue.ready(), 5u);
  queue.started("a");
  EXPECT_EQ(queue.ready(), 4u);
  queue.ended("a");
  EXPECT_EQ(queue.ready(), 5u);
}

TEST_F(Fair, OneTenantIsServedInOrder) {
  const auto first = ask("a"), second = ask("a"), third = ask("a");
  queue.remove(second);
  EXPECT_EQ(queue.size(), 2u);
  EXPECT_EQ(queue.next(), first);
  EXPECT_EQ(queue.next(), third);
  EXPECT_EQ(queue.next(), nullptr);
  EXPECT_TRUE(queue.empty());
}

TEST_F(Fair, AFloodDelaysOthersByOneOnly) {
  for (int i = 0; i < 10'000; ++i) ask("a");
  EXPECT_EQ(serve(5), "aaaaa");
  ask("b");
  EXPECT_EQ(serve(2), "ba");
  ask("c");
  ask("b");
  EXPECT_EQ(serve(3).find('-'), std::string::npos);
}

TEST_F(Fair, SharesWeigh) {
  policy.tenants["a"].share = 3;
  queue.setPolicy(policy);
  for (int i = 0; i < 40; ++i) ask("a"), ask("b");
  const std::string order = serve(40);
  EXPECT_EQ(std::count(order.begin(), order.end(), 'a'), 30);
}

TEST_F(Fair, WhoWasAwayHasSavedNothing) {
  for (int i = 0; i < 100; ++i) ask("a");
  serve(50);
  for (int i = 0; i < 100; ++i) ask("b");
  const std::string order = serve(20);
  EXPECT_EQ(std::count(order.begin(), order.end(), 'a'), 10) << order;
}

TEST_F(Fair, LeavingAndComingBackGainsNothing) {
  for (int i = 0; i < 20; ++i) ask("b");
  std::string order;
  for (int i = 0; i < 20; ++i) {
    ask("a");
    const auto ticket = queue.next();
    order += ticket->tenant;
    queue.ended(ticket->tenant);
  }
  const auto as = std::count(order.begin(), order.end(), 'a');
  EXPECT_NEAR(static_cast<double>(as), 10, 1) << order;
}

TEST_F(Fair, ACeilingOfRunningProgramsHolds) {
  policy.tenants["default"].running = 2;
  policy.tenants["B"].running = 3;
  queue.setPolicy(policy);
  for (int i = 0; i < 5; ++i) ask("a"), ask("B");
  const std::string order = serve(7);
  EXPECT_EQ(order.substr(5), "--");
  queue.ended("a");
  EXPECT_EQ(serve(2), "a-");
  queue.started("c");
  EXPECT_TRUE(queue.mayRun("c"));
  queue.started("c");
  EXPECT_FALSE(queue.mayRun("c"));
}

TEST_F(Fair, AFullQueueHasRoomForThoseWhoHaveLess) {
  policy.pool.queue = 10;
  policy.tenants["small"].waiting = 1;
  queue.setPolicy(policy);
  for (int i = 0; i < 10; ++i) ask("a");
  EXPECT_FALSE(queue.hasRoom("a"));
  EXPECT_TRUE(queue.hasRoom("b"));
  for (int i = 0; i < 5; ++i) ask("b");
  EXPECT_FALSE(queue.hasRoom("b"));
  EXPECT_TRUE(queue.hasRoom("c"));
  EXPECT_TRUE(queue.hasRoom("small"));
  ask("small");
  EXPECT_FALSE(queue.hasRoom("small"));
}

}  // namespace
}  // namespace isobox::supervisor
