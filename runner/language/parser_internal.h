// The parser's state and its private parts. Runs in sealed runners; the text is hostile. Included by
// parser*.cc only.
//
// Longer than other headers: one class whose members are spread over the files by subject.
#ifndef ISOBOX_RUNNER_LANGUAGE_PARSER_INTERNAL_H
#define ISOBOX_RUNNER_LANGUAGE_PARSER_INTERNAL_H

#include <string>
#include <vector>

#include "runner/language/parser.h"
#include "runner/language/parser_typescript.h"

namespace isobox::language {

inline constexpr Offset kNowhere = 0xffffffffU;

/// A reserved word that was written with an escape: a property name at most.
inline constexpr TokenKind kEscapedKeyword = static_cast<TokenKind>(1000);

constexpr bool isWord(TokenKind kind) {
  return kind == TokenKind::Identifier || kind >= TokenKind::Break;
}
constexpr bool isIdentifierWord(TokenKind kind) {
  return kind == TokenKind::Identifier || (kind >= TokenKind::Await && kind < kEscapedKeyword);
}

/// What `await` or `yield` is at a place.
enum class WordUse : std::uint8_t { Name, Operator, Reserved };

struct OpenScope;
struct Label;
struct NameInfo;

/// A declared name while its scope is open; the chain of one name leads from the innermost scope outwards.
struct Declaration {
  Binding* binding = nullptr;
  OpenScope* frame = nullptr;
  NameInfo* info = nullptr;
  Declaration* outer = nullptr;
  Declaration* nextInFrame = nullptr;
  Offset lastVar =
      0;  // 1 + where a `var` of this name was last seen in the frame or below; of Var and SimpleCatch
};

struct ClassState;

/// A private name while its class is open.
struct PrivateDeclaration {
  ClassState* owner = nullptr;  // null: a class around the eval
  PrivateDeclaration* outer = nullptr;
  PrivateDeclaration* nextInClass = nullptr;
  NameInfo* info = nullptr;
  bool getter = false, setter = false, isStatic = false;
};

/// A use of a private name that was not declared yet.
struct PrivateUse {
  const Atom* name = nullptr;
  Offset at = 0;
  PrivateUse* earlier = nullptr;    // of the same name, unresolved
  PrivateUse* following = nullptr;  // in the text, of whatever name
  bool resolved = false;
};

/// What the parser knows of a name.
struct NameInfo {
  const Atom* atom = nullptr;
  Declaration* innermost = nullptr;
  Label* label = nullptr;
  PrivateDeclaration* privateDeclaration = nullptr;
  PrivateUse* privateUse = nullptr;
  bool exported = false;
  std::uint32_t attributeList = 0;  // the last import attributes with this key
};

struct FunctionState {
  FunctionState* outer = nullptr;
  Function* node = nullptr;  // null at the top of a program
  OpenScope* varFrame = nullptr;
  WordUse await = WordUse::Name, yield = WordUse::Name;
  bool inParameters = false;
  bool returns = false, newTarget = false, superProperty = false, superCall = false, noArguments = false;
  bool top = false;  // of the program
  std::uint32_t loops = 0, switches = 0;
  // Where they were seen last, plus 1: what becomes an arrow function's head must not contain them.
  Offset lastYield = 0, lastAwait = 0, lastAwaitName = 0;
  Offset duplicateParameter = kNowhere;
};

/// A scope while it is open. Its Scope is made with the first declaration, unless there must be one.
struct OpenScope {
  ScopeKind kind = ScopeKind::Block;
  OpenScope* outer = nullptr;
  FunctionState* function = nullptr;
  Scope* scope = nullptr;
  Declaration* names = nullptr;
  std::uint32_t depth = 0;
  Offset begin = 0;
  bool joined = false;  // the outer frame's names (parameters, a catch's) may not be declared lexically
};

struct Label {
  const FunctionState* function = nullptr;
  NameInfo* info = nullptr;
  Label* outer = nullptr;          // of the same name, in functions around
  Label* previousInSet = nullptr;  // `a: b: …`
  bool loop = false;
};

struct ClassState {
  ClassState* outer = nullptr;
  Class* node = nullptr;
  Offset bodyBegin = 0;
  PrivateDeclaration* privateNames = nullptr;
};

/// Errors that are none when the literal becomes a pattern: `{a = 1}` and a second `__proto__`.
struct Cover {
  Offset first = kNowhere, last = 0;
  bool firstIsPrototype = false;
};

/// Literals remember what only matters when they turn out to be patterns.
struct ParsedArray : ArrayLiteral {
  Offset commaAfterSpread = kNowhere;
};
struct ParsedObject : ObjectLiteral {
  Offset commaAfterSpread = kNowhere;
};

/// `(…)` or `async (…)` in front of `=>`: never part of a tree. Its kind is Sequence.
struct ArrowHead : Node {
  List<Node*> items;  // expressions; the last may be a Spread or, as it stood there, a pattern in a Spread
  bool async = false;
  Offset commaAfterSpread = kNowhere;
};

/// Where a statement stands: what may be declared there.
enum class Position : std::uint8_t { List, LabelInList, If, Body };

class Parser {
 public:
  Parser(std::string_view text, const ParseOptions& options, Arena& arena, AtomTable& atoms);
  Program* parseProgram();
  /// The whole text is the parameters, or the body, of a function.
  void checkParameters(bool async, bool generator);
  void checkBody(bool async, bool generator);

