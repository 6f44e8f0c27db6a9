// Statements. Runs in sealed runners, over a tree of hostile text.
//
// Longer than other files: one function for each kind of statement. Every statement inside another stands in braces, so
// that one may become several.
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

namespace {

// The first token of an expression statement must not be `function` or `{`.
bool beginsWithBrace(const Node* node) {
  for (;;) {
    switch (node->kind) {
      case NodeKind::Function:
      case NodeKind::Object:
      case NodeKind::Class:
        return true;
      case NodeKind::Binary:
        node = static_cast<const Binary*>(node)->left;
        continue;
      case NodeKind::Logical:
        node = static_cast<const Logical*>(node)->left;
        continue;
      case NodeKind::Conditional:
        node = static_cast<const Conditional*>(node)->test;
        continue;
      case NodeKind::Sequence:
        node = static_cast<const Sequence*>(node)->expressions[0];
        continue;
      case NodeKind::Assign:
        node = static_cast<const Assign*>(node)->target;
        continue;
      case NodeKind::Update:
        node = static_cast<const Update*>(node)->target;
        continue;
      case NodeKind::Call:
        node = static_cast<const Call*>(node)->callee;
        continue;
      case NodeKind::Member:
        node = static_cast<const Member*>(node)->object;
        continue;
      case NodeKind::Index:
        node = static_cast<const Index*>(node)->object;
        continue;
      case NodeKind::TaggedTemplate:
        node = static_cast<const TaggedTemplate*>(node)->tag;
        continue;
      case NodeKind::OptionalChain:
        node = static_cast<const OptionalChain*>(node)->expression;
        continue;
      default:
        return false;
    }
  }
}

bool isModuleNamespace(const Node* node) {
  if (node->kind != NodeKind::Identifier) return false;
  const Binding* found = static_cast<const Identifier*>(node)->binding;
  return found && found->kind == BindingKind::Import && found->isNamespace;
}

bool isSuperCall(const Node* node) {
  return node->kind == NodeKind::Call && static_cast<const Call*>(node)->callee->kind == NodeKind::Super;
}

}  // namespace

void Emitter::statements(const List<Node*>& list) {
  for (Node* node : list) statement(node);
}

void Emitter::clearCompletion() {
  if (!completes_) return;
  put(kCompletion);
  put("=void 0;");
}

// Labels that stand before a loop or a block.
void Emitter::labels() {
  for (const Atom* label : labels_) {
    put(label->text);
    put("\x06:");
  }
  labels_.clear();
}

void Emitter::nested(Node* node) {
  put('{');
  statement(node);
  put('}');
}

void Emitter::enterScope(Scope* scope) {
  if (!scope) return;
  scope_ = scope;
  for (Binding* found : scope->bindings) {
    const bool inHead = isInitializedInHead(*found) || found->printed.empty();
    if (inHead || found->frame != body_->frame) continue;
    if (found->boxed) {
      put(found->printed);
      put(found->checked && isLexical(*found) ? "={v:\x06T};" : "={v:void 0};");
    } else if (found->checked && isLexical(*found)) {
      put(found->printed);
      put("=\x06T;");
    }
  }
}

void Emitter::leaveScope(Scope* scope) {
  if (scope) scope_ = scope->parent;
}

// Function declarations of a block, at its beginning; of a function's top only those that the output does not declare.
void Emitter::hoistFunctions(const List<Node*>& list) {
  for (Node* node : list) {
    while (node->kind == NodeKind::Labeled) node = static_cast<Labeled*>(node)->body;
    if (node->kind == NodeKind::ExportNamed && static_cast<ExportNamed*>(node)->declaration)
      node = static_cast<ExportNamed*>(node)->declaration;
    if (node->kind == NodeKind::ExportDefault) node = static_cast<ExportDefault*>(node)->value;
    if (node->kind != NodeKind::FunctionDeclaration) continue;
    auto& function = *static_cast<Function*>(node);
    if (!function.name) continue;
    Binding* const found = function.name->binding;
    if (!found || (isNative(*found) && found->frame)) continue;
    binding(*found);
    put('=');
    functionExpression(function, function.name->name->text);
    put(';');
  }
}

