// Primary expressions: literals, parentheses, templates, object and array literals. Runs in sealed runners;
// the text is hostile.
#include <optional>
#include <string>

#include "runner/language/parser_internal.h"

namespace isobox::language {

Node* Parser::parsePrimary(Cover& cover) {
  const Offset begin = token_.begin;
  switch (token_.kind) {
    case TokenKind::Number:
      return parseNumber();
    case TokenKind::BigInt:
      return parseBigInt();
    case TokenKind::String:
      return parseStringLiteral();
    case TokenKind::Template:
      return parseTemplate(false);
    case TokenKind::Slash:
    case TokenKind::SlashAssign:
      return parseRegExp();
    case TokenKind::LeftParen:
      return parseParenthesized();
    case TokenKind::LeftBracket:
      return parseArray(cover);
    case TokenKind::LeftBrace:
      return parseObject(cover);
    case TokenKind::Function:
      return parseFunctionExpression(begin, false);
    case TokenKind::Class:
      return parseClass(NodeKind::Class, {}, false);
    case TokenKind::At: {
      const List<Node*> decorators = parseDecorators();
      if (!at(TokenKind::Class)) unexpected();
      return parseClass(NodeKind::Class, decorators, false);
    }
    case TokenKind::New:
      return parseNew();
    case TokenKind::Super:
      return parseSuper();
    case TokenKind::Import:
      return parseImportExpression();
    case TokenKind::This:
      advance();
      return finish(make<Node>(NodeKind::This, begin));
    case TokenKind::Null:
      advance();
      return finish(make<Node>(NodeKind::Null, begin));
    case TokenKind::True:
    case TokenKind::False: {
      auto* node = make<BooleanLiteral>(NodeKind::Boolean, begin);
      node->value = at(TokenKind::True);
      advance();
      return finish(node);
    }
    default:
      if (!isIdentifierWord(token_.kind)) unexpected();
      return parseIdentifierOrAsync();
  }
}

/// A name; `async function`; or `async x` in front of `=>`.
Node* Parser::parseIdentifierOrAsync() {
  const Token name = token_;
  if (at(TokenKind::Async) && name.begin != asyncNameAt_) {
    const Token next = peek();
    if (next.kind == TokenKind::Function && !next.newlineBefore) {
      advance();
      return parseFunctionExpression(name.begin, true);
    }
    if (isIdentifierWord(next.kind) && !next.newlineBefore && arrowAllowedAt_ == name.begin) {
      advance();
      checkIdentifier(token_.name, token_.begin);
      auto* head = make<ArrowHead>(NodeKind::Sequence, name.begin);
      head->async = true;
      head->items.add(arena_, makeIdentifier(token_));
      advance();
      if (!at(TokenKind::Arrow)) unexpected();
      arrowHead_ = finish(head);
      return head;
    }
  }
  checkIdentifier(name.name, name.begin);
  Identifier* node = makeIdentifier(name);
  advance();
  return node;
}

/// At `(`: a parenthesised expression, or the head of an arrow function.
Node* Parser::parseParenthesized() {
  const Offset begin = token_.begin;
  const bool arrowAllowed = arrowAllowedAt_ == begin;
  advance();
  const Offset inside = token_.begin;
  Cover cover;
  List<Node*> items;
  Node* single = nullptr;  // lists are made only when there is a comma
  Offset commaAfterSpread = kNowhere, trailingComma = kNowhere, spreadAt = kNowhere;
  while (!at(TokenKind::RightParen)) {
    Node* item = nullptr;
    if (at(TokenKind::Ellipsis)) {
      if (!arrowAllowed) unexpected();
      auto* spread = make<Spread>(NodeKind::Spread, token_.begin);
      if (spreadAt == kNowhere) spreadAt = token_.begin;
      advance();
      spread->argument = parseAssign(true, cover);
      item = finish(spread);
      if (at(TokenKind::Comma) && commaAfterSpread == kNowhere) commaAfterSpread = token_.begin;
    } else {
      item = parseAssign(true, cover);
    }
    trailingComma = kNowhere;
    if (single == nullptr && items.empty() && !at(TokenKind::Comma)) {
      single = item;
      break;
    }
    items.add(arena_, item);
    if (!at(TokenKind::Comma)) break;
    trailingComma = token_.begin;
    advance();
  }
  const Offset close = token_.begin, insideEnd = lastEnd_;
  expect(TokenKind::RightParen);
  if (arrowAllowed && at(TokenKind::Arrow)) {
    auto* head = make<ArrowHead>(NodeKind::Sequence, begin);
    if (single != nullptr) items.add(arena_, single);
    head->items = items;
    head->commaAfterSpread = commaAfterSpread;
    arrowHead_ = finish(head);
    return head;
  }
  if (spreadAt != kNowhere) fail(spreadAt, "Unexpected token '...'");
  if (trailingComma != kNowhere || (items.empty() && single == nullptr)) {
    fail(close, "Unexpected token ')'");
  }
  checkCover(cover);
  if (single == nullptr) {
    auto* sequence = make<Sequence>(NodeKind::Sequence, inside);
    sequence->expressions = items;
    sequence->end = insideEnd;
    single = sequence;
  }
  single->parenthesized = true;
  return single;
}

// ---- literals ---------------------------------------------------------------------------------------------

Node* Parser::parseNumber() {
  if (token_.legacyOctal && strict_) {
    const std::string_view text = source(token_.begin, token_.end);
    const bool decimal = text.find_first_of("89") != std::string_view::npos;
    fail(token_.begin, decimal ? "Decimals with leading zeros are not allowed in strict mode."
                               : "Octal literals are not allowed in strict mode.");
  }
  auto* node = make<NumberLiteral>(NodeKind::Number, token_.begin);
  node->value = token_.number;
  advance();
  return finish(node);
}

void Parser::checkStringToken() const {
  if (!token_.legacyOctal || !strict_) return;
  failOctal(token_.legacyOctalAt.value_or(token_.begin));
}

/// An escape that strict code does not know.
void Parser::failOctal(Offset at) const {
  const bool digit = at + 1 < text_.size() && (text_[at + 1] == '8' || text_[at + 1] == '9');
  fail(at, digit ? "\\8 and \\9 are not allowed in strict mode."
                 : "Octal escape sequences are not allowed in strict mode.");
}

Node* Parser::parseStringLiteral() {
  checkStringToken();
  StringLiteral* node = makeString(token_.text, token_.begin, token_.end);
  advance();
  return node;
}

Node* Parser::parseRegExp() {
  const bool newline = token_.newlineBefore;
  token_ = lexer_.rescanRegExp(token_);
  token_.newlineBefore = newline;
  auto* node = make<RegExpLiteral>(NodeKind::RegExp, token_.begin);
  node->pattern = token_.text;
  node->flags = token_.raw;
  if (const std::optional<RegExpProblem> problem = checkRegExp(token_.text, token_.raw)) {
    if (problem->message.starts_with("Invalid regular expression")) fail(token_.begin, problem->message);
    std::string message = "Invalid regular expression: ";
    message += token_.end - token_.begin > 200 ? "/…/" : std::string(source(token_.begin, token_.end));
    fail(token_.begin, message + ": " + problem->message);
  }
  advance();
  return finish(node);
}

void Parser::checkTemplatePiece() const {
  if (token_.templateValid) return;
  fail(token_.templateProblemAt.value_or(token_.begin),
       token_.templateProblem != nullptr ? token_.templateProblem : "Invalid escape sequence in template");
}

/// At the first piece.
Template* Parser::parseTemplate(bool tagged) {
  auto* node = make<Template>(NodeKind::Template, token_.begin);
  for (;;) {
    if (!tagged) checkTemplatePiece();
    node->elements.add(arena_, TemplateElement{token_.text, token_.raw, token_.templateValid});
    const bool tail = token_.templateTail;
    advance();
    if (tail) return finish(node);
    node->expressions.add(arena_, parseExpression());
    if (!at(TokenKind::RightBrace)) unexpected();
    token_ = lexer_.rescanTemplate(token_);
  }
}

Node* Parser::parseArray(Cover& cover) {
  auto* node = make<ParsedArray>(NodeKind::Array, token_.begin);
  advance();
  while (!at(TokenKind::RightBracket)) {
    if (eat(TokenKind::Comma)) {
      node->elements.add(arena_, nullptr);
      continue;
    }
    if (at(TokenKind::Ellipsis)) {
      auto* spread = make<Spread>(NodeKind::Spread, token_.begin);
      advance();
      spread->argument = parseAssign(true, cover);
      node->elements.add(arena_, finish(spread));
      if (at(TokenKind::Comma) && node->commaAfterSpread == kNowhere) node->commaAfterSpread = token_.begin;
    } else {
      node->elements.add(arena_, parseAssign(true, cover));
    }
    if (!at(TokenKind::RightBracket)) expect(TokenKind::Comma);
  }
  advance();
  return finish(node);
}

// ---- objects ----------------------------------------------------------------------------------------------

Node* Parser::parseObject(Cover& cover) {
  auto* node = make<ParsedObject>(NodeKind::Object, token_.begin);
  advance();
  bool hasPrototype = false;
  while (!at(TokenKind::RightBrace)) {
    Property property;
    property.begin = token_.begin;
    if (eat(TokenKind::Ellipsis)) {
      property.kind = PropertyKind::Spread;
      property.value = parseAssign(true, cover);
      if (at(TokenKind::Comma) && node->commaAfterSpread == kNowhere) node->commaAfterSpread = token_.begin;
    } else {
      parseProperty(property, cover, hasPrototype);
    }
    property.end = lastEnd_;
    node->properties.add(arena_, property);
    if (!at(TokenKind::RightBrace)) expect(TokenKind::Comma);
  }
  advance();
  return finish(node);
}

/// Whether the word before this token was a modifier: a key follows.
bool Parser::modifierFollows() const {
  switch (token_.kind) {
    case TokenKind::LeftParen:
    case TokenKind::Comma:
    case TokenKind::Colon:
    case TokenKind::RightBrace:
    case TokenKind::Assign:
    case TokenKind::Semicolon:
    case TokenKind::End:
      return false;
    case TokenKind::Less:
    case TokenKind::Question:
    case TokenKind::Not:
      return !options_.typescript;
    default:
      return true;
  }
}

void Parser::parseProperty(Property& property, Cover& cover, bool& hasPrototype) {
  const Token first = token_;
  const Offset begin = first.begin;
  bool async = false, generator = false;
  FunctionKind kind = FunctionKind::Method;
  bool plainName = isIdentifierWord(first.kind);
  if (at(TokenKind::Async) || at(TokenKind::Get) || at(TokenKind::Set)) {
    advance();
    if (modifierFollows() && !(first.kind == TokenKind::Async && token_.newlineBefore)) {
      plainName = false;
      async = first.kind == TokenKind::Async;
      kind = first.kind == TokenKind::Get   ? FunctionKind::Getter
             : first.kind == TokenKind::Set ? FunctionKind::Setter
                                            : FunctionKind::Method;
      if (async) generator = eat(TokenKind::Star);
      property.key = parsePropertyKey(property.computed);
    } else {
      property.key = makeString(first.name->text, first.begin, first.end);
    }
  } else {
    generator = eat(TokenKind::Star);
    property.key = parsePropertyKey(property.computed);
  }
  const bool special = async || generator || kind != FunctionKind::Method;
  if (at(TokenKind::LeftParen) || special || (options_.typescript && at(TokenKind::Less))) {
    if (options_.typescript && at(TokenKind::Less)) skipTypeParameters();
    if (!at(TokenKind::LeftParen)) unexpected();
    property.kind = kind == FunctionKind::Getter   ? PropertyKind::Getter
                    : kind == FunctionKind::Setter ? PropertyKind::Setter
                                                   : PropertyKind::Method;
    property.value = parseMethod(kind, begin, async, generator);
    return;
  }
  if (eat(TokenKind::Colon)) {
    property.kind = PropertyKind::Value;
    const bool prototype = !property.computed && property.key->kind == NodeKind::String &&
                           static_cast<StringLiteral*>(property.key)->value == "__proto__";
    property.isPrototype = prototype;
    if (prototype && hasPrototype) noteCover(cover, begin, true);
    if (prototype) hasPrototype = true;
    property.value = parseAssign(true, cover);
    return;
  }
  if (!plainName) {
    if (isWord(first.kind) && !at(TokenKind::End)) unexpected(first);
    unexpected();
  }
  checkIdentifier(first.name, begin);
  property.kind = PropertyKind::Shorthand;
  property.value = makeIdentifier(first);
  if (!at(TokenKind::Assign)) return;
  noteCover(cover, token_.begin, false);
  auto* fallback = make<Assign>(NodeKind::Assign, begin);
  advance();
  fallback->target = property.value;
  fallback->value = parseAssign();
  property.value = finish(fallback);
}

/// Of object literals and patterns: a name, string, number or `[…]`.
Node* Parser::parsePropertyKey(bool& computed) {
  computed = false;
  if (isWord(token_.kind)) {
    StringLiteral* key = makeString(token_.name->text, token_.begin, token_.end);
    noteMention(token_.name);
    advance();
    return key;
  }
  switch (token_.kind) {
    case TokenKind::String:
      return parseStringLiteral();
    case TokenKind::Number:
      return parseNumber();
    case TokenKind::BigInt:
      return parseBigIntKey();
    case TokenKind::LeftBracket: {
      advance();
      computed = true;
      Node* key = parseAssign();
      expect(TokenKind::RightBracket);
      return key;
    }
    default:
      unexpected();
  }
}

/// At the parameters.
Function* Parser::parseMethod(FunctionKind kind, Offset begin, bool async, bool generator) {
  auto* function = make<Function>(NodeKind::Function, begin);
  function->function = kind;
  function->async = async;
  function->generator = generator;
  if (!parseFunctionRest(function)) unexpected();
  return function;
}

// ---- super and import -------------------------------------------------------------------------------------

Node* Parser::parseSuper() {
  auto* node = make<Node>(NodeKind::Super, token_.begin);
  advance();
  const bool call = at(TokenKind::LeftParen);
  const bool property = at(TokenKind::Dot) || at(TokenKind::LeftBracket);
  if ((call && function_->superCall) || (property && function_->superProperty)) return finish(node);
  fail(node->begin, "'super' keyword unexpected here");
}

/// `import(…)` or `import.meta`.
Node* Parser::parseImportExpression() {
  const Offset begin = token_.begin;
  advance();
  if (eat(TokenKind::Dot)) {
    if (!at(TokenKind::Meta)) unexpected();
    if (options_.goal != Goal::Module) fail(token_.begin, "Cannot use 'import.meta' outside a module");
    advance();
    return finish(make<Node>(NodeKind::ImportMeta, begin));
  }
  if (!at(TokenKind::LeftParen)) unexpected();
  auto* node = make<ImportCall>(NodeKind::ImportCall, begin);
  mentionsEval_ = true;
  advance();
  node->specifier = parseAssign();
  if (eat(TokenKind::Comma) && !at(TokenKind::RightParen)) {
    node->options = parseAssign();
    eat(TokenKind::Comma);
  }
  expect(TokenKind::RightParen);
  return finish(node);
}

}  // namespace isobox::language
