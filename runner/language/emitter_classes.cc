// Classes. Runs in sealed runners, over a tree of hostile text.
//
// A class is evaluated in a function of its own, called where it stands:
//   (function(){"use strict"; var C,P,F,…;
//     C=\x06class(function(…){…},heritage); P=C.prototype;
//     \x06method(P,"m",function(){…},0); …
//     F=function(){\x06privateMethod(this,…); \x06field(this,"x",1); …};    what makes an instance's fields
//     \x06field(C,"s",…); …
//     return C})()
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

#include <charconv>

namespace isobox::language {

std::string_view Emitter::privateVariable(const Atom* name) {
  const auto found = innermostPrivate_.find(name);
  return found == innermostPrivate_.end() || found->second == 0 ? "void 0" : privates_[found->second - 1].variable;
}

void Emitter::openPrivate(const Atom* name, std::string_view variable) {
  std::size_t& innermost = innermostPrivate_[name];
  privates_.push_back({name, variable, innermost});
  innermost = privates_.size();
}

void Emitter::closePrivates(std::size_t size) {
  for (; privates_.size() > size; privates_.pop_back())
    innermostPrivate_[privates_.back().name] = privates_.back().hidden;
}

// A literal key's text, for names of functions and lists of keys.
std::string_view Emitter::keyName(const Node* key) {
  if (!key) return {};
  if (key->kind == NodeKind::String) return static_cast<const StringLiteral*>(key)->value;
  if (key->kind != NodeKind::Number) return {};
  const double value = static_cast<const NumberLiteral*>(key)->value;
  // As JavaScript writes numbers: integers below 1e21 in full, exponents as 1e+21 and 1e-7.
  if (value > 1.7976931348623157e308) return "Infinity";
  char text[400];
  const char* end;
  if (value == 0) return "0";
  if (value < 1e21 && value >= 1e-6) {
    end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
    return arena_.copy({text, static_cast<std::size_t>(end - text)});
  }
  end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  std::string result;
  for (const char* c = text; c < end; ++c) {
    result.push_back(*c);
    if (*c == 'e' && c + 2 < end && c[2] == '0') {
      result.push_back(c[1]);
      c += 2;
    }
  }
  return arena_.copy(result);
}

// A member's key as a value: computed ones were kept in `variable`.
void Emitter::memberKey(ClassMember& member) { propertyKey(member.key); }

void Emitter::classMethod(ClassMember& member, const Home& prototype, const Home& constructor) {
  const Home& home = member.isStatic ? constructor : prototype;
  const bool getter = member.kind == MemberKind::Getter, setter = member.kind == MemberKind::Setter;
  call("method");
  put(home.object);
  put(',');
  memberKey(member);
  put(',');
  methodFunction(member, home);
  put(',');
  integer((getter ? 1u : setter ? 2u : 0u) + (member.computed ? 8u : 0u));
  put(");");
}

namespace {

unsigned kindOf(const ClassMember& member) {
  return member.kind == MemberKind::Getter ? 1 : member.kind == MemberKind::Setter ? 2 : 0;
}

bool isMethod(const ClassMember& member) {
  return member.kind == MemberKind::Method || member.kind == MemberKind::Getter || member.kind == MemberKind::Setter;
}

}  // namespace

// A method or an accessor as a function.
void Emitter::methodFunction(ClassMember& member, const Home& home) {
  member.value->frame->home = arena_.make<Home>(home);
  // A computed key names its function when it is known, prefix and all.
  const unsigned kind = member.computed ? 0 : kindOf(member);
  const std::string_view prefix = kind == 1 ? "get " : kind == 2 ? "set " : "";
  if (!member.privateName) return propertyFunction(*member.value, member.key, member.computed, prefix, true);
  FunctionShape shape;
  shape.name = arena_.copy(std::string(prefix) + "#" + std::string(member.privateName->text));
  shape.begin = member.value->begin;
  shape.end = member.value->end;
  shape.flags = flagsOf(*member.value);
  closure(*member.value, shape);
}

// A key is converted once, where it stands.
void Emitter::computedKey(ClassMember& member, MemberParts& parts) {
  parts.key = variable("k");
  put(parts.key);
  put('=');
  propertyKey(member.key);
  put(';');
}

void Emitter::classExpression(Class& node, std::string_view name) {
  if (node.name) name = node.name->name->text;
  const bool made = openFactory(node.frame);
  const bool outerCompletes = completes_;
  completes_ = false;
  Scope* const outerScope = scope_;
  const std::size_t outerPrivates = privates_.size();
  const bool outerStrict = body_->frame->strict;
  Body body;
  mark(node.begin);
  // Its own decorators are evaluated around it, where it does not yet hide a name.
  const bool decorated = isDecorated(node);
  const std::string_view decorators = node.decorators.empty() ? std::string_view() : fresh("D");
  put("(function(");
  put(decorators);
  put("){");
  openBody(body, node.frame);
  functionMark(kInlineFlags, 0, 0, 0, "");
  if (!outerStrict) put("\"use strict\";");
  body.hole = holes_.size();
  holes_.push_back({out_.size(), {}});
  scope_ = node.scope;

  const std::string_view constructor = fresh("C"), prototype = fresh("P"), fields = fresh("F");
  body.extra += "," + std::string(constructor) + "," + std::string(prototype);
  bool hasFields = false, methodsAdd = false;
  for (const ClassMember& member : node.members) {
    const bool isField = member.kind == MemberKind::Field || member.kind == MemberKind::Accessor;
    const bool adds = isMethod(member) && !member.decorators.empty();  // a decorator may give it initialisers
    methodsAdd |= !member.isStatic && adds;
    hasFields |= !member.isStatic && (isField || adds || (member.privateName && isMethod(member)));
    if (!member.privateName) continue;
    if (innermostPrivate_[member.privateName] > outerPrivates) continue;  // the other one of a getter and a setter
    const std::string_view variable = fresh("private");
    openPrivate(member.privateName, variable);
    body.extra += "," + std::string(variable) + "=\x06private(\"";
    // A private name is an identifier: nothing in it needs an escape.
    body.extra += std::string(member.privateName->text) + "\")";
  }
  if (hasFields) body.extra += "," + std::string(fields);
  Home instanceHome{prototype, constructor, hasFields ? fields : std::string_view()};
  Home staticHome{constructor, {}, {}};

  // Heritage and constructor.
  put(constructor);
  put('=');
  call("class");
  constructorText(node, name, instanceHome);
  put(',');
  if (node.heritage) {
    mark(node.heritage->begin);
    expression(node.heritage, kAssignment);
  } else {
    put("\x06T");
  }
  put(");");
  put(prototype);
  put('=');
  put(constructor);
  put(".prototype;");

  ClassParts parts{node, constructor, prototype, constructor, {}, {}, {}};
  parts.members.resize(node.members.size());
  if (decorated) {
    parts.decorations = variable("Z");
    decoratedMembers(parts, instanceHome, staticHome);
  }
  // Methods and computed keys, in order.
  for (std::uint32_t i = 0; i < node.members.size() && !decorated; ++i) {
    ClassMember& member = node.members[i];
    if (isMethod(member) && !member.privateName) {
      classMethod(member, instanceHome, staticHome);
    } else if (isMethod(member)) {
      parts.privateMethods.push_back({&member, kindOf(member), variable("m")});
      put(parts.privateMethods.back().function);
      put('=');
      methodFunction(member, member.isStatic ? staticHome : instanceHome);
      put(';');
    } else {
      if (member.computed) computedKey(member, parts.members[i]);
      if (member.kind != MemberKind::Accessor) continue;
      accessorStorage(member, parts.members[i]);
      accessor(parts, i);
    }
  }

  // A field's definition, in a function whose `this` is the object.
  const auto defineField = [&](ClassMember& member, const MemberParts& own, std::string_view object, Writer value) {
    const std::string_view key = own.key;
    const bool anonymous = member.value && member.value->expression &&
                           ((member.value->expression->kind == NodeKind::Function &&
                             !static_cast<Function*>(member.value->expression)->name) ||
                            (member.value->expression->kind == NodeKind::Class &&
                             !static_cast<Class*>(member.value->expression)->name));
    call(member.privateName || !own.storage.empty() ? "privateField" : "field");
    put(object);
    put(',');
    if (!own.storage.empty()) {
      put(own.storage);
    } else if (member.privateName) {
      put(privateVariable(member.privateName));
    } else if (!key.empty()) {
      put(key);
    } else {
      propertyKey(member.key);
    }
    put(',');
    if (!own.record.empty()) {
      call("initialValue");
      put(own.record);
      put(',');
      put(object);
      put(',');
    }
    if (anonymous && !key.empty()) {
      call("name");
      put(key);
      put(',');
      value();
      put(",\"\")");
    } else {
      value();
    }
    put(own.record.empty() ? ");" : "));");
    if (!own.record.empty()) runInitializers(own.record, ".extra", object);
  };
  const auto fieldValue = [&](ClassMember& member) {
    if (!member.value || !member.value->expression) return put("void 0");
    Scope* const outer = scope_;
    if (member.value->bodyScope) scope_ = member.value->bodyScope;
    mark(member.value->expression->begin);
    const std::string_view hint = member.privateName
                                      ? arena_.copy("#" + std::string(member.privateName->text))
                                      : (member.computed ? std::string_view() : keyName(member.key));
    named(member.value->expression, hint, kAssignment);
    scope_ = outer;
  };

  if (hasFields) {
    Frame& frame = *node.fieldsFrame;
    frame.home = arena_.make<Home>(instanceHome);
    put(fields);
    put("=function(){");
    Body inner;
    openBody(inner, &frame);
    functionMark(kFieldsFlags, 0, node.begin, node.end, "<instance_members_initializer>");
    inner.hole = holes_.size();
    holes_.push_back({out_.size(), {}});
    for (const PrivateMethod& method : parts.privateMethods) {
      if (method.member->isStatic) continue;
      put("\x06privateMethod(this,");
      put(privateVariable(method.member->privateName));
      put(',');
      put(method.function);
      put(',');
      integer(method.kind);
      put(");");
    }
    if (methodsAdd) runInitializers(parts.decorations, ".instances", "this");
    for (std::uint32_t i = 0; i < node.members.size(); ++i) {
      ClassMember& member = node.members[i];
      if (member.isStatic || (member.kind != MemberKind::Field && member.kind != MemberKind::Accessor)) continue;
      defineField(member, parts.members[i], "this", [&] { fieldValue(member); });
    }
    put("};");
    closeBody(inner);
  }
  for (const PrivateMethod& method : parts.privateMethods) {
    if (!method.member->isStatic) continue;
    put("\x06privateMethod(");
    put(constructor);
    put(',');
    put(privateVariable(method.member->privateName));
    put(',');
    put(method.function);
    put(',');
    integer(method.kind);
    put(");");
  }
  if (decorated) decorateClass(parts, decorators, name);
  // From here on the class's own name means it.
  for (const Binding* own : node.scope->bindings) {
    if (own->kind != BindingKind::ClassName) continue;
    put(own->printed);
    put('=');
    put(parts.self);
    put(';');
  }
  if (decorated) runInitializers(parts.decorations, ".statics", parts.self);
  for (std::uint32_t i = 0; i < node.members.size(); ++i) {
    ClassMember& member = node.members[i];
    if (!member.isStatic || isMethod(member)) continue;
    const auto inFunction = [&] {
      // An initialiser or a block runs as a method of the class.
      member.value->frame->home = arena_.make<Home>(staticHome);
      call("call");
      FunctionShape shape;
      shape.name = member.kind == MemberKind::StaticBlock ? "<static_initializer>" : "";
      shape.begin = node.begin;
      shape.end = node.end;
      shape.flags = flagsOf(*member.value);
      if (member.value->expression && member.value->parameterScope == nullptr) {
        put("function(){");
        Body inner;
        openBody(inner, member.value->frame);
        functionMark(kFieldsFlags, 0, node.begin, node.end, "<static_initializer>");
        inner.hole = holes_.size();
        holes_.push_back({out_.size(), {}});
        put("return ");
        fieldValue(member);
        put('}');
        closeBody(inner);
      } else {
        functionText(*member.value, shape);
      }
      put(',');
      put(parts.self);
      put(')');
    };
    if (member.kind == MemberKind::StaticBlock) {
      inFunction();
      put(';');
      continue;
    }
    const bool trivial = !member.value || !member.value->expression || isSimple(member.value->expression);
    if (trivial && !(member.value && member.value->expression && member.value->expression->kind == NodeKind::This)) {
      defineField(member, parts.members[i], parts.self, [&] { fieldValue(member); });
    } else {
      defineField(member, parts.members[i], parts.self, inFunction);
    }
  }
  if (!decorators.empty()) runInitializers(parts.decorations, ".classes", parts.self);
  put("return ");
  put(parts.self);
  put("})(");
  closeBody(body);
  closePrivates(outerPrivates);
  scope_ = outerScope;
  if (!decorators.empty()) classDecorators(node);
  put(')');
  completes_ = outerCompletes;
  closeFactory(node.frame, made);
}

void Emitter::constructorText(Class& node, std::string_view name, const Home& home) {
  FunctionShape shape;
  shape.name = name;
  shape.begin = node.begin;
  shape.end = node.end;
  shape.classNode = &node;
  if (node.constructor) {
    node.constructor->frame->home = arena_.make<Home>(home);
    shape.flags = flagsOf(*node.constructor);
    return functionText(*node.constructor, shape);
  }
  if (!node.heritage) {
    put("function(){");
    functionMark(2, 0, node.begin, node.end, name);
    if (!home.fields.empty()) {
      call("call");
      put(home.fields);
      put(",this)");
    }
    return put('}');
  }
  put("function(a\x06){");
  functionMark(2 | 4 | 16, 0, node.begin, node.end, name);
  put("var o\x06=\x06superCall(\x06superConstructor(");
  put(home.constructor);
  put("),a\x06,new.target);");
  if (!home.fields.empty()) {
    call("call");
    put(home.fields);
    put(",o\x06);");
  }
  put("return o\x06}");
}

}  // namespace isobox::language