 private:
  friend struct DepthGuard;
  friend class TypeScript;

  // ---- parser.cc: tokens and errors
  void advance();
  bool eat(TokenKind kind) {
    if (token_.kind != kind) return false;
    advance();
    return true;
  }
  void expect(TokenKind kind) {
    if (token_.kind != kind) unexpected();
    advance();
  }
  bool at(TokenKind kind) const { return token_.kind == kind; }
  Token peek();
  void semicolon();
  bool statementEnds() const;
  std::string_view source(Offset begin, Offset end) const { return text_.substr(begin, end - begin); }
  [[noreturn]] void fail(Offset at, std::string_view message) const;
  [[noreturn]] void fail(Offset at, std::string_view before, const Atom* name, std::string_view after) const;
  [[noreturn]] void unexpected() const { unexpected(token_); }
  [[noreturn]] void unexpected(const Token& token) const;
  template <class T>
  T* make(NodeKind kind, Offset begin) {
    T* node = arena_.make<T>();
    node->kind = kind;
    node->begin = begin;
    return node;
  }
  template <class T>
  T* finish(T* node) const {
    node->end = lastEnd_;
    return node;
  }
  Identifier* makeIdentifier(const Token& token);
  StringLiteral* makeString(std::string_view value, Offset begin, Offset end);
  void enterTop(FunctionState& state);
  void parseFunctionGoal(Program* program);

  // ---- parser_scopes.cc: names
  NameInfo* info(const Atom* name);
  void growNames();
  void openFrame(OpenScope& frame, ScopeKind kind, Offset begin);
  void openFrameWithScope(OpenScope& frame, ScopeKind kind, Offset begin);
  Scope* closeFrame();  // null when it declared nothing
  Scope* scopeOf(OpenScope* frame);
  Scope* makeScope(ScopeKind kind, OpenScope* outer);
  Binding* addBinding(OpenScope* frame, NameInfo* info, Declaration** place, BindingKind kind, Offset at);
  void addOwnName(Scope* scope, const Atom* name, BindingKind kind, Offset at, Offset initializedAt,
                  Function* function);
  void declare(const Atom* name, BindingKind kind, Offset at);
  void declareVar(const Atom* name, Offset at);
  void declareLexical(const Atom* name, BindingKind kind, Offset at);
  bool mayRedeclare(Declaration* existing, BindingKind kind);
  void declareParameter(const Atom* name, Offset at);
  void declareFunction(Function* function, Position position);
  [[noreturn]] void redeclared(const Atom* name, Offset at) const;
  void markInitialized(std::size_t from, Offset at);
  void checkIdentifier(const Atom* name, Offset at);   // as a reference or a label
  void checkBindingName(const Atom* name, Offset at);  // as a declared name
  void checkStrictName(const Atom* name, Offset at);   // declared before the code was known to be strict
  void noteMention(const Atom* name) {
    if (name == evalAtom_ || name == functionAtom_) mentionsEval_ = true;
  }
  Label* findLabel(const Atom* name);
  void declarePrivate(const Atom* name, Offset at, MemberKind kind, bool isStatic);
  void usePrivate(const Atom* name, Offset at);
  void closePrivateNames(ClassState& state);

