// UUIDs: those that are functions of their input exactly, those that are chance by their form.
import {v1, v3, v4, v5, v6, v7, v1ToV6, v6ToV1, NIL, MAX, parse, stringify, validate, version} from 'uuid';

const DNS = v5.DNS, URL_SPACE = v5.URL;
console.log(NIL, MAX, DNS, URL_SPACE);
console.log('v3', v3('hello.example.com', DNS), v3('http://example.com/hello', URL_SPACE), v3('', NIL));
console.log('v5', v5('hello.example.com', DNS), v5('http://example.com/hello', URL_SPACE), v5('grüße 🦊', '1b671a64-40d5-491e-99b0-da01ff1f3341'), v5('x'.repeat(10000), DNS));
console.log('v5, bytes', v5([1, 2, 3], DNS), Array.from(v5('a', DNS, new Uint8Array(20), 2)).join(' '));
const options = {node: [0x01, 0x23, 0x45, 0x67, 0x89, 0xab], clockseq: 0x1234, msecs: new Date('2011-11-01').getTime(), nsecs: 5678};
console.log('v1', v1(options), 'v6', v6(options), v1ToV6(v1(options)), v6ToV1(v6(options)) === v1(options));
console.log('v4', v4({random: [0x10, 0x91, 0x56, 0xbe, 0xc4, 0xfb, 0xc1, 0xea, 0x71, 0xb4, 0xef, 0xe1, 0x67, 0x1c, 0x58, 0x36]}));
console.log('v7', v7({msecs: 1644710400000, seq: 0x12345678, random: Uint8Array.from({length: 16}, (_, i) => i * 16)}));
const bytes = parse('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b');
console.log('parse', Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(' '), stringify(bytes), bytes.constructor.name);
for (const bad of ['', 'not a uuid', '6ec0bd7f-11c0-43da-975e-2a8ad9ebae0', 5, null]) {
  try { console.log(validate(bad), parse(bad)); } catch (error) { console.log(validate(bad), String(error)); }
}
try { v3('x', 'no namespace'); } catch (error) { console.log(String(error)); }
const made = [v1(), v4(), v6(), v7(), v3('a', DNS), v5('a', DNS), NIL, MAX];
console.log(made.map((id) => [id.length, validate(id), version(id)].join('/')).join(' '));
const many = new Set();
for (let i = 0; i < 3000; i++) many.add(v4());
console.log('v4, all different:', many.size, [...many].every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
const ordered = Array.from({length: 2000}, () => v7());
console.log('v7, in order:', ordered.every((id, i) => i === 0 || ordered[i - 1] < id), new Set(ordered).size);
const sequence = Array.from({length: 500}, () => v1());
console.log('v1, all different:', new Set(sequence).size, new Set(sequence.map((id) => id.slice(-12))).size);
