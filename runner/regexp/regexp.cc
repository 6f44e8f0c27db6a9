// The interface of regular expressions: exceptions end here. Runs in sealed runners.
#include "runner/regexp/regexp.h"

#include <cstring>
#include <new>

#include "runner/regexp/compiler.h"
#include "runner/regexp/matcher.h"
#include "runner/regexp/parser.h"

using namespace isobox::regexp;

namespace {

constexpr char kLetters[] = "dgimsuvy";  // in the order of the flags' bits

const Header& headerOf(const std::uint32_t* program) {
  return *reinterpret_cast<const Header*>(program);
}

void compile(const isobox_regexp_host& host, std::string_view pattern, std::uint32_t flags,
             isobox_regexp_compiled& out) {
  Pool pool(host, &out.steps);
  const Tree tree = Parser(pool, pattern, flags, true).parse();
  const auto program = Compiler(pool, tree).compile();
  pool.work(program.size() / 8);
  out.program = static_cast<std::uint32_t*>(host.resize(host.self, nullptr, program.size_bytes()));
  if (!out.program) throw OutOfMemory{};
  out.bytes = program.size_bytes();
  std::memcpy(out.program, program.data(), program.size_bytes());
}

}  // namespace

extern "C" {

int isobox_regexp_flags_of(const char* text, size_t length, uint32_t* flags) {
  *flags = 0;
  for (size_t i = 0; i < length; i++) {
    const char* letter = text[i] == '\0' ? nullptr : std::strchr(kLetters, text[i]);
    if (letter == nullptr) return 0;
    const uint32_t flag = 1u << (letter - kLetters);
    if (*flags & flag) return 0;
    *flags |= flag;
  }
  return (*flags & (kUnicode | kUnicodeSets)) != (kUnicode | kUnicodeSets);
}

void isobox_regexp_flags_text(uint32_t flags, char text[9]) {
  for (unsigned i = 0; i < 8; i++)
    if (flags >> i & 1) *text++ = kLetters[i];
  *text = '\0';
}

isobox_regexp_outcome isobox_regexp_compile(const isobox_regexp_host* host, const char* pattern,
                                            size_t length, uint32_t flags, isobox_regexp_compiled* out) {
  *out = {};
  try {
    compile(*host, {pattern, length}, flags, *out);
    return ISOBOX_REGEXP_MATCH;
  } catch (const Wrong& wrong) {
    out->message = wrong.message;
    out->at = wrong.at;
    return ISOBOX_REGEXP_WRONG;
  } catch (const Stopped&) {
    return ISOBOX_REGEXP_STOPPED;
  } catch (const OutOfMemory&) {
    return ISOBOX_REGEXP_NO_MEMORY;
  } catch (const std::bad_alloc&) {
    return ISOBOX_REGEXP_NO_MEMORY;
  }
}

isobox_regexp_outcome isobox_regexp_match(const isobox_regexp_host* host, isobox_regexp_scratch* scratch,
                                          const uint32_t* program, const char* text, size_t length,
                                          size_t from, int sticky) {
  Matcher matcher(*host, *scratch, program, reinterpret_cast<const std::uint8_t*>(text), length);
  const isobox_regexp_outcome outcome = matcher.search(from, sticky != 0);
  scratch->left = matcher.left();
  return outcome;
}

uint32_t isobox_regexp_captures(const uint32_t* program) {
  return headerOf(program).captures;
}

uint32_t isobox_regexp_names(const uint32_t* program) {
  return headerOf(program).nameCount;
}

const char* isobox_regexp_next_name(const uint32_t* program, uint32_t* cursor, size_t* length,
                                    uint32_t* group) {
  const std::uint32_t* name = program + headerOf(program).names + *cursor;
  *group = name[0];
  *length = name[1];
  *cursor += 2 + (name[1] + 3) / 4;
  return reinterpret_cast<const char*>(name + 2);
}

}  // extern "C"
