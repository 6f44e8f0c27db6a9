// Promise's methods, but for `then`. Part of the runtime, in the dialect with `@` for byte 6; see ../README.md. Runs in sealed runners;
// hostile are all values that come from scripts.

'use strict';
var prototype = @promisePrototype;

@put(prototype, 'catch', function (onRejected) {
  '@{1;1;catch}';
  return this.then(undefined, onRejected);
});

@put(prototype, 'finally', function (onFinally) {
  '@{1;1;finally}';
  var constructor, thenFinally, catchFinally;
  if (!@isObject(this)) throw new @TypeError('Promise.prototype.finally called on a non-object');
  constructor = @speciesOf(this, @Promise);
  if (typeof onFinally !== 'function') {
    thenFinally = catchFinally = onFinally;
  } else {
    thenFinally = function (value) {
      '@{1;1;}';
      var promise = @promiseResolveBy(constructor, onFinally());
      return promise.then(function () {
        '@{1;0;}';
        return value;
      });
    };
    catchFinally = function (reason) {
      '@{1;1;}';
      var promise = @promiseResolveBy(constructor, onFinally());
      return promise.then(function () {
        '@{1;0;}';
        throw reason;
      });
    };
  }
  return this.then(thenFinally, catchFinally);
});
@hide(prototype, @toStringTag, 'Promise', 4);

//---- section
'use strict';
// What Promise.all and its kin share: iterates, and gives each promise to `each(promise, index)`; `end` is called when
// all were given. Returns the capability's promise.
@register('combine', function (constructor, iterable, each, end) {
  var capability = @capability(constructor, false), it, resolve, i;
  try {
    resolve = constructor.resolve;
    if (typeof resolve !== 'function') throw new @TypeError('Promise resolve or reject function is not callable');
    it = @iterate(iterable);
    for (i = 0; @more(it); i++) each(capability, @apply(resolve, constructor, [it.v]), i);
    end(capability);
  } catch (e) {
    try {
      if (it !== undefined) @abort(it, e);
      throw e;
    } catch (reason) {
      (0, capability.reject)(reason);
    }
  }
  return capability.promise;
});

// A function that may be called once, with its number in the list.
@register('collector', function (list, index, left, wrap, capability, finish) {
  var called = false;
  return function (value) {
    '@{1;1;}';
    if (called) return;
    called = true;
    @define(list, index, wrap === undefined ? value : wrap(value));
    if (--left.count === 0) finish(capability, list);
  };
});

//---- section
'use strict';
var Promise = @Promise;
function fulfil(capability, list) {
  (0, capability.resolve)(list);
}
function rejectAll(capability, list) {
  var error = new (@intrinsic('AggregateError'))([], 'All promises were rejected');
  @hide(error, 'errors', list, 5);
  (0, capability.reject)(error);
}
function fulfilled(value) {
  return {status: 'fulfilled', value: value};
}
function rejected(reason) {
  return {status: 'rejected', reason: reason};
}

@put(Promise, 'all', function (iterable) {
  '@{1;1;all}';
  var list = [], left = {count: 1};
  return @combine(this, iterable, function (capability, promise, i) {
    @append(list, undefined);
    left.count++;
    promise.then(@collector(list, i, left, undefined, capability, fulfil), capability.reject);
  }, function (capability) {
    if (--left.count === 0) fulfil(capability, list);
  });
});

@put(Promise, 'allSettled', function (iterable) {
  '@{1;1;allSettled}';
  var list = [], left = {count: 1};
  return @combine(this, iterable, function (capability, promise, i) {
    var called = {v: false};
    function once(wrap) {
      return function (value) {
        '@{1;1;}';
        if (called.v) return;
        called.v = true;
        @define(list, i, wrap(value));
        if (--left.count === 0) fulfil(capability, list);
      };
    }
    @append(list, undefined);
    left.count++;
    promise.then(once(fulfilled), once(rejected));
  }, function (capability) {
    if (--left.count === 0) fulfil(capability, list);
  });
});

@put(Promise, 'any', function (iterable) {
  '@{1;1;any}';
  var list = [], left = {count: 1};
  return @combine(this, iterable, function (capability, promise, i) {
    @append(list, undefined);
    left.count++;
    promise.then(capability.resolve, @collector(list, i, left, undefined, capability, rejectAll));
  }, function (capability) {
    if (--left.count === 0) rejectAll(capability, list);
  });
});

@put(Promise, 'race', function (iterable) {
  '@{1;1;race}';
  return @combine(this, iterable, function (capability, promise) {
    promise.then(capability.resolve, capability.reject);
  }, function () {});
});

@put(Promise, 'reject', function (reason) {
  '@{1;1;reject}';
  var capability = @capability(this, false);
  (0, capability.reject)(reason);
  return capability.promise;
});

@put(Promise, 'resolve', function (value) {
  '@{1;1;resolve}';
  if (!@isObject(this)) throw new @TypeError('PromiseResolve called on non-object');
  return @promiseResolveBy(this, value);
});

@put(Promise, 'withResolvers', function () {
  '@{1;0;withResolvers}';
  var capability = @capability(this, false);
  return {promise: capability.promise, resolve: capability.resolve, reject: capability.reject};
});

@promiseSpecies();
