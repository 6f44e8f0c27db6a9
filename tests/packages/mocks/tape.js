// As much of the test harness tape as the packages' own tests use: each test runs at once, and every assertion is counted.
'use strict';

const results = [];

function same(a, b, strict) {
  if (Object.is(a, b) || (!strict && a == b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b) || (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b))) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.prototype.hasOwnProperty.call(b, key) && same(a[key], b[key], strict));
}

class Test {
  constructor(name) {
    this.name = name;
    this.count = 0;
    this.failures = [];
  }
  check(right, what) {
    this.count++;
    if (!right) this.failures.push(String(what));
  }
  equal(a, b, message) { this.check(Object.is(a, b), message || `${a} is not ${b}`); }
  strictEqual(a, b, message) { this.equal(a, b, message); }
  notEqual(a, b, message) { this.check(!Object.is(a, b), message || `${a} is ${b}`); }
  same(a, b, message) { this.check(same(a, b, true), message || JSON.stringify([a, b])); }
  deepEqual(a, b, message) { this.same(a, b, message); }
  notSame(a, b, message) { this.check(!same(a, b, true), message || JSON.stringify([a, b])); }
  ok(value, message) { this.check(value, message || `${value} is not true`); }
  notOk(value, message) { this.check(!value, message || `${value} is true`); }
  fail(message) { this.check(false, message); }
  match(text, pattern, message) { this.check(pattern.test(text), message || `${text} does not match ${pattern}`); }
  throws(act, expected, message) {
    try {
      act();
    } catch (error) {
      this.check(!(expected instanceof RegExp) || expected.test(String(error)), message || String(error));
      return;
    }
    this.check(false, message || 'nothing was thrown');
  }
  doesNotThrow(act, message) {
    try { act(); this.check(true); } catch (error) { this.check(false, message || String(error)); }
  }
  plan(count) { this.planned = count; }
  end() { this.ended = true; }
  skip() {}
  test(name, act) { run(`${this.name} / ${name}`, act); }
}

function run(name, options, act = options) {
  if (options.skip) return;
  const test = new Test(name);
  try {
    act(test);
  } catch (error) {
    test.failures.push('threw ' + error);
  }
  if (test.planned !== undefined && test.planned !== test.count) test.failures.push(`${test.count} assertions of ${test.planned}`);
  results.push(test);
}

module.exports = run;
run.test = run;
run.skip = () => {};
// What has run since it was asked last.
run.takeResults = () => results.splice(0);
