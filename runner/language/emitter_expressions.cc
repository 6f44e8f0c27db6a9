// Expressions but chains of members and calls. Runs in sealed runners, over a tree of hostile text.
//
// Longer than other files: one function for each kind of expression.
#include <algorithm>

#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

namespace {

struct BinaryForm { std::string_view text; Precedence precedence; };

BinaryForm formOf(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::Add: return {"+", kSum};
    case BinaryOperator::Subtract: return {"-", kSum};
    case BinaryOperator::Multiply: return {"*", kProduct};
    case BinaryOperator::Divide: return {"/", kProduct};
    case BinaryOperator::Remainder: return {"%", kProduct};
    case BinaryOperator::Power: return {"**", kPower};
    case BinaryOperator::ShiftLeft: return {"<<", kShift};
    case BinaryOperator::ShiftRight: return {">>", kShift};
    case BinaryOperator::ShiftRightUnsigned: return {">>>", kShift};
    case BinaryOperator::BitAnd: return {"&", kBitAnd};
    case BinaryOperator::BitOr: return {"|", kBitOr};
    case BinaryOperator::BitXor: return {"^", kBitXor};
    case BinaryOperator::Equal: return {"==", kEquality};
    case BinaryOperator::NotEqual: return {"!=", kEquality};
    case BinaryOperator::StrictEqual: return {"===", kEquality};
    case BinaryOperator::StrictNotEqual: return {"!==", kEquality};
    case BinaryOperator::Less: return {"<", kRelation};
    case BinaryOperator::LessEqual: return {"<=", kRelation};
    case BinaryOperator::Greater: return {">", kRelation};
    case BinaryOperator::GreaterEqual: return {">=", kRelation};
    case BinaryOperator::In: return {" in ", kRelation};
    case BinaryOperator::InstanceOf: return {" instanceof ", kRelation};
  }
  return {"+", kSum};
}

bool isAnonymousFunction(const Node* node) {
  if (node->kind == NodeKind::Function) return !static_cast<const Function*>(node)->name;
  if (node->kind == NodeKind::Class) return !static_cast<const Class*>(node)->name;
  return false;
}

bool isSuper(const Node* node) { return node->kind == NodeKind::Super; }

}  // namespace

/// A place that is read and written, its parts evaluated once into temporaries.
struct Emitter::Reference {
  Reference(Emitter& emitter, Node* target, Offset at)
      : emitter(emitter), node(target), at(at), object(emitter), key(emitter) {}

  Emitter& emitter;
  Node* node;
  Offset at;  // where an error in writing stands: at the operator, as in Node.js
  Temporary object, key;

  /// Writes the parts as items of a comma expression, each with its comma.
  void prepare() {
    Emitter& e = emitter;
    switch (node->kind) {
      case NodeKind::Identifier:
        if (!e.throughWith(static_cast<Identifier*>(node)->binding)) return;
        e.put(object.text());
        e.put('=');
        e.withObjectOf(*static_cast<Identifier*>(node));
        return e.put(',');
      case NodeKind::Member: {
        auto& member = *static_cast<Member*>(node);
        if (isSuper(member.object)) return;
        return evaluate(object, member.object);
      }
      case NodeKind::Index: {
        auto& index = *static_cast<Index*>(node);
        if (!isSuper(index.object)) {
          evaluate(object, index.object);
        } else {
          e.put(object.text());
          e.put('=');
          e.thisValue();
          e.put(',');
        }
        return evaluate(key, index.index);
      }
      case NodeKind::PrivateMember:
        return evaluate(object, static_cast<PrivateMember*>(node)->object);
      default:
        return;
    }
  }

  void read() {
    Emitter& e = emitter;
    switch (node->kind) {
      case NodeKind::Identifier: {
        auto& identifier = *static_cast<Identifier*>(node);
        if (!e.throughWith(identifier.binding)) return e.readName(identifier, kPrimary);
        e.put('(');
        e.put(object.text());
        e.put("===void 0?");
        e.withoutWiths([&] { e.readName(identifier, kAssignment); });
        e.put(':');
        e.withRead(object.text(), identifier.name->text);
        return e.put(')');
      }
      case NodeKind::Member: {
        auto& member = *static_cast<Member*>(node);
        if (isSuper(member.object)) return superRead([&] { e.string(member.property->text); });
        e.put(object.text());
        e.mark(member.propertyBegin);
        e.put('.');
        return e.put(member.property->text);
      }
      case NodeKind::Index:
        if (isSuper(static_cast<Index*>(node)->object)) return superRead([&] { e.put(key.text()); });
        e.put(object.text());
        e.put('[');
        e.put(key.text());
        return e.put(']');
      case NodeKind::PrivateMember:
        e.mark(static_cast<PrivateMember*>(node)->propertyBegin);
        e.call("privateGet");
        e.put(object.text());
        e.put(',');
        e.put(e.privateVariable(static_cast<PrivateMember*>(node)->name));
        return e.put(')');
      default:
        return e.expression(node, kPrimary);
    }
  }

