// quickjs-emscripten, a new runtime and context for each program.
import { createRequire } from 'node:module';
import { serve } from './lines.mjs';

const { getQuickJS } = createRequire(process.env.PEERS + '/')('quickjs-emscripten');
const quickjs = await getQuickJS();
serve((code) => {
  const runtime = quickjs.newRuntime();
  const context = runtime.newContext();
  const result = context.unwrapResult(context.evalCode(code));
  const value = context.dump(result);
  result.dispose();
  context.dispose();
  runtime.dispose();
  return value;
});
