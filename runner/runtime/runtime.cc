// Loads the runtime's JavaScript parts and gives the engine its handles on promises and jobs. Runs in the
// zygote (installing) and in sealed runners; hostile after the first script.
#include "runner/runtime/runtime.h"

#include "runner/runtime/source_parts.h"

namespace isobox::runner {

namespace {

// The constructors that the parts use, as they are before the first script.
constexpr const char* kGlobals[] = {"TypeError", "RangeError", "SyntaxError", "ReferenceError", "Error",
                                    "Function",  "Array",      "Object",      "Symbol",         "RegExp"};

void registerGlobals(duk_context* ctx) {
  duk_push_global_object(ctx);
  for (const char* name : kGlobals) {
    duk_get_prop_string(ctx, -1, name);
    isobox_register_intrinsic(ctx, name);
  }
  duk_pop(ctx);
}

void callIntrinsic(duk_context* ctx, const char* name, duk_idx_t arguments) {
  isobox_push_intrinsic(ctx, name);
  duk_insert(ctx, -1 - arguments);
  duk_call(ctx, arguments);
}

}  // namespace

void installRuntime(duk_context* ctx) {
  isobox_install_natives(ctx);
  registerGlobals(ctx);
  for (const SourcePart& part : languageParts()) evaluatePart(ctx, part);
  for (const SourcePart& part : libraryParts()) evaluatePart(ctx, part);
}

void beginRuntime(duk_context* ctx) {
  isobox_forget_texts(ctx);
  callIntrinsic(ctx, "resetState", 0);
  duk_pop(ctx);
}

void runJobs(duk_context* ctx) {
  callIntrinsic(ctx, "runJobs", 0);
  duk_pop(ctx);
}

PromiseState inspectPromise(duk_context* ctx, duk_idx_t index) {
  switch (isobox_promise_state(ctx, index)) {
    case 0:
      return PromiseState::Pending;
    case 1:
      return PromiseState::Fulfilled;
    case 2:
      return PromiseState::Rejected;
    default:
      return PromiseState::NotAPromise;
  }
}

void markHandled(duk_context* ctx, duk_idx_t index) {
  isobox_handle_promise(ctx, index);
}

void takeUnhandledRejections(duk_context* ctx) {
  callIntrinsic(ctx, "takeRejections", 0);
  duk_push_undefined(ctx);  // what a script puts into Array.prototype is no element
  duk_set_prototype(ctx, -2);
}

void setModuleHost(duk_context* ctx, const ModuleHost& host) {
  duk_push_c_function(ctx, host.resolve, 3);
  isobox_register_intrinsic(ctx, "resolveModule");
  duk_push_c_function(ctx, host.compile, 3);
  isobox_register_intrinsic(ctx, "compileModule");
}

void runModule(duk_context* ctx) {
  callIntrinsic(ctx, "runModule", 2);
}

void pushModuleNamespace(duk_context* ctx) {
  callIntrinsic(ctx, "namespaceOfKey", 1);
}

void forgetModules(duk_context* ctx, bool all) {
  duk_push_boolean(ctx, all);
  callIntrinsic(ctx, "forgetModules", 1);
  duk_pop(ctx);
}

}  // namespace isobox::runner
