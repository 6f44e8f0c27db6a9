// Memory that all runners begin with. The children here are forked as the zygote's are, and say by their exit status what they saw.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "runner/page_image.h"

namespace isobox::runner {
namespace {

class PageImageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    void* place = ::mmap(nullptr, kPages * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(place, MAP_FAILED);
    memory = static_cast<std::byte*>(place);
    ::madvise(memory, kPages * kPage, MADV_NOHUGEPAGE);
    for (std::size_t i = 0; i < kUsed; ++i) at(i) = static_cast<std::byte>(i + 1);
  }
  void TearDown() override { ::munmap(memory, kPages * kPage); }

  std::byte& at(std::size_t page, std::size_t offset = 7) { return memory[page * kPage + offset]; }
  PageRange used() { return {memory, memory + kUsed * kPage}; }
  PageRange fresh() { return {memory + kUsed * kPage, memory + kPages * kPage}; }

  /// In a child; its answer.
  static int inChild(const std::function<int()>& act) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(act());
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  static long faults() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
  }

  static constexpr std::size_t kUsed = 64, kPages = 96;
  std::byte* memory = nullptr;
};

TEST_F(PageImageTest, ReadsTheSame) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  for (std::size_t i = 0; i < kUsed; ++i) {
    EXPECT_EQ(at(i), static_cast<std::byte>(i + 1));
    EXPECT_EQ(at(i, 9), std::byte{});
  }
  EXPECT_EQ(at(kUsed + 1), std::byte{});
}

TEST_F(PageImageTest, EverybodysWritesAreTheirOwn) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  at(3) = std::byte{100};
  const auto write = [&] {
    const bool inherited = at(3) == std::byte{100} && at(4) == std::byte{5};
    at(3) = at(4) = at(kUsed) = std::byte{101};
    return inherited ? 0 : 1;
  };
  EXPECT_EQ(inChild(write), 0);
  EXPECT_EQ(inChild(write), 0);
  EXPECT_EQ(at(3), std::byte{100});
  EXPECT_EQ(at(4), std::byte{5});
  EXPECT_EQ(at(kUsed), std::byte{});
}

TEST_F(PageImageTest, TakenAgainIsWhatWasWrittenMeanwhile) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  at(3) = std::byte{100};
  ASSERT_TRUE(image.takeAgain());
  EXPECT_EQ(at(3), std::byte{100});
  EXPECT_EQ(at(4), std::byte{5});
  EXPECT_EQ(inChild([&] { return at(3) == std::byte{100} && at(4) == std::byte{5} ? 0 : 1; }), 0);
  // Nothing is the process's own: a fork passes no page on, so that a child's first write to one is its first fault there.
  EXPECT_EQ(inChild([&] {
              const long before = faults();
              at(3) = std::byte{1};
              return static_cast<int>(std::min(faults() - before, 99l));
            }),
            1);
  EXPECT_EQ(at(3), std::byte{100});
}

TEST_F(PageImageTest, KnowsWhatARehearsalWrites) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  const auto typical = [&] { at(2) = at(10) = at(11) = at(40) = at(kUsed + 1) = std::byte{50}; };
  image.rehearse(typical, fresh());
  EXPECT_EQ(image.hotPages(), 5u);
  EXPECT_EQ(at(2), std::byte{3}) << "it happened in a child";
  std::vector<std::byte> elsewhere(kPages * kPage);
  const auto check = [&] {
    image.populate(SetupCalls(), false);
    if (at(2) != std::byte{3} || at(11) != std::byte{12} || at(kUsed + 1) != std::byte{}) return 100;
    // Code of a program faults in each child, too: once, with other memory, it has done so before it is counted.
    std::byte* const ours = std::exchange(memory, elsewhere.data());
    typical();
    memory = ours;
    const long before = faults();
    typical();
    return static_cast<int>(std::min(faults() - before, 99l));
  };
  EXPECT_EQ(inChild(check), 0) << "page faults of what was rehearsed";
  EXPECT_EQ(at(2), std::byte{3});
}

TEST_F(PageImageTest, APageBetweenTwoComesWithThem) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  image.rehearse([&] { at(10) = at(12) = at(15) = std::byte{50}; }, fresh());
  EXPECT_EQ(image.hotPages(), 4u);
}

TEST_F(PageImageTest, ARehearsalThatFailsIsNoLoss) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  volatile std::uintptr_t nowhere = 16;
  image.rehearse(
      [&] {
        at(2) = std::byte{50};
        *reinterpret_cast<volatile int*>(nowhere) = 1;
      },
      fresh());
  EXPECT_EQ(image.hotPages(), 1u);
  image.rehearse([] { ::_exit(3); }, fresh());
  EXPECT_EQ(image.hotPages(), 0u);
  EXPECT_EQ(inChild([&] { return image.populate(SetupCalls(), false), at(2) == std::byte{3} ? 0 : 1; }), 0);
}