  // ---- parser_statements.cc
  void parseDirectives(List<Node*>& list, Function* function);
  void becomeStrict(Offset at, Function* function, Offset octal);
  void parseStatements(List<Node*>& list, TokenKind end);
  Node* parseStatement(Position position);
  Node* parseWordStatement(Position position, Label* labelSet);
  Node* parseExpressionStatement(Position position, Label* labelSet);
  Node* parseLabeled(Identifier* name, Position position, Label* labelSet);
  Block* parseBlock();
  Node* parseEmpty();
  bool letDeclares(Position position);
  Node* parseVariableStatement(DeclarationKind kind);
  void parseDeclarators(VariableDeclaration* node, bool in);
  void parseDeclarator(VariableDeclaration* node, bool in, bool forHead);
  Node* parseIf();
  Node* parseIfBranch();
  Node* parseReturn();
  Node* parseThrow();
  Node* parseTry();
  Node* parseSwitch();
  Node* parseWith();
  Node* parseJump(NodeKind kind);
  Node* parseFunctionStatement(Position position, Offset begin, bool async);
  Node* parseParenthesizedCondition();

  // ---- parser_loops.cc
  Node* parseLoopBody();
  Node* parseWhile();
  Node* parseDoWhile();
  Node* parseFor();
  Node* parseForDeclaration(Offset begin, bool await, DeclarationKind kind);
  Node* parseForExpression(Offset begin, bool await);
  Node* parseForRest(Offset begin, Node* initializer);
  Node* parseForEachRest(Offset begin, bool of, bool await, Node* left, std::size_t declaredFrom);

  // ---- parser_expressions.cc
  Node* parseExpression(bool in = true);
  Node* parseExpression(bool in, Cover& cover);
  Node* parseAssign(bool in = true);
  Node* parseAssign(bool in, Cover& cover);
  Node* parseAssignRest(Node* left, Offset begin, bool in, Cover& cover);
  Node* parseConditional(bool in, Cover& cover);
  Node* parseConditionalRest(Node* test, Offset begin, bool in);
  Node* parseBinary(int minimum, bool in, Cover& cover);
  Node* parseBinaryRest(Node* left, Offset begin, int minimum, bool in);
  Node* makeBinary(TokenKind token, Node* left, Node* right, Offset begin);
  Node* parsePrivateIn(int minimum, bool in);
  Node* parseUnary(Cover& cover);
  Node* parseUnaryOperator();
  Node* parsePrefixUpdate();
  Node* parseAwait();
  Node* parseYield(bool in);
  void checkCover(const Cover& cover) const;
  void checkCoverSince(const Cover& cover, Offset begin) const;
  void noteCover(Cover& cover, Offset at, bool prototype);

  // ---- parser_calls.cc
  Node* parseLeftHandSide(Cover& cover);
  Node* parseSubscripts(Node* base, Offset begin, bool calls);
  Node* parseSubscript(Node* base, Offset begin, bool calls, bool& chain);
  Node* parseOptionalSubscript(Node* base, Offset begin);
  Node* parseCall(Node* callee, Offset begin, bool optional);
  Node* parseMember(Node* object, Offset begin, bool optional);
  Node* parseIndex(Node* object, Offset begin, bool optional);
  Node* parseTagged(Node* tag, Offset begin);
  void parseArguments(List<Node*>& list, Cover& cover, Offset& commaAfterSpread);
  Node* parseNew();

