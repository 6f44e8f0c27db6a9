// Parts of the library that are loaded when they are first touched. Runs in the zygote (installing) and in
// sealed runners; hostile after the first script.
//
// A part registers what it makes as intrinsics: a global under its name, a function of an object as
// "Object.groupBy". It hands its globals to `@lazy`, which puts them in the place of the accessors that are
// still there. A part whose loading was cut short, by a limit, is loaded anew when it is touched again.
#include "runner/runtime/lazy_parts.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "runner/runtime/source_parts.h"

namespace isobox::runner {

namespace {

struct LazyGlobal {
  const char* name;
  const char* part;
};

constexpr LazyGlobal kGlobals[] = {
    {"TextEncoder", "encoding.js"},
    {"TextDecoder", "encoding.js"},
    {"atob", "encoding.js"},
    {"btoa", "encoding.js"},
    {"crypto", "crypto.js"},
    {"Crypto", "crypto.js"},
    {"performance", "performance.js"},
    {"Performance", "performance.js"},
    {"structuredClone", "structured_clone.js"},
    {"Iterator", "iterators.js"},
    {"Intl", "intl.js"},
    {"URL", "url.js"},
    {"URLSearchParams", "url.js"},
    {"DOMException", "dom_exception.js"},
    {"Event", "events.js"},
    {"CustomEvent", "events.js"},
    {"EventTarget", "events.js"},
    {"AbortController", "abort.js"},
    {"AbortSignal", "abort.js"},
    {"setTimeout", "timers.js"},
    {"clearTimeout", "timers.js"},
    {"setInterval", "timers.js"},
    {"clearInterval", "timers.js"},
    {"setImmediate", "timers.js"},
    {"clearImmediate", "timers.js"},
};

struct LazyFunction {
  const char* holder;  // "Array.prototype", a path from the global object; or "@NAME", an intrinsic
  const char* name;
  int length;
  const char* intrinsic;
  const char* part;
};

constexpr LazyFunction kFunctions[] = {
    {"Object", "groupBy", 2, "Object.groupBy", "library_functions.js"},
    {"Map", "groupBy", 2, "Map.groupBy", "library_functions.js"},
    {"Promise", "try", 1, "Promise.try", "library_functions.js"},
    {"Array", "fromAsync", 1, "Array.fromAsync", "library_functions.js"},
    {"String.prototype", "normalize", 0, "String.normalize", "library_functions.js"},
    {"@iteratorPrototype", "map", 1, "Iterator.map", "iterators.js"},
    {"@iteratorPrototype", "filter", 1, "Iterator.filter", "iterators.js"},
    {"@iteratorPrototype", "take", 1, "Iterator.take", "iterators.js"},
    {"@iteratorPrototype", "drop", 1, "Iterator.drop", "iterators.js"},
    {"@iteratorPrototype", "flatMap", 1, "Iterator.flatMap", "iterators.js"},
    {"@iteratorPrototype", "reduce", 1, "Iterator.reduce", "iterators.js"},
    {"@iteratorPrototype", "toArray", 0, "Iterator.toArray", "iterators.js"},
    {"@iteratorPrototype", "forEach", 1, "Iterator.forEach", "iterators.js"},
    {"@iteratorPrototype", "some", 1, "Iterator.some", "iterators.js"},
    {"@iteratorPrototype", "every", 1, "Iterator.every", "iterators.js"},
    {"@iteratorPrototype", "find", 1, "Iterator.find", "iterators.js"},
    {"Number.prototype", "toLocaleString", 0, "Number.toLocaleString", "intl_numbers.js"},
    {"BigInt.prototype", "toLocaleString", 0, "BigInt.toLocaleString", "intl_numbers.js"},
    {"Date.prototype", "toLocaleString", 0, "Date.toLocaleString", "intl_dates.js"},
    {"Date.prototype", "toLocaleDateString", 0, "Date.toLocaleDateString", "intl_dates.js"},
    {"Date.prototype", "toLocaleTimeString", 0, "Date.toLocaleTimeString", "intl_dates.js"},
    {"String.prototype", "localeCompare", 1, "String.localeCompare", "intl.js"},
    {"console", "assert", 0, "console.assert", "console.js"},
    {"console", "count", 0, "console.count", "console.js"},
    {"console", "countReset", 0, "console.countReset", "console.js"},
    {"console", "time", 0, "console.time", "console.js"},
    {"console", "timeLog", 0, "console.timeLog", "console.js"},
    {"console", "timeEnd", 0, "console.timeEnd", "console.js"},
    {"console", "group", 0, "console.group", "console.js"},
    {"console", "groupCollapsed", 0, "console.group", "console.js"},
    {"console", "groupEnd", 0, "console.groupEnd", "console.js"},
    {"console", "dir", 0, "console.dir", "console.js"},
    {"console", "clear", 0, "console.clear", "console.js"},
    {"console", "dirxml", 0, "console.dirxml", "console.js"},
    {"console", "table", 1, "console.table", "console.js"},
};

// [ … ] → [ … value ]
void pushGlobal(duk_context* ctx, const LazyGlobal& global) {
  pushLazyIntrinsic(ctx, global.part, global.name);
}

duk_ret_t readGlobal(duk_context* ctx) {
  pushGlobal(ctx, kGlobals[duk_get_current_magic(ctx)]);
  return 1;
}

// An assignment makes a variable of the name.
duk_ret_t writeGlobal(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, kGlobals[duk_get_current_magic(ctx)].name);
  duk_dup(ctx, 0);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_FORCE);
  return 0;
}

