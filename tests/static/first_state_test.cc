// Every byte that a runner can write to is as it was before the first program, whatever programs have done. A static program,
// as the runner is one: runner/first_state.h.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/rseq.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "runner/engine/engine.h"
#include "runner/first_state.h"

namespace isobox::runner {
namespace {

struct Program {
  const char* name;
  std::string_view source;
  ipc::Claim ends = ipc::Claim::Completed;
  ipc::Task task = ipc::Task::Program;
  bool mayEndProcess = false;  // what it took cannot be given back
  bool files = false;
};

void PrintTo(const Program& program, std::ostream* out) { *out << program.name; }

using enum ipc::Claim;

// Its translation takes more than malloc has room for.
char longProgram[160'000];
const std::string_view kLongProgram = [] {
  std::size_t size = 0;
  for (int i = 0; i < 2000; ++i)
    size += static_cast<std::size_t>(std::snprintf(longProgram + size, sizeof longProgram - size, "function f%d(a, b) { return a + b * %d }\n", i, i));
  return std::string_view(longProgram, size);
}();

const Program kPrograms[] = {
    {"a sum", "1 + 2"},
    {"poisoned prototypes", "Object.prototype.trap = 1; Array.prototype.push = () => 7; delete String.prototype.trim;"
                            "Object.defineProperty(Object.prototype, 'set', {set() { throw 1 }}); Function.prototype.call = null; 1"},
    {"poisoned globals", "JSON = null; Promise = class {}; Map.prototype.get = () => 1; Math.max = 5; globalThis.x = globalThis; undefined"},
    {"frozen world", "for (const name of Object.getOwnPropertyNames(globalThis)) { try { Object.freeze(globalThis[name]); "
                     "Object.freeze(globalThis[name].prototype) } catch {} } Object.preventExtensions(globalThis); 1"},
    {"thousands of globals", "for (let i = 0; i < 5000; i++) globalThis['name' + i] = {i}; 1"},
    {"lexical names", "let a = 1; const b = 2; class C {} function f() {} var g; f.x = b; 1"},
    {"collections", "const m = new Map(); for (let i = 0; i < 3000; i++) m.set('k' + i, [i]); new Set(m.keys()).size + new WeakMap([[m, 1]]).get(m)"},
    {"pending promises", "new Promise(() => {}); (async () => { await new Promise(() => {}) })(); 1"},
    {"left pending timers", "setTimeout(() => {}, 1); setInterval(function () { clearInterval(this) }, 1).x = 1; process.exit(0)"},
    {"suspended generators", "function* g() { try { yield 1; yield 2 } finally { globalThis.leaked = 1 } } const all = [];"
                             "for (let i = 0; i < 50; i++) { const it = g(); it.next(); all.push(it) } globalThis.all = all; 1"},
    {"a stream", "yield 1; yield 2", Completed, ipc::Task::Stream},
    {"an error", "function deep(n) { if (n === 0) null.x; deep(n - 1) } deep(20)", Threw},
    {"an error with a getter", "throw {get message() { globalThis.y = 1; throw 2 }}", Threw},
    {"a rejection", "Promise.reject(new Error('no'))", Threw},
    {"no program", "let = = 1", SyntaxError},
    {"an endless loop", "for (;;) globalThis.i = (globalThis.i || 0) + 1", WallExpired},
    {"an endless promise", "const again = () => queueMicrotask(again); again()", WallExpired},
    {"an endless expression", "/(x+x+)+y/.test('x'.repeat(40))", WallExpired},
    {"out of memory", "const all = []; for (;;) all.push('x'.repeat(100) + all.length)", HeapExhausted, ipc::Task::Program, true},
    {"a buffer", "new Uint8Array(500000).fill(255); globalThis.kept = new Uint8Array(700000).fill(1); 1"},
    {"much memory", "globalThis.all = []; for (let i = 0; i < 60; i++) all.push(new Uint8Array(100000).fill(1)); 1", Completed, ipc::Task::Program, true},
    {"recursion", "let n = 0; const f = () => { n++; f() }; try { f() } catch {} n > 100", Completed, ipc::Task::Program, true},
    {"native recursion", "const f = (n) => n && [1].forEach(() => f(n - 1)); f(400); 1", Completed, ipc::Task::Program, true},
    {"regular expressions", "'a1b22'.replace(/(?<d>\\d+)/g, (...m) => '<' + m[0] + '>') + /\\p{L}+/u.exec('straße')[0] + 'x'.match(/y/)"},
    {"big integers", "(2n ** 500n).toString() + BigInt.asUintN(64, -1n) + 5n / 2n"},
    {"eval", "var e = 'v'; eval('var ' + e + ' = 1; let w = 2; function fromEval() {}'); (0, eval)('var z = 3'); new Function('a', 'return a')(v)"},
    {"classes", "class A { static #n = 0; #p = 1; get p() { return this.#p } static { this.made = new A() } } class B extends Array {} new B(3).length + A.made.p"},
    {"proxies", "const p = new Proxy({}, {get: (t, k) => k, has: () => true}); with (p) { typeof anything } p.x"},
    {"getters on the world", "Object.defineProperty(globalThis, 'now', {get() { return Date.now() }, configurable: false}); now > 0"},
    {"output", "console.group('a'); console.log({a: [1, {b: 2}]}, new Map([[1, 2]]), [,'x'], /x/); console.time('t'); console.count(); process.stdout.write('x'); 1"},
    {"much output", "for (let i = 0; i < 2000; i++) console.log('line ' + i)"},
    {"a large value", "'x'.repeat(300000)"},
    {"numbers", "[0.1 + 0.2, 1e21, -0, (255).toString(36), (1.005).toFixed(2), parseFloat('1e-7'), Math.random() < 1].join()"},
    {"dates", "new Date(0).toISOString() + new Date('2020-01-01').getTime() + typeof performance.now()"},
    {"the library", "structuredClone(new Map([[1, new Date(0)]])); new URL('http://exämple.com/a?b#c').host + btoa('x') + new TextEncoder().encode('é') + "
                    "new Intl.NumberFormat('de').format(1234.5) + ['ä', 'a', 'z'].sort((a, b) => a.localeCompare(b)) + 'ﬁ'.normalize('NFKD')"},
    {"chance", "crypto.randomUUID() !== crypto.randomUUID() && Math.random() !== Math.random()"},
    {"events", "const t = new EventTarget(); t.addEventListener('x', () => {}, {once: true}); new AbortController().abort(); 1"},
    {"modules", "const {half} = require('./half'); half(4) + require('./data.json').x", Completed, ipc::Task::Program, false, true},
    {"modules of today", "import {half} from './half.mjs'; export default half(4)", Completed, ipc::Task::Program, false, true},
    {"a dynamic import", "const m = await import('./half.mjs'); m.half(4)", Completed, ipc::Task::Program, false, true},
    {"no such module", "require('nowhere')", Threw},
    {"standard input", "require('fs').readFileSync(0, 'utf8').length + process.argv.length + process.env.A"},
    {"an exit code", "process.exitCode = 3; process.on && 1", Threw},
    {"symbols", "Symbol.for('shared'); globalThis[Symbol('own')] = Symbol.for('shared'); Symbol.keyFor(Symbol.for('shared'))"},
    {"long strings", "let s = ''; for (let i = 0; i < 20000; i++) s += 'ä' + i; s.charCodeAt(40000) + s.split('ä').length"},
    {"sorted arrays", "Array.from({length: 3000}, (_, i) => (i * 7919) % 3001).sort((a, b) => a - b)[5]"},
    {"shrunk globals", "const world = globalThis; for (const name of Object.getOwnPropertyNames(world)) delete world[name]; 1"},
    {"accessors of errors", "Error.stackTraceLimit = 0; Error.prepareStackTrace = () => 1; Error.prototype.toString = null; new Error('x').stack"},
    {"a long program", kLongProgram},
    {"a decorator", "const d = (v, c) => v; @d class X { @d m() {} } new X().m()"},
    {"a cycle", "const o = {}; o.o = o; o", ValueRefused},
    {"a program of the next", "typeof leaked + typeof all + Object.prototype.trap + [].push(1)"},
};

// What a test says from a child whose memory goes back and forth: no stream, no malloc.
[[gnu::format(printf, 1, 2)]] void say(const char* format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  (void)!::write(2, line, static_cast<std::size_t>(std::min<int>(length, sizeof line - 1)));
}

// Shared, so that the kernel takes them for no part of a mapping that is looked at.
void* pages(std::size_t size) {
  void* place = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) ::_exit(99);
  return place;
}

// All mappings that can be written to, from the kernel's own list, with a copy of what is in them.
struct Writable {
  struct Mapping {
    char *begin, *end;
    char name[40];
    const char* copy;  // null: only its place and size matter
  };
  Mapping mappings[32];
  int count = 0;
  char text[1 << 16];

