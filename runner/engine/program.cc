// One program from its text to its value. Runs in sealed runners; hostile.
#include "runner/engine/program.h"

#include "runner/engine/dynamic_code.h"
#include "runner/engine/error_report.h"
#include "runner/engine/event_loop.h"
#include "runner/engine/host.h"
#include "runner/engine/host_functions.h"
#include "runner/engine/module_texts.h"
#include "runner/engine/modules.h"
#include "runner/engine/session_state.h"
#include "runner/engine/source_units.h"
#include "runner/engine/standard_io.h"
#include "runner/engine/streams.h"
#include "runner/engine/unicode.h"
#include "runner/engine/value_encoder.h"
#include "runner/runtime/runtime.h"

namespace isobox::runner {

namespace {

using ipc::Claim;
using language::TranslationKind;
using language::UnitKind;

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
    case Claim::FuelExpired:
      return "the engine's steps ran out";
    case Claim::HeapExhausted:
      return "the memory budget ran out";
    case Claim::ConsoleTooLong:
      return "more console text than allowed";
    case Claim::Interrupted:
      return "the program was interrupted";
    default:
      return "the run was stopped";
  }
}

// ---- from text to code: no Duktape, no longjmp ----

// What the file's name says, as Node.js reads it.
UnitKind kindOf(std::string_view filename) {
  if (filename.ends_with(".mjs") || filename.ends_with(".mts")) return UnitKind::Module;
  if (filename.ends_with(".cjs") || filename.ends_with(".cts")) return UnitKind::CommonJs;
  return UnitKind::Script;
}

Outcome describeProblem(const EngineState& state) {
  const language::Translation& translation = state.translation;
  if (translation.stopped && state.stopped()) return failure(*state.stopped(), stopMessage(*state.stopped()));
  if (translation.outOfMemory) return failure(Claim::HeapExhausted, stopMessage(Claim::HeapExhausted));
  const std::string& text = state.order->source;
  Outcome outcome = failure(Claim::SyntaxError, translation.problem.message);
  outcome.name = "SyntaxError";
  outcome.file = clipUtf8(state.order->filename, ipc::kMaxErrorText);
  const language::Place place = language::LineTable(text).place(translation.problem.offset);
  outcome.line = place.line;
  outcome.column = place.column;
  outcome.stack = clipUtf8(language::describePlace(outcome.file, text, translation.problem.offset) +
                               "\nSyntaxError: " + outcome.message,
                           ipc::kMaxErrorText);
  return outcome;
}

std::optional<Outcome> translateProgram(EngineState& state) {
  const ipc::RunOrder& order = *state.order;
  language::Request request;
  request.kind = kindOf(order.filename);
  if (request.kind == UnitKind::Script && isModuleByPackage(state)) request.kind = UnitKind::Module;
  request.text = order.source;
  request.filename = order.filename;
  request.typescript = order.language == ipc::Language::TypeScript || isTypeScriptName(order.filename);
  request.session = order.session;
  request.allowAwait = true;
  request.allowYield = order.task == ipc::Task::Stream;
  request.allowModule = request.kind == UnitKind::Script;
  request.unit = ++state.unitsMade;
  const bool translated = translate(state, request);
  state.laps.ended(&ipc::RunTimes::lower);
  if (!translated) return describeProblem(state);
  state.programKind = state.translation.kind;
  return std::nullopt;
}

// ---- promises ----

// [ promise ] → [ value ]
void takeSettled(duk_context* ctx) {
  switch (inspectPromise(ctx, 0)) {
    case PromiseState::NotAPromise:
      return;
    case PromiseState::Pending:
      (void)duk_error(ctx, DUK_ERR_ERROR, "The program's top-level await never finished");
      return;
    case PromiseState::Rejected:
      (void)duk_throw(ctx);
      return;
    case PromiseState::Fulfilled:
      duk_replace(ctx, 0);
  }
}

