// Which declaration a name means, and how its variable is kept. Runs in sealed runners, over a tree of hostile text.
//
// Longer than other files: one walk over everything that the tree can hold.
#include "runner/language/resolver.h"

#include <charconv>
#include <map>
#include <unordered_set>

namespace isobox::language {

namespace {

constexpr Offset kNowhere = 0xffffffff;

bool hasTemporalDeadZone(const Binding& binding) {
  switch (binding.kind) {
    case BindingKind::Let:
    case BindingKind::Const:
    case BindingKind::Class:
    case BindingKind::ClassName:
      return true;
    default:
      return false;
  }
}

// Declared without a dead zone: what becomes a property of the global object at a script's top.
bool isVariable(const Binding& binding) {
  return binding.kind == BindingKind::Var || binding.kind == BindingKind::Function ||
         binding.kind == BindingKind::Enum || binding.kind == BindingKind::Namespace;
}

bool isHoistedFunction(const Binding& binding) {
  return binding.kind == BindingKind::Function || binding.kind == BindingKind::BlockFunction;
}

bool isFunctionLevel(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::Script:
    case ScopeKind::Module:
    case ScopeKind::Eval:
    case ScopeKind::Parameters:
    case ScopeKind::Body:
    case ScopeKind::FunctionName:
    case ScopeKind::StaticBlock:
    case ScopeKind::Namespace:
      return true;
    default:
      return false;
  }
}

bool isName(std::string_view text) {
  for (const char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
    if (!word && static_cast<unsigned char>(c) < 0x80) return false;
  }
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9');
}

Binding* find(Scope* scope, const Atom* name) {
  if (scope)
    for (Binding* binding : scope->bindings)
      if (binding->name == name) return binding;
  return nullptr;
}

}  // namespace

Resolver::Resolver(Arena& arena, AtomTable& atoms, const ResolveOptions& options)
    : arena_(arena), atoms_(atoms), options_(options) {}

// ---- scopes and names ---------------------------------------------------------------------------------------

Frame* Resolver::newFrame(Function* function, bool arrowLike, Offset begin) {
  Frame* frame = arena_.make<Frame>();
  frame->parent = frame_;
  frame->function = function;
  frame->owner = arrowLike && frame_ ? frame_->owner : frame;
  frame->begin = begin;
  frame->inLoopHead = inHead_;
  frame->number = ++names_;
  if (frame_) {
    frame->strict = frame_->strict;
    frame->suspends = arrowLike && frame_->suspends;
  }
  return frame;
}

std::string_view Resolver::fresh(std::string_view base) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, ++names_).ptr;
  const std::size_t size = base.size() + 1 + static_cast<std::size_t>(end - digits);
  char* text = static_cast<char*>(arena_.allocate(size, 1));
  if (!base.empty()) std::memcpy(text, base.data(), base.size());
  text[base.size()] = '\x06';
  std::memcpy(text + base.size() + 1, digits, static_cast<std::size_t>(end - digits));
  return {text, size};
}

Binding* Resolver::lookup(const Atom* name) const {
  const auto known = current_.find(name);
  Binding* const found = known == current_.end() ? nullptr : known->second;
  for (std::size_t i = openMerged_.size(); i-- > 0;) {
    if (found && found->scope->depth >= openMerged_[i].depth) break;
    const auto exported = openMerged_[i].merged->exports.find(name);
    if (exported != openMerged_[i].merged->exports.end()) return exported->second;
  }
  return found;
}

void Resolver::setCurrent(const Atom* name, Binding* binding) { current_[name] = binding; }

// Names of functions keep their name: they were on one level in the source, too. Names of blocks get one of their own.
void Resolver::nameBinding(Binding* binding, Frame* frame) {
  binding->frame = frame;
  if (!binding->printed.empty()) return;
  const Scope& scope = *binding->scope;
  const bool keepsName = isFunctionLevel(scope.kind) && !scope.lookup;
  binding->printed = keepsName ? binding->name->text : fresh(binding->name->text);
}

// `scope->lookup` of a body scope is set when its names must differ from those of the parameters.
void Resolver::enter(Scope* scope, Frame* frame) {
  if (!scope) return;
  scope->parent = scope_;
  scope->depth = scope_ ? scope_->depth + 1 : 0;
  scope->frame = frame;
  scope->inLoop = loops_ > 0 && !isFunctionLevel(scope->kind);
  scope_ = scope;
  for (Binding* binding : scope->bindings) {
    binding->scope = scope;
    nameBinding(binding, frame);
    const auto known = current_.find(binding->name);
    saved_.push_back(known == current_.end() ? nullptr : known->second);
    setCurrent(binding->name, binding);
    if (scope->inLoop) loopBindings_.push_back(binding);
  }
}

void Resolver::leave(Scope* scope) {
  if (!scope) return;
  for (std::uint32_t i = scope->bindings.size(); i-- > 0;) {
    setCurrent(scope->bindings[i]->name, saved_.back());
    saved_.pop_back();
  }
  scope_ = scope->parent;
}

// ---- uses -----------------------------------------------------------------------------------------------------

// The present frame uses a variable of a function around it.
void Resolver::capture(Binding* binding, Offset) {
  if (!binding->frame || binding->frame == frame_) return;
  binding->captured = true;
  Frame* outermost = frame_;
  while (outermost->parent && outermost->parent != binding->frame) outermost = outermost->parent;
  if (!binding->scope->inLoop) return;
  if (outermost->begin < binding->initializedAt || outermost->hoisted || outermost->inLoopHead)
    binding->forbidsValue = true;
  if (loopCaptures_.insert({outermost, binding}).second) outermost->loopCaptures.add(arena_, binding);
}

