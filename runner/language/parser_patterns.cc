// What is assigned to: binding patterns as they stand, and literals that turn out to be patterns. Runs in
// sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

namespace {

constexpr std::string_view kInvalidTarget = "Invalid destructuring assignment target";

}  // namespace

// ---- binding patterns -------------------------------------------------------------------------------------

Identifier* Parser::parseBindingIdentifier(BindingKind kind) {
  if (!isIdentifierWord(token_.kind)) unexpected();
  checkBindingName(token_.name, token_.begin);
  const bool lexical = kind == BindingKind::Let || kind == BindingKind::Const || kind == BindingKind::Class;
  if (lexical && token_.name->keyword == static_cast<std::uint16_t>(TokenKind::Let)) {
    fail(token_.begin, "let is disallowed as a lexically bound name");
  }
  declare(token_.name, kind, token_.begin);
  Identifier* node = makeIdentifier(token_);
  advance();
  return node;
}

Node* Parser::parseBindingTarget(BindingKind kind) {
  if (isIdentifierWord(token_.kind)) return parseBindingIdentifier(kind);
  DepthGuard guard(*this);
  if (at(TokenKind::LeftBracket)) return parseArrayBinding(kind);
  if (at(TokenKind::LeftBrace)) return parseObjectBinding(kind);
  unexpected();
}

Node* Parser::parseArrayBinding(BindingKind kind) {
  auto* node = make<ArrayPattern>(NodeKind::ArrayPattern, token_.begin);
  advance();
  while (!at(TokenKind::RightBracket)) {
    if (eat(TokenKind::Comma)) {
      node->elements.add(arena_, PatternElement{});
      continue;
    }
    if (at(TokenKind::Ellipsis)) {
      const Offset ellipsis = token_.begin;
      advance();
      node->rest = parseBindingTarget(kind);
      if (at(TokenKind::Comma)) fail(ellipsis, "Rest element must be last element");
      if (!at(TokenKind::RightBracket)) unexpected();
      break;
    }
    PatternElement element;
    element.target = parseBindingTarget(kind);
    if (eat(TokenKind::Assign)) element.fallback = parseAssign();
    node->elements.add(arena_, element);
    if (!at(TokenKind::RightBracket)) expect(TokenKind::Comma);
  }
  advance();
  return finish(node);
}

Node* Parser::parseObjectBinding(BindingKind kind) {
  auto* node = make<ObjectPattern>(NodeKind::ObjectPattern, token_.begin);
  advance();
  while (!at(TokenKind::RightBrace)) {
    if (at(TokenKind::Ellipsis)) {
      const Offset ellipsis = token_.begin;
      advance();
      node->rest = parseBindingIdentifier(kind);
      if (at(TokenKind::Comma)) fail(ellipsis, "Rest element must be last element");
      if (!at(TokenKind::RightBrace)) unexpected();
      break;
    }
    PatternProperty property;
    parsePatternProperty(property, kind);
    node->properties.add(arena_, property);
    if (!at(TokenKind::RightBrace)) expect(TokenKind::Comma);
  }
  advance();
  return finish(node);
}

void Parser::parsePatternProperty(PatternProperty& property, BindingKind kind) {
  property.begin = token_.begin;
  const Token first = token_;
  if (isIdentifierWord(first.kind)) {
    const TokenKind next = peek().kind;
    if (next != TokenKind::Colon) {
      property.key = makeString(first.name->text, first.begin, first.end);
      property.value.target = parseBindingIdentifier(kind);
      if (eat(TokenKind::Assign)) property.value.fallback = parseAssign();
      return;
    }
  }
  property.key = parsePropertyKey(property.computed);
  if (!at(TokenKind::Colon) && isWord(first.kind)) unexpected(first);
  expect(TokenKind::Colon);
  property.value.target = parseBindingTarget(kind);
  if (eat(TokenKind::Assign)) property.value.fallback = parseAssign();
}

// ---- targets ----------------------------------------------------------------------------------------------

/// Sloppy code may assign to a call: a ReferenceError when it runs.
bool Parser::isAssignable(const Node* node, bool allowCall) const {
  switch (node->kind) {
    case NodeKind::Identifier:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::PrivateMember:
      return true;
    case NodeKind::Call:
      return allowCall && !strict_ && static_cast<const Call*>(node)->callee->kind != NodeKind::Super;
    default:
      return false;
  }
}

void Parser::checkTarget(const Node* node, Offset at, bool allowCall, std::string_view message) const {
  if (!isAssignable(node, allowCall)) fail(at, message);
  if (!strict_ || node->kind != NodeKind::Identifier) return;
  const auto keyword = static_cast<TokenKind>(static_cast<const Identifier*>(node)->name->keyword);
  if (keyword == TokenKind::Eval || keyword == TokenKind::Arguments) {
    fail(at, "Unexpected eval or arguments in strict mode");
  }
}

// ---- literals to assignment patterns ----------------------------------------------------------------------

Node* Parser::toPattern(Node* literal) {
  if (literal->kind == NodeKind::Array) return arrayToPattern(static_cast<ParsedArray*>(literal));
  return objectToPattern(static_cast<ParsedObject*>(literal));
}

