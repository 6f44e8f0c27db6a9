// Event, CustomEvent, EventTarget. Loaded when a program first asks for one; see ../../README.md. In the dialect with `@` for
// byte 6. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
@from('web_classes.js', 'webClass');
@register('eventSlot', @private('Event'));
@register('targetSlot', @private('EventTarget'));

//---- section
'use strict';
@register('eventRecord', function (type, init) {
  var record;
  if (init !== undefined && init !== null && !@isObject(init))
    throw @coded(new @TypeError('The "options" argument must be of type object. ' + @received(init)), 'ERR_INVALID_ARG_TYPE');
  record = {
    owner: undefined, type: @string(type), target: null, current: null, phase: 0, stopped: false, immediate: false,
    prevented: false, passive: false, dispatching: false, bubbles: false, cancelable: false, composed: false, detail: null, stamp: @now(),
  };
  if (@isObject(init)) {
    record.bubbles = !!init.bubbles;
    record.cancelable = !!init.cancelable;
    record.composed = !!init.composed;
  }
  return record;
});

//---- section
'use strict';
function Event(type, init) {
  '@{12;1;Event}';
  if (new.target !== undefined && arguments.length === 0) throw @missing(['type']);
  return @construction(new.target, Event.prototype, @eventSlot, @eventRecord(type, init), 'Event');
}
var prototype = @webClass(Event, 'Event'), i, phases = ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'];
function of(event) {
  return @thisRecord(event, @eventSlot, 'Event');
}
@webMembers(prototype, {
  composedPath: function () { '@{1;0;composedPath}'; var r = of(this); return r.dispatching ? [r.current] : []; },
  preventDefault: function () { '@{1;0;preventDefault}'; var r = of(this); if (r.cancelable && !r.passive) r.prevented = true; },
  stopPropagation: function () { '@{1;0;stopPropagation}'; of(this).stopped = true; },
  stopImmediatePropagation: function () { '@{1;0;stopImmediatePropagation}'; var r = of(this); r.stopped = r.immediate = true; },
  initEvent: function (type, bubbles, cancelable) {
    '@{1;1;initEvent}';
    var r = of(this);
    if (arguments.length === 0) throw @missing(['type']);
    type = @string(type);
    if (r.dispatching) return;
    r.type = type;
    r.bubbles = !!bubbles;
    r.cancelable = !!cancelable;
    r.stopped = r.immediate = r.prevented = false;
    r.target = null;
  },
}, {
  type: function () { '@{1;0;get type}'; return of(this).type; },
  target: function () { '@{1;0;get target}'; return of(this).target; },
  srcElement: function () { '@{1;0;get srcElement}'; return of(this).target; },
  currentTarget: function () { '@{1;0;get currentTarget}'; return of(this).current; },
  eventPhase: function () { '@{1;0;get eventPhase}'; return of(this).phase; },
  bubbles: function () { '@{1;0;get bubbles}'; return of(this).bubbles; },
  cancelable: function () { '@{1;0;get cancelable}'; return of(this).cancelable; },
  composed: function () { '@{1;0;get composed}'; return of(this).composed; },
  defaultPrevented: function () { '@{1;0;get defaultPrevented}'; return of(this).prevented; },
  returnValue: function () { '@{1;0;get returnValue}'; return !of(this).prevented; },
  cancelBubble: function () { '@{1;0;get cancelBubble}'; return of(this).stopped; },
  isTrusted: function () { '@{1;0;get isTrusted}'; of(this); return false; },
  timeStamp: function () { '@{1;0;get timeStamp}'; return of(this).stamp; },
});
@method(prototype, 'cancelBubble', function (value) { '@{1;1;set cancelBubble}'; if (value) of(this).stopped = true; }, 6);
@method(prototype, 'returnValue', function (value) {
  '@{1;1;set returnValue}';
  var r = of(this);
  if (!value && r.cancelable && !r.passive) r.prevented = true;
}, 6);
for (i = 0; i < 4; i++) {
  @hide(Event, phases[i], i, 2);
  @hide(prototype, phases[i], i, 2);
}
@lazy('Event', Event);

function CustomEvent(type, init) {
  '@{12;1;CustomEvent}';
  var record;
  if (new.target !== undefined && arguments.length === 0) throw @missing(['type']);
  record = @eventRecord(type, init);
  if (@isObject(init) && init.detail !== undefined) record.detail = init.detail;
  return @construction(new.target, CustomEvent.prototype, @eventSlot, record, 'CustomEvent');
}
@webMembers(@webClass(CustomEvent, 'CustomEvent', Event), {}, {
  detail: function () { '@{1;0;get detail}'; return @thisRecord(this, @eventSlot, 'CustomEvent').detail; },
});
@lazy('CustomEvent', CustomEvent);

