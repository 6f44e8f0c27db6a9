// The words of TypeScript are names wherever no declaration can stand.
var type = 1, interface_ = 2, namespace = 3, declare = 4, abstract = 5, module = 6, readonly = 7, as = 8, is = 9, keyof = 10, satisfies = 11, infer = 12, global = 13, override = 14, asserts = 15, unique = 16, any = 17, number = 18;
type
= 20
declare
= 30;
namespace
= 31;
abstract
= 32
type;
console.log(type + declare + namespace + abstract, as as number, module, readonly, is, keyof, satisfies, infer, global, override, asserts, unique, any, number);
const o = { type, declare, as, readonly: 1, public: 2, private: 3, abstract() { return 'method'; }, type2: type as any as number };
console.log(o.type, o.abstract(), o.public);
class A { type = 1; declare = 2; readonly = 3; abstract = 4; override = 5; static static = 6; public = 7; get = 8; static readonly = 9 }
console.log(Object.keys(new A()).join(), A.static, A.readonly);
typeof declare;
