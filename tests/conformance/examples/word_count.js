const text = `the quick brown fox jumps over the lazy dog the end`;
const counts = new Map();
for (const word of text.split(/\s+/)) counts.set(word, (counts.get(word) ?? 0) + 1);
const top = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 3);
for (const [word, n] of top) console.log(`${word.padEnd(6)}|${'#'.repeat(n)}`);
Object.fromEntries(top);
