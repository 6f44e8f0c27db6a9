// Variables and malloc's memory. Runs in the zygote and in runners. System calls: mmap and munmap, as a sealed runner may make them.
#include "runner/own_memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

// Behind the variables: a section of its own comes after .bss.
asm(R"(
  .pushsection isobox_malloc, "aw", @nobits
  .balign 4096
  .local isobox_malloc_room, isobox_malloc_room_end
isobox_malloc_room:
  .zero 262144
isobox_malloc_room_end:
  .popsection
)");

extern "C" {
[[gnu::visibility("hidden")]] extern std::byte isobox_malloc_room[], isobox_malloc_room_end[];
[[gnu::visibility("hidden")]] extern std::byte _end[];  // of the program, by the linker
}

namespace isobox::runner {
namespace {

constexpr std::size_t kSecondRoom = std::size_t{640} << 10;
// Kept free behind it.
constexpr std::size_t kHeld = std::size_t{1} << 30;
// If no place is better.
constexpr std::size_t kFarAway = std::size_t{1} << 30;
// So many huge pages behind the variables are looked at.
constexpr int kPlaces = 64;

/// Pages that are there whether malloc has taken them or not. Above `highest` nobody has ever written.
struct Room {
  std::byte *begin, *end, *highest;
};

// Used before anything else of the program is, so it must be there without code. What is put back with the variables is put back, too.
constinit Room rooms[2] = {{isobox_malloc_room, isobox_malloc_room_end, isobox_malloc_room}, {}};
constinit MallocMark now{isobox_malloc_room, isobox_malloc_room, isobox_malloc_room_end};
constinit std::byte* further = nullptr;
constinit bool held = false;  // the place behind the second room
constinit bool refused = false;

Room* roomOf(const MallocMark& mark) {
  for (Room& room : rooms)
    if (room.begin == mark.begin) return &room;
  return nullptr;
}

/// Behind what is mapped, or not at all.
bool mapFurther(std::size_t size) {
  void* pages = ::mmap(now.mapped, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) return false;
  if (pages != now.mapped) {
    ::munmap(pages, size);
    return false;
  }
  now.mapped += size;
  return true;
}

std::size_t left() { return static_cast<std::size_t>(now.mapped - now.taken); }

/// Malloc takes it that memory which it gets is zero, and what it gives back and gets again, too.
void* lower(std::size_t bytes) {
  std::byte* const before = now.taken;
  if (bytes > static_cast<std::size_t>(before - now.begin)) return nullptr;
  now.taken -= bytes;
  std::byte* const unused = roomOf(now) ? before : std::min(before, alignedUp(now.taken, kPage));
  std::memset(now.taken, 0, static_cast<std::size_t>(unused - now.taken));
  if (!roomOf(now) && unused < now.mapped) {
    ::munmap(unused, static_cast<std::size_t>(now.mapped - unused));
    now.mapped = unused;
  }
  return before;
}

/// Where the next begins when a room is used up.
[[gnu::no_stack_protector]] void leaveRoom(std::size_t bytes) {
  // Malloc asks a second time, to begin with a page: both must come from the same place.
  const bool second = now.begin == rooms[0].begin && rooms[1].begin && bytes <= kSecondRoom / 2;
  std::byte* const there = second ? rooms[1].begin : further ? further : alignedUp(_end, kPage) + kFarAway;
  now = {there, there, second ? rooms[1].end : there};
}

[[gnu::no_stack_protector]] void* raise(std::size_t bytes) {
  const MallocMark before = now;
  if (roomOf(now) && bytes > left()) leaveRoom(bytes);
  const std::size_t missing = bytes > left() ? bytes - left() : 0;
  if (missing > SIZE_MAX / 2 || (missing > 0 && !mapFurther((missing + kPage - 1) & ~(kPage - 1)))) {
    now = before;
    refused = true;
    return nullptr;
  }
  std::byte* const given = now.taken;
  now.taken += bytes;
  if (Room* room = roomOf(now)) room->highest = std::max(room->highest, now.taken);
  return given;
}

int findVariables(dl_phdr_info* info, std::size_t, void* into) {
  auto& range = *static_cast<PageRange*>(into);
  std::byte *readOnlyEnd = nullptr, *begin = nullptr, *end = nullptr;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    auto* const from = reinterpret_cast<std::byte*>(info->dlpi_addr + header.p_vaddr);
    if (header.p_type == PT_GNU_RELRO) readOnlyEnd = from + header.p_memsz;
    if (header.p_type == PT_LOAD && (header.p_flags & PF_W)) begin = from, end = from + header.p_memsz;
  }
  range = {alignedDown(std::max(begin, readOnlyEnd), kPage), alignedUp(end, kPage)};
  return 1;  // the program itself comes first
}

/// So that malloc goes on where it is to: of what it has, next to nothing is left.
void useUpFirstRoom() {
  for (int i = 0; i < 2; ++i) {
    // Both are smaller than a block that gets a mapping of its own.
    const std::size_t rest = ::mallinfo2().keepcost / static_cast<std::size_t>(2 - i);
    void* volatile unused = rest > 64 ? std::malloc(rest - 64) : nullptr;
    (void)unused;
  }
}

/// The first huge page from `from` on at which `size` bytes are free. They are mapped, without any right: nothing is reserved for them.
std::byte* mapAtHugePage(std::byte* from, std::size_t size) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
  for (std::byte* place = alignedUp(from, kHugePage); place < from + kPlaces * kHugePage; place += kHugePage) {
    void* got = ::mmap(place, size, PROT_NONE, kFlags, -1, 0);
    if (got == place) return place;
    if (got != MAP_FAILED) ::munmap(got, size);
    if (got == MAP_FAILED && errno != EEXIST) return nullptr;
  }
  return nullptr;
}

}  // namespace

