// `isobox judge` with the real supervisor, on a small problem. Needs ISOBOX_BIN_DIR with all programs in it, and what the jail needs.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/run_program.h"

namespace isobox::judge_test {
namespace {

namespace json = boost::json;
using test::ProgramEnd;
using test::TemporaryFolder;

ProgramEnd judge(std::vector<std::string> words) {
  words.insert(words.begin(), {test::programPath("isobox"), "judge"});
  return test::runProgram(std::move(words));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

/// Tests of "the sum of all numbers in the input".
class Sums : public ::testing::Test {
 protected:
  Sums() {
    folder.write("1.in", "1 2 3\n");
    folder.write("1.out", "6\n");
    folder.write("2.in", "10\n20\n");
    folder.write("2.ans", "30");
    folder.write("10.in", "");
    folder.write("10.out", "0\n");
  }
  /// The verdicts of the tests, in order.
  std::string verdicts(const std::string& program, std::vector<std::string> options = {}, const std::string& name = "solution.js") {
    options.insert(options.begin(), {solutions.write(name, program), "--tests", folder.path(), "--json"});
    const auto end = judge(options);
    last = end;
    if (end.status == 2) return std::string("usage: ").append(end.err);
    std::string text;
    const auto result = json::parse(end.out);
    for (const auto& test : result.at("tests").as_array())
      text.append(text.empty() ? "" : " ").append(test.at("verdict").as_string());
    EXPECT_EQ(end.status, text == "AC AC AC" ? 0 : 1) << text;
    return text;
  }
  TemporaryFolder folder, solutions;
  ProgramEnd last;
};

constexpr const char* kSum =
    "const t = require('fs').readFileSync(0, 'utf8');\n"
    "console.log(t.split(/\\s+/).filter(Boolean).map(Number).reduce((a, b) => a + b, 0))\n";

TEST_F(Sums, Accepted) {
  EXPECT_EQ(verdicts(kSum), "AC AC AC") << last.out << last.err;
  EXPECT_EQ(verdicts("let s: number = 0; let l: string | null; while ((l = readline()) !== null) for (const x of l.split(' ')) s += +x; print(s)", {},
                     "solution.ts"),
            "AC AC AC")
      << last.out;
}

TEST_F(Sums, EveryVerdict) {
  EXPECT_EQ(verdicts("console.log(6)"), "AC WA WA");
  EXPECT_EQ(verdicts("for (;;);", {"--time", "200ms"}), "TLE TLE TLE");
  EXPECT_EQ(verdicts("for (;;);", {"--fuel", "100000"}), "TLE TLE TLE");
  EXPECT_EQ(verdicts("const a = []; for (;;) a.push('x'.repeat(1000) + a.length)", {"--memory", "8MiB"}), "MLE MLE MLE");
  EXPECT_EQ(verdicts("for (;;) console.log('x'.repeat(1000))", {"--output", "64KiB"}), "OLE OLE OLE");
  EXPECT_EQ(verdicts("null.x"), "RE RE RE");
  EXPECT_EQ(verdicts("console.log(6); process.exit(1)"), "RE RE RE");
  EXPECT_EQ(verdicts("console.log(6); process.exitCode = 1"), "RE RE RE");
  EXPECT_EQ(verdicts("console.log(6); process.exit(0); console.log(7)"), "AC WA WA");
  EXPECT_EQ(verdicts("let x = ;"), "CE CE CE");
}

TEST_F(Sums, TheCompletionValueDoesNotMatter) {
  EXPECT_EQ(verdicts(std::string(kSum) + "const o = {}; o.o = o; o"), "AC AC AC");
  EXPECT_EQ(verdicts(std::string(kSum) + "'x'.repeat(1e7)"), "AC AC AC");
}

TEST_F(Sums, FailFastBeginsNoMore) {
  EXPECT_EQ(verdicts("console.log(1)", {"--fail-fast", "--jobs", "1"}), "WA -- --");
}

TEST_F(Sums, ACheckerDecides) {
  const auto checked = [&](const std::string& checker, const std::string& name = "checker.js") {
    return verdicts("console.log(require('fs').readFileSync(0, 'utf8').length)", {"--checker", solutions.write(name, checker)});
  };
  EXPECT_EQ(checked("Number(output) === input.length"), "AC AC AC");
  EXPECT_EQ(checked("output.trim() === expected.trim()"), "AC WA AC") << last.out;
  EXPECT_EQ(checked("0.5"), "WA WA WA");
  EXPECT_EQ(json::parse(last.out).at("score"), 0.5);
  EXPECT_EQ(checked("const good: boolean = true; export default {verdict: good ? 'AC' : 'WA', message: 'seen'}", "checker.ts"), "AC AC AC") << last.out;
  EXPECT_EQ(json::parse(last.out).at("tests").at(0).at("message"), "seen");
}

TEST_F(Sums, ACheckerThatFailsAcceptsNothing) {
  for (const char* checker : {"throw new Error('broken')", "let x = ;", "'AC'", "undefined", "process.exit(1)"}) {
    const auto path = solutions.write("checker.js", checker);
    EXPECT_EQ(verdicts(kSum, {"--checker", path, "--jobs", "3"}), "JE JE JE") << checker;
    EXPECT_TRUE(contains(last.out, "checker failed")) << last.out;
  }
}

TEST_F(Sums, ATableForPeople) {
  const auto end = judge({solutions.write("s.js", "console.log(6)"), "--tests", folder.path()});
  EXPECT_EQ(end.status, 1);
  EXPECT_TRUE(end.out.starts_with("TEST  VERDICT")) << end.out;
  EXPECT_TRUE(contains(end.out, "\n1     AC ")) << end.out;
  EXPECT_TRUE(contains(end.out, "\n10    WA ")) << end.out;
  EXPECT_TRUE(contains(end.out, "word 1: expected \"30\", found \"6\"")) << end.out;
  EXPECT_TRUE(contains(end.out, "1 of 3 accepted, 2 WA; at most ")) << end.out;
}

TEST_F(Sums, NobodyWritesToTheTerminalThroughTheTable) {
  folder.write("e\x1b[31m.in", "");
  folder.write("e\x1b[31m.out", "1");
  const auto path = solutions.write("s.js", "console.log('\\x1b]0;owned\\x07\\x1b[2J\\u009b31m\\u202e')");
  const auto end = judge({path, "--tests", folder.path()});
  for (const char c : end.out) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << end.out;
  EXPECT_FALSE(contains(end.out, "\u009b")) << end.out;
  EXPECT_TRUE(contains(end.out, "\\x1b]0;owned")) << end.out;
  const auto thrown = judge({solutions.write("t.js", "throw new Error('\\x1b[2J')"), "--tests", folder.path()});
  EXPECT_FALSE(contains(thrown.out, "\x1b")) << thrown.out;
  const auto asJson = judge({path, "--tests", folder.path(), "--json"});
  EXPECT_FALSE(contains(asJson.out, "\x1b")) << asJson.out;
}

TEST_F(Sums, AnInputThatIsNoTextIsTheJudgesTrouble) {
  folder.write("2.in", "\xff");
  EXPECT_EQ(verdicts(kSum), "AC JE AC");
}

TEST_F(Sums, WrongUsage) {
  const auto solution = solutions.write("s.js", kSum);
  EXPECT_EQ(judge({solution}).status, 2);
  EXPECT_EQ(judge({solution, "--tests", "/nowhere"}).status, 2);
  EXPECT_EQ(judge({solution, "--tests", solutions.path()}).status, 2);
  EXPECT_EQ(judge({"/nowhere.js", "--tests", folder.path()}).status, 2);
  EXPECT_EQ(judge({solution, "--tests", folder.path(), "--jobs", "0"}).status, 2);
  EXPECT_EQ(judge({solution, "--tests", folder.path(), "--fuel", "-1"}).status, 2);
  folder.write("3.in", "");
  const auto half = judge({solution, "--tests", folder.path()});
  EXPECT_EQ(half.status, 2);
  EXPECT_TRUE(contains(half.err, "3.in has no expected output")) << half.err;
}

TEST(Judge, ManyTestsSideBySide) {
  TemporaryFolder folder;
  for (int i = 0; i < 60; ++i) {
    folder.write(std::to_string(i) + ".in", std::to_string(i));
    folder.write(std::to_string(i) + ".out", std::to_string(i * i));
  }
  const auto end = judge({folder.write("s.js", "const n = +readline(); print(n * n)"), "--tests", folder.path(), "--jobs", "4", "--json"});
  EXPECT_EQ(end.status, 0) << end.out << end.err;
  const auto result = json::parse(end.out);
  EXPECT_EQ(result.at("accepted"), 60);
  for (std::size_t i = 0; i < 60; ++i) EXPECT_EQ(result.at("tests").at(i).at("name").as_string(), std::to_string(i));
}

}  // namespace
}  // namespace isobox::judge_test