void Resolver::use(Identifier* identifier, bool assigns) {
  for (Binding* object : withs_) capture(object, identifier->begin);
  Binding* binding = lookup(identifier->name);
  identifier->binding = binding;
  if (!binding) return;
  binding->valueUsed = true;
  if (assigns) {
    bool ownUpdate = false;
    if (updating_)
      for (Binding* mine : *updating_) ownUpdate |= mine == binding && binding->frame == frame_;
    (ownUpdate ? binding->assignedInHead : binding->reassigned) = true;
  }
  // A parameter that is bound later, or just now: its variable holds the argument already.
  if (boundParameters_ && binding->scope == boundParameters_ && binding->frame == frame_ &&
      (binding->begin > identifier->begin || binding == waiting_))
    identifier->dead = true;
  capture(binding, identifier->begin);
  if (binding->kind == BindingKind::FunctionName && binding->function) binding->function->selfReferenced = true;

  Frame* closure = nullptr;  // the outermost function between the variable and the use
  if (binding->frame && binding->frame != frame_) {
    closure = frame_;
    while (closure->parent && closure->parent != binding->frame) closure = closure->parent;
  }
  if (isHoistedFunction(*binding)) {
    if (closure && closure->hoisted) {
      edges_.push_back({closure->hoisted, binding});
    } else {
      const Offset at = closure ? closure->begin : identifier->begin;
      if (at < binding->earliest) binding->earliest = at;
    }
  }
  if (!hasTemporalDeadZone(*binding)) return;
  bool safe;
  if (binding->kind == BindingKind::ClassName) {
    safe = closure && closure->isMember && !binding->frame->decorated;
  } else if (!binding->frame) {
    // A script's name that outlives it. In this script it is initialised from its declaration on.
    safe = binding->initializedAt != kNowhere && frame_->parent == nullptr &&
           identifier->begin >= binding->initializedAt && loops_ == 0;
    if (binding->initializedAt != kNowhere && frame_->parent != nullptr) {
      closure = frame_;
      while (closure->parent && closure->parent->parent) closure = closure->parent;
      safe = !closure->hoisted && closure->begin >= binding->initializedAt;
      if (closure->hoisted) {
        deferred_.push_back({identifier, binding, closure->hoisted});
        return;
      }
    }
  } else if (!closure) {
    safe = identifier->begin >= binding->initializedAt && identifier->begin < binding->safeUntil;
  } else if (closure->hoisted) {
    deferred_.push_back({identifier, binding, closure->hoisted});
    return;
  } else {
    safe = closure->begin >= binding->initializedAt && closure->begin < binding->safeUntil;
  }
  if (!safe) identifier->check = binding->checked = true;
}

// An eval's text may use every name that is visible, and call every function.
void Resolver::markDirectEval(Offset at) {
  for (Scope* scope = scope_; scope; scope = scope->parent) {
    scope->directEval = true;
    for (Binding* binding : scope->bindings) {
      binding->reassigned = true;
      binding->valueUsed = true;
      binding->earliest = 0;
      if (binding->function && binding->kind == BindingKind::FunctionName) binding->function->selfReferenced = true;
      capture(binding, at);
      binding->forbidsValue = true;
      const bool sure = binding->frame == frame_ && at >= binding->initializedAt && at < binding->safeUntil;
      if (hasTemporalDeadZone(*binding) && !sure) binding->checked = true;
    }
  }
}

// A hoisted function is called no earlier than its first mention; then its uses of what is initialised by then are safe.
void Resolver::settleHoisted() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const CallEdge& edge : edges_) {
      if (edge.from->earliest >= edge.to->earliest) continue;
      edge.to->earliest = edge.from->earliest;
      changed = true;
    }
    // Chains of calls against the order of the list would make this quadratic: give up on them.
    if (changed && edges_.size() > 1000) {
      for (const CallEdge& edge : edges_) edge.to->earliest = edge.from->earliest = 0;
      break;
    }
  }
  for (const Deferred& deferred : deferred_) {
    const Binding& binding = *deferred.binding;
    const Offset earliest = deferred.function->earliest;
    if (earliest >= binding.initializedAt && binding.initializedAt != kNowhere && binding.safeUntil == kNowhere) continue;
    deferred.use->check = true;
    deferred.binding->checked = true;
  }
}

void Resolver::decideBoxes() {
  for (Binding* binding : loopBindings_) {
    const bool byValue = !binding->reassigned && !binding->forbidsValue;
    binding->boxed = binding->captured && !byValue;
  }
}

// ---- Annex B.3.3: a function in a block of sloppy code is also a variable of the function around -------------------

