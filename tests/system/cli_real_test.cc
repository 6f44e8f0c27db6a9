// Commands of the isobox program with a real supervisor: streams, projects, tables. Needs ISOBOX_BIN_DIR with all programs in it, and what
// the jail needs.
#include <gtest/gtest.h>

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "ipc/json.h"
#include "tests/support/run_program.h"
#include "tests/support/supervisor_process.h"

namespace isobox::cli_real_test {
namespace {

using test::ProgramEnd;

ProgramEnd isobox(std::vector<std::string> words, const std::string& input = "") {
  words.insert(words.begin(), test::programPath("isobox"));
  return test::runProgram(std::move(words), input);
}

ProgramEnd shell(const std::string& command) {
  return test::runProgram({"/bin/sh", "-c", command});
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

TEST(CliStream, ValuesToStdoutTheConsoleToStderr) {
  const auto end = isobox({"eval", "--stream", "console.log('a'); yield 1; console.error('b'); yield {x: [2]}; 'last'"});
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_EQ(end.out, "1\n{ x: [ 2 ] }\n");
  EXPECT_EQ(end.err, "a\nb\n");
  EXPECT_EQ(isobox({"run", "--stream", "-"}, "[1, 'b'].values()").out, "1\nb\n");
}

TEST(CliTrace, StepsOnStderrOrInTheResult) {
  const auto told = isobox({"eval", "--trace", "1 + 2"});
  EXPECT_EQ(told.out, "3\n");
  for (const char* step : {"parse", "queue", "finish", "total", "its runner was", "seal", "lower"})
    EXPECT_TRUE(contains(told.err, std::string("  ") + step)) << step << "\n" << told.err;
  const auto json = isobox({"eval", "--trace", "--json", "1 + 2"});
  EXPECT_EQ(json.err, "");
  const auto result = ipc::parseJson(json.out);
  ASSERT_TRUE(result) << json.out;
  EXPECT_GT(result->at("timings").at("total").to_number<double>(), 0);
  EXPECT_TRUE(contains(isobox({"eval", "--stream", "--trace", "yield 1"}).err, "total"));
  EXPECT_FALSE(contains(isobox({"eval", "--json", "1"}).out, "timings"));
}

TEST(CliStream, LinesOfJson) {
  const auto end = isobox({"eval", "--stream", "--json", "yield 'a\\nb'; yield undefined; yield [1]"});
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_EQ(end.out, "\"a\\nb\"\n{\"$isobox\":\"undefined\"}\n[1]\n");
}

TEST(CliStream, WhatEndsItIsSaid) {
  const auto thrown = isobox({"eval", "--stream", "yield 1; throw new TypeError('no')"});
  EXPECT_EQ(thrown.status, 1);
  EXPECT_EQ(thrown.out, "1\n");
  EXPECT_TRUE(contains(thrown.err, "[eval]:1\n")) << thrown.err;
  EXPECT_TRUE(contains(thrown.err, "TypeError: no")) << thrown.err;
  const auto slow = isobox({"eval", "--stream", "--timeout", "200ms", "yield 1; for (;;);"});
  EXPECT_EQ(slow.status, 4);
  EXPECT_EQ(slow.out, "1\n");
  EXPECT_EQ(isobox({"eval", "--stream", "("}).status, 3);
  const auto tiny = isobox({"eval", "--stream", "--memory", "1", "1"});
  EXPECT_EQ(tiny.status, 13);
  EXPECT_TRUE(contains(tiny.err, "invalid_request")) << tiny.err;
}

TEST(CliErrors, ASyntaxErrorShowsItsPlaceOnce) {
  const auto end = isobox({"eval", "1;\nlet let"});
  EXPECT_EQ(end.status, 3);
  EXPECT_EQ(end.err, "[eval]:2\nlet let\n    ^\n\nSyntaxError: let is disallowed as a lexically bound name\n");
}

TEST(CliStream, AReaderThatWentAwayStopsTheProgram) {
  const std::string command = test::programPath("isobox") +
                              " eval --stream 'try { for (let i = 0;; ++i) yield i } finally { console.log(\"closed\") }'";
  const auto end = shell("( " + command + "; echo $? >&2 ) | head -n 1");
  EXPECT_EQ(end.out, "0\n");
  EXPECT_EQ(end.err, "closed\n0\n");
  EXPECT_EQ(shell(command + " >/dev/full").status, 14);
}

TEST(CliStream, CtrlCWithdrawsTheProgram) {
  for (const char* code : {"for (;;);", "for (;;) yield 1"}) {
    const auto end = test::runProgram({test::programPath("isobox"), "eval", "--stream", code}, "", [](pid_t pid) {
      std::this_thread::sleep_for(std::chrono::seconds(1));
      ::kill(pid, SIGINT);
    });
    EXPECT_EQ(end.status, 130) << code;
    EXPECT_TRUE(contains(end.err, "isobox: cancelled")) << end.err;
  }
}

/// A project of TypeScript, CommonJS and JSON.
class CliProject : public ::testing::Test {
 protected:
  CliProject() {
    std::filesystem::create_directories(folder_.path() + "/src/node_modules");
    folder_.write("package.json", R"({"main": "./src/main"})");
    folder_.write("src/main.ts",
                  "import { twice } from './twice';\nimport data from './data.cjs';\n"
                  "const n: number = data.n;\nconsole.log(twice(n), ...process.argv.slice(2));\n");
    folder_.write("src/data.cjs", "module.exports = require('../data.json');\n");
    folder_.write("src/twice.ts", "export const twice = (n: number): number => 2 * n;\n");
    folder_.write("data.json", R"({"n": 21})");
    folder_.write("fails.js", "require('./lib.cjs').fail()\n");
    folder_.write("lib.cjs", "exports.fail = () => {\n  throw new RangeError('far');\n};\n");
    folder_.write("src/.hidden.js", "\xff");
    folder_.write("src/node_modules/bad.js", "\xff");
    folder_.write("picture.png", "\xff");
    std::filesystem::create_symlink("/etc/hostname", folder_.path() + "/outside.js");
  }
  ProgramEnd run(std::vector<std::string> words) {
    words.insert(words.begin(), {"project", folder_.path()});
    return isobox(std::move(words));
  }
  test::TemporaryFolder folder_;
};

TEST_F(CliProject, RunsTheFilesOfAFolder) {
  const auto end = run({});
  EXPECT_EQ(end.out, "42\n") << end.err;
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(run({"src/main.ts", "--", "a b", "--json"}).out, "42 a b --json\n");
  EXPECT_EQ(run({"./src/../src/main", "--json"}).out.find("{\"verdict\":\"ok\""), 0u);
}

TEST_F(CliProject, ErrorsNamePathsOfTheFolder) {
  const auto end = run({"fails.js"});
  EXPECT_EQ(end.status, 1);
  EXPECT_EQ(end.err.find("lib.cjs:2\n  throw new RangeError('far');\n        ^\n\nRangeError: far\n"), 0u) << end.err;
  EXPECT_TRUE(contains(end.err, "fails.js:1:")) << end.err;
  EXPECT_FALSE(contains(end.err, "/fails.js")) << end.err;
}

TEST_F(CliProject, SaysWhatIsWrong) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"nope.js"}, "there is no file nope.js among those of "},
      {{"../nope.js"}, "there is no file ../nope.js"},
      {{"outside.js"}, "there is no file outside.js"},
      {{"--all"}, "is not UTF-8"},
      {{"a", "b"}, "one word too many: b"},
  };
  for (const auto& [words, text] : cases) {
    const auto end = run(words);
    EXPECT_EQ(end.status, 2) << text;
    EXPECT_TRUE(contains(end.err, text)) << end.err;
  }
  EXPECT_TRUE(contains(isobox({"project", folder_.path() + "/none"}).err, "No such file"));
  std::filesystem::remove(folder_.path() + "/package.json");
  EXPECT_TRUE(contains(run({}).err, "has no package.json with a main and no index.ts")) << run({}).err;
  folder_.write("large.js", std::string(16 * 1024 * 1024, ' '));
  EXPECT_TRUE(contains(run({"fails.js"}).err, "more than 16 MiB")) << run({"fails.js"}).err;
  test::TemporaryFolder empty;
  EXPECT_TRUE(contains(isobox({"project", empty.path()}).err, "there is no .js"));
}