Node* Parser::toPatternTarget(Node* node) {
  switch (node->kind) {
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      return node;
    case NodeKind::Array:
    case NodeKind::Object:
      if (node->parenthesized) fail(node->begin, kInvalidTarget);
      return toPattern(node);
    default:
      checkTarget(node, node->begin, false, kInvalidTarget);
      return node;
  }
}

PatternElement Parser::toPatternElement(Node* node) {
  if (node->kind == NodeKind::Assign && !node->parenthesized) {
    auto* assign = static_cast<Assign*>(node);
    if (assign->assign != AssignKind::Plain) fail(node->begin, kInvalidTarget);
    return {toPatternTarget(assign->target), assign->value};
  }
  return {toPatternTarget(node), nullptr};
}

Node* Parser::arrayToPattern(ParsedArray* literal) {
  auto* node = make<ArrayPattern>(NodeKind::ArrayPattern, literal->begin);
  node->end = literal->end;
  for (std::uint32_t i = 0; i < literal->elements.size(); ++i) {
    Node* element = literal->elements[i];
    if (element == nullptr) {
      node->elements.add(arena_, PatternElement{});
    } else if (element->kind != NodeKind::Spread) {
      node->elements.add(arena_, toPatternElement(element));
    } else {
      if (i + 1 != literal->elements.size() || literal->commaAfterSpread != kNowhere) {
        fail(element->begin, "Rest element must be last element");
      }
      node->rest = toPatternTarget(static_cast<Spread*>(element)->argument);
    }
  }
  return node;
}

Node* Parser::objectToPattern(ParsedObject* literal) {
  auto* node = make<ObjectPattern>(NodeKind::ObjectPattern, literal->begin);
  node->end = literal->end;
  for (std::uint32_t i = 0; i < literal->properties.size(); ++i) {
    const Property& from = literal->properties[i];
    if (from.kind == PropertyKind::Spread) {
      if (i + 1 != literal->properties.size() || literal->commaAfterSpread != kNowhere) {
        fail(from.begin, "Rest element must be last element");
      }
      checkTarget(from.value, from.value->begin, false,
                  "`...` must be followed by an assignable reference in assignment contexts");
      node->rest = from.value;
      continue;
    }
    if (from.kind != PropertyKind::Value && from.kind != PropertyKind::Shorthand)
      fail(from.begin, kInvalidTarget);
    PatternProperty property;
    property.key = from.key;
    property.computed = from.computed;
    property.begin = from.begin;
    property.value = toPatternElement(from.value);
    node->properties.add(arena_, property);
  }
  return node;
}

// ---- assignment patterns to parameters --------------------------------------------------------------------

/// Checks that an assignment's pattern (or target) is a binding's, too, and declares its names.
void Parser::declarePatternNames(Node* target, BindingKind kind) {
  if (target->parenthesized) fail(target->begin, kInvalidTarget);
  switch (target->kind) {
    case NodeKind::Identifier: {
      const auto* name = static_cast<const Identifier*>(target);
      checkBindingName(name->name, name->begin);
      declare(name->name, kind, name->begin);
      return;
    }
    case NodeKind::ArrayPattern: {
      auto* pattern = static_cast<ArrayPattern*>(target);
      for (const PatternElement& element : pattern->elements) {
        if (element.target != nullptr) declarePatternNames(element.target, kind);
      }
      if (pattern->rest != nullptr) declarePatternNames(pattern->rest, kind);
      return;
    }
    case NodeKind::ObjectPattern: {
      auto* pattern = static_cast<ObjectPattern*>(target);
      for (const PatternProperty& property : pattern->properties)
        declarePatternNames(property.value.target, kind);
      if (pattern->rest != nullptr) declarePatternNames(pattern->rest, kind);
      return;
    }
    default:
      fail(target->begin, kInvalidTarget);
  }
}

/// An item of an arrow function's head as a parameter; declares its names.
void Parser::toParameter(Parameter& parameter, Node* item) {
  parameter.begin = item->begin;
  parameter.end = item->end;
  if (item->parenthesized) fail(item->begin, kInvalidTarget);
  Node* target = item;
  if (item->kind == NodeKind::Spread) {
    parameter.rest = true;
    target = static_cast<Spread*>(item)->argument;
    if (target->kind == NodeKind::Assign && !target->parenthesized) {
      fail(target->begin, "Rest parameter may not have a default initializer");
    }
    if (target->parenthesized) fail(target->begin, kInvalidTarget);
    parameter.target = toPatternTarget(target);
  } else {
    if (item->kind != NodeKind::Assign && item->kind != NodeKind::Identifier &&
        item->kind != NodeKind::Array && item->kind != NodeKind::Object) {
      fail(item->begin, kInvalidTarget);
    }
    const PatternElement element = toPatternElement(item);
    parameter.target = element.target;
    parameter.fallback = element.fallback;
  }
  declarePatternNames(parameter.target, BindingKind::Parameter);
}

}  // namespace isobox::language
