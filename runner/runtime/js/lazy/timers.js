// Timers and immediates. Loaded when a program first asks for one; see ../../README.md. In the dialect with `@` for byte 6.
// Runs in sealed runners; hostile are all values that come from scripts.
//
// A timer's record is {owner, callback, args, delay, repeats, live, ref, number}. While it waits it has a place in a heap of three
// lists, the one that is due first at its top: due (milliseconds of `now`), numbers and records. A place whose number is no longer
// the record's is dead; it stays until it comes up or the dead are too many. ../../../engine/event_loop.cc calls runTask between
// jobs.

'use strict';
@register('timers', {
  due: [], numbers: [], records: [], last: 0, dead: 0, refs: 0, byNumber: undefined,
  immediates: [], batch: [], at: 0, turned: false, now: 0,
});
@register('timerSlot', @private('Timeout'));

//---- section
'use strict';
function move(timers, from, to) {
  timers.due[to] = timers.due[from];
  timers.numbers[to] = timers.numbers[from];
  timers.records[to] = timers.records[from];
}

function put(timers, at, due, number, record) {
  timers.due[at] = due;
  timers.numbers[at] = number;
  timers.records[at] = record;
}

function push(timers, due, number, record) {
  var i = timers.due.length, up;
  @append(timers.due, due);
  @append(timers.numbers, number);
  @append(timers.records, record);
  while (i > 0) {
    up = (i - 1) >> 1;
    if (!(due < timers.due[up] || (due === timers.due[up] && number < timers.numbers[up]))) break;
    move(timers, up, i);
    i = up;
  }
  put(timers, i, due, number, record);
}

function isBefore(timers, a, b) {
  return timers.due[a] < timers.due[b] || (timers.due[a] === timers.due[b] && timers.numbers[a] < timers.numbers[b]);
}

function removeFirst(timers) {
  var count = timers.due.length - 1, i = 0, child;
  var due = timers.due[count], number = timers.numbers[count], record = timers.records[count];
  timers.due.length = timers.numbers.length = timers.records.length = count;
  if (count === 0) return;
  for (;;) {
    child = 2 * i + 1;
    if (child >= count) break;
    if (child + 1 < count && isBefore(timers, child + 1, child)) child++;
    if (!(timers.due[child] < due || (timers.due[child] === due && timers.numbers[child] < number))) break;
    move(timers, child, i);
    i = child;
  }
  put(timers, i, due, number, record);
}

function addTimer(record) {
  record.number = ++@timers.last;
  push(@timers, @now() + record.delay, record.number, record);
}

// The record's place is dead from now on.
function dropPlace(record) {
  var timers = @timers, due = timers.due, numbers = timers.numbers, records = timers.records, i;
  if (record.number === 0) return;
  record.number = 0;
  if (++timers.dead < 64 || 2 * timers.dead < due.length) return;
  timers.due = [];
  timers.numbers = [];
  timers.records = [];
  timers.dead = 0;
  for (i = 0; i < due.length; i++) if (records[i].number === numbers[i]) push(timers, due[i], numbers[i], records[i]);
}

function retire(record) {
  if (record.live && record.ref) @timers.refs--;
  record.live = false;
}

@register('addTimer', addTimer);
@register('dropPlace', dropPlace);
@register('retire', retire);
@register('clearTimer', function (record) {
  retire(record);
  record.callback = record.args = undefined;
  dropPlace(record);
});

@register('removeFirstTimer', function () {
  removeFirst(@timers);
});

//---- section
'use strict';
function callBack(callback, owner, args) {
  if (args === undefined) @call(callback, owner);
  else @apply(callback, owner, args);
}

function runTimer(record) {
  @removeFirstTimer();
  record.number = 0;
  if (!record.repeats) @retire(record);
  callBack(record.callback, record.owner, record.args);
  if (record.live && record.number === 0) @addTimer(record);
}

function runImmediate(record) {
  var callback = record.callback, args = record.args;
  @clearTimer(record);
  callBack(callback, record.owner, args);
}

// Runs one task and returns 0; or returns the milliseconds until the next is due, or -1 when none keeps the program waiting.
// A turn: all timers that are due at its beginning, then the immediates that are there when those have run.
@register('runTask', function () {
  var timers = @timers, now = @now(), record;
  for (;;) {
    while (timers.at < timers.batch.length) {
      record = timers.batch[timers.at];
      timers.batch[timers.at++] = undefined;
      if (!record.live) continue;
      runImmediate(record);
      return 0;
    }
    while (timers.due.length > 0 && timers.records[0].number !== timers.numbers[0]) {
      @removeFirstTimer();
      timers.dead--;
    }
    if (timers.due.length > 0 && timers.due[0] <= timers.now) {
      runTimer(timers.records[0]);
      return 0;
    }
    if (!timers.turned && timers.immediates.length > 0) {
      timers.batch = timers.immediates;
      timers.immediates = [];
      timers.at = 0;
      timers.turned = true;
    } else if (timers.turned || timers.now < now) {
      timers.turned = false;
      timers.now = now;
    } else {
      break;
    }
  }
  return timers.refs > 0 ? timers.due[0] - now : -1;
});

