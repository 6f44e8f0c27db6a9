// Members, calls, optional chains and `new`. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

Node* Parser::parseLeftHandSide(Cover& cover) {
  const Offset begin = token_.begin;
  Node* base = parsePrimary(cover);
  if (base == arrowHead_) return base;
  switch (token_.kind) {  // the usual case: nothing follows
    case TokenKind::Dot:
    case TokenKind::LeftBracket:
    case TokenKind::LeftParen:
    case TokenKind::QuestionDot:
    case TokenKind::Template:
      break;
    case TokenKind::Not:
    case TokenKind::Less:
    case TokenKind::ShiftLeft:
      if (options_.typescript) break;
      [[fallthrough]];
    default:
      return base;
  }
  checkCoverSince(cover, begin);
  return parseSubscripts(base, begin, true);
}

Node* Parser::parseSubscripts(Node* base, Offset begin, bool calls) {
  bool chain = false;
  for (;;) {
    Node* next = parseSubscript(base, begin, calls, chain);
    if (next == nullptr) break;
    base = next;
    if (base == arrowHead_) return base;
  }
  if (!chain) return base;
  auto* node = make<OptionalChain>(NodeKind::OptionalChain, begin);
  node->expression = base;
  return finish(node);
}

/// One link; null when there is none.
Node* Parser::parseSubscript(Node* base, Offset begin, bool calls, bool& chain) {
  switch (token_.kind) {
    case TokenKind::Dot:
      advance();
      return parseMember(base, begin, false);
    case TokenKind::LeftBracket:
      advance();
      return parseIndex(base, begin, false);
    case TokenKind::LeftParen:
      return calls ? parseCall(base, begin, false) : nullptr;
    case TokenKind::Template:
      if (chain) fail(token_.begin, "Invalid tagged template on optional chain");
      return parseTagged(base, begin);
    case TokenKind::QuestionDot:
      if (!calls) fail(token_.begin, "Invalid optional chain from new expression");
      if (base->kind == NodeKind::Super) unexpected();
      chain = true;
      advance();
      return parseOptionalSubscript(base, begin);
    case TokenKind::Not:
      if (!options_.typescript || token_.newlineBefore) return nullptr;
      advance();
      return base;
    case TokenKind::Less:
    case TokenKind::ShiftLeft:
      if (!options_.typescript || !tryTypeArguments()) return nullptr;
      return base;
    default:
      return nullptr;
  }
}

/// Behind `?.`.
Node* Parser::parseOptionalSubscript(Node* base, Offset begin) {
  if (options_.typescript && at(TokenKind::Less) && !tryTypeArguments()) unexpected();
  switch (token_.kind) {
    case TokenKind::LeftParen:
      return parseCall(base, begin, true);
    case TokenKind::LeftBracket:
      advance();
      return parseIndex(base, begin, true);
    case TokenKind::Template:
      fail(token_.begin, "Invalid tagged template on optional chain");
    default:
      return parseMember(base, begin, true);
  }
}

Node* Parser::parseMember(Node* object, Offset begin, bool optional) {
  if (at(TokenKind::PrivateName)) {
    if (object->kind == NodeKind::Super) fail(token_.begin, "Unexpected private field");
    auto* node = make<PrivateMember>(NodeKind::PrivateMember, begin);
    node->object = object;
    node->name = token_.name;
    node->propertyBegin = token_.begin;
    node->optional = optional;
    usePrivate(token_.name, token_.begin);
    advance();
    return finish(node);
  }
  if (!isWord(token_.kind)) unexpected();
  auto* node = make<Member>(NodeKind::Member, begin);
  node->object = object;
  node->property = token_.name;
  node->propertyBegin = token_.begin;
  node->optional = optional;
  noteMention(token_.name);
  advance();
  return finish(node);
}

Node* Parser::parseIndex(Node* object, Offset begin, bool optional) {
  auto* node = make<Index>(NodeKind::Index, begin);
  node->object = object;
  node->optional = optional;
  node->index = parseExpression();
  expect(TokenKind::RightBracket);
  return finish(node);
}

Node* Parser::parseTagged(Node* tag, Offset begin) {
  auto* node = make<TaggedTemplate>(NodeKind::TaggedTemplate, begin);
  node->tag = tag;
  node->quasi = parseTemplate(true);
  return finish(node);
}

void Parser::parseArguments(List<Node*>& list, Cover& cover, Offset& commaAfterSpread) {
  expect(TokenKind::LeftParen);
  while (!at(TokenKind::RightParen)) {
    if (at(TokenKind::Ellipsis)) {
      auto* spread = make<Spread>(NodeKind::Spread, token_.begin);
      advance();
      spread->argument = parseAssign(true, cover);
      list.add(arena_, finish(spread));
      if (at(TokenKind::Comma) && commaAfterSpread == kNowhere) commaAfterSpread = token_.begin;
    } else {
      list.add(arena_, parseAssign(true, cover));
    }
    if (at(TokenKind::RightParen)) break;
    if (!eat(TokenKind::Comma)) fail(lastBegin_, "missing ) after argument list");
  }
  advance();
}

/// A call; or, behind `async`, the head of an arrow function.
Node* Parser::parseCall(Node* callee, Offset begin, bool optional) {
  const bool maybeArrow = callee->kind == NodeKind::Identifier && !optional && !callee->parenthesized &&
                          arrowAllowedAt_ == callee->begin && source(callee->begin, callee->end) == "async" &&
                          !token_.newlineBefore && callee->end == lastEnd_;
  auto* node = make<Call>(NodeKind::Call, begin);
  node->callee = callee;
  node->optional = optional;
  Cover cover;
  Offset commaAfterSpread = kNowhere;
  parseArguments(node->arguments, cover, commaAfterSpread);
  if (maybeArrow && at(TokenKind::Arrow)) {
    auto* head = make<ArrowHead>(NodeKind::Sequence, begin);
    head->items = node->arguments;
    head->async = true;
    head->commaAfterSpread = commaAfterSpread;
    arrowHead_ = finish(head);
    return head;
  }
  checkCover(cover);
  if (callee->kind == NodeKind::Identifier && !optional) {
    node->directEval = static_cast<Identifier*>(callee)->name == evalAtom_;
  }
  return finish(node);
}

Node* Parser::parseNew() {
  DepthGuard guard(*this);
  const Offset begin = token_.begin;
  advance();
  if (eat(TokenKind::Dot)) {
    if (!at(TokenKind::Target)) unexpected();
    if (!function_->newTarget) fail(token_.begin, "new.target expression is not allowed here");
    advance();
    return finish(make<Node>(NodeKind::NewTarget, begin));
  }
  const Offset calleeBegin = token_.begin;
  auto* node = make<New>(NodeKind::New, begin);
  if (at(TokenKind::Import) && peek().kind != TokenKind::Dot)
    fail(token_.begin, "Cannot use new with import");
  if (at(TokenKind::New)) {
    node->callee = parseNew();
  } else {
    Cover cover;
    const bool isSuper = at(TokenKind::Super);
    node->callee = parsePrimary(cover);
    checkCover(cover);
    if (isSuper && at(TokenKind::LeftParen)) fail(calleeBegin, "'super' keyword unexpected here");
  }
  node->callee = parseSubscripts(node->callee, calleeBegin, false);
  if (options_.typescript && at(TokenKind::Less)) tryTypeArguments();
  if (at(TokenKind::LeftParen)) {
    Cover cover;
    Offset ignored = kNowhere;
    parseArguments(node->arguments, cover, ignored);
    checkCover(cover);
  }
  return finish(node);
}

}  // namespace isobox::language
