console.log('must not run');
import { absent } from './lib.mjs';
