// Intl itself, and its collators, lists and relative times, in English as it is written in the United States. Loaded when a program
// first asks for it; see ../../README.md. In the dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that
// come from scripts.

'use strict';
@from('intl_dates.js', 'DateTimeFormat');

//---- section
'use strict';
var sensitivities = ['base', 'accent', 'case', 'variant'];

@register('collation', function (options) {
  var f = {usage: @oneOf(options, 'usage', ['sort', 'search'], 'sort'), sensitivity: @oneOf(options, 'sensitivity', sensitivities, 'variant')};
  f.level = @indexOf(sensitivities, f.sensitivity);
  f.numeric = !!options.numeric;
  f.punctuation = !!options.ignorePunctuation;
  f.caseFirst = @oneOf(options, 'caseFirst', ['upper', 'lower', 'false'], 'false');
  return f;
});
@register('intlRecord', function (object, kind) {
  var record = @recordIn(object, @intlSlot);
  if (record === undefined || record.kind !== kind) throw new @TypeError('Method Intl.' + kind + ' called on incompatible receiver ' + @describe(object));
  return record;
});
@register('addSupported', function (constructor) {
  @put(constructor, 'supportedLocalesOf', function (locales) {
    '@{1;1;supportedLocalesOf}';
    return @supported(locales);
  });
});

//---- section
'use strict';
function Collator(locales, options) {
  '@{12;0;Collator}';
  var record;
  @checkLocales(locales);
  record = {owner: undefined, kind: 'Collator', f: @collation(@intlOptions(options)), compare: undefined};
  return @construction(new.target === undefined ? Collator : new.target, Collator.prototype, @intlSlot, record, 'Collator');
}
@webClass(Collator, 'Intl.Collator');
@addSupported(Collator);
@getter(Collator.prototype, 'compare', function () {
  '@{1;0;get compare}';
  var record = @intlRecord(this, 'Collator'), f = record.f;
  if (record.compare === undefined) record.compare = function (a, b) {
    '@{1;2;}';
    return @compareTexts(@string(a), @string(b), f.level, f.numeric, f.punctuation, f.caseFirst === 'upper');
  };
  return record.compare;
});
@put(Collator.prototype, 'resolvedOptions', function () {
  '@{1;0;resolvedOptions}';
  var f = @intlRecord(this, 'Collator').f;
  return {locale: 'en-US', usage: f.usage, sensitivity: f.sensitivity, ignorePunctuation: f.punctuation, collation: 'default', numeric: f.numeric, caseFirst: f.caseFirst};
});
@register('Collator', Collator);

@register('String.localeCompare', function (that, locales, options) {
  '@{1;1;localeCompare}';
  var text = @string(@coercible(this)), f;
  that = @string(that);
  if (locales === undefined && options === undefined) return @compareTexts(text, that, 3, false, false, false);
  @checkLocales(locales);
  f = @collation(@intlOptions(options));
  return @compareTexts(text, that, f.level, f.numeric, f.punctuation, f.caseFirst === 'upper');
});