void Resolver::collectBlockFunctions(Node* node, BlockFunctions& names) {
  // Names that a var of the same name would collide with.
  const auto hide = [&](Scope* scope, int change) {
    if (!scope) return;
    for (const Binding* binding : scope->bindings)
      if (binding->kind != BindingKind::SimpleCatch) names.hiding[binding->name] += change;
  };
  const auto inScope = [&](Scope* scope, const List<Node*>& list) {
    if (scope) {
      for (Binding* binding : scope->bindings) {
        if (binding->kind != BindingKind::BlockFunction || !binding->plainFunction || binding->annexB) continue;
        const auto hiding = names.hiding.find(binding->name);
        bool hidden = hiding != names.hiding.end() && hiding->second > 0;
        const auto known = names.top.find(binding->name);
        Binding* target = known == names.top.end() ? nullptr : known->second;
        hidden |= target && target->kind != BindingKind::Var && target->kind != BindingKind::Function;
        if (hidden) continue;
        if (!target) {
          target = arena_.make<Binding>();
          target->name = binding->name;
          target->kind = BindingKind::Var;
          target->begin = binding->begin;
          target->initializedAt = 0;
          target->scope = names.scope;
          names.scope->bindings.add(arena_, target);
          names.top[target->name] = target;
        }
        binding->annexB = true;
        binding->annexBTarget = target;
      }
      hide(scope, 1);
    }
    for (Node* inner : list) collectBlockFunctions(inner, names);
    if (scope) hide(scope, -1);
  };
  const List<Node*> none;
  while (node) {
    switch (node->kind) {
      case NodeKind::Block:
        inScope(static_cast<Block*>(node)->scope, static_cast<Block*>(node)->body);
        return;
      case NodeKind::If: {
        auto& branch = *static_cast<If*>(node);
        collectBlockFunctions(branch.consequent, names);
        node = branch.alternate;
        continue;
      }
      case NodeKind::For: {
        auto& loop = *static_cast<For*>(node);
        hide(loop.scope, 1);
        collectBlockFunctions(loop.body, names);
        hide(loop.scope, -1);
        return;
      }
      case NodeKind::ForIn:
      case NodeKind::ForOf: {
        auto& loop = *static_cast<ForEach*>(node);
        hide(loop.scope, 1);
        collectBlockFunctions(loop.body, names);
        hide(loop.scope, -1);
        return;
      }
      case NodeKind::While:
      case NodeKind::DoWhile:
        node = static_cast<While*>(node)->body;
        continue;
      case NodeKind::With:
        node = static_cast<With*>(node)->body;
        continue;
      case NodeKind::Labeled:
        node = static_cast<Labeled*>(node)->body;
        continue;
      case NodeKind::Switch: {
        auto& choice = *static_cast<Switch*>(node);
        inScope(choice.scope, none);
        hide(choice.scope, 1);
        for (Case& clause : choice.cases)
          for (Node* inner : clause.body) collectBlockFunctions(inner, names);
        hide(choice.scope, -1);
        return;
      }
      case NodeKind::Try: {
        auto& attempt = *static_cast<Try*>(node);
        collectBlockFunctions(attempt.block, names);
        hide(attempt.catchScope, 1);
        collectBlockFunctions(attempt.handler, names);
        hide(attempt.catchScope, -1);
        node = attempt.finalizer;
        continue;
      }
      default:
        return;
    }
  }
}

void Resolver::hoistBlockFunctions(const List<Node*>& body, Scope* top, Scope* parameters) {
  bool any = false;
  for (const Node* node : body) any |= node->kind != NodeKind::ExpressionStatement && node->kind != NodeKind::VariableDeclaration &&
                                       node->kind != NodeKind::FunctionDeclaration && node->kind != NodeKind::Return;
  if (!any) return;
  BlockFunctions names;
  names.scope = top;
  for (Binding* binding : top->bindings) names.top[binding->name] = binding;
  if (parameters)
    for (const Binding* binding : parameters->bindings) names.hiding[binding->name] = 1;
  for (Node* node : body) collectBlockFunctions(node, names);
}

// ---- functions and classes -----------------------------------------------------------------------------------

void Resolver::parameters(Function* node) {
  Scope* const outer = boundParameters_;
  boundParameters_ = node->parameterScope;
  for (language::Parameter& parameter : node->parameters) {
    target(parameter.target, true);
    if (parameter.fallback) fallback(parameter.target, parameter.fallback);
  }
  boundParameters_ = outer;
}

// What stands in for a missing value; the name that gets it is not there yet.
void Resolver::fallback(const Node* target, Node* value) {
  const Binding* const outer = waiting_;
  if (target->kind == NodeKind::Identifier) waiting_ = static_cast<const Identifier*>(target)->binding;
  visit(value);
  waiting_ = outer;
}

void Resolver::functionBody(Function* node, Frame* frame) {
  node->frame = frame;
  frame->strict = node->strict;
  frame->derived = node->function == FunctionKind::DerivedConstructor;
  if (node->function != FunctionKind::Arrow) frame->suspends = false;
  frame->suspends |= node->async || node->generator;
  Frame* const outerFrame = frame_;
  const std::uint32_t outerLoops = loops_;
  const auto* const outerUpdating = updating_;
  const bool outerHead = inHead_;
  frame_ = frame;
  loops_ = 0;
  updating_ = nullptr;
  inHead_ = false;
  enter(node->nameScope, frame);
  enter(node->parameterScope, frame);
  if (node->parameterScope && !node->simpleParameters) {
    // Names in patterns are variables; the others are formal parameters of the output, too.
    std::unordered_set<const Atom*> formal;
    for (const language::Parameter& parameter : node->parameters)
      if (parameter.target->kind == NodeKind::Identifier) formal.insert(static_cast<Identifier*>(parameter.target)->name);
    for (Binding* binding : node->parameterScope->bindings)
      if (!formal.count(binding->name)) frame->locals.add(arena_, binding);
  }
  if (node->parameterExpressions) node->bodyScope->lookup = node;  // names of their own
  if (!node->strict && !node->expression) hoistBlockFunctions(node->body, node->bodyScope, node->parameterScope);
  parameters(node);

  // `var x` of a parameter x is the parameter, unless the parameters have a scope of their own. `var arguments` is
  // the arguments object.
  Scope* const body = node->bodyScope;
  if (body && !body->bindings.empty()) {
    List<Binding*> kept;
    for (Binding* binding : body->bindings) {
      if (binding->kind == BindingKind::Var) {
        if (binding->name->text == "arguments" && node->function != FunctionKind::Arrow) {
          continue;
        }
        if (!node->parameterExpressions && find(node->parameterScope, binding->name)) continue;
      }
      kept.add(arena_, binding);
    }
    body->bindings = kept;
  }
  Scope* const outerParameters = boundParameters_;
  boundParameters_ = nullptr;
  enter(body, frame);
  if (body)
    for (Binding* binding : body->bindings) frame->locals.add(arena_, binding);
  if (node->expression) visit(node->expression);
  statements(node->body);
  boundParameters_ = outerParameters;
  leave(body);
  leave(node->parameterScope);
  leave(node->nameScope);
  frame_ = outerFrame;
  loops_ = outerLoops;
  updating_ = outerUpdating;
  inHead_ = outerHead;
}

