// Little-endian fields in and out of byte strings, every read bounded. The reader is what stands between
// hostile bytes and the trusted side: it never allocates more than it was given and never reads past it.
#ifndef ISOBOX_IPC_BASE_BYTES_H
#define ISOBOX_IPC_BASE_BYTES_H

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace isobox {

/// What has a fixed size and any bytes of it as a value. A bool has not: see `putFlag`.
template <class T>
concept Field = (std::is_integral_v<T> && !std::is_same_v<T, bool>) || std::is_enum_v<T>;

/// Appends fields to a buffer of its own.
class ByteWriter {
 public:
  template <Field T>
  ByteWriter& put(T value) {
    const char* raw = reinterpret_cast<const char*>(&value);
    buffer_.append(raw, sizeof value);
    return *this;
  }

  /// One byte, 0 or 1.
  ByteWriter& putFlag(bool flag) { return put(static_cast<std::uint8_t>(flag)); }

  /// A 32-bit length and the bytes.
  ByteWriter& putString(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    buffer_.append(text);
    return *this;
  }

  const std::string& bytes() const { return buffer_; }
  std::string take() { return std::move(buffer_); }

 private:
  std::string buffer_;
};

/// The same into room of somebody else's, so that no memory is taken. What does not fit is left out, and `good()` is false.
class FixedWriter {
 public:
  explicit FixedWriter(std::span<char> room) : room_(room) {}

  template <Field T>
  FixedWriter& put(T value) {
    good_ = good_ && room_.size() - size_ >= sizeof value;
    if (good_) std::memcpy(room_.data() + size_, &value, sizeof value);
    if (good_) size_ += sizeof value;
    return *this;
  }

  bool good() const { return good_; }
  std::string_view bytes() const { return {room_.data(), size_}; }

 private:
  std::span<char> room_;
  std::size_t size_ = 0;
  bool good_ = true;
};

/// Reads fields in order. The first read past the end makes the reader bad; every later read then
/// yields zero or an empty view. Check `complete()` once, at the end.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <Field T>
  T get() {
    T value{};
    if (rest_.size() < sizeof value) {
      fail();
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }

  /// One byte. Any but 0 and 1 makes the reader bad: what is read has one spelling.
  bool getFlag() {
    const auto byte = get<std::uint8_t>();
    if (byte > 1) fail();
    return byte == 1;
  }

  /// A view into the bytes given to the constructor; no copy.
  std::string_view getString() {
    const auto length = get<std::uint32_t>();
    if (!good_ || rest_.size() < length) {
      fail();
      return {};
    }
    const auto text = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return text;
  }

  bool good() const { return good_; }
  /// True when every read was in bounds and nothing is left over.
  bool complete() const { return good_ && rest_.empty(); }

 private:
  void fail() {
    good_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace isobox

#endif
