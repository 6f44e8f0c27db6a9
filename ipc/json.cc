// JSON in and out without loss: Boost.JSON's tokenizer with a handler of ours, and a writer. Runs in the
// supervisor on clients' lines (not trusted, bounded by the listener) and in the user's process.
#include "ipc/json.h"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/detail/digest.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "ipc/base/plain_text.h"
#include "ipc/json_validator.h"

namespace isobox::ipc {
namespace {

namespace json = boost::json;
using Text = json::string_view;
using Code = json::error_code;

/// What Boost.JSON's tokenizer calls, with nothing done in any of it.
struct Listener {
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_object_end(std::size_t, Code&) { return true; }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_key_part(Text, std::size_t, Code&) { return true; }
  bool on_key(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t, Text, Code&) { return true; }
  bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  bool on_double(double, Text, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }
};

/// Up to this size an object's table is so small that even one chain of all its members is quick to walk.
constexpr std::size_t kSmallObject = 64;

/// True when inserting `keys` into `object`, which is empty and has room for them, would be slow:
/// Boost.JSON 1.81 hashes keys by FNV-1a, salted with the table's address. That keeps nobody from choosing
/// keys that pile up in few buckets (the low bits of a hash depend on the low bits of the salt only, which
/// are alike in all tables), and a line of 64 MiB would block the supervisor for minutes. So the chains are
/// counted first, with the table's own hash.
bool pilesUp(json::object& object, std::span<const std::string> keys) {
  constexpr std::size_t kTableHead = 16;  // size, capacity and salt stand before the first member
  const auto salt = reinterpret_cast<std::uintptr_t>(object.begin()) - kTableHead;
  std::vector<std::uint32_t> chains(object.capacity());
  // Keys that hash like random numbers take half a step each, in a table as large as their number.
  std::size_t steps = 8 * keys.size();
  for (const std::string& key : keys) {
    const std::size_t chain = chains[json::detail::digest(key.begin(), key.end(), salt) % chains.size()]++;
    if (chain > steps) return true;
    steps -= chain;
  }
  return false;
}

/// Builds the value. Numbers come from their text, as the tokenizer's own are not always the nearest.
class Builder : public Listener {
 public:
  explicit Builder(bool lastKeyWins) : lastKeyWins_(lastKeyWins) {}

  json::value take() { return std::move(values_.back()); }
  /// Why the last call returned false, when the tokenizer's own codes cannot say.
  const std::string& complaint() const { return complaint_; }

  bool on_array_end(std::size_t count, Code& code) {
    json::array array;
    array.reserve(count);
    for (json::value& element : last(values_, count)) array.push_back(std::move(element));
    values_.resize(values_.size() - count);
    return push(std::move(array), code);
  }

  bool on_object_end(std::size_t count, Code& code) {
    const auto keys = last(keys_, count);
    const auto values = last(values_, count);
    json::object object;
    object.reserve(count);
    if (count > kSmallObject && pilesUp(object, keys)) return refuse("keys that hash alike", code);
    for (std::size_t i = 0; i < count; ++i) {
      const auto [place, isNew] = object.emplace(keys[i], std::move(values[i]));
      if (isNew) continue;
      if (!lastKeyWins_) return refuse("the same key twice: " + inQuotes(keys[i]), code);
      place->value() = std::move(values[i]);
    }
    keys_.resize(keys_.size() - count);
    values_.resize(values_.size() - count);
    return push(std::move(object), code);
  }

  bool on_string_part(Text part, std::size_t, Code&) { return append(part); }
  bool on_key_part(Text part, std::size_t, Code&) { return append(part); }
  bool on_string(Text part, std::size_t, Code& code) {
    append(part);
    const bool room = push(json::string(text_), code);
    return text_.clear(), room;
  }
  bool on_key(Text part, std::size_t, Code&) {
    append(part);
    keys_.push_back(std::move(text_));
    return text_.clear(), true;
  }

  bool on_bool(bool value, Code& code) { return push(value, code); }
  bool on_null(Code& code) { return push(nullptr, code); }
  bool on_uint64(std::uint64_t value, Text, Code& code) { return push(value, code); }
  bool on_int64(std::int64_t value, Text text, Code& code) {
    return value == 0 && text.front() == '-' ? push(-0.0, code) : push(value, code);
  }
  bool on_double(double approximate, Text text, Code& code) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) {
      // Nearly nothing is zero; too much is nothing at all.
      if (!(std::abs(approximate) < 1)) return code = json::error::exponent_overflow, false;
      value = std::copysign(0.0, approximate);
    }
    return push(value, code);
  }

