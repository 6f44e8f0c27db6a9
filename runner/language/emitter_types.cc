// What TypeScript has at run time: enums, namespaces, parameter properties. Runs in sealed runners, over a tree of hostile
// text.
#include <utility>

#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"

namespace isobox::language {

// E||(E={}); of what a namespace exports E||(E=n.E||(n.E={})): another part of that may have made it.
void Emitter::mergedObject(const Identifier& name) {
  const std::string_view outer = exportsTo_;
  binding(*name.binding);
  put("||(");
  binding(*name.binding);
  put('=');
  for (const std::string_view begin : {"", "||("}) {
    if (outer.empty()) break;
    put(begin);
    put(outer);
    put('.');
    put(name.name->text);
  }
  put(outer.empty() ? "{})" : "={}))");
}

// (function(e){e[e["A"]=0]="A";…})(E||(E={}))
void Emitter::enumDeclaration(Enum& node) {
  const std::string_view outer = std::exchange(exportsTo_, {});
  if (!node.name->binding) return;
  put("(function(");
  put(node.variable);
  put("){");
  Body body;
  openBody(body, node.frame);
  functionMark(kInlineFlags, 0, 0, 0, "");
  body.hole = holes_.size();
  holes_.push_back({out_.size(), {}});
  Temporary value(*this);
  put(value.text());
  put("=-1;");
  for (EnumMember& member : node.members) {
    const bool isString = member.initializer && (member.initializer->kind == NodeKind::String ||
                                                 member.initializer->kind == NodeKind::Template);
    mark(member.begin);
    put(value.text());
    put('=');
    if (member.initializer) {
      expression(member.initializer, kAssignment);
    } else {
      put(value.text());
      put("+1");
    }
    put(';');
    // A string member has no way back from its value; what is computed is seen when it runs.
    put(node.variable);
    put('[');
    string(member.name);
    put("]=");
    put(value.text());
    put(';');
    if (isString) continue;
    put("if(typeof ");
    put(value.text());
    put("!==\"string\")");
    put(node.variable);
    put('[');
    put(value.text());
    put("]=");
    string(member.name);
    put(';');
  }
  put("})(");
  closeBody(body);
  exportsTo_ = outer;
  mergedObject(*node.name);
  put(");");
}

void Emitter::namespaceDeclaration(Namespace& node) {
  const std::string_view outerExports = std::exchange(exportsTo_, {});
  if (!node.name->binding) return;
  put("(function(");
  put(node.variable);
  put("){");
  Body body;
  openBody(body, node.frame);
  functionMark(kInlineFlags, 0, 0, 0, "");
  body.hole = holes_.size();
  holes_.push_back({out_.size(), {}});
  const bool outerCompletes = completes_;
  completes_ = false;
  namespaces_.push_back(node.variable);
  Scope* const outer = scope_;
  if (node.scope) scope_ = node.scope;
  hoistFunctions(node.body);
  statements(node.body);
  scope_ = outer;
  namespaces_.pop_back();
  completes_ = outerCompletes;
  put("})(");
  closeBody(body);
  exportsTo_ = outerExports;
  mergedObject(*node.name);
  put(");");
}

// constructor(private x) {}: this.x=x, first thing in a base class; behind super(…) in a derived one.
void Emitter::parameterProperties(Function& node) {
  if (body_->frame->derived) return;
  for (language::Parameter& parameter : node.parameters) {
    if (!parameter.property || parameter.target->kind != NodeKind::Identifier) continue;
    auto& identifier = *static_cast<Identifier*>(parameter.target);
    put("this.");
    put(identifier.name->text);
    put('=');
    binding(*identifier.binding);
    put(';');
  }
}

}  // namespace isobox::language
