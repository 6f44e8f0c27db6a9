// Chains of members and calls: a.b(c)?.d`e`. Runs in sealed runners, over a tree of hostile text.
//
// Chains may be very long, so they are written in loops. What goes around an object (`\x06privateGet(`) is written for all
// links first, outermost first; then the innermost object; then each link's end.
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

namespace {

// What stands left of a link, or null when the node is no link.
Node* objectOf(Node* node) {
  switch (node->kind) {
    case NodeKind::Call:
      return static_cast<Call*>(node)->callee;
    case NodeKind::Member:
      return static_cast<Member*>(node)->object;
    case NodeKind::Index:
      return static_cast<Index*>(node)->object;
    case NodeKind::PrivateMember:
      return static_cast<PrivateMember*>(node)->object;
    case NodeKind::TaggedTemplate:
      return static_cast<TaggedTemplate*>(node)->tag;
    default:
      return nullptr;
  }
}

bool isOptional(const Node* node) {
  switch (node->kind) {
    case NodeKind::Call:
      return static_cast<const Call*>(node)->optional;
    case NodeKind::Member:
      return static_cast<const Member*>(node)->optional;
    case NodeKind::Index:
      return static_cast<const Index*>(node)->optional;
    case NodeKind::PrivateMember:
      return static_cast<const PrivateMember*>(node)->optional;
    default:
      return false;
  }
}

bool isSuper(const Node* node) { return node->kind == NodeKind::Super; }
bool isCall(const Node* node) { return node->kind == NodeKind::Call || node->kind == NodeKind::TaggedTemplate; }

bool isReference(const Node* node) {
  return node->kind == NodeKind::Member || node->kind == NodeKind::Index || node->kind == NodeKind::PrivateMember;
}

bool hasSpread(const List<Node*>& list) {
  for (const Node* argument : list)
    if (argument->kind == NodeKind::Spread) return true;
  return false;
}

// Where Node.js says that a call stands: at the name that is called.
Offset callPosition(const Node* callee) {
  switch (callee->kind) {
    case NodeKind::Member:
      return static_cast<const Member*>(callee)->propertyBegin;
    case NodeKind::PrivateMember:
      return static_cast<const PrivateMember*>(callee)->propertyBegin;
    case NodeKind::Index:
      return static_cast<const Index*>(callee)->index->begin;
    default:
      return callee->begin;
  }
}

}  // namespace

// `node` is a link or an OptionalChain. With Want::Callee the value's object is left in `thisTemporary` (when the chain
// ends in a member); with Want::Delete the last member is deleted.
void Emitter::chain(Node* node, Want want, std::string_view thisTemporary) {
  bool optional = false;
  if (node->kind == NodeKind::OptionalChain) {
    optional = true;
    node = static_cast<OptionalChain*>(node)->expression;
  }
  std::vector<Node*> links;  // outermost first
  Node* base = node;
  for (Node* object = objectOf(base); object; object = objectOf(base)) {
    const bool ends = (base->kind == NodeKind::Call && (static_cast<Call*>(base)->directEval || isSuper(object))) ||
                      (isReference(base) && isSuper(object));
    if (ends) break;
    links.push_back(base);
    base = object;
  }
  if (!optional) return chainSegment(links, 0, links.size(), want, thisTemporary, base, [] {});

  // (t=a)==null?void 0:(t=t.b.c)==null?void 0:t.d
  Temporary value(*this), receiver(*this);
  std::size_t to = links.size();
  bool first = true;
  Call* pending = nullptr;  // an optional call whose function is in `value`: it is what the next segment begins with
  const auto pendingCall = [&] {
    mark(callPosition(pending->callee));
    const bool spreads = hasSpread(pending->arguments);
    const bool hasReceiver = isReference(pending->callee) || pending->callee->kind == NodeKind::OptionalChain;
    call(spreads ? "apply" : "call");
    put(value.text());
    put(',');
    put(hasReceiver ? receiver.text() : "void 0");
    if (spreads) {
      put(',');
      arrayLiteral(pending->arguments);
    } else if (!pending->arguments.empty()) {
      put(',');
      arguments(pending->arguments);
    }
    put(')');
  };
  const auto begin = [&] {
    if (!pending) return put(value.text());
    pendingCall();
    pending = nullptr;
  };
  for (std::size_t i = links.size(); i-- > 0;) {
    if (!isOptional(links[i])) continue;
    const bool isCalled = links[i]->kind == NodeKind::Call;
    put('(');
    put(value.text());
    put('=');
    chainSegment(links, i + 1, to, isCalled ? Want::Callee : Want::Value, receiver.text(), first ? base : nullptr, begin);
    put(want == Want::Delete ? ")==null?true:" : ")==null?void 0:");
    first = false;
    to = i + 1;
    if (!isCalled) continue;
    pending = static_cast<Call*>(links[i]);
    to = i;
  }
  chainSegment(links, 0, to, want, thisTemporary, first ? base : nullptr, begin);
}