void Resolver::function(Function* node) {
  Frame* frame = newFrame(node, node->function == FunctionKind::Arrow, node->begin);
  if (node->nameScope && !node->nameScope->bindings.empty()) node->nameScope->bindings[0]->function = node;
  functionBody(node, frame);
}

void Resolver::classNode(Class* node) {
  Frame* const outer = frame_;
  for (Node* decorator : node->decorators) visit(decorator);
  Frame* const frame = newFrame(nullptr, true, node->begin);
  frame->classNode = node;
  frame->immediate = true;
  frame->strict = true;
  frame->decorated = !node->decorators.empty();
  for (const ClassMember& member : node->members) frame->decorated |= !member.decorators.empty();
  node->frame = frame;
  const std::uint32_t outerLoops = loops_;
  frame_ = frame;
  loops_ = 0;
  enter(node->scope, frame);
  for (Binding* binding : node->scope->bindings) frame->locals.add(arena_, binding);
  if (node->heritage) visit(node->heritage);

  const auto memberFrame = [&](Function* member) {
    Frame* made = newFrame(member, false, member->begin);
    made->isMember = true;
    return made;
  };
  Frame* const fields = newFrame(nullptr, false, node->begin);
  fields->isMember = fields->isFields = true;
  fields->classNode = node;
  fields->strict = true;
  node->fieldsFrame = fields;
  if (node->constructor) {
    functionBody(node->constructor, memberFrame(node->constructor));
  }
  for (ClassMember& member : node->members) {
    for (Node* decorator : member.decorators) visit(decorator);
    if (member.computed && member.key) visit(member.key);
    if (!member.value) continue;
    const bool isInstanceField =
        !member.isStatic && (member.kind == MemberKind::Field || member.kind == MemberKind::Accessor);
    if (!isInstanceField) {
      functionBody(member.value, memberFrame(member.value));
      continue;
    }
    frame_ = fields;
    member.value->frame = fields;
    enter(member.value->bodyScope, fields);
    if (member.value->expression) visit(member.value->expression);
    leave(member.value->bodyScope);
    frame_ = frame;
  }
  leave(node->scope);
  frame_ = outer;
  loops_ = outerLoops;
}

// ---- TypeScript's enums and namespaces ------------------------------------------------------------------------------

namespace {

// The names of a declaration, in patterns, too.
template <class Take>
void declaredNames(Node* target, const Take& take) {
  switch (target->kind) {
    case NodeKind::Identifier:
      return take(static_cast<Identifier*>(target)->name);
    case NodeKind::ArrayPattern:
      for (PatternElement& element : static_cast<ArrayPattern*>(target)->elements)
        if (element.target) declaredNames(element.target, take);
      if (Node* rest = static_cast<ArrayPattern*>(target)->rest) declaredNames(rest, take);
      return;
    case NodeKind::ObjectPattern:
      for (PatternProperty& property : static_cast<ObjectPattern*>(target)->properties)
        declaredNames(property.value.target, take);
      if (Node* rest = static_cast<ObjectPattern*>(target)->rest) declaredNames(rest, take);
      return;
    default:
      return;
  }
}

template <class Take>
void exportedNames(Node* statement, const Take& take) {
  if (statement->kind == NodeKind::ImportEquals && static_cast<ImportEquals*>(statement)->exported)
    return take(static_cast<ImportEquals*>(statement)->local->name);
  if (statement->kind != NodeKind::ExportNamed) return;
  Node* const declaration = static_cast<ExportNamed*>(statement)->declaration;
  if (!declaration) return;
  switch (declaration->kind) {
    case NodeKind::VariableDeclaration:
      for (Declarator& declarator : static_cast<VariableDeclaration*>(declaration)->declarators)
        declaredNames(declarator.target, take);
      return;
    case NodeKind::FunctionDeclaration:
      return take(static_cast<Function*>(declaration)->name->name);
    case NodeKind::ClassDeclaration:
      return take(static_cast<Class*>(declaration)->name->name);
    case NodeKind::Enum:
      return take(static_cast<Enum*>(declaration)->name->name);
    case NodeKind::Namespace:
      return take(static_cast<Namespace*>(declaration)->name->name);
    default:
      return;
  }
}

}  // namespace

// What the enum or namespace is merged with; null when it stands alone.
Resolver::Merged* Resolver::mergedOf(Node* node, const Binding* name) {
  auto known = merged_.find(node);
  if (known == merged_.end()) {
    if (!name || !name->parts) return nullptr;
    std::vector<Node*> parts;
    for (Node* part : name->parts->nodes)
      if (part->kind == node->kind) parts.push_back(part);
    if (parts.size() < 2) return nullptr;
    merge(parts);
    known = merged_.find(node);
  }
  if (!known->second->collected) collectExports(*known->second);
  return known->second;
}

