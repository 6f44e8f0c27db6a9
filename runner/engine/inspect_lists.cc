// Values for people: arrays and bytes, and where the entries of any container end up. Runs in sealed runners.
#include <algorithm>
#include <charconv>

#include "runner/engine/inspector.h"
#include "runner/engine/text_forms.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"
#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

void Inspector::listPrefix(duk_idx_t index, std::uint32_t length) {
  pushConstructorName(index);
  const bool named = duk_is_string(ctx_, -1);
  if (textAt(ctx_, -1) != "Array") {
    appendEngineText(out_, named ? textAt(ctx_, -1) : "[Array");
    out_.append('(');
    appendCount(out_, length);
    out_.append(named ? ") " : "): null prototype] ");
  }
  duk_pop(ctx_);
}

void Inspector::list(duk_idx_t index, int level) {
  const auto length = static_cast<std::uint32_t>(duk_get_length(ctx_, index));
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  listPrefix(index, length);
  out_.append('[');
  const std::size_t opening = out_.size() - begin;
  bool numbersOnly = true;
  items(index, level, length, numbersOnly);
  if (style_.hidden || isobox_entry_count(ctx_, index) > 0) properties(index, level, Skip::Indices);
  finish(index, {begin, opening, "]", {}, indentation_, true, true, numbersOnly, length > style_.items},
         firstMark, level);
}

void Inspector::items(duk_idx_t index, int level, std::uint32_t length, bool& numbersOnly) {
  std::uint32_t at = 0;
  for (std::uint32_t shown = 0; at < length && shown < style_.items && !out_.overflowed(); ++shown) {
    isobox_poll(ctx_);
    startEntry();
    const std::uint32_t present = std::min(isobox_next_index(ctx_, index, at), length);
    if (present > at) {
      holes(present - at);
      numbersOnly = false;
      at = present;
    } else {
      numbersOnly = item(index, level, at++) && numbersOnly;
    }
  }
  if (at < length) moreItems(length - at);
}

// True when the item is a number.
bool Inspector::item(duk_idx_t index, int level, std::uint32_t at) {
  const int kind = isobox_get_own_index(ctx_, index, at);
  if (kind != ISOBOX_DATA) return out_.append(accessorName(kind)), false;
  const bool isNumber = duk_is_number(ctx_, -1);
  indentation_ += 2;
  value(duk_get_top_index(ctx_), level + 1);
  indentation_ -= 2;
  duk_pop(ctx_);
  return isNumber;
}

void Inspector::holes(std::uint32_t count) {
  out_.append('<');
  appendCount(out_, count);
  out_.append(count == 1 ? " empty item>" : " empty items>");
}

void Inspector::moreItems(std::uint64_t count) {
  startEntry();
  out_.append("... ");
  appendCount(out_, count);
  out_.append(count == 1 ? " more item" : " more items");
}

// "Map(1) { 'a' => 1 }", "Set(2) { 1, 2 }"; with a class of the script's own, "Mine(1) [Map] { … }".
void Inspector::collection(duk_idx_t index, int level, bool map) {
  const std::string_view kind = map ? "Map" : "Set";
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  pushConstructorName(index);
  const bool own = textAt(ctx_, -1) != kind;
  duk_is_string(ctx_, -1) ? appendEngineText(out_, textAt(ctx_, -1)) : (out_.append('['), out_.append(kind));
  out_.append('(');
  appendCount(out_, isobox_collection_size(ctx_, index));
  out_.append(duk_is_string(ctx_, -1) ? ") " : "): null prototype] ");
  if (own && duk_is_string(ctx_, -1)) out_.append('['), out_.append(kind), out_.append("] ");
  duk_pop(ctx_);
  out_.append('{');
  const std::size_t opening = out_.size() - begin;
  isobox_push_collection_entries(ctx_, index);
  const duk_idx_t entries = duk_get_top_index(ctx_);
  const auto count = static_cast<std::uint32_t>(duk_get_length(ctx_, entries));
  const std::uint32_t width = map ? 2 : 1;
  for (std::uint32_t i = 0; i < count && i < style_.items * width && !out_.overflowed(); i += width) {
    isobox_poll(ctx_);
    startEntry();
    item(entries, level, i);
    if (!map) continue;
    out_.append(" => ");
    item(entries, level, i + 1);
  }
  if (count > style_.items * width) moreItems(count / width - style_.items);
  duk_pop(ctx_);
  properties(index, level, Skip::Nothing);
  finish(index, {begin, opening, "}", {}, indentation_, true, false, false, count > style_.items * width}, firstMark, level);
}

void Inspector::view(duk_idx_t index) {
  const std::string_view name =
      duk_is_object(ctx_, index) ? viewName(isobox_class_of(ctx_, index)) : "Uint8Array";
  duk_size_t size = 0;
  const auto* data = static_cast<const unsigned char*>(duk_get_buffer_data(ctx_, index, &size));
  if (!data) size = 0;
  if (name == "ArrayBuffer" || name == "DataView") return appendByteContents(out_, name, {data, size});
  const std::size_t begin = out_.size();
  const std::size_t firstMark = state_.marks.size();
  const std::size_t width = viewKind(name)->elementBytes;
  out_.append(name);
  out_.append('(');
  appendCount(out_, size / width);
  out_.append(") [");
  const std::size_t opening = out_.size() - begin;
  const std::size_t shown = std::min<std::size_t>(size / width, style_.items);
  for (std::size_t i = 0; i < shown; ++i) {
    startEntry();
    element(index, name, data, i, width);
  }
  if (shown < size / width) moreItems(size / width - shown);
  finish(index, {begin, opening, "]", {}, indentation_, true, true, true, shown < size / width}, firstMark,
         lastLevel_);
}

void Inspector::element(duk_idx_t index, std::string_view view, const unsigned char* data, std::size_t position,
                        std::size_t width) {
  if (!view.starts_with("Big")) return appendAnyNumber(out_, elementOf(view, data + position * width));
  duk_get_prop_index(ctx_, index, static_cast<duk_uarridx_t>(position));  // of a typed array: asks no script
  primitive(duk_get_top_index(ctx_));
  duk_pop(ctx_);
}

void Inspector::finish(duk_idx_t index, Layout layout, std::size_t firstMark, int level) {
  const std::span<const std::size_t> entries(state_.marks.data() + firstMark,
                                             state_.marks.size() - firstMark);
  const auto circle = std::find(state_.circular.begin(), state_.circular.end(), duk_get_heapptr(ctx_, index));
  char reference[32] = "<ref *";
  if (circle != state_.circular.end()) {
    char* end = std::to_chars(reference + 6, reference + 28, circle - state_.circular.begin() + 1).ptr;
    *end++ = '>';
    *end++ = ' ';
    layout.reference = {reference, static_cast<std::size_t>(end - reference)};
  }
  layout.mayShareLine = lastLevel_ - level < 3;
  layout.oneLine = style_.oneLine;
  if (entries.empty()) {
    out_.append(layout.closing);
  } else if (!out_.overflowed()) {
    layOut(out_, state_.layout, entries, layout);
    isobox_pause(ctx_);
  }
  state_.marks.resize(firstMark);
}

}  // namespace isobox::runner
