// A new worker thread for each program.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { serve } from './lines.mjs';

serve(async (code) => {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage(eval(${JSON.stringify(code)}))`, { eval: true });
  const [value] = await once(worker, 'message');
  await worker.terminate();
  return value;
});
