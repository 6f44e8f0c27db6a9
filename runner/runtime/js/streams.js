// Streams: a program's values one by one. Part of the runtime, in the dialect with `@` for byte 6; see ../README.md. Runs in
// sealed runners; hostile are all values that come from scripts.

'use strict';
// Whether a program's value is many: an iterator, or something to be iterated asynchronously. Arrays and the like are
// one value.
@register('isStream', function (value) {
  if (!@isObject(value)) return false;
  if (@methodOf(value, @asyncIterator) !== undefined) return true;
  return typeof value.next === 'function' && @methodOf(value, @iterator) !== undefined;
});

// A promise's value, or that of what has a `then`, is waited for; any other is taken at once.
@register('streamSync', @async(function (source, emit) {
  var it = @iterate(source), v;
  try {
    while (@more(it)) {
      v = it.v;
      if (@isObject(v) && typeof v.then === 'function') v = @await(v);
      if (!emit(v)) break;
    }
  } catch (e) {
    @abort(it, e);
  } finally {
    @close(it);
  }
}));

@register('streamAsync', @async(function (source, emit) {
  var it = @iterateAsync(source);
  try {
    while (@moreAsync(it)) {
      if (!emit(it.v)) break;
    }
  } catch (e) {
    @abortAsync(it, e);
  } finally {
    @closeAsync(it);
  }
}));

//---- section
'use strict';
// stream(source, emit): a promise for the end. `emit` says whether to go on; if not, the source is closed as a loop's
// `break` does it.
@register('stream', function (source, emit) {
  return @methodOf(source, @asyncIterator) === undefined ? @streamSync(source, emit) : @streamAsync(source, emit);
});
