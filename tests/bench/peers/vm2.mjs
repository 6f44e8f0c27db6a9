// vm2, a new VM for each program.
import { createRequire } from 'node:module';
import { serve } from './lines.mjs';

const { VM } = createRequire(process.env.PEERS + '/')('vm2');
serve((code) => new VM().run(code));
