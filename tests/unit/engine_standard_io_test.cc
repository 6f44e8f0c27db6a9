// How programs read stdin and write to stdout: every way that people write, and what becomes of those who try to break it.
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;
using ipc::ConsoleLevel;

class StandardIo : public EngineTest {
 protected:
  /// What was written to stdout by all ways, in order; after it how the run ended, if not well.
  std::string output(std::string source, std::string input = "3\n10 20\nlast") {
    order.standardInput = std::move(input);
    const Ran ran = run(std::move(source));
    std::string text;
    for (const auto& [level, line] : ran.lines) {
      if (level == ConsoleLevel::Stdout) text += line;
      if (level == ConsoleLevel::Log) text += line + "\n";
      if (level == ConsoleLevel::Stderr || level == ConsoleLevel::Error) text += "<" + line + ">";
    }
    if (ran.claim != Claim::Completed) text += ::testing::PrintToString(ran.claim) + " " + ran.name + ": " + ran.message;
    return text;
  }
};

struct Way {
  const char* name;
  const char* program;  // writes all lines of its input, joined by "|"
};

constexpr Way kWays[] = {
    {"readFileSync(0).toString", "console.log(require('fs').readFileSync(0).toString().split('\\n').join('|'))"},
    {"readFileSync(0) + ''", "console.log((require('fs').readFileSync(0) + '').split('\\n').join('|'))"},
    {"readFileSync(0, utf8)", "console.log(require('node:fs').readFileSync(0, 'utf8').split('\\n').join('|'))"},
    {"readFileSync /dev/stdin", "console.log(require('fs').readFileSync('/dev/stdin', 'utf-8').trim().split('\\n').join('|'))"},
    {"readFileSync with an object", "console.log(require('fs').readFileSync('/dev/stdin', {encoding: 'UTF8'}).split('\\n').join('|'))"},
    {"import fs", "import fs from 'fs'; console.log(fs.readFileSync(0, 'utf8').split('\\n').join('|'))"},
    {"import {readFileSync}", "import {readFileSync} from 'node:fs'; console.log(readFileSync(0, 'utf8').split('\\n').join('|'))"},
    {"readFile with a callback", "require('fs').readFile(0, 'utf8', (e, text) => console.log(text.split('\\n').join('|')))"},
    {"fs.promises", "require('fs').promises.readFile('/dev/stdin', 'utf8').then(t => console.log(t.split('\\n').join('|')))"},
    {"fs/promises, awaited", "import {readFile} from 'fs/promises'; console.log((await readFile('/dev/stdin', 'utf8')).split('\\n').join('|'))"},
    {"readSync", "const fs = require('fs'), b = new Uint8Array(4); let t = '', n;"
                 "while ((n = fs.readSync(0, b, 0, 4, null)) > 0) for (let i = 0; i < n; i++) t += String.fromCharCode(b[i]);"
                 "console.log(t.split('\\n').join('|'))"},
    {"data and end", "let s = ''; process.stdin.setEncoding('utf8'); process.stdin.resume(); process.stdin.on('data', d => s += d);"
                     "process.stdin.on('end', () => console.log(s.split('\\n').join('|')))"},
    {"data without an encoding", "let s = ''; process.stdin.on('data', d => { s += d }).on('end', () => console.log(s.split('\\n').join('|')))"},
    {"buffers", "const c = []; process.stdin.on('data', d => c.push(d)).on('end', () => console.log(Buffer.concat(c).toString().split('\\n').join('|')))"},
    {"readable", "let s = ''; process.stdin.setEncoding('utf8'); process.stdin.on('readable', () => { let c;"
                 "while ((c = process.stdin.read()) !== null) s += c; });"
                 "process.stdin.on('end', () => console.log(s.split('\\n').join('|')))"},
    {"for await of stdin", "(async () => { let s = ''; process.stdin.setEncoding('utf8');"
                           "for await (const c of process.stdin) s += c; console.log(s.split('\\n').join('|')) })()"},
    {"readline, line and close", "const l = []; const rl = require('readline').createInterface({input: process.stdin, output: process.stdout, terminal: false});"
                                 "rl.on('line', x => l.push(x)); rl.on('close', () => console.log(l.join('|')))"},
    {"readline, two arguments", "const l = []; require('readline').createInterface(process.stdin, process.stdout)"
                                ".on('line', x => l.push(x)).on('close', () => console.log(l.join('|')))"},
    {"readline of a read stream", "const l = []; const fs = require('fs'); require('readline').createInterface({input: fs.createReadStream('/dev/stdin')})"
                                  ".on('line', x => l.push(x)).on('close', () => console.log(l.join('|')))"},
    {"for await of readline", "(async () => { const l = []; const rl = require('readline').createInterface({input: process.stdin});"
                              "await null; for await (const x of rl) l.push(x); console.log(l.join('|')) })()"},
    {"for await at the top", "import readline from 'node:readline'; const l = [];"
                             "for await (const x of readline.createInterface({input: process.stdin, crlfDelay: Infinity})) l.push(x); console.log(l.join('|'))"},
    {"question", "const rl = require('readline').createInterface({input: process.stdin}); const l = [];"
                 "rl.question('', a => { l.push(a); rl.question('', b => { l.push(b); rl.question('', c => { l.push(c); console.log(l.join('|')); rl.close() }) }) })"},
    {"question of readline/promises", "import * as readline from 'node:readline/promises'; const rl = readline.createInterface({input: process.stdin});"
                                      "console.log([await rl.question(''), await rl.question(''), await rl.question('')].join('|'))"},
    {"once, awaited", "const rl = require('readline').createInterface({input: process.stdin}); const next = () => new Promise(r => rl.once('line', r));"
                      "(async () => { const l = [await next(), await next(), await next()]; console.log(l.join('|')) })()"},
    {"readline()", "const l = []; let x; while ((x = readline()) !== null) l.push(x); print(l.join('|'))"},
    {"mixed", "const a = readline(); const [b, c] = require('fs').readFileSync(0, 'utf8').split('\\n'); console.log(a + '|' + b + '|' + c)"},
    {"a loop over lines", "const lines = require('fs').readFileSync('/dev/stdin').toString().split('\\n'); let t = [];"
                          "for (const x of lines) t.push(x); process.stdout.write(t.join('|') + '\\n')"},
};

