// Errors in words. Runs in sealed runners.
#include "runner/engine/error_report.h"

#include <charconv>

#include "runner/engine/inspect.h"
#include "runner/engine/source_units.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

constexpr Bytes kScratch = 256_KiB;

// Pushes a property that must be a string, from the object or its prototypes; undefined when it is none.
// Without asking, accessors count as absent.
void pushStringProperty(duk_context* ctx, duk_idx_t object, const char* key, Asking asking) {
  object = duk_normalize_index(ctx, object);
  if (asking == Asking::Allowed) {
    duk_get_prop_string(ctx, object, key);
  } else {
    pushInheritedData(ctx, object, key);
  }
  if (duk_is_string(ctx, -1) && !duk_is_symbol(ctx, -1)) return;
  duk_pop(ctx);
  duk_push_undefined(ctx);
}

std::string_view clippedAt(duk_context* ctx, duk_idx_t index) {
  return clipUtf8(textAt(ctx, index), ipc::kMaxErrorText);
}

void appendHeader(TextBuffer& out, std::string_view name, std::string_view message) {
  out.append(name);
  if (!name.empty() && !message.empty()) out.append(": ");
  out.append(message);
}

// A frame of a script: [ … name file ] with its place.
struct Frame {
  std::uint32_t line = 0, column = 0;
  bool constructs = false;
};

// Reads frame `index` of the trace: [ … ] → [ … name file ], or false and nothing pushed behind the last one.
bool pushFrame(duk_context* ctx, duk_idx_t trace, std::uint32_t index, Frame& frame) {
  isobox_frame raw;
  if (!isobox_trace_entry(ctx, trace, index, &raw)) return false;
  const UnitPlace place = pushUnitPlace(ctx, -1, raw.position - 1);
  duk_remove(ctx, -2);
  frame = {place.line, place.column, raw.constructs != 0};
  return true;
}

void appendNumber(TextBuffer& out, std::uint32_t number) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append({digits, static_cast<std::size_t>(end - digits)});
}

// "\n    at function (file:line:column)"; the program itself has no name.
void appendFrame(TextBuffer& out, std::string_view function, std::string_view file, const Frame& frame) {
  const bool named = !function.empty() || frame.constructs;
  out.append("\n    at ");
  if (frame.constructs) out.append("new ");
  if (named) out.append(function.empty() ? "<anonymous>" : clipUtf8(function, 200));
  if (named) out.append(" (");
  out.append(clipUtf8(file, 1000));
  out.append(':');
  appendNumber(out, frame.line);
  out.append(':');
  appendNumber(out, frame.column);
  if (named) out.append(')');
}

void appendFrames(duk_context* ctx, TextBuffer& out, duk_idx_t error) {
  const duk_idx_t top = duk_get_top(ctx);
  isobox_push_trace(ctx, error);
  Frame frame;
  const int shown = isobox_trace_shown(ctx, top);
  for (int i = 0; i < shown && pushFrame(ctx, top, static_cast<std::uint32_t>(i), frame); ++i) {
    appendFrame(out, textAt(ctx, -2), textAt(ctx, -1), frame);
    duk_set_top(ctx, top + 1);
  }
  duk_set_top(ctx, top);
}

// [ … name message ] → [ … text ]: what is not a string is missing. No script runs here.
void pushStackText(duk_context* ctx, duk_idx_t error) {
  TextBuffer& out = stateOf(ctx).scratch;
  out.restart(kScratch);
  const bool named = duk_is_string(ctx, -2) && !duk_is_symbol(ctx, -2);
  appendHeader(out, named ? clippedAt(ctx, -2) : "Error", clippedAt(ctx, -1));
  appendFrames(ctx, out, error);
  duk_pop_2(ctx);
  pushText(ctx, out.view());
}

// A syntax error stands in the text that is none, not where that was to be compiled: [ … ] → [ … file ].
bool pushTextPlace(duk_context* ctx, duk_idx_t error, Frame& frame) {
  if (isobox_get_own_named(ctx, error, ISOBOX_PLACE_OF) != ISOBOX_DATA) return false;
  duk_get_prop_index(ctx, -1, 1);
  duk_get_prop_index(ctx, -2, 2);
  frame = {duk_get_uint(ctx, -2), duk_get_uint(ctx, -1), false};
  duk_pop_2(ctx);
  duk_get_prop_index(ctx, -1, 0);
  duk_remove(ctx, -2);
  return true;
}

// Pushes the file of the first frame and sets line and column, or pushes undefined.
void pushPlace(duk_context* ctx, duk_idx_t error, Frame& frame) {
  if (duk_is_object(ctx, error) && pushTextPlace(ctx, error, frame)) return;
  const duk_idx_t top = duk_get_top(ctx);
  isobox_push_trace(ctx, error);
  if (!pushFrame(ctx, top, 0, frame)) {
    frame = Frame{};
    duk_push_undefined(ctx);
  }
  duk_replace(ctx, top);
  duk_set_top(ctx, top + 1);
}

// Behind `stack` of each error: name and message as they are when somebody asks first, and the frames.
duk_ret_t stackGetter(duk_context* ctx) {
  duk_push_this(ctx);
  if (!isobox_find_lazy_stack(ctx)) return 0;
  isobox_push_trace(ctx, 0);
  if (isobox_trace_shown(ctx, 1) >= 0) {
    pushStringProperty(ctx, 0, "name", Asking::Allowed);
    pushStringProperty(ctx, 0, "message", Asking::Allowed);
    pushStackText(ctx, 0);
  } else {
    duk_push_undefined(ctx);
  }
  isobox_keep_stack(ctx, 0);
  return 1;
}

