// TypeScript's own statements: types and declarations leave nothing, enums, namespaces and `import x =`
// become nodes. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

using K = TokenKind;

namespace {

/// In an enum's initialisers the names of earlier members are the members: `A` becomes `E.A`. Only in what
/// computes a constant; functions and literals of objects see the names around.
class EnumMembers {
 public:
  EnumMembers(Arena& arena, const Identifier* name) : arena_(arena), enum_(name) {}

  void add(const Atom* name) { names_.insert(name); }

  void bind(Node*& root) {
    todo_.push_back(&root);
    while (!todo_.empty()) {
      Node*& node = *todo_.back();
      todo_.pop_back();
      if (node != nullptr) visit(node);
    }
  }

 private:
  void visit(Node*& node) {
    switch (node->kind) {
      case NodeKind::Identifier:
        if (names_.contains(static_cast<Identifier*>(node)->name))
          node = member(static_cast<Identifier*>(node));
        return;
      case NodeKind::Unary:
        return todo_.push_back(&static_cast<Unary*>(node)->operand);
      case NodeKind::Binary:
        return both(static_cast<Binary*>(node)->left, static_cast<Binary*>(node)->right);
      case NodeKind::Logical:
        return both(static_cast<Logical*>(node)->left, static_cast<Logical*>(node)->right);
      case NodeKind::Conditional: {
        auto* conditional = static_cast<Conditional*>(node);
        todo_.push_back(&conditional->test);
        return both(conditional->consequent, conditional->alternate);
      }
      case NodeKind::Member:
        return todo_.push_back(&static_cast<Member*>(node)->object);
      case NodeKind::Index:
        return both(static_cast<Index*>(node)->object, static_cast<Index*>(node)->index);
      case NodeKind::Template:
        return list(static_cast<Template*>(node)->expressions);
      case NodeKind::Sequence:
        return list(static_cast<Sequence*>(node)->expressions);
      case NodeKind::Call:
        todo_.push_back(&static_cast<Call*>(node)->callee);
        return list(static_cast<Call*>(node)->arguments);
      default:
        return;
    }
  }
  void both(Node*& left, Node*& right) {
    todo_.push_back(&left);
    todo_.push_back(&right);
  }
  void list(List<Node*>& nodes) {
    for (Node*& node : nodes) todo_.push_back(&node);
  }
  Node* member(const Identifier* use) {
    auto* object = arena_.make<Identifier>(*use);
    object->name = enum_->name;
    object->parenthesized = false;
    auto* node = arena_.make<Member>();
    node->kind = NodeKind::Member;
    node->begin = use->begin;
    node->end = use->end;
    node->object = object;
    node->property = use->name;
    node->propertyBegin = use->begin;
    return node;
  }

  Arena& arena_;
  const Identifier* enum_;
  std::unordered_set<const Atom*> names_;
  std::vector<Node**> todo_;
};

}  // namespace

Node* Parser::parseTypeScriptStatement(Position position) {
  return TypeScript(*this).statement(position);
}

Node* TypeScript::empty(Offset begin) {
  return p_.finish(p_.make<Node>(NodeKind::Empty, begin));
}

Node* TypeScript::statement(Position position) {
  if (position != Position::List || p_.token_.escaped) return nullptr;
  const Offset begin = p_.token_.begin;
  if (Node* node = valueDeclaration()) return node;
  const auto word = p_.token_.kind;
  if (word != K::Interface && word != K::Type && word != K::Declare && word != K::Abstract) return nullptr;
  const Token next = p_.peek();
  if (next.newlineBefore) return nullptr;
  switch (word) {
    case K::Interface:
      return isIdentifierWord(next.kind) ? interfaceDeclaration(begin) : nullptr;
    case K::Type:
      return isIdentifierWord(next.kind) ? typeAlias(begin) : nullptr;
    case K::Declare:
      return isDeclared(next) ? declared(begin) : nullptr;
    default:
      if (next.kind != K::Class) return nullptr;
      p_.advance();
      return p_.parseClass(NodeKind::ClassDeclaration, {}, false);
  }
}

