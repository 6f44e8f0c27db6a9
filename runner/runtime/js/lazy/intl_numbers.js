// Intl.NumberFormat and Intl.PluralRules, in English as it is written in the United States. Loaded when a program first uses Intl
// or a toLocaleString; see ../../README.md and intl_decimal.js. In the dialect with `@` for byte 6. Runs in sealed runners; hostile
// are all values that come from scripts.

'use strict';
@from('intl_decimal.js', 'decimalOf');

//---- section
'use strict';
var symbols = {USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CNY: 'CN¥', KRW: '₩', BRL: 'R$', CAD: 'CA$', AUD: 'A$', MXN: 'MX$',
  NZD: 'NZ$', HKD: 'HK$', TWD: 'NT$', ILS: '₪', VND: '₫', PHP: '₱', XAF: 'FCFA', XCD: 'EC$', XPF: 'CFPF', XOF: 'F\u202fCFA'};
var names = {USD: ['US dollar', 'US dollars'], EUR: ['euro', 'euros'], GBP: ['British pound', 'British pounds'],
  JPY: ['Japanese yen', 'Japanese yen'], INR: ['Indian rupee', 'Indian rupees'], CNY: ['Chinese yuan', 'Chinese yuan'],
  CHF: ['Swiss franc', 'Swiss francs'], CAD: ['Canadian dollar', 'Canadian dollars'], AUD: ['Australian dollar', 'Australian dollars']};
var decimals = {BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0,
  XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3};
// Short form, whether a space stands before it, and the long one, without its s.
var units = {
  kilometer: ['km', 1], meter: ['m', 1], centimeter: ['cm', 1], millimeter: ['mm', 1], mile: ['mi', 1], foot: ['ft', 1, 'foot', 'feet'],
  inch: ['in', 1, 'inch', 'inches'], yard: ['yd', 1], kilogram: ['kg', 1], gram: ['g', 1], pound: ['lb', 1], ounce: ['oz', 1], stone: ['st', 1, 'stone', 'stones'],
  liter: ['L', 1], milliliter: ['mL', 1], gallon: ['gal', 1], celsius: ['°C', 0, 'degree Celsius', 'degrees Celsius'],
  fahrenheit: ['°F', 0, 'degree Fahrenheit', 'degrees Fahrenheit'], degree: ['deg', 1], percent: ['%', 0, 'percent', 'percent'],
  bit: ['bit', 1], byte: ['byte', 1], kilobit: ['kb', 1], kilobyte: ['kB', 1], megabit: ['Mb', 1], megabyte: ['MB', 1], gigabit: ['Gb', 1],
  gigabyte: ['GB', 1], terabit: ['Tb', 1], terabyte: ['TB', 1], petabyte: ['PB', 1], millisecond: ['ms', 1], second: ['sec', 1],
  minute: ['min', 1], hour: ['hr', 1], day: ['day', 1], week: ['wk', 1], month: ['mth', 1], year: ['yr', 1], acre: ['ac', 1], hectare: ['ha', 1],
  'kilometer-per-hour': ['km/h', 1, 'kilometer per hour', 'kilometers per hour'],
  'mile-per-hour': ['mph', 1, 'mile per hour', 'miles per hour'], 'meter-per-second': ['m/s', 1, 'meter per second', 'meters per second'],
};
var plural = {bit: 0, day: 1, week: 1, month: 1, year: 1, hour: 0};

@register('unitText', function (unit, display, one) {
  var row = @hasOwn(units, unit) ? units[unit] : undefined, text;
  if (row === undefined) throw new @RangeError('Invalid unit argument for Intl.NumberFormat() \'' + unit + '\'');
  if (display === 'long') return ' ' + (row.length < 4 ? unit + (one ? '' : 's') : row[one ? 2 : 3]);
  text = row[0];
  if (!one && plural[unit] === 1) text += 's';
  return (row[1] && display === 'short' ? ' ' : '') + text;
});
@register('currencySymbol', function (code, display) {
  if (display === 'code') return code + '\u00a0';
  if (display === 'narrowSymbol' && @call(@indexOfText, ' CAD AUD MXN NZD HKD TWD XCD ', ' ' + code + ' ') >= 0) return '$';
  if (display === 'narrowSymbol' && code === 'CNY') return '¥';
  return @hasOwn(symbols, code) ? symbols[code] : code + '\u00a0';
});
@register('currencyName', function (code, one) {
  return @hasOwn(names, code) ? names[code][one ? 0 : 1] : code;
});
@register('currencyDecimals', function (code) {
  return @hasOwn(decimals, code) ? decimals[code] : 2;
});

