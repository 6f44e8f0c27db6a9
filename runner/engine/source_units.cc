// The texts that functions come from. Runs in sealed runners; the texts are hostile.
#include "runner/engine/source_units.h"

#include <algorithm>
#include <cstring>

#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

std::string_view unitText(duk_context* ctx, duk_idx_t unit) {
  duk_size_t size = 0;
  duk_get_prop_index(ctx, unit, ISOBOX_UNIT_TEXT);
  const char* bytes = static_cast<const char*>(duk_get_buffer(ctx, -1, &size));
  duk_pop(ctx);  // the unit keeps it
  return bytes ? std::string_view(bytes, size) : std::string_view();
}

// How many bytes of a line's end stand at `at`; 0 when none does.
std::size_t lineEnd(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return 1;
  if (text[at] == '\r') return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
  if (text[at] != '\xe2' || at + 2 >= text.size() || text[at + 1] != '\x80') return 0;
  return text[at + 2] == '\xa8' || text[at + 2] == '\xa9' ? 3 : 0;
}

template <class Each>
void forEachLine(std::string_view text, Each each) {
  each(0);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = lineEnd(text, at);
    at += std::max<std::size_t>(end, 1);
    if (end != 0) each(static_cast<std::uint32_t>(at));
  }
}

// Pushes the buffer of offsets at which lines begin; made when it is first asked for.
void pushLines(duk_context* ctx, duk_idx_t unit, std::string_view text) {
  if (duk_get_prop_index(ctx, unit, ISOBOX_UNIT_LINES)) return;
  duk_pop(ctx);
  std::size_t count = 0;
  forEachLine(text, [&](std::uint32_t) { ++count; });
  auto* starts = static_cast<std::uint32_t*>(duk_push_fixed_buffer(ctx, count * sizeof(std::uint32_t)));
  forEachLine(text, [&](std::uint32_t start) { *starts++ = start; });
  duk_dup_top(ctx);
  duk_put_prop_index(ctx, unit, ISOBOX_UNIT_LINES);
}

// In UTF-16 units, of UTF-8 or CESU-8.
std::uint32_t utf16Length(std::string_view text) {
  std::uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0u) != 0x80u) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

// ---- Function.prototype.toString ----

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

bool isWord(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), isNameCharacter);
}

// Whether the name can stand in the grammar's NativeFunction: `get size`, `[Symbol.iterator]`.
bool isNativeName(std::string_view name) {
  if (name.starts_with("get ") || name.starts_with("set ")) name.remove_prefix(4);
  if (!name.starts_with("[Symbol.") || !name.ends_with("]")) return isWord(name);
  return isWord(name.substr(8, name.size() - 9));
}

void pushNativeText(duk_context* ctx, duk_idx_t function) {
  const bool named = isobox_get_own_named(ctx, function, "name") == ISOBOX_DATA;
  duk_push_string(ctx, "function ");
  if (named && duk_is_string(ctx, -2) && !duk_is_symbol(ctx, -2) && isNativeName(textAt(ctx, -2))) {
    duk_dup(ctx, -2);
  } else {
    duk_push_string(ctx, "");
  }
  duk_push_string(ctx, "() { [native code] }");
  duk_concat(ctx, 3);
  if (named) duk_remove(ctx, -2);
}

duk_ret_t functionToString(duk_context* ctx) {
  duk_push_this(ctx);
  if (!duk_is_callable(ctx, 0)) {
    return duk_error(ctx, DUK_ERR_TYPE_ERROR,
                     "Function.prototype.toString requires that 'this' be a Function");
  }
  if (!pushFunctionSource(ctx, 0)) pushNativeText(ctx, 0);
  return 1;
}

}  // namespace

void pushEngineText(duk_context* ctx, std::string_view text) {
  if (isOwnCesu8(text)) return pushText(ctx, text);
  TextBuffer& out = stateOf(ctx).scratch;
  out.restart({2 * text.size()});
  appendAsCesu8(out, text);
  pushText(ctx, out.view());
  out.clear();
}

void makeUnit(duk_context* ctx, std::string_view text) {
  duk_push_bare_object(ctx);
  duk_insert(ctx, -2);
  duk_put_prop_index(ctx, -2, ISOBOX_UNIT_FILENAME);
  void* copy = duk_push_fixed_buffer(ctx, text.size());
  if (!text.empty()) std::memcpy(copy, text.data(), text.size());
  duk_put_prop_index(ctx, -2, ISOBOX_UNIT_TEXT);
}

void pushUnit(duk_context* ctx, std::string_view filename, std::string_view text) {
  pushEngineText(ctx, filename);
  makeUnit(ctx, text);
}

UnitPlace pushUnitPlace(duk_context* ctx, duk_idx_t unit, std::uint32_t offset) {
  unit = duk_require_normalize_index(ctx, unit);
  const std::string_view text = unitText(ctx, unit);
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  pushLines(ctx, unit, text);
  duk_size_t size = 0;
  const auto* starts = static_cast<const std::uint32_t*>(duk_get_buffer(ctx, -1, &size));
  const auto* end = starts + size / sizeof(std::uint32_t);
  const auto* line = std::upper_bound(starts, end, offset) - 1;
  UnitPlace place{static_cast<std::uint32_t>(line - starts) + 1,
                  utf16Length(text.substr(*line, offset - *line)) + 1};
  duk_pop(ctx);
  duk_get_prop_index(ctx, unit, ISOBOX_UNIT_FILENAME);
  return place;
}

bool pushFunctionSource(duk_context* ctx, duk_idx_t function) {
  function = duk_require_normalize_index(ctx, function);
  const duk_idx_t top = duk_get_top(ctx);
  if (isobox_get_own_named(ctx, function, ISOBOX_SOURCE_OF) == ISOBOX_DATA) function = top;
  if (!isobox_push_function_source(ctx, function)) {
    duk_set_top(ctx, top);
    return false;
  }
  const std::string_view text = unitText(ctx, -3);
  const std::size_t end = std::min<std::size_t>(duk_get_uint(ctx, -1), text.size());
  const std::size_t begin = std::min<std::size_t>(duk_get_uint(ctx, -2), end);
  pushEngineText(ctx, text.substr(begin, end - begin));
  duk_replace(ctx, top);
  duk_set_top(ctx, top + 1);
  return true;
}

void installFunctionText(duk_context* ctx) {
  duk_get_global_string(ctx, "Function");
  duk_get_prop_string(ctx, -1, "prototype");
  duk_get_prop_string(ctx, -1, "toString");
  isobox_replace_native(ctx, -1, functionToString, 0);
  duk_pop_3(ctx);
}

}  // namespace isobox::runner
