// Statements, but for loops, functions, classes and modules. Runs in sealed runners; the text is hostile.
#include <utility>

#include "runner/language/parser_internal.h"

namespace isobox::language {

namespace {

constexpr std::string_view kLexicalInSingle =
    "Lexical declaration cannot appear in a single-statement context";

}  // namespace

// ---- lists and directives ---------------------------------------------------------------------------------

/// The directive prologue of a program or a function. What stands behind it is left.
void Parser::parseDirectives(List<Node*>& list, Function* function) {
  Offset octal = kNowhere;
  while (at(TokenKind::String)) {
    const Offset begin = token_.begin, end = token_.end;
    if (token_.legacyOctal && octal == kNowhere) octal = token_.legacyOctalAt.value_or(begin);
    Node* statement = parseStatement(Position::List);
    list.add(arena_, statement);
    if (statement->kind != NodeKind::ExpressionStatement) return;
    auto* directive = static_cast<ExpressionStatement*>(statement);
    if (directive->expression->kind != NodeKind::String || directive->expression->end != end) return;
    directive->directive = true;
    if (source(begin + 1, end - 1) == "use strict") becomeStrict(begin, function, octal);
  }
}

void Parser::becomeStrict(Offset at, Function* function, Offset octal) {
  if (function != nullptr && !function->simpleParameters) {
    fail(at, "Illegal 'use strict' directive in function with non-simple parameter list");
  }
  if (octal != kNowhere) failOctal(octal);
  if (strict_) return;
  strict_ = true;
  if (function == nullptr) return;
  if (function->name != nullptr) checkStrictName(function->name->name, function->name->begin);
  for (const Parameter& parameter : function->parameters) {
    const auto* name = static_cast<const Identifier*>(parameter.target);
    checkStrictName(name->name, name->begin);
  }
}

void Parser::parseStatements(List<Node*>& list, TokenKind end) {
  while (!at(end)) list.add(arena_, parseStatement(Position::List));
}

// ---- a statement ------------------------------------------------------------------------------------------

Node* Parser::parseStatement(Position position) {
  DepthGuard guard(*this);
  Label* labelSet = std::exchange(labelSet_, nullptr);
  switch (token_.kind) {
    case TokenKind::LeftBrace:
      return parseBlock();
    case TokenKind::Semicolon:
      return parseEmpty();
    case TokenKind::If:
      return parseIf();
    case TokenKind::Return:
      return parseReturn();
    case TokenKind::Var:
      return parseVariableStatement(DeclarationKind::Var);
    case TokenKind::For:
    case TokenKind::While:
    case TokenKind::Do:
      for (Label* label = labelSet; label != nullptr; label = label->previousInSet) label->loop = true;
      return at(TokenKind::For) ? parseFor() : at(TokenKind::While) ? parseWhile() : parseDoWhile();
    case TokenKind::Break:
      return parseJump(NodeKind::Break);
    case TokenKind::Continue:
      return parseJump(NodeKind::Continue);
    case TokenKind::Throw:
      return parseThrow();
    case TokenKind::Try:
      return parseTry();
    case TokenKind::Switch:
      return parseSwitch();
    case TokenKind::With:
      return parseWith();
    case TokenKind::Debugger: {
      auto* node = make<Node>(NodeKind::Debugger, token_.begin);
      advance();
      semicolon();
      return finish(node);
    }
    default:
      return parseWordStatement(position, labelSet);
  }
}

Node* Parser::parseWordStatement(Position position, Label* labelSet) {
  const Offset begin = token_.begin;
  switch (token_.kind) {
    case TokenKind::Function:
      return parseFunctionStatement(position, begin, false);
    case TokenKind::Class:
      if (position != Position::List) unexpected();
      return parseClass(NodeKind::ClassDeclaration, {}, false);
    case TokenKind::At:
      return parseDecorated(position);
    case TokenKind::Const:
      if (options_.typescript && peek().kind == TokenKind::Enum) break;
      if (position != Position::List) unexpected();
      return parseVariableStatement(DeclarationKind::Const);
    case TokenKind::Let:
      if (letDeclares(position)) return parseVariableStatement(DeclarationKind::Let);
      break;
    case TokenKind::Async: {
      const Token next = peek();
      if (next.kind != TokenKind::Function || next.newlineBefore) break;
      if (position != Position::List) {
        fail(begin, "Async functions can only be declared at the top level or inside a block.");
      }
      advance();
      return parseFunctionStatement(position, begin, true);
    }
    case TokenKind::Import: {
      const Token next = peek();
      if (next.kind == TokenKind::LeftParen || next.kind == TokenKind::Dot) break;
      // `import x = require("y")` makes no module of a script.
      if (options_.typescript && position == Position::List &&
          (frame_->kind == ScopeKind::Namespace || frame_->kind == ScopeKind::Script)) {
        if (Node* node = parseTypeScriptImport()) return node;
      }
      if (options_.goal != Goal::Module) fail(begin, "Cannot use import statement outside a module");
      if (position != Position::List || frame_->kind != ScopeKind::Module) unexpected(next);
      return parseImport();
    }
    case TokenKind::Export:
      if (options_.typescript && position == Position::List && frame_->kind == ScopeKind::Script &&
          peek().kind == TokenKind::Assign) {
        return parseExport({});
      }
      if (position != Position::List ||
          (frame_->kind != ScopeKind::Module && frame_->kind != ScopeKind::Namespace)) {
        unexpected();
      }
      return parseExport({});
    default:
      break;
  }
  if (options_.typescript && (isWord(token_.kind))) {
    if (Node* statement = parseTypeScriptStatement(position)) return statement;
  }
  return parseExpressionStatement(position, labelSet);
}

Node* Parser::parseExpressionStatement(Position position, Label* labelSet) {
  const Offset begin = token_.begin;
  if (at(TokenKind::Arguments) && function_->noArguments && peek().kind == TokenKind::Colon) {
    Identifier* label = makeIdentifier(token_);  // no reference
    advance();
    return parseLabeled(label, position, labelSet);
  }
  Node* expression = parseExpression();
  if (at(TokenKind::Colon) && expression->kind == NodeKind::Identifier && !expression->parenthesized &&
      expression->end == lastEnd_) {
    return parseLabeled(static_cast<Identifier*>(expression), position, labelSet);
  }
  auto* node = make<ExpressionStatement>(NodeKind::ExpressionStatement, begin);
  node->expression = expression;
  semicolon();
  return finish(node);
}

Node* Parser::parseLabeled(Identifier* name, Position position, Label* labelSet) {
  expect(TokenKind::Colon);
  if (findLabel(name->name) != nullptr)
    fail(name->begin, "Label '", name->name, "' has already been declared");
  auto* node = make<Labeled>(NodeKind::Labeled, name->begin);
  node->label = name->name;
  Label label;
  label.function = function_;
  label.info = info(name->name);
  label.outer = label.info->label;
  label.previousInSet = labelSet;
  label.info->label = &label;
  labelSet_ = &label;
  const bool functions = position == Position::List || position == Position::LabelInList;
  node->body = parseStatement(functions ? Position::LabelInList : Position::Body);
  label.info->label = label.outer;
  return finish(node);
}

Node* Parser::parseEmpty() {
  auto* node = make<Node>(NodeKind::Empty, token_.begin);
  advance();
  return finish(node);
}

Block* Parser::parseBlock() {
  auto* node = make<Block>(NodeKind::Block, token_.begin);
  expect(TokenKind::LeftBrace);
  OpenScope frame;
  openFrame(frame, ScopeKind::Block, node->begin);
  parseStatements(node->body, TokenKind::RightBrace);
  node->scope = closeFrame();
  advance();
  return finish(node);
}

/// `function` (or `async function`, then at `function`) where a statement begins.
Node* Parser::parseFunctionStatement(Position position, Offset begin, bool async) {
  if (position == Position::Body) {
    fail(begin,
         strict_
             ? "In strict mode code, functions can only be declared at top level or inside a block."
             : "In non-strict mode code, functions can only be declared at top level, inside a block, or as "
               "the body of an if statement.");
  }
  if (position != Position::List && strict_) {
    fail(begin, "In strict mode code, functions can only be declared at top level or inside a block.");
  }
  Node* declaration = parseFunctionDeclaration(begin, async, position, false);
  return declaration != nullptr ? declaration : finish(make<Node>(NodeKind::Empty, begin));
}

// ---- declarations -----------------------------------------------------------------------------------------

/// Whether the unescaped `let` here begins a declaration.
bool Parser::letDeclares(Position position) {
  const Token next = peek();
  if (next.kind == TokenKind::LeftBracket) {
    if (position != Position::List) fail(token_.begin, kLexicalInSingle);
    return true;
  }
  if (next.kind != TokenKind::LeftBrace && !isIdentifierWord(next.kind)) return false;
  if (position == Position::List) return true;
  if (!next.newlineBefore) fail(token_.begin, kLexicalInSingle);
  return false;
}

Node* Parser::parseVariableStatement(DeclarationKind kind) {
  auto* node = make<VariableDeclaration>(NodeKind::VariableDeclaration, token_.begin);
  node->declaration = kind;
  advance();
  parseDeclarators(node, true);
  semicolon();
  return finish(node);
}

void Parser::parseDeclarators(VariableDeclaration* node, bool in) {
  do {
    parseDeclarator(node, in, false);
  } while (eat(TokenKind::Comma));
}

/// In a loop's head the initializer may be missing, and the names stay in declared_.
void Parser::parseDeclarator(VariableDeclaration* node, bool in, bool forHead) {
  const std::size_t from = declared_.size();
  Declarator declarator;
  declarator.begin = token_.begin;
  const BindingKind kind = node->declaration == DeclarationKind::Var   ? BindingKind::Var
                           : node->declaration == DeclarationKind::Let ? BindingKind::Let
                                                                       : BindingKind::Const;
  declarator.target = parseBindingTarget(kind);
  if (options_.typescript) {
    if (at(TokenKind::Not) && !token_.newlineBefore) advance();
    if (at(TokenKind::Colon)) skipTypeAnnotation();
  }
  if (eat(TokenKind::Assign)) {
    declarator.initializer = parseAssign(in);
  } else if (!forHead) {
    if (declarator.target->kind != NodeKind::Identifier) {
      fail(declarator.begin, "Missing initializer in destructuring declaration");
    }
    if (kind == BindingKind::Const) fail(declarator.begin, "Missing initializer in const declaration");
  }
  declarator.end = lastEnd_;
  if (!forHead) markInitialized(from, lastEnd_);
  node->declarators.add(arena_, declarator);
}

// ---- branches ---------------------------------------------------------------------------------------------

Node* Parser::parseParenthesizedCondition() {
  expect(TokenKind::LeftParen);
  Node* condition = parseExpression();
  expect(TokenKind::RightParen);
  return condition;
}

/// A chain of `else if` is read in a loop and counts as one level.
Node* Parser::parseIf() {
  auto* first = make<If>(NodeKind::If, token_.begin);
  If* current = first;
  for (;;) {
    advance();
    current->test = parseParenthesizedCondition();
    current->consequent = parseIfBranch();
    if (!eat(TokenKind::Else)) break;
    if (!at(TokenKind::If)) {
      current->alternate = parseIfBranch();
      break;
    }
    auto* next = make<If>(NodeKind::If, token_.begin);
    current->alternate = next;
    current = next;
  }
  for (If* each = first; each != current; each = static_cast<If*>(each->alternate)) finish(each);
  finish(current);
  return first;
}

/// Annex B.3.3: a function may be a branch, as if it stood in a block.
Node* Parser::parseIfBranch() {
  if (!at(TokenKind::Function) || strict_) return parseStatement(Position::If);
  auto* node = make<Block>(NodeKind::Block, token_.begin);
  OpenScope frame;
  openFrame(frame, ScopeKind::Block, node->begin);
  node->body.add(arena_, parseStatement(Position::If));
  node->scope = closeFrame();
  return finish(node);
}

Node* Parser::parseSwitch() {
  auto* node = make<Switch>(NodeKind::Switch, token_.begin);
  advance();
  node->discriminant = parseParenthesizedCondition();
  OpenScope frame;
  openFrame(frame, ScopeKind::Switch, token_.begin);
  expect(TokenKind::LeftBrace);
  ++function_->switches;
  bool hasDefault = false;
  while (!at(TokenKind::RightBrace)) {
    Case branch;
    if (at(TokenKind::Default)) {
      if (hasDefault) fail(token_.begin, "More than one default clause in switch statement");
      hasDefault = true;
      advance();
    } else {
      expect(TokenKind::Case);
      branch.test = parseExpression();
    }
    expect(TokenKind::Colon);
    while (!at(TokenKind::Case) && !at(TokenKind::Default) && !at(TokenKind::RightBrace)) {
      branch.body.add(arena_, parseStatement(Position::List));
    }
    node->cases.add(arena_, branch);
  }
  --function_->switches;
  node->scope = closeFrame();
  advance();
  return finish(node);
}

Node* Parser::parseWith() {
  if (strict_) fail(token_.begin, "Strict mode code may not include a with statement");
  auto* node = make<With>(NodeKind::With, token_.begin);
  advance();
  node->object = parseParenthesizedCondition();
  OpenScope frame;
  openFrameWithScope(frame, ScopeKind::With, token_.begin);
  node->body = parseStatement(Position::Body);
  node->scope = closeFrame();
  return finish(node);
}

// ---- jumps ------------------------------------------------------------------------------------------------

Node* Parser::parseReturn() {
  auto* node = make<Return>(NodeKind::Return, token_.begin);
  if (!function_->returns) fail(token_.begin, "Illegal return statement");
  advance();
  if (!statementEnds()) node->argument = parseExpression();
  semicolon();
  return finish(node);
}

Node* Parser::parseThrow() {
  auto* node = make<Throw>(NodeKind::Throw, token_.begin);
  advance();
  if (token_.newlineBefore) fail(node->begin, "Illegal newline after throw");
  node->argument = parseExpression();
  semicolon();
  return finish(node);
}

Node* Parser::parseJump(NodeKind kind) {
  auto* node = make<Jump>(kind, token_.begin);
  advance();
  const bool isContinue = kind == NodeKind::Continue;
  if (isIdentifierWord(token_.kind) && !token_.newlineBefore) {
    if (!at(TokenKind::Arguments)) checkIdentifier(token_.name, token_.begin);
    node->label = token_.name;
    const Label* label = findLabel(token_.name);
    if (label == nullptr) fail(token_.begin, "Undefined label '", token_.name, "'");
    if (isContinue && !label->loop) {
      fail(token_.begin, "Illegal continue statement: '", token_.name,
           "' does not denote an iteration statement");
    }
    advance();
  } else if (isContinue && function_->loops == 0) {
    fail(node->begin, "Illegal continue statement: no surrounding iteration statement");
  } else if (function_->loops == 0 && function_->switches == 0) {
    fail(node->begin, "Illegal break statement");
  }
  semicolon();
  return finish(node);
}

Node* Parser::parseTry() {
  auto* node = make<Try>(NodeKind::Try, token_.begin);
  advance();
  node->block = parseBlock();
  if (!at(TokenKind::Catch) && !at(TokenKind::Finally))
    fail(lastBegin_, "Missing catch or finally after try");
  if (eat(TokenKind::Catch)) {
    OpenScope frame;
    const bool parameter = at(TokenKind::LeftParen);
    if (parameter) {
      openFrameWithScope(frame, ScopeKind::Catch, token_.begin);
      advance();
      const std::size_t from = declared_.size();
      const bool simple = isWord(token_.kind);
      node->parameter = parseBindingTarget(simple ? BindingKind::SimpleCatch : BindingKind::Catch);
      if (options_.typescript && at(TokenKind::Colon)) skipTypeAnnotation();
      markInitialized(from, lastEnd_);
      expect(TokenKind::RightParen);
    }
    auto* handler = make<Block>(NodeKind::Block, token_.begin);
    expect(TokenKind::LeftBrace);
    OpenScope body;
    openFrame(body, ScopeKind::Block, handler->begin);
    body.joined = parameter;
    parseStatements(handler->body, TokenKind::RightBrace);
    handler->scope = closeFrame();
    advance();
    node->handler = finish(handler);
    if (parameter) node->catchScope = closeFrame();
  }
  if (eat(TokenKind::Finally)) node->finalizer = parseBlock();
  return finish(node);
}

}  // namespace isobox::language
