// Commands of the isobox program with a real supervisor: streams. Needs ISOBOX_BIN_DIR with all programs in it, and what
// the jail needs.
#include <gtest/gtest.h>

#include <signal.h>

#include <chrono>
#include <thread>

#include "tests/support/run_program.h"

namespace isobox {
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

}  // namespace
}  // namespace isobox