  // ---- parser_primary.cc
  Node* parsePrimary(Cover& cover);
  Node* parseIdentifierOrAsync();
  Node* parseParenthesized();
  Node* parseNumber();
  BigIntLiteral readBigInt();
  Node* parseBigInt();
  Node* parseBigIntKey();
  Node* parseStringLiteral();
  Node* parseRegExp();
  Template* parseTemplate(bool tagged);
  void checkTemplatePiece() const;
  Node* parseArray(Cover& cover);
  Node* parseObject(Cover& cover);
  void parseProperty(Property& property, Cover& cover, bool& hasPrototype);
  Node* parsePropertyKey(bool& computed);
  Function* parseMethod(FunctionKind kind, Offset begin, bool async, bool generator);
  Node* parseSuper();
  Node* parseImportExpression();
  void checkStringToken() const;
  [[noreturn]] void failOctal(Offset at) const;

  // ---- parser_patterns.cc
  Node* parseBindingTarget(BindingKind kind);
  Node* parseArrayBinding(BindingKind kind);
  Node* parseObjectBinding(BindingKind kind);
  Identifier* parseBindingIdentifier(BindingKind kind);
  void parsePatternProperty(PatternProperty& property, BindingKind kind);
  bool isAssignable(const Node* node, bool allowCall) const;
  void checkTarget(const Node* node, Offset at, bool allowCall, std::string_view message) const;
  Node* toPattern(Node* literal);
  Node* arrayToPattern(ParsedArray* literal);
  Node* objectToPattern(ParsedObject* literal);
  PatternElement toPatternElement(Node* node);
  Node* toPatternTarget(Node* node);
  void declarePatternNames(Node* target, BindingKind kind);
  void toParameter(Parameter& parameter, Node* item);

  // ---- parser_functions.cc
  void enterFunction(FunctionState& state, Function* function);
  void leaveFunction(FunctionState& state);
  Node* parseFunctionExpression(Offset begin, bool async);
  Function* parseFunctionDeclaration(Offset begin, bool async, Position position, bool nameOptional);
  bool parseFunctionRest(Function* function);  // false: only a TypeScript overload
  void parseParameters(Function* function);
  void parseParameter(Parameter& parameter, Function* function);
  void countParameter(Function* function, const Parameter& parameter);
  void checkAccessorParameters(const Function* function, Offset at) const;
  void parseFunctionBody(Function* function);
  void checkParameterNames(Function* function);
  Node* parseArrow(Node* head, Offset begin, bool in);
  void parseArrowBody(Function* function, bool in);
  Node* parseArrowWithParameters(Offset begin, bool async, bool in);  // TypeScript: the parameters have types
  static bool hasExpressions(const Node* target);

  // ---- parser_classes.cc
  Class* parseClass(NodeKind kind, const List<Node*>& decorators, bool nameOptional);
  void parseClassBody(ClassState& state);
  void parseClassElement(Class* node);
  bool parseModifier(ClassMember& member, bool& async);
  bool modifierFollows() const;
  void parseClassElementName(ClassMember& member);
  void parseClassMethod(Class* node, ClassMember& member, bool async, bool generator, Offset begin);
  void checkConstructor(const Class* node, const ClassMember& member, bool async, bool generator,
                        Offset at) const;
  void parseField(Class* node, ClassMember& member, Offset at);
  Function* parseFieldInitializer();
  Function* parseStaticBlock(Offset begin);
  List<Node*> parseDecorators();
  Node* parseDecorator();
  Node* parseDecorated(Position position);

  // ---- parser_modules.cc
  Node* parseImport();
  void parseImportClause(Import* node);
  void parseNamedImports(Import* node);
  void addImport(Import* node, const Atom* imported, const Token& local);
  std::string_view parseModuleSpecifier();
  void parseAttributes();
  Node* parseExport(const List<Node*>& decorators);
  Node* parseExportDefault(Offset begin, const List<Node*>& decorators);
  Node* parseExportAll(Offset begin);
  Node* parseExportNames(Offset begin);
  Node* parseExportDeclaration(Offset begin, const List<Node*>& decorators);
  const Atom* parseModuleName();
  void addExport(const Atom* name, Offset at);
  void exportPatternNames(const Node* target);
  void checkExportedLocals();