  /// An expression at kAssignment; `value` writes one at kAssignment.
  void write(Writer value) {
    Emitter& e = emitter;
    switch (node->kind) {
      case NodeKind::Identifier: {
        auto& identifier = *static_cast<Identifier*>(node);
        if (!e.throughWith(identifier.binding)) return e.assignName(identifier, at, value);
        Temporary result(e);
        e.put('(');
        e.put(result.text());
        e.put('=');
        value();
        e.put(',');
        e.put(object.text());
        e.put("===void 0?");
        e.withoutWiths([&] { e.assignName(identifier, at, [&] { e.put(result.text()); }); });
        e.put(':');
        e.withWrite(object.text(), identifier.name->text, at, [&] { e.put(result.text()); });
        return e.put(')');
      }
      case NodeKind::Member: {
        auto& member = *static_cast<Member*>(node);
        if (isSuper(member.object)) return superWrite([&] { e.string(member.property->text); }, value);
        e.put(object.text());
        e.put('.');
        e.put(member.property->text);
        e.mark(at);
        e.put('=');
        return value();
      }
      case NodeKind::Index:
        if (isSuper(static_cast<Index*>(node)->object)) return superWrite([&] { e.put(key.text()); }, value);
        e.put(object.text());
        e.put('[');
        e.put(key.text());
        e.put(']');
        e.mark(at);
        e.put('=');
        return value();
      case NodeKind::PrivateMember:
        e.mark(at);
        e.call("privateSet");
        e.put(object.text());
        e.put(',');
        e.put(e.privateVariable(static_cast<PrivateMember*>(node)->name));
        e.put(',');
        value();
        return e.put(')');
      default:  // a call in sloppy code
        e.put('(');
        e.expression(node, kAssignment);
        e.put(",\x06" "badTarget())");
    }
  }

 private:
  void evaluate(const Temporary& to, Node* from) {
    emitter.put(to.text());
    emitter.put('=');
    emitter.expression(from, kAssignment);
    emitter.put(',');
  }
  void superRead(Writer key) {
    Emitter& e = emitter;
    e.call("superGet");
    e.put(e.body_->frame->owner->home->object);
    e.put(',');
    key();
    e.put(',');
    e.thisValue();
    e.put(')');
  }
  void superWrite(Writer key, Writer value) {
    Emitter& e = emitter;
    e.mark(at);
    e.call("superSet");
    e.put(e.body_->frame->owner->home->object);
    e.put(',');
    key();
    e.put(',');
    value();
    e.put(',');
    e.thisValue();
    e.put(e.body_->frame->strict ? ",true)" : ",false)");
  }
};

/// Constants and variables whose reading does nothing else.
bool Emitter::isSimple(const Node* node) const {
  switch (node->kind) {
    case NodeKind::Null:
    case NodeKind::Boolean:
    case NodeKind::Number:
    case NodeKind::BigInt:
    case NodeKind::String:
      return true;
    case NodeKind::This:
      return !body_->frame->owner->derived;
    case NodeKind::Identifier: {
      const auto& identifier = *static_cast<const Identifier*>(node);
      const Binding* found = identifier.binding;
      return found && !identifier.check && !identifier.dead && found->kind != BindingKind::Import && !throughWith(found);
    }
    default:
      return false;
  }
}

// An expression that gives an anonymous function its name.
void Emitter::named(Node* node, std::string_view name, Precedence least) {
  if (!isAnonymousFunction(node)) return expression(node, least);
  if (node->kind == NodeKind::Class) return classExpression(*static_cast<Class*>(node), name);
  const bool wraps = least > kCall;
  if (wraps) put('(');
  functionExpression(*static_cast<Function*>(node), name);
  if (wraps) put(')');
}

