// That no script reaches the engine's internals: hidden symbols, the Duktape object, pointers, raw strings.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using EngineInternals = EngineTest;

// Walks everything that can be reached from the global object and calls `visit(path, name, descriptor)`.
const char* const kWalk = R"(
  function walk(root, visit) {
    var seen = [], todo = [[root, 'globalThis']];
    while (todo.length) {
      var next = todo.pop(), object = next[0];
      if (object === null || (typeof object !== 'object' && typeof object !== 'function')) continue;
      if (seen.indexOf(object) >= 0) continue;
      seen.push(object);
      var names = Object.getOwnPropertyNames(object).concat(Object.getOwnPropertySymbols(object));
      names.forEach(function (name) {
        var d = Object.getOwnPropertyDescriptor(object, name);
        visit(next[1], name, d);
        [d.value, d.get, d.set].forEach(function (part) { todo.push([part, next[1] + '.' + String(name)]) });
      });
      todo.push([Object.getPrototypeOf(object), next[1] + '.__proto__']);
    }
  }
)";

TEST_F(EngineInternals, TheDuktapeObjectIsNowhere) {
  const std::string names =
      "['Duktape', 'CBOR', 'Pointer', 'Thread', 'fin', 'act', 'allocPlain', 'plainOf',"
      "'fromBufferRaw', 'resume', 'compact', 'caller']";
  EXPECT_EQ(valueOf(std::string(kWalk) +
                    "var found = []; walk(globalThis, function (path, name) {"
                    "if (" +
                    names + ".indexOf(name) >= 0) found.push(path + '.' + name) }); found"),
            R"(["globalThis.__proto__.__lookupSetter__.__proto__.caller"])")  // Function.prototype: it throws
      << "what the language itself has";
  EXPECT_EQ(
      valueOf(std::string(kWalk) + "var count = 0; walk(globalThis, function () { count++ }); count > 500"),
      "true");
}

TEST_F(EngineInternals, NoNameBeginsWithABytePrivateToTheEngine) {
  EXPECT_EQ(valueOf(std::string(kWalk) +
                    "var odd = []; walk([new Date, /x/, new Error, function () {}, new Proxy({}, {}),"
                    "Object('s')], function (path, name) { if (typeof name === 'string' && "
                    "/^[^\\x20-\\x7e]/.test(name))"
                    "odd.push(path) }); odd"),
            "[]");
}

// Each expression tries to make a string whose first byte is 0x80, 0x81, 0x82 or 0xff inside the engine.
TEST_F(EngineInternals, HiddenSymbolsCannotBeForged) {
  const char* attempts[] = {
      "'\\xffValue'",
      "String.fromCharCode(0xff) + 'Value'",
      "String.fromCharCode(0xffffffff) + 'Value'",
      "String.fromCharCode(0x7fffffff, 0x82, 0x10ffff) + 'Value'",
      "String.fromCodePoint(0x10ffff) + 'Value'",
      "new TextDecoder().decode(new Uint8Array([0xff, 86, 97, 108, 117, 101]))",
      "new TextDecoder('utf-8').decode(new Uint8Array([0x82, 86]).buffer)",
      "new Buffer([0xff, 86, 97, 108, 117, 101]).toString()",
      "new Buffer([0xff, 86]).toString('binary')",
      "new Buffer([0xff, 86]).toString('latin1')",
      "String(new Buffer([0xff, 86, 97, 108, 117, 101]))",
      "new Buffer([0x61, 0xc3, 0xbf]).slice(2).toString()",
      "Buffer.concat([new Buffer([0xff]), new Buffer('Value')]).toString()",
      "String(new Uint8Array([0xff]))",
      "unescape('%FFValue')",
      "'\\u00ff'.substring(0) + 'Value'",
      "'a\\u00ffValue'.slice(1)",
      "'a\\u00ffValue'.split('a')[1]",
      "JSON.parse('\"\\\\u00ffValue\"')",
      "'\\ud83d\\ude00'.charAt(1) + 'x'",
      "'\\ud83d\\ude00'.substr(1)",
      "/./.exec('\\ud83d\\ude00')[0]",
      "'\\ud83d\\ude00'.split('')[1]",
      "Symbol('x').toString().slice(0, 1)",
      "Symbol.keyFor(Symbol.for('\\xffValue'))",
  };
  for (const char* attempt : attempts) {
    EXPECT_EQ(
        valueOf("var s = " + std::string(attempt) + "; [typeof s, typeof new Date(5)[s], typeof /x/[s]]"),
        R"(["string","undefined","undefined"])")
        << attempt;
  }
  EXPECT_EQ(run("decodeURIComponent('%FFValue')").name, "URIError");
}

TEST_F(EngineInternals, ContextNamesAreOrdinaryNames) {
  order.context = "{\"\u00ffValue\":1,\"\\u0082x\":2,\"\xef\xbf\xbf\":3}";
  EXPECT_EQ(valueOf("[globalThis['\\u00ffValue'], globalThis['\\u0082x'], globalThis['\\uffff']]"),
            "[1,2,3]");
}

TEST_F(EngineInternals, NothingPrintsAnAddress) {
  EXPECT_EQ(
      valueOf(
          "/0x[0-9a-f]{6}/.test([String(function f() {}), String(Math.max), String({}), String(new Date(0)),"
          "String(console), String(new Error), String(Symbol())].join())"),
      "false");
}

TEST_F(EngineInternals, FreshBuffersAreZero) {
  EXPECT_EQ(valueOf("var a = []; for (var i = 0; i < 1000; i++) a.push({x: i}); a = null;"
                    "var b = new Buffer(60000), n = 0; for (var i = 0; i < b.length; i++) n += b[i]; n"),
            "0");
}

}  // namespace
}  // namespace isobox::runner
