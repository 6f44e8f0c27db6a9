// import of CommonJS: default is module.exports, names are its properties; evaluated in its turn.
import './first.mjs';
import lib, { a, greet as hello } from './lib.cjs';
import * as ns from './lib.cjs';
import { a as again } from './star.mjs';
console.log(lib.a, a, again, hello('you'), ns.default === lib, Object.keys(ns).filter((k) => k !== 'module.exports').join());
lib.a = 'changed';
console.log(a, lib.a);
console.log((await import('./lib.cjs')) === ns);
export default typeof require;
