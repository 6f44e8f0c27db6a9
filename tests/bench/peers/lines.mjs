// A program a line on stdin, its value a line on stdout: how bench_isobox talks to peers that live in a server. `run` gives a
// fresh place to each program. Runs as the user; part of scripts/bench --peers.
import { createInterface } from 'node:readline';

export function serve(run) {
  const lines = createInterface({ input: process.stdin });
  let last = Promise.resolve();
  lines.on('line', (line) => {
    last = last.then(async () => process.stdout.write(String(await run(line)) + '\n'));
  });
}