void Emitter::expression(Node* node, Precedence least) {
  const auto within = [&](Precedence own, auto write) {
    if (own < least) put('(');
    write();
    if (own < least) put(')');
  };
  switch (node->kind) {
    case NodeKind::Identifier:
      return readName(*static_cast<Identifier*>(node), least);
    case NodeKind::Null:
      return put("null");
    case NodeKind::Boolean:
      return put(static_cast<BooleanLiteral*>(node)->value ? "true" : "false");
    case NodeKind::Number:
      // 1 .x: a number before a dot stands in parentheses.
      return within(kPostfix, [&] { number(static_cast<NumberLiteral*>(node)->value); });
    case NodeKind::BigInt:
      return bigInt(*static_cast<BigIntLiteral*>(node));
    case NodeKind::String:
      return string(static_cast<StringLiteral*>(node)->value);
    case NodeKind::RegExp:
      return regexp(*static_cast<RegExpLiteral*>(node));
    case NodeKind::Template:
      return templateLiteral(*static_cast<Template*>(node));
    case NodeKind::This:
      return thisValue();
    case NodeKind::NewTarget:
      return newTarget();
    case NodeKind::ImportMeta:
      return put("meta\x06()");
    case NodeKind::ImportCall: {
      auto& import = *static_cast<ImportCall*>(node);
      mark(node->begin);
      call("import");
      expression(import.specifier, kAssignment);
      put(',');
      if (import.options) {
        expression(import.options, kAssignment);
      } else {
        put("void 0");
      }
      put(',');
      integer(options_.unit);
      return put(')');
    }
    case NodeKind::Array:
      return arrayLiteral(static_cast<ArrayLiteral*>(node)->elements);
    case NodeKind::Object:
      return objectLiteral(*static_cast<ObjectLiteral*>(node));
    case NodeKind::Function:
      return within(kCall, [&] { functionExpression(*static_cast<Function*>(node), ""); });
    case NodeKind::Class:
      return classExpression(*static_cast<Class*>(node), "");
    case NodeKind::Unary:
      return unary(*static_cast<Unary*>(node), least);
    case NodeKind::Update:
      return update(*static_cast<Update*>(node), least);
    case NodeKind::Binary:
      return binary(*static_cast<Binary*>(node), least);
    case NodeKind::Logical:
      return logical(*static_cast<Logical*>(node), least);
    case NodeKind::Assign:
      return assign(*static_cast<Assign*>(node), least);
    case NodeKind::Conditional:
      return conditional(*static_cast<Conditional*>(node), least);
    case NodeKind::New:
      return newExpression(*static_cast<New*>(node));
    case NodeKind::Call:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::PrivateMember:
    case NodeKind::TaggedTemplate:
      return chain(node, Want::Value, {});
    case NodeKind::OptionalChain:
      return within(kConditional, [&] { chain(node, Want::Value, {}); });
    case NodeKind::PrivateIn: {
      auto& test = *static_cast<PrivateIn*>(node);
      mark(node->begin);
      call("privateHas");
      expression(test.right, kAssignment);
      put(',');
      put(privateVariable(test.name));
      return put(')');
    }
    case NodeKind::Sequence:
      return sequence(*static_cast<Sequence*>(node), least);
    case NodeKind::Yield: {
      auto& yield = *static_cast<Yield*>(node);
      mark(node->begin);
      call(asyncGenerator_ ? (yield.delegate ? "asyncYieldStar" : "asyncYield") : (yield.delegate ? "yieldStar" : "yield"));
      if (yield.argument) expression(yield.argument, kAssignment);
      return put(')');
    }
    case NodeKind::Await:
      mark(node->begin);
      call("await");
      expression(static_cast<Await*>(node)->argument, kAssignment);
      return put(')');
    default:
      return put("void 0");
  }
}

// ---- operators ----------------------------------------------------------------------------------------------------

// Left-associative chains are written in a loop: they may be very long.
void Emitter::binary(Binary& node, Precedence least) {
  const BinaryForm form = formOf(node.op);
  const bool wraps = form.precedence < least;
  if (wraps) put('(');
  if (form.precedence == kPower) {
    // -x ** y does not parse: what stands left is at least a postfix expression.
    expression(node.left, kPostfix);
    put("**");
    expression(node.right, kPower);
  } else {
    std::vector<Binary*> spine;
    Node* left = &node;
    while (left->kind == NodeKind::Binary) {
      auto& inner = *static_cast<Binary*>(left);
      const Precedence precedence = formOf(inner.op).precedence;
      if (precedence == kPower || (!spine.empty() && precedence < formOf(spine.back()->op).precedence)) break;
      spine.push_back(&inner);
      left = inner.left;
    }
    expression(left, formOf(spine.back()->op).precedence);
    for (std::size_t i = spine.size(); i-- > 0;) {
      const BinaryForm inner = formOf(spine[i]->op);
      put(inner.text);
      // `a+ +b`, `a- -b`: two signs must not become one token.
      // `a/ /b/`: a division and a regular expression must not become a comment.
      const bool couldJoin = inner.precedence == kSum || spine[i]->op == BinaryOperator::Divide;
      if (couldJoin && spine[i]->right->kind != NodeKind::Identifier) put(' ');
      expression(spine[i]->right, static_cast<Precedence>(inner.precedence + 1));
    }
  }
  if (wraps) put(')');
}

