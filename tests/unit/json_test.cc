// JSON in and out: exact numbers, refusals with their place, bounds, and time that stays linear.
#include "ipc/json.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "ipc/json_validator.h"

namespace isobox::ipc {
namespace {

namespace json = boost::json;

json::value parsed(std::string_view text) {
  auto value = parseJson(text);
  EXPECT_TRUE(value) << text << ": " << value.error().describe();
  return value ? *value : json::value{};
}

std::string refused(std::string_view text, std::size_t depth = kMaxJsonDepth) {
  const auto value = parseJson(text, depth);
  EXPECT_FALSE(value) << "accepted: " << text.substr(0, 100);
  return value ? "" : value.error().detail;
}

std::uint64_t bits(double number) {
  std::uint64_t raw;
  std::memcpy(&raw, &number, sizeof raw);
  return raw;
}

TEST(ParseJson, KeepsIntegersOf64Bits) {
  EXPECT_EQ(parsed("0").get_int64(), 0);
  EXPECT_EQ(parsed("9007199254740993").get_int64(), 9007199254740993);
  EXPECT_EQ(parsed("-9223372036854775808").get_int64(), INT64_MIN);
  EXPECT_EQ(parsed("9223372036854775807").get_int64(), INT64_MAX);
  EXPECT_EQ(parsed("9223372036854775808").get_uint64(), 9223372036854775808u);
  EXPECT_EQ(parsed("18446744073709551615").get_uint64(), UINT64_MAX);
  EXPECT_EQ(parsed("18446744073709551616").get_double(), 18446744073709551616.0);
  EXPECT_EQ(parsed("-9223372036854775809").get_double(), -9223372036854775808.0);
}

TEST(ParseJson, KeepsTheSignOfZero) {
  for (const char* text : {"-0", "-0.0", "-0e5", "-1e-999", "[-0]"}) {
    const auto value = parsed(text);
    const double zero = value.is_array() ? value.at(0).get_double() : value.get_double();
    EXPECT_EQ(zero, 0.0) << text;
    EXPECT_TRUE(std::signbit(zero)) << text;
  }
  EXPECT_EQ(bits(parsed("0.0").get_double()), 0u);
  EXPECT_EQ(bits(parsed("1e-999").get_double()), 0u);
}

TEST(ParseJson, DoublesAreTheNearest) {
  // Halfway cases, subnormals and long tails, against the C library.
  for (const char* text :
       {"0.1", "1.7976931348623157e308", "2.2250738585072011e-308", "4.9e-324", "2.4703282292062328e-324",
        "9007199254740993.0", "1.00000000000000011102230246251565404", "8.5e22", "1e23", "6.02214076e23",
        "0.30000000000000004", "123456789012345678901234567890", "7.2057594037927933e16",
        "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001"})
    EXPECT_EQ(bits(parsed(text).get_double()), bits(std::strtod(text, nullptr))) << text;
}

double asDouble(const json::value& value) {
  return value.to_number<double>();
}

TEST(ParseJson, RandomDoublesSurviveTheRoundTrip) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200'000; ++round) {
    double number;
    const std::uint64_t raw = random();
    std::memcpy(&number, &raw, sizeof number);
    if (!std::isfinite(number)) continue;
    ASSERT_EQ(bits(asDouble(parsed(writeJson(number)))), raw) << writeJson(number);
    char text[64];
    std::snprintf(text, sizeof text, "%.*e", static_cast<int>(random() % 25), number);
    const double expected = std::strtod(text, nullptr);
    if (!std::isfinite(expected)) continue;
    ASSERT_EQ(bits(parsed(text).get_double()), bits(expected)) << text;
  }
}

TEST(ParseJson, RefusesNumbersBeyondADouble) {
  for (const char* text : {"1e309", "-1e309", "1.8e308", "1e99999", "1e99999999999"})
    EXPECT_NE(refused(text).find("exponent overflow"), std::string::npos) << text;
  EXPECT_NE(refused(std::string(400, '9')).find("exponent overflow"), std::string::npos);
}

TEST(ParseJson, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(refused(""), "incomplete JSON at byte 0");
  EXPECT_EQ(refused("[1,"), "incomplete JSON at byte 3");
  EXPECT_EQ(refused("[1 2]"), "syntax error at byte 3");
  EXPECT_EQ(refused("{} x"), "extra data at byte 3");
  EXPECT_EQ(refused("[\n1,\n\n]"), "syntax error at byte 6 (line 4)");
  EXPECT_EQ(refused("{\"a\":{\"b\":1,\"b\":2}}"), "the same key twice: \"b\" at byte 17");
  EXPECT_EQ(refused("[\"\\ud800\"]"), "syntax error at byte 8");
  for (const char* text : {"01", "+1", "1.", ".5", "-", "tru", "'a'", "[1,]", "{\"a\":1,}", "//x\n1", "/*",
                           "nan", "\"a\nb\"", "\"\x80\"", "\"\xed\xa0\x80\"", "\xef\xbb\xbf{}"})
    refused(text);
  refused(std::string_view("1\0", 2));
}

