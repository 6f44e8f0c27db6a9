// The parser's entry points, its token and error helpers. Runs in sealed runners; the text is hostile.
#include "runner/language/parser.h"

#include <string>

#include "runner/language/code_points.h"
#include "runner/language/parser_internal.h"

namespace isobox::language {

namespace {

constexpr std::size_t kLongestQuotation = 120;  // of a hostile text in a message

/// CESU-8 or UTF-8 as UTF-8, cut when it is long.
std::string quotation(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (out.size() > kLongestQuotation) return out + "…";
    const CodePoint point = decodeCodePoint(text, at);
    appendUtf8(out, point.value);
    at += point.size;
  }
  return out;
}

bool isStrictReserved(std::uint16_t keyword) {
  const auto kind = static_cast<TokenKind>(keyword);
  return kind == TokenKind::Yield || (kind >= TokenKind::Let && kind <= TokenKind::Public);
}

std::string describeUnexpectedWord(const Token& token, std::string_view text, bool strict) {
  if (token.kind == kEscapedKeyword) return "Keyword must not contain escaped characters";
  if (token.kind == TokenKind::Enum || token.kind == TokenKind::Await) return "Unexpected reserved word";
  const bool own =
      token.kind == TokenKind::Async || token.kind == TokenKind::Get || token.kind == TokenKind::Set;
  if (own || (token.kind != TokenKind::Identifier && token.kind < TokenKind::Await)) {
    return "Unexpected token '" + std::string(text) + "'";
  }
  if (strict && token.name != nullptr && isStrictReserved(token.name->keyword)) {
    return "Unexpected strict mode reserved word";
  }
  return "Unexpected identifier '" + quotation(token.name == nullptr ? text : token.name->text) + "'";
}

}  // namespace

Parser::Parser(std::string_view text, const ParseOptions& options, Arena& arena, AtomTable& atoms)
    : text_(text),
      options_(options),
      arena_(arena),
      atoms_(atoms),
      lexer_(text, arena, atoms,
             LexerOptions{.module = options.goal == Goal::Module,
                          .typescript = options.typescript,
                          .hashbang = options.goal != Goal::FunctionBody}),
      evalAtom_(atoms.intern("eval")),
      functionAtom_(atoms.intern("Function")),
      defaultAtom_(atoms.intern("default")),
      constructorAtom_(atoms.intern("constructor")) {}

// ---- tokens -----------------------------------------------------------------------------------------------

void Parser::advance() {
  lastBegin_ = token_.begin;
  lastEnd_ = token_.end;
  token_ = lexer_.next();
  if (token_.escaped && isWord(token_.kind)) {
    token_.kind = isIdentifierWord(token_.kind) ? TokenKind::Identifier : kEscapedKeyword;
  }
}

Token Parser::peek() {
  const LexerState state = lexer_.state();
  Token token = lexer_.next();
  lexer_.restore(state);
  if (token.escaped && isWord(token.kind)) {
    token.kind = isIdentifierWord(token.kind) ? TokenKind::Identifier : kEscapedKeyword;
  }
  return token;
}

bool Parser::statementEnds() const {
  return at(TokenKind::Semicolon) || at(TokenKind::RightBrace) || at(TokenKind::End) || token_.newlineBefore;
}

/// Automatic semicolon insertion.
void Parser::semicolon() {
  if (eat(TokenKind::Semicolon)) return;
  if (statementEnds()) return;
  if (function_->lastAwaitName != 0 && function_->lastAwaitName - 1 + 5 == lastEnd_) {
    fail(function_->lastAwaitName - 1,
         "await is only valid in async functions and the top level bodies of modules");
  }
  unexpected();
}

void Parser::fail(Offset at, std::string_view message) const {
  throw ParseError{Problem{std::string(message), at}};
}

void Parser::fail(Offset at, std::string_view before, const Atom* name, std::string_view after) const {
  std::string message(before);
  message += quotation(name->text);
  message += after;
  throw ParseError{Problem{std::move(message), at}};
}

void Parser::unexpected(const Token& token) const {
  const std::string_view text = source(token.begin, token.end);
  switch (token.kind) {
    case TokenKind::End:
      fail(token.begin, "Unexpected end of input");
    case TokenKind::Number:
    case TokenKind::BigInt:
      fail(token.begin, "Unexpected number");
    case TokenKind::String:
      fail(token.begin, "Unexpected string");
    case TokenKind::Template:
      fail(token.begin, "Unexpected template string");
    case TokenKind::PrivateName:
      fail(token.begin, "Unexpected identifier '#", token.name, "'");
    default:
      break;
  }
  if (isWord(token.kind)) fail(token.begin, describeUnexpectedWord(token, text, strict_));
  fail(token.begin, "Unexpected token '" + quotation(text) + "'");
}

