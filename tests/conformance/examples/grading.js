// What a grading system sends: a solution and the tests around it, one text.
const solution = (nums, target) => {
  const at = new Map();
  for (const [i, n] of nums.entries()) { if (at.has(target - n)) return [at.get(target - n), i]; at.set(n, i); }
  return null;
};
const cases = [[[2, 7, 11, 15], 9, [0, 1]], [[3, 3], 6, [0, 1]], [[1, 2], 10, null]];
const report = cases.map(([nums, target, expected], i) => {
  const got = solution(nums, target);
  const ok = JSON.stringify(got) === JSON.stringify(expected);
  console.log(`case ${i + 1}: ${ok ? 'ok' : `expected ${expected}, got ${got}`}`);
  return ok;
});
({ passed: report.filter(Boolean).length, of: report.length });
