// Questions about bindings, for the emitter's files. Runs in sealed runners, over a tree of hostile text.
#ifndef ISOBOX_RUNNER_LANGUAGE_EMITTER_NAMES_H
#define ISOBOX_RUNNER_LANGUAGE_EMITTER_NAMES_H

#include "runner/language/emitter.h"

namespace isobox::language {

inline bool isConstant(const Binding& binding) {
  return binding.kind == BindingKind::Const || binding.kind == BindingKind::ClassName ||
         binding.kind == BindingKind::Import;
}

inline bool isLexical(const Binding& binding) {
  switch (binding.kind) {
    case BindingKind::Let:
    case BindingKind::Const:
    case BindingKind::Class:
      return true;
    default:
      return false;
  }
}

/// A function declaration that the output declares as one.
inline bool isNative(const Binding& binding) {
  return binding.kind == BindingKind::Function && binding.function && !binding.function->async &&
         !binding.function->generator;
}

/// A variable that gets its dead zone's value at the head of its function; others get it where their block begins.
inline bool isInitializedInHead(const Binding& binding) {
  switch (binding.scope->kind) {
    case ScopeKind::Block:
    case ScopeKind::For:
    case ScopeKind::Switch:
    case ScopeKind::Catch:
    case ScopeKind::With:
      return false;
    default:
      return true;
  }
}

}  // namespace isobox::language

#endif
