// What of the console is more than text: groups, counters, timers, tables. Loaded when a program first calls one of them; see
// ../../README.md. In the dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.
//
// The words and forms are those of Node.js.

'use strict';
@register('consoleState', {counts: @create(null), times: @create(null)});

// Of an optional label.
@register('consoleLabel', function (label) {
  return label === undefined ? 'default' : @string(label);
});

// "4.312ms", "1.500s", "2:03.004 (m:ss.mmm)"
@register('durationText', function (ms) {
  var seconds, minutes, hours, rest;
  if (ms < 1000) return +@call(@toFixed, ms, 3) + 'ms';
  if (ms < 60000) return @call(@toFixed, ms / 1000, 3) + 's';
  hours = (ms - ms % 3600000) / 3600000;
  minutes = (ms % 3600000 - ms % 60000) / 60000;
  rest = @call(@toFixed, ms % 60000 / 1000, 3);
  seconds = rest.length < 6 ? '0' + rest : rest;
  if (hours === 0) return minutes + ':' + seconds + ' (m:ss.mmm)';
  return hours + ':' + (minutes < 10 ? '0' : '') + minutes + ':' + seconds + ' (h:mm:ss.mmm)';
});

//---- section
'use strict';
@register('console.assert', function (condition, rest) {
  '@{17;0;assert}';
  if (condition) return;
  if (rest.length === 0) @append(rest, 'Assertion failed');
  else rest[0] = 'Assertion failed: ' + @string(rest[0]);
  @apply(@consoleWarn, undefined, rest);
});

@register('console.count', function (label) {
  '@{1;0;count}';
  var counts = @consoleState.counts;
  label = @consoleLabel(label);
  counts[label] = (counts[label] === undefined ? 0 : counts[label]) + 1;
  @consoleLog(label + ': ' + counts[label]);
});
@register('console.countReset', function (label) {
  '@{1;0;countReset}';
  var counts = @consoleState.counts;
  label = @consoleLabel(label);
  if (counts[label] === undefined) @consoleWarn("Count for '" + label + "' does not exist");
  else delete counts[label];
});

@register('console.time', function (label) {
  '@{1;0;time}';
  var times = @consoleState.times;
  label = @consoleLabel(label);
  if (times[label] !== undefined) @consoleWarn("Label '" + label + "' already exists for console.time()");
  else times[label] = @now();
});
function tellTime(label, name, rest) {
  var since = @consoleState.times[label], text;
  if (since === undefined) {
    @consoleWarn("No such label '" + label + "' for console." + name + '()');
    return false;
  }
  text = label + ': ' + @durationText(@now() - since);
  if (rest === undefined || rest.length === 0) @consoleLog(text);
  else @apply(@consoleLog, undefined, @spread(['%s', text], rest));
  return true;
}
@register('console.timeLog', function (label, rest) {
  '@{17;0;timeLog}';
  tellTime(@consoleLabel(label), 'timeLog', rest);
});
@register('console.timeEnd', function (label) {
  '@{1;0;timeEnd}';
  label = @consoleLabel(label);
  if (tellTime(label, 'timeEnd', undefined)) delete @consoleState.times[label];
});

@register('console.group', function (rest) {
  '@{17;0;group}';
  if (rest.length > 0) @apply(@consoleLog, undefined, rest);
  @consoleIndent(2);
});
@register('console.groupEnd', function () {
  '@{1;0;groupEnd}';
  @consoleIndent(-2);
});

@register('console.dir', function (object, options) {
  '@{1;0;dir}';
  var depth = @isObject(options) ? options.depth : undefined;
  @consoleLog(@inspectText(object, depth === null ? 1 / 0 : depth === undefined ? undefined : +depth));
});
// Nobody's screen is cleared.
@register('console.clear', function () {
  '@{1;0;clear}';
});
@register('console.dirxml', function (rest) {
  '@{17;0;dirxml}';
  @apply(@consoleLog, undefined, rest);
});

