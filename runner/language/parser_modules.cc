// Import and export declarations. Runs in sealed runners; the text is hostile.
#include "runner/language/code_points.h"
#include "runner/language/parser_internal.h"

namespace isobox::language {

// ---- names and specifiers ---------------------------------------------------------------------------------

/// A word or a string; strings must be well-formed.
const Atom* Parser::parseModuleName() {
  if (isWord(token_.kind)) {
    const Atom* name = token_.name;
    advance();
    return name;
  }
  if (!at(TokenKind::String)) unexpected();
  checkStringToken();
  const std::string_view text = token_.text;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decodeCodePoint(text, at);
    if (isLeadSurrogate(point.value) || isTrailSurrogate(point.value)) {
      fail(token_.begin, "Invalid module export name: contains unpaired surrogate");
    }
    at += point.size;
  }
  advance();
  return atoms_.intern(text);
}

std::string_view Parser::parseModuleSpecifier() {
  if (!at(TokenKind::String)) unexpected();
  checkStringToken();
  const std::string_view specifier = token_.text;
  advance();
  parseAttributes();
  return specifier;
}

/// `with {type: "json"}`: checked, and of no further consequence.
void Parser::parseAttributes() {
  if (!eat(TokenKind::With)) return;
  expect(TokenKind::LeftBrace);
  const std::uint32_t list = ++attributeLists_;
  while (!at(TokenKind::RightBrace)) {
    const Offset begin = token_.begin;
    if (!isWord(token_.kind) && !at(TokenKind::String)) unexpected();
    const Atom* key = isWord(token_.kind) ? token_.name : atoms_.intern(token_.text);
    checkStringToken();
    NameInfo* known = info(key);
    if (known->attributeList == list) fail(begin, "Import attributes has a duplicate key '", key, "'");
    known->attributeList = list;
    advance();
    expect(TokenKind::Colon);
    if (!at(TokenKind::String)) unexpected();
    checkStringToken();
    advance();
    if (!at(TokenKind::RightBrace)) expect(TokenKind::Comma);
  }
  advance();
}

// ---- imports ----------------------------------------------------------------------------------------------

Node* Parser::parseImport() {
  if (options_.typescript) {
    if (Node* node = parseTypeScriptImport()) return node;
  }
  auto* node = make<Import>(NodeKind::Import, token_.begin);
  const std::size_t from = declared_.size();
  advance();
  if (!at(TokenKind::String)) {
    parseImportClause(node);
    if (node->specifiers.empty() && options_.typescript) node->kind = NodeKind::Empty;  // types only, if any
    expect(TokenKind::From);
  }
  node->specifier = parseModuleSpecifier();
  semicolon();
  markInitialized(from, lastEnd_);
  return finish(node);
}

void Parser::parseImportClause(Import* node) {
  if (isIdentifierWord(token_.kind)) {
    const Token local = token_;
    advance();
    addImport(node, defaultAtom_, local);
    if (!eat(TokenKind::Comma)) return;
  }
  if (eat(TokenKind::Star)) {
    expect(TokenKind::As);
    const Token local = token_;
    if (!isIdentifierWord(local.kind)) unexpected();
    advance();
    addImport(node, nullptr, local);
    return;
  }
  parseNamedImports(node);
}

void Parser::parseNamedImports(Import* node) {
  expect(TokenKind::LeftBrace);
  typeScript_.skippedSpecifiers = false;
  while (!at(TokenKind::RightBrace)) {
    if (options_.typescript && skipTypeSpecifier()) continue;
    Token local = token_;
    const Atom* imported = parseModuleName();
    if (at(TokenKind::As)) {
      advance();
      local = token_;
      if (!isIdentifierWord(local.kind)) unexpected();
      advance();
    } else if (!isIdentifierWord(local.kind)) {
      unexpected(local.kind == TokenKind::String ? token_ : local);
    }
    addImport(node, imported, local);
    if (!at(TokenKind::RightBrace)) expect(TokenKind::Comma);
  }
  advance();
}

