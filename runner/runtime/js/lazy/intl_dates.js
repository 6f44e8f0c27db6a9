// Intl.DateTimeFormat, in English as it is written in the United States. Loaded when a program first uses Intl or a
// toLocaleString; see ../../README.md. In the dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come
// from scripts.
//
// There is no data of time zones in a runner: UTC and fixed distances to it are all there is.

'use strict';
@from('intl_numbers.js', 'NumberFormat');
@register('monthNames', ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']);
@register('dayNames', ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']);

//---- section
'use strict';
// A zone's distance to UTC in minutes, and its name.
@register('zoneOf', function (zone) {
  var text, sign, i, digits = '', minutes;
  if (zone === undefined) return {name: 'UTC', offset: 0};
  text = @call(@toUpperCase, @string(zone));
  if (text === 'UTC' || text === 'GMT' || text === 'ETC/UTC' || text === 'ETC/GMT' || text === 'ETC/UCT' || text === 'UCT' || text === 'ZULU' || text === 'ETC/ZULU')
    return {name: 'UTC', offset: 0};
  sign = text === '' ? '' : text[0];
  if (sign === '+' || sign === '-') {
    for (i = 1; i < text.length; i++) if (text[i] >= '0' && text[i] <= '9') digits += text[i];
    if ((digits.length === 2 || digits.length === 4) && (text.length === digits.length + 1 || (text.length === 6 && text[3] === ':'))) {
      minutes = +@call(@slice, digits, 0, 2) * 60 + (digits.length === 4 ? +@call(@slice, digits, 2) : 0);
      if (minutes < 1440)
        return {name: sign + @call(@slice, digits, 0, 2) + ':' + (digits.length === 4 ? @call(@slice, digits, 2) : '00'), offset: sign === '-' ? -minutes : minutes};
    }
  }
  throw new @RangeError('Invalid time zone specified: ' + @string(zone) + ' (only UTC and offsets such as +01:00 are known here)');
});

// Days since 1970 in the proleptic Gregorian calendar, as a date.
@register('dateFields', function (time, offset) {
  var t = time + offset * 60000, inDay = (t % 86400000 + 86400000) % 86400000, days = (t - inDay) / 86400000, z = days + 719468, era, d, y, m, year;
  era = @call(@floor, undefined, z / 146097);
  d = z - era * 146097;
  y = @call(@floor, undefined, (d - @call(@floor, undefined, d / 1460) + @call(@floor, undefined, d / 36524) - @call(@floor, undefined, d / 146096)) / 365);
  d -= 365 * y + @call(@floor, undefined, y / 4) - @call(@floor, undefined, y / 100);
  m = @call(@floor, undefined, (5 * d + 2) / 153);
  year = y + era * 400 + (m >= 10 ? 1 : 0);
  return {
    year: year, month: m < 10 ? m + 2 : m - 10, day: d - @call(@floor, undefined, (153 * m + 2) / 5) + 1, weekday: ((days + 4) % 7 + 7) % 7,
    hour: (inDay - inDay % 3600000) / 3600000, minute: (inDay % 3600000 - inDay % 60000) / 60000,
    second: (inDay % 60000 - inDay % 1000) / 1000, millisecond: inDay % 1000,
  };
});

//---- section
'use strict';
var forms = ['numeric', '2-digit'], words = ['narrow', 'short', 'long'];

// needs: 'date', 'time' or 'any'; defaults: 'date', 'time' or 'all'.
@register('dateFormat', function (options, needs, defaults) {
  var f = {hasDate: false, hasTime: false}, cycle, hour12, given;
  f.weekday = @oneOf(options, 'weekday', words, undefined);
  f.era = @oneOf(options, 'era', words, undefined);
  f.year = @oneOf(options, 'year', forms, undefined);
  f.month = @oneOf(options, 'month', ['numeric', '2-digit', 'narrow', 'short', 'long'], undefined);
  f.day = @oneOf(options, 'day', forms, undefined);
  f.dayPeriod = @oneOf(options, 'dayPeriod', words, undefined);
  hour12 = options.hour12;
  cycle = @oneOf(options, 'hourCycle', ['h11', 'h12', 'h23', 'h24'], 'h12');
  f.hour = @oneOf(options, 'hour', forms, undefined);
  f.minute = @oneOf(options, 'minute', forms, undefined);
  f.second = @oneOf(options, 'second', forms, undefined);
  f.fraction = @countOption(options.fractionalSecondDigits, 'fractionalSecondDigits', 1, 3, undefined);
  f.zoneName = @oneOf(options, 'timeZoneName', ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric'], undefined);
  f.dateStyle = @oneOf(options, 'dateStyle', ['full', 'long', 'medium', 'short'], undefined);
  f.timeStyle = @oneOf(options, 'timeStyle', ['full', 'long', 'medium', 'short'], undefined);
  f.zone = @zoneOf(options.timeZone);
  f.cycle = hour12 === undefined ? cycle : hour12 ? 'h12' : 'h23';
  given = f.weekday !== undefined || f.year !== undefined || f.month !== undefined || f.day !== undefined || f.hour !== undefined ||
      f.minute !== undefined || f.second !== undefined || f.fraction !== undefined || f.dayPeriod !== undefined;
  if (f.dateStyle !== undefined || f.timeStyle !== undefined) {
    if (given || f.era !== undefined || f.zoneName !== undefined)
      throw new @TypeError("Can't set option " + (f.weekday !== undefined ? 'weekday' : f.year !== undefined ? 'year' : f.month !== undefined ? 'month' : f.day !== undefined ? 'day' : f.hour !== undefined ? 'hour' : 'a field') +
          ' when ' + (f.dateStyle !== undefined ? 'dateStyle' : 'timeStyle') + ' is used');
    if (needs === 'date' && f.timeStyle !== undefined) throw new @TypeError('Invalid option : timeStyle');
    if (needs === 'time' && f.dateStyle !== undefined) throw new @TypeError('Invalid option : dateStyle');
    switch (f.dateStyle) {
      case 'full': f.weekday = 'long';
      case 'long': f.month = 'long'; f.day = f.year = 'numeric'; break;
      case 'medium': f.month = 'short'; f.day = f.year = 'numeric'; break;
      case 'short': f.month = f.day = 'numeric'; f.year = '2-digit'; break;
    }
    if (f.timeStyle !== undefined) {
      f.hour = 'numeric';
      f.minute = '2-digit';
      if (f.timeStyle !== 'short') f.second = '2-digit';
      if (f.timeStyle === 'full') f.zoneName = 'long';
      if (f.timeStyle === 'long') f.zoneName = 'short';
    }
  } else {
    if (needs === 'date') given = f.weekday !== undefined || f.year !== undefined || f.month !== undefined || f.day !== undefined;
    if (needs === 'time') given = f.hour !== undefined || f.minute !== undefined || f.second !== undefined || f.fraction !== undefined || f.dayPeriod !== undefined;
    if (!given && defaults !== 'time') f.year = f.month = f.day = 'numeric';
    if (!given && defaults !== 'date') f.hour = f.minute = f.second = 'numeric';
  }
  return f;
});

//---- section
'use strict';
function two(n) {
  return n < 10 ? '0' + n : '' + n;
}
function add(parts, type, value) {
  @append(parts, {type: type, value: value});
}
function literal(parts, value) {
  if (parts.length > 0) add(parts, 'literal', value);
}
function word(name, form) {
  return form === 'long' ? name : @call(@slice, name, 0, form === 'short' ? 3 : 1);
}
function yearText(f, d) {
  var year = d.year <= 0 ? 1 - d.year : d.year;
  return f.year === '2-digit' ? two((year % 100 + 100) % 100) : '' + year;
}

function dateParts(parts, f, d) {
  var asWord = f.month === 'short' || f.month === 'long' || f.month === 'narrow', alone;
  var month = f.month === undefined ? undefined : asWord ? word(@monthNames[d.month], f.month) : f.month === '2-digit' ? two(d.month + 1) : '' + (d.month + 1);
  var day = f.day === undefined ? undefined : f.day === '2-digit' ? two(d.day) : '' + d.day;
  alone = f.weekday !== undefined && f.year === undefined && (f.month === undefined) !== (f.day === undefined);
  if (f.weekday !== undefined && !alone) {
    add(parts, 'weekday', word(@dayNames[d.weekday], f.weekday));
    if (month !== undefined || day !== undefined || f.year !== undefined) literal(parts, ', ');
  }
  if (month !== undefined) {
    add(parts, 'month', month);
    if (day !== undefined) literal(parts, asWord ? ' ' : '/');
  }
  if (month === undefined && f.year !== undefined && day !== undefined) {
    add(parts, 'year', yearText(f, d));
    literal(parts, ' (day: ');
    add(parts, 'day', day);
    literal(parts, ')');
  } else {
    if (day !== undefined) add(parts, 'day', day);
    if (f.year !== undefined) {
      if (month !== undefined || day !== undefined) literal(parts, !asWord ? '/' : day !== undefined ? ', ' : ' ');
      add(parts, 'year', yearText(f, d));
    }
  }
  if (alone) {
    literal(parts, ' ');
    add(parts, 'weekday', word(@dayNames[d.weekday], f.weekday));
  }
  if (f.era !== undefined) {
    literal(parts, ' ');
    add(parts, 'era', d.year > 0 ? (f.era === 'long' ? 'Anno Domini' : f.era === 'short' ? 'AD' : 'A')
        : f.era === 'long' ? 'Before Christ' : f.era === 'short' ? 'BC' : 'B');
  }
}

function periodText(f, hour) {
  if (f.dayPeriod === undefined) return hour < 12 ? 'AM' : 'PM';
  if (hour === 12) return f.dayPeriod === 'narrow' ? 'n' : 'noon';
  return hour < 6 || hour >= 21 ? 'at night' : hour < 12 ? 'in the morning' : hour < 18 ? 'in the afternoon' : 'in the evening';
}

function timeParts(parts, f, d) {
  var twelve = f.cycle === 'h12' || f.cycle === 'h11', hour = d.hour, text, first = parts.length;
  if (f.hour !== undefined) {
    if (twelve) hour = f.cycle === 'h12' ? (hour + 11) % 12 + 1 : hour % 12;
    else if (f.cycle === 'h24' && hour === 0) hour = 24;
    text = f.hour === '2-digit' || !twelve ? two(hour) : '' + hour;
    add(parts, 'hour', text);
  }
  if (f.minute !== undefined) {
    if (parts.length > first) add(parts, 'literal', ':');
    add(parts, 'minute', f.hour !== undefined || f.second !== undefined ? two(d.minute) : '' + d.minute);
  }
  if (f.second !== undefined) {
    if (parts.length > first) add(parts, 'literal', ':');
    add(parts, 'second', f.hour !== undefined || f.minute !== undefined ? two(d.second) : '' + d.second);
  }
  if (f.fraction !== undefined) {
    if (parts.length > first) add(parts, 'literal', '.');
    text = @call(@slice, '' + (1000 + d.millisecond), 1, 1 + f.fraction);
    add(parts, 'fractionalSecond', text);
  }
  if (f.hour !== undefined && twelve) {
    add(parts, 'literal', '\u202f');
    add(parts, 'dayPeriod', periodText(f, d.hour));
  }
}

function zoneText(f) {
  var utc = f.zone.offset === 0, minutes = f.zone.offset < 0 ? -f.zone.offset : f.zone.offset, hours = (minutes - minutes % 60) / 60;
  if (utc && (f.zoneName === 'short' || f.zoneName === 'shortGeneric')) return f.zoneName === 'short' ? 'UTC' : 'GMT';
  if (utc) return f.zoneName === 'long' ? 'Coordinated Universal Time' : 'GMT';
  return 'GMT' + (f.zone.offset < 0 ? '-' : '+') + (f.zoneName === 'long' || f.zoneName === 'longOffset'
      ? two(hours) + ':' + two(minutes % 60) : hours + (minutes % 60 === 0 ? '' : ':' + two(minutes % 60)));
}

// The narrow space before AM and PM is one of the parts only, as in Node.js.
@register('dateText', function (parts) {
  var text = '', i;
  for (i = 0; i < parts.length; i++) text += parts[i].value === '\u202f' ? ' ' : parts[i].value;
  return text;
});

@register('dateTimeParts', function (f, time) {
  var parts = [], d, before, asWords;
  if (time !== time || time < -8.64e15 || time > 8.64e15) throw new @RangeError('Invalid time value');
  d = @dateFields(time, f.zone.offset);
  dateParts(parts, f, d);
  before = parts.length;
  if (f.hour !== undefined || f.minute !== undefined || f.second !== undefined || f.fraction !== undefined) {
    asWords = f.month === 'long';
    if (before > 0) literal(parts, asWords ? ' at ' : f.weekday !== undefined && before === 1 ? ' ' : ', ');
    timeParts(parts, f, d);
  }
  if (f.zoneName !== undefined) {
    literal(parts, parts.length > before ? ' ' : ', ');
    add(parts, 'timeZoneName', zoneText(f));
  }
  return parts;
});

//---- section
'use strict';
function DateTimeFormat(locales, options) {
  '@{12;0;DateTimeFormat}';
  var record;
  @checkLocales(locales);
  record = {owner: undefined, kind: 'DateTimeFormat', f: @dateFormat(@intlOptions(options), 'any', 'date'), format: undefined};
  return @construction(new.target === undefined ? DateTimeFormat : new.target, DateTimeFormat.prototype, @intlSlot, record, 'DateTimeFormat');
}
function of(object) {
  var record = @recordIn(object, @intlSlot);
  if (record === undefined || record.kind !== 'DateTimeFormat')
    throw new @TypeError('Method Intl.DateTimeFormat called on incompatible receiver ' + @describe(object));
  return record;
}
function timeOf(date) {
  return date === undefined ? @call(@dateNow, undefined) : @classOf(date) === 6 ? @call(@dateValue, date) : +date;
}
@webClass(DateTimeFormat, 'Intl.DateTimeFormat');
@put(DateTimeFormat, 'supportedLocalesOf', function (locales) {
  '@{1;1;supportedLocalesOf}';
  return @supported(locales);
});
@getter(DateTimeFormat.prototype, 'format', function () {
  '@{1;0;get format}';
  var record = of(this);
  if (record.format === undefined) record.format = function (date) {
    '@{1;1;}';
    return @dateText(@dateTimeParts(record.f, timeOf(date)));
  };
  return record.format;
});
@put(DateTimeFormat.prototype, 'formatToParts', function (date) {
  '@{1;1;formatToParts}';
  return @dateTimeParts(of(this).f, timeOf(date));
});
@put(DateTimeFormat.prototype, 'formatRange', function (start, end) {
  '@{1;2;formatRange}';
  var f = of(this).f, a = @dateText(@dateTimeParts(f, timeOf(start))), b = @dateText(@dateTimeParts(f, timeOf(end)));
  return a === b ? a : a + ' – ' + b;
});
@put(DateTimeFormat.prototype, 'resolvedOptions', function () {
  '@{1;0;resolvedOptions}';
  var f = of(this).f, out = {locale: 'en-US', calendar: 'gregory', numberingSystem: 'latn', timeZone: f.zone.name}, i;
  var names = ['weekday', 'era', 'year', 'month', 'day', 'dayPeriod', 'hour', 'minute', 'second'];
  if (f.hour !== undefined) {
    out.hourCycle = f.cycle;
    out.hour12 = f.cycle === 'h12' || f.cycle === 'h11';
  }
  if (f.dateStyle !== undefined) out.dateStyle = f.dateStyle;
  if (f.timeStyle !== undefined) out.timeStyle = f.timeStyle;
  if (f.dateStyle === undefined && f.timeStyle === undefined) {
    for (i = 0; i < names.length; i++) if (f[names[i]] !== undefined) out[names[i]] = i > 6 ? '2-digit' : f[names[i]];
    if (f.fraction !== undefined) out.fractionalSecondDigits = f.fraction;
    if (f.zoneName !== undefined) out.timeZoneName = f.zoneName;
  }
  return out;
});
@register('DateTimeFormat', DateTimeFormat);

function localeText(date, locales, options, needs, defaults) {
  var time = @call(@dateValue, date);
  @checkLocales(locales);
  options = @dateFormat(@intlOptions(options), needs, defaults);
  return time !== time ? 'Invalid Date' : @dateText(@dateTimeParts(options, time));
}
@register('Date.toLocaleString', function (locales, options) {
  '@{1;0;toLocaleString}';
  return localeText(this, locales, options, 'any', 'all');
});
@register('Date.toLocaleDateString', function (locales, options) {
  '@{1;0;toLocaleDateString}';
  return localeText(this, locales, options, 'date', 'date');
});
@register('Date.toLocaleTimeString', function (locales, options) {
  '@{1;0;toLocaleTimeString}';
  return localeText(this, locales, options, 'time', 'time');
});
