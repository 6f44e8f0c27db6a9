// Decorators and auto-accessors. Runs in sealed runners, over a tree of hostile text.
//
// A class that nothing decorates only has its accessors made here. In the function of a decorated one
//   (function(D){… d=[f,this,…]; k=\x06key(…); …                     decorators and computed keys, in order
//     Z=\x06decorations(C,derived);
//     \x06method(C,"m",\x06decorate(Z,d,8,"m",void 0,function(){…}),0); …   static methods and accessors,
//     then the others a=\x06decorate(Z,d,3,"x",void 0); …                             static fields, then the
//     others F=function(){\x06runInitializers(Z.instances,this);
//       \x06field(this,"x",\x06initialValue(a,this,1)); \x06runInitializers(a.extra,this); …};
//     K=\x06decorateClass(Z,D,"C",C); \x06runInitializers(Z.statics,K);
//     …                                                           static fields of K, as in other classes
//     \x06runInitializers(Z.classes,K); return K})([f,this,…])
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

namespace {

// What `decorate` calls the kinds; + kStatic.
enum DecoratorKind : unsigned { kField = 3, kAccessor = 4, kStatic = 8 };

unsigned decoratorKind(const ClassMember& member) {
  unsigned kind = 0;
  switch (member.kind) {
    case MemberKind::Method:
    case MemberKind::StaticBlock:
      break;
    case MemberKind::Getter:
      kind = 1;
      break;
    case MemberKind::Setter:
      kind = 2;
      break;
    case MemberKind::Field:
      kind = kField;
      break;
    case MemberKind::Accessor:
      kind = kAccessor;
      break;
  }
  return kind + (member.isStatic ? kStatic : 0u);
}

bool isReference(const Node* node) {
  return node->kind == NodeKind::Member || node->kind == NodeKind::Index ||
         node->kind == NodeKind::PrivateMember;
}

bool isSuperMember(const Node* node) {
  if (node->kind == NodeKind::Member)
    return static_cast<const Member*>(node)->object->kind == NodeKind::Super;
  if (node->kind == NodeKind::Index) return static_cast<const Index*>(node)->object->kind == NodeKind::Super;
  return false;
}

}  // namespace

bool Emitter::isDecorated(const Class& node) {
  if (!node.decorators.empty()) return true;
  for (const ClassMember& member : node.members)
    if (!member.decorators.empty()) return true;
  return false;
}

// A variable of the function that is being written.
std::string_view Emitter::variable(std::string_view base) {
  const std::string_view name = fresh(base);
  body_->extra += "," + std::string(name);
  return name;
}

// [decorator, its receiver, decorator, …]
void Emitter::decoratorList(const List<Node*>& decorators) {
  put('[');
  bool first = true;
  for (Node* node : decorators) {
    if (!first) put(',');
    first = false;
    mark(node->begin);
    const Node* end =
        node->kind == NodeKind::OptionalChain ? static_cast<OptionalChain*>(node)->expression : node;
    if (!isReference(end)) {
      expression(node, kAssignment);
      put(",void 0");
    } else if (isSuperMember(node)) {
      expression(node, kAssignment);
      put(',');
      thisValue();
    } else {
      Temporary receiver(*this);
      chain(node, Want::Callee, receiver.text());
      put(',');
      put(receiver.text());
    }
  }
  put(']');
}

// Those of a class stand outside of its function, yet are strict code, as all of a class is.
void Emitter::classDecorators(const Class& node) {
  if (body_->frame->strict) return decoratorList(node.decorators);
  Body body;
  openInline(body, true);
  put("return ");
  decoratorList(node.decorators);
  closeInline(body);
}

std::string_view Emitter::memberName(const ClassMember& member) {
  if (member.privateName) return arena_.copy("#" + std::string(member.privateName->text));
  return member.computed ? std::string_view() : keyName(member.key);
}

// An accessor's storage is a private name that no script knows.
void Emitter::accessorStorage(const ClassMember& member, MemberParts& parts) {
  parts.storage = variable("s");
  put(parts.storage);
  put('=');
  call("private");
  const std::string_view name = member.privateName ? member.privateName->text : memberName(member);
  string(arena_.copy(std::string(name) + (name.empty() ? "accessor storage" : " accessor storage")));
  put(");");
}

void Emitter::accessorFunction(const ClassMember& member, const MemberParts& parts, bool setter) {
  if (member.computed) {
    call("name");
    put(parts.key);
    put(',');
  }
  const std::string name = (setter ? "set " : "get ") + std::string(memberName(member));
  put(setter ? "function(v\x06){" : "function(){");
  functionMark(1, setter ? 1 : 0, 0, 0, member.computed ? std::string_view() : std::string_view(name));
  put(setter ? "\x06privateSet(this," : "return \x06privateGet(this,");
  put(parts.storage);
  put(setter ? ",v\x06)}" : ")}");
  if (member.computed) put(setter ? ",\"set\")" : ",\"get\")");
}

// The key of a member, as `decorate` and `method` take it.
void Emitter::decoratedKey(const ClassMember& member, const MemberParts& parts) {
  if (!parts.key.empty()) return put(parts.key);
  string(memberName(member));
}

