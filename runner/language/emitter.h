// Lowering, straight into the output text: ES5 in the dialect of README.md. Runs in sealed runners, over a tree of
// hostile text.
//
// The emitter walks the resolved tree once. What a function needs at its head (variables, aliases of `this`) is known only
// at its end: a Hole keeps the place, and all are filled when the text is put together.
#ifndef ISOBOX_RUNNER_LANGUAGE_EMITTER_H
#define ISOBOX_RUNNER_LANGUAGE_EMITTER_H

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "runner/language/front_end.h"
#include "runner/language/lexer.h"
#include "runner/language/resolver.h"

namespace isobox::language {

/// What writes a piece of the output, called before the full expression that made it has ended.
class Writer {
 public:
  template <class Write>
  Writer(const Write& write)  // NOLINT(google-explicit-constructor)
      : target_(&write), call_([](const void* target) { (*static_cast<const Write*>(target))(); }) {}
  void operator()() const { call_(target_); }

 private:
  const void* target_;
  void (*call_)(const void*);
};

/// How tightly an expression of the output binds.
enum Precedence : std::uint8_t {
  kComma, kAssignment, kConditional, kOr, kAnd, kBitOr, kBitXor, kBitAnd, kEquality, kRelation, kShift, kSum, kProduct,
  kPower, kUnary, kPostfix, kCall, kPrimary
};

/// A private name around a direct eval, and the variable that holds it.
struct OuterPrivate {
  const Atom* name = nullptr;
  std::string_view variable;
};

struct EmitOptions {
  UnitKind kind = UnitKind::Script;
  std::uint32_t unit = 0;
  std::string_view text;          // the source
  bool session = false;
  bool persistLexicals = false;
  std::uint32_t names = 0;        // given out by the resolver
  OuterScopes outer;
  List<OuterPrivate> outerPrivates;  // of a direct eval
  bool globalEval = false;        // a direct eval whose var names are the global object's
  bool functionEval = false;      // a direct eval in a function that has an arguments object
  bool arrowEval = false;         // a direct eval in an arrow, which has none of its own
  const RealmNames* realm = nullptr;
  std::size_t limit = 0;          // bytes of output
  StopQuestion question;
};

class Emitter {
 public:
  Emitter(Arena& arena, AtomTable& atoms, const EmitOptions& options);
  /// The whole text of a unit. Throws OutOfMemory, ParseError (an eval's var that collides with a name around it).
  std::string emit(Program& program, Frame* frame);

 private:
  struct Hole { std::size_t at; std::string text; };
  struct Private { const Atom* name; std::string_view variable; std::size_t hidden = 0; };
  /// Around a derived constructor's outermost `try`: what `return` gives is checked behind it.
  struct ReturnGuard { std::string_view label, value; bool used; };
  /// What a function's head needs, while its body is written.
  struct Body {
    Frame* frame;
    Body* outer;
    std::size_t hole;
    std::vector<std::uint32_t> freeTemporaries;
    std::vector<std::uint32_t> temporaries;
    std::string extra;            // further declarations: ",x=1"
    ReturnGuard* returns = nullptr;
  };
  /// A temporary variable, given back when it goes.
  class Temporary {
   public:
    explicit Temporary(Emitter& emitter);
    ~Temporary();
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    std::string_view text() const { return {text_, size_}; }
   private:
    Emitter& emitter_;
    Body* body_;
    std::uint32_t number_;
    char text_[16];
    std::uint8_t size_;
  };
  struct FunctionShape {
    std::string_view name;        // the property `name`
    std::string_view selfName;    // printed: `function selfName(`
    bool keyword = true;          // `function` stands before; not for `get x() {}`
    Offset begin = 0, end = 0;    // for toString
    unsigned flags = 0;
    Class* classNode = nullptr;   // it is this class's constructor
  };
  enum class Want : std::uint8_t { Value, Callee, Delete };
  /// A place that is read and written, its parts evaluated once.
  struct Reference;
  /// Where sequences of pattern items go: statements or parts of a comma expression.
  enum class Separator : char { Statement = ';', Comma = ',' };

  // ---- output (emitter.cc) ----
  void put(std::string_view text);
  void put(char c) { out_.push_back(c); }
  void number(double value);
  void integer(std::uint64_t value);
  void string(std::string_view cesu8);
  void stringInside(std::string_view cesu8);
  void mark(Offset offset);
  void intrinsic(std::string_view name) { put('\x06'); put(name); }
  void call(std::string_view name) { intrinsic(name); put('('); }
  std::string_view fresh(std::string_view base);
  std::string finish();

  // ---- functions of the output ----
  void openBody(Body& body, Frame* frame);
  void closeBody(Body& body);
  void head(const Body& body, std::string& to);
  void functionMark(unsigned flags, std::uint32_t length, Offset begin, Offset end, std::string_view name);
  Frame* inlineFrame();
  void openInline(Body& body, bool strict = false);  // `(function(){`
  void closeInline(Body& body);     // `})()`
  bool isOwn() const { return body_->frame == body_->frame->owner; }

