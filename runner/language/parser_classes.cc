// Classes and decorators. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

/// At `class`. All of a class is strict code. Heritage and decorators see the private names around it, not
/// its own.
Class* Parser::parseClass(NodeKind kind, const List<Node*>& decorators, bool nameOptional) {
  DepthGuard guard(*this);
  auto* node = make<Class>(kind, token_.begin);
  node->decorators = decorators;
  advance();
  const bool outerStrict = strict_;
  strict_ = true;
  const std::size_t from = declared_.size();
  const bool declaration = kind == NodeKind::ClassDeclaration;
  const bool named = isIdentifierWord(token_.kind) && !(options_.typescript && at(TokenKind::Implements));
  if (named) {
    checkBindingName(token_.name, token_.begin);
    node->name = makeIdentifier(token_);
    if (declaration) declareLexical(token_.name, BindingKind::Class, token_.begin);
    advance();
  } else if (declaration && !nameOptional) {
    unexpected();
  }
  OpenScope frame;
  openFrameWithScope(frame, ScopeKind::Class, node->begin);
  node->scope = frame.scope;
  if (named) addOwnName(frame.scope, node->name->name, BindingKind::ClassName, node->name->begin, 0, nullptr);
  if (options_.typescript && at(TokenKind::Less)) skipTypeParameters();
  if (eat(TokenKind::Extends)) {
    Cover cover;
    node->heritage = parseLeftHandSide(cover);
    checkCover(cover);
    if (options_.typescript && at(TokenKind::Less)) skipTypeArguments();
  }
  if (options_.typescript && at(TokenKind::Implements)) skipImplements();
  ClassState state;
  state.outer = class_;
  state.node = node;
  state.bodyBegin = token_.begin;
  class_ = &state;
  parseClassBody(state);
  class_ = state.outer;
  closePrivateNames(state);
  closeFrame();
  strict_ = outerStrict;
  if (named) node->scope->bindings[0]->initializedAt = node->end;
  markInitialized(from, node->end);
  return node;
}

void Parser::parseClassBody(ClassState& state) {
  expect(TokenKind::LeftBrace);
  while (!at(TokenKind::RightBrace)) {
    if (!eat(TokenKind::Semicolon)) parseClassElement(state.node);
  }
  advance();
  finish(state.node);
}

void Parser::parseClassElement(Class* node) {
  ClassMember member;
  if (at(TokenKind::At)) member.decorators = parseDecorators();
  member.begin = token_.begin;
  if (options_.typescript && skipTypeScriptModifiers(member)) return;
  const Token first = token_;
  bool named = false;  // the word read last was no modifier but the name
  if (at(TokenKind::Static) && !member.isStatic) {
    advance();
    if (at(TokenKind::LeftBrace)) {
      if (!member.decorators.empty()) unexpected();
      member.kind = MemberKind::StaticBlock;
      member.isStatic = true;
      member.value = parseStaticBlock(first.begin);
      member.end = lastEnd_;
      node->members.add(arena_, member);
      return;
    }
    if (modifierFollows()) {
      member.isStatic = true;
      if (options_.typescript && skipTypeScriptModifiers(member)) return;
    } else {
      member.key = makeString(first.name->text, first.begin, first.end);
      named = true;
    }
  }
  const Offset begin = named ? first.begin : token_.begin;
  bool async = false;
  if (!named) named = parseModifier(member, async);
  bool generator = false;
  if (!named) {
    if (member.kind == MemberKind::Method) generator = eat(TokenKind::Star);
    parseClassElementName(member);
  }
  if (options_.typescript) skipMemberSuffix();
  const bool accessor = member.kind == MemberKind::Getter || member.kind == MemberKind::Setter;
  const bool special = async || generator || accessor;
  if (member.kind != MemberKind::Accessor && (at(TokenKind::LeftParen) || special)) {
    parseClassMethod(node, member, async, generator, begin);
  } else {
    parseField(node, member, begin);
  }
}

/// `async`, `get`, `set` or `accessor`. True: it was the name itself.
bool Parser::parseModifier(ClassMember& member, bool& async) {
  const Token word = token_;
  switch (word.kind) {
    case TokenKind::Async:
    case TokenKind::Get:
    case TokenKind::Set:
    case TokenKind::Accessor:
      break;
    default:
      return false;
  }
  advance();
  const bool sameLine = word.kind == TokenKind::Async || word.kind == TokenKind::Accessor;
  const bool star = at(TokenKind::Star) && word.kind != TokenKind::Async;
  if (!modifierFollows() || star || (sameLine && token_.newlineBefore)) {
    member.key = makeString(word.name->text, word.begin, word.end);
    return true;
  }
  async = word.kind == TokenKind::Async;
  if (word.kind == TokenKind::Get) member.kind = MemberKind::Getter;
  if (word.kind == TokenKind::Set) member.kind = MemberKind::Setter;
  if (word.kind == TokenKind::Accessor) member.kind = MemberKind::Accessor;
  return false;
}

void Parser::parseClassElementName(ClassMember& member) {
  if (!at(TokenKind::PrivateName)) {
    member.key = parsePropertyKey(member.computed);
    return;
  }
  member.privateName = token_.name;
  if (token_.name == constructorAtom_) {
    fail(token_.begin, peek().kind == TokenKind::LeftParen
                           ? "Class constructor may not be a private method"
                           : "Classes may not have a field named 'constructor'");
  }
  // Fields and methods cannot share a name; only a getter and a setter can.
  declarePrivate(token_.name, token_.begin, member.kind, member.isStatic);
  advance();
}

