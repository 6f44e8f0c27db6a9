// What a direct eval sees of the code around it, as a text in the call. Written by the emitter, read back when the eval
// runs. Runs in sealed runners. A script cannot write one: the text is a constant of code that only the emitter writes.
#ifndef ISOBOX_RUNNER_LANGUAGE_SCOPE_TEXT_H
#define ISOBOX_RUNNER_LANGUAGE_SCOPE_TEXT_H

#include <string>

#include "runner/language/emitter.h"
#include "runner/language/resolver.h"

namespace isobox::language {

/// `head|#name=variable…|kind,name=variable:kind:flags,…|…`, scopes from the innermost to the outermost.
struct ScopeText {
  bool strict = false, newTarget = false, derived = false, noArguments = false, inFunction = false, global = false, inArrow = false;
  std::uint32_t owner = 0;  // number of the function's aliases
  Home home;

  std::string encodeHead() const;
  static void addPrivate(std::string& to, std::string_view name, std::string_view variable);
  static void addScope(std::string& to, const Scope& scope);
};

/// Scopes, the frame around them and private names, made anew from the text.
struct DecodedScopes {
  ScopeText head;
  OuterScopes outer;
  List<OuterPrivate> privates;
};
DecodedScopes decodeScopes(std::string_view text, Arena& arena, AtomTable& atoms);

}  // namespace isobox::language

#endif
