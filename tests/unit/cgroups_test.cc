// What is written into which file of a control group when it yields the CPU: ordinary files stand in for the kernel's, so that
// both versions of the interface are tested on any machine.
#include "supervisor/cgroups.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace isobox::supervisor {
namespace {

class CpuOfAGroup : public ::testing::Test {
 protected:
  CpuOfAGroup() {
    char name[] = "/tmp/isobox-cgroups-test-XXXXXX";
    directory = ::mkdtemp(name);
  }
  ~CpuOfAGroup() override { std::filesystem::remove_all(directory); }

  void write(const std::string& file, const std::string& text) { std::ofstream(directory + "/" + file) << text; }
  std::string read(const std::string& file) {
    std::ifstream stream(directory + "/" + file);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }
  Cgroup group(int version) { return Cgroup({{"cpu", version, directory}}, {}); }

  std::string directory;
};

TEST_F(CpuOfAGroup, IsIdleOnVersion2WhileItYields) {
  write("cpu.idle", "0");
  write("cpu.weight", "100");
  auto cgroup = group(2);
  ASSERT_TRUE(cgroup.yieldCpu());
  EXPECT_TRUE(cgroup.yieldsCpu());
  EXPECT_EQ(read("cpu.idle"), "1");
  ASSERT_TRUE(cgroup.returnCpu());
  EXPECT_FALSE(cgroup.yieldsCpu());
  EXPECT_EQ(read("cpu.idle"), "0");
  EXPECT_EQ(read("cpu.weight"), "100");
}

TEST_F(CpuOfAGroup, HasTheLeastWeightOnVersion2WhereThereIsNoIdle) {
  write("cpu.weight", "");
  auto cgroup = group(2);
  ASSERT_TRUE(cgroup.yieldCpu());
  EXPECT_EQ(read("cpu.weight"), "1");
  write("cpu.weight", "");
  ASSERT_TRUE(cgroup.returnCpu());
  EXPECT_EQ(read("cpu.weight"), "100");
  EXPECT_FALSE(std::filesystem::exists(directory + "/cpu.idle"));
}

TEST_F(CpuOfAGroup, HasTheLeastSharesOnVersion1WhereThereIsNoIdle) {
  write("cpu.shares", "");
  auto cgroup = group(1);
  ASSERT_TRUE(cgroup.yieldCpu());
  EXPECT_EQ(read("cpu.shares"), "2");
  ASSERT_TRUE(cgroup.returnCpu());
  EXPECT_EQ(read("cpu.shares"), "1024");
}

TEST_F(CpuOfAGroup, IsReadBack) {
  write("cpu.idle", "0");
  write("cpu.weight", "3");  // the kernel would say 100
  auto cgroup = group(2);
  ASSERT_TRUE(cgroup.yieldCpu());
  const auto back = cgroup.returnCpu();
  ASSERT_FALSE(back);
  EXPECT_NE(back.error().describe().find("cpu.weight"), std::string::npos) << back.error().describe();
  EXPECT_TRUE(cgroup.yieldsCpu()) << "it is not known to be back";
}

TEST_F(CpuOfAGroup, IsNotWrittenWithoutNeed) {
  write("cpu.idle", "untouched");
  auto cgroup = group(2);
  ASSERT_TRUE(cgroup.returnCpu());
  EXPECT_EQ(read("cpu.idle"), "untouched");
}

TEST_F(CpuOfAGroup, CannotYieldWithoutItsController) {
  Cgroup cgroup({{"memory", 2, directory}}, {});
  ASSERT_TRUE(cgroup.yieldCpu());
  EXPECT_FALSE(cgroup.yieldsCpu());
}

TEST_F(CpuOfAGroup, SaysWhatCannotBeWritten) {
  auto cgroup = group(2);
  const auto done = cgroup.yieldCpu();
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().describe().find("cpu.weight"), std::string::npos);
  EXPECT_FALSE(cgroup.yieldsCpu());
}

class PeakOfAGroup : public CpuOfAGroup {
 protected:
  Cgroup group(int version) { return Cgroup({{"memory", version, directory}}, {}); }
  static std::size_t openDescriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }
};

TEST_F(PeakOfAGroup, IsAnOpenFileOnlyWhileItIsMeasured) {
  write("memory.peak", "77");
  auto cgroup = group(2);
  const auto before = openDescriptors();
  EXPECT_FALSE(cgroup.peak()) << "nobody has begun to measure";
  EXPECT_TRUE(cgroup.resetPeak());
  EXPECT_EQ(openDescriptors(), before + 1);
  EXPECT_EQ(read("memory.peak"), "07");
  write("memory.peak", "4096\n");
  EXPECT_EQ(cgroup.peak(), Bytes{4096});
  EXPECT_EQ(openDescriptors(), before);
  EXPECT_FALSE(cgroup.peak());
  EXPECT_TRUE(cgroup.resetPeak()) << "the next measurement";
}

TEST_F(PeakOfAGroup, StaysOpenWhereThatIsWanted) {
  write("memory.max_usage_in_bytes", "1");
  auto cgroup = group(1);
  const auto before = openDescriptors();
  cgroup.keepPeakOpen();
  EXPECT_EQ(openDescriptors(), before + 1) << "not only when it is first measured: what all slots take is known then";
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(cgroup.resetPeak());
    EXPECT_EQ(cgroup.peak(), Bytes{0});
  }
  EXPECT_EQ(openDescriptors(), before + 1);
}

TEST_F(PeakOfAGroup, IsNotMeasuredWhereThereIsNone) {
  auto cgroup = group(2);
  EXPECT_FALSE(cgroup.resetPeak());
  EXPECT_FALSE(cgroup.peak());
  write("memory.peak", "5");
  EXPECT_FALSE(cgroup.resetPeak()) << "a kernel does not change";
}

}  // namespace
}  // namespace isobox::supervisor
