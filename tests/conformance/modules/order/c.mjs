import { list } from './list.mjs';
list.push('c');
