// Where errors are: stacks as Node.js writes them, places of syntax errors, the text of functions. Runs
// engines in the test's own process.
#include "tests/support/engine_runner.h"

namespace isobox::runner {

namespace {

using ipc::Claim;

using EngineStacks = EngineTest;

TEST_F(EngineStacks, NamesFunctionsWithLineAndColumn) {
  const Ran ran =
      run("function outer() {\n"
          "  return inner(1);\n"
          "}\n"
          "const inner = (q) => { throw new TypeError('bad ' + q); };\n"
          "   outer()");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.file, "script.js");
  EXPECT_EQ(ran.line, 4u);
  EXPECT_EQ(ran.column, 30u);
  EXPECT_EQ(ran.stack,
            "TypeError: bad 1\n"
            "    at inner (script.js:4:30)\n"
            "    at outer (script.js:2:10)\n"
            "    at script.js:5:4");
}

struct Placed {
  const char* source;
  const char* message;
  std::uint32_t line, column;
};

TEST_F(EngineStacks, StandsWhereNodeSays) {
  const Placed rows[] = {
      {"null.x", "Cannot read properties of null (reading 'x')", 1, 6},
      {"var a = {};\n a.b.c", "Cannot read properties of undefined (reading 'c')", 2, 6},
      {"var a = {};\na.b.c()", "Cannot read properties of undefined (reading 'c')", 2, 5},
      {"var a = {b: {}};\n  a.b.c()", "a.b.c is not a function", 2, 7},
      {"var a = {};\na.b.c = 4", "Cannot set properties of undefined (setting 'c')", 2, 0},
      {"\n\n  nobody", "nobody is not defined", 3, 3},
      {"1;\n  nobody(2)", "nobody is not defined", 2, 3},
      {"var n = 5;\n  n(2)", "n is not a function", 2, 3},
      {"var n = {};\n  new n.m(2)", "n.m is not a constructor", 2, 3},
      {"'é€😀'; null.x", "Cannot read properties of null (reading 'x')", 1, 14},
      {"1;\r\n2;\xe2\x80\xa8null.x", "Cannot read properties of null (reading 'x')", 3, 6},
      {"const c = 1;\n c = 2", "Assignment to constant variable.", 2, 4},
      {"use();\nlet use;", "Cannot access 'use' before initialization", 1, 1},
      {"class A {}\nA()", "Class constructor A cannot be invoked without 'new'", 2, 1},
  };
  for (const Placed& row : rows) {
    const Ran ran = run(row.source);
    EXPECT_EQ(ran.claim, Claim::Threw) << row.source;
    EXPECT_EQ(ran.message, row.message) << row.source;
    EXPECT_EQ(ran.line, row.line) << row.source;
    if (row.column != 0) {
      EXPECT_EQ(ran.column, row.column) << row.source;
    }
    engine = Engine::create(512_MiB).value();
  }
}

TEST_F(EngineStacks, HidesHelpersAndNatives) {
  EXPECT_EQ(run("[1].forEach(function each() { throw new Error('e') })").stack,
            "Error: e\n    at each (script.js:1:37)\n    at script.js:1:5");
  EXPECT_EQ(run("class B { constructor() { throw new Error('b') } }\n"
                "class D extends B { constructor() { super() } }\n"
                "new D()")
                .stack,
            "Error: b\n    at new B (script.js:1:33)\n    at new D (script.js:2:37)\n    at script.js:3:1");
  EXPECT_EQ(run("function* g() { throw new Error('g') }\nfor (const x of g());").stack.substr(0, 35),
            "Error: g\n    at g (script.js:1:23)\n");
}

TEST_F(EngineStacks, AreTenCallsLong) {
  EXPECT_EQ(valueOf("function deep(n) { return n ? deep(n - 1) : new Error('d').stack }"
                    "deep(50).split('\\n').length"),
            "11");
}

TEST_F(EngineStacks, KnowEvalsAndMadeFunctions) {
  EXPECT_EQ(run("eval('1;\\n  nobody')").stack,
            "ReferenceError: nobody is not defined\n    at <anonymous>:2:3\n    at script.js:1:1");
  EXPECT_EQ(
      run("new Function('a', 'return a.b')()").stack,
      "TypeError: Cannot read properties of undefined (reading 'b')\n    at anonymous (<anonymous>:3:10)\n"
      "    at script.js:1:1");
}

TEST_F(EngineStacks, ShowSyntaxErrorsInTheirLine) {
  const Ran ran = run("let fine = 1;\nlet let = 3");
  EXPECT_EQ(ran.claim, Claim::SyntaxError);
  EXPECT_EQ(ran.name, "SyntaxError");
  EXPECT_EQ(ran.file, "script.js");
  EXPECT_EQ(ran.line, 2u);
  EXPECT_EQ(ran.column, 5u);
  EXPECT_EQ(ran.stack, "script.js:2\nlet let = 3\n    ^\n\nSyntaxError: " + ran.message);
}

TEST_F(EngineStacks, FunctionsHaveTheirSourceAsText) {
  EXPECT_EQ(valueOf("String(function  f ( a ) { return /* é */ a })"),
            "\"function  f ( a ) { return /* é */ a }\"");
  EXPECT_EQ(valueOf("String(a => '😀')"), "\"a => '😀'\"");
  EXPECT_EQ(valueOf("String(class  C { static m() {} })"), "\"class  C { static m() {} }\"");
  EXPECT_EQ(valueOf("String({get  x() { return 1 }}.__lookupGetter__('x'))"), "\"get  x() { return 1 }\"");
  EXPECT_EQ(valueOf("String(function*  g() {}) + String(async  () => {})"),
            "\"function*  g() {}async  () => {}\"");
  EXPECT_EQ(valueOf("String(Math.max)"), "\"function max() { [native code] }\"");
  EXPECT_EQ(valueOf("String(Function('a', 'b', 'return a'))"),
            "\"function anonymous(a,b\\n) {\\nreturn a\\n}\"");
  EXPECT_EQ(valueOf("String(eval('(function q() {})'))"), "\"function q() {}\"");
  EXPECT_EQ(valueOf("try { Function.prototype.toString.call({}) } catch (e) { e.name }"), "\"TypeError\"");
}

// A text lives as long as its functions.
TEST_F(EngineStacks, TextsOfEvalsAreForgotten) {
  order.heap = 16_MiB;
  EXPECT_EQ(valueOf("for (let i = 0; i < 3000; i++) eval('/*' + 'x'.repeat(50000) + '*/' + i)"), "2999");
}

}  // namespace

}  // namespace isobox::runner
