// Loads the runtime's JavaScript parts and gives the engine its handles on promises and jobs. Runs in the
// zygote (installing) and in sealed runners; hostile after the first script.
#include "runner/runtime/runtime.h"

#include <algorithm>
#include <vector>

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
  evaluateLibrary(ctx);
  for (const SourcePart& part : libraryParts()) evaluatePart(ctx, part);
}

void beginRuntime(duk_context* ctx) {
  callIntrinsic(ctx, "resetState", 0);
  duk_pop(ctx);
}

void runJobs(duk_context* ctx) {
  callIntrinsic(ctx, "runJobs", 0);
  duk_pop(ctx);
}

PromiseState inspectPromise(duk_context* ctx, duk_idx_t index) {
  if (!isobox_get_slot(ctx, index, "\x82isoboxPromise")) return PromiseState::NotAPromise;
  duk_get_prop_string(ctx, -1, "state");
  const int state = duk_get_int(ctx, -1);
  duk_pop(ctx);
  if (state == 0) {
    duk_pop(ctx);
    return PromiseState::Pending;
  }
  duk_get_prop_string(ctx, -1, "value");
  duk_remove(ctx, -2);
  return state == 1 ? PromiseState::Fulfilled : PromiseState::Rejected;
}

void markHandled(duk_context* ctx, duk_idx_t index) {
  if (!isobox_get_slot(ctx, index, "\x82isoboxPromise")) return;
  duk_push_true(ctx);
  duk_put_prop_string(ctx, -2, "handled");
  duk_pop(ctx);
}

void takeUnhandledRejections(duk_context* ctx) {
  callIntrinsic(ctx, "takeRejections", 0);
  duk_push_undefined(ctx);  // what a script puts into Array.prototype is no element
  duk_set_prototype(ctx, -2);
}

void setModuleHost(duk_context* ctx, const ModuleHost& host) {
  duk_push_c_function(ctx, host.resolve, 2);
  isobox_register_intrinsic(ctx, "resolveModule");
  duk_push_c_function(ctx, host.compile, 1);
  isobox_register_intrinsic(ctx, "compileModule");
}

std::optional<std::string> resolveModulePath(std::string_view specifier, std::string_view referrer) {
  const bool absolute = specifier.starts_with('/');
  if (!absolute && !specifier.starts_with("./") && !specifier.starts_with("../") && specifier != "." &&
      specifier != "..")
    return std::nullopt;
  std::vector<std::string_view> steps;
  const auto walk = [&steps](std::string_view path) {
    while (!path.empty()) {
      const std::size_t end = std::min(path.find('/'), path.size());
      const std::string_view step = path.substr(0, end);
      path.remove_prefix(std::min(end + 1, path.size()));
      if (step.empty() || step == ".") continue;
      if (step != "..") {
        steps.push_back(step);
      } else if (!steps.empty() && steps.back() != "..") {
        steps.pop_back();
      } else {
        steps.push_back(step);
      }
    }
  };
  const bool rooted = absolute || referrer.starts_with('/');
  if (!absolute) walk(referrer.substr(0, referrer.rfind('/') + 1));
  walk(specifier);
  std::string path;
  for (const std::string_view step : steps) {
    if (rooted && path.empty() && step == "..") continue;  // nothing is above the root
    if (rooted || !path.empty()) path += '/';
    path += step;
  }
  return path.empty() && rooted ? "/" : path;
}

void runModule(duk_context* ctx) {
  callIntrinsic(ctx, "runModule", 2);
}

void pushModuleNamespace(duk_context* ctx) {
  callIntrinsic(ctx, "namespaceOfKey", 1);
}

void forgetModules(duk_context* ctx) {
  callIntrinsic(ctx, "forgetModules", 0);
  duk_pop(ctx);
}

}  // namespace isobox::runner
