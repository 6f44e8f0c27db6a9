// Console texts, as Node.js 20 prints them, and consoles under attack.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;
using ipc::ConsoleLevel;

using EngineConsole = EngineTest;

struct Line {
  const char* arguments;
  const char* text;
};

TEST_F(EngineConsole, MethodsAreNoConstructors) {
  EXPECT_EQ(valueOf("['log', 'warn', 'table', 'group'].map(k => { try { new console[k](); return k } catch (e) { return e.name } }).join()"),
            "\"TypeError,TypeError,TypeError,TypeError\"");
}

TEST_F(EngineConsole, HasALevelForEachMethod) {
  const Ran ran =
      run("console.log(1); console.info(2); console.debug(3); console.warn(4); console.error(5);"
          "console.trace('t')");
  const std::pair<ConsoleLevel, std::string> lines[] = {
      {ConsoleLevel::Log, "1"},   {ConsoleLevel::Info, "2"},
      {ConsoleLevel::Debug, "3"}, {ConsoleLevel::Warn, "4"},
      {ConsoleLevel::Error, "5"}, {ConsoleLevel::Error, "Trace: t\n    at script.js:1:94"}};
  ASSERT_EQ(ran.lines.size(), std::size(lines));
  for (std::size_t i = 0; i < ran.lines.size(); ++i) EXPECT_EQ(ran.lines[i], lines[i]);
}

TEST_F(EngineConsole, PrintsPrimitivesAndSmallObjects) {
  const Line lines[] = {
      {"", ""},
      {"'raw \"text\"'", "raw \"text\""},
      {"'a', 1, null, undefined, true", "a 1 null undefined true"},
      {"-0, 0, NaN, -1 / 0, 1e21, 0.1", "-0 0 NaN -Infinity 1e+21 0.1"},
      {"Symbol('s'), [Symbol()]", "Symbol(s) [ Symbol() ]"},
      {"{}, []", "{} []"},
      {"{a: 1, b: [1, 2]}", "{ a: 1, b: [ 1, 2 ] }"},
      {"['s', \"it's\", 'a\\nb', '\\u0001']", "[ 's', \"it's\", 'a\\nb', '\\x01' ]"},
      {"{'a-b': 1, 2: 3, $: 4}", "{ '2': 3, 'a-b': 1, '$': 4 }"},
      {"[1, , 3, , ,]", "[ 1, <1 empty item>, 3, <2 empty items> ]"},
      {"{a: {b: {c: {d: 1}, e: []}}}", "{ a: { b: { c: [Object], e: [] } } }"},
      {"[[[[1], []]]]", "[ [ [ [Array], [] ] ] ]"},
      {"function f() {}, [function () {}], Math.max",
       "[Function: f] [ [Function (anonymous)] ] [Function: max]"},
      {"new Date(0), new Date(NaN), [new Date(-1)]",
       "1970-01-01T00:00:00.000Z Invalid Date [ 1969-12-31T23:59:59.999Z ]"},
      {"/a\\/b/gi", "/a\\/b/gi"},
      {"new Number(-0), new String('s'), new Boolean(true)", "[Number: -0] [String: 's'] [Boolean: true]"},
      {"new Uint8Array([1, 2]), new Float32Array(1)", "Uint8Array(2) [ 1, 2 ] Float32Array(1) [ 0 ]"},
      {"new ArrayBuffer(2)", "ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }"},
      {"Object.create(null), Object.create(Array.prototype)", "[Object: null prototype] {} Array {}"},
      {"new (function Foo() { this.x = 1 })", "Foo { x: 1 }"},
      {"(function () { return arguments })(1)", "[Arguments] { '0': 1 }"},
      {"Object.assign([1], {x: 2}), Object.assign(function f() {}, {a: 1})",
       "[ 1, x: 2 ] [Function: f] { a: 1 }"},
      {"new Proxy({a: 1}, {get: function () { throw 1 }, ownKeys: function () { throw 1 }})", "{ a: 1 }"},
      {"'\\ud800', ['\\ud800'], '\\ud83d\\ude00'", "\uFFFD [ '\\uD800' ] \U0001F600"},
  };
  for (const Line& line : lines) EXPECT_EQ(logged(line.arguments), line.text) << line.arguments;
}