void Resolver::merge(const std::vector<Node*>& parts) {
  auto merged = std::make_unique<Merged>();
  merged->parts = parts;
  for (const Node* part : parts) merged_[part] = merged.get();
  mergedOwners_[parts[0]] = std::move(merged);
}

// The names of all parts. What they export under one name is merged in its turn.
void Resolver::collectExports(Merged& merged) {
  merged.collected = true;
  merged.variable = fresh(merged.parts[0]->kind == NodeKind::Enum ? "e" : "n");
  merged.scope = arena_.make<Scope>();
  merged.scope->kind = ScopeKind::Namespace;
  merged.scope->depth = scope_ ? scope_->depth + 1 : 0;
  const auto add = [&](const Atom* name) {
    Binding*& binding = merged.exports[name];
    if (binding) return;
    binding = arena_.make<Binding>();
    binding->name = name;
    binding->scope = merged.scope;
    binding->frame = frame_;
    binding->printed = arena_.copy(std::string(merged.variable) + "." + std::string(name->text));
  };
  std::map<std::pair<const Atom*, NodeKind>, std::vector<Node*>> inner;
  for (Node* part : merged.parts) {
    if (part->kind == NodeKind::Enum) {
      for (const EnumMember& member : static_cast<Enum*>(part)->members)
        if (isName(member.name)) add(atoms_.intern(member.name));
      continue;
    }
    for (Node* statement : static_cast<Namespace*>(part)->body) {
      exportedNames(statement, add);
      if (statement->kind != NodeKind::ExportNamed) continue;
      Node* const declaration = static_cast<ExportNamed*>(statement)->declaration;
      if (!declaration) continue;
      if (declaration->kind == NodeKind::Enum)
        inner[{static_cast<Enum*>(declaration)->name->name, NodeKind::Enum}].push_back(declaration);
      if (declaration->kind == NodeKind::Namespace)
        inner[{static_cast<Namespace*>(declaration)->name->name, NodeKind::Namespace}].push_back(declaration);
    }
  }
  for (const auto& [key, parts] : inner)
    if (parts.size() > 1) merge(parts);
}

void Resolver::enumDeclaration(Enum* node) {
  node->name->binding = lookup(node->name->name);
  Frame* const frame = newFrame(nullptr, true, node->begin);
  frame->immediate = true;
  node->frame = frame;
  const Merged* const merged = mergedOf(node, node->name->binding);
  // Its members are names in its initialisers.
  node->variable = merged ? merged->variable : fresh("e");
  Scope* members = arena_.make<Scope>();
  for (EnumMember& member : node->members) {
    if (!isName(member.name)) continue;
    Binding* binding = arena_.make<Binding>();
    binding->name = atoms_.intern(member.name);
    binding->kind = BindingKind::Var;
    binding->printed = arena_.copy(std::string(node->variable) + "." + std::string(member.name));
    members->bindings.add(arena_, binding);
  }
  Frame* const outer = frame_;
  frame_ = frame;
  enter(members, frame);
  if (merged) openMerged_.push_back({merged, members->depth});
  for (EnumMember& member : node->members)
    if (member.initializer) visit(member.initializer);
  if (merged) openMerged_.pop_back();
  leave(members);
  frame_ = outer;
}

void Resolver::namespaceDeclaration(Namespace* node) {
  node->name->binding = lookup(node->name->name);
  Frame* const frame = newFrame(nullptr, true, node->begin);
  frame->immediate = true;
  node->frame = frame;
  const Merged* const merged = mergedOf(node, node->name->binding);
  node->variable = merged ? merged->variable : fresh("n");
  // What it exports as variables are properties of its object.
  for (Node* inner : node->body) {
    if (inner->kind != NodeKind::ExportNamed) continue;
    Node* const exported = static_cast<ExportNamed*>(inner)->declaration;
    if (!exported || exported->kind != NodeKind::VariableDeclaration) continue;
    exportedNames(inner, [&](const Atom* name) {
      Binding* const binding = find(node->scope, name);
      if (!binding) return;
      binding->printed = arena_.copy(std::string(node->variable) + "." + std::string(name->text));
      binding->kind = BindingKind::Var;
    });
  }
  Frame* const outer = frame_;
  const std::uint32_t outerLoops = loops_;
  frame_ = frame;
  loops_ = 0;
  enter(node->scope, frame);
  for (Binding* binding : node->scope->bindings) frame->locals.add(arena_, binding);
  if (merged) openMerged_.push_back({merged, node->scope->depth});
  statements(node->body);
  if (merged) openMerged_.pop_back();
  leave(node->scope);
  frame_ = outer;
  loops_ = outerLoops;
}

// ---- statements ---------------------------------------------------------------------------------------------------

void Resolver::loopBody(Node* node) {
  ++loops_;
  statement(node);
  --loops_;
}

void Resolver::forLoop(For* node) {
  ++loops_;  // the head's names are new in each iteration
  enter(node->scope, frame_);
  --loops_;
  if (node->scope)
    for (Binding* binding : node->scope->bindings) frame_->locals.add(arena_, binding);
  const bool outerHead = inHead_;
  inHead_ = node->scope != nullptr;
  if (node->initializer) {
    if (node->initializer->kind == NodeKind::VariableDeclaration) {
      statement(node->initializer);
    } else {
      visit(node->initializer);
    }
  }
  ++loops_;
  if (node->test) visit(node->test);
  if (node->update) {
    const auto* const outerUpdating = updating_;
    updating_ = node->scope ? &node->scope->bindings : nullptr;
    visit(node->update);
    updating_ = outerUpdating;
  }
  inHead_ = outerHead;
  statement(node->body);
  --loops_;
  leave(node->scope);
}

