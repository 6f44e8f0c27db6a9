// Passes over TypeScript's types. Runs in sealed runners; the text is hostile.
#include <algorithm>
#include <iterator>

#include "runner/language/parser_internal.h"

namespace isobox::language {

using enum TokenKind;

bool TypeScript::at(TokenKind kind) const {
  return p_.token_.kind == kind;
}
bool TypeScript::eat(TokenKind kind) {
  return p_.eat(kind);
}
void TypeScript::expect(TokenKind kind) {
  p_.expect(kind);
}
bool TypeScript::atWord() const {
  return isWord(p_.token_.kind);
}
bool TypeScript::atName() const {
  return isIdentifierWord(p_.token_.kind);
}

namespace {

/// Types that are words of the language, as long as no dot follows: they take no arguments.
bool isKeywordType(std::string_view word) {
  static constexpr std::string_view kWords[] = {"any",    "bigint", "boolean", "never",     "number",
                                                "object", "string", "symbol",  "undefined", "unknown"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

}  // namespace

// ---- types --------------------------------------------------------------------------------------

/// `conditional`: `extends` may follow. A chain of conditional types is read in a loop.
void TypeScript::type(bool conditional) {
  const DepthGuard guard(p_);
  for (;;) {
    unionType(conditional);
    if (!conditional || !at(Extends) || p_.token_.newlineBefore) return;
    p_.advance();
    type(false);
    expect(Question);
    type();
    expect(Colon);
  }
}

void TypeScript::unionType(bool conditional) {
  if (!eat(BitOr)) eat(BitAnd);
  do {
    operand(conditional);
  } while (eat(BitOr) || eat(BitAnd));
}

void TypeScript::operand(bool conditional) {
  for (;; p_.advance()) {
    if (at(Infer) && isIdentifierWord(p_.peek().kind)) return inferType(conditional);
    if (!at(KeyOf) && !at(Unique) && !at(ReadOnly)) break;
  }
  primary(conditional);
  while (at(LeftBracket) && !p_.token_.newlineBefore) {
    p_.advance();
    if (!at(RightBracket)) type();
    expect(RightBracket);
  }
}

/// Where a conditional type may stand, `infer T extends X ?` is one, and T has no constraint.
void TypeScript::inferType(bool conditional) {
  p_.advance();
  p_.advance();
  if (!at(Extends)) return;
  if (conditional) {
    attempt([this] {
      p_.advance();
      type(false);
      return !at(Question);
    });
    return;
  }
  p_.advance();
  type(false);
}

void TypeScript::primary(bool conditional) {
  switch (p_.token_.kind) {
    case LeftParen:
      if (parenBeginsFunction()) return functionType();
      p_.advance();
      type();
      return expect(RightParen);
    case Less:
    case ShiftLeft:
    case New:
      return functionType();
    case LeftBracket:
      return tupleType();
    case LeftBrace:
      return objectType();
    case Template:
      return templateType();
    case TypeOf:
      return typeQuery();
    case TokenKind::Import:
      return importType();
    case Minus:
      p_.advance();
      if (!at(Number) && !at(BigInt)) p_.unexpected();
      return p_.advance();
    case String:
    case Number:
    case BigInt:
    case Void:
    case Null:
    case True:
    case False:
    case Const:
      return p_.advance();
    case TokenKind::This:
      p_.advance();
      if (!at(Is) || p_.token_.newlineBefore) return;
      p_.advance();
      return type(conditional);
    case Abstract:
      if (p_.peek().kind == New) return functionType();
      return typeReference();
    default:
      return typeReference();
  }
}

/// A.B.C<D>
void TypeScript::typeReference() {
  if (!atName()) p_.unexpected();
  const bool keyword = isKeywordType(p_.token_.name->text);
  p_.advance();
  if (keyword && !at(Dot)) return;  // `x as number < y` compares
  while (eat(Dot)) {
    if (!atWord()) p_.unexpected();
    p_.advance();
  }
  if ((at(Less) || at(ShiftLeft)) && !p_.token_.newlineBefore) typeArguments();
}

/// typeof a.b.c<D>
void TypeScript::typeQuery() {
  p_.advance();
  if (at(TokenKind::Import)) return importType();
  if (!atName() && !at(TokenKind::This)) p_.unexpected();
  p_.advance();
  while (eat(Dot)) {
    if (!atWord() && !at(PrivateName)) p_.unexpected();
    p_.advance();
  }
  if ((at(Less) || at(ShiftLeft)) && !p_.token_.newlineBefore) typeArguments();
}

/// import("x", { with: … }).A<B>
void TypeScript::importType() {
  p_.advance();
  expect(LeftParen);
  type();
  if (eat(Comma) && at(LeftBrace)) {
    skipBrackets();
    eat(Comma);
  }
  expect(RightParen);
  while (eat(Dot)) {
    if (!atWord()) p_.unexpected();
    p_.advance();
  }
  if ((at(Less) || at(ShiftLeft)) && !p_.token_.newlineBefore) typeArguments();
}

void TypeScript::templateType() {
  while (!p_.token_.templateTail) {
    p_.advance();
    type();
    if (!at(RightBrace)) p_.unexpected();
    p_.token_ = p_.lexer_.rescanTemplate(p_.token_);
  }
  p_.advance();
}

void TypeScript::tupleType() {
  p_.advance();
  while (!at(RightBracket)) {
    eat(Ellipsis);
    tupleLabel();
    type();
    eat(Question);
    if (!at(RightBracket)) expect(Comma);
  }
  p_.advance();
}

/// `name:` or `name?:`
void TypeScript::tupleLabel() {
  if (!atWord()) return;
  const TokenKind next = p_.peek().kind;
  if (next != Colon && next != Question) return;
  const Mark before = mark();
  p_.advance();
  eat(Question);
  if (!eat(Colon)) return back(before);
  eat(Ellipsis);
}

// ---- functions ----------------------------------------------------------------------------------

/// `(a: A) => B`, `<T>(a: T) => B`, `new () => A`, `abstract new () => A`
void TypeScript::functionType() {
  eat(Abstract);
  eat(New);
  if (at(Less) || at(ShiftLeft)) typeParameters();
  parameters();
  expect(Arrow);
  returnType();
}

/// At `(`, by what stands behind it.
bool TypeScript::parenBeginsFunction() {
  const Mark before = mark();
  p_.advance();
  bool is = at(RightParen) || at(Ellipsis);
  if (!is) {
    bool start = true;
    if (at(LeftBracket) || at(LeftBrace))
      start = skipBrackets();
    else if (atName() || at(TokenKind::This))
      p_.advance();
    else
      start = false;
    is = start && (at(Colon) || at(Comma) || at(Question) || at(Assign));
    if (start && at(RightParen)) {
      p_.advance();
      is = at(Arrow);
    }
  }
  back(before);
  return is;
}

void TypeScript::parameters() {
  expect(LeftParen);
  while (!at(RightParen)) {
    parameter();
    if (!at(RightParen)) expect(Comma);
  }
  p_.advance();
}

void TypeScript::parameter() {
  eat(Ellipsis);
  if (at(LeftBracket) || at(LeftBrace)) {
    if (!skipBrackets()) p_.unexpected();
  } else {
    if (!atName() && !at(TokenKind::This)) p_.unexpected();
    p_.advance();
  }
  eat(Question);
  if (at(Colon)) annotation(false);
}

/// A type, or what a function asserts: `x is T`, `asserts x`, `asserts x is T`.
void TypeScript::returnType() {
  const auto sameLine = [](const Token& token) { return !token.newlineBefore; };
  const auto isSubject = [](TokenKind kind) { return isIdentifierWord(kind) || kind == TokenKind::This; };
  bool predicate = false;
  if (at(Asserts)) {
    const Token next = p_.peek();
    if (sameLine(next) && isSubject(next.kind)) {
      p_.advance();
      predicate = true;
    }
  }
  if (isSubject(p_.token_.kind) && (predicate || (p_.peek().kind == Is && sameLine(p_.peek())))) {
    p_.advance();
    if (!at(Is) || p_.token_.newlineBefore) return;
    p_.advance();
  }
  type();
}

/// At `:`.
void TypeScript::annotation(bool isReturn) {
  p_.advance();
  isReturn ? returnType() : type();
}

// ---- lists in angles ----------------------------------------------------------------------------

/// `<<` is two tokens here.
void TypeScript::splitLess() {
  if (!at(ShiftLeft)) return;
  p_.token_.kind = Less;
  p_.token_.end = p_.token_.begin + 1;
  p_.lexer_.restore({p_.token_.end});
}

/// At `<`. What turns out to be no list of types is remembered: an expression may have many, one in another.
void TypeScript::typeArguments() {
  splitLess();
  TypeScriptState& state = p_.typeScript_;
  if (!at(Less) || state.notTypeArguments.contains(p_.token_.begin)) p_.unexpected();
  state.openTypeArguments.push_back(p_.token_.begin);
  do {
    p_.advance();
    if (at(Greater)) break;
    type();
  } while (at(Comma));
  if (!at(Greater)) p_.unexpected();
  state.openTypeArguments.pop_back();
  p_.advance();
}

/// At `<`: `<const T extends A = B, in out U>`
void TypeScript::typeParameters() {
  splitLess();
  if (!at(Less)) p_.unexpected();
  p_.advance();
  bool first = true;
  do {
    if (at(Greater) && !first) break;
    first = false;
    while (at(Const) || at(In) || (at(Out) && isWord(p_.peek().kind) && p_.peek().kind != Extends))
      p_.advance();
    if (!atName()) p_.unexpected();
    p_.advance();
    if (eat(Extends)) type();
    if (eat(Assign)) type();
  } while (eat(Comma));
  expect(Greater);
}

// ---- object types -------------------------------------------------------------------------------

void TypeScript::objectType() {
  const DepthGuard guard(p_);
  expect(LeftBrace);
  while (!at(RightBrace)) {
    memberOfType();
    if (eat(Semicolon) || eat(Comma) || at(RightBrace) || p_.token_.newlineBefore) continue;
    p_.unexpected();
  }
  p_.advance();
}

/// A property, method, accessor, call or construct signature, index signature, or a mapped type's inside.
void TypeScript::memberOfType() {
  if (eat(Plus) || eat(Minus)) {
    if (!at(ReadOnly)) p_.unexpected();
  }
  if (at(Less) || at(ShiftLeft) || at(LeftParen)) return signature();
  if (at(New)) {
    const TokenKind next = p_.peek().kind;
    if (next == LeftParen || next == Less) {
      p_.advance();
      return signature();
    }
  }
  while (at(ReadOnly) || at(Get) || at(Set) || at(Static) ||
         (p_.token_.kind >= Private && p_.token_.kind <= Public)) {
    if (!namesMember(p_.peek())) break;
    p_.advance();
  }
  if (at(LeftBracket))
    memberBracket();
  else if (atWord() || at(String) || at(Number) || at(BigInt) || at(PrivateName))
    p_.advance();
  else
    p_.unexpected();
  if ((at(Plus) || at(Minus)) && p_.peek().kind == Question) p_.advance();
  eat(Question);
  if (at(Less) || at(ShiftLeft) || at(LeftParen)) return signature();
  if (at(Colon)) annotation(false);
}

/// `[key: string]`, `[K in T as U]`, or a computed name.
void TypeScript::memberBracket() {
  const Mark before = mark();
  p_.advance();
  if (atName()) {
    p_.advance();
    if (at(Colon)) {
      annotation(false);
      return expect(RightBracket);
    }
    if (eat(In)) {
      type();
      if (eat(As)) type();
      return expect(RightBracket);
    }
  }
  back(before);
  if (!skipBrackets()) p_.unexpected();
}

void TypeScript::signature() {
  if (at(Less) || at(ShiftLeft)) typeParameters();
  parameters();
  if (at(Colon)) annotation(true);
}

}  // namespace isobox::language
