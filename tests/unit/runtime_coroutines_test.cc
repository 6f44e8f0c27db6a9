// Generators, async functions, async generators, promises and the order of jobs. Expected results were
// compared with Node.js.
#include <gtest/gtest.h>

#include "tests/support/runtime_heap.h"

namespace isobox::runner {
namespace {

TEST(RuntimeCoroutines, GeneratorsAreResumedReturnedAndThrownInto) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    function show(r) { return r.value + '/' + r.done; }
    var g = @generator(function (a) { "@{32;1;g}";
      try { var got = @yield(a); say('got', got); @yield(2); } finally { @yield('f'); }
      return 'end';
    });
    var i = g(1);
    say(show(i.next('lost')), show(i.next('x')), show(i.return('r')), show(i.next()), show(i.next()));
    i = g(1);
    i.next();
    try { i.throw(new Error('t')); i.next(); } catch (e) { say(e.message, show(i.next())); }
    i = g(1);
    say(show(i.return(5)), show(i.next()));
    i = g(1);
    try { i.throw(new Error('u')); } catch (e) { say(e.message, show(i.next())); }
    say(g.name, g.length, i instanceof g, Object.prototype.toString.call(i), Object.prototype.toString.call(g));
    try { new g(); } catch (e) { say(e.name); }
    var self = @generator(function () { "@{32;0;self}"; try { s.next(); } catch (e) { say(e.message); } });
    var s = self();
    s.next();
    try { i.next.call({}); } catch (e) { say(e.name); }
    g.prototype = null;
    say(Object.getPrototypeOf(g()) === Object.getPrototypeOf(Object.getPrototypeOf(i)));
  )js"),
            "got x\n1/false 2/false f/false r/true undefined/true\nt undefined/true\n5/true undefined/true\n"
            "u undefined/true\ng 1 true [object Generator] [object GeneratorFunction]\nTypeError\n"
            "Generator is already running\nTypeError\ntrue\n");
}

TEST(RuntimeCoroutines, ParametersAreBoundBeforeTheFirstNext) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var g = @generator(function (a) { "@{32;0;g}"; if (a === 'bad') throw new Error('bound'); say('bound'); @start(); say('body'); @yield(1); });
    var i = g();
    say('made');
    say(i.next().value, i.next().done);
    try { g('bad'); } catch (e) { say(e.message); }
    i = g();
    say(i.return(7).value, i.next().done);
  )js"),
            "bound\nmade\nbody\n1 true\nbound\nbound\n7 true\n");
}

TEST(RuntimeCoroutines, DelegationPassesEverythingOn) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var inner = @generator(function () { "@{32;0;inner}";
      try { say('sent', @yield(1)); } catch (e) { say('inner caught', @caught(e).message); }
      try { @yield(2); } finally { say('closing'); }
    });
    var outer = @generator(function () { "@{32;0;outer}"; say('result', @yieldStar(inner())); return @yieldStar([8]); });
    var i = outer();
    i.next();
    i.throw(new Error('x'));
    say(JSON.stringify(i.return('r')));
    i = outer();
    say(@spread([], i).join());
    var odd = {next: function () { return {value: 'kept', extra: 1}; }};
    odd[Symbol.iterator] = function () { return odd; };
    i = @generator(function () { "@{32;0;d}"; @yieldStar(odd); })();
    say(i.next().extra);
    try { i.throw(1); } catch (e) { say(e.message); }
  )js"),
            "inner caught x\nclosing\n{\"value\":\"r\",\"done\":true}\nsent undefined\nclosing\nresult "
            "undefined\n1,2,8\n"
            "1\nThe iterator does not provide a 'throw' method\n");
}

TEST(RuntimeCoroutines, ACatchDoesNotSeeAReturn) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var g = @generator(function () { "@{32;0;g}"; try { @yield(1); } catch (e) { e = @caught(e); say('seen'); } });
    var i = g();
    i.next();
    say(i.return(3).value);
    // A return inside of `finally` takes the place of the first one; left by `break` it does not.
    g = @generator(function () { "@{32;0;g}"; try { @yield(1); } finally { for (;;) { try { @yield(2); } finally { break; } } } });
    i = g();
    i.next();
    i.return('first');
    say(i.return('second').value);
  )js"),
            "3\nfirst\n");
}

TEST(RuntimeCoroutines, AwaitTakesTheTicksOfTheSpecification) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    function ticks(n, name) { var p = Promise.resolve(); for (var i = 1; i <= n; i++) (function (i) { p = p.then(function () { say(name + i); }); })(i); }
    var thenable = {then: function (r) { r('thenable'); }};
    var a = @async(function () { "@{33;0;a}"; say('sync'); say(@await(1)); say(@await(thenable)); say(@await(Promise.resolve('p'))); return Promise.resolve('r'); });
    a().then(function (v) { say('done', v); });
    ticks(9, 't');
    say('end');
  )js"),
            "sync\nend\n1\nt1\nt2\nthenable\nt3\np\nt4\nt5\nt6\ndone r\nt7\nt8\nt9\n");
}

TEST(RuntimeCoroutines, AsyncFunctionsRejectAndCatch) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var fails = @async(function () { "@{33;0;fails}"; throw new Error('at once'); });
    var catches = @async(function (p) { "@{33;1;catches}"; try { @await(p); } catch (e) { say('caught', e.message); return 1; } });
    fails().then(null, function (e) { say(e.message); });
    catches(fails()).then(say);
    say(catches.name, catches.length, 'prototype' in catches, Object.prototype.toString.call(catches));
    try { new catches(); } catch (e) { say(e.name); }
    say(@async(function () { "@{33;0;}"; say(this.n, arguments.length); }).call({n: 5}, 1, 2) instanceof Promise);
  )js"),
            "catches 1 false [object AsyncFunction]\nTypeError\n5 2\ntrue\nat once\ncaught at once\n1\n");
}

