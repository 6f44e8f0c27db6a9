// Functions. Runs in sealed runners, over a tree of hostile text.
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

namespace {

std::string_view wrapperOf(const Function& node) {
  if (node.async) return node.generator ? "asyncGenerator" : "async";
  return node.generator ? "generator" : "";
}

}  // namespace

unsigned Emitter::flagsOf(const Function& node) const {
  unsigned flags = 0;
  switch (node.function) {
    case FunctionKind::Normal:
      break;
    case FunctionKind::Constructor:
      flags = kClassConstructor;
      break;
    case FunctionKind::DerivedConstructor:
      flags = kClassConstructor | kDerived;
      break;
    case FunctionKind::Arrow:
      flags = kNoConstructor | kNoArguments;
      break;
    default:
      flags = kNoConstructor;
  }
  if (node.async || node.generator) flags |= kCoroutine | kNoConstructor;
  if (!node.simpleParameters && !node.strict) flags |= kUnmapped;
  if (!node.parameters.empty() && node.parameters.back().rest) flags |= kRest;
  return flags;
}

// Variables of loops around it that a closure must be given: (function(x,y){return …})(x,y)
bool Emitter::openFactory(const Frame* frame) {
  if (!frame) return false;
  bool any = false;
  for (const Binding* captured : frame->loopCaptures) {
    if (!captured->captured || captured->frame != body_->frame->owner) {
      // It may be the variable of an inline function around; then it is seen through that.
    }
    put(any ? "," : "(function(");
    put(captured->printed);
    any = true;
  }
  if (any) put("){return ");
  return any;
}

void Emitter::closeFactory(const Frame* frame, bool opened) {
  if (!opened) return;
  put("})(");
  bool any = false;
  for (const Binding* captured : frame->loopCaptures) {
    if (any) put(',');
    put(captured->printed);
    any = true;
  }
  put(')');
}

void Emitter::functionExpression(Function& node, std::string_view name) {
  FunctionShape shape;
  shape.name = node.name ? node.name->name->text : name;
  if (node.selfReferenced && node.nameScope && !node.nameScope->bindings.empty())
    shape.selfName = node.nameScope->bindings[0]->printed;
  shape.begin = node.begin;
  shape.end = node.end;
  shape.flags = flagsOf(node);
  closure(node, shape);
}

// A function as a value, in its wrappers. An expression at kCall.
void Emitter::closure(Function& node, FunctionShape shape) {
  const bool made = openFactory(node.frame);
  const std::string_view wrapper = wrapperOf(node);
  // A coroutine's own name would mean its body: it is a variable around it.
  const bool selfAround = !wrapper.empty() && !shape.selfName.empty();
  if (selfAround) {
    put("(function(){var ");
    put(shape.selfName);
    put(';');
    put("return ");
    put(shape.selfName);
    put('=');
  }
  if (!wrapper.empty()) call(wrapper);
  const std::string_view selfName = shape.selfName;
  if (selfAround) shape.selfName = {};
  functionText(node, shape);
  if (!wrapper.empty()) put(node.generator && !node.simpleParameters ? ",true)" : ")");
  if (selfAround) put("})()");
  (void)selfName;
  closeFactory(node.frame, made);
}

// A method or accessor of an object literal or a class. Its key names it.
void Emitter::propertyFunction(Function& node, Node* key, bool computed, std::string_view prefix, bool keyword) {
  FunctionShape shape;
  std::string name(computed ? "" : prefix);
  if (!computed && key) name += keyName(key);
  shape.name = arena_.copy(name);
  shape.keyword = keyword;
  shape.begin = node.begin;
  shape.end = node.end;
  shape.flags = flagsOf(node);
  if (!keyword) return functionText(node, shape);
  closure(node, shape);
}

