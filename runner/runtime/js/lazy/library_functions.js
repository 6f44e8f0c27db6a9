// Functions of the language's library that few programs call. Loaded when a program first calls one; see ../../README.md. In the
// dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
// Calls `add(key, value)` for each of the items.
@register('groupItems', function (items, callback, add) {
  var it, index = 0;
  @coercible(items);
  if (typeof callback !== 'function') throw new @TypeError(@describe(callback) + ' is not a function');
  it = @iterate(items);
  try {
    while (@more(it)) add(callback(it.v, index++), it.v);
  } catch (e) {
    @abort(it, e);
  }
});

//---- section
'use strict';
@register('Object.groupBy', function (items, callback) {
  '@{1;2;groupBy}';
  var groups = @create(null);
  @groupItems(items, callback, function (key, value) {
    key = @key(key);
    if (@hasOwn(groups, key)) @append(groups[key], value);
    else groups[key] = [value];
  });
  return groups;
});

@register('Map.groupBy', function (items, callback) {
  '@{1;2;groupBy}';
  var groups = new @Map();
  @groupItems(items, callback, function (key, value) {
    var group = @call(@mapGet, groups, key);
    if (group !== undefined) @append(group, value);
    else @call(@mapSet, groups, key, [value]);
  });
  return groups;
});

@register('Promise.try', function (callback, rest) {
  '@{17;1;try}';
  var capability, result;
  if (!@isObject(this)) throw new @TypeError('Promise.try called on non-object');
  capability = @capability(this, false);
  try {
    result = @apply(callback, undefined, rest);
  } catch (e) {
    (0, capability.reject)(e);
    return capability.promise;
  }
  (0, capability.resolve)(result);
  return capability.promise;
});

@register('String.normalize', function (form) {
  '@{1;0;normalize}';
  var text, i, forms = ['NFC', 'NFD', 'NFKC', 'NFKD'];
  text = @string(@coercible(this));
  form = form === undefined ? 'NFC' : @string(form);
  for (i = 0; i < 4; i++) if (forms[i] === form) return @normalizeText(text, i);
  throw new @RangeError('The normalization form should be one of NFC, NFD, NFKC, NFKD.');
});

//---- section
'use strict';
// Array.fromAsync: an async iterable, an iterable or something like an array; values are awaited.
var collect = @async(function (constructor, items, mapper, thisArgument) {
  var asyncMethod, method, it, made, k = 0, value, length, like;
  if (mapper !== undefined && typeof mapper !== 'function') throw new @TypeError(@describe(mapper) + ' is not a function');
  asyncMethod = @methodOf(items, @asyncIterator);
  if (asyncMethod === undefined) method = @methodOf(items, @iterator);
  if (asyncMethod !== undefined || method !== undefined) {
    made = @isConstructor(constructor) ? new constructor() : [];
    it = @iterateSteps(method === undefined ? @iteratorBy(asyncMethod, items, 'Symbol.asyncIterator')
                                            : new @AsyncFromSyncIterator(@iteratorBy(method, items, 'Symbol.iterator')));
    try {
      while (@moreAsync(it)) {
        value = it.v;
        if (mapper !== undefined) value = @await(@call(mapper, thisArgument, value, k));
        @define(made, k++, value);
      }
    } catch (e) {
      @abortAsync(it, e);
    }
  } else {
    like = @toObject(items);
    length = @lengthOf(like);
    made = @isConstructor(constructor) ? new constructor(length) : @construct(@Array, [length]);
    for (; k < length; k++) {
      value = @await(like[k]);
      if (mapper !== undefined) value = @await(@call(mapper, thisArgument, value, k));
      @define(made, k, value);
    }
  }
  made.length = k;
  return made;
});
@register('Array.fromAsync', function (items, mapper, thisArgument) {
  '@{1;1;fromAsync}';
  return collect(this, items, mapper, thisArgument);
});
