// The parser: trees, scopes, positions, early errors with their messages, and hostile inputs.
//
// Longer than other tests: it carries a printer of trees, so that the expectations below can be read.
#include "runner/language/parser.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace isobox::language {
namespace {

constexpr std::size_t kArena = 1u << 30;

// ---- printing ---------------------------------------------------------------------------------------------

class Printer {
 public:
  std::string list(const List<Node*>& nodes) {
    std::string out;
    for (const Node* node : nodes) out += (out.empty() ? "" : " ") + print(node);
    return out;
  }

  std::string scope(const Scope* scope) {
    static const char* const kKinds[] = {
        "Var",         "Let",   "Const",        "Class",     "Function", "BlockFunction", "Parameter",
        "SimpleCatch", "Catch", "FunctionName", "ClassName", "Import",   "Enum",          "Namespace"};
    if (scope == nullptr) return "-";
    std::string out;
    for (const Binding* binding : scope->bindings) {
      EXPECT_EQ(binding->scope, scope);
      if (!out.empty()) out += ' ';
      out += std::string(binding->name->text) + ':' + kKinds[static_cast<int>(binding->kind)];
    }
    return "[" + out + "]";
  }

  std::string print(const Node* node) {
    if (node == nullptr) return "_";
    EXPECT_LE(node->begin, node->end);
    const std::string out = printBare(node);
    return node->parenthesized ? "<" + out + ">" : out;
  }

 private:
  template <class T>
  static const T& as(const Node* node) {
    return *static_cast<const T*>(node);
  }
  static std::string quote(std::string_view text) { return "'" + std::string(text) + "'"; }
  static const char* mark(bool optional) { return optional ? "?" : ""; }

  std::string printBare(const Node* node) {
    if (node->kind <= NodeKind::ObjectPattern) return printExpression(node);
    return printStatement(node);
  }

  std::string printExpression(const Node* node) {
    static const char* const kUnary[] = {"+", "-", "~", "!", "typeof", "void", "delete"};
    static const char* const kBinary[] = {
        "+", "-",  "*",  "/",   "%",   "**", "<<", ">>", ">>>", "&",  "|",
        "^", "==", "!=", "===", "!==", "<",  "<=", ">",  ">=",  "in", "instanceof"};
    static const char* const kLogical[] = {"&&", "||", "??"};
    switch (node->kind) {
      case NodeKind::Identifier:
        return std::string(as<Identifier>(node).name->text);
      case NodeKind::Null:
        return "null";
      case NodeKind::Boolean:
        return as<BooleanLiteral>(node).value ? "true" : "false";
      case NodeKind::Number:
        return std::to_string(as<NumberLiteral>(node).value).substr(0, 3);
      case NodeKind::String:
        return quote(as<StringLiteral>(node).value);
      case NodeKind::RegExp:
        return "(regexp " + std::string(as<RegExpLiteral>(node).pattern) + " " +
               std::string(as<RegExpLiteral>(node).flags) + ")";
      case NodeKind::Template: {
        std::string out = "(template";
        for (const TemplateElement& element : as<Template>(node).elements) {
          out += " " + (element.valid ? quote(element.cooked) : "!") + "/" + quote(element.raw);
        }
        return out + (as<Template>(node).expressions.empty() ? "" : " ") +
               list(as<Template>(node).expressions) + ")";
      }
      case NodeKind::TaggedTemplate:
        return "(tag " + print(as<TaggedTemplate>(node).tag) + " " + print(as<TaggedTemplate>(node).quasi) +
               ")";
      case NodeKind::This:
        return "this";
      case NodeKind::Super:
        return "super";
      case NodeKind::NewTarget:
        return "new.target";
      case NodeKind::ImportMeta:
        return "import.meta";
      case NodeKind::ImportCall:
        return "(import " + print(as<ImportCall>(node).specifier) + " " +
               print(as<ImportCall>(node).options) + ")";
      case NodeKind::Array:
        return "(array " + list(as<ArrayLiteral>(node).elements) + ")";
      case NodeKind::Object:
        return printObject(as<ObjectLiteral>(node));
      case NodeKind::Function:
        return printFunction(as<Function>(node));
      case NodeKind::Class:
        return printClass(as<Class>(node));
      case NodeKind::Unary:
        return std::string("(") + kUnary[static_cast<int>(as<Unary>(node).op)] + " " +
               print(as<Unary>(node).operand) + ")";
      case NodeKind::Update: {
        const auto& update = as<Update>(node);
        const std::string op = update.increment ? "++" : "--";
        return update.prefix ? "(" + op + " " + print(update.target) + ")"
                             : "(" + print(update.target) + " " + op + ")";
      }
      case NodeKind::Binary:
        return std::string("(") + kBinary[static_cast<int>(as<Binary>(node).op)] + " " +
               print(as<Binary>(node).left) + " " + print(as<Binary>(node).right) + ")";
      case NodeKind::Logical:
        return std::string("(") + kLogical[static_cast<int>(as<Logical>(node).op)] + " " +
               print(as<Logical>(node).left) + " " + print(as<Logical>(node).right) + ")";
      case NodeKind::Assign: {
        const auto& assign = as<Assign>(node);
        const std::string op = assign.assign == AssignKind::Plain ? ""
                               : assign.assign == AssignKind::Compound
                                   ? kBinary[static_cast<int>(assign.op)]
                                   : kLogical[static_cast<int>(assign.logical)];
        return "(" + op + "= " + print(assign.target) + " " + print(assign.value) + ")";
      }
      case NodeKind::Conditional:
        return "(? " + print(as<Conditional>(node).test) + " " + print(as<Conditional>(node).consequent) +
               " " + print(as<Conditional>(node).alternate) + ")";
      case NodeKind::Call:
        return std::string("(call") + mark(as<Call>(node).optional) +
               (as<Call>(node).directEval ? "! " : " ") + print(as<Call>(node).callee) +
               (as<Call>(node).arguments.empty() ? "" : " ") + list(as<Call>(node).arguments) + ")";
      case NodeKind::New:
        return "(new " + print(as<New>(node).callee) + (as<New>(node).arguments.empty() ? "" : " ") +
               list(as<New>(node).arguments) + ")";
      case NodeKind::Member:
        return std::string("(.") + mark(as<Member>(node).optional) + " " + print(as<Member>(node).object) +
               " " + std::string(as<Member>(node).property->text) + ")";
      case NodeKind::Index:
        return std::string("([]") + mark(as<Index>(node).optional) + " " + print(as<Index>(node).object) +
               " " + print(as<Index>(node).index) + ")";
      case NodeKind::PrivateMember:
        return std::string("(.#") + mark(as<PrivateMember>(node).optional) + " " +
               print(as<PrivateMember>(node).object) + " " + std::string(as<PrivateMember>(node).name->text) +
               ")";
      case NodeKind::PrivateIn:
        return "(in #" + std::string(as<PrivateIn>(node).name->text) + " " +
               print(as<PrivateIn>(node).right) + ")";
      case NodeKind::OptionalChain:
        return "(chain " + print(as<OptionalChain>(node).expression) + ")";
      case NodeKind::Sequence:
        return "(, " + list(as<Sequence>(node).expressions) + ")";
      case NodeKind::Spread:
        return "(... " + print(as<Spread>(node).argument) + ")";
      case NodeKind::Yield:
        return std::string(as<Yield>(node).delegate ? "(yield* " : "(yield ") +
               print(as<Yield>(node).argument) + ")";
      case NodeKind::Await:
        return "(await " + print(as<Await>(node).argument) + ")";
      case NodeKind::ArrayPattern: {
        std::string out = "(array=";
        for (const PatternElement& element : as<ArrayPattern>(node).elements)
          out += " " + printElement(element);
        if (as<ArrayPattern>(node).rest != nullptr) out += " ... " + print(as<ArrayPattern>(node).rest);
        return out + ")";
      }
      case NodeKind::ObjectPattern: {
        std::string out = "(object=";
        for (const PatternProperty& property : as<ObjectPattern>(node).properties) {
          out += (property.computed ? " [" + print(property.key) + "]" : " " + print(property.key)) + ":" +
                 printElement(property.value);
        }
        if (as<ObjectPattern>(node).rest != nullptr) out += " ... " + print(as<ObjectPattern>(node).rest);
        return out + ")";
      }
      default:
        return "?";
    }
  }

