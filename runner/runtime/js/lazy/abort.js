// AbortController and AbortSignal. Loaded when a program first asks for one; see ../../README.md. In the dialect with `@` for
// byte 6. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
@from('events.js', 'EventTarget');
@from('dom_exception.js', 'domError');
@from('timers.js', 'setTimeout');

//---- section
'use strict';
@register('signalSlot', @private('AbortSignal'));
@register('controllerSlot', @private('AbortController'));

//---- section
'use strict';
function AbortSignal() {
  '@{12;0;AbortSignal}';
  throw @coded(new @TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
}
var prototype = @webClass(AbortSignal, 'AbortSignal', @EventTarget);
function of(object) {
  return @thisRecord(object, @signalSlot, 'AbortSignal');
}

@register('makeSignal', function () {
  var signal = @create(prototype);
  var record = {owner: signal, target: {owner: signal, listeners: []}, aborted: false, reason: undefined, dependents: [],
    whenAborted: [], handler: null};
  @hide(signal, @signalSlot, record, 0);
  @hide(signal, @targetSlot, record.target, 0);
  return record;
});
@register('signalRecord', function (signal) {
  var record = @recordIn(signal, @signalSlot);
  if (record === undefined)
    throw @coded(new @TypeError('The "signal" argument must be an instance of AbortSignal. ' + @received(signal)), 'ERR_INVALID_ARG_TYPE');
  return record;
});

//---- section
'use strict';
function fire(record) {
  var event = @eventRecord('abort', undefined), list = record.whenAborted, i;
  event.owner = @create(@Event.prototype);
  @hide(event.owner, @eventSlot, event, 0);
  record.whenAborted = [];
  for (i = 0; i < list.length; i++) (0, list[i])();
  @dispatch(record.target, event);
}

// All that depend on it are aborted before anybody is told.
@register('abortSignal', function (record, reason) {
  var told = [record], i;
  if (record.aborted) return;
  record.aborted = true;
  record.reason = reason === undefined ? @domError('This operation was aborted', 'AbortError') : reason;
  for (i = 0; i < record.dependents.length; i++) {
    if (record.dependents[i].aborted) continue;
    record.dependents[i].aborted = true;
    record.dependents[i].reason = record.reason;
    @append(told, record.dependents[i]);
  }
  record.dependents = [];
  for (i = 0; i < told.length; i++) fire(told[i]);
});

//---- section
'use strict';
var AbortSignal = @prototypeOf(@makeSignal().owner).constructor, prototype = AbortSignal.prototype;
function of(object) {
  return @thisRecord(object, @signalSlot, 'AbortSignal');
}
@webMembers(prototype, {
  throwIfAborted: function () {
    '@{1;0;throwIfAborted}';
    var record = of(this);
    if (record.aborted) throw record.reason;
  },
}, {
  aborted: function () { '@{1;0;get aborted}'; return of(this).aborted; },
  reason: function () { '@{1;0;get reason}'; return of(this).reason; },
  onabort: function () { '@{1;0;get onabort}'; return of(this).handler; },
});
function callHandler(event) {
  var record = @recordIn(this, @signalSlot);
  if (record !== undefined && typeof record.handler === 'function') @call(record.handler, this, event);
}
@method(prototype, 'onabort', function (handler) {
  '@{1;1;set onabort}';
  var record = of(this);
  record.handler = @isObject(handler) ? handler : null;
  @addListener(record.target, 'abort', callHandler, false, false, false);
}, 6);

@webMembers(AbortSignal, {
  abort: function (reason) {
    '@{1;0;abort}';
    var record = @makeSignal();
    @abortSignal(record, reason);
    return record.owner;
  },
  timeout: function (delay) {
    '@{1;1;timeout}';
    var record = @makeSignal(), timer;
    if (typeof delay !== 'number')
      throw @coded(new @TypeError('The "delay" argument must be of type number. ' + @received(delay)), 'ERR_INVALID_ARG_TYPE');
    if (!(delay >= 0 && delay <= 9007199254740991 && delay % 1 === 0))
      throw @coded(new @RangeError('The value of "delay" is out of range. It must be >= 0 && <= 9007199254740991. Received ' + @string(delay)), 'ERR_OUT_OF_RANGE');
    timer = @setTimeout(function () {
      @abortSignal(record, @domError('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    // It keeps no program waiting.
    @setTimerReference(timer, false);
    return record.owner;
  },
  any: function (signals) {
    '@{1;1;any}';
    var record = @makeSignal(), list = @spread([], signals), sources = [], i, source;
    for (i = 0; i < list.length; i++) {
      source = @signalRecord(list[i]);
      @append(sources, source);
      if (source.aborted && !record.aborted) {
        record.aborted = true;
        record.reason = source.reason;
      }
    }
    if (record.aborted) return record.owner;
    for (i = 0; i < sources.length; i++) @append(sources[i].dependents, record);
    return record.owner;
  },
});
@lazy('AbortSignal', AbortSignal);

function AbortController() {
  '@{12;0;AbortController}';
  return @construction(new.target, AbortController.prototype, @controllerSlot, {owner: undefined, signal: @makeSignal()}, 'AbortController');
}
@webMembers(@webClass(AbortController, 'AbortController'), {
  abort: function (reason) {
    '@{1;0;abort}';
    @abortSignal(@thisRecord(this, @controllerSlot, 'AbortController').signal, reason);
  },
}, {
  signal: function () {
    '@{1;0;get signal}';
    return @thisRecord(this, @controllerSlot, 'AbortController').signal.owner;
  },
});
@lazy('AbortController', AbortController);
