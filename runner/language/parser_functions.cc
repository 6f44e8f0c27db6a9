// Functions: heads, parameters, bodies, arrows. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

void Parser::enterFunction(FunctionState& state, Function* function) {
  const FunctionState* outer = function_;
  const FunctionKind kind = function->function;
  state.outer = function_;
  state.node = function;
  state.returns = true;
  state.await = function->async ? WordUse::Operator : WordUse::Name;
  state.yield = function->generator ? WordUse::Operator : WordUse::Name;
  if (kind == FunctionKind::Arrow) {
    state.newTarget = outer->newTarget;
    state.superProperty = outer->superProperty;
    state.superCall = outer->superCall;
    state.noArguments = outer->noArguments;
  } else {
    state.inParameters = true;
    state.newTarget = true;
    state.superProperty = kind != FunctionKind::Normal;
    state.superCall = kind == FunctionKind::DerivedConstructor;
  }
  if (kind == FunctionKind::FieldInitializer || kind == FunctionKind::StaticBlock) {
    state.inParameters = false;
    state.returns = false;
    state.noArguments = true;
    const bool name = kind == FunctionKind::FieldInitializer && outer->await == WordUse::Name;
    state.await = name ? WordUse::Name : WordUse::Reserved;
  }
  function_ = &state;
}

void Parser::leaveFunction(FunctionState& state) {
  function_ = state.outer;
}

// ---- declarations and expressions -------------------------------------------------------------------------

/// At `function`. The name is seen inside, and only there.
Node* Parser::parseFunctionExpression(Offset begin, bool async) {
  auto* function = make<Function>(NodeKind::Function, begin);
  advance();
  function->async = async;
  function->generator = eat(TokenKind::Star);
  if (!isIdentifierWord(token_.kind)) {
    parseFunctionRest(function);
    return function;
  }
  // Whether `yield` and `await` are names here is a matter of this function, not of the one around it.
  FunctionState state;
  enterFunction(state, function);
  checkBindingName(token_.name, token_.begin);
  leaveFunction(state);
  function->name = makeIdentifier(token_);
  advance();
  OpenScope frame;
  openFrameWithScope(frame, ScopeKind::FunctionName, function->name->begin);
  function->nameScope = frame.scope;
  addOwnName(frame.scope, function->name->name, BindingKind::FunctionName, function->name->begin, 0,
             function);
  parseFunctionRest(function);
  closeFrame();
  return function;
}

/// At `function`. Null: an overload's signature, TypeScript only.
Function* Parser::parseFunctionDeclaration(Offset begin, bool async, Position position, bool nameOptional) {
  auto* function = make<Function>(NodeKind::FunctionDeclaration, begin);
  const Offset keyword = token_.begin;
  advance();
  function->async = async;
  if (at(TokenKind::Star) && position != Position::List) {
    fail(token_.begin, "Generators can only be declared at the top level or inside a block.");
  }
  function->generator = eat(TokenKind::Star);
  if (!nameOptional || isIdentifierWord(token_.kind)) {
    if (at(TokenKind::LeftParen)) fail(keyword, "Function statements require a function name");
    if (!isIdentifierWord(token_.kind)) unexpected();
    checkBindingName(token_.name, token_.begin);
    function->name = makeIdentifier(token_);
    advance();
  }
  if (!parseFunctionRest(function)) return nullptr;
  if (function->name != nullptr) declareFunction(function, position);
  return function;
}

/// At the parameters.
bool Parser::parseFunctionRest(Function* function) {
  FunctionState state;
  enterFunction(state, function);
  const bool outerStrict = strict_;
  OpenScope parameters;
  openFrameWithScope(parameters, ScopeKind::Parameters, token_.begin);
  function->parameterScope = parameters.scope;
  const Offset begin = token_.begin;
  if (options_.typescript && at(TokenKind::Less)) skipTypeParameters();
  expect(TokenKind::LeftParen);
  parseParameters(function);
  expect(TokenKind::RightParen);
  checkAccessorParameters(function, begin);
  bool hasBody = true;
  if (options_.typescript) {
    if (at(TokenKind::Colon)) skipTypeAnnotation(true);
    hasBody = at(TokenKind::LeftBrace) || !skipOverloadEnd();
  }
  if (hasBody) parseFunctionBody(function);
  strict_ = outerStrict;
  closeFrame();
  leaveFunction(state);
  return hasBody;
}

