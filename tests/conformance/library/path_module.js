// The module `path`: every function on paths with all that can be odd about them.
const path = require('path');

const odd = ['', '.', '..', '/', '//', '///', 'a', '/a', '//a', 'a/', '/a/', 'a//', 'a/b', '/a/b', 'a//b', '/a//b/', './a', '../a', '/../a', 'a/..', 'a/../..', 'a/../../b', './', '../', '/./', 'a/./b',
  'a.txt', '/x/a.tar.gz', '.bashrc', '.bashrc.bak', 'a.', 'a..', '...', '..a', 'a..b', 'x/.', 'x/..', 'x/...', 'x/.y/', 'ü/🦊.b', 'a b/c d.e f', '/a/b/c/d/', '/a/./b/../../c', '..//..//a', 'a\\b/c', '.a/.b/.c'];
for (const one of odd) console.log(JSON.stringify([one, path.normalize(one), path.dirname(one), path.basename(one), path.extname(one), path.isAbsolute(one), path.format(path.parse(one))]), JSON.stringify(path.parse(one)));
for (const [base, suffix] of [['a.html', '.html'], ['/x/a.html/', '.html'], ['.html', '.html'], ['a.html', 'a.html'], ['/x/a', 'a'], ['/x/a.b', 'c'], ['ab', 'xab'], ['a.b.b', '.b'], ['/', '/'], ['aa', 'a']]) console.log(base, suffix, JSON.stringify(path.basename(base, suffix)));
console.log(path.join('/foo', 'bar', 'baz/asdf', 'quux', '..'), path.join('', ''), path.join(), path.join('a', '', '..', '..', 'b/'), path.join('/', '/a', '//b'));
console.log(path.resolve('/foo/bar', './baz'), path.resolve('/foo', '/tmp/file/', '..'), path.resolve('/a/b', '', '../../../c'), path.resolve('/a/', 'b//c/.'));
for (const [from, to] of [['/a/b/c', '/a/d'], ['/a', '/a'], ['/a/b', '/a'], ['/', '/a/b'], ['/a/bc', '/a/b'], ['/a/b/', '/a/b/c/d'], ['/x/y', '/'], ['/a/../b', '/b/c']]) console.log(from, to, JSON.stringify(path.relative(from, to)));
console.log(path.format({root: '/', base: 'a'}), path.format({dir: '/x', name: 'n', ext: '.e'}), path.format({root: '/', dir: '/', name: 'n'}), JSON.stringify(path.format({})), path.format({dir: '/x', root: '/r', base: 'b', name: 'no'}));
console.log(path.sep, path.delimiter, path.posix === path, path === require('node:path'), path === require('path/posix'), path.toNamespacedPath('/a'));
for (const bad of [undefined, null, 5, {}, []]) {
  for (const name of ['normalize', 'join', 'dirname', 'parse', 'isAbsolute', 'extname', 'basename']) {
    try { path[name](bad); console.log(name, 'took it'); } catch (error) { console.log(error.name, error.code); }
  }
}
try { path.relative('/a'); } catch (error) { console.log(error.message); }
try { path.join('a'); path.join('a', undefined); } catch (error) { console.log(error.message); }
try { path.format(); } catch (error) { console.log(error.message); }
console.log(path.join.name, path.join.length, path.basename.length, path.relative.length);
// However long: in time that grows with the length.
console.log(path.normalize('a/../'.repeat(20000) + 'b'), path.resolve('/', 'x/'.repeat(20000) + '../'.repeat(19999)), path.dirname('/'.repeat(50000) + 'a').length, path.extname('.'.repeat(50000)), path.join(...Array.from({length: 5000}, () => 'p')).length);

// What a program does to the language's own methods changes nothing.
String.prototype.charCodeAt = String.prototype.slice = Array.prototype.push = Array.prototype.join = () => 'broken';
console.log(path.normalize('/a/b/../c/./d'), path.relative('/a/b', '/c'));