// ---- types --------------------------------------------------------------------------------------

/// interface A<T> extends B, C<T> {…}
Node* TypeScript::interfaceDeclaration(Offset begin) {
  p_.advance();
  if (!atName()) p_.unexpected();
  p_.advance();
  if (at(K::Less)) typeParameters();
  if (at(K::Extends)) {
    do {
      p_.advance();
      typeReference();
    } while (at(K::Comma));
  }
  if (!at(K::LeftBrace)) p_.unexpected();
  objectType();
  return empty(begin);
}

/// type A<T> = …
Node* TypeScript::typeAlias(Offset begin) {
  p_.advance();
  p_.advance();
  if (at(K::Less)) typeParameters();
  expect(K::Assign);
  type();
  p_.semicolon();
  return empty(begin);
}

// ---- declare ------------------------------------------------------------------------------------

bool TypeScript::isDeclared(const Token& next) const {
  switch (next.kind) {
    case K::Function:
    case K::Class:
    case K::Var:
    case K::Let:
    case K::Const:
    case K::Enum:
    case K::Interface:
    case K::Type:
    case K::Namespace:
    case K::Module:
    case K::Global:
    case K::Abstract:
    case K::Async:
      return true;
    default:
      return false;
  }
}

/// At `declare`: what is declared exists elsewhere.
Node* TypeScript::declared(Offset begin) {
  p_.advance();
  switch (p_.token_.kind) {
    case K::Interface:
      return interfaceDeclaration(begin);
    case K::Type:
      if (!isIdentifierWord(p_.peek().kind)) p_.unexpected();
      return typeAlias(begin);
    case K::Function:
    case K::Async:
      declaredFunction();
      break;
    case K::Class:
    case K::Abstract:
      declaredClass();
      break;
    case K::Const:
      if (p_.peek().kind != K::Enum) {
        declaredVariables();
        break;
      }
      p_.advance();
      [[fallthrough]];
    case K::Enum:
      p_.advance();
      if (!atName()) p_.unexpected();
      p_.advance();
      if (!at(K::LeftBrace) || !skipBrackets()) p_.unexpected();
      break;
    case K::Var:
    case K::Let:
      declaredVariables();
      break;
    default:
      declaredNamespace();
  }
  return empty(begin);
}

void TypeScript::declaredFunction() {
  eat(K::Async);
  expect(K::Function);
  eat(K::Star);
  if (!atName()) p_.unexpected();
  p_.advance();
  signature();
  p_.semicolon();
}

void TypeScript::declaredClass() {
  eat(K::Abstract);
  expect(K::Class);
  if (!atName()) p_.unexpected();
  p_.advance();
  if (at(K::Less)) typeParameters();
  if (eat(K::Extends)) typeReference();
  if (at(K::Implements)) implementsList();
  if (!at(K::LeftBrace) || !skipBrackets()) p_.unexpected();
}

/// A constant may have a literal for its value, which reads like a type.
void TypeScript::declaredVariables() {
  do {
    p_.advance();
    if (!atName()) p_.unexpected();
    p_.advance();
    if (at(K::Colon)) annotation(false);
    if (eat(K::Assign)) type();
  } while (at(K::Comma));
  p_.semicolon();
}

/// namespace A.B {…}, module "x" {…}, module "x"; global {…}
void TypeScript::declaredNamespace() {
  const bool global = at(K::Global);
  p_.advance();
  if (at(K::String)) {
    p_.advance();
  } else if (!global) {
    do {
      if (!atName()) p_.unexpected();
      p_.advance();
    } while (eat(K::Dot));
  }
  if (!at(K::LeftBrace)) return p_.semicolon();
  if (!skipBrackets()) p_.unexpected();
}

// ---- enums and namespaces -----------------------------------------------------------------------

/// enum, const enum, namespace; null when it is none of these.
Node* TypeScript::valueDeclaration() {
  const TokenKind kind = p_.token_.kind;
  if (kind == K::Enum) return enumDeclaration();
  if (kind == K::Const) return p_.peek().kind == K::Enum ? enumDeclaration() : nullptr;
  if (kind != K::Namespace && kind != K::Module) return nullptr;
  const Token next = p_.peek();
  return isIdentifierWord(next.kind) && !next.newlineBefore ? namespaceDeclaration() : nullptr;
}