// Links [from, to) around `base`, or around what `begin` writes.
void Emitter::chainSegment(const std::vector<Node*>& links, std::size_t from, std::size_t to, Want want,
                           std::string_view thisTemporary, Node* base, Writer begin) {
  // How a link's object is needed: as a value, or with the object it came from for a call through an intrinsic.
  struct Plan {
    bool through = false;               // called by \x06call or \x06apply with a temporary as this
    std::string_view receiver;          // the temporary in which a member leaves its object
  };
  std::vector<Plan> plans(to > from ? to - from : 0);
  std::vector<std::unique_ptr<Temporary>> temporaries;
  const auto newTemporary = [&]() -> std::string_view {
    temporaries.push_back(std::make_unique<Temporary>(*this));
    return arena_.copy(temporaries.back()->text());
  };
  for (std::size_t i = from; i < to; ++i) {
    Plan& plan = plans[i - from];
    Node* const link = links[i];
    if (i == from && want == Want::Callee && isReference(link)) plan.receiver = thisTemporary;
    if (!isCall(link)) continue;
    Node* const callee = objectOf(link);
    const bool spreads = link->kind == NodeKind::Call && hasSpread(static_cast<Call*>(link)->arguments);
    const bool inSegment = i + 1 < to;
    const bool isPrivate = callee->kind == NodeKind::PrivateMember && inSegment;
    const bool wantsReceiver = (isReference(callee) && inSegment && (spreads || isPrivate)) ||
                               (callee->kind == NodeKind::OptionalChain);
    plan.through = spreads || wantsReceiver;
    if (wantsReceiver && inSegment) plans[i + 1 - from].receiver = newTemporary();
    if (wantsReceiver && !inSegment) plan.receiver = newTemporary();  // of an optional chain in parentheses
  }

  for (std::size_t i = from; i < to; ++i) {
    const Plan& plan = plans[i - from];
    Node* const link = links[i];
    if (isCall(link)) {
      if (plan.through) {
        const bool spreads = link->kind == NodeKind::Call && hasSpread(static_cast<Call*>(link)->arguments);
        mark(callPosition(objectOf(link)));
        call(spreads ? "apply" : "call");
      }
      continue;
    }
    const bool deletes = i == from && want == Want::Delete && from == 0;
    if (deletes) put("delete ");
    if (link->kind == NodeKind::PrivateMember) {
      mark(static_cast<PrivateMember*>(link)->propertyBegin);
      call("privateGet");
    }
    if (!plan.receiver.empty()) {
      put('(');
      put(plan.receiver);
      put('=');
    }
  }

  Node* innermost = base;
  if (!innermost) {
    begin();
  } else {
    const bool calledNext = to > from && isCall(links[to - 1]);
    const bool optionalBase = innermost->kind == NodeKind::OptionalChain && calledNext;
    if (optionalBase) {
      put('(');
      chain(innermost, Want::Callee, plans[to - 1 - from].receiver);
      put(')');
    } else if (to == from && want == Want::Callee && (isReference(innermost) || innermost->kind == NodeKind::OptionalChain)) {
      // super.x or a parenthesised chain, called optionally
      if (innermost->kind == NodeKind::OptionalChain) {
        put('(');
        chain(innermost, Want::Callee, thisTemporary);
        put(')');
      } else {
        put('(');
        put(thisTemporary);
        put('=');
        thisValue();
        put(',');
        chainBase(innermost);
        put(')');
      }
    } else if (calledNext && isReference(innermost)) {
      // super.m(…)
      const bool spreads = links[to - 1]->kind == NodeKind::Call && hasSpread(static_cast<Call*>(links[to - 1])->arguments);
      if (!spreads) call("call");
      chainBase(innermost);
      if (!spreads) {
        put(',');
        thisValue();
      }
    } else if (calledNext && innermost->kind == NodeKind::Identifier &&
               throughWith(static_cast<Identifier*>(innermost)->binding)) {
      const bool spreads = links[to - 1]->kind == NodeKind::Call && hasSpread(static_cast<Call*>(links[to - 1])->arguments);
      Temporary object(*this);
      const std::string_view receiver = newTemporary();
      if (!spreads) call("call");
      put('(');
      put(receiver);
      put('=');
      withObjectOf(*static_cast<Identifier*>(innermost));
      put(',');
      put(receiver);
      put("===void 0?");
      withoutWiths([&] { readName(*static_cast<Identifier*>(innermost), kAssignment); });
      put(':');
      withRead(receiver, static_cast<Identifier*>(innermost)->name->text);
      put(')');
      if (!spreads) {
        put(',');
        put(receiver);
      } else {
        plans[to - 1 - from].receiver = receiver;
      }
    } else if (calledNext && innermost->kind == NodeKind::Identifier) {
      // A box's or a namespace's variable must not become `this`.
      auto& identifier = *static_cast<Identifier*>(innermost);
      const bool dotted = identifier.binding && !identifier.check &&
                          (identifier.binding->boxed || identifier.binding->printed.find('.') != std::string_view::npos);
      if (dotted) put("(0,");
      readName(identifier, kCall);
      if (dotted) put(')');
    } else if (calledNext && innermost->kind == NodeKind::Sequence) {
      expression(innermost, kPrimary);
    } else {
      chainBase(innermost);
    }
  }

  for (std::size_t i = to; i-- > from;) {
    const Plan& plan = plans[i - from];
    Node* const link = links[i];
    switch (link->kind) {
      case NodeKind::Member: {
        auto& member = *static_cast<Member*>(link);
        if (!plan.receiver.empty()) put(')');
        mark(member.propertyBegin);
        put('.');
        put(member.property->text);
        break;
      }
      case NodeKind::Index: {
        auto& index = *static_cast<Index*>(link);
        if (!plan.receiver.empty()) put(')');
        mark(index.index->begin);
        put('[');
        expression(index.index, kComma);
        put(']');
        break;
      }
      case NodeKind::PrivateMember: {
        auto& member = *static_cast<PrivateMember*>(link);
        if (!plan.receiver.empty()) put(')');
        put(',');
        put(privateVariable(member.name));
        put(')');
        break;
      }
      case NodeKind::Call: {
        auto& called = *static_cast<Call*>(link);
        const bool isInnermost = i + 1 == to;
        const bool superMember = isInnermost && base && isReference(base);
        const bool withName = isInnermost && base && base->kind == NodeKind::Identifier &&
                              throughWith(static_cast<Identifier*>(base)->binding);
        const std::string_view receiver =
            isInnermost ? plan.receiver : (plan.through ? plans[i + 1 - from].receiver : std::string_view());
        if (hasSpread(called.arguments)) {
          put(',');
          if (superMember) {
            thisValue();
          } else {
            put(receiver.empty() ? "void 0" : receiver);
          }
          put(',');
          arrayLiteral(called.arguments);
          put(')');
          break;
        }
        if (plan.through) {
          put(',');
          put(receiver);
          if (!called.arguments.empty()) put(',');
        } else if (superMember || withName) {
          if (!called.arguments.empty()) put(',');
        } else {
          mark(callPosition(called.callee));
          put('(');
        }
        arguments(called.arguments);
        if (!called.arguments.empty()) mark(callPosition(called.callee));
        put(')');
        break;
      }
      default: {
        auto& tagged = *static_cast<TaggedTemplate*>(link);
        const bool isInnermost = i + 1 == to;
        const bool superMember = isInnermost && base && isReference(base);
        const bool withName = isInnermost && base && base->kind == NodeKind::Identifier &&
                              throughWith(static_cast<Identifier*>(base)->binding);
        if (plan.through) {
          put(',');
          put(isInnermost ? plan.receiver : plans[i + 1 - from].receiver);
          put(',');
        } else if (superMember || withName) {
          put(',');
        } else {
          mark(callPosition(tagged.tag));
          put('(');
        }
        templateObject(*tagged.quasi);
        for (Node* part : tagged.quasi->expressions) {
          put(',');
          expression(part, kAssignment);
        }
        mark(callPosition(tagged.tag));
        put(')');
      }
    }
  }
}

