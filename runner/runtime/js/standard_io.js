// What programs read from and write to, as Node.js has it: streams of `process`, `fs` as far as it is about them. Part of the
// runtime, in the dialect with `@` for byte 6; see ../README.md. Runs in sealed runners; hostile are all values that come from
// scripts.
//
// All of it is made when a program first asks for it and goes with the run. The natives (engine/standard_io.cc) know how much
// of stdin is read; everything here reads from there, so that ways of reading can be mixed.
//
// An emitter is an object with a record under a hidden key, which names its owner: {owner, lists, added, step}. Events happen
// when all jobs are done, one at a time: `ioIdle` asks each source for its `step`, which says whether there was something to do.

'use strict';
@register('io', {stdin: undefined, stdout: undefined, stderr: undefined, fs: undefined, readline: undefined, sources: [], lines: []});
@register('emitterSlot', @private('Emitter'));
@register('resetIo', function () {
  var io = @intrinsic('io');
  io.stdin = io.stdout = io.stderr = io.fs = io.readline = undefined;
  io.sources = [];
});

//---- section
'use strict';
@register('emitterOf', function (object) {
  var record = @isObject(object) ? object[@emitterSlot] : undefined;
  if (record === undefined || record.owner !== object) throw new @TypeError('this is no stream of IsoBox');
  return record;
});
// `added(record, name)` is told of each new listener.
@register('makeEmitter', function (object, added, step) {
  var record = {owner: object, lists: @create(null), added: added, step: step};
  @hide(object, @emitterSlot, record, 0);
  return record;
});
@register('listenerCount', function (record, name) {
  var list = record.lists[name];
  return list === undefined ? 0 : list.length / 2;
});
@register('unlisten', function (record, name, handler) {
  var list = record.lists[name], shorter = [], found = false, i;
  if (list === undefined) return;
  for (i = 0; i < list.length; i += 2) {
    if (!found && list[i] === handler) found = true;
    else @append(shorter, list[i], list[i + 1]);
  }
  record.lists[name] = shorter;
});
@register('notAvailable', function (what) {
  return @coded(new @Error(what + ' is not available in IsoBox'), 'ERR_NOT_AVAILABLE');
});
@register('fulfilledWith', function (value) {
  var promise = @newPromise();
  @settle(promise, 1, value);
  return promise;
});

//---- section
'use strict';
// A list is not changed, but replaced: those that are told of an event were there when it began.
@register('listen', function (object, name, handler, once) {
  var record = @emitterOf(object), list = record.lists[name], longer = [], i;
  if (typeof handler !== 'function')
    throw @coded(new @TypeError('The "listener" argument must be of type function. Received ' + @describe(handler)), 'ERR_INVALID_ARG_TYPE');
  if (list !== undefined) for (i = 0; i < list.length; i++) @append(longer, list[i]);
  @append(longer, handler, once);
  record.lists[name] = longer;
  record.added(record, name);
  return object;
});
@register('emit', function (record, name, args) {
  var list = record.lists[name], i;
  if (list === undefined || list.length === 0) return false;
  for (i = 0; i < list.length; i += 2) {
    if (list[i + 1]) @unlisten(record, name, list[i]);
    @apply(list[i], record.owner, args);
  }
  return true;
});

//---- section
'use strict';
// The methods of emitters.
var prototype = @create(@Object.prototype);
var on = function (name, listener) {
  '@{1;2;on}';
  return @listen(this, name, listener, false);
};
var off = function (name, listener) {
  '@{1;2;off}';
  @unlisten(@emitterOf(this), name, listener);
  return this;
};
@put(prototype, 'on', on);
@put(prototype, 'addListener', on);
@put(prototype, 'off', off);
@put(prototype, 'removeListener', off);
@put(prototype, 'once', function (name, listener) {
  '@{1;2;once}';
  return @listen(this, name, listener, true);
});
@put(prototype, 'removeAllListeners', function (name) {
  '@{1;1;removeAllListeners}';
  var record = @emitterOf(this);
  if (name === undefined) record.lists = @create(null);
  else record.lists[name] = [];
  return this;
});
@put(prototype, 'emit', function (name, args) {
  '@{17;1;emit}';
  return @emit(@emitterOf(this), name, args);
});
@put(prototype, 'listenerCount', function (name) {
  '@{1;1;listenerCount}';
  return @listenerCount(@emitterOf(this), name);
});
@put(prototype, 'setMaxListeners', function (count) {
  '@{1;1;setMaxListeners}';
  return this;
});
@register('emitterPrototype', prototype);

