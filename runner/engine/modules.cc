// What a program may load, as natives. Runs in sealed runners; hostile.
#include "runner/engine/modules.h"

#include <iterator>

#include "runner/engine/dynamic_code.h"
#include "runner/engine/host_functions.h"
#include "runner/engine/module_texts.h"
#include "runner/engine/source_units.h"
#include "runner/engine/standard_io.h"
#include "runner/engine/unicode.h"
#include "runner/runtime/runtime.h"

namespace isobox::runner {

namespace {

constexpr const char* kNames[] = {"require", "module", "exports", "__filename", "__dirname"};

bool isText(duk_context* ctx, duk_idx_t index) {
  return duk_is_string(ctx, index) && !duk_is_symbol(ctx, index);
}

// The key behind a referrer: a key itself, or the number of a unit. Evals have no place of their own.
std::string_view referrerAt(duk_context* ctx, EngineState& state, duk_idx_t index) {
  if (isText(ctx, index)) return textAt(ctx, index);
  const auto known = state.unitModules.find(duk_get_uint(ctx, index));
  return known == state.unitModules.end() ? state.order->filename : known->second;
}

// Pushes the error that the resolver has answered with.
void pushRefusal(duk_context* ctx, EngineState& state) {
  const ModuleAnswer& answer = state.moduleAnswer;
  pushEngineText(ctx, answer.message.empty() ? "Out of memory" : std::string_view(answer.message));
  duk_push_error_object(ctx, DUK_ERR_ERROR, "%s", duk_get_string(ctx, -1));
  duk_remove(ctx, -2);
  if (answer.code.empty()) return;
  pushText(ctx, answer.code);
  duk_put_prop_string(ctx, -2, "code");
}

// (specifier, referrer, asker) → key. Throws; but to `require` (asker 1) an error that nothing was found is
// returned, as it knows who has asked whom.
duk_ret_t resolveModule(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const ModuleAsker asker = duk_get_uint(ctx, 2) == 1 ? ModuleAsker::Require : ModuleAsker::Import;
  findModule(state, textAt(ctx, 0), referrerAt(ctx, state, 1), asker);
  isobox_poll(ctx);
  if (state.moduleAnswer.kind != ModuleAnswer::Kind::Failed) {
    pushEngineText(ctx, state.moduleAnswer.path);
    return 1;
  }
  pushRefusal(ctx, state);
  return state.moduleAnswer.code == "MODULE_NOT_FOUND" ? 1 : duk_throw(ctx);
}

duk_ret_t decodeJson(duk_context* ctx, void*) {
  duk_json_decode(ctx, -1);
  return 1;
}

// Pushes the value of a JSON text; errors name the file.
void pushJson(duk_context* ctx, std::string_view key, std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  pushEngineText(ctx, text);
  if (duk_safe_call(ctx, decodeJson, nullptr, 1, 1) == DUK_EXEC_SUCCESS) return;
  pushEngineText(ctx, key);
  duk_push_string(ctx, ": ");
  if (isobox_get_own_named(ctx, -3, "message") != ISOBOX_DATA) duk_push_string(ctx, "invalid JSON");
  duk_concat(ctx, 3);
  duk_push_error_object(ctx, DUK_ERR_SYNTAX_ERROR, "%s", duk_get_string(ctx, -1));
  (void)duk_throw(ctx);
}

// (key, record, asker) → module object, or the function of a CommonJS module, or the value of a JSON file, as
// record.format says then: 0, 1, 2.
duk_ret_t compileModule(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  const ModuleAsker asker = duk_get_uint(ctx, 2) == 1 ? ModuleAsker::Require : ModuleAsker::Import;
  const ModuleText module = translateModule(state, textAt(ctx, 0), asker);
  if (!module.found && !state.translation.outOfMemory)
    return duk_error(ctx, DUK_ERR_ERROR, "Cannot find module '%s'", duk_get_string(ctx, 0));
  duk_push_uint(ctx, static_cast<duk_uint_t>(module.format));
  duk_put_prop_string(ctx, 1, "format");
  if (module.standard) {
    pushStandardModule(ctx);
    return 1;
  }
  if (module.host) {
    const std::string_view key = textAt(ctx, 0);
    pushHostModule(ctx, state, key.starts_with("mock:") ? key.substr(5) : key, module.text);
    return 1;
  }
  if (module.format == ModuleFormat::Json) {
    pushJson(ctx, textAt(ctx, 0), module.text);
    return 1;
  }
  if (!state.translation.ok) throwProblemOf(ctx, state, textAt(ctx, 0), module.text);
  duk_dup(ctx, 0);
  makeUnit(ctx, module.text);
  compileTranslation(ctx, state);
  callWithGlobal(ctx);
  return 1;
}

// (key) → the folder that it is in
duk_ret_t folderOfModule(duk_context* ctx) {
  pushText(ctx, folderOfKey(textAt(ctx, 0)));
  return 1;
}

// One folder that a module's packages are looked for in; false behind the last one.
bool nameFolder(EngineState& state, std::string_view key, std::uint32_t index) noexcept {
  try {
    auto folders = ModuleResolver::packageFolders(modulePath(utf8Of(key)));
    if (index >= folders.size()) return false;
    state.moduleText = std::move(folders[index]);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

// (key) → an array of the folders that its packages are looked for in
duk_ret_t pathsOfModule(duk_context* ctx) {
  EngineState& state = stateOf(ctx);
  duk_push_array(ctx);
  std::uint32_t count = 0;
  for (; nameFolder(state, textAt(ctx, 0), count); ++count) {
    isobox_poll(ctx);
    pushEngineText(ctx, state.moduleText);
    isobox_define_index(ctx, -2, count);
  }
  duk_set_length(ctx, -1, count);
  return 1;
}

// The key of the program itself, undefined when it is an ES module.
duk_ret_t mainScript(duk_context* ctx) {
  const EngineState& state = stateOf(ctx);
  if (state.programKind == language::TranslationKind::Module) return 0;
  pushEngineText(ctx, state.order->filename);
  return 1;
}

duk_ret_t getModuleName(duk_context* ctx) {
  isobox_push_intrinsic(ctx, "commonJsName");
  duk_push_int(ctx, duk_get_current_magic(ctx));
  duk_call(ctx, 1);
  return 1;
}

// An assignment makes an ordinary variable of it.
duk_ret_t setModuleName(duk_context* ctx) {
  duk_push_global_object(ctx);
  duk_push_string(ctx, kNames[duk_get_current_magic(ctx)]);
  duk_dup(ctx, 0);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE |
                   DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_FORCE);
  return 0;
}

void pushAccessor(duk_context* ctx, duk_c_function native, duk_idx_t arguments, int magic) {
  duk_push_c_function(ctx, native, arguments);
  duk_set_magic(ctx, -1, magic);
  isobox_not_constructor(ctx, -1);
}

void defineNames(duk_context* ctx) {
  duk_push_global_object(ctx);
  for (int i = 0; i < static_cast<int>(std::size(kNames)); ++i) {
    const int own = isobox_get_own_named(ctx, -1, kNames[i]);
    if (own == ISOBOX_DATA) duk_pop(ctx);
    if (own != ISOBOX_ABSENT) continue;
    duk_push_string(ctx, kNames[i]);
    pushAccessor(ctx, getModuleName, 0, i);
    pushAccessor(ctx, setModuleName, 1, i);
    duk_def_prop(ctx, -4,
                 DUK_DEFPROP_HAVE_GETTER | DUK_DEFPROP_HAVE_SETTER | DUK_DEFPROP_SET_CONFIGURABLE |
                     DUK_DEFPROP_CLEAR_ENUMERABLE);
  }
  duk_pop(ctx);
}

// Those that no script has made its own.
void removeNames(duk_context* ctx) {
  duk_push_global_object(ctx);
  for (const char* name : kNames) {
    const int own = isobox_get_own_named(ctx, -1, name);
    if (own == ISOBOX_DATA) duk_pop(ctx);
    if (own == ISOBOX_GETTER_SETTER) duk_del_prop_string(ctx, -1, name);
  }
  duk_pop(ctx);
}

void callRuntime(duk_context* ctx, const char* name, duk_idx_t arguments) {
  isobox_push_intrinsic(ctx, name);
  duk_insert(ctx, -1 - arguments);
  duk_call(ctx, arguments);
}

void registerNative(duk_context* ctx, const char* name, duk_c_function native, duk_idx_t arguments) {
  duk_push_c_function(ctx, native, arguments);
  isobox_register_intrinsic(ctx, name);
}

}  // namespace

void installModules(duk_context* ctx) {
  setModuleHost(ctx, {resolveModule, compileModule});
  registerNative(ctx, "folderOfModule", folderOfModule, 1);
  registerNative(ctx, "pathsOfModule", pathsOfModule, 1);
  registerNative(ctx, "mainScript", mainScript, 0);
  defineNames(ctx);
}

void bindModuleNames(duk_context* ctx, EngineState& state) {
  const bool wanted = state.programKind != language::TranslationKind::Module;
  if (wanted == state.hasModuleNames) return;
  if (wanted) {
    defineNames(ctx);
  } else {
    removeNames(ctx);
  }
  state.hasModuleNames = wanted;
}

void startModule(duk_context* ctx, EngineState& state) {
  pushEngineText(ctx, state.order->filename);
  duk_insert(ctx, 0);
  runModule(ctx);
}

void pushModuleValue(duk_context* ctx, EngineState& state) {
  pushEngineText(ctx, state.order->filename);
  callRuntime(ctx, "defaultOfKey", 1);
}

void runCommonJs(duk_context* ctx, EngineState& state) {
  pushEngineText(ctx, state.order->filename);
  duk_insert(ctx, 0);
  callRuntime(ctx, "runCommonJsMain", 2);
}

}  // namespace isobox::runner