void Emitter::block(const List<Node*>& body, Scope* scope) {
  enterScope(scope);
  if (scope) hoistFunctions(body);
  statements(body);
  leaveScope(scope);
}

void Emitter::statement(Node* node) {
  const auto isLoop = [](const Node* n) {
    return n->kind == NodeKind::For || n->kind == NodeKind::ForIn || n->kind == NodeKind::ForOf ||
           n->kind == NodeKind::While || n->kind == NodeKind::DoWhile || n->kind == NodeKind::Labeled;
  };
  if (!labels_.empty() && !isLoop(node)) {
    labels();
    put('{');
    statement(node);
    put('}');
    return;
  }
  switch (node->kind) {
    case NodeKind::VariableDeclaration:
      return variableDeclaration(*static_cast<VariableDeclaration*>(node));
    case NodeKind::FunctionDeclaration:
      return functionDeclaration(*static_cast<Function*>(node));
    case NodeKind::ClassDeclaration:
      return classDeclaration(*static_cast<Class*>(node));
    case NodeKind::ExpressionStatement:
      return expressionStatement(*static_cast<ExpressionStatement*>(node));
    case NodeKind::Block: {
      auto& inner = *static_cast<Block*>(node);
      put('{');
      block(inner.body, inner.scope);
      put('}');
      return;
    }
    case NodeKind::Empty:
    case NodeKind::Debugger:
      return put(';');
    case NodeKind::If: {
      clearCompletion();
      std::size_t open = 0;
      while (node && node->kind == NodeKind::If) {
        auto& branch = *static_cast<If*>(node);
        put("if(");
        expression(branch.test, kComma);
        put(')');
        nested(branch.consequent);
        node = branch.alternate;
        if (node) put("else ");
        ++open;
      }
      if (node) nested(node);
      return;
    }
    case NodeKind::For:
      return forLoop(*static_cast<For*>(node));
    case NodeKind::ForIn:
      return forIn(*static_cast<ForEach*>(node));
    case NodeKind::ForOf:
      return guardReturns([&] { forOf(*static_cast<ForEach*>(node)); });
    case NodeKind::While: {
      auto& loop = *static_cast<While*>(node);
      clearCompletion();
      labels();
      put("while(");
      expression(loop.test, kComma);
      put(')');
      return nested(loop.body);
    }
    case NodeKind::DoWhile: {
      auto& loop = *static_cast<While*>(node);
      clearCompletion();
      labels();
      put("do");
      nested(loop.body);
      put("while(");
      expression(loop.test, kComma);
      return put(");");
    }
    case NodeKind::Continue:
    case NodeKind::Break:
      put(node->kind == NodeKind::Break ? "break" : "continue");
      if (const Atom* label = static_cast<Jump*>(node)->label) {
        put(' ');
        put(label->text);
        put('\x06');
      }
      return put(';');
    case NodeKind::Return:
      return returnStatement(*static_cast<Return*>(node));
    case NodeKind::With:
      return withStatement(*static_cast<With*>(node));
    case NodeKind::Switch:
      return switchStatement(*static_cast<Switch*>(node));
    case NodeKind::Labeled: {
      auto& labeled = *static_cast<Labeled*>(node);
      labels_.push_back(labeled.label);
      return statement(labeled.body);
    }
    case NodeKind::Throw:
      mark(node->begin);
      put("throw ");
      expression(static_cast<Throw*>(node)->argument, kComma);
      mark(node->begin);
      return put(';');
    case NodeKind::Try:
      return guardReturns([&] { tryStatement(*static_cast<Try*>(node)); });
    case NodeKind::Import:
      return;
    case NodeKind::ExportNamed:
    case NodeKind::ExportDefault:
    case NodeKind::ExportAll:
    case NodeKind::ImportEquals:
    case NodeKind::ExportAssignment:
      return exportStatement(node);
    case NodeKind::Enum:
      return enumDeclaration(*static_cast<Enum*>(node));
    case NodeKind::Namespace:
      return namespaceDeclaration(*static_cast<Namespace*>(node));
    default:
      return;
  }
}

