// The console a script sees. Runs in sealed runners; called by hostile scripts.
//
// A call works in two steps. First, on the value stack, whatever may run a script (toJSON for %j, a toString
// of the script's own for %s); that may call the console again. Then the text, in the one buffer for it,
// running no script.
#include "runner/engine/console.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "runner/engine/engine_state.h"
#include "runner/engine/error_report.h"
#include "runner/engine/host_natives.h"
#include "runner/engine/inspect.h"
#include "runner/engine/number_text.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

constexpr int kTrace = 100;  // magic of console.trace; the others have their level

// ---- the first step ----

duk_ret_t jsonText(duk_context* ctx, void*) {
  duk_json_encode(ctx, -1);
  return 1;
}

// [ … value ] → [ … text ]
void replaceByJson(duk_context* ctx, duk_idx_t index) {
  duk_dup(ctx, index);
  const bool encoded = duk_safe_call(ctx, jsonText, nullptr, 1, 1) == DUK_EXEC_SUCCESS;
  if (!encoded) {
    pushInheritedData(ctx, -1, "message");
    const bool cyclic = textAt(ctx, -1).starts_with("cyclic");
    duk_pop(ctx);
    if (!cyclic) (void)duk_throw(ctx);
    duk_push_string(ctx, "[Circular]");
    duk_remove(ctx, -2);
  }
  if (!duk_is_string(ctx, -1)) {
    duk_pop(ctx);
    duk_push_string(ctx, "undefined");
  }
  duk_replace(ctx, index);
}

// An object whose toString somebody wrote is shown by it.
void replaceByOwnText(duk_context* ctx, duk_idx_t index) {
  if (!duk_is_object(ctx, index) || duk_is_function(ctx, index) || isobox_is_proxy(ctx, index)) return;
  pushInheritedData(ctx, index, "toString");
  const bool written = duk_is_ecmascript_function(ctx, -1);
  duk_pop(ctx);
  if (written) duk_to_string(ctx, index);
}

// The letter after each % that takes an argument, in order, until the arguments are used up.
template <class Act>
void forEachPlaceholder(std::string_view format, duk_idx_t arguments, Act act) {
  duk_idx_t argument = 1;
  for (std::size_t i = 0; i + 1 < format.size() && argument < arguments; ++i) {
    if (format[i] != '%') continue;
    ++i;
    if (std::string_view("sdifjoOc").find(format[i]) != std::string_view::npos) act(format[i], argument++);
  }
}

void runScriptsFirst(duk_context* ctx, duk_idx_t arguments) {
  forEachPlaceholder(textAt(ctx, 0), arguments, [ctx](char letter, duk_idx_t argument) {
    if (letter == 'j') replaceByJson(ctx, argument);
    if (letter == 's') replaceByOwnText(ctx, argument);
  });
}

// ---- the second step ----

