// Proxies with all their traps and what keeps them honest, Reflect, typed arrays and their memory.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;

class EngineObjects : public EngineTest {
 protected:
  // The name of what the program throws, or its value.
  std::string thrownBy(const std::string& source) {
    return valueOf("(() => { try { return (() => { " + source + " })() } catch (e) { return e.name } })()");
  }
};

TEST_F(EngineObjects, EveryTrapIsCalled) {
  EXPECT_EQ(
      valueOf(R"(
    const seen = [];
    const handler = new Proxy({}, {get(t, name) { seen.push(name) }});
    const p = new Proxy(function () {}, handler);
    p.x; p.x = 1; 'x' in p; delete p.x; Object.keys(p); Object.getOwnPropertyDescriptor(p, 'x');
    Object.defineProperty(p, 'y', {value: 1, configurable: true}); Object.getPrototypeOf(p); Object.setPrototypeOf(p, null);
    Object.isExtensible(p); p(); Reflect.construct(p, []); Object.preventExtensions(p);
    [...new Set(seen)].sort().join())"),
      R"("apply,construct,defineProperty,deleteProperty,get,getOwnPropertyDescriptor,getPrototypeOf,has,isExtensible,ownKeys,preventExtensions,set,setPrototypeOf")");
}

TEST_F(EngineObjects, TrapsMayNotLie) {
  const std::string fixed = "const t = Object.freeze({a: 1}); const p = new Proxy(t, {";
  for (const char* rest :
       {"get: () => 2}); return p.a", "set: () => true}); p.a = 2", "has: () => false}); return 'a' in p",
        "deleteProperty: () => true}); return delete p.a", "ownKeys: () => []}); return Reflect.ownKeys(p)",
        "ownKeys: () => ['a', 'b']}); return Reflect.ownKeys(p)",
        "ownKeys: () => ['a', 'a']}); return Reflect.ownKeys(p)",
        "getOwnPropertyDescriptor: () => undefined}); return Object.getOwnPropertyDescriptor(p, 'a')",
        "defineProperty: () => true}); return Reflect.defineProperty(p, 'b', {value: 1})",
        "getPrototypeOf: () => Array.prototype}); return Object.getPrototypeOf(p)",
        "setPrototypeOf: () => true}); return Reflect.setPrototypeOf(p, null)",
        "isExtensible: () => true}); return Object.isExtensible(p)"})
    EXPECT_EQ(thrownBy(fixed + rest), R"("TypeError")") << rest;
  EXPECT_EQ(thrownBy("const p = new Proxy({a: 1}, {get: () => 2, ownKeys: () => ['z', 'a']}); return [p.a, "
                     "Object.keys(p)]"),
            R"([2,["a"]])");
}

TEST_F(EngineObjects, ProxiesOfProxiesAndInPrototypeChains) {
  EXPECT_EQ(valueOf("const inner = new Proxy({}, {get: (t, k, r) => r === outer ? 'outer ' + k : 'other'}); "
                    "const outer = new Proxy(inner, {}); outer.x"),
            R"("outer x")");
  EXPECT_EQ(valueOf("const log = []; const proto = new Proxy({}, {get(t, k, r) { log.push(k); return r === "
                    "child }, has() { return true }, set(t, k, v, r) { log.push(k + v); return true }});"
                    "const child = Object.create(proto); [child.q, 'z' in child, child.w = 5, "
                    "Object.keys(child).length, log]"),
            R"([true,true,5,0,["q","w5"]])");
}

TEST_F(EngineObjects, RevokedOnesThrow) {
  for (const char* use : {"proxy.x", "proxy.x = 1", "'x' in proxy", "delete proxy.x", "Object.keys(proxy)",
                          "proxy()", "new proxy()", "Array.isArray(proxy)", "Object.getPrototypeOf(proxy)"})
    EXPECT_EQ(
        thrownBy(
            std::string(
                "const {proxy, revoke} = Proxy.revocable(function () {}, {}); revoke(); revoke(); return ") +
            use),
        R"("TypeError")")
        << use;
  EXPECT_EQ(thrownBy("const {proxy, revoke} = Proxy.revocable(function () { return 7 }, {}); const r = "
                     "proxy(); revoke(); return [r, typeof proxy]"),
            R"([7,"function"])");
}