TEST_F(PageImageTest, CannotBeWrittenToThroughItsFile) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  // A shared mapping of the same file would need its descriptor, and there is none left.
  for (int fd = 3; fd < 256; ++fd) {
    char name[128] = {};
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    if (::readlink(link.c_str(), name, sizeof name - 1) < 0) continue;
    EXPECT_EQ(std::strstr(name, "isobox-image"), nullptr) << name;
  }
}

/// Memory of two huge pages' size, of which the first is known whole.
class HugePageTest : public PageImageTest {
 protected:
  void SetUp() override {
    void* place = ::mmap(nullptr, 3 * kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(place, MAP_FAILED);
    memory = alignedUp(static_cast<std::byte*>(place), kHugePage);
    ::madvise(memory, 2 * kHugePage, MADV_NOHUGEPAGE);
    for (const std::size_t page : {0, 3, 100, 511, 512, 513}) at(page) = static_cast<std::byte>(page % 250 + 1);
    ASSERT_TRUE(image.take({{memory, memory + 4 * kPage}, {memory + 100 * kPage, memory + 101 * kPage}, {memory + 512 * kPage, memory + 514 * kPage}}));
    image.prepareHugePage(memory);
    if (!image.hasHugePage()) GTEST_SKIP() << "this kernel makes no huge pages of a file's";
  }
  void TearDown() override {}

  PageImage image;
};

TEST_F(HugePageTest, ReadsTheSameAndIsTheChildsOwn) {
  const auto check = [&] {
    image.populate(SetupCalls(), true);
    for (const std::size_t page : {0, 3, 100, 512, 513})
      if (at(page) != static_cast<std::byte>(page % 250 + 1) || at(page, 9) != std::byte{}) return static_cast<int>(page % 200) + 1;
    // Nobody has said that it is in the image.
    if (at(511) != std::byte{} || at(200) != std::byte{}) return 2;
    for (std::size_t page = 0; page < 514; ++page) at(page) = std::byte{7};
    return 0;
  };
  EXPECT_EQ(inChild(check), 0);
  EXPECT_EQ(inChild(check), 0);
  EXPECT_EQ(at(3), std::byte{4});
  EXPECT_EQ(at(513), std::byte{14});
}

/// In all of this process, as the kernel counts.
long hugeKilobytes() {
  std::ifstream file("/proc/self/smaps_rollup");
  long kilobytes = 0;
  for (std::string line; std::getline(file, line);) std::sscanf(line.c_str(), "AnonHugePages: %ld", &kilobytes);
  return kilobytes;
}

TEST_F(HugePageTest, IsOnePage) {
  std::string enabled(64, ' ');
  std::ifstream("/sys/kernel/mm/transparent_hugepage/enabled").getline(enabled.data(), 63);
  if (enabled.find("[never]") != std::string::npos) GTEST_SKIP() << "this kernel is to make no huge pages";
  const auto check = [&] {
    const long before = hugeKilobytes();
    image.populate(SetupCalls(), true);
    return static_cast<int>((hugeKilobytes() - before) / 1024);
  };
  EXPECT_EQ(inChild(check), 2) << "megabytes";
}

TEST_F(HugePageTest, KnowsWhenTheParentHasOther) {
  EXPECT_TRUE(image.isCurrent());
  at(513) = std::byte{1};
  EXPECT_TRUE(image.isCurrent()) << "that is not in the huge page";
  at(100) = std::byte{1};
  EXPECT_FALSE(image.isCurrent());
}

TEST_F(HugePageTest, IsNotMadeOfWhatItWouldCut) {
  PageImage cut;
  ASSERT_TRUE(cut.take({{memory, memory + kPage}, {memory + 510 * kPage, memory + 514 * kPage}}));
  cut.prepareHugePage(memory);
  EXPECT_FALSE(cut.hasHugePage());
  EXPECT_EQ(inChild([&] { return cut.populate(SetupCalls(), true), at(511) == std::byte{12} && at(512) == std::byte{13} ? 0 : 1; }), 0);
}

TEST_F(PageImageTest, WithoutAHugePageItIsAsIfNobodyHadAsked) {
  PageImage image;
  ASSERT_TRUE(image.take({used()}));
  EXPECT_FALSE(image.hasHugePage());
  EXPECT_FALSE(image.isCurrent());
  EXPECT_EQ(inChild([&] { return image.populate(SetupCalls(), true), at(2) == std::byte{3} ? 0 : 1; }), 0);
}

TEST_F(PageImageTest, LeavesOutWhatIsEmpty) {
  PageImage image;
  ASSERT_TRUE(image.take({PageRange{}, used()}));
  image.rehearse([&] { at(1) = std::byte{1}; }, PageRange{});
  EXPECT_EQ(image.hotPages(), 1u);
}

}  // namespace
}  // namespace isobox::runner
