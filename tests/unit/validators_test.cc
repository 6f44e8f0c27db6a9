// Rules for code, names of modules, paths and options, through the library's face of them.
#include "isobox/validators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "policy/validators.h"

namespace isobox {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// "offset message" of the only problem, or "".
std::string only(const ValidationResult& result) {
  EXPECT_EQ(result.valid, result.problems.empty());
  if (result.problems.empty()) return "";
  EXPECT_EQ(result.problems.size(), 1u);
  return std::to_string(result.problems[0].offset) + " " + result.problems[0].message;
}

std::string code(std::string_view text, CodeOptions options = {}) {
  return only(Validators::validateCode(text, options));
}
std::string moduleName(std::string_view name, bool legacy = false) {
  return only(Validators::validateModuleName(name, {.legacy = legacy}));
}
std::string path(std::string_view text) {
  return only(Validators::validatePath(text));
}

TEST(ValidateCode, IsUtf8) {
  EXPECT_EQ(code(""), "");
  EXPECT_EQ(code("'ü' + '😀'"), "");
  EXPECT_EQ(code(std::string_view("'\0'", 3)), "");
  EXPECT_EQ(code("a\xff"), "1 byte 1 (line 1) is not valid UTF-8");
  EXPECT_EQ(code("1\n2\n'\xed\xa0\x80'"), "5 byte 5 (line 3) is not valid UTF-8");
  EXPECT_EQ(code("\xc0\x80"), "0 byte 0 (line 1) is not valid UTF-8");
  EXPECT_EQ(code("cut \xf0\x9f\x98"), "4 byte 4 (line 1) is not valid UTF-8");
}

TEST(ValidateCode, HasASize) {
  EXPECT_EQ(code("12345", {.maxBytes = 5}), "");
  EXPECT_EQ(code("123456", {.maxBytes = 5}), "5 has 6 bytes, at most 5 are allowed");
}

TEST(ValidateCode, HasALanguage) {
  EXPECT_EQ(code("1", {.language = Language::TypeScript}), "");
  EXPECT_EQ(code("1", {.language = static_cast<Language>(7)}), "0 is none of the languages that there are");
}

TEST(ValidateModuleName, TakesWhatNpmTakes) {
  for (const char* name : {"lodash",
                           "a",
                           "left-pad",
                           "socket.io",
                           "a_b",
                           "1pass",
                           "@scope/name",
                           "@a.b/c-d",
                           "lodash/fp",
                           "@scope/name/dist/Ünicode.js",
                           "lodash@4",
                           "lodash@^4.17.1",
                           "lodash@>=4",
                           "lodash@latest",
                           "a@*",
                           "lodash@1.0.0-rc.1+b7/fp",
                           "@scope/name@~1.2/x",
                           "node:fs",
                           "node:fs/promises",
                           "node:_x"})
    EXPECT_EQ(moduleName(name), "") << name;
  EXPECT_EQ(moduleName(std::string(214, 'a')), "");
}

TEST(ValidateModuleName, RefusesNamesOfPackages) {
  EXPECT_EQ(moduleName(""), "0 is empty");
  EXPECT_EQ(moduleName("Lodash"), "0 has 'L' in its name: names of packages are lower case");
  EXPECT_EQ(moduleName("a b"), "1 has byte 0x20 in its name");
  EXPECT_EQ(moduleName("a%20b"), "1 has '%' in its name");
  EXPECT_EQ(moduleName("gro\xc3\x9f"), "3 has byte 0xc3 in its name");
  EXPECT_EQ(moduleName("a\\b"), "1 has '\\' in its name");
  EXPECT_EQ(moduleName(std::string_view("a\0b", 3)), "1 has byte 0x00 in its name");
  EXPECT_EQ(moduleName("_a"), "0 has a name that begins with '_'");
  EXPECT_EQ(moduleName("@s/.a"), "3 has a name that begins with '.'");
  EXPECT_EQ(moduleName("@_s/a"), "1 has a scope that begins with '_'");
  EXPECT_EQ(moduleName("@s"), "2 has a scope, but no name behind it");
  EXPECT_EQ(moduleName("@/a"), "1 has an empty scope");
  EXPECT_EQ(moduleName("@s/"), "3 has an empty name");
  EXPECT_EQ(moduleName("@s/@1"), "3 has an empty name");
  EXPECT_EQ(moduleName("@scope/*"), "7 has '*' in its name");
  EXPECT_EQ(moduleName("node_modules"), "0 is node_modules, which npm gives to no package");
  EXPECT_EQ(moduleName(std::string(215, 'a')), "214 names a package with 215 bytes, at most 214 are allowed");
}

TEST(ValidateModuleName, RefusesPaths) {
  for (const char* name : {"./a", "../a", "/a", ".", ".."})
    EXPECT_EQ(moduleName(name), "0 is a path, not the name of a module") << name;
  EXPECT_EQ(moduleName("a/../b"), "2 has the segment ..");
  EXPECT_EQ(moduleName("a/./b"), "2 has the segment .");
  EXPECT_EQ(moduleName("a//b"), "2 has an empty segment");
  EXPECT_EQ(moduleName("a/b/"), "4 has an empty segment");
  EXPECT_EQ(moduleName("a/"), "2 has an empty segment");
  EXPECT_EQ(moduleName("a/b\\c"), "3 has a backslash in it");
  EXPECT_EQ(moduleName("a/%2e%2e/b"), "2 has '%' in its subpath");
  EXPECT_EQ(moduleName("a/b\nc"), "3 has byte 0x0a in its subpath");
  EXPECT_EQ(moduleName(std::string_view("a/\0", 3)), "2 has a NUL character in it");
  EXPECT_EQ(moduleName("@s/a@1/.."), "7 has the segment ..");
}

TEST(ValidateModuleName, RefusesVersions) {
  EXPECT_EQ(moduleName("a@"), "2 has an empty version");
  EXPECT_EQ(moduleName("a@/b"), "2 has an empty version");
  EXPECT_EQ(moduleName("a@^"), "2 has a version without a number");
  EXPECT_EQ(moduleName("a@>="), "2 has a version without a number");
  EXPECT_EQ(moduleName("a@1 || 2"), "3 has byte 0x20 in its version");
  EXPECT_EQ(moduleName("a@1@2"), "3 has '@' in its version");
  EXPECT_EQ(moduleName("a@" + std::string(65, '1')), "66 has a version of more than 64 bytes");
}

TEST(ValidateModuleName, RefusesBuiltins) {
  EXPECT_EQ(moduleName("node:"), "5 has an empty segment");
  EXPECT_EQ(moduleName("node:/fs"), "5 has an empty segment");
  EXPECT_EQ(moduleName("node:fs/../net"), "8 has the segment ..");
  EXPECT_EQ(moduleName("node:FS"), "5 has 'F' in it, which no module of node: has");
  EXPECT_EQ(moduleName("http://x"), "4 has ':' in its name");
}

TEST(ValidateModuleName, LegacyNamesMayBeAllowed) {
  EXPECT_EQ(moduleName("JSONStream", true), "");
  EXPECT_EQ(moduleName("a~'!()*", true), "");
  EXPECT_EQ(moduleName("_a", true), "0 has a name that begins with '_'");
  EXPECT_EQ(moduleName("A/..", true), "2 has the segment ..");
}

TEST(ParseModuleName, GivesTheParts) {
  using policy::ModuleName;
  const auto parts = [](std::string_view name) {
    return std::get<ModuleName>(policy::parseModuleName(name));
  };
  EXPECT_EQ(parts("lodash"), (ModuleName{false, "lodash", "", ""}));
  EXPECT_EQ(parts("lodash/fp/a.js"), (ModuleName{false, "lodash", "", "fp/a.js"}));
  EXPECT_EQ(parts("@s/n@^1.2/x"), (ModuleName{false, "@s/n", "^1.2", "x"}));
  EXPECT_EQ(parts("a@latest"), (ModuleName{false, "a", "latest", ""}));
  EXPECT_EQ(parts("node:fs/promises"), (ModuleName{true, "fs/promises", "", ""}));
}

TEST(ValidatePath, TakesAbsoluteAndRelativePaths) {
  for (const char* text : {"/index.js", "src/a.ts", "a", "/a/b c/ü.js", "...", ".hidden", "a..b"})
    EXPECT_EQ(path(text), "") << text;
  EXPECT_EQ(path(std::string(4096, 'a')), "");
}

TEST(ValidatePath, RefusesTheOthers) {
  EXPECT_EQ(path(""), "0 is empty");
  EXPECT_EQ(path("/"), "1 has an empty segment");
  EXPECT_EQ(path("//a"), "1 has an empty segment");
  EXPECT_EQ(path("a/"), "2 has an empty segment");
  EXPECT_EQ(path("a//b"), "2 has an empty segment");
  EXPECT_EQ(path("./a"), "0 has the segment .");
  EXPECT_EQ(path("/a/../b"), "3 has the segment ..");
  EXPECT_EQ(path(".."), "0 has the segment ..");
  EXPECT_EQ(path("a\\..\\b"), "1 has a backslash in it");
  EXPECT_EQ(path(std::string_view("a\0.js", 5)), "1 has a NUL character in it");
  EXPECT_EQ(path("a/\xff"), "2 byte 2 (line 1) is not valid UTF-8");
  EXPECT_EQ(path(std::string(4097, 'a')), "4096 has 4097 bytes, at most 4096 are allowed");
}

std::string wrong(const std::function<void(ExecutionOptions&)>& change) {
  ExecutionOptions options;
  change(options);
  return Validators::validateOptions(options).text();
}

TEST(ValidateOptions, TheDefaultsAreValid) {
  EXPECT_EQ(wrong([](ExecutionOptions&) {}), "");
  EXPECT_EQ(wrong([](ExecutionOptions& o) {
              o.timeout = o.cpu = 5s;
              o.memory = 64 << 20;
              o.consoleMax = o.valueMax = 0;
              o.valueDepth = 0;
              o.env = {{"PATH", ""}, {"ü", "\x01"}};
              o.files = {{"./a.js", ""}, {"../b.js", "1"}};
              o.context = {{"", nullptr}};
            }),
            "");
}

TEST(ValidateOptions, Numbers) {
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.timeout = 0ms; }), "options.timeout: 0 ms is not above 0");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.cpu = -5ms; }), "options.cpu: -5 ms is not above 0");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.timeout = 25h; }),
            "options.timeout: 90000000 ms is above 86400000 ms, which no policy can allow");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.memory = 1; }),
            "options.memory: 1 bytes is not within 2097152 … 4294967296 bytes");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.valueDepth = 341; }),
            "options.valueDepth: 341 levels is not within 0 … 340 levels");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.fuel = 0; }), "options.fuel: 0 steps is not within 1 … 9007199254740992 steps");
  EXPECT_TRUE(wrong([](ExecutionOptions& o) { o.input = "\xff"; }).starts_with("options.input: "));
  EXPECT_TRUE(wrong([](ExecutionOptions& o) { o.args = {"a", "\xff"}; }).starts_with("options.args: "));
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.args = {std::string("a\0b", 3)}; }), "options.args: one of them contains NUL");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.deterministic = Deterministic{.seed = ~std::uint64_t{0}, .now = {}}; }),
            "options.deterministic: the seed is above 2^53");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.deterministic = Deterministic{.seed = 0, .now = std::chrono::milliseconds::max()}; }),
            "options.deterministic: now is no time that a Date can have");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.language = static_cast<Language>(9); }),
            "options.language: is none of the languages that there are");
}

