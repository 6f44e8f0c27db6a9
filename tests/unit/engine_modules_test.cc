// CommonJS and ES modules of a program's own files, packages and mocks, in a whole engine.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;
using MockKind = ipc::ModuleRules::MockKind;

// Answers for packages from a map and keeps what was refused.
class ModuleSink : public KeepingSink {
 public:
  ModuleSink(Ran& ran, const std::map<std::string, std::string>& packages)
      : KeepingSink(ran), packages_(packages) {}
  void denied(std::string_view module) override { refused.emplace_back(module); }
  std::optional<std::string> readModuleFile(std::string_view path) override {
    asked.emplace_back(path);
    const auto found = packages_.find(std::string(path));
    return found == packages_.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<std::string> refused, asked;

 private:
  const std::map<std::string, std::string>& packages_;
};

class EngineModules : public EngineTest {
 protected:
  EngineModules() { order.filename = "/index.js"; }

  void file(std::string path, std::string text) {
    order.files.emplace_back(std::move(path), std::move(text));
  }
  void mock(std::string name, std::string text, MockKind kind = MockKind::Source) {
    order.modules.mocks.push_back({std::move(name), kind, std::move(text)});
  }

  /// Of a program with these files: its value's JSON, or what came instead. What it printed is in
  /// `ran.lines`.
  std::string value(std::string source) {
    order.source = std::move(source);
    ran = Ran{};
    ModuleSink sink(ran, packages);
    static_cast<Outcome&>(ran) = engine->run(order, sink);
    EXPECT_TRUE(engine->arena().consistent());
    refused = sink.refused;
    asked = sink.asked;
    if (ran.claim == Claim::Completed) return ran.value;
    return testing::PrintToString(ran.claim) + " " + ran.name + ": " + ran.message;
  }
  std::string printed() const {
    std::string all;
    for (const auto& [level, text] : ran.lines) all += (all.empty() ? "" : "|") + text;
    return all;
  }

