// Parser, compiler and matcher of regular expressions, in little memory and time. The first byte chooses
// flags, the second where the pattern ends; the rest is pattern and text. What matches lies within the text,
// captures in order.
#include "runner/regexp/regexp.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/regexp_host.h"

namespace {

using isobox::regexp::LimitedHost;

constexpr std::size_t kMemory = std::size_t{4} << 20;
constexpr long kQuestions = 20;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

void checkCaptures(const isobox_regexp_scratch& scratch, const std::uint32_t* program, std::size_t size) {
  const auto* registers = static_cast<const std::uint32_t*>(scratch.memory);
  for (std::uint32_t i = 0; i < isobox_regexp_captures(program); ++i) {
    const std::uint32_t begin = registers[2 * i], end = registers[2 * i + 1];
    require((begin == ISOBOX_REGEXP_UNSET) == (end == ISOBOX_REGEXP_UNSET));
    require(begin == ISOBOX_REGEXP_UNSET || (begin <= end && end <= size));
  }
}

void match(const LimitedHost& host, const std::uint32_t* program, std::string_view text, bool sticky) {
  isobox_regexp_scratch scratch{};
  const auto outcome =
      isobox_regexp_match(host.get(), &scratch, program, text.data(), text.size(), 0, sticky);
  if (outcome == ISOBOX_REGEXP_MATCH) checkCaptures(scratch, program, text.size());
  host.get()->release(host.get()->self, scratch.memory);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::uint32_t flags = data[0];
  if ((flags & ISOBOX_REGEXP_UNICODE) && (flags & ISOBOX_REGEXP_UNICODE_SETS))
    flags &= ~ISOBOX_REGEXP_UNICODE;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::string_view pattern = rest.substr(0, data[1]), text = rest.substr(pattern.size());
  const LimitedHost host(kMemory, kQuestions);
  isobox_regexp_compiled compiled{};
  const auto outcome = isobox_regexp_compile(host.get(), pattern.data(), pattern.size(), flags, &compiled);
  require((outcome == ISOBOX_REGEXP_WRONG) == (compiled.message != nullptr) && compiled.at <= pattern.size());
  if (outcome == ISOBOX_REGEXP_MATCH)
    match(host, compiled.program, text, (flags & ISOBOX_REGEXP_STICKY) != 0);
  host.get()->release(host.get()->self, compiled.program);
  require(host.used() == 0);
  return 0;
}
