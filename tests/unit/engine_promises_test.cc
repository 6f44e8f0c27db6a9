// Promises and jobs against an engine's limits: time, memory, collections, what one run leaves to the next.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

class EnginePromises : public EngineTest {
 protected:
  /// The program ends like this, in time, and nothing of it reaches the next run.
  void expectEnds(const char* source, Claim claim, Milliseconds within) {
    const Ran ran = run(source);
    EXPECT_EQ(ran.claim, claim) << source << ": " << ran.message;
    EXPECT_LT(ran.took, within * kSlowness) << source;
    const Ran next = run("Promise.resolve(5).then(v => console.log(v)); 6");
    EXPECT_EQ(next.claim, Claim::Completed) << "after " << source << ": " << next.message;
    EXPECT_EQ(next.lines.size(), 1u) << "after " << source;
    EXPECT_EQ(next.firstLine(), "5") << "after " << source;
  }
  /// Of a program that finds a new engine.
  std::size_t peakOf(const std::string& source) {
    engine = Engine::create(512_MiB).value();
    const Ran ran = run(source);
    EXPECT_EQ(ran.value, "0") << source;
    return ran.heapPeak.count;
  }
};

TEST_F(EnginePromises, APendingOneWithAReactionIsOneSmallBlock) {
  const std::string begin = "const f = () => {}, first = new Promise(() => {}); let p = first;";
  const auto peak = [&](const std::string& links) {
    return peakOf(begin + "for (let i = 0; i < " + links + "; i++) p = p.then(f); 0");
  };
  const std::size_t none = peak("0"), many = peak("65536");
  EXPECT_GE(many, none + 65536 * 104) << "the first one holds them all";
  EXPECT_LE(many, none + 65536 * 112 + 4096);
}

TEST_F(EnginePromises, ThoseThatNobodyHoldsGoAtOnce) {
  const auto peak = [&](const std::string& count) {
    return peakOf("let p = new Promise(() => {}); for (let i = 0; i < " + count + "; i++) p = p.then(); 0");
  };
  const std::size_t few = peak("16"), many = peak("65536");
  EXPECT_LE(many, few + 4096) << "they are in no cycle, so nothing has to be collected";
}

TEST_F(EnginePromises, ReactionsOfOnePromiseTakeTimeInProportion) {
  const std::string program =
      "let settle, n = 0; const p = new Promise(r => { settle = r });"
      "for (let i = 0; i < COUNT; i++) p.then(() => { n++ }); settle(); await p.then(() => n)";
  const auto timed = [&](const std::string& count) {
    const Ran ran = run(std::string(program).replace(program.find("COUNT"), 5, count));
    EXPECT_EQ(ran.value, count);
    return ran;
  };
  const Ran few = timed("10000"), many = timed("100000");
  EXPECT_LT(many.steps, few.steps * 11);
  EXPECT_LT(many.took.count(), 1500 * kSlowness) << "minutes when each reaction copied those before it";
}

TEST_F(EnginePromises, LongChainsGoAtOnce) {
  order.heap = 256_MiB;
  EXPECT_EQ(valueOf("let p = Promise.resolve(7); for (let i = 0; i < 3e5; i++) p = p.then(); await p"), "7");
  EXPECT_EQ(valueOf("let q = new Promise(() => {}); for (let i = 0; i < 3e5; i++) q = q.then(); q = 8"), "8");
}

TEST_F(EnginePromises, WallTimeEndsChains) {
  order.wall = Milliseconds(150);
  for (const char* source : {
           "const f = () => Promise.resolve().then(f); f()",
           "const f = () => queueMicrotask(f); f()",
           "const f = () => { try { queueMicrotask(f) } finally { return f } }; f()",
           "const f = () => Promise.reject(1).then().then().catch(f); f()",
           "const f = () => { for (;;); }; Promise.resolve().then(f).catch(f).finally(f)",
           "(async () => { for (;;) await 1 })()",
           "(async () => { for (;;) try { await Promise.reject(1) } catch (e) {} })()",
           "(async () => { for (;;) await {then(f) { f() }} })()",
           "const t = {then(f) { f(t) }}; Promise.resolve(t)",
           "const t = {get then() { for (;;); }}; Promise.resolve(t)",
           "class S extends Promise {} const f = () => S.resolve().then(f); f()",
           "(async () => { for await (const x of (function* () { for (;;) yield 1 })()) ; })()",
       })
    expectEnds(source, Claim::WallExpired, Milliseconds(1000));
}