//---- section
'use strict';
var compactLetters = ['', 'K', 'M', 'B', 'T'], compactWords = ['', ' thousand', ' million', ' billion', ' trillion'];

// Whole part with commas, as parts.
function group(parts, whole, f) {
  var first = whole.length % 3, i, least = f.grouping === 'min2' ? 5 : 4;
  if (f.grouping === 'false' || whole.length < least) {
    @append(parts, {type: 'integer', value: whole});
    return;
  }
  for (i = 0; i < whole.length; i = i === 0 ? first || 3 : i + 3) {
    if (i > 0) @append(parts, {type: 'group', value: ','});
    @append(parts, {type: 'integer', value: @call(@slice, whole, i, i === 0 ? first || 3 : i + 3)});
  }
}

function plain(parts, number, f, d) {
  var least = d.leastFraction, placed;
  if (d.leastSignificant !== undefined)
    least = d.leastSignificant - (number.digits === '' ? 1 : number.point);
  placed = @placed(number, d.wholes, least > 0 ? least : 0);
  group(parts, placed.whole, f);
  if (placed.fraction === '') return;
  @append(parts, {type: 'decimal', value: '.'});
  @append(parts, {type: 'fraction', value: placed.fraction});
}

function scientific(parts, number, f, negative) {
  var step = f.notation === 'engineering' ? 3 : 1, exponent, moved;
  for (;;) {
    exponent = number.digits === '' ? 0 : number.point - 1;
    exponent -= (exponent % step + step) % step;
    moved = @roundFor({digits: number.digits, point: number.point - exponent}, f.digits, negative);
    if (number.digits === '' || moved.point <= step) break;
    number = {digits: moved.digits, point: moved.point + exponent};
  }
  plain(parts, moved, f, f.digits);
  @append(parts, {type: 'exponentSeparator', value: 'E'});
  if (exponent < 0) @append(parts, {type: 'exponentMinusSign', value: '-'});
  @append(parts, {type: 'exponentInteger', value: @string(exponent < 0 ? -exponent : exponent)});
}

function compact(parts, number, f, negative) {
  var step = number.digits === '' || number.point < 4 ? 0 : (number.point - 1 - (number.point - 1) % 3) / 3, moved, words;
  if (step > 4) step = 4;
  moved = @roundFor({digits: number.digits, point: number.point - 3 * step}, f.digits, negative);
  if (moved.point > 3 && step < 4) {
    step++;
    moved = {digits: moved.digits, point: moved.point - 3};
  }
  plain(parts, moved, f, f.digits);
  if (step === 0) return;
  words = f.compactDisplay === 'long' ? compactWords[step] : compactLetters[step];
  if (words[0] === ' ') @append(parts, {type: 'literal', value: ' '});
  @append(parts, {type: 'compact', value: words[0] === ' ' ? @call(@slice, words, 1) : words});
}

// The parts of a number without sign, currency and unit; whether nothing is left of it after rounding.
function bare(x, f, negative) {
  var parts = [], number;
  if (x !== x) @append(parts, {type: 'nan', value: 'NaN'});
  else if (x === 1 / 0) @append(parts, {type: 'infinity', value: '∞'});
  else {
    number = @decimalOf(x);
    if (f.style === 'percent' && number.digits !== '') number.point += 2;
    if (f.notation === 'scientific' || f.notation === 'engineering') {
      scientific(parts, number, f, negative);
    } else if (f.notation === 'compact') {
      compact(parts, number, f, negative);
    } else {
      number = @roundFor(number, f.digits, negative);
      plain(parts, number, f, f.digits);
    }
  }
  return parts;
}

function isZero(parts) {
  var i, j;
  for (i = 0; i < parts.length; i++) {
    if (parts[i].type === 'nan' || parts[i].type === 'infinity') return parts[i].type === 'nan';
    if (parts[i].type !== 'integer' && parts[i].type !== 'fraction') continue;
    for (j = 0; j < parts[i].value.length; j++) if (parts[i].value[j] !== '0') return false;
  }
  return true;
}

function signOf(f, negative, zero) {
  switch (f.signDisplay) {
    case 'never': return '';
    case 'always': return negative ? '-' : '+';
    case 'exceptZero': return zero ? '' : negative ? '-' : '+';
    case 'negative': return negative && !zero ? '-' : '';
    default: return negative ? '-' : '';
  }
}

