// The engine's allocator: random work against a model, the budget, the peak. Needs nothing but memory.
#include "runner/engine/arena.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstring>
#include <fstream>
#include <random>
#include <vector>

namespace isobox::runner {
namespace {

struct Held {
  unsigned char* bytes;
  std::size_t size;
  unsigned char pattern;
};

bool holdsPattern(const Held& held, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    if (held.bytes[i] != held.pattern) return false;
  return true;
}

// Mostly small blocks, like an engine's, and now and then a large one.
std::size_t someSize(std::mt19937_64& random) {
  switch (random() % 20) {
    case 0:
      return 1 + random() % 300'000;
    case 1:
    case 2:
      return 1 + random() % 5'000;
    default:
      return 1 + random() % 200;
  }
}

class RandomWork {
 public:
  RandomWork(Arena& arena, std::uint64_t seed) : arena_(arena), random_(seed) {}

  void step() {
    const auto action = random_() % 100;
    if (held_.empty() || action < 45) return allocate();
    const std::size_t which = random_() % held_.size();
    action < 70 ? resize(which) : release(which);
  }
  void releaseAll() {
    while (!held_.empty()) release(random_() % held_.size());
  }

 private:
  void allocate() {
    const std::size_t size = someSize(random_);
    auto* bytes = static_cast<unsigned char*>(arena_.allocate(size));
    if (!bytes) return releaseSome();
    ASSERT_EQ(reinterpret_cast<std::uintptr_t>(bytes) % 16, 0u);
    held_.push_back({bytes, size, static_cast<unsigned char>(random_())});
    std::memset(bytes, held_.back().pattern, size);
  }
  void resize(std::size_t which) {
    Held& held = held_[which];
    const std::size_t size = someSize(random_);
    auto* bytes = static_cast<unsigned char*>(arena_.reallocate(held.bytes, size));
    ASSERT_TRUE(holdsPattern(held, bytes ? 0 : held.size));
    if (!bytes) return releaseSome();
    held.bytes = bytes;
    ASSERT_TRUE(holdsPattern(held, std::min(size, held.size)));
    held.size = size;
    std::memset(bytes, held.pattern, size);
  }
  void release(std::size_t which) {
    ASSERT_TRUE(holdsPattern(held_[which], held_[which].size));
    arena_.release(held_[which].bytes);
    held_[which] = held_.back();
    held_.pop_back();
  }
  void releaseSome() {
    for (std::size_t n = held_.size() / 2; n > 0; --n) release(random_() % held_.size());
  }

  Arena& arena_;
  std::mt19937_64 random_;
  std::vector<Held> held_;
};

TEST(Arena, SurvivesRandomWorkAndComesBackEmpty) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Arena arena = Arena::create(16_MiB).value();
    const Bytes empty = arena.used();
    RandomWork work(arena, seed);
    for (int i = 0; i < 40'000; ++i) {
      work.step();
      ASSERT_TRUE(i % 500 != 0 || arena.consistent()) << "seed " << seed << " step " << i;
      ASSERT_LE(arena.used(), arena.budget());
      if (::testing::Test::HasFatalFailure()) return;
    }
    work.releaseAll();
    EXPECT_TRUE(arena.consistent());
    EXPECT_EQ(arena.used(), empty);
    EXPECT_LE(arena.touched().count, (16_MiB + Arena::kFragmentation).count);
  }
}