void Emitter::variableDeclaration(VariableDeclaration& node) {
  for (Declarator& declarator : node.declarators) {
    if (declarator.target->kind != NodeKind::Identifier) {
      Temporary value(*this);
      mark(declarator.begin);
      put(value.text());
      put('=');
      expression(declarator.initializer, kAssignment);
      put(';');
      pattern(declarator.target, value.text(), true, Separator::Statement);
      continue;
    }
    auto& identifier = *static_cast<Identifier*>(declarator.target);
    Binding* const found = identifier.binding;
    if (declarator.initializer) {
      initialize(identifier, [&] { named(declarator.initializer, identifier.name->text, kAssignment); });
      put(';');
    } else if (node.declaration != DeclarationKind::Var && found &&
               (found->scope->inLoop || found->checked || found->boxed || !found->frame)) {
      initialize(identifier, [&] { put("void 0"); });
      put(';');
    }
  }
}

void Emitter::expressionStatement(ExpressionStatement& node) {
  // A string alone does nothing; printed, it could become a directive.
  if (node.expression->kind == NodeKind::String && !completes_) return;
  mark(node.begin);
  if (completes_) {
    put(kCompletion);
    put('=');
    expression(node.expression, kAssignment);
  } else {
    const bool wraps = beginsWithBrace(node.expression);
    if (wraps) put('(');
    expression(node.expression, kComma);
    if (wraps) put(')');
  }
  put(';');
  // Straight behind super(…) `this` is there.
  Frame& frame = *body_->frame;
  if (isSuperCall(node.expression) && frame.derived && frame.owner == &frame && scope_ == frame.function->bodyScope)
    frame.thisIsBound = true;
}

// ---- loops ------------------------------------------------------------------------------------------------------------

void Emitter::forLoop(For& node) {
  const std::vector<const Atom*> names = std::move(labels_);
  labels_.clear();
  clearCompletion();
  enterScope(node.scope);
  if (node.initializer) {
    if (node.initializer->kind == NodeKind::VariableDeclaration) {
      variableDeclaration(*static_cast<VariableDeclaration*>(node.initializer));
    } else {
      const bool wraps = beginsWithBrace(node.initializer);
      if (wraps) put('(');
      expression(node.initializer, kComma);
      if (wraps) put(')');
      put(';');
    }
  }
  // Each iteration has boxes of its own, with the values of the last one.
  std::string copies;
  if (node.scope) {
    for (const Binding* found : node.scope->bindings) {
      if (!found->boxed) continue;
      if (!copies.empty()) copies += ',';
      copies += found->printed;
      copies += "={v:";
      copies += found->printed;
      copies += ".v}";
    }
  }
  if (!copies.empty()) {
    put(copies);
    put(';');
  }
  labels_ = names;
  labels();
  put("for(;");
  if (node.test) expression(node.test, kComma);
  put(';');
  put(copies);
  if (node.update) {
    if (!copies.empty()) put(',');
    expression(node.update, kComma);
  }
  put(')');
  nested(node.body);
  leaveScope(node.scope);
}

// Gives a value to what stands left of `in` or `of`, as statements.
void Emitter::bindLoopTarget(ForEach& node, std::string_view value) {
  Node* target = node.left;
  bool declares = false;
  if (target->kind == NodeKind::VariableDeclaration) {
    target = static_cast<VariableDeclaration*>(target)->declarators[0].target;
    declares = true;
  }
  // Boxes of the iteration.
  if (node.scope)
    for (const Binding* found : node.scope->bindings) {
      if (!found->boxed) continue;
      put(found->printed);
      put("={v:void 0};");
    }
  if (target->kind == NodeKind::ArrayPattern || target->kind == NodeKind::ObjectPattern) {
    Temporary whole(*this);
    put(whole.text());
    put('=');
    put(value);
    put(';');
    return pattern(target, whole.text(), declares, Separator::Statement);
  }
  element(target, nullptr, declares, Separator::Statement, [&] { put(value); });
}