Identifier* Parser::makeIdentifier(const Token& token) {
  auto* node = make<Identifier>(NodeKind::Identifier, token.begin);
  node->name = token.name;
  node->end = token.end;
  return node;
}

StringLiteral* Parser::makeString(std::string_view value, Offset begin, Offset end) {
  auto* node = make<StringLiteral>(NodeKind::String, begin);
  node->value = value;
  node->end = end;
  return node;
}

// ---- programs ---------------------------------------------------------------------------------------------

void Parser::enterTop(FunctionState& state) {
  const bool module = options_.goal == Goal::Module;
  state.top = true;
  state.await = module || options_.topLevelAwait ? WordUse::Operator : WordUse::Name;
  state.yield = options_.topLevelYield ? WordUse::Operator : WordUse::Name;
  state.returns = options_.topLevelReturn;
  state.newTarget = options_.context.newTarget;
  state.superProperty = options_.context.superProperty;
  state.superCall = options_.context.superCall;
  state.noArguments = options_.context.noArguments;
  function_ = &state;
  strict_ = module || options_.context.strict;
  for (const Atom* name : options_.context.privateNames) {
    NameInfo* known = info(name);
    auto* declaration = arena_.make<PrivateDeclaration>();
    declaration->info = known;
    declaration->outer = known->privateDeclaration;
    known->privateDeclaration = declaration;
  }
}

Program* Parser::parseProgram() {
  auto* program = arena_.make<Program>();
  program->goal = options_.goal;
  FunctionState state;
  enterTop(state);
  OpenScope frame;
  const ScopeKind kind = options_.goal == Goal::Module ? ScopeKind::Module
                         : options_.goal == Goal::Eval ? ScopeKind::Eval
                                                       : ScopeKind::Script;
  openFrameWithScope(frame, kind, 0);
  state.varFrame = &frame;
  program->scope = frame.scope;
  advance();
  if (options_.goal == Goal::FunctionBody) {
    parseFunctionGoal(program);
  } else {
    parseDirectives(program->body, nullptr);
    parseStatements(program->body, TokenKind::End);
    if (options_.goal == Goal::Module) checkExportedLocals();
  }
  closeFrame();
  program->strict = strict_;
  program->mentionsEval = mentionsEval_;
  program->topLevelAwait = usesTopLevelAwait_;
  program->topLevelYield = usesTopLevelYield_;
  return program;
}

/// `function anonymous(…) {…}`, perhaps async or a generator: an expression that does not see its own name.
void Parser::parseFunctionGoal(Program* program) {
  const Offset begin = token_.begin;
  const bool async = eat(TokenKind::Async);
  expect(TokenKind::Function);
  auto* function = make<Function>(NodeKind::Function, begin);
  function->async = async;
  function->generator = eat(TokenKind::Star);
  if (!isIdentifierWord(token_.kind)) unexpected();
  function->name = makeIdentifier(token_);
  advance();
  parseFunctionRest(function);
  if (!at(TokenKind::End)) unexpected();
  program->function = function;
}

void Parser::checkParameters(bool async, bool generator) {
  FunctionState top, state;
  enterTop(top);
  OpenScope frame, parameters;
  openFrameWithScope(frame, ScopeKind::Script, 0);
  top.varFrame = &frame;
  auto* function = make<Function>(NodeKind::Function, 0);
  function->async = async;
  function->generator = generator;
  enterFunction(state, function);
  openFrameWithScope(parameters, ScopeKind::Parameters, 0);
  advance();
  parseParameters(function);
  if (!at(TokenKind::End)) unexpected();
  checkParameterNames(function);
}

void Parser::checkBody(bool async, bool generator) {
  FunctionState top, state;
  enterTop(top);
  OpenScope frame, body;
  openFrameWithScope(frame, ScopeKind::Script, 0);
  top.varFrame = &frame;
  auto* function = make<Function>(NodeKind::Function, 0);
  function->async = async;
  function->generator = generator;
  enterFunction(state, function);
  openFrameWithScope(body, ScopeKind::Body, 0);
  state.inParameters = false;
  state.varFrame = &body;
  advance();
  parseDirectives(function->body, function);
  parseStatements(function->body, TokenKind::End);
}

Program* parseProgram(std::string_view text, const ParseOptions& options, Arena& arena, AtomTable& atoms) {
  return Parser(text, options, arena, atoms).parseProgram();
}

void checkFunctionParts(std::string_view parameters, std::string_view body, bool async, bool generator,
                        Arena& arena, AtomTable& atoms) {
  ParseOptions options;
  options.goal = Goal::FunctionBody;
  Parser(parameters, options, arena, atoms).checkParameters(async, generator);
  Parser(body, options, arena, atoms).checkBody(async, generator);
}

}  // namespace isobox::language
