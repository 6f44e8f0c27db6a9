// Memory of one compilation: given out piece by piece, freed at once. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_LANGUAGE_ARENA_H
#define ISOBOX_RUNNER_LANGUAGE_ARENA_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace isobox::language {

/// Thrown when a compilation needs more than it may have.
struct OutOfMemory {};

/// Thrown when whoever waits for a compilation has no more time.
struct Stopped {};

/// Asked now and then while a compilation goes on.
struct StopQuestion {
  bool (*mustStop)(void* context) = nullptr;
  void* context = nullptr;
  void ask() const {
    if (mustStop && mustStop(context)) throw Stopped{};
  }
};

/// A bump allocator. What lives in it is never destroyed one by one: trivially destructible types only.
class Arena {
 public:
  /// Gives out at most `limit` bytes in all, then throws OutOfMemory.
  explicit Arena(std::size_t limit, StopQuestion question = {}) : left_(limit), question_(question) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* allocate(std::size_t size, std::size_t alignment) {
    const std::uintptr_t at = (next_ + alignment - 1) & ~(alignment - 1);
    if (at + size > end_ || next_ == 0) return allocateFromNewBlock(size);
    next_ = at + size;
    return reinterpret_cast<void*>(at);
  }

  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
  }

  /// A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text) {
    char* to = static_cast<char*>(allocate(text.size() + 1, 1));
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

 private:
  static constexpr std::size_t kBlock = 32 * 1024;

  void* allocateFromNewBlock(std::size_t size) {
    const std::size_t block = size + 16 > kBlock ? size + 16 : kBlock;
    question_.ask();
    if (block > left_) throw OutOfMemory{};
    left_ -= block;
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
    const auto start = (reinterpret_cast<std::uintptr_t>(blocks_.back().get()) + 15) & ~std::uintptr_t{15};
    if (size * 2 > kBlock) return reinterpret_cast<void*>(start);  // a block of its own; the present one goes on
    next_ = start + size;
    end_ = reinterpret_cast<std::uintptr_t>(blocks_.back().get()) + block;
    return reinterpret_cast<void*>(start);
  }

  std::uintptr_t next_ = 0, end_ = 0;
  std::size_t left_;
  StopQuestion question_;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
};

/// A growing array in an arena. Copies share their elements.
template <class T>
class List {
 public:
  static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);

  void add(Arena& arena, T value) {
    if (size_ == capacity_) grow(arena);
    data_[size_++] = value;
  }
  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::uint32_t index) { return data_[index]; }
  const T& operator[](std::uint32_t index) const { return data_[index]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }
  void removeLast() { --size_; }
  void truncate(std::uint32_t size) { size_ = size; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

 private:
  void grow(Arena& arena) {
    const std::uint32_t capacity = capacity_ == 0 ? 4 : capacity_ * 2;
    T* data = static_cast<T*>(arena.allocate(sizeof(T) * capacity, alignof(T)));
    if (size_ != 0) std::memcpy(static_cast<void*>(data), data_, sizeof(T) * size_);
    data_ = data;
    capacity_ = capacity;
  }

  T* data_ = nullptr;
  std::uint32_t size_ = 0, capacity_ = 0;
};

}  // namespace isobox::language

#endif
