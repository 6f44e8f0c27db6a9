// Single pieces of the text that `inspect` makes: strings, keys, numbers, and how long they are.
// Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_INSPECT_TEXT_H
#define ISOBOX_IPC_CLIENT_INSPECT_TEXT_H

#include <cstddef>
#include <string>
#include <string_view>

namespace isobox::detail {

// Text here may have lone surrogates in it, as in tagged_values.h.

/// A JavaScript string literal, in the quotes that need the fewest escapes.
std::string quoted(std::string_view text);

/// A property's name: as it is when it is an identifier of ASCII letters, else quoted; "['__proto__']".
std::string keyText(std::string_view key);

/// As Number.prototype.toString, and "-0".
std::string numberText(double number);

/// JavaScript's `length`: UTF-16 code units.
std::size_t utf16Length(std::string_view utf8);

/// The first `units` UTF-16 code units, or one less when that would cut a character.
std::string_view utf16Prefix(std::string_view utf8, std::size_t units);

/// Terminal columns: two for East Asian wide characters and emoji, none for combining ones.
std::size_t columnCount(std::string_view utf8);

}  // namespace isobox::detail

#endif
