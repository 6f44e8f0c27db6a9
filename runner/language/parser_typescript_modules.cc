// TypeScript's imports and exports. Runs in sealed runners; the text is hostile.
#include "runner/language/parser_internal.h"

namespace isobox::language {

using K = TokenKind;

Node* Parser::parseTypeScriptExport(Offset begin) {
  return TypeScript(*this).exported(begin);
}
Node* Parser::parseTypeScriptImport() {
  return TypeScript(*this).import();
}
bool Parser::skipTypeSpecifier() {
  return TypeScript(*this).typeSpecifier();
}

// ---- exports ------------------------------------------------------------------------------------

Node* TypeScript::exported(Offset begin) {
  if (p_.token_.escaped) return nullptr;
  const Token next = p_.peek();
  switch (p_.token_.kind) {
    case K::Enum:
    case K::Const:
    case K::Namespace:
    case K::Module:
      return exportValue(begin);
    case K::Interface:
      return isIdentifierWord(next.kind) ? interfaceDeclaration(begin) : nullptr;
    case K::Declare:
      if (!isDeclared(next)) return nullptr;
      return declared(begin);
    case K::Type:
      if (next.kind == K::LeftBrace || next.kind == K::Star) return exportType(begin);
      return isIdentifierWord(next.kind) ? typeAlias(begin) : nullptr;
    case K::Import:
      p_.advance();
      if (at(K::Type) && isIdentifierWord(next.kind) && p_.peek().kind != K::Assign) p_.advance();
      return importEquals(begin, true);
    case K::Default:
      if (next.kind != K::Interface) return nullptr;
      p_.advance();
      return interfaceDeclaration(begin);
    case K::As:
      if (next.kind != K::Namespace) return nullptr;
      p_.advance();
      p_.advance();
      if (!atName()) p_.unexpected();
      p_.advance();
      p_.semicolon();
      return empty(begin);
    case K::Assign: {
      if (p_.frame_->kind != ScopeKind::Module && p_.frame_->kind != ScopeKind::Script) p_.unexpected();
      auto* node = p_.make<ExportAssignment>(NodeKind::ExportAssignment, begin);
      p_.advance();
      node->expression = p_.parseAssign();
      p_.semicolon();
      return p_.finish(node);
    }
    default:
      return nullptr;
  }
}

/// An enum or a namespace. Those that merge with what is exported already are exported with it.
Node* TypeScript::exportValue(Offset begin) {
  Node* declaration = valueDeclaration();
  if (declaration == nullptr || declaration->kind == NodeKind::Empty) return declaration;
  const Identifier* name = declaration->kind == NodeKind::Enum ? static_cast<Enum*>(declaration)->name
                                                               : static_cast<Namespace*>(declaration)->name;
  NameInfo* known = p_.info(name->name);
  const bool merges = known->innermost != nullptr && known->innermost->binding->begin != name->begin;
  if (known->exported && merges && p_.frame_->kind == ScopeKind::Module) return declaration;
  p_.addExport(name->name, name->begin);
  auto* node = p_.make<ExportNamed>(NodeKind::ExportNamed, begin);
  node->declaration = declaration;
  return p_.finish(node);
}

/// At `type`: export type {A, B} from "x"; export type * as c from "y"
Node* TypeScript::exportType(Offset begin) {
  p_.advance();
  bool source = at(K::Star);
  if (at(K::LeftBrace)) {
    if (!skipBrackets()) p_.unexpected();
    source = at(K::From);
  } else {
    p_.advance();
    if (eat(K::As)) {
      if (!atWord() && !at(K::String)) p_.unexpected();
      p_.advance();
    }
  }
  if (source) {
    expect(K::From);
    p_.parseModuleSpecifier();
  }
  p_.semicolon();
  return empty(begin);
}

// ---- imports ------------------------------------------------------------------------------------

/// At `import`.
Node* TypeScript::import() {
  const Mark before = mark();
  const Offset begin = p_.token_.begin;
  p_.advance();
  const Token next = p_.peek();
  if (at(K::Type)) {
    bool types = next.kind == K::LeftBrace || next.kind == K::Star;
    if (isIdentifierWord(next.kind)) {  // `import type from "x"` imports a value called type
      p_.advance();
      types = !at(K::From) || p_.peek().kind == K::From || p_.peek().kind == K::Assign;
      back(before);
      p_.advance();
    }
    if (types) return typeImport(begin);
  }
  if (atName() && next.kind == K::Assign) return importEquals(begin, false);
  back(before);
  return nullptr;
}

/// At `type`.
Node* TypeScript::typeImport(Offset begin) {
  p_.advance();
  if (at(K::LeftBrace)) {
    if (!skipBrackets()) p_.unexpected();
  } else if (eat(K::Star)) {
    expect(K::As);
    if (!atName()) p_.unexpected();
    p_.advance();
  } else {
    p_.advance();
    if (eat(K::Assign)) {  // import type x = require("y")
      typeReference();
      if (at(K::LeftParen) && !skipBrackets()) p_.unexpected();
      p_.semicolon();
      return empty(begin);
    }
  }
  expect(K::From);
  p_.parseModuleSpecifier();
  p_.semicolon();
  return empty(begin);
}

/// At the name of `import x = A.B` or `import x = require("y")`.
Node* TypeScript::importEquals(Offset begin, bool exported) {
  auto* node = p_.make<ImportEquals>(NodeKind::ImportEquals, begin);
  const std::size_t from = p_.declared_.size();
  node->exported = exported;
  node->local = p_.parseBindingIdentifier(BindingKind::Const);
  expect(K::Assign);
  if (at(K::Require) && p_.peek().kind == K::LeftParen) {
    node->isRequire = true;
    p_.advance();
    p_.advance();
    if (!at(K::String)) p_.unexpected();
    p_.checkStringToken();
    node->specifier = p_.token_.text;
    p_.advance();
    expect(K::RightParen);
  } else {
    const Offset entity = p_.token_.begin;
    if (!atName()) p_.unexpected();
    p_.checkIdentifier(p_.token_.name, entity);
    node->entity = p_.makeIdentifier(p_.token_);
    p_.advance();
    while (eat(K::Dot)) node->entity = p_.parseMember(node->entity, entity, false);
  }
  p_.semicolon();
  if (exported) p_.addExport(node->local->name, node->local->begin);
  p_.finish(node);
  p_.markInitialized(from, node->end);
  return node;
}

/// `type A`, `type A as B`; but `type`, `type as B` are values called type.
bool TypeScript::typeSpecifier() {
  if (!at(K::Type)) return false;
  const Mark before = mark();
  p_.advance();
  bool types = (atWord() || at(K::String)) && !at(K::As);
  if (at(K::As)) {
    p_.advance();
    types = at(K::Comma) || at(K::RightBrace);  // the type is called `as`
    if (at(K::As)) {
      p_.advance();
      types = atWord() || at(K::String);
    }
  }
  back(before);
  if (!types) return false;
  p_.typeScript_.skippedSpecifiers = true;
  while (!at(K::Comma) && !at(K::RightBrace)) {
    if (!atWord() && !at(K::String)) p_.unexpected();
    p_.advance();
  }
  eat(K::Comma);
  return true;
}

}  // namespace isobox::language
