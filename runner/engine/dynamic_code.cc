// Texts that become code while a script runs. Runs in sealed runners; hostile.
#include "runner/engine/dynamic_code.h"

#include <algorithm>
#include <new>

#include "runner/engine/source_units.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

using language::Request;
using language::UnitKind;

// Code without a file has the name that Node.js gives it.
constexpr std::string_view kNoFile = "<anonymous>";
constexpr Bytes kMessage = 64_KiB;
// A session whose heap is full must still be able to compile what empties it.
constexpr Bytes kLeastMemory = 1_MiB;

Request requestFor(EngineState& state, UnitKind kind, std::string_view text) {
  Request request;
  request.kind = kind;
  request.text = text;
  request.filename = kNoFile;
  request.unit = ++state.unitsMade;
  return request;
}

// [ … ] → [ … program ]
void compileText(duk_context* ctx, EngineState& state, std::string_view text) {
  pushUnit(ctx, kNoFile, text);
  compileTranslation(ctx, state);
}

bool isText(duk_context* ctx, duk_idx_t index) {
  return duk_is_string(ctx, index) && !duk_is_symbol(ctx, index);
}

// eval(x), not called by its own name.
duk_ret_t indirectEval(duk_context* ctx) {
  if (!isText(ctx, 0)) return 1;
  EngineState& state = stateOf(ctx);
  if (!translate(state, requestFor(state, UnitKind::IndirectEval, textAt(ctx, 0)))) throwProblem(ctx, state);
  compileText(ctx, state, textAt(ctx, 0));
  callWithGlobal(ctx);
  callWithGlobal(ctx);
  return 1;
}

// An eval at global level begins with the check of what it declares (emitter_units.cc).
bool declaresGlobals(std::string_view code) {
  const std::size_t mark = code.find("\";");
  return mark != std::string_view::npos && code.substr(mark + 2).starts_with(
                                               "\x06"
                                               "evalDeclare(");
}

// prepare(value, scope): the next thing that happens is that `\x06eval` compiles the result.
duk_ret_t prepareEval(duk_context* ctx) {
  if (!isText(ctx, 0)) {
    duk_set_top(ctx, 1);
    return 1;
  }
  EngineState& state = stateOf(ctx);
  Request request = requestFor(state, UnitKind::DirectEval, textAt(ctx, 0));
  request.scope = textAt(ctx, 1);
  if (!translate(state, request)) throwProblem(ctx, state);
  pushUnit(ctx, kNoFile, textAt(ctx, 0));
  isobox_set_unit(ctx);
  isobox_next_eval_is_global(ctx, declaresGlobals(state.translation.code));
  pushText(ctx, state.translation.code);
  std::string().swap(state.translation.code);
  return 1;
}

// [ parameter… body ] → [ joined parameters, body ], all as strings.
void joinParameters(duk_context* ctx) {
  const duk_idx_t count = duk_get_top(ctx);
  for (duk_idx_t i = 0; i < count; ++i) duk_to_string(ctx, i);
  if (count == 0) {
    duk_push_string(ctx, "");
    duk_push_string(ctx, "");
  } else if (count == 1) {
    duk_push_string(ctx, "");
    duk_insert(ctx, 0);
  } else if (count > 2) {
    duk_require_stack(ctx, 4);
    duk_push_string(ctx, ",");
    duk_insert(ctx, 0);
    duk_insert(ctx, 0);  // the body goes to the bottom
    duk_join(ctx, count - 1);
    duk_insert(ctx, 0);
  }
}

}  // namespace

bool translate(EngineState& state, const Request& request) noexcept {
  // Reading a text is work that no instruction stands for.
  if (!state.takeSteps(request.text.size())) {
    state.translation = language::Translation{};
    state.translation.stopped = true;
    return false;
  }
  // The tree and the output share what the engine's heap leaves of the budget. The tree is gone when the heap
  // grows.
  const Arena& arena = state.heap.arena();
  const std::uint64_t left = arena.budget().count - std::min(arena.budget().count, arena.used().count);
  state.frontEnd->limitMemory(std::max<std::uint64_t>(left / 2, kLeastMemory.count));
  try {
    language::Request watched = request;
    watched.mustStop = [](void* guard) { return static_cast<EngineState*>(guard)->mustStop(); };
    watched.stopContext = &state;
    state.translation = state.frontEnd->translate(watched);
  } catch (const std::bad_alloc&) {
    state.translation = language::Translation{};
    state.translation.outOfMemory = true;
  }
  return state.translation.ok;
}