namespace {

bool isNamed(const ClassMember& member, std::string_view name) {
  return member.key != nullptr && !member.computed && member.key->kind == NodeKind::String &&
         static_cast<const StringLiteral*>(member.key)->value == name;
}

}  // namespace

void Parser::checkConstructor(const Class* node, const ClassMember& member, bool async, bool generator,
                              Offset at) const {
  if (member.kind != MemberKind::Method) fail(at, "Class constructor may not be an accessor");
  if (generator) fail(at, "Class constructor may not be a generator");
  if (async) fail(at, "Class constructor may not be an async method");
  if (!member.decorators.empty()) fail(at, "Class constructor may not have decorators");
  if (node->constructor != nullptr) fail(at, "A class may only have one constructor");
}

void Parser::parseClassMethod(Class* node, ClassMember& member, bool async, bool generator, Offset begin) {
  const Offset nameAt = member.key != nullptr ? member.key->begin : begin;
  FunctionKind kind = member.kind == MemberKind::Getter   ? FunctionKind::Getter
                      : member.kind == MemberKind::Setter ? FunctionKind::Setter
                                                          : FunctionKind::Method;
  const bool constructor = !member.isStatic && isNamed(member, "constructor");
  if (constructor) {
    checkConstructor(node, member, async, generator, nameAt);
    kind = node->heritage != nullptr ? FunctionKind::DerivedConstructor : FunctionKind::Constructor;
  }
  if (member.isStatic && isNamed(member, "prototype")) {
    fail(nameAt, "Classes may not have a static property named 'prototype'");
  }
  if (!at(TokenKind::LeftParen) && !(options_.typescript && at(TokenKind::Less))) unexpected();
  auto* function = make<Function>(NodeKind::Function, begin);
  function->function = kind;
  function->async = async;
  function->generator = generator;
  if (!parseFunctionRest(function)) return;
  if (constructor) {
    node->constructor = function;
    return;
  }
  member.value = function;
  member.end = lastEnd_;
  node->members.add(arena_, member);
}

/// Behind a field's name.
void Parser::parseField(Class* node, ClassMember& member, Offset at) {
  if (member.kind != MemberKind::Accessor) member.kind = MemberKind::Field;
  if (isNamed(member, "constructor")) fail(at, "Classes may not have a field named 'constructor'");
  if (member.isStatic && isNamed(member, "prototype")) {
    fail(at, "Classes may not have a static property named 'prototype'");
  }
  if (options_.typescript && this->at(TokenKind::Colon)) skipTypeAnnotation();
  if (eat(TokenKind::Assign)) member.value = parseFieldInitializer();
  member.end = lastEnd_;
  node->members.add(arena_, member);
  semicolon();
}

Function* Parser::parseFieldInitializer() {
  auto* function = make<Function>(NodeKind::Function, token_.begin);
  function->function = FunctionKind::FieldInitializer;
  function->strict = true;
  function->bodyBegin = token_.begin;
  FunctionState state;
  enterFunction(state, function);
  OpenScope body;
  openFrameWithScope(body, ScopeKind::Body, token_.begin);
  function->bodyScope = body.scope;
  state.varFrame = &body;
  function->expression = parseAssign();
  closeFrame();
  leaveFunction(state);
  return finish(function);
}

/// At `{`.
Function* Parser::parseStaticBlock(Offset begin) {
  auto* function = make<Function>(NodeKind::Function, begin);
  function->function = FunctionKind::StaticBlock;
  function->strict = true;
  function->bodyBegin = token_.begin;
  FunctionState state;
  enterFunction(state, function);
  OpenScope body;
  openFrameWithScope(body, ScopeKind::StaticBlock, token_.begin);
  function->bodyScope = body.scope;
  state.varFrame = &body;
  advance();
  parseStatements(function->body, TokenKind::RightBrace);
  closeFrame();
  leaveFunction(state);
  advance();
  return finish(function);
}

// ---- decorators -------------------------------------------------------------------------------------------

/// Strict code, as all parts of a class are.
List<Node*> Parser::parseDecorators() {
  const bool outerStrict = strict_;
  strict_ = true;
  List<Node*> list;
  while (eat(TokenKind::At)) list.add(arena_, parseDecorator());
  strict_ = outerStrict;
  return list;
}

/// `(expression)`, or names joined by dots and perhaps one call.
Node* Parser::parseDecorator() {
  if (at(TokenKind::LeftParen)) return parseParenthesized();
  const Offset begin = token_.begin;
  if (!isIdentifierWord(token_.kind)) unexpected();
  checkIdentifier(token_.name, begin);
  Node* node = makeIdentifier(token_);
  advance();
  while (eat(TokenKind::Dot)) node = parseMember(node, begin, false);
  if (options_.typescript && at(TokenKind::Less)) tryTypeArguments();
  if (at(TokenKind::LeftParen)) node = parseCall(node, begin, false);
  return node;
}

/// A statement that begins with `@`.
Node* Parser::parseDecorated(Position position) {
  if (position != Position::List) unexpected();
  const List<Node*> decorators = parseDecorators();
  if (at(TokenKind::Export) && frame_->kind == ScopeKind::Module) return parseExport(decorators);
  if (options_.typescript && at(TokenKind::Abstract) && peek().kind == TokenKind::Class) advance();
  if (!at(TokenKind::Class)) unexpected();
  return parseClass(NodeKind::ClassDeclaration, decorators, false);
}

}  // namespace isobox::language