//---- section
'use strict';
// A row of a table between two bars.
function row(cells, widths) {
  var text = '│', i;
  for (i = 0; i < cells.length; i++)
    text += ' ' + cells[i] + @call(@repeat, ' ', widths[i] - @textWidth(cells[i]) - 1) + (i + 1 < cells.length ? '│' : '│\n');
  return text;
}
function rule(widths, left, middle, right) {
  var text = left, i;
  for (i = 0; i < widths.length; i++) text += @call(@repeat, '─', widths[i]) + (i + 1 < widths.length ? middle : right);
  return text;
}

function cellAt(column, r) {
  return @hasOwn(column.cells, r) ? column.cells[r] : '';
}

// columns: of {head, cells}; a cell that is missing is empty.
@register('tableText', function (columns, count) {
  var widths = [], heads = [], text = '', r, c, width, cell, cells;
  for (c = 0; c < columns.length; c++) {
    width = @textWidth(columns[c].head);
    for (r = 0; r < count; r++) {
      cell = @textWidth(cellAt(columns[c], r));
      if (cell > width) width = cell;
    }
    @append(widths, width + 2);
    @append(heads, columns[c].head);
  }
  text = rule(widths, '┌', '┬', '┐\n') + row(heads, widths) + rule(widths, '├', '┼', '┤\n');
  for (r = 0; r < count; r++) {
    cells = [];
    for (c = 0; c < columns.length; c++) @append(cells, cellAt(columns[c], r));
    text += row(cells, widths);
    @consoleRoom(text.length);
  }
  return text + rule(widths, '└', '┴', '┘');
});

//---- section
'use strict';
function cellText(value) {
  var depth = typeof value === 'object' && value !== null && !@isArray(value) && @ownKeys(value).length > 2 ? -1 : 0;
  return @inspectText(value, depth, 3);
}

// Rows are {name, value}, in the order in which they are shown.
function rowsOf(data, kind) {
  var rows = [], it, keys, i;
  if (kind !== 0) {
    it = @iterate(@collectionEntries(data));
    for (i = 0; @more(it); i++) {
      if (kind === 1) {
        keys = it.v;
        @more(it);
        @append(rows, {name: @string(i), key: keys, value: it.v});
      } else {
        @append(rows, {name: @string(i), key: undefined, value: it.v});
      }
    }
    return rows;
  }
  keys = @enumerableKeys(data);
  for (i = 0; i < keys.length; i++) @append(rows, {name: keys[i], key: undefined, value: data[keys[i]]});
  return rows;
}

@register('console.table', function (data, properties) {
  '@{1;1;table}';
  var kind, rows, columns = [], places = @create(null), values = [], hasValues = false, keyed = [], r, k, keys, item, place;
  if (!@isObject(data) || typeof data === 'function') return @consoleLog(data);
  if (properties !== undefined && !@isArray(properties))
    throw @coded(new @TypeError('The "properties" argument must be an instance of Array. ' + @received(properties)), 'ERR_INVALID_ARG_TYPE');
  kind = @collectionKind(data);
  if (kind > 2) kind = 0;
  // A row takes sixteen bytes at least.
  if (@isArray(data)) @consoleRoom(16 * data.length);
  rows = rowsOf(data, kind);
  @append(columns, {head: kind === 0 ? '(index)' : '(iteration index)', cells: []});
  if (kind === 1) @append(columns, {head: 'Key', cells: keyed});
  function columnOf(name) {
    if (places[name] === undefined) {
      places[name] = {head: name, cells: []};
      @append(columns, places[name]);
    }
    return places[name];
  }
  for (r = 0; r < rows.length; r++) {
    item = rows[r].value;
    @append(columns[0].cells, rows[r].name);
    if (kind === 1) @append(keyed, cellText(rows[r].key));
    if (kind !== 0 || !@isObject(item) || (typeof item === 'function' && properties === undefined)) {
      hasValues = true;
      @define(values, r, cellText(item));
      continue;
    }
    keys = properties !== undefined ? properties : @enumerableKeys(item);
    for (k = 0; k < keys.length; k++) {
      place = columnOf(@string(keys[k]));
      if (@hasOwn(item, keys[k])) @define(place.cells, r, cellText(item[keys[k]]));
    }
  }
  if (hasValues) @append(columns, {head: 'Values', cells: values});
  @consoleLog(@tableText(columns, rows.length));
});