TEST_F(EngineConsole, BreaksLinesWhereNodeDoes) {
  const Line lines[] = {
      {"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "[\n  1, 2, 3, 4,  5,\n  6, 7, 8, 9, 10\n]"},
      {"['a', 'b', 'c', 'd', 'e', 'f', 'g']", "[\n  'a', 'b', 'c',\n  'd', 'e', 'f',\n  'g'\n]"},
      {"{a: 'x'.repeat(40), b: 'y'.repeat(40)}",
       "{\n  a: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',\n  b: "
       "'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy'\n}"},
      {"[{id: 1, tags: ['x', 'y']}, {id: 2, tags: []}]",
       "[ { id: 1, tags: [ 'x', 'y' ] }, { id: 2, tags: [] } ]"},
      {"Array(101)", "[ <101 empty items> ]"},
  };
  for (const Line& line : lines) EXPECT_EQ(logged(line.arguments), line.text) << line.arguments;
  EXPECT_TRUE(logged("Array.apply(null, Array(101)).map(function (u, i) { return i })")
                  .ends_with(",\n  ... 1 more item\n]"));
}

TEST_F(EngineConsole, MarksCircles) {
  EXPECT_EQ(run("var a = {x: 1}; a.self = a; console.log(a)").firstLine(),
            "<ref *1> { x: 1, self: [Circular *1] }");
  EXPECT_EQ(run("var a = [1]; a.push({a: a}); console.log(a)").firstLine(),
            "<ref *1> [ 1, { a: [Circular *1] } ]");
}

TEST_F(EngineConsole, ShowsErrorsByTheirStacks) {
  EXPECT_EQ(run("console.log(new TypeError('bad'))").firstLine(), "TypeError: bad\n    at script.js:1:13");
  EXPECT_EQ(run("var e = new Error('m'); e.code = 7; console.log(e)").firstLine(),
            "Error: m\n    at script.js:1:9 {\n  code: 7\n}");
  EXPECT_EQ(run("var e = new Error('m'); e.stack = 'short'; console.log([e])").firstLine(), "[ [short] ]");
}

TEST_F(EngineConsole, FillsPlaceholders) {
  const Line lines[] = {
      {"'%s is %d', 'Bob', 42", "Bob is 42"},
      {"'%i %f %d', '42.9abc', '3.5x', '0x10'", "42 3.5 16"},
      {"'%i %d %f', -1.7, -0, 'abc'", "-1 -0 NaN"},
      {"'%j %j', {a: [1, 'x']}, undefined", "{\"a\":[1,\"x\"]} undefined"},
      {"'%o|%O', {a: 1}, [1]", "{ a: 1 }|[ 1 ]"},
      {"'%c styled', 'color: red'", " styled"},
      {"'100%% %s%%', 1", "100% 1%"},
      {"'100%%'", "100%%"},
      {"'%s %s', 'x'", "x %s"},
      {"'%x %s %', 1, 2", "%x 1 % 2"},
      {"'a', '%s', 1", "a %s 1"},
      {"1, '%s', 2", "1 %s 2"},
      {"'%s', {a: {b: 1}}", "{ a: [Object] }"},
      {"'%s', {toString: function () { return 'mine' }}", "mine"},
      {"'%s %s %s', null, undefined, Symbol('s')", "null undefined Symbol(s)"},
      {"'%d %i', {}, Symbol()", "NaN NaN"},
      {"'%s', 'a%sb', 'c'", "a%sb c"},
  };
  for (const Line& line : lines) EXPECT_EQ(logged(line.arguments), line.text) << line.arguments;
  EXPECT_EQ(run("var a = {}; a.a = a; console.log('%j', a)").firstLine(), "[Circular]");
}

TEST_F(EngineConsole, RunsNoScriptToLookAtThings) {
  const Line lines[] = {
      {"{get a() { throw 1 }, set b(v) {}, get c() { throw 1 }, set c(v) {}}",
       "{ a: [Getter], b: [Setter], c: [Getter/Setter] }"},
      {"Object.defineProperty([], 0, {get: function () { throw 1 }, enumerable: true})", "[ [Getter] ]"},
      {"{toString: null, valueOf: 1, constructor: 2}", "{ toString: null, valueOf: 1, constructor: 2 }"},
      {"Object.defineProperty({}, 'constructor', {get: function () { throw 1 }})", "{}"},
      {"Object.defineProperty(function () {}, 'name', {get: function () { throw 1 }})",
       "[Function (anonymous)]"},
      {"Object.defineProperty(new Error('m'), 'stack', {get: function () { throw 1 }})",
       "Error: m\n    at script.js:1:35"},
      {"Object.defineProperty(new Error('m'), 'message', {get: function () { throw 1 }})",
       "Error\n    at script.js:1:35"},
  };
  for (const Line& line : lines) EXPECT_EQ(logged(line.arguments), line.text) << line.arguments;
}

TEST_F(EngineConsole, WhatScriptsThrowGoesToThem) {
  EXPECT_EQ(run("console.log('%j', {toJSON: function () { throw new Error('mine') }})").message, "mine");
  EXPECT_EQ(run("console.log('%s', {toString: function () { throw new Error('mine') }})").message, "mine");
  EXPECT_EQ(
      run("console.log('%s', {toString: function () { console.log('inner'); return 'outer' }})").lines.size(),
      2u);
  order.wall = Milliseconds(150);
  EXPECT_EQ(run("try { console.log('%j', {toJSON: function () { for (;;); }}) } catch (e) {}").claim,
            Claim::WallExpired);
}

TEST_F(EngineConsole, WorksWhateverWasReplaced) {
  EXPECT_EQ(
      run("Array.prototype.join = Object.prototype.toString = String.prototype.replace = Object.keys = null;"
          "JSON = Symbol = Error = Object = undefined; Array.prototype[0] = 'P'; console.log('%s', [, 1], "
          "{a: /x/})")
          .firstLine(),
      "[ <1 empty item>, 1 ] { a: /x/ }");
  EXPECT_EQ(run("console.log = 5; console.log()").name, "TypeError")
      << "the console is the script's to break";
}

TEST_F(EngineConsole, DoesNotAskConstructors) {
  EXPECT_EQ(run("Object.defineProperty(Object.prototype, 'constructor', {get: function () { for (;;); }});"
                "console.log({a: 1})")
                .firstLine(),
            "[Object: null prototype] { a: 1 }");
}

TEST_F(EngineConsole, SurvivesLargeAndDeepThings) {
  EXPECT_EQ(run("var o = 0; for (var i = 0; i < 1e5; i++) o = [o]; console.log(o)").firstLine(),
            "[ [ [ [Array] ] ] ]");
  EXPECT_EQ(run("var a = []; a[4294967290] = 1; console.log(a)").firstLine(),
            "[ <4294967290 empty items>, 1 ]");
  EXPECT_EQ(run("console.log(globalThis); console.log(console); console.log(process)").claim,
            Claim::Completed);
  const Ran ran = run("var s = 'x'.repeat(2e4); console.log([s])");
  EXPECT_TRUE(ran.firstLine().ends_with("... 10000 more characters ]") ||
              ran.firstLine().ends_with("characters\n]"));
}

}  // namespace
}  // namespace isobox::runner
