// How the entries of a container are put on lines. Runs in sealed runners; text only. The rules are those one
// observes in Node.js: a short container with few levels below it shares one line of up to 72 characters or
// so, lists of more than six short entries come in columns, all else gets a line for each entry.
#include "runner/engine/inspect_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

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

std::size_t textWidth(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

void layOut(TextBuffer& out, TextBuffer& scratch, std::span<const std::size_t> begins, const Layout& layout) {
  scratch.restart({out.size() - layout.begin});
  scratch.append(out.view(layout.begin));
  const Entries entries(scratch.view(), begins, layout.begin);
  out.truncate(layout.begin);
  out.append(layout.reference);
  out.append(entries.opening());
  const Columns columns = chooseColumns(entries, layout);
  const bool inColumns = columns.count > 0;
  if (!inColumns && fitsOnOneLine(entries, layout)) return writeOneLine(out, entries, layout.closing);
  writeLines(out, entries, columns, layout);
}

}  // namespace isobox::runner
