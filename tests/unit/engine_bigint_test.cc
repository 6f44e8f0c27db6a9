// BigInts in the engine: nothing that a script does with large ones outlives its limits; they go in and come
// out as values and stay in sessions. What operators do is tested in tests/conformance/bigint.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;
using ipc::ValueType;

class EngineBigInt : public EngineTest {
 protected:
  std::string sentBack(const std::string& json) {
    ipc::RunOrder again = order;
    again.context = "{\"value\":" + json + "}";
    again.source = "value";
    const Ran ran = run(again);
    return ran.claim == Claim::Completed ? ran.value : ran.message;
  }
};

// ---- limits ----

TEST_F(EngineBigInt, WallTimeEndsEveryOperation) {
  const std::string large = "const a = 3n ** 660000n, b = 3n ** 330000n; ";
  order.wall = Milliseconds(200);
  for (const char* loop : {
           "for (;;) 3n ** 660000n",
           "for (;;) b * b",
           "for (;;) a / b",
           "for (;;) a % b",
           "for (;;) a.toString()",
           "for (;;) a.toString(7)",
           "for (;;) a.toLocaleString()",
           "for (;;) `${a}`",
           "const s = '9'.repeat(315000); for (;;) BigInt(s)",
           "const s = '9'.repeat(315000); for (;;) a < s",
           "for (;;) a ^ -a",
           "for (;;) a << 1000n",
           "for (;;) a >> 1000n",
           "for (;;) -a",
           "for (;;) BigInt.asUintN(1000000, a)",
           "for (;;) Number(a)",
           "for (;;) a < 1e300",
           "for (;;) a == 1e300",
           "let x = a; for (;;) x++",
           "let x = 2n ** 100000n; const m = new Map(); for (;;) m.set(x++, 1)",
           "const v = new BigInt64Array(1e6); for (;;) v.sort()",
           "for (;;) try { for (;;) b * b } catch (e) {}",
       }) {
    const Ran ran = run(large + loop);
    EXPECT_TRUE(ran.claim == Claim::WallExpired || ran.claim == Claim::HeapExhausted)
        << loop << ": " << ::testing::PrintToString(ran.claim) << " " << ran.message;
    EXPECT_LT(ran.took.count(), 600 * kSlowness) << loop;
    EXPECT_EQ(valueOf("2n ** 3n === 8n"), "true") << loop;
  }
}

TEST_F(EngineBigInt, TheLargestIsARangeErrorAwayFromTheNext) {
  EXPECT_EQ(valueOf("(2n ** 1048575n).toString(16).length"), "262144");
  EXPECT_EQ(valueOf("const most = 2n ** 1048575n; (most + (most - 1n)).toString(16).length"), "262144");
  for (const char* source :
       {"2n ** 1048576n", "const m = 2n ** 1048575n; m + m", "2n ** 600000n * 2n ** 600000n",
        "1n << 1048576n", "1n << (1n << 64n)", "2n ** (2n ** 64n)", "(-2n) ** 1048577n",
        "BigInt('9'.repeat(1e6))", "BigInt('0x' + 'f'.repeat(1e6))", "BigInt.asUintN(2 ** 40, -1n)"}) {
    const Ran ran = run(source);
    EXPECT_EQ(ran.claim, Claim::Threw) << source;
    EXPECT_EQ(ran.name, "RangeError") << source;
    EXPECT_EQ(ran.message, "Maximum BigInt size exceeded") << source;
  }
  EXPECT_EQ(valueOf("[1n >> (1n << 64n), -1n >> (1n << 64n), 0n << (1n << 64n), 1n ** (1n << 90n), (-1n) ** "
                    "(1n + (1n << 90n)), 0n ** 5n].join()"),
            R"("0,-1,0,1,-1,0")");
  EXPECT_EQ(run("eval('9'.repeat(400000) + 'n')").name, "SyntaxError");
}

TEST_F(EngineBigInt, MemoryEndsACollectionOfThem) {
  const Ran ran = run("const all = [], large = 3n ** 100000n; for (let i = 1n; ; i++) all.push(large + i)");
  EXPECT_EQ(ran.claim, Claim::HeapExhausted) << ran.message;
  EXPECT_EQ(valueOf("const all = []; for (let i = 1n; i < 100n; i++) all.push(3n ** 10000n + i); all.length"),
            "99");
}

TEST_F(EngineBigInt, FuelIsExact) {
  order.fuel = 0;
  const std::string program =
      "let x = 1n; for (let i = 0; i < 300; i++) x = x * 12345678901234567n + 1n; x.toString().length";
  const Ran first = run(program);
  const Ran second = run(program);
  EXPECT_EQ(first.claim, Claim::Completed) << first.message;
  EXPECT_EQ(first.steps, second.steps);
}

// ---- what a symbol would do ----