TEST_F(EnginePromises, MemoryEndsQueuesAndReactions) {
  order.heap = 16_MiB;
  for (const char* source : {
           "for (;;) queueMicrotask(() => {})",
           "const f = () => { queueMicrotask(f); queueMicrotask(f) }; f()",
           "const p = new Promise(() => {}); for (;;) p.then(() => {})",
           "const p = Promise.resolve(); for (;;) p.then(() => {})",
           "for (let p = Promise.resolve();;) p = p.then()",
           "for (;;) Promise.reject(1)",
           "const f = () => { Promise.reject(1).then(); f.p = Promise.resolve(f.p).then(f); f.p.then(f) }; "
           "f()",
           "class S extends Promise {} const p = new S(() => {}); for (;;) p.then(() => {})",
       })
    expectEnds(source, Claim::HeapExhausted, Milliseconds(8000));
}

TEST_F(EnginePromises, CollectionsSeeWhatPromisesAndJobsHold) {
  order.heap = 8_MiB;
  // Handlers, targets, values and jobs that nothing else refers to, while cycles of many megabytes come and
  // go.
  EXPECT_EQ(valueOf(R"js(
    const settlers = [];
    let sum = 0;
    for (let i = 0; i < 1000; i++) {
      const p = new Promise(resolve => settlers.push(resolve));
      for (let j = 0; j < 3; j++) p.then(v => [v]).then(([v]) => { sum += v.n });
      Promise.resolve({n: 1}).then(v => { sum += v.n });
    }
    const litter = () => {
      for (let i = 0; i < 30000; i++) {
        const p = new Promise(() => {});
        p.self = p.then(() => p);
      }
    };
    litter();
    settlers.forEach((resolve, i) => resolve({n: i}));
    litter();
    await null;
    litter();
    await null;
    litter();
    await null;
    sum)js"),
            std::to_string(3 * 999 * 1000 / 2 + 1000));
}

TEST_F(EnginePromises, NothingOfThemIsAProperty) {
  EXPECT_EQ(
      valueOf("const p = Promise.resolve({a: 1}); p.then(); [Reflect.ownKeys(p).length, JSON.stringify(p),"
              "Object.isFrozen(Object.preventExtensions(p))]"),
      R"([0,"{}",true])");
  EXPECT_EQ(valueOf("try { structuredClone(Promise.resolve()) } catch (e) { e.name }"), "\"DataCloneError\"");
  EXPECT_EQ(
      valueOf(
          "const q = Promise.resolve(1); const r = Object.assign({}, q), s = {...q};"
          "[r, s, Object.create(q)].map(o => { try { return q.then.call(o) } catch (e) { return e.name } })"),
      R"(["TypeError","TypeError","TypeError"])");
  EXPECT_EQ(logged("Promise.resolve({a: [1]}), Promise.reject(2).catch(() => {}), Object.assign(new "
                   "Promise(() => {}), {b: 3})"),
            "Promise { { a: [ 1 ] } } Promise { <pending> } Promise { <pending>, b: 3 }");
}

TEST_F(EnginePromises, ThenLooksLikeAMethod) {
  EXPECT_EQ(
      valueOf(
          "const t = Promise.prototype.then, d = Object.getOwnPropertyDescriptor(Promise.prototype, 'then');"
          "[t.name, t.length, 'prototype' in t, d.writable, d.enumerable, d.configurable, String(t),"
          "(() => { try { new t() } catch (e) { return e.name } })()]"),
      R"(["then",2,false,true,false,true,"function then() { [native code] }","TypeError"])");
}

}  // namespace
}  // namespace isobox::runner
