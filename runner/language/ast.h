// The syntax tree: what the parser says and the emitter reads. Runs in sealed runners; built from hostile text, so
// whoever walks it counts its depth (kMaxDepth bounds it).
//
// Longer than other files because the language is: it only lists what there is.
//
// Every node lives in the compilation's Arena. Types of TypeScript are not in the tree. A node's `begin` and `end` are
// offsets in the source; `end` is behind its last character.
#ifndef ISOBOX_RUNNER_LANGUAGE_AST_H
#define ISOBOX_RUNNER_LANGUAGE_AST_H

#include "runner/language/arena.h"
#include "runner/language/atoms.h"
#include "runner/language/source_text.h"

namespace isobox::language {

enum class NodeKind : std::uint8_t {
  // expressions
  Identifier, Null, Boolean, Number, BigInt, String, RegExp, Template, TaggedTemplate, This, Super, NewTarget,
  ImportMeta, ImportCall, Array, Object, Function, Class, Unary, Update, Binary, Logical, Assign, Conditional, Call,
  New, Member, Index, PrivateMember, PrivateIn, OptionalChain, Sequence, Spread, Yield, Await,
  // what is assigned to, besides Identifier, Member, Index and PrivateMember
  ArrayPattern, ObjectPattern,
  // statements
  VariableDeclaration, FunctionDeclaration, ClassDeclaration, ExpressionStatement, Block, Empty, If, For, ForIn, ForOf,
  While, DoWhile, Continue, Break, Return, With, Switch, Labeled, Throw, Try, Debugger,
  // modules
  Import, ExportNamed, ExportDefault, ExportAll,
  // TypeScript that has a meaning at run time
  Enum, Namespace, ImportEquals, ExportAssignment,
};

struct Scope;
struct Function;
struct Class;

struct Node {
  NodeKind kind;
  bool parenthesized = false;  // an expression that stood in parentheses of its own; begin and end are inside them
  Offset begin = 0, end = 0;
};

// ---- names and scopes -------------------------------------------------------------------------------------------------

enum class BindingKind : std::uint8_t {
  Var,            // also a variable of `for (var …)`
  Let,
  Const,
  Class,
  Function,       // a function declaration at the top of a function, script or module: behaves as Var there (Let in modules)
  BlockFunction,  // a function declaration in a block, a case or a module's top; lexical
  Parameter,
  SimpleCatch,    // catch (e): may be redeclared by var
  Catch,          // catch ({a, b})
  FunctionName,   // a function expression's own name, seen inside it only
  ClassName,      // a class's name as its own body sees it
  Import,
  Enum,           // TypeScript; lexical, may merge with Namespace, Function and Class of the same name
  Namespace,
};

/// One declared name. The fields below the line are the resolver's.
struct Binding {
  const Atom* name = nullptr;
  BindingKind kind = BindingKind::Var;
  Offset begin = 0;          // of the first declaring identifier
  Offset initializedAt = 0;  // end of the declarator, class or function: textually later code finds it initialised
  Scope* scope = nullptr;
  Function* function = nullptr;  // for Function and BlockFunction: the (last) declaration
  bool plainFunction = false;    // BlockFunction: neither generator nor async (Annex B.3.3 asks)
  bool isNamespace = false;      // Import: of a whole module
  struct Parts* parts = nullptr; // TypeScript: the enums and namespaces of this name
  // ---- resolver ----
  std::string_view printed;      // the name in the output
  bool captured = false;         // used by an inner function
  bool reassigned = false;       // assigned after its initialisation
  bool checked = false;          // some use may come before its initialisation
  bool boxed = false;            // lives in { v: … }, one an iteration
  bool annexB = false;           // BlockFunction: also sets the var of the same name
  Binding* annexBTarget = nullptr;
  Offset safeUntil = 0xffffffff; // behind it, in the same function, it may be uninitialised again (cases of a switch)
  bool assignedInHead = false;   // of a for loop's let: by its own update expression
  bool callers = false;          // a sloppy eval's var that is a variable of its caller
  bool forbidsValue = false;     // cannot be handed to closures by value
  struct Frame* frame = nullptr; // the printed function that declares it; null: global
  Offset earliest = 0xffffffff;  // of functions: where they may first be called
  bool valueUsed = false;        // of an import: something else than a type uses it
};

enum class ScopeKind : std::uint8_t {
  Script, Module, Eval, Parameters, Body, Block, For, Switch, Catch, With, Class, FunctionName, StaticBlock, Namespace
};

struct Scope {
  ScopeKind kind = ScopeKind::Block;
  Scope* parent = nullptr;       // as the parser saw it; the resolver links scopes anew, along the tree
  List<Binding*> bindings;       // in source order, one a name
  // ---- resolver ----
  Function* function = nullptr;  // whose code this is; null at the top
  bool directEval = false;       // a direct eval stands in it or below, in the same function or an inner one
  bool inLoop = false;           // entered anew by each iteration of a loop of the same function
  std::uint32_t depth = 0;       // in the chain of scopes
  struct Frame* frame = nullptr; // the printed function its variables live in
  void* lookup = nullptr;
};

// ---- expressions ------------------------------------------------------------------------------------------------------

/// A use of a name, and the declaring identifier in patterns. A property name is no Identifier.
struct Identifier : Node {
  const Atom* name = nullptr;
  Binding* binding = nullptr;  // resolver; null: a global name, or one that only an eval can have declared
  bool dead = false;           // resolver: a parameter that is bound later than here
  bool check = false;          // resolver: may be in its temporal dead zone here
};

struct BooleanLiteral : Node { bool value = false; };
struct NumberLiteral : Node { double value = 0; };
struct BigIntLiteral : Node { std::string_view digits; unsigned radix = 10; };  // without prefix and separators
struct StringLiteral : Node { std::string_view value; };               // cooked, CESU-8
struct RegExpLiteral : Node { std::string_view pattern, flags; };      // pattern: CESU-8 of the source between the slashes

struct TemplateElement {
  std::string_view cooked, raw;  // CESU-8; raw has its line ends as LF
  bool valid = true;             // false: cooked is undefined (a tagged template with a wrong escape)
};
struct Template : Node {
  List<TemplateElement> elements;  // one more than expressions
  List<Node*> expressions;
};
struct TaggedTemplate : Node { Node* tag = nullptr; Template* quasi = nullptr; };

struct ImportCall : Node { Node* specifier = nullptr; Node* options = nullptr; };

struct ArrayLiteral : Node { List<Node*> elements; };  // null is a hole; Spread

enum class PropertyKind : std::uint8_t { Value, Shorthand, Method, Getter, Setter, Spread };

/// Of an object literal. The key of what is not computed is a StringLiteral (identifiers, too) or a NumberLiteral.
struct Property {
  PropertyKind kind = PropertyKind::Value;
  bool computed = false;
  bool isPrototype = false;  // `__proto__: value`, neither computed nor shorthand
  Node* key = nullptr;
  Node* value = nullptr;     // Function for Method, Getter and Setter; Identifier for Shorthand; operand of Spread
  Offset begin = 0, end = 0;
};
struct ObjectLiteral : Node { List<Property> properties; };

enum class UnaryOperator : std::uint8_t { Plus, Minus, BitNot, Not, TypeOf, Void, Delete };
struct Unary : Node { UnaryOperator op{}; Node* operand = nullptr; };
struct Update : Node { bool increment = true, prefix = true; Node* target = nullptr; Offset operatorBegin = 0; };

enum class BinaryOperator : std::uint8_t {
  Add, Subtract, Multiply, Divide, Remainder, Power, ShiftLeft, ShiftRight, ShiftRightUnsigned, BitAnd, BitOr, BitXor,
  Equal, NotEqual, StrictEqual, StrictNotEqual, Less, LessEqual, Greater, GreaterEqual, In, InstanceOf
};
struct Binary : Node { BinaryOperator op{}; Node* left = nullptr; Node* right = nullptr; };
enum class LogicalOperator : std::uint8_t { And, Or, Nullish };
struct Logical : Node { LogicalOperator op{}; Node* left = nullptr; Node* right = nullptr; };

enum class AssignKind : std::uint8_t { Plain, Compound, Logical };
struct Assign : Node {
  AssignKind assign = AssignKind::Plain;
  BinaryOperator op{};        // of Compound
  LogicalOperator logical{};  // of Logical
  Node* target = nullptr;     // Identifier, Member, Index, PrivateMember (also Call in sloppy code: an error when run); a pattern when Plain
  Node* value = nullptr;
  Offset operatorBegin = 0;
  bool evaluates = false;     // resolver: a sloppy direct eval stands in the value
};
struct Conditional : Node { Node* test = nullptr; Node* consequent = nullptr; Node* alternate = nullptr; };

/// `optional` on Call, Member, Index, PrivateMember: `?.` stands before it. The chain ends at the OptionalChain around it.
struct Call : Node { Node* callee = nullptr; List<Node*> arguments; bool optional = false; bool directEval = false; };
struct New : Node { Node* callee = nullptr; List<Node*> arguments; };
struct Member : Node { Node* object = nullptr; const Atom* property = nullptr; Offset propertyBegin = 0; bool optional = false; };
struct Index : Node { Node* object = nullptr; Node* index = nullptr; bool optional = false; };
struct PrivateMember : Node { Node* object = nullptr; const Atom* name = nullptr; Offset propertyBegin = 0; bool optional = false; };  // name without #
struct PrivateIn : Node { const Atom* name = nullptr; Node* right = nullptr; };
struct OptionalChain : Node { Node* expression = nullptr; };
struct Sequence : Node { List<Node*> expressions; };
struct Spread : Node { Node* argument = nullptr; };
struct Yield : Node { Node* argument = nullptr; bool delegate = false; };
struct Await : Node { Node* argument = nullptr; };

struct PatternElement {
  Node* target = nullptr;  // null: a hole. Identifier, Member, Index, PrivateMember or a pattern
  Node* fallback = nullptr;
};
struct ArrayPattern : Node { List<PatternElement> elements; Node* rest = nullptr; };
struct PatternProperty { Node* key = nullptr; bool computed = false; PatternElement value; Offset begin = 0; };
struct ObjectPattern : Node { List<PatternProperty> properties; Node* rest = nullptr; };

// ---- functions and classes ----------------------------------------------------------------------------------------------

struct Parameter {
  Node* target = nullptr;  // Identifier or a pattern
  Node* fallback = nullptr;
  bool rest = false;
  bool property = false;   // TypeScript: constructor(private x)
  Offset begin = 0, end = 0;
};

enum class FunctionKind : std::uint8_t {
  Normal, Arrow, Method, Getter, Setter, Constructor, DerivedConstructor,
  FieldInitializer,  // parser makes one around each field's initialiser: an arrow-like body with `this`, no arguments
  StaticBlock
};

struct Function : Node {  // kind Function, or FunctionDeclaration
  FunctionKind function = FunctionKind::Normal;
  bool async = false, generator = false;
  bool strict = false;
  bool simpleParameters = true;      // identifiers only
  bool parameterExpressions = false; // a default or a computed key stands in them
  Identifier* name = nullptr;        // declarations and named expressions; null for `export default function () {}`
  List<Parameter> parameters;
  std::uint32_t length = 0;          // parameters before the first default or rest
  List<Node*> body;
  Node* expression = nullptr;        // an arrow's or a field initialiser's only expression, instead of body
  Scope* nameScope = nullptr;        // of a named function expression: holds FunctionName
  Scope* parameterScope = nullptr;   // never null but for FieldInitializer and StaticBlock
  Scope* bodyScope = nullptr;        // var and lexical names of the body; never null
  Offset bodyBegin = 0;              // of `{`, or of the expression
  // ---- resolver ----
  Function* parent = nullptr;
  Class* owner = nullptr;
  bool usesThis = false, usesArguments = false, usesNewTarget = false, usesSuper = false;  // itself or arrows within
  bool capturesThis = false, capturesArguments = false, capturesNewTarget = false;         // arrows within use it
  bool directEval = false;           // stands in this very function (arrows and blocks included)
  bool selfReferenced = false;       // its FunctionName is used
  struct Frame* frame = nullptr;
};

enum class MemberKind : std::uint8_t { Method, Getter, Setter, Field, StaticBlock, Accessor /* `accessor x`, with decorators */ };
struct ClassMember {
  MemberKind kind = MemberKind::Method;
  bool isStatic = false, computed = false;
  Node* key = nullptr;               // StringLiteral, NumberLiteral or, computed, any expression; null for privates and blocks
  const Atom* privateName = nullptr; // without #
  Function* value = nullptr;         // null: a field without initialiser
  List<Node*> decorators;
  Offset begin = 0, end = 0;
};
struct Class : Node {  // kind Class, or ClassDeclaration
  Identifier* name = nullptr;
  Node* heritage = nullptr;
  Function* constructor = nullptr;   // null: the default one
  List<ClassMember> members;         // without the constructor
  List<Node*> decorators;
  Scope* scope = nullptr;            // holds ClassName when it has a name; never null
  // ---- resolver ----
  struct Frame* frame = nullptr;        // the function around the class's evaluation
  struct Frame* fieldsFrame = nullptr;  // the function that makes an instance's fields
};

// ---- statements -----------------------------------------------------------------------------------------------------------

enum class DeclarationKind : std::uint8_t { Var, Let, Const };
struct Declarator { Node* target = nullptr; Node* initializer = nullptr; Offset begin = 0, end = 0; };
struct VariableDeclaration : Node { DeclarationKind declaration{}; List<Declarator> declarators; };

struct ExpressionStatement : Node { Node* expression = nullptr; bool directive = false; };
struct Block : Node { List<Node*> body; Scope* scope = nullptr; };  // scope is null when it declares nothing
struct If : Node { Node* test = nullptr; Node* consequent = nullptr; Node* alternate = nullptr; };
/// A loop's scope holds what its head declares with let or const; null when there is nothing.
struct For : Node { Node* initializer = nullptr; Node* test = nullptr; Node* update = nullptr; Node* body = nullptr; Scope* scope = nullptr; };
/// ForIn and ForOf. `left`: a VariableDeclaration of one declarator (with an initializer only in sloppy `for (var x = 1 in o)`), a pattern or a target.
struct ForEach : Node { Node* left = nullptr; Node* right = nullptr; Node* body = nullptr; bool await = false; Scope* scope = nullptr; };
struct While : Node { Node* test = nullptr; Node* body = nullptr; };    // While, DoWhile
struct Jump : Node { const Atom* label = nullptr; };                    // Break, Continue
struct Return : Node { Node* argument = nullptr; };
struct With : Node { Node* object = nullptr; Node* body = nullptr; Scope* scope = nullptr; };  // scope: kind With, empty
struct Case { Node* test = nullptr; List<Node*> body; };                // test is null: default
struct Switch : Node { Node* discriminant = nullptr; List<Case> cases; Scope* scope = nullptr; };
struct Labeled : Node { const Atom* label = nullptr; Node* body = nullptr; };
struct Throw : Node { Node* argument = nullptr; };
struct Try : Node { Block* block = nullptr; Node* parameter = nullptr; Block* handler = nullptr; Block* finalizer = nullptr; Scope* catchScope = nullptr; };  // catchScope holds the parameter's names; null without one

// ---- modules ----------------------------------------------------------------------------------------------------------------

struct ImportSpecifier { const Atom* imported = nullptr; Identifier* local = nullptr; };  // imported is null: the namespace
struct Import : Node { std::string_view specifier; List<ImportSpecifier> specifiers; };
struct ExportSpecifier { Identifier* local = nullptr; const Atom* imported = nullptr; const Atom* exported = nullptr; };  // local without a source, imported with one
struct ExportNamed : Node { Node* declaration = nullptr; List<ExportSpecifier> specifiers; bool hasSource = false; std::string_view source; };
struct ExportDefault : Node { Node* value = nullptr; };  // an expression, FunctionDeclaration or ClassDeclaration (its name may be null)
struct ExportAll : Node { const Atom* exported = nullptr; std::string_view source; };  // exported is null: all names

// ---- TypeScript ---------------------------------------------------------------------------------------------------------------

struct EnumMember { std::string_view name; Node* initializer = nullptr; Offset begin = 0; };
struct Enum : Node { Identifier* name = nullptr; List<EnumMember> members; bool isConst = false; struct Frame* frame = nullptr; std::string_view variable; };
/// Declarations that merge: each sees what the others export.
struct Parts { List<Node*> nodes; };
/// `namespace A.B {}` is a Namespace in an exported Namespace. Exports in the body are ExportNamed with a declaration.
struct Namespace : Node { Identifier* name = nullptr; List<Node*> body; Scope* scope = nullptr; struct Frame* frame = nullptr; std::string_view variable; };
struct ImportEquals : Node { Identifier* local = nullptr; bool isRequire = false; std::string_view specifier; Node* entity = nullptr; bool exported = false; };
struct ExportAssignment : Node { Node* expression = nullptr; };

// ---- the whole ------------------------------------------------------------------------------------------------------------------

enum class Goal : std::uint8_t { Script, Module, Eval, FunctionBody };

struct Program {
  Goal goal = Goal::Script;
  bool strict = false;
  bool topLevelAwait = false, topLevelYield = false;  // used, and allowed by the options
  bool mentionsEval = false;      // an identifier `eval` or `Function`, or import(), occurs anywhere
  List<Node*> body;
  Scope* scope = nullptr;         // Script, Module or Eval
  Function* function = nullptr;   // Goal::FunctionBody: what `new Function` asked for, the only thing in it
};

/// How deep trees get at most: statements and expressions within each other. Chains of one operator, of members and
/// calls, of `else if` and of commas count once, as everybody walks them in loops.
inline constexpr std::uint32_t kMaxDepth = 1200;

}  // namespace isobox::language

#endif