@register('resetTimers', function () {
  var timers = @timers;
  timers.due = [];
  timers.numbers = [];
  timers.records = [];
  timers.immediates = [];
  timers.batch = [];
  timers.at = timers.dead = timers.refs = timers.now = 0;
  timers.byNumber = undefined;
  timers.turned = false;
});

//---- section
'use strict';
function recordOf(object) {
  var record = @isObject(object) ? object[@timerSlot] : undefined;
  return record !== undefined && record.owner === object ? record : undefined;
}

function checkCallback(callback) {
  if (typeof callback !== 'function')
    throw @coded(new @TypeError('The "callback" argument must be of type function. Received ' + @describe(callback)), 'ERR_INVALID_ARG_TYPE');
}

function delayOf(delay) {
  delay = +delay;
  return delay >= 1 && delay <= 2147483647 ? delay - delay % 1 : 1;
}

function makeRecord(prototype, callback, args, delay, repeats) {
  var owner = @create(prototype);
  var record = {owner: owner, callback: callback, args: args.length === 0 ? undefined : args, delay: delay, repeats: repeats,
    live: true, ref: true, number: 0};
  @hide(owner, @timerSlot, record, 0);
  @timers.refs++;
  return record;
}

function Timeout() {
  '@{12;0;Timeout}';
  throw new @TypeError('Illegal constructor');
}
function Immediate() {
  '@{12;0;Immediate}';
  throw new @TypeError('Illegal constructor');
}

function start(callback, delay, args, repeats) {
  var record;
  checkCallback(callback);
  record = makeRecord(Timeout.prototype, callback, args, delayOf(delay), repeats);
  @addTimer(record);
  return record.owner;
}

function clear(timer) {
  var found = recordOf(timer), byNumber = @timers.byNumber;
  if (found === undefined && byNumber !== undefined && (typeof timer === 'number' || typeof timer === 'string')) found = byNumber[timer];
  if (found !== undefined) @clearTimer(found);
}

@register('setTimerReference', setReference);
function setReference(object, ref) {
  var found = recordOf(object);
  if (found === undefined) throw new @TypeError('Not a timer');
  if (found.live && found.ref !== ref) @timers.refs += ref ? 1 : -1;
  found.ref = ref;
  return object;
}

function addReferences(prototype) {
  @put(prototype, 'ref', function () {
    '@{1;0;ref}';
    return setReference(this, true);
  });
  @put(prototype, 'unref', function () {
    '@{1;0;unref}';
    return setReference(this, false);
  });
  @put(prototype, 'hasRef', function () {
    '@{1;0;hasRef}';
    var found = recordOf(this);
    return found !== undefined && found.ref;
  });
}

addReferences(Timeout.prototype);
addReferences(Immediate.prototype);

// A number that stands for it in clearTimeout.
@put(Timeout.prototype, @toPrimitive, function () {
  '@{1;0;[Symbol.toPrimitive]}';
  var found = recordOf(this), timers = @timers;
  if (found === undefined) return NaN;
  if (timers.byNumber === undefined) timers.byNumber = @create(null);
  if (!@hasOwn(found, 'id')) @define(found, 'id', ++timers.last);
  timers.byNumber[found.id] = found;
  return found.id;
});

// From now on again, even when it has been called already; not when it was cleared.
@put(Timeout.prototype, 'refresh', function () {
  '@{1;0;refresh}';
  var found = recordOf(this);
  if (found === undefined || found.callback === undefined) return this;
  if (!found.live && found.ref) @timers.refs++;
  found.live = true;
  @dropPlace(found);
  @addTimer(found);
  return this;
});
@put(Timeout.prototype, 'close', function () {
  '@{1;0;close}';
  clear(this);
  return this;
});

@lazy('setTimeout', function (callback, delay, rest) {
  '@{17;5;setTimeout}';
  return start(callback, delay, rest, false);
});
@lazy('setInterval', function (callback, delay, rest) {
  '@{17;5;setInterval}';
  return start(callback, delay, rest, true);
});
@lazy('setImmediate', function (callback, rest) {
  '@{17;4;setImmediate}';
  var record;
  checkCallback(callback);
  record = makeRecord(Immediate.prototype, callback, rest, 0, false);
  @append(@timers.immediates, record);
  return record.owner;
});
@lazy('clearTimeout', function (timer) {
  '@{1;1;clearTimeout}';
  clear(timer);
});
@lazy('clearInterval', function (timer) {
  '@{1;1;clearInterval}';
  clear(timer);
});
@lazy('clearImmediate', function (immediate) {
  '@{1;1;clearImmediate}';
  clear(immediate);
});
