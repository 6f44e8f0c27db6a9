// TypeScript: what its types leave behind is the tree of the same program without them.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "runner/language/parser.h"
#include "tests/unit/language_tree_text.h"

namespace isobox::language {
namespace {

std::string treeOf(std::string_view text, bool typescript, Goal goal = Goal::Module) {
  Arena arena(1u << 28);
  AtomTable atoms(arena, 3);
  try {
    return TreeText().of(*parseProgram(text, {.goal = goal, .typescript = typescript}, arena, atoms));
  } catch (const ParseError& error) {
    return "SyntaxError: " + error.problem.message + " at " + std::to_string(error.problem.offset);
  }
}

bool isError(const std::string& tree) {
  return tree.starts_with("SyntaxError");
}

void same(std::string_view typescript, std::string_view javascript) {
  const std::string expected = treeOf(javascript, false);
  EXPECT_FALSE(isError(expected)) << javascript << "\n" << expected;
  EXPECT_EQ(treeOf(typescript, true), expected) << typescript;
}

void isTree(std::string_view typescript, std::string_view tree) {
  EXPECT_EQ(treeOf(typescript, true), tree) << typescript;
}

void refused(std::string_view text) {
  const std::string tree = treeOf(text, true);
  EXPECT_TRUE(isError(tree)) << text << "\n" << tree;
}

TEST(TypeScript, Annotations) {
  same("let a: number = 1, b: string, c!: Foo.Bar<Baz>;", "let a = 1, b, c;");
  same("const {a, b: [c]}: {a: number, b: [string]} = x;", "const {a, b: [c]} = x;");
  same("function f(a: number, b?: string, c: T = 1, ...d: any[]): void {}",
       "function f(a, b, c = 1, ...d) {}");
  same("function f(this: Window, a: number) {}", "function f(a) {}");
  same("function f(this: Window) {}", "function f() {}");
  same("function f<T extends object = {}, const U>(x: T): asserts x is U {}", "function f(x) {}");
  same("function f(x): x is string {}  function g(x): asserts x {} function h(): this is T {}",
       "function f(x) {} function g(x) {} function h() {}");
  same("for (const x: T of y) {} for (let i: number = 0; i < n; i++) {}",
       "for (const x of y) {} for (let i = 0; i < n; i++) {}");
  same("try {} catch (e: unknown) {}", "try {} catch (e) {}");
  same("var x = function <T>(a: T): T { return a }", "var x = function (a) { return a }");
  same("var o = { m<T>(a: T): T { return a }, get x(): number { return 1 }, async *g<T>(): T {} }",
       "var o = { m(a) { return a }, get x() { return 1 }, async *g() {} }");
}

TEST(TypeScript, Types) {
  for (const char* type :
       {"any",
        "A.B.C<D, E>",
        "A | B & C",
        "| A | B",
        "& A & B",
        "string[]",
        "A[][]",
        "A['b']",
        "A[number]['c']",
        "[A, B?, ...C[]]",
        "[a: A, b?: B, ...c: C[]]",
        "[]",
        "{}",
        "{a: A; b?: B, readonly c: C\n d(): void; [key: string]: any; new (x: A): B; (): C}",
        "{ get a(): A; set a(v: A) }",
        "{ get: A, set: B, readonly: C, get(): D, new?: E }",
        "{ readonly [K in keyof T]?: T[K] }",
        "{ -readonly [K in T as `x${K}`]-?: T[K]; }",
        "{ +readonly [K in A]+?: B }",
        "{ [Symbol.iterator](): I }",
        "{ 'a b': A, 1: B }",
        "() => void",
        "(a: A, b?: B, ...c: C[]) => D",
        "(a, b) => C",
        "({a, b}: X, [c]: Y) => Z",
        "new () => A",
        "abstract new (x: A) => B",
        "<T extends U>(x: T) => T",
        "new <T>() => T",
        "(A)",
        "(A | B)[]",
        "((a: A) => B) | C",
        "(this: A) => B",
        "(a: A) => b is C",
        "(x: A) => asserts x is B",
        "keyof A",
        "keyof typeof a.b",
        "readonly A[]",
        "unique symbol",
        "typeof a",
        "typeof a.b<C>",
        "typeof import('x')",
        "import('x').A<B>",
        "import('x', { with: { a: 'b' } })",
        "A extends B ? C : D",
        "A extends B ? C : D extends E ? F : G",
        "A extends (infer U)[] ? U : never",
        "A extends infer U extends string ? U : never",
        "A extends (x: infer P) => infer R ? [P, R] : never",
        "A extends { a: infer U extends B ? C : D } ? E : F",
        "'a' | \"b\" | 1 | -1 | true | null",
        "undefined",
        "void",
        "this",
        "`a${B}c${D}`",
        "``",
        "A<B<C<D>>>",
        "A<() => B>",
        "Array<{a: B}>",
        "object",
        "symbol",
        "bigint",
        "never",
        "unknown",
        "string",
        "asserts",
        "is",
        "keyof (A | B)",
        "A extends new (...a: infer P) => any ? P : never",
        "(new () => A)[]",
        "(typeof x)[number]",
        "Promise<[A, B]>",
        "A<B>['c']",
        "{ a(this: B): c }",
        "(a?: A) => void",
        "{ <T>(x: T): T }",
        "typeof this.x",
        "A extends (B extends C ? D : E) ? F : G",
        "{ [a.b]: C }",
        "(<V>() => V extends T ? 1 : 2) extends <V>() => V extends U ? 1 : 2 ? true : false",
        "asserts | x",
        "abstract",
        "infer | A",
        "readonly string[][]",
        "<const T>(x: T) => T",
        "{ async: A; static: B; public: C; accessor(): D }"}) {
    same(std::string("let x: ") + type + " = y", "let x = y");
    same(std::string("type X = ") + type + "; a", "a");
    same(std::string("f<") + type + ">(y)", "f(y)");
    same(std::string("var z = y as ") + type + ";", "var z = y");
    same(std::string("function f(a: ") + type + ", b): " + type + " {}", "function f(a, b) {}");
    const std::string returned = std::string_view(type) == "(A)" ? "[A]" : type;  // (A) => 1 is a type
    same(std::string("var g = (a: ") + type + ", b): " + returned + " => 1", "var g = (a, b) => 1");
  }
}

TEST(TypeScript, Assertions) {
  same("a as B", "a");
  same("a as B as C + 1", "a + 1");
  same("a + b as C", "a + b");
  same("a * b as C * d", "a * b * d");
  same("(a satisfies B) < c", "(a) < c");
  same("(a as B).c = 1", "(a).c = 1");
  same("(a as B) = 1", "(a) = 1");
  same("a as const", "a");
  same("[1, 2] as const", "[1, 2]");
  same("a! + b!.c![d]!()", "a + b.c[d]()");
  same("a!\n++b", "a\n++b");
  same("x = <T>y; z = <any>y + 1; w = <const>{a: 1}", "x = y; z = y + 1; w = {a: 1}");
  same("<T>x.y", "x.y");
  same("a\nas\nb", "a\nas\nb");
  same("var as = 1; as as T; x = as", "var as = 1; as; x = as");
  same("a ? b as C : d", "a ? b : d");
  same("a?.b!.c", "a?.b.c");
  same("for (const x of y as Z[]) ;", "for (const x of y) ;");
  same("`${a as B}`", "`${a}`");
}

TEST(TypeScript, TypeArguments) {
  same("f<A>(x)", "f(x)");
  same("f<A, B<C>>(x)", "f(x)");
  same("new F<A>(x), new F<A>", "new F(x), new F");
  same("f<A>`x`", "f`x`");
  same("a?.<B>(c)", "a?.(c)");
  same("a.b<C>().d<E>()", "a.b().d()");
  same("const g = f<A>;", "const g = f;");
  same("f<<T>(x: T) => T>(y)", "f(y)");
  same("f<A>\n(x)", "f(x)");
  same("class A extends B<C> implements D, E.F<G> {}", "class A extends B {}");
  same("class A<T> extends f<B>()<C> {}", "class A extends f() {}");
}

TEST(TypeScript, ComparisonsAndShifts) {
  for (const char* plain : {"a < b",
                            "a < b > c",
                            "a < b && c > d",
                            "i < n; i++",
                            "a < b.c",
                            "a < f(x)",
                            "a<b>c",
                            "a < 1",
                            "a > b",
                            "a >= b",
                            "a >> b",
                            "a >>> b",
                            "a >>= b",
                            "a >>>= b",
                            "a < b >> c",
                            "a < b >>> c",
                            "a + b >> c",
                            "a << b",
                            "a <<= b",
                            "a == b >> c",
                            "a | b > c",
                            "f(a < b, c > d)",
                            "f(a < b, c >> d)",
                            "a < (b >> c)",
                            "if (a < b) c",
                            "x = a < b ? c : d",
                            "a<b>-1",
                            "a<b>+c",
                            "a<b>[c]",
                            "for (var i = 0; i < a.length; i++) ;",
                            "a < b || c",
                            "a <= b",
                            "while (a<b) c",
                            "a < b, c",
                            "[a < b, c > d]",
                            "a < b < c",
                            "a < -1",
                            "a < !b",
                            "a < `x`",
                            "a<b>>c",
                            "a < b >= c",
                            "x = y >> z >= 1",
                            "a < b instanceof c"})
    same(plain, plain);
}

TEST(TypeScript, ArrowFunctions) {
  same("x = (a: A) => a", "x = (a) => a");
  same("x = (a?: A) => a", "x = (a) => a");
  same("x = (a?) => a", "x = (a) => a");
  same("x = (a, b?: B, ...c: C[]): D => a", "x = (a, b, ...c) => a");
  same("x = (): void => {}", "x = () => {}");
  same("x = (a): a is B => true", "x = (a) => true");
  same("x = <T>(a: T) => a", "x = (a) => a");
  same("x = <T,>(a: T): T => a", "x = (a) => a");
  same("x = <T extends U>(a) => a", "x = (a) => a");
  same("x = async <T>(a: T) => await a", "x = async (a) => await a");
  same("x = async (a: T): Promise<T> => await a", "x = async (a) => await a");
  same("x = async (a) => a; async(a); async<T>(a); async()",
       "x = async (a) => a; async(a); async(a); async()");
  same("x = ({a, b}: C, [d]: E = f) => a", "x = ({a, b}, [d] = f) => a");
  same("x = ({a = 1, b}) => a", "x = ({a = 1, b}) => a");
  same("x = (a = (b: C) => d, e = /[)]/) => a", "x = (a = (b) => d, e = /[)]/) => a");
  same("x = (a = `)${')'}`) => a", "x = (a = `)${')'}`) => a");
  same("x = (this: A) => 1", "x = () => 1");
  same("f((a: A) => b, (c) => d)", "f((a) => b, (c) => d)");
  same("x = (a: A): B => (c: C): D => e", "x = (a) => (c) => e");
  same("x = (a, b); y = (a); z = (a, (b: C) => d)", "x = (a, b); y = (a); z = (a, (b) => d)");
  same("x = a => b, async c => d", "x = a => b, async c => d");
}

TEST(TypeScript, ArrowFunctionsInConditionals) {
  for (const char* plain :
       {"a ? (b) : c", "a ? (b, c) : d", "a ? (b) : (c)", "a ? (b) : c => d", "a ? (b) : (c) => d",
        "a ? (b) => c : d", "a ? (b) : c ? (d) : e", "a ? () => b : () => c", "a ? (b) : (c, d)",
        "a ? ((b)) : [c]", "a ? ({b}) : {c}", "a ? x => (b) : y => c", "a ? async (b) : c"})
    same(plain, plain);
  same("a ? (b): c => d : e", "a ? (b) => d : e");
  same("a ? (b: B) => c : d", "a ? (b) => c : d");
  same("a ? (b): c => { d: e } : f", "a ? (b) => { d: e } : f");
}

TEST(TypeScript, Classes) {
  same(
      R"(class A { private a: number = 1; public static readonly b?: string; c!: D; readonly e = 2; protected override f(): void {} })",
      "class A { a = 1; static b; c; e = 2; f() {} }");
  same("class A { constructor(x: number); constructor(x: string); constructor(x) {} }",
       "class A { constructor(x) {} }");
  same("class A { m(x: number): void; m(x: string): void\n m(x) {} static n(): A\n static n() {} }",
       "class A { m(x) {} static n() {} }");
  same("class A { #m(x: number): void; #m(x: string): void; #m(x) {} #f: T = 1 }",
       "class A { #m(x) {} #f = 1 }");
  same(
      "abstract class A { abstract m(): void; abstract x: number; abstract get y(): T; protected abstract "
      "readonly z; n() {} }",
      "class A { n() {} }");
  same("class A { declare x: number; declare static readonly y; z }", "class A { z }");
  same("class A { [key: string]: any; static [key: number]: string; readonly [k: symbol]: X; [a]: B = c }",
       "class A { [a] = c }");
  same(
      "class A { private; public = 1; readonly() {} declare: T; abstract\n x; static: S; override?: O; get?: "
      "G; async!: T }",
      "class A { private; public = 1; readonly() {} declare; abstract\n x; static; override; get; async }");
  same(
      "class A { get x(): T { return 1 } set x(v: T) {} async *g<T>(): X {} static async h() {} accessor y: "
      "T = 1 }",
      "class A { get x() { return 1 } set x(v) {} async *g() {} static async h() {} accessor y = 1 }");
  same("class A { static { } private static async *[x](): Y {} }",
       "class A { static { } static async *[x]() {} }");
  same("@d class A { @e private x: T; @f() m(): void {} }", "@d class A { @e x; @f() m() {} }");
  same("@d abstract class A {}", "@d class A {}");
  same("export abstract class A {} export default abstract class B {}",
       "export class A {} export default class B {}");
  same("@d export abstract class A {}", "@d export class A {}");
  same("x = class<T> implements I { m?(): void; }", "x = class { }");
  same("class implements_ implements A {}", "class implements_ {}");
}

TEST(TypeScript, ParameterProperties) {
  isTree("class A { constructor(private x: number, readonly y = 1, public readonly z?, w) {} }",
         "(class A (function 5 1 ( property x property y (= 1.000000 ) property z w ) { } ) ) ");
  refused("class A { m(private x) {} }");
  refused("function f(public x) {}");
  same("function f(readonly: boolean, override?) {}", "function f(readonly, override) {}");
}

TEST(TypeScript, Overloads) {
  same("function f(a: number): void;\nfunction f(a: string): void\nfunction f(a) {}", "function f(a) {}");
  same("export function f(a: number): void; export function f(a) {}", "export function f(a) {}");
  same("export default function f(a: number): void; export default function f(a) {}",
       "export default function f(a) {}");
  refused("x = function ()");
  refused("x = { m() }");
  refused("x = () ;");
}

TEST(TypeScript, DeclarationsThatLeaveNothing) {
  for (const char* text : {"interface A {}",
                           "interface A<T> extends B<T>, C { x: T; m(): void }",
                           "type A = B",
                           "type A<T> = B;",
                           "declare var a: B, c;",
                           "declare let a: B",
                           "declare const a = 1, b = 'x', c = -1, d: E;",
                           "declare function f<T>(a: T): T",
                           "declare async function f()",
                           "declare class A<T> extends B<C> implements D { x: E; m(): void; static { } }",
                           "declare abstract class A {}",
                           "declare enum A { B = 1 }",
                           "declare const enum A { B }",
                           "declare namespace A.B { let x: C; function f(): void }",
                           "declare module 'x' { export default y }",
                           "declare module 'x'",
                           "declare global { interface A {} }",
                           "declare type A = B",
                           "declare interface A {}",
                           "export interface A {}",
                           "export type A = B",
                           "export type { A, B as C }",
                           "export type { A } from 'x'",
                           "export type * from 'x'",
                           "export type * as A from 'x'",
                           "export declare const a: B",
                           "export declare function f(): void",
                           "export default interface A {}",
                           "export as namespace A",
                           "import type A from 'x'",
                           "import type { A, B } from 'x'",
                           "import type * as A from 'x'",
                           "import type A = require('x')",
                           "import type from from 'x'",
                           "import { type A, type B as C } from 'x'",
                           "export { type A } from 'x'",
                           "namespace A { type B = C; interface D {} }",
                           "export namespace A { namespace B {} }",
                           "declare namespace A { }",
                           "interface A { }\ninterface A { }"})
    same(std::string("a;") + text + "\nb", "a; b");
}

TEST(TypeScript, WordsThatAreNamesToo) {
  for (const char* plain :
       {"type = 1", "type\nA = 1", "declare\nvar x", "namespace = 1", "module.exports = 1",
        "abstract\nclass A {}", "type: x", "declare(x)",
        "var type, declare, namespace, module, abstract, is, keyof, infer, readonly, satisfies, asserts, "
        "unique",
        "type in x", "namespace\nA\n{ }", "module\nA", "global.x = 1",
        "x = { type, declare: 1, namespace() {} }", "import type from 'x'", "import type, { a } from 'x'",
        "import { type } from 'x'", "import { type as a } from 'x'",
        "var override, out, any, never, object, symbol, unknown, require; require('x')"})
    same(plain, plain);
  same("import { type as as b } from 'x'; c", "c");  // the type called `as`
  same("import { type as as } from 'x'; c", "import { type as as } from 'x'; c");
  same("import { type as } from 'x'; c", "c");
  same("import a, { type B, c } from 'x'", "import a, { c } from 'x'");
}

TEST(TypeScript, ExportsOfTypesGoAway) {
  same("interface A {} type B = A; const c = 1; export { A, B, c }", "const c = 1; export { c }");
}

TEST(TypeScript, Enums) {
  isTree("enum A { B, C = 2, 'd e' = 'x', }",
         "(enum A ) (member B ~ ) (member C 2.000000 ) (member d e (string x ) ) ");
  isTree("const enum A { B = 1, C = B << 1 | A.B }",
         "(const enum A ) (member B 1.000000 ) (member C (binary 10 (binary 6 (. A B ) 1.000000 ) (. A B ) ) "
         ") ");
  isTree("export enum A {}", "(export  (enum A ) ) ");
  isTree("enum A { B } enum A { C = 1 }", "(enum A ) (member B ~ ) (enum A ) (member C 1.000000 ) ");
}

TEST(TypeScript, Namespaces) {
  isTree("namespace A { export const x = 1; y; }",
         "(namespace A ) { (export  (declare 2 x (= 1.000000 ) ) ) (do y ) } ");
  isTree("namespace A.B { c }", "(namespace A ) { (export  (namespace B ) { (do c ) } ) } ");
  isTree("export module A { export import b = C.d; import e = b.f; }",
         "(export  (namespace A ) { (import= b 0  (. C d ) 1 ) (import= e 0  (. b f ) 0 ) } ) ");
  isTree("class A {} namespace A { x } namespace A { y }",
         "(class A ) (namespace A ) { (do x ) } (namespace A ) { (do y ) } ");
  isTree("export class A {} export namespace A { x }", "(export  (class A ) ) (namespace A ) { (do x ) } ");
  refused("namespace A { return }");
  refused("let A; namespace A { x }");
  refused("namespace A { export default 1 }");
}

TEST(TypeScript, ImportAndExportAssignments) {
  isTree("import a = require('x');", "(import= a 1 x ~ 0 ) ");
  isTree("import type = require('x')", "(import= type 1 x ~ 0 ) ");
  isTree("import a = B.c.d", "(import= a 0  (. (. B c ) d ) 0 ) ");
  isTree("export import a = B", "(import= a 0  B 1 ) ");
  isTree("export = a + 1", "(export= (binary 0 a 1.000000 ) ) ");
}

TEST(TypeScript, Wrong) {
  for (const char* text : {"let x: ;",
                           "let x: A[",
                           "let x: (a: A;",
                           "type A",
                           "type A = ",
                           "interface A",
                           "interface { }",
                           "interface A { x y }",
                           "x as",
                           "enum A { B C }",
                           "enum { }",
                           "enum A { 1 }",
                           "namespace A {",
                           "let x: A extends B ? C",
                           "function f(a: A",
                           "class A { x: }",
                           "class A { abstract m() {} }",
                           "import type A",
                           "let x: [A",
                           "let x: {a: B",
                           "let x: `a${B",
                           "x = (a: A) = 1",
                           "let x: new A",
                           "let x: -a",
                           "function f<>() {}",
                           "let x: A<B",
                           "let x: typeof 1",
                           "export type {",
                           "declare const x = f()"}) {
    refused(text);
  }
}

TEST(TypeScript, IsNoJavaScript) {
  for (const char* text : {"let a: number", "type A = B", "interface A {}", "a as B", "a!", "enum A {}",
                           "f<A>(x), <T>x", "(a?: B) => c"})
    EXPECT_TRUE(isError(treeOf(text, false))) << text;
}

TEST(TypeScript, HostileTextsTakeNoLonger) {
  const auto repeat = [](std::string_view piece, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += piece;
    return out;
  };
  const int many = 60'000;
  const std::string texts[] = {"a" + repeat("<b", many),
                               "let x: " + repeat("(", many),
                               "let x: " + repeat("A<", many),
                               "x = " + repeat("(a,", many),
                               "x = " + repeat("(a = ", many),
                               "x = " + repeat("a ? (b) : ", many) + "c",
                               "let x: " + repeat("A extends B ? C : ", many) + "D",
                               "x = " + repeat("<T>(", many),
                               "x = " + repeat("<T>", many) + "y",
                               "let x: A" + repeat("[]", many),
                               "let x: " + repeat("{a: ", many),
                               "let x: " + repeat("({a}: ", many),
                               "let x: " + repeat("A extends infer U extends ", many),
                               "x = " + repeat("async (a = ", many),
                               "x = " + repeat("a ? (b) : c => ", many) + "d",
                               "let x: " + repeat("`${", many),
                               "let x: " + repeat("keyof ", many) + "A",
                               "x = a" + repeat(" as A", many),
                               "let x: A" + repeat(" | A", many),
                               "x = " + repeat("f<A<", many),
                               "x = " + repeat("a<(b", many),
                               "x = " + repeat("a<{b:(", many),
                               repeat("enum A { B = ", many),
                               repeat("namespace A { ", many),
                               "namespace " + repeat("A.", many) + "B {}",
                               "x = " + repeat("(a, b) : (", many),
                               "class A { " + repeat("#x(a: () => ", many),
                               "enum A { B = " + repeat("1 + ", many) + "1 }",
                               "x = " + repeat("a<b,", many),
                               "x = " + repeat("a ? ({}) : {b: ", many)};
  for (const std::string& text : texts) {
    const auto start = std::chrono::steady_clock::now();
    Arena arena(1u << 29);
    AtomTable atoms(arena, 3);
    try {
      parseProgram(text, {.goal = Goal::Module, .typescript = true}, arena, atoms);
    } catch (const ParseError&) {
    }
    const auto spent = std::chrono::steady_clock::now() - start;
    EXPECT_LT(spent, std::chrono::seconds(60)) << text.substr(0, 60);
  }
}

}  // namespace
}  // namespace isobox::language
