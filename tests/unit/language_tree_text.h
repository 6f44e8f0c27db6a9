// A syntax tree as text: what stands in it, without positions. For tests that compare two programs.
//
// Longer than other headers because it knows every kind of node.
#ifndef ISOBOX_TESTS_UNIT_LANGUAGE_TREE_TEXT_H
#define ISOBOX_TESTS_UNIT_LANGUAGE_TREE_TEXT_H

#include <string>

#include "runner/language/ast.h"

namespace isobox::language {

class TreeText {
 public:
  std::string of(const Program& program) {
    for (const Node* node : program.body) statement(node);
    return std::move(out_);
  }

 private:
  template <class T>
  static const T& as(const Node* node) {
    return *static_cast<const T*>(node);
  }
  void put(std::string_view text) { out_.append(text).push_back(' '); }
  void put(const Atom* atom) { put(atom ? atom->text : std::string_view("~")); }
  template <class... Parts>
  void form(std::string_view name, Parts... parts) {
    out_.append("(").append(name).push_back(' ');
    (part(parts), ...);
    out_.append(") ");
  }
  void part(const Node* node) { expression(node); }
  void part(std::string_view text) { put(text); }
  void part(const Atom* atom) { put(atom); }
  void part(const char* text) { put(text); }
  void part(const List<Node*>& nodes) {
    for (const Node* node : nodes) expression(node);
  }
  static std::string number(int value) { return std::to_string(value); }
  void part(bool value) { put(value ? "1" : "0"); }

  void statements(const List<Node*>& list) {
    out_ += "{ ";
    for (const Node* node : list) statement(node);
    out_ += "} ";
  }
  void statement(const Node* node) {
    if (node != nullptr && node->kind != NodeKind::Empty) expression(node);
  }

  void function(const Function& f) {
    out_ += "(function " + number(static_cast<int>(f.function)) + (f.async ? " async " : " ") +
            (f.generator ? "* " : "");
    if (f.name) put(f.name->name);
    out_ += number(static_cast<int>(f.length)) + " ( ";
    for (const Parameter& parameter : f.parameters) {
      if (parameter.rest) put("...");
      if (parameter.property) put("property");
      expression(parameter.target);
      if (parameter.fallback) form("=", parameter.fallback);
    }
    out_ += ") ";
    if (f.expression)
      expression(f.expression);
    else
      statements(f.body);
    out_ += ") ";
  }
  void classNode(const Class& c) {
    out_ += "(class ";
    if (c.name) put(c.name->name);
    if (c.heritage) form("extends", c.heritage);
    if (c.constructor) function(*c.constructor);
    for (const ClassMember& member : c.members) {
      out_ += "(member " + number(static_cast<int>(member.kind)) + (member.isStatic ? " static " : " ");
      for (const Node* decorator : member.decorators) form("@", decorator);
      if (member.key) expression(member.key);
      if (member.privateName) form("#", member.privateName);
      if (member.value) function(*member.value);
      out_ += ") ";
    }
    for (const Node* decorator : c.decorators) form("@", decorator);
    out_ += ") ";
  }
  void pattern(const PatternElement& element) {
    expression(element.target);
    if (element.fallback) form("=", element.fallback);
  }
  void object(const ObjectLiteral& literal) {
    out_ += "(object ";
    for (const Property& property : literal.properties) {
      put(number(static_cast<int>(property.kind)));
      if (property.key) expression(property.key);
      expression(property.value);
    }
    out_ += ") ";
  }

  void expression(const Node* node) {
    using enum NodeKind;
    if (node == nullptr) return put("~");
    switch (node->kind) {
      case Identifier:
        return put(as<language::Identifier>(node).name);
      case Null:
        return put("null");
      case Boolean:
        return put(as<BooleanLiteral>(node).value ? "true" : "false");
      case Number:
        return put(std::to_string(as<NumberLiteral>(node).value));
      case BigInt:
        return form("bigint", as<BigIntLiteral>(node).digits);
      case String:
        return form("string", as<StringLiteral>(node).value);
      case RegExp:
        return form("regexp", as<RegExpLiteral>(node).pattern, as<RegExpLiteral>(node).flags);
      case Template: {
        const auto& t = as<language::Template>(node);
        for (const TemplateElement& element : t.elements) form("piece", element.raw);
        return form("template", t.expressions);
      }
      case TaggedTemplate:
        return form("tagged", as<language::TaggedTemplate>(node).tag,
                    as<language::TaggedTemplate>(node).quasi);
      case This:
        return put("this");
      case Super:
        return put("super");
      case NewTarget:
        return put("new.target");
      case ImportMeta:
        return put("import.meta");
      case ImportCall:
        return form("import()", as<language::ImportCall>(node).specifier,
                    as<language::ImportCall>(node).options);
      case Array:
        return form("array", as<ArrayLiteral>(node).elements);
      case Object:
        return object(as<ObjectLiteral>(node));
      case Function:
      case FunctionDeclaration:
        return function(as<language::Function>(node));
      case Class:
      case ClassDeclaration:
        return classNode(as<language::Class>(node));
      case Unary:
        return form("unary", number(static_cast<int>(as<language::Unary>(node).op)).c_str(),
                    as<language::Unary>(node).operand);
      case Update:
        return form(as<language::Update>(node).increment ? "++" : "--", as<language::Update>(node).prefix,
                    as<language::Update>(node).target);
      case Binary: {
        const auto& b = as<language::Binary>(node);
        return form("binary", number(static_cast<int>(b.op)).c_str(), b.left, b.right);
      }
      case Logical: {
        const auto& b = as<language::Logical>(node);
        return form("logical", number(static_cast<int>(b.op)).c_str(), b.left, b.right);
      }
      case Assign: {
        const auto& a = as<language::Assign>(node);
        return form("assign", number(static_cast<int>(a.assign)).c_str(), a.target, a.value);
      }
      case Conditional: {
        const auto& c = as<language::Conditional>(node);
        return form("?", c.test, c.consequent, c.alternate);
      }
      case Call:
        return form(as<language::Call>(node).optional ? "?.call" : "call", as<language::Call>(node).callee,
                    as<language::Call>(node).arguments);
      case New:
        return form("new", as<language::New>(node).callee, as<language::New>(node).arguments);
      case Member:
        return form(as<language::Member>(node).optional ? "?." : ".", as<language::Member>(node).object,
                    as<language::Member>(node).property);
      case Index:
        return form(as<language::Index>(node).optional ? "?.[]" : "[]", as<language::Index>(node).object,
                    as<language::Index>(node).index);
      case PrivateMember:
        return form(".#", as<language::PrivateMember>(node).object, as<language::PrivateMember>(node).name);
      case PrivateIn:
        return form("#in", as<language::PrivateIn>(node).name, as<language::PrivateIn>(node).right);
      case OptionalChain:
        return form("chain", as<language::OptionalChain>(node).expression);
      case Sequence:
        return form(",", as<language::Sequence>(node).expressions);
      case Spread:
        return form("...", as<language::Spread>(node).argument);
      case Yield:
        return form("yield", as<language::Yield>(node).delegate, as<language::Yield>(node).argument);
      case Await:
        return form("await", as<language::Await>(node).argument);
      case ArrayPattern: {
        out_ += "(array pattern ";
        for (const PatternElement& element : as<language::ArrayPattern>(node).elements) pattern(element);
        if (as<language::ArrayPattern>(node).rest) form("...", as<language::ArrayPattern>(node).rest);
        out_ += ") ";
        return;
      }
      case ObjectPattern: {
        out_ += "(object pattern ";
        for (const PatternProperty& property : as<language::ObjectPattern>(node).properties) {
          expression(property.key);
          pattern(property.value);
        }
        if (as<language::ObjectPattern>(node).rest) form("...", as<language::ObjectPattern>(node).rest);
        out_ += ") ";
        return;
      }
      default:
        return rest(node);
    }
  }

