// Async generators, `for await` and what makes async iterators of sync ones. Part of the runtime, in the dialect with `@`
// for byte 6; see ../README.md. Runs in sealed runners; hostile are all values that come from scripts.
//
// An async generator's record is a coroutine's, and {owner, state, queue, head}. state: 0 not started, 1 suspended at a yield,
// 2 executing, 3 awaiting a return, 4 completed. The queue holds {mode, value, promise}, from `head` on.

'use strict';
// AsyncGeneratorCompleteStep: the first request gets its answer.
@register('answer', function (g, failed, value, done) {
  var request = g.queue[g.head];
  g.queue[g.head++] = undefined;
  if (g.head === g.queue.length) {
    g.queue = [];
    g.head = 0;
  }
  if (failed) @settle(request.promise, 2, value);
  else @resolve(request.promise, {value: value, done: done});
});

//---- section
'use strict';
// AsyncGeneratorAwaitReturn and AsyncGeneratorDrainQueue.
@register('drainRequests', function (g) {
  var request, promise;
  while (g.head < g.queue.length) {
    request = g.queue[g.head];
    if (request.mode !== 3) {
      @answer(g, request.mode === 2, request.mode === 2 ? request.value : undefined, true);
      continue;
    }
    g.state = 3;
    try {
      promise = @promiseResolve(request.value);
    } catch (e) {
      g.state = 4;
      @answer(g, true, e, true);
      continue;
    }
    @react(promise, {kind: 3, run: @intrinsic('returnAwaited'), data: g}, undefined, undefined);
    return;
  }
});

//---- section
'use strict';
@register('returnAwaited', function (g, mode, value) {
  g.state = 4;
  @answer(g, mode === 2, value, true);
  @drainRequests(g);
});

@register('runAsyncGenerator', function (g, mode, value) {
  var result;
  g.mode = mode;
  g.sent = value;
  g.state = 2;
  result = @advance(g);
  if (g.ended === 0) {
    if (@state.yielded === 0) return @react(result, g, undefined, undefined);
    @state.yielded = 0;
    g.state = 1;
    return;
  }
  @release(g);
  g.state = 4;
  @answer(g, g.ended === 2, result, true);
  @drainRequests(g);
});

//---- section
'use strict';
@register('asyncGeneratorStart', function (f, body, self, args, early) {
  var g = {
    kind: 2, run: @runAsyncGenerator, owner: undefined, state: 0, ended: 0, queue: [], head: 0, thread: undefined, body: body,
    self: self, args: args, mode: 1, sent: undefined,
  }, result;
  if (early) {
    g.thread = @coroutine(@generatorEntry);
    result = @advance(g);
    @state.yielded = 0;
    if (g.ended !== 0) {
      @release(g);
      throw result;
    }
  }
  g.owner = @instance(f, @asyncGeneratorPrototype);
  @hide(g.owner, @asyncGeneratorSlot, g, 0);
  return g.owner;
});

// next, throw and return: validation, the queue, and what happens at once.
@register('request', function (object, mode, value, what) {
  var promise = @newPromise(), g;
  if (typeof object === 'object' && object !== null) g = object[@asyncGeneratorSlot];
  if (g === undefined || g.owner !== object) {
    @settle(promise, 2, new @TypeError(what + ' method called on incompatible receiver ' + @describe(object)));
    return promise;
  }
  if (g.state === 0 && mode === 2) {
    g.state = 4;
    g.thread = g.body = g.self = g.args = undefined;
  }
  if (g.state === 4 && mode !== 3) {
    if (mode === 2) @settle(promise, 2, value);
    else @resolve(promise, {value: undefined, done: true});
    return promise;
  }
  @append(g.queue, {mode: mode, value: value, promise: promise});
  if (mode === 3 && (g.state === 0 || g.state === 4)) {
    g.thread = g.body = g.self = g.args = undefined;
    @drainRequests(g);
  } else if (g.state < 2) {
    if (g.thread === undefined) g.thread = @coroutine(@generatorEntry);
    @runAsyncGenerator(g, mode, value);
  }
  return promise;
});

// AsyncGeneratorYield: leaves what it received in the record, which it returns; of a return the awaited value.
@register('asyncGeneratorYield', function (value) {
  var g = @state.current, request;
  @answer(g, false, value, false);
  if (g.head === g.queue.length) {
    @state.yielded = 1;
    @suspend(undefined);
  }
  request = g.queue[g.head];
  g.mode = request.mode;
  g.sent = request.value;
  if (g.mode === 3) {
    try {
      value = @await(request.value);
      g.mode = 3;
    } catch (e) {
      value = e;
      g.mode = 2;
    }
    g.sent = value;
  }
  return g;
});

//---- section
'use strict';
@register('asyncGenerator', function (body) {
  var early = @bindsEarly(body), f = @dress(function (args) {
    '@{25;0;}';
    return @asyncGeneratorStart(f, body, this, args, early);
  }, body, 1);
  return f;
});

@register('asyncYield', function (value) {
  return @received(@asyncGeneratorYield(@await(value)));
});

var prototype = @asyncGeneratorPrototype;
@put(prototype, 'next', function (value) {
  '@{1;1;next}';
  return @request(this, 1, value, 'next');
});
@put(prototype, 'return', function (value) {
  '@{1;1;return}';
  return @request(this, 3, value, 'return');
});
@put(prototype, 'throw', function (reason) {
  '@{1;1;throw}';
  return @request(this, 2, reason, 'throw');
});
@hide(prototype, @toStringTag, 'AsyncGenerator', 4);

