console.log(0b101, 0o17, 0xff, 0B1, 0O7, 0XF, 1_000_000, 0xff_ff, 1_0.0_1e1_0, .5, 5., 1e3, 0b1_1);
console.log(017, 08, 09.5, 0777 === 511);
for (const bad of ['1__0', '1_', '_1', '0_1', '0x_1', '1_.0', '1e_1', '0b2', '0o8', '3in []', '1n1', '"use strict"; 010', '"use strict"; 09']) {
  try { (0, eval)(bad); console.log(bad, 'accepted'); } catch (e) { console.log(bad, e.name); }
}
5..toFixed(1);