std::string_view withoutLeadingSpace(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\r\v\f");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

// What parseFloat would find; %i drops its fraction.
double leadingNumber(std::string_view text) {
  text = withoutLeadingSpace(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double number = std::nan("");
  if (text.starts_with("Infinity")) number = HUGE_VAL;
  const bool digits = !text.empty() && (text.front() == '.' || (text.front() >= '0' && text.front() <= '9'));
  if (digits) std::from_chars(text.data(), text.data() + text.size(), number);
  return negative ? -number : number;
}

double numberFor(duk_context* ctx, char letter, duk_idx_t index) {
  if (isobox_push_bigint_decimal(ctx, index)) {
    const double number = leadingNumber(textAt(ctx, -1));
    duk_pop(ctx);
    return number;
  }
  if (duk_is_symbol(ctx, index) || duk_is_object(ctx, index)) return std::nan("");
  if (duk_is_number(ctx, index))
    return letter == 'i' ? std::trunc(duk_get_number(ctx, index)) : duk_get_number(ctx, index);
  if (letter == 'd') {
    duk_dup(ctx, index);
    const double number = duk_to_number(ctx, -1);
    duk_pop(ctx);
    return number;
  }
  const double number = duk_is_string(ctx, index) ? leadingNumber(textAt(ctx, index)) : std::nan("");
  return letter == 'i' ? std::trunc(number) : number;
}

void appendArgument(duk_context* ctx, TextBuffer& out, char letter, duk_idx_t index) {
  switch (letter) {
    case 'c':
      return;
    case 'o':
      return inspectInto(ctx, out, index, {.depth = 4, .hidden = true});
    case 'O':
      return inspectInto(ctx, out, index, {});
    case 's':
      return inspectInto(ctx, out, index, {.depth = 0, .rawString = true});
    case 'j':
      return appendEngineText(out, textAt(ctx, index));
    case 'd':
    case 'i':
      if (isobox_is_bigint_value(ctx, index)) return inspectInto(ctx, out, index, {});
      break;
    default:
      break;
  }
  duk_push_number(ctx, numberFor(ctx, letter, index));
  inspectInto(ctx, out, -1, {});
  duk_pop(ctx);
}

// Appends the format with its placeholders filled. The first argument that it did not use is the answer.
duk_idx_t appendFormat(duk_context* ctx, TextBuffer& out, duk_idx_t arguments) {
  const std::string_view format = textAt(ctx, 0);
  constexpr std::string_view kLetters = "sdifjoOc";
  duk_idx_t argument = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i + 1 < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char letter = format[i + 1];
    const bool fills = kLetters.find(letter) != std::string_view::npos && argument < arguments;
    if (fills || letter == '%') {
      appendEngineText(out, format.substr(begin, i - begin));
      begin = i + 2;
    }
    if (fills) appendArgument(ctx, out, letter, argument++);
    if (!fills && letter == '%') out.append('%');
    ++i;
  }
  appendEngineText(out, format.substr(begin));
  return argument;
}

// Text in a group stands further in, each of its lines.
void appendIndented(TextBuffer& out, std::string_view text, std::size_t indentation) {
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.append(indentation, ' ');
    out.append(text.substr(0, end));
    if (end == text.size()) return;
    out.append('\n');
    text.remove_prefix(end + 1);
  }
}

void appendAll(duk_context* ctx, TextBuffer& out, duk_idx_t arguments) {
  duk_idx_t next = 0;
  const bool formatted = arguments > 1 && duk_is_string(ctx, 0) && !duk_is_symbol(ctx, 0);
  if (formatted) next = appendFormat(ctx, out, arguments);
  for (; next < arguments; ++next) {
    if (next > 0) out.append(' ');
    inspectInto(ctx, out, next, {.rawString = true});
  }
}

// Pushes the calls that led here, one a line, each with a newline before it.
void pushCalls(duk_context* ctx) {
  duk_push_error_object_raw(ctx, DUK_ERR_ERROR, nullptr, 0, "%s", "");
  pushErrorStack(ctx, -1, Asking::Forbidden);
  const std::string_view stack = textAt(ctx, -1);
  pushText(ctx, stack.substr(std::min(stack.find('\n'), stack.size())));
}

void appendTrace(duk_context* ctx, TextBuffer& out, duk_idx_t arguments, duk_idx_t calls) {
  out.append(arguments > 0 ? "Trace: " : "Trace");
  appendAll(ctx, out, arguments);
  appendEngineText(out, textAt(ctx, calls));
}

[[noreturn]] void endRun(duk_context* ctx, EngineState& state) {
  state.stop(ipc::Claim::ConsoleTooLong);
  duk_error_raw(ctx, DUK_ERR_RANGE_ERROR, nullptr, 0, "more console text than allowed");
  __builtin_unreachable();
}

// What stands in state.console.
void send(duk_context* ctx, EngineState& state, ipc::ConsoleLevel level) {
  TextBuffer* text = &state.console;
  if (state.consoleIndentation > 0) {
    text = &state.layout;  // free: nothing is inspected now
    text->restart({state.consoleLeft});
    appendIndented(*text, state.console.view(), state.consoleIndentation);
    if (text->overflowed()) endRun(ctx, state);
  }
  state.consoleLeft -= text->size();
  if (state.sink) state.sink->console(level, text->view());
}

// (steps): how much further in what follows stands.
duk_ret_t indent(duk_context* ctx) {
  constexpr double kMost = 1000;  // columns
  EngineState& state = stateOf(ctx);
  const double wanted = static_cast<double>(state.consoleIndentation) + duk_get_number(ctx, 0);
  state.consoleIndentation = static_cast<std::size_t>(std::clamp(wanted, 0.0, kMost));
  return 0;
}