//---- section
'use strict';
function ListFormat(locales, options) {
  '@{12;0;ListFormat}';
  var record;
  if (new.target === undefined) throw new @TypeError("Constructor Intl.ListFormat requires 'new'");
  @checkLocales(locales);
  options = @intlOptions(options);
  record = {owner: undefined, kind: 'ListFormat', type: @oneOf(options, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction'),
    style: @oneOf(options, 'style', ['long', 'short', 'narrow'], 'long')};
  return @construction(new.target, ListFormat.prototype, @intlSlot, record, 'ListFormat');
}
function listParts(record, iterable) {
  var list = iterable === undefined ? [] : @spread([], iterable), parts = [], i;
  var last = record.type === 'disjunction' ? 'or' : record.type === 'unit' ? '' : record.style === 'long' ? 'and' : record.style === 'short' ? '&' : '';
  var comma = record.type === 'unit' && record.style === 'narrow' ? ' ' : ', ';
  for (i = 0; i < list.length; i++) {
    if (typeof list[i] !== 'string') throw new @TypeError('Iterable yielded ' + @describe(list[i]) + ' which is not a string');
    if (i > 0) {
      if (i + 1 < list.length || last === '') @append(parts, {type: 'literal', value: comma});
      else @append(parts, {type: 'literal', value: (list.length > 2 ? ', ' : ' ') + last + ' '});
    }
    @append(parts, {type: 'element', value: list[i]});
  }
  return parts;
}
@webClass(ListFormat, 'Intl.ListFormat');
@addSupported(ListFormat);
@put(ListFormat.prototype, 'format', function (list) {
  '@{1;1;format}';
  return @joinParts(listParts(@intlRecord(this, 'ListFormat'), list));
});
@put(ListFormat.prototype, 'formatToParts', function (list) {
  '@{1;1;formatToParts}';
  return listParts(@intlRecord(this, 'ListFormat'), list);
});
@put(ListFormat.prototype, 'resolvedOptions', function () {
  '@{1;0;resolvedOptions}';
  var record = @intlRecord(this, 'ListFormat');
  return {locale: 'en-US', type: record.type, style: record.style};
});
@register('ListFormat', ListFormat);

//---- section
'use strict';
var units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
var shorts = ['sec.', 'min.', 'hr.', 'day', 'wk.', 'mo.', 'qtr.', 'yr.'], narrows = ['s', 'min', 'h', 'd', 'w', 'mo', 'q', 'y'];
var relative = {'-1': ['', '', '', 'yesterday'], 0: ['now', '', '', 'today'], 1: ['', '', '', 'tomorrow']};

function RelativeTimeFormat(locales, options) {
  '@{12;0;RelativeTimeFormat}';
  var record;
  if (new.target === undefined) throw new @TypeError("Constructor Intl.RelativeTimeFormat requires 'new'");
  @checkLocales(locales);
  options = @intlOptions(options);
  record = {owner: undefined, kind: 'RelativeTimeFormat', style: @oneOf(options, 'style', ['long', 'short', 'narrow'], 'long'),
    numeric: @oneOf(options, 'numeric', ['always', 'auto'], 'always'), f: @numberFormat(@create(null))};
  return @construction(new.target, RelativeTimeFormat.prototype, @intlSlot, record, 'RelativeTimeFormat');
}
function autoText(record, value, index) {
  var name;
  if (record.numeric !== 'auto' || (value !== 0 && value !== 1 && value !== -1)) return '';
  name = record.style === 'long' ? units[index] : shorts[index];
  if (index === 0) return value === 0 ? 'now' : '';
  if (index === 3) return relative[value === 0 ? 0 : value][3];
  if (index < 3) return value === 0 ? 'this ' + units[index] : '';
  return (value < 0 ? 'last ' : value > 0 ? 'next ' : 'this ') + name;
}
@webClass(RelativeTimeFormat, 'Intl.RelativeTimeFormat');
@addSupported(RelativeTimeFormat);
@put(RelativeTimeFormat.prototype, 'format', function (value, unit) {
  '@{1;2;format}';
  var record = @intlRecord(this, 'RelativeTimeFormat'), index, past, number, name, text;
  value = +value;
  unit = @string(unit);
  if (unit.length > 1 && unit[unit.length - 1] === 's') unit = @call(@slice, unit, 0, unit.length - 1);
  index = @indexOf(units, unit);
  if (index < 0) throw new @RangeError('Invalid unit argument for format() \'' + unit + '\'');
  if (value !== value || value === 1 / 0 || value === -1 / 0) throw new @RangeError('Invalid time value');
  text = autoText(record, value, index);
  if (text !== '') return text;
  past = value < 0 || (value === 0 && 1 / value < 0);
  number = @joinParts(@numberParts(record.f, past ? -value : value));
  if (record.style === 'narrow') name = narrows[index];
  else name = ' ' + (record.style === 'long' || index === 3 ? units[index] + (number === '1' ? '' : 's')
      : index === 6 && number !== '1' ? 'qtrs.' : shorts[index]);
  return past ? number + name + ' ago' : 'in ' + number + name;
});
@put(RelativeTimeFormat.prototype, 'resolvedOptions', function () {
  '@{1;0;resolvedOptions}';
  var record = @intlRecord(this, 'RelativeTimeFormat');
  return {locale: 'en-US', style: record.style, numeric: record.numeric, numberingSystem: 'latn'};
});
@register('RelativeTimeFormat', RelativeTimeFormat);

//---- section
'use strict';
var intl = {}, names = ['NumberFormat', 'DateTimeFormat', 'Collator', 'PluralRules', 'ListFormat', 'RelativeTimeFormat'], i;
for (i = 0; i < names.length; i++) @hide(intl, names[i], @intrinsic(names[i]), 5);
@put(intl, 'getCanonicalLocales', function (locales) {
  '@{1;1;getCanonicalLocales}';
  var list = @checkLocales(locales), out = [], i;
  for (i = 0; i < list.length; i++) if (@indexOf(out, @string(list[i])) < 0) @append(out, @string(list[i]));
  return out;
});
@hide(intl, @toStringTag, 'Intl', 4);
@lazy('Intl', intl);