void Emitter::logical(Logical& node, Precedence least) {
  if (node.op == LogicalOperator::Nullish) {
    // ((t=a)!=null?t:b), nested to the left for chains.
    std::vector<Logical*> spine;
    Node* left = &node;
    while (left->kind == NodeKind::Logical && static_cast<Logical*>(left)->op == LogicalOperator::Nullish) {
      spine.push_back(static_cast<Logical*>(left));
      left = spine.back()->left;
    }
    // a ?? b ?? c: the first that is neither null nor undefined.
    Temporary value(*this);
    if (least > kConditional) put('(');
    put('(');
    put(value.text());
    put('=');
    expression(left, kAssignment);
    put(")!=null?");
    put(value.text());
    for (std::size_t i = spine.size(); i-- > 1;) {
      put(":(");
      put(value.text());
      put('=');
      expression(spine[i]->right, kAssignment);
      put(")!=null?");
      put(value.text());
    }
    put(':');
    expression(spine[0]->right, kAssignment);
    if (least > kConditional) put(')');
    return;
  }
  const auto precedenceOf = [](LogicalOperator op) { return op == LogicalOperator::And ? kAnd : kOr; };
  const Precedence own = precedenceOf(node.op);
  const bool wraps = own < least;
  if (wraps) put('(');
  std::vector<Logical*> spine;
  Node* left = &node;
  while (left->kind == NodeKind::Logical && static_cast<Logical*>(left)->op == node.op) {
    spine.push_back(static_cast<Logical*>(left));
    left = spine.back()->left;
  }
  expression(left, own);
  for (std::size_t i = spine.size(); i-- > 0;) {
    put(own == kAnd ? "&&" : "||");
    expression(spine[i]->right, static_cast<Precedence>(own + 1));
  }
  if (wraps) put(')');
}

void Emitter::unary(Unary& node, Precedence least) {
  const bool wraps = kUnary < least;
  if (wraps) put('(');
  Node* operand = node.operand;
  switch (node.op) {
    case UnaryOperator::Plus:
      put(" +");
      break;
    case UnaryOperator::Minus:
      put(" -");
      break;
    case UnaryOperator::BitNot:
      put('~');
      break;
    case UnaryOperator::Not:
      put('!');
      break;
    case UnaryOperator::Void:
      put("void ");
      break;
    case UnaryOperator::TypeOf:
      put("typeof ");
      break;
    case UnaryOperator::Delete: {
      const bool chained = operand->kind == NodeKind::Member || operand->kind == NodeKind::Index ||
                           operand->kind == NodeKind::OptionalChain;
      const bool ofSuper = (operand->kind == NodeKind::Member && isSuper(static_cast<Member*>(operand)->object)) ||
                           (operand->kind == NodeKind::Index && isSuper(static_cast<Index*>(operand)->object));
      if (ofSuper) {
        put('(');
        if (operand->kind == NodeKind::Index) {
          thisValue();
          put(',');
          expression(static_cast<Index*>(operand)->index, kAssignment);
          put(',');
        } else {
          thisValue();
          put(',');
        }
        mark(operand->begin);
        put("\x06" "delSuper())");
      } else if (chained) {
        put('(');
        chain(operand, Want::Delete, {});
        put(')');
      } else if (operand->kind == NodeKind::Identifier) {
        auto& identifier = *static_cast<Identifier*>(operand);
        put('(');
        for (std::size_t i = withs_.size(); i-- > 0;) {
          if (identifier.binding && withs_[i]->scope->depth <= identifier.binding->scope->depth) break;
          call("hasBinding");
          binding(*withs_[i]);
          put(',');
          string(identifier.name->text);
          put(")?delete ");
          binding(*withs_[i]);
          put('[');
          string(identifier.name->text);
          put("]:");
        }
        const Binding* found = identifier.binding;
        if (isArgumentsObject(identifier) || (found && (found->frame || isLexical(*found)))) {
          put("false");
        } else {
          put("delete ");
          put(identifier.name->text);
        }
        put(')');
      } else {
        put('(');
        expression(operand, kAssignment);
        put(",true)");
      }
      if (wraps) put(')');
      return;
    }
  }
  if (node.op == UnaryOperator::TypeOf && operand->kind == NodeKind::Identifier &&
      !static_cast<Identifier*>(operand)->binding && !throughWith(nullptr)) {
    readName(*static_cast<Identifier*>(operand), kUnary);
  } else {
    expression(operand, kUnary);
  }
  if (wraps) put(')');
}

