// What a program may import. Runs in sealed runners; hostile.
#include "runner/engine/modules.h"

#include "runner/engine/dynamic_code.h"
#include "runner/engine/source_units.h"
#include "runner/engine/unicode.h"
#include "runner/runtime/runtime.h"

namespace isobox::runner {

namespace {

constexpr std::size_t kLongestSpecifier = 4096;

// The path that a specifier means, in UTF-8 in EngineState::moduleKey, or empty. No frame of a native's owns
// text.
void findPath(EngineState& state, std::string_view specifier, std::string_view referrer) noexcept {
  state.moduleKey.clear();
  if (specifier.size() > kLongestSpecifier) return;
  try {
    const std::optional<std::string> path = resolveModulePath(specifier, referrer);
    const std::string& found = path ? *path : state.moduleKey.assign(specifier);
    if (found == state.order->filename || state.modules.count(found) != 0) {
      state.moduleKey = std::string(found);
    } else {
      state.moduleKey.clear();
    }
  } catch (const std::bad_alloc&) {
    state.moduleKey.clear();
  }
}

// (specifier, referrer) → key. The referrer is a key, or the number of a unit: evals have no place of their
// own.
duk_ret_t resolveModule(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const bool known = duk_is_string(ctx, 1) && !duk_is_symbol(ctx, 1);
  findPath(state, textAt(ctx, 0), known ? textAt(ctx, 1) : std::string_view(state.order->filename));
  if (!state.moduleKey.empty()) {
    pushEngineText(ctx, state.moduleKey);
    return 1;
  }
  duk_push_error_object(ctx, DUK_ERR_ERROR, "Cannot find module '%s'", duk_safe_to_string(ctx, 0));
  duk_push_string(ctx, "ERR_MODULE_NOT_FOUND");
  duk_put_prop_string(ctx, -2, "code");
  return duk_throw(ctx);
}

// (key) → module object
duk_ret_t compileModule(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const auto found = state.modules.find(textAt(ctx, 0));
  if (found == state.modules.end())
    return duk_error(ctx, DUK_ERR_ERROR, "Cannot find module '%s'", duk_get_string(ctx, 0));
  language::Request request;
  request.kind = language::UnitKind::Module;
  request.text = found->second;
  request.filename = found->first;
  request.typescript = isTypeScriptName(found->first);
  request.unit = ++state.unitsMade;
  if (!translate(state, request)) throwProblem(ctx, state);
  pushUnit(ctx, found->first, found->second);
  compileTranslation(ctx, state);
  callWithGlobal(ctx);
  return 1;
}

}  // namespace

void installModules(duk_context* ctx) {
  setModuleHost(ctx, {resolveModule, compileModule});
}

void startModule(duk_context* ctx, EngineState& state) {
  pushEngineText(ctx, state.order->filename);
  duk_insert(ctx, 0);
  runModule(ctx);
}

}  // namespace isobox::runner