// True for a name of UTF-8 or of what it contains; false for none, which means bytes.
@register('wantsText', function (options) {
  var name = @isObject(options) ? options.encoding : options;
  if (name === undefined || name === null || name === 'buffer') return false;
  if (@isTextEncoding(name)) return true;
  throw @notAvailable('The encoding ' + @describe(name));
});
// Bytes or text for a stream or a file.
@register('requireChunk', function (chunk) {
  if (typeof chunk === 'string' || @isBytes(chunk)) return chunk;
  throw @coded(new @TypeError('The "chunk" argument must be of type string or an instance of Buffer or Uint8Array. Received ' +
      @describe(chunk)), 'ERR_INVALID_ARG_TYPE');
});

//---- section
'use strict';
// ---- stdin

// Flowing: 0 nobody has said so, 1 yes, 2 paused.
var noteListener = function (record, name) {
  if (name === 'data' && record.flowing === 0) record.flowing = 1;
};
// What is left comes in one piece, then the end.
var step = function (record) {
  var chunk, readable;
  if (record.ended) return false;
  readable = @listenerCount(record, 'readable') > 0;
  if (!readable && record.flowing !== 1) return false;
  if (@stdinLeft() && !(readable && record.told)) {
    record.told = true;
    if (readable) {
      @emit(record, 'readable', []);
    } else {
      chunk = @stdinRest(record.text);
      @emit(record, 'data', [chunk]);
    }
    return true;
  }
  if (@stdinLeft()) return false;
  record.ended = true;
  @emit(record, 'end', []);
  @emit(record, 'close', []);
  return true;
};
@register('makeStdin', function () {
  var stdin = @create(@intrinsic('stdinPrototype')), record = @makeEmitter(stdin, noteListener, step);
  record.flowing = 0;
  record.text = record.told = record.ended = false;
  @append(@io.sources, record);
  @define(stdin, 'fd', 0);
  return stdin;
});
@register('stdin', function () {
  var io = @io;
  if (io.stdin === undefined) io.stdin = @intrinsic('makeStdin')();
  return io.stdin;
});

//---- section
'use strict';
var prototype = @create(@emitterPrototype);
@register('stdinPrototype', prototype);
@put(prototype, 'setEncoding', function (encoding) {
  '@{1;1;setEncoding}';
  @emitterOf(this).text = encoding === undefined ? true : @wantsText(encoding);
  return this;
});
@put(prototype, 'resume', function () {
  '@{1;0;resume}';
  @emitterOf(this).flowing = 1;
  return this;
});
@put(prototype, 'pause', function () {
  '@{1;0;pause}';
  @emitterOf(this).flowing = 2;
  return this;
});
@put(prototype, 'isPaused', function () {
  '@{1;0;isPaused}';
  return @emitterOf(this).flowing === 2;
});
@put(prototype, 'read', function (size) {
  '@{1;1;read}';
  var record = @emitterOf(this);
  if (size !== undefined) throw @notAvailable('stdin.read(size)');
  return @stdinLeft() ? @stdinRest(record.text) : null;
});
var itself = function () {
  '@{1;0;ref}';
  return this;
};
@put(prototype, 'ref', itself);
@put(prototype, 'unref', itself);
@put(prototype, 'destroy', itself);
// Asynchronous iterators without generators: next() answers at once.
@register('asyncIteratorOf', function (next, end) {
  var iterator = {};
  @put(iterator, 'next', function () {
    '@{1;0;next}';
    return @fulfilledWith(next());
  });
  @put(iterator, 'return', function (value) {
    '@{1;1;return}';
    end();
    return @fulfilledWith(@result(value, true));
  });
  @put(iterator, @asyncIterator, function () {
    '@{1;0;[Symbol.asyncIterator]}';
    return this;
  });
  return iterator;
});