TEST(ValidateOptions, Texts) {
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.filename = ""; }), "options.filename: is empty");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.filename = "a\xff"; }),
            "options.filename: byte 1 (line 1) is not valid UTF-8");
  EXPECT_EQ(wrong([](ExecutionOptions& o) {
              o.context = {{"a", {1, {{"b", "\xff"}}}}};
            }),
            "options.context: a text in a is not valid UTF-8");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.env[""] = ""; }), "options.env: a name is empty");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.env["A=B"] = ""; }),
            "options.env: the name A=B: has a '=' in it");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.env[std::string("A\0", 2)] = ""; }),
            "options.env: the name A\\x00: has a NUL character in it");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.env["A"] = "\xff"; }),
            "options.env: the value of A: byte 0 (line 1) is not valid UTF-8");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.files[""] = ""; }), "options.files: a path is empty");
  EXPECT_EQ(wrong([](ExecutionOptions& o) { o.files["a.js"] = "1\n\xff"; }),
            "options.files: a.js: byte 2 (line 2) is not valid UTF-8");
}

TEST(ValidateOptions, AllProblemsAreListed) {
  ExecutionOptions options;
  options.timeout = 0ms;
  options.env[""] = "";
  const auto result = Validators::validateOptions(options);
  EXPECT_FALSE(result);
  EXPECT_THAT(result.problems, ElementsAre(Problem{"options.timeout", "0 ms is not above 0", 0},
                                           Problem{"options.env", "a name is empty", 0}));
}

TEST(Asserting, ThrowsWhatIsWrongAndWhere) {
  EXPECT_NO_THROW(Validators::assertCode("1"));
  EXPECT_NO_THROW(Validators::assertModuleName("lodash"));
  EXPECT_NO_THROW(Validators::assertPath("/a.js"));
  EXPECT_NO_THROW(Validators::assertOptions({}));
  EXPECT_THROW(Validators::assertModuleName("Lodash"), std::invalid_argument);
  EXPECT_THROW(Validators::assertPath(".."), ValidationError);
  ExecutionOptions options;
  options.timeout = 0ms;
  EXPECT_THROW(Validators::assertOptions(options), ValidationError);
  try {
    Validators::assertCode("1\n\xff");
    FAIL() << "nothing was thrown";
  } catch (const ValidationError& error) {
    EXPECT_STREQ(error.what(), "code: byte 2 (line 2) is not valid UTF-8");
    EXPECT_EQ(error.result().problems.at(0).offset, 2u);
  }
}

}  // namespace
}  // namespace isobox