TEST(ParseJson, RefusesRepeatedKeysUnlessToldOtherwise) {
  for (const char* text : {R"({"a":1,"a":1})", R"([{"x":{"a":[{"k":0,"k":0}]}}])", R"({"a":1,"\u0061":2})"}) {
    EXPECT_NE(refused(text).find("the same key twice"), std::string::npos);
    EXPECT_TRUE(parseJson(text, kMaxJsonDepth, JsonDialect::LastKeyWins));
    EXPECT_FALSE(parseJson(text, kMaxJsonDepth, JsonDialect::Commented));
  }
  EXPECT_EQ(parseJson(R"({"a":1,"a":2})", 5, JsonDialect::LastKeyWins)->at("a").get_int64(), 2);
  parsed(R"([{"a":1},{"a":1},{"b":{"a":1}}])");
  std::string many = "{\"k0\":0";
  for (int i = 1; i < 1000; ++i) many += ",\"k" + std::to_string(i) + "\":0";
  parsed(many + "}");
  EXPECT_NE(refused(many + ",\"k77\":0}").find("\"k77\""), std::string::npos);
}

TEST(ParseJson, ReadsCommentsOnlyInFiles) {
  const char* const text = "// a\n{/* b */\"a\"/**/:/**/[1,/* c */],}//";
  EXPECT_EQ(parseJson(text, 5, JsonDialect::Commented)->at("a").at(0).get_int64(), 1);
  refused(text);
  for (const char* broken :
       {"/", "/*", "{/", "[1/", "{\"a\"/*", "{\"a\":/x", "[1,,]", "[,]", "{,}", "// only"})
    EXPECT_FALSE(parseJson(broken, 5, JsonDialect::Commented)) << broken;
}

TEST(ParseJson, BoundsTheDepth) {
  EXPECT_NE(refused("[[[]]]", 2).find("too deep"), std::string::npos);
  EXPECT_NE(refused("[]", 0).find("too deep"), std::string::npos);
  EXPECT_TRUE(parseJson("[[{}]]", 3));
  EXPECT_NE(refused(std::string(10'000'000, '['), SIZE_MAX).find("too deep"), std::string::npos);
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(ParseJson, TheGreatestDepthFitsTheStack) {
  // In a thread of glibc's usual size (8 MiB), with everything that recurses: parse, count, write, copy,
  // destroy.
  std::thread([] {
    for (const auto& text : {nested(kMaxJsonDepth, "[", "]"), nested(kMaxJsonDepth, "{\"a\":", "}")}) {
      const auto value = parsed(text);
      const json::value copy = value;
      EXPECT_EQ(writeJson(copy), text);
    }
  }).join();
}

TEST(ParseJson, KeepsNulAndEscapes) {
  EXPECT_EQ(parsed(R"("a\u0000\n\ud83d\ude00")").get_string(), json::string_view("a\0\n\xf0\x9f\x98\x80", 7));
  const auto object = parsed(R"({"k\u0000":1})");
  EXPECT_TRUE(object.get_object().contains(json::string_view("k\0", 2)));
}

template <class Work>
double seconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(ParseJson, IsLinearInLongStrings) {
  for (const char* piece : {"x", "\\n", "\xc3\xa9", "\\u0001"}) {
    std::string text = "\"";
    while (text.size() < 60'000'000) text += piece;
    text += '"';
    json::value value;
    std::string written;
    EXPECT_LT(seconds([&] { value = parsed(text); }), 20) << piece;
    EXPECT_LT(seconds([&] { written = writeJson(value); }), 20) << piece;
    EXPECT_EQ(written.size(), text.size()) << piece;
    EXPECT_EQ(validateJson(written, 0), JsonFault::None);
  }
}

/// `count` keys that fall into the same 1/4096 of Boost.JSON's table if the table's address ends in 0x010, as
/// those of large tables do. Digits differ in the lowest bits only, so that most of the keys stay together
/// with other addresses.
std::vector<std::string> collidingKeys(std::size_t count) {
  std::vector<std::string> keys;
  for (std::uint64_t i = 0; keys.size() < count; ++i) {
    std::string key = std::to_string(i);
    std::uint64_t hash = 0xcbf29ce484222325 + 0x10;
    for (const char c : key) hash = (static_cast<std::uint64_t>(c) ^ hash) * 0x100000001b3;
    if ((hash & 0xfff) < ' ' || (hash & 0xfff) > '~' || (hash & 0xff) == '"' || (hash & 0xff) == '\\')
      continue;
    keys.push_back(key += static_cast<char>(hash & 0xfff));
  }
  return keys;
}

std::string objectOf(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "{\"" : ",\"") + key + "\":0";
  return text + "}";
}

