// Which declaration a name means, and how its variable is kept. Runs in sealed runners, over a tree of hostile text.
//
// The output is ES5: variables belong to functions. A name of a block becomes a variable of the function around it, under
// a name of its own. Only where a closure in a loop must keep its iteration's variable is there more to do:
//   - nothing assigns it after the closure was made: the closure gets the value (`(function (x) { return … })(x)`);
//   - else it is boxed: the variable holds { v: value }, made anew by each iteration, and the closure gets the box.
// A use that may come before the initialisation is checked against the constant \x06T; most are proven not to.
#ifndef ISOBOX_RUNNER_LANGUAGE_RESOLVER_H
#define ISOBOX_RUNNER_LANGUAGE_RESOLVER_H

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "runner/language/ast.h"

namespace isobox::language {

/// A function of the output: one of the program's own, or one around a class, a namespace, an enum or the program.
struct Frame {
  Frame* parent = nullptr;
  Frame* owner = nullptr;            // whose `this`, `arguments` and `new.target` it uses; itself unless it is like an arrow
  Function* function = nullptr;      // null for the frames around a program, a class, …
  Class* classNode = nullptr;        // of a class's frames
  bool isFields = false;             // a class's fieldsFrame
  bool isMember = false;             // a method, an initialiser or a static block of the class around it
  bool inLoopHead = false;           // made in the head of a for loop
  bool immediate = false;            // called where it stands: class, namespace, program
  bool strict = false;
  bool hasArguments = false;         // a function around a direct eval that has an arguments object
  bool evalInArrow = false;          // that eval stands in an arrow
  bool decorated = false;            // a class whose decorators may call its methods early
  Offset begin = 0;                  // where the closure is made
  Binding* hoisted = nullptr;        // a declaration: the closure is made at the beginning of its scope
  List<Binding*> locals;             // to be declared at its head
  List<Binding*> loopCaptures;       // variables of loops around it that it must be given
  // ---- emitter ----
  bool wantsThis = false, wantsArguments = false, wantsNewTarget = false;  // an alias is declared at its head
  bool derived = false;              // a derived constructor: `this` is a variable
  bool suspends = false;             // a generator or an async function, or like an arrow in one
  std::uint32_t number = 0;          // of its aliases
  std::uint32_t temporaries = 0, freeTemporaries = 0;
  bool thisIsBound = false;          // a derived constructor behind its call of super
  struct Home* home = nullptr;       // what `super` means in it; only at owners
};

/// Variables of the output around a method.
struct Home {
  std::string_view object;           // the object it belongs to
  std::string_view constructor;      // of a constructor: its class
  std::string_view fields;           // of a constructor: what makes the instance's fields; empty: there are none
};

/// Lexical names that earlier scripts of the realm have declared.
struct RealmNames {
  std::unordered_map<std::string, BindingKind> kinds;
};

/// A scope around a unit: of the realm, or of the code around a direct eval.
struct OuterScopes {
  Scope* innermost = nullptr;
  Frame* frame = nullptr;            // aliases of the code around a direct eval
};

struct ResolveOptions {
  bool persistLexicals = false;      // a script's lexical names are the realm's, not the wrapper's
  bool localNames = false;           // CommonJS: all names are the wrapper's
  bool elidesImports = false;        // TypeScript: imports that only types use go away
  OuterScopes outer;
};

/// The walk. Names the variables, fills in the resolver's fields of the tree, links scopes along the tree.
class Resolver {
 public:
  Resolver(Arena& arena, AtomTable& atoms, const ResolveOptions& options);
  /// Returns the program's own frame. Throws OutOfMemory.
  Frame* resolve(Program& program);
  std::uint32_t namesGiven() const { return names_; }

 private:
  struct Deferred { Identifier* use; Binding* binding; Binding* function; };
  struct CallEdge { Binding* from; Binding* to; };

  Frame* newFrame(Function* function, bool arrowLike, Offset begin);
  void enter(Scope* scope, Frame* frame);
  void leave(Scope* scope);
  void nameBinding(Binding* binding, Frame* frame);
  std::string_view fresh(std::string_view base);
  Binding* lookup(const Atom* name) const;
  void setCurrent(const Atom* name, Binding* binding);

  void use(Identifier* identifier, bool assigns);
  void capture(Binding* binding, Offset at);
  void markDirectEval(Offset at);
  void reuseCallersName(Binding* binding);
  void placeInCaller(Binding* binding);
  void elideImports(Program& program);
  void settleHoisted();
  void decideBoxes();

  void hoistBlockFunctions(const List<Node*>& body, Scope* top, Scope* parameters);
  struct BlockFunctions {
    Scope* scope = nullptr;                             // where their variables go
    std::unordered_map<const Atom*, Binding*> top;      // what that declares
    std::unordered_map<const Atom*, int> hiding;        // names between there and here, and of parameters
  };
  void collectBlockFunctions(Node* statement, BlockFunctions& names);

  /// Enums or namespaces that are one: what each exports is a property of the object that all of them get.
  struct Merged {
    std::vector<Node*> parts;
    std::string_view variable;                          // that object, in each part's function
    Scope* scope = nullptr;                             // of the exports, as seen from a part
    std::unordered_map<const Atom*, Binding*> exports;
    bool collected = false;
  };
  struct OpenMerged { const Merged* merged; std::uint32_t depth; };
  Merged* mergedOf(Node* node, const Binding* name);
  void merge(const std::vector<Node*>& parts);
  void collectExports(Merged& merged);
  void enumDeclaration(Enum* node);
  void namespaceDeclaration(Namespace* node);

  void statements(const List<Node*>& list);
  void statement(Node* node);
  void visit(Node* node);
  void target(Node* node, bool declares);
  void function(Function* node);
  void functionBody(Function* node, Frame* frame);
  void parameters(Function* node);
  void fallback(const Node* target, Node* value);
  void classNode(Class* node);
  void loopBody(Node* node);
  void forLoop(For* node);
  void forEach(ForEach* node);
  void switchStatement(Switch* node);

  Arena& arena_;
  AtomTable& atoms_;
  ResolveOptions options_;
  Scope* scope_ = nullptr;
  Frame* frame_ = nullptr;
  Program* program_ = nullptr;
  std::uint32_t loops_ = 0;          // around the present place, in the same frame
  const List<Binding*>* updating_ = nullptr;  // the for loop whose update expression is being walked
  bool inHead_ = false;
  Scope* boundParameters_ = nullptr;  // while a function's parameters are walked
  const Binding* waiting_ = nullptr;
  std::uint32_t names_ = 0;
  std::uint32_t evals_ = 0;          // direct evals so far
  std::unordered_map<const Atom*, Binding*> current_;
  std::vector<Binding*> saved_;      // what names meant before the open scopes, in order
  std::vector<Deferred> deferred_;
  std::vector<CallEdge> edges_;
  std::vector<Binding*> loopBindings_;
  std::set<std::pair<const Frame*, const Binding*>> loopCaptures_;
  std::vector<Binding*> withs_;      // the open with statements' objects
  std::unordered_map<const Node*, std::unique_ptr<Merged>> mergedOwners_;  // by the first part
  std::unordered_map<const Node*, Merged*> merged_;
  std::vector<OpenMerged> openMerged_;  // around the present place
};

/// The object of the With scope, as a hidden binding.
inline Binding* withObject(Scope* scope) { return scope->bindings[0]; }

}  // namespace isobox::language

#endif