TEST_F(StandardIo, EveryWayOfReading) {
  for (const Way& way : kWays) EXPECT_EQ(output(way.program), "3|10 20|last\n") << way.name;
}

TEST_F(StandardIo, EveryWayOfReadingNothing) {
  for (const Way& way : kWays) {
    const std::string text = output(way.program, "");
    EXPECT_EQ(text.find("Expired"), text.npos) << way.name << ": " << text;
    EXPECT_EQ(text.find("Threw TypeError: Cannot read"), text.npos) << way.name << ": " << text;
  }
}

TEST_F(StandardIo, TextBeyondAsciiIsWhole) {
  const std::string all = "ä€😀";
  EXPECT_EQ(output("const t = readline(); print(t, t.length, [...t].length)", all), all + " 4 3\n");
  EXPECT_EQ(output("const t = require('fs').readFileSync(0, 'utf8'); console.log(t, t.length)", all), all + " 4\n");
  EXPECT_EQ(output("const t = require('fs').readFileSync(0).toString(); console.log(t, t.length)", all), all + " 4\n");
  EXPECT_EQ(output("const b = require('fs').readFileSync(0); console.log(b.length, b[0], b instanceof Uint8Array)", all), "9 195 true\n");
  EXPECT_EQ(output("process.stdout.write(require('fs').readFileSync(0))", all), all);
}

TEST_F(StandardIo, LinesEndAsPeopleEndThem) {
  EXPECT_EQ(output("print(readline(), readline().length, readline(), readline())", "a\r\n\nb\n"), "a 0 b null\n");
  EXPECT_EQ(output("const rl = require('readline').createInterface({input: process.stdin}); let n = 0; rl.on('line', () => n++);"
                   "rl.on('close', () => console.log(n))",
                   "\n\n\n"),
            "3\n");
}

TEST_F(StandardIo, WhatIsWrittenComesOutAsItIs) {
  EXPECT_EQ(output("process.stdout.write('a'); process.stdout.write('b\\n'); console.log('c'); write('d', 1); print(); print('e', [1, 2])"),
            "ab\nc\nd 1\ne 1,2\n");
  EXPECT_EQ(output("process.stderr.write('x'); require('fs').writeSync(1, 'y'); require('fs').writeFileSync('/dev/stdout', 'z')"), "<x>yz");
  EXPECT_EQ(output("process.stdout.write('a', () => console.log('later')); console.log('now')"), "anow\nlater\n");
  EXPECT_EQ(output("process.stdout.write(5)").substr(0, 20), "Threw TypeError: The");
  EXPECT_EQ(output("process.stdout.write('')"), "");
}