// ---- the stages of a run, each in a protected call ----

duk_ret_t bindStage(duk_context* ctx, void* state) {
  beginRuntime(ctx);
  beginEventLoop(ctx);
  EngineState& engine = *static_cast<EngineState*>(state);
  beginStandardIo(ctx, engine);
  // A session's modules stay, unless their texts come anew; so do those that were there before the first program.
  forgetModules(ctx, !engine.preloaded && (!engine.order->session || !engine.order->files.empty()));
  bindInputs(ctx, engine);
  bindHostFunctions(ctx, engine);
  return 0;
}

// A session's variables of one run go with it.
duk_ret_t unbindStage(duk_context* ctx, void*) {
  unbindContext(ctx);
  return 0;
}

// → [ program ]
duk_ret_t compileStage(duk_context* ctx, void* argument) {
  EngineState& state = *static_cast<EngineState*>(argument);
  pushUnit(ctx, state.order->filename, state.order->source);
  compileTranslation(ctx, state);
  return 1;
}

// [ program ] → [ value, or a promise for it ]. The program begins here, and so does the count of its steps.
duk_ret_t executeStage(duk_context* ctx, void* argument) {
  EngineState& state = *static_cast<EngineState*>(argument);
  state.countSteps(state.order->fuel);
  callWithGlobal(ctx);
  bindModuleNames(ctx, state);
  if (kindOf(state.order->filename) == UnitKind::CommonJs) {
    runCommonJs(ctx, state);
  } else if (state.programKind == TranslationKind::Module) {
    startModule(ctx, state);
  } else {
    callWithGlobal(ctx);
  }
  return 1;
}

// [ value or promise ] → [ value ]: everything that the program has begun comes to its end.
duk_ret_t settleStage(duk_context* ctx, void* argument) {
  EngineState& state = *static_cast<EngineState*>(argument);
  const bool awaited = state.programKind != TranslationKind::Script;
  if (awaited) markHandled(ctx, 0);
  runEventLoop(ctx, state, awaited);
  if (awaited) takeSettled(ctx);
  if (state.programKind != TranslationKind::Module) return 1;
  pushModuleValue(ctx, state);
  return 1;
}

// [ value ] → [ undefined ]: the value's items, or itself as the only one.
duk_ret_t streamStage(duk_context* ctx, void* argument) {
  EngineState& state = *static_cast<EngineState*>(argument);
  if (startStream(ctx, state)) {
    markHandled(ctx, 0);
    runEventLoop(ctx, state, true);
    takeSettled(ctx);
  }
  duk_push_undefined(ctx);
  duk_replace(ctx, 0);
  return 1;
}

duk_ret_t setStateStage(duk_context* ctx, void* argument) {
  setSessionState(ctx, *static_cast<EngineState*>(argument));
  duk_push_undefined(ctx);
  return 1;
}

duk_ret_t restoreStateStage(duk_context* ctx, void* argument) {
  restoreSessionState(ctx, *static_cast<EngineState*>(argument));
  duk_push_undefined(ctx);
  return 1;
}

// → [ object ], and its JSON in state.value
duk_ret_t getStateStage(duk_context* ctx, void* argument) {
  encodeSessionState(ctx, *static_cast<EngineState*>(argument));
  duk_push_object(ctx);
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
  Nanoseconds ipc::RunTimes::*time;
};

using Times = ipc::RunTimes;
constexpr Stage kBind = {bindStage, 0, 0, Claim::BadInput, &Times::bind};
constexpr Stage kUnbind = {unbindStage, 0, 0, Claim::Threw, &Times::bind};
constexpr Stage kRun[] = {{compileStage, 0, 1, Claim::SyntaxError, &Times::compile},
                          {executeStage, 1, 1, Claim::Threw, &Times::run},
                          {settleStage, 1, 1, Claim::Threw, &Times::run}};
