// Regular expression literals: their early errors, by the parser that also compiles them. Runs in sealed
// runners; the pattern is hostile.
#include <cstdlib>

#include "runner/language/lexer.h"
#include "runner/regexp/parser.h"
#include "runner/regexp/regexp.h"

namespace isobox::language {
namespace {

constexpr std::size_t kLongestInMessage = 120;

std::string wholeMessage(std::string_view pattern, std::string_view flags, const char* message) {
  std::string_view shown = pattern.substr(0, kLongestInMessage);
  if (shown.size() < pattern.size())
    while (!shown.empty() && (static_cast<unsigned char>(pattern[shown.size()]) & 0xc0u) == 0x80u)
      shown.remove_suffix(1);
  std::string out = "Invalid regular expression: /";
  out.append(shown).append(shown.size() < pattern.size() ? "\xe2\x80\xa6/" : "/").append(flags);
  return out.append(": ").append(message);
}

// The translation's own memory; a program's size is limited, and with it what its literals can take.
constexpr isobox_regexp_host kHost = {
    nullptr, [](void*, void* block, std::size_t size) { return std::realloc(block, size); },
    [](void*, void* block) { std::free(block); }, [](void*) { return 0; }};

}  // namespace

std::optional<RegExpProblem> checkRegExp(std::string_view pattern, std::string_view flags) {
  std::uint32_t bits = 0;
  if (!isobox_regexp_flags_of(flags.data(), flags.size(), &bits))
    return RegExpProblem{"Invalid regular expression flags", static_cast<Offset>(pattern.size())};
  try {
    regexp::Pool pool(kHost);
    regexp::Parser(pool, pattern, bits, false).parse();
    return std::nullopt;
  } catch (const regexp::Wrong& wrong) {
    return RegExpProblem{wholeMessage(pattern, flags, wrong.message), static_cast<Offset>(wrong.at)};
  } catch (const regexp::OutOfMemory&) {
    throw std::bad_alloc();
  }
}

}  // namespace isobox::language
