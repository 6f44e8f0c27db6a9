// Scripts that attack what talks to the host while they run: its functions, streams and a session's state. Whatever they
// replace, the engine's own business goes on; what they break is theirs. Runs engines in the test's own process.
#include "tests/support/engine_runner.h"

namespace isobox::runner {

namespace {

using ipc::Claim;
using Items = std::vector<std::string>;

// Everything that a script can reach is replaced by something that throws.
constexpr const char* kBreakEverything = R"(
  (function () {
    var own = Object.getOwnPropertyNames, symbols = Object.getOwnPropertySymbols, define = Object.defineProperty;
    var E = Error, g = globalThis, list = [], names = own(g), i, j, keys;
    function bad() { throw new E('replaced') }
    function replace(object, key) {
      try {
        if (key !== 'constructor' && typeof object[key] === 'function') define(object, key, { __proto__: null, value: bad, configurable: true });
      } catch (e) {}
    }
    for (i = 0; i < names.length; i++)
      if (typeof g[names[i]] === 'function' && g[names[i]].prototype) list[list.length] = g[names[i]].prototype, list[list.length] = g[names[i]];
    list[list.length] = Object.getPrototypeOf([][Symbol.iterator]());
    list[list.length] = Object.getPrototypeOf(function* () {}).prototype;
    list[list.length] = Object.getPrototypeOf(async function* () {}).prototype;
    list[list.length] = JSON, list[list.length] = Reflect;
    for (i = 0; i < list.length; i++) {
      for (keys = own(list[i]), j = 0; j < keys.length; j++) replace(list[i], keys[j]);
      for (keys = symbols(list[i]), j = 0; j < keys.length; j++) replace(list[i], keys[j]);
    }
    keys = ['error', 'value', 'name', 'message', 'done', 'next', 'toJSON', '0', '1', 'get', 'set', 'return', '$isobox'];
    for (i = 0; i < keys.length; i++) define(Object.prototype, keys[i], { __proto__: null, get: bad, set: bad, configurable: true });
  })();
)";

class EngineAttack : public EngineTest {
 protected:
  EngineAttack() {
    order.functions = {"add", "fail"};
    host = [this](std::string_view name, std::string_view arguments) -> std::string {
      calls.push_back(std::string(arguments));
      return name == "add" ? "{\"value\":42}" : "{\"error\":{\"name\":\"HostError\",\"message\":\"no\"}}";
    };
  }
  Ran stream(std::string source) {
    order.task = ipc::Task::Stream;
    Ran ran = run(std::move(source));
    order.task = ipc::Task::Program;
    return ran;
  }
  std::string state() {
    ipc::RunOrder get = order;
    get.task = ipc::Task::GetState;
    const Ran ran = run(get);
    return ran.claim == Claim::Completed ? ran.value : ran.message;
  }
  std::vector<std::string> calls;
};

TEST_F(EngineAttack, CallsDoNotDependOnWhatAScriptCanReplace) {
  EXPECT_EQ(valueOf(std::string(kBreakEverything) + "add(1, [2], {a: 3})"), "42");
  EXPECT_EQ(calls, (Items{"[1,[2],{\"a\":3}]"}));
}

TEST_F(EngineAttack, AnAnswerIsReadAsItIsNotThroughItsPrototype) {
  EXPECT_EQ(valueOf("Object.prototype.error = {name: 'Forged', message: 'x'}; add()"), "42");
  EXPECT_EQ(valueOf("let asked = 0; Object.defineProperty(Object.prototype, 'error', {get() { asked++; return this }}); [add(), asked]"), "[42,0]");
  EXPECT_EQ(valueOf("try { fail() } catch (e) { [e.name, e.message] }"), "[\"HostError\",\"no\"]");
  host = [](std::string_view, std::string_view) { return std::string("{}"); };
  EXPECT_EQ(valueOf("Object.prototype.value = 'forged'; typeof add()"), "\"undefined\"");
}

TEST_F(EngineAttack, StreamsDoNotDependOnWhatAScriptCanReplace) {
  const Ran ran = stream(std::string(kBreakEverything) + "yield 1; yield {a: [2]}");
  EXPECT_EQ(ran.claim, Claim::Completed) << ran.message;
  EXPECT_EQ(ran.items, (Items{"1", "{\"a\":[2]}"}));
}

TEST_F(EngineAttack, TheStateDoesNotDependOnWhatAScriptCanReplace) {
  order.session = true;
  EXPECT_EQ(run(std::string("let kept = {a: [1]};") + "{" + kBreakEverything + "}").claim, Claim::Completed);
  EXPECT_NE(state().find("\"kept\":{\"a\":[1]}"), std::string::npos) << state();
}

TEST_F(EngineAttack, ArgumentsAreReadOnceAndCannotCallBack) {
  EXPECT_EQ(valueOf("add({toJSON() { throw 1 }, x: 1})"), "42");
  EXPECT_EQ(valueOf("try { add(new Proxy({}, {ownKeys() { return add() }})) } catch (e) { e.name }"), "\"TypeError\"");
  EXPECT_EQ(valueOf("const p = new Proxy({a: 1}, {get(t, k) { return k === 'a' ? add(p) : t[k] }}); try { add(p) } catch (e) { e.name }"), "\"TypeError\"");
  // After each of these the next call is a call again.
  EXPECT_EQ(valueOf("for (let i = 0; i < 3; i++) try { add({get x() { throw 1 }}) } catch (e) {} add()"), "42");
  EXPECT_EQ(valueOf("let deep = []; for (let i = 0; i < 1000; i++) deep = [deep]; try { add(deep) } catch (e) { e.name }"), "\"TypeError\"");
}

TEST_F(EngineAttack, AnItemThatThrowsLeavesTheHostWithinReach) {
  const Ran ran = stream("try { yield {get x() { throw new Error('mine') }} } finally { console.log(add()) }");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.message, "mine");
  EXPECT_EQ(ran.firstLine(), "42");
}

