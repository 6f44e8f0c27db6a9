// Iterator records and what is built on them. Expected results were compared with Node.js.
#include <gtest/gtest.h>

#include "tests/support/runtime_heap.h"

namespace isobox::runner {
namespace {

TEST(RuntimeIteration, ReadsArraysStringsAndIteratorsAlike) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var it = @iterate([1, , 3]), all = [];
    while (@more(it)) all.push(String(it.v));
    say(all.join(), it.d);
    it = @iterate('a\ud834\udd1eb');
    all = [];
    while (@more(it)) all.push(it.v.length);
    say(all.join());
    it = @iterate(new Map([[1, 2]]));
    say(@more(it), it.v.join('='), @more(it));
    say(@spread([0], new Set([1, 2])).join(), @spread([], 'xy').length);
  )js"),
            "1,undefined,3 true\n1,2,1\ntrue 1=2 false\n0,1,2 2\n");
}

TEST(RuntimeIteration, DestructuringTakesAndCloses) {
  RuntimeHeap heap;
  EXPECT_EQ(
      heap.run(R"js(
    var source = {};
    source[Symbol.iterator] = function () {
      var n = 0;
      return {next: function () { return {value: n++, done: n > 3}; },
              return: function () { say('closed'); return {}; }};
    };
    say(JSON.stringify(@take(source, 2)));
    say(JSON.stringify(@takeRest(source, 1)));
    say(JSON.stringify(@take([7], 2)));
    var it = @iterate(source);
    @step(it);
    try { @abort(it, new Error('mine')); } catch (e) { say(e.message); }
    @close(it);
    try { @iterate(5); } catch (e) { say(e.message); }
    try { @iterate(undefined); } catch (e) { say(e.message); }
  )js"),
      "closed\n[0,1]\n[0,[1,2]]\n[7,null]\nclosed\nmine\n5 is not iterable\nundefined is not iterable\n");
}

TEST(RuntimeIteration, ClosesWithTheErrorThatCameFirst) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var source = {};
    source[Symbol.iterator] = function () {
      return {next: function () { return {}; }, return: function () { throw new Error('from return'); }};
    };
    var it = @iterate(source);
    @more(it);
    try { @abort(it, new Error('first')); } catch (e) { say(e.message); }
    it = @iterate(source);
    @more(it);
    try { @close(it); } catch (e) { say(e.message, it.d); }
  )js"),
            "first\nfrom return true\n");
}

// What a script has changed is seen; what it cannot reach does not change.
TEST(RuntimeIteration, SeesChangedPrototypes) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var proto = Object.getPrototypeOf([][Symbol.iterator]());
    var next = proto.next;
    proto.next = function () { var r = @apply(next, this, []); if (!r.done) r.value *= 10; return r; };
    say(@spread([], [1, 2]).join());
    proto.next = next;
    say(@spread([], [1, 2]).join());
    proto.return = function () { say('return of arrays'); return {}; };
    @take([1, 2], 1);
    delete proto.return;
    Array.prototype[Symbol.iterator] = function () { return {next: function () { return {done: true}; }}; };
    say(@spread([], [1, 2]).length);
    Array.prototype.push = null;
    say(@append([], 1).length);
  )js"),
            "10,20\n1,2\nreturn of arrays\n0\n1\n");
}

TEST(RuntimeIteration, MapsAndSetsKeepTheirOrderWhileTheyChange) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var m = new Map([[NaN, 'n'], [0, 'z'], ['k', 'v']]), i;
    say(m.get(NaN), m.get(-0), m.size, Object.is(Array.from(m.keys())[1], 0));
    var it = m.keys();
    it.next();
    for (i = 0; i < 1000; i++) m.set(i + 5, i);
    for (i = 0; i < 999; i++) m.delete(i + 5);
    say(it.next().value, it.next().value, it.next().value, it.next().done);
    it = m.entries();
    m.clear();
    m.set('fresh', 1);
    say(it.next().value.join(), it.next().done, it.next().done);
    var s = new Set([1, 2]), seen = [];
    s.forEach(function (v) { seen.push(v); if (v < 6) s.add(v + 2); s.delete(v); });
    say(seen.join(), s.size);
    var keys = [], lost = 0, o;
    for (i = 0; i < 5000; i++) { o = {}; keys.push(o); s.add(o); }
    for (i = 0; i < 5000; i++) if (!s.has(keys[i])) lost++;
    say(lost, s.size);
    var w = new WeakMap(), frozen = Object.freeze({}), sym = Symbol();
    w.set(frozen, 7).set(sym, 8);
    say(w.get(frozen), w.get(sym), w.delete(frozen), w.has(frozen), Object.isFrozen(frozen));
    try { w.set(1, 1); } catch (e) { say(e.message); }
    try { Map(); } catch (e) { say(e.message); }
    try { Map.prototype.get.call(new Set(), 1); } catch (e) { say(e.name); }
  )js"),
            "n z 3 true\n0 k 1004 true\nfresh,1 true true\n1,2,3,4,5,6,7 0\n0 5000\n7 8 true false true\n"
            "Invalid value used as weak map key\nConstructor Map requires 'new'\nTypeError\n");
}

}  // namespace
}  // namespace isobox::runner
