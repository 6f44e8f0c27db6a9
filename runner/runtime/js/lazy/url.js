// URL and URLSearchParams. Loaded when a program first asks for one; see ../../README.md. In the dialect with `@` for byte 6.
// Runs in sealed runners; hostile are all values that come from scripts.
//
// A URL's record is {owner, text, params}: its text as it is written, and the record of its searchParams once somebody has asked
// for them. A URLSearchParams' record is {owner, list (name, value, …), url (the record it belongs to)}. Parsing is the engine's
// (../../../engine/url.cc); parts are numbered as UrlPart is there.

'use strict';
@from('web_classes.js', 'webClass');

//---- section
'use strict';
@register('invalidUrl', function (input, base) {
  var error = @coded(new @TypeError('Invalid URL'), 'ERR_INVALID_URL');
  @define(error, 'input', input);
  if (base !== undefined) @define(error, 'base', base);
  return error;
});
@register('wellFormed', function (value) {
  return @wellFormedText(@string(value));
});
@register('setPair', function (list, name, value) {
  var i;
  for (i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1] = value;
  @append(list, name, value);
});

// The pairs of the URL's query, after it has changed.
@register('rereadParams', function (record) {
  var query;
  if (record.params === undefined) return;
  query = @urlPart(record.text, 7);
  record.params.list = @formParse(@call(@slice, query, 1));
});

//---- section
'use strict';
function pairsOf(init) {
  var list = [], it, pair, i, keys, descriptor;
  if (@methodOf(init, @iterator) !== undefined) {
    it = @iterate(init);
    try {
      while (@more(it)) {
        if (!@isObject(it.v) || @methodOf(it.v, @iterator) === undefined)
          throw @coded(new @TypeError('Each query pair must be an iterable [name, value] tuple'), 'ERR_INVALID_TUPLE');
        pair = @spread([], it.v);
        if (pair.length !== 2) throw @coded(new @TypeError('Each query pair must be an iterable [name, value] tuple'), 'ERR_INVALID_TUPLE');
        @append(list, @wellFormed(pair[0]), @wellFormed(pair[1]));
      }
    } catch (e) {
      @abort(it, e);
    }
    return list;
  }
  keys = @ownKeys(init);
  for (i = 0; i < keys.length; i++) {
    descriptor = @ownDescriptor(init, keys[i]);
    if (descriptor !== undefined && descriptor.enumerable) @setPair(list, @wellFormed(keys[i]), @wellFormed(init[keys[i]]));
  }
  return list;
}
@register('pairsOf', pairsOf);

//---- section
'use strict';
function of(object) {
  return @thisRecord(object, @paramsSlot, 'URLSearchParams');
}
function changed(record) {
  var text;
  if (record.url === undefined) return;
  text = @formWrite(record.list);
  record.url.text = @urlSet(record.url.text, 7, text);
}

function URLSearchParams(init) {
  '@{12;0;URLSearchParams}';
  var record = {owner: undefined, list: [], url: undefined}, text;
  if (new.target !== undefined && init !== undefined && init !== null) {
    if (@isObject(init)) {
      record.list = @pairsOf(init);
    } else {
      text = @wellFormed(init);
      record.list = @formParse(text !== '' && text[0] === '?' ? @call(@slice, text, 1) : text);
    }
  }
  return @construction(new.target, URLSearchParams.prototype, @paramsSlot, record, 'URLSearchParams');
}

// Iterators: kind 0 entries, 1 keys, 2 values. They see what changes meanwhile.
var iteratorSlot = @private('URLSearchParams Iterator'), iteratorPrototype = @create(@iteratorPrototype);
@method(iteratorPrototype, 'next', function () {
  '@{1;0;next}';
  var record = @thisRecord(this, iteratorSlot, 'URLSearchParamsIterator'), list = record.params.list, at = record.at;
  if (at >= list.length) return {value: undefined, done: true};
  record.at = at + 2;
  return {value: record.kind === 0 ? [list[at], list[at + 1]] : list[at + record.kind - 1], done: false};
}, 4);
@hide(iteratorPrototype, @toStringTag, 'URLSearchParams Iterator', 4);
function iterate(object, kind) {
  var params = of(object), made = @create(iteratorPrototype);
  @hide(made, iteratorSlot, {owner: made, params: params, kind: kind, at: 0}, 0);
  return made;
}

// Runs of pairs in order of names are merged: an order by names keeps that of equal ones.
function sorted(list) {
  var half, left, right, merged = [], i = 0, j = 0;
  if (list.length <= 2) return list;
  half = (list.length >> 2) * 2;
  left = [];
  right = [];
  for (i = 0; i < list.length; i++) @append(i < half ? left : right, list[i]);
  left = sorted(left);
  right = sorted(right);
  i = 0;
  while (i < left.length || j < right.length) {
    if (j >= right.length || (i < left.length && left[i] <= right[j])) @append(merged, left[i++], left[i++]);
    else @append(merged, right[j++], right[j++]);
  }
  return merged;
}