void Resolver::forEach(ForEach* node) {
  // The head's names are in their dead zone while the right side is evaluated.
  ++loops_;
  enter(node->scope, frame_);
  --loops_;
  if (node->scope)
    for (Binding* binding : node->scope->bindings) {
      frame_->locals.add(arena_, binding);
      binding->initializedAt = node->right->end;
    }
  visit(node->right);
  ++loops_;
  if (node->left->kind == NodeKind::VariableDeclaration) {
    auto& declaration = *static_cast<VariableDeclaration*>(node->left);
    for (Declarator& declarator : declaration.declarators) {
      if (declarator.initializer) visit(declarator.initializer);
      target(declarator.target, true);
    }
  } else {
    target(node->left, false);
  }
  statement(node->body);
  --loops_;
  leave(node->scope);
}

void Resolver::switchStatement(Switch* node) {
  visit(node->discriminant);
  enter(node->scope, frame_);
  if (node->scope)
    for (Binding* binding : node->scope->bindings) frame_->locals.add(arena_, binding);
  std::uint32_t next = 0;  // names stand in the order of the source
  for (Case& clause : node->cases) {
    if (clause.test) visit(clause.test);
    if (node->scope && !clause.body.empty()) {
      const Offset end = clause.body.back()->end;
      for (; next < node->scope->bindings.size() && node->scope->bindings[next]->begin < end; ++next)
        node->scope->bindings[next]->safeUntil = end;
    }
    statements(clause.body);
  }
  leave(node->scope);
}

void Resolver::statements(const List<Node*>& list) {
  for (Node* node : list) statement(node);
}

void Resolver::statement(Node* node) {
  while (node) {
    switch (node->kind) {
      case NodeKind::VariableDeclaration:
        for (Declarator& declarator : static_cast<VariableDeclaration*>(node)->declarators) {
          target(declarator.target, true);
          if (declarator.initializer) visit(declarator.initializer);
        }
        return;
      case NodeKind::FunctionDeclaration: {
        auto& declared = *static_cast<Function*>(node);
        Frame* frame = newFrame(&declared, false, declared.begin);
        if (declared.name) {
          declared.name->binding = lookup(declared.name->name);
          frame->hoisted = declared.name->binding;
          if (declared.name->binding && declared.name->binding->annexBTarget) {
            capture(declared.name->binding->annexBTarget, node->begin);
          }
        }
        functionBody(&declared, frame);
        return;
      }
      case NodeKind::ClassDeclaration: {
        auto& declared = *static_cast<Class*>(node);
        if (declared.name) declared.name->binding = lookup(declared.name->name);
        classNode(&declared);
        return;
      }
      case NodeKind::ExpressionStatement:
        visit(static_cast<ExpressionStatement*>(node)->expression);
        return;
      case NodeKind::Block: {
        auto& block = *static_cast<Block*>(node);
        enter(block.scope, frame_);
        if (block.scope)
          for (Binding* binding : block.scope->bindings) frame_->locals.add(arena_, binding);
        statements(block.body);
        leave(block.scope);
        return;
      }
      case NodeKind::If: {
        auto& branch = *static_cast<If*>(node);
        visit(branch.test);
        statement(branch.consequent);
        node = branch.alternate;
        continue;
      }
      case NodeKind::For:
        return forLoop(static_cast<For*>(node));
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        return forEach(static_cast<ForEach*>(node));
      case NodeKind::While:
      case NodeKind::DoWhile: {
        auto& loop = *static_cast<While*>(node);
        ++loops_;
        visit(loop.test);
        --loops_;
        return loopBody(loop.body);
      }
      case NodeKind::Return:
        if (auto* argument = static_cast<Return*>(node)->argument) visit(argument);
        return;
      case NodeKind::Throw:
        visit(static_cast<Throw*>(node)->argument);
        return;
      case NodeKind::With: {
        auto& with = *static_cast<With*>(node);
        visit(with.object);
        Binding* object = arena_.make<Binding>();
        object->name = atoms_.intern("\x06with");
        object->kind = BindingKind::Const;
        object->begin = object->initializedAt = with.begin;
        object->printed = fresh("with");
        with.scope->bindings.add(arena_, object);
        enter(with.scope, frame_);
        frame_->locals.add(arena_, object);
        withs_.push_back(object);
        statement(with.body);
        withs_.pop_back();
        leave(with.scope);
        return;
      }
      case NodeKind::Switch:
        return switchStatement(static_cast<Switch*>(node));
      case NodeKind::Labeled:
        node = static_cast<Labeled*>(node)->body;
        continue;
      case NodeKind::Try: {
        auto& attempt = *static_cast<Try*>(node);
        statement(attempt.block);
        if (attempt.handler) {
          enter(attempt.catchScope, frame_);
          if (attempt.catchScope)
            for (Binding* binding : attempt.catchScope->bindings) frame_->locals.add(arena_, binding);
          if (attempt.parameter) target(attempt.parameter, true);
          statement(attempt.handler);
          leave(attempt.catchScope);
        }
        node = attempt.finalizer;
        continue;
      }
      case NodeKind::ExportNamed: {
        auto& exported = *static_cast<ExportNamed*>(node);
        for (ExportSpecifier& specifier : exported.specifiers) {
          if (!specifier.local) continue;
          specifier.local->binding = lookup(specifier.local->name);
          if (Binding* binding = specifier.local->binding) {
            binding->earliest = 0;
            binding->valueUsed = true;
            if (hasTemporalDeadZone(*binding)) binding->checked = true;
          }
        }
        if (!exported.declaration) return;
        node = exported.declaration;
        continue;
      }
      case NodeKind::ExportDefault:
        node = static_cast<ExportDefault*>(node)->value;
        if (node->kind == NodeKind::FunctionDeclaration || node->kind == NodeKind::ClassDeclaration) continue;
        visit(node);
        return;
      case NodeKind::Enum:
        return enumDeclaration(static_cast<Enum*>(node));
      case NodeKind::Namespace:
        return namespaceDeclaration(static_cast<Namespace*>(node));
      case NodeKind::ImportEquals: {
        auto& imported = *static_cast<ImportEquals*>(node);
        imported.local->binding = lookup(imported.local->name);
        if (imported.entity) visit(imported.entity);
        return;
      }
      case NodeKind::ExportAssignment:
        visit(static_cast<ExportAssignment*>(node)->expression);
        return;
      default:
        return;  // nothing in it
    }
  }
}