TEST(RuntimeCoroutines, AsyncGeneratorsQueueTheirRequests) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var g = @asyncGenerator(function () { "@{33;0;g}"; try { @asyncYield(1); @asyncYield(Promise.resolve(2)); } finally { say('fin'); } return 3; });
    function show(r) { say(r.value, r.done); }
    var i = g();
    i.next().then(show); i.next().then(show); i.return('r').then(show); i.next().then(show);
    say(Object.prototype.toString.call(i), i[Symbol.asyncIterator]() === i);
    g.prototype.next.call({}).then(null, function (e) { say(e.name); });
    @async(function () { "@{33;0;}";
      var it = @iterateAsync(g()), r;
      while (@moreAsync(it)) say('item', it.v);
      it = @iterateAsync([Promise.resolve('s')]);
      while (@moreAsync(it)) say(it.v);
      it = @iterateAsync(g()); @moreAsync(it); @closeAsync(it);
      r = @asyncGenerator(function () { "@{33;0;o}"; @asyncYieldStar(g()); @asyncYieldStar(['x']); })();
      it = @iterateAsync(r);
      while (@moreAsync(it)) say('delegated', it.v);
      try { it = @iterateAsync([Promise.reject(new Error('sync'))]); @moreAsync(it); } catch (e) { say(e.message); }
    })();
  )js"),
            "[object AsyncGenerator] true\nTypeError\n1 false\nitem 1\n2 false\nfin\nr true\nundefined "
            "true\nitem 2\nfin\n"
            "s\nfin\ndelegated 1\ndelegated 2\nfin\ndelegated x\nsync\n");
}

TEST(RuntimeCoroutines, PromisesCombine) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var r = Promise.reject(new Error('no')), later = new Promise(function () {});
    Promise.all([1, Promise.resolve(2)]).then(function (v) { say('all', v.join()); });
    Promise.all([1, r]).then(null, function (e) { say('all', e.message); });
    Promise.allSettled([1, r]).then(function (v) { say(v[0].status, v[1].status); });
    Promise.any([r, 5]).then(function (v) { say('any', v); });
    Promise.any([r]).then(null, function (e) { say(e.name, e.errors.length); });
    Promise.race([later, 6]).then(function (v) { say('race', v); });
    Promise.resolve(7).finally(function () { return 8; }).then(say);
    var self = new Promise(function (resolve) { queueMicrotask(function () { resolve(self); }); });
    self.then(null, function (e) { say(e.message); });
    try { Promise(); } catch (e) { say(e.message); }
    try { new Promise(1); } catch (e) { say(e.message); }
    var Sub = @class(function Sub() { "@{6;1;Sub}"; return @superCall(@superConstructor(Sub), [arguments[0]], new.target); }, Promise);
    say(Sub.resolve(1).then(say) instanceof Sub, Sub.all([]) instanceof Sub);
  )js"),
            "Promise constructor cannot be invoked without 'new'\nPromise resolver 1 is not a function\ntrue "
            "true\n1\n"
            "all 1,2\nall no\nfulfilled rejected\nany 5\nAggregateError 1\nrace 6\n"
            "Chaining cycle detected for promise #<Promise>\n7\n");
}

TEST(RuntimeCoroutines, ScriptsCannotPullTheRugAway) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var then = Promise.prototype.then;
    Promise.prototype.then = function () { throw new Error('replaced'); };
    Array.prototype.push = Array.prototype.slice = undefined;
    Object.defineProperty(Object.prototype, 'done', {get: function () { say('done'); return true; }, configurable: true});
    Object.defineProperty(Array.prototype, '0', {set: function () { say('set'); }, configurable: true});
    TypeError = Promise = undefined;
    var g = @generator(function () { "@{32;0;g}"; @yield(1); });
    @async(function () { "@{33;0;}"; say(@await(1), @spread([], g()).length, @append([], 5).length); try { @iterate(1); } catch (e) { say(e.name); } })();
  )js"),
            "1 1 1\nTypeError\n");
}

TEST(RuntimeCoroutines, DeepNestingIsARangeError) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    var g = @generator(function () { "@{32;0;g}"; @yieldStar(g()); });
    try { g().next(); } catch (e) { say(e.name); }
    var a = @async(function (n) { "@{33;1;a}"; if (n > 0) @await(a(n - 1)); return n; });
    a(1000).then(say);
  )js"),
            "RangeError\n1000\n");
}

TEST(RuntimeCoroutines, UnhandledRejectionsAreTold) {
  RuntimeHeap heap;
  EXPECT_EQ(heap.run(R"js(
    Promise.reject('kept');
    Promise.reject('handled').then(null, function () {});
    for (var i = 0; i < 1000; i++) Promise.reject(i).then(null, function () {});
    queueMicrotask(function () { throw new Error('from a microtask'); });
    queueMicrotask(function () { say('the next one'); });
  )js"),
            "uncaught in a job: Error: from a microtask\nthe next one\n");
  duk_context* ctx = heap.ctx();
  takeUnhandledRejections(ctx);
  ASSERT_EQ(duk_get_length(ctx, -1), 2U);
  duk_get_prop_index(ctx, -1, 0);
  EXPECT_STREQ(duk_get_string(ctx, -1), "kept");
  duk_get_prop_index(ctx, -2, 1);
  EXPECT_EQ(inspectPromise(ctx, -1), PromiseState::Rejected);
  duk_pop_n(ctx, 4);
  takeUnhandledRejections(ctx);
  EXPECT_EQ(duk_get_length(ctx, -1), 0U);
}

}  // namespace
}  // namespace isobox::runner