  // ---- names ----
  void thisValue();
  void newTarget();
  void argumentsObject();
  bool mayDeclareArguments() const;
  bool isArgumentsObject(const Identifier& identifier) const;
  bool throughWith(const Binding* binding) const;
  void readName(Identifier& identifier, Precedence precedence);
  void checkedRead(std::string_view name, const Binding& binding);
  void binding(const Binding& binding);
  void withObjectOf(const Identifier& identifier);
  void withRead(std::string_view object, std::string_view name);
  void withWrite(std::string_view object, std::string_view name, Offset at, Writer value);
  void assignName(Identifier& identifier, Offset at, Writer value);
  void initialize(Identifier& identifier, Writer value);
  bool needsReference(const Identifier& identifier) const;
  void withoutWiths(Writer write) {
    std::vector<Binding*> withs;
    withs.swap(withs_);
    write();
    withs_.swap(withs);
  }

  // ---- units (emitter_units.cc) ----
  void script(Program& program, Frame* frame);
  void module(Program& program, Frame* frame);
  void directEval(Program& program, Frame* frame);
  void commonJs(Program& program, Frame* frame);
  struct ModuleTables;
  void collectExports(Program& program, ModuleTables& tables);
  void declareGlobals(Program& program);
  void openUnit(Body& body, Frame* frame, unsigned flags, bool strict);
  void checkEvalNames(Program& program);
  void scopeDescriptor();
  void exportStatement(Node* node);

  // ---- statements (emitter_statements.cc) ----
  void statements(const List<Node*>& list);
  void statement(Node* node);
  void nested(Node* node);          // as `{…}`
  void block(const List<Node*>& body, Scope* scope);
  void enterScope(Scope* scope);
  void leaveScope(Scope* scope);
  void hoistFunctions(const List<Node*>& list);
  void variableDeclaration(VariableDeclaration& node);
  void expressionStatement(ExpressionStatement& node);
  void forLoop(For& node);
  void forIn(ForEach& node);
  void forOf(ForEach& node);
  void bindLoopTarget(ForEach& node, std::string_view value);
  void switchStatement(Switch& node);
  void tryStatement(Try& node);
  void withStatement(With& node);
  void returnStatement(Return& node);
  void derivedReturn(Writer value);
  void guardReturns(Writer write);
  void functionDeclaration(Function& node);
  void classDeclaration(Class& node);
  void labels();
  void clearCompletion();

  // ---- expressions (emitter_expressions.cc) ----
  void expression(Node* node, Precedence least);
  void named(Node* node, std::string_view name, Precedence least);
  void binary(Binary& node, Precedence least);
  void logical(Logical& node, Precedence least);
  void unary(Unary& node, Precedence least);
  void update(Update& node, Precedence least);
  void bigInt(const BigIntLiteral& node);
  void assign(Assign& node, Precedence least);
  void assignPattern(Assign& node, Precedence least);
  std::string_view setterOf(const Assign& node);
  void conditional(Conditional& node, Precedence least);
  void sequence(Sequence& node, Precedence least);
  void arrayLiteral(const List<Node*>& elements);
  void objectLiteral(ObjectLiteral& node);
  void objectProperties(ObjectLiteral& node);
  void propertyKey(Node* key);
  void keyText(const Property& property);
  void templateLiteral(Template& node);
  void regexp(RegExpLiteral& node);
  void arguments(const List<Node*>& list);
  void templateObject(Template& node);
  bool isSimple(const Node* node) const;

  // ---- chains of members and calls (emitter_chains.cc) ----
  void chain(Node* node, Want want, std::string_view thisTemporary);
  void chainSegment(const std::vector<Node*>& links, std::size_t from, std::size_t to, Want want,
                    std::string_view thisTemporary, Node* base, Writer begin);
  void directEvalCall(Call& node);
  void superCall(Call& node);
  void newExpression(New& node);
  void chainBase(Node* base);
  void withCall(Call& node);

  // ---- functions (emitter_functions.cc) ----
  void functionExpression(Function& node, std::string_view name);
  void closure(Function& node, FunctionShape shape);
  void functionText(Function& node, const FunctionShape& shape);
  void parameterList(Function& node, std::vector<std::string_view>& printed);
  void parameterPrologue(Function& node, const std::vector<std::string_view>& printed);
  void functionBody(Function& node, const FunctionShape& shape);
  bool openFactory(const Frame* frame);
  void closeFactory(const Frame* frame, bool opened);
  unsigned flagsOf(const Function& node) const;
  void propertyFunction(Function& node, Node* key, bool computed, std::string_view prefix, bool keyword);