std::vector<PageRange> ownMemory() {
  PageRange variables;
  ::dl_iterate_phdr(findVariables, &variables);
  std::vector<PageRange> ranges;
  ranges.reserve(4);  // first, as it may take memory itself
  ranges.push_back({variables.begin, alignedUp(rooms[0].highest, kPage)});
  if (variables.end > rooms[0].end) ranges.push_back({rooms[0].end, variables.end});
  if (rooms[1].begin < rooms[1].highest) ranges.push_back({rooms[1].begin, alignedUp(rooms[1].highest, kPage)});
  if (!roomOf(now)) ranges.push_back({now.begin, now.mapped});
  return ranges;
}

/// Above the program: malloc wants memory that is above what it has.
void openRoom() {
  if (rooms[1].begin || now.begin != rooms[0].begin) return;
  std::byte* const begin = mapAtHugePage(_end, kSecondRoom + kHeld);
  if (!begin || ::mprotect(begin, kSecondRoom, PROT_READ | PROT_WRITE) != 0) return;
  std::byte* const end = begin + kSecondRoom;
  ::madvise(begin, kSecondRoom, MADV_NOHUGEPAGE);
  rooms[1] = {begin, end, begin};
  further = end + kHeld;
  held = true;
  useUpFirstRoom();
}

PageRange mallocRoom() { return {rooms[1].begin, rooms[1].end}; }

std::byte* roomFor(std::size_t size) {
  if (!held) return nullptr;
  ::munmap(rooms[1].end, kHeld);
  held = false;
  further = alignedUp(rooms[1].end + size, kPage);
  return rooms[1].end;
}

MallocMark mallocMark() { return now; }

bool mallocHasOther() { return refused; }

bool forgetMallocSince(const MallocMark& mark) {
  bool since = false;
  for (Room& room : rooms) {
    const bool here = room.begin == mark.begin;
    std::byte* const from = here ? mark.taken : room.begin;
    since = since || here;
    if (since && room.highest > from) std::memset(from, 0, static_cast<std::size_t>(room.highest - from));
  }
  if (roomOf(now)) return true;
  std::byte* const kept = since ? now.begin : mark.mapped;
  if (kept > now.mapped) return mapFurther(static_cast<std::size_t>(kept - now.mapped));
  return kept == now.mapped || ::munmap(kept, static_cast<std::size_t>(now.mapped - kept)) == 0;
}

}  // namespace isobox::runner

// --- libc's own names, of which it then takes ours: sysdeps/unix/sysv/linux/{brk,sbrk}.c of glibc 2.36 ------------------

extern "C" {

// Not null, so that libc takes the break for known and the first thread's block from sbrk, too.
void* __curbrk = isobox_malloc_room;

// The first time before there is a thread's block: what is called then may not use it.
[[gnu::no_stack_protector]] void* __sbrk(std::intptr_t increment) {
  using namespace isobox::runner;
  void* const given = increment < 0 ? lower(static_cast<std::size_t>(-increment)) : raise(static_cast<std::size_t>(increment));
  if (given) return given;
  errno = ENOMEM;
  return reinterpret_cast<void*>(-1);
}

void* sbrk(std::intptr_t increment) noexcept { return __sbrk(increment); }

int __brk(void*) {
  errno = ENOMEM;
  return -1;
}

int brk(void* place) noexcept { return __brk(place); }
}
