// Bytes to text, as TextDecoder wants it: in parts, with what is wrong replaced or refused. Runs in sealed
// runners; reads a hostile script's bytes. Knows nothing of Duktape.
#ifndef ISOBOX_RUNNER_ENGINE_TEXT_DECODING_H
#define ISOBOX_RUNNER_ENGINE_TEXT_DECODING_H

#include <cstdint>
#include <string_view>

#include "runner/engine/text_buffer.h"

namespace isobox::runner {

enum class TextEncodingKind : std::uint8_t { Utf8 = 0, Utf16Le = 1, Utf16Be = 2, Windows1252 = 3 };

/// What a stream of bytes has begun and not ended: at most three bytes.
struct PendingBytes {
  unsigned char bytes[4] = {};
  std::uint8_t count = 0;
};

struct Decoding {
  TextEncodingKind kind = TextEncodingKind::Utf8;
  bool fatal = false;  // what is wrong ends the decoding
  bool more = false;   // the bytes go on later
};

/// Appends UTF-8. What is wrong becomes U+FFFD, one for each maximal part of a sequence, as the Encoding
/// Standard has it; or the answer is false, when `fatal`.
bool decodeText(TextBuffer& out, std::string_view bytes, const Decoding& how, PendingBytes& pending);

/// The most bytes of UTF-8 that so many bytes of any of these encodings can become.
constexpr std::size_t mostDecoded(std::size_t bytes) {
  return 3 * (bytes + 4);
}

}  // namespace isobox::runner

#endif