@register('numberParts', function (f, x) {
  var negative = x < 0 || (x === 0 && 1 / x < 0), parts, out = [], sign, one, i, text, accounting;
  parts = bare(negative ? -x : x, f, negative);
  sign = signOf(f, negative, isZero(parts));
  one = parts.length === 1 && parts[0].value === '1';
  accounting = sign === '-' && f.style === 'currency' && f.currencySign === 'accounting';
  if (accounting) @append(out, {type: 'literal', value: '('});
  else if (sign !== '') @append(out, {type: sign === '-' ? 'minusSign' : 'plusSign', value: sign});
  if (f.style === 'currency' && f.currencyDisplay !== 'name') {
    text = @currencySymbol(f.currency, f.currencyDisplay);
    if (text[text.length - 1] === '\u00a0') {
      @append(out, {type: 'currency', value: @call(@slice, text, 0, text.length - 1)});
      @append(out, {type: 'literal', value: '\u00a0'});
    } else {
      @append(out, {type: 'currency', value: text});
    }
  }
  for (i = 0; i < parts.length; i++) @append(out, parts[i]);
  if (accounting) @append(out, {type: 'literal', value: ')'});
  if (f.style === 'percent') @append(out, {type: 'percentSign', value: '%'});
  text = '';
  if (f.style === 'currency' && f.currencyDisplay === 'name') text = ' ' + @currencyName(f.currency, one);
  if (f.style === 'unit') text = @unitText(f.unit, f.unitDisplay, one);
  if (text !== '' && text[0] === ' ') {
    @append(out, {type: 'literal', value: ' '});
    text = @call(@slice, text, 1);
  }
  if (text !== '') @append(out, {type: f.style, value: text});
  return out;
});

