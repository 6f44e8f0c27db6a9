// Streams, functions of the host and what a session keeps, in one engine. Runs engines in the test's own process.
#include "tests/support/engine_runner.h"

namespace isobox::runner {

namespace {

using ipc::Claim;
using Items = std::vector<std::string>;

class EngineStream : public EngineTest {
 protected:
  EngineStream() { order.task = ipc::Task::Stream; }
  Items itemsOf(std::string source) {
    const Ran ran = run(std::move(source));
    EXPECT_EQ(ran.claim, Claim::Completed) << ran.name << ": " << ran.message;
    return ran.items;
  }
};

TEST_F(EngineStream, YieldsAtTheTop) {
  EXPECT_EQ(itemsOf("yield 1; yield 2"), (Items{"1", "2"}));
  EXPECT_EQ(itemsOf("for (let i = 0; i < 3; i++) yield {i}"), (Items{"{\"i\":0}", "{\"i\":1}", "{\"i\":2}"}));
  EXPECT_EQ(itemsOf("yield* [1, 2]; yield* 'ab'"), (Items{"1", "2", "\"a\"", "\"b\""}));
  EXPECT_EQ(itemsOf("const x = yield 1; yield x === undefined"), (Items{"1", "true"}));
}

TEST_F(EngineStream, MistakesAreThoseOfAStream) {
  EXPECT_EQ(run("yield 1; let let = 1").message, "let is disallowed as a lexically bound name");
  EXPECT_EQ(itemsOf("var yield_ = 3; yield_"), (Items{"3"}));
  order.task = ipc::Task::Program;
  EXPECT_EQ(run("yield 1").claim, Claim::SyntaxError);
}

TEST_F(EngineStream, PromisesAndAsyncGenerators) {
  EXPECT_EQ(itemsOf("yield Promise.resolve(1); yield await Promise.resolve(2)"), (Items{"1", "2"}));
  EXPECT_EQ(itemsOf("yield await 5; for await (const v of [Promise.resolve(6)]) yield v"), (Items{"5", "6"}));
  EXPECT_EQ(itemsOf("async function* g() { yield 1; await null; yield 2 } g()"), (Items{"1", "2"}));
  EXPECT_EQ(itemsOf("yield { then(f) { f(7) } }"), (Items{"7"}));
}

TEST_F(EngineStream, ValuesThatAreIterated) {
  EXPECT_EQ(itemsOf("[1, 2].values()"), (Items{"1", "2"}));
  EXPECT_EQ(itemsOf("new Map([[1, 2]]).entries()"), (Items{"[1,2]"}));
  EXPECT_EQ(itemsOf("({ async *[Symbol.asyncIterator]() { yield 'x' } })"), (Items{"\"x\""}));
  // Not iterators: one value each, and undefined none.
  EXPECT_EQ(itemsOf("[1, 2]"), (Items{"[1,2]"}));
  EXPECT_EQ(itemsOf("'text'"), (Items{"\"text\""}));
  EXPECT_EQ(itemsOf("var nothing"), Items{});
}

TEST_F(EngineStream, AReaderThatStopsRunsFinally) {
  wanted = 2;
  const Ran ran = run("try { for (let i = 0;; i++) yield i } finally { console.log('closed') }");
  EXPECT_EQ(ran.claim, Claim::Completed) << ran.message;
  EXPECT_EQ(ran.items, (Items{"0", "1"}));
  EXPECT_EQ(ran.firstLine(), "closed");
  const Ran later = run("try { for (let i = 0;; i++) { await null; yield i } } finally { console.log('closed') }");
  EXPECT_EQ(later.items, (Items{"0", "1"}));
  EXPECT_EQ(later.firstLine(), "closed");
}

TEST_F(EngineStream, ErrorsComeAfterTheItems) {
  const Ran ran = run("yield 1;\nnull.x");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.items, (Items{"1"}));
  EXPECT_EQ(ran.name, "TypeError");
  EXPECT_EQ(ran.line, 2u);
  EXPECT_EQ(run("yield Promise.reject(new RangeError('no'))").name, "RangeError");
  EXPECT_EQ(run("async function* g() { throw new RangeError('no') } g()").name, "RangeError");
}

TEST_F(EngineStream, AnItemThatCannotBeCarriedEndsIt) {
  const Ran ran = run("const a = []; a.push(a); try { yield 1; yield a } catch { yield 'caught' }");
  EXPECT_EQ(ran.claim, Claim::ValueRefused);
  EXPECT_EQ(ran.items, (Items{"1"}));
  order.value = {100};
  EXPECT_EQ(run("yield 'x'.repeat(1000)").claim, Claim::ValueTooLarge);
}

TEST_F(EngineStream, TimeLimitsHoldInside) {
  order.wall = Milliseconds(200);
  wanted = 10;
  EXPECT_EQ(run("yield 1; for (;;);").claim, Claim::WallExpired);
  EXPECT_EQ(run("try { yield 1; for (;;); } finally { for (;;); }").claim, Claim::WallExpired);
  wanted = 1;
  EXPECT_EQ(run("try { yield 1 } finally { for (;;); }").claim, Claim::WallExpired);
}

TEST_F(EngineStream, AMillionValuesTakeConstantMemory) {
  const Ran few = run("for (let i = 0; i < 1000; i++) yield {i, text: 'x'.repeat(100)}");
  struct Counting : OutputSink {
    void console(ipc::ConsoleLevel, std::string_view) override {}
    void value(ipc::ValueType, std::string_view) override {}
    Taken item(ipc::ValueType, std::string_view) override { return ++count, Taken{.more = true}; }
    std::size_t count = 0;
  } sink;
  order.source = "for (let i = 0; i < 300000; i++) yield {i, text: 'x'.repeat(100)}";
  order.wall = order.cpu = Milliseconds(60'000);
  const Outcome outcome = engine->run(order, sink);
  EXPECT_EQ(outcome.claim, Claim::Completed) << outcome.message;
  EXPECT_EQ(sink.count, 300'000u);
  // The values themselves would be above 45 MB.
  EXPECT_LT(outcome.heapPeak.count, few.heapPeak.count + Bytes(12_MiB).count);
}

class EngineHost : public EngineTest {
 protected:
  EngineHost() {
    order.functions = {"add", "api.store.get", "fail"};
    host = [this](std::string_view name, std::string_view arguments) -> std::string {
      calls.push_back(std::string(name) + std::string(arguments));
      if (name == "add") return "{\"value\":42}";
      if (name == "api.store.get") return "{\"value\":{\"$isobox\":\"Date\",\"value\":5}}";
      return "{\"error\":{\"name\":\"HostError\",\"message\":\"no such thing\"}}";
    };
  }
  std::vector<std::string> calls;
};

TEST_F(EngineHost, ValuesGoThereAndBack) {
  EXPECT_EQ(valueOf("add(1, 'two', [3], undefined)"), "42");
  EXPECT_EQ(valueOf("api.store.get().getTime()"), "5");
  EXPECT_EQ(calls, (std::vector<std::string>{"add[1,\"two\",[3],{\"$isobox\":\"undefined\"}]", "api.store.get[]"}));
  EXPECT_EQ(valueOf("[typeof add, add.name, typeof api.store]"), "[\"function\",\"add\",\"object\"]");
  EXPECT_EQ(valueOf("try { new add() } catch (e) { e.name }"), "\"TypeError\"");
}

TEST_F(EngineHost, ErrorsCross) {
  EXPECT_EQ(valueOf("try { fail() } catch (e) { [e instanceof Error, e.name, e.message, String(e)] }"),
            "[true,\"HostError\",\"no such thing\",\"HostError: no such thing\"]");
  const Ran ran = run("\nfail()");
  EXPECT_EQ(ran.claim, Claim::Threw);
  EXPECT_EQ(ran.name, "HostError");
  EXPECT_EQ(ran.line, 2u);
}

TEST_F(EngineHost, ArgumentsThatCannotBeCarriedAreTheCallersFault) {
  EXPECT_EQ(valueOf("const a = []; a.push(a); try { add(a) } catch (e) { e.name }"), "\"TypeError\"");
  EXPECT_EQ(valueOf("try { add({ get x() { throw new RangeError('mine') } }) } catch (e) { e.message }"), "\"mine\"");
  EXPECT_EQ(calls.size(), 0u);
  EXPECT_EQ(valueOf("let inner; try { add({ get x() { return add(1) } }) } catch (e) { e.name }"), "\"TypeError\"");
  EXPECT_EQ(calls.size(), 0u);
  // The completion value is written after that as ever.
  EXPECT_EQ(valueOf("({ get x() { try { return add(1) } catch (e) { return e.name } } })"), "{\"x\":\"TypeError\"}");
}

TEST_F(EngineHost, AnAnswerThatMakesNoSenseIsAnError) {
  host = [](std::string_view, std::string_view) { return std::string("{\"value\":"); };
  EXPECT_EQ(valueOf("try { add() } catch (e) { e.message }"), "\"the host's answer cannot be read\"");
  host = [](std::string_view, std::string_view) { return std::string("{}"); };
  EXPECT_EQ(valueOf("typeof add()"), "\"undefined\"");
  host = {};
  EXPECT_EQ(valueOf("try { add() } catch (e) { e.message }"), "\"the host does not answer\"");
}

TEST_F(EngineHost, NamesThatAreNoneAreRefused) {
  for (const char* name : {"", "a.", "\xff"}) {
    order.functions = {name};
    EXPECT_EQ(run("1").claim, Claim::BadInput) << name;
  }
  order.functions = {"x.y"};
  order.globals = "{\"x\":5}";
  EXPECT_EQ(run("1").message, "functions: \"x.y\" lies below something that is no object");
}

TEST_F(EngineHost, CallsInCoroutines) {
  EXPECT_EQ(valueOf("async function f() { await null; return add() } await f()"), "42");
  EXPECT_EQ(valueOf("[...(function* () { yield add(); yield add() })()]"), "[42,42]");
}

class EngineSession : public EngineTest {
 protected:
  EngineSession() { order.session = true; }
  std::string state() {
    ipc::RunOrder get = order;
    get.task = ipc::Task::GetState;
    const Ran ran = run(get);
    return ran.claim == Claim::Completed ? ran.value : ran.message;
  }
  Claim set(std::string text) {
    ipc::RunOrder with = order;
    with.task = ipc::Task::SetState;
    with.context = std::move(text);
    return run(with).claim;
  }
};

TEST_F(EngineSession, StateIsWhatProgramsDeclared) {
  EXPECT_EQ(state(), "{\"skipped\":[],\"state\":{}}");
  EXPECT_EQ(run("let a = 1; const b = [2]; var c = 'x'; d = new Date(3); function f() {} class K {} let un").claim,
            Claim::Completed);
  EXPECT_EQ(state(),
            "{\"skipped\":[\"K\",\"f\"],\"state\":{\"a\":1,\"b\":[2],\"un\":{\"$isobox\":\"undefined\"},\"c\":\"x\","
            "\"d\":{\"$isobox\":\"Date\",\"value\":3}}}");
  EXPECT_EQ(run("a.self = 1; b.push(b)").claim, Claim::Completed);
  EXPECT_NE(state().find("\"skipped\":[\"b\",\"K\",\"f\"]"), std::string::npos) << state();
}

TEST_F(EngineSession, StateComesBackInAFreshEngine) {
  EXPECT_EQ(run("let n = 1, m = new Map([[{}, new Set([NaN])]]), f = () => 1, a = [new Error('x')]; var w = new WeakMap").claim, Claim::Completed);
  const std::string before = state();
  EXPECT_EQ(before.find("{\"skipped\":[\"f\"],\"state\":{"), 0u) << before;
  engine = Engine::create(512_MiB).value();
  auto restore = order;
  restore.task = ipc::Task::RestoreState;
  restore.context = before;
  EXPECT_EQ(run(restore).claim, Claim::Completed);
  EXPECT_EQ(valueOf("[n, m instanceof Map, [...m][0][1].has(NaN), a[0].message, typeof f]"), "[1,true,true,\"x\",\"undefined\"]");
  // What a supervisor would never send.
  for (const char* bad : {"", "{", "[]", "5", "{\"state\":{\"a\":{\"$isobox\":\"Map\",\"entries\":[[1]]}}}", "{\"state\":{\"a\":{\"$isobox\":\"Set\"}}}"}) {
    restore.context = bad;
    EXPECT_EQ(run(restore).claim, Claim::BadInput) << bad;
  }
}

TEST_F(EngineSession, SettersInPrototypesDoNotReachWhatTheNextRunIsGiven) {
  order.context = "{}";
  EXPECT_EQ(run("for (const key of ['env', 'argv', 0, 1, 2]) Object.defineProperty(Object.prototype, key, { set() { throw new Error('mine') }, configurable: true }); 0").claim,
            Claim::Completed);
  order.arguments = {"a"};
  EXPECT_EQ(valueOf("process.argv.length + process.argv[2] + typeof process.env"), "\"3aobject\"");
}

// One value that is too large is not left out like one that has no form.
TEST_F(EngineSession, StateThatIsTooLargeIsRefused) {
  order.value = 64_KiB;
  EXPECT_EQ(run("var small = 1, big = 'x'.repeat(100000); 0").claim, Claim::Completed);
  auto asked = order;
  asked.task = ipc::Task::GetState;
  EXPECT_EQ(run(asked).claim, Claim::ValueTooLarge);
  EXPECT_EQ(run("big = null; 0").claim, Claim::Completed);
  EXPECT_EQ(state(), "{\"skipped\":[],\"state\":{\"small\":1,\"big\":null}}");
}

TEST_F(EngineSession, StateIsSetForTheNextRuns) {
  EXPECT_EQ(set("{\"user\":\"alice\",\"n\":{\"$isobox\":\"NaN\"}}"), Claim::Completed);
  EXPECT_EQ(valueOf("user + n"), "\"aliceNaN\"");
  EXPECT_EQ(run("let count = 1; const fixed = 1").claim, Claim::Completed);
  EXPECT_EQ(set("{\"count\":5,\"fixed\":6}"), Claim::Completed);
  EXPECT_EQ(valueOf("[count++, count, fixed, 'count' in globalThis]"), "[5,6,6,false]");
  EXPECT_EQ(set("{\"count\":"), Claim::BadInput);
  EXPECT_EQ(valueOf("count"), "6");
}

TEST_F(EngineSession, ContextGoesWithItsRun) {
  EXPECT_EQ(run("kept = 1").claim, Claim::Completed);
  order.context = "{\"kept\":2,\"passing\":3}";
  EXPECT_EQ(valueOf("kept + passing"), "5");
  EXPECT_EQ(run("kept = 9; null.x").claim, Claim::Threw);
  order.context.clear();
  EXPECT_EQ(valueOf("[kept, typeof passing]"), "[1,\"undefined\"]");
}

TEST_F(EngineSession, ContextGoesWithARunThatWasStopped) {
  order.context = "{\"passing\":3}";
  order.wall = Milliseconds(100);
  EXPECT_EQ(run("let before = 1; for (;;);").claim, Claim::WallExpired);
  order.context.clear();
  EXPECT_EQ(valueOf("[typeof passing, before]"), "[\"undefined\",1]");
  order.wall = order.cpu = Milliseconds(20'000);
  EXPECT_EQ(run("let list = []; for (;;) list.push('x'.repeat(1e6) + list.length)").claim, Claim::HeapExhausted);
  EXPECT_EQ(valueOf("list = null; before"), "1");
}

TEST_F(EngineSession, GettersOfTheGlobalObjectAreNotAsked) {
  EXPECT_EQ(run("Object.defineProperty(globalThis, 'trap', { enumerable: true, get() { throw 1 } }); let ok = 1; 0").claim,
            Claim::Completed);
  EXPECT_EQ(state(), "{\"skipped\":[\"trap\"],\"state\":{\"ok\":1}}");
  EXPECT_EQ(run("let bad = { get x() { for (;;); } }").claim, Claim::Completed);
  order.wall = Milliseconds(100);
  EXPECT_EQ(state(), "the wall time ran out");
  EXPECT_EQ(valueOf("ok"), "1");
}

TEST_F(EngineSession, StreamsAndSessionsGoTogether) {
  EXPECT_EQ(run("let n = 2").claim, Claim::Completed);
  order.task = ipc::Task::Stream;
  EXPECT_EQ(run("while (n > 0) yield n--").items, (Items{"2", "1"}));
  order.task = ipc::Task::Program;
  EXPECT_EQ(valueOf("n"), "0");
}

}  // namespace

}  // namespace isobox::runner
