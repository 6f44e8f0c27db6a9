// From a module's key to its text and its translation. Runs in sealed runners; keys, texts and packages are
// hostile.
#include "runner/engine/module_texts.h"

#include <algorithm>
#include <array>

#include "runner/engine/dynamic_code.h"
#include "runner/engine/unicode.h"

namespace isobox::runner {

namespace {

using language::UnitKind;

constexpr std::string_view kMock = "mock:";
// The resolver finds nothing under a specifier of this length.
constexpr std::size_t kLongestSpecifier = 16'384;

ModuleResolver& resolverOf(EngineState& state) {
  if (!state.resolver) state.resolver.emplace(state.files, state.order->modules);
  return *state.resolver;
}

// Mocks have no place: relative paths begin at the root.
std::string pathOfKey(std::string_view key) {
  return key.starts_with(kMock) ? "/mock" : modulePath(key);
}

const ipc::ModuleRules::Mock* mockOfKey(const EngineState& state, std::string_view key) {
  if (key.starts_with(kMock)) key.remove_prefix(kMock.size());
  for (const auto& mock : state.order->modules.mocks)
    if (mock.name == key) return &mock;
  return nullptr;
}

// What only a CommonJS module has a use for. A guess, for texts that could be both.
bool looksLikeCommonJs(std::string_view text) {
  constexpr std::array<std::string_view, 4> kSigns{"exports", "require(", "__filename", "__dirname"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [text](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

struct Reading {
  EngineState& state;
  std::string_view name, text;

  bool as(UnitKind kind) const {
    language::Request request;
    request.kind = kind;
    request.text = text;
    request.filename = name;
    request.typescript = isTypeScriptName(name);
    request.unit = ++state.unitsMade;
    state.unitModules[request.unit] = name;
    if (translate(state, request)) return true;
    state.unitModules.erase(request.unit);
    return false;
  }

  // Tried as CommonJS, then as a module; of two problems the one further on is the text's own.
  ModuleFormat asWhatItIs() const {
    if (as(UnitKind::CommonJs)) return ModuleFormat::CommonJs;
    if (state.translation.stopped || state.translation.outOfMemory) return ModuleFormat::CommonJs;
    language::Translation first = std::move(state.translation);
    if (as(UnitKind::Module) || state.translation.stopped || state.translation.outOfMemory ||
        state.translation.problem.offset > first.problem.offset)
      return ModuleFormat::Module;
    state.translation = std::move(first);
    return ModuleFormat::CommonJs;
  }
};

enum class Format { Module, CommonJs, Json, Either };

Format formatOf(EngineState& state, std::string_view name, const std::string& path, bool isMock) {
  if (name.ends_with(".json")) return Format::Json;
  if (name.ends_with(".mjs") || name.ends_with(".mts")) return Format::Module;
  if (name.ends_with(".cjs") || name.ends_with(".cts")) return Format::CommonJs;
  if (isMock) return Format::Either;
  if (state.files.isAdded(path)) return Format::Module;
  const PackageType type = resolverOf(state).typeOf(path);
  if (type == PackageType::Module) return Format::Module;
  return type == PackageType::CommonJs && !isTypeScriptName(name) ? Format::CommonJs : Format::Either;
}

void load(EngineState& state, std::string_view key, ModuleAsker asker, ModuleText& to) {
  if (standardModule(key) == key) {
    to.found = to.standard = true;
    to.format = ModuleFormat::CommonJs;
    return;
  }
  const auto* mock = mockOfKey(state, key);
  const std::string path = pathOfKey(key);
  const auto text = mock ? std::optional<std::string_view>(mock->text) : resolverOf(state).read(path);
  if (!text) return;
  to.found = true;
  to.text = *text;
  to.host = mock && mock->kind == ipc::ModuleRules::MockKind::Functions;
  const bool data = mock && mock->kind != ipc::ModuleRules::MockKind::Source;
  Format format = data ? Format::Json : formatOf(state, key, path, mock != nullptr);
  // Who imports a text that could be both, and shows no sign of CommonJS, means a module.
  if (format == Format::Either && asker == ModuleAsker::Import && !looksLikeCommonJs(*text))
    format = Format::Module;
  const Reading reading{state, key, *text};
  switch (format) {
    case Format::Json:
      to.format = ModuleFormat::Json;
      return;
    case Format::Either:
      to.format = reading.asWhatItIs();
      return;
    case Format::CommonJs:
      to.format = ModuleFormat::CommonJs;
      reading.as(UnitKind::CommonJs);
      return;
    case Format::Module:
      to.format = ModuleFormat::Module;
      reading.as(UnitKind::Module);
      return;
  }
}

// The answer's path becomes the key that scripts see.
void nameAnswer(EngineState& state) {
  ModuleAnswer& answer = state.moduleAnswer;
  if (answer.kind == ModuleAnswer::Kind::File) answer.path = std::string(state.files.nameOf(answer.path));
  if (answer.kind == ModuleAnswer::Kind::Mock && !answer.path.starts_with('/')) answer.path.insert(0, kMock);
}

}  // namespace

std::string utf8Of(std::string_view text) {
  if (isUtf8(text)) return std::string(text);
  TextBuffer utf8;
  utf8.restart({3 * text.size()});
  appendEngineText(utf8, text);
  return std::string(utf8.view());
}

void beginModules(EngineState& state) {
  state.resolver.reset();
  const bool anew = !state.order->session && !state.preloaded;
  state.files.begin(*state.order, *state.sink, anew);
  if (anew) state.unitModules.clear();
}

void findModule(EngineState& state, std::string_view specifier, std::string_view referrer,
                ModuleAsker asker) noexcept {
  ModuleAnswer& answer = state.moduleAnswer;
  answer = ModuleAnswer{};
  try {
    const std::string from = utf8Of(referrer);
    answer =
        resolverOf(state).resolve(utf8Of(specifier.substr(0, kLongestSpecifier)), pathOfKey(from), asker);
    nameAnswer(state);
    if (answer.code == "ERR_MODULE_NOT_FOUND") answer.message.append(" imported from ").append(from);
    if (!answer.denied.empty()) state.sink->denied(answer.denied);
  } catch (const std::bad_alloc&) {
    answer = ModuleAnswer{};
  }
}

ModuleText translateModule(EngineState& state, std::string_view key, ModuleAsker asker) noexcept {
  ModuleText text;
  state.translation = language::Translation{};
  try {
    load(state, utf8Of(key), asker, text);
  } catch (const std::bad_alloc&) {
    state.translation = language::Translation{};
    state.translation.outOfMemory = true;
  }
  return text;
}

bool isModuleByPackage(EngineState& state) noexcept {
  try {
    return !state.order->files.empty() &&
           resolverOf(state).typeOf(modulePath(state.order->filename)) == PackageType::Module;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

std::string_view folderOfKey(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  if (slash == std::string_view::npos || key.starts_with(kMock)) return ".";
  return slash == 0 ? "/" : key.substr(0, slash);
}

}  // namespace isobox::runner