var prototype = @webClass(URLSearchParams, 'URLSearchParams');
@webMembers(prototype, {
  append: function (name, value) {
    '@{1;2;append}';
    var record = of(this);
    if (arguments.length < 2) throw @missing(['name', 'value']);
    @append(record.list, @wellFormed(name), @wellFormed(value));
    changed(record);
  },
  'delete': function (name, value) {
    '@{1;1;delete}';
    var record = of(this), left = [], list = record.list, i;
    if (arguments.length < 1) throw @missing(['name']);
    name = @wellFormed(name);
    if (value !== undefined) value = @wellFormed(value);
    for (i = 0; i < list.length; i += 2)
      if (list[i] !== name || (value !== undefined && list[i + 1] !== value)) @append(left, list[i], list[i + 1]);
    record.list = left;
    changed(record);
  },
  get: function (name) {
    '@{1;1;get}';
    var list = of(this).list, i;
    if (arguments.length < 1) throw @missing(['name']);
    name = @wellFormed(name);
    for (i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1];
    return null;
  },
  getAll: function (name) {
    '@{1;1;getAll}';
    var list = of(this).list, found = [], i;
    if (arguments.length < 1) throw @missing(['name']);
    name = @wellFormed(name);
    for (i = 0; i < list.length; i += 2) if (list[i] === name) @append(found, list[i + 1]);
    return found;
  },
  has: function (name, value) {
    '@{1;1;has}';
    var list = of(this).list, i;
    if (arguments.length < 1) throw @missing(['name']);
    name = @wellFormed(name);
    if (value !== undefined) value = @wellFormed(value);
    for (i = 0; i < list.length; i += 2) if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
    return false;
  },
  set: function (name, value) {
    '@{1;2;set}';
    var record = of(this), list = record.list, left = [], found = false, i;
    if (arguments.length < 2) throw @missing(['name', 'value']);
    name = @wellFormed(name);
    value = @wellFormed(value);
    for (i = 0; i < list.length; i += 2) {
      if (list[i] !== name) @append(left, list[i], list[i + 1]);
      else if (!found) @append(left, name, value);
      found = found || list[i] === name;
    }
    if (!found) @append(left, name, value);
    record.list = left;
    changed(record);
  },
  sort: function () {
    '@{1;0;sort}';
    var record = of(this);
    record.list = sorted(record.list);
    changed(record);
  },
  entries: function () { '@{1;0;entries}'; return iterate(this, 0); },
  forEach: function (callback, thisArgument) {
    '@{1;1;forEach}';
    var record = of(this), i;
    if (typeof callback !== 'function')
      throw @coded(new @TypeError('The "callback" argument must be of type function. ' + @received(callback)), 'ERR_INVALID_ARG_TYPE');
    for (i = 0; i < record.list.length; i += 2) @call(callback, thisArgument, record.list[i + 1], record.list[i], this);
  },
  keys: function () { '@{1;0;keys}'; return iterate(this, 1); },
  values: function () { '@{1;0;values}'; return iterate(this, 2); },
  toString: function () { '@{1;0;toString}'; return @formWrite(of(this).list); },
}, {
  size: function () { '@{1;0;get size}'; return of(this).list.length / 2; },
});
@hide(prototype, @iterator, prototype.entries, 5);
@register('paramsOfUrl', function (url) {
  var made = @create(prototype), query;
  query = @urlPart(url.text, 7);
  url.params = {owner: made, list: @formParse(@call(@slice, query, 1)), url: url};
  @hide(made, @paramsSlot, url.params, 0);
});
@lazy('URLSearchParams', URLSearchParams);

//---- section
'use strict';
function of(object) {
  return @thisRecord(object, @urlSlot, 'URL');
}
function parse(input, base) {
  var text = @urlParse(input, base);
  if (typeof text !== 'string') throw @invalidUrl(input, base);
  return text;
}

function URL(input, base) {
  '@{12;1;URL}';
  var record = {owner: undefined, text: '', params: undefined};
  if (new.target !== undefined) {
    if (arguments.length === 0) throw @missing(['url']);
    input = @string(input);
    record.text = parse(input, base === undefined ? undefined : @string(base));
  }
  return @construction(new.target, URL.prototype, @urlSlot, record, 'URL');
}
var prototype = @webClass(URL, 'URL');
@webMembers(URL, {
  canParse: function (input, base) {
    '@{1;1;canParse}';
    if (arguments.length === 0) throw @missing(['url']);
    return typeof @urlParse(@string(input), base === undefined ? undefined : @string(base)) === 'string';
  },
  parse: function (input, base) {
    '@{1;1;parse}';
    if (arguments.length === 0) throw @missing(['url']);
    input = @string(input);
    base = base === undefined ? undefined : @string(base);
    return typeof @urlParse(input, base) === 'string' ? new URL(input, base) : null;
  },
});
@webMembers(prototype, {
  toString: function () { '@{1;0;toString}'; return of(this).text; },
  toJSON: function () { '@{1;0;toJSON}'; return of(this).text; },
}, {
  href: function () { '@{1;0;get href}'; return of(this).text; },
  origin: function () { '@{1;0;get origin}'; return @urlOrigin(of(this).text); },
  searchParams: function () {
    '@{1;0;get searchParams}';
    var record = of(this);
    if (record.params === undefined) @paramsOfUrl(record);
    return record.params.owner;
  },
});
@method(prototype, 'href', function (value) {
  '@{1;1;set href}';
  var record = of(this);
  record.text = parse(@string(value), undefined);
  @rereadParams(record);
}, 6);

function addPart(name, number) {
  var read = function () {
    '@{1;0;get}';
    return @urlPart(of(this).text, number);
  }, write = function (value) {
    '@{1;1;set}';
    var record = of(this);
    record.text = @urlSet(record.text, number, @string(value));
    if (number === 7) @rereadParams(record);
  };
  @hide(read, 'name', 'get ' + name, 4);
  @hide(write, 'name', 'set ' + name, 4);
  @method(prototype, name, read, 5);
  @method(prototype, name, write, 6);
}
var names = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'], i;
for (i = 0; i < names.length; i++) addPart(names[i], i);
@lazy('URL', URL);
