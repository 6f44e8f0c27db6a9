// How the entries of a container are put on lines. Runs in sealed runners; text only.
#ifndef ISOBOX_RUNNER_ENGINE_INSPECT_LAYOUT_H
#define ISOBOX_RUNNER_ENGINE_INSPECT_LAYOUT_H

#include <cstddef>
#include <span>
#include <string_view>

#include "runner/engine/text_buffer.h"

namespace isobox::runner {

struct Layout {
  std::size_t begin;    // of the container's text in the buffer
  std::size_t opening;  // bytes of what comes before the entries: "Foo {"
  std::string_view closing;
  std::string_view reference;  // put before everything: "<ref *1> "
  std::size_t indentation;     // of the line the container begins on
  bool mayShareLine;           // few enough containers within
  bool isList;                 // entries may be put into columns
  bool numbersOnly;            // columns are aligned to the right
  bool hasMoreMark;            // the last entry is "… more items"
  bool oneLine = false;        // however long it is
};

/// The buffer ends with the opening and then the entries, one after the other; `entries` says where each
/// begins. Rewrites that to the container's final text. Uses `scratch`.
void layOut(TextBuffer& out, TextBuffer& scratch, std::span<const std::size_t> entries, const Layout& layout);

/// Columns that text takes on a screen.
std::size_t textWidth(std::string_view utf8);

}  // namespace isobox::runner

#endif
