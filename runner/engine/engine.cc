// One JavaScript engine on one arena. Runs in the zygote (created once) and in sealed runners (used). Hostile
// after the first script: nothing here is a boundary, the process is.
#include "runner/engine/engine.h"

#include <sys/random.h>

#include <new>
#include <utility>

#include "runner/engine/dynamic_code.h"
#include "runner/engine/engine_state.h"
#include "runner/engine/event_loop.h"
#include "runner/engine/host.h"
#include "runner/engine/host_natives.h"
#include "runner/engine/host_text.h"
#include "runner/engine/host_url.h"
#include "runner/engine/modules.h"
#include "runner/engine/program.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_forms.h"
#include "runner/runtime/lazy_parts.h"
#include "runner/runtime/runtime.h"

namespace isobox::runner {

struct Engine::State : EngineState {
  using EngineState::EngineState;
};

namespace {

EngineState& stateBehind(void* hooks) {
  return static_cast<EngineState&>(*static_cast<RunGuard*>(static_cast<isobox_hooks*>(hooks)));
}

void* allocate(void* hooks, duk_size_t size) {
  return stateBehind(hooks).heap.allocate(size);
}
void* reallocate(void* hooks, void* block, duk_size_t size) {
  return stateBehind(hooks).heap.reallocate(block, size);
}
void release(void* hooks, void* block) {
  stateBehind(hooks).heap.release(block);
}

// Nothing of a run's may stay on the engine's stack, whatever the run did.
constexpr duk_idx_t kStackAlwaysThere = 64;

duk_ret_t install(duk_context* ctx, void*) {
  isobox_install_scope(ctx);
  isobox_install_special(ctx);
  installRuntime(ctx);
  installDynamicCode(ctx);
  installModules(ctx);
  installHost(ctx);
  installEventLoop(ctx);
  installHostNatives(ctx);
  installHostText(ctx);
  installHostUrl(ctx);
  installLazyParts(ctx);
  return 0;
}

// The order's texts as such; nothing when they are in order.
std::optional<Outcome> refuseOrder(const ipc::RunOrder& order) {
  Outcome outcome;
  outcome.claim = ipc::Claim::BadInput;
  const std::pair<std::string_view, const std::string*> texts[] = {{"source", &order.source},
                                                                   {"filename", &order.filename},
                                                                   {"context", &order.context},
                                                                   {"globals", &order.globals},
                                                                   {"env", &order.env},
                                                                   {"stdin", &order.standardInput}};
  for (const auto& [name, text] : texts)
    if (!isUtf8(*text)) {
      outcome.message = std::string(name) + ": not valid UTF-8";
      return outcome;
    }
  for (const auto& [path, text] : order.files)
    if (!isUtf8(path) || !isUtf8(text)) {
      outcome.message = "files: not valid UTF-8";
      return outcome;
    }
  for (const auto& argument : order.arguments)
    if (!isUtf8(argument)) {
      outcome.message = "args: not valid UTF-8";
      return outcome;
    }
  for (const auto& pattern : order.modules.whitelist)
    if (!isUtf8(pattern)) {
      outcome.message = "whitelist: not valid UTF-8";
      return outcome;
    }
  for (const auto& mock : order.modules.mocks)
    if (!isUtf8(mock.name) || !isUtf8(mock.text)) {
      outcome.message = "mocks: not valid UTF-8";
      return outcome;
    }
  return std::nullopt;
}

}  // namespace

EngineState& stateOf(duk_context* ctx) {
  duk_memory_functions functions;
  duk_get_memory_functions(ctx, &functions);
  return stateBehind(functions.udata);
}

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}