//---- section
'use strict';
@register('numberFormat', function (options) {
  var f = {currency: undefined, unit: undefined}, compact, least = 0, most = 3, grouping;
  f.style = @oneOf(options, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal');
  if (options.currency !== undefined) {
    f.currency = @call(@toUpperCase, @string(options.currency));
    if (f.currency.length !== 3) throw new @RangeError('Invalid currency code : ' + @string(options.currency));
  }
  f.currencyDisplay = @oneOf(options, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name'], 'symbol');
  f.currencySign = @oneOf(options, 'currencySign', ['standard', 'accounting'], 'standard');
  if (options.unit !== undefined) f.unit = @string(options.unit);
  f.unitDisplay = @oneOf(options, 'unitDisplay', ['short', 'narrow', 'long'], 'short');
  if (f.style === 'currency' && f.currency === undefined) throw new @TypeError('Currency code is required with currency style.');
  if (f.style === 'unit' && f.unit === undefined) throw new @TypeError('Required unit is missing for Intl.NumberFormat with unit style.');
  if (f.unit !== undefined) @unitText(f.unit, 'short', true);
  f.notation = @oneOf(options, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard');
  compact = f.notation === 'compact';
  if (f.style === 'currency' && f.notation === 'standard') least = most = @currencyDecimals(f.currency);
  if (f.style === 'percent' || compact) most = 0;
  f.digits = @digitsOptions(options, least, most, compact);
  f.compactDisplay = @oneOf(options, 'compactDisplay', ['short', 'long'], 'short');
  grouping = options.useGrouping;
  f.grouping = grouping === undefined ? (compact ? 'min2' : 'auto') : grouping === false || grouping === 'false' ? 'false'
      : grouping === 'min2' || grouping === 'always' ? grouping : 'auto';
  f.signDisplay = @oneOf(options, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto');
  return f;
});

//---- section
'use strict';
function NumberFormat(locales, options) {
  '@{12;0;NumberFormat}';
  var record, target = new.target === undefined ? NumberFormat : new.target;
  @checkLocales(locales);
  record = {owner: undefined, kind: 'NumberFormat', f: @numberFormat(@intlOptions(options)), format: undefined};
  return @construction(target, NumberFormat.prototype, @intlSlot, record, 'NumberFormat');
}
function of(object) {
  var record = @recordIn(object, @intlSlot);
  if (record === undefined || record.kind !== 'NumberFormat')
    throw new @TypeError('Method Intl.NumberFormat called on incompatible receiver ' + @describe(object));
  return record;
}
@webClass(NumberFormat, 'Intl.NumberFormat');
@put(NumberFormat, 'supportedLocalesOf', function (locales) {
  '@{1;1;supportedLocalesOf}';
  return @supported(locales);
});
@getter(NumberFormat.prototype, 'format', function () {
  '@{1;0;get format}';
  var record = of(this);
  if (record.format === undefined) record.format = function (value) {
    '@{1;1;}';
    return @joinParts(@numberParts(record.f, @numericOf(value)));
  };
  return record.format;
});
@put(NumberFormat.prototype, 'formatToParts', function (value) {
  '@{1;1;formatToParts}';
  return @numberParts(of(this).f, @numericOf(value));
});
@put(NumberFormat.prototype, 'formatRange', function (start, end) {
  '@{1;2;formatRange}';
  var f = of(this).f, a, b;
  start = @numericOf(start);
  end = @numericOf(end);
  if (start !== start || end !== end) throw new @RangeError('Invalid argument');
  a = @joinParts(@numberParts(f, start));
  b = @joinParts(@numberParts(f, end));
  return a === b ? '~' + a : a + (f.style === 'currency' ? ' – ' : '–') + b;
});
@put(NumberFormat.prototype, 'resolvedOptions', function () {
  '@{1;0;resolvedOptions}';
  var f = of(this).f, d = f.digits, out = {locale: 'en-US', numberingSystem: 'latn', style: f.style};
  if (f.style === 'currency') {
    out.currency = f.currency;
    out.currencyDisplay = f.currencyDisplay;
    out.currencySign = f.currencySign;
  }
  if (f.style === 'unit') {
    out.unit = f.unit;
    out.unitDisplay = f.unitDisplay;
  }
  out.minimumIntegerDigits = d.wholes;
  if (d.mostSignificant !== undefined) {
    out.minimumSignificantDigits = d.leastSignificant;
    out.maximumSignificantDigits = d.mostSignificant;
  } else {
    out.minimumFractionDigits = d.leastFraction;
    out.maximumFractionDigits = d.mostFraction;
  }
  out.useGrouping = f.grouping === 'false' ? false : f.grouping;
  out.notation = f.notation;
  if (f.notation === 'compact') out.compactDisplay = f.compactDisplay;
  out.signDisplay = f.signDisplay;
  out.roundingIncrement = 1;
  out.roundingMode = d.mode;
  out.roundingPriority = 'auto';
  out.trailingZeroDisplay = 'auto';
  return out;
});
@register('NumberFormat', NumberFormat);

@register('Number.toLocaleString', function (locales, options) {
  '@{1;0;toLocaleString}';
  @checkLocales(locales);
  return @joinParts(@numberParts(@numberFormat(@intlOptions(options)), @call(@numberValue, this)));
});
@register('BigInt.toLocaleString', function (locales, options) {
  '@{1;0;toLocaleString}';
  var value = @call(@bigintValue, this);
  @checkLocales(locales);
  return @joinParts(@numberParts(@numberFormat(@intlOptions(options)), value));
});

//---- section
'use strict';
function PluralRules(locales, options) {
  '@{12;0;PluralRules}';
  var record;
  if (new.target === undefined) throw new @TypeError("Constructor Intl.PluralRules requires 'new'");
  @checkLocales(locales);
  options = @intlOptions(options);
  record = {owner: undefined, kind: 'PluralRules', ordinal: @oneOf(options, 'type', ['cardinal', 'ordinal'], 'cardinal') === 'ordinal',
    f: @numberFormat(options)};
  return @construction(new.target, PluralRules.prototype, @intlSlot, record, 'PluralRules');
}
function of(object) {
  var record = @recordIn(object, @intlSlot);
  if (record === undefined || record.kind !== 'PluralRules')
    throw new @TypeError('Method Intl.PluralRules called on incompatible receiver ' + @describe(object));
  return record;
}
@register('pluralOf', function (n, ordinal, f) {
  var last, text;
  n = n < 0 ? -n : n;
  if (!ordinal) return @joinParts(@numberParts(f, n)) === '1' ? 'one' : 'other';
  if (n % 1 !== 0) return 'other';
  last = n % 100;
  if (last >= 11 && last <= 13) return 'other';
  return n % 10 === 1 ? 'one' : n % 10 === 2 ? 'two' : n % 10 === 3 ? 'few' : 'other';
});
@webClass(PluralRules, 'Intl.PluralRules');
@put(PluralRules, 'supportedLocalesOf', function (locales) {
  '@{1;1;supportedLocalesOf}';
  return @supported(locales);
});
@put(PluralRules.prototype, 'select', function (value) {
  '@{1;1;select}';
  var record = of(this);
  return @intrinsic('pluralOf')(+value, record.ordinal, record.f);
});
@put(PluralRules.prototype, 'resolvedOptions', function () {
  '@{1;0;resolvedOptions}';
  var record = of(this), d = record.f.digits;
  return {locale: 'en-US', type: record.ordinal ? 'ordinal' : 'cardinal', minimumIntegerDigits: d.wholes,
    minimumFractionDigits: d.leastFraction, maximumFractionDigits: d.mostFraction,
    pluralCategories: record.ordinal ? ['few', 'one', 'two', 'other'] : ['one', 'other'],
    roundingIncrement: 1, roundingMode: 'halfExpand', roundingPriority: 'auto', trailingZeroDisplay: 'auto'};
});
@register('PluralRules', PluralRules);