 private:
  template <class T>
  static std::span<T> last(std::vector<T>& all, std::size_t count) {
    return std::span(all).last(count);
  }

  static std::string inQuotes(std::string_view text) {
    std::string out;
    appendJsonString(out, text.substr(0, 64));
    return out;
  }

  template <class T>
  bool push(T&& value, Code& code) {
    if (!lastKeyWins_ && ++count_ > kMaxJsonValues) return refuse("more than 1000000 values", code);
    return values_.emplace_back(std::forward<T>(value)), true;
  }

  bool append(Text part) { return text_.append(part.data(), part.size()), true; }

  bool refuse(std::string complaint, Code& code) {
    complaint_ = std::move(complaint);
    code = json::error::input_error;
    return false;
  }

  bool lastKeyWins_;
  std::size_t count_ = 0;            // of values so far
  std::string text_;                 // of the string that is being read
  std::vector<std::string> keys_;    // of all open objects
  std::vector<json::value> values_;  // of all open containers; in the end the one value
  std::string complaint_;
};

/// "syntax error at byte 57 (line 4)"; the line only when the text has several.
Error failure(std::string_view text, std::size_t offset, std::string what) {
  // Boost.JSON 1.81 loses the place of an unfinished comment.
  offset = std::min(offset, text.size());
  what += " at byte " + std::to_string(offset);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  if (line > 1) what += " (line " + std::to_string(line) + ")";
  return Error("parse JSON", 0, std::move(what));
}

template <class Number>
void appendNumber(std::string& out, Number number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append(std::string& out, const json::value& value);

void append(std::string& out, const json::array& array) {
  char separator = '[';
  for (const json::value& element : array) {
    out += separator;
    append(out, element);
    separator = ',';
  }
  out += array.empty() ? "[]" : "]";
}

void append(std::string& out, const json::object& object) {
  char separator = '{';
  for (const auto& member : object) {
    out += separator;
    appendJsonString(out, member.key());
    out += ':';
    append(out, member.value());
    separator = ',';
  }
  out += object.empty() ? "{}" : "}";
}

void append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case json::kind::int64:
      return appendNumber(out, value.get_int64());
    case json::kind::uint64:
      return appendNumber(out, value.get_uint64());
    case json::kind::string:
      return appendJsonString(out, value.get_string());
    case json::kind::array:
      return append(out, value.get_array());
    case json::kind::object:
      return append(out, value.get_object());
    case json::kind::double_:
      if (!std::isfinite(value.get_double())) throw std::invalid_argument("JSON has no infinity and no NaN");
      return appendNumber(out, value.get_double());
  }
}

/// Appends one character that cannot stand in a JSON string as it is.
void appendEscaped(std::string& out, unsigned char c) {
  constexpr std::string_view kRaw = "\"\\\b\f\n\r\t", kShort = "\"\\bfnrt", kHex = "0123456789abcdef";
  if (const auto i = kRaw.find(static_cast<char>(c)); i != std::string_view::npos) {
    out += '\\';
    out += kShort[i];
    return;
  }
  out += "\\u00";
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

}  // namespace

Result<json::value> parseJson(std::string_view text, std::size_t maxDepth, JsonDialect dialect) {
  json::parse_options options;
  options.max_depth = std::min(maxDepth, kMaxJsonDepth);
  options.allow_comments = options.allow_trailing_commas = dialect == JsonDialect::Commented;
  json::basic_parser<Builder> parser(options, dialect == JsonDialect::LastKeyWins);
  Code code;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
  if (!parser.handler().complaint().empty()) return failure(text, used, parser.handler().complaint());
  if (!code && used < text.size()) code = json::error::extra_data;
  if (code) return failure(text, used, code.message());
  return parser.handler().take();
}

std::string writeJson(const json::value& value) {
  std::string out;
  append(out, value);
  return out;
}

std::string writeJsonObject(const json::object& object) {
  std::string out;
  append(out, object);
  return out;
}

void appendJsonString(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    // Bytes that go through as they are.
    std::size_t good = plainJsonLength(text);
    while (good < text.size() && static_cast<unsigned char>(text[good]) >= 0x80) {
      const std::size_t length = utf8Length(text.substr(good));
      if (length == 0) break;
      good += length;
      good += plainJsonLength(text.substr(good));
    }
    out.append(text.substr(0, good));
    text.remove_prefix(good);
    if (text.empty()) break;
    const auto c = static_cast<unsigned char>(text.front());
    if (c < 0x80)
      appendEscaped(out, c);
    else
      out += "\xef\xbf\xbd";  // U+FFFD
    text.remove_prefix(1);
  }
  out += '"';
}

}  // namespace isobox::ipc
