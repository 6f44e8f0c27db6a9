// One JavaScript engine on one arena. Runs in the zygote (created once) and in sealed runners (used). Hostile
// after the first script: nothing here is a boundary, the process is.
#include "runner/engine/engine.h"

#include <sys/random.h>

#include <utility>

#include "runner/engine/engine_state.h"
#include "runner/engine/error_report.h"
#include "runner/engine/host.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_encoder.h"
#include "runner/engine/value_forms.h"

namespace isobox::runner {

struct Engine::State : EngineState {
  using EngineState::EngineState;
};

namespace {

using ipc::Claim;

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
  installHost(ctx);
  return 0;
}

// ---- the stages of a run, each in a protected call ----

duk_ret_t bindStage(duk_context* ctx, void* state) {
  bindInputs(ctx, *static_cast<EngineState*>(state));
  return 0;
}

// → [ program ]
duk_ret_t compileStage(duk_context* ctx, void* argument) {
  const EngineState& state = *static_cast<EngineState*>(argument);
  const std::string_view source = state.order->source;
  pushText(ctx, state.order->filename);
  duk_compile_lstring_filename(ctx, DUK_COMPILE_EVAL | DUK_COMPILE_SHEBANG, source.data(), source.size());
  return 1;
}

// [ program ] → [ completion value ]
duk_ret_t executeStage(duk_context* ctx, void*) {
  duk_push_global_object(ctx);
  duk_call_method(ctx, 0);
  return 1;
}

// [ value ] → [ value ]
duk_ret_t encodeStage(duk_context* ctx, void* argument) {
  encodeValue(ctx, *static_cast<EngineState*>(argument), -1);
  return 1;
}

struct Stage {
  duk_safe_call_function function;
  duk_idx_t arguments;
  duk_idx_t results;
  Claim failure;  // when it throws and nothing else says why
};

constexpr Stage kStages[] = {{bindStage, 0, 0, Claim::BadInput},
                             {compileStage, 0, 1, Claim::SyntaxError},
                             {executeStage, 1, 1, Claim::Threw},
                             {encodeStage, 1, 1, Claim::Threw}};

Outcome failure(Claim claim, std::string_view message) {
  Outcome outcome;
  outcome.claim = claim;
  outcome.message = clipUtf8(message, ipc::kMaxErrorText);
  return outcome;
}

std::string_view stopMessage(Claim claim) {
  switch (claim) {
    case Claim::WallExpired:
      return "the wall time ran out";
    case Claim::CpuExpired:
      return "the CPU time ran out";
    case Claim::HeapExhausted:
      return "the memory budget ran out";
    case Claim::ConsoleTooLong:
      return "more console text than allowed";
    default:
      return "the run was stopped";
  }
}

// The order's texts as such; nothing when they are in order.
std::optional<Outcome> refuseOrder(const ipc::RunOrder& order) {
  if (order.language != ipc::Language::JavaScript)
    return failure(Claim::BadInput, "TypeScript is not supported by this build");
  const std::pair<std::string_view, const std::string*> texts[] = {{"source", &order.source},
                                                                   {"filename", &order.filename},
                                                                   {"context", &order.context},
                                                                   {"globals", &order.globals},
                                                                   {"env", &order.env}};
  for (const auto& [name, text] : texts)
    if (!isUtf8(*text)) return failure(Claim::BadInput, std::string(name) + ": not valid UTF-8");
  return std::nullopt;
}

// What went wrong in a stage; the thrown value is on top of the stack.
Outcome describeFailure(EngineState& state, const Stage& stage) {
  if (state.stopped()) return failure(*state.stopped(), stopMessage(*state.stopped()));
  if (state.refusal) return failure(*state.refusal, state.refusalText.view());
  Outcome outcome;
  outcome.claim = stage.failure;
  describeThrown(state, outcome);
  // Reading the error may have used up the run.
  return state.stopped() ? failure(*state.stopped(), stopMessage(*state.stopped())) : outcome;
}

Outcome runStages(EngineState& state) {
  duk_context* ctx = state.ctx();
  for (const Stage& stage : kStages) {
    const bool passed = duk_safe_call(ctx, stage.function, &state, stage.arguments,
                                      std::max(stage.results, 1)) == DUK_EXEC_SUCCESS;
    if (!passed || state.stopped()) return describeFailure(state, stage);
    if (stage.results == 0) duk_pop(ctx);
  }
  return Outcome{};
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

Result<std::unique_ptr<Engine>> Engine::create(Bytes reserve) {
  ISOBOX_TRY(Arena arena, Arena::create(reserve));
  auto state = std::make_unique<State>(std::move(arena));
  isobox_hooks* hooks = state.get();
  duk_context* ctx = duk_create_heap(allocate, reallocate, release, hooks, isobox_fatal);
  if (!ctx) return Error{"create the engine's heap", ENOMEM, "the reserve is too small"};
  state->attach(ctx);
  const bool installed = duk_check_stack(ctx, kStackAlwaysThere) &&
                         duk_safe_call(ctx, install, nullptr, 0, 1) == DUK_EXEC_SUCCESS;
  if (!installed) return Error{"install the host environment", ENOMEM, "the reserve is too small"};
  duk_pop(ctx);
  return std::unique_ptr<Engine>(new Engine(std::move(state)));
}

void Engine::warmUp() {
  struct Nowhere : OutputSink {
    void console(ipc::ConsoleLevel, std::string_view) override {}
    void value(ipc::ValueType, std::string_view) override {}
  } nowhere;
  ipc::RunOrder order;
  order.wall = order.cpu = Milliseconds(60'000);
  order.heap = state_->heap.arena().budget();
  order.console = order.value = 64_KiB;
  order.valueDepth = 16;
  order.filename = "warm-up.js";
  // Creates no global and changes no object that a script can reach.
  order.source =
      "(function(a,b){try{null.x}catch(e){a.push(e.message)}return{a:a,b:b+'!',c:/x/"
      ".test(b),d:1+2}})([1.5],'x')";
  run(order, nowhere);
  duk_gc(state_->ctx(), 0);
}

Result<> Engine::reseed() {
  std::uint64_t seed[2];
  if (::getrandom(seed, sizeof seed, 0) != sizeof seed) return errnoError("seed Math.random");
  isobox_seed_random(state_->ctx(), seed);
  return {};
}

Outcome Engine::run(const ipc::RunOrder& order, OutputSink& sink) {
  if (auto refused = refuseOrder(order)) return *std::move(refused);
  EngineState& state = *state_;
  state.order = &order;
  state.sink = &sink;
  state.consoleLeft = order.console.count;
  state.refusal.reset();
  state.begin(order.wall, order.cpu);
  state.heap.begin(order.heap);

  Outcome outcome = runStages(state);
  if (outcome.claim == Claim::Completed) sink.value(valueTypeOf(state.ctx(), -1), state.value.view());
  outcome.heapPeak = state.heap.peak();

  state.end();
  duk_set_top(state.ctx(), 0);
  state.heap.end();
  state.order = nullptr;
  state.sink = nullptr;
  return outcome;
}

const Arena& Engine::arena() const {
  return state_->heap.arena();
}

}  // namespace isobox::runner