// ---- parameters -------------------------------------------------------------------------------------------

/// Up to `)` or the end of the text.
void Parser::parseParameters(Function* function) {
  while (!at(TokenKind::RightParen) && !at(TokenKind::End)) {
    Parameter parameter;
    parameter.begin = token_.begin;
    if (options_.typescript && skipParameterModifiers(parameter, function)) continue;
    parseParameter(parameter, function);
    if (parameter.rest && at(TokenKind::Comma)) {
      fail(token_.begin, "Rest parameter must be last formal parameter");
    }
    if (!at(TokenKind::RightParen) && !at(TokenKind::End)) expect(TokenKind::Comma);
  }
}

void Parser::parseParameter(Parameter& parameter, Function* function) {
  const std::size_t from = declared_.size();
  parameter.rest = eat(TokenKind::Ellipsis);
  parameter.target = parseBindingTarget(BindingKind::Parameter);
  if (options_.typescript) {
    eat(TokenKind::Question);
    if (at(TokenKind::Colon)) skipTypeAnnotation();
  }
  if (at(TokenKind::Assign)) {
    if (parameter.rest) fail(token_.begin, "Rest parameter may not have a default initializer");
    advance();
    parameter.fallback = parseAssign();
  }
  parameter.end = lastEnd_;
  markInitialized(from, lastEnd_);
  countParameter(function, parameter);
}

void Parser::countParameter(Function* function, const Parameter& parameter) {
  if (parameter.fallback == nullptr && !parameter.rest && function->length == function->parameters.size()) {
    ++function->length;
  }
  if (parameter.rest || parameter.fallback != nullptr || parameter.target->kind != NodeKind::Identifier) {
    function->simpleParameters = false;
  }
  if (parameter.fallback != nullptr || hasExpressions(parameter.target))
    function->parameterExpressions = true;
  function->parameters.add(arena_, parameter);
}

bool Parser::hasExpressions(const Node* target) {
  if (target == nullptr || target->kind == NodeKind::Identifier) return false;
  if (target->kind == NodeKind::ArrayPattern) {
    const auto* pattern = static_cast<const ArrayPattern*>(target);
    for (const PatternElement& element : pattern->elements) {
      if (element.fallback != nullptr || hasExpressions(element.target)) return true;
    }
    return hasExpressions(pattern->rest);
  }
  const auto* pattern = static_cast<const ObjectPattern*>(target);
  for (const PatternProperty& property : pattern->properties) {
    if (property.computed || property.value.fallback != nullptr || hasExpressions(property.value.target))
      return true;
  }
  return false;
}

void Parser::checkAccessorParameters(const Function* function, Offset at) const {
  if (function->function == FunctionKind::Getter && !function->parameters.empty()) {
    fail(at, "Getter must not have any formal parameters.");
  }
  if (function->function != FunctionKind::Setter) return;
  if (function->parameters.size() != 1) fail(at, "Setter must have exactly one formal parameter.");
  if (function->parameters[0].rest) fail(at, "Setter function argument must not be a rest parameter");
}

/// Behind the body, when it is known whether the code is strict.
void Parser::checkParameterNames(Function* function) {
  if (function_->duplicateParameter == kNowhere) return;
  if (strict_ || !function->simpleParameters || function->function != FunctionKind::Normal) {
    fail(function_->duplicateParameter, "Duplicate parameter name not allowed in this context");
  }
}

// ---- bodies -----------------------------------------------------------------------------------------------

void Parser::parseFunctionBody(Function* function) {
  function_->inParameters = false;
  function->bodyBegin = token_.begin;
  OpenScope body;
  openFrameWithScope(body, ScopeKind::Body, token_.begin);
  body.joined = true;
  function->bodyScope = body.scope;
  function_->varFrame = &body;
  expect(TokenKind::LeftBrace);
  parseDirectives(function->body, function);
  parseStatements(function->body, TokenKind::RightBrace);
  checkParameterNames(function);
  function->strict = strict_;
  closeFrame();
  advance();
  finish(function);
}

