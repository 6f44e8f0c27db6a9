// Malloc's memory where runner/own_memory.h puts it. A static program, as only there its `sbrk` is ours. Each test is a child that
// says by its exit status what it saw, as what malloc has taken stays taken.
#include "runner/own_memory.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

namespace isobox::runner {
namespace {

int inChild(const std::function<int()>& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    openRoom();
    ::_exit(act());
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool liesIn(const PageRange& range, const void* place) { return place >= range.begin && place < range.end; }

bool isOurs(const void* place) {
  for (const PageRange& range : ownMemory())
    if (liesIn(range, place)) return true;
  return false;
}

// Blocks that need no mapping of their own: many of them.
constexpr std::size_t kBlock = 100'000, kBlocks = 60;

TEST(OwnMemory, HoldsVariablesTheThreadsBlockAndWhatMallocGives) {
  static int variable = 1;
  static thread_local int threads = 1;
  EXPECT_EQ(inChild([] {
              const void* block = std::malloc(100);
              if (!isOurs(&variable)) return 1;
              if (!isOurs(&threads)) return 2;
              if (!isOurs(block)) return 3;
              if (::sbrk(0) != mallocMark().taken) return 4;
              return 0;
            }),
            0);
}

TEST(OwnMemory, TheRoomIsInOneHugePageWithWhatComesBehindIt) {
  EXPECT_EQ(inChild([] {
              const PageRange room = mallocRoom();
              if (!room.begin || alignedDown(room.begin, kHugePage) != room.begin) return 1;
              // What is free of the first room is used up: large and small blocks come from the new one.
              if (!liesIn(room, std::malloc(20'000)) || !liesIn(room, std::malloc(4000))) return 2;
              std::byte* const behind = roomFor(8 * kHugePage);
              if (behind != room.end || behind >= room.begin + kHugePage) return 3;
              void* got = ::mmap(behind, 8 * kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
              if (got != behind) return 4;
              // More than there is room for goes on behind that.
              for (std::size_t i = 0; i < kBlocks; ++i) {
                const auto* block = static_cast<std::byte*>(std::malloc(kBlock));
                if (!block || (block + kBlock > behind && block < behind + 8 * kHugePage)) return 5;
              }
              return mallocMark().begin >= behind + 8 * kHugePage ? 0 : 6;
            }),
            0);
}

TEST(OwnMemory, WhatIsTakenAgainIsZero) {
  EXPECT_EQ(inChild([] {
              for (int round = 0; round < 3; ++round) {
                std::vector<char*> blocks(kBlocks);
                for (char*& block : blocks) {
                  block = static_cast<char*>(std::calloc(1, kBlock));
                  for (std::size_t i = 0; i < kBlock; ++i)
                    if (block[i] != 0) return 1;
                  std::memset(block, 0xee, kBlock);
                }
                for (char* block : blocks) std::free(block);
                const MallocMark full = mallocMark();
                ::malloc_trim(0);
                if (mallocMark().taken >= full.taken) return 2;
                if (mallocMark().mapped >= full.mapped) return 3;
              }
              return 0;
            }),
            0);
}

// In the room, of which no page goes back, and beyond it, where a part of one stays. Directly, without malloc.
TEST(OwnMemory, WhatIsGivenBackAndTakenAgainIsZero) {
  EXPECT_EQ(inChild([] {
              for (const std::size_t before : {std::size_t{0}, 2 * kHugePage}) {
                ::sbrk(static_cast<std::intptr_t>(before));
                auto* const bytes = static_cast<char*>(::sbrk(10'000));
                std::memset(bytes, 0xee, 10'000);
                ::sbrk(-9'900);
                if (::sbrk(9'900) != bytes + 100) return 1;
                if (bytes[99] == 0) return 2;
                for (int i = 100; i < 10'000; ++i)
                  if (bytes[i] != 0) return 3;
              }
              return 0;
            }),
            0);
}

TEST(OwnMemory, PagesThatAreGivenBackAreGone) {
  EXPECT_EQ(inChild([] {
              std::vector<void*> blocks(kBlocks);
              for (void*& block : blocks) block = std::malloc(kBlock);
              std::byte* const last = mallocMark().mapped - kPage;
              unsigned char there = 0;
              if (::mincore(last, kPage, &there) != 0) return 1;
              for (void* block : blocks) std::free(block);
              ::malloc_trim(0);
              return ::mincore(last, kPage, &there) != 0 ? 0 : 2;
            }),
            0);
}

TEST(OwnMemory, WhereSomethingElseLiesMallocMakesDo) {
  EXPECT_EQ(inChild([] {
              // Right where it would go on.
              std::byte* const behind = roomFor(kHugePage);
              void* in = ::mmap(alignedUp(behind + kHugePage, kPage), kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
              if (in == MAP_FAILED) return 1;
              for (std::size_t i = 0; i < kBlocks; ++i) {
                void* block = std::malloc(kBlock);
                if (!block) return 2;
                std::memset(block, 1, kBlock);
              }
              return mallocHasOther() ? 0 : 3;
            }),
            0);
}

TEST(OwnMemory, SaysWhenMallocHasMappingsOfItsOwn) {
  EXPECT_EQ(inChild([] {
              do {
                if (!std::malloc(kBlock)) return 5;
              } while (mallocMark().begin == mallocRoom().begin);
              if (mallocHasOther()) return 1;
              void* in = ::mmap(mallocMark().mapped, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
              if (in == MAP_FAILED) return 2;
              for (std::size_t i = 0; i < kBlocks; ++i)
                if (!std::malloc(kBlock)) return 3;
              return mallocHasOther() ? 0 : 4;
            }),
            0);
}

// Directly, without malloc: which would not know of it.
TEST(OwnMemory, ForgetsWhatWasTakenSince) {
  EXPECT_EQ(inChild([] {
              const MallocMark mark = mallocMark();
              auto* const room = static_cast<std::byte*>(::sbrk(1000));
              std::memset(room, 1, 1000);
              auto* const further = static_cast<std::byte*>(::sbrk(2 * kHugePage));
              if (further == reinterpret_cast<void*>(-1) || mallocMark().begin == mark.begin) return 1;
              std::memset(further, 1, 2 * kHugePage);
              if (!forgetMallocSince(mark)) return 2;
              for (int i = 0; i < 1000; ++i)
                if (room[i] != std::byte{}) return 3;
              unsigned char there = 0;
              return ::mincore(alignedDown(further, kPage), kPage, &there) != 0 ? 0 : 4;
            }),
            0);
}

TEST(OwnMemory, TakesBackPagesThatWereGivenBackSince) {
  EXPECT_EQ(inChild([] {
              ::sbrk(2 * kHugePage);
              const MallocMark mark = mallocMark();
              ::sbrk(-static_cast<std::intptr_t>(kHugePage));
              if (!forgetMallocSince(mark)) return 1;
              std::memset(mark.mapped - kHugePage, 1, kHugePage);
              return 0;
            }),
            0);
}

TEST(OwnMemory, CannotGiveMoreThanThereIs) {
  EXPECT_EQ(inChild([] {
              const void* before = ::sbrk(0);
              errno = 0;
              if (::sbrk(std::intptr_t{1} << 46) != reinterpret_cast<void*>(-1) || errno != ENOMEM) return 1;
              if (::sbrk(-(std::intptr_t{1} << 40)) != reinterpret_cast<void*>(-1)) return 2;
              return ::sbrk(0) == before ? 0 : 3;
            }),
            0);
}

}  // namespace
}  // namespace isobox::runner
