// Today's language through the whole engine: scopes that outlive a run, eval, classes and new.target,
// promises and the run's end. What each construct means is the conformance tests' business. Runs engines in
// the test's own process.
#include "tests/support/engine_runner.h"

namespace isobox::runner {

namespace {

using ipc::Claim;

using EngineLanguage = EngineTest;

TEST_F(EngineLanguage, ScriptScopeLiesBeforeTheGlobalObject) {
  order.session = true;
  EXPECT_EQ(valueOf("let shadowed = 1; var plain = 2; function made() { return shadowed }"
                    "['shadowed' in globalThis, 'plain' in globalThis, 'made' in globalThis, made()]"),
            "[false,true,true,1]");
  EXPECT_EQ(valueOf("globalThis.shadowed = 7; [shadowed, globalThis.shadowed, typeof shadowed]"),
            "[1,7,\"number\"]");
  EXPECT_EQ(valueOf("delete globalThis.plain"), "false");
}

TEST_F(EngineLanguage, ASessionDeclaresAgain) {
  order.session = true;
  EXPECT_EQ(valueOf("const once = 1; class Twice {} once"), "1");
  EXPECT_EQ(valueOf("const once = 2; class Twice {} once"), "2");
  EXPECT_EQ(valueOf("var once = 3; once"), "3");
  EXPECT_EQ(run("let undefined = 1").name, "SyntaxError");
}

TEST_F(EngineLanguage, OneTextDeclaresOnceInASessionToo) {
  order.session = true;
  EXPECT_EQ(run("let twice = 1; let twice = 2").message, "Identifier 'twice' has already been declared");
  EXPECT_EQ(run("let counter = 0").claim, Claim::Completed);
  EXPECT_EQ(valueOf("counter++"), "0");
  EXPECT_EQ(valueOf("counter++"), "1");
  EXPECT_EQ(valueOf("counter"), "2");
}

TEST_F(EngineLanguage, AFailedRunLeavesItsNamesUnset) {
  order.session = true;
  EXPECT_EQ(run("null.x; let late = 1").claim, Claim::Threw);
  EXPECT_EQ(valueOf("try { late } catch (e) { e.message }"),
            "\"Cannot access 'late' before initialization\"");
}

TEST_F(EngineLanguage, EvalSeesWhatStandsAroundIt) {
  EXPECT_EQ(valueOf("(function (a) { let b = 2; return eval('a + b + this.c') }).call({c: 3}, 1)"), "6");
  EXPECT_EQ(valueOf("(function () { eval('var inner = 5'); return inner })() + typeof inner"),
            "\"5undefined\"");
  EXPECT_EQ(valueOf("eval('var outer = 5'); [outer, delete globalThis.outer]"), "[5,true]");
  EXPECT_EQ(valueOf("(function () { 'use strict'; eval('var inner = 5'); return typeof inner })()"),
            "\"undefined\"");
  EXPECT_EQ(valueOf("var x = 1; (function () { var x = 2; return [eval('x'), (0, eval)('x')] })()"), "[2,1]");
  EXPECT_EQ(valueOf("(function () { return eval('new.target') })() === undefined"), "true");
  EXPECT_EQ(valueOf("eval({}) + eval() + eval(3)"), "\"[object Object]undefined3\"");
  EXPECT_EQ(valueOf("try { eval('1 +') } catch (e) { [e.name, e instanceof SyntaxError] }"),
            "[\"SyntaxError\",true]");
  EXPECT_EQ(valueOf("(function () { var eval = x => x + '!'; return eval('1') })()"), "\"1!\"");
}

TEST_F(EngineLanguage, FunctionsAreMadeOfTexts) {
  EXPECT_EQ(valueOf("Function('a', 'b = 2', 'return a + b')(1)"), "3");
  EXPECT_EQ(valueOf("[...Object.getPrototypeOf(function* () {}).constructor('yield 1; yield 2')()]"),
            "[1,2]");
  EXPECT_EQ(valueOf("await Object.getPrototypeOf(async function () {}).constructor('return await 4')()"),
            "4");
  EXPECT_EQ(valueOf("try { Function('}, function () {') } catch (e) { e.name }"), "\"SyntaxError\"");
  EXPECT_EQ(valueOf("try { Function('/*', '*/){') } catch (e) { e.name }"), "\"SyntaxError\"");
  EXPECT_EQ(valueOf("class F extends Function {} ; const f = new F('return 1'); [f(), f instanceof F]"),
            "[1,true]");
}

TEST_F(EngineLanguage, NewTargetGoesThrough) {
  EXPECT_EQ(valueOf("class A { constructor() { this.t = new.target.name } } class B extends A {}"
                    "[new A().t, new B().t, Reflect.construct(A, [], B).t, new (B.bind())().t, new (new "
                    "Proxy(B, {}))().t]"),
            "[\"A\",\"B\",\"B\",\"B\",\"B\"]");
  EXPECT_EQ(
      valueOf("const kinds = [Error, Array, Date, RegExp, Map, Promise, Object, Number, Uint8Array];"
              "kinds.map(K => { class S extends K {} ; const s = K === Promise ? new S(() => 0) : new S(); "
              "return s instanceof S && s instanceof K })"),
      "[true,true,true,true,true,true,true,true,true]");
  EXPECT_EQ(valueOf("class R { constructor() { return [1] } } class Q extends R {} ; Array.isArray(new Q())"),
            "true");
  EXPECT_EQ(valueOf("try { (class K {})() } catch (e) { e.message }"),
            "\"Class constructor K cannot be invoked without 'new'\"");
  EXPECT_EQ(valueOf("try { new (() => 1)() } catch (e) { e.name }"), "\"TypeError\"");
  EXPECT_EQ(valueOf("try { Reflect.construct(Object, [], () => 1) } catch (e) { e.name }"), "\"TypeError\"");
}

TEST_F(EngineLanguage, FunctionsHaveTheLanguagesProperties) {
  EXPECT_EQ(valueOf("Object.getOwnPropertyNames(function f(a, b = 1, ...c) {})"),
            "[\"length\",\"name\",\"prototype\"]");
  EXPECT_EQ(valueOf("Object.getOwnPropertyNames(() => 1)"), "[\"length\",\"name\"]");
  EXPECT_EQ(valueOf("'use strict'; Object.getOwnPropertyNames(function () {})"),
            "[\"length\",\"name\",\"prototype\"]");
  EXPECT_EQ(valueOf("(function f(a, b = 1, ...c) {}).length"), "1");
  EXPECT_EQ(valueOf("(function (a, ...rest) { return [rest, arguments.length] })(1, 2, 3)"), "[[2,3],3]");
  EXPECT_EQ(valueOf("(function (a) { arguments[0] = 2; return a })(1)"), "2");
  EXPECT_EQ(valueOf("(function (a = 0) { arguments[0] = 2; return a })(1)"), "1");
  EXPECT_EQ(valueOf("(function () { return [...arguments] })(1, 2)"), "[1,2]");
}

TEST_F(EngineLanguage, AwaitAtTheTopGivesTheRunsValue) {
  EXPECT_EQ(valueOf("const p = await Promise.resolve(4); p + 1"), "5");
  const Ran rejected = run("await null;\nthrow new TypeError('late')");
  EXPECT_EQ(rejected.claim, Claim::Threw);
  EXPECT_EQ(rejected.message, "late");
  EXPECT_EQ(rejected.line, 2u);
  const Ran pending = run("await new Promise(() => {})");
  EXPECT_EQ(pending.claim, Claim::Threw);
  EXPECT_EQ(pending.message, "The program's top-level await never finished");
}

TEST_F(EngineLanguage, JobsRunBeforeTheRunEnds) {
  const Ran ran = run("Promise.resolve().then(() => console.log('job')); console.log('first'); 7");
  EXPECT_EQ(ran.value, "7");
  ASSERT_EQ(ran.lines.size(), 2u);
  EXPECT_EQ(ran.lines[1].second, "job");
  const Ran unhandled = run("Promise.reject(new RangeError('nobody')); 7");
  EXPECT_EQ(unhandled.claim, Claim::Threw);
  EXPECT_EQ(unhandled.message, "nobody");
  EXPECT_EQ(valueOf("Promise.reject(1).catch(() => 0); 7"), "7");
}

// Jobs of a run that was stopped are not the next run's.
TEST_F(EngineLanguage, AStoppedRunLeavesNoJobs) {
  order.wall = Milliseconds(200);
  EXPECT_EQ(run("var ran = 0; Promise.resolve().then(() => { ran++ }); for (;;);").claim, Claim::WallExpired);
  order.wall = Milliseconds(20'000);
  EXPECT_EQ(valueOf("ran"), "0");
  order.wall = Milliseconds(200);
  EXPECT_EQ(run("const again = () => Promise.resolve().then(again); again()").claim, Claim::WallExpired);
}

TEST_F(EngineLanguage, TypeScriptBySwitchAndByName) {
  order.language = ipc::Language::TypeScript;
  EXPECT_EQ(valueOf("const n: number = 4; enum E { A = 3 } (n as any) + E.A"), "7");
  order.language = ipc::Language::JavaScript;
  EXPECT_EQ(run("const n: number = 4").claim, Claim::SyntaxError);
  order.filename = "script.ts";
  EXPECT_EQ(valueOf("interface I { a: string } ; let v: I = {a: 'x'}; v.a"), "\"x\"");
}

TEST_F(EngineLanguage, CommonJsByName) {
  order.filename = "dir/lib.cjs";
  EXPECT_EQ(valueOf("exports.a = [__filename, __dirname, this === module.exports]; return"),
            "{\"a\":[\"dir/lib.cjs\",\"dir\",true]}");
  EXPECT_EQ(valueOf("module.exports = 4"), "4");
  EXPECT_EQ(valueOf("try { require('net') } catch (e) { module.exports = e.code }"),
            "\"ERR_MODULE_NOT_ALLOWED\"");
}

TEST_F(EngineLanguage, ModulesByNameAndByLook) {
  engine->addModule("lib/a.mjs", "import {b} from './b.mjs'; export const a = b + 1; export default 'd';");
  engine->addModule("lib/b.mjs", "export let b = 1; export {a} from './a.mjs'");
  order.filename = "main.mjs";
  const Ran ran =
      run("import d, {a} from './lib/a.mjs'; import * as all from './lib/b.mjs';"
          "console.log(a, d, Object.keys(all).join(), this)");
  EXPECT_EQ(ran.claim, Claim::Completed) << ran.message;
  EXPECT_EQ(ran.firstLine(), "2 d a,b undefined");
  order.filename = "script.js";
  EXPECT_EQ(run("import {a} from './lib/a.mjs'; console.log(a)").firstLine(), "2");
  EXPECT_EQ(valueOf("(await import('./lib/a.mjs')).default"), "\"d\"");
  const Ran missing = run("import './nowhere.mjs'");
  EXPECT_EQ(missing.claim, Claim::Threw);
  EXPECT_EQ(missing.message, "Cannot find module './nowhere.mjs' imported from script.js");
}

// No name of the engine's own stands in a function's environment.
TEST_F(EngineLanguage, NoIntrinsicHasAName) {
  EXPECT_EQ(valueOf("['T', 'declare', 'prepare', 'call', 'evalFunction'].filter(n => n in globalThis)"),
            "[]");
  EXPECT_EQ(run("\x06"
                "T")
                .claim,
            Claim::SyntaxError);
  EXPECT_EQ(run("'\\x06T'; \x02"
                "5\x03 null.x")
                .claim,
            Claim::SyntaxError);
  EXPECT_EQ(valueOf("\"\x01"
                    "6;0;0;0;9;x\"; (function () { '\x01"
                    "2;3;0;0;9;x'; return 5 })()"),
            "5");
}

TEST_F(EngineLanguage, DeepTextsAreRefusedNotFatal) {
  for (const char* open :
       {"(", "[", "{a:", "!", "a=", "a?", "f(", "`${", "()=>", "class{m(){", "if(1)", "async()=>"}) {
    std::string source;
    for (int i = 0; i < 100'000; ++i) source += open;
    const Ran ran = run(source);
    EXPECT_NE(ran.claim, Claim::Completed) << open;
    EXPECT_EQ(valueOf("1"), "1") << open;
  }
}

}  // namespace

}  // namespace isobox::runner
