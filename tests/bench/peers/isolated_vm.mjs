// isolated-vm, a new isolate for each program.
import { createRequire } from 'node:module';
import { serve } from './lines.mjs';

const ivm = createRequire(process.env.PEERS + '/')('isolated-vm');
serve(async (code) => {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const context = await isolate.createContext();
  const value = await context.eval(code);
  isolate.dispose();
  return value;
});
