// What a program reads and writes besides the console. Runs in the zygote (installing) and in sealed runners; called by hostile
// scripts. How much of stdin is read is known here alone, in bytes of UTF-8, so that all ways of reading it can be mixed.
#include "runner/engine/standard_io.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>

#include "runner/engine/console.h"
#include "runner/engine/host_natives.h"
#include "runner/engine/unicode.h"
#include "runner/runtime/lazy_parts.h"
#include "runner/runtime/runtime_unit.h"
#include "runner/runtime/source_parts.h"

namespace isobox::runner {

namespace {

constexpr const char* kGlobals[] = {"readline", "print", "write"};
std::string_view unread(const EngineState& state) {
  return std::string_view(state.order->standardInput).substr(std::min(state.inputRead, state.order->standardInput.size()));
}

// ---- stdin ----

void pushBytes(duk_context* ctx, std::string_view bytes) {
  void* copy = duk_push_fixed_buffer(ctx, bytes.size());
  if (!bytes.empty()) std::memcpy(copy, bytes.data(), bytes.size());
  duk_push_buffer_object(ctx, -1, 0, bytes.size(), DUK_BUFOBJ_NODEJS_BUFFER);
  duk_remove(ctx, -2);
}

void pushInput(duk_context* ctx, std::string_view text) {
  if (duk_to_boolean(ctx, 0)) {
    pushEngineText(ctx, text);
  } else {
    pushBytes(ctx, text);
  }
}

duk_ret_t inputLeft(duk_context* ctx) {
  duk_push_boolean(ctx, !unread(stateOf(ctx)).empty());
  return 1;
}

// (as text) → what is left
duk_ret_t inputRest(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  pushInput(ctx, unread(state));
  state.inputRead = state.order->standardInput.size();
  return 1;
}

// (as text) → all of it, wherever it is read
duk_ret_t inputWhole(duk_context* ctx) {
  pushInput(ctx, stateOf(ctx).order->standardInput);
  return 1;
}

// The next line without its end, \n or \r\n; undefined behind the last one. Text behind the last end is a line, too.
duk_ret_t inputLine(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const std::string_view left = unread(state);
  if (left.empty()) return 0;
  std::string_view line = left.substr(0, left.find('\n'));
  state.inputRead += std::min(line.size() + 1, left.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  pushEngineText(ctx, line);
  return 1;
}

// (bytes, offset, length) → how many were read into them
duk_ret_t fillFromInput(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  duk_size_t size = 0;
  auto* to = static_cast<char*>(duk_require_buffer_data(ctx, 0, &size));
  const auto offset = std::min<duk_size_t>(duk_is_undefined(ctx, 1) ? 0 : duk_to_uint(ctx, 1), size);
  const auto room = std::min<duk_size_t>(duk_is_undefined(ctx, 2) ? size : duk_to_uint(ctx, 2), size - offset);
  // What was asked of scripts just now may have taken the bytes away.
  to = static_cast<char*>(duk_require_buffer_data(ctx, 0, &size));
  const std::string_view left = unread(state);
  const auto count = std::min({room, left.size(), size - std::min(offset, size)});
  if (count != 0) std::memcpy(to + offset, left.data(), count);
  state.inputRead += count;
  duk_push_number(ctx, static_cast<double>(count));
  return 1;
}

// ---- stdout and stderr ----

bool isBytes(duk_context* ctx, duk_idx_t index) {
  return duk_is_buffer_data(ctx, index) != 0;
}

duk_ret_t isBytesValue(duk_context* ctx) {
  duk_push_boolean(ctx, isBytes(ctx, 0));
  return 1;
}

std::string_view bytesAt(duk_context* ctx, duk_idx_t index) {
  duk_size_t size = 0;
  const auto* bytes = static_cast<const char*>(duk_get_buffer_data(ctx, index, &size));
  return bytes ? std::string_view(bytes, size) : std::string_view();
}

// (level, string or bytes). Bytes that are no UTF-8 are replaced.
duk_ret_t writeRaw(duk_context* ctx) {
  const auto level = static_cast<ipc::ConsoleLevel>(duk_require_uint(ctx, 0));
  EngineState& state = stateOf(ctx);
  beginConsoleText(ctx, state);
  if (isBytes(ctx, 1)) {
    appendRepairedUtf8(state.console, bytesAt(ctx, 1));
  } else {
    appendEngineText(state.console, textAt(ctx, 1));
  }
  sendConsoleText(ctx, state, level);
  return 0;
}

duk_ret_t byteLength(duk_context* ctx) {
  if (isBytes(ctx, 0)) {
    duk_push_number(ctx, static_cast<double>(bytesAt(ctx, 0).size()));
    return 1;
  }
  EngineState& state = stateOf(ctx);
  const std::string_view text = textAt(ctx, 0);
  restartWithin(state, state.scratch, 2 * text.size() + 16);
  appendEngineText(state.scratch, text);
  requireComplete(ctx, state.scratch);
  duk_push_number(ctx, static_cast<double>(state.scratch.size()));
  return 1;
}

duk_ret_t isTextEncoding(duk_context* ctx) {
  constexpr std::array<std::string_view, 3> kNames{"utf8", "utf-8", "ascii"};
  const std::string_view given = duk_is_string(ctx, 0) ? textAt(ctx, 0) : std::string_view();
  const auto same = [given](std::string_view name) {
    return std::equal(name.begin(), name.end(), given.begin(), given.end(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
  };
  duk_push_boolean(ctx, std::any_of(kNames.begin(), kNames.end(), same));
  return 1;
}

// ---- process ----

// What Node.js makes of an exit code: 32 bits.
int exitCodeAt(duk_context* ctx, duk_idx_t index) {
  return duk_is_null_or_undefined(ctx, index) ? 0 : duk_to_int32(ctx, index);
}

duk_ret_t getExitCode(duk_context* ctx) {
  const EngineState& state = stateOf(ctx);
  if (!state.exitCode) return 0;
  duk_push_int(ctx, *state.exitCode);
  return 1;
}

duk_ret_t setExitCode(duk_context* ctx) {
  const int code = exitCodeAt(ctx, 0);
  EngineState& state = stateOf(ctx);
  if (duk_is_null_or_undefined(ctx, 0)) {
    state.exitCode.reset();
  } else {
    state.exitCode = code;
  }
  return 0;
}

// No `finally` of the program's runs any more.
duk_ret_t exitProgram(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const int code = duk_is_undefined(ctx, 0) ? state.exitCode.value_or(0) : exitCodeAt(ctx, 0);
  state.exitCode = code;
  if (!state.stopped()) state.exited = true;
  state.stop(ipc::Claim::Threw);
  return duk_error(ctx, DUK_ERR_ERROR, "the program has ended");
}

duk_ret_t clock(duk_context* ctx) {
  duk_push_number(ctx, isobox_since_start(ctx));
  return 1;
}

// (0: the budget, 1: what is in use). Where everything is given, what happens to be in use is nobody's business.
duk_ret_t heapSize(duk_context* ctx) {
  const EngineState& state = stateOf(ctx);
  const bool used = duk_get_uint(ctx, 0) == 1 && !state.given_clocks;
  duk_push_number(ctx, static_cast<double>(used ? state.heap.arena().used().count : state.order->heap.count));
  return 1;
}

duk_ret_t processObject(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_get_prop_string(ctx, -1, "process");
  return 1;
}

// ---- modules and globals ----

// (exports, require, module, key, folder): the code of a module of ours.
duk_ret_t runStandardModule(duk_context* ctx) {
  if (std::string_view(duk_require_string(ctx, 3)).starts_with("node:path")) {
    pushLazyIntrinsic(ctx, "path.js", "pathModule");
  } else {
    isobox_push_intrinsic(ctx, "ioModule");
    duk_dup(ctx, 3);
    duk_call(ctx, 1);
  }
  duk_put_prop_string(ctx, 2, "exports");
  return 0;
}

duk_ret_t getGlobal(duk_context* ctx) {
  constexpr const char* kFunctions[] = {"ioReadline", "ioPrint", "ioWrite"};
  isobox_push_intrinsic(ctx, kFunctions[duk_get_current_magic(ctx)]);
  return 1;
}

// An assignment makes an ordinary variable of it, which a session's state has, too.
duk_ret_t setGlobal(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, kGlobals[duk_get_current_magic(ctx)]);
  duk_dup(ctx, 0);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WEC | DUK_DEFPROP_FORCE);
  return 0;
}

void pushAccessor(duk_context* ctx, duk_c_function native, duk_idx_t arguments, int magic) {
  duk_push_c_function(ctx, native, arguments);
  duk_set_magic(ctx, -1, magic);
  isobox_not_constructor(ctx, -1);
}

constexpr duk_uint_t kAccessor =
    DUK_DEFPROP_HAVE_GETTER | DUK_DEFPROP_HAVE_SETTER | DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_CLEAR_ENUMERABLE;

void defineGlobals(duk_context* ctx) {
  duk_push_global_object(ctx);
  for (int i = 0; i < static_cast<int>(std::size(kGlobals)); ++i) {
    duk_push_string(ctx, kGlobals[i]);
    pushAccessor(ctx, getGlobal, 0, i);
    pushAccessor(ctx, setGlobal, 1, i);
    duk_def_prop(ctx, -4, kAccessor);
  }
  duk_pop(ctx);
}

void defineExitCode(duk_context* ctx) {
  pushProcessPrototype(ctx);
  duk_push_string(ctx, "exitCode");
  pushAccessor(ctx, getExitCode, 0, 0);
  pushAccessor(ctx, setExitCode, 1, 0);
  duk_def_prop(ctx, -4, kAccessor);
  duk_pop(ctx);
}

struct Native {
  const char* name;
  duk_c_function function;
  duk_idx_t arguments;
};

constexpr Native kNatives[] = {
    {"stdinLeft", inputLeft, 0},       {"stdinRest", inputRest, 1},    {"stdinWhole", inputWhole, 1},
    {"stdinLine", inputLine, 0},       {"stdinFill", fillFromInput, 3}, {"writeRaw", writeRaw, 2},
    {"isBytes", isBytesValue, 1},      {"byteLength", byteLength, 1},  {"isTextEncoding", isTextEncoding, 1},
    {"exit", exitProgram, 1},          {"clock", clock, 0},            {"heapSize", heapSize, 1},
    {"processObject", processObject, 0},
};

void callIntrinsic(duk_context* ctx, const char* name) {
  isobox_push_intrinsic(ctx, name);
  duk_call(ctx, 0);
}

}  // namespace

void installStandardIo(duk_context* ctx) {
  for (const Native& native : kNatives) {
    duk_push_c_function(ctx, native.function, native.arguments);
    isobox_register_intrinsic(ctx, native.name);
  }
  for (const SourcePart& part : standardParts()) evaluatePart(ctx, part);
  defineExitCode(ctx);
  defineGlobals(ctx);
}

void beginStandardIo(duk_context* ctx, EngineState&) {
  callIntrinsic(ctx, "resetIo");
  duk_pop(ctx);
}

void pushProcessPrototype(duk_context* ctx) {
  isobox_push_intrinsic(ctx, "processPrototype");
}

bool runStandardIo(duk_context* ctx, EngineState&) {
  callIntrinsic(ctx, "ioIdle");
  const bool ran = duk_to_boolean(ctx, -1) != 0;
  duk_pop(ctx);
  return ran;
}

void pushStandardModule(duk_context* ctx) {
  duk_push_c_function(ctx, runStandardModule, 5);
}

}  // namespace isobox::runner
