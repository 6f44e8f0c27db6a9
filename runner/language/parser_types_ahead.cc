// TypeScript's questions that the text behind answers: is `<` a list of types, does `(` begin an arrow
// function. Runs in sealed runners; the text is hostile.
//
// Looking ahead must not make the whole more than linear. Brackets are matched once and remembered; what was
// read as a list of types in vain is remembered; and all that is read tentatively is charged against a bound
// that is a multiple of the text.
#include "runner/language/parser_internal.h"

namespace isobox::language {

using enum TokenKind;

namespace {

constexpr std::uint64_t kAttempts = 16;           // how often a text may be read tentatively, as a whole
constexpr std::uint64_t kFreeAttempts = 1 << 18;  // in bytes
constexpr int kBodyTokens = 256;                  // of an arrow function in `a ? (b): c => d : e`

bool isOpening(TokenKind kind) {
  return kind == LeftParen || kind == LeftBracket || kind == LeftBrace;
}

}  // namespace

// ---- walking over tokens ------------------------------------------------------------------------

TokenWalk::TokenWalk(std::string_view text, Arena& arena, AtomTable& atoms, Offset from, bool module)
    : lexer_(text, arena, atoms, {.module = module, .typescript = true, .hashbang = false}) {
  lexer_.restore({from});
}

bool TokenWalk::slashDivides() const {
  switch (last_) {
    case RightParen:
    case RightBrace:
      return !regExpBehindLast_;
    case Number:
    case BigInt:
    case String:
    case Template:
    case RegExp:
    case PrivateName:
    case Identifier:
    case RightBracket:
    case TokenKind::This:
    case TokenKind::Super:
    case Null:
    case True:
    case False:
    case PlusPlus:
    case MinusMinus:
      return true;
    default:
      return isIdentifierWord(last_) && last_ != Await && last_ != TokenKind::Yield && last_ != Of;
  }
}

// Behind `if (…)` and behind a block a statement begins, not the second operand of a division.
void TokenWalk::open(const Token& token) {
  bool regExpBehind = false;
  if (token.kind == LeftParen)
    regExpBehind = last_ == TokenKind::If || last_ == TokenKind::While || last_ == TokenKind::For ||
                   last_ == TokenKind::With;
  if (token.kind == LeftBrace)
    regExpBehind = last_ == RightParen || last_ == Semicolon || last_ == LeftBrace || last_ == RightBrace ||
                   last_ == Else || last_ == Do || last_ == TokenKind::Try || last_ == Finally;
  open_.push_back({token.begin, token.kind, regExpBehind});
}

void TokenWalk::close(TypeScriptState& state, Token& token) {
  const TokenKind wanted = token.kind == RightParen     ? LeftParen
                           : token.kind == RightBracket ? LeftBracket
                                                        : LeftBrace;
  if (open_.empty()) return;
  const Open top = open_.back();
  if (top.kind == Template && token.kind == RightBrace) {
    token = lexer_.rescanTemplate(token);
    if (token.templateTail) open_.pop_back();
    return;
  }
  if (top.kind != wanted) throw ParseError{{"Unexpected token", token.begin}};
  state.closes[top.at] = token.end;
  regExpBehindLast_ = top.regExpBehind;
  open_.pop_back();
}

Token TokenWalk::next(TypeScriptState& state) {
  Token token = lexer_.next();
  if ((token.kind == Slash || token.kind == SlashAssign) && !slashDivides())
    token = lexer_.rescanRegExp(token);
  if (isOpening(token.kind) || (token.kind == Template && !token.templateTail))
    open(token);
  else if (token.kind == RightParen || token.kind == RightBracket || token.kind == RightBrace)
    close(state, token);
  last_ = token.kind;
  return token;
}

void TokenWalk::giveUp(TypeScriptState& state) const {
  for (const Open& each : open_) state.closes[each.at] = kNoBracket;
}

/// Where the bracket at `open` closes, or kNoBracket.
Offset TypeScript::closeOf(Offset open) {
  TypeScriptState& state = p_.typeScript_;
  if (const auto known = state.closes.find(open); known != state.closes.end()) return known->second;
  TokenWalk walk(p_.text_, p_.arena_, p_.atoms_, open, p_.options_.goal == Goal::Module);
  try {
    do {
      if (walk.next(state).kind == End) break;
    } while (walk.depth() != 0);
  } catch (const ParseError&) {
  }
  walk.giveUp(state);
  return state.closes[open];
}

void TypeScript::jump(Offset to) {
  p_.lexer_.restore({to});
  p_.advance();
  p_.lastEnd_ = to;
}

bool TypeScript::skipBrackets() {
  const Offset to = closeOf(p_.token_.begin);
  if (to == kNoBracket) return false;
  jump(to);
  return true;
}

// ---- reading tentatively ------------------------------------------------------------------------

TypeScript::Mark TypeScript::mark() const {
  return {p_.lexer_.state(), p_.token_, p_.lastEnd_};
}

void TypeScript::back(const Mark& mark) {
  p_.lexer_.restore(mark.lexer);
  p_.token_ = mark.token;
  p_.lastEnd_ = mark.lastEnd;
}

void TypeScript::charge(Offset begin) {
  std::uint64_t& attempted = p_.typeScript_.attempted;
  attempted += p_.token_.end - begin;
  if (attempted > kAttempts * p_.text_.size() + kFreeAttempts)
    p_.fail(begin, "The program's types are too deeply nested");
}

/// Whether `read` is successful; when not, all is as it was.
bool TypeScript::attempt(const std::function<bool()>& read) {
  const Mark before = mark();
  TypeScriptState& state = p_.typeScript_;
  const std::size_t open = state.openTypeArguments.size();
  bool good = false;
  try {
    good = read();
  } catch (const ParseError&) {
  }
  for (; state.openTypeArguments.size() > open; state.openTypeArguments.pop_back())
    state.notTypeArguments.insert(state.openTypeArguments.back());
  charge(before.token.begin);
  if (!good) back(before);
  return good;
}

// ---- type arguments -----------------------------------------------------------------------------

bool TypeScript::isBinaryOperator() const {
  const TokenKind kind = p_.token_.kind;
  return (kind >= TokenKind::Less && kind <= ShiftRightUnsigned && kind != PlusPlus && kind != MinusMinus) ||
         kind == BitAnd || kind == BitOr || kind == BitXor || kind == And || kind == Or || kind == Nullish ||
         kind == In || kind == InstanceOf || kind == As || kind == Satisfies;
}

bool TypeScript::startsExpression() const {
  switch (p_.token_.kind) {
    case Number:
    case BigInt:
    case String:
    case Template:
    case LeftParen:
    case LeftBracket:
    case LeftBrace:
    case Slash:
    case SlashAssign:
    case Plus:
    case Minus:
    case BitNot:
    case Not:
    case PlusPlus:
    case MinusMinus:
    case PrivateName:
    case At:
    case TokenKind::Function:
    case TokenKind::Class:
    case New:
    case Delete:
    case TypeOf:
    case Void:
    case TokenKind::Import:
    case TokenKind::Super:
    case TokenKind::This:
    case Null:
    case True:
    case False:
    case TokenKind::Less:
      return true;
    default:
      return atName();
  }
}

/// Comparisons are what `<` usually is: most of them are told from the first tokens behind it.
bool TypeScript::cannotBeTypeArguments() {
  const Mark before = mark();
  p_.advance();
  bool cannot = false;
  if (atName() && !at(KeyOf) && !at(Unique) && !at(ReadOnly) && !at(Infer) && !at(Abstract)) {
    p_.advance();
    while (eat(Dot) && atWord()) p_.advance();
    cannot = !at(Comma) && !at(Greater) && !at(BitOr) && !at(BitAnd) && !at(Less) && !at(ShiftLeft) &&
             !at(LeftBracket) && !at(Extends);
  } else if (at(Number) || at(BigInt) || at(String)) {
    p_.advance();
    cannot = !at(Comma) && !at(Greater) && !at(BitOr) && !at(BitAnd) && !at(LeftBracket) && !at(Extends);
  }
  back(before);
  return cannot;
}

/// At `<` behind an operand: type arguments when they are some and what follows them cannot be an operand.
bool TypeScript::tryTypeArguments() {
  if (p_.typeScript_.notTypeArguments.contains(p_.token_.begin)) return false;
  if (at(Less) && cannotBeTypeArguments()) return false;
  return attempt([this] {
    typeArguments();
    const char behind = p_.lastEnd_ < p_.text_.size() ? p_.text_[p_.lastEnd_] : '\0';
    if (behind == '>' || behind == '=') return false;  // >> or >=
    switch (p_.token_.kind) {
      case LeftParen:
      case Template:
        return true;
      case Less:
      case ShiftLeft:
      case Greater:
      case Plus:
      case Minus:
        return false;
      default:
        return p_.token_.newlineBefore || isBinaryOperator() || !startsExpression();
    }
  });
}

// ---- arrow functions ----------------------------------------------------------------------------

/// A word that may be a modifier is one when a member's name follows in the same line.
bool TypeScript::namesMember(const Token& next) {
  switch (next.kind) {
    case String:
    case Number:
    case BigInt:
    case PrivateName:
    case LeftBracket:
    case Star:
      return !next.newlineBefore;
    default:
      return isWord(next.kind) && !next.newlineBefore;
  }
}

/// At `(`, `<` or `async`: whether an arrow function begins here.
bool TypeScript::arrowAhead() {
  if (at(Less)) return genericArrowAhead();
  const Mark before = mark();
  const bool behindQuestion = p_.token_.begin == p_.typeScript_.consequentAt;
  bool is = false;
  if (eat(Async)) {
    if (!p_.token_.newlineBefore) {
      if (at(LeftParen))
        is = parenBeginsArrow(behindQuestion);
      else if (at(Less))
        is = genericArrowAhead();
    }
  } else if (at(LeftParen)) {
    is = parenBeginsArrow(behindQuestion);
  }
  back(before);
  return is;
}

/// At `<`: `<T>(x) => y` rather than `<T>x`.
bool TypeScript::genericArrowAhead() {
  const Mark before = mark();
  const bool is = attempt([this] {
                    typeParameters();
                    return at(LeftParen);
                  }) &&
                  parenBeginsArrowByItsEnd(p_.token_.begin, false);
  back(before);
  return is;
}

/// At `(`. What stands behind it often tells; else what stands behind its end.
bool TypeScript::parenBeginsArrow(bool behindQuestion) {
  const Offset open = p_.token_.begin;
  p_.advance();
  switch (p_.token_.kind) {
    case RightParen:
    case Ellipsis:
    case LeftBracket:
    case LeftBrace:
      return parenBeginsArrowByItsEnd(open, behindQuestion);
    case TokenKind::This:
      return p_.peek().kind == Colon;
    default:
      break;
  }
  if (!atName()) return false;
  p_.advance();
  switch (p_.token_.kind) {
    case Colon:
      return true;
    case Question: {
      const TokenKind next = p_.peek().kind;
      return next == Colon || next == Comma || next == Assign || next == RightParen;
    }
    case Comma:
    case Assign:
    case RightParen:
      return parenBeginsArrowByItsEnd(open, behindQuestion);
    default:
      return false;
  }
}

bool TypeScript::parenBeginsArrowByItsEnd(Offset open, bool behindQuestion) {
  const Offset close = closeOf(open);
  if (close == kNoBracket) return false;
  jump(close);
  if (at(Arrow)) return !p_.token_.newlineBefore;
  if (!at(Colon)) return false;
  const bool typed = attempt([this] {
    annotation(true);
    return at(Arrow) && !p_.token_.newlineBefore;
  });
  return typed && (!behindQuestion || colonFollowsBody());
}

/// In `a ? (b) : c => d` the colon is the conditional's, in `a ? (b): c => d : e` it begins a type.
bool TypeScript::colonFollowsBody() {
  TypeScriptState& state = p_.typeScript_;
  TokenWalk walk(p_.text_, p_.arena_, p_.atoms_, p_.token_.end, p_.options_.goal == Goal::Module);
  int questions = 0;
  try {
    for (int left = kBodyTokens; left > 0; --left) {
      const std::size_t depth = walk.depth();
      const TokenKind kind = walk.next(state).kind;
      if (depth != 0 || walk.depth() != 0) continue;
      if (kind == Question) ++questions;
      if (kind == Colon && questions-- == 0) return true;
      if (kind == Comma || kind == Semicolon || kind == RightParen || kind == RightBracket ||
          kind == RightBrace || kind == End)
        return false;
    }
  } catch (const ParseError&) {
  }
  return false;
}

}  // namespace isobox::language