void Parser::addImport(Import* node, const Atom* imported, const Token& local) {
  checkBindingName(local.name, local.begin);
  declareLexical(local.name, BindingKind::Import, local.begin);
  declared_.back()->isNamespace = imported == nullptr;
  node->specifiers.add(arena_, ImportSpecifier{imported, makeIdentifier(local)});
}

// ---- exports ----------------------------------------------------------------------------------------------

void Parser::addExport(const Atom* name, Offset at) {
  if (frame_->kind != ScopeKind::Module) return;  // a namespace
  NameInfo* known = info(name);
  if (known->exported) fail(at, "Duplicate export of '", name, "'");
  known->exported = true;
}

Node* Parser::parseExport(const List<Node*>& decorators) {
  const Offset begin = token_.begin;
  advance();
  if (options_.typescript && at(TokenKind::Abstract) && peek().kind == TokenKind::Class) advance();
  if (!decorators.empty() && !at(TokenKind::Class) && !at(TokenKind::Default)) unexpected();
  if (options_.typescript) {
    if (Node* node = parseTypeScriptExport(begin)) return node;
  }
  const bool module = frame_->kind == ScopeKind::Module;
  if (at(TokenKind::Default) && module) return parseExportDefault(begin, decorators);
  if (at(TokenKind::Star) && module) return parseExportAll(begin);
  if (at(TokenKind::LeftBrace) && module) return parseExportNames(begin);
  return parseExportDeclaration(begin, decorators);
}

Node* Parser::parseExportAll(Offset begin) {
  auto* node = make<ExportAll>(NodeKind::ExportAll, begin);
  advance();
  if (eat(TokenKind::As)) {
    const Offset at = token_.begin;
    node->exported = parseModuleName();
    addExport(node->exported, at);
  }
  expect(TokenKind::From);
  node->source = parseModuleSpecifier();
  semicolon();
  return finish(node);
}

Node* Parser::parseExportNames(Offset begin) {
  auto* node = make<ExportNamed>(NodeKind::ExportNamed, begin);
  advance();
  Token wrong;  // the first name that cannot be a local one
  typeScript_.skippedSpecifiers = false;
  while (!at(TokenKind::RightBrace)) {
    if (options_.typescript && skipTypeSpecifier()) continue;
    ExportSpecifier specifier;
    if (!isIdentifierWord(token_.kind) && wrong.kind == TokenKind::End) wrong = token_;
    Offset exportedAt = token_.begin;
    specifier.local = makeIdentifier(token_);
    specifier.imported = specifier.exported = parseModuleName();
    specifier.local->name = specifier.imported;
    if (eat(TokenKind::As)) {
      exportedAt = token_.begin;
      specifier.exported = parseModuleName();
    }
    addExport(specifier.exported, exportedAt);
    node->specifiers.add(arena_, specifier);
    if (!at(TokenKind::RightBrace)) expect(TokenKind::Comma);
  }
  advance();
  node->hasSource = eat(TokenKind::From);
  if (node->hasSource) {
    node->source = parseModuleSpecifier();
  } else if (wrong.kind != TokenKind::End) {
    unexpected(wrong);
  } else {
    localExports_.add(arena_, node);
  }
  if (node->specifiers.empty() && typeScript_.skippedSpecifiers) node->kind = NodeKind::Empty;  // types only
  for (ExportSpecifier& specifier : node->specifiers) {
    if (node->hasSource) {
      specifier.local = nullptr;
    } else {
      checkIdentifier(specifier.local->name, specifier.local->begin);
      specifier.imported = nullptr;
    }
  }
  semicolon();
  return finish(node);
}

Node* Parser::parseExportDefault(Offset begin, const List<Node*>& decorators) {
  addExport(defaultAtom_, token_.begin);
  auto* node = make<ExportDefault>(NodeKind::ExportDefault, begin);
  advance();
  List<Node*> own = decorators;
  if (at(TokenKind::At) && own.empty()) own = parseDecorators();
  if (options_.typescript && at(TokenKind::Abstract) && peek().kind == TokenKind::Class) advance();
  if (!own.empty() && !at(TokenKind::Class)) unexpected();
  const Offset valueBegin = token_.begin;
  if (at(TokenKind::Class)) {
    node->value = parseClass(NodeKind::ClassDeclaration, own, true);
    return finish(node);
  }
  bool async = false;
  if (at(TokenKind::Async)) {
    const Token next = peek();
    async = next.kind == TokenKind::Function && !next.newlineBefore;
    if (async) advance();
  }
  if (at(TokenKind::Function)) {
    node->value = parseFunctionDeclaration(valueBegin, async, Position::List, true);
    if (node->value == nullptr) {  // an overload
      info(defaultAtom_)->exported = false;
      return finish(make<Node>(NodeKind::Empty, begin));
    }
    return finish(node);
  }
  node->value = parseAssign();
  semicolon();
  return finish(node);
}