// ---- arrows -----------------------------------------------------------------------------------------------

/// At `=>`. `head` is a name or an ArrowHead.
Node* Parser::parseArrow(Node* head, Offset begin, bool in) {
  ArrowHead* list = head == arrowHead_ ? arrowHead_ : nullptr;
  auto* function = make<Function>(NodeKind::Function, begin);
  function->function = FunctionKind::Arrow;
  function->async = list != nullptr && list->async;
  if (function_->lastYield > begin) {
    fail(function_->lastYield - 1, "Yield expression not allowed in formal parameter");
  }
  if (function_->lastAwait > begin) {
    fail(function_->lastAwait - 1, "Illegal await-expression in formal parameters of async function");
  }
  if (function->async && function_->lastAwaitName > begin) {
    fail(function_->lastAwaitName - 1, "Unexpected reserved word");
  }
  FunctionState state;
  enterFunction(state, function);
  const bool outerStrict = strict_;
  OpenScope parameters;
  openFrameWithScope(parameters, ScopeKind::Parameters, begin);
  function->parameterScope = parameters.scope;
  List<Node*> items;
  if (list == nullptr) {
    items.add(arena_, head);
  } else {
    items = list->items;
    if (list->commaAfterSpread != kNowhere) {
      fail(list->commaAfterSpread, "Rest parameter must be last formal parameter");
    }
  }
  for (Node* item : items) {
    const std::size_t from = declared_.size();
    Parameter parameter;
    toParameter(parameter, item);
    markInitialized(from, parameter.end);
    countParameter(function, parameter);
  }
  advance();
  parseArrowBody(function, in);
  strict_ = outerStrict;
  closeFrame();
  leaveFunction(state);
  return function;
}

/// Behind `=>`.
void Parser::parseArrowBody(Function* function, bool in) {
  if (at(TokenKind::LeftBrace)) return parseFunctionBody(function);
  function_->inParameters = false;
  function->bodyBegin = token_.begin;
  if (function->begin == typeScript_.consequentAt) typeScript_.consequentAt = token_.begin;
  checkParameterNames(function);
  OpenScope body;
  openFrameWithScope(body, ScopeKind::Body, token_.begin);
  function->bodyScope = body.scope;
  function_->varFrame = &body;
  function->expression = parseAssign(in);
  function->strict = strict_;
  closeFrame();
  finish(function);
}

/// At `<` or `(`, behind `async` if there is one.
Node* Parser::parseArrowWithParameters(Offset begin, bool async, bool in) {
  auto* function = make<Function>(NodeKind::Function, begin);
  function->function = FunctionKind::Arrow;
  function->async = async;
  FunctionState state;
  enterFunction(state, function);
  state.inParameters = true;
  if (!async && state.outer->await != WordUse::Name) state.await = WordUse::Reserved;
  if (state.outer->yield != WordUse::Name) state.yield = WordUse::Reserved;
  const bool outerStrict = strict_;
  OpenScope parameters;
  openFrameWithScope(parameters, ScopeKind::Parameters, begin);
  function->parameterScope = parameters.scope;
  if (at(TokenKind::Less)) skipTypeParameters();
  if (isIdentifierWord(token_.kind)) {
    Parameter parameter;
    parameter.begin = token_.begin;
    parseParameter(parameter, function);
  } else {
    expect(TokenKind::LeftParen);
    parseParameters(function);
    expect(TokenKind::RightParen);
    if (at(TokenKind::Colon)) skipTypeAnnotation(true);
  }
  if (!at(TokenKind::Arrow) || token_.newlineBefore) unexpected();
  state.await = async ? WordUse::Operator : WordUse::Name;
  state.yield = WordUse::Name;
  advance();
  parseArrowBody(function, in);
  strict_ = outerStrict;
  closeFrame();
  leaveFunction(state);
  return function;
}

}  // namespace isobox::language
