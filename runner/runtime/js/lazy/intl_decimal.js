// Options of Intl's constructors, and decimal numbers and their rounding. Loaded by the other parts of Intl; see ../../README.md.
// In the dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.
//
// A number is a text of decimal digits and the place of its point: {digits, point}, so 12.5 is {"125", 2}.

'use strict';
@from('web_classes.js', 'webClass');
@register('intlSlot', @private('Intl'));

// One of the words that an option may be.
@register('oneOf', function (options, name, words, fallback) {
  var value = options[name], i;
  if (value === undefined) return fallback;
  value = @string(value);
  for (i = 0; i < words.length; i++) if (words[i] === value) return value;
  throw new @RangeError('Value ' + value + ' out of range for Intl options property ' + name);
});
@register('countOption', function (value, name, lowest, highest, fallback) {
  if (value === undefined) return fallback;
  value = +value;
  if (!(value >= lowest && value <= highest)) throw new @RangeError(name + ' value is out of range.');
  return @call(@floor, undefined, value);
});
@register('intlOptions', function (options) {
  if (options === undefined) return @create(null);
  if (options === null) throw new @TypeError('Cannot convert undefined or null to object');
  return @toObject(options);
});
// Tags that a program asks for must be such; there is one locale whatever they are.
function checkLocales(locales) {
  var list, i, j, tag, c;
  if (locales === undefined) return [];
  list = typeof locales === 'string' ? [locales] : @isArray(locales) ? locales : @spread([], locales);
  for (i = 0; i < list.length; i++) {
    tag = list[i];
    if (typeof tag !== 'string' && !@isObject(tag)) throw new @TypeError('Incorrect locale information provided');
    tag = @string(tag);
    for (j = 0; j < tag.length; j++) {
      c = tag[j];
      if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c === '-')) break;
    }
    if (tag.length < 2 || j < tag.length || @call(@indexOfText, tag, '--') >= 0 || (tag.length > 8 && @call(@indexOfText, tag, '-') < 0) ||
        tag[tag.length - 1] === '-' || tag[0] === '-')
      throw new @RangeError('Incorrect locale information provided');
  }
  return list;
}
@register('checkLocales', checkLocales);
@register('supported', function (locales) {
  var list = checkLocales(locales), found = [], i, tag;
  for (i = 0; i < list.length; i++) {
    tag = @string(list[i]);
    if (@call(@toLowerCase, @call(@slice, tag, 0, 2)) === 'en' && (tag.length === 2 || tag[2] === '-')) @append(found, tag);
  }
  return found;
});
@register('joinParts', function (parts) {
  var text = '', i;
  for (i = 0; i < parts.length; i++) text += parts[i].value;
  return text;
});

//---- section
'use strict';
// A number or a BigInt: unary plus refuses these, minus does not.
@register('numericOf', function (value) {
  return -(-value);
});
@register('decimalOf', function (x) {
  var text = typeof x === 'bigint' ? @string(x) : @call(@numberText, x), e = @call(@indexOfText, text, 'e'), exponent = 0, dot, digits, first = 0, end;
  if (e >= 0) {
    exponent = +@call(@slice, text, e + 1);
    text = @call(@slice, text, 0, e);
  }
  dot = @call(@indexOfText, text, '.');
  digits = dot < 0 ? text : @call(@slice, text, 0, dot) + @call(@slice, text, dot + 1);
  exponent += dot < 0 ? text.length : dot;
  while (first < digits.length && digits[first] === '0') first++;
  for (end = digits.length; end > first && digits[end - 1] === '0';) end--;
  return first === end ? {digits: '', point: 0} : {digits: @call(@slice, digits, first, end), point: exponent - first};
});

