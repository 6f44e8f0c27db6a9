// Iterator and its helpers (ECMAScript 2025). Loaded when a program first uses one; see ../../README.md. In the dialect with `@`
// for byte 6. Runs in sealed runners; hostile are all values that come from scripts.
//
// A helper's record is {owner, source {iterator, next}, step, inner, done, running}: `step(record)` gives a result object, or
// undefined at the end.

'use strict';
@from('web_classes.js', 'recordIn');
@register('helperSlot', @private('Iterator Helper'));
@register('wrapSlot', @private('Wrap For Valid Iterator'));

@register('directIterator', function (object) {
  return {iterator: object, next: object.next};
});

// The next result that is not the end; undefined at the end.
@register('stepDirect', function (source) {
  var result = @call(source.next, source.iterator);
  if (!@isObject(result)) throw new @TypeError('Iterator result ' + @describe(result) + ' is not an object');
  return result.done ? undefined : result;
});

@register('closeIterator', function (iterator) {
  var method = @methodOf(iterator, 'return'), result;
  if (method === undefined) return;
  result = @call(method, iterator);
  if (!@isObject(result)) throw new @TypeError(@describe(result) + ' is not an object');
});
@register('closeQuietly', function (iterator) {
  var method;
  try {
    method = @methodOf(iterator, 'return');
    if (method !== undefined) @call(method, iterator);
  } catch (e) {
  }
});

//---- section
'use strict';
@register('guarded', function (source, callback, value, index) {
  try {
    return callback(value, index);
  } catch (e) {
    @closeQuietly(source.iterator);
    throw e;
  }
});

@register('checkIterator', function (object, name) {
  if (!@isObject(object)) throw new @TypeError('Iterator.prototype.' + name + ' called on non-object');
});
@register('checkFunction', function (object, callback) {
  if (typeof callback === 'function') return;
  @closeQuietly(object);
  throw new @TypeError(@describe(callback) + ' is not a function');
});
@register('countOf', function (object, limit) {
  var count;
  try {
    count = +limit;
    if (count !== count) throw new @RangeError(@describe(limit) + ' must be positive');
    if (count > 9007199254740991 && count !== Infinity) throw new @RangeError(@describe(limit) + ' is too large');
    count = count < 0 ? @call(@ceil, undefined, count) : @call(@floor, undefined, count);
    if (count < 0) throw new @RangeError(@describe(limit) + ' must be positive');
  } catch (e) {
    @closeQuietly(object);
    throw e;
  }
  return count;
});

// GetIteratorFlattenable.
@register('flattenable', function (value, strings) {
  var method, iterator;
  if (!@isObject(value) && !(strings && typeof value === 'string')) throw new @TypeError(@describe(value) + ' is not an object');
  method = @methodOf(value, @iterator);
  iterator = method === undefined ? value : @call(method, value);
  if (!@isObject(iterator)) throw new @TypeError(@describe(iterator) + ' is not an object');
  return @directIterator(iterator);
});

//---- section
'use strict';
var helperPrototype = @create(@iteratorPrototype);

@put(helperPrototype, 'next', function () {
  '@{1;0;next}';
  var record = @recordIn(this, @helperSlot), result;
  if (record === undefined) throw new @TypeError('Iterator Helper.prototype.next called on incompatible receiver ' + @describe(this));
  if (record.running) throw new @TypeError('Generator is already running');
  if (record.done) return @result(undefined, true);
  record.running = true;
  try {
    result = record.step(record);
  } catch (e) {
    record.done = true;
    throw e;
  } finally {
    record.running = false;
  }
  if (result !== undefined) return @result(result.value, false);
  record.done = true;
  return @result(undefined, true);
});
@put(helperPrototype, 'return', function () {
  '@{1;0;return}';
  var record = @recordIn(this, @helperSlot);
  if (record === undefined) throw new @TypeError('Iterator Helper.prototype.return called on incompatible receiver ' + @describe(this));
  if (record.running) throw new @TypeError('Generator is already running');
  if (record.done) return @result(undefined, true);
  record.done = true;
  if (record.inner !== undefined) {
    try {
      @closeIterator(record.inner.iterator);
    } catch (e) {
      @closeQuietly(record.source.iterator);
      throw e;
    }
  }
  @closeIterator(record.source.iterator);
  return @result(undefined, true);
});
@hide(helperPrototype, @toStringTag, 'Iterator Helper', 4);

@register('helper', function (object, step) {
  var made = @create(helperPrototype);
  @hide(made, @helperSlot, {owner: made, source: @directIterator(object), step: step, inner: undefined, done: false, running: false}, 0);
  return made;
});

//---- section
'use strict';
@register('Iterator.map', function (mapper) {
  '@{1;1;map}';
  var index = 0;
  @checkIterator(this, 'map');
  @checkFunction(this, mapper);
  return @helper(this, function (record) {
    var result = @stepDirect(record.source);
    return result && {value: @guarded(record.source, mapper, result.value, index++)};
  });
});

@register('Iterator.filter', function (predicate) {
  '@{1;1;filter}';
  var index = 0;
  @checkIterator(this, 'filter');
  @checkFunction(this, predicate);
  return @helper(this, function (record) {
    var result, value;
    while ((result = @stepDirect(record.source)) !== undefined) {
      value = result.value;
      if (@guarded(record.source, predicate, value, index++)) return {value: value};
    }
  });
});

@register('Iterator.take', function (limit) {
  '@{1;1;take}';
  var left;
  @checkIterator(this, 'take');
  left = @countOf(this, limit);
  return @helper(this, function (record) {
    if (left === 0) {
      @closeIterator(record.source.iterator);
      return;
    }
    left--;
    return @stepDirect(record.source);
  });
});