/// Also in TypeScript's namespaces.
Node* Parser::parseExportDeclaration(Offset begin, const List<Node*>& decorators) {
  auto* node = make<ExportNamed>(NodeKind::ExportNamed, begin);
  const Offset declarationBegin = token_.begin;
  switch (token_.kind) {
    case TokenKind::Var:
      node->declaration = parseVariableStatement(DeclarationKind::Var);
      break;
    case TokenKind::Let:
      node->declaration = parseVariableStatement(DeclarationKind::Let);
      break;
    case TokenKind::Const:
      node->declaration = parseVariableStatement(DeclarationKind::Const);
      break;
    case TokenKind::Class:
      node->declaration = parseClass(NodeKind::ClassDeclaration, decorators, false);
      break;
    case TokenKind::At: {
      const List<Node*> own = parseDecorators();
      if (options_.typescript && at(TokenKind::Abstract) && peek().kind == TokenKind::Class) advance();
      if (!at(TokenKind::Class)) unexpected();
      node->declaration = parseClass(NodeKind::ClassDeclaration, own, false);
      break;
    }
    case TokenKind::Async: {
      const Token next = peek();
      if (next.kind != TokenKind::Function || next.newlineBefore) unexpected();
      advance();
      node->declaration = parseFunctionDeclaration(declarationBegin, true, Position::List, false);
      break;
    }
    case TokenKind::Function:
      node->declaration = parseFunctionDeclaration(declarationBegin, false, Position::List, false);
      break;
    default:
      unexpected();
  }
  finish(node);
  if (node->declaration == nullptr) {  // an overload
    node->kind = NodeKind::Empty;
    return node;
  }
  if (node->declaration->kind == NodeKind::VariableDeclaration) {
    for (const Declarator& declarator : static_cast<VariableDeclaration*>(node->declaration)->declarators) {
      exportPatternNames(declarator.target);
    }
  } else {
    const Identifier* name = node->declaration->kind == NodeKind::ClassDeclaration
                                 ? static_cast<const Class*>(node->declaration)->name
                                 : static_cast<const Function*>(node->declaration)->name;
    addExport(name->name, name->begin);
  }
  return node;
}

void Parser::exportPatternNames(const Node* target) {
  if (target == nullptr) return;
  if (target->kind == NodeKind::Identifier) {
    addExport(static_cast<const Identifier*>(target)->name, target->begin);
  } else if (target->kind == NodeKind::ArrayPattern) {
    const auto* pattern = static_cast<const ArrayPattern*>(target);
    for (const PatternElement& element : pattern->elements) exportPatternNames(element.target);
    exportPatternNames(pattern->rest);
  } else {
    const auto* pattern = static_cast<const ObjectPattern*>(target);
    for (const PatternProperty& property : pattern->properties) exportPatternNames(property.value.target);
    exportPatternNames(pattern->rest);
  }
}

/// At the module's end: what `export {…}` names must be declared. In TypeScript the rest are types and go
/// away.
void Parser::checkExportedLocals() {
  for (ExportNamed* node : localExports_) {
    std::uint32_t kept = 0;
    for (const ExportSpecifier& specifier : node->specifiers) {
      const NameInfo* known = info(specifier.local->name);
      if (known->innermost != nullptr) {
        node->specifiers[kept++] = specifier;
      } else if (!options_.typescript) {
        fail(specifier.local->begin, "Export '", specifier.local->name, "' is not defined in module");
      }
    }
    node->specifiers.truncate(kept);
  }
}

}  // namespace isobox::language
