// JSON Schema: draft-07 and 2020-12, references, formats, keywords of one's own, code generation.
const Ajv = require('ajv');
const Ajv2019 = require('ajv/dist/2019');
const Ajv2020 = require('ajv/dist/2020');
const addFormats = require('ajv-formats');
const standaloneCode = require('ajv/dist/standalone').default;

const show = (label, value) => console.log(label + ':', JSON.stringify(value));
const errors = (validate) => (validate.errors || []).map((e) => [e.instancePath, e.schemaPath, e.keyword, e.message, e.params]);

const ajv = new Ajv({allErrors: true, strict: true});
addFormats(ajv);
const loose = addFormats(new Ajv({allErrors: true, strict: 'log', strictTypes: false}));
const person = {
  $id: 'https://example.com/person.json',
  type: 'object',
  properties: {
    name: {type: 'string', minLength: 1, maxLength: 20},
    age: {type: 'integer', minimum: 0, exclusiveMaximum: 150},
    email: {type: 'string', format: 'email'},
    born: {type: 'string', format: 'date'},
    tags: {type: 'array', items: {type: 'string', pattern: '^[\\p{L}\\d-]+$'}, uniqueItems: true, maxItems: 3},
    address: {$ref: '#/definitions/address'},
    friends: {type: 'array', items: {$ref: '#'}},
  },
  required: ['name', 'age'],
  additionalProperties: false,
  definitions: {address: {type: 'object', properties: {street: {type: 'string'}, zip: {type: 'string', pattern: '^\\d{5}$'}}, required: ['zip'], dependencies: {street: ['zip']}}},
};
const validate = ajv.compile(person);
for (const data of [
  {name: 'Ada', age: 36, email: 'ada@example.com', born: '1815-12-10', tags: ['maths', 'été'], friends: [{name: 'Grace', age: 85}]},
  {name: '', age: 150.5, email: 'nobody', born: '1815-13-10', tags: ['a', 'a', 'b c', 'd'], extra: 1},
  {name: 'x', age: 1, address: {street: 's'}, friends: [{name: 'y', friends: [{name: '🦊'.repeat(21), age: -1}]}]},
  null, [], 'text',
]) {
  show('person', [validate(data), errors(validate)]);
}
console.log(ajv.errorsText(validate.errors), '|', ajv.errorsText([{instancePath: '/a', message: 'is odd'}], {dataVar: 'it', separator: '; '}));

const formats = {date: ['2020-02-29', '2019-02-29'], time: ['12:30:45Z', '25:00:00Z'], 'date-time': ['2020-01-01T00:00:00.5+01:00', '2020-01-01'], duration: ['P1Y2M3DT4H', 'P'], uri: ['https://a.b/c?d#e', 'a b'],
  'uri-reference': ['../x', '\\'], 'uri-template': ['/a/{b}', '/a/{b'], url: ['http://example.com', 'http://'], email: ['a.b@c.d', 'a@'], hostname: ['a-b.c', '-a'], ipv4: ['127.0.0.1', '256.1.1.1'], ipv6: ['::1', '1:2'],
  regex: ['^(a|b)$', '['], uuid: ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'x'], 'json-pointer': ['/a/b~1c', 'a~2'], 'relative-json-pointer': ['1/a', '/'], byte: ['aGk=', 'a'], int32: [5, 2 ** 31], int64: [5, 0.5], float: [0.5], double: [1e300]};
for (const [format, samples] of Object.entries(formats)) {
  const type = typeof samples[0];
  const check = ajv.compile({type, format});
  show(format, samples.map((sample) => check(sample)));
}

const defs = {$id: 'https://example.com/defs.json', definitions: {int: {type: 'integer'}, str: {$id: '#text', type: 'string'}, tree: {type: 'object', properties: {value: {$ref: '#/definitions/int'}, children: {type: 'array', items: {$ref: '#/definitions/tree'}}}, required: ['value']}}};
const many = new Ajv({schemas: [defs, {$id: 'https://example.com/main.json', type: 'object', properties: {n: {$ref: 'defs.json#/definitions/int'}, t: {$ref: 'defs.json#/definitions/tree'}}}]});
const main = many.getSchema('https://example.com/main.json');
const deep = {value: 0, children: []};
let at = deep;
for (let i = 1; i < 300; i++) { at.children.push({value: i, children: []}); at = at.children[0]; }
show('references', [main({n: 1, t: deep}), (at.value = 'leaf', main({n: 1, t: deep})), main.errors[0].instancePath.length]);
try { many.compile({$ref: 'missing.json'}); } catch (error) { console.log(error.constructor.name, error.missingRef, error.message); }

const combined = new Ajv({useDefaults: true, coerceTypes: 'array', removeAdditional: 'all', discriminator: true, allowUnionTypes: true});
const shape = combined.compile({type: 'object', discriminator: {propertyName: 'kind'}, required: ['kind'], oneOf: [
  {properties: {kind: {const: 'circle'}, r: {type: 'number', default: 1}}}, {properties: {kind: {enum: ['box', 'square']}, sides: {type: 'array', items: {type: 'number'}}}, required: ['sides']}]});