TEST_F(EngineObjects, DeepProxiesEndInARangeError) {
  // Through targets without traps there is no recursion; through traps and handlers there is.
  EXPECT_EQ(thrownBy("let p = {x: 1}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {}); return p.x"),
            "1");
  EXPECT_EQ(thrownBy("let p = {x: 1}; for (let i = 0; i < 100000; i++) p = new Proxy(p, {get: Reflect.get}); "
                     "return p.x"),
            R"("RangeError")");
  EXPECT_EQ(thrownBy("let h = {}; for (let i = 0; i < 100000; i++) h = new Proxy({}, h); return h.x"),
            R"("RangeError")");
  EXPECT_EQ(thrownBy("const p = new Proxy({}, {}); Object.setPrototypeOf(p, p); return p.x"),
            R"("RangeError")");
  EXPECT_EQ(
      thrownBy(
          "let p = {x: 1}; for (let i = 0; i < 100; i++) p = new Proxy(p, {get: Reflect.get}); return p.x"),
      "1");
}

TEST_F(EngineObjects, LoopsThroughProxiesSeeTheDeadline) {
  order.wall = Milliseconds(150);
  for (const char* source :
       {"const p = new Proxy({}, {}); Object.setPrototypeOf(p, p); for (;;) try { p.x } catch {}",
        "const p = new Proxy({}, {getPrototypeOf: () => p}); ({}).isPrototypeOf.call({}, p)",
        "const p = new Proxy({}, {getPrototypeOf: () => p}); p instanceof Array",
        "Array.prototype.includes.call(new Proxy({length: 2 ** 53 - 1}, {}), 1)",
        "Array.from({length: 4294967295})", "new Uint8Array(3e7).sort()",
        "[].copyWithin.call({length: 2 ** 53 - 1}, 0, 1)",
        "Array(4294967295).fill.call({length: 2 ** 53 - 1}, 0)",
        "[].toSorted.call({length: 4294967295}, () => 0)", "[].flat.call({length: 2 ** 53 - 1})"}) {
    const Ran ran = run(source);
    EXPECT_EQ(ran.claim, Claim::WallExpired) << source;
    EXPECT_LT(ran.took.count(), 1500 * kSlowness) << source;
    EXPECT_EQ(valueOf("[3, 1, 2].sort()[0]"), "1");
  }
}

// ---- typed arrays ----

TEST_F(EngineObjects, ElementsOfTypedArraysAreExotic) {
  EXPECT_EQ(valueOf("Object.prototype[5] = 'inherited'; const u = new Uint8Array(2); u[5] = 1; u['-0'] = 1; "
                    "u['1.5'] = 1;"
                    "const r = [u[5], 5 in u, '-0' in u, Object.keys(u), Reflect.set(u, 5, 1), "
                    "Reflect.defineProperty(u, 5, {value: 1}), delete u[0], delete u[5]];"
                    "delete Object.prototype[5]; r"),
            R"([{"$isobox":"undefined"},false,false,["0","1"],true,false,false,true])");
  EXPECT_EQ(valueOf("Object.getOwnPropertyDescriptor(new Uint8Array([7]), 0)"),
            R"({"value":7,"writable":true,"enumerable":true,"configurable":true})");
  EXPECT_EQ(thrownBy("Object.freeze(new Uint8Array(1))"), R"("TypeError")");
  EXPECT_EQ(valueOf("Object.getOwnPropertyNames(new Uint8Array(1))"), R"(["0"])");
}