//---- section
'use strict';
// Listeners lie in one list: {type, callback, capture, once, passive, removed}; one that is taken away makes a new list, so
// that a dispatch may walk the old one.

function find(target, type, callback, capture) {
  var list = target.listeners, i;
  for (i = 0; i < list.length; i++)
    if (list[i].callback === callback && list[i].type === type && list[i].capture === capture) return i;
  return -1;
}

@register('removeListener', function (target, listener) {
  var old = target.listeners, left = [], i;
  listener.removed = true;
  for (i = 0; i < old.length; i++) if (old[i] !== listener) @append(left, old[i]);
  target.listeners = left;
});

@register('addListener', function (target, type, callback, capture, once, passive) {
  var listener;
  if (find(target, type, callback, capture) >= 0) return;
  listener = {type: type, callback: callback, capture: capture, once: once, passive: passive, removed: false};
  @append(target.listeners, listener);
  return listener;
});

@register('findListener', function (target, type, callback, capture) {
  var i = find(target, type, callback, capture);
  return i < 0 ? undefined : target.listeners[i];
});

//---- section
'use strict';
function callListener(listener, event, target) {
  var callback = listener.callback, handle;
  try {
    if (typeof callback === 'function') {
      @call(callback, target, event);
    } else {
      handle = callback.handleEvent;
      if (typeof handle !== 'function') throw new @TypeError('The "handleEvent" property must be of type function. ' + @received(handle));
      @call(handle, callback, event);
    }
  } catch (e) {
    // Nobody is there to catch it: an uncaught error, when the present job is over.
    @enqueue(undefined, function () {
      throw e;
    }, 4, undefined);
  }
}

// `record` is the event's.
@register('dispatch', function (target, record) {
  var list = target.listeners, count = list.length, i;
  record.target = record.current = target.owner;
  record.dispatching = true;
  record.phase = 2;
  for (i = 0; i < count && !record.immediate; i++) {
    if (list[i].type !== record.type || list[i].removed) continue;
    if (list[i].once) @removeListener(target, list[i]);
    record.passive = list[i].passive;
    callListener(list[i], record.owner, target.owner);
  }
  record.passive = record.dispatching = record.stopped = record.immediate = false;
  record.phase = 0;
  record.current = null;
  return !record.prevented;
});

//---- section
'use strict';
function targetOf(object) {
  return @thisRecord(object, @targetSlot, 'EventTarget');
}

function EventTarget() {
  '@{12;0;EventTarget}';
  return @construction(new.target, EventTarget.prototype, @targetSlot, {owner: undefined, listeners: []}, 'EventTarget');
}
function isCapture(options) {
  return @isObject(options) ? !!options.capture : !!options;
}

function checkListener(listener) {
  if (listener !== null && listener !== undefined && !@isObject(listener))
    throw @coded(new @TypeError('The "listener" argument must be an instance of EventListener. ' + @received(listener)), 'ERR_INVALID_ARG_TYPE');
  return @isObject(listener);
}
@webMembers(@webClass(EventTarget, 'EventTarget'), {
  addEventListener: function (type, listener, options) {
    '@{1;2;addEventListener}';
    var target = targetOf(this), signal, added;
    if (arguments.length < 2) throw @missing(['type', 'listener']);
    type = @string(type);
    if (@isObject(options)) signal = options.signal;
    if (!checkListener(listener)) return;
    if (signal !== undefined) {
      signal = @from('abort.js', 'signalRecord')(signal);
      if (signal.aborted) return;
    }
    added = @addListener(target, type, listener, isCapture(options), @isObject(options) && !!options.once,
        @isObject(options) && !!options.passive);
    if (signal !== undefined && added !== undefined) @append(signal.whenAborted, function () {
      @removeListener(target, added);
    });
  },
  removeEventListener: function (type, listener, options) {
    '@{1;2;removeEventListener}';
    var target = targetOf(this), found;
    if (arguments.length < 2) throw @missing(['type', 'listener']);
    found = @findListener(target, @string(type), listener, isCapture(options));
    if (found !== undefined) @removeListener(target, found);
  },
  dispatchEvent: function (event) {
    '@{1;1;dispatchEvent}';
    var target = targetOf(this), record;
    if (arguments.length === 0) throw @missing(['event']);
    record = @recordIn(event, @eventSlot);
    if (record === undefined)
      throw @coded(new @TypeError('The "event" argument must be an instance of Event. ' + @received(event)), 'ERR_INVALID_ARG_TYPE');
    if (record.dispatching) throw @coded(new @Error('The event is already being dispatched'), 'ERR_EVENT_RECURSION');
    return @dispatch(target, record);
  },
});
@lazy('EventTarget', EventTarget);