  std::string printElement(const PatternElement& element) {
    return print(element.target) + (element.fallback == nullptr ? "" : "=" + print(element.fallback));
  }

  std::string printObject(const ObjectLiteral& object) {
    static const char* const kKinds[] = {":", "", "()", "get", "set", "..."};
    std::string out = "(object";
    for (const Property& property : object.properties) {
      out += std::string(" ") + (property.isPrototype ? "proto" : kKinds[static_cast<int>(property.kind)]);
      if (property.key != nullptr)
        out += property.computed ? "[" + print(property.key) + "]" : print(property.key);
      out += " " + print(property.value);
    }
    return out + ")";
  }

  std::string printFunction(const Function& function) {
    static const char* const kKinds[] = {"function",    "arrow",   "method", "getter", "setter",
                                         "constructor", "derived", "field",  "static"};
    std::string out = std::string("(") + (function.async ? "async " : "") +
                      kKinds[static_cast<int>(function.function)] + (function.generator ? "*" : "") +
                      (function.strict ? "!" : "");
    if (function.name != nullptr) out += " " + std::string(function.name->name->text);
    if (function.nameScope != nullptr) out += scope(function.nameScope);
    out += " " + std::to_string(function.length) + (function.simpleParameters ? "" : "n") +
           (function.parameterExpressions ? "e" : "") + "(";
    for (const Parameter& parameter : function.parameters) {
      out += (out.back() == '(' ? "" : " ") + std::string(parameter.rest ? "..." : "") +
             printElement({parameter.target, parameter.fallback});
    }
    out += ")";
    if (function.parameterScope != nullptr) out += scope(function.parameterScope);
    EXPECT_NE(function.bodyScope, nullptr);
    out += scope(function.bodyScope);
    return out + " " +
           (function.expression != nullptr ? print(function.expression) : "{" + list(function.body) + "}") +
           ")";
  }

  std::string printClass(const Class& node) {
    static const char* const kKinds[] = {"", "get ", "set ", "field ", "static", "accessor "};
    std::string out = "(class";
    if (node.name != nullptr) out += " " + std::string(node.name->name->text);
    out += scope(node.scope);
    if (!node.decorators.empty()) out += " @" + list(node.decorators);
    if (node.heritage != nullptr) out += " < " + print(node.heritage);
    if (node.constructor != nullptr) out += " " + print(node.constructor);
    for (const ClassMember& member : node.members) {
      out += " {" + (member.decorators.empty() ? "" : "@" + list(member.decorators) + " ") +
             (member.isStatic && member.kind != MemberKind::StaticBlock ? "static " : "") +
             kKinds[static_cast<int>(member.kind)];
      if (member.privateName != nullptr) out += "#" + std::string(member.privateName->text);
      if (member.key != nullptr) out += member.computed ? "[" + print(member.key) + "]" : print(member.key);
      out += " " + print(member.value) + "}";
    }
    return out + ")";
  }