// ---- expressions -----------------------------------------------------------------------------------------------------

// What is assigned to. A declaration's own name is no use of it.
void Resolver::target(Node* node, bool declares) {
  switch (node->kind) {
    case NodeKind::Identifier: {
      auto& identifier = *static_cast<Identifier*>(node);
      if (!declares) return use(&identifier, true);
      identifier.binding = lookup(identifier.name);
      if (identifier.binding && identifier.binding->kind == BindingKind::Var) {
        for (Binding* object : withs_) capture(object, identifier.begin);
        if (identifier.binding->frame) capture(identifier.binding, identifier.begin);
      }
      return;
    }
    case NodeKind::ArrayPattern: {
      auto& pattern = *static_cast<ArrayPattern*>(node);
      for (PatternElement& element : pattern.elements) {
        if (element.target) target(element.target, declares);
        if (element.fallback) fallback(element.target, element.fallback);
      }
      if (pattern.rest) target(pattern.rest, declares);
      return;
    }
    case NodeKind::ObjectPattern: {
      auto& pattern = *static_cast<ObjectPattern*>(node);
      for (PatternProperty& property : pattern.properties) {
        if (property.computed) visit(property.key);
        target(property.value.target, declares);
        if (property.value.fallback) fallback(property.value.target, property.value.fallback);
      }
      if (pattern.rest) target(pattern.rest, declares);
      return;
    }
    default:
      visit(node);
  }
}

void Resolver::visit(Node* node) {
  while (node) {
    switch (node->kind) {
      case NodeKind::Identifier:
        use(static_cast<Identifier*>(node), false);
        return;
      case NodeKind::Template:
        for (Node* part : static_cast<Template*>(node)->expressions) visit(part);
        return;
      case NodeKind::TaggedTemplate: {
        auto& tagged = *static_cast<TaggedTemplate*>(node);
        for (Node* part : tagged.quasi->expressions) visit(part);
        node = tagged.tag;
        continue;
      }
      case NodeKind::ImportCall:
        if (static_cast<ImportCall*>(node)->options) visit(static_cast<ImportCall*>(node)->options);
        node = static_cast<ImportCall*>(node)->specifier;
        continue;
      case NodeKind::Array:
        for (Node* element : static_cast<ArrayLiteral*>(node)->elements)
          if (element) visit(element);
        return;
      case NodeKind::Object:
        for (Property& property : static_cast<ObjectLiteral*>(node)->properties) {
          if (property.computed) visit(property.key);
          visit(property.value);
        }
        return;
      case NodeKind::Function:
        return function(static_cast<Function*>(node));
      case NodeKind::Class:
        return classNode(static_cast<Class*>(node));
      case NodeKind::Unary:
        node = static_cast<Unary*>(node)->operand;
        continue;
      case NodeKind::Update:
        return target(static_cast<Update*>(node)->target, false);
      case NodeKind::Binary:
        visit(static_cast<Binary*>(node)->right);
        node = static_cast<Binary*>(node)->left;
        continue;
      case NodeKind::Logical:
        visit(static_cast<Logical*>(node)->right);
        node = static_cast<Logical*>(node)->left;
        continue;
      case NodeKind::Assign: {
        auto& assign = *static_cast<Assign*>(node);
        target(assign.target, false);
        const std::uint32_t evals = evals_;
        visit(assign.value);
        assign.evaluates = evals_ != evals && !frame_->strict;
        return;
      }
      case NodeKind::Conditional: {
        auto& choice = *static_cast<Conditional*>(node);
        visit(choice.test);
        visit(choice.consequent);
        node = choice.alternate;
        continue;
      }
      case NodeKind::Call: {
        auto& call = *static_cast<Call*>(node);
        for (Node* argument : call.arguments) visit(argument);
        if (call.directEval) {
          markDirectEval(call.begin);
          ++evals_;
          if (frame_->function) frame_->function->directEval = true;
          if (Function* owner = frame_->owner->function) owner->usesSuper = true;
        }
        node = call.callee;
        continue;
      }
      case NodeKind::New: {
        auto& call = *static_cast<New*>(node);
        for (Node* argument : call.arguments) visit(argument);
        node = call.callee;
        continue;
      }
      case NodeKind::Member:
        node = static_cast<Member*>(node)->object;
        continue;
      case NodeKind::Index:
        visit(static_cast<Index*>(node)->index);
        node = static_cast<Index*>(node)->object;
        continue;
      case NodeKind::PrivateMember:
        node = static_cast<PrivateMember*>(node)->object;
        continue;
      case NodeKind::PrivateIn:
        node = static_cast<PrivateIn*>(node)->right;
        continue;
      case NodeKind::OptionalChain:
        node = static_cast<OptionalChain*>(node)->expression;
        continue;
      case NodeKind::Sequence:
        for (Node* part : static_cast<Sequence*>(node)->expressions) visit(part);
        return;
      case NodeKind::Spread:
        node = static_cast<Spread*>(node)->argument;
        continue;
      case NodeKind::Yield:
        node = static_cast<Yield*>(node)->argument;
        continue;
      case NodeKind::Await:
        node = static_cast<Await*>(node)->argument;
        continue;
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        return target(node, false);
      case NodeKind::Super:
        if (Function* owner = frame_->owner->function) owner->usesSuper = true;
        return;
      default:
        return;  // literals, this, super, new.target, import.meta
    }
  }
}

