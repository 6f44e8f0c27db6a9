// Values out of the engine and back in: every form of tagged JSON, its limits, and objects that fight back.
#include <bit>
#include <charconv>
#include <cmath>
#include <random>

#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;
using ipc::ValueType;

class EngineValue : public EngineTest {
 protected:
  /// What the value's JSON is after it went in as a variable and came out again.
  std::string sentBack(const std::string& json) {
    ipc::RunOrder again = order;
    again.context = "{\"value\":" + json + "}";
    again.source = "value";
    const Ran ran = run(again);
    return ran.claim == Claim::Completed ? ran.value : ran.message;
  }
};

struct Form {
  const char* source;
  const char* json;
  ValueType type;
};

const Form kForms[] = {
    {"undefined", R"({"$isobox":"undefined"})", ValueType::Undefined},
    {"null", "null", ValueType::Null},
    {"true", "true", ValueType::Boolean},
    {"0", "0", ValueType::Number},
    {"-0", R"({"$isobox":"-0"})", ValueType::Number},
    {"NaN", R"({"$isobox":"NaN"})", ValueType::Number},
    {"1/0", R"({"$isobox":"Infinity"})", ValueType::Number},
    {"-1/0", R"({"$isobox":"-Infinity"})", ValueType::Number},
    {"123456789012345680000", "123456789012345680000", ValueType::Number},
    {"1e21", "1e+21", ValueType::Number},
    {"-1.5e-7", "-1.5e-7", ValueType::Number},
    {"0.000001", "0.000001", ValueType::Number},
    {"'\"\\\\\\b\\f\\n\\r\\t\\u0001\\u2028/'", "\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\u2028/\"",
     ValueType::String},
    {"'\\ud83d\\ude00'", "\"\U0001F600\"", ValueType::String},
    {"'a\\ud800'", R"({"$isobox":"String","utf16":"YQAA2A=="})", ValueType::String},
    {"'\\ude00\\ud83d'", R"({"$isobox":"String","utf16":"AN492A=="})", ValueType::String},
    {"Symbol('s')", R"({"$isobox":"Symbol","description":"s"})", ValueType::Symbol},
    {"Symbol()", R"({"$isobox":"Symbol"})", ValueType::Symbol},
    {"Symbol('')", R"({"$isobox":"Symbol","description":""})", ValueType::Symbol},
    {"Symbol.iterator", R"({"$isobox":"Symbol","description":"Symbol.iterator"})", ValueType::Symbol},
    {"({})", "{}", ValueType::Object},
    {"({b: 1, a: [2, {}]})", R"({"b":1,"a":[2,{}]})", ValueType::Object},
    {"({b: 1, 2: 0, 1: 0})", R"({"1":0,"2":0,"b":1})", ValueType::Object},
    {"Object.create({inherited: 1}, {hidden: {value: 1}})", "{}", ValueType::Object},
    {"({$isobox: 1})", R"({"$isobox":"Object","entries":[["$isobox",1]]})", ValueType::Object},
    {"Object.defineProperty({a: 1}, '__proto__', {value: 2, enumerable: true})",
     R"({"$isobox":"Object","entries":[["a",1],["__proto__",2]]})", ValueType::Object},
    {"({'\\udc00': 1})", R"({"$isobox":"Object","entries":[[{"$isobox":"String","utf16":"ANw="},1]]})",
     ValueType::Object},
    {"[]", "[]", ValueType::Array},
    {"[1, , 3, undefined]", R"([1,{"$isobox":"hole"},3,{"$isobox":"undefined"}])", ValueType::Array},
    {"Array(2)", R"([{"$isobox":"hole"},{"$isobox":"hole"}])", ValueType::Array},
    {"var a = [1]; a.x = 2; a", R"({"$isobox":"Array","items":[1],"properties":{"x":2}})", ValueType::Array},
    {"/b(c)?/.exec('abc')",
     R"({"$isobox":"Array","items":["bc","c"],"properties":{"index":1,"input":"abc",)"
     R"("groups":{"$isobox":"undefined"}}})",
     ValueType::Array},
    {"new Date(86400000)", R"({"$isobox":"Date","value":86400000})", ValueType::Date},
    {"new Date(NaN)", R"({"$isobox":"Date","value":null})", ValueType::Date},
    {"/a\\/\"/gim", R"({"$isobox":"RegExp","source":"a\\/\"","flags":"gim"})", ValueType::RegExp},
    {"new Uint8Array([1, 255])", R"({"$isobox":"Uint8Array","base64":"Af8="})", ValueType::TypedArray},
    {"new Uint16Array([1, 2, 3]).subarray(1)", R"({"$isobox":"Uint16Array","base64":"AgADAA=="})",
     ValueType::TypedArray},
    {"new Float64Array([-0])", R"({"$isobox":"Float64Array","base64":"AAAAAAAAAIA="})",
     ValueType::TypedArray},
    {"new DataView(new ArrayBuffer(4), 1, 2)", R"({"$isobox":"DataView","base64":"AAA="})",
     ValueType::TypedArray},
    {"new ArrayBuffer(0)", R"({"$isobox":"ArrayBuffer","base64":""})", ValueType::ArrayBuffer},
    {"new Buffer('hi')", R"({"$isobox":"Uint8Array","base64":"aGk="})", ValueType::TypedArray},
    {"(function named() {})", R"({"$isobox":"Function","name":"named"})", ValueType::Function},
    {"Math.max", R"({"$isobox":"Function","name":"max"})", ValueType::Function},
    {"new Number(3)", R"({"$isobox":"Boxed","value":3})", ValueType::Object},
    {"new String('s')", R"({"$isobox":"Boxed","value":"s"})", ValueType::Object},
    {"new Boolean(false)", R"({"$isobox":"Boxed","value":false})", ValueType::Object},
    {"Object(Symbol('b'))", R"({"$isobox":"Boxed","value":{"$isobox":"Symbol","description":"b"}})",
     ValueType::Object},
    {"new RangeError('far')",
     R"({"$isobox":"Error","name":"RangeError","message":"far","stack":"RangeError: far\n    at script.js:1:1"})",
     ValueType::Error},
    {"var e = new Error('m'); e.stack = 's'; e.code = 7; e",
     R"({"$isobox":"Error","name":"Error","message":"m","stack":"s","properties":{"code":7}})",
     ValueType::Error},
    {"var o = {}; [o, o, [o]]", "[{},{},[{}]]", ValueType::Array},
    {"new Proxy({a: 1}, {})", R"({"a":1})", ValueType::Object},
    {"new Proxy([1, 2], {})", "[1,2]", ValueType::Array},
};