TEST(CliStats, ATableAndJson) {
  const testing::SupervisorProcess supervisor({.onSocket = true});
  const std::string socket = "--socket=" + supervisor.path();
  const auto table = isobox({"stats", socket});
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_EQ(table.out.find("min  max  warm  starting  waiting  busy  ending  sessions\n"), 0u) << table.out;
  EXPECT_EQ(std::count(table.out.begin(), table.out.end(), '\n'), 6) << "and below it what programs came to, of us and of all";
  const auto pool = ipc::parseJson(isobox({"stats", "--json", socket}).out).value();
  EXPECT_TRUE(pool.at("max").is_number());
  EXPECT_EQ(pool.at("sessions"), 0);
}

TEST(CliStats, Watches) {
  const testing::SupervisorProcess supervisor({.onSocket = true});
  const std::string socket = "--socket=" + supervisor.path();
  const std::string command = test::programPath("isobox") + " stats --watch 0.1 " + socket;
  const auto piped = shell(command + " | head -n 3");
  EXPECT_EQ(std::count(piped.out.begin(), piped.out.end(), '\n'), 3) << piped.err;
  const auto stopped = test::runProgram({test::programPath("isobox"), "stats", "--watch", "60", socket}, "", [](pid_t pid) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    ::kill(pid, SIGINT);
  });
  EXPECT_EQ(stopped.status, 130);
  EXPECT_EQ(isobox({"stats", "--watch", "0", socket}).status, 2);
  EXPECT_EQ(isobox({"stats", "--watch", "soon", socket}).status, 2);
}