constexpr Stage kStream = {streamStage, 1, 1, Claim::Threw, &Times::run};
constexpr Stage kEncode = {encodeStage, 1, 1, Claim::Threw, &Times::encode};
constexpr Stage kSetState = {setStateStage, 0, 1, Claim::BadInput, &Times::bind};
constexpr Stage kRestoreState = {restoreStateStage, 0, 1, Claim::BadInput, &Times::bind};
constexpr Stage kGetState = {getStateStage, 0, 1, Claim::Threw, &Times::encode};

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

std::optional<Outcome> runStage(EngineState& state, const Stage& stage) {
  duk_context* ctx = state.ctx();
  const bool passed = duk_safe_call(ctx, stage.function, &state, stage.arguments,
                                    std::max(stage.results, 1)) == DUK_EXEC_SUCCESS;
  state.laps.ended(stage.time);
  if (!passed || state.stopped()) return describeFailure(state, stage);
  if (stage.results == 0) duk_pop(ctx);
  return std::nullopt;
}

// The value is undefined, if there is room for that.
std::optional<Outcome> takeUndefined(EngineState& state) {
  duk_push_undefined(state.ctx());
  state.value.restart(state.order->value);
  state.value.append(R"({"$isobox":"undefined"})");
  if (state.value.overflowed()) return failure(Claim::ValueTooLarge, "the value is too large");
  return std::nullopt;
}

std::optional<Outcome> runSource(EngineState& state) {
  if (auto failed = runStage(state, kBind)) return failed;
  if (auto failed = translateProgram(state)) return failed;
  for (const Stage& stage : kRun)
    if (auto failed = runStage(state, stage)) return failed;
  if (state.order->task == ipc::Task::Stream)
    if (auto failed = runStage(state, kStream)) return failed;
  return state.order->discard ? takeUndefined(state) : runStage(state, kEncode);
}

std::optional<Outcome> runTask(EngineState& state) {
  switch (state.order->task) {
    case ipc::Task::SetState:
      if (auto failed = runStage(state, kSetState)) return failed;
      return runStage(state, kEncode);
    case ipc::Task::RestoreState:
      if (auto failed = runStage(state, kRestoreState)) return failed;
      return runStage(state, kEncode);
    case ipc::Task::GetState:
      return runStage(state, kGetState);
    default:
      return runSource(state);
  }
}

}  // namespace

namespace {

// process.exit(0) is an end without a value; any other number is an error, and so is such a process.exitCode.
std::optional<Outcome> describeExit(EngineState& state) {
  const int code = state.exitCode.value_or(0);
  if (code != 0) {
    Outcome outcome = failure(Claim::Threw, (state.exited ? "process.exit(" : "process.exitCode = ") + std::to_string(code) +
                                                (state.exited ? ")" : ""));
    outcome.name = "ProcessExit";
    return outcome;
  }
  return takeUndefined(state);
}

}  // namespace

Outcome runProgram(EngineState& state) {
  beginModules(state);
  auto failed = runTask(state);
  const std::uint64_t steps = state.stepsTaken();
  const bool program = state.order->task == ipc::Task::Program || state.order->task == ipc::Task::Stream;
  // A getter may call it while a session's state is read: that is no end of a program.
  if (state.exited && !program) failed = failure(Claim::Threw, "process.exit was called while values were read");
  if (program && (state.exited || (!failed && state.exitCode.value_or(0) != 0))) failed = describeExit(state);
  // Even when the run was stopped: a session goes on.
  if (state.order->session) {
    state.end();
    const duk_idx_t top = duk_get_top(state.ctx());
    if (duk_safe_call(state.ctx(), kUnbind.function, &state, 0, 0) != DUK_EXEC_SUCCESS) duk_set_top(state.ctx(), top);
  }
  Outcome outcome = failed ? *std::move(failed) : Outcome{};
  outcome.steps = steps;
  return outcome;
}

}  // namespace isobox::runner
