// What the translated programs call: intrinsics, promises and their jobs, generators, modules, the library.
// Runs in the zygote (installing) and in sealed runners; hostile after the first script.
#ifndef ISOBOX_RUNNER_RUNTIME_RUNTIME_H
#define ISOBOX_RUNNER_RUNTIME_RUNTIME_H

#include <string_view>

#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

/// Makes all intrinsics but the engine's own, and the globals that belong to the language. Called once a
/// heap, when isobox_install_special and isobox_install_scope have run and before the global `Duktape` is
/// removed. Throws.
void installRuntime(duk_context* ctx);

/// Before each run: forgets jobs and coroutines in progress that an interrupted run has left behind.
void beginRuntime(duk_context* ctx);

/// Runs promise jobs and microtasks until there are none. Throws what a callback of queueMicrotask throws
/// (called again, it goes on behind that one), and the engine's error when the run must stop.
void runJobs(duk_context* ctx);

enum class PromiseState { NotAPromise, Pending, Fulfilled, Rejected };

/// Of the value at `index`, asking nobody. Pushes the value or the reason of a promise that is settled.
PromiseState inspectPromise(duk_context* ctx, duk_idx_t index);

/// Counts as having handled a rejection of the promise at `index`.
void markHandled(duk_context* ctx, duk_idx_t index);

/// Pushes an array of the reasons of all rejections that nobody has handled so far, each followed by its
/// promise, and forgets them. Not those that were taken before.
void takeUnhandledRejections(duk_context* ctx);

// ---- modules ----

/// Natives of the engine's that find the modules of a program.
struct ModuleHost {
  /// (specifier, referrer, asker) → key: the canonical name of a module. The referrer is the key of a module,
  /// or the number of a unit (of any text that contains import()). Throws when there is no such module.
  /// `asker` is 0 for imports and 1 for `require`, to which the error that says so is returned instead.
  duk_c_function resolve;
  /// (key, record, asker) → what the module's translation evaluates to: a module object; or the function of a
  /// CommonJS module, and sets record.format to 1; or a JSON file's value, and sets it to 2. What it throws
  /// is thrown again later.
  duk_c_function compile;
};
void setModuleHost(duk_context* ctx, const ModuleHost& host);

/// [ … key module ] → [ … promise ]: the program itself, a translated module. Loads what it imports, links,
/// evaluates. Throws what fails before evaluation begins; what fails later rejects the promise, which runJobs
/// moves on.
void runModule(duk_context* ctx);

/// [ … key ] → [ … namespace ] of a module that was linked.
void pushModuleNamespace(duk_context* ctx);

/// Before each run. `all`: it loads its modules anew. Else those stay that are evaluated.
void forgetModules(duk_context* ctx, bool all);

}  // namespace isobox::runner

#endif
