// The front end as the engine sees it: a text of today's language in, a text that our Duktape compiles out. Runs in
// sealed runners. The text is hostile; nothing in here is a boundary.
#ifndef ISOBOX_RUNNER_LANGUAGE_FRONT_END_H
#define ISOBOX_RUNNER_LANGUAGE_FRONT_END_H

#include <memory>
#include <string>

#include "runner/language/source_text.h"

namespace isobox::language {

enum class UnitKind : std::uint8_t {
  Script,        // a program; see Translation::kind for what it turned out to be
  Module,
  DirectEval,    // `scope` describes the code around it
  IndirectEval,
  Function,      // CreateDynamicFunction's joined text
  CommonJs,      // the body of a CommonJS module: `return` at the top is allowed
};

struct Request {
  UnitKind kind = UnitKind::Script;
  std::string_view text;             // UTF-8
  std::string_view filename;         // for messages
  bool typescript = false;
  bool session = false;              // Script: top-level names outlive the run and may be declared again
  bool allowAwait = false;           // Script: top-level await may be used when the text is no script without it
  bool allowYield = false;           // Script: top-level yield likewise
  bool allowModule = false;          // Script: import and export make it a module
  std::uint32_t unit = 0;            // the engine's number for this text, printed into functions
  std::string_view scope;            // DirectEval: the descriptor that the emitter put into the call
  std::string_view parameters, body; // Function: the parts, checked one by one first
  bool asyncFunction = false, generatorFunction = false;  // Function
  bool (*mustStop)(void*) = nullptr; // asked every now and then; true ends the translation
  void* stopContext = nullptr;
};

enum class TranslationKind : std::uint8_t { Script, AsyncScript, GeneratorScript, AsyncGeneratorScript, Module };

struct Translation {
  bool ok = false;
  TranslationKind kind = TranslationKind::Script;
  std::string code;                  // CESU-8, in the dialect of README.md; an expression
  Problem problem;                   // when not ok
  bool stopped = false;              // when not ok: Request::mustStop said so
  bool outOfMemory = false;          // when not ok: the text needs more memory than a compilation may have
};

/// One a realm: knows the lexical names that its scripts have declared.
class FrontEnd {
 public:
  explicit FrontEnd(std::uint64_t seed);
  ~FrontEnd();
  FrontEnd(FrontEnd&&) noexcept;
  /// Bytes a compilation may use at most, for its tree; the output counts too.
  void limitMemory(std::size_t bytes);
  Translation translate(const Request& request);
  /// Forgets the names that scripts have declared.
  void reset();

 private:
  struct Realm;
  std::unique_ptr<Realm> realm_;
};

}  // namespace isobox::language

#endif
