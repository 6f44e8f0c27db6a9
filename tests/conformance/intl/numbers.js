const show = (options, ...numbers) => console.log(...numbers.map((n) => n.toLocaleString('en-US', options)));
show(undefined, 0, -0, 1, 999, 1000, 1234567.891, 0.0005, 1e21, 1.005, -5.5, NaN, Infinity, 123456789012345680000);
show({ maximumFractionDigits: 2 }, 1.005, 2.345, 1.999, 0.001);
show({ minimumFractionDigits: 2 }, 1, 1.5, 1.23456);
show({ minimumFractionDigits: 2, maximumFractionDigits: 2 }, 1234.5, 0.125, 0.135);
show({ maximumSignificantDigits: 3 }, 123456, 0.00123456, 1, 99.96);
show({ minimumSignificantDigits: 4 }, 1, 12.3, 0);
show({ minimumIntegerDigits: 3 }, 5, 1234);
show({ useGrouping: false }, 1234567);
show({ style: 'percent' }, 0.256, 1, -0.5);
show({ style: 'percent', maximumFractionDigits: 1 }, 0.2567);
show({ style: 'currency', currency: 'USD' }, 1234.5, -3, 0.005);
show({ style: 'currency', currency: 'EUR' }, 1);
show({ style: 'currency', currency: 'JPY' }, 1234.5);
show({ style: 'currency', currency: 'CHF' }, 1234.5);
show({ style: 'currency', currency: 'USD', currencyDisplay: 'code' }, 5);
show({ style: 'currency', currency: 'USD', currencyDisplay: 'name' }, 1, 2);
show({ style: 'currency', currency: 'USD', currencySign: 'accounting' }, -5);
show({ style: 'currency', currency: 'USD', maximumFractionDigits: 0 }, 1234.5);
show({ notation: 'compact' }, 5, 999, 1234, 12345, 123456, 999999, 1.5e6, 1e9, 2.5e12, 1e16);
show({ notation: 'compact', compactDisplay: 'long' }, 1234, 1.5e6);
show({ notation: 'scientific' }, 123456, 0.00012, 0);
show({ notation: 'engineering' }, 123456, 1234);
show({ style: 'unit', unit: 'kilometer' }, 5, 1);
show({ style: 'unit', unit: 'liter', unitDisplay: 'long' }, 1, 16);
show({ style: 'unit', unit: 'celsius' }, 21);
show({ style: 'unit', unit: 'megabyte', unitDisplay: 'narrow' }, 3);
show({ signDisplay: 'always' }, 1, -1, 0);
show({ signDisplay: 'exceptZero' }, 1, -1, 0);
show({ signDisplay: 'never' }, -1);
console.log(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).formatToParts(-1234.5).map((p) => p.type + ':' + p.value).join(' '));
console.log([1, 2, 3].map(new Intl.NumberFormat('en', { minimumFractionDigits: 1 }).format).join());
for (const bad of [{ style: 'x' }, { style: 'currency' }, { maximumFractionDigits: 101 }, { style: 'currency', currency: 'US' }, { style: 'unit' }])
  try {
    new Intl.NumberFormat('en-US', bad);
  } catch (e) {
    console.log(e.name);
  }
const cardinal = new Intl.PluralRules('en-US'), ordinal = new Intl.PluralRules('en-US', { type: 'ordinal' });
console.log([0, 1, 2, 1.5].map((n) => cardinal.select(n)).join(), [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101, 111].map((n) => ordinal.select(n)).join());
console.log([1234.5, 'a', null].toLocaleString(), String(Intl), Object.prototype.toString.call(cardinal));
void 0;
