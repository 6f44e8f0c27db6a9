// Loops and the many heads of `for`. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

Node* Parser::parseLoopBody() {
  ++function_->loops;
  Node* body = parseStatement(Position::Body);
  --function_->loops;
  return body;
}

Node* Parser::parseWhile() {
  auto* node = make<While>(NodeKind::While, token_.begin);
  advance();
  node->test = parseParenthesizedCondition();
  node->body = parseLoopBody();
  return finish(node);
}

Node* Parser::parseDoWhile() {
  auto* node = make<While>(NodeKind::DoWhile, token_.begin);
  advance();
  node->body = parseLoopBody();
  expect(TokenKind::While);
  node->test = parseParenthesizedCondition();
  eat(TokenKind::Semicolon);  // one is inserted, whatever follows
  return finish(node);
}

Node* Parser::parseFor() {
  const Offset begin = token_.begin;
  advance();
  bool await = false;
  if (at(TokenKind::Await)) {
    if (function_->await != WordUse::Operator) unexpected();
    if (function_->top) usesTopLevelAwait_ = true;
    await = true;
    advance();
  }
  OpenScope frame;
  openFrame(frame, ScopeKind::For, begin);
  expect(TokenKind::LeftParen);
  Node* node = nullptr;
  if (at(TokenKind::Var)) {
    node = parseForDeclaration(begin, await, DeclarationKind::Var);
  } else if (at(TokenKind::Const)) {
    node = parseForDeclaration(begin, await, DeclarationKind::Const);
  } else if (at(TokenKind::Let) && letDeclares(Position::List)) {
    node = parseForDeclaration(begin, await, DeclarationKind::Let);
  } else {
    node = parseForExpression(begin, await);
  }
  Scope* scope = closeFrame();
  if (node->kind == NodeKind::For) {
    static_cast<For*>(node)->scope = scope;
  } else {
    static_cast<ForEach*>(node)->scope = scope;
  }
  return finish(node);
}

Node* Parser::parseForDeclaration(Offset begin, bool await, DeclarationKind kind) {
  auto* node = make<VariableDeclaration>(NodeKind::VariableDeclaration, token_.begin);
  node->declaration = kind;
  advance();
  const std::size_t from = declared_.size();
  parseDeclarator(node, false, true);
  const Declarator& first = node->declarators[0];
  const bool of = at(TokenKind::Of);
  if (of || at(TokenKind::In)) {
    const bool annexB =
        !of && !strict_ && kind == DeclarationKind::Var && first.target->kind == NodeKind::Identifier;
    if (first.initializer != nullptr && !annexB) {
      fail(first.begin, await ? "for-await-of loop variable declaration may not have an initializer."
                        : of  ? "for-of loop variable declaration may not have an initializer."
                              : "for-in loop variable declaration may not have an initializer.");
    }
    finish(node);
    return parseForEachRest(begin, of, await, node, from);
  }
  if (first.initializer == nullptr) {
    if (first.target->kind != NodeKind::Identifier) {
      fail(first.begin, "Missing initializer in destructuring declaration");
    }
    if (kind == DeclarationKind::Const) fail(first.begin, "Missing initializer in const declaration");
  }
  markInitialized(from, lastEnd_);
  if (at(TokenKind::Comma)) {
    advance();
    parseDeclarators(node, false);
    if (at(TokenKind::Of) || at(TokenKind::In)) {
      fail(node->begin, at(TokenKind::Of)
                            ? "Invalid left-hand side in for-of loop: Must have a single binding."
                            : "Invalid left-hand side in for-in loop: Must have a single binding.");
    }
  }
  finish(node);
  if (await) unexpected();
  return parseForRest(begin, node);
}

Node* Parser::parseForExpression(Offset begin, bool await) {
  if (at(TokenKind::Semicolon)) {
    if (await) unexpected();
    return parseForRest(begin, nullptr);
  }
  const Offset leftBegin = token_.begin;
  const bool startsWithLet = at(TokenKind::Let);
  bool startsWithAsyncOf = false;
  if (at(TokenKind::Async) && peek().kind == TokenKind::Of) {
    startsWithAsyncOf = true;
    if (await) asyncNameAt_ = leftBegin;
  }
  Cover cover;
  Node* left = parseExpression(false, cover);
  const bool of = at(TokenKind::Of);
  if (!of && !at(TokenKind::In)) {
    checkCover(cover);
    if (await) unexpected();
    return parseForRest(begin, left);
  }
  if (of && startsWithLet) fail(leftBegin, "The left-hand side of a for-of loop may not start with 'let'.");
  if (of && startsWithAsyncOf && !await && left->kind == NodeKind::Identifier && !left->parenthesized) {
    fail(leftBegin, "The left-hand side of a for-of loop may not be 'async'.");
  }
  if (!left->parenthesized && (left->kind == NodeKind::Array || left->kind == NodeKind::Object)) {
    left = toPattern(left);
  } else {
    checkCover(cover);
    checkTarget(left, leftBegin, true, "Invalid left-hand side in for-loop");
  }
  return parseForEachRest(begin, of, await, left, declared_.size());
}

/// Behind the initializer of a loop with semicolons.
Node* Parser::parseForRest(Offset begin, Node* initializer) {
  auto* node = make<For>(NodeKind::For, begin);
  node->initializer = initializer;
  expect(TokenKind::Semicolon);
  if (!at(TokenKind::Semicolon)) node->test = parseExpression();
  expect(TokenKind::Semicolon);
  if (!at(TokenKind::RightParen)) node->update = parseExpression();
  expect(TokenKind::RightParen);
  node->body = parseLoopBody();
  return node;
}

/// At `in` or `of`. What the head declares is in its dead zone while the object is evaluated.
Node* Parser::parseForEachRest(Offset begin, bool of, bool await, Node* left, std::size_t declaredFrom) {
  if (await && !of) unexpected();
  auto* node = make<ForEach>(of ? NodeKind::ForOf : NodeKind::ForIn, begin);
  node->await = await;
  node->left = left;
  advance();
  node->right = of ? parseAssign() : parseExpression();
  markInitialized(declaredFrom, lastEnd_);
  expect(TokenKind::RightParen);
  node->body = parseLoopBody();
  return node;
}

}  // namespace isobox::language
