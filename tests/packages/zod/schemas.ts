// Schemas with their types: objects, unions, transforms, errors.
import { z, ZodError } from 'zod';

const show = (label: string, value: unknown): void => console.log(label + ':', JSON.stringify(value));
const result = (schema: z.ZodTypeAny, value: unknown): unknown => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : parsed.error.issues.map((issue) => [issue.code, issue.path.join('.'), issue.message]);
};

const User = z.object({
  name: z.string().trim().min(1, 'a name, please').max(20),
  email: z.string().email(),
  age: z.number().int().positive().optional(),
  role: z.enum(['admin', 'user']).default('user'),
  tags: z.array(z.string().regex(/^[a-z]+$/)).nonempty().max(3).catch(['none']),
  address: z.object({ street: z.string(), zip: z.string().length(5) }).partial().nullish(),
});
type User = z.infer<typeof User>;
const ada: User = User.parse({ name: '  Ada ', email: 'ada@example.com', age: 36, tags: ['maths'], extra: true });
show('user', ada);
for (const bad of [{}, { name: '', email: 'x', age: -1.5, role: 'king', tags: [] }, null, { name: 'a', email: 'a@b.cd', tags: ['A'], address: { zip: '123' } }]) show('user?', result(User, bad));
show('strict', [result(User.pick({ name: true }).strict(), { name: 'a', b: 1, c: 2 }), result(User.omit({ email: true }).passthrough(), { name: 'a', tags: ['x'], more: 1 }), result(User.extend({ id: z.number() }).shape.id, 'x'), Object.keys(User.keyof().enum)]);
show('deep partial', result(User.deepPartial(), { address: { zip: '12345' } }));

const strings: [string, z.ZodTypeAny, unknown[]][] = [
  ['url', z.string().url(), ['https://a.b/c', 'nope']], ['uuid', z.string().uuid(), ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'x']], ['datetime', z.string().datetime({ offset: true }), ['2020-01-01T00:00:00+02:00', '2020-01-01']],
  ['date', z.string().date(), ['2020-02-29', '2021-02-29']], ['ip', z.string().ip(), ['127.0.0.1', '::1', '1.2.3.4.5']], ['emoji', z.string().emoji(), ['🦊', 'x']], ['includes', z.string().includes('b').startsWith('a').endsWith('c'), ['abc', 'b']],
  ['cuid', z.string().cuid(), ['cjld2cjxh0000qzrmn831i7rn', 'x']], ['base64', z.string().base64(), ['aGk=', '*']], ['jwt', z.string().jwt(), ['a.b.c']], ['number', z.number().multipleOf(0.1).finite(), [0.3, 0.35, Infinity, NaN]], ['safe', z.number().safe().gte(5).lt(10), [5, 10, 2 ** 60]],
  ['date object', z.date().min(new Date(0)), [new Date(5), new Date(-5), new Date(NaN), '2020']], ['coerced', z.coerce.number(), ['12', 'x', true, null]], ['coerced date', z.coerce.date(), ['2020-01-01', 'x']], ['coerced boolean', z.coerce.boolean(), ['', 'false']],
  ['literal', z.literal('a'), ['a', 'b']], ['never', z.never(), [1]], ['tuple', z.tuple([z.string(), z.number()]).rest(z.boolean()), [['a', 1, true], ['a'], ['a', 1, 2]]], ['record', z.record(z.string().max(2), z.number()), [{ a: 1 }, { abc: 1, b: 'x' }]],
  ['nativeEnum', z.nativeEnum({ A: 1, B: 'b' } as const), [1, 'b', 'A']], ['nan', z.nan(), [NaN, 1]], ['instanceof', z.instanceof(Map), [new Map(), {}]], ['symbol', z.symbol(), ['x']], ['readonly', z.array(z.number()).readonly(), [[1], ['x']]],
];
for (const [label, schema, values] of strings) show(label, values.map((value) => result(schema, value)));
const maps = z.map(z.string(), z.set(z.number()).min(1)).parse(new Map([['a', new Set([1, 2])]]));
console.log(maps, result(z.map(z.string(), z.number()), new Map<unknown, unknown>([[1, 'a']])));

const Shape = z.discriminatedUnion('kind', [z.object({ kind: z.literal('circle'), r: z.number() }), z.object({ kind: z.literal('box'), w: z.number(), h: z.number() })]);
const area = (shape: z.infer<typeof Shape>): number => (shape.kind === 'circle' ? Math.PI * shape.r ** 2 : shape.w * shape.h);
show('union', [area(Shape.parse({ kind: 'box', w: 2, h: 3 })), result(Shape, { kind: 'hexagon' }), result(Shape, { kind: 'circle', r: '1' }), result(z.union([z.string(), z.number().array()]), [1, 'x']), result(z.string().or(z.null()), 5), result(z.object({ a: z.string() }).and(z.object({ b: z.number() })), { a: 'x', b: 1 })]);
interface Category { name: string; children: Category[] }
const Category: z.ZodType<Category> = z.lazy(() => z.object({ name: z.string(), children: z.array(Category) }));
show('lazy', [Category.parse({ name: 'a', children: [{ name: 'b', children: [] }] }), result(Category, { name: 'a', children: [{ name: 'b', children: [{}] }] })]);
const Passwords = z.object({ one: z.string(), two: z.string() }).superRefine((value, context) => {
  if (value.one !== value.two) context.addIssue({ code: z.ZodIssueCode.custom, message: 'they differ', path: ['two'], params: { n: 1 } });
}).transform(({ one }) => one.length).pipe(z.number().min(3));
show('refined', [result(Passwords, { one: 'abc', two: 'abc' }), result(Passwords, { one: 'abc', two: 'abd' }), result(Passwords, { one: 'a', two: 'a' }), result(z.string().refine((s) => s.length > 2, (s) => ({ message: s + ' is short' })), 'ab')]);
show('preprocess', [z.preprocess((v) => String(v).split(','), z.array(z.coerce.number())).parse('1,2,3'), z.string().transform((s, context) => { const n = parseInt(s, 10); if (isNaN(n)) { context.addIssue({ code: 'custom', message: 'not a number' }); return z.NEVER; } return n; }).safeParse('x').success]);
const Id = z.string().brand<'Id'>();
const trim = z.function().args(z.string(), z.number().optional()).returns(z.string());
const cut = trim.implement((text, n) => text.slice(0, n ?? 1));
show('function', [cut('hello', 2), cut(Id.parse('id'), 1), (() => { try { return (cut as unknown as (n: number) => string)(5); } catch (error) { return (error as ZodError).issues[0]!.code; } })()]);
try {
  User.parse({ name: 5, email: 'x', tags: 1, address: { zip: 1 } });
} catch (error) {
  if (!(error instanceof ZodError)) throw error;
  console.log(error.message);
  show('format', error.format());
  show('flatten', error.flatten((issue) => issue.code));
}
show('error map', result(z.string({ required_error: 'missing!', invalid_type_error: 'no text' }), undefined));
const parsed = await z.object({ id: z.string().refine(async (id) => id === 'a', 'unknown'), n: z.promise(z.number()) }).safeParseAsync({ id: 'b', n: Promise.resolve(1) });
show('async', parsed.success ? parsed.data : parsed.error.issues);
show('big', z.array(User).parse(Array.from({ length: 500 }, (_, i) => ({ name: 'n' + i, email: `u${i}@example.com`, tags: ['a'] }))).length);
export {};
