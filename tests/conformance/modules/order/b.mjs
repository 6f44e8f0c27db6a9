import { list } from './list.mjs';
import './c.mjs';
list.push('b');