void Emitter::update(Update& node, Precedence least) {
  const std::string_view sign = node.increment ? "++" : "--";
  Node* target = node.target;
  bool direct = false;
  if (target->kind == NodeKind::Identifier) direct = !needsReference(*static_cast<Identifier*>(target));
  if (target->kind == NodeKind::Member) direct = !isSuper(static_cast<Member*>(target)->object);
  if (target->kind == NodeKind::Index) direct = !isSuper(static_cast<Index*>(target)->object);
  if (direct) {
    const Precedence own = node.prefix ? kUnary : kPostfix;
    const bool wraps = own < least;
    if (wraps) put('(');
    if (node.prefix) {
      put(' ');
      put(sign);
    }
    expression(target, kPostfix);
    if (!node.prefix) put(sign);
    if (wraps) put(')');
    return;
  }
  put('(');
  {
    Reference reference(*this, target, node.operatorBegin);
    Temporary old(*this);
    reference.prepare();
    const bool isCall = target->kind == NodeKind::Call;
    if (isCall) {
      expression(target, kAssignment);
      put(",\x06" "badTarget()");
    } else {
      // ++ of a variable of our own takes numbers and BigInts alike.
      Temporary next(*this);
      put(next.text());
      put('=');
      reference.read();
      put(',');
      put(old.text());
      put('=');
      put(next.text());
      put(sign);
      put(',');
      reference.write([&] { put(next.text()); });
      if (!node.prefix) {
        put(',');
        put(old.text());
      }
    }
  }
  put(')');
}

// Where an eval in the value may declare a variable that hides the assigned one of a function around: what sets that one
// is a function beside it. Empty where a plain assignment will do.
std::string_view Emitter::setterOf(const Assign& node) {
  if (!node.evaluates || node.target->kind != NodeKind::Identifier || node.assign == AssignKind::Logical) return {};
  const auto& identifier = *static_cast<const Identifier*>(node.target);
  const Binding* const found = identifier.binding;
  if (!found || needsReference(identifier) || found->boxed) return {};
  if (found->printed.find_first_of("\x06.") != std::string_view::npos) return {};  // no name of an eval's
  const Frame* around = body_->frame;
  while (around->immediate && around->parent) around = around->parent;
  if (around == found->frame) return {};
  Body* owner = body_;
  while (owner && owner->frame != found->frame) owner = owner->outer;
  if (!owner) return {};
  const std::string_view setter = fresh("set");
  const std::string printed(found->printed);
  owner->extra += "," + std::string(setter) + "=function(v\x06){return " + printed + "=v\x06}";
  return setter;
}

