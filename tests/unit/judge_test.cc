// What a judge says: verdicts from ends of executions, comparing, a checker's value, the tests in a folder.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <filesystem>

#include "ipc/client/cli/judge_cases.h"
#include "ipc/client/cli/judge_verdict.h"
#include "tests/support/run_program.h"

namespace isobox::cli {
namespace {

namespace json = boost::json;

TEST(Judge, EveryVerdictHasItsPlace) {
  const std::pair<Verdict, std::string_view> rows[] = {
      {Verdict::Error, "RE"},          {Verdict::SyntaxError, "CE"}, {Verdict::Timeout, "TLE"},
      {Verdict::CpuLimit, "TLE"},      {Verdict::MemoryLimit, "MLE"}, {Verdict::OutputLimit, "OLE"},
      {Verdict::Violation, "SV"},      {Verdict::Crashed, "RE"},     {Verdict::ProtocolViolation, "SV"},
      {Verdict::Cancelled, "JE"},      {Verdict::Overloaded, "JE"},  {Verdict::InvalidRequest, "JE"},
      {Verdict::InternalError, "JE"}};
  EXPECT_FALSE(judgeVerdictOf(Verdict::Ok));
  for (const auto& [verdict, name] : rows) {
    ASSERT_TRUE(judgeVerdictOf(verdict)) << verdictName(verdict);
    EXPECT_EQ(judgeVerdictName(*judgeVerdictOf(verdict)), name) << verdictName(verdict);
  }
  EXPECT_EQ(std::size(rows) + 1, static_cast<std::size_t>(kVerdictCount));
}

TEST(Judge, WordsAreCompared) {
  const auto verdict = [](std::string_view expected, std::string_view output) {
    return judgeVerdictName(compareWords(expected, output).verdict);
  };
  EXPECT_EQ(verdict("1 2\n3\n", "1 2\n3\n"), "AC");
  EXPECT_EQ(verdict("1 2\n3\n", "1   2 \r\n3"), "AC");
  EXPECT_EQ(verdict("1 2 3", "\n1\n2\n3\n\n\n"), "AC");
  EXPECT_EQ(verdict("", " \n\t"), "AC");
  EXPECT_EQ(verdict("1 2", "1"), "WA");
  EXPECT_EQ(verdict("1", "1 2"), "WA");
  EXPECT_EQ(verdict("12", "1 2"), "WA");
  EXPECT_EQ(verdict("a", "A"), "WA");
  EXPECT_EQ(verdict("", "0"), "WA");
  EXPECT_EQ(verdict("1.0", "1"), "WA");
}

TEST(Judge, TheFirstDifferenceIsTold) {
  EXPECT_EQ(compareWords("1 2 3", "1 5 3").message, "word 2: expected \"2\", found \"5\"");
  EXPECT_EQ(compareWords("1 2", "1").message, "word 2: expected \"2\", found the end");
  EXPECT_EQ(compareWords("1", "1 2").message, "word 2: expected the end, found \"2\"");
  EXPECT_LT(compareWords(std::string(100'000, 'a'), std::string(100'000, 'b')).message.size(), 200u);
}

TEST(Judge, WhatACheckerMaySay) {
  struct Row {
    const char* value;
    const char* verdict;
    std::optional<double> score;
  };
  const Row rows[] = {{"true", "AC", {}},
                      {"false", "WA", {}},
                      {"1", "AC", 1.0},
                      {"0.5", "WA", 0.5},
                      {"0", "WA", 0.0},
                      {R"({"verdict":"AC"})", "AC", {}},
                      {R"({"verdict":"WA","message":"no"})", "WA", {}},
                      {R"({"score":0.25,"message":"part"})", "WA", 0.25},
                      {R"({"score":1})", "AC", 1.0},
                      {R"({"verdict":"WA","score":0.5})", "WA", 0.5}};
  for (const Row& row : rows) {
    const Judgement judgement = readChecker(json::parse(row.value));
    EXPECT_EQ(judgeVerdictName(judgement.verdict), row.verdict) << row.value;
    EXPECT_EQ(judgement.score, row.score) << row.value;
  }
  EXPECT_EQ(readChecker(json::parse(R"({"verdict":"WA","message":"no"})")).message, "no");
}

TEST(Judge, WhatNoCheckerMaySayIsNeverAccepted) {
  for (const char* value : {"null", "\"AC\"", "[]", "{}", "2", "-0.1", "1e300", R"({"score":"1"})", R"({"verdict":"OK"})", R"({"verdict":true})",
                            R"({"verdict":"AC","score":0})", R"({"verdict":"WA","score":1})", R"({"score":2})", R"({"score":1,"message":1})",
                            R"({"$isobox":"undefined"})", R"({"$isobox":"NaN"})", R"({"$isobox":"Boxed","value":true})"}) {
    const Judgement judgement = readChecker(json::parse(value));
    EXPECT_EQ(judgement.verdict, JudgeVerdict::JudgeError) << value;
    EXPECT_TRUE(judgement.message.starts_with("checker failed: ")) << judgement.message;
  }
}

TEST(Judge, TheOutputIsWhatWentToStdout) {
  ExecutionResult result;
  result.console = {{ConsoleLevel::Log, "a"},    {ConsoleLevel::Error, "x"}, {ConsoleLevel::Stdout, "b"}, {ConsoleLevel::Stderr, "y"},
                    {ConsoleLevel::Stdout, "c"}, {ConsoleLevel::Warn, "z"},  {ConsoleLevel::Info, "d"},   {ConsoleLevel::Debug, ""}};
  EXPECT_EQ(outputOf(result), "a\nbcd\n\n");
}

TEST(Judge, NamesAreInNaturalOrder) {
  std::vector<std::string> names = {"test10", "test2", "a", "test1", "test02", "B", "test2b", "", "10", "9", "99999999999999999999999", "100"};
  std::sort(names.begin(), names.end(), comesBefore);
  EXPECT_EQ(names, (std::vector<std::string>{"", "9", "10", "100", "99999999999999999999999", "B", "a", "test1", "test02", "test2", "test2b",
                                             "test10"}));
  for (const auto& name : names) EXPECT_FALSE(comesBefore(name, name));
}

TEST(Judge, TestsInAFolder) {
  const test::TemporaryFolder folder;
  for (const char* name : {"2.in", "2.out", "10.in", "10.ans", "notes.txt", ".x.in"}) folder.write(name, "");
  const auto cases = findCases(folder.path());
  ASSERT_TRUE(cases) << cases.error().describe();
  ASSERT_EQ(cases->size(), 2u);
  EXPECT_EQ(cases->at(0).name, "2");
  EXPECT_EQ(cases->at(1).expected, folder.path() + "/10.ans");
}

TEST(Judge, TestsInTwoFolders) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() + "/input");
  std::filesystem::create_directories(folder.path() + "/output");
  for (const char* name : {"input/1.txt", "output/1.txt", "input/2", "output/2"}) folder.write(name, "");
  const auto cases = findCases(folder.path());
  ASSERT_TRUE(cases) << cases.error().describe();
  EXPECT_EQ(cases->size(), 2u);
}

TEST(Judge, HalfATestIsAnError) {
  const test::TemporaryFolder empty, noInput, noOutput, both;
  noInput.write("1.out", "");
  noOutput.write("1.in", "");
  for (const char* name : {"1.in", "1.out", "1.ans"}) both.write(name, "");
  for (const auto* folder : {&empty, &noInput, &noOutput, &both}) EXPECT_FALSE(findCases(folder->path()));
  EXPECT_FALSE(findCases("/nowhere"));
}

}  // namespace
}  // namespace isobox::cli
