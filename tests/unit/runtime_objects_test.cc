// Intrinsics of objects, classes and private names. Expected results were compared with Node.js.
#include <gtest/gtest.h>

#include "tests/support/runtime_heap.h"

namespace isobox::runner {
namespace {

TEST(RuntimeObjects, CopiesAndTakesTheRest) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var s = Symbol('s'), source = Object.create({inherited: 1});
    source.b = 1; source.a = 2; source[1] = 3; source[s] = 4;
    Object.defineProperty(source, 'hidden', {value: 5});
    var copy = @copy({}, source);
    say(JSON.stringify(copy), copy[s], 'inherited' in copy);
    copy = @rest(source, ['a', s, 1]);
    say(JSON.stringify(copy), copy[s]);
    var log = [];
    var proxy = new Proxy({x: 1}, {
      ownKeys: function () { log.push('ownKeys'); return ['x', 'y']; },
      getOwnPropertyDescriptor: function (t, k) { log.push('desc ' + k); return k === 'x' ? {value: 1, enumerable: true, configurable: true} : undefined; },
      get: function (t, k) { log.push('get ' + k); return 9; },
    });
    say(JSON.stringify(@copy({}, proxy)), log.join());
    try { @coercible(null); } catch (e) { say(e.message); }
    say(@name('k', function () { "@{0;0;}"; }, 'get').name, @name(Symbol('d'), function () { "@{0;0;}"; }, '').name);
    say(@concat('a', 1, null, {toString: function () { return 'T'; }}));
    try { @concat(Symbol()); } catch (e) { say(e.name); }
  )js"),
            "{\"1\":3,\"b\":1,\"a\":2} 4 false\n{\"b\":1} undefined\n{\"x\":9} ownKeys,desc x,get x,desc y\n"
            "Cannot destructure 'null' as it is null.\nget k [d]\na1nullT\nTypeError\n");
}

TEST(RuntimeObjects, SuperReadsAndWritesWithItsReceiver) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    'use strict';
    var base = {}, home = Object.create(base), self = {n: 5};
    Object.defineProperty(base, 'x', {get: function () { return this.n; }, set: function (v) { this.n = v; }, configurable: true});
    say(@superGet(home, 'x', self));
    @superSet(home, 'x', 6, self, true);
    say(self.n, @superGet(home, 'none', self));
    @superSet(home, 'fresh', 1, self, true);
    say(self.fresh, 'fresh' in base);
    Object.defineProperty(base, 'fixed', {value: 1});
    say(@superSet(home, 'fixed', 2, self, false));
    try { @superSet(home, 'fixed', 2, self, true); } catch (e) { say(e.name); }
    Object.setPrototypeOf(home, new Proxy({}, {
      get: function (t, k, receiver) { return k + (receiver === self); },
      set: function (t, k, v, receiver) { say('set', k, v, receiver === self); return true; },
    }));
    say(@superGet(home, 'p', self));
    @superSet(home, 'p', 3, self, true);
    Object.setPrototypeOf(home, null);
    try { @superGet(home, 'x', self); } catch (e) { say(e.message); }
  )js"),
            "5\n6 undefined\n1 false\n2\nTypeError\nptrue\nset p 3 true\nCannot read properties of null\n");
}

TEST(RuntimeObjects, ClassesAreTiedToTheirHeritage) {
  RuntimeHeap heap;
  EXPECT_EQ(
      heap.run(R"js(
    var A = @class(function A() { "@{2;0;A}"; this.made = new.target.name; }, @T);
    @method(A.prototype, 'hi', function () { "@{1;0;hi}"; return 'hi ' + this.made; }, 0);
    var B = @class(function B() { "@{6;0;B}"; return @superBind(@superCall(@superConstructor(B), [], new.target), @T); }, A);
    var b = new B();
    say(b.hi(), b instanceof A, Object.getPrototypeOf(B) === A, Object.keys(A.prototype).length);
    var d = Object.getOwnPropertyDescriptor(B, 'prototype');
    say(d.writable, d.enumerable, d.configurable);
    try { A(); } catch (e) { say(e.message); }
    try { @class(function () { "@{6;0;}"; }, {}); } catch (e) { say(e.name); }
    try { @superBind({}, b); } catch (e) { say(e.message); }
    try { @derivedReturn(undefined, @T); } catch (e) { say(e.name); }
    try { @derivedReturn(1, b); } catch (e) { say(e.name); }
    var N = @class(function N() { "@{6;0;N}"; return Object.create(new.target.prototype); }, null);
    say(Object.getPrototypeOf(N.prototype), Object.getPrototypeOf(N) === Function.prototype, new N() instanceof N);
    var E = @class(function E() { "@{6;0;E}"; return @superCall(@superConstructor(E), [3], new.target); }, Array);
    say(new E().length, Array.isArray(new E()), new E() instanceof E);
  )js"),
      "hi B true true 0\nfalse false false\nClass constructor A cannot be invoked without 'new'\nTypeError\n"
      "Super constructor may only be called once\nReferenceError\nTypeError\nnull true true\n3 true true\n");
}