void Emitter::assign(Assign& node, Precedence least) {
  Node* target = node.target;
  if (target->kind == NodeKind::ArrayPattern || target->kind == NodeKind::ObjectPattern) return assignPattern(node, least);
  const bool wraps = kAssignment < least;
  if (wraps) put('(');
  const bool isName = target->kind == NodeKind::Identifier;
  const std::string_view name = isName && !target->parenthesized ? static_cast<Identifier*>(target)->name->text : "";
  const auto value = [&] {
    if (name.empty()) return expression(node.value, kAssignment);
    named(node.value, name, kAssignment);
  };
  const bool simpleName = isName && !needsReference(*static_cast<Identifier*>(target));
  const bool simpleMember =
      (target->kind == NodeKind::Member && !isSuper(static_cast<Member*>(target)->object)) ||
      (target->kind == NodeKind::Index && !isSuper(static_cast<Index*>(target)->object));

  if (const std::string_view setter = setterOf(node); !setter.empty()) {
    put(setter);
    put('(');
    if (node.assign == AssignKind::Compound) {
      readName(*static_cast<Identifier*>(target), kPostfix);
      put(formOf(node.op).text);
      put(' ');
      expression(node.value, static_cast<Precedence>(formOf(node.op).precedence + 1));
    } else {
      value();
    }
    put(')');
  } else if (node.assign == AssignKind::Plain) {
    if (isName) {
      assignName(*static_cast<Identifier*>(target), node.operatorBegin, value);
    } else if (simpleMember) {
      chain(target, Want::Value, {});
      mark(node.operatorBegin);
      put('=');
      value();
    } else if (target->kind == NodeKind::Call) {
      put('(');
      expression(target, kAssignment);
      put(",\x06" "badTarget())");
    } else {
      put('(');
      {
        Reference reference(*this, target, node.operatorBegin);
        reference.prepare();
        reference.write(value);
      }
      put(')');
    }
  } else if (node.assign == AssignKind::Compound && (simpleName || simpleMember)) {
    if (simpleName) {
      readName(*static_cast<Identifier*>(target), kPostfix);
    } else {
      chain(target, Want::Value, {});
    }
    if (!simpleName || !static_cast<Identifier*>(target)->binding) mark(node.operatorBegin);
    put(formOf(node.op).text);
    put('=');
    value();
  } else {
    put('(');
    {
      Reference reference(*this, target, node.operatorBegin);
      reference.prepare();
      if (target->kind == NodeKind::Call) {
        expression(target, kAssignment);
        put(",\x06" "badTarget()");
      } else if (node.assign == AssignKind::Compound) {
        Temporary old(*this);
        put(old.text());
        put('=');
        reference.read();
        put(',');
        reference.write([&] {
          put(old.text());
          put(formOf(node.op).text);
          put(' ');
          expression(node.value, static_cast<Precedence>(formOf(node.op).precedence + 1));
        });
      } else if (node.logical == LogicalOperator::Nullish) {
        Temporary old(*this);
        put('(');
        put(old.text());
        put('=');
        reference.read();
        put(")!=null?");
        put(old.text());
        put(":(");
        reference.write(value);
        put(')');
      } else {
        reference.read();
        put(node.logical == LogicalOperator::And ? "&&(" : "||(");
        reference.write(value);
        put(')');
      }
    }
    put(')');
  }
  if (wraps) put(')');
}

// [a, b] = c as an expression: its value is c.
void Emitter::assignPattern(Assign& node, Precedence) {
  if (needsTry(node.target, false)) {
    Body body;
    openInline(body);
    {
      Temporary value(*this);
      put(value.text());
      put('=');
      expression(node.value, kAssignment);
      put(';');
      pattern(node.target, value.text(), false, Separator::Statement);
      put("return ");
      put(value.text());
    }
    closeInline(body);
    return;
  }
  put('(');
  {
    Temporary value(*this);
    put(value.text());
    put('=');
    expression(node.value, kAssignment);
    put(',');
    pattern(node.target, value.text(), false, Separator::Comma);
    put(value.text());
  }
  put(')');
}

void Emitter::conditional(Conditional& node, Precedence least) {
  const bool wraps = kConditional < least;
  if (wraps) put('(');
  Node* rest = &node;
  while (rest->kind == NodeKind::Conditional) {
    auto& choice = *static_cast<Conditional*>(rest);
    expression(choice.test, kOr);
    put('?');
    expression(choice.consequent, kAssignment);
    put(':');
    rest = choice.alternate;
  }
  expression(rest, kAssignment);
  if (wraps) put(')');
}

void Emitter::sequence(Sequence& node, Precedence least) {
  const bool wraps = kComma < least;
  if (wraps) put('(');
  for (std::uint32_t i = 0; i < node.expressions.size(); ++i) {
    if (i) put(',');
    expression(node.expressions[i], kAssignment);
  }
  if (wraps) put(')');
}

// ---- literals ---------------------------------------------------------------------------------------------------------

// Runs of plain elements are a literal or an append; \x06spread and \x06append go around what came before.
void Emitter::arrayLiteral(const List<Node*>& elements) {
  struct Part { std::uint32_t from, to; enum { Plain, Hole, Spread } kind; };
  std::vector<Part> parts;
  std::uint32_t i = 0;
  while (i < elements.size() && !(elements[i] && elements[i]->kind == NodeKind::Spread)) ++i;
  const std::uint32_t literal = i;
  while (i < elements.size()) {
    if (elements[i] && elements[i]->kind == NodeKind::Spread) {
      parts.push_back({i, i + 1, Part::Spread});
      ++i;
    } else if (!elements[i]) {
      parts.push_back({i, i + 1, Part::Hole});
      ++i;
    } else {
      const std::uint32_t from = i;
      while (i < elements.size() && elements[i] && elements[i]->kind != NodeKind::Spread) ++i;
      parts.push_back({from, i, Part::Plain});
    }
  }
  for (std::size_t p = parts.size(); p-- > 0;)
    call(parts[p].kind == Part::Spread ? "spread" : parts[p].kind == Part::Hole ? "hole" : "append");
  put('[');
  for (std::uint32_t e = 0; e < literal; ++e) {
    if (elements[e]) expression(elements[e], kAssignment);
    if (e + 1 < literal || !elements[e]) put(',');
  }
  put(']');
  for (const Part& part : parts) {
    for (std::uint32_t e = part.from; e < part.to && part.kind != Part::Hole; ++e) {
      put(',');
      Node* element = elements[e];
      if (element->kind == NodeKind::Spread) {
        mark(element->begin);
        element = static_cast<Spread*>(element)->argument;
      }
      expression(element, kAssignment);
    }
    put(')');
  }
}

