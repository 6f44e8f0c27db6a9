// How `inspect` puts the parts of an object together. The rules are those that node 20's output follows (its
// documentation of util.inspect, options compact and breakLength, says what they are for); the table in
// tests/system/client_values_test.cc holds them against node itself.
#include "ipc/client/inspect_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ipc/client/inspect_text.h"

namespace isobox::detail {
namespace {

constexpr std::size_t kSeparator = 2;  // ", "
constexpr std::size_t kColumnsAtMost = 15;
constexpr std::size_t kGroupFrom = 7;  // fewer entries are never put into columns

struct Widths {
  std::vector<std::size_t> each;
  std::size_t total = 0;  // with separators
  std::size_t widest = 0;
};

Widths measure(const std::vector<std::string>& entries, std::size_t count) {
  Widths widths;
  for (std::size_t i = 0; i < count; ++i) {
    widths.each.push_back(columnCount(entries[i]));
    widths.total += widths.each.back() + kSeparator;
    widths.widest = std::max(widths.widest, widths.each.back());
  }
  return widths;
}

/// How many columns make a block about as high as it is wide, a character being 2.5 times as high as wide; 1
/// for none.
std::size_t chooseColumns(const Widths& widths, std::size_t entries, std::size_t indentation) {
  const std::size_t cell = widths.widest + kSeparator;
  const bool threeFit = cell * 3 + indentation < kBreakLength;
  const bool similar =
      static_cast<double>(widths.total) / static_cast<double>(cell) > 5 || widths.widest <= 6;
  if (!threeFit || !similar) return 1;
  const double count = static_cast<double>(widths.each.size());
  const double spread =
      std::sqrt(static_cast<double>(cell) - static_cast<double>(widths.total) / static_cast<double>(entries));
  const double typical = std::max(static_cast<double>(cell) - 3 - spread, 1.0);
  const auto square = static_cast<std::size_t>(std::floor(std::sqrt(2.5 * typical * count) / typical + 0.5));
  return std::min(
      {square, (kBreakLength - indentation) / cell, std::size_t{kLevelsPerLine * 4}, kColumnsAtMost});
}

std::string padded(std::string text, std::size_t width, std::size_t wanted, bool right) {
  const std::string space(wanted > width ? wanted - width : 0, ' ');
  return right ? space + text : text + space;
}

std::vector<std::string> inColumns(const Parts& parts, std::size_t indentation) {
  const std::size_t count = parts.entries.size() - (parts.hasMore ? 1 : 0);
  const Widths widths = measure(parts.entries, count);
  const std::size_t columns = chooseColumns(widths, parts.entries.size(), indentation);
  if (columns <= 1) return parts.entries;
  std::vector<std::size_t> cells(columns, 0);
  for (std::size_t i = 0; i < count; ++i)
    cells[i % columns] = std::max(cells[i % columns], widths.each[i] + kSeparator);
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < count; i += columns) {
    const std::size_t last = std::min(i + columns, count) - 1;
    std::string row;
    for (std::size_t j = i; j < last; ++j)
      row += padded(parts.entries[j] + ", ", widths.each[j] + kSeparator, cells[j - i], parts.rightAlign);
    row += parts.rightAlign
               ? padded(parts.entries[last], widths.each[last], cells[last - i] - kSeparator, true)
               : parts.entries[last];
    rows.push_back(std::move(row));
  }
  if (parts.hasMore) rows.push_back(parts.entries.back());
  return rows;
}

std::string joined(const std::vector<std::string>& entries, const std::string& separator) {
  std::string text;
  for (const std::string& entry : entries) text += (&entry == &entries.front() ? "" : separator) + entry;
  return text;
}

bool fitsOneLine(const Parts& parts, std::size_t indentation) {
  const std::size_t count = parts.entries.size();
  if (parts.base.find('\n') != parts.base.npos) return false;
  std::size_t length = 2 * count + indentation + utf16Length(parts.base + parts.prefix + parts.open) + 10;
  for (const std::string& entry : parts.entries) {
    if (entry.find('\n') != entry.npos) return false;
    length += utf16Length(entry);
  }
  return length <= kBreakLength;
}

}  // namespace

std::string layOut(Parts parts, std::size_t indentation, int levelsBelow) {
  const std::size_t before = parts.entries.size();
  if (parts.list && before >= kGroupFrom) parts.entries = inColumns(parts, indentation);
  const std::string head = parts.base + (parts.base.empty() ? "" : " ") + parts.prefix + parts.open;
  const bool grouped = parts.entries.size() != before;
  if (!grouped && levelsBelow < kLevelsPerLine && fitsOneLine(parts, indentation))
    return head + " " + joined(parts.entries, ", ") + " " + parts.close;
  const std::string line = "\n" + std::string(indentation, ' ');
  return head + line + "  " + joined(parts.entries, "," + line + "  ") + line + parts.close;
}

}  // namespace isobox::detail