// The innermost object of a chain.
void Emitter::chainBase(Node* base) {
  switch (base->kind) {
    case NodeKind::Call:
      if (static_cast<Call*>(base)->directEval) return directEvalCall(*static_cast<Call*>(base));
      return superCall(*static_cast<Call*>(base));
    case NodeKind::Member: {
      auto& member = *static_cast<Member*>(base);
      mark(member.propertyBegin);
      call("superGet");
      put(body_->frame->owner->home->object);
      put(',');
      string(member.property->text);
      put(',');
      thisValue();
      return put(')');
    }
    case NodeKind::Index: {
      auto& index = *static_cast<Index*>(base);
      call("superGet");
      put(body_->frame->owner->home->object);
      put(',');
      // `this` is asked for before the key is evaluated.
      Temporary self(*this);
      put('(');
      put(self.text());
      put('=');
      thisValue();
      put(',');
      expression(index.index, kAssignment);
      put("),");
      put(self.text());
      return put(')');
    }
    case NodeKind::Function:
    case NodeKind::Object:
      put('(');
      expression(base, kAssignment);
      return put(')');
    default:
      return expression(base, kPrimary);
  }
}

// (f=eval,a=x,f===\x06evalFunction?\x06eval(\x06prepare(a,"scope")):f(a,…))
void Emitter::directEvalCall(Call& node) {
  auto& identifier = *static_cast<Identifier*>(node.callee);
  Temporary function(*this), list(*this), object(*this);
  const bool through = throughWith(identifier.binding);
  put('(');
  if (through) {
    put(object.text());
    put('=');
    withObjectOf(identifier);
    put(',');
  }
  put(function.text());
  put('=');
  if (through) {
    put(object.text());
    put("===void 0?");
    withoutWiths([&] { readName(identifier, kAssignment); });
    put(':');
    withRead(object.text(), "eval");
  } else {
    readName(identifier, kAssignment);
  }
  put(',');
  put(list.text());
  put('=');
  arrayLiteral(node.arguments);
  put(',');
  put(function.text());
  put("===\x06" "evalFunction?");
  mark(node.begin);
  call("eval");
  call("prepare");
  put(list.text());
  put("[0],");
  scopeDescriptor();
  put(")):");
  call("apply");
  put(function.text());
  put(',');
  put(through ? object.text() : "void 0");
  put(',');
  put(list.text());
  put("))");
}