  // ---- classes (emitter_classes.cc) ----
  void classExpression(Class& node, std::string_view name);
  void constructorText(Class& node, std::string_view name, const Home& home);
  /// Variables of the output that belong to a class's member.
  struct MemberParts {
    std::string_view key;         // of a computed key
    std::string_view storage;     // of an accessor: the private name of its value
    std::string_view decorators;  // the list of what decorates it
    std::string_view record;      // of a decorated field or accessor: its initialisers
  };
  struct PrivateMethod { ClassMember* member; unsigned kind; std::string_view function; };
  /// The same of the class.
  struct ClassParts {
    Class& node;
    std::string_view constructor, prototype;
    std::string_view self;         // what the class has become: the constructor, or what decorators put in its place
    std::string_view decorations;  // the record of a decorated class
    std::vector<MemberParts> members;
    std::vector<PrivateMethod> privateMethods;
  };
  void classMethod(ClassMember& member, const Home& prototype, const Home& constructor);
  void methodFunction(ClassMember& member, const Home& home);
  void computedKey(ClassMember& member, MemberParts& parts);
  void fieldsFunction(Class& node, const Home& home);
  void staticElement(ClassMember& member, const Home& home);
  void memberKey(ClassMember& member);
  std::string_view privateVariable(const Atom* name);
  void openPrivate(const Atom* name, std::string_view variable);
  void closePrivates(std::size_t size);
  std::string_view keyName(const Node* key);

  // ---- decorators and accessors (emitter_decorators.cc) ----
  static bool isDecorated(const Class& node);
  std::string_view variable(std::string_view base);
  void decoratorList(const List<Node*>& decorators);
  void classDecorators(const Class& node);
  std::string_view memberName(const ClassMember& member);
  void accessorStorage(const ClassMember& member, MemberParts& parts);
  void accessorFunction(const ClassMember& member, const MemberParts& parts, bool setter);
  void accessorHalf(ClassParts& parts, std::size_t index, bool setter);
  void accessor(ClassParts& parts, std::size_t index);
  void decoratedKey(const ClassMember& member, const MemberParts& parts);
  void decorate(ClassParts& parts, std::size_t index, Writer value);
  void decoratedMethod(ClassParts& parts, std::size_t index, const Home& home);
  void decoratedAccessor(ClassParts& parts, std::size_t index);
  void decoratedMembers(ClassParts& parts, const Home& prototype, const Home& constructor);
  void decorateClass(ClassParts& parts, std::string_view decorators, std::string_view name);
  void runInitializers(std::string_view record, std::string_view list, std::string_view object);

  // ---- patterns (emitter_patterns.cc) ----
  void pattern(Node* node, std::string_view value, bool declares, Separator separator);
  void arrayPattern(ArrayPattern& node, std::string_view value, bool declares, Separator separator);
  void objectPattern(ObjectPattern& node, std::string_view value, bool declares, Separator separator);
  void element(Node* target, Node* fallback, bool declares, Separator separator, Writer value);
  bool isQuick(const ArrayPattern& node, bool declares) const;
  bool needsTry(const Node* node, bool declares) const;
  void separate(Separator separator) { put(static_cast<char>(separator)); }

  // ---- TypeScript (emitter_types.cc) ----
  void enumDeclaration(Enum& node);
  void mergedObject(const Identifier& name);
  void namespaceDeclaration(Namespace& node);
  void parameterProperties(Function& node);

  Arena& arena_;
  AtomTable& atoms_;
  EmitOptions options_;
  std::string out_;
  std::vector<Hole> holes_;
  Body* body_ = nullptr;
  Scope* scope_ = nullptr;
  std::vector<Binding*> withs_;
  std::vector<Private> privates_;                                   // of the classes around, outermost first
  std::unordered_map<const Atom*, std::size_t> innermostPrivate_;    // index + 1 in privates_
  std::map<std::pair<const Scope*, const Frame*>, std::string_view> descriptors_;  // of direct evals: variables
  std::vector<const Atom*> labels_;   // that stand before the next loop
  std::vector<std::pair<ObjectLiteral*, std::string_view>> homes_;
  bool completes_ = false;            // statements leave their value in \x06's completion variable
  bool asyncGenerator_ = false;
  Offset marked_ = 0xffffffff;
  std::uint32_t pieces_ = 0;          // of output, between two looks at the clock
  std::uint32_t names_ = 0;
  Program* program_ = nullptr;
  std::string_view defaultExport_;    // of a module: the variable of `export default`
  std::string templates_;             // ",a\x061,a\x062": variables of template objects
  std::vector<std::string_view> namespaces_;
  std::string_view exportsTo_;        // the object of the namespace that exports the enum or namespace to come
  friend class Temporary;
};

/// A script's and an eval's completion value.
inline constexpr std::string_view kCompletion = "value\x06";

/// Bits of a function mark, see README.md.
enum MarkFlag : unsigned {
  kNoConstructor = 1, kClassConstructor = 2, kDerived = 4, kUnmapped = 8, kRest = 16, kCoroutine = 32, kNameless = 64,
  kNoArguments = 128, kEval = 256
};

/// The mark of functions that initialise fields, and of those that only group code.
inline constexpr unsigned kFieldsFlags = kNoConstructor;
inline constexpr unsigned kInlineFlags = kNoConstructor | kNoArguments;

}  // namespace isobox::language

#endif
