import './c.mjs';
import { list } from './list.mjs';
list.push('a');
