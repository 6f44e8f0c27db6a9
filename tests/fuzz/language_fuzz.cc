// A text through the whole front end, as each kind of unit and as a direct eval of what it says itself. What
// comes out, its marks turned into plain ES5, must be accepted by the same parser again. The first byte says
// how the text is taken.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/json_validator.h"
#include "runner/language/front_end.h"

namespace isobox::language {
namespace {

constexpr std::size_t kMemory = std::size_t{256} << 20;

[[noreturn]] void fail(const char* what, std::string_view text, const Translation& translation) {
  std::cerr << what << ": " << translation.problem.message << " at " << translation.problem.offset << "\n"
            << text << "\n";
  std::abort();
}

Translation translate(const Request& request) {
  FrontEnd frontEnd(1);
  frontEnd.limitMemory(kMemory);
  return frontEnd.translate(request);
}

// ---- the dialect, as plain ES5
// --------------------------------------------------------------------------------

/// The character at `at` when it is an escaped or a plain one of a literal that the emitter wrote.
void appendUtf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

/// The UTF-16 unit of three bytes of CESU-8.
std::uint32_t unitAt(std::string_view code, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(code[at + i]); };
  return (byte(0) & 15U) << 12 | (byte(1) & 63U) << 6 | (byte(2) & 63U);
}

bool isThreeBytes(std::string_view code, std::size_t at) {
  return at + 2 < code.size() && (static_cast<unsigned char>(code[at]) & 0xf0U) == 0xe0U;
}

/// Position marks go, intrinsics and the emitter's own variables become names of their own, surrogate pairs
/// become UTF-8.
std::string plain(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\x02') {
      while (code[i] != '\x03') ++i;
      out += ' ';
    } else if (c == '\x06') {
      out += "$_";
    } else if (isThreeBytes(code, i)) {
      std::uint32_t unit = unitAt(code, i);
      i += 2;
      if (unit >= 0xd800 && unit < 0xdc00 && isThreeBytes(code, i + 1)) {
        const std::uint32_t low = unitAt(code, i + 1);
        if (low >= 0xdc00 && low < 0xe000) unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), i += 3;
      }
      appendUtf8(out, unit);
    } else {
      out += c;
    }
  }
  return out;
}

/// What the output may not be refused for: it nests deeper than the text did.
bool isLimit(const Translation& translation) {
  const std::string& message = translation.problem.message;
  return translation.outOfMemory || message.find("nested") != message.npos ||
         message.find("too deep") != message.npos;
}

void requireReadable(const Translation& translation, bool expression) {
  const std::string code = plain(translation.code);
  const std::string text = expression ? "(" + code + ")" : code;
  Request request;
  request.text = text;
  request.filename = "again.js";
  const Translation again = translate(request);
  if (!again.ok && !isLimit(again)) fail("the output is refused", text, again);
}

// ---- direct eval
// ----------------------------------------------------------------------------------------------

/// The string literal that begins at `at`, unescaped.
std::string literalAt(std::string_view code, std::size_t at) {
  std::string text;
  for (std::size_t i = at + 1; i < code.size() && code[i] != '"'; ++i) {
    if (code[i] != '\\') {
      text += code[i];
    } else if (const char kind = code[++i]; kind == 'n') {
      text += '\n';
    } else if (kind == 'x' || kind == 'u') {
      const std::size_t digits = kind == 'x' ? 2 : 4;
      appendUtf8(text, static_cast<std::uint32_t>(
                           std::strtoul(std::string(code.substr(i + 1, digits)).c_str(), nullptr, 16)));
      i += digits;
    } else {
      text += kind;
    }
  }
  return text;
}

/// The descriptors in the direct evals of an output: second arguments of `prepare`. They are the last literal
/// before the call's end.
std::vector<std::string> scopesIn(std::string_view code) {
  constexpr std::size_t kMost = 3;
  constexpr std::string_view kPrepare = "\x06prepare(";
  std::vector<std::string> scopes;
  for (std::size_t at = code.find(kPrepare); at != code.npos && scopes.size() < kMost;
       at = code.find(kPrepare, at + 1)) {
    const std::size_t comma = code.find(",\"", at);
    if (comma == code.npos) break;
    scopes.push_back(literalAt(code, comma + 1));
  }
  return scopes;
}

void checkEvals(const Request& outer, const Translation& translation) {
  for (const std::string& scope : scopesIn(translation.code)) {
    Request request = outer;
    request.kind = UnitKind::DirectEval;
    request.scope = scope;
    const Translation inner = translate(request);
    if (inner.ok) requireReadable(inner, false);
  }
}

// ---- one input
// ------------------------------------------------------------------------------------------------

/// The first byte: three bits of kind, then switches.
Request requestOf(unsigned char how, std::string_view text) {
  constexpr UnitKind kKinds[] = {UnitKind::Script,   UnitKind::Module, UnitKind::IndirectEval,
                                 UnitKind::Function, UnitKind::Script, UnitKind::CommonJs,
                                 UnitKind::Script,   UnitKind::Script};
  Request request;
  request.kind = kKinds[how & 7];
  request.typescript = (how & 8) != 0;
  request.session = (how & 16) != 0;
  request.allowAwait = request.allowYield = request.allowModule = (how & 32) != 0;
  request.text = text;
  request.filename = "fuzz.js";
  return request;
}

void check(unsigned char how, std::string_view text) {
  Request request = requestOf(how, text);
  std::string joined;
  if (request.kind == UnitKind::Function) {
    const std::size_t split = std::min(text.find('\n'), text.size());
    request.parameters = text.substr(0, split);
    request.body = text.substr(std::min(split + 1, text.size()));
    request.generatorFunction = (how & 64) != 0;
    request.asyncFunction = (how & 128) != 0;
    joined = std::string(request.asyncFunction ? "async " : "") + "function" +
             (request.generatorFunction ? "*" : "") + " anonymous(" + std::string(request.parameters) +
             "\n) {\n" + std::string(request.body) + "\n}";
    request.text = joined;
  }
  const Translation translation = translate(request);
  if (!translation.ok) {
    if (translation.problem.message.empty()) fail("refused without a reason", text, translation);
    if (!ipc::isUtf8(translation.problem.message)) fail("the reason is not UTF-8", text, translation);
    describePlace(request.filename, request.text, translation.problem.offset);
    return;
  }
  requireReadable(translation, true);
  checkEvals(request, translation);
}

}  // namespace
}  // namespace isobox::language

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (isobox::ipc::isUtf8(text)) isobox::language::check(data[0], text);
  return 0;
}