TEST(CliSessions, ListsAndCloses) {
  const testing::SupervisorProcess supervisor({.onSocket = true});
  const std::string socket = "--socket=" + supervisor.path();
  EXPECT_EQ(isobox({"sessions", socket}).out, "NAME  PROGRAMS  RUNNING  IDLE  DURABLE  MEMORY\n");
  EXPECT_EQ(isobox({"repl", "first", socket}, "1\n2\n").status, 0);
  const auto list = isobox({"sessions", socket});
  EXPECT_TRUE(contains(list.out, "first  2         no       ")) << list.out;
  EXPECT_TRUE(contains(list.out, "64MiB")) << list.out;
  const auto json = ipc::parseJson(isobox({"sessions", "--json", socket}).out).value();
  ASSERT_EQ(json.as_array().size(), 1u);
  EXPECT_EQ(json.at(0).at("session"), "first");
  EXPECT_EQ(isobox({"sessions", "close", "first", socket}).status, 0);
  EXPECT_EQ(isobox({"sessions", "--json", socket}).out, "[]\n");
  const auto again = isobox({"sessions", "close", "first", socket});
  EXPECT_EQ(again.status, 13);
  EXPECT_TRUE(contains(again.err, "there is no session \"first\"")) << again.err;
}

TEST(CliSessions, WrongUsage) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"sessions"}, {"sessions", "open", "--socket=/x"}, {"sessions", "close", "--socket=/x"}}) {
    const auto end = isobox(words);
    EXPECT_EQ(end.status, 2);
    EXPECT_TRUE(contains(end.err, "isobox: ")) << end.err;
  }
}

}  // namespace
}  // namespace isobox::cli_real_test
