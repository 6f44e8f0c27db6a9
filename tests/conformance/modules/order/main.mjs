// Evaluation: children first, each once, in the order of the imports.
import './a.mjs';
import { list } from './list.mjs';
import './b.mjs';
import './a.mjs';
list.push('main');
console.log(list.join());