  void rest(const Node* node) {
    using enum NodeKind;
    switch (node->kind) {
      case VariableDeclaration: {
        const auto& v = as<language::VariableDeclaration>(node);
        out_ += "(declare " + number(static_cast<int>(v.declaration)) + " ";
        for (const Declarator& declarator : v.declarators) {
          expression(declarator.target);
          if (declarator.initializer) form("=", declarator.initializer);
        }
        out_ += ") ";
        return;
      }
      case ExpressionStatement:
        return form("do", as<language::ExpressionStatement>(node).expression);
      case Block:
        return statements(as<language::Block>(node).body);
      case If:
        return form("if", as<language::If>(node).test, as<language::If>(node).consequent,
                    as<language::If>(node).alternate);
      case For: {
        const auto& f = as<language::For>(node);
        return form("for", f.initializer, f.test, f.update, f.body);
      }
      case ForIn:
      case ForOf:
        return form(node->kind == ForIn ? "forin" : "forof", as<ForEach>(node).left, as<ForEach>(node).right,
                    as<ForEach>(node).body);
      case While:
      case DoWhile:
        return form("while", as<language::While>(node).test, as<language::While>(node).body);
      case Continue:
      case Break:
        return form(node->kind == Break ? "break" : "continue", as<Jump>(node).label);
      case Return:
        return form("return", as<language::Return>(node).argument);
      case With:
        return form("with", as<language::With>(node).object, as<language::With>(node).body);
      case Switch:
        form("switch", as<language::Switch>(node).discriminant);
        for (const Case& branch : as<language::Switch>(node).cases) {
          form("case", branch.test);
          statements(branch.body);
        }
        return;
      case Labeled:
        return form("label", as<language::Labeled>(node).label, as<language::Labeled>(node).body);
      case Throw:
        return form("throw", as<language::Throw>(node).argument);
      case Try: {
        const auto& t = as<language::Try>(node);
        return form("try", static_cast<const Node*>(t.block), t.parameter,
                    static_cast<const Node*>(t.handler), static_cast<const Node*>(t.finalizer));
      }
      case Import:
        form("import", as<language::Import>(node).specifier);
        for (const ImportSpecifier& specifier : as<language::Import>(node).specifiers)
          form("name", specifier.imported, specifier.local->name);
        return;
      case ExportNamed:
        form("export", as<language::ExportNamed>(node).source, as<language::ExportNamed>(node).declaration);
        for (const ExportSpecifier& specifier : as<language::ExportNamed>(node).specifiers)
          form("name", specifier.exported);
        return;
      case ExportDefault:
        return form("export default", as<language::ExportDefault>(node).value);
      case ExportAll:
        return form("export *", as<language::ExportAll>(node).exported, as<language::ExportAll>(node).source);
      case Enum:
        form(as<language::Enum>(node).isConst ? "const enum" : "enum", as<language::Enum>(node).name->name);
        for (const EnumMember& member : as<language::Enum>(node).members)
          form("member", member.name, member.initializer);
        return;
      case Namespace:
        form("namespace", as<language::Namespace>(node).name->name);
        return statements(as<language::Namespace>(node).body);
      case ImportEquals: {
        const auto& i = as<language::ImportEquals>(node);
        return form("import=", i.local->name, i.isRequire, i.specifier, i.entity, i.exported);
      }
      case ExportAssignment:
        return form("export=", as<language::ExportAssignment>(node).expression);
      case Empty:
        return put(";");
      case Debugger:
        return put("debugger");
      default:
        return put("?");
    }
  }

  std::string out_;
};

}  // namespace isobox::language

#endif
