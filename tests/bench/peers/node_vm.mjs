// node:vm, a new context for each program.
import vm from 'node:vm';
import { serve } from './lines.mjs';

serve((code) => vm.runInNewContext(code));
