// Decides whether bytes from a runner may be put into a client's line as they are. Runs in the supervisor on
// hostile bytes: one pass, no allocation, no recursion, a fixed stack of bits for the nesting.
#ifndef ISOBOX_IPC_JSON_VALIDATOR_H
#define ISOBOX_IPC_JSON_VALIDATOR_H

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace isobox::ipc {

enum class JsonFault : std::uint8_t { None, NotJson, TooDeep, BadUtf8 };

/// The deepest nesting the validator can be asked to accept.
inline constexpr std::size_t kValidatorDepth = 1024;

/// The longest number our own encoder writes, and more: JavaScript's have 25 characters at most.
inline constexpr std::size_t kValidatorNumber = 64;

/// JsonFault::None when `text` is exactly one JSON text (RFC 8259) in the form our own encoder writes: no
/// white space between tokens (so no newline can be in it), valid UTF-8, no lone surrogate escapes, numbers
/// of at most kValidatorNumber characters that fit a double, nesting up to `maxDepth` (at most
/// kValidatorDepth; 0 allows scalars only). The first fault counts. Equal keys are not looked for: parse with
/// JsonDialect::LastKeyWins.
JsonFault validateJson(std::string_view text, std::size_t maxDepth);

/// True when `text` is valid UTF-8 (no surrogates, no overlong forms).
bool isUtf8(std::string_view text);

/// The length in bytes (1 to 4) of the UTF-8 character at the beginning of `text`; 0 when there is none.
std::size_t utf8Length(std::string_view text);

}  // namespace isobox::ipc

#endif