// A sloppy eval's `var x` is its caller's x, when there is one.
void Resolver::reuseCallersName(Binding* binding) {
  for (Scope* scope = options_.outer.innermost; scope; scope = scope->parent) {
    if (!isFunctionLevel(scope->kind)) continue;
    for (const Binding* known : scope->bindings) {
      const bool isVar = known->kind == BindingKind::Var || known->kind == BindingKind::Function ||
                         known->kind == BindingKind::Parameter;
      if (known->name == binding->name && isVar) {
        binding->printed = known->printed;
        binding->boxed = known->boxed;
        binding->callers = true;
        return;
      }
    }
    // The parameters' scope belongs to the body's.
    if (scope->kind != ScopeKind::Body) return;
    if (!scope->parent || scope->parent->kind != ScopeKind::Parameters || scope->lookup) return;
  }
}

// TypeScript's rule: a name that no value needs is not imported, and a declaration of such names alone imports nothing.
void Resolver::elideImports(Program& program) {
  for (Node* node : program.body) {
    if (node->kind != NodeKind::Import) continue;
    auto& import = *static_cast<Import*>(node);
    std::uint32_t kept = 0;
    for (const ImportSpecifier& specifier : import.specifiers) {
      const Binding* binding = lookup(specifier.local->name);
      if (binding && binding->valueUsed) import.specifiers[kept++] = specifier;
    }
    if (kept == 0 && !import.specifiers.empty()) node->kind = NodeKind::Empty;
    import.specifiers.truncate(kept);
  }
}

// For what stands between an eval and the scope where its var lives, the eval's code is inside: a `with` object or
// catch (e) of that name comes first.
void Resolver::placeInCaller(Binding* binding) {
  Scope* scope = options_.outer.innermost;
  Binding* caught = nullptr;
  for (; scope && !isFunctionLevel(scope->kind); scope = scope->parent)
    if (!caught && scope->kind == ScopeKind::Catch) caught = find(scope, binding->name);
  if (caught && binding->kind == BindingKind::Var) setCurrent(binding->name, caught);
  binding->scope = scope ? scope : arena_.make<Scope>();
}

// ---- the whole ----------------------------------------------------------------------------------------------------------

Frame* Resolver::resolve(Program& program) {
  program_ = &program;
  // The names around: outermost first, so that inner ones win.
  std::vector<Scope*> outer;
  for (Scope* scope = options_.outer.innermost; scope; scope = scope->parent) outer.push_back(scope);
  for (std::size_t i = outer.size(); i-- > 0;) {
    for (Binding* binding : outer[i]->bindings) setCurrent(binding->name, binding);
    if (outer[i]->kind == ScopeKind::With) withs_.push_back(withObject(outer[i]));
    scope_ = outer[i];
  }
  frame_ = nullptr;
  Frame* const frame = newFrame(nullptr, false, 0);
  frame->immediate = true;
  frame->strict = program.strict;
  if (Frame* around = options_.outer.frame) {
    frame->owner = around;
    frame->parent = nullptr;
  }
  frame_ = frame;
  if (program.goal == Goal::FunctionBody) {
    program.function->nameScope = nullptr;  // `anonymous` is no name inside
    function(program.function);
  } else {
    if (!program.strict) hoistBlockFunctions(program.body, program.scope, nullptr);
    // A script's var and function names are the global object's, its lexical names the realm's or the wrapper's; a
    // sloppy eval's var names are its caller's.
    const bool script = program.goal == Goal::Script && !options_.localNames;
    const bool sloppyEval = program.goal == Goal::Eval && !program.strict;
    for (Binding* binding : program.scope->bindings) {
      binding->scope = program.scope;
      const bool isVar = isVariable(*binding);
      const bool outside = (isVar && (script || sloppyEval)) || (script && !isVar && options_.persistLexicals);
      if (outside) binding->printed = binding->name->text;
      if (isVar && sloppyEval) reuseCallersName(binding);
      if (!outside) frame->locals.add(arena_, binding);
    }
    enter(program.scope, frame);
    for (Binding* binding : program.scope->bindings) {
      const bool isVar = isVariable(*binding);
      if ((isVar && (script || sloppyEval)) || (script && !isVar && options_.persistLexicals)) binding->frame = nullptr;
      if (isVar && sloppyEval) placeInCaller(binding);
    }
    statements(program.body);
    if (options_.elidesImports) elideImports(program);
    leave(program.scope);
  }
  settleHoisted();
  decideBoxes();
  return frame;
}

}  // namespace isobox::language
