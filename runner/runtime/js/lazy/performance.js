// performance: the time since the first program of this process began. Loaded when a program first asks for it; see
// ../../README.md. In the dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
@from('web_classes.js', 'webClass');

//---- section
'use strict';
var performance, entries = [];
function Performance() {
  '@{12;0;Performance}';
  throw @coded(new @TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
}
function check(object) {
  if (object !== performance) throw @illegalInvocation('Performance');
}
function entry(name, type, start, duration, detail) {
  var made = {name: name, entryType: type, startTime: start, duration: duration, detail: detail === undefined ? null : detail};
  @append(entries, made);
  // The oldest go: nobody may fill the heap by measuring.
  if (entries.length > 10000) entries = select(undefined, undefined, 5000);
  return made;
}
function select(name, type, from) {
  var list = [], i;
  for (i = from; i < entries.length; i++)
    if ((name === undefined || entries[i].name === name) && (type === undefined || entries[i].entryType === type)) @append(list, entries[i]);
  return list;
}
function clear(name, type) {
  var left = [], i;
  for (i = 0; i < entries.length; i++)
    if (entries[i].entryType !== type || (name !== undefined && entries[i].name !== name)) @append(left, entries[i]);
  entries = left;
}
function timeOf(mark, fallback) {
  var i;
  if (mark === undefined) return fallback;
  if (typeof mark === 'number') return mark;
  mark = @string(mark);
  for (i = entries.length - 1; i >= 0; i--) if (entries[i].entryType === 'mark' && entries[i].name === mark) return entries[i].startTime;
  throw @from('dom_exception.js', 'domError')('The "' + mark + '" performance mark has not been set', 'SyntaxError');
}
@webMembers(@webClass(Performance, 'Performance'), {
  now: function () {
    '@{1;0;now}';
    check(this);
    return @now();
  },
  mark: function (name, options) {
    '@{1;1;mark}';
    var start;
    check(this);
    if (arguments.length === 0) throw @missing(['name']);
    start = @isObject(options) && options.startTime !== undefined ? +options.startTime : @now();
    return entry(@string(name), 'mark', start, 0, @isObject(options) ? options.detail : undefined);
  },
  measure: function (name, from, to) {
    '@{1;1;measure}';
    var start, end, detail;
    check(this);
    if (arguments.length === 0) throw @missing(['name']);
    if (@isObject(from)) {
      detail = from.detail;
      end = from.end !== undefined ? timeOf(from.end) : from.duration !== undefined && from.start !== undefined ? timeOf(from.start) + +from.duration : @now();
      start = from.start !== undefined ? timeOf(from.start) : from.duration !== undefined ? end - +from.duration : 0;
    } else {
      start = timeOf(from, 0);
      end = timeOf(to, @now());
    }
    return entry(@string(name), 'measure', start, end - start, detail);
  },
  clearMarks: function (name) {
    '@{1;0;clearMarks}';
    check(this);
    clear(name === undefined ? undefined : @string(name), 'mark');
  },
  clearMeasures: function (name) {
    '@{1;0;clearMeasures}';
    check(this);
    clear(name === undefined ? undefined : @string(name), 'measure');
  },
  getEntries: function () {
    '@{1;0;getEntries}';
    check(this);
    return select(undefined, undefined, 0);
  },
  getEntriesByName: function (name, type) {
    '@{1;1;getEntriesByName}';
    check(this);
    return select(@string(name), type === undefined ? undefined : @string(type), 0);
  },
  getEntriesByType: function (type) {
    '@{1;1;getEntriesByType}';
    check(this);
    return select(undefined, @string(type), 0);
  },
  toJSON: function () {
    '@{1;0;toJSON}';
    check(this);
    return {timeOrigin: @timeOrigin()};
  },
}, {
  timeOrigin: function () {
    '@{1;0;get timeOrigin}';
    check(this);
    return @timeOrigin();
  },
});
performance = @create(Performance.prototype);
@lazy('Performance', Performance);
@lazy('performance', performance);