void Emitter::forIn(ForEach& node) {
  const std::vector<const Atom*> names = std::move(labels_);
  labels_.clear();
  clearCompletion();
  enterScope(node.scope);
  if (node.left->kind == NodeKind::VariableDeclaration) {
    auto& declaration = *static_cast<VariableDeclaration*>(node.left);
    if (declaration.declarators[0].initializer) variableDeclaration(declaration);
  }
  Temporary key(*this);
  labels_ = names;
  labels();
  put("for(");
  put(key.text());
  put(" in ");
  expression(node.right, kComma);
  put("){");
  if (isModuleNamespace(node.right)) {
    // Its [[GetOwnProperty]] reads the variable, which may be uninitialised.
    mark(node.right->begin);
    expression(node.right, kPrimary);
    put('[');
    put(key.text());
    put("];");
  }
  bindLoopTarget(node, key.text());
  statement(node.body);
  put('}');
  leaveScope(node.scope);
}

void Emitter::forOf(ForEach& node) {
  const std::vector<const Atom*> names = std::move(labels_);
  labels_.clear();
  clearCompletion();
  enterScope(node.scope);
  Temporary iterator(*this);
  const std::string suffix = node.await ? "Async(" : "(";
  put(iterator.text());
  put('=');
  mark(node.right->begin);
  intrinsic("iterate");
  put(suffix);
  expression(node.right, kAssignment);
  put(");try{");
  labels_ = names;
  labels();
  put("while(");
  intrinsic("more");
  put(suffix);
  put(iterator.text());
  put(")){");
  bindLoopTarget(node, arena_.copy(std::string(iterator.text()) + ".v"));
  statement(node.body);
  put("}}catch(e\x06){");
  intrinsic("abort");
  put(suffix);
  put(iterator.text());
  put(",e\x06)}finally{");
  intrinsic("close");
  put(suffix);
  put(iterator.text());
  put(")}");
  leaveScope(node.scope);
}

// ---- others -------------------------------------------------------------------------------------------------------------

void Emitter::switchStatement(Switch& node) {
  clearCompletion();
  Temporary value(*this);
  put(value.text());
  put('=');
  expression(node.discriminant, kAssignment);
  put(';');
  enterScope(node.scope);
  if (node.scope)
    for (Case& clause : node.cases) hoistFunctions(clause.body);
  put("switch(");
  put(value.text());
  put("){");
  for (Case& clause : node.cases) {
    if (clause.test) {
      put("case ");
      expression(clause.test, kComma);
      put(':');
    } else {
      put("default:");
    }
    statements(clause.body);
  }
  put('}');
  leaveScope(node.scope);
}

// A catch block's variables would be slow inside Duktape's `catch`: the error is kept there, the block stands behind it.
void Emitter::tryStatement(Try& node) {
  clearCompletion();
  const bool wraps = node.handler && node.finalizer;
  if (wraps || !node.handler) put("try{");
  if (!node.handler) {
    block(node.block->body, node.block->scope);
    put('}');
  } else {
    const Frame& frame = *body_->frame;
    const bool trivial = node.handler->body.empty() && !node.parameter;
    Temporary error(*this), caught(*this);
    if (!trivial) {
      put(caught.text());
      put("=0;");
    }
    put("try{");
    block(node.block->body, node.block->scope);
    put("}catch(e\x06){");
    if (!trivial) {
      put(error.text());
      put('=');
    }
    if (frame.suspends) {
      put("\x06" "caught(e\x06)");
    } else if (!trivial) {
      put("e\x06");
    }
    if (trivial) {
      put('}');
      clearCompletion();
    } else {
      put(';');
      put(caught.text());
      put("=1}if(");
      put(caught.text());
      put("){");
      clearCompletion();
      enterScope(node.catchScope);
      if (node.parameter) {
        if (node.parameter->kind == NodeKind::Identifier) {
          initialize(*static_cast<Identifier*>(node.parameter), [&] { put(error.text()); });
          put(';');
        } else {
          pattern(node.parameter, error.text(), true, Separator::Statement);
        }
      }
      block(node.handler->body, node.handler->scope);
      leaveScope(node.catchScope);
      put('}');
    }
  }
  if (wraps) put('}');
  if (!node.finalizer) return;
  put("finally{");
  if (completes_) {
    // What the block leaves counts only when it ends the statement itself.
    Temporary value(*this);
    put(value.text());
    put('=');
    put(kCompletion);
    put(';');
    clearCompletion();
    block(node.finalizer->body, node.finalizer->scope);
    put(kCompletion);
    put('=');
    put(value.text());
    put(';');
  } else {
    block(node.finalizer->body, node.finalizer->scope);
  }
  put('}');
}