// (bytes): so much is coming. Better to end the run now than after minutes of preparing it.
duk_ret_t checkRoom(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  if (duk_get_number(ctx, 0) > static_cast<double>(state.consoleLeft)) endRun(ctx, state);
  return 0;
}

// (value, depth, items) → its text, on one line when `items` is given: for so many items of arrays only.
duk_ret_t inspectText(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  state.console.restart({state.consoleLeft});
  const double depth = duk_is_undefined(ctx, 1) ? 2 : duk_get_number(ctx, 1);
  constexpr double kDeepest = 1000;
  InspectStyle style{.depth = static_cast<int>(std::clamp(depth, -1.0, kDeepest))};
  if (duk_is_number(ctx, 2)) {
    style.oneLine = true;
    style.items = duk_get_uint(ctx, 2);
  }
  inspectInto(ctx, state.console, 0, style);
  if (state.console.overflowed()) endRun(ctx, state);
  pushEngineText(ctx, state.console.view());
  return 1;
}

duk_ret_t write(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const duk_idx_t arguments = duk_get_top(ctx);
  const int magic = duk_get_current_magic(ctx);
  duk_require_stack(ctx, 32);
  if (arguments > 1 && duk_is_string(ctx, 0) && !duk_is_symbol(ctx, 0)) runScriptsFirst(ctx, arguments);
  if (magic == kTrace) pushCalls(ctx);
  beginConsoleText(ctx, state);
  if (magic == kTrace) {
    appendTrace(ctx, state.console, arguments, duk_get_top_index(ctx));
  } else {
    appendAll(ctx, state.console, arguments);
  }
  if (state.console.overflowed()) endRun(ctx, state);
  send(ctx, state, magic == kTrace ? ipc::ConsoleLevel::Error : static_cast<ipc::ConsoleLevel>(magic));
  return 0;
}

struct Method {
  const char* name;
  int magic;
  const char* intrinsic;
};

constexpr Method kMethods[] = {{"log", static_cast<int>(ipc::ConsoleLevel::Log), "consoleLog"},
                               {"info", static_cast<int>(ipc::ConsoleLevel::Info), "consoleInfo"},
                               {"debug", static_cast<int>(ipc::ConsoleLevel::Debug), "consoleDebug"},
                               {"warn", static_cast<int>(ipc::ConsoleLevel::Warn), "consoleWarn"},
                               {"error", static_cast<int>(ipc::ConsoleLevel::Error), "consoleError"},
                               {"trace", kTrace, "consoleTrace"}};

}  // namespace

void beginConsoleText(duk_context* ctx, EngineState& state) {
  if (state.consoleLeft < ipc::kConsoleCallCost) endRun(ctx, state);
  state.consoleLeft -= ipc::kConsoleCallCost;
  state.console.restart({state.consoleLeft});
}

void sendConsoleText(duk_context* ctx, EngineState& state, ipc::ConsoleLevel level) {
  if (state.console.overflowed()) endRun(ctx, state);
  state.consoleLeft -= state.console.size();
  if (state.sink) state.sink->console(level, state.console.view());
}

void installConsole(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, "console");
  duk_push_object(ctx);
  for (const Method& method : kMethods) {
    duk_push_c_function(ctx, write, DUK_VARARGS);
    isobox_not_constructor(ctx, -1);
    duk_set_magic(ctx, -1, method.magic);
    duk_push_string(ctx, "name");
    duk_push_string(ctx, method.name);
    duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE);
    duk_dup_top(ctx);
    isobox_register_intrinsic(ctx, method.intrinsic);
    duk_put_prop_string(ctx, -2, method.name);
  }
  duk_push_string(ctx, DUK_WELLKNOWN_SYMBOL("Symbol.toStringTag"));
  duk_push_string(ctx, "console");
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WEC | DUK_DEFPROP_SET_CONFIGURABLE);
  registerIntrinsic(ctx, "consoleIndent", indent, 1);
  registerIntrinsic(ctx, "consoleRoom", checkRoom, 1);
  registerIntrinsic(ctx, "inspectText", inspectText, 3);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   DUK_DEFPROP_CLEAR_ENUMERABLE);
  duk_pop(ctx);
}

}  // namespace isobox::runner
