// The validator of runner values: the grammar, its bounds, and agreement with the parser that readers use.
#include "ipc/json_validator.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "ipc/json.h"

namespace isobox::ipc {
namespace {

JsonFault fault(std::string_view text, std::size_t depth = kValidatorDepth) {
  return validateJson(text, depth);
}

TEST(Validator, AcceptsEveryKindOfValue) {
  for (const char* text : {"null",
                           "true",
                           "false",
                           "0",
                           "-0",
                           "7",
                           "-12.5",
                           "1e5",
                           "1E+5",
                           "1.25e-7",
                           "0.0",
                           "\"\"",
                           "\"a\"",
                           "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
                           "\"\\ud83d\\ude00\"",
                           "\"\\uD83D\\uDE00\"",
                           "\"\\u0000\"",
                           "\"\x7f\"",
                           "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"",
                           "[]",
                           "{}",
                           "[[],{}]",
                           "[1,2,3]",
                           "{\"a\":1,\"b\":[true,null]}",
                           "{\"a\":{\"b\":{\"c\":[]}}}",
                           "{\"\":\"\"}",
                           "{\"a\":1,\"a\":2}",
                           "1e308",
                           "5e-324",
                           "1e-999",
                           "123456789012345678901234567890"})
    EXPECT_EQ(fault(text), JsonFault::None) << text;
}

TEST(Validator, RefusesEverythingElse) {
  for (const char* text : {"",
                           " ",
                           "nul",
                           "nulll",
                           "True",
                           "01",
                           "-",
                           "-01",
                           "+1",
                           ".5",
                           "1.",
                           "1.e5",
                           "1e",
                           "1e+",
                           "1ee5",
                           "--1",
                           "0x10",
                           "NaN",
                           "Infinity",
                           "'a'",
                           "\"",
                           "\"a",
                           "\"\\\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\\u12g4\"",
                           "\"\\u+123\"",
                           "\"\\u 123\"",
                           "\"\\u0x12\"",
                           "\"a\nb\"",
                           "\"\t\"",
                           "[",
                           "]",
                           "[1",
                           "[1,",
                           "[1,]",
                           "[,1]",
                           "[1 2]",
                           "[1}",
                           "{",
                           "}",
                           "{]",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,}",
                           "{a:1}",
                           "{\"a\":1]",
                           "{1:2}",
                           "{\"a\" :1}",
                           "[1]]",
                           "1 2",
                           "1,2",
                           "{}{}",
                           "[]\n",
                           "\n[]",
                           "[1, 2]",
                           "/*x*/1",
                           "1\r\n{\"jsonrpc\":\"2.0\"}"})
    EXPECT_EQ(fault(text), JsonFault::NotJson) << text;
  EXPECT_EQ(fault(std::string_view("\0", 1)), JsonFault::NotJson);
  EXPECT_EQ(fault(std::string_view("\"\0\"", 3)), JsonFault::NotJson);
  EXPECT_EQ(fault(std::string_view("1\0", 2)), JsonFault::NotJson);
}

TEST(Validator, RefusesLoneSurrogateEscapes) {
  for (const char* text :
       {"\"\\ud800\"", "\"\\udfff\"", "\"\\udbff\\udbff\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"",
        "\"\\ud83d\\u0041\"", "\"\\ude00\\ud83d\"", "\"\\ud83d", "\"\\ud83d\\u", "\"\\ud83d\\ude0"})
    EXPECT_EQ(fault(text), JsonFault::NotJson) << text;
}

TEST(Validator, RefusesWhatIsNotUtf8) {
  for (const char* bytes : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf",
                            "\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
                            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe", "\xf0\x9f\x98"}) {
    EXPECT_EQ(fault("\"" + std::string(bytes) + "\""), JsonFault::BadUtf8);
    EXPECT_EQ(fault("{\"" + std::string(bytes) + "\":1}"), JsonFault::BadUtf8);
    EXPECT_FALSE(isUtf8(bytes));
  }
}

TEST(Validator, BoundsTheDepth) {
  EXPECT_EQ(fault("1", 0), JsonFault::None);
  EXPECT_EQ(fault("[]", 0), JsonFault::TooDeep);
  EXPECT_EQ(fault("[[]]", 1), JsonFault::TooDeep);
  EXPECT_EQ(fault("[{\"a\":[]}]", 3), JsonFault::None);
  EXPECT_EQ(fault("[{\"a\":[]}]", 2), JsonFault::TooDeep);
  EXPECT_EQ(fault("[[],[],[[]]]", 3), JsonFault::None) << "siblings do not add up";
  const std::string open(kValidatorDepth, '['), close(kValidatorDepth, ']');
  EXPECT_EQ(fault(open + close, SIZE_MAX), JsonFault::None);
  EXPECT_EQ(fault("[" + open + close + "]", SIZE_MAX), JsonFault::TooDeep);
  EXPECT_EQ(fault(std::string(10'000'000, '['), SIZE_MAX), JsonFault::TooDeep);
}

TEST(Validator, BoundsNumbers) {
  EXPECT_EQ(fault(std::string(kValidatorNumber, '1')), JsonFault::None);
  EXPECT_EQ(fault(std::string(kValidatorNumber + 1, '1')), JsonFault::NotJson);
  for (const char* text :
       {"1e309", "-1e309", "1e400", "2e308", "1e99999999999", "1e-99999999999", "0e99999999999"})
    EXPECT_EQ(fault(text), JsonFault::NotJson) << text;
}

TEST(Utf8, LengthsOfEveryCodePoint) {
  std::size_t total = 0;
  for (std::uint32_t c = 0; c <= 0x10ffff; ++c) {
    if (c >= 0xd800 && c < 0xe000) continue;
    std::string text;
    if (c < 0x80)
      text = {static_cast<char>(c)};
    else if (c < 0x800)
      text = {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    else if (c < 0x10000)
      text = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
              static_cast<char>(0x80 | (c & 63))};
    else
      text = {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
              static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
    total += utf8Length(text) == text.size();
    if (text.size() > 1) {
      text.pop_back();
      ASSERT_EQ(utf8Length(text), 0u) << c;
    }
  }
  EXPECT_EQ(total, 0x110000u - 0x800u);
}

std::string randomString(std::mt19937& random) {
  constexpr const char* kPieces[]{"a", "\\n", "\\u0041", "\\ud83d\\ude00", "\xc3\xa9", "\xf0\x9f\x98\x80",
                                  " ", "{",   "\\\\"};
  std::string text = "\"";
  for (auto left = random() % 5; left > 0; --left) text += kPieces[random() % std::size(kPieces)];
  return text + "\"";
}

std::string randomJson(std::mt19937& random, int depth) {
  constexpr const char* kScalars[]{"null",
                                   "true",
                                   "false",
                                   "0",
                                   "-0",
                                   "12",
                                   "-3.25",
                                   "1e9",
                                   "1.5E-7",
                                   "18446744073709551615",
                                   "18446744073709551616",
                                   "1e308"};
  switch (depth > 0 ? random() % 5 : random() % 2) {
    case 0:
      return kScalars[random() % std::size(kScalars)];
    case 1:
      return randomString(random);
    default:
      break;
  }
  const bool object = random() % 2;
  std::string text(1, object ? '{' : '[');
  const auto count = random() % 4;
  for (unsigned i = 0; i < count; ++i) {
    if (i) text += ',';
    if (object) text += randomString(random) + ":";
    text += randomJson(random, depth - 1);
  }
  return text + (object ? '}' : ']');
}

void mutate(std::string& text, std::mt19937& random) {
  constexpr std::string_view kBytes = "[]{}\",:\\u0189deE+-. tfn\x80\xc3\xa9\xed\xa0\n/";
  const auto at = random() % (text.size() + 1);
  const char byte = kBytes[random() % kBytes.size()];
  switch (random() % 3) {
    case 0:
      text.insert(at, 1, byte);
      break;
    case 1:
      if (at < text.size()) text[at] = byte;
      break;
    case 2:
      if (at < text.size()) text.erase(at, 1 + random() % 3);
      break;
  }
}

bool hasBareSpace(std::string_view text) {
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (inString && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      inString = !inString;
    else if (!inString && std::string_view(" \t\r\n").find(text[i]) != std::string_view::npos)
      return true;
  }
  return false;
}

TEST(Validator, AgreesWithTheParserOnRandomTexts) {
  std::mt19937 random(20261123);
  std::size_t valid = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text = randomJson(random, 5);
    if (round % 4 == 0) {
      ASSERT_EQ(fault(text), JsonFault::None) << text;
    }
    for (auto left = round % 4; left > 0; --left) mutate(text, random);
    const bool parsed = parseJson(text, kValidatorDepth, JsonDialect::LastKeyWins).has_value();
    const bool validated = fault(text) == JsonFault::None;
    valid += validated;
    ASSERT_EQ(validated, parsed && !hasBareSpace(text)) << text;
  }
  EXPECT_GT(valid, 50'000u);
  EXPECT_LT(valid, 180'000u);
}

TEST(Validator, WhatOurEncoderWritesPasses) {
  std::mt19937 random(5);
  for (int round = 0; round < 20'000; ++round) {
    const auto value = parseJson(randomJson(random, 5), kMaxJsonDepth, JsonDialect::LastKeyWins);
    ASSERT_TRUE(value);
    ASSERT_EQ(fault(writeJson(*value)), JsonFault::None);
  }
}

}  // namespace
}  // namespace isobox::ipc
