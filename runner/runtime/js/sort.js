// Array.prototype.sort, which must be stable: Duktape's is not. Part of the runtime, in the dialect with `@` for byte 6; see
// ../README.md. Runs in sealed runners; hostile are all values that come from scripts, the order of a comparison above all.

'use strict';
@register('sortRun', 6);
// Sorts list[low … high) by insertion.
@register('insertionSort', function (list, low, high, compare) {
  var i, j, item;
  for (i = low + 1; i < high; i++) {
    item = list[i];
    for (j = i; j > low && +compare(list[j - 1], item) > 0; j--) list[j] = list[j - 1];
    list[j] = item;
  }
});
// Merges from[low … middle) and from[middle … high), both sorted, into `to`.
@register('mergeRuns', function (from, to, low, middle, high, compare) {
  var left = low, right = middle, at = low;
  while (left < middle && right < high) {
    if (+compare(from[left], from[right]) > 0) to[at++] = from[right++];
    else to[at++] = from[left++];
  }
  while (left < middle) to[at++] = from[left++];
  while (right < high) to[at++] = from[right++];
});

//---- section
'use strict';
// The list itself or another one of the same length. Elements are assigned where elements are, so no setter is asked.
@register('mergeSort', function (list, compare) {
  var length = list.length, other = [], width = @sortRun, i, middle, swap;
  for (i = 0; i < length; i += width) @insertionSort(list, i, i + width < length ? i + width : length, compare);
  if (length <= width) return list;
  for (i = 0; i < length; i++) @append(other, undefined);
  for (; width < length; width *= 2) {
    for (i = 0; i < length; i += 2 * width) {
      middle = i + width < length ? i + width : length;
      @mergeRuns(list, other, i, middle, middle + width < length ? middle + width : length, compare);
    }
    swap = list;
    list = other;
    other = swap;
  }
  return list;
});
@register('compareTexts', function (a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
});
@register('compareByText', function (a, b) {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
});

//---- section
'use strict';
// Values that are not undefined, in the order of their texts.
@register('sortByText', function (list) {
  var pairs = [], texts = true, i;
  for (i = 0; i < list.length && texts; i++) texts = typeof list[i] === 'string';
  if (texts) return @mergeSort(list, @compareTexts);
  for (i = 0; i < list.length; i++) @append(pairs, {text: @string(list[i]), value: list[i]});
  pairs = @mergeSort(pairs, @compareByText);
  for (i = 0; i < list.length; i++) list[i] = pairs[i].value;
  return list;
});
@register('lengthOf', function (object) {
  var length = +object.length;
  if (!(length > 0)) return 0;
  length -= length % 1;
  return length < 9007199254740991 ? length : 9007199254740991;
});

//---- section
'use strict';
@put(@Array.prototype, 'sort', function (comparefn) {
  '@{1;1;sort}';
  var object, length, list = [], missing = 0, i, item;
  if (comparefn !== undefined && typeof comparefn !== 'function')
    throw new @TypeError('The comparison function must be either a function or undefined');
  if (this === undefined || this === null) throw new @TypeError('Array.prototype.sort called on null or undefined');
  object = @isObject(this) ? this : @Object(this);
  length = @lengthOf(object);
  for (i = 0; i < length; i++) {
    if (!(i in object)) continue;
    item = object[i];
    if (item === undefined) missing++;
    else @append(list, item);
  }
  list = comparefn === undefined ? @sortByText(list) : @mergeSort(list, comparefn);
  for (i = 0; i < list.length; i++) object[i] = list[i];
  for (missing += i; i < missing; i++) object[i] = undefined;
  for (; i < length; i++) delete object[i];
  return object;
});
