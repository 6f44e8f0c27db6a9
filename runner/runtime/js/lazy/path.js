// The module `path`, of POSIX: texts alone, no file is asked for. Loaded when a program or a package first requires it; see
// ../../README.md. In the dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
var textOf = function (value, name) {
  if (typeof value !== 'string')
    throw @coded(new @TypeError('The "' + name + '" argument must be of type string. Received ' + @describe(value)), 'ERR_INVALID_ARG_TYPE');
  return value;
};
var isRooted = function (path) {
  return path.length > 0 && path[0] === '/';
};
// Where the path ends when the slashes behind it do not count; the one at its beginning does.
var endOf = function (path) {
  var end = path.length;
  while (end > 1 && path[end - 1] === '/') end--;
  return end;
};
// Where what stands before `end` and behind the last slash begins.
var baseOf = function (path, end) {
  var at = end;
  while (at > 0 && path[at - 1] !== '/') at--;
  return at;
};
// The names in a path, '.' and '..' done with; those that lead above a rooted path's root are dropped.
var namesOf = function (path, rooted) {
  var names = [], real = 0, begin = 0, end, name;
  while (begin < path.length) {
    end = begin;
    while (end < path.length && path[end] !== '/') end++;
    name = @sliceText(path, begin, end);
    if (name === '..' && real > 0) {
      names.length--;
      real--;
    } else if (name === '..' ? !rooted : name !== '' && name !== '.') {
      @append(names, name);
      if (name !== '..') real++;
    }
    begin = end + 1;
  }
  return names;
};
var joined = function (names, from) {
  var text = '', i;
  for (i = from; i < names.length; i++) text += (i === from ? '' : '/') + names[i];
  return text;
};
var normalized = function (path) {
  var rooted = isRooted(path), text = joined(namesOf(path, rooted), 0);
  if (text === '' && !rooted) text = '.';
  if (text !== '' && path.length > 0 && path[path.length - 1] === '/') text += '/';
  return rooted ? '/' + text : text;
};
// What is not rooted begins at the root, which is where every program is.
var resolved = function (paths) {
  var path = '', i;
  for (i = paths.length - 1; i >= 0 && !isRooted(path); i--) {
    textOf(paths[i], 'paths[' + i + ']');
    if (paths[i] !== '') path = path === '' ? paths[i] : paths[i] + '/' + path;
  }
  return namesOf(path, true);
};
// Where the extension begins in what stands from `begin` to `end`; `end` when there is none.
var extensionOf = function (path, begin, end) {
  var at = end - 1;
  while (at > begin && path[at] !== '.') at--;
  if (at <= begin || (end - begin === 2 && path[begin] === '.' && path[end - 1] === '.')) return end;
  return at;
};
var path = {};
@define(path, 'resolve', function (paths) {
  '@{17;0;resolve}';
  return '/' + joined(resolved(paths), 0);
});
@define(path, 'normalize', function (path) {
  '@{1;1;normalize}';
  return normalized(textOf(path, 'path'));
});
@define(path, 'isAbsolute', function (path) {
  '@{1;1;isAbsolute}';
  return isRooted(textOf(path, 'path'));
});
@define(path, 'join', function (paths) {
  '@{17;0;join}';
  var text = '', i;
  for (i = 0; i < paths.length; i++)
    if (textOf(paths[i], 'path') !== '') text += (text === '' ? '' : '/') + paths[i];
  return normalized(text);
});
@define(path, 'relative', function (from, to) {
  '@{1;2;relative}';
  var here = resolved([textOf(from, 'from')]), there = resolved([textOf(to, 'to')]), same = 0, text = '', rest, i;
  while (same < here.length && same < there.length && here[same] === there[same]) same++;
  for (i = same; i < here.length; i++) text += i === same ? '..' : '/..';
  rest = joined(there, same);
  return text + (text !== '' && rest !== '' ? '/' : '') + rest;
});
@define(path, 'toNamespacedPath', function (path) {
  '@{1;1;toNamespacedPath}';
  return path;
});
@define(path, 'dirname', function (path) {
  '@{1;1;dirname}';
  var at;
  textOf(path, 'path');
  at = baseOf(path, endOf(path)) - 1;
  if (at > 1 || (at === 1 && path[0] !== '/')) return @sliceText(path, 0, at);
  return at === 1 ? '//' : isRooted(path) ? '/' : '.';
});
@define(path, 'basename', function (path, suffix) {
  '@{1;2;basename}';
  var end, begin, length;
  if (suffix !== undefined) textOf(suffix, 'suffix');
  textOf(path, 'path');
  if (suffix === path) return '';
  end = endOf(path);
  begin = path === '' || end === 1 && path[0] === '/' ? end : baseOf(path, end);
  length = suffix === undefined ? 0 : suffix.length;
  if (length > 0 && length < end - begin && @sliceText(path, end - length, end) === suffix) end -= length;
  return @sliceText(path, begin, end);
});
@define(path, 'extname', function (path) {
  '@{1;1;extname}';
  var end;
  textOf(path, 'path');
  end = endOf(path);
  return @sliceText(path, extensionOf(path, baseOf(path, end), end), end);
});
@define(path, 'parse', function (path) {
  '@{1;1;parse}';
  var end, begin, dot, rooted;
  textOf(path, 'path');
  rooted = isRooted(path);
  end = endOf(path);
  begin = rooted && end === 1 ? 1 : baseOf(path, end);
  dot = extensionOf(path, begin, end);
  return {root: rooted ? '/' : '', dir: begin > 1 ? @sliceText(path, 0, begin - 1) : rooted ? '/' : '', base: @sliceText(path, begin, end),
    ext: @sliceText(path, dot, end), name: @sliceText(path, begin, dot)};
});
@define(path, 'format', function (parts) {
  '@{1;1;format}';
  var folder, base, ext;
  if (!@isObject(parts))
    throw @coded(new @TypeError('The "pathObject" argument must be of type object. Received ' + @describe(parts)), 'ERR_INVALID_ARG_TYPE');
  folder = parts.dir || parts.root;
  base = parts.base;
  if (!base) {
    ext = parts.ext ? @string(parts.ext) : '';
    base = (parts.name ? @string(parts.name) : '') + (ext !== '' && ext[0] !== '.' ? '.' : '') + ext;
  }
  return !folder ? @string(base) : @string(folder) + (folder === parts.root ? '' : '/') + @string(base);
});
@define(path, 'sep', '/');
@define(path, 'delimiter', ':');
@define(path, 'posix', path);
@register('pathModule', path);