TEST_F(EngineValue, HasOneFormForEachKind) {
  for (const Form& form : kForms) {
    const Ran ran = run(form.source);
    EXPECT_EQ(ran.value, form.json) << form.source << " " << ran.message;
    EXPECT_EQ(ran.type, form.type) << form.source;
  }
}

TEST_F(EngineValue, ComesBackInAsItWentOut) {
  for (const Form& form : kForms) EXPECT_EQ(sentBack(form.json), form.json) << form.source;
}

TEST_F(EngineValue, RevivedThingsAreTheRealOnes) {
  order.context =
      R"({"d":{"$isobox":"Date","value":5},"r":{"$isobox":"RegExp","source":"a+","flags":"i"},)"
      R"("e":{"$isobox":"Error","name":"TypeError","message":"m","stack":"s"},)"
      R"("u":{"$isobox":"Int16Array","base64":"AQD//w=="},"h":[{"$isobox":"hole"}],)"
      R"("f":{"$isobox":"Function","name":"fn"},"n":{"$isobox":"Error","name":"Own","message":"","stack":""}})";
  EXPECT_EQ(
      valueOf("[d.getTime(), d instanceof Date, r.test('xAy'), e instanceof TypeError, e.message, e.stack]"),
      R"([5,true,true,true,"m","s"])");
  EXPECT_EQ(valueOf("[u[1], u.length, 0 in h, h.length, typeof f, f.name, n.name, String(n)]"),
            R"([-1,2,false,1,"function","fn","Own","Own"])");
  EXPECT_EQ(run("f()").message, "this function was passed as data and has no body here");
}