// A constant of the template's: made once, when the text is compiled.
void Emitter::bigInt(const BigIntLiteral& node) {
  put(" \x06$");  // byte 6 would go on with a word before it
  put(node.radix == 16 ? 'x' : node.radix == 8 ? 'o' : node.radix == 2 ? 'b' : 'd');
  put(node.digits);
}

// A property's key as a value: a string, a number or \x06key(…).
void Emitter::propertyKey(Node* key) {
  if (key->kind == NodeKind::String) return string(static_cast<StringLiteral*>(key)->value);
  if (key->kind == NodeKind::Number) return number(static_cast<NumberLiteral*>(key)->value);
  call("key");
  expression(key, kAssignment);
  put(')');
}

namespace {

bool isPrototypeKey(const Property& property) {
  return property.key && property.key->kind == NodeKind::String &&
         static_cast<StringLiteral*>(property.key)->value == "__proto__";
}

// What an ES5 literal can say.
bool isPlain(const Property& property) {
  if (property.kind == PropertyKind::Spread || isPrototypeKey(property)) return false;
  if (!property.computed) return true;
  return false;
}

bool usesSuper(const ObjectLiteral& node) {
  for (const Property& property : node.properties) {
    const bool isMethod = property.kind == PropertyKind::Method || property.kind == PropertyKind::Getter ||
                          property.kind == PropertyKind::Setter;
    if (isMethod && static_cast<const Function*>(property.value)->usesSuper) return true;
  }
  return false;
}

}  // namespace

void Emitter::objectLiteral(ObjectLiteral& node) {
  if (!usesSuper(node)) return objectProperties(node);
  Body body;
  openInline(body);
  const std::string_view home = fresh("home");
  body.extra += ",";
  body.extra += home;
  homes_.push_back({&node, home});
  put("return ");
  put(home);
  put("={},");
  put(home);
  put('=');
  objectProperties(node);
  homes_.pop_back();
  closeInline(body);
}