  std::map<std::string, std::string> packages;
  std::vector<std::string> refused, asked;
  Ran ran;
};

constexpr const char* kUndefined = "{\"$isobox\":\"undefined\"}";

// ---- CommonJS ----

TEST_F(EngineModules, AScriptRequiresItsFiles) {
  file("/utils.js", "module.exports = { add: (a,b) => a+b }");
  EXPECT_EQ(value("require(\"./utils\").add(1, 2)"), "3");
  EXPECT_EQ(value("const {add} = require('./utils.js'); add(2, 2)"), "4");
  order.filename = "script.js";
  EXPECT_EQ(value("require('./utils').add(3, 2)"), "5");
  EXPECT_EQ(value("require('/utils').add(3, 3)"), "6");
}

TEST_F(EngineModules, NamesWithoutASlashStayAsTheyWere) {
  order.filename = "dir/main.js";
  file("dir/lib.js", "exports.at = [__filename, __dirname, module.id]");
  EXPECT_EQ(value("[__filename, __dirname, require('./lib').at, require.resolve('./lib')]"),
            R"(["dir/main.js","dir",["dir/lib.js","dir","dir/lib.js"],"dir/lib.js"])");
}

TEST_F(EngineModules, NamesMayHaveAnyCharacters) {
  file("/\U0001F600/\u00e4.js", "exports.at = __filename; exports.more = require('./\U0001F601').x");
  file("/\U0001F600/\U0001F601.mjs", "export const x = import.meta.url");
  EXPECT_EQ(value("const {at, more} = require('./\U0001F600/\u00e4'); [at, more]"),
            "[\"/\U0001F600/\u00e4.js\",\"/\U0001F600/\U0001F601.mjs\"]");
  EXPECT_EQ(value("try { require('\U0001F600') } catch {}"), kUndefined);
  EXPECT_EQ(refused, std::vector<std::string>{"\U0001F600"});
}

TEST_F(EngineModules, AScriptHasTheNamesOfCommonJs) {
  EXPECT_EQ(value("[typeof require, typeof module, typeof exports, __filename, __dirname]"),
            R"(["function","object","object","/index.js","/"])");
  EXPECT_EQ(value("Object.keys(globalThis).concat(Object.keys(this)).filter(n => "
                  "/require|module|exports|name/.test(n))"),
            "[]");
  EXPECT_EQ(
      value("[module.exports === exports, require.main === module, module.id, module.parent, module.loaded]"),
      R"([true,true,".",null,false])");
  EXPECT_EQ(value("[require.name, require.length, typeof require.resolve, typeof require.cache]"),
            R"(["require",1,"function","object"])");
}

TEST_F(EngineModules, ANameCanBeTheScriptsOwn) {
  EXPECT_EQ(value("const module = 1; let exports = 2; var require = 3; function __filename() {} [module, "
                  "exports, require]"),
            "[1,2,3]");
  EXPECT_EQ(value("require = 5; globalThis.require + require"), "10");
  EXPECT_EQ(value("delete globalThis.module; typeof module"), "\"undefined\"");
  order.context = R"({"module": 7})";
  EXPECT_EQ(value("module"), "7");
}

TEST_F(EngineModules, AModuleRunsOnce) {
  file("/a.js", "console.log('a runs'); exports.n = 1; exports.me = module; exports.self = this === exports");
  EXPECT_EQ(value("const a = require('./a'), b = require('./a.js'); a.n++; [a === b, b.n, a.self]"),
            "[true,2,true]");
  EXPECT_EQ(printed(), "a runs");
}

TEST_F(EngineModules, AModuleKnowsItself) {
  file("/lib/a.js",
       "exports.loaded = module.loaded; exports.m = module; exports.main = require.main; require('./b')");
  file("/lib/b.js", "");
  EXPECT_EQ(
      value("const {m, loaded, main} = require('./lib/a');"
            "[m.id, m.filename, m.path, loaded, m.loaded, m.paths, m.children.map(c => c.id), m.parent === "
            "module, main === module]"),
      R"(["/lib/a.js","/lib/a.js","/lib",false,true,["/lib/node_modules","/node_modules"],["/lib/b.js"],true,true])");
}

TEST_F(EngineModules, CyclesSeeWhatIsThere) {
  file("/a.js", "exports.early = 1; const b = require('./b'); exports.late = b.seen");
  file("/b.js", "const a = require('./a'); exports.seen = Object.keys(a).join()");
  EXPECT_EQ(value("require('./a')"), R"({"early":1,"late":"early"})");
  file("/c.js", "exports.of = require('./index').value");
  EXPECT_EQ(value("exports.value = 4; require('./c').of"), "4");
}

TEST_F(EngineModules, AFailedModuleIsNotInTheCache) {
  file("/bad.js",
       "globalThis.times = (globalThis.times || 0) + 1; if (times < 2) throw new Error('first'); exports.ok "
       "= times");
  EXPECT_EQ(value("let e; try { require('./bad') } catch (x) { e = x.message } [e, "
                  "Object.keys(require.cache), require('./bad').ok]"),
            R"(["first",["/index.js"],2])");
}

TEST_F(EngineModules, TheCacheCanBeChanged) {
  file("/a.js", "exports.n = Math.random()");
  EXPECT_EQ(
      value(
          "const a = require('./a'); delete require.cache[require.resolve('./a')]; const b = require('./a');"
          "require.cache['/a.js'] = {exports: 'put'}; [a === b, Object.keys(require.cache), require('./a')]"),
      R"([false,["/index.js","/a.js"],"put"])");
}

TEST_F(EngineModules, EachRunHasItsOwnModules) {
  file("/a.js", "exports.n = (exports.n || 0) + 1");
  EXPECT_EQ(value("require('./a').n++; require('./a').n"), "2");
  EXPECT_EQ(value("require('./a').n"), "1");
}

TEST_F(EngineModules, ASessionKeepsItsModules) {
  order.session = true;
  file("/a.js", "exports.n = 1");
  EXPECT_EQ(value("require('./a').n++; require('./a').n"), "2");
  order.files.clear();
  EXPECT_EQ(value("require('./a').n"), "2");
  EXPECT_EQ(value("const keep = require; keep('./a').n"), "2");
}

TEST_F(EngineModules, JsonIsData) {
  file("/d.json", "\xef\xbb\xbf{\"a\": [1, 0.1, \"\\u00e4\"], \"__proto__\": 1}");
  file("/bad.json", "{\"a\": }");
  EXPECT_EQ(value("const d = require('./d'); d.a.concat(Object.keys(d), d === require('./d.json'))"),
            R"([1,0.1,"ä","a","__proto__",true])");
  const std::string bad = value("require('./bad.json')");
  EXPECT_EQ(bad.substr(0, 34), "Threw SyntaxError: /bad.json: inva") << bad;
}

TEST_F(EngineModules, ExportsOfAnyKind) {
  file("/f.js", "module.exports = function (x) { return x * 2 }");
  file("/u.js", "module.exports = undefined");
  file("/r.js", "exports.a = 1; return; exports.b = 2");
  EXPECT_EQ(value("[require('./f')(4), require('./u') === undefined, require('./r')]"),
            R"([8,true,{"a":1}])");
}

TEST_F(EngineModules, CommonJsIsSloppyWithItsOwnNames) {
  file("/a.js", "implicit = 1; var local = 2; exports.f = function () { return this === globalThis }");
  EXPECT_EQ(value("const a = require('./a'); [implicit, typeof local, (0, a.f)()]"),
            R"([1,"undefined",true])");
}

TEST_F(EngineModules, TypeScriptAnywhere) {
  file("/utils.ts",
       "export function add(a: number, b: number): number { return a + b }\nenum E { A = 3 } export const "
       "three: number = E.A;");
  file("/old.cts", "const x: number = 4; exports.x = x as any");
  file("/eq.ts", "import utils = require('./utils'); export = { sum: utils.add(1, 2) as number };");
  EXPECT_EQ(value("[require('./utils').add(1, 2), require('./utils.js').three, require('./old.cts').x, "
                  "require('./eq').sum]"),
            "[3,3,4,3]");
}

TEST_F(EngineModules, ArgumentsOfRequireAreChecked) {
  EXPECT_EQ(
      value("[1, '', undefined, Symbol()].map(x => { try { require(x) } catch (e) { return e.name + ' ' + "
            "e.code } })"),
      R"(["TypeError ERR_INVALID_ARG_TYPE","TypeError ERR_INVALID_ARG_VALUE","TypeError ERR_INVALID_ARG_TYPE","TypeError ERR_INVALID_ARG_TYPE"])");
}

TEST_F(EngineModules, WhatIsMissingSaysWhoAsked) {
  file("/a.js", "require('./b')");
  file("/b.js", "require('./nowhere')");
  EXPECT_EQ(value("require('./a')"),
            "Threw Error: Cannot find module './nowhere'\nRequire stack:\n- /b.js\n- /a.js\n- /index.js");
  EXPECT_EQ(ran.file, "/b.js");
  EXPECT_EQ(value("try { require('./a') } catch (e) { [e.code, e.requireStack, Object.keys(e)] }"),
            R"(["MODULE_NOT_FOUND",["/b.js","/a.js","/index.js"],["code","requireStack"]])");
  EXPECT_EQ(value("import('./zzz')"), "Threw Error: Cannot find module './zzz' imported from /index.js");
}

TEST_F(EngineModules, ErrorsStandInTheFileThatTheyAreIn) {
  file("/utils.ts", "// one\ntype T = string;\nexports.f = (x: T) => { throw new TypeError('no ' + x) }\n");
  EXPECT_EQ(value("require('./utils').f('y')"), "Threw TypeError: no y");
  EXPECT_EQ(ran.file, "/utils.ts");
  EXPECT_EQ(ran.line, 3u);
  EXPECT_NE(ran.stack.find(" /utils.ts:3:"), std::string::npos) << ran.stack;
  EXPECT_NE(ran.stack.find("at /index.js:1:"), std::string::npos) << ran.stack;
}

TEST_F(EngineModules, SyntaxErrorsStandInTheirFile) {
  file("/bad.js", "exports.a = 1;\nlet x = ;");
  file("/bad.mjs", "export let a;\n\n  let a;");
  for (const char* program : {"require('./bad.js')", "import './bad.js'"}) {
    EXPECT_EQ(value(program).substr(0, 18), "Threw SyntaxError:") << program;
    EXPECT_EQ(ran.file + ":" + std::to_string(ran.line), "/bad.js:2") << program;
  }
  value("import './bad.mjs'");
  EXPECT_EQ(ran.file + ":" + std::to_string(ran.line) + ":" + std::to_string(ran.column), "/bad.mjs:3:7")
      << ran.stack;
  EXPECT_EQ(ran.stack.substr(0, 12), "/bad.mjs:3\n ") << ran.stack;
}

TEST_F(EngineModules, ACommonJsProgramByItsName) {
  order.filename = "/main.cjs";
  file("/a.js", "exports.main = require.main.id + require.main.filename");
  EXPECT_EQ(value("module.exports = [require('./a').main, module.parent]; return"), R"(["./main.cjs",null])");
  EXPECT_EQ(value("throw new Error('x')"), "Threw Error: x");
}

TEST_F(EngineModules, DeepChainsAreRangeErrorsOrWork) {
  for (int i = 0; i < 200; ++i)
    file("/m" + std::to_string(i) + ".js",
         "exports.n = 1 + (require('./m" + std::to_string(i + 1) + "').n || 0)");
  file("/m200.js", "exports.n = 0");
  EXPECT_EQ(value("require('./m0').n"), "200");
}

// ---- ES modules and CommonJS together ----

TEST_F(EngineModules, RequireOfAnEsModuleGivesItsNamespace) {
  file("/m.mjs", "export const a = 1; export default 'd'; export { b } from './n.js'");
  file("/n.js", "export let b = 2;");
  EXPECT_EQ(value("const m = require('./m.mjs'); [m.a, m.b, m.default, Object.keys(m), m === "
                  "require('./m.mjs'), Object.prototype.toString.call(m)]"),
            R"([1,2,"d",["a","b","default"],true,"[object Module]"])");
  EXPECT_EQ(value("const m = require('./m.mjs'); import('./m.mjs').then(n => console.log(m === n)); 1"), "1");
  EXPECT_EQ(printed(), "true");
}

TEST_F(EngineModules, RequireOfAnAwaitingModuleIsRefused) {
  file("/m.mjs", "import './n.mjs'; console.log('never')");
  file("/n.mjs", "await 1; export {}");
  file("/t.mjs", "throw new RangeError('thrown')");
  EXPECT_EQ(value("try { require('./m.mjs') } catch (e) { e.code }"), "\"ERR_REQUIRE_ASYNC_MODULE\"");
  EXPECT_EQ(printed(), "");
  EXPECT_EQ(value("const r = []; for (let i = 0; i < 2; i++) try { require('./t.mjs') } catch (e) { "
                  "r.push(e.message) } r"),
            R"(["thrown","thrown"])");
  EXPECT_EQ(value("await import('./m.mjs'); typeof require('./m.mjs')"), "\"object\"");
}

TEST_F(EngineModules, RequireOfAModuleThatIsBeingEvaluatedIsRefused) {
  file("/c.cjs", "try { require('./main.mjs') } catch (e) { exports.code = e.code }");
  file("/main.mjs", "import c from './c.cjs'; export default c.code");
  EXPECT_EQ(value("import('./main.mjs').then(m => console.log(m.default)); 0"), "0");
  EXPECT_EQ(printed(), "ERR_REQUIRE_CYCLE_MODULE");
}

TEST_F(EngineModules, ImportOfCommonJsHasDefaultAndNames) {
  file("/c.js", "exports.a = 1; exports.b = () => 2; Object.defineProperty(exports, 'h', {value: 3})");
  file("/f.cjs", "module.exports = function named() {}; module.exports.x = 5");
  order.filename = "/main.mjs";
  EXPECT_EQ(
      value("import c, {a, b as bee} from './c'; import * as ns from './c.js'; import f, {x} from './f.cjs';"
            "export default [a, bee(), c.h, Object.keys(ns), ns.default === c, typeof f, x]"),
      R"([1,2,3,["a","b","default"],true,"function",5])");
}

TEST_F(EngineModules, ANameThatCommonJsDoesNotExportIsASyntaxError) {
  file("/c.js", "exports.a = 1");
  order.filename = "/main.mjs";
  EXPECT_EQ(value("import {zzz} from './c.js'; console.log('never')"),
            "Threw SyntaxError: The requested module '/c.js' does not provide an export named 'zzz'");
  EXPECT_EQ(printed(), "");
  EXPECT_EQ(value("import {zzz} from './c.js'; await 1"),
            "Threw SyntaxError: The requested module '/c.js' does not provide an export named 'zzz'");
}

TEST_F(EngineModules, CommonJsIsEvaluatedInItsTurnAndOnce) {
  file("/one.mjs", "console.log('one')");
  file("/two.cjs", "console.log('two'); exports.n = 2");
  file("/three.mjs", "import {n} from './two.cjs'; console.log('three', n)");
  order.filename = "/main.mjs";
  EXPECT_EQ(value("import './one.mjs'; import './two.cjs'; import './three.mjs'; console.log('main')"),
            kUndefined);
  EXPECT_EQ(printed(), "one|two|three 2|main");
}

TEST_F(EngineModules, StarsReachThroughToCommonJs) {
  file("/c.cjs", "exports.fromC = 1; exports.both = 'c'");
  file("/d.cjs", "exports.fromD = 2");
  file("/hub.mjs", "export * from './c.cjs'; export * from './d.cjs'; export * from './e.mjs'");
  file("/e.mjs", "export const both = 'e'");
  order.filename = "/main.mjs";
  EXPECT_EQ(value("import {fromC, fromD, both} from './hub.mjs'; import * as hub from './hub.mjs'; export "
                  "default [fromC, fromD, both, Object.keys(hub)]"),
            R"([1,2,"e",["both","fromC","fromD"]])");
}

TEST_F(EngineModules, JsonImportsHaveADefaultOnly) {
  file("/d.json", "{\"a\": 1}");
  order.filename = "/main.mjs";
  EXPECT_EQ(value("import d from './d.json' with {type: 'json'}; import * as ns from './d.json'; export "
                  "default [d, Object.keys(ns)]"),
            R"([{"a":1},["default"]])");
  EXPECT_EQ(value("export default (await import('./d.json', {with: {type: 'json'}})).default"), "{\"a\":1}");
  EXPECT_EQ(value("import {a} from './d.json'"),
            "Threw SyntaxError: The requested module '/d.json' does not provide an export named 'a'");
}

TEST_F(EngineModules, DynamicImportIsRelativeToItsFile) {
  file("/lib/c.js", "exports.load = () => import('./m.mjs')");
  file("/lib/m.mjs", "export const where = import.meta.url; export const more = () => import('./n.mjs')");
  file("/lib/n.mjs", "export default 'n'");
  EXPECT_EQ(value("const m = await require('./lib/c').load(); [m.where, (await m.more()).default]"),
            R"(["/lib/m.mjs","n"])");
}

TEST_F(EngineModules, ADefaultExportIsTheValue) {
  order.filename = "/main.mjs";
  EXPECT_EQ(value("export default {a: await 1}"), "{\"a\":1}");
  EXPECT_EQ(value("export const a = 1"), kUndefined);
  order.filename = "/main.ts";
  EXPECT_EQ(value("export default 3 as number"), "3");
}

TEST_F(EngineModules, ModulesHaveNoRequire) {
  order.filename = "/main.mjs";
  EXPECT_EQ(value("export default [typeof require, typeof module, typeof __filename]"),
            R"(["undefined","undefined","undefined"])");
  order.filename = "/index.js";
  EXPECT_EQ(value("typeof require"), "\"function\"");
}

TEST_F(EngineModules, PackagesSayWhatTheirFilesAre) {
  file("/package.json", R"({"type": "module"})");
  file("/m.js", "export const strict = (function () { return this === undefined })()");
  file("/cjs/package.json", R"({"type": "commonjs"})");
  file("/cjs/c.js", "module.exports = typeof require");
  EXPECT_EQ(value("import c from './cjs/c.js'; import {strict} from './m'; export default [c, strict]"),
            R"(["function",true])");
  EXPECT_EQ(value("export default import.meta.filename + import.meta.dirname"), "\"/index.js/\"");
}

TEST_F(EngineModules, TheProgramsOwnPackages) {
  file("/node_modules/p/package.json", R"({"exports": {"import": "./m.mjs", "require": "./c.cjs"}})");
  file("/node_modules/p/m.mjs", "export default 'esm'");
  file("/node_modules/p/c.cjs", "module.exports = 'cjs'");
  EXPECT_EQ(value("[require('p'), (await import('p')).default]"), R"(["cjs","esm"])");
  EXPECT_EQ(value("try { require('p/m.mjs') } catch (e) { e.code }"), "\"ERR_PACKAGE_PATH_NOT_EXPORTED\"");
}

// ---- mocks, packages of the operator ----

TEST_F(EngineModules, MocksAreDataOrSource) {
  mock("fs", R"({"a": [1]})", MockKind::Json);
  mock("net", "exports.connect = () => 'mocked ' + __filename; exports.fs = require('node:fs')");
  mock("esm", "export default 'e'; export const x = 1");
  mock("lib.mjs", "export default typeof require");
  EXPECT_EQ(value("[require('fs').a, require('node:net').connect(), require('net').fs === require('fs'), "
                  "require('esm').x]"),
            R"([[1],"mocked mock:net",true,1])");
  EXPECT_EQ(value("import fs from 'fs'; import e, {x} from 'esm'; import {connect} from 'net'; export "
                  "default [fs, e, x, typeof connect]"),
            R"([{"a":[1]},"e",1,"function"])");
}

TEST_F(EngineModules, WhatIsNotAllowedIsReported) {
  EXPECT_EQ(value("require('dns')"), "Threw Error: Module 'dns' is not allowed here. No modules are.");
  EXPECT_EQ(refused, std::vector<std::string>{"dns"});
  order.modules.packages = true;
  order.modules.whitelist = {"lodash"};
  EXPECT_EQ(value("const c = []; for (const n of ['child_process', 'moment']) try { require(n) } catch (e) { "
                  "c.push(e.code) } c"),
            R"(["ERR_MODULE_NOT_ALLOWED","ERR_MODULE_NOT_ALLOWED"])");
  EXPECT_EQ(refused, (std::vector<std::string>{"child_process", "moment"}));
  EXPECT_EQ(value("import 'node:vm'"), "Threw Error: Module 'node:vm' is not allowed here. Allowed: lodash");
}

TEST_F(EngineModules, PackagesAreAskedForOnce) {
  order.modules.packages = true;
  order.modules.whitelist = {"top"};
  packages = {{"/node_modules/top/package.json", R"({"main": "lib/top"})"},
              {"/node_modules/top/lib/top.js", "exports.dep = require('dep'); exports.me = __filename"},
              {"/node_modules/dep/index.js", "module.exports = 'dep of ' + module.parent.id"}};
  EXPECT_EQ(value("require('top')"),
            R"({"dep":"dep of /node_modules/top/lib/top.js","me":"/node_modules/top/lib/top.js"})");
  const std::set<std::string> once(asked.begin(), asked.end());
  EXPECT_EQ(once.size(), asked.size());
  EXPECT_EQ(value("try { require('dep') } catch (e) { e.code }"), "\"ERR_MODULE_NOT_ALLOWED\"");
  EXPECT_EQ(asked.size(), 0u);
}

// ---- hostile ----

TEST_F(EngineModules, NothingOfAScriptsIsCalled) {
  file("/a.js", "exports.x = 1");
  file("/m.mjs", "import {x} from './a.js'; export const y = x; export default import.meta.url");
  EXPECT_EQ(
      value("const calls = [], {defineProperty: define, getOwnPropertyDescriptor: own} = Object, keys = "
            "Reflect.ownKeys;"
            "const all = [Array.prototype, Object.prototype, Function.prototype, String.prototype, "
            "Map.prototype];"
            "for (let i = 0; i < all.length; i++) { const p = all[i], names = keys(p);"
            "  for (let j = 0; j < names.length; j++) { const k = names[j];"
            "    if (k !== 'constructor' && own(p, k).configurable && typeof own(p, k).value === 'function')"
            "      define(p, k, {value: function () { calls[calls.length] = k }, configurable: true, "
            "writable: true}) } }"
            "Object.prototype.format = Object.prototype.failure = Object.prototype.exported = 1;"
            "define(Array.prototype, '0', {set() { calls[calls.length] = 'set' }, configurable: true});"
            "const m = require('./m.mjs'), a = require('./a');"
            "let code; try { require('./none') } catch (e) { code = e.code }"
            "m.y + '' + a.x + code + calls.length"),
      "\"11MODULE_NOT_FOUND0\"");
}

TEST_F(EngineModules, HostileSpecifiersAreJustNotFound) {
  EXPECT_EQ(value("['\\ud800', './\\0', '../'.repeat(900), 'a'.repeat(1e6), '@', '@a', '@/x', '#', 'node:', "
                  "'..\\\\x', '%2e', '__proto__',"
                  "'constructor', './__proto__'].map(s => { try { return require(s) } catch (e) { return "
                  "e.code.slice(-13) } }).join()")
                .find("undefined"),
            std::string::npos);
  EXPECT_EQ(ran.claim, Claim::Completed) << ran.message;
}

TEST_F(EngineModules, EndlessRequiringEndsWithTheRun) {
  order.wall = Milliseconds(300);
  file("/a.js", "delete require.cache[__filename]; require('./a')");
  value("for (;;) { try { require('./a') } catch {} }");
  EXPECT_EQ(ran.claim, Claim::WallExpired);
  order.wall = Milliseconds(20'000);
  EXPECT_EQ(value("1 + 2"), "3");
}

}  // namespace
}  // namespace isobox::runner