void throwProblem(duk_context* ctx, EngineState& state) {
  if (state.translation.stopped) duk_error_raw(ctx, DUK_ERR_ERROR, nullptr, 0, "the time is up");
  if (state.translation.outOfMemory)
    duk_error_raw(ctx, DUK_ERR_RANGE_ERROR, nullptr, 0, "The text is too large to be compiled");
  TextBuffer& out = state.scratch;
  out.restart(kMessage);
  appendAsCesu8(out, clipUtf8(state.translation.problem.message, 16'384));
  pushText(ctx, out.view());
  duk_error_raw(ctx, DUK_ERR_SYNTAX_ERROR, nullptr, 0, "%s", duk_get_string(ctx, -1));
  __builtin_unreachable();
}

namespace {

// What a stack says about a problem, in EngineState::moduleText.
language::Place describeProblem(EngineState& state, std::string_view file, std::string_view text) noexcept {
  const language::Problem& problem = state.translation.problem;
  state.moduleText.clear();
  try {
    state.moduleText = language::describePlace(file, text, problem.offset) +
                       "\nSyntaxError: " + std::string(clipUtf8(problem.message, 16'384));
    return language::LineTable(text).place(problem.offset);
  } catch (const std::bad_alloc&) {
    return {};
  }
}

}  // namespace

void throwProblemOf(duk_context* ctx, EngineState& state, std::string_view file, std::string_view text) {
  if (state.translation.stopped || state.translation.outOfMemory) throwProblem(ctx, state);
  pushEngineText(ctx, clipUtf8(state.translation.problem.message, 16'384));
  duk_push_error_object(ctx, DUK_ERR_SYNTAX_ERROR, "%s", duk_get_string(ctx, -1));
  const language::Place place = describeProblem(state, file, text);
  duk_push_string(ctx, "stack");
  pushEngineText(ctx, state.moduleText);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   DUK_DEFPROP_CLEAR_ENUMERABLE);
  duk_push_bare_object(ctx);
  pushEngineText(ctx, file);
  isobox_define_index(ctx, -2, 0);
  duk_push_uint(ctx, place.line);
  isobox_define_index(ctx, -2, 1);
  duk_push_uint(ctx, place.column);
  isobox_define_index(ctx, -2, 2);
  duk_put_prop_string(ctx, -2, ISOBOX_PLACE_OF);
  (void)duk_throw(ctx);
  __builtin_unreachable();
}

void compileTranslation(duk_context* ctx, EngineState& state) {
  isobox_set_unit(ctx);
  isobox_compile(ctx, state.translation.code.data(), state.translation.code.size());
  duk_push_undefined(ctx);
  isobox_set_unit(ctx);
  std::string().swap(state.translation.code);
}

void callWithGlobal(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_call_method(ctx, 0);
}

void installDynamicCode(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, "eval");
  duk_push_c_function(ctx, indirectEval, 1);
  isobox_not_constructor(ctx, -1);
  duk_push_string(ctx, "length");
  duk_push_uint(ctx, 1);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
  duk_push_string(ctx, "name");
  duk_push_string(ctx, "eval");
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
  duk_dup_top(ctx);
  isobox_register_intrinsic(ctx, "evalFunction");
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_FORCE);  // its attributes stay
  duk_push_c_function(ctx, prepareEval, 2);
  isobox_not_constructor(ctx, -1);
  isobox_register_intrinsic(ctx, "prepare");
  duk_get_prop_string(ctx, -1, "Function");
  isobox_replace_native(ctx, -1, isobox_dynamic_function, DUK_VARARGS);
  duk_set_magic(ctx, -1, 0);
  duk_pop_2(ctx);
  installFunctionText(ctx);
}

}  // namespace isobox::runner

// Function(p, …, body) and its kin: CreateDynamicFunction. The prototype of a new target is the engine's to
// set.
extern "C" duk_ret_t isobox_dynamic_function(duk_context* ctx) {
  using namespace isobox::runner;
  static constexpr const char* kHeads[] = {"function", "function*", "async function", "async function*"};
  const duk_int_t kind = duk_get_current_magic(ctx) & 3;
  joinParameters(ctx);
  duk_push_string(ctx, kHeads[kind]);
  duk_push_string(ctx, " anonymous(");
  duk_dup(ctx, 0);
  duk_push_string(ctx, "\n) {\n");
  duk_dup(ctx, 1);
  duk_push_string(ctx, "\n}");
  duk_concat(ctx, 6);
  EngineState& state = stateOf(ctx);
  isobox::language::Request request = requestFor(state, UnitKind::Function, textAt(ctx, 2));
  request.parameters = textAt(ctx, 0);
  request.body = textAt(ctx, 1);
  request.generatorFunction = (kind & 1) != 0;
  request.asyncFunction = (kind & 2) != 0;
  if (!translate(state, request)) throwProblem(ctx, state);
  compileText(ctx, state, textAt(ctx, 2));
  callWithGlobal(ctx);
  return 1;
}
