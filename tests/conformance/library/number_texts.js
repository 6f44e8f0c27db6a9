// Every road from a text to a number gives the nearest double, whatever stands around the digits and however many there are.
const {log} = console;
const show = (...values) => log(values.map((value) => Object.is(value, -0) ? '-0' : String(value)).join(' '));
const long = '9007199254740993' + '.' + '0'.repeat(900) + '1';

show(parseInt('9007200463033685.0'), parseInt(' 9007199254740993 '), parseInt('-9007199254740995px'), parseInt('18014398509481987e3'));
show(Number('  1e23 '), +'0.1e1', +'\n9007199254740993\t', +'+9007199254740995.', +'-.5e-1', +'1.', +'007e1', +'5e-324', +'2.4703282292062328e-324');
show(parseFloat('1.7976931348623157e308xyz'), parseFloat('9007199254740993.0.1'), parseFloat('.1e-2e5'), parseFloat('1e+'), parseFloat('1e-x'), parseFloat('-.5.5'));
show(Number(long), parseFloat(long + 'x'), JSON.parse(`[${long}]`)[0], (0, eval)(long), JSON.parse('{"a": -9007199254740995.0 }').a);
show(Number('9007199254740993'), 9007199254740993, 9007199254740993.000000000000000000001, 0x20000000000001, 0b100000000000000000000000000000000000000000000000000011);

// Radices that are powers of two: half goes to the even one, and a hair more goes up.
for (const [radix, half, more] of [[2, '1' + '0'.repeat(52) + '1', '1' + '0'.repeat(52) + '1' + '0'.repeat(40) + '1'],
                                   [4, '1' + '0'.repeat(26) + '2', '1' + '0'.repeat(26) + '2' + '0'.repeat(40) + '1'],
                                   [8, '4' + '0'.repeat(16) + '40', '4' + '0'.repeat(16) + '40' + '0'.repeat(40) + '1'],
                                   [16, '20000000000001', '200000000000010000000000000000000001'],
                                   [32, '100000000001', '1000000000010000000000000000000001']])
  show(radix, parseInt(half, radix), parseInt(more + ' rest', radix), parseInt('-' + '11'.repeat(30), radix));
show(Number('0x20000000000001'), Number(' 0X20000000000003\n'), Number('0b' + '1'.repeat(54)), Number('0o' + '7'.repeat(19)), Number('0x' + 'f'.repeat(300)));
show(parseInt('0x20000000000003.8'), parseInt('0x20000000000003', 16), parseInt('0x1', 8), parseInt('1' + '0'.repeat(308)), parseInt('1' + '0'.repeat(309)));
for (const radix of [3, 5, 7, 11, 13, 26, 36]) show(radix, parseInt('1201021'.repeat(6), radix), parseInt('12a1'.repeat(8), radix));

// What is no number.
const none = ['+', '-', '.', 'e1', '1e', '1e+', '+-1', '- 1', '--1', '1 2', '1_0', '0x', '0xg', '-0x1', '+0b1', '0b2', '0o8', '1n', 'infinity', 'Infinityx', '1\0', '\0', '\u180e1', '1\u200b', 'nan', '0x1.8', '0x1p3'];
for (const text of none) show(JSON.stringify(text), Number(text), parseFloat(text), parseInt(text));
const white = '\t\v\f \xa0\ufeff\n\r\u2028\u2029\u1680\u2000\u200a\u202f\u205f\u3000';
show(Number(white), Number(white + '-0' + white), parseFloat(white + '1.5' + white), parseInt(white + '+7' + white), Number('-Infinity '), parseFloat(' +Infinityx'));
for (const text of ['01', '+1', '1.', '.5', '-', '1e', '-01', '0x1', 'Infinity', '1 2', '--1', '1e+', '1\0'])
  try { show(text, JSON.parse(text)); } catch (error) { show(error.name); }
show(JSON.parse('-0'), JSON.parse('-0.0e-0'), JSON.parse(' 1E400 '), JSON.parse('1e-400'), parseInt('-0'), parseFloat('-0.0'), +'-0e5');

// Exponents that no integer holds, and digits that outweigh them.
show(Number('1e99999999999999999999'), Number('1e-99999999999999999999'), Number('0e99999999999999999999'), Number('-0.0e99999999999999999999'));
show(Number('0.' + '0'.repeat(20000) + '1e20001'), Number('1' + '0'.repeat(20000) + 'e-20000'), parseFloat('1' + '0'.repeat(400) + 'e-400z'));
const views = new Float64Array(4);
views['3.0'] = 1;
show(views[3], '1e3' * 1, '0x10' | 0, '9007199254740993' == 9007199254740992, [10, 9][' 1'], new Date('9007199254740993').getTime());