// To so many digits from the first on; half goes away from zero, or as `mode` says.
@register('roundedTo', function (number, count, mode, negative) {
  var digits = number.digits, point = number.point, up, i, text, c, half;
  if (count >= digits.length) return number;
  if (count < 0) return {digits: mode === 'expand' || mode === (negative ? 'floor' : 'ceil') ? '1' : '', point: point - count + 1};
  c = digits[count];
  half = c === '5' && count + 1 === digits.length;
  switch (mode) {
    case 'trunc': up = false; break;
    case 'expand': up = true; break;
    case 'ceil': up = !negative; break;
    case 'floor': up = negative; break;
    case 'halfTrunc': up = c >= '5' && !half; break;
    case 'halfEven': up = half ? count > 0 && (+digits[count - 1]) % 2 === 1 : c >= '5'; break;
    case 'halfCeil': up = half ? !negative : c >= '5'; break;
    case 'halfFloor': up = half ? negative : c >= '5'; break;
    default: up = c >= '5';
  }
  text = @call(@slice, digits, 0, count);
  if (up) {
    for (i = count - 1; i >= 0 && text[i] === '9'; i--);
    if (i < 0) {
      text = '1';
      point++;
    } else {
      text = @call(@slice, text, 0, i) + (+text[i] + 1);
    }
  }
  for (i = text.length; i > 0 && text[i - 1] === '0';) i--;
  return {digits: @call(@slice, text, 0, i), point: i === 0 ? 0 : point};
});

// Whole part and fraction as texts.
@register('placed', function (number, leastWhole, leastFraction) {
  var whole, fraction, digits = number.digits, point = number.point;
  if (point <= 0) {
    whole = '';
    fraction = digits === '' ? '' : @call(@repeat, '0', -point) + digits;
  } else if (point >= digits.length) {
    whole = digits + @call(@repeat, '0', point - digits.length);
    fraction = '';
  } else {
    whole = @call(@slice, digits, 0, point);
    fraction = @call(@slice, digits, point);
  }
  if (whole.length < leastWhole) whole = @call(@repeat, '0', leastWhole - whole.length) + whole;
  if (fraction.length < leastFraction) fraction += @call(@repeat, '0', leastFraction - fraction.length);
  return {whole: whole, fraction: fraction};
});

//---- section
'use strict';
// digits: {wholes, least, most} of the fraction, or {significant least, most}.
@register('roundFor', function (number, d, negative) {
  var count;
  if (d.compact) {
    // Two digits, or all that stand before the point.
    return @roundedTo(number, number.point > 2 ? number.point : 2, d.mode, negative);
  }
  if (d.mostSignificant !== undefined) return @roundedTo(number, d.mostSignificant, d.mode, negative);
  count = number.point + d.mostFraction;
  return @roundedTo(number, count, d.mode, negative);
});

@register('digitsOptions', function (options, least, most, compact) {
  var d = {wholes: 1, leastFraction: 0, mostFraction: 0, leastSignificant: undefined, mostSignificant: undefined, compact: false, mode: ''};
  var ls = options.minimumSignificantDigits, ms = options.maximumSignificantDigits;
  var lf = options.minimumFractionDigits, mf = options.maximumFractionDigits;
  d.wholes = @countOption(options.minimumIntegerDigits, 'minimumIntegerDigits', 1, 21, 1);
  d.mode = @oneOf(options, 'roundingMode', ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven'], 'halfExpand');
  if (ls !== undefined || ms !== undefined) {
    d.leastSignificant = @countOption(ls, 'minimumSignificantDigits', 1, 21, 1);
    d.mostSignificant = @countOption(ms, 'maximumSignificantDigits', d.leastSignificant, 21, 21);
    return d;
  }
  if (lf === undefined && mf === undefined) {
    d.leastFraction = least;
    d.mostFraction = most;
    d.compact = compact;
    return d;
  }
  lf = @countOption(lf, 'minimumFractionDigits', 0, 100, undefined);
  mf = @countOption(mf, 'maximumFractionDigits', 0, 100, undefined);
  if (lf === undefined) lf = least < mf ? least : mf;
  else if (mf === undefined) mf = most > lf ? most : lf;
  else if (lf > mf) throw new @RangeError('maximumFractionDigits value is out of range.');
  d.leastFraction = lf;
  d.mostFraction = mf;
  return d;
});
