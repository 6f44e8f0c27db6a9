// Promises and the queue of jobs. Part of the runtime, in the dialect with `@` for byte 6; see ../README.md.
// Runs in sealed runners; hostile are all values that come from scripts.
//
// A promise has a record under a hidden key: {kind, owner, state (0 pending, 1 fulfilled, 2 rejected), value,
// reactions, handled}. Hidden keys are inherited and pass through proxies, so a record counts only for its owner.
// Reactions are triples: target, onFulfilled, onRejected. A target's kind: 0 a promise's record, 1 a capability,
// 2 a coroutine that awaits, 3 {kind, run, data}.
// Jobs are quadruples: target, handler, mode (1 fulfilled, 2 rejected, 3 a thenable's then, 4 a microtask), value.

'use strict';
@register('state', {
  jobs: [], batch: [], at: 0,
  depth: 0, current: undefined, yielded: 0,
  rejections: [], rejectionsLimit: 64,
});

//---- section
'use strict';
@register('isObject', function (v) {
  return typeof v === 'object' ? v !== null : typeof v === 'function';
});
@register('result', function (value, done) {
  return {value: value, done: done};
});
@register('recordOf', function (v) {
  var record;
  if (typeof v === 'object' ? v !== null : typeof v === 'function') {
    record = v[@promiseSlot];
    if (record !== undefined && record.owner === v) return record;
  }
});
@register('enqueue', function (target, handler, mode, value) {
  @append(@state.jobs, target, handler, mode, value);
});

// Rejections that nobody has handled yet, for the end of the run. Those that have been go when the list gets long.
@register('noteRejection', function (record) {
  var state = @state, list = state.rejections, left, i;
  @append(list, record);
  if (list.length < state.rejectionsLimit) return;
  left = [];
  for (i = 0; i < list.length; i++) if (!list[i].handled) @append(left, list[i]);
  state.rejections = left;
  state.rejectionsLimit = 2 * left.length + 64;
});

//---- section
'use strict';
@register('settle', function (record, state, value) {
  var reactions = record.reactions, i;
  record.state = state;
  record.value = value;
  record.reactions = undefined;
  if (state === 2 && !record.handled) @noteRejection(record);
  if (reactions !== undefined)
    for (i = 0; i < reactions.length; i += 3) @enqueue(reactions[i], reactions[i + state], state, value);
});

// PerformPromiseThen.
@register('react', function (record, target, onFulfilled, onRejected) {
  if (record.state !== 0) @enqueue(target, record.state === 1 ? onFulfilled : onRejected, record.state, record.value);
  else if (record.reactions === undefined) record.reactions = [target, onFulfilled, onRejected];
  else @append(record.reactions, target, onFulfilled, onRejected);
  record.handled = true;
});

//---- section
'use strict';
// A promise's resolve function, but for the check that it is called once.
@register('resolveRecord', function (record, value) {
  var then;
  if (value === record.owner) return @settle(record, 2, new @TypeError('Chaining cycle detected for promise #<Promise>'));
  if (typeof value === 'object' ? value === null : typeof value !== 'function') return @settle(record, 1, value);
  try {
    then = value.then;
  } catch (e) {
    return @settle(record, 2, e);
  }
  if (typeof then !== 'function') @settle(record, 1, value);
  else @enqueue(record, then, 3, value);
});

//---- section
'use strict';
// CreateResolvingFunctions, as a capability.
@register('resolvers', function (record) {
  var done = false;
  return {
    kind: 1,
    promise: record.owner,
    resolve: function (value) {
      '@{1;1;}';
      if (done) return;
      done = true;
      @resolveRecord(record, value);
    },
    reject: function (reason) {
      '@{1;1;}';
      if (done) return;
      done = true;
      @settle(record, 2, reason);
    },
  };
});

@register('recordFor', function (owner) {
  var record = {kind: 0, owner: owner, state: 0, value: undefined, reactions: undefined, handled: false};
  @hide(owner, @promiseSlot, record, 0);
  return record;
});