//---- section
'use strict';
// ---- %AsyncFromSyncIteratorPrototype%; no script sees one
@register('closeSync', function (iterator) {
  var method = @methodOf(iterator, 'return');
  if (method !== undefined) @iteratorResult(@apply(method, iterator, []));
});

//---- section
'use strict';
// AsyncFromSyncIteratorContinuation. data of the reaction: {promise, done, iterator to be closed on a rejection}
function unwrap(data, mode, value) {
  if (mode === 1) {
    @resolve(data.promise, {value: value, done: data.done});
    return;
  }
  if (data.iterator !== undefined) {
    try {
      @closeSync(data.iterator);
    } catch (ignored) {
    }
  }
  @settle(data.promise, 2, value);
}
@register('continueSync', function (result, iterator, close) {
  var promise = @newPromise(), done, value, wrapper;
  try {
    done = !!result.done;
    value = result.value;
  } catch (e) {
    @settle(promise, 2, e);
    return promise;
  }
  try {
    wrapper = @promiseResolve(value);
  } catch (e) {
    if (!done && close) {
      try {
        @closeSync(iterator);
      } catch (ignored) {
      }
    }
    @settle(promise, 2, e);
    return promise;
  }
  @react(wrapper, {
    kind: 3, run: unwrap, data: {promise: promise, done: done, iterator: done || !close ? undefined : iterator},
  }, undefined, undefined);
  return promise;
});

@register('rejectedWith', function (reason) {
  var promise = @newPromise();
  @settle(promise, 2, reason);
  return promise;
});

//---- section
'use strict';
function step(iterator, method, args, close) {
  var result;
  try {
    result = @iteratorResult(@apply(method, iterator, args));
  } catch (e) {
    return @rejectedWith(e);
  }
  return @continueSync(result, iterator, close);
}
function AsyncFromSyncIterator(iterator) {
  this.iterator = iterator;
  this.method = iterator.next;
}
// Its own object's properties are what `iterate` below asks for, never a prototype's that a script reaches.
var prototype = @create(null);
@put(prototype, 'next', function (args) {
  '@{17;1;next}';
  return step(this.iterator, this.method, args, true);
});
@put(prototype, 'return', function (args) {
  '@{17;1;return}';
  var method, promise;
  try {
    method = @methodOf(this.iterator, 'return');
  } catch (e) {
    return @rejectedWith(e);
  }
  if (method !== undefined) return step(this.iterator, method, args, false);
  promise = @newPromise();
  @resolve(promise, {value: args.length > 0 ? args[0] : undefined, done: true});
  return promise;
});
@put(prototype, 'throw', function (args) {
  '@{17;1;throw}';
  var method;
  try {
    method = @methodOf(this.iterator, 'throw');
    if (method === undefined) {
      @closeSync(this.iterator);
      throw new @TypeError("The iterator does not provide a 'throw' method");
    }
  } catch (e) {
    return @rejectedWith(e);
  }
  return step(this.iterator, method, args, true);
});
@setPrototype(AsyncFromSyncIterator.prototype, prototype);
@register('AsyncFromSyncIterator', AsyncFromSyncIterator);

//---- section
'use strict';
// The iterator that a method of the value gives.
@register('iteratorBy', function (method, value, name) {
  var iterator = @apply(method, value, []);
  if (!@isObject(iterator)) throw new @TypeError('Result of the ' + name + ' method is not an object');
  return iterator;
});
@register('iterateSteps', function (iterator) {
  return {v: undefined, d: false, iterator: iterator, next: iterator.next};
});

//---- section
'use strict';
// GetIterator(value, async): a record.
@register('iterateAsync', function (value) {
  var method = value === undefined || value === null ? undefined : @methodOf(value, @asyncIterator);
  if (method === undefined) return @iterateSteps(new @AsyncFromSyncIterator(@iteratorOf(value)));
  return @iterateSteps(@iteratorBy(method, value, 'Symbol.asyncIterator'));
});

@register('moreAsync', function (it) {
  var result;
  it.d = true;
  result = @iteratorResult(@await(@apply(it.next, it.iterator, [])));
  if (result.done) return false;
  it.v = result.value;
  it.d = false;
  return true;
});

@register('closeAsync', function (it) {
  var method;
  if (it.d) return;
  it.d = true;
  method = @methodOf(it.iterator, 'return');
  if (method !== undefined) @iteratorResult(@await(@apply(method, it.iterator, [])));
});

//---- section
'use strict';
@register('abortAsync', function (it, e) {
  var method;
  if (@isSentinel(e)) {
    @closeAsync(it);
  } else if (!it.d) {
    it.d = true;
    try {
      method = @methodOf(it.iterator, 'return');
      if (method !== undefined) @await(@apply(method, it.iterator, []));
    } catch (ignored) {
    }
  }
  throw e;
});

@register('asyncYieldStar', function (value) {
  var it = @iterateAsync(value), iterator = it.iterator, mode = 1, sent, method, result, g;
  for (;;) {
    if (mode === 1) {
      result = @iteratorResult(@await(@apply(it.next, iterator, [sent])));
      if (result.done) return result.value;
    } else {
      method = @methodOf(iterator, mode === 2 ? 'throw' : 'return');
      if (method === undefined) {
        if (mode === 3) throw @sentinel(@await(sent));
        @closeAsync(it);
        throw new @TypeError("The iterator does not provide a 'throw' method");
      }
      result = @iteratorResult(@await(@apply(method, iterator, [sent])));
      if (result.done) {
        if (mode === 2) return result.value;
        throw @sentinel(result.value);
      }
    }
    g = @asyncGeneratorYield(result.value);
    mode = g.mode;
    sent = g.sent;
    g.sent = undefined;
  }
});