TEST_F(EngineBigInt, BytesNeverShow) {
  EXPECT_EQ(valueOf("null[1n]"), "Threw TypeError: Cannot read properties of null (reading '1')");
  EXPECT_EQ(valueOf("try { Object.getOwnPropertyDescriptor(Symbol.prototype, "
                    "'description').get.call(1n) } catch (e) { e.name }"),
            R"("TypeError")");
  EXPECT_EQ(valueOf("[() => Symbol.prototype.toString.call(1n), () => Symbol.prototype.valueOf.call(1n), () "
                    "=> Symbol.keyFor(1n), () => new WeakMap().set(1n, 1), () => new WeakSet().add(1n), () "
                    "=> new WeakRef(1n), () => Object.defineProperty(1n, 'x', {})].map(f => { try { f(); "
                    "return 'no' } catch (e) { return e.name } }).join()"),
            R"("TypeError,TypeError,TypeError,TypeError,TypeError,TypeError,TypeError")");
  EXPECT_EQ(
      valueOf("Object.keys({[1n]: 1, [Object(2n)]: 2}).join() + Reflect.ownKeys({3n: 1}).map(k => typeof k)"),
      R"("1,2string")");
  EXPECT_EQ(valueOf("[1n, 'a'].concat(2n).toString() + [,1n].join('|') + ['1n'.length, 1n.length]"),
            R"("1,a,2|12,")");
  EXPECT_EQ(valueOf("'a1b'.replace(1n, 2n) + 'a1b'.split(1n) + 'x'.padEnd(3, 1n) + 'abc'.indexOf(1n) + "
                    "/1/.test(1n) + encodeURIComponent(1n)"),
            R"("a2ba,bx11-1true1")");
}

// ---- values ----

TEST_F(EngineBigInt, GoOutAndComeBackAlike) {
  for (const char* json : {R"({"$isobox":"BigInt","value":"0"})", R"({"$isobox":"BigInt","value":"-1"})",
                           R"({"$isobox":"BigInt","value":"123456789012345678901234567890"})",
                           R"([{"$isobox":"BigInt","value":"1"},{"a":{"$isobox":"BigInt","value":"2"}}])",
                           R"({"$isobox":"Boxed","value":{"$isobox":"BigInt","value":"5"}})",
                           R"({"$isobox":"Map","entries":[[{"$isobox":"BigInt","value":"1"},"x"]]})",
                           R"({"$isobox":"BigInt64Array","base64":"//////////8="})",
                           R"({"$isobox":"BigUint64Array","base64":"AQAAAAAAAAA="})"})
    EXPECT_EQ(sentBack(json), json);
  EXPECT_EQ(run("2n ** 70n").value, R"({"$isobox":"BigInt","value":"1180591620717411303424"})");
  EXPECT_EQ(run("2n ** 70n").type, ValueType::BigInt);
  EXPECT_EQ(sentBack(R"({"$isobox":"BigInt","value":"007"})"), R"({"$isobox":"BigInt","value":"7"})");
  EXPECT_EQ(sentBack(R"({"$isobox":"BigInt","value":"-0"})"), R"({"$isobox":"BigInt","value":"0"})");
}

TEST_F(EngineBigInt, WhatIsNoneIsRefused) {
  for (const char* json :
       {R"({"$isobox":"BigInt","value":""})", R"({"$isobox":"BigInt","value":"1n"})",
        R"({"$isobox":"BigInt","value":"0x1"})", R"({"$isobox":"BigInt","value":" 1"})",
        R"({"$isobox":"BigInt","value":1})", R"({"$isobox":"BigInt"})",
        R"({"$isobox":"BigInt","value":"1","more":2})", R"({"$isobox":"BigInt64Array","base64":"AQ=="})"}) {
    ipc::RunOrder bad = order;
    bad.context = std::string("{\"value\":") + json + "}";
    bad.source = "value";
    EXPECT_EQ(run(bad).claim, Claim::BadInput) << json;
  }
  ipc::RunOrder large = order;
  large.context = R"({"value":{"$isobox":"BigInt","value":")" + std::string(399'000, '9') + "\"}}";
  large.source = "value";
  EXPECT_NE(run(large).claim, Claim::Completed);
}

TEST_F(EngineBigInt, StayInASession) {
  order.session = true;
  EXPECT_EQ(run("let n = 10n ** 20n; var list = [1n]").claim, Claim::Completed);
  EXPECT_EQ(valueOf("n += 1n; list.push(n); list.length"), "2");
  EXPECT_EQ(valueOf("n === list[1] && String(n)"), R"("100000000000000000001")");
}

TEST_F(EngineBigInt, ArePrintedForPeople) {
  EXPECT_EQ(logged("1n, [-2n], {a: 3n}, Object(4n), new BigInt64Array([-5n])"),
            "1n [ -2n ] { a: 3n } [BigInt: 4n] BigInt64Array(1) [ -5n ]");
  EXPECT_EQ(logged("'%d %i %f %s', 1n, 2n, 3n, 4n"), "1n 2n 3 4n");
  EXPECT_EQ(run("throw 5n").message, "5n");
}

}  // namespace
}  // namespace isobox::runner