  std::string printStatement(const Node* node) {
    switch (node->kind) {
      case NodeKind::VariableDeclaration: {
        static const char* const kKinds[] = {"var", "let", "const"};
        std::string out =
            std::string("(") + kKinds[static_cast<int>(as<VariableDeclaration>(node).declaration)];
        for (const Declarator& each : as<VariableDeclaration>(node).declarators) {
          out += " " + printElement({each.target, each.initializer});
        }
        return out + ")";
      }
      case NodeKind::FunctionDeclaration:
        return printFunction(as<Function>(node));
      case NodeKind::ClassDeclaration:
        return printClass(as<Class>(node));
      case NodeKind::ExpressionStatement:
        return (as<ExpressionStatement>(node).directive ? "directive " : "") +
               print(as<ExpressionStatement>(node).expression) + ";";
      case NodeKind::Block:
        return "{" + (as<Block>(node).scope == nullptr ? "" : scope(as<Block>(node).scope) + " ") +
               list(as<Block>(node).body) + "}";
      case NodeKind::Empty:
        return ";";
      case NodeKind::If:
        return "(if " + print(as<If>(node).test) + " " + print(as<If>(node).consequent) + " " +
               print(as<If>(node).alternate) + ")";
      case NodeKind::For:
        return "(for" + scope(as<For>(node).scope) + " " + print(as<For>(node).initializer) + " " +
               print(as<For>(node).test) + " " + print(as<For>(node).update) + " " +
               print(as<For>(node).body) + ")";
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        return std::string(node->kind == NodeKind::ForIn ? "(for-in" : "(for-of") +
               (as<ForEach>(node).await ? "-await" : "") + scope(as<ForEach>(node).scope) + " " +
               print(as<ForEach>(node).left) + " " + print(as<ForEach>(node).right) + " " +
               print(as<ForEach>(node).body) + ")";
      case NodeKind::While:
        return "(while " + print(as<While>(node).test) + " " + print(as<While>(node).body) + ")";
      case NodeKind::DoWhile:
        return "(do " + print(as<While>(node).body) + " " + print(as<While>(node).test) + ")";
      case NodeKind::Continue:
      case NodeKind::Break: {
        const Atom* label = as<Jump>(node).label;
        return std::string(node->kind == NodeKind::Break ? "(break" : "(continue") +
               (label == nullptr ? "" : " " + std::string(label->text)) + ")";
      }
      case NodeKind::Return:
        return "(return " + print(as<Return>(node).argument) + ")";
      case NodeKind::With:
        return "(with " + print(as<With>(node).object) + " " + print(as<With>(node).body) + ")";
      case NodeKind::Switch: {
        std::string out =
            "(switch" + scope(as<Switch>(node).scope) + " " + print(as<Switch>(node).discriminant);
        for (const Case& each : as<Switch>(node).cases)
          out += " (" + print(each.test) + ": " + list(each.body) + ")";
        return out + ")";
      }
      case NodeKind::Labeled:
        return "(label " + std::string(as<Labeled>(node).label->text) + " " + print(as<Labeled>(node).body) +
               ")";
      case NodeKind::Throw:
        return "(throw " + print(as<Throw>(node).argument) + ")";
      case NodeKind::Try:
        return "(try " + print(as<Try>(node).block) + " " + scope(as<Try>(node).catchScope) + " " +
               print(as<Try>(node).parameter) + " " + print(as<Try>(node).handler) + " " +
               print(as<Try>(node).finalizer) + ")";
      case NodeKind::Debugger:
        return "debugger";
      case NodeKind::Import: {
        std::string out = "(import " + quote(as<Import>(node).specifier);
        for (const ImportSpecifier& each : as<Import>(node).specifiers) {
          out += " " + (each.imported == nullptr ? "*" : std::string(each.imported->text)) + "=" +
                 print(each.local);
        }
        return out + ")";
      }
      case NodeKind::ExportNamed: {
        const auto& named = as<ExportNamed>(node);
        std::string out = "(export";
        if (named.declaration != nullptr) out += " " + print(named.declaration);
        for (const ExportSpecifier& each : named.specifiers) {
          out += " " + (each.local != nullptr ? print(each.local) : std::string(each.imported->text)) + "=" +
                 std::string(each.exported->text);
        }
        return out + (named.hasSource ? " from " + quote(named.source) : "") + ")";
      }
      case NodeKind::ExportDefault:
        return "(default " + print(as<ExportDefault>(node).value) + ")";
      case NodeKind::ExportAll: {
        const Atom* exported = as<ExportAll>(node).exported;
        return "(export * " + (exported == nullptr ? "" : std::string(exported->text) + " ") +
               quote(as<ExportAll>(node).source) + ")";
      }
      default:
        return "?";
    }
  }
};

// ---- running ----------------------------------------------------------------------------------------------

class Parsed {
 public:
  explicit Parsed(std::string text, const ParseOptions& options = {})
      : text_(std::move(text)), arena_(kArena), atoms_(arena_, 20240607) {
    try {
      program_ = parseProgram(text_, options, arena_, atoms_);
    } catch (const ParseError& error) {
      problem_ = error.problem;
    }
  }
  Program* program() { return program_; }
  bool ok() const { return program_ != nullptr; }
  std::string problem() const {
    return ok() ? "ok" : problem_.message + " @" + std::to_string(problem_.offset);
  }
  std::string tree() { return ok() ? Printer().list(program_->body) : problem(); }
  std::string scopes() { return ok() ? Printer().scope(program_->scope) + " " + tree() : problem(); }
  std::string_view slice(const Node* node) const {
    return std::string_view(text_).substr(node->begin, node->end - node->begin);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  Arena arena_;
  AtomTable atoms_;
  Program* program_ = nullptr;
  Problem problem_;
};

ParseOptions goal(Goal goal) {
  ParseOptions options;
  options.goal = goal;
  return options;
}
ParseOptions strict() {
  ParseOptions options;
  options.context.strict = true;
  return options;
}
std::string tree(const std::string& text, const ParseOptions& options = {}) {
  return Parsed(text, options).tree();
}
std::string scopes(const std::string& text, const ParseOptions& options = {}) {
  return Parsed(text, options).scopes();
}
std::string problem(const std::string& text, const ParseOptions& options = {}) {
  return Parsed(text, options).problem();
}
std::string module(const std::string& text) {
  return Parsed(text, goal(Goal::Module)).tree();
}
std::string repeat(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

using Table = std::vector<std::pair<std::string, std::string>>;

// ---- trees ------------------------------------------------------------------------------------------------

TEST(ParserTrees, Expressions) {
  const Table table = {
      {"1 + 2 * 3 ** 2 ** 1 - 4", "(- (+ 1.0 (* 2.0 (** 3.0 (** 2.0 1.0)))) 4.0);"},
      {"a || b && c | d ^ e & f", "(|| a (&& b (| c (^ d (& e f)))));"},
      {"a ?? b ?? c", "(?? (?? a b) c);"},
      {"(a || b) ?? c", "(?? <(|| a b)> c);"},
      {"a = b += c ?\?= d", "(= a (+= b (?\?= c d)));"},
      {"a ? b : c ? d : e", "(? a b (? c d e));"},
      {"typeof -void !a", "(typeof (- (void (! a))));"},
      {"++a.b; a[0]--", "(++ (. a b)); (([] a 0.0) --);"},
      {"a\n++b", "a; (++ b);"},
      {"a, b", "(, a b);"},
      {"(a, b)", "<(, a b)>;"},
      {"a.b[c](d, ...e)`x${f}y`", "(tag (call ([] (. a b) c) d (... e)) (template 'x'/'x' 'y'/'y' f));"},
      {"new a.b(c)(d)", "(call (new (. a b) c) d);"},
      {"new new a", "(new (new a));"},
      {"a?.b.c?.[d]?.(e).f", "(chain (. (call? ([]? (. (.? a b) c) d) e) f));"},
      {"(a?.b).c", "(. <(chain (.? a b))> c);"},
      {"eval(a); (eval)(a); eval?.(a); x.eval(a)",
       "(call! eval a); (call! <eval> a); (chain (call? eval a)); (call (. x eval) a);"},
      {"[a, , ...b,]", "(array a _ (... b));"},
      {"({a, b: 1, 'c': 2, 3: 4, [d]: 5, ...e, __proto__: f, get: 6})",
       "<(object 'a' a :'b' 1.0 :'c' 2.0 :3.0 4.0 :[d] 5.0 ... e proto'__proto__' f :'get' 6.0)>;"},
      {"({get a() {}, set a(b) {}, async *c() {}})",
       "<(object get'a' (getter 0()[][] {}) set'a' (setter 1(b)[b:Parameter][] {}) ()'c' (async method* "
       "0()[][] {}))>;"},
      {"/a[/]b/gi.test(x)", "(call (. (regexp a[/]b gi) test) x);"},
      {"a / b / c", "(/ (/ a b) c);"},
      {"import('a', b)", "(import 'a' b);"},
      {"tag`\\u{`", "(tag tag (template !/'\\u{'));"},
      {"async(a)", "(call async a);"},
      {"async\nfunction f() {}", "async; (function f 0()[][] {})"},
      {"yield + await", "(+ yield await);"},
      {"let\nlet_", "(let let_)"},
      {"if (1) let\n{}", "(if 1.0 let; _) {}"},
      {"a in b instanceof c < d", "(< (instanceof (in a b) c) d);"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(tree(text), expected) << text;
}

TEST(ParserTrees, Patterns) {
  const Table table = {
      {"[a, b.c, [d] = 1, ...e] = x", "(= (array= a (. b c) (array= d)=1.0 ... e) x);"},
      {"({a, b: c[0], d = 1, ['e']: [f], ...g.h} = x)",
       "<(= (object= 'a':a 'b':([] c 0.0) 'd':d=1.0 ['e']:(array= f) ... (. g h)) x)>;"},
      {"[(a), (b.c)] = x", "(= (array= <a> <(. b c)>) x);"},
      {"var {a: {b = 1}, ...c} = x, [, d] = y",
       "(var (object= 'a':(object= 'b':b=1.0) ... c)=x (array= _ d)=y)"},
      {"({a = 1}, [b]) => a", "(arrow 2ne((object= 'a':a=1.0) (array= b))[a:Parameter b:Parameter][] a);"},
      {"(a = {b = 1} = {}) => a", "(arrow 0ne(a=(= (object= 'b':b=1.0) (object)))[a:Parameter][] a);"},
      {"for ([a] of b);", "(for-of- (array= a) b ;)"},
      {"for (a.b in c);", "(for-in- (. a b) c ;)"},
      {"f() = 1; for (f() of x);", "(= (call f) 1.0); (for-of- (call f) x ;)"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(tree(text), expected) << text;
}

TEST(ParserTrees, Functions) {
  const Table table = {
      {"function f(a, b = 1, ...c) { 'use strict2'; return a }",
       "(function f 1ne(a b=1.0 ...c)[a:Parameter b:Parameter c:Parameter][] {directive 'use strict2'; "
       "(return a)});"},
      {"(function g() {'use strict'})", "<(function! g[g:FunctionName] 0()[][] {directive 'use strict';})>;"},
      {"x => y => x", "(arrow 1(x)[x:Parameter][] (arrow 1(y)[y:Parameter][] x));"},
      {"async x => await x", "(async arrow 1(x)[x:Parameter][] (await x));"},
      {"async (x, [y]) => {}", "(async arrow 2n(x (array= y))[x:Parameter y:Parameter][] {});"},
      {"() => ({})", "(arrow 0()[][] <(object)>);"},
      {"(...a) => a", "(arrow 0n(...a)[a:Parameter][] a);"},
      {"(a,) => a", "(arrow 1(a)[a:Parameter][] a);"},
      {"function* g() { yield; yield* a; yield\nb }",
       "(function* g 0()[][] {(yield _); (yield* a); (yield _); b;})"},
      {"async function f() { for await (const a of b) await a }",
       "(async function f 0()[][] {(for-of-await[a:Const] (const a) b (await a);)})"},
      {"function f(a, a) {}", "(function f 2(a a)[a:Parameter][] {})"},
  };
  for (const auto& [text, expected] : table) {
    std::string actual = tree(text);
    EXPECT_TRUE(actual == expected || actual + ";" == expected) << text << "\n" << actual << "\n" << expected;
  }
}

TEST(ParserTrees, Classes) {
  const Table table = {
      {"class C extends B { constructor() { super() } }",
       "(class C[C:ClassName] < B (derived! 0()[][] {(call super);}))"},
      {"class C { static #a = 1; get #b() { return this.#a } static { #a in x } [k] = y; 'z'; static async "
       "*m() {} }",
       "(class C[C:ClassName] {static field #a (field! 0()[] 1.0)} {get #b (getter! 0()[][] {(return (.# "
       "this a))})}"
       " {static (static! 0()[] {(in #a x);})} {field [k] (field! 0()[] y)} {field 'z' _}"
       " {static 'm' (async method*! 0()[][] {})})"},
      {"(class { get; set; static; async; get\n*a() {} })",
       "<(class[] {field 'get' _} {field 'set' _} {field 'static' _} {field 'async' _} {field 'get' _} {'a' "
       "(method*! 0()[][] "
       "{})})>;"},
      {"@a @b.c(1) class D { @(e) f() {} @g accessor h = 1 }",
       "(class D[D:ClassName] @a (call (. b c) 1.0) {@<e> 'f' (method! 0()[][] {})} {@g accessor 'h' (field! "
       "0()[] 1.0)})"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(tree(text), expected) << text;
}

TEST(ParserTrees, Statements) {
  const Table table = {
      {"if (a) b; else if (c) d; else e", "(if a b; (if c d; e;))"},
      {"for (let i = 0, j; i < 1; i++) {}", "(for[i:Let j:Let] (let i=0.0 j) (< i 1.0) (i ++) {})"},
      {"for (;;) break", "(for- _ _ _ (break))"},
      {"for (var a = 1 in b);", "(for-in- (var a=1.0) b ;)"},
      {"for (let in x);", "(for-in- let x ;)"},
      {"do a; while (b) c", "(do a; b) c;"},
      {"a: b: for (;;) continue a", "(label a (label b (for- _ _ _ (continue a))))"},
      {"switch (a) { case 1: let b; default: function c() {} }",
       "(switch[b:Let c:BlockFunction] a (1.0: (let b)) (_: (function c 0()[][] {})))"},
      {"try { let a } catch ({b}) { let c } finally {}",
       "(try {[a:Let] (let a)} [b:Catch] (object= 'b':b) {[c:Let] (let c)} {})"},
      {"try {} catch {}", "(try {} - _ {} _)"},
      {"with (a) b", "(with a b;)"},
      {"if (a) function f() {}", "(if a {[f:BlockFunction] (function f 0()[][] {})} _)"},
      {"throw a\ndebugger", "(throw a) debugger"},
      {"{}/a/g", "{} (regexp a g);"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(tree(text), expected) << text;
}

TEST(ParserTrees, Modules) {
  const Table table = {
      {"import a, {b as c, default as d, 'e f' as g} from 'x' with {type: 'json'}; import * as h from 'y'; "
       "import 'z'",
       "(import 'x' default=a b=c default=d e f=g) (import 'y' *=h) (import 'z')"},
      {"export {a, a as 'b c'}; let a; export {if as x} from 'y'; export * from 'z'; export * as n from 'm'",
       "(export a=a a=b c) (let a) (export if=x from 'y') (export * 'z') (export * n 'm')"},
      {"export default function () {}", "(default (function! 0()[][] {}))"},
      {"export default class A {}", "(default (class A[A:ClassName]))"},
      {"export default async () => 1", "(default (async arrow! 0()[][] 1.0))"},
      {"export const {a, b: [c]} = x", "(export (const (object= 'a':a 'b':(array= c))=x))"},
      {"export async function f() {}", "(export (async function! f 0()[][] {}))"},
      {"await import.meta", "(await import.meta);"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(module(text), expected) << text;
}

TEST(ParserScopes, Names) {
  const Table table = {
      {"var a; let b; const c = 1; class D {} function e() {}",
       "[a:Var b:Let c:Const D:Class e:Function] (var a) (let b) (const c=1.0) (class D[D:ClassName]) "
       "(function e 0()[][] "
       "{})"},
      {"{ var a; { var b; let c } }", "[a:Var b:Var] {(var a) {[c:Let] (var b) (let c)}}"},
      {"function f(a) { var a; { var b } }",
       "[f:Function] (function f 1(a)[a:Parameter][a:Var b:Var] {(var a) {(var b)}})"},
      {"var f; function f() {}", "[f:Function] (var f) (function f 0()[][] {})"},
      {"try {} catch (e) { var e }", "[e:Var] (try {} [e:SimpleCatch] e {(var e)} _)"},
      {"{ function f() {} function f() {} }",
       "[] {[f:BlockFunction] (function f 0()[][] {}) (function f 0()[][] {})}"},
      {"class C { static { var a; let b; function c() {} } }",
       "[C:Class] (class C[C:ClassName] {static (static! 0()[a:Var b:Let c:Function] {(var a) (let b) "
       "(function! c "
       "0()[][] {})})})"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(scopes(text), expected) << text;
  EXPECT_EQ(scopes("import a from 'x'; function f() {}", goal(Goal::Module)),
            "[a:Import f:Function] (import 'x' default=a) (function! f 0()[][] {})");
}

TEST(ParserScopes, KeepsTheLastFunctionAndTheOffsets) {
  Parsed parsed("function f() { 1 } function f() { 2 }\nlet x = 1 + 2, y;");
  ASSERT_TRUE(parsed.ok());
  const List<Binding*>& bindings = parsed.program()->scope->bindings;
  ASSERT_EQ(bindings.size(), 3u);
  EXPECT_EQ(parsed.slice(bindings[0]->function), "function f() { 2 }");
  EXPECT_EQ(bindings[0]->begin, 9u);
  EXPECT_EQ(bindings[1]->begin, 42u);
  EXPECT_EQ(bindings[1]->initializedAt, 51u);
  EXPECT_EQ(bindings[2]->initializedAt, 54u);
}

TEST(ParserTrees, FunctionsKnowTheirSource) {
  const std::string text =
      "x = {async *m() {}, get a() {return 1}, ['k'](b) {}}; y = class A { static async s() {} static get "
      "#p() {} }; z = "
      "async (a) => { a }; w = a => (a)";
  Parsed parsed(text);
  ASSERT_TRUE(parsed.ok());
  const auto value = [&](std::uint32_t i) {
    auto* statement = static_cast<ExpressionStatement*>(parsed.program()->body[i]);
    return static_cast<Assign*>(statement->expression)->value;
  };
  const auto* object = static_cast<ObjectLiteral*>(value(0));
  EXPECT_EQ(parsed.slice(object->properties[0].value), "async *m() {}");
  EXPECT_EQ(parsed.slice(object->properties[1].value), "get a() {return 1}");
  EXPECT_EQ(parsed.slice(object->properties[2].value), "['k'](b) {}");
  const auto* node = static_cast<Class*>(value(1));
  EXPECT_EQ(parsed.slice(node), "class A { static async s() {} static get #p() {} }");
  EXPECT_EQ(parsed.slice(node->members[0].value), "async s() {}");
  EXPECT_EQ(parsed.slice(node->members[1].value), "get #p() {}");
  EXPECT_EQ(parsed.slice(value(2)), "async (a) => { a }");
  EXPECT_EQ(parsed.slice(value(3)), "a => (a)");
}

// ---- early errors -----------------------------------------------------------------------------------------

TEST(ParserErrors, HaveTheMessagesOfNodeAndTheirPlaces) {
  const Table table = {
      {"a b", "Unexpected identifier 'b' @2"},
      {"(", "Unexpected end of input @1"},
      {"a = )", "Unexpected token ')' @4"},
      {"a 1n", "Unexpected number @2"},
      {"01n", "Invalid or unexpected token @0"},
      {"1.5n", "Invalid or unexpected token @0"},
      {"1e3n", "Invalid or unexpected token @0"},
      {"f(a b)", "missing ) after argument list @2"},
      {"let a; let a", "Identifier 'a' has already been declared @11"},
      {"let a; var a", "Identifier 'a' has already been declared @11"},
      {"{ var a } let a", "Identifier 'a' has already been declared @14"},
      {"{ let a; { var a } }", "Identifier 'a' has already been declared @15"},
      {"function f(a) { let a }", "Identifier 'a' has already been declared @20"},
      {"try {} catch ([e]) { var e }", "Identifier 'e' has already been declared @25"},
      {"try {} catch (e) { for (const e of []) { var e } }", "Identifier 'e' has already been declared @45"},
      {"try {} catch (e) { let e }", "Identifier 'e' has already been declared @23"},
      {"for (let a;;) { var a }", "Identifier 'a' has already been declared @20"},
      {"switch (1) { case 1: let a; case 2: let a }", "Identifier 'a' has already been declared @40"},
      {"{ async function f() {} function f() {} }", "Identifier 'f' has already been declared @33"},
      {"const a", "Missing initializer in const declaration @6"},
      {"let [a]", "Missing initializer in destructuring declaration @4"},
      {"let let = 1", "let is disallowed as a lexically bound name @4"},
      {"return", "Illegal return statement @0"},
      {"break", "Illegal break statement @0"},
      {"continue", "Illegal continue statement: no surrounding iteration statement @0"},
      {"a: continue a", "Illegal continue statement: 'a' does not denote an iteration statement @12"},
      {"while (1) break b", "Undefined label 'b' @16"},
      {"a: a: ;", "Label 'a' has already been declared @3"},
      {"throw\na", "Illegal newline after throw @0"},
      {"try {}", "Missing catch or finally after try @5"},
      {"1 = 2", "Invalid left-hand side in assignment @0"},
      {"f() ?\?= 2", "Invalid left-hand side in assignment @0"},
      {"a?.b = 1", "Invalid left-hand side in assignment @0"},
      {"++1", "Invalid left-hand side expression in prefix operation @2"},
      {"[f()] = 1", "Invalid destructuring assignment target @1"},
      {"[(a = 1)] = 1", "Invalid destructuring assignment target @2"},
      {"([a]) = 1", "Invalid left-hand side in assignment @0"},
      {"({a = 1})", "Invalid shorthand property initializer @4"},
      {"[{a = 1}.b] = 1", "Invalid shorthand property initializer @4"},
      {"({__proto__: 1, '__proto__': 2})",
       "Duplicate __proto__ fields are not allowed in object literals @16"},
      {"[...a, b] = c", "Rest element must be last element @1"},
      {"(...a, b) => 1", "Rest parameter must be last formal parameter @5"},
      {"(a, a) => 1", "Duplicate parameter name not allowed in this context @4"},
      {"((a)) => 1", "Invalid destructuring assignment target @2"},
      {"a\n=> 1", "Unexpected token '=>' @2"},
      {"a ?? b || c", "Unexpected token '||' @7"},
      {"-1 ** 2",
       "Unary operator used immediately before exponentiation expression. Parenthesis must be used to "
       "disambiguate "
       "operator precedence @0"},
      {"new a?.b()", "Invalid optional chain from new expression @5"},
      {"a?.`b`", "Invalid tagged template on optional chain @3"},
      {"new.target", "new.target expression is not allowed here @4"},
      {"super.a", "'super' keyword unexpected here @0"},
      {"import a from 'b'", "Cannot use import statement outside a module @0"},
      {"await a", "await is only valid in async functions and the top level bodies of modules @0"},
      {"if (1) class A {}", "Unexpected token 'class' @7"},
      {"while (1) let [a] = b", "Lexical declaration cannot appear in a single-statement context @10"},
      {"for (let a = 1 of b);", "for-of loop variable declaration may not have an initializer. @9"},
      {"for (async of []);", "Unexpected token '[' @14"},
      {"function f(a = 1) { 'use strict' }",
       "Illegal 'use strict' directive in function with non-simple parameter list @20"},
      {"function eval() { 'use strict' }", "Unexpected eval or arguments in strict mode @9"},
      {"function f() { '\\01'; 'use strict' }", "Octal escape sequences are not allowed in strict mode. @16"},
      {"class A { constructor() {} constructor() {} }", "A class may only have one constructor @27"},
      {"class A { get constructor() {} }", "Class constructor may not be an accessor @14"},
      {"class A { #a; #a }", "Identifier '#a' has already been declared @14"},
      {"class A { b() { this.#a } }", "Private field '#a' must be declared in an enclosing class @21"},
      {"class A { a = arguments }",
       "'arguments' is not allowed in class field initializer or static initialization block @14"},
      {"class A { static prototype() {} }", "Classes may not have a static property named 'prototype' @17"},
      {"class A { #a; b() { delete this.#a } }", "Private fields can not be deleted @32"},
      {"({get a(b) {}})", "Getter must not have any formal parameters. @7"},
      {"({set a() {}})", "Setter must have exactly one formal parameter. @7"},
      {"function* f(a = yield) {}", "Yield expression not allowed in formal parameter @16"},
      {"async function f() { (a = await b) => 1 }",
       "Illegal await-expression in formal parameters of async function @26"},
      {"async (a = await) => 1", "Unexpected reserved word @11"},
      {"`\\01`", "Octal escape sequences are not allowed in template strings @1"},
      {"enum a {}", "Unexpected reserved word @0"},
      {"v\\u0061r a", "Keyword must not contain escaped characters @0"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(problem(text), expected) << text;
}

TEST(ParserErrors, OfStrictCode) {
  const Table table = {
      {"with (a) b", "Strict mode code may not include a with statement @0"},
      {"010", "Octal literals are not allowed in strict mode. @0"},
      {"09", "Decimals with leading zeros are not allowed in strict mode. @0"},
      {"'\\8'", "\\8 and \\9 are not allowed in strict mode. @1"},
      {"delete (a)", "Delete of an unqualified identifier in strict mode. @8"},
      {"eval = 1", "Unexpected eval or arguments in strict mode @0"},
      {"[arguments] = a", "Unexpected eval or arguments in strict mode @1"},
      {"var eval", "Unexpected eval or arguments in strict mode @4"},
      {"interface", "Unexpected strict mode reserved word @0"},
      {"yield", "Unexpected strict mode reserved word @0"},
      {"f() = 1", "Invalid left-hand side in assignment @0"},
      {"function f(a, a) {}", "Duplicate parameter name not allowed in this context @14"},
      {"if (1) function f() {}",
       "In strict mode code, functions can only be declared at top level or inside a block. @7"},
      {"{ function f() {} function f() {} }", "Identifier 'f' has already been declared @27"},
  };
  for (const auto& [text, expected] : table) {
    EXPECT_EQ(problem(text, strict()), expected) << text;
    EXPECT_EQ(problem("function g() { 'use strict'; " + text + " }").substr(0, 5), expected.substr(0, 5))
        << text;
  }
}

TEST(ParserErrors, OfModules) {
  const Table table = {
      {"export {a}", "Export 'a' is not defined in module @8"},
      {"export {a, a}; var a", "Duplicate export of 'a' @11"},
      {"export default 1; export default 2", "Duplicate export of 'default' @25"},
      {"import {a, a} from 'b'", "Identifier 'a' has already been declared @11"},
      {"import {if} from 'b'", "Unexpected token 'if' @8"},
      {"export {'a'}", "Unexpected string @8"},
      {"export {a as '\\ud800'}; var a", "Invalid module export name: contains unpaired surrogate @13"},
      {"import 'a' with {b: '', b: ''}", "Import attributes has a duplicate key 'b' @24"},
      {"{ import 'a' }", "Unexpected string @9"},
      {"var await", "Unexpected reserved word @4"},
      {"function f() { await a }", "Unexpected reserved word @15"},
      {"var a; function a() {}", "Identifier 'a' has already been declared @16"},
      {"import defer * as a from 'b'", "Unexpected token '*' @13"},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(problem(text, goal(Goal::Module)), expected) << text;
}

TEST(ParserAccepts, WhatIsOnlyNearlyAnError) {
  for (const char* text : {"try {} catch (e) { var e; for (var e;;); for (var e in e); }",
                           "function f(a) { var a; function a() {} }",
                           "let async; async = 1",
                           "var yield, await, let, static, of, get",
                           "a = {async, get, set, await, yield}",
                           "({a = 1} = {}, [{b = 1}] = [])",
                           "({__proto__: a, __proto__: b} = c)",
                           "({__proto__, __proto__() {}, ['__proto__']: 1})",
                           "for (let of of of);",
                           "for (var i = 0 in {});",
                           "async () => { for await (async of x); }",
                           "l: { break l; }",
                           "l: function f() {}",
                           "if (1) function f() {} else function g() {}",
                           "function* g() { (function yield() {}) }",
                           "function* g() { () => yield }",
                           "async function f() { () => await }",
                           "class A { static { (() => await) } }",
                           "class A { static { (function await() {}) } }",
                           "class A { static async *#a() {} b() { class C { d = this.#a } } }",
                           "class A { get #a() {} set #a(b) {} }",
                           "class A { 'constructor'() {} static constructor() {} }",
                           "x = class { constructor() { new.target } }",
                           "({m() { super.a; () => super.b }})",
                           "a\n/b/g",
                           "do ; while (0) a",
                           "var a = b\n(c)",
                           "{ a }\n`b`",
                           "(a, b) => {}\n/c/",
                           "x = a ? (b) : c => d",
                           "x = a ? (b, c) => (d) : e => f",
                           "new (a?.b)()",
                           "delete a?.b",
                           "eval?.(1)",
                           "a?.5:1",
                           "\\u0061sync = 1",
                           "l\\u0065t\na",
                           "'use strict'.length; 010",
                           "('use strict'); 010",
                           "function f() { 'use\\x20strict'; 010 }",
                           "yield\n: 1",
                           "<!-- a\nb\n--> c"}) {
    EXPECT_EQ(problem(text), "ok") << text;
  }
}

// ---- goals and contexts -----------------------------------------------------------------------------------

TEST(ParserGoals, EvalUsesItsContext) {
  EXPECT_EQ(problem("new.target", goal(Goal::Eval)), "new.target expression is not allowed here @4");
  EXPECT_EQ(problem("this.#a", goal(Goal::Eval)),
            "Private field '#a' must be declared in an enclosing class @5");
  Arena arena(kArena);
  AtomTable atoms(arena, 1);
  ParseOptions options = goal(Goal::Eval);
  options.context.newTarget = options.context.superProperty = options.context.superCall = true;
  options.context.privateNames.add(arena, atoms.intern("a"));
  const std::string text = "new.target; super.x; super(); this.#a; class B { c() { this.#a } }";
  EXPECT_NO_THROW(parseProgram(text, options, arena, atoms));
  options.context.noArguments = true;
  EXPECT_THROW(parseProgram("() => arguments", options, arena, atoms), ParseError);
  EXPECT_NO_THROW(parseProgram("function f() { arguments }", options, arena, atoms));
}

TEST(ParserGoals, TopLevelOperators) {
  ParseOptions options;
  EXPECT_FALSE(Parsed("await", options).program()->topLevelAwait);
  options.topLevelAwait = options.topLevelYield = options.topLevelReturn = true;
  Parsed parsed("await a; yield b; return", options);
  ASSERT_TRUE(parsed.ok()) << parsed.problem();
  EXPECT_TRUE(parsed.program()->topLevelAwait);
  EXPECT_TRUE(parsed.program()->topLevelYield);
  Parsed inner("async () => await 1; for (a of b);", options);
  ASSERT_TRUE(inner.ok());
  EXPECT_FALSE(inner.program()->topLevelAwait);
  Parsed loop("for await (a of b);", options);
  ASSERT_TRUE(loop.ok());
  EXPECT_TRUE(loop.program()->topLevelAwait);
}

TEST(ParserGoals, MentionsOfEval) {
  for (const char* text :
       {"eval", "x.eval", "new Function", "import('a')", "() => eval(1)", "var {eval} = x"}) {
    EXPECT_TRUE(Parsed(text).program()->mentionsEval) << text;
  }
  EXPECT_FALSE(Parsed("'eval'; function f() {}").program()->mentionsEval);
}

TEST(ParserGoals, Functions) {
  Parsed parsed("async function* anonymous(a,b\n) {\nreturn await anonymous\n}", goal(Goal::FunctionBody));
  ASSERT_TRUE(parsed.ok()) << parsed.problem();
  const Function* function = parsed.program()->function;
  ASSERT_NE(function, nullptr);
  EXPECT_EQ(function->nameScope, nullptr);
  EXPECT_EQ(parsed.slice(function), parsed.text());
  EXPECT_EQ(Printer().print(function),
            "(async function* anonymous 2(a b)[a:Parameter b:Parameter][] {(return (await anonymous))})");
  EXPECT_NE(problem("function anonymous(\n) {\n} 1\n}", goal(Goal::FunctionBody)), "ok");

  const auto parts = [](std::string_view parameters, std::string_view body, bool async, bool generator) {
    Arena arena(kArena);
    AtomTable atoms(arena, 1);
    try {
      checkFunctionParts(parameters, body, async, generator, arena, atoms);
      return true;
    } catch (const ParseError&) {
      return false;
    }
  };
  EXPECT_TRUE(parts("a, b = 1, ...c", "return a", false, false));
  EXPECT_TRUE(parts("", "yield 1; await 2", true, true));
  EXPECT_TRUE(parts("a //", "-->", false, false));
  EXPECT_FALSE(parts("/*", "*/){", false, false));
  EXPECT_FALSE(parts("a", "}, function () {", false, false));
  EXPECT_FALSE(parts("a) {}, function (b", "", false, false));
  EXPECT_FALSE(parts("a = yield", "", false, true));
  EXPECT_FALSE(parts("", "super.a", false, false));
  EXPECT_FALSE(parts("", "#!x", false, false));
}

// ---- hostile inputs ---------------------------------------------------------------------------------------

TEST(ParserHostile, NestingEndsInAnError) {
  for (const char* open : {"[",
                           "(",
                           "{",
                           "((a)=>",
                           "a=>",
                           "function f(){",
                           "`${",
                           "!",
                           "new ",
                           "a?",
                           "a=",
                           "if(1)",
                           "for(;;)",
                           "while(1){",
                           "try{",
                           "class C{m(){",
                           "class C extends ",
                           "({a:",
                           "a**",
                           "async()=>",
                           "({[",
                           "x[",
                           "do ",
                           "with(a)",
                           "class C{static{",
                           "class C{x=",
                           "@(",
                           "async(a=",
                           "[[a]=",
                           "++",
                           "import(",
                           "`${`",
                           "if(1){}else{"}) {
    const std::string found = problem(repeat(open, 100000));
    EXPECT_TRUE(found.starts_with("The program is nested too deeply") || found.starts_with("Unexpected"))
        << open << found;
  }
  EXPECT_EQ(problem(repeat("[", 100000)).substr(0, 32), "The program is nested too deeply");
  EXPECT_EQ(problem(repeat("[", 1000) + repeat("]", 1000)), "ok");
  EXPECT_EQ(problem("(" + repeat("[", 1000) + repeat("]", 1000) + ") => 1"), "ok");
}

TEST(ParserHostile, ChainsAreNoNesting) {
  for (const std::string& text :
       {"a" + repeat("?.b", 300000), "a" + repeat(".b", 300000), "a" + repeat("()", 300000),
        "1" + repeat("+1", 100000), "1" + repeat("+1*2-3", 50000), "a" + repeat("&&a", 100000),
        "a" + repeat(",a", 100000), repeat("if(1);else ", 50000) + ";",
        "'" + std::string(10000000, 'a') + "'", "a" + repeat("``", 100000)}) {
    EXPECT_EQ(problem(text), "ok") << text.substr(0, 20);
  }
}

TEST(ParserHostile, NamesTakeLinearTime) {
  std::string privates = repeat("class C{m(){", 300) + "this";
  for (int i = 0; i < 50000; ++i) privates += ".#v" + std::to_string(i);
  const std::string unresolved = privates + repeat("}}", 300);
  privates += repeat("}}", 299) + "}";
  for (int i = 0; i < 50000; ++i) privates += "#v" + std::to_string(i) + ";";
  privates += "}";
  std::string many;
  for (int i = 0; i < 100000; ++i) many += "let v" + std::to_string(i) + ";";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(problem(privates), "ok");
  EXPECT_TRUE(problem(unresolved).starts_with("Private field '#v0' must"));
  EXPECT_EQ(problem(many), "ok");
  EXPECT_EQ(problem(repeat("try{}catch(e){", 500) + repeat("var e;{let e}", 50000) + repeat("}", 500)), "ok");
  EXPECT_EQ(problem(repeat("{", 1000) + repeat("var a;", 100000) + repeat("}", 1000)), "ok");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

TEST(ParserHostile, MemoryIsBounded) {
  Arena arena(1 << 20);
  AtomTable atoms(arena, 1);
  EXPECT_THROW(parseProgram(repeat("a;", 1000000), {}, arena, atoms), OutOfMemory);
}

}  // namespace
}  // namespace isobox::language
