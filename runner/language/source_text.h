// A program's text, its positions, and what is said about it when it is refused. Runs in sealed runners; the
// text is hostile.
#ifndef ISOBOX_RUNNER_LANGUAGE_SOURCE_TEXT_H
#define ISOBOX_RUNNER_LANGUAGE_SOURCE_TEXT_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace isobox::language {

/// A place in a source text: bytes from its beginning. Texts above 512 MiB are refused before they get here.
using Offset = std::uint32_t;

/// Lines and columns count from 1; a column counts UTF-16 units, as editors and Node.js do.
struct Place {
  std::uint32_t line = 0, column = 0;
};

/// Why a text is no program. All early errors are SyntaxErrors.
struct Problem {
  std::string message;  // "Unexpected token '}'"
  Offset offset = 0;    // where, in the text
};

/// Where lines begin in a text; built once, on the first question. LF, CR, CRLF, U+2028 and U+2029 end a
/// line.
class LineTable {
 public:
  explicit LineTable(std::string_view text);
  Place place(Offset offset) const;
  /// The line around an offset, without its end.
  std::string_view line(Offset offset) const;

 private:
  std::string_view text_;
  std::vector<Offset> starts_;
  bool ascii_ = true;
};

/// What Node.js prints for a syntax error: "file:3\nlet let = 1;\n    ^\n". A long line is cut to a window
/// around the caret.
std::string describePlace(std::string_view filename, std::string_view text, Offset offset);

}  // namespace isobox::language

#endif