void Emitter::withStatement(With& node) {
  clearCompletion();
  Binding* const object = withObject(node.scope);
  Temporary value(*this);
  mark(node.begin);
  put(value.text());
  put('=');
  call("withObject");
  expression(node.object, kAssignment);
  put(");");
  enterScope(node.scope);
  binding(*object);
  put('=');
  put(value.text());
  put(';');
  withs_.push_back(object);
  nested(node.body);
  withs_.pop_back();
  leaveScope(node.scope);
}

// return \x06derivedReturn(value,this)
void Emitter::derivedReturn(Writer value) {
  put("return ");
  call("derivedReturn");
  value();
  put(",this\x06");
  integer(body_->frame->number);
  put(");");
}

// What a derived constructor returns is checked when it really ends: behind every `finally`, and with `this` as it is then.
//   out:{try{… {r=value;break out;} …}finally{…}r=\x06T;}if(r!==\x06T)return \x06derivedReturn(r,this);
void Emitter::guardReturns(Writer write) {
  if (!body_->frame->derived || body_->returns) return write();
  Temporary value(*this);
  ReturnGuard guard{fresh("out"), value.text(), false};
  const std::size_t hole = holes_.size();
  holes_.push_back({out_.size(), {}});
  body_->returns = &guard;
  write();
  body_->returns = nullptr;
  if (!guard.used) return;
  holes_[hole].text = std::string(guard.label) + ":{";
  put(value.text());
  put("=\x06T;}if(");
  put(value.text());
  put("!==\x06T)");
  derivedReturn([&] { put(value.text()); });
}

void Emitter::returnStatement(Return& node) {
  mark(node.begin);
  const auto argument = [&] {
    if (node.argument) return expression(node.argument, kAssignment);
    put("void 0");
  };
  if (ReturnGuard* guard = body_->returns) {
    guard->used = true;
    put('{');
    put(guard->value);
    put('=');
    argument();
    put(";break ");
    put(guard->label);
    return put(";}");
  }
  if (body_->frame->derived) return derivedReturn(argument);
  put("return");
  if (node.argument) {
    put(' ');
    if (asyncGenerator_) call("await");
    expression(node.argument, asyncGenerator_ ? kAssignment : kComma);
    if (asyncGenerator_) put(')');
  }
  put(';');
}

// Those at a function's top are declared where they stand; the others were made at their block's beginning, and only set
// the variable of Annex B.3.3 here.
void Emitter::functionDeclaration(Function& node) {
  if (!node.name) return;
  Binding* const found = node.name->binding;
  if (!found) return;
  if (found->kind == BindingKind::Function && isNative(*found) && found->frame) {
    if (found->function != &node) return;  // declared again below
    FunctionShape shape;
    shape.name = node.name->name->text;
    shape.selfName = found->printed;
    shape.begin = node.begin;
    shape.end = node.end;
    shape.flags = flagsOf(node);
    functionText(node, shape);
    return;
  }
  if (!found->annexB) return;
  Binding* const target = found->annexBTarget;
  if (target->printed.empty()) {
    put(target->name->text);
  } else {
    binding(*target);
  }
  put('=');
  binding(*found);
  put(';');
}

void Emitter::classDeclaration(Class& node) {
  if (!node.name) return;
  initialize(*node.name, [&] { classExpression(node, node.name->name->text); });
  put(';');
}

}  // namespace isobox::language