TEST_F(StandardIo, BytesThatAreNoTextAreReplaced) {
  EXPECT_EQ(output("process.stdout.write(new Uint8Array([0x61, 0xff, 0xc3, 0x62]))"), "a\xef\xbf\xbd\xef\xbf\xbd" "b");
  EXPECT_EQ(output("process.stdout.write(new Uint8Array([0xf7, 0xbf, 0xbf, 0xbf]))"),
            "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(output("process.stdout.write('\\ud800')"), "\xef\xbf\xbd");
}

TEST_F(StandardIo, RawTextCountsAsConsoleText) {
  order.console = {100};
  EXPECT_EQ(run("for (;;) process.stdout.write('x')").claim, Claim::ConsoleTooLong);
  EXPECT_EQ(run("for (;;) process.stdout.write('')").claim, Claim::ConsoleTooLong);
  EXPECT_EQ(run("process.stdout.write('x'.repeat(84))").claim, Claim::Completed);
}

TEST_F(StandardIo, ArgumentsAndTheRestOfProcess) {
  order.arguments = {"a b", "ä😀", ""};
  EXPECT_EQ(valueOf("process.argv.slice(2)"), R"(["a b","ä😀",""])");
  EXPECT_EQ(valueOf("process.argv.length"), "5");
  EXPECT_EQ(valueOf("[process.platform, process.cwd(), typeof process.uptime(), process.hrtime().length, process.hrtime([0, 0]).length]"),
            R"(["linux","/","number",2,2])");
  EXPECT_EQ(valueOf("const m = process.memoryUsage(); m.heapUsed > 0 && m.heapUsed <= m.heapTotal"), "true");
  EXPECT_EQ(valueOf("require('os').EOL + (require('process') === process)"), "\"\\ntrue\"");
  EXPECT_EQ(output("process.nextTick((a, b) => console.log(a + b), 1, 2); console.log(0)"), "0\n3\n");
}

TEST_F(StandardIo, ExitEndsTheProgramAndNothingMoreRuns) {
  EXPECT_EQ(output("try { print(1); process.exit(0); print(2) } finally { print(3) }"), "1\n");
  EXPECT_EQ(valueOf("5; process.exit()"), "{\"$isobox\":\"undefined\"}");
  EXPECT_EQ(valueOf("process.exit(3)"), "Threw ProcessExit: process.exit(3)");
  EXPECT_EQ(valueOf("process.exitCode = 4; 5"), "Threw ProcessExit: process.exitCode = 4");
  EXPECT_EQ(valueOf("process.exitCode = 4; process.exit()"), "Threw ProcessExit: process.exit(4)");
  EXPECT_EQ(valueOf("process.exitCode = 0; 5"), "5");
  EXPECT_EQ(valueOf("Promise.resolve().then(() => process.exit(2)); 1"), "Threw ProcessExit: process.exit(2)");
  EXPECT_EQ(valueOf("throw new Error('x'); process.exitCode = 1"), "Threw Error: x");
  EXPECT_EQ(valueOf("6"), "6");
  order.value = {10};
  EXPECT_EQ(run("process.exit(0)").claim, Claim::ValueTooLarge);
  EXPECT_EQ(run("1").claim, Claim::Completed);
}

TEST_F(StandardIo, AValueThatIsNotWantedIsNotEncoded) {
  order.discard = true;
  EXPECT_EQ(valueOf("const o = {}; o.o = o; o"), "{\"$isobox\":\"undefined\"}");
  EXPECT_EQ(valueOf("({get x() { throw 1 }})"), "{\"$isobox\":\"undefined\"}");
  EXPECT_EQ(valueOf("throw new Error('x')"), "Threw Error: x");
  order.discard = false;
  EXPECT_EQ(valueOf("5"), "5");
}

TEST_F(StandardIo, OtherFilesAreSaidNotToBeThere) {
  EXPECT_EQ(output("require('fs').readFileSync('/etc/passwd')"),
            "Threw Error: fs.readFileSync(/etc/passwd) is not available in IsoBox");
  EXPECT_EQ(valueOf("try { require('fs').openSync('x') } catch (e) { e.code }"), "\"ERR_NOT_AVAILABLE\"");
  EXPECT_EQ(valueOf("require('fs').existsSync('/etc/passwd')"), "false");
  EXPECT_EQ(valueOf("try { require('readline').createInterface({input: {}}) } catch (e) { e.code }"), "\"ERR_NOT_AVAILABLE\"");
  EXPECT_EQ(valueOf("try { require('fs').readFileSync(0, 'hex') } catch (e) { e.code }"), "\"ERR_NOT_AVAILABLE\"");
  EXPECT_EQ(valueOf("try { require('net') } catch (e) { e.message }"), "\"Module 'net' is not allowed here. No modules are.\"");
}

TEST_F(StandardIo, AMockWins) {
  order.modules.mocks = {{"fs", ipc::ModuleRules::MockKind::Json, R"({"mine":1})"}};
  EXPECT_EQ(valueOf("require('node:fs').mine"), "1");
  order.modules.mocks = {};
  EXPECT_EQ(valueOf("typeof require('node:fs').readFileSync"), "\"function\"");
}

TEST_F(StandardIo, TheGlobalsAreOrdinaryNames) {
  EXPECT_EQ(valueOf("Object.keys(globalThis).length"), "0");
  EXPECT_EQ(valueOf("const readline = require('readline'); function print() { return 1 } let write = 2; [typeof readline, print(), write]"),
            R"(["object",1,2])");
  engine = Engine::create(512_MiB).value();
  order.session = true;
  EXPECT_EQ(valueOf("print = 5; print"), "5");
  order.task = ipc::Task::GetState;
  EXPECT_EQ(valueOf(""), R"({"skipped":[],"state":{"print":5}})");
}

TEST_F(StandardIo, ASessionReadsAnewEachTime) {
  order.session = true;
  EXPECT_EQ(output("process.stdin.on('data', d => print(String(d)))", "a"), "a\n");
  EXPECT_EQ(output("process.stdin.on('data', d => print(String(d))); process.exitCode = 0", "b"), "b\n");
  EXPECT_EQ(output("print(readline())", "c"), "c\n");
  order.task = ipc::Task::GetState;
  EXPECT_EQ(valueOf(""), R"({"skipped":[],"state":{}})");
}

TEST_F(StandardIo, AProgramThatBreaksItsOwnBuiltInsReadsAllTheSame) {
  const std::string broken =
      "for (const k of Object.getOwnPropertyNames(String.prototype)) try { String.prototype[k] = () => { throw 1 } } catch {}"
      "Array.prototype.push = Array.prototype.slice = Array.prototype[Symbol.iterator] = () => { throw 1 };"
      "Object.defineProperty(Object.prototype, '0', {set() { throw 1 }, configurable: true});"
      "Object.defineProperty(Object.prototype, 'encoding', {get() { throw 1 }, configurable: true});"
      "Promise.prototype.then = () => { throw 1 };";
  EXPECT_EQ(output(broken + "console.log(require('fs').readFileSync(0, 'utf8'))", "in"), "in\n");
  engine = Engine::create(512_MiB).value();
  EXPECT_EQ(output(broken + "process.stdin.setEncoding('utf8').on('data', d => console.log(d))", "in"), "in\n");
  engine = Engine::create(512_MiB).value();
  EXPECT_EQ(output(broken + "require('readline').createInterface(process.stdin).on('line', l => console.log(l))", "in"), "in\n");
}

TEST_F(StandardIo, AbuseOfStreamsIsAnErrorAndNoMore) {
  EXPECT_EQ(output("process.stdin.on.call({}, 'data', () => 1)").substr(0, 15), "Threw TypeError");
  EXPECT_EQ(output("process.stdin.on('data', 5)").substr(0, 15), "Threw TypeError");
  EXPECT_EQ(output("process.stdin.on('data', () => { throw new RangeError('mine') })"), "Threw RangeError: mine");
  EXPECT_EQ(output("require('fs').readSync(0, {}, 0, 1)").substr(0, 15), "Threw TypeError");
  EXPECT_EQ(output("const b = new Uint8Array(2); print(require('fs').readSync(0, b, 5, 100))"), "0\n");
  EXPECT_EQ(output("const s = Object.create(process.stdin); s.on('data', () => 1)").substr(0, 15), "Threw TypeError");
  EXPECT_EQ(output("const rl = require('readline').createInterface(process.stdin); rl.close(); rl.close(); rl.on('line', l => print(l))"), "");
}

}  // namespace
}  // namespace isobox::runner
