// What one engine consists of, for the files that implement it. Runs in the zygote and in sealed runners;
// hostile after the first script.
//
// Duktape leaves functions by longjmp, so nothing that a native owns may live in its frame: text and lists
// that need memory of their own live here, and natives hold references to them.
#ifndef ISOBOX_RUNNER_ENGINE_ENGINE_STATE_H
#define ISOBOX_RUNNER_ENGINE_ENGINE_STATE_H

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ipc/base/lap_clock.h"
#include "runner/engine/collation.h"
#include "runner/engine/engine.h"
#include "runner/engine/engine_heap.h"
#include "runner/engine/entropy.h"
#include "runner/engine/module_files.h"
#include "runner/engine/normalization.h"
#include "runner/engine/run_guard.h"
#include "runner/engine/text_buffer.h"
#include "runner/engine/url.h"
#include "runner/language/front_end.h"

namespace isobox::runner {

/// A container on the way from a value's root to the part that is being encoded.
struct PathStep {
  void* object = nullptr;
  std::string_view key;  // of the part; bytes of a string that the value stack holds
  std::uint32_t index = 0;
  bool isIndex = false;
};

/// An uncaught error in words, as offsets into EngineState::report.
struct ReportPart {
  std::size_t begin = 0, size = 0;
};

/// What the natives of URLs work on.
struct UrlState {
  std::string input, answer;
  std::string parsedText;  // of `url`, as it is written
  Url url;
  std::optional<Url> base;
};

struct EngineState : RunGuard {
  explicit EngineState(Arena arena) : heap(std::move(arena), *this) {}

  EngineHeap heap;
  const ipc::RunOrder* order = nullptr;  // during a run
  OutputSink* sink = nullptr;            // during a run
  LapClock<ipc::RunTimes> laps;          // of a run
  std::uint64_t consoleLeft = 0;         // bytes
  std::size_t consoleIndentation = 0;    // columns, of console.group
  std::uint32_t callsLeft = 0;           // of functions of the host
  std::size_t inputRead = 0;             // of the order's standard input, in bytes
  std::optional<int> exitCode;           // process.exitCode, or what process.exit was given
  bool exited = false;                   // by process.exit
  // When the first run of this process began: on the wall's clock and on the monotonic one, in milliseconds. Scripts are not
  // told more of the machine's age.
  double wallOrigin = 0, monotonicOrigin = 0;
  double sinceFirstRun() const { return isobox_monotonic_ms() - monotonicOrigin; }
  Entropy entropy;
  UrlState urls;
  Collation collation;
  std::unique_ptr<Normalizer> normalizer;  // while it works
  bool readerHasEnough = false;          // of a stream
  bool encoding = false;                 // `value` is being written; whoever is asked meanwhile must not write it, too

  TextBuffer value;    // the completion value's JSON
  TextBuffer console;  // the text of one console call
  TextBuffer scratch;  // short pieces; never kept across a call that may run a script
  TextBuffer layout;   // of the inspector: entries while they are put on lines
  TextBuffer state;    // of a session, as JSON
  TextBuffer report;   // name, message, stack and file of an error

  std::optional<language::FrontEnd> frontEnd;  // always there after creation
  language::Translation translation;           // of the text that is about to be compiled
  language::TranslationKind programKind{};     // of the order's own text
  std::uint32_t unitsMade = 0;
  ProgramFiles::Texts modules;                       // that a program may load: name, text
  ProgramFiles files{modules};                       // how they are found
  std::optional<ModuleResolver> resolver;            // of this run, from its first question on
  ModuleAnswer moduleAnswer;                         // to the question that is being asked
  std::string moduleText;                            // of the answer, short, while it is pushed
  std::map<std::uint32_t, std::string> unitModules;  // numbers of units that are modules: their keys
  bool preloaded = false;                            // modules that were loaded before the first program stay
  bool hasModuleNames = true;                        // the global object's `require` and the like

  // Why the encoder or the reader of values gave up, when it was not the script's doing.
  std::optional<ipc::Claim> refusal;
  TextBuffer refusalText;

  std::vector<PathStep> path;      // of the encoder
  std::vector<std::size_t> marks;  // of the inspector: where each entry begins
  std::vector<void*> open;         // of the inspector: objects around the present one
  std::vector<void*> circular;     // of the inspector: objects that contain themselves
};

/// The state that belongs to a context.
EngineState& stateOf(duk_context* ctx);

inline std::string_view textAt(duk_context* ctx, duk_idx_t index) {
  duk_size_t size = 0;
  const char* bytes = duk_get_lstring(ctx, index, &size);
  return bytes ? std::string_view(bytes, size) : std::string_view();
}

inline void pushText(duk_context* ctx, std::string_view text) {
  duk_push_lstring(ctx, text.data(), text.size());
}

/// Pushes UTF-8 (or an engine's own text) as a string of the engine's.
void pushEngineText(duk_context* ctx, std::string_view text);

/// Whether a file's name says that it is TypeScript.
inline bool isTypeScriptName(std::string_view name) {
  return name.ends_with(".ts") || name.ends_with(".mts") || name.ends_with(".cts");
}

}  // namespace isobox::runner

#endif
