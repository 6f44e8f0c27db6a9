// context.metadata and Symbol.metadata.
if (!Symbol.metadata) Object.defineProperty(Symbol, 'metadata', { value: Symbol('Symbol.metadata') });
const note = (value, { kind, name, metadata }) => { metadata[String(name)] = kind; };
@note class A { @note m() {} @note static s = 1; }
class B extends A { @note own; }
class Plain {}
console.log(JSON.stringify(A[Symbol.metadata]), Object.getPrototypeOf(A[Symbol.metadata]));
console.log(JSON.stringify(B[Symbol.metadata]), Object.getPrototypeOf(B[Symbol.metadata]) === A[Symbol.metadata], B[Symbol.metadata].m);
console.log(Object.hasOwn(Plain, Symbol.metadata), Symbol.metadata.toString(), Object.hasOwn(A, Symbol.metadata));
