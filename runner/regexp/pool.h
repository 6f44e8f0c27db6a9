// Memory of one compilation of a pattern: taken from the host in chunks, given back at once. Runs in sealed
// runners; how much of it there will be is up to a hostile pattern.
#ifndef ISOBOX_RUNNER_REGEXP_POOL_H
#define ISOBOX_RUNNER_REGEXP_POOL_H

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include "runner/regexp/host.h"

namespace isobox::regexp {

/// Thrown through parser and compiler, caught where they were called.
struct OutOfMemory {};
struct Stopped {};

class Pool {
 public:
  /// `steps`, unless it is null, is told what all work came to.
  explicit Pool(const isobox_regexp_host& host, std::uint64_t* steps = nullptr)
      : host_(host), steps_(steps) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    if (steps_)
      *steps_ = done_ + static_cast<std::uint64_t>(ISOBOX_REGEXP_STEPS - std::max<std::int64_t>(left_, 0));
    while (chunks_) host_.release(host_.self, std::exchange(chunks_, chunks_->next));
  }

  /// Throws OutOfMemory. Aligned for everything kept here.
  void* allocate(std::size_t size) {
    size = (size + 7) & ~std::size_t{7};
    if (static_cast<std::size_t>(end_ - at_) < size) addChunk(size);
    return std::exchange(at_, at_ + size);
  }
  /// Whether the block, if it is the last one, could be made larger where it is.
  bool extend(void* block, std::size_t size, std::size_t wanted) {
    size = (size + 7) & ~std::size_t{7};
    wanted = (wanted + 7) & ~std::size_t{7};
    char* begin = static_cast<char*>(block);
    if (begin + size != at_ || static_cast<std::size_t>(end_ - begin) < wanted) return false;
    at_ = begin + wanted;
    return true;
  }
  template <class T, class... Arguments>
  T* make(Arguments&&... arguments) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    return new (allocate(sizeof(T))) T(std::forward<Arguments>(arguments)...);
  }
  std::string_view copy(std::string_view text) {
    char* to = static_cast<char*>(allocate(text.size() + 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  /// Work that has been done; throws Stopped when the run must stop.
  void work(std::size_t steps) {
    left_ -= static_cast<std::int64_t>(std::min<std::size_t>(steps, ISOBOX_REGEXP_STEPS));
    if (left_ >= 0) return;
    left_ = ISOBOX_REGEXP_STEPS;
    done_ += ISOBOX_REGEXP_STEPS;
    if (host_.must_stop(host_.self)) throw Stopped{};
  }

 private:
  struct alignas(8) Chunk {
    Chunk* next;
  };
  static constexpr std::size_t kSmallest = 4096, kLargest = std::size_t{256} << 10;

  void addChunk(std::size_t size) {
    const std::size_t whole = std::max(size + sizeof(Chunk), nextSize_);
    auto* chunk = static_cast<Chunk*>(host_.resize(host_.self, nullptr, whole));
    if (!chunk) throw OutOfMemory{};
    chunk->next = std::exchange(chunks_, chunk);
    at_ = reinterpret_cast<char*>(chunk + 1);
    end_ = reinterpret_cast<char*>(chunk) + whole;
    nextSize_ = std::min(nextSize_ * 2, kLargest);
  }

  const isobox_regexp_host& host_;
  std::uint64_t* steps_;
  std::uint64_t done_ = 0;
  Chunk* chunks_ = nullptr;
  char* at_ = nullptr;
  char* end_ = nullptr;
  std::size_t nextSize_ = kSmallest;
  std::int64_t left_ = ISOBOX_REGEXP_STEPS;
};

/// A list that grows in a pool. Copies share their elements, like spans.
template <class T>
class List {
 public:
  static_assert(std::is_trivially_copyable_v<T>);

  void push(Pool& pool, const T& value) {
    if (size_ == capacity_) grow(pool, std::max<std::size_t>(4, std::size_t{size_} * 2));
    data_[size_++] = value;
  }
  void reserve(Pool& pool, std::size_t count) {
    if (count > capacity_) grow(pool, count);
  }
  void pop() { --size_; }
  void resize(std::size_t size) { size_ = static_cast<std::uint32_t>(size); }  // downwards only
  void clear() { size_ = 0; }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }

 private:
  void grow(Pool& pool, std::size_t wanted) {
    if (wanted > 0x7fffffff / sizeof(T)) throw OutOfMemory{};
    if (!data_ || !pool.extend(data_, capacity_ * sizeof(T), wanted * sizeof(T))) {
      T* to = static_cast<T*>(pool.allocate(wanted * sizeof(T)));
      if (size_ > 0) std::memcpy(static_cast<void*>(to), data_, size_ * sizeof(T));
      data_ = to;
    }
    capacity_ = static_cast<std::uint32_t>(wanted);
  }

  T* data_ = nullptr;
  std::uint32_t size_ = 0, capacity_ = 0;
};

}  // namespace isobox::regexp

#endif
