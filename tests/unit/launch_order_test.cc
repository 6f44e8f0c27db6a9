// The launch order: there and back, cut at every byte.
#include "ipc/launch_order.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace isobox::ipc {
namespace {

LaunchOrder example() {
  LaunchOrder order;
  order.mapWriter = MapWriter::ShadowTools;
  order.denySetgroups = true;
  order.uids = {{0, 1'900'000'000, 1}, {1, 1'900'000'001, 10}};
  order.gids = {{0, 5, 1}};
  order.namespaces = 0x7e020000;
  order.setupFilter = std::string("\0\1\2\3\4\5\6\7", 8);
  order.runnerFilter = std::string(16, '\xff');
  order.runnerLimits = {{RLIMIT_CORE, 0}, {RLIMIT_AS, RLIM_INFINITY}};
  order.inheritedLimits = {{RLIMIT_FSIZE, 0}};
  order.arena = Bytes{4ull << 30};
  order.requireLandlock = false;
  return order;
}

TEST(LaunchOrder, ReadsBack) {
  const auto order = example();
  const auto read = parseLaunchOrder(encodeLaunchOrder(order));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->mapWriter, order.mapWriter);
  EXPECT_TRUE(read->denySetgroups);
  ASSERT_EQ(read->uids.size(), 2u);
  EXPECT_EQ(read->uids[1].inside, 1u);
  EXPECT_EQ(read->uids[1].outside, 1'900'000'001u);
  EXPECT_EQ(read->uids[1].count, 10u);
  ASSERT_EQ(read->gids.size(), 1u);
  EXPECT_EQ(read->gids[0].outside, 5u);
  EXPECT_EQ(read->namespaces, order.namespaces);
  EXPECT_EQ(read->setupFilter, order.setupFilter);
  EXPECT_EQ(read->runnerFilter, order.runnerFilter);
  ASSERT_EQ(read->runnerLimits.size(), 2u);
  EXPECT_EQ(read->runnerLimits[1].resource, RLIMIT_AS);
  EXPECT_EQ(read->runnerLimits[1].value, static_cast<std::uint64_t>(RLIM_INFINITY));
  ASSERT_EQ(read->inheritedLimits.size(), 1u);
  EXPECT_EQ(read->inheritedLimits[0].resource, RLIMIT_FSIZE);
  EXPECT_EQ(read->arena, order.arena);
  EXPECT_FALSE(read->requireLandlock);
}

TEST(LaunchOrder, RefusesPartsAndOtherFiles) {
  const auto bytes = encodeLaunchOrder(example());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(parseLaunchOrder(std::string_view(bytes).substr(0, length))) << "cut to " << length;
  EXPECT_FALSE(parseLaunchOrder(bytes + "x"));
  EXPECT_FALSE(parseLaunchOrder("#!/bin/sh\n"));
}

TEST(LaunchOrder, AHugeCountCostsNothing) {
  auto bytes = encodeLaunchOrder(LaunchOrder{});
  for (std::size_t i = 6; i < 10; ++i) bytes[i] = '\xff';  // the number of uid mappings
  EXPECT_FALSE(parseLaunchOrder(bytes));
}

TEST(LaunchOrder, DescriptorsDoNotCollide) {
  EXPECT_NE(kControlFd, kProgramFd);
  EXPECT_NE(kProgramFd, kOrderFd);
}

}  // namespace
}  // namespace isobox::ipc