for (const data of [{kind: 'circle', r: '2.5'}, {kind: 'box', sides: '3'}, {kind: 'hexagon'}, {kind: 'square'}]) show('discriminator', [shape(data), data, errors(shape)]);
const defaults = combined.compile({type: 'object', properties: {a: {type: 'integer', default: 5}, b: {type: 'array', default: [], items: {type: 'number'}}, c: {type: ['string', 'null'], default: null}, d: {type: 'object', properties: {e: {type: 'boolean', default: true}}, default: {}}}});
const filled = {a: '7', x: 1};
show('defaults, coercion', [defaults(filled), filled]);

const logic = loose.compile({if: {type: 'number'}, then: {multipleOf: 0.01, not: {const: 13}}, else: {anyOf: [{type: 'boolean'}, {type: 'null'}, {allOf: [{type: 'string'}, {minLength: 3}]}]}});
for (const data of [1.01, 0.335, 13, true, null, 'abc', 'ab', {}]) show('logic ' + JSON.stringify(data), [logic(data), (logic.errors || []).length]);

const own = new Ajv({allErrors: true, $data: true, verbose: true});
own.addKeyword({keyword: 'even', type: 'number', schemaType: 'boolean', error: {message: (cxt) => 'must be ' + (cxt.schema ? 'even' : 'odd')}, compile: (schema) => (data) => (data % 2 === 0) === schema});
own.addKeyword({keyword: 'range', type: 'number', macro: ([minimum, maximum]) => ({minimum, maximum}), metaSchema: {type: 'array', minItems: 2, items: {type: 'number'}}});
own.addKeyword({keyword: 'upper', type: 'string', modifying: true, validate: (schema, data, parent, context) => { context.parentData[context.parentDataProperty] = data.toUpperCase(); return true; }});
own.addFormat('palindrome', (text) => text === [...text].reverse().join(''));
const custom = own.compile({type: 'object', properties: {n: {type: 'number', even: true, range: [2, 8]}, s: {type: 'string', upper: true}, p: {type: 'string', format: 'palindrome'}, max: {type: 'number'}, v: {type: 'number', maximum: {$data: '1/max'}}}});
const input = {n: 9, s: 'abc', p: 'anna', max: 5, v: 6};
show('own keywords', [custom(input), input.s, errors(custom).map((e) => [e[0], e[2], e[3]])]);
try { own.compile({type: 'number', range: [1]}); } catch (error) { console.log(error.message); }
try { new Ajv().compile({type: 'object', unknownKeyword: 1}); } catch (error) { console.log(error.message); }
try { new Ajv().compile({type: 'strange'}); } catch (error) { console.log(error.message); }

const draft2020 = new Ajv2020();
const tuple = draft2020.compile({$id: 'https://example.com/tree', $dynamicAnchor: 'node', type: 'object', properties: {pair: {type: 'array', prefixItems: [{type: 'string'}, {type: 'number'}], minItems: 2, items: false}, children: {type: 'array', items: {$dynamicRef: '#node'}}}, unevaluatedProperties: false});
for (const data of [{pair: ['a', 1]}, {pair: ['a', 1, 2]}, {children: [{children: [{pair: [1, 'a']}]}]}, {other: 1}]) show('2020', [tuple(data), errors(tuple)]);
const draft2019 = new Ajv2019();
const dependent = draft2019.compile({type: 'object', dependentRequired: {card: ['address']}, minContains: 2, contains: {type: 'number'}, dependentSchemas: {a: {required: ['b']}}});
show('2019', [dependent({card: 1}), dependent({card: 1, address: 2}), dependent({a: 1})]);

// Async validation.
own.addKeyword({keyword: 'known', async: true, type: 'string', validate: (known, text) => Promise.resolve(known.includes(text))});
const asynchronous = own.compile({$async: true, type: 'object', properties: {id: {type: 'string', known: ['a', 'b']}}});
// A module of its own, as text; and a schema of some size.
const standalone = new Ajv({code: {source: true, lines: true}});
const text = standaloneCode(standalone, standalone.compile({$id: 'm', type: 'object', properties: {n: {type: 'integer', maximum: 9}}, required: ['n']}));
const made = {exports: {}};
new Function('module', 'exports', 'require', text)(made, made.exports, require);
show('standalone', [text.length > 500, made.exports({n: 3}), made.exports({n: 10}), made.exports({})]);
const wide = {type: 'object', properties: {}, required: []};
for (let i = 0; i < 200; i++) { wide.properties['field' + i] = {type: i % 2 ? 'string' : 'integer', ...(i % 3 ? {} : {enum: i % 2 ? ['x', 'y'] : [1, 2, i]})}; wide.required.push('field' + i); }
const check = ajv.compile(wide);
const row = Object.fromEntries(wide.required.map((key, i) => [key, i % 2 ? 'x' : i % 3 ? i : 2]));
show('wide', [check(row), check({...row, field7: 7, field9: 'z', field0: undefined}), check.errors.length]);

asynchronous({id: 'a'}).then((data) => show('async', data))
  .then(() => asynchronous({id: 'c'}))
  .catch((error) => console.log(error.constructor.name, error.message, error.errors[0].keyword, error instanceof Ajv.ValidationError));
