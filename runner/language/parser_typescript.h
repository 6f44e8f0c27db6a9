// How the parser passes over TypeScript's types. Runs in sealed runners; the text is hostile. Included by
// parser_internal.h and parser_typ*.cc only.
//
// Types leave nothing behind: no nodes and no names. So they may be read tentatively and again; what that
// costs is counted and bounded (see TypeScript::attempt).
#ifndef ISOBOX_RUNNER_LANGUAGE_PARSER_TYPESCRIPT_H
#define ISOBOX_RUNNER_LANGUAGE_PARSER_TYPESCRIPT_H

#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runner/language/ast.h"
#include "runner/language/lexer.h"

namespace isobox::language {

class Parser;
enum class Position : std::uint8_t;

inline constexpr Offset kNoBracket = 0xffffffffU;

/// What is remembered of a text between looks ahead.
struct TypeScriptState {
  std::unordered_map<Offset, Offset>
      closes;  // opening bracket: behind its closing one; kNoBracket: it has none
  std::unordered_set<Offset> notTypeArguments;  // `<` that begins no list of types
  std::vector<Offset> openTypeArguments;        // those that are being read
  Offset consequentAt = kNoBracket;  // `?` of a conditional stands in front, or an arrow that begins there
  bool skippedSpecifiers = false;    // `type x` stood in the list of names that was read last
  std::uint64_t attempted = 0;       // bytes that were read tentatively
};

/// Tokens in a row without a parser: what matters is where brackets close. Whether a slash divides or begins
/// a regular expression is told by the token before it.
class TokenWalk {
 public:
  TokenWalk(std::string_view text, Arena& arena, AtomTable& atoms, Offset from, bool module);
  /// Throws ParseError where the lexer does. Notes in `closes` every bracket that it passes.
  Token next(TypeScriptState& state);
  std::size_t depth() const { return open_.size(); }
  /// Everything that is open stays so.
  void giveUp(TypeScriptState& state) const;

 private:
  struct Open {
    Offset at = 0;
    TokenKind kind = TokenKind::End;  // LeftParen, LeftBracket, LeftBrace, Template
    bool regExpBehind = false;        // what follows its end is no operand's end
  };
  bool slashDivides() const;
  void open(const Token& token);
  void close(TypeScriptState& state, Token& token);

  Lexer lexer_;
  std::vector<Open> open_;
  TokenKind last_ = TokenKind::End;
  bool regExpBehindLast_ = false;
};

class TypeScript {
 public:
  explicit TypeScript(Parser& parser) : p_(parser) {}

  // parser_types.cc; each begins at the token it names
  void type(bool conditional = true);
  void returnType();
  void annotation(bool isReturn);
  void typeArguments();
  void typeParameters();
  void typeReference();
  void objectType();
  void parameters();

  // parser_types_ahead.cc
  bool tryTypeArguments();
  bool arrowAhead();
  bool skipBrackets();  // the whole of `(…)`, `[…]` or `{…}`; false when it has no end
  static bool namesMember(const Token& next);

  // parser_typescript.cc
  Node* statement(Position position);

  // parser_typescript_modules.cc
  Node* exported(Offset begin);
  Node* import();
  bool typeSpecifier();

  // parser_typescript_members.cc
  bool memberModifiers(ClassMember& member);
  bool overloadEnd();
  bool parameterModifiers(Parameter& parameter, const Function* function);
  void implementsList();

 private:
  struct Mark {
    LexerState lexer;
    Token token;
    Offset lastEnd = 0;
  };
  Mark mark() const;
  void back(const Mark& mark);
  bool attempt(const std::function<bool()>& read);
  void charge(Offset begin);
  bool genericArrowAhead();

  void unionType(bool conditional);
  void operand(bool conditional);
  void primary(bool conditional);
  void inferType(bool conditional);
  void functionType();
  bool parenBeginsFunction();
  void tupleType();
  void tupleLabel();
  void templateType();
  void typeQuery();
  void importType();
  void memberOfType();
  void memberBracket();
  void signature();
  void parameter();
  void splitLess();
  bool startsExpression() const;
  bool isBinaryOperator() const;
  bool cannotBeTypeArguments();
  bool parenBeginsArrow(bool behindQuestion);
  bool parenBeginsArrowByItsEnd(Offset open, bool behindQuestion);
  bool colonFollowsBody();
  Offset closeOf(Offset open);
  void jump(Offset to);

  Node* empty(Offset begin);
  Node* declared(Offset begin);
  bool isDeclared(const Token& next) const;
  void declaredFunction();
  void declaredClass();
  void declaredVariables();
  void declaredNamespace();
  Node* interfaceDeclaration(Offset begin);
  Node* typeAlias(Offset begin);
  Node* enumDeclaration();
  void addPart(Node* node);
  std::string_view enumMemberName();
  Node* namespaceDeclaration();
  Node* namespaceRest(Namespace* node);
  Node* valueDeclaration();
  Node* exportValue(Offset begin);
  Node* exportType(Offset begin);
  Node* typeImport(Offset begin);
  Node* importEquals(Offset begin, bool exported);
  void wholeMember(const ClassMember& member);
  bool indexSignatureAhead();
  bool privateOverload();

  bool at(TokenKind kind) const;
  bool eat(TokenKind kind);
  void expect(TokenKind kind);
  bool atWord() const;
  bool atName() const;

  Parser& p_;
};

}  // namespace isobox::language

#endif
