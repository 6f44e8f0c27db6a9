// Where cgroups are, from the texts of /proc, for the layouts that people have.
#include "supervisor/cgroup_mounts.h"

#include <gtest/gtest.h>

namespace isobox::supervisor {
namespace {

TEST(CgroupMounts, ReadsAUnifiedHierarchy) {
  const auto mounts = parseCgroupMounts("30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n",
                                        "0::/user.slice/user-1000.slice/session-1.scope\n");
  ASSERT_EQ(mounts.size(), 1u);
  EXPECT_EQ(mounts[0].version, 2);
  EXPECT_EQ(mounts[0].mountPoint, "/sys/fs/cgroup");
  EXPECT_EQ(mounts[0].ownDirectory, "/sys/fs/cgroup/user.slice/user-1000.slice/session-1.scope");
}

TEST(CgroupMounts, ReadsAHybridLayout) {
  const auto mounts = parseCgroupMounts(
      "31 25 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
      "32 25 0:28 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory\n"
      "33 25 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
      "34 25 0:30 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n",
      "4:memory:/a/b\n2:cpu,cpuacct:/\n1:name=systemd:/x\n0::/y\n");
  ASSERT_EQ(mounts.size(), 3u);
  EXPECT_EQ(mounts[0].ownDirectory, "/sys/fs/cgroup/unified/y");
  EXPECT_EQ(mounts[1].ownDirectory, "/sys/fs/cgroup/memory/a/b");
  EXPECT_EQ(mounts[1].controllers, std::vector<std::string>{"memory"});
  EXPECT_EQ(mounts[2].ownDirectory, "/sys/fs/cgroup/cpu,cpuacct");
  EXPECT_EQ(mounts[2].controllers, (std::vector<std::string>{"cpu", "cpuacct"}));
}

TEST(CgroupMounts, CutsTheMountsOwnRoot) {
  // As in a container without a cgroup namespace: the mount shows only part of the hierarchy.
  const auto mounts = parseCgroupMounts("32 25 0:28 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
                                        "4:memory:/docker/abc/inner\n");
  ASSERT_EQ(mounts.size(), 1u);
  EXPECT_EQ(mounts[0].ownDirectory, "/sys/fs/cgroup/memory/inner");
}

TEST(CgroupMounts, UnescapesPaths) {
  const auto mounts = parseCgroupMounts("30 24 0:26 / /mnt/a\\040b rw - cgroup2 cgroup2 rw\n", "0::/\n");
  ASSERT_EQ(mounts.size(), 1u);
  EXPECT_EQ(mounts[0].mountPoint, "/mnt/a b");
}

TEST(CgroupMounts, IgnoresGarbage) {
  EXPECT_TRUE(parseCgroupMounts("", "").empty());
  EXPECT_TRUE(parseCgroupMounts("a b c\n - cgroup2\n1 2 3 4 5 6 - ext4 x rw\n", "nonsense\n").empty());
}

}  // namespace
}  // namespace isobox::supervisor