  // In the order of addresses. The test's own, which are shared, and the stack are left out.
  void read(std::span<char> own) {
    const int file = ::open("/proc/self/maps", O_RDONLY);
    std::size_t size = 0;
    for (ssize_t more = 0; (more = ::read(file, text + size, sizeof text - 1 - size)) > 0;) size += static_cast<std::size_t>(more);
    ::close(file);
    text[size] = 0;
    count = 0;
    for (char* line = text; *line != 0; line = std::strchr(line, '\n') + 1) {
      unsigned long begin = 0, end = 0;
      char mode[5] = {}, name[40] = {};
      std::sscanf(line, "%lx-%lx %4s %*s %*s %*s %39[^\n]", &begin, &end, mode, name);
      auto* from = reinterpret_cast<char*>(begin);
      if (mode[1] != 'w' || mode[3] != 'p' || std::strcmp(name, "[stack]") == 0) continue;
      if (count == 32) ::_exit(98);
      if (from == own.data()) std::strcpy(name, "(the copy)");
      auto& mapping = mappings[count++];
      mapping.begin = from, mapping.end = reinterpret_cast<char*>(end);
      mapping.copy = nullptr;
      std::memcpy(mapping.name, name, sizeof name);
    }
  }
  std::size_t size() const {
    std::size_t sum = 0;
    for (int i = 0; i < count; ++i) sum += static_cast<std::size_t>(mappings[i].end - mappings[i].begin);
    return sum;
  }
  void copyTo(char* to) {
    for (int i = 0; i < count; ++i) {
      if (std::strcmp(mappings[i].name, "(the copy)") == 0) continue;
      const auto size = static_cast<std::size_t>(mappings[i].end - mappings[i].begin);
      std::memcpy(to, mappings[i].begin, size);
      mappings[i].copy = to;
      to += size;
    }
  }
};

struct Proof {
  Writable first, now;
  FirstState* state;
};

// The one exception: where the kernel writes which processor we are on.
bool isException(const char* at) {
  const char* rseq = static_cast<char*>(__builtin_thread_pointer()) + __rseq_offset;
  return at >= rseq && at < rseq + sizeof(struct rseq);
}

// How many bytes are not as they were at first; where, it says when that is to be none.
std::size_t differences(Proof& proof, const char* when, bool none) {
  proof.now.read(proof.state->ownMemory());
  std::size_t found = 0;
  if (proof.now.count != proof.first.count) {
    if (none) say("%s: %d mappings, not %d\n", when, proof.now.count, proof.first.count);
    found += 1;
  }
  for (int i = 0; i < std::min(proof.now.count, proof.first.count); ++i) {
    const auto& mapping = proof.first.mappings[i];
    if (proof.now.mappings[i].begin != mapping.begin || proof.now.mappings[i].end != mapping.end) {
      if (none) say("%s: a mapping (%s) has another place or size\n", when, mapping.name);
      ++found;
      continue;
    }
    for (char* at = mapping.begin; mapping.copy && at < mapping.end; at += 4096) {
      const char* copy = mapping.copy + (at - mapping.begin);
      if (std::memcmp(at, copy, 4096) == 0) continue;
      for (int byte = 0; byte < 4096; ++byte) {
        if (at[byte] == copy[byte] || isException(at + byte)) continue;
        if (none && found < 5)
          say("%s: %s at %p: %02x, not %02x\n", when, mapping.name, static_cast<void*>(at + byte), at[byte] & 255, copy[byte] & 255);
        ++found;
      }
    }
  }
  return found;
}

struct Quiet : OutputSink {
  std::size_t written = 0;
  void console(ipc::ConsoleLevel, std::string_view text) override { written += text.size(); }
  void value(ipc::ValueType, std::string_view json) override { written += json.size(); }
  Taken item(ipc::ValueType, std::string_view) override { return {.more = true, .paused = {}}; }
};

[[gnu::noinline]] ipc::Claim run(Engine& engine, const Program& program) {
  ipc::RunOrder order;
  // One clock only, so that there is one answer.
  order.wall = Milliseconds(program.ends == WallExpired ? 100 : 20'000);
  order.cpu = Milliseconds(20'000);
  order.heap = 10_MiB;
  order.console = order.value = 1_MiB;
  order.valueDepth = 64;
  order.task = program.task;
  order.credit = 16;
  order.filename = program.source.starts_with("import") ? "main.mjs" : "main.js";
  order.source = program.source;
  order.context = R"({"given":{"a":[1,2,{"$isobox":"Date","value":0}]}})";
  order.env = R"({"A":"b"})";
  order.standardInput = "one\ntwo\n";
  order.arguments = {"first"};
  if (program.files)
    order.files = {{"half.js", "exports.half = (n) => n / 2"}, {"half.mjs", "export const half = (n) => n / 2"}, {"data.json", "{\"x\": 1}"}};
  Quiet sink;
  const auto outcome = engine.run(order, sink);
  if (outcome.claim != program.ends)
    say("%s: %s %s\n", program.name, outcome.name.c_str(), outcome.message.c_str());
  return outcome.claim;
}

// In a child of the test's.
class FirstStateOf {
 public:
  explicit FirstStateOf(Engine& engine) : engine_(engine), root_(engine.splitEntropy()) {
    const auto kept = FirstState::keep(engine.arena());
    if (!kept) say("%s\n", kept.error().describe().c_str()), ::_exit(97);
    proof_.state = *kept;
    proof_.first.read(proof_.state->ownMemory());
    proof_.first.copyTo(static_cast<char*>(pages(proof_.first.size())));
  }

  // 0, or the number of what is wrong. `ended`: it could not be put back, which was allowed.
  int check(const Program& program, bool& ended) {
    if (run(engine_, program) != program.ends) return 1;
    if (differences(proof_, program.name, false) == 0) return say("%s: it has changed nothing\n", program.name), 2;
    engine_.letGo();
    ended = !proof_.state->restore(engine_.arena());
    if (ended) return program.mayEndProcess ? 0 : (say("%s: it could not be put back\n", program.name), 3);
    if (differences(proof_, program.name, true) != 0) return 4;
    engine_.reseed(root_);
    return 0;
  }

  Engine& engine() { return engine_; }
  Entropy& root() { return root_; }
  FirstState& state() { return *proof_.state; }

 private:
  Engine& engine_;
  Entropy root_;
  Proof proof_;
};

Engine& engine() {
  static const auto made = [] {
    openRoom();
    auto created = Engine::create(12_MiB, roomFor(Arena::mappedFor(12_MiB)));
    if (!created) std::abort();
    (*created)->warmUp();
    return *std::move(created);
  }();
  return *made;
}

template <class Act>
int inChild(Act act) {
  engine();
  const pid_t child = ::fork();
  if (child == 0) {
    Entropy root;
    root.seed({static_cast<std::uint32_t>(::getpid())});
    engine().reseed(root);
    engine().touch();
    // Its own memory must not go back with the rest.
    auto* state = new (pages(sizeof(FirstStateOf))) FirstStateOf(engine());
    ::_exit(act(*state));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

class OneProgram : public testing::TestWithParam<Program> {};

TEST_P(OneProgram, LeavesNoByteBehind) {
  EXPECT_EQ(inChild([](FirstStateOf& first) {
              bool ended = false;
              return first.check(GetParam(), ended);
            }),
            0);
}

INSTANTIATE_TEST_SUITE_P(FirstState, OneProgram, testing::ValuesIn(kPrograms), [](const auto& info) {
  std::string name = info.param.name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

TEST(FirstState, AllProgramsOneAfterTheOther) {
  EXPECT_EQ(inChild([](FirstStateOf& first) {
              for (int round = 0; round < 2; ++round)
                for (const auto& program : kPrograms) {
                  bool ended = false;
                  if (program.mayEndProcess) continue;
                  if (const int wrong = first.check(program, ended)) return wrong;
                }
              return 0;
            }),
            0);
}

TEST(FirstState, WhatCannotBeGivenBackEndsTheProcess) {
  for (const std::string_view name : {"much memory", "native recursion"}) {
    EXPECT_EQ(inChild([&](FirstStateOf& first) {
                for (const auto& program : kPrograms) {
                  if (program.name != name) continue;
                  bool ended = false;
                  if (const int wrong = first.check(program, ended)) return wrong;
                  return ended ? 42 : 5;
                }
                return 6;
              }),
              42)
        << name;
  }
}

// Chance is new each time: the state goes back, the seeds do not.
TEST(FirstState, EachProgramHasItsOwnChance) {
  EXPECT_EQ(inChild([](FirstStateOf& first) {
              struct Numbers : Quiet {
                char text[200] = {};
                void value(ipc::ValueType, std::string_view json) override { std::memcpy(text, json.data(), std::min(json.size(), sizeof text)); }
              };
              auto* numbers = new (pages(3 * sizeof(Numbers))) Numbers[3];
              for (int i = 0; i < 3; ++i) {
                [&]() __attribute__((noinline)) {
                  ipc::RunOrder order;
                  order.wall = order.cpu = Milliseconds(20'000);
                  order.heap = 10_MiB, order.console = order.value = 1_MiB, order.valueDepth = 9;
                  order.source = "Math.random() + crypto.randomUUID()";
                  first.engine().run(order, numbers[i]);
                }();
                first.engine().letGo();
                if (!first.state().restore(first.engine().arena())) return 1;
                first.engine().reseed(first.root());
              }
              if (numbers[0].text[0] == 0) return 2;
              for (int i = 0; i < 3; ++i)
                if (std::strcmp(numbers[i].text, numbers[(i + 1) % 3].text) == 0) return 3;
              return 0;
            }),
            0);
}

}  // namespace
}  // namespace isobox::runner
