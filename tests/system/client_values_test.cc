// Values: the helpers of isobox/values.h. The table's right sides were printed by node 20's util.inspect; the
// left sides are the same values as runner/engine encodes them.
#include <gtest/gtest.h>

#include <cmath>
#include <string_view>

#include "ipc/json.h"
#include "isobox/values.h"

namespace isobox {
namespace {

boost::json::value parsed(std::string_view text) {
  return ipc::parseJson(text).value();
}

struct Case {
  std::string_view json;
  std::string_view text;
};

// clang-format off
constexpr Case kCases[] = {
    {R"(3)",
     R"(3)"},
    {R"({"$isobox":"-0"})",
     R"(-0)"},
    {R"({"$isobox":"NaN"})",
     R"(NaN)"},
    {R"(1e+21)",
     R"(1e+21)"},
    {R"(1.5e-7)",
     R"(1.5e-7)"},
    {R"(123456789012345680000)",
     R"(123456789012345680000)"},
    {R"(true)",
     R"(true)"},
    {R"(null)",
     R"(null)"},
    {R"({"$isobox":"undefined"})",
     R"(undefined)"},
    {R"("raw text")",
     R"(raw text)"},
    {R"("")",
     R"()"},
    {R"([])",
     R"([])"},
    {R"({})",
     R"({})"},
    {R"(["a"])",
     R"([ 'a' ])"},
    {R"({"a":1,"b c":"it's","__x":"\"both'`"})",
     R"({ a: 1, 'b c': "it's", __x: '"both\'`' })"},
    {R"({"a":{"b":{"c":{"d":1}}}})",
     R"({ a: { b: { c: [Object] } } })"},
    {R"([[[[1]]]])",
     R"([ [ [ [Array] ] ] ])"},
    {R"([[[[]]]])",
     R"([ [ [ [] ] ] ])"},
    {R"({"a":{"b":{"c":{}}}})",
     R"({ a: { b: { c: {} } } })"},
    {"[0,1,4,9,16,25,36,49,64,81,100,121,144,169,196,225,256,289,324,361,400,441,484,529,576,625"
     ",676,729,784,841]",
     "[\n"
     "    0,   1,   4,   9,  16,  25,  36,  49,\n"
     "   64,  81, 100, 121, 144, 169, 196, 225,\n"
     "  256, 289, 324, 361, 400, 441, 484, 529,\n"
     "  576, 625, 676, 729, 784, 841\n"
     "]"},
    {"[\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\""
     ",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\""
     ",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\""
     ",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\""
     ",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\""
     ",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\""
     ",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\""
     ",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\""
     ",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\""
     ",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\""
     ",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\""
     ",\"item1\",\"item2\",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\""
     ",\"item3\",\"item4\",\"item5\",\"item6\",\"item0\",\"item1\",\"item2\",\"item3\",\"item4\""
     ",\"item5\",\"item6\",\"item0\"]",
     "[\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1', 'item2', 'item3', 'item4', 'item5', 'item6',\n"
     "  'item0', 'item1',\n"
     "  ... 20 more items\n"
     "]"},
    {"{\"long\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxxxxx\"}",
     "{\n"
     "  long: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
     "xxxxxxxxxxxxxxxxxxx'\n"
     "}"},
    {R"({"lines":"first line of the text\nsecond line of the text, which is long enough\n"})",
     "{\n"
     "  lines: 'first line of the text\\nsecond line of the text, which is long enough\\n'\n"
     "}"},
    {R"(["tab\tbell\u0007\\"])",
     R"([ 'tab\tbell\x07\x9B\\' ])"},
    {"{\"name\":\"isobox\",\"version\":\"0.1.0\",\"layers\":[\"seccomp\",\"namespaces\",\"cgroup"
     "\"],\"limits\":{\"wall\":30000,\"cpu\":30000}}",
     "{\n"
     "  name: 'isobox',\n"
     "  version: '0.1.0',\n"
     "  layers: [ 'seccomp', 'namespaces', 'cgroup' ],\n"
     "  limits: { wall: 30000, cpu: 30000 }\n"
     "}"},
    {R"([1,{"$isobox":"hole"},{"$isobox":"hole"},4,{"$isobox":"hole"}])",
     R"([ 1, <2 empty items>, 4, <1 empty item> ])"},
    {R"([{"$isobox":"hole"},{"$isobox":"hole"},{"$isobox":"hole"}])",
     R"([ <3 empty items> ])"},
    {R"({"$isobox":"Array","items":[1,2],"properties":{"p":"q"}})",
     R"([ 1, 2, p: 'q' ])"},
    {R"({"$isobox":"Object","entries":[["a",1],["__proto__",2]]})",
     R"({ a: 1, ['__proto__']: 2 })"},
    {R"({"$isobox":"Object","entries":[["$isobox","mine"]]})",
     R"({ '$isobox': 'mine' })"},
    {R"([{"$isobox":"String","utf16":"Pdg="}])",
     R"([ '\ud83d' ])"},
    {R"({"$isobox":"String","utf16":"Pdg="})",
     R"(�)"},
    {R"(["漢字","かな","한글","abc","d","e","f"])",
     "[\n"
     "  '漢字', 'かな',\n"
     "  '한글', 'abc',\n"
     "  'd',    'e',\n"
     "  'f'\n"
     "]"},
    {R"({"$isobox":"Date","value":1000000000007})",
     R"(2001-09-09T01:46:40.007Z)"},
    {R"({"$isobox":"Date","value":null})",
     R"(Invalid Date)"},
    {R"({"$isobox":"Date","value":-1})",
     R"(1969-12-31T23:59:59.999Z)"},
    {R"({"$isobox":"Date","value":8640000000000000})",
     R"(+275760-09-13T00:00:00.000Z)"},
    {R"({"$isobox":"Date","value":-62198755200000})",
     R"(-000001-01-01T00:00:00.000Z)"},
    {R"({"$isobox":"RegExp","source":"a\\/b","flags":"gi"})",
     R"(/a\/b/gi)"},
    {"{\"$isobox\":\"Error\",\"name\":\"TypeError\",\"message\":\"no\",\"stack\":\"TypeError: no"
     "\\n    at f (a.js:1:2)\"}",
     "TypeError: no\n"
     "    at f (a.js:1:2)"},
    {R"([{"$isobox":"Error","name":"Error","message":"x","stack":"Error: x\n    at a.js:1"}])",
     "[\n"
     "  Error: x\n"
     "      at a.js:1\n"
     "]"},
    {R"({"$isobox":"Error","name":"Error","message":"bare","stack":"Error: bare"})",
     R"([Error: bare])"},
    {"{\"$isobox\":\"Error\",\"name\":\"Error\",\"message\":\"c\",\"stack\":\"Error: c\\n    at "
     "a.js:1\",\"properties\":{\"code\":\"E\"}}",
     "Error: c\n"
     "    at a.js:1 {\n"
     "  code: 'E'\n"
     "}"},
    {R"({"$isobox":"Function","name":"f"})",
     R"([Function: f])"},
    {R"({"$isobox":"Function","name":""})",
     R"([Function (anonymous)])"},
    {R"({"$isobox":"Symbol","description":"s"})",
     R"(Symbol(s))"},
    {R"({"$isobox":"Symbol"})",
     R"(Symbol())"},
    {R"({"$isobox":"Boxed","value":3})",
     R"([Number: 3])"},
    {R"({"$isobox":"Boxed","value":"s"})",
     R"([String: 's'])"},
    {R"({"$isobox":"Boxed","value":true})",
     R"([Boolean: true])"},
    {R"({"$isobox":"BigInt","value":"-123456789012345678901234567890"})",
     R"(-123456789012345678901234567890n)"},
    {R"([{"$isobox":"BigInt","value":"0"},{"$isobox":"Boxed","value":{"$isobox":"BigInt","value":"5"}}])",
     R"([ 0n, [BigInt: 5n] ])"},
    {R"({"$isobox":"BigInt64Array","base64":"//////////8BAAAAAAAAAA=="})",
     R"(BigInt64Array(2) [ -1n, 1n ])"},
    {R"({"$isobox":"BigUint64Array","base64":"//////////8="})",
     R"(BigUint64Array(1) [ 18446744073709551615n ])"},
    {R"({"$isobox":"Uint8Array","base64":"AQID"})",
     R"(Uint8Array(3) [ 1, 2, 3 ])"},
    {R"({"$isobox":"Float64Array","base64":"mpmZmZmZuT8AAAAAAAAAgA=="})",
     R"(Float64Array(2) [ 0.1, -0 ])"},
    {R"({"$isobox":"Float32Array","base64":"zczMPQ=="})",
     R"(Float32Array(1) [ 0.10000000149011612 ])"},
    {R"({"$isobox":"Int16Array","base64":""})",
     R"(Int16Array(0) [])"},
    {"{\"$isobox\":\"Uint8Array\",\"base64\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
     "AAAAAAAAAAAAAAAAAAAAA\"}",
     "Uint8Array(120) [\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n"
     "  0, 0, 0, 0,\n"
     "  ... 20 more items\n"
     "]"},
    {R"({"$isobox":"ArrayBuffer","base64":"AQI="})",
     R"(ArrayBuffer { [Uint8Contents]: <01 02>, byteLength: 2 })"},
    {R"({"$isobox":"DataView","base64":"AAA="})",
     "DataView {\n"
     "  byteLength: 2,\n"
     "  byteOffset: 0,\n"
     "  buffer: ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }\n"
     "}"},
    {R"({"k":{"$isobox":"ArrayBuffer","base64":"/w=="}})",
     R"({ k: ArrayBuffer { [Uint8Contents]: <ff>, byteLength: 1 } })"},
};
// clang-format on

TEST(Inspect, PrintsWhatNodePrints) {
  for (const Case& row : kCases) EXPECT_EQ(inspect(parsed(row.json)), row.text) << row.json;
}

TEST(Inspect, TagsThatFitNoFormAreShownAsObjects) {
  EXPECT_EQ(inspect(parsed(R"({"$isobox":"Splendid"})")), "{ '$isobox': 'Splendid' }");
  EXPECT_EQ(inspect(parsed(R"({"$isobox":"Uint8Array","base64":"!"})")),
            "{ '$isobox': 'Uint8Array', base64: '!' }");
  EXPECT_EQ(inspect(parsed(R"({"$isobox":"Date"})")), "{ '$isobox': 'Date' }");
  EXPECT_EQ(inspect(parsed(R"({"$isobox":7})")), "{ '$isobox': 7 }");
}

TEST(Values, Undefined) {
  EXPECT_TRUE(isUndefined(undefinedValue()));
  EXPECT_FALSE(isUndefined(parsed("null")));
  EXPECT_FALSE(isUndefined(parsed(R"({"a":{"$isobox":"undefined"}})")));
  EXPECT_EQ(valueTag(parsed(R"({"$isobox":"Date","value":1})")), "Date");
  EXPECT_EQ(valueTag(parsed("[]")), "");
}

TEST(Values, BigIntsAreTheirDigits) {
  const auto value = bigIntValue("-5");
  EXPECT_EQ(bigIntDigits(value), "-5");
  EXPECT_EQ(inspect(value), "-5n");
  EXPECT_EQ(bigIntDigits(parsed("5")), std::nullopt);
  EXPECT_EQ(bigIntDigits(parsed(R"({"$isobox":"BigInt"})")), std::nullopt);
  EXPECT_EQ(bigIntDigits(undefinedValue()), std::nullopt);
}

TEST(Values, Numbers) {
  EXPECT_EQ(toDouble(parsed("3")), 3);
  EXPECT_EQ(toDouble(parsed("2.5")), 2.5);
  EXPECT_EQ(toDouble(parsed(R"({"$isobox":"-Infinity"})")), -INFINITY);
  EXPECT_TRUE(std::isnan(*toDouble(parsed(R"({"$isobox":"NaN"})"))));
  EXPECT_TRUE(std::signbit(*toDouble(parsed(R"({"$isobox":"-0"})"))));
  EXPECT_FALSE(toDouble(parsed(R"("3")")));
  EXPECT_FALSE(toDouble(parsed("null")));
}

}  // namespace
}  // namespace isobox
