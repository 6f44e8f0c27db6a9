// From a module's key to its text and its translation. Touches no Duktape and never throws, so that natives
// can call it. Runs in sealed runners; keys, texts and packages are hostile.
//
// A key is what scripts see as the file's name: as it was given for the program's own files, the path for a
// package's, "mock:NAME" for a mock that is not named by a path.
#ifndef ISOBOX_RUNNER_ENGINE_MODULE_TEXTS_H
#define ISOBOX_RUNNER_ENGINE_MODULE_TEXTS_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Before each run.
void beginModules(EngineState& state);

/// A key or a specifier, from an engine's string or UTF-8 already. Allocates.
std::string utf8Of(std::string_view text);

/// Asks the resolver; the answer is in EngineState::moduleAnswer, whose path is the key. `referrer` is a key.
void findModule(EngineState& state, std::string_view specifier, std::string_view referrer,
                ModuleAsker asker) noexcept;

enum class ModuleFormat { Module, CommonJs, Json };

struct ModuleText {
  bool found = false;
  std::string_view text;  // valid until the order's end
  ModuleFormat format = ModuleFormat::Module;
  bool standard = false;  // one of ours, without a text
  bool host = false;  // Json: the text names functions of the host, a line each
};

/// The text of a key, for JSON; for all others also the translation, in EngineState::translation: when it is
/// not `ok`, its problem is that of `text`.
ModuleText translateModule(EngineState& state, std::string_view key, ModuleAsker asker) noexcept;

/// Whether a package.json makes the order's own text a module.
bool isModuleByPackage(EngineState& state) noexcept;

/// "/a" of "/a/b.js", "." of "b.js".
std::string_view folderOfKey(std::string_view key);

}  // namespace isobox::runner

#endif
