// Schemas of Zod 4, which the package brings along: checks of its own for texts, BigInts, errors as trees, JSON Schema.
import * as z from 'zod/v4';

const show = (label: string, value: unknown): void =>
  console.log(label + ':', JSON.stringify(value, (_, v) => typeof v === 'bigint' ? v + 'n' : v));
const result = (schema: z.ZodType, value: unknown): unknown => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : parsed.error.issues;
};

const Account = z.strictObject({
  id: z.uuid(),
  mail: z.email(),
  balance: z.bigint().min(-(2n ** 70n)).multipleOf(5n),
  joined: z.iso.datetime(),
  tags: z.array(z.string().regex(/^\p{L}+$/u)).max(3).default([]),
  level: z.enum(['low', 'high']).optional(),
});
const good = {id: '123e4567-e89b-42d3-a456-426614174000', mail: 'a@b.example', balance: 25n, joined: '2026-01-02T03:04:05Z'};
show('good', result(Account, good));
for (const wrong of [{id: 'x'}, {mail: 'a@'}, {balance: 7n}, {balance: -(2n ** 71n)}, {balance: 5}, {joined: 'today'}, {tags: ['a1']}, {level: 'mid'}, {extra: 1}])
  show(JSON.stringify(Object.keys(wrong)), result(Account, {...good, ...wrong}));

const Shape = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('circle'), radius: z.number().positive()}),
  z.object({kind: z.literal('square'), side: z.int()}),
]);
for (const shape of [{kind: 'circle', radius: 2}, {kind: 'square', side: 1.5}, {kind: 'line'}, null]) show('shape', result(Shape, shape));
show('coerced', [z.coerce.bigint().parse('12345678901234567890'), z.coerce.number().parse(' 7 '), z.stringbool().parse('yes'), z.coerce.boolean().parse('')]);
show('int64', [result(z.int64(), 2n ** 63n), result(z.uint64(), -1n), result(z.int32(), 2 ** 31), result(z.number(), NaN)]);
show('template', [result(z.templateLiteral(['v', z.number(), '.', z.number()]), 'v1.2'), result(z.templateLiteral(['v', z.number()]), 'w1')]);

interface Tree { name: string; children: Tree[] }
const Tree: z.ZodType<Tree> = z.object({name: z.string(), get children() { return z.array(Tree); }});
const failed = Tree.safeParse({name: 'a', children: [{name: 'b', children: [{name: 1, children: []}]}, 5]});
if (!failed.success) {
  show('tree', z.treeifyError(failed.error));
  console.log(z.prettifyError(failed.error));
  show('flat', z.flattenError(failed.error));
}
show('schema', z.toJSONSchema(z.object({a: z.string().min(2), b: z.array(z.int()).optional(), c: z.union([z.null(), z.literal(5)])})));
const piped = z.string().transform((text) => text.length).pipe(z.number().max(3)).refine((n) => n !== 2, {error: 'not two'});
show('piped', ['abc', 'abcd', 'ab', 1].map((value) => result(piped, value)));
show('record', [result(z.record(z.enum(['x', 'y']), z.number()), {x: 1}), result(z.map(z.string(), z.bigint()), new Map([['a', 1n]])) instanceof Map]);
z.string().refine(async (text) => text === 'later').safeParseAsync('now').then((parsed) => show('async', parsed.success));
