// Texts that are large, deep or repetitive in ways no person writes, in a real jail: an exact verdict for
// each, well within its time. Beside each stands the harmless twin: the same, small. Needs ISOBOX_BIN_DIR and
// what the jail needs.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox {
namespace {

constexpr std::size_t kDeep = 100'000;
constexpr std::size_t kLong = 1'000'000;  // the default limit of a program's text is 1 MiB

std::string repeat(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

struct Shape {
  const char* name;
  std::string_view before, open, middle, close, after;
  bool mayEnd = false;  // the compiler of the engine may refuse it
};

std::string build(const Shape& shape, std::size_t times) {
  return std::string(shape.before) + repeat(shape.open, times) + std::string(shape.middle) +
         repeat(shape.close, times) + std::string(shape.after);
}

ExecutionResult execute(const std::string& code) {
  static IsoBox box([] {
    IsoBoxOptions options;
    options.supervisorPath = test::programPath("isobox-supervisor");
    options.pool.min = 1;
    return options;
  }());
  ExecutionOptions options;
  options.timeout = std::chrono::seconds(20);
  options.isolation = false;
  return box.execute(code, options);
}

void PrintTo(const Shape& shape, std::ostream* out) {
  *out << shape.name;
}

std::string nameOf(const testing::TestParamInfo<Shape>& info) {
  return info.param.name;
}

/// Nested deeper than the front end follows: refused as a whole, in words, before anything of it has run.
class DeepTexts : public testing::TestWithParam<Shape> {};

TEST_P(DeepTexts, AreRefused) {
  const std::string code = "console.log('ran');" + build(GetParam(), kDeep);
  const ExecutionResult result =
      execute(code.size() <= kLong ? code : "console.log('ran');" + build(GetParam(), kDeep / 5));
  EXPECT_EQ(result.verdict, Verdict::SyntaxError) << result.message;
  EXPECT_TRUE(result.console.empty());
  ASSERT_TRUE(result.error);
  EXPECT_NE(result.error->message.find("nested too deeply"), std::string::npos) << result.error->message;
}

TEST_P(DeepTexts, TwinRuns) {
  const ExecutionResult result =
      execute("var x = {}, a = 0, b = 0, f = function () {};" + build(GetParam(), 5));
  EXPECT_EQ(result.verdict, Verdict::Ok) << result.message;
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, DeepTexts,
    testing::Values(Shape{"brackets", "", "[", "", "]", ""}, Shape{"parentheses", "", "(", "1", ")", ""},
                    Shape{"blocks", "", "{", "", "}", ""},
                    Shape{"functions", "", "function f(){", "", "}", ""},
                    Shape{"arrows", "", "a=>", "1", "", ""}, Shape{"objects", "", "({a:", "1", "})", ""},
                    Shape{"patterns", "var ", "[", "a", "=[]]", "=[]"},
                    Shape{"templates", "", "`${", "1", "}`", ""}, Shape{"unary", "", "!", "1", "", ""},
                    Shape{"powers", "", "2**", "1", "", ""}, Shape{"conditions", "", "a?", "b", ":1", ""},
                    Shape{"classes", "(", "class extends ", "Object", "{}", ")"},
                    Shape{"loops", "", "for(;0;)", ";", "", ""},
                    Shape{"tries", "", "try{", "", "}finally{}", ""}),
    nameOf);

/// Long but flat: runs.
class LongTexts : public testing::TestWithParam<Shape> {};

TEST_P(LongTexts, Run) {
  const Shape& shape = GetParam();
  const std::size_t bytes = shape.open.size() + shape.close.size();
  const ExecutionResult result =
      execute("var x = {}, a, b = 1, f = function () { return f; };" + build(shape, kLong / bytes / 2));
  if (shape.mayEnd) {
    // Too long for the engine's compiler, which says so.
    EXPECT_TRUE(result.verdict == Verdict::Ok || result.verdict == Verdict::Error || result.verdict == Verdict::SyntaxError)
        << result.message;
  } else {
    EXPECT_EQ(result.verdict, Verdict::Ok) << result.message;
  }
}

TEST_P(LongTexts, TwinRuns) {
  const ExecutionResult result =
      execute("var x = {}, a, b = 1, f = function () { return f; };" + build(GetParam(), 5));
  EXPECT_EQ(result.verdict, Verdict::Ok) << result.message;
}

INSTANTIATE_TEST_SUITE_P(Shapes, LongTexts,
                         testing::Values(Shape{"optional_chain", "a", "?.b", "", "", "", true},
                                         Shape{"one_string", "'", "x", "", "", "'.length"},
                                         Shape{"one_template", "`", "x", "", "", "${b}`.length"},
                                         Shape{"sum", "1", "+1", "", "", ""},
                                         Shape{"statements", "", "b;", "", "", ""},
                                         Shape{"blocks_with_let", "", "{let c=1}", "", "", "", true},
                                         Shape{"comments", "", "/**/", "1", "", ""},
                                         Shape{"else_if", "", "if(a);else ", ";", "", "", true},
                                         Shape{"escapes", "'", "\\u0041", "", "", "'.length"},
                                         Shape{"labels_in_a_row", "", "l:b;", "", "", "", true}),
                         nameOf);

/// Direct evals under many names: what each sees must not be written down for each.
TEST(HostileTexts, ManyNamesAndManyEvals) {
  std::string code = "(function () {";
  for (int i = 0; i < 5000; ++i) code += "let v" + std::to_string(i) + " = 1;";
  code += repeat("if (0) eval('1');", 5000) + "return eval('v0 + v4999'); })()";
  const ExecutionResult result = execute(code);
  if (result.verdict == Verdict::Ok) {
    EXPECT_EQ(result.value, 2);
  } else {
    // More registers or constants than the engine's compiler has.
    EXPECT_TRUE(result.verdict == Verdict::Error || result.verdict == Verdict::SyntaxError) << result.message;
  }
}

}  // namespace
}  // namespace isobox
