// Lines of the log: levels, sinks, and text that tries to be more than text.
#include "isobox/logger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace isobox {
namespace {

using ::testing::ElementsAre;
using ::testing::MatchesRegex;
using namespace std::chrono_literals;

/// Lines of a logger, as "level message".
std::vector<std::string> logged(LogLevel level) {
  Logger own;
  std::vector<std::string> lines;
  own.setLevel(level);
  own.setSink([&](const LogRecord& record) {
    lines.push_back(std::string(logLevelName(record.level)) + " " + record.message);
  });
  own.debug("a");
  own.info("b");
  own.warn("c");
  own.error("d");
  own.log(LogLevel::Off, "never");
  return lines;
}

TEST(Logger, DropsWhatIsBelowItsLevel) {
  EXPECT_THAT(logged(LogLevel::Debug), ElementsAre("debug a", "info b", "warn c", "error d"));
  EXPECT_THAT(logged(LogLevel::Warn), ElementsAre("warn c", "error d"));
  EXPECT_THAT(logged(LogLevel::Off), ElementsAre());
  EXPECT_EQ(Logger().level(), LogLevel::Info);
}

TEST(Logger, ControlCharactersAreShown) {
  EXPECT_EQ(logText("plain, ü, 😀, back\\slash"), "plain, ü, 😀, back\\slash");
  EXPECT_EQ(logText("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(logText("\x1b[31mred\x7f"), "\\x1b[31mred\\x7f");
  EXPECT_EQ(logText(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(logText("\u009b2J"), "\\x9b2J");
  EXPECT_EQ(logText("a\u2028b\u2029c"), "a\\u2028b\\u2029c");
  EXPECT_EQ(logText("\u202egpj.exe"), "\\u202egpj.exe");
  EXPECT_EQ(logText("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(logText("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(logText(""), "");
}

TEST(Logger, LinesHaveTimeAndLevel) {
  const auto day = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
  const LogRecord record{.level = LogLevel::Warn, .time = day + 7h + 5min + 9s + 42ms, .message = "text"};
  EXPECT_EQ(logLine(record), "2026-11-23T07:05:09.042Z warn text");
}

TEST(Logger, TheDefaultSinkIsStderr) {
  testing::internal::CaptureStderr();
  Logger own;
  own.error("one\ntwo");
  own.debug("silent");
  own.setSink([](const LogRecord&) {});
  own.error("elsewhere");
  own.setSink({});
  own.info("back");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              MatchesRegex("[0-9T:.-]+Z error one\\\\ntwo\n[0-9T:.-]+Z info back\n"));
}

TEST(Logger, WhatASinkThrowsReachesTheCaller) {
  Logger own;
  own.setSink([](const LogRecord&) { throw std::runtime_error("disk full"); });
  EXPECT_THROW(own.info("x"), std::runtime_error);
  EXPECT_NO_THROW(own.debug("x"));
}

TEST(Logger, ThereIsOneForTheProgram) {
  std::string seen;
  logger.setSink([&](const LogRecord& record) { seen = record.message; });
  logger.info("hello");
  logger.setSink({});
  EXPECT_EQ(seen, "hello");
}

TEST(Logger, SinksMayBeChangedWhileThreadsLog) {
  Logger own;
  std::atomic<int> count = 0;
  const auto counting = [&](const LogRecord&) { ++count; };
  own.setSink(counting);
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) own.info("x");
  });
  for (int i = 0; i < 1000; ++i) own.setSink(counting);
  other.join();
  EXPECT_EQ(count, 1000);
}

}  // namespace
}  // namespace isobox