TEST_F(EngineValue, ReadsJsonInAllItsSpellings) {
  order.context =
      " { \"a\" : [ 1.50e+1 , -0 , \"\\u0041\\/\\ud83d\\ude00\\ud800\" ] ,\t\"b\":1,\"b\":2, \"\\u0063\": "
      "1e400 }\r\n";
  EXPECT_EQ(valueOf("[a[0], 1 / a[1], a[2].length, a[2].charCodeAt(4), b, c, 1e-400]"),
            R"([15,{"$isobox":"-Infinity"},5,55296,2,{"$isobox":"Infinity"},0])");
}

TEST_F(EngineValue, RefusesWhatIsNotJson) {
  for (const char* bad : {"",    "01",     "1.",      ".5",        "+1",     "1e",         "tru",   "nul",
                          "'a'", "\"\n\"", "\"\\x\"", "\"\\u12\"", "[1,]",   "{\"a\":1,}", "{a:1}", "[1 2]",
                          "\"",  "[",      "{",       "-",         "\"\t\"", "NaN",        "1 1"}) {
    order.context = "{\"value\":" + std::string(bad) + "}";
    EXPECT_EQ(run("value").claim, Claim::BadInput) << bad;
  }
  order.context = R"({"value":[1,2]})";
  EXPECT_EQ(valueOf("value"), "[1,2]");
}

TEST_F(EngineValue, RefusesFormsThatAreNotWhole) {
  for (const char* bad : {R"({"$isobox":1})",
                          R"({"$isobox":"Date"})",
                          R"({"$isobox":"Date","value":"x"})",
                          R"({"$isobox":"Date","value":1e300})",
                          R"({"$isobox":"RegExp","source":"(","flags":""})",
                          R"({"$isobox":"RegExp","source":"a","flags":"q"})",
                          R"({"$isobox":"Uint8Array","base64":"A"})",
                          R"({"$isobox":"Uint8Array","base64":"!AAA"})",
                          R"({"$isobox":"Uint8Array","base64":"AB=="})",
                          R"({"$isobox":"Int32Array","base64":"AAA="})",
                          R"({"$isobox":"String","utf16":"AA=="})",
                          R"({"$isobox":"Boxed","value":{}})",
                          R"({"$isobox":"Boxed","value":null})",
                          R"({"$isobox":"Object","entries":[[1,2]]})",
                          R"({"$isobox":"Object","entries":[["a"]]})",
                          R"({"$isobox":"Array","items":[1],"properties":{"length":9}})",
                          R"({"$isobox":"NaN","more":1})",
                          R"({"$isobox":"Error","name":"E","message":"m"})",
                          R"({"$isobox":"Error","name":"E","message":1,"stack":""})",
                          R"({"$isobox":"Symbol","description":1})",
                          R"({"a":{"$isobox":"hole"}})"}) {
    order.context = "{\"value\":" + std::string(bad) + "}";
    const Ran ran = run("value");
    EXPECT_EQ(ran.claim, Claim::BadInput) << bad;
    EXPECT_FALSE(ran.message.empty()) << bad;
  }
}

TEST_F(EngineValue, KeepsRandomDoublesBitForBit) {
  std::mt19937_64 random(4711);
  constexpr int kRounds = 10, kNumbers = 10'000;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> sent;
    std::string json = "[";
    while (sent.size() < kNumbers) {
      const double number = std::bit_cast<double>(random());
      if (!std::isfinite(number) || number == 0) continue;
      char text[32];
      json += sent.empty() ? "" : ",";
      json.append(text, std::to_chars(text, text + sizeof text, number).ptr);
      sent.push_back(number);
    }
    const std::string back = sentBack(json + "]");
    const char* at = back.data() + 1;
    for (const double number : sent) {
      double received = 0;
      at = std::from_chars(at, back.data() + back.size(), received).ptr + 1;
      ASSERT_EQ(std::bit_cast<std::uint64_t>(received), std::bit_cast<std::uint64_t>(number));
    }
  }
}