// One half of an accessor: defined, or kept for the instances' private methods.
void Emitter::accessorHalf(ClassParts& parts, std::size_t index, bool setter) {
  ClassMember& member = parts.node.members[static_cast<std::uint32_t>(index)];
  const MemberParts& own = parts.members[index];
  const auto function = [&] {
    if (own.record.empty()) return accessorFunction(member, own, setter);
    put(own.record);
    put(setter ? ".set" : ".get");
  };
  if (member.privateName) {
    const std::string_view kept = variable("m");
    parts.privateMethods.push_back({&member, setter ? 2u : 1u, kept});
    put(kept);
    put('=');
    function();
  } else {
    call("method");
    put(member.isStatic ? parts.constructor : parts.prototype);
    put(',');
    decoratedKey(member, own);
    put(',');
    function();
    put(setter ? ",2)" : ",1)");
  }
  put(';');
}

void Emitter::accessor(ClassParts& parts, std::size_t index) {
  accessorHalf(parts, index, false);
  accessorHalf(parts, index, true);
}

// `\x06decorate(Z,d,kind,key,slot` and perhaps a value.
void Emitter::decorate(ClassParts& parts, std::size_t index, Writer value) {
  const ClassMember& member = parts.node.members[static_cast<std::uint32_t>(index)];
  mark(member.decorators[0]->begin);
  call("decorate");
  put(parts.decorations);
  put(',');
  put(parts.members[index].decorators);
  put(',');
  integer(decoratorKind(member));
  put(',');
  decoratedKey(member, parts.members[index]);
  put(',');
  put(member.privateName ? privateVariable(member.privateName) : "void 0");
  value();
  put(')');
}

void Emitter::decoratedMethod(ClassParts& parts, std::size_t index, const Home& home) {
  ClassMember& member = parts.node.members[static_cast<std::uint32_t>(index)];
  const MemberParts& own = parts.members[index];
  const unsigned kind = decoratorKind(member) & 3;
  const auto function = [&] {
    if (member.decorators.empty()) return methodFunction(member, home);
    decorate(parts, index, [&] {
      put(',');
      if (member.computed) {
        call("name");
        put(own.key);
        put(',');
      }
      methodFunction(member, home);
      if (member.computed) put(kind == 1 ? ",\"get\")" : kind == 2 ? ",\"set\")" : ",\"\")");
    });
  };
  if (member.privateName) {
    const std::string_view kept = variable("m");
    parts.privateMethods.push_back({&member, kind, kept});
    put(kept);
    put('=');
    function();
    return put(';');
  }
  call("method");
  put(home.object);
  put(',');
  decoratedKey(member, own);
  put(',');
  function();
  put(',');
  integer(kind + (member.computed && member.decorators.empty() ? 8u : 0u));
  put(");");
}

void Emitter::decoratedAccessor(ClassParts& parts, std::size_t index) {
  MemberParts& own = parts.members[index];
  const ClassMember& member = parts.node.members[static_cast<std::uint32_t>(index)];
  if (!member.decorators.empty()) {
    const std::string_view record = variable("a");
    put(record);
    put('=');
    decorate(parts, index, [&] {
      put(",{get:");
      accessorFunction(member, own, false);
      put(",set:");
      accessorFunction(member, own, true);
      put('}');
    });
    put(';');
    own.record = record;
  }
  accessor(parts, index);
}

// All of a decorated class's members up to the point where the class itself is decorated.
void Emitter::decoratedMembers(ClassParts& parts, const Home& prototype, const Home& constructor) {
  const auto& members = parts.node.members;
  const auto isField = [](const ClassMember& member) { return member.kind == MemberKind::Field; };
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    ClassMember& member = parts.node.members[i];
    MemberParts& own = parts.members[i];
    if (!member.decorators.empty()) {
      own.decorators = variable("d");
      put(own.decorators);
      put('=');
      decoratorList(member.decorators);
      put(';');
    }
    if (member.computed) computedKey(member, own);
    if (member.kind == MemberKind::Accessor) accessorStorage(member, own);
  }
  put(parts.decorations);
  put('=');
  call("decorations");
  put(parts.constructor);
  put(parts.node.heritage ? ",1);" : ",0);");
  for (const bool isStatic : {true, false}) {
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const ClassMember& member = members[i];
      if (member.isStatic != isStatic || isField(member) || member.kind == MemberKind::StaticBlock) continue;
      if (member.kind == MemberKind::Accessor) {
        decoratedAccessor(parts, i);
      } else {
        decoratedMethod(parts, i, isStatic ? constructor : prototype);
      }
    }
  }
  for (const bool isStatic : {true, false}) {
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const ClassMember& member = members[i];
      if (member.isStatic != isStatic || !isField(member) || member.decorators.empty()) continue;
      parts.members[i].record = variable("a");
      put(parts.members[i].record);
      put('=');
      decorate(parts, i, [] {});
      put(';');
    }
  }
}

void Emitter::runInitializers(std::string_view record, std::string_view list, std::string_view object) {
  call("runInitializers");
  put(record);
  put(list);
  put(',');
  put(object);
  put(");");
}

// The class itself. `decorators` is the variable of its list, or empty.
void Emitter::decorateClass(ClassParts& parts, std::string_view decorators, std::string_view name) {
  if (!decorators.empty()) {
    parts.self = variable("K");
    put(parts.self);
    put('=');
    mark(parts.node.decorators[0]->begin);
  }
  call("decorateClass");
  put(parts.decorations);
  put(',');
  put(decorators.empty() ? "void 0" : decorators);
  put(',');
  string(name);
  put(',');
  put(parts.constructor);
  put(");");
}

}  // namespace isobox::language
