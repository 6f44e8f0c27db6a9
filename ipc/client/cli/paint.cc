// Colours for the text of a value. Runs in the isobox program. The text is hostile: whatever it says, it is only read from
// left to right once.
#include "ipc/client/cli/paint.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace isobox::cli {
namespace {

bool isWordPart(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || c == '$' || c == '.' || byte >= 0x80;
}

class Painter {
 public:
  explicit Painter(std::string_view text) : text_(text) {}

  std::string paint() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\'' || c == '"' || c == '`') return put(quotedEnd(c), "32");
    if (c == '/') return put(regExpEnd(), "31");
    if (c == '<') return put(through('>'), "90");
    if (text_.substr(at_).starts_with("...")) return put(text_.find_first_of(",\n", at_), "");
    for (const std::string_view special : {"[Function", "[class", "[Array]", "[Object]", "[Getter", "[Circular"})
      if (text_.substr(at_).starts_with(special)) return put(through(']'), "36");
    if (isWordPart(c) || (c == '-' && at_ + 1 < text_.size() && isWordPart(text_[at_ + 1]))) return word();
    put(at_ + 1, "");
  }

  void word() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && isWordPart(text_[end])) ++end;
    if (isDate()) return put(through('Z'), "35");
    const auto word = text_.substr(at_, end - at_);
    const char next = end < text_.size() ? text_[end] : '\0';
    if (next == '(') return put(through(')'), word == "Symbol" ? "32" : "");
    if (next == ':') return put(end, "");
    // A number may have a sign in its exponent.
    if (word.ends_with('e') && (next == '-' || next == '+') && isNumber(word))
      for (++end; end < text_.size() && isWordPart(text_[end]);) ++end;
    put(end, colour(word));
  }

  static bool isNumber(std::string_view word) {
    const char first = word[word[0] == '-' && word.size() > 1 ? 1 : 0];
    return (first >= '0' && first <= '9') || word == "NaN" || word.ends_with("Infinity");
  }

  static std::string_view colour(std::string_view word) {
    using Row = std::pair<std::string_view, std::string_view>;
    constexpr std::array kWords{Row{"undefined", "90"}, Row{"null", "1"}, Row{"true", "33"}, Row{"false", "33"}};
    for (const auto& [name, colour] : kWords)
      if (word == name) return colour;
    return isNumber(word) ? "33" : "";
  }

  /// "2026-01-02T…Z"
  bool isDate() const {
    constexpr std::string_view kForm = "0000-00-00T00:00:00.000Z";
    const auto text = text_.substr(at_, kForm.size());
    return text.size() == kForm.size() && std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
             return form == '0' ? c >= '0' && c <= '9' : c == form;
           });
  }

  std::size_t quotedEnd(char quote) const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
    return end + 1;
  }

  std::size_t regExpEnd() const {
    auto end = quotedEnd('/');
    while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end])) != 0) ++end;
    return end;
  }

  std::size_t through(char last) const {
    const auto found = text_.find(last, at_);
    return found == text_.npos ? text_.size() : found + 1;
  }

  void put(std::size_t end, std::string_view colour) {
    end = std::min(end, text_.size());
    const auto part = text_.substr(at_, end - at_);
    at_ = end;
    if (colour.empty())
      out_ += part;
    else
      out_ += "\x1b[" + std::string(colour) + "m" + std::string(part) + "\x1b[0m";
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

bool isError(std::string_view text) {
  return text.find("\n    at ") != text.npos || text.substr(0, text.find_first_of(":]\n")).ends_with("Error");
}

}  // namespace

std::string painted(std::string_view inspected) {
  return isError(inspected) ? std::string(inspected) : Painter(inspected).paint();
}

}  // namespace isobox::cli
