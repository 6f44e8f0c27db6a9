// Text between the wire (UTF-8) and Duktape's strings (CESU-8: each UTF-16 unit by itself, lone surrogates
// included). Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_UNICODE_H
#define ISOBOX_RUNNER_ENGINE_UNICODE_H

#include <cstdint>
#include <string_view>

#include "runner/engine/text_buffer.h"

namespace isobox::runner {

/// Valid UTF-8: no surrogates, no overlong forms, nothing beyond U+10FFFF.
bool isUtf8(std::string_view text);

/// True when valid UTF-8 is the same in CESU-8: it has no character beyond the BMP.
bool isOwnCesu8(std::string_view utf8);

void appendUtf8(TextBuffer& out, std::uint32_t codePoint);
void appendCesu8(TextBuffer& out, std::uint32_t codePoint);
/// Valid UTF-8 in, CESU-8 out.
void appendAsCesu8(TextBuffer& out, std::string_view utf8);

/// Takes characters from an engine's string. Pairs of surrogates come as one; a lone one comes as itself.
/// Bytes that no engine's string should have come as U+FFFD.
class EngineText {
 public:
  explicit EngineText(std::string_view bytes) : rest_(bytes) {}
  bool empty() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  std::uint32_t next();
  /// The next UTF-16 unit: pairs come as their two halves.
  std::uint32_t nextUnit();

 private:
  std::string_view rest_;
};

constexpr bool isSurrogate(std::uint32_t codePoint) {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

bool hasLoneSurrogate(std::string_view engineText);

/// An engine's string as UTF-8; lone surrogates become U+FFFD.
void appendEngineText(TextBuffer& out, std::string_view engineText);

/// As it is when it is UTF-8; else with a replacement character for each byte that belongs to no character.
void appendRepairedUtf8(TextBuffer& out, std::string_view bytes);

/// The longest beginning of valid UTF-8 that is at most `bytes` long and does not cut a character.
std::string_view clipUtf8(std::string_view utf8, std::size_t bytes);

}  // namespace isobox::runner

#endif