std::vector<std::string> plainKeys(std::size_t count) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < count; ++i) keys.push_back("key" + std::to_string(i));
  return keys;
}

TEST(ParseJson, ChosenKeysDoNotMakeItSlow) {
  for (const std::size_t count : {1u << 10, 1u << 14, 1u << 17}) {
    const std::string harmless = objectOf(plainKeys(count)), hostile = objectOf(collidingKeys(count));
    const double usual = seconds([&] { EXPECT_EQ(parsed(harmless).get_object().size(), count); });
    const double attacked = seconds([&] { parseJson(hostile).has_value(); });
    EXPECT_LT(attacked, 3 * usual + 0.1) << count << " keys, usual " << usual << " s";
    if (count <= 1u << 14) continue;
    EXPECT_NE(refused(hostile).find("keys that hash alike"), std::string::npos);
  }
}

TEST(ParseJson, HonestKeysAreNeverRefused) {
  std::mt19937 random(11);
  for (const std::size_t count : {17u, 18u, 19u, 64u, 65u, 100u, 1000u, 4096u, 65536u, 300'000u}) {
    EXPECT_EQ(parsed(objectOf(plainKeys(count))).get_object().size(), count);
    std::vector<std::string> padded, hexadecimal;
    for (std::size_t i = 0; i < count; ++i) {
      char text[32];
      std::snprintf(text, sizeof text, "%08zu", i * 1000);
      padded.push_back(text);
      std::snprintf(text, sizeof text, "%zx-%08x", i, static_cast<unsigned>(random()));
      hexadecimal.push_back(text);
    }
    EXPECT_EQ(parsed(objectOf(padded)).get_object().size(), count);
    EXPECT_EQ(parsed(objectOf(hexadecimal)).get_object().size(), count);
  }
}

TEST(WriteJson, IsShortAndOnOneLine) {
  const json::value value{{"a", 1}, {"b", {1.5, -0.0, 1e21, true, nullptr}}, {"c\n", "\"\\\x01\x1f/\x7f"}};
  EXPECT_EQ(writeJson(value), R"({"a":1,"b":[1.5,-0,1e+21,true,null],"c\n":"\"\\\u0001\u001f/)"
                              "\x7f\"}");
  EXPECT_EQ(writeJson(json::object{}), "{}");
  EXPECT_EQ(writeJson(json::array{}), "[]");
  EXPECT_EQ(writeJson(json::value(UINT64_MAX)), "18446744073709551615");
  EXPECT_EQ(writeJson(json::value(INT64_MIN)), "-9223372036854775808");
}

TEST(WriteJson, ThrowsForWhatJsonCannotSay) {
  for (const double number : {HUGE_VAL, -HUGE_VAL, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(writeJson(json::array{number}), std::invalid_argument);
}

std::string inQuotes(std::string_view text) {
  std::string out;
  appendJsonString(out, text);
  return out;
}

TEST(AppendJsonString, CannotBeBrokenOutOf) {
  EXPECT_EQ(inQuotes("a\"b\\c\nd"), R"("a\"b\\c\nd")");
  EXPECT_EQ(inQuotes(std::string_view("\0\r\t\b\f", 5)), R"("\u0000\r\t\b\f")");
  EXPECT_EQ(inQuotes("\xc3\xa9\xf0\x9f\x98\x80"), "\"\xc3\xa9\xf0\x9f\x98\x80\"");
  EXPECT_EQ(inQuotes("\x80x\xc3"), "\"\xef\xbf\xbdx\xef\xbf\xbd\"");
  EXPECT_EQ(inQuotes("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
  std::mt19937 random(3);
  for (int round = 0; round < 50'000; ++round) {
    std::string bytes(random() % 12, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const auto text = inQuotes(bytes);
    ASSERT_EQ(validateJson(text, 0), JsonFault::None);
    ASSERT_EQ(text.find('\n'), std::string::npos);
    if (!isUtf8(bytes)) continue;
    ASSERT_EQ(parsed(text).get_string(), json::string_view(bytes));
  }
}

}  // namespace
}  // namespace isobox::ipc
