// Base64 (RFC 4648, section 4, with padding) for the bytes inside tagged values. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_ENGINE_BASE64_H
#define ISOBOX_RUNNER_ENGINE_BASE64_H

#include <cstddef>
#include <optional>
#include <string_view>

#include "runner/engine/text_buffer.h"

namespace isobox::runner {

void appendBase64(TextBuffer& out, std::string_view bytes);

/// How many bytes `text` stands for; nothing when its length or padding is wrong.
std::optional<std::size_t> base64Size(std::string_view text);
/// Writes base64Size(text) bytes to `to`. False when a character is none of the alphabet, or unused bits are
/// set.
bool decodeBase64(std::string_view text, char* to);

}  // namespace isobox::runner

#endif
