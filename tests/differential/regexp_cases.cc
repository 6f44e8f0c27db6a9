// Runs our regular expressions over cases from standard input, for regexp.mjs to compare with Node.js. A tool
// for people; see scripts/fuzz.
//
// A case is a line: flags, pattern, text, lastIndex, with tabs between; pattern and text as four hexadecimal
// digits a UTF-16 unit. The answer is a line: "E" for a SyntaxError, "N" for no match, else begin and end of
// each capture.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "runner/language/code_points.h"
#include "runner/regexp/regexp.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Deadline {
  Clock::time_point at = Clock::now() + std::chrono::seconds(5);
};

isobox_regexp_host hostOf(Deadline& deadline) {
  return {&deadline, [](void*, void* block, std::size_t size) { return std::realloc(block, size); },
          [](void*, void* block) { std::free(block); },
          [](void* self) { return static_cast<int>(Clock::now() > static_cast<Deadline*>(self)->at); }};
}

struct Text {
  std::string bytes;
  std::vector<std::size_t> offsets;  // of each unit, and of the end
  std::size_t unitAt(std::size_t offset) const {
    std::size_t unit = 0;
    while (offsets[unit] < offset) ++unit;
    return unit;
  }
};

Text textOf(const std::string& hex) {
  Text text;
  for (std::size_t i = 0; i + 4 <= hex.size(); i += 4) {
    text.offsets.push_back(text.bytes.size());
    isobox::language::appendCesu8(text.bytes,
                                  static_cast<char32_t>(std::stoul(hex.substr(i, 4), nullptr, 16)));
  }
  text.offsets.push_back(text.bytes.size());
  return text;
}

std::vector<std::string> fieldsOf(const std::string& line) {
  std::vector<std::string> fields(1);
  for (const char c : line) c == '\t' ? fields.emplace_back() : (fields.back().push_back(c), fields.back());
  fields.resize(4);
  return fields;
}

std::string answerOf(const isobox_regexp_scratch& scratch, const Text& text, std::uint32_t captures) {
  const auto* registers = static_cast<const std::uint32_t*>(scratch.memory);
  std::string answer;
  for (std::uint32_t i = 0; i < captures; ++i) {
    if (registers[2 * i] == ISOBOX_REGEXP_UNSET)
      answer += "-;";
    else
      answer += std::to_string(text.unitAt(registers[2 * i])) + "," +
                std::to_string(text.unitAt(registers[2 * i + 1])) + ";";
  }
  return answer;
}

std::string run(const std::string& line) {
  const auto fields = fieldsOf(line);
  std::uint32_t flags = 0;
  if (!isobox_regexp_flags_of(fields[0].data(), fields[0].size(), &flags)) return "E";
  const Text pattern = textOf(fields[1]), text = textOf(fields[2]);
  Deadline deadline;
  const isobox_regexp_host host = hostOf(deadline);
  isobox_regexp_compiled compiled{};
  switch (isobox_regexp_compile(&host, pattern.bytes.data(), pattern.bytes.size(), flags, &compiled)) {
    case ISOBOX_REGEXP_MATCH:
      break;
    case ISOBOX_REGEXP_WRONG:
      return "E";
    default:
      return "compilation given up";
  }
  std::size_t from = text.offsets[std::min<std::size_t>(std::stoul(fields[3]), text.offsets.size() - 1)];
  const bool pairs = (flags & (ISOBOX_REGEXP_UNICODE | ISOBOX_REGEXP_UNICODE_SETS)) != 0;
  if (pairs && from >= 3 && from < text.bytes.size() &&
      isobox::language::decodeCodePoint(text.bytes, from - 3).size == 6)
    from -= 3;
  isobox_regexp_scratch scratch{};
  const auto outcome = isobox_regexp_match(&host, &scratch, compiled.program, text.bytes.data(),
                                           text.bytes.size(), from, (flags & ISOBOX_REGEXP_STICKY) != 0);
  std::string answer = outcome == ISOBOX_REGEXP_NO_MATCH ? "N" : "match given up";
  if (outcome == ISOBOX_REGEXP_MATCH)
    answer = answerOf(scratch, text, isobox_regexp_captures(compiled.program));
  std::free(compiled.program);
  std::free(scratch.memory);
  return answer;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) std::cout << run(line) << "\n";
  return 0;
}