TEST_F(EngineValue, WritesNumbersAsTheEngineDoes) {
  EXPECT_EQ(valueOf("var bad = []; for (var i = 0; i < 20000; i++) { var n = (Math.random() - 0.5) * "
                    "Math.pow(10, i % 60 - 30);"
                    "if (Number(String(n)) !== n) bad.push(n) } bad"),
            "[]")
      << "the engine's own numbers come back from text";
  for (const char* number :
       {"1e21", "123e-20", "1e-7", "0.000001", "5e-324", "100", "1.5", "123456789.125", "4294967296"})
    EXPECT_EQ(valueOf("String(" + std::string(number) + ") === " + "'" + valueOf(number) + "'"), "true")
        << number;
}

TEST_F(EngineValue, DoesNotCallToJson) {
  EXPECT_EQ(valueOf("Date.prototype.toJSON = function () { throw 1 }; ({toJSON: 1, d: new Date(0)})"),
            R"({"toJSON":1,"d":{"$isobox":"Date","value":0}})");
}

TEST_F(EngineValue, BoundsTheLengthOfTheText) {
  order.value = 100_B;
  EXPECT_EQ(run("'x'.repeat(98)").value.size(), 100u);
  for (const char* large :
       {"'x'.repeat(99)", "'x'.repeat(1e6)", "Array(1000)", "new Uint8Array(80)", "var a = []; a[4e9] = 1; a",
        "var a = {}; for (var i = 0; i < 50; i++) a['k' + i] = i; a", "'\\ud800' + 'x'.repeat(80)"}) {
    const Ran ran = run(large);
    EXPECT_EQ(ran.claim, Claim::ValueTooLarge) << large;
    EXPECT_LT(ran.took.count(), 1000) << large;
  }
  EXPECT_EQ(valueOf("'small'"), "\"small\"");
}

TEST_F(EngineValue, CarriesLargeValues) {
  const Ran ran = run("'x'.repeat(6e6)");
  EXPECT_EQ(ran.value.size(), 6'000'002u);
  EXPECT_EQ(valueOf("1"), "1");
}

TEST_F(EngineValue, BoundsTheNestingOfTheText) {
  order.valueDepth = 4;
  EXPECT_EQ(valueOf("[[[[]]]]"), "[[[[]]]]");
  EXPECT_EQ(run("[[[[[]]]]]").message, "value is nested deeper than 4 at [0][0][0][0]");
  EXPECT_EQ(run("({a: {b: [{}, {c: {}}]}})").message, "value is nested deeper than 4 at .a.b[1].c");
  EXPECT_EQ(run("[[[[undefined]]]]").claim, Claim::ValueRefused) << "a form nests as well";
  order.valueDepth = 1000;
  const std::string nest = "var v = 0; for (var i = 0; i < DEPTH; i++) v = [v]; v";
  EXPECT_EQ(run(std::string(nest).replace(nest.find("DEPTH"), 5, "1000")).value.size(), 2001u);
  EXPECT_EQ(run(std::string(nest).replace(nest.find("DEPTH"), 5, "1001")).claim, Claim::ValueRefused);
  EXPECT_EQ(run(std::string(nest).replace(nest.find("DEPTH"), 5, "300000")).claim, Claim::ValueRefused);
}

TEST_F(EngineValue, NamesTheWayToACycle) {
  EXPECT_EQ(run("var a = [1, 2, 3, {}]; a[3].b = a; a").message, "value has a cycle at [3].b");
  EXPECT_EQ(run("var o = {}; o.self = o; o").message, "value has a cycle at .self");
  EXPECT_EQ(run("var e = new Error; e.own = [e]; e").message, "value has a cycle at .own[0]");
  EXPECT_EQ(run("var o = {}; o.a = {}; o.b = o.a; o").claim, Claim::Completed) << "shared is not cyclic";
}