TEST(Arena, WhatIsHiddenIsNeverHandedOut) {
  Arena arena = Arena::create(16_MiB).value();
  std::vector<void*> kept, holes;
  for (int i = 0; i < 1000; ++i) (i % 3 == 0 ? holes : kept).push_back(arena.allocate(100));
  for (void* hole : holes) arena.release(hole);
  const Bytes used = arena.used();
  arena.hideHoles();
  ASSERT_TRUE(arena.consistent());
  EXPECT_EQ(arena.used(), used) << "holes are not used memory, hidden or not";
  // Neither the holes nor what is released of the image, nor the rest of what shrinks there.
  const void* end = arena.allocate(100);
  ASSERT_GT(end, kept.back());
  for (std::size_t i = 0; i < kept.size(); i += 2) arena.release(kept[i]);
  ASSERT_EQ(arena.reallocate(kept[1], 30), kept[1]);
  ASSERT_TRUE(arena.consistent());
  EXPECT_LT(arena.used(), used);
  for (int i = 0; i < 5000; ++i) ASSERT_GT(arena.allocate(40), end);
  EXPECT_GT(arena.reallocate(kept[3], 3000), end);
  RandomWork work(arena, 1);
  for (int i = 0; i < 5'000; ++i) work.step();
  work.releaseAll();
  EXPECT_TRUE(arena.consistent());
}

TEST(Arena, LargeHeapsComeInHugePages) {
  Arena arena = Arena::create(64_MiB).value();
  std::ifstream wish("/sys/kernel/mm/transparent_hugepage/enabled");
  std::string setting;
  std::getline(wish, setting);
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  std::memset(arena.allocate((48_MiB).count), 1, (48_MiB).count);
  ::getrusage(RUSAGE_SELF, &after);
  const long faults = after.ru_minflt - before.ru_minflt;
  // 1024 small pages and 22 huge ones; 12288 small ones where there are no huge ones.
  EXPECT_GE(faults, 1000) << "the beginning is small pages";
  if (setting.find("[never]") == std::string::npos && !setting.empty())
    EXPECT_LT(faults, 6000) << setting;
  else
    EXPECT_GE(faults, 12'000);
}

TEST(Arena, RefusesWhatTheBudgetDoesNotAllowAndGivesItLater) {
  Arena arena = Arena::create(8_MiB).value();
  arena.setBudget(1_MiB);
  EXPECT_EQ(arena.allocate(2 << 20), nullptr);
  EXPECT_TRUE(arena.consistent());
  arena.setBudget(4_MiB);
  void* block = arena.allocate(2 << 20);
  ASSERT_NE(block, nullptr);
  arena.setBudget(1_MiB);
  EXPECT_EQ(arena.allocate(16), nullptr) << "over the new budget already";
  arena.release(block);
  EXPECT_NE(arena.allocate(16), nullptr);
}

TEST(Arena, FillsItsBudgetWithSmallBlocks) {
  Arena arena = Arena::create(2_MiB).value();
  std::vector<void*> blocks;
  while (void* block = arena.allocate(40)) blocks.push_back(block);
  EXPECT_GT(blocks.size() * 48, (2u << 20) * 99 / 100);
  EXPECT_LE(arena.used(), 2_MiB);
  for (void* block : blocks) arena.release(block);
  EXPECT_TRUE(arena.consistent());
}

TEST(Arena, GrowsTheLastBlockInPlace) {
  Arena arena = Arena::create(8_MiB).value();
  arena.setBudget(6_MiB);
  void* block = arena.allocate(1000);
  for (std::size_t size = 2000; size < (5u << 20); size *= 2) EXPECT_EQ(arena.reallocate(block, size), block);
  EXPECT_LT(arena.peak(), 6_MiB) << "no copy was made";
  arena.release(block);
}

TEST(Arena, MeasuresItsPeak) {
  Arena arena = Arena::create(8_MiB).value();
  const Bytes before = arena.used();
  void* block = arena.allocate(1 << 20);
  arena.release(block);
  EXPECT_EQ(arena.used(), before);
  EXPECT_GE(arena.peak().count, before.count + (1 << 20));
  arena.resetPeak();
  EXPECT_EQ(arena.peak(), before);
}

TEST(Arena, TreatsOddSizesAsTheStandardLibraryDoes) {
  Arena arena = Arena::create(1_MiB).value();
  EXPECT_EQ(arena.allocate(0), nullptr);
  EXPECT_EQ(arena.allocate(~std::size_t{0}), nullptr);
  EXPECT_EQ(arena.allocate(~std::size_t{0} - 64), nullptr);
  void* block = arena.reallocate(nullptr, 10);
  ASSERT_NE(block, nullptr);
  EXPECT_EQ(arena.reallocate(block, ~std::size_t{0} - 4), nullptr);
  EXPECT_EQ(arena.reallocate(block, 0), nullptr) << "released";
  arena.release(nullptr);
  EXPECT_TRUE(arena.consistent());
}

TEST(Arena, CanBeMoved) {
  Arena first = Arena::create(1_MiB).value();
  void* block = first.allocate(100);
  std::memset(block, 7, 100);
  Arena second = std::move(first);
  second.release(block);
  EXPECT_TRUE(second.consistent());
}

TEST(Arena, SaysWhenTheAddressSpaceIsTooSmall) {
  const auto result = Arena::create(Bytes{~std::uint64_t{0}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ENOMEM);
}

}  // namespace
}  // namespace isobox::runner
