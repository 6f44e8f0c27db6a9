// TypeScript in expressions, parameters and classes. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

using K = TokenKind;

// ---- what the parser calls ----------------------------------------------------------------------

void Parser::skipTypeAnnotation(bool isReturn) {
  TypeScript(*this).annotation(isReturn);
}
void Parser::skipTypeParameters() {
  TypeScript(*this).typeParameters();
}
bool Parser::tryTypeArguments() {
  return TypeScript(*this).tryTypeArguments();
}
void Parser::skipTypeArguments() {
  TypeScript(*this).typeArguments();
}
bool Parser::typedArrowAhead() {
  return TypeScript(*this).arrowAhead();
}
bool Parser::skipTypeScriptModifiers(ClassMember& member) {
  return TypeScript(*this).memberModifiers(member);
}
bool Parser::skipOverloadEnd() {
  return TypeScript(*this).overloadEnd();
}
void Parser::skipImplements() {
  TypeScript(*this).implementsList();
}
bool Parser::skipParameterModifiers(Parameter& parameter, const Function* function) {
  return TypeScript(*this).parameterModifiers(parameter, function);
}

void Parser::skipCast() {
  advance();
  TypeScript(*this).type();
}

Node* Parser::parseAngleExpression(bool, Cover& cover) {
  const DepthGuard guard(*this);
  expect(K::Less);
  TypeScript(*this).type();
  expect(K::Greater);
  return parseUnary(cover);
}

void Parser::skipMemberSuffix() {
  if (at(K::Question) || (at(K::Not) && !token_.newlineBefore)) advance();
  if (at(K::Less)) skipTypeParameters();
}

// ---- classes ------------------------------------------------------------------------------------

/// At `implements`.
void TypeScript::implementsList() {
  do {
    p_.advance();
    typeReference();
  } while (at(K::Comma));
}

bool TypeScript::memberModifiers(ClassMember& member) {
  bool gone = false;
  for (;; p_.advance()) {
    switch (p_.token_.kind) {
      case K::Public:
      case K::Private:
      case K::Protected:
      case K::ReadOnly:
      case K::Override:
        break;
      case K::Declare:
      case K::Abstract:
        if (namesMember(p_.peek())) gone = true;
        break;
      default:
        if (gone || indexSignatureAhead() || privateOverload()) {
          wholeMember(member);
          return true;
        }
        return false;
    }
    if (!namesMember(p_.peek())) {
      if (gone) wholeMember(member);
      return gone;
    }
  }
}

/// [key: string]: T
bool TypeScript::indexSignatureAhead() {
  if (!at(K::LeftBracket)) return false;
  const Mark before = mark();
  p_.advance();
  const bool is = atName() && p_.peek().kind == K::Colon;
  back(before);
  return is;
}

/// `#x(…): T;` The name would else be declared twice; of other names nobody asks that.
bool TypeScript::privateOverload() {
  if (!at(K::PrivateName)) return false;
  const Mark before = mark();
  p_.advance();
  const bool is = (at(K::LeftParen) || at(K::Less)) && attempt([this] {
                    signature();
                    return !at(K::LeftBrace);
                  });
  back(before);
  return is;
}

/// From the name, or modifiers that classes without types have, to the end.
void TypeScript::wholeMember(const ClassMember& member) {
  if (!member.decorators.empty()) p_.unexpected();
  for (; at(K::Static) || at(K::Async) || at(K::Get) || at(K::Set) || at(K::Accessor) || at(K::ReadOnly);
       p_.advance())
    if (!namesMember(p_.peek())) break;
  eat(K::Star);
  if (at(K::LeftBracket)) {
    if (!skipBrackets()) p_.unexpected();
  } else {
    if (!atWord() && !at(K::String) && !at(K::Number) && !at(K::BigInt) && !at(K::PrivateName)) p_.unexpected();
    p_.advance();
  }
  if (!eat(K::Question)) eat(K::Not);
  if (at(K::Less) || at(K::LeftParen))
    signature();
  else if (at(K::Colon))
    annotation(false);
  p_.semicolon();
}

/// Only declarations and methods may be without a body.
bool TypeScript::overloadEnd() {
  const Function* function = p_.function_->node;
  const bool declaration =
      function->kind == NodeKind::FunctionDeclaration || function->function != FunctionKind::Normal;
  if (!declaration || !p_.statementEnds()) return false;
  p_.semicolon();
  return true;
}

// ---- parameters ---------------------------------------------------------------------------------

bool TypeScript::parameterModifiers(Parameter& parameter, const Function* function) {
  if (at(K::This) && function->parameters.empty()) {
    p_.advance();
    if (at(K::Colon)) annotation(false);
    if (!at(K::RightParen)) expect(K::Comma);
    return true;
  }
  if (at(K::At)) p_.fail(p_.token_.begin, "Decorators of parameters are not supported");
  while (at(K::Public) || at(K::Private) || at(K::Protected) || at(K::ReadOnly) || at(K::Override)) {
    const Token next = p_.peek();
    if (!isIdentifierWord(next.kind)) return false;
    if (function->function != FunctionKind::Constructor &&
        function->function != FunctionKind::DerivedConstructor)
      p_.fail(p_.token_.begin, "A parameter property is only allowed in a constructor implementation");
    parameter.property = true;
    p_.advance();
  }
  return false;
}

}  // namespace isobox::language