TEST_F(EngineObjects, MethodsOfTypedArrays) {
  EXPECT_EQ(valueOf("const f = Float64Array.of(3, NaN, -0, 0, 1); [...f.sort()].map(x => Object.is(x, -0) ? "
                    "'-0' : String(x)).join()"),
            R"("-0,0,1,3,NaN")");
  EXPECT_EQ(valueOf("const a = new Int16Array([5, 1, 4]); [[...a.toSorted()], [...a.with(0, 9)], "
                    "[...a.toReversed()], [...a.map(x => x * 2)], [...a.filter(x => x > 1)],"
                    "[...a.subarray(1)], [...a.slice(-2)], a.indexOf(4), a.includes(1), a.at(-1), "
                    "a.join('-'), a.findLast(x => x < 5), a.reduce((x, y) => x + y)]"),
            R"([[1,4,5],[9,1,4],[4,1,5],[10,2,8],[5,4],[1,4],[1,4],2,true,4,"5-1-4",4,10])");
  EXPECT_EQ(valueOf("const b = new Uint8Array([1, 2, 3, 4]); const w = new Uint16Array(b.buffer, 0, 1); "
                    "w.set(b.subarray(2)[0] ? [513] : []); b.set(b.subarray(0, 3), 1); [...b]"),
            "[1,1,2,3]");
  EXPECT_EQ(valueOf("class Mine extends Uint8Array {} const m = Mine.from([1, 2]); [m.map(x => x) instanceof "
                    "Mine, m.length, Object.prototype.toString.call(m)]"),
            R"([true,2,"[object Uint8Array]"])");
  EXPECT_EQ(thrownBy("return Uint8Array(1)"), R"("TypeError")");
  EXPECT_EQ(thrownBy("return new Uint16Array(new ArrayBuffer(3))"), R"("RangeError")");
}

TEST_F(EngineObjects, MemoryThatGoesAwayUnderAView) {
  EXPECT_EQ(valueOf("const b = new ArrayBuffer(8, {maxByteLength: 16}); const all = new Uint8Array(b), part "
                    "= new Uint8Array(b, 4, 4); all[7] = 9; b.resize(6);"
                    "const small = [all.length, part.length, part[0], all[7]]; b.resize(12); [small, "
                    "all.length, part.length, all[7], all[11]]"),
            R"([[6,0,{"$isobox":"undefined"},{"$isobox":"undefined"}],12,4,0,0])");
  EXPECT_EQ(thrownBy("const b = new ArrayBuffer(8); const u = new Uint8Array(b), d = new DataView(b); u[0] = "
                     "5; const c = b.transfer(4);"
                     "const gone = [b.detached, u.length, u[0], c.byteLength, new Uint8Array(c)[0]]; try { "
                     "d.getInt8(0) } catch (e) { gone.push(e.name) } return gone"),
            R"([true,0,{"$isobox":"undefined"},4,5,"TypeError"])");
  // Each pulls the memory away in the middle of a method.
  for (const char* use :
       {"u.fill({valueOf() { b.resize(0); return 1 }})",
        "u.set({length: 8, get 0() { b.resize(0); return 1 }})",
        "u.sort((x, y) => { b.resize(0); return x - y })",
        "u.copyWithin(0, {valueOf() { b.resize(1); return 4 }})",
        "u.slice({valueOf() { b.resize(1); return 0 }})", "u.map(() => { b.resize(0); return 1 })",
        "u.forEach(() => b.resize(0))", "u.with(0, {valueOf() { b.resize(0); return 1 }})",
        "d.setFloat64(0, {valueOf() { b.resize(0); return 1 }})"})
    EXPECT_NE(thrownBy(std::string("const b = new ArrayBuffer(64, {maxByteLength: 64}); const u = new "
                                   "Uint8Array(b), d = new DataView(b); u[9] = 3; try { ") +
                       use + " } catch (e) {} return u.length + 1"),
              "")
        << use;
  EXPECT_EQ(valueOf("const grown = new ArrayBuffer(1, {maxByteLength: 8}); const all = new "
                    "Uint8Array(grown); grown.resize(3); all"),
            R"({"$isobox":"Uint8Array","base64":"AAAA"})");
  EXPECT_EQ(valueOf("const d = new DataView(new ArrayBuffer(8)); d.setUint16(0, 258); d.setFloat32(4, 1.5, "
                    "true); [d.getUint8(0), d.getUint16(0, true), d.getFloat32(4, true)]"),
            "[1,513,1.5]");
}

TEST_F(EngineObjects, MemoryThatIsTooLargeIsRefused) {
  EXPECT_EQ(thrownBy("return new ArrayBuffer(2 ** 40)"), R"("RangeError")");
  EXPECT_EQ(thrownBy("return new Float64Array(2 ** 29)"), R"("RangeError")");
  EXPECT_EQ(run("new ArrayBuffer(2 ** 30)").claim, Claim::HeapExhausted);
  EXPECT_EQ(valueOf("new ArrayBuffer(1000, {maxByteLength: 2 ** 30}).maxByteLength"), "1073741824");
}

}  // namespace
}  // namespace isobox::runner
