// Matching, replacing and splitting with regular expressions that somebody has changed: the long way of the specification,
// step by step. Part of the runtime, in the dialect with `@` for byte 6; see ../README.md. Runs in sealed runners; hostile
// are all values that come from scripts.

'use strict';
@register('hasFlag', function (flags, flag) {
  var i;
  for (i = 0; i < flags.length; i++) if (flags[i] === flag) return true;
  return false;
});
@register('toLength', function (value) {
  value = +value;
  if (!(value > 0)) return 0;
  if (value > 9007199254740991) return 9007199254740991;
  return value - value % 1;
});
@register('sameValue', function (a, b) {
  return a === b ? a !== 0 || 1 / a === 1 / b : a !== a && b !== b;
});
@register('toInteger', function (value) {
  value = +value;
  if (value !== value) return 0;
  return value === Infinity || value === -Infinity ? value : value - value % 1;
});

//---- section
'use strict';
// All results of exec, as [Symbol.match] and [Symbol.replace] want them; null when there is none.
@register('regexpResults', function (rx, text, flags) {
  var global = @hasFlag(flags, 'g'), pairs = @hasFlag(flags, 'u') || @hasFlag(flags, 'v'), results = null, result;
  if (global) rx.lastIndex = 0;
  for (;;) {
    result = @regexpExec(rx, text);
    if (result === null) return results;
    if (results === null) results = [];
    @append(results, result);
    if (!global) return results;
    if (@string(result[0]) === '') rx.lastIndex = @advanceIndex(text, @toLength(rx.lastIndex), pairs);
  }
});

// Captures of a result as strings and undefined, for GetSubstitution.
@register('regexpCaptures', function (result, count) {
  var captures = [], i, capture;
  for (i = 1; i < count; i++) {
    capture = result[i];
    @append(captures, capture === undefined ? capture : @string(capture));
  }
  return captures;
});

//---- section
'use strict';
@register('regexpMatch', function (rx, text) {
  var flags = @string(rx.flags), strings, pairs, result;
  if (!@hasFlag(flags, 'g')) return @regexpExec(rx, text);
  pairs = @hasFlag(flags, 'u') || @hasFlag(flags, 'v');
  rx.lastIndex = 0;
  strings = null;
  for (;;) {
    result = @regexpExec(rx, text);
    if (result === null) return strings;
    result = @string(result[0]);
    if (strings === null) strings = [];
    @append(strings, result);
    if (result === '') rx.lastIndex = @advanceIndex(text, @toLength(rx.lastIndex), pairs);
  }
});

@register('regexpReplacement', function (result, text, value) {
  var count = @toLength(result.length), matched = @string(result[0]), position, captures, named, called, i;
  position = @toInteger(result.index);
  position = position < 0 ? 0 : position > text.length ? text.length : position;
  captures = @regexpCaptures(result, count);
  named = result.groups;
  if (typeof value === 'function') {
    called = [matched];
    for (i = 0; i < captures.length; i++) @append(called, captures[i]);
    @append(called, position, text);
    if (named !== undefined) @append(called, named);
    return {matched: matched, position: position, text: @string(@apply(value, undefined, called))};
  }
  if (named !== undefined) {
    if (named === null) throw new @TypeError('Cannot convert undefined or null to object');
    named = @Object(named);
  }
  return {matched: matched, position: position, text: @substitute(matched, text, position, captures, named, value)};
});

//---- section
'use strict';
@register('regexpReplace', function (rx, text, value) {
  var results = @regexpResults(rx, text, @string(rx.flags)), done = 0, out = '', i, one;
  if (results === null) return text;
  for (i = 0; i < results.length; i++) {
    one = @regexpReplacement(results[i], text, value);
    if (one.position >= done) {
      out = out + @sliceText(text, done, one.position) + one.text;
      done = one.position + one.matched.length;
    }
  }
  return done >= text.length ? out : out + @sliceText(text, done, text.length);
});

@register('regexpSearch', function (rx, text) {
  var before = rx.lastIndex, result;
  if (!@sameValue(before, 0)) rx.lastIndex = 0;
  result = @regexpExec(rx, text);
  if (!@sameValue(rx.lastIndex, before)) rx.lastIndex = before;
  return result === null ? -1 : result.index;
});

@register('regexpSplit', function (rx, text, limit) {
  var constructor = @speciesOf(rx, @RegExp), flags = @string(rx.flags), pairs, splitter, parts = [], begin = 0, from = 0;
  var result, end, i, count;
  pairs = @hasFlag(flags, 'u') || @hasFlag(flags, 'v');
  splitter = @construct(constructor, [rx, @hasFlag(flags, 'y') ? flags : flags + 'y']);
  limit = limit === undefined ? 4294967295 : limit >>> 0;
  if (limit === 0) return parts;
  if (text.length === 0) {
    if (@regexpExec(splitter, text) === null) @append(parts, text);
    return parts;
  }
  while (from < text.length) {
    splitter.lastIndex = from;
    result = @regexpExec(splitter, text);
    end = result === null ? begin : @toLength(splitter.lastIndex);
    if (end > text.length) end = text.length;
    if (result === null || end === begin) {
      from = @advanceIndex(text, from, pairs);
    } else {
      @append(parts, @sliceText(text, begin, from));
      if (parts.length === limit) return parts;
      begin = end;
      count = @toLength(result.length);
      for (i = 1; i < count; i++) {
        @append(parts, result[i]);
        if (parts.length === limit) return parts;
      }
      from = begin;
    }
  }
  @append(parts, @sliceText(text, begin, text.length));
  return parts;
});

//---- section
'use strict';
// [Symbol.matchAll]
@register('regexpIteratorSlot', @private('RegExpStringIterator'));
@register('regexpIterator', @create(@iteratorPrototype));

//---- section
'use strict';
@put(@regexpIterator, 'next', function () {
  '@{1;0;next}';
  var slot = @isObject(this) ? this[@regexpIteratorSlot] : undefined, result;
  if (slot === undefined || slot.owner !== this) throw new @TypeError('next method called on incompatible receiver: no RegExp String Iterator');
  if (slot.done) return {value: undefined, done: true};
  result = @regexpExec(slot.matcher, slot.text);
  if (result === null || !slot.global) slot.done = true;
  if (result === null) return {value: undefined, done: true};
  if (slot.global && @string(result[0]) === '')
    slot.matcher.lastIndex = @advanceIndex(slot.text, @toLength(slot.matcher.lastIndex), slot.pairs);
  return {value: result, done: false};
});
@hide(@regexpIterator, @toStringTag, 'RegExp String Iterator', 4);

@register('regexpMatchAll', function (rx, text) {
  var constructor = @speciesOf(rx, @RegExp), flags = @string(rx.flags), matcher, made;
  matcher = @construct(constructor, [rx, flags]);
  matcher.lastIndex = @toLength(rx.lastIndex);
  made = @create(@regexpIterator);
  @hide(made, @regexpIteratorSlot, {
    owner: made, matcher: matcher, text: text, global: @hasFlag(flags, 'g'), pairs: @hasFlag(flags, 'u') || @hasFlag(flags, 'v'), done: false
  }, 0);
  return made;
});
