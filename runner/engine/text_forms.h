// Pieces of text for people: quoted strings, dates, names. Runs in sealed runners; text in, text out, but for
// the two functions that look up inherited properties.
#ifndef ISOBOX_RUNNER_ENGINE_TEXT_FORMS_H
#define ISOBOX_RUNNER_ENGINE_TEXT_FORMS_H

#include <span>
#include <string_view>

#include "runner/engine/duktape_unit.h"
#include "runner/engine/text_buffer.h"

namespace isobox::runner {

/// In the quotes that need the fewest escapes; at most 10 000 characters of it.
void appendQuoted(TextBuffer& out, std::string_view engineText);
/// ISO 8601 as Date.prototype.toISOString, or "Invalid Date".
void appendIsoDate(TextBuffer& out, double milliseconds);
/// An error's stack, its later lines indented; in brackets when it has but one line.
void appendErrorText(TextBuffer& out, std::string_view stack, std::size_t indentation);
/// "/source/flags".
void appendRegExp(TextBuffer& out, std::string_view source, std::string_view flags);
/// "ArrayBuffer { [Uint8Contents]: <01 02>, byteLength: 2 }"
void appendByteContents(TextBuffer& out, std::string_view name, std::span<const unsigned char> bytes);

/// "[Getter]", "[Setter]", "[Getter/Setter]" for a kind of isobox_own.
std::string_view accessorName(int kind);
/// "Number", "String", … for the class of a boxed primitive.
std::string_view boxName(int objectClass);
/// Letters, digits and _ only, as Node.js shows keys without quotes.
bool isIdentifier(std::string_view name);
/// The element at `bytes` of a typed array with this name.
double elementOf(std::string_view view, const unsigned char* bytes);

/// Pushes the value of Symbol.toStringTag, own or inherited, if it is a data property; else undefined.
void pushInheritedTag(duk_context* ctx, duk_idx_t object);

}  // namespace isobox::runner

#endif