@register('Iterator.drop', function (limit) {
  '@{1;1;drop}';
  var left;
  @checkIterator(this, 'drop');
  left = @countOf(this, limit);
  return @helper(this, function (record) {
    for (; left > 0; left--) if (@stepDirect(record.source) === undefined) return;
    return @stepDirect(record.source);
  });
});

@register('Iterator.flatMap', function (mapper) {
  '@{1;1;flatMap}';
  var index = 0;
  @checkIterator(this, 'flatMap');
  @checkFunction(this, mapper);
  return @helper(this, function (record) {
    var result, mapped;
    for (;;) {
      if (record.inner !== undefined) {
        try {
          result = @stepDirect(record.inner);
          if (result !== undefined) return {value: result.value};
        } catch (e) {
          @closeQuietly(record.source.iterator);
          throw e;
        }
        record.inner = undefined;
      }
      result = @stepDirect(record.source);
      if (result === undefined) return;
      mapped = @guarded(record.source, mapper, result.value, index++);
      try {
        record.inner = @flattenable(mapped, false);
      } catch (e) {
        @closeQuietly(record.source.iterator);
        throw e;
      }
    }
  });
});

//---- section
'use strict';
@register('Iterator.reduce', function (reducer, initial) {
  '@{1;1;reduce}';
  var source, result, value, index = 0;
  @checkIterator(this, 'reduce');
  @checkFunction(this, reducer);
  source = @directIterator(this);
  if (arguments.length > 1) {
    value = initial;
  } else {
    result = @stepDirect(source);
    if (result === undefined) throw new @TypeError('Reduce of a done iterator with no initial value');
    value = result.value;
    index = 1;
  }
  while ((result = @stepDirect(source)) !== undefined) {
    try {
      value = reducer(value, result.value, index++);
    } catch (e) {
      @closeQuietly(source.iterator);
      throw e;
    }
  }
  return value;
});

@register('Iterator.toArray', function () {
  '@{1;0;toArray}';
  var source, list = [], result;
  @checkIterator(this, 'toArray');
  source = @directIterator(this);
  while ((result = @stepDirect(source)) !== undefined) @append(list, result.value);
  return list;
});

@register('Iterator.forEach', function (callback) {
  '@{1;1;forEach}';
  var source, result, index = 0;
  @checkIterator(this, 'forEach');
  @checkFunction(this, callback);
  source = @directIterator(this);
  while ((result = @stepDirect(source)) !== undefined) @guarded(source, callback, result.value, index++);
});

// some, every and find: `wanted` is what ends the search, `answer` what it gives then.
function search(object, predicate, name, wanted, finds, otherwise) {
  var source, result, value, index = 0;
  @checkIterator(object, name);
  @checkFunction(object, predicate);
  source = @directIterator(object);
  while ((result = @stepDirect(source)) !== undefined) {
    value = result.value;
    if (!@guarded(source, predicate, value, index++) === wanted) continue;
    @closeIterator(source.iterator);
    return finds ? value : wanted;
  }
  return otherwise;
}
@register('Iterator.some', function (predicate) {
  '@{1;1;some}';
  return search(this, predicate, 'some', true, false, false);
});
@register('Iterator.every', function (predicate) {
  '@{1;1;every}';
  return search(this, predicate, 'every', false, false, true);
});
@register('Iterator.find', function (predicate) {
  '@{1;1;find}';
  return search(this, predicate, 'find', true, true, undefined);
});

//---- section
'use strict';
function Iterator() {
  '@{12;0;Iterator}';
  if (new.target === undefined) throw new @TypeError("Constructor Iterator requires 'new'");
  if (new.target === Iterator) throw new @TypeError('Abstract class Iterator not directly constructable');
  return @instance(new.target, @iteratorPrototype);
}
@hide(Iterator, 'prototype', @iteratorPrototype, 0);

var wrapPrototype = @create(@iteratorPrototype);
@put(wrapPrototype, 'next', function () {
  '@{1;0;next}';
  var record = @recordIn(this, @wrapSlot);
  if (record === undefined) throw new @TypeError('next called on incompatible receiver ' + @describe(this));
  return @call(record.source.next, record.source.iterator);
});
@put(wrapPrototype, 'return', function () {
  '@{1;0;return}';
  var record = @recordIn(this, @wrapSlot), method;
  if (record === undefined) throw new @TypeError('return called on incompatible receiver ' + @describe(this));
  method = @methodOf(record.source.iterator, 'return');
  return method === undefined ? @result(undefined, true) : @call(method, record.source.iterator);
});

@put(Iterator, 'from', function (object) {
  '@{1;1;from}';
  var source = @flattenable(object, true), at, made;
  for (at = @prototypeOf(source.iterator); at !== null; at = @prototypeOf(at)) if (at === @iteratorPrototype) return source.iterator;
  made = @create(wrapPrototype);
  @hide(made, @wrapSlot, {owner: made, source: source}, 0);
  return made;
});

// Setters that give an object a property of its own, for programs that assign to what inherits from the prototype.
function weird(key, value) {
  @method(@iteratorPrototype, key, function () {
    '@{1;0;get}';
    return value;
  }, 1);
  @method(@iteratorPrototype, key, function (v) {
    '@{1;1;set}';
    if (!@isObject(this)) throw new @TypeError('Iterator.prototype setter called on non-object');
    if (this === @iteratorPrototype) throw new @TypeError('Cannot assign to this property');
    if (@hasOwn(this, key)) this[key] = v;
    else @define(this, key, v);
  }, 2);
}
weird('constructor', Iterator);
@lazy('Iterator', Iterator);