//---- section
'use strict';
var Promise = function Promise(executor) {
  '@{12;1;Promise}';
  var capability;
  if (new.target === undefined) throw new @TypeError("Promise constructor cannot be invoked without 'new'");
  if (typeof executor !== 'function') throw new @TypeError('Promise resolver ' + @describe(executor) + ' is not a function');
  capability = @resolvers(@recordFor(@instance(new.target, @intrinsic('promisePrototype'))));
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

// NewPromiseCapability. With `plain`, the intrinsic constructor gives a bare record: its kind is 0.
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

@register('promiseOf', function (capability) {
  return capability.kind === 0 ? capability.owner : capability.promise;
});

//---- section
'use strict';
// PromiseResolve of the intrinsic constructor: the record.
@register('promiseResolve', function (value) {
  var record = @recordOf(value);
  if (record !== undefined && value.constructor === @Promise) return record;
  record = @newPromise();
  @resolveRecord(record, value);
  return record;
});

// PromiseResolve.
@register('promiseResolveBy', function (constructor, value) {
  var capability;
  if (@recordOf(value) !== undefined && value.constructor === constructor) return value;
  capability = @capability(constructor, true);
  if (capability.kind === 0) {
    @resolveRecord(capability, value);
    return capability.owner;
  }
  (0, capability.resolve)(value);
  return capability.promise;
});

// What became of a job's handler, told to the target.
@register('finishJob', function (target, mode, value) {
  var f;
  if (target === undefined) return;
  if (target.kind === 0) {
    if (mode === 1) @resolveRecord(target, value);
    else @settle(target, 2, value);
  } else {
    f = mode === 1 ? target.resolve : target.reject;
    f(value);
  }
});

//---- section
'use strict';
@register('thenableJob', function (record, then, thenable) {
  var capability = @resolvers(record);
  try {
    @apply(then, thenable, [capability.resolve, capability.reject]);
  } catch (e) {
    (0, capability.reject)(e);
  }
});

@register('reactionJob', function (target, handler, mode, value) {
  var result;
  try {
    result = handler(value);
  } catch (e) {
    return @finishJob(target, 2, e);
  }
  @finishJob(target, 1, result);
});

//---- section
'use strict';
@register('runJob', function (target, handler, mode, value) {
  if (mode === 3) @thenableJob(target, handler, value);
  else if (mode === 4) handler();
  else if (handler !== undefined) @reactionJob(target, handler, mode, value);
  else if (target === undefined || target.kind < 2) @finishJob(target, mode, value);
  else if (target.kind === 2) (0, target.run)(target, mode, value);
  else (0, target.run)(target.data, mode, value);
});

//---- section
'use strict';
// Runs jobs until there are none. Throws what a microtask throws; called again, it goes on behind that one.
@register('runJobs', function () {
  var state = @state, batch, at;
  for (;;) {
    batch = state.batch;
    while ((at = state.at) < batch.length) {
      state.at = at + 4;
      @runJob(batch[at], batch[at + 1], batch[at + 2], batch[at + 3]);
    }
    if (state.jobs.length === 0) break;
    state.batch = state.jobs;
    state.jobs = [];
    state.at = 0;
  }
  state.batch = [];
  state.at = 0;
});

// What a run that was stopped has left behind goes.
@register('resetState', function () {
  var state = @state;
  state.batch = [];
  state.jobs = [];
  state.at = 0;
  state.depth = 0;
  state.current = undefined;
  state.yielded = 0;
  @resetGenerators();
  state.rejections = [];
});

// The reasons of rejections that nobody has handled, and their promises, in turn; forgets them.
@register('takeRejections', function () {
  var list = @state.rejections, result = [], i;
  @state.rejections = [];
  for (i = 0; i < list.length; i++) if (!list[i].handled) @append(result, list[i].value, list[i].owner);
  return result;
});

@global('queueMicrotask', function (callback) {
  '@{1;1;queueMicrotask}';
  if (typeof callback !== 'function')
    throw new @TypeError('The "callback" argument must be of type function. Received ' + @describe(callback));
  @enqueue(undefined, callback, 4, undefined);
});

