// How the entries of a container are put on lines. Runs in sealed runners; text only. The rules are those one
// observes in Node.js: a short container with few levels below it shares one line of up to 72 characters or
// so, lists of more than six short entries come in columns, all else gets a line for each entry.
#include "runner/engine/inspect_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace isobox::runner {

namespace {

constexpr std::size_t kLineWidth = 80;
constexpr std::size_t kMostColumns = 15;
constexpr std::size_t kFewestForColumns = 7;
constexpr std::size_t kGap = 2;  // ", "

// The parts of one container's text, copied out of the buffer that is about to be rewritten.
class Entries {
 public:
  Entries(std::string_view text, std::span<const std::size_t> begins, std::size_t textBegin)
      : text_(text), begins_(begins), textBegin_(textBegin) {}
  std::size_t count() const { return begins_.size(); }
  std::string_view operator[](std::size_t index) const {
    const std::size_t begin = begins_[index] - textBegin_;
    const std::size_t end = index + 1 < begins_.size() ? begins_[index + 1] - textBegin_ : text_.size();
    return text_.substr(begin, end - begin);
  }
  std::string_view opening() const {
    return text_.substr(0, begins_.empty() ? text_.size() : begins_[0] - textBegin_);
  }

 private:
  std::string_view text_;
  std::span<const std::size_t> begins_;
  std::size_t textBegin_;
};

struct Columns {
  std::size_t count = 0;  // 0: no columns
  std::array<std::size_t, kMostColumns> widths{};
};

Columns measureColumns(const Entries& entries, std::size_t columns, std::size_t grouped) {
  Columns measured{columns, {}};
  for (std::size_t i = 0; i < grouped; ++i) {
    std::size_t& width = measured.widths[i % columns];
    width = std::max(width, textWidth(entries[i]) + kGap);
  }
  return measured;
}

// As many columns as make the block about two and a half times as wide as high.
Columns chooseColumns(const Entries& entries, const Layout& layout) {
  if (!layout.isList || entries.count() < kFewestForColumns) return {};
  const std::size_t grouped = entries.count() - (layout.hasMoreMark ? 1 : 0);
  std::size_t total = 0, longest = 0;
  for (std::size_t i = 0; i < grouped; ++i) {
    const std::size_t width = textWidth(entries[i]);
    total += width + kGap;
    longest = std::max(longest, width);
  }
  const std::size_t widest = longest + kGap;
  const double average = static_cast<double>(total) / static_cast<double>(entries.count());
  const bool worthIt = static_cast<double>(total) / static_cast<double>(widest) > 5 || longest <= 6;
  if (widest * 3 + layout.indentation >= kLineWidth || !worthIt) return {};
  const double spread = std::sqrt(static_cast<double>(widest) - average);
  const double biased = std::max(static_cast<double>(widest) - 3 - spread, 1.0);
  const double ideal = std::round(std::sqrt(2.5 * biased * static_cast<double>(grouped)) / biased);
  const std::size_t columns =
      std::min({static_cast<std::size_t>(ideal), (kLineWidth - layout.indentation) / widest, std::size_t{12},
                kMostColumns});
  return columns <= 1 ? Columns{} : measureColumns(entries, columns, grouped);
}

bool fitsOnOneLine(const Entries& entries, const Layout& layout) {
  if (!layout.mayShareLine || entries.opening().find('\n') != std::string_view::npos) return false;
  if (layout.oneLine) return true;
  std::size_t total = 2 * entries.count() + layout.indentation + textWidth(entries.opening()) + 10;
  for (std::size_t i = 0; i < entries.count(); ++i) {
    total += textWidth(entries[i]);
    if (total > kLineWidth || entries[i].find('\n') != std::string_view::npos) return false;
  }
  return total <= kLineWidth;
}

void writeOneLine(TextBuffer& out, const Entries& entries, std::string_view closing) {
  for (std::size_t i = 0; i < entries.count(); ++i) {
    out.append(i == 0 ? " " : ", ");
    out.append(entries[i]);
  }
  out.append(' ');
  out.append(closing);
}

void writeRow(TextBuffer& out, const Entries& entries, const Columns& columns, std::size_t first,
              std::size_t end, bool rightAligned) {
  for (std::size_t i = first; i < end; ++i) {
    const std::size_t padding = columns.widths[i - first] - kGap - textWidth(entries[i]);
    if (rightAligned) out.append(padding, ' ');
    out.append(entries[i]);
    if (i + 1 == end) continue;
    out.append(", ");
    if (!rightAligned) out.append(padding, ' ');
  }
}

void writeLines(TextBuffer& out, const Entries& entries, const Columns& columns, const Layout& layout) {
  const std::size_t grouped = columns.count == 0 ? 0 : entries.count() - (layout.hasMoreMark ? 1 : 0);
  for (std::size_t i = 0; i < entries.count();) {
    out.append(i == 0 ? "\n" : ",\n");
    out.append(layout.indentation + 2, ' ');
    const std::size_t end = i < grouped ? std::min(i + columns.count, grouped) : i + 1;
    if (i < grouped) {
      writeRow(out, entries, columns, i, end, layout.numbersOnly);
    } else {
      out.append(entries[i]);
    }
    i = end;
  }
  out.append('\n');
  out.append(layout.indentation, ' ');
  out.append(layout.closing);
}

}  // namespace

namespace {

struct Range {
  std::uint32_t first, last;
};

// What takes no column, and what takes two: Chinese, Japanese and Korean characters, their full-width forms, emoji.
constexpr Range kNoWidth[] = {{0x300, 0x36f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef}};
constexpr Range kTwoColumns[] = {{0x1100, 0x115f},   {0x2329, 0x232a},   {0x2e80, 0x303e},   {0x3041, 0x3247},   {0x3250, 0x4dbf},
                                 {0x4e00, 0xa4c6},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},
                                 {0xfe30, 0xfe6b},   {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x1b000, 0x1b001}, {0x1f200, 0x1f251},
                                 {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <std::size_t Size>
bool isIn(const Range (&ranges)[Size], std::uint32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](const Range& each) { return c >= each.first && c <= each.last; });
}

std::size_t columnsOf(std::uint32_t c) {
  if (c < 0x300) return 1;
  return isIn(kNoWidth, c) ? 0 : isIn(kTwoColumns, c) ? 2 : 1;
}

}  // namespace

std::size_t textWidth(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    std::uint32_t c = size == 1 ? first : first & (0x7fu >> size);
    for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k) c = c << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3f);
    width += columnsOf(c);
    i += size;
  }
  return width;
}

void layOut(TextBuffer& out, TextBuffer& scratch, std::span<const std::size_t> begins, const Layout& layout) {
  scratch.restart({out.size() - layout.begin});
  scratch.append(out.view(layout.begin));
  const Entries entries(scratch.view(), begins, layout.begin);
  out.truncate(layout.begin);
  out.append(layout.reference);
  out.append(entries.opening());
  const Columns columns = layout.oneLine ? Columns{} : chooseColumns(entries, layout);
  const bool inColumns = columns.count > 0;
  if (!inColumns && fitsOnOneLine(entries, layout)) return writeOneLine(out, entries, layout.closing);
  writeLines(out, entries, columns, layout);
}

}  // namespace isobox::runner