//---- section
'use strict';
@put(@stdinPrototype, @asyncIterator, function () {
  '@{1;0;[Symbol.asyncIterator]}';
  var record = @emitterOf(this);
  return @asyncIteratorOf(function () {
    return @stdinLeft() ? @result(@stdinRest(record.text), false) : @result(undefined, true);
  }, function () {
    record.ended = true;
  });
});

// ---- stdout and stderr: level 5 and 6 of the console
var prototype = @create(@emitterPrototype);
var then = function (callback) {
  if (typeof callback === 'function') @enqueue(undefined, callback, 4, undefined);
};
@put(prototype, 'write', function (chunk, encoding, callback) {
  '@{1;3;write}';
  @writeRaw(@emitterOf(this).level, @requireChunk(chunk));
  then(typeof encoding === 'function' ? encoding : callback);
  return true;
});
@put(prototype, 'end', function (chunk, encoding, callback) {
  '@{1;3;end}';
  var record = @emitterOf(this);
  if (typeof chunk === 'function') callback = chunk;
  else if (chunk !== undefined && chunk !== null) @writeRaw(record.level, @requireChunk(chunk));
  then(typeof encoding === 'function' ? encoding : callback);
  return this;
});
var nothing = function () {
  '@{1;0;cork}';
};
@put(prototype, 'cork', nothing);
@put(prototype, 'uncork', nothing);
var ignore = function () {};
var make = function (level) {
  var stream = @create(prototype);
  @makeEmitter(stream, ignore, ignore).level = level;
  @define(stream, 'fd', level - 4);
  @define(stream, 'writable', true);
  return stream;
};
@register('stdout', function () {
  if (@io.stdout === undefined) @io.stdout = make(5);
  return @io.stdout;
});
@register('stderr', function () {
  if (@io.stderr === undefined) @io.stderr = make(6);
  return @io.stderr;
});

//---- section
'use strict';
// ---- when all jobs are done
@register('ioIdle', function () {
  var sources = @io.sources, i;
  for (i = 0; i < sources.length; i++) if ((0, sources[i].step)(sources[i])) return true;
  for (i = 0; i < sources.length; i++) if (sources[i].last !== undefined && (0, sources[i].last)(sources[i])) return true;
  return false;
});
@register('nextTick', function (callback, args) {
  if (typeof callback !== 'function')
    throw @coded(new @TypeError('The "callback" argument must be of type function. Received ' + @describe(callback)), 'ERR_INVALID_ARG_TYPE');
  @enqueue(undefined, args.length === 0 ? callback : function () {
    @apply(callback, undefined, args);
  }, 4, undefined);
});

// ---- what `process` inherits
var prototype = @create(@Object.prototype);
@getter(prototype, 'stdin', function () {
  '@{1;0;get stdin}';
  return @stdin();
});
@getter(prototype, 'stdout', function () {
  '@{1;0;get stdout}';
  return @stdout();
});
@getter(prototype, 'stderr', function () {
  '@{1;0;get stderr}';
  return @stderr();
});
@put(prototype, 'exit', function (code) {
  '@{1;1;exit}';
  @exit(code);
});
@put(prototype, 'nextTick', function (callback, args) {
  '@{17;1;nextTick}';
  @intrinsic('nextTick')(callback, args);
});
@put(prototype, 'cwd', function () {
  '@{1;0;cwd}';
  return '/';
});
@put(prototype, 'uptime', function () {
  '@{1;0;uptime}';
  return @clock() / 1000;
});
@put(prototype, 'memoryUsage', function () {
  '@{1;0;memoryUsage}';
  var total = @heapSize(0), used = @heapSize(1);
  return {rss: total, heapTotal: total, heapUsed: used, external: 0, arrayBuffers: 0};
});
@put(prototype, 'hrtime', function (before) {
  '@{1;1;hrtime}';
  var now = @clock(), seconds = now / 1000 - now / 1000 % 1, nanoseconds = (now - seconds * 1000) * 1e6;
  nanoseconds -= nanoseconds % 1;
  if (@isObject(before)) {
    seconds -= before[0];
    nanoseconds -= before[1];
    if (nanoseconds < 0) {
      seconds -= 1;
      nanoseconds += 1e9;
    }
  }
  return [seconds, nanoseconds];
});
@hide(prototype, 'platform', 'linux', 5);
@register('processPrototype', prototype);
