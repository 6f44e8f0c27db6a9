// From text to a checked syntax tree. Runs in sealed runners; the text is hostile.
#ifndef ISOBOX_RUNNER_LANGUAGE_PARSER_H
#define ISOBOX_RUNNER_LANGUAGE_PARSER_H

#include "runner/language/ast.h"
#include "runner/language/lexer.h"

namespace isobox::language {

/// What an eval's or a function's text may use of the code around it.
struct ParseContext {
  bool strict = false;              // the caller's strictness, for a direct eval
  bool newTarget = false;           // `new.target` means something there
  bool superProperty = false, superCall = false;
  bool noArguments = false;         // a field initialiser: `arguments` is an error
  List<const Atom*> privateNames;   // of the classes around
};

struct ParseOptions {
  Goal goal = Goal::Script;
  bool typescript = false;
  bool topLevelAwait = false;       // Script: `await` at the top is the operator
  bool topLevelYield = false;       // Script: `yield` at the top is the operator
  bool topLevelReturn = false;      // CommonJS: `return` at the top
  ParseContext context;
};

/// Parses and checks: every early error of the specification is found here. Throws ParseError, OutOfMemory.
/// The program and its strings live in `arena` and refer to `text`.
Program* parseProgram(std::string_view text, const ParseOptions& options, Arena& arena, AtomTable& atoms);

/// What CreateDynamicFunction needs: `parameters` and `body` are checked on their own first, then the joined text
/// (`function anonymous(PARAMETERS\n) {\nBODY\n}`, with async and * as asked) is parsed with Goal::FunctionBody by
/// parseProgram. Throws ParseError when one of them is no such thing by itself.
void checkFunctionParts(std::string_view parameters, std::string_view body, bool async, bool generator, Arena& arena,
                        AtomTable& atoms);

}  // namespace isobox::language

#endif
