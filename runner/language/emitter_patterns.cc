// Destructuring. Runs in sealed runners, over a tree of hostile text.
//
// A pattern becomes items, each an assignment; they stand as statements or, where nothing needs a `try`, in a comma
// expression. An array pattern that only names variables takes its values at once (\x06take); any other goes through the
// iterator step by step and closes it when something throws.
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

namespace {

bool isPattern(const Node* node) {
  return node->kind == NodeKind::ArrayPattern || node->kind == NodeKind::ObjectPattern;
}

// What can neither throw nor be seen.
bool isInnocent(const Node* node) {
  switch (node->kind) {
    case NodeKind::Null:
    case NodeKind::Boolean:
    case NodeKind::Number:
    case NodeKind::BigInt:
    case NodeKind::String:
    case NodeKind::Function:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool Emitter::isQuick(const ArrayPattern& node, bool declares) const {
  const auto isVariable = [&](const Node* target) {
    if (target->kind != NodeKind::Identifier) return false;
    const auto& identifier = *static_cast<const Identifier*>(target);
    const Binding* found = identifier.binding;
    if (!found || !found->frame || throughWith(found)) return false;
    return declares || !needsReference(identifier);
  };
  for (const PatternElement& element : node.elements) {
    if (element.target && !isVariable(element.target)) return false;
    if (element.fallback && !isInnocent(element.fallback)) return false;
  }
  return !node.rest || isVariable(node.rest);
}

bool Emitter::needsTry(const Node* node, bool declares) const {
  if (node->kind == NodeKind::ArrayPattern) return !isQuick(*static_cast<const ArrayPattern*>(node), declares);
  if (node->kind != NodeKind::ObjectPattern) return false;
  for (const PatternProperty& property : static_cast<const ObjectPattern*>(node)->properties)
    if (needsTry(property.value.target, declares)) return true;
  const Node* rest = static_cast<const ObjectPattern*>(node)->rest;
  return rest && needsTry(rest, declares);
}

void Emitter::pattern(Node* node, std::string_view value, bool declares, Separator separator) {
  if (node->kind == NodeKind::ArrayPattern) {
    arrayPattern(*static_cast<ArrayPattern*>(node), value, declares, separator);
  } else {
    objectPattern(*static_cast<ObjectPattern*>(node), value, declares, separator);
  }
}

// One target gets `value`, or its fallback. What the target consists of is evaluated first, as the specification says.
void Emitter::element(Node* target, Node* fallback, bool declares, Separator separator, Writer value) {
  const bool nested = isPattern(target);
  const bool isName = target->kind == NodeKind::Identifier;
  const std::string_view name = isName ? static_cast<Identifier*>(target)->name->text : std::string_view();
  const auto whole = [&](const Temporary& received) {
    put('(');
    put(received.text());
    put('=');
    value();
    put(")===void 0?");
    named(fallback, name, kAssignment);
    put(':');
    put(received.text());
  };
  if (nested) {
    Temporary received(*this);
    put(received.text());
    put('=');
    if (fallback) {
      whole(received);
    } else {
      value();
    }
    separate(separator);
    return pattern(target, received.text(), declares, separator);
  }
  if (isName) {
    auto& identifier = *static_cast<Identifier*>(target);
    const auto write = [&](Writer final) {
      if (declares) {
        initialize(identifier, final);
      } else {
        assignName(identifier, identifier.begin, final);
      }
    };
    if (fallback) {
      Temporary received(*this);
      write([&] { whole(received); });
    } else {
      write(value);
    }
    return separate(separator);
  }
  // A property: its object and key come first.
  Temporary object(*this), key(*this), received(*this);
  const auto set = [&](std::string_view to, Node* from) {
    put(to);
    put('=');
    expression(from, kAssignment);
    separate(separator);
  };
  const auto receive = [&] {
    put(received.text());
    put('=');
    if (fallback) {
      Temporary raw(*this);
      whole(raw);
    } else {
      value();
    }
    separate(separator);
  };
  const auto superSet = [&](Writer keyText) {
    mark(target->begin);
    call("superSet");
    put(body_->frame->owner->home->object);
    put(',');
    keyText();
    put(',');
    put(received.text());
    put(',');
    put(object.text());
    put(body_->frame->strict ? ",true)" : ",false)");
  };
  switch (target->kind) {
    case NodeKind::Member: {
      auto& member = *static_cast<Member*>(target);
      const bool isSuper = member.object->kind == NodeKind::Super;
      if (isSuper) {
        put(object.text());
        put('=');
        thisValue();
        separate(separator);
      } else {
        set(object.text(), member.object);
      }
      receive();
      if (isSuper) {
        superSet([&] { string(member.property->text); });
      } else {
        put(object.text());
        put('.');
        put(member.property->text);
        mark(target->begin);
        put('=');
        put(received.text());
      }
      break;
    }
    case NodeKind::Index: {
      auto& index = *static_cast<Index*>(target);
      const bool isSuper = index.object->kind == NodeKind::Super;
      if (isSuper) {
        put(object.text());
        put('=');
        thisValue();
        separate(separator);
      } else {
        set(object.text(), index.object);
      }
      set(key.text(), index.index);
      receive();
      if (isSuper) {
        superSet([&] { put(key.text()); });
      } else {
        put(object.text());
        put('[');
        put(key.text());
        put(']');
        mark(target->begin);
        put('=');
        put(received.text());
      }
      break;
    }
    case NodeKind::PrivateMember: {
      auto& member = *static_cast<PrivateMember*>(target);
      set(object.text(), member.object);
      receive();
      mark(target->begin);
      call("privateSet");
      put(object.text());
      put(',');
      put(privateVariable(member.name));
      put(',');
      put(received.text());
      put(')');
      break;
    }
    default:  // a call in sloppy code
      expression(target, kAssignment);
      put(",\x06" "badTarget()");
  }
  separate(separator);
}

void Emitter::arrayPattern(ArrayPattern& node, std::string_view value, bool declares, Separator separator) {
  if (isQuick(node, declares)) {
    Temporary values(*this);
    put(values.text());
    put('=');
    mark(node.begin);
    call(node.rest ? "takeRest" : "take");
    put(value);
    put(',');
    integer(node.elements.size());
    put(')');
    separate(separator);
    for (std::uint32_t i = 0; i < node.elements.size(); ++i) {
      PatternElement& each = node.elements[i];
      if (!each.target) continue;
      element(each.target, each.fallback, declares, separator, [&] {
        put(values.text());
        put('[');
        integer(i);
        put(']');
      });
    }
    if (node.rest)
      element(node.rest, nullptr, declares, separator, [&] {
        put(values.text());
        put('[');
        integer(node.elements.size());
        put(']');
      });
    return;
  }
  Temporary iterator(*this);
  put(iterator.text());
  put('=');
  mark(node.begin);
  call("iterate");
  put(value);
  put(");try{");
  for (PatternElement& each : node.elements) {
    const auto next = [&] {
      call("step");
      put(iterator.text());
      put(')');
    };
    if (each.target) {
      element(each.target, each.fallback, declares, Separator::Statement, next);
    } else {
      next();
      put(';');
    }
  }
  if (node.rest)
    element(node.rest, nullptr, declares, Separator::Statement, [&] {
      call("remaining");
      put(iterator.text());
      put(')');
    });
  put("}catch(e\x06){\x06" "abort(");
  put(iterator.text());
  put(",e\x06)}\x06" "close(");
  put(iterator.text());
  put(");");
}

void Emitter::objectPattern(ObjectPattern& node, std::string_view value, bool declares, Separator separator) {
  // Reading a property of null or undefined fails by itself, when that comes first.
  const bool failsByItself = !node.properties.empty() && !node.properties[0].computed &&
                             node.properties[0].value.target->kind == NodeKind::Identifier;
  if (!failsByItself) {
    mark(node.begin);
    call("coercible");
    put(value);
    put(')');
    separate(separator);
  }
  // Keys that `rest` leaves out: literals are known, computed ones are kept.
  std::vector<std::unique_ptr<Temporary>> kept;
  std::vector<const Temporary*> keys(node.properties.size(), nullptr);
  for (std::uint32_t i = 0; i < node.properties.size(); ++i) {
    PatternProperty& property = node.properties[i];
    const Temporary* key = nullptr;
    std::unique_ptr<Temporary> own;
    if (property.computed) {
      own = std::make_unique<Temporary>(*this);
      key = own.get();
      put(key->text());
      put('=');
      propertyKey(property.key);
      separate(separator);
    }
    element(property.value.target, property.value.fallback, declares, separator, [&] {
      put(value);
      if (key) {
        put('[');
        put(key->text());
        return put(']');
      }
      mark(property.begin);
      put('[');
      propertyKey(property.key);
      put(']');
    });
    if (own && node.rest) {
      keys[i] = own.get();
      kept.push_back(std::move(own));
    }
  }
  if (!node.rest) return;
  element(node.rest, nullptr, declares, separator, [&] {
    call("rest");
    put(value);
    put(",[");
    for (std::uint32_t i = 0; i < node.properties.size(); ++i) {
      if (i) put(',');
      if (keys[i]) {
        put(keys[i]->text());
      } else {
        string(keyName(node.properties[i].key));
      }
    }
    put("])");
  });
}

}  // namespace isobox::language