TEST_F(EngineAttack, CallsFromEverywhere) {
  EXPECT_EQ(valueOf("let got; await Promise.resolve().then(() => { got = add() }); got"), "42");
  EXPECT_EQ(stream("function* g() { yield add() } yield* g(); yield add()").items, (Items{"42", "42"}));
  EXPECT_EQ(valueOf("[1, 2].map(add)"), "[42,42]");
  EXPECT_EQ(valueOf("add.call(null, 1) + add.apply({}, [1]) + add.bind(null)() + Reflect.apply(add, 0, [])"), "168");
  EXPECT_EQ(valueOf("Object.getOwnPropertyNames(add).join()"), "\"name\"");
}

TEST_F(EngineAttack, AFunctionKeptBeyondItsRunIsNoneOfTheNext) {
  order.session = true;
  EXPECT_EQ(run("var kept = add; kept()").value, "42");
  order.functions = {};
  calls.clear();
  const Ran ran = run("kept()");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.name, "TypeError");
  EXPECT_EQ(calls, Items{});
  order.functions = {"add"};
  EXPECT_EQ(run("kept()").value, "42");
}

TEST_F(EngineAttack, AJobKeptInASessionDoesNotCallWithoutARun) {
  order.session = true;
  order.wall = Milliseconds(300);
  (void)run("let left; new Promise(r => left = r).then(function f() { add('late'); return Promise.resolve().then(f) }); left(); for (;;);");
  calls.clear();
  order.wall = Milliseconds(20'000);
  order.functions = {};
  EXPECT_EQ(state().substr(0, 9), "{\"skipped");
  EXPECT_EQ(calls, Items{});
}

TEST_F(EngineAttack, HostileThenablesAndIterators) {
  EXPECT_EQ(stream("yield {get then() { throw new Error('then') }}").message, "then");
  EXPECT_EQ(stream("yield {then(ok, no) { ok(1); ok(2); no(3); throw 4 }}; yield 5").items, (Items{"1", "5"}));
  EXPECT_EQ(stream("yield {then(ok, no) { no(new Error('no')) }}").message, "no");
  EXPECT_EQ(stream("({next: 5, [Symbol.iterator]() { return this }})").items.size(), 1u);
  EXPECT_EQ(stream("({next() { return 5 }, [Symbol.iterator]() { return this }})").claim, Claim::Threw);
  EXPECT_EQ(stream("({next() { throw new Error('next') }, [Symbol.iterator]() { return this }})").message, "next");
  EXPECT_EQ(stream("({[Symbol.asyncIterator]: 5})").claim, Claim::Threw);
  EXPECT_EQ(stream("new Proxy({}, {get() { throw new Error('trap') }})").message, "trap");
}

TEST_F(EngineAttack, ReturnsThatDoNotWantToEnd) {
  wanted = 1;
  EXPECT_EQ(stream("try { yield 1 } finally { yield 2; console.log('never') }").items, Items{"1"});
  EXPECT_EQ(stream("try { yield 1 } finally { throw new Error('finally') }").message, "finally");
  EXPECT_EQ(stream("({next() { return {value: 1} }, return() { throw new Error('return') }, [Symbol.iterator]() { return this }})").message, "return");
  EXPECT_EQ(stream("({next() { return {value: 1} }, return() { return 5 }, [Symbol.iterator]() { return this }})").claim, Claim::Threw);
  order.wall = Milliseconds(300);
  EXPECT_EQ(stream("try { yield 1 } finally { for (;;); }").claim, Claim::WallExpired);
  EXPECT_EQ(stream("for (;;) try { yield 1 } finally { continue }").items, Items{"1"});
}

}  // namespace

}  // namespace isobox::runner
