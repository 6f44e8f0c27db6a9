// Lines and columns of a program's text. Runs in sealed runners; the text is hostile.
#include "runner/language/source_text.h"

#include <algorithm>

#include "runner/language/code_points.h"

namespace isobox::language {
namespace {

// How much of a long line is shown, and how much of that stands before the caret.
constexpr std::size_t kWindow = 120, kBefore = 60;

// How many bytes of a line's end stand at `at`; 0 when none does.
std::size_t lineEndAt(std::string_view text, std::size_t at) {
  if (text[at] == '\n') return 1;
  if (text[at] == '\r') return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
  return isLineSeparator(text, at) ? 3 : 0;
}

std::string_view lineFrom(std::string_view text, std::size_t start) {
  std::size_t end = start;
  while (end < text.size() && lineEndAt(text, end) == 0) ++end;
  return text.substr(start, end - start);
}

std::uint32_t utf16Length(std::string_view text) {
  std::uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0u) != 0x80u) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

bool isContinuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0u) == 0x80u;
}

struct Window {
  std::size_t begin = 0, end = 0;
};

// At most kWindow bytes of a line around `caret`, not cutting through a character.
Window windowAround(std::string_view line, std::size_t caret) {
  if (line.size() <= kWindow) return {0, line.size()};
  Window window;
  window.begin = std::min(caret > kBefore ? caret - kBefore : 0, line.size() - kWindow);
  window.end = window.begin + kWindow;
  while (isContinuation(line, window.begin)) ++window.begin;
  while (isContinuation(line, window.end)) --window.end;
  return window;
}

}  // namespace

LineTable::LineTable(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) >= 0x80) ascii_ = false;
    const std::size_t length = lineEndAt(text, at);
    at += length == 0 ? 1 : length;
    if (length != 0) starts_.push_back(static_cast<Offset>(at));
  }
}

Place LineTable::place(Offset offset) const {
  offset = std::min(offset, static_cast<Offset>(text_.size()));
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const Offset start = *(after - 1);
  const auto column = ascii_ ? offset - start : utf16Length(text_.substr(start, offset - start));
  return {static_cast<std::uint32_t>(after - starts_.begin()), column + 1};
}

std::string_view LineTable::line(Offset offset) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return lineFrom(text_, *(after - 1));
}

std::string describePlace(std::string_view filename, std::string_view text, Offset offset) {
  const std::size_t where = std::min<std::size_t>(offset, text.size());
  std::size_t start = 0, number = 1;
  for (std::size_t at = 0; at < where;) {
    const std::size_t length = lineEndAt(text, at);
    at += length == 0 ? 1 : length;
    if (length == 0 || at > where) continue;
    start = at;
    ++number;
  }
  const std::string_view line = lineFrom(text, start);
  const std::size_t caret = std::min(where - start, line.size());
  const Window window = windowAround(line, caret);

  std::string out(filename);
  out.append(":").append(std::to_string(number)).append("\n");
  out.append(line.substr(window.begin, window.end - window.begin)).append("\n");
  for (std::size_t at = window.begin; at < caret; ++at)
    if (!isContinuation(line, at)) out.push_back(line[at] == '\t' ? '\t' : ' ');
  return out.append("^\n");
}

}  // namespace isobox::language
