const url = new URL('../b c?x=1&y=ä#frag', 'https://user:p%40ss@Example.COM:8080/a/d/e');
for (const key of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) console.log(key, url[key]);
console.log(String(url) === url.href, JSON.stringify({ url }), url.searchParams === url.searchParams);
url.searchParams.append('z', '1 2');
console.log(url.search);
url.search = '?only=1';
console.log(url.searchParams.toString(), url.searchParams.get('only'), url.searchParams.get('x'));
url.hostname = 'other.org';
url.port = '443';
url.pathname = '/p q/é';
url.hash = 'h i';
url.protocol = 'http';
url.username = 'a:b';
console.log(url.href);
url.href = 'http://new/?k=v';
console.log(url.href, url.searchParams.get('k'));
console.log(URL.canParse('x:'), URL.canParse('nope'), URL.canParse('p', 'http://h'));
for (const bad of ['', 'nope', 'http://', 'http://a b', 'http://[1]'])
  try {
    new URL(bad);
  } catch (e) {
    console.log(e.name, e.code, e.message, JSON.stringify(e.input), e.base);
  }
try {
  new URL('x', 'y');
} catch (e) {
  console.log(e.code, e.base);
}
for (const bad of [() => URL('http://a'), () => new URL(), () => URL.prototype.href, () => { url.href = 'bad'; }])
  try {
    console.log(bad());
  } catch (e) {
    console.log(e.name);
  }
const params = new URLSearchParams('?a=1&b=2&a=3&c=%20+%zz&=e&f&%F0%9F%98%80=x');
console.log(params.size, params.getAll('a').join(), params.has('a', '3'), params.has('a', '9'), escape(params.get('c')), params.get(''), params.get('f'), params.get('none'));
console.log([...params].map(([k, v]) => escape(k) + ':' + escape(v)).join(' '), [...params.keys()].length, [...params.values()][0]);
params.set('a', 'new');
params.delete('b');
params.append('q', "a&b='()~*-._é");
params.sort();
console.log(params.toString());
params.delete('a', 'other');
params.forEach((value, key, all) => console.log(escape(key), escape(value), all === params));
console.log(String(new URLSearchParams({ a: 1, b: 'x y' })), String(new URLSearchParams([['a', 'b'], ['a', 'c']])), String(new URLSearchParams(new URLSearchParams('z=1'))), String(new URLSearchParams(new Map([['m', 'n']]))), String(new URLSearchParams()));
for (const bad of [() => new URLSearchParams([['a']]), () => new URLSearchParams([1]), () => params.append('a'), () => params.get(), () => params.forEach(1), () => URLSearchParams.prototype.get.call({}, 'a')])
  try {
    bad();
    console.log('accepted');
  } catch (e) {
    console.log(e.name, e.code);
  }
const iterator = params.entries();
console.log(Object.prototype.toString.call(iterator), iterator[Symbol.iterator]() === iterator, iterator.next().done);
console.log(Object.prototype.toString.call(url), Object.prototype.toString.call(params), URL.name, URL.length, params[Symbol.iterator] === params.entries, 'href' in URL.prototype);
void 0;