duk_ret_t callFunction(duk_context* ctx) {
  const LazyFunction& function = kFunctions[duk_get_current_magic(ctx)];
  const duk_idx_t arguments = duk_get_top(ctx);
  pushLazyIntrinsic(ctx, function.part, function.intrinsic);
  duk_insert(ctx, 0);
  duk_push_this(ctx);
  duk_insert(ctx, 1);
  duk_call_method(ctx, arguments);
  return 1;
}

// (part, name) → an intrinsic of another part.
duk_ret_t fromPart(duk_context* ctx) {
  pushLazyIntrinsic(ctx, duk_require_string(ctx, 0), duk_require_string(ctx, 1));
  return 1;
}

// [ name value ]: a global of a part that has been loaded. What a script has made of the name in the meantime
// stays.
duk_ret_t publish(duk_context* ctx) {
  duk_dup(ctx, 1);
  isobox_register_intrinsic(ctx, duk_require_string(ctx, 0));
  duk_push_global_object(ctx);
  duk_dup(ctx, 0);
  if (!isobox_has_native_getter(ctx, -2, -1, readGlobal)) return 0;
  duk_dup(ctx, 1);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_FORCE);
  return 0;
}

void pushNative(duk_context* ctx, duk_c_function native, duk_idx_t arguments, std::size_t magic) {
  duk_push_c_function(ctx, native, arguments);
  duk_set_magic(ctx, -1, static_cast<duk_int_t>(magic));
  isobox_not_constructor(ctx, -1);
}

void defineGlobals(duk_context* ctx) {
  duk_push_global_object(ctx);
  for (std::size_t i = 0; i < std::size(kGlobals); ++i) {
    duk_push_string(ctx, kGlobals[i].name);
    pushNative(ctx, readGlobal, 0, i);
    pushNative(ctx, writeGlobal, 1, i);
    duk_def_prop(ctx, -4,
                 DUK_DEFPROP_HAVE_GETTER | DUK_DEFPROP_HAVE_SETTER | DUK_DEFPROP_SET_CONFIGURABLE |
                     DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_FORCE);
  }
  duk_pop(ctx);
}

// [ … ] → [ … object ]
void pushHolder(duk_context* ctx, std::string_view path) {
  if (path.starts_with('@')) return isobox_push_intrinsic(ctx, path.data() + 1);
  duk_push_global_object(ctx);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('.'), path.size());
    duk_get_prop_lstring(ctx, -1, path.data(), end);
    duk_remove(ctx, -2);
    path.remove_prefix(std::min(end + 1, path.size()));
  }
}

void defineFunctions(duk_context* ctx) {
  for (std::size_t i = 0; i < std::size(kFunctions); ++i) {
    const LazyFunction& function = kFunctions[i];
    pushHolder(ctx, function.holder);
    duk_push_string(ctx, function.name);
    pushNative(ctx, callFunction, DUK_VARARGS, i);
    constexpr duk_uint_t kShown =
        DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WEC | DUK_DEFPROP_SET_CONFIGURABLE;
    duk_push_string(ctx, "length");
    duk_push_int(ctx, function.length);
    duk_def_prop(ctx, -3, kShown | DUK_DEFPROP_FORCE);
    duk_push_string(ctx, "name");
    duk_push_string(ctx, function.name);
    duk_def_prop(ctx, -3, kShown | DUK_DEFPROP_FORCE);
    // The console's are like those that are there already.
    const bool enumerable = std::string_view(function.holder) == "console";
    duk_def_prop(ctx, -3,
                 DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                     (enumerable ? DUK_DEFPROP_SET_ENUMERABLE : DUK_DEFPROP_CLEAR_ENUMERABLE) |
                     DUK_DEFPROP_FORCE);
    duk_pop(ctx);
  }
}

}  // namespace

void installLazyParts(duk_context* ctx) {
  duk_push_c_function(ctx, publish, 2);
  isobox_not_constructor(ctx, -1);
  isobox_register_intrinsic(ctx, "lazy");
  duk_push_c_function(ctx, fromPart, 2);
  isobox_not_constructor(ctx, -1);
  isobox_register_intrinsic(ctx, "from");
  defineGlobals(ctx);
  defineFunctions(ctx);
}

void pushLazyIntrinsic(duk_context* ctx, const char* part, const char* name) {
  isobox_push_intrinsic(ctx, name);
  if (!duk_is_undefined(ctx, -1)) return;
  duk_pop(ctx);
  for (const SourcePart& candidate : lazyParts())
    if (candidate.name == part) evaluatePart(ctx, candidate);
  isobox_push_intrinsic(ctx, name);
}

}  // namespace isobox::runner
