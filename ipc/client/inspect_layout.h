// How `inspect` puts the parts of an object together: on one line, in columns, or a line each, as node does.
// Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_INSPECT_LAYOUT_H
#define ISOBOX_IPC_CLIENT_INSPECT_LAYOUT_H

#include <string>
#include <vector>

namespace isobox::detail {

/// The line length that node's console aims at when it does not know the terminal.
inline constexpr std::size_t kBreakLength = 80;
/// This many levels of nesting may share a line.
inline constexpr int kLevelsPerLine = 3;
/// Elements of an array that are shown; of a string, characters.
inline constexpr std::size_t kShownElements = 100;
inline constexpr std::size_t kShownCharacters = 10'000;

struct Parts {
  std::string base;    // what the value is besides its members: an error's stack; or empty
  std::string prefix;  // before the opening brace, with a space at its end: "Uint8Array(3) "; or empty
  std::string open = "{";
  std::string close = "}";
  std::vector<std::string> entries;
  bool list = false;        // an array: many entries go into columns
  bool rightAlign = false;  // columns of numbers
  bool hasMore = false;     // the last entry is "… more items"
};

/// `indentation` is the column of the line the value begins on; `levelsBelow` how many levels of nesting the
/// value's last nested value lies below it.
std::string layOut(Parts parts, std::size_t indentation, int levelsBelow);

}  // namespace isobox::detail

#endif
