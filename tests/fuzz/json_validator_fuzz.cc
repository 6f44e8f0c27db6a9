// The validator against the parser: on text without white space between tokens they agree, but for numbers
// that are longer than our encoder writes.
#include "ipc/json_validator.h"

#include <cstdlib>

#include "ipc/json.h"

namespace isobox::ipc {
namespace {

constexpr std::size_t kDepth = 64;

void require(bool condition) {
  if (!condition) std::abort();
}

bool isSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool inNumber(char c) {
  return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

/// True when the text has white space outside strings, a number of many characters or a long exponent.
bool beyondTheValidator(std::string_view text) {
  bool inString = false;
  std::size_t number = 0, exponent = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString && c == '\\')
      ++i;
    else if (c == '"')
      inString = !inString;
    if (inString || c == '"') continue;
    number = inNumber(c) ? number + 1 : 0;
    exponent = number > 0 && (exponent > 0 || (c | 0x20) == 'e') ? exponent + 1 : 0;
    if (isSpace(c) || number > kValidatorNumber || exponent > 6) return true;
  }
  return false;
}

void check(std::string_view text) {
  const JsonFault fault = validateJson(text, kDepth);
  const auto parsed = parseJson(text, kDepth, JsonDialect::LastKeyWins);
  if (fault == JsonFault::None) {
    require(parsed.has_value() && isUtf8(text) && text.find('\n') == std::string_view::npos);
    const auto written = writeJson(*parsed);
    require(validateJson(written, kDepth) == JsonFault::None);
    require(writeJson(*parseJson(written, kDepth)) == written);
  } else {
    require(!parsed || beyondTheValidator(text));
  }
}

}  // namespace
}  // namespace isobox::ipc

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  isobox::ipc::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