void Emitter::objectProperties(ObjectLiteral& node) {
  Home home;
  const bool hasHome = !homes_.empty() && homes_.back().first == &node;
  if (hasHome) home.object = homes_.back().second;
  const auto method = [&](Property& property, std::string_view prefix, bool keyword) {
    auto& function = *static_cast<Function*>(property.value);
    if (hasHome) function.frame->home = arena_.make<Home>(home);
    propertyFunction(function, property.key, property.computed, prefix, keyword);
  };
  const auto plain = [&](Property& property) {
    switch (property.kind) {
      case PropertyKind::Getter:
      case PropertyKind::Setter:
        put(property.kind == PropertyKind::Getter ? "get " : "set ");
        keyText(property);
        return method(property, property.kind == PropertyKind::Getter ? "get " : "set ", false);
      case PropertyKind::Method:
        keyText(property);
        put(':');
        return method(property, "", true);
      default:
        keyText(property);
        put(':');
        named(property.value, keyName(property.key), kAssignment);
    }
  };
  struct Part { std::uint32_t from, to; bool plain; };
  std::vector<Part> parts;
  const std::uint32_t size = node.properties.size();
  std::uint32_t i = 0;
  // With a home the object must be known before its methods are made.
  while (i < size && isPlain(node.properties[i]) && !hasHome) ++i;
  const std::uint32_t literal = i;
  const auto copies = [&](const Property& property) {
    return isPlain(property) && (property.kind == PropertyKind::Value || property.kind == PropertyKind::Shorthand);
  };
  while (i < size) {
    const std::uint32_t from = i;
    while (i < size && copies(node.properties[i])) ++i;
    if (i > from) {
      parts.push_back({from, i, true});
    } else {
      parts.push_back({i, i + 1, false});
      ++i;
    }
  }
  for (std::size_t p = parts.size(); p-- > 0;) {
    const Property& property = node.properties[parts[p].from];
    const bool isMethod = property.kind == PropertyKind::Method || property.kind == PropertyKind::Getter ||
                          property.kind == PropertyKind::Setter;
    if (parts[p].plain || property.kind == PropertyKind::Spread) {
      call("copy");
    } else if (isMethod) {
      call("method");
    } else if (property.isPrototype) {
      call("setPrototype");
    } else {
      const Node* value = property.value;
      call(property.computed && isAnonymousFunction(value) ? "defineNamed" : "define");
    }
  }
  put(hasHome ? homes_.back().second : "{");
  for (std::uint32_t e = 0; e < literal; ++e) {
    if (e) put(',');
    plain(node.properties[e]);
  }
  if (!hasHome) put('}');
  for (const Part& part : parts) {
    put(',');
    if (part.plain) {
      put('{');
      for (std::uint32_t e = part.from; e < part.to; ++e) {
        if (e > part.from) put(',');
        plain(node.properties[e]);
      }
      put("})");
      continue;
    }
    Property& property = node.properties[part.from];
    if (property.kind == PropertyKind::Spread || property.isPrototype) {
      expression(property.value, kAssignment);
      put(')');
      continue;
    }
    propertyKey(property.key);
    put(',');
    switch (property.kind) {
      case PropertyKind::Method:
        method(property, "", true);
        put(property.computed ? ",12" : ",4");
        break;
      case PropertyKind::Getter:
        method(property, "get ", true);
        put(property.computed ? ",13" : ",5");
        break;
      case PropertyKind::Setter:
        method(property, "set ", true);
        put(property.computed ? ",14" : ",6");
        break;
      default:
        if (property.computed) {
          expression(property.value, kAssignment);
        } else {
          named(property.value, keyName(property.key), kAssignment);
        }
    }
    put(')');
  }
}

// Before the colon of a literal.
void Emitter::keyText(const Property& property) {
  if (property.key->kind == NodeKind::Number) return string(keyName(property.key));
  string(static_cast<StringLiteral*>(property.key)->value);
}

void Emitter::templateLiteral(Template& node) {
  if (node.expressions.empty()) return string(node.elements[0].cooked);
  // The parts become strings in order: when reading the later ones does nothing else, one call can do it.
  bool together = true;
  for (std::uint32_t i = 1; i < node.expressions.size(); ++i) together &= isSimple(node.expressions[i]);
  if (together) {
    call("concat");
    bool first = true;
    for (std::uint32_t i = 0; i < node.elements.size(); ++i) {
      if (!node.elements[i].cooked.empty()) {
        if (!first) put(',');
        string(node.elements[i].cooked);
        first = false;
      }
      if (i == node.expressions.size()) break;
      if (!first) put(',');
      expression(node.expressions[i], kAssignment);
      first = false;
    }
    return put(')');
  }
  put('(');
  string(node.elements[0].cooked);
  for (std::uint32_t i = 0; i < node.expressions.size(); ++i) {
    put('+');
    call("string");
    expression(node.expressions[i], kAssignment);
    put(')');
    if (node.elements[i + 1].cooked.empty()) continue;
    put('+');
    string(node.elements[i + 1].cooked);
  }
  put(')');
}

// One object a place in the text, made when it is first evaluated.
void Emitter::templateObject(Template& node) {
  const std::string_view variable = fresh("template");
  templates_ += ',';
  templates_ += variable;
  put('(');
  put(variable);
  put("||(");
  put(variable);
  put('=');
  call("template");
  put('[');
  for (std::uint32_t i = 0; i < node.elements.size(); ++i) {
    if (i) put(',');
    if (node.elements[i].valid) {
      string(node.elements[i].cooked);
    } else {
      put("void 0");
    }
  }
  put("],[");
  for (std::uint32_t i = 0; i < node.elements.size(); ++i) {
    if (i) put(',');
    string(node.elements[i].raw);
  }
  put("])))");
}

void Emitter::regexp(RegExpLiteral& node) {
  bool printable = true;
  for (const char c : node.pattern) printable &= static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f;
  if (printable) {
    put('/');
    put(node.pattern);
    put('/');
    put(node.flags);
    return;
  }
  mark(node.begin);
  call("regexp");
  string(node.pattern);
  put(',');
  string(node.flags);
  put(')');
}

void Emitter::arguments(const List<Node*>& list) {
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    if (i) put(',');
    expression(list[i], kAssignment);
  }
}

}  // namespace isobox::language