  // ---- parser_types.cc: passing over TypeScript. Called only when options_.typescript is set.
  /// At `:`: passes over the type annotation. `isReturn`: `asserts x is T` and `x is T`, too.
  void skipTypeAnnotation(bool isReturn = false);
  /// At `<` behind a declared name or in front of parameters.
  void skipTypeParameters();
  /// At `<` in an expression: passes over type arguments when they are some (what follows decides); else
  /// leaves all as it is.
  bool tryTypeArguments();
  /// At `<` where only type arguments can stand (behind a class's heritage).
  void skipTypeArguments();
  /// At `as` or `satisfies` behind an operand: passes over the operator and the type.
  void skipCast();
  /// At `<` where an operand begins: `<T>x`.
  Node* parseAngleExpression(bool in, Cover& cover);
  /// At `(`, `<` or `async` where an arrow function may begin: whether it is one.
  bool typedArrowAhead();
  /// A statement that only TypeScript has (interface, type, declare, abstract class, enum, namespace, import
  /// x = …), or null when it is none of these. Types become Empty.
  Node* parseTypeScriptStatement(Position position);
  /// Behind `export`: the same, or null. The result is the whole statement.
  Node* parseTypeScriptExport(Offset begin);
  /// At `import`: `import type …`, `import x = …`; null when it is neither.
  Node* parseTypeScriptImport();
  /// At the name in `{…}` of an import or export: passes over `type x` (and its comma); false when it is a
  /// value.
  bool skipTypeSpecifier();
  /// At the beginning of a class member: passes over modifiers; true when the whole member was passed over
  /// (an index signature, an overload, an abstract member, `declare x`).
  bool skipTypeScriptModifiers(ClassMember& member);
  /// Behind a member's name: `?` or `!`, then type parameters.
  void skipMemberSuffix();
  /// Behind parameters and return type, where there is no body: passes over an overload's end; false when a
  /// body follows.
  bool skipOverloadEnd();
  /// In front of a parameter: `private x`; sets Parameter::property. `this: T` as the first one is passed
  /// over: true.
  bool skipParameterModifiers(Parameter& parameter, const Function* function);
  /// Behind a class's heritage: `implements A, B`.
  void skipImplements();

  std::string_view text_;
  const ParseOptions& options_;
  Arena& arena_;
  AtomTable& atoms_;
  Lexer lexer_;
  Token token_;
  Offset lastBegin_ = 0, lastEnd_ = 0;  // of the token before token_
  bool strict_ = false;
  bool mentionsEval_ = false;
  bool usesTopLevelAwait_ = false, usesTopLevelYield_ = false;
  std::uint32_t depth_ = 0;
  FunctionState* function_ = nullptr;
  OpenScope* frame_ = nullptr;
  ClassState* class_ = nullptr;
  Label* labelSet_ = nullptr;         // the labels directly in front of the next statement
  Offset arrowAllowedAt_ = kNowhere;  // where an assignment expression begins
  ArrowHead* arrowHead_ = nullptr;    // the last one read: `=>` follows
  Offset asyncNameAt_ = kNowhere;     // `async` here is a name: for await (async of …)
  std::vector<Binding*> declared_;    // what is being declared and is not initialised yet
  std::vector<NameInfo*> names_;      // open addressing
  std::uint32_t nameCount_ = 0;
  PrivateUse* firstPrivateUse_ = nullptr;
  PrivateUse* lastPrivateUse_ = nullptr;
  std::uint32_t unresolvedPrivateUses_ = 0;
  std::uint32_t attributeLists_ = 0;
  TypeScriptState typeScript_;
  List<ExportNamed*> localExports_;
  const Atom* evalAtom_ = nullptr;
  const Atom* functionAtom_ = nullptr;
  const Atom* defaultAtom_ = nullptr;
  const Atom* constructorAtom_ = nullptr;
};

/// Counts the nesting of statements and expressions.
struct DepthGuard {
  explicit DepthGuard(Parser& parser) : parser_(parser) {
    if (++parser_.depth_ > kMaxDepth) parser_.fail(parser_.token_.begin, "The program is nested too deeply");
  }
  ~DepthGuard() { --parser_.depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  Parser& parser_;
};

}  // namespace isobox::language

#endif
