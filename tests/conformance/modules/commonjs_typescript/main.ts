// TypeScript as CommonJS and as modules, found without endings and under their JavaScript names.
import shapes = require('./lib/shapes');
const { area } = require('./lib/area') as { area: (s: unknown) => number };
const twice: number = require('./lib/twice.js').twice(4);
console.log(area(new shapes.Square(3)), twice, shapes.Kind.Round);
twice satisfies number;
