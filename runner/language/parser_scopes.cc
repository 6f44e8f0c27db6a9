// Names: what is declared where, what collides, and which words are names at all. Runs in sealed runners; the
// text is hostile.
//
// Each name has one chain of its open declarations, innermost first. So a `var` finds the lexical
// declarations that it passes, and a lexical declaration the last `var` that has passed its scope, both
// without walking scopes.
#include "runner/language/parser_internal.h"

namespace isobox::language {

// ---- the table of names -----------------------------------------------------------------------------------

void Parser::growNames() {
  const std::size_t size = names_.empty() ? 64 : names_.size() * 2;
  std::vector<NameInfo*> slots(size, nullptr);
  for (NameInfo* known : names_) {
    if (known == nullptr) continue;
    std::size_t slot = known->atom->hash & (size - 1);
    while (slots[slot] != nullptr) slot = (slot + 1) & (size - 1);
    slots[slot] = known;
  }
  names_ = std::move(slots);
}

NameInfo* Parser::info(const Atom* name) {
  if (nameCount_ + 1 > names_.size() / 2) growNames();
  std::size_t slot = name->hash & (names_.size() - 1);
  while (names_[slot] != nullptr) {
    if (names_[slot]->atom == name) return names_[slot];
    slot = (slot + 1) & (names_.size() - 1);
  }
  auto* made = arena_.make<NameInfo>();
  made->atom = name;
  names_[slot] = made;
  ++nameCount_;
  return made;
}

// ---- scopes -----------------------------------------------------------------------------------------------

void Parser::openFrame(OpenScope& frame, ScopeKind kind, Offset begin) {
  frame.kind = kind;
  frame.outer = frame_;
  frame.function = function_;
  frame.depth = frame_ == nullptr ? 1 : frame_->depth + 1;
  frame.begin = begin;
  frame_ = &frame;
}

void Parser::openFrameWithScope(OpenScope& frame, ScopeKind kind, Offset begin) {
  openFrame(frame, kind, begin);
  frame.scope = makeScope(kind, frame.outer);
}

Scope* Parser::makeScope(ScopeKind kind, OpenScope* outer) {
  auto* scope = arena_.make<Scope>();
  scope->kind = kind;
  while (outer != nullptr && outer->scope == nullptr) outer = outer->outer;
  scope->parent = outer == nullptr ? nullptr : outer->scope;
  return scope;
}

Scope* Parser::scopeOf(OpenScope* frame) {
  if (frame->scope == nullptr) frame->scope = makeScope(frame->kind, frame->outer);
  return frame->scope;
}

Scope* Parser::closeFrame() {
  OpenScope* frame = frame_;
  for (Declaration* name = frame->names; name != nullptr; name = name->nextInFrame) {
    Declaration* outer = name->outer;
    name->info->innermost = outer;
    // A var that has passed here has passed the scopes around, too.
    if (outer != nullptr && name->lastVar > outer->lastVar && outer->frame->function == frame->function &&
        outer->binding->kind == BindingKind::SimpleCatch) {
      outer->lastVar = name->lastVar;
    }
  }
  frame_ = frame->outer;
  return frame->scope;
}

/// `place` is where the name's chain takes the new declaration.
Binding* Parser::addBinding(OpenScope* frame, NameInfo* info, Declaration** place, BindingKind kind,
                            Offset at) {
  auto* binding = arena_.make<Binding>();
  binding->name = info->atom;
  binding->kind = kind;
  binding->begin = at;
  binding->scope = scopeOf(frame);
  binding->scope->bindings.add(arena_, binding);
  auto* declaration = arena_.make<Declaration>();
  declaration->binding = binding;
  declaration->frame = frame;
  declaration->info = info;
  declaration->outer = *place;
  *place = declaration;
  declaration->nextInFrame = frame->names;
  frame->names = declaration;
  declared_.push_back(binding);
  return binding;
}

/// The name of a function expression or a class in its own scope, where nothing else is declared.
void Parser::addOwnName(Scope* scope, const Atom* name, BindingKind kind, Offset at, Offset initializedAt,
                        Function* function) {
  auto* binding = arena_.make<Binding>();
  binding->name = name;
  binding->kind = kind;
  binding->begin = at;
  binding->initializedAt = initializedAt;
  binding->scope = scope;
  binding->function = function;
  scope->bindings.add(arena_, binding);
}

void Parser::markInitialized(std::size_t from, Offset at) {
  for (std::size_t i = from; i < declared_.size(); ++i) declared_[i]->initializedAt = at;
  declared_.resize(from);
}

// ---- declarations -----------------------------------------------------------------------------------------

void Parser::redeclared(const Atom* name, Offset at) const {
  fail(at, "Identifier '", name, "' has already been declared");
}

void Parser::declare(const Atom* name, BindingKind kind, Offset at) {
  switch (kind) {
    case BindingKind::Var:
      return declareVar(name, at);
    case BindingKind::Parameter:
      return declareParameter(name, at);
    default:
      return declareLexical(name, kind, at);
  }
}

void Parser::declareVar(const Atom* name, Offset at) {
  NameInfo* known = info(name);
  OpenScope* target = function_->varFrame;
  Declaration** place = &known->innermost;
  while (*place != nullptr && (*place)->frame->depth > target->depth) {
    Declaration* passed = *place;
    if (passed->binding->kind != BindingKind::SimpleCatch) redeclared(name, at);
    const bool declared = passed->lastVar != 0;
    passed->lastVar = at + 1;
    if (declared) return;
    place = &passed->outer;
  }
  Declaration* existing = *place;
  if (existing == nullptr || existing->frame != target) {
    addBinding(target, known, place, BindingKind::Var, at);
    (*place)->lastVar = at + 1;
    return;
  }
  const BindingKind kind = existing->binding->kind;
  if (kind != BindingKind::Var && (kind != BindingKind::Function || target->kind == ScopeKind::Module)) {
    redeclared(name, at);
  }
  existing->lastVar = at + 1;
}

/// TypeScript's merging of declarations.
bool Parser::mayRedeclare(Declaration* existing, BindingKind kind) {
  const BindingKind old = existing->binding->kind;
  if (options_.typescript) {
    const auto merges = [](BindingKind space, BindingKind other) {
      return space == BindingKind::Namespace &&
             (other == BindingKind::Namespace || other == BindingKind::Enum || other == BindingKind::Class ||
              other == BindingKind::Function || other == BindingKind::BlockFunction);
    };
    if (old == BindingKind::Enum && kind == BindingKind::Enum) return true;
    if (merges(kind, old)) return true;
    if (merges(old, kind)) {
      existing->binding->kind = kind;
      return true;
    }
  }
  return false;
}

void Parser::declareLexical(const Atom* name, BindingKind kind, Offset at) {
  NameInfo* known = info(name);
  OpenScope* target = frame_;
  if (Declaration* existing = known->innermost; existing != nullptr) {
    if (existing->frame == target) {
      if (!mayRedeclare(existing, kind)) redeclared(name, at);
      declared_.push_back(existing->binding);
      return;
    }
    if (target->joined && existing->frame == target->outer) redeclared(name, at);
    const BindingKind kindAround = existing->binding->kind;
    const bool hoisted = kindAround == BindingKind::Var || kindAround == BindingKind::Function ||
                         kindAround == BindingKind::SimpleCatch;
    if (hoisted && existing->frame->function == function_ && existing->lastVar > target->begin)
      redeclared(name, at);
  }
  addBinding(target, known, &known->innermost, kind, at);
}

void Parser::declareParameter(const Atom* name, Offset at) {
  NameInfo* known = info(name);
  if (known->innermost != nullptr && known->innermost->frame == frame_) {
    if (function_->duplicateParameter == kNowhere) function_->duplicateParameter = at;
    declared_.push_back(known->innermost->binding);
    return;
  }
  addBinding(frame_, known, &known->innermost, BindingKind::Parameter, at);
}

/// Declares a function declaration's name in the present scope.
void Parser::declareFunction(Function* function, Position position) {
  const Atom* name = function->name->name;
  const Offset at = function->name->begin;
  const bool plain = !function->async && !function->generator;
  const std::size_t from = declared_.size();
  NameInfo* known = info(name);
  Declaration* existing = known->innermost;
  const bool here = existing != nullptr && existing->frame == frame_;
  Binding* binding = here ? existing->binding : nullptr;
  if (frame_ == function_->varFrame && position != Position::If) {
    if (!here) {
      binding = addBinding(frame_, known, &known->innermost, BindingKind::Function, at);
    } else if (frame_->kind != ScopeKind::Module &&
               (binding->kind == BindingKind::Var || binding->kind == BindingKind::Function)) {
      binding->kind = BindingKind::Function;
    } else if (!mayRedeclare(existing, BindingKind::Function)) {
      redeclared(name, at);
    }
  } else if (here && binding->kind == BindingKind::BlockFunction && binding->plainFunction && plain &&
             !strict_) {
    // Annex B.3.3.4: the last one wins
  } else {
    declareLexical(name, BindingKind::BlockFunction, at);
    binding = declared_.back();
  }
  binding->function = function;
  binding->plainFunction = plain;
  binding->initializedAt = function->end;
  declared_.resize(from);
}

// ---- words as names ---------------------------------------------------------------------------------------

void Parser::checkIdentifier(const Atom* name, Offset at) {
  if (name->keyword == 0) {
    noteMention(name);
    return;
  }
  const auto kind = static_cast<TokenKind>(name->keyword);
  switch (kind) {
    case TokenKind::Await:
      if (function_->await != WordUse::Name || options_.goal == Goal::Module)
        fail(at, "Unexpected reserved word");
      function_->lastAwaitName = at + 1;
      return;
    case TokenKind::Yield:
      if (strict_ || function_->yield != WordUse::Name) {
        fail(at, strict_ ? "Unexpected strict mode reserved word" : "Unexpected identifier 'yield'");
      }
      return;
    case TokenKind::Let:
    case TokenKind::Static:
    case TokenKind::Implements:
    case TokenKind::Interface:
    case TokenKind::Package:
    case TokenKind::Private:
    case TokenKind::Protected:
    case TokenKind::Public:
      if (strict_) fail(at, "Unexpected strict mode reserved word");
      return;
    case TokenKind::Arguments:
      if (function_->noArguments) {
        fail(at, "'arguments' is not allowed in class field initializer or static initialization block");
      }
      return;
    default:
      noteMention(name);
      if (!isIdentifierWord(kind) && isWord(kind)) fail(at, "Unexpected token '", name, "'");
  }
}

void Parser::checkBindingName(const Atom* name, Offset at) {
  if (name->keyword == 0) {
    noteMention(name);
    return;
  }
  const auto kind = static_cast<TokenKind>(name->keyword);
  if (kind == TokenKind::Eval || kind == TokenKind::Arguments) {
    if (strict_) fail(at, "Unexpected eval or arguments in strict mode");
    noteMention(name);
    return;
  }
  checkIdentifier(name, at);
}

void Parser::checkStrictName(const Atom* name, Offset at) {
  const auto kind = static_cast<TokenKind>(name->keyword);
  if (kind == TokenKind::Eval || kind == TokenKind::Arguments) {
    fail(at, "Unexpected eval or arguments in strict mode");
  }
  if (kind == TokenKind::Yield || (kind >= TokenKind::Let && kind <= TokenKind::Public)) {
    fail(at, "Unexpected strict mode reserved word");
  }
}

Label* Parser::findLabel(const Atom* name) {
  Label* label = info(name)->label;
  return label != nullptr && label->function == function_ ? label : nullptr;
}

// ---- private names ----------------------------------------------------------------------------------------

void Parser::declarePrivate(const Atom* name, Offset at, MemberKind kind, bool isStatic) {
  NameInfo* known = info(name);
  const bool getter = kind == MemberKind::Getter, setter = kind == MemberKind::Setter;
  PrivateDeclaration* existing = known->privateDeclaration;
  if (existing != nullptr && existing->owner == class_) {
    const bool completes = (getter && existing->setter && !existing->getter) ||
                           (setter && existing->getter && !existing->setter);
    if (!completes || existing->isStatic != isStatic)
      fail(at, "Identifier '#", name, "' has already been declared");
    existing->getter = existing->setter = true;
    return;
  }
  auto* declaration = arena_.make<PrivateDeclaration>();
  declaration->owner = class_;
  declaration->info = known;
  declaration->outer = existing;
  declaration->getter = getter;
  declaration->setter = setter;
  declaration->isStatic = isStatic;
  declaration->nextInClass = class_->privateNames;
  class_->privateNames = declaration;
  known->privateDeclaration = declaration;
}

void Parser::usePrivate(const Atom* name, Offset at) {
  NameInfo* known = info(name);
  if (known->privateDeclaration != nullptr) return;
  if (class_ == nullptr) fail(at, "Private field '#", name, "' must be declared in an enclosing class");
  auto* use = arena_.make<PrivateUse>();
  use->name = name;
  use->at = at;
  use->earlier = known->privateUse;
  known->privateUse = use;
  (lastPrivateUse_ == nullptr ? firstPrivateUse_ : lastPrivateUse_->following) = use;
  lastPrivateUse_ = use;
  ++unresolvedPrivateUses_;
}

/// At a class's end: its names answer the uses in its body; behind the outermost class no question may be
/// open.
void Parser::closePrivateNames(ClassState& state) {
  for (PrivateDeclaration* name = state.privateNames; name != nullptr; name = name->nextInClass) {
    NameInfo* known = name->info;
    known->privateDeclaration = name->outer;
    while (known->privateUse != nullptr && known->privateUse->at >= state.bodyBegin) {
      known->privateUse->resolved = true;
      known->privateUse = known->privateUse->earlier;
      --unresolvedPrivateUses_;
    }
  }
  if (state.outer != nullptr) return;
  if (unresolvedPrivateUses_ != 0) {
    for (PrivateUse* use = firstPrivateUse_; use != nullptr; use = use->following) {
      if (!use->resolved)
        fail(use->at, "Private field '#", use->name, "' must be declared in an enclosing class");
    }
  }
  firstPrivateUse_ = lastPrivateUse_ = nullptr;
}

}  // namespace isobox::language
