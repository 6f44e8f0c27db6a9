// BigInts as people write them: every digit counts.
const big = 1234567890123456789012345n;
const options = [undefined, {}, {minimumFractionDigits: 2}, {style: 'percent'}, {style: 'currency', currency: 'USD'}, {style: 'currency', currency: 'EUR', currencySign: 'accounting'},
  {maximumSignificantDigits: 3}, {useGrouping: false}, {signDisplay: 'always'}, {minimumIntegerDigits: 4}, {notation: 'compact', maximumFractionDigits: 1}, {style: 'unit', unit: 'meter'}];
for (const option of options)
  console.log(JSON.stringify(option), [0n, 1n, -5n, 999n, 1000n, -123456n, 98765432109876n].map((n) => n.toLocaleString('en-US', option)).join(' | '));
const format = new Intl.NumberFormat();
console.log(big.toLocaleString(), (-big).toLocaleString(), format.format(big), format.format(-big), format.format(Object(7n)), [big, -1n].toLocaleString(), new BigInt64Array([-12345n]).toLocaleString());
console.log(format.format('12'), format.format({valueOf: () => 12345n}), format.format(-0), format.format(undefined), format.format(null), format.format([1e6]));
console.log(JSON.stringify(format.formatToParts(-12345n)));
console.log(BigInt.prototype.toLocaleString.length, BigInt.prototype.toLocaleString.name, Object.getOwnPropertyNames(BigInt.prototype).join());
for (const wrong of [() => BigInt.prototype.toLocaleString.call(1), () => BigInt.prototype.toLocaleString.call({}), () => (1n).toLocaleString('en', null), () => format.format(Symbol()), () => new Intl.PluralRules('en').select(1n), () => (1n).toLocaleString('a_b')])
  try { console.log(wrong()); } catch (error) { console.log(error.name); }