/// Its name has just been declared.
void TypeScript::addPart(Node* node) {
  Binding* binding = p_.declared_.back();
  if (binding->parts == nullptr) binding->parts = p_.arena_.make<Parts>();
  binding->parts->nodes.add(p_.arena_, node);
}

Node* TypeScript::enumDeclaration() {
  auto* node = p_.make<Enum>(NodeKind::Enum, p_.token_.begin);
  const std::size_t from = p_.declared_.size();
  node->isConst = eat(K::Const);
  p_.advance();
  if (!atName()) p_.unexpected();
  p_.checkBindingName(p_.token_.name, p_.token_.begin);
  node->name = p_.makeIdentifier(p_.token_);
  p_.declareLexical(node->name->name, BindingKind::Enum, node->name->begin);
  addPart(node);
  p_.advance();
  EnumMembers members(p_.arena_, node->name);
  expect(K::LeftBrace);
  while (!at(K::RightBrace)) {
    EnumMember member;
    member.begin = p_.token_.begin;
    member.name = enumMemberName();
    if (eat(K::Assign)) {
      member.initializer = p_.parseAssign();
      members.bind(member.initializer);
    }
    members.add(p_.atoms_.intern(member.name));
    node->members.add(p_.arena_, member);
    if (!at(K::RightBrace)) expect(K::Comma);
  }
  p_.advance();
  p_.finish(node);
  p_.markInitialized(from, node->end);
  return node;
}

/// A word, a string, or a string in brackets.
std::string_view TypeScript::enumMemberName() {
  const bool brackets = eat(K::LeftBracket);
  std::string_view name;
  if (atWord() && !brackets) {
    name = p_.token_.name->text;
  } else if (at(K::String)) {
    p_.checkStringToken();
    name = p_.token_.text;
  } else {
    p_.unexpected();
  }
  p_.advance();
  if (brackets) expect(K::RightBracket);
  return name;
}

Node* TypeScript::namespaceDeclaration() {
  auto* node = p_.make<Namespace>(NodeKind::Namespace, p_.token_.begin);
  p_.advance();
  return namespaceRest(node);
}

/// At a namespace's name. One of types only is nothing at run time.
Node* TypeScript::namespaceRest(Namespace* node) {
  const DepthGuard guard(p_);
  if (!atName()) p_.unexpected();
  p_.checkBindingName(p_.token_.name, p_.token_.begin);
  node->name = p_.makeIdentifier(p_.token_);
  p_.advance();
  FunctionState state;
  state.outer = p_.function_;
  p_.function_ = &state;
  OpenScope frame;
  p_.openFrameWithScope(frame, ScopeKind::Namespace, p_.token_.begin);
  node->scope = frame.scope;
  state.varFrame = &frame;
  if (eat(K::Dot)) {
    const Offset begin = p_.token_.begin;
    Node* inner = namespaceRest(p_.make<Namespace>(NodeKind::Namespace, begin));
    auto* exported = p_.make<ExportNamed>(NodeKind::ExportNamed, begin);
    exported->declaration = inner;
    node->body.add(p_.arena_, inner->kind == NodeKind::Empty ? inner : p_.finish(exported));
  } else {
    expect(K::LeftBrace);
    p_.parseStatements(node->body, K::RightBrace);
    p_.advance();
  }
  p_.closeFrame();
  p_.function_ = state.outer;
  p_.finish(node);
  bool typesOnly = true;
  for (const Node* statement : node->body) typesOnly &= statement->kind == NodeKind::Empty;
  if (typesOnly) return empty(node->begin);
  const std::size_t from = p_.declared_.size();
  p_.declareLexical(node->name->name, BindingKind::Namespace, node->name->begin);
  addPart(node);
  p_.markInitialized(from, node->end);
  return node;
}

}  // namespace isobox::language