void Emitter::superCall(Call& node) {
  Frame* const owner = body_->frame->owner;
  const Home& home = *owner->home;
  mark(node.begin);
  put("(this\x06");
  integer(owner->number);
  put('=');
  call("superBind");
  call("superCall");
  call("superConstructor");
  put(home.constructor);
  put("),");
  arrayLiteral(node.arguments);
  put(',');
  newTarget();
  mark(node.begin);
  put("),this\x06");
  integer(owner->number);
  put(')');
  if (!home.fields.empty()) {
    put(',');
    call("call");
    put(home.fields);
    put(",this\x06");
    integer(owner->number);
    put(')');
  }
  if (owner->function) {
    for (language::Parameter& parameter : owner->function->parameters) {
      if (!parameter.property || parameter.target->kind != NodeKind::Identifier) continue;
      auto& identifier = *static_cast<Identifier*>(parameter.target);
      put(",this\x06");
      integer(owner->number);
      put('.');
      put(identifier.name->text);
      put('=');
      binding(*identifier.binding);
    }
  }
  put(",this\x06");
  integer(owner->number);
  put(')');
}

void Emitter::newExpression(New& node) {
  if (hasSpread(node.arguments)) {
    mark(node.begin);
    call("construct");
    expression(node.callee, kAssignment);
    put(',');
    arrayLiteral(node.arguments);
    mark(node.begin);
    return put(')');
  }
  mark(node.begin);
  put("new ");
  if (node.callee->kind == NodeKind::Identifier && isSimple(node.callee)) {
    expression(node.callee, kPrimary);
  } else if (node.callee->kind == NodeKind::Identifier && !static_cast<Identifier*>(node.callee)->binding &&
             !throughWith(nullptr)) {
    expression(node.callee, kPrimary);
  } else {
    put('(');
    expression(node.callee, kComma);
    put(')');
  }
  mark(node.begin);
  put('(');
  arguments(node.arguments);
  mark(node.begin);
  put(')');
}

}  // namespace isobox::language