// Formal parameters: a name each; patterns and what could be redeclared get one of the emitter's.
void Emitter::parameterList(Function& node, std::vector<std::string_view>& printed) {
  put('(');
  for (std::uint32_t i = 0; i < node.parameters.size(); ++i) {
    Node* target = node.parameters[i].target;
    std::string_view name;
    if (target->kind == NodeKind::Identifier) {
      const Binding* found = static_cast<Identifier*>(target)->binding;
      name = found ? found->printed : static_cast<Identifier*>(target)->name->text;
    } else {
      name = fresh("p");
    }
    printed.push_back(name);
    if (i) put(',');
    put(name);
  }
  put(')');
}

void Emitter::parameterPrologue(Function& node, const std::vector<std::string_view>& printed) {
  if (node.simpleParameters) return;
  for (std::uint32_t i = 0; i < node.parameters.size(); ++i) {
    language::Parameter& parameter = node.parameters[i];
    const std::string_view name = printed[i];
    if (parameter.fallback) {
      put("if(");
      put(name);
      put("===void 0)");
      put(name);
      put('=');
      const bool isName = parameter.target->kind == NodeKind::Identifier;
      named(parameter.fallback, isName ? static_cast<Identifier*>(parameter.target)->name->text : "", kAssignment);
      put(';');
    }
    if (parameter.target->kind != NodeKind::Identifier) pattern(parameter.target, name, true, Separator::Statement);
  }
}

void Emitter::functionText(Function& node, const FunctionShape& shape) {
  Body body;
  Frame& frame = *node.frame;
  const bool outerCompletes = completes_;
  const bool outerAsyncGenerator = asyncGenerator_;
  const std::vector<const Atom*> outerLabels = std::move(labels_);
  Scope* const outerScope = scope_;
  labels_.clear();
  completes_ = false;
  asyncGenerator_ = node.async && node.generator;
  if (shape.keyword) put("function");
  if (!shape.selfName.empty()) {
    put(' ');
    put(shape.selfName);
  }
  const bool outerStrict = body_ && body_->frame->strict;
  openBody(body, &frame);
  std::vector<std::string_view> printed;
  parameterList(node, printed);
  put('{');
  functionMark(shape.flags, node.length, shape.begin, shape.end, shape.name);
  if (node.strict && !outerStrict) put("\"use strict\";");
  body.hole = holes_.size();
  holes_.push_back({out_.size(), {}});
  if (node.nameScope) scope_ = node.nameScope;
  if (node.parameterScope) scope_ = node.parameterScope;
  if (shape.classNode && !frame.derived && frame.home && !frame.home->fields.empty()) {
    call("call");
    put(frame.home->fields);
    put(",this);");
  }
  parameterPrologue(node, printed);
  if (node.generator && !node.simpleParameters) put("\x06start();");
  scope_ = node.bodyScope;
  functionBody(node, shape);
  if (frame.derived) {
    put("return ");
    if (frame.thisIsBound) {
      thisValue();
    } else {
      call("derivedReturn");
      put("void 0,this\x06");
      integer(frame.number);
      put(')');
    }
    put(';');
  }
  put('}');
  closeBody(body);
  scope_ = outerScope;
  labels_ = outerLabels;
  completes_ = outerCompletes;
  asyncGenerator_ = outerAsyncGenerator;
}

void Emitter::functionBody(Function& node, const FunctionShape&) {
  // A body's variable of a parameter's name begins with the parameter's value.
  if (node.parameterExpressions && node.bodyScope) {
    for (const Binding* found : node.bodyScope->bindings) {
      if (found->kind != BindingKind::Var) continue;
      for (const Binding* parameter : node.parameterScope->bindings) {
        if (parameter->name != found->name) continue;
        put(found->printed);
        put('=');
        put(parameter->printed);
        put(';');
      }
    }
  }
  if (node.expression) {
    mark(node.expression->begin);
    put("return ");
    expression(node.expression, kComma);
    put(';');
    return;
  }
  hoistFunctions(node.body);
  parameterProperties(node);
  statements(node.body);
}

}  // namespace isobox::language
