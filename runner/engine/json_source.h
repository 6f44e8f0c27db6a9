// JSON text taken apart, strictly (RFC 8259). Runs in sealed runners on input of clients.
#ifndef ISOBOX_RUNNER_ENGINE_JSON_SOURCE_H
#define ISOBOX_RUNNER_ENGINE_JSON_SOURCE_H

#include <cstddef>
#include <optional>
#include <string_view>

#include "runner/engine/text_buffer.h"

namespace isobox::runner {

/// Reads tokens in order; the caller knows the grammar of values. The text must be valid UTF-8.
/// A function that answers false or nothing has met something else than it was to read; `position` says
/// where.
class JsonSource {
 public:
  explicit JsonSource(std::string_view text) : text_(text) {}

  /// The next character after white space, or 0 at the end. Stays there.
  char peek();
  /// Takes the next character after white space if it is this one.
  bool take(char character);
  /// Takes a literal: true, false, null.
  bool takeWord(std::string_view word);
  std::optional<double> number();
  /// A string in the engine's encoding. Valid until the buffer is used again; plain strings are not copied at
  /// all.
  std::optional<std::string_view> string(TextBuffer& buffer);

  std::size_t position() const { return position_; }
  bool atEnd() const { return position_ == text_.size(); }

 private:
  char here() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  bool digits();
  bool escape(TextBuffer& buffer);
  std::optional<unsigned> fourHexDigits();

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace isobox::runner

#endif
