// Expressions from the comma down to unary operators. Runs in sealed runners; the text is hostile.
//
// What only a pattern may contain is noted in a Cover and refused where the literal turns out to be none. An
// arrow function's head is read as an expression, too: see ArrowHead.
//
// Longer than other files because the chain of precedences is one subject.
#include "runner/language/parser_internal.h"

namespace isobox::language {

namespace {

enum Precedence : int {
  kNone,
  kNullish,
  kOr,
  kAnd,
  kBitOr,
  kBitXor,
  kBitAnd,
  kEquality,
  kRelational,
  kShift,
  kSum,
  kProduct,
  kPower
};

int precedence(TokenKind kind) {
  switch (kind) {
    case TokenKind::Nullish:
      return kNullish;
    case TokenKind::Or:
      return kOr;
    case TokenKind::And:
      return kAnd;
    case TokenKind::BitOr:
      return kBitOr;
    case TokenKind::BitXor:
      return kBitXor;
    case TokenKind::BitAnd:
      return kBitAnd;
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::StrictEqual:
    case TokenKind::StrictNotEqual:
      return kEquality;
    case TokenKind::Less:
    case TokenKind::Greater:
    case TokenKind::LessEqual:
    case TokenKind::GreaterEqual:
    case TokenKind::In:
    case TokenKind::InstanceOf:
      return kRelational;
    case TokenKind::ShiftLeft:
    case TokenKind::ShiftRight:
    case TokenKind::ShiftRightUnsigned:
      return kShift;
    case TokenKind::Plus:
    case TokenKind::Minus:
      return kSum;
    case TokenKind::Star:
    case TokenKind::Slash:
    case TokenKind::Percent:
      return kProduct;
    case TokenKind::StarStar:
      return kPower;
    default:
      return kNone;
  }
}

BinaryOperator binaryOperator(TokenKind kind) {
  switch (kind) {
    case TokenKind::Plus:
    case TokenKind::PlusAssign:
      return BinaryOperator::Add;
    case TokenKind::Minus:
    case TokenKind::MinusAssign:
      return BinaryOperator::Subtract;
    case TokenKind::Star:
    case TokenKind::StarAssign:
      return BinaryOperator::Multiply;
    case TokenKind::Slash:
    case TokenKind::SlashAssign:
      return BinaryOperator::Divide;
    case TokenKind::Percent:
    case TokenKind::PercentAssign:
      return BinaryOperator::Remainder;
    case TokenKind::StarStar:
    case TokenKind::StarStarAssign:
      return BinaryOperator::Power;
    case TokenKind::ShiftLeft:
    case TokenKind::ShiftLeftAssign:
      return BinaryOperator::ShiftLeft;
    case TokenKind::ShiftRight:
    case TokenKind::ShiftRightAssign:
      return BinaryOperator::ShiftRight;
    case TokenKind::ShiftRightUnsigned:
    case TokenKind::ShiftRightUnsignedAssign:
      return BinaryOperator::ShiftRightUnsigned;
    case TokenKind::BitAnd:
    case TokenKind::BitAndAssign:
      return BinaryOperator::BitAnd;
    case TokenKind::BitOr:
    case TokenKind::BitOrAssign:
      return BinaryOperator::BitOr;
    case TokenKind::BitXor:
    case TokenKind::BitXorAssign:
      return BinaryOperator::BitXor;
    case TokenKind::Equal:
      return BinaryOperator::Equal;
    case TokenKind::NotEqual:
      return BinaryOperator::NotEqual;
    case TokenKind::StrictEqual:
      return BinaryOperator::StrictEqual;
    case TokenKind::StrictNotEqual:
      return BinaryOperator::StrictNotEqual;
    case TokenKind::Less:
      return BinaryOperator::Less;
    case TokenKind::LessEqual:
      return BinaryOperator::LessEqual;
    case TokenKind::Greater:
      return BinaryOperator::Greater;
    case TokenKind::GreaterEqual:
      return BinaryOperator::GreaterEqual;
    case TokenKind::In:
      return BinaryOperator::In;
    default:
      return BinaryOperator::InstanceOf;
  }
}

bool isLogical(const Node* node, bool nullish) {
  if (node->kind != NodeKind::Logical || node->parenthesized) return false;
  return (static_cast<const Logical*>(node)->op == LogicalOperator::Nullish) == nullish;
}

}  // namespace

// ---- covers -----------------------------------------------------------------------------------------------

void Parser::noteCover(Cover& cover, Offset at, bool prototype) {
  if (cover.first == kNowhere) {
    cover.first = at;
    cover.firstIsPrototype = prototype;
  }
  cover.last = at;
}

void Parser::checkCover(const Cover& cover) const {
  if (cover.first == kNowhere) return;
  fail(cover.first, cover.firstIsPrototype ? "Duplicate __proto__ fields are not allowed in object literals"
                                           : "Invalid shorthand property initializer");
}

/// An expression that began at `begin` is no pattern, whatever the ones before it become.
void Parser::checkCoverSince(const Cover& cover, Offset begin) const {
  if (cover.first == kNowhere || cover.last < begin) return;
  Cover late = cover;
  if (late.first < begin) {
    late.first = cover.last;
    late.firstIsPrototype = false;
  }
  checkCover(late);
}

// ---- the comma and assignments ----------------------------------------------------------------------------

Node* Parser::parseExpression(bool in) {
  Cover cover;
  Node* expression = parseExpression(in, cover);
  checkCover(cover);
  return expression;
}

Node* Parser::parseExpression(bool in, Cover& cover) {
  const Offset begin = token_.begin;
  Node* first = parseAssign(in, cover);
  if (!at(TokenKind::Comma)) return first;
  checkCover(cover);
  auto* node = make<Sequence>(NodeKind::Sequence, begin);
  node->expressions.add(arena_, first);
  while (eat(TokenKind::Comma)) node->expressions.add(arena_, parseAssign(in));
  return finish(node);
}

Node* Parser::parseAssign(bool in) {
  Cover cover;
  Node* expression = parseAssign(in, cover);
  checkCover(cover);
  return expression;
}

Node* Parser::parseAssign(bool in, Cover& cover) {
  DepthGuard guard(*this);
  const Offset begin = token_.begin;
  if (at(TokenKind::Yield) && function_->yield == WordUse::Operator) return parseYield(in);
  if (options_.typescript) {
    if ((at(TokenKind::LeftParen) || at(TokenKind::Less) || at(TokenKind::Async)) && typedArrowAhead()) {
      const bool async = eat(TokenKind::Async);
      return parseArrowWithParameters(begin, async, in);
    }
  }
  arrowAllowedAt_ = begin;
  Node* left = parseConditional(in, cover);
  if (token_.kind < TokenKind::Assign || token_.kind > TokenKind::Arrow) return left;
  return parseAssignRest(left, begin, in, cover);
}

/// At an assignment operator or `=>`.
Node* Parser::parseAssignRest(Node* left, Offset begin, bool in, Cover& cover) {
  if (at(TokenKind::Arrow)) {
    const bool head = left == arrowHead_ || (left->kind == NodeKind::Identifier && !left->parenthesized &&
                                             left->begin == begin && left->end == lastEnd_);
    if (!head) fail(left->begin, "Malformed arrow function parameter list");
    if (token_.newlineBefore) unexpected();
    return parseArrow(left, begin, in);
  }
  if (left == arrowHead_) unexpected();
  auto* node = make<Assign>(NodeKind::Assign, begin);
  node->operatorBegin = token_.begin;
  const TokenKind kind = token_.kind;
  const bool logical =
      kind == TokenKind::AndAssign || kind == TokenKind::OrAssign || kind == TokenKind::NullishAssign;
  if (kind == TokenKind::Assign && !left->parenthesized &&
      (left->kind == NodeKind::Array || left->kind == NodeKind::Object)) {
    left = toPattern(left);
    if (cover.first >= begin)
      cover = Cover{};
    else if (cover.last >= begin)
      cover.last = cover.first;
  } else {
    checkCoverSince(cover, begin);
    checkTarget(left, begin, !logical, "Invalid left-hand side in assignment");
  }
  if (kind == TokenKind::Assign) {
    node->assign = AssignKind::Plain;
  } else if (logical) {
    node->assign = AssignKind::Logical;
    node->logical = kind == TokenKind::AndAssign  ? LogicalOperator::And
                    : kind == TokenKind::OrAssign ? LogicalOperator::Or
                                                  : LogicalOperator::Nullish;
  } else {
    node->assign = AssignKind::Compound;
    node->op = binaryOperator(kind);
  }
  advance();
  node->target = left;
  node->value = parseAssign(in);
  return finish(node);
}

Node* Parser::parseYield(bool in) {
  const Offset begin = token_.begin;
  if (function_->inParameters) fail(begin, "Yield expression not allowed in formal parameter");
  function_->lastYield = begin + 1;
  if (function_->top) usesTopLevelYield_ = true;
  auto* node = make<Yield>(NodeKind::Yield, begin);
  advance();
  if (!token_.newlineBefore) {
    switch (token_.kind) {
      case TokenKind::End:
      case TokenKind::Semicolon:
      case TokenKind::RightBrace:
      case TokenKind::RightBracket:
      case TokenKind::RightParen:
      case TokenKind::Colon:
      case TokenKind::Comma:
      case TokenKind::In:
        break;
      default:
        node->delegate = eat(TokenKind::Star);
        node->argument = parseAssign(in);
    }
  }
  return finish(node);
}

Node* Parser::parseConditional(bool in, Cover& cover) {
  const Offset begin = token_.begin;
  Node* test = parseBinary(kNullish, in, cover);
  if (!at(TokenKind::Question) || test == arrowHead_) return test;
  checkCoverSince(cover, begin);
  return parseConditionalRest(test, begin, in);
}

Node* Parser::parseConditionalRest(Node* test, Offset begin, bool in) {
  auto* node = make<Conditional>(NodeKind::Conditional, begin);
  node->test = test;
  advance();
  typeScript_.consequentAt = token_.begin;
  node->consequent = parseAssign(true);
  expect(TokenKind::Colon);
  node->alternate = parseAssign(in);
  return finish(node);
}

// ---- binary operators -------------------------------------------------------------------------------------

Node* Parser::parseBinary(int minimum, bool in, Cover& cover) {
  const Offset begin = token_.begin;
  Node* left = at(TokenKind::PrivateName) ? parsePrivateIn(minimum, in) : parseUnary(cover);
  if (options_.typescript && at(TokenKind::Greater)) token_ = lexer_.rescanGreater(token_);
  const int operation = precedence(token_.kind);
  const bool cast = options_.typescript && (at(TokenKind::As) || at(TokenKind::Satisfies));
  if ((operation == kNone || operation < minimum || left == arrowHead_) && !cast) return left;
  if (at(TokenKind::In) && !in) return left;
  checkCoverSince(cover, begin);
  return parseBinaryRest(left, begin, minimum, in);
}

/// Operators of one precedence, and of ever lower ones down to `minimum`, in a loop.
Node* Parser::parseBinaryRest(Node* left, Offset begin, int minimum, bool in) {
  for (;;) {
    if (options_.typescript) {
      if (at(TokenKind::Greater)) token_ = lexer_.rescanGreater(token_);
      if ((at(TokenKind::As) || at(TokenKind::Satisfies)) && !token_.newlineBefore &&
          minimum <= kRelational) {
        skipCast();
        continue;
      }
    }
    const TokenKind kind = token_.kind;
    const int operation = precedence(kind);
    if (operation == kNone || operation < minimum || (kind == TokenKind::In && !in)) return left;
    const bool mixes = (operation == kNullish && isLogical(left, false)) ||
                       ((operation == kOr || operation == kAnd) && isLogical(left, true));
    if (mixes) unexpected();
    if (kind == TokenKind::StarStar && !left->parenthesized &&
        (left->kind == NodeKind::Unary || left->kind == NodeKind::Await)) {
      fail(left->begin,
           "Unary operator used immediately before exponentiation expression. Parenthesis must be used to "
           "disambiguate operator precedence");
    }
    advance();
    Cover cover;
    Node* right = nullptr;
    if (operation == kPower) {
      DepthGuard guard(*this);
      right = parseBinary(kPower, in, cover);
    } else {
      right = parseBinary(operation == kNullish ? kBitOr : operation + 1, in, cover);
    }
    checkCover(cover);
    left = makeBinary(kind, left, right, begin);
  }
}

Node* Parser::makeBinary(TokenKind token, Node* left, Node* right, Offset begin) {
  if (token == TokenKind::And || token == TokenKind::Or || token == TokenKind::Nullish) {
    auto* node = make<Logical>(NodeKind::Logical, begin);
    node->op = token == TokenKind::And  ? LogicalOperator::And
               : token == TokenKind::Or ? LogicalOperator::Or
                                        : LogicalOperator::Nullish;
    node->left = left;
    node->right = right;
    return finish(node);
  }
  auto* node = make<Binary>(NodeKind::Binary, begin);
  node->op = binaryOperator(token);
  node->left = left;
  node->right = right;
  return finish(node);
}

/// `#x in o`, at `#x`.
Node* Parser::parsePrivateIn(int minimum, bool in) {
  const Token name = token_;
  if (minimum > kRelational || !in) unexpected();
  advance();
  if (!at(TokenKind::In)) unexpected(name);
  usePrivate(name.name, name.begin);
  auto* node = make<PrivateIn>(NodeKind::PrivateIn, name.begin);
  node->name = name.name;
  advance();
  Cover cover;
  node->right = parseBinary(kShift, true, cover);
  checkCover(cover);
  return finish(node);
}

// ---- unary operators --------------------------------------------------------------------------------------

Node* Parser::parseUnary(Cover& cover) {
  switch (token_.kind) {
    case TokenKind::Plus:
    case TokenKind::Minus:
    case TokenKind::BitNot:
    case TokenKind::Not:
    case TokenKind::TypeOf:
    case TokenKind::Void:
    case TokenKind::Delete:
      return parseUnaryOperator();
    case TokenKind::PlusPlus:
    case TokenKind::MinusMinus:
      return parsePrefixUpdate();
    case TokenKind::Await:
      if (function_->await == WordUse::Operator) return parseAwait();
      break;
    case TokenKind::Less: {
      if (!options_.typescript) break;
      return parseAngleExpression(true, cover);
    }
    default:
      break;
  }
  const Offset begin = token_.begin;
  Node* operand = parseLeftHandSide(cover);
  if ((!at(TokenKind::PlusPlus) && !at(TokenKind::MinusMinus)) || token_.newlineBefore) return operand;
  checkCoverSince(cover, begin);
  checkTarget(operand, begin, true, "Invalid left-hand side expression in postfix operation");
  auto* node = make<Update>(NodeKind::Update, begin);
  node->prefix = false;
  node->increment = at(TokenKind::PlusPlus);
  node->operatorBegin = token_.begin;
  node->target = operand;
  advance();
  return finish(node);
}

Node* Parser::parseUnaryOperator() {
  DepthGuard guard(*this);
  auto* node = make<Unary>(NodeKind::Unary, token_.begin);
  switch (token_.kind) {
    case TokenKind::Plus:
      node->op = UnaryOperator::Plus;
      break;
    case TokenKind::Minus:
      node->op = UnaryOperator::Minus;
      break;
    case TokenKind::BitNot:
      node->op = UnaryOperator::BitNot;
      break;
    case TokenKind::Not:
      node->op = UnaryOperator::Not;
      break;
    case TokenKind::TypeOf:
      node->op = UnaryOperator::TypeOf;
      break;
    case TokenKind::Void:
      node->op = UnaryOperator::Void;
      break;
    default:
      node->op = UnaryOperator::Delete;
  }
  advance();
  Cover cover;
  node->operand = parseUnary(cover);
  checkCover(cover);
  if (node->op == UnaryOperator::Delete) {
    const Node* operand = node->operand;
    if (strict_ && operand->kind == NodeKind::Identifier) {
      fail(operand->begin, "Delete of an unqualified identifier in strict mode.");
    }
    if (operand->kind == NodeKind::OptionalChain)
      operand = static_cast<const OptionalChain*>(operand)->expression;
    if (operand->kind == NodeKind::PrivateMember) fail(lastBegin_, "Private fields can not be deleted");
  }
  return finish(node);
}

Node* Parser::parsePrefixUpdate() {
  DepthGuard guard(*this);
  auto* node = make<Update>(NodeKind::Update, token_.begin);
  node->operatorBegin = token_.begin;
  node->increment = at(TokenKind::PlusPlus);
  advance();
  Cover cover;
  const Offset begin = token_.begin;
  node->target = parseUnary(cover);
  checkCover(cover);
  checkTarget(node->target, begin, true, "Invalid left-hand side expression in prefix operation");
  return finish(node);
}

Node* Parser::parseAwait() {
  DepthGuard guard(*this);
  const Offset begin = token_.begin;
  if (function_->inParameters) fail(begin, "Illegal await-expression in formal parameters of async function");
  function_->lastAwait = begin + 1;
  if (function_->top) usesTopLevelAwait_ = true;
  auto* node = make<Await>(NodeKind::Await, begin);
  advance();
  Cover cover;
  node->argument = parseUnary(cover);
  checkCover(cover);
  return finish(node);
}

}  // namespace isobox::language