// An assignment makes the property what it pretends to be, the receiver's own.
duk_ret_t stackSetter(duk_context* ctx) {
  duk_push_this(ctx);
  if (!duk_is_object(ctx, 1)) return 0;
  duk_push_string(ctx, "stack");
  duk_dup(ctx, 0);
  const bool lazy = isobox_has_lazy_stack(ctx, 1) != 0;
  duk_def_prop(ctx, 1,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   (lazy ? DUK_DEFPROP_CLEAR_ENUMERABLE : DUK_DEFPROP_SET_ENUMERABLE));
  return 0;
}

// Error.captureStackTrace(object, below): the object gets a `stack` of its own.
duk_ret_t captureStackTrace(duk_context* ctx) {
  if (!duk_is_object(ctx, 0) || isobox_is_proxy(ctx, 0))
    return duk_error(ctx, DUK_ERR_TYPE_ERROR, "Invalid argument: Error.captureStackTrace needs an object");
  duk_dup(ctx, 0);
  isobox_capture_trace(ctx, 1);
  return 0;
}

// The parts of a report, each read in a protected call of its own.
enum ReportRow { kName, kMessage, kStack, kFile, kRows };

struct Reading {
  EngineState& state;
  ReportRow row;
  Frame frame;
};

void pushThrownText(duk_context* ctx, EngineState& state) {
  if (duk_is_string(ctx, 0) && !duk_is_symbol(ctx, 0)) {
    duk_dup(ctx, 0);
    return;
  }
  state.console.restart(kScratch);  // free: no console call is under way
  inspectInto(ctx, state.console, 0, InspectStyle{});
  pushText(ctx, state.console.view());
}

// [ thrown ] → [ thrown text ]
void pushRow(duk_context* ctx, Reading& reading) {
  const bool isError = isobox_is_error(ctx, 0);
  if (reading.row == kFile) return pushPlace(ctx, 0, reading.frame);
  if (!isError) return reading.row == kMessage ? pushThrownText(ctx, reading.state) : duk_push_undefined(ctx);
  if (reading.row == kName) return pushStringProperty(ctx, 0, "name", Asking::Allowed);
  if (reading.row == kMessage) return pushStringProperty(ctx, 0, "message", Asking::Allowed);
  pushErrorStack(ctx, 0, Asking::Allowed);
}

duk_ret_t readRow(duk_context* ctx, void* argument) {
  Reading& reading = *static_cast<Reading*>(argument);
  pushRow(ctx, reading);
  appendEngineText(reading.state.report, clippedAt(ctx, -1));
  duk_set_top(ctx, 1);
  return 0;
}

}  // namespace

void pushErrorStack(duk_context* ctx, duk_idx_t error, Asking asking) {
  error = duk_normalize_index(ctx, error);
  if (isobox_get_own_named(ctx, error, "stack") == ISOBOX_DATA) {
    if (duk_is_string(ctx, -1) && !duk_is_symbol(ctx, -1)) return;
    duk_pop(ctx);
  }
  pushStringProperty(ctx, error, "name", asking);
  pushStringProperty(ctx, error, "message", asking);
  pushStackText(ctx, error);
}

void describeThrown(EngineState& state, Outcome& outcome) {
  duk_context* ctx = state.ctx();
  state.report.restart({kRows * 2 * ipc::kMaxErrorText});
  std::string* const parts[kRows] = {&outcome.name, &outcome.message, &outcome.stack, &outcome.file};
  for (int row = 0; row < kRows; ++row) {
    Reading reading{state, static_cast<ReportRow>(row), {}};
    state.report.clear();
    duk_dup(ctx, -1);
    const bool read = duk_safe_call(ctx, readRow, &reading, 1, 1) == DUK_EXEC_SUCCESS;
    duk_pop(ctx);
    if (!read) continue;
    *parts[row] = clipUtf8(state.report.view(), ipc::kMaxErrorText);
    if (row != kFile) continue;
    outcome.line = reading.frame.line;
    outcome.column = reading.frame.column;
  }
}

void installErrorStack(duk_context* ctx) {
  constexpr duk_uint_t kShown = DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE |
                                DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_CLEAR_ENUMERABLE;
  duk_push_c_function(ctx, stackGetter, 0);
  duk_push_c_function(ctx, stackSetter, 1);
  isobox_set_stack_accessor(ctx);
  duk_get_global_string(ctx, "Error");
  duk_push_string(ctx, "captureStackTrace");
  duk_push_c_function(ctx, captureStackTrace, 2);
  isobox_not_constructor(ctx, -1);
  duk_push_string(ctx, "length");
  duk_push_uint(ctx, 2);
  duk_def_prop(
      ctx, -3,
      DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WEC | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
  duk_push_string(ctx, "name");
  duk_push_string(ctx, "captureStackTrace");
  duk_def_prop(
      ctx, -3,
      DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WEC | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
  duk_def_prop(ctx, -3, kShown);
  duk_push_string(ctx, "stackTraceLimit");
  duk_push_int(ctx, 10);
  duk_def_prop(ctx, -3, kShown | DUK_DEFPROP_SET_ENUMERABLE);
  duk_get_prop_string(ctx, -1, "prototype");
  duk_del_prop_string(ctx, -1, "stack");  // Duktape's own
  duk_pop_2(ctx);
}

}  // namespace isobox::runner
