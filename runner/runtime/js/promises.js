// Promises and the queue of jobs: what is compiled because it calls scripts, or runs for others. Part of the runtime, in the
// dialect with `@` for byte 6; see ../README.md. Runs in sealed runners; hostile are all values that come from scripts.
//
// Promises, reactions and jobs themselves are natives' (../promise_*.inc, ../promises.inc). A target of a reaction is a promise or
// a record {kind, …}: kind 1 a capability, 2 a coroutine that awaits, 3 {kind, run, data}; natives know the order of their
// properties.

'use strict';
@register('state', {depth: 0, current: undefined, yielded: 0});

//---- section
'use strict';
@register('isObject', function (v) {
  return typeof v === 'object' ? v !== null : typeof v === 'function';
});
@register('result', function (value, done) {
  return {value: value, done: done};
});

//---- section
'use strict';
// CreateResolvingFunctions, as a capability.
@register('resolvers', function (promise) {
  var done = false;
  return {
    kind: 1,
    promise: promise,
    resolve: function (value) {
      '@{1;1;}';
      if (done) return;
      done = true;
      @resolve(promise, value);
    },
    reject: function (reason) {
      '@{1;1;}';
      if (done) return;
      done = true;
      @settle(promise, 2, reason);
    },
  };
});

//---- section
'use strict';
var Promise = function Promise(executor) {
  '@{12;1;Promise}';
  var capability;
  if (new.target === undefined) throw new @TypeError("Promise constructor cannot be invoked without 'new'");
  if (typeof executor !== 'function') throw new @TypeError('Promise resolver ' + @describe(executor) + ' is not a function');
  capability = @resolvers(@promiseFor(new.target));
  try {
    executor(capability.resolve, capability.reject);
  } catch (e) {
    capability.reject(e);
  }
  return capability.promise;
};
@hide(Promise, 'prototype', Promise.prototype, 0);
@register('Promise', Promise);
@register('promisePrototype', Promise.prototype);
@promiseConstructor(Promise);
@global('Promise', Promise);

//---- section
'use strict';
// The rest of SpeciesConstructor, when `constructor` has been read.
@register('speciesBy', function (constructor, fallback) {
  var species;
  if (constructor === undefined) return fallback;
  if (!@isObject(constructor)) throw new @TypeError('The .constructor property is not an object');
  species = constructor[@species];
  if (species === undefined || species === null) return fallback;
  if (!@isConstructor(species)) throw new @TypeError('object.constructor[Symbol.species] is not a constructor');
  return species;
});

//---- section
'use strict';
@register('speciesOf', function (object, fallback) {
  return @speciesBy(object.constructor, fallback);
});

// NewPromiseCapability. With `plain`, the intrinsic constructor gives a bare promise.
@register('capability', function (constructor, plain) {
  var capability;
  if (constructor === @Promise) return plain ? @newPromise() : @resolvers(@newPromise());
  if (!@isConstructor(constructor)) throw new @TypeError(@describe(constructor) + ' is not a constructor');
  capability = {kind: 1, promise: undefined, resolve: undefined, reject: undefined};
  capability.promise = new constructor(function (resolve, reject) {
    '@{1;2;}';
    if (capability.resolve !== undefined || capability.reject !== undefined)
      throw new @TypeError('Promise executor has already been invoked with non-undefined arguments');
    capability.resolve = resolve;
    capability.reject = reject;
  });
  if (typeof capability.resolve !== 'function' || typeof capability.reject !== 'function')
    throw new @TypeError('Promise resolve or reject function is not callable');
  return capability;
});

//---- section
'use strict';
// PromiseResolve.
@register('promiseResolveBy', function (constructor, value) {
  var capability;
  if (@isPromise(value) && value.constructor === constructor) return value;
  capability = @capability(constructor, true);
  if (@isPromise(capability)) {
    @resolve(capability, value);
    return capability;
  }
  (0, capability.resolve)(value);
  return capability.promise;
});

//---- section
'use strict';
// What natives leave to compiled code: resolving with an object that must be asked for its `then`, a job that calls a thenable's
// `then`, and Promise.prototype.then where somebody could notice how it makes its promise.
@promiseFunctions(function (promise, value) {
  var then;
  if (value === promise) return @settle(promise, 2, new @TypeError('Chaining cycle detected for promise #<Promise>'));
  try {
    then = value.then;
  } catch (e) {
    return @settle(promise, 2, e);
  }
  if (typeof then !== 'function') @settle(promise, 1, value);
  else @enqueue(promise, then, 3, value);
}, function (promise, then, thenable) {
  var capability = @resolvers(promise);
  try {
    @apply(then, thenable, [capability.resolve, capability.reject]);
  } catch (e) {
    (0, capability.reject)(e);
  }
}, function (promise, onFulfilled, onRejected) {
  var target = @capability(@speciesBy(promise.constructor, @Promise), true);
  @react(promise, target, onFulfilled, onRejected);
  return @isPromise(target) ? target : target.promise;
});

//---- section
'use strict';
// Runs jobs until there are none. Throws what a microtask throws; called again, it goes on behind that one.
@register('runJobs', function () {
  for (;;) {
    try {
      if (@nextJob()) while (@finishJob(@callJob())) ;
      return;
    } catch (e) {
      @failJob(e);
    }
  }
});

// What a run that was stopped has left behind goes.
@register('resetState', function () {
  var state = @state;
  state.depth = 0;
  state.current = undefined;
  state.yielded = 0;
  @resetJobs();
  @resetGenerators();
});

@global('queueMicrotask', function (callback) {
  '@{1;1;queueMicrotask}';
  if (typeof callback !== 'function')
    throw new @TypeError('The "callback" argument must be of type function. Received ' + @describe(callback));
  @enqueue(undefined, callback, 4, undefined);
});

