// toFixed, toExponential, toPrecision: exact digits, halves away from zero, up to a hundred of them.
const row = (...values) => console.log(values.join(' '));
row((0.5).toFixed(0), (1.5).toFixed(0), (2.5).toFixed(0), (-2.5).toFixed(0), (-0.4).toFixed(0), (-0).toFixed(2));
row((1.005).toFixed(2), (1.45).toFixed(1), (8.345).toFixed(2), (0.000001).toFixed(7), (123.456).toFixed(0), (999.99).toFixed(1));
row((0.05).toFixed(1), (0.04).toFixed(1), (0.0000005).toFixed(6), (1e-7).toFixed(7), (1e-10).toFixed(2), (0).toFixed(3));
row((1e21).toFixed(2), (123456789012345680000).toFixed(1), NaN.toFixed(2), (-Infinity).toFixed(2));
row((0.1).toFixed(60));
row((1.25).toExponential(1), (1.35).toExponential(1), (123456).toExponential(), (123456).toExponential(2), (0).toExponential(2), (-1.5e-9).toExponential(0));
row((9.999e22).toExponential(1), (99.99).toExponential(1), Infinity.toExponential(200));
row((123.456).toPrecision(4), (0.000123).toPrecision(2), (1e21).toPrecision(3), (99.99).toPrecision(3), (0).toPrecision(4), (1234.5).toPrecision(4));
row((1e-7).toPrecision(1), (123456).toPrecision(2), (2.5).toPrecision(1), (25).toPrecision(1), (35).toPrecision(1), (1.5).toPrecision(undefined));
row((5e-324).toPrecision(100).length, (1.7976931348623157e308).toExponential(100).length);
for (const wrong of [() => (1).toFixed(101), () => (1).toFixed(-1), () => (1).toPrecision(0), () => (1).toPrecision(101), () => (1).toExponential(101)])
  try { wrong(); console.log('none'); } catch (error) { console.log(error.name); }
row(Number('+0x10'), Number('-0b1'), Number('0x10'), parseInt('-0x10'), Number(' 12 '), Number('\u180e1'));