TEST_F(EngineValue, GettersRunAndMayThrow) {
  EXPECT_EQ(valueOf("({get a() { return 1 + 1 }})"), R"({"a":2})");
  const Ran ran = run("({\n get a() {\n throw new TypeError('no') } })");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.message, "no");
  EXPECT_EQ(ran.line, 3u);
  EXPECT_TRUE(ran.value.empty());
}

TEST_F(EngineValue, ProxiesActAsTheirTrapsSay) {
  EXPECT_EQ(valueOf("new Proxy({a: 1}, {get: function (t, k) { return k + '!' }})"), R"({"a":"a!"})");
  EXPECT_EQ(run("new Proxy({a: 1}, {get: function () { throw new Error('trap') }})").message, "trap");
  EXPECT_EQ(run("new Proxy({a: 1}, {ownKeys: function () { throw new Error('keys') }})").message, "keys");
}

TEST_F(EngineValue, EndsWithEndlessObjects) {
  order.wall = Milliseconds(300);
  const char* endless[] = {
      "({get a() { for (;;); }})",
      "new Proxy([], {get: function (t, k) { for (;;); }})",
      "function more() { return {get more() { return more() }} } more()",
      "var o = {get a() { this.b = this.b || {get x() { return o.c = {} }}; return new Array(100).join('x') "
      "}}; o",
      "new Proxy([], {get: function (t, k) { return k === 'length' ? 4294967295 : 1 }, has: function () { "
      "return true }})",
  };
  for (const char* source : endless) {
    const Ran ran = run(source);
    EXPECT_LT(ran.took.count(), 2000 * kSlowness) << source;
  }
  EXPECT_EQ(run(endless[0]).claim, Claim::WallExpired);
  EXPECT_EQ(run(endless[1]).claim, Claim::WallExpired);
  EXPECT_EQ(run(endless[2]).claim, Claim::ValueRefused);
  EXPECT_EQ(valueOf("({get a() { return 1 }})"), R"({"a":1})");
}

TEST_F(EngineValue, SurvivesObjectsThatChangeUnderway) {
  EXPECT_EQ(valueOf("var o = {get a() { delete o.b; o.c = 1; return 0 }, b: 5}; o"),
            R"({"a":0,"b":{"$isobox":"undefined"}})");
  EXPECT_EQ(
      valueOf(
          "var a = [0, 1, 2]; Object.defineProperty(a, 0, {get: function () { a.length = 1; return 9 }}); a"),
      R"([9,{"$isobox":"hole"},{"$isobox":"hole"}])");
  EXPECT_EQ(valueOf("var a = [0]; Object.defineProperty(a, 0, {get: function () {"
                    "for (var i = 0; i < 1e5; i++) a.push(i); return 9 }}); a"),
            "[9]");
  EXPECT_EQ(run("var o = {get a() { var b = []; while (true) b.push([]) }}; o").claim, Claim::HeapExhausted);
  EXPECT_EQ(run("var o = {get a() { while (true) console.log('x'.repeat(1e4)) }}; o").claim,
            Claim::ConsoleTooLong);
  EXPECT_EQ(valueOf("var o = {get a() { console.log('hi'); return 1 }}; o"), R"({"a":1})");
}

TEST_F(EngineValue, IsNotFooledByPrototypes) {
  EXPECT_EQ(valueOf("Array.prototype[1] = 'P'; Object.prototype.x = 'P'; Object.prototype.toJSON = function "
                    "() { return 1 };"
                    "[0, , 2]"),
            R"([0,{"$isobox":"hole"},2])");
  EXPECT_EQ(
      valueOf("Object.defineProperty(Object.prototype, 'a', {set: function () { throw 1 }, get: function () {"
              "throw 2 }}); ({b: 1})"),
      R"({"b":1})");
  EXPECT_EQ(sentBack(R"({"a":1,"x":[1,2]})"), R"({"a":1,"x":[1,2]})") << "inputs are defined, not assigned";
}

}  // namespace
}  // namespace isobox::runner