// The engine's heap goes with its arena; nothing in it has a finalizer.
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::create(Bytes reserve, std::byte* place) {
  ISOBOX_TRY(Arena arena, Arena::create(reserve, place));
  auto state = std::make_unique<State>(std::move(arena));
  isobox_hooks* hooks = state.get();
  duk_context* ctx = duk_create_heap(allocate, reallocate, release, hooks, isobox_fatal);
  if (!ctx) return Error{"create the engine's heap", ENOMEM, "the reserve is too small"};
  state->attach(ctx);
  std::uint64_t seed = 0;
  if (::getrandom(&seed, sizeof seed, 0) != sizeof seed) return errnoError("seed the front end");
  state->frontEnd.emplace(seed);
  const bool installed = duk_check_stack(ctx, kStackAlwaysThere) &&
                         duk_safe_call(ctx, install, nullptr, 0, 1) == DUK_EXEC_SUCCESS;
  if (!installed) return Error{"install the host environment", ENOMEM, duk_safe_to_string(ctx, -1)};
  duk_pop(ctx);
  return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

namespace {

// Names of packages have no control characters; quotes and backslashes they may not have either, but who knows.
void appendJsonText(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

// A program of ours, whose output nobody wants.
void runOurs(Engine& engine, std::string_view source) {
  struct Nowhere : OutputSink {
    void console(ipc::ConsoleLevel, std::string_view) override {}
    void value(ipc::ValueType, std::string_view) override {}
  } nowhere;
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(60'000);
  order.heap = engine.arena().budget();
  order.console = order.value = 64_KiB;
  order.valueDepth = 16;
  order.filename = "warm-up.js";
  order.source = source;
  engine.run(order, nowhere);
}

}  // namespace

void Engine::warmUp() {
  // Creates no global and changes no object that a script can reach. A text that is none and a job are in it,
  // too.
  constexpr std::string_view kProgram =
      "((a, b) => {"
      "class A { #p = 1; constructor(...r) { this.r = r } get q() { return this.#p } }"
      "class B extends A { constructor() { super(1, 2) } }"
      "try { null.x } catch (e) { a.push(e.message, e.stack) }"
      "try { eval('(') } catch { }"
      "const [c, ...d] = a, {length} = b, m = new Map([[b, c]]), s = Function('x', 'return x + `${x}`');"
      "for (const [k, v] of m) d.push(k, v);"
      "(async () => { await null })();"
      "return {a, b: b + '!', c: /x/.test(b), d, q: new B().q, s: s(length), y: [...(function* () { yield 1 "
      "})()]}"
      "})([1.5], 'x')";
  runOurs(*this, kProgram);
  keepImage();
}

void Engine::keepImage() {
  duk_gc(state_->ctx(), 0);
  touch();
  isobox_keep_image(state_->ctx());
  state_->heap.hideHoles();
}

void Engine::preload(const std::vector<std::string>& names, const std::vector<std::string>& whitelist, OutputSink& sink) {
  constexpr Milliseconds kPatience{10'000};
  for (const std::string& name : names) {
    ipc::RunOrder order;
    order.wall = order.cpu = kPatience;
    order.heap = state_->heap.arena().budget();
    order.console = order.value = 64_KiB;
    order.valueDepth = 16;
    // What it loads stays, as in a session.
    order.session = true;
    order.filename = "preload.js";
    order.context = "{\"isoboxPackage\":";
    appendJsonText(order.context, name);
    order.context += '}';
    order.source = "require(isoboxPackage); undefined";
    order.modules.packages = true;
    order.modules.whitelist = whitelist;
    run(order, sink);
  }
  state_->preloaded = true;
  keepImage();
}

void Engine::touch() {
  runOurs(*this, "(() => { 'use strict'; let a = [1.5], f = (b) => ({b}); return f(a[0]).b + '' })()");
  state_->monotonicOrigin = 0;  // clocks begin with the first program of somebody
}

void Engine::rehearse() {
  touch();
  runOurs(*this,
          "class Stack { #items = []; constructor(...items) { for (const item of items) this.#items.push(item) }"
          " get size() { return this.#items.length } pop() { return this.#items.pop() } }"
          "const counts = new Map(), words = 'a b a'.split(' ');"
          "for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);"
          "const {a, ...rest} = Object.fromEntries(counts), s = new Stack(1, 2, ...words.map((w) => w + `${a}`));"
          "console.log(s.size, JSON.stringify({a, rest}));"
          "[...(function* () { yield s.pop() })()]");
}

void Engine::reseed(Entropy& root) {
  std::uint64_t seed[2];
  Entropy::Key key;
  root.fill({reinterpret_cast<unsigned char*>(seed), sizeof seed});
  root.fill({reinterpret_cast<unsigned char*>(key.data()), sizeof key});
  isobox_seed_random(state_->ctx(), seed);
  state_->frontEnd.emplace(seed[0] ^ seed[1]);
  state_->monotonicOrigin = 0;
  state_->entropy.seed(key);
}

Entropy Engine::splitEntropy() {
  Entropy::Key key;
  state_->entropy.fill({reinterpret_cast<unsigned char*>(key.data()), sizeof key});
  Entropy root;
  root.seed(key);
  return root;
}

namespace {

// Assigning an empty string keeps the old one's memory.
template <class T>
void drop(T& held) {
  T nothing{};
  std::swap(held, nothing);
}

}  // namespace

void Engine::letGo() {
  EngineState& state = *state_;
  for (TextBuffer* text : {&state.value, &state.console, &state.scratch, &state.layout, &state.state, &state.report, &state.refusalText})
    text->restart({});
  drop(state.urls), drop(state.translation), drop(state.moduleAnswer), drop(state.moduleText);
  drop(state.path), drop(state.marks), drop(state.open), drop(state.circular), drop(state.unitModules);
  state.collation.~Collation();
  new (&state.collation) Collation();
  state.resolver.reset();
  state.normalizer.reset();
  state.frontEnd.reset();
  state.files.~ProgramFiles();
  state.modules.clear();
  new (&state.files) ProgramFiles(state.modules);
}

namespace {

// Chance and clocks are given for one run; what was there before goes on behind it.
class GivenConditions {
 public:
  GivenConditions(EngineState& state, const std::optional<ipc::Deterministic>& given) : state_(state), given_(given.has_value()) {
    if (!given_) return;
    // SplitMix64's first two numbers, as xoroshiro128+ wants to be seeded.
    std::uint64_t at = given->seed;
    for (std::uint64_t& word : random_) word = next(at);
    random_[1] |= 1;
    isobox_swap_random(state_.ctx(), random_);
    Entropy::Key key;
    for (std::uint32_t& word : key) word = static_cast<std::uint32_t>(next(at));
    entropy_.seed(key);
    std::swap(state_.entropy, entropy_);
    state_.given_clocks = 1;
    state_.given_now = static_cast<double>(given->now);
    state_.given_slept = 0;
  }
  ~GivenConditions() {
    if (given_) isobox_swap_random(state_.ctx(), random_), std::swap(state_.entropy, entropy_);
    state_.given_clocks = 0;
  }
  GivenConditions(const GivenConditions&) = delete;
  GivenConditions& operator=(const GivenConditions&) = delete;

 private:
  static std::uint64_t next(std::uint64_t& at) {
    std::uint64_t word = at += 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
  }

  EngineState& state_;
  const bool given_;
  std::uint64_t random_[2]{};
  Entropy entropy_;  // of `crypto`
};

}  // namespace

Outcome Engine::run(const ipc::RunOrder& order, OutputSink& sink) {
  if (auto refused = refuseOrder(order)) return *std::move(refused);
  EngineState& state = *state_;
  state.laps = LapClock<ipc::RunTimes>();
  state.order = &order;
  state.sink = &sink;
  state.consoleLeft = order.console.count;
  state.consoleIndentation = 0;
  state.readerHasEnough = false;
  state.refusal.reset();
  state.encoding = false;
  state.callsLeft = ipc::kMaxCalls;
  state.inputRead = 0;
  state.exitCode.reset();
  state.exited = false;
  if (state.monotonicOrigin == 0) {
    state.monotonicOrigin = isobox_monotonic_ms();
    state.wallOrigin = isobox_wall_ms();
  }
  for (const auto& [path, text] : order.files) state.modules.insert_or_assign(path, text);
  state.begin(order.wall, order.cpu, sink);
  state.heap.begin(order.heap);
  const GivenConditions conditions(state, order.deterministic);

  Outcome outcome = runProgram(state);
  if (outcome.claim == ipc::Claim::Completed) sink.value(valueTypeOf(state.ctx(), -1), state.value.view());
  outcome.heapPeak = state.heap.peak();
  state.laps.ended(&ipc::RunTimes::encode);
  if (order.trace) outcome.times = state.laps.times();

  state.end();
  duk_set_top(state.ctx(), 0);
  state.heap.end();
  state.order = nullptr;
  state.sink = nullptr;
  return outcome;
}

void Engine::addModule(std::string path, std::string text) {
  state_->modules.insert_or_assign(std::move(path), std::move(text));
}

const Arena& Engine::arena() const {
  return state_->heap.arena();
}

}  // namespace isobox::runner
