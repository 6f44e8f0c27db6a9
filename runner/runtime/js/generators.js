// Generators and async functions: coroutines that stop at `yield` and `await`. Part of the runtime, in the dialect with
// `@` for byte 6; see ../README.md. Runs in sealed runners; hostile are all values that come from scripts.
//
// A coroutine's record is what the coroutine is resumed with each time: its `mode` (1 next, 2 throw, 3 return) and
// `sent` say what `yield` and `await` give. A coroutine suspends with a promise to be awaited, or says in
// state.yielded that it does so for a `yield`.

'use strict';
// How deep coroutines may resume each other; they take heap, not the native stack.
@register('deepest', 5000);

//---- section
'use strict';
@register('advance', function (c) {
  var state = @state, outer = state.current;
  if (state.depth >= @deepest) throw new @RangeError('Maximum call stack size exceeded');
  state.depth++;
  state.current = c;
  try {
    return @resume(c.thread, c);
  } finally {
    state.current = outer;
    state.depth--;
  }
});

// The call is over: nothing of it stays.
@register('release', function (c) {
  var thread = c.thread;
  c.thread = c.body = c.self = c.args = c.sent = undefined;
  @recycle(thread);
});

// What a coroutine of a generator or an async generator runs. Its end: c.ended is 1 for a return, 2 for a throw.
@register('generatorEntry', function (c) {
  var result;
  try {
    result = @apply(c.body, c.self, c.args);
    c.ended = 1;
  } catch (e) {
    if (@isSentinel(e)) {
      result = e.value;
      c.ended = 1;
    } else {
      result = e;
      c.ended = 2;
    }
  }
  return result;
});

@register('asyncEntry', function (c) {
  var result;
  try {
    result = @apply(c.body, c.self, c.args);
    c.ended = 1;
  } catch (e) {
    result = e;
    c.ended = 2;
  }
  return result;
});

@register('start', function () {
  @state.yielded = 1;
  @suspend(undefined);
});

//---- section
'use strict';
// ---- generators: their records are entered and left by natives (generators.inc), which know the order of properties.
// state: 0 not started, 1 suspended, 2 running, 3 completed
@register('generatorStart', function (f, body, self, args, early) {
  var g = {thread: undefined, state: 0, ended: 0, body: body, self: self, args: args, depth: 0}, result;
  if (early) {
    g.thread = @coroutine(@generatorEntry);
    result = @advance(g);
    @state.yielded = 0;
    if (g.ended !== 0) {
      @release(g);
      throw result;
    }
  }
  return @hide(@instance(f, @generatorPrototype), @generatorSlot, g, 0);
});

// What a resumed yield gives.
@register('received', function (g) {
  var sent = g.sent;
  g.sent = undefined;
  if (g.mode === 1) return sent;
  if (g.mode === 2) throw sent;
  throw @sentinel(sent);
});

//---- section
'use strict';
@register('generator', function (body) {
  var early = @bindsEarly(body), f = @dress(function (args) {
    '@{25;0;}';
    return @generatorStart(f, body, this, args, early);
  }, body, 0);
  return f;
});

@register('iteratorResult', function (result) {
  if (!@isObject(result)) throw new @TypeError('Iterator result ' + @describe(result) + ' is not an object');
  return result;
});

@register('methodOf', function (object, key) {
  var method = object[key];
  if (method === undefined || method === null) return undefined;
  if (typeof method !== 'function') throw new @TypeError(@describe(method) + ' is not a function');
  return method;
});

//---- section
'use strict';
@register('iteratorOf', function (value) {
  var method = value === undefined || value === null ? undefined : value[@iterator], iterator;
  if (typeof method !== 'function') throw new @TypeError(@describe(value) + ' is not iterable');
  iterator = @apply(method, value, []);
  if (!@isObject(iterator)) throw new @TypeError('Result of the Symbol.iterator method is not an object');
  return iterator;
});

//---- section
'use strict';
@register('yieldStar', function (value) {
  var iterator = @iteratorOf(value), next = iterator.next, mode = 1, sent, method, result;
  for (;;) {
    if (mode === 1) {
      result = @iteratorResult(@apply(next, iterator, [sent]));
      if (result.done) return result.value;
    } else {
      method = @methodOf(iterator, mode === 2 ? 'throw' : 'return');
      if (method === undefined) {
        if (mode === 3) throw @sentinel(sent);
        method = @methodOf(iterator, 'return');
        if (method !== undefined) @iteratorResult(@apply(method, iterator, []));
        throw new @TypeError("The iterator does not provide a 'throw' method");
      }
      result = @iteratorResult(@apply(method, iterator, [sent]));
      if (result.done) {
        if (mode === 2) return result.value;
        throw @sentinel(result.value);
      }
    }
    try {
      sent = @yieldResult(result);
      mode = 1;
    } catch (e) {
      mode = @isSentinel(e) ? 3 : 2;
      sent = mode === 3 ? e.value : e;
    }
  }
});

//---- section
'use strict';
var prototype = @generatorPrototype;
@put(prototype, 'next', function (value) {
  '@{1;1;next}';
  return @leave(this, @enter(this, 1, value));
});
// What iterator records call in the place of `next`: no result object.
@generatorFunctions(@generatorEntry, prototype.next, function () {
  return @leaveStep(this, @enter(this, 1, undefined));
});
@put(prototype, 'return', function (value) {
  '@{1;1;return}';
  return @leave(this, @enter(this, 3, value));
});
@put(prototype, 'throw', function (reason) {
  '@{1;1;throw}';
  return @leave(this, @enter(this, 2, reason));
});
@hide(prototype, @toStringTag, 'Generator', 4);
@put(@asyncIteratorPrototype, @asyncIterator, function () {
  '@{1;0;[Symbol.asyncIterator]}';
  return this;
});

// ---- async functions: record {kind, run, ended, thread, body, self, args, mode, sent, promise}
@register('runAsync', function (c, mode, value) {
  var result;
  c.mode = mode;
  c.sent = value;
  result = @advance(c);
  if (c.ended === 0) return @react(result, c, undefined, undefined);
  @release(c);
  if (c.ended === 1) @resolve(c.promise, result);
  else @settle(c.promise, 2, result);
});

//---- section
'use strict';
@register('asyncStart', function (body, self, args) {
  var promise = @newPromise();
  @runAsync({
    kind: 2, run: @runAsync, ended: 0, thread: @coroutine(@asyncEntry), body: body, self: self, args: args, mode: 1,
    sent: undefined, promise: promise,
  }, 1, undefined);
  return promise;
});

@register('await', function (value) {
  var c = @suspend(@promiseResolve(value)), sent = c.sent;
  c.sent = undefined;
  if (c.mode === 2) throw sent;
  return sent;
});

//---- section
'use strict';
@register('async', function (body) {
  return @dress(function (args) {
    '@{25;0;}';
    return @asyncStart(body, this, args);
  }, body, 2);
});