TEST(RuntimeObjects, PrivateNamesAreOutOfReach) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var p = @private('p'), m = @private('m'), a = @private('a'), o = {};
    @privateField(o, p, 1);
    @privateMethod(o, m, function () { return 'method'; }, 0);
    @privateMethod(o, a, function () { return 'got'; }, 1);
    @privateMethod(o, a, function (v) { say('set', v, this === o); }, 2);
    Object.freeze(o);
    @privateSet(o, p, 2);
    say(@privateGet(o, p), @privateGet(o, m)(), @privateGet(o, a), @privateSet(o, a, 3), Object.isFrozen(o));
    say(Object.getOwnPropertyNames(o).length, Object.getOwnPropertySymbols(o).length, Reflect.ownKeys(o).length, JSON.stringify(o));
    var proxy = new Proxy(o, {get: function () { return 'trap'; }, has: function () { return true; }});
    say(@privateHas(proxy, p), @privateHas(o, p), @privateHas(@copy({}, o), p));
    @privateField(proxy, p, 'of the proxy');
    say(@privateGet(proxy, p), @privateGet(o, p));
    function fails(f) { try { f(); say('no error'); } catch (e) { say(e.name + ': ' + e.message); } }
    fails(function () { @privateGet({}, p); });
    fails(function () { @privateGet(1, p); });
    fails(function () { @privateSet({}, p, 1); });
    fails(function () { @privateField(o, p, 1); });
    fails(function () { @privateMethod(o, a, function () {}, 1); });
    fails(function () { @privateSet(o, m, 1); });
    fails(function () { @privateHas(1, p); });
    var g = @private('g');
    @privateMethod(o, g, function () {}, 2);
    fails(function () { @privateGet(o, g); });
  )js"),
            "set 3 true\n2 method got 3 true\n0 0 0 {}\nfalse true false\nof the proxy 2\n"
            "TypeError: Cannot read private member #p from an object whose class did not declare it\n"
            "TypeError: Cannot read private member #p from an object whose class did not declare it\n"
            "TypeError: Cannot write private member #p to an object whose class did not declare it\n"
            "TypeError: Cannot initialize #p twice on the same object\n"
            "TypeError: Cannot initialize #a twice on the same object\n"
            "TypeError: Private method '#m' is not writable\n"
            "TypeError: Cannot use 'in' operator to search for '#p' in 1\n"
            "TypeError: '#g' was defined without a getter\n");
}

TEST(RuntimeObjects, ErrorsHaveCausesAndSymbolsDescriptions) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var e = new RangeError('m', {cause: 0});
    say(e.cause, Object.keys(e).length, 'cause' in new Error('m', {}), 'cause' in new Error('m'));
    e = new AggregateError(new Set([1, 2]), 'both', {cause: 'c'});
    say(e.errors.join(), e.message, e.cause, e.name, e instanceof Error, Object.getPrototypeOf(AggregateError) === Error);
    say(Symbol('d').description, Symbol().description, String(Symbol.asyncIterator));
    say([1, 2, 3].at(-1), 'a'.padStart(2, '-'), Object.fromEntries([['k', 1]]).k, [3, 1].toSorted().join());
    say(@regexp('(?<y>\\d)', '').exec('a1').groups.y);
  )js"),
            "0 0 false false\n1,2 both c AggregateError true true\nd undefined Symbol(Symbol.asyncIterator)\n"
            "3 -a 1 1,3\n1\n");
}

}  // namespace
}  // namespace isobox::runner
