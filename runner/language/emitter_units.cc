// What stands around a program: scripts, modules, evals; the description of scopes that an eval is given. Runs in sealed
// runners, over a tree of hostile text.
#include "runner/language/emitter.h"
#include "runner/language/emitter_names.h"
#include "runner/language/scope_text.h"

namespace isobox::language {

namespace {

std::string_view wrapperOf(const Program& program) {
  if (program.topLevelYield) return program.topLevelAwait ? "asyncGenerator" : "generator";
  return program.topLevelAwait ? "async" : "";
}

bool isVariable(const Binding& binding) {
  return binding.kind == BindingKind::Var || binding.kind == BindingKind::Function ||
         binding.kind == BindingKind::Enum || binding.kind == BindingKind::Namespace;
}

[[noreturn]] void refuseName(const Binding& binding) {
  throw ParseError{{"Identifier '" + std::string(binding.name->text) + "' has already been declared", binding.begin}};
}

}  // namespace

void Emitter::openUnit(Body& body, Frame* frame, unsigned flags, bool strict) {
  openBody(body, frame);
  functionMark(flags, 0, 0, static_cast<Offset>(options_.text.size()), "");
  if (strict) put("\"use strict\";");
  body.hole = holes_.size();
  holes_.push_back({out_.size(), {}});
  scope_ = program_->scope;
}

// \x06declare(kind,[lexical…],[var…],[name,function…])
void Emitter::declareGlobals(Program& program) {
  const bool eval = program.goal == Goal::Eval;
  std::string lexical, vars;
  const auto add = [&](std::string& list, const Binding& binding) {
    if (!list.empty()) list += ',';
    const std::size_t from = out_.size();
    string(binding.name->text);
    list.append(out_, from);
    out_.resize(from);
  };
  bool functions = false;
  for (const Binding* binding : program.scope->bindings) {
    if (binding->kind == BindingKind::Function) {
      functions = true;
    } else if (isVariable(*binding)) {
      add(vars, *binding);
    } else if (!binding->frame) {
      add(lexical, *binding);
    } else if (!eval && (binding->name->text == "undefined" || binding->name->text == "NaN" ||
                         binding->name->text == "Infinity")) {
      refuseName(*binding);
    }
  }
  if (lexical.empty() && vars.empty() && !functions) return;
  call("declare");
  put(eval ? "2,[" : options_.session ? "1,[" : "0,[");
  put(lexical);
  put("],[");
  put(vars);
  put("],[");
  bool first = true;
  for (const Binding* binding : program.scope->bindings) {
    if (binding->kind != BindingKind::Function) continue;
    if (!first) put(',');
    first = false;
    string(binding->name->text);
    put(',');
    functionExpression(*binding->function, binding->name->text);
  }
  put("]);");
}

void Emitter::script(Program& program, Frame* frame) {
  const std::string_view wrapper = wrapperOf(program);
  Body body;
  if (!wrapper.empty()) call(wrapper);
  put(wrapper.empty() ? "(function(){" : "function(){");
  frame->suspends = !wrapper.empty();
  asyncGenerator_ = program.topLevelYield && program.topLevelAwait;
  openUnit(body, frame, kNoArguments | (wrapper.empty() ? 0u : kNoConstructor | kCoroutine), program.strict);
  const bool local = program.goal == Goal::Eval && program.strict;
  if (!local) declareGlobals(program);
  completes_ = true;
  body.extra += ",";
  body.extra += kCompletion;
  if (local) hoistFunctions(program.body);
  statements(program.body);
  put("return ");
  put(kCompletion);
  body.extra += templates_;
  put("})");
  closeBody(body);
}

void Emitter::commonJs(Program& program, Frame* frame) {
  Body body;
  put("(function(exports,require,module,__filename,__dirname){");
  openUnit(body, frame, 0, program.strict);
  hoistFunctions(program.body);
  statements(program.body);
  body.extra += templates_;
  put("})");
  closeBody(body);
}

// A sloppy eval must not declare a var where a lexical name of its stands around.
void Emitter::checkEvalNames(Program& program) {
  const auto conflicts = [](const Binding& binding, bool inParameters) {
    switch (binding.kind) {
      case BindingKind::Let:
      case BindingKind::Const:
      case BindingKind::Class:
      case BindingKind::BlockFunction:
      case BindingKind::Catch:
      case BindingKind::Import:
        return true;
      default:
        return inParameters;
    }
  };
  for (const Binding* binding : program.scope->bindings) {
    if (!isVariable(*binding)) continue;
    bool atTop = true;
    for (const Scope* scope = options_.outer.innermost; scope; scope = scope->parent) {
      const bool inParameters = scope->kind == ScopeKind::Parameters;
      for (const Binding* other : scope->bindings)
        if (other->name == binding->name && conflicts(*other, inParameters)) refuseName(*binding);
      if (inParameters && options_.functionEval && !options_.arrowEval && binding->name->text == "arguments") refuseName(*binding);
      const bool ends = inParameters || scope->kind == ScopeKind::Body || scope->kind == ScopeKind::StaticBlock ||
                        scope->kind == ScopeKind::Namespace || scope->kind == ScopeKind::Module;
      if (ends) {
        atTop = false;
        break;
      }
    }
    if (atTop && options_.realm && options_.realm->kinds.count(std::string(binding->name->text))) refuseName(*binding);
  }
}

void Emitter::directEval(Program& program, Frame* frame) {
  if (!program.strict) checkEvalNames(program);
  functionMark(kNoArguments, 0, 0, static_cast<Offset>(options_.text.size()), "");  // its `var arguments` is one
  if (!program.strict) {
    std::string vars;
    std::string names, functions;
    for (const Binding* binding : program.scope->bindings) {
      if (!isVariable(*binding)) continue;
      std::string& list = binding->kind == BindingKind::Function ? functions : names;
      const std::size_t from = out_.size();
      string(binding->name->text);
      if (!list.empty()) list += ',';
      list.append(out_, from);
      out_.resize(from);
      if (binding->callers) continue;
      vars += vars.empty() ? "var " : ",";
      vars += binding->printed;
    }
    if (options_.globalEval && (!names.empty() || !functions.empty())) {
      call("evalDeclare");
      put('[');
      put(names);
      put("],[");
      put(functions);
      put("]);");
    }
    put(vars);
    if (!vars.empty()) put(';');
  }
  Body body;
  put("(function(){");
  openUnit(body, frame, kInlineFlags | kEval, program.strict && !(options_.outer.frame && options_.outer.frame->strict));
  completes_ = true;
  body.extra += ",";
  body.extra += kCompletion;
  hoistFunctions(program.body);
  statements(program.body);
  put("return ");
  put(kCompletion);
  body.extra += templates_;
  put("})();");
  closeBody(body);
}

// ---- modules ----------------------------------------------------------------------------------------------------------

struct Emitter::ModuleTables {
  std::vector<std::string_view> requests;
  struct Imported { std::uint32_t request; const Atom* name; Binding* local; };
  std::vector<Imported> imports;
  struct Local { std::string_view exported; Binding* binding; std::string_view variable; };
  std::vector<Local> locals;
  struct Indirect { std::string_view exported; std::uint32_t request; const Atom* name; };
  std::vector<Indirect> indirect;
  std::vector<std::uint32_t> stars;

  std::unordered_map<std::string_view, std::uint32_t> known;
  std::uint32_t request(std::string_view specifier) {
    const auto [found, added] = known.try_emplace(specifier, static_cast<std::uint32_t>(requests.size()));
    if (added) requests.push_back(specifier);
    return found->second;
  }
};

namespace {

void collectNames(Node* target, std::vector<Identifier*>& names) {
  switch (target->kind) {
    case NodeKind::Identifier:
      names.push_back(static_cast<Identifier*>(target));
      return;
    case NodeKind::ArrayPattern:
      for (PatternElement& element : static_cast<ArrayPattern*>(target)->elements)
        if (element.target) collectNames(element.target, names);
      if (Node* rest = static_cast<ArrayPattern*>(target)->rest) collectNames(rest, names);
      return;
    case NodeKind::ObjectPattern:
      for (PatternProperty& property : static_cast<ObjectPattern*>(target)->properties)
        collectNames(property.value.target, names);
      if (Node* rest = static_cast<ObjectPattern*>(target)->rest) collectNames(rest, names);
      return;
    default:
      return;
  }
}

}  // namespace

void Emitter::collectExports(Program& program, ModuleTables& tables) {
  std::unordered_map<const Atom*, Binding*> names;
  for (Binding* binding : program.scope->bindings) names[binding->name] = binding;
  std::unordered_map<const Binding*, std::size_t> imported;
  for (Node* node : program.body) {
    if (node->kind == NodeKind::Import) {
      auto& import = *static_cast<Import*>(node);
      const std::uint32_t request = tables.request(import.specifier);
      for (ImportSpecifier& specifier : import.specifiers) {
        const auto local = names.find(specifier.local->name);
        if (local == names.end()) continue;
        tables.imports.push_back({request, specifier.imported, local->second});
        imported[local->second] = tables.imports.size() - 1;
      }
    }
    if (node->kind == NodeKind::ExportAll) {
      auto& all = *static_cast<ExportAll*>(node);
      const std::uint32_t request = tables.request(all.source);
      if (all.exported) {
        tables.indirect.push_back({all.exported->text, request, nullptr});
      } else {
        tables.stars.push_back(request);
      }
    }
    if (node->kind == NodeKind::ExportNamed && static_cast<ExportNamed*>(node)->hasSource)
      tables.request(static_cast<ExportNamed*>(node)->source);
  }
  for (Node* node : program.body) {
    if (node->kind == NodeKind::ExportDefault) {
      Node* value = static_cast<ExportDefault*>(node)->value;
      Identifier* name = nullptr;
      if (value->kind == NodeKind::FunctionDeclaration) name = static_cast<Function*>(value)->name;
      if (value->kind == NodeKind::ClassDeclaration) name = static_cast<Class*>(value)->name;
      if (name) {
        tables.locals.push_back({"default", name->binding, {}});
      } else {
        defaultExport_ = fresh("default");
        tables.locals.push_back({"default", nullptr, defaultExport_});
      }
    }
    if (node->kind != NodeKind::ExportNamed) continue;
    auto& named = *static_cast<ExportNamed*>(node);
    for (ExportSpecifier& specifier : named.specifiers) {
      if (named.hasSource) {
        tables.indirect.push_back({specifier.exported->text, tables.request(named.source), specifier.imported});
        continue;
      }
      Binding* binding = specifier.local->binding;
      const auto known = imported.find(binding);
      if (known != imported.end()) {
        const ModuleTables::Imported& from = tables.imports[known->second];
        tables.indirect.push_back({specifier.exported->text, from.request, from.name});
      } else {
        tables.locals.push_back({specifier.exported->text, binding, {}});
      }
    }
    std::vector<Identifier*> names;
    if (!named.declaration) continue;
    if (named.declaration->kind == NodeKind::VariableDeclaration)
      for (Declarator& declarator : static_cast<VariableDeclaration*>(named.declaration)->declarators)
        collectNames(declarator.target, names);
    if (named.declaration->kind == NodeKind::FunctionDeclaration)
      names.push_back(static_cast<Function*>(named.declaration)->name);
    if (named.declaration->kind == NodeKind::ClassDeclaration)
      names.push_back(static_cast<Class*>(named.declaration)->name);
    if (named.declaration->kind == NodeKind::Enum) names.push_back(static_cast<Enum*>(named.declaration)->name);
    if (named.declaration->kind == NodeKind::Namespace) names.push_back(static_cast<Namespace*>(named.declaration)->name);
    for (Identifier* name : names) tables.locals.push_back({name->name->text, name->binding, {}});
  }
}

void Emitter::module(Program& program, Frame* frame) {
  ModuleTables tables;
  scope_ = program.scope;
  collectExports(program, tables);
  const auto nameOrNull = [&](const Atom* name) {
    if (name) return string(name->text);
    put("null");
  };
  put("({requests:[");
  for (std::size_t i = 0; i < tables.requests.size(); ++i) {
    if (i) put(',');
    string(tables.requests[i]);
  }
  put("],imports:[");
  for (std::size_t i = 0; i < tables.imports.size(); ++i) {
    put(i ? ",[" : "[");
    integer(tables.imports[i].request);
    put(',');
    nameOrNull(tables.imports[i].name);
    put(']');
  }
  put("],locals:[");
  for (std::size_t i = 0; i < tables.locals.size(); ++i) {
    if (i) put(',');
    string(tables.locals[i].exported);
  }
  put("],indirect:[");
  for (std::size_t i = 0; i < tables.indirect.size(); ++i) {
    put(i ? ",[" : "[");
    string(tables.indirect[i].exported);
    put(',');
    integer(tables.indirect[i].request);
    put(',');
    nameOrNull(tables.indirect[i].name);
    put(']');
  }
  put("],stars:[");
  for (std::size_t i = 0; i < tables.stars.size(); ++i) {
    if (i) put(',');
    integer(tables.stars[i]);
  }
  put(program.topLevelAwait ? "],async:true,code:function(meta\x06){" : "],async:false,code:function(meta\x06){");
  Body body;
  frame->suspends = true;
  openUnit(body, frame, kNoArguments | kNoConstructor | kCoroutine, true);
  if (!defaultExport_.empty()) body.extra += "," + std::string(defaultExport_) + "=\x06T";
  hoistFunctions(program.body);
  for (Node* node : program.body) {
    if (node->kind != NodeKind::ExportDefault) continue;
    Node* value = static_cast<ExportDefault*>(node)->value;
    if (value->kind != NodeKind::FunctionDeclaration || static_cast<Function*>(value)->name) continue;
    put(defaultExport_);
    put('=');
    functionExpression(*static_cast<Function*>(value), "default");
    put(';');
  }
  call("moduleReady");
  put('[');
  for (std::size_t i = 0; i < tables.locals.size(); ++i) {
    const ModuleTables::Local& local = tables.locals[i];
    if (i) put(',');
    put("function(){return ");
    if (local.binding && local.binding->kind == BindingKind::Import) {
      put(local.binding->printed);
      put("()");
    } else if (local.binding && (local.binding->checked || isLexical(*local.binding))) {
      local.binding->checked = true;
      checkedRead(local.binding->name->text, *local.binding);
    } else if (local.binding) {
      binding(*local.binding);
    } else if (!local.variable.empty()) {
      put(local.variable);
      put("===\x06T?\x06tdz(\"default\"):");
      put(local.variable);
    } else {
      put("void 0");
    }
    put('}');
  }
  put("],function(");
  for (std::size_t i = 0; i < tables.imports.size(); ++i) {
    put(i ? ",a\x06" : "a\x06");
    integer(i);
  }
  put("){");
  for (std::size_t i = 0; i < tables.imports.size(); ++i) {
    put(tables.imports[i].local->printed);
    put("=a\x06");
    integer(i);
    put(';');
  }
  put("});");
  statements(program.body);
  body.extra += templates_;
  put("}})");
  closeBody(body);
}

void Emitter::exportStatement(Node* node) {
  switch (node->kind) {
    case NodeKind::ExportNamed: {
      auto& named = *static_cast<ExportNamed*>(node);
      if (!named.declaration) return;
      const NodeKind kind = named.declaration->kind;
      if (!namespaces_.empty() && (kind == NodeKind::Enum || kind == NodeKind::Namespace)) exportsTo_ = namespaces_.back();
      statement(named.declaration);
      exportsTo_ = {};
      if (namespaces_.empty()) return;
      // In a TypeScript namespace functions and classes are properties, too.
      Identifier* name = nullptr;
      if (named.declaration->kind == NodeKind::FunctionDeclaration) name = static_cast<Function*>(named.declaration)->name;
      if (named.declaration->kind == NodeKind::ClassDeclaration) name = static_cast<Class*>(named.declaration)->name;
      if (named.declaration->kind == NodeKind::Enum) name = static_cast<Enum*>(named.declaration)->name;
      if (named.declaration->kind == NodeKind::Namespace) name = static_cast<Namespace*>(named.declaration)->name;
      if (!name || !name->binding) return;
      put(namespaces_.back());
      put('.');
      put(name->name->text);
      put('=');
      binding(*name->binding);
      return put(';');
    }
    case NodeKind::ExportDefault: {
      Node* value = static_cast<ExportDefault*>(node)->value;
      if (value->kind == NodeKind::FunctionDeclaration) {
        if (static_cast<Function*>(value)->name) statement(value);
        return;
      }
      if (value->kind == NodeKind::ClassDeclaration) {
        auto& declared = *static_cast<Class*>(value);
        if (declared.name) return statement(value);
        put(defaultExport_);
        put('=');
        classExpression(declared, "default");
        return put(';');
      }
      mark(value->begin);
      put(defaultExport_);
      put('=');
      named(value, "default", kAssignment);
      return put(';');
    }
    case NodeKind::ImportEquals: {
      auto& import = *static_cast<ImportEquals*>(node);
      initialize(*import.local, [&] {
        if (import.isRequire) {
          mark(node->begin);
          put("require(");
          string(import.specifier);
          put(')');
        } else {
          expression(import.entity, kAssignment);
        }
      });
      put(';');
      if (!import.exported || namespaces_.empty()) return;
      put(namespaces_.back());
      put('.');
      put(import.local->name->text);
      put('=');
      binding(*import.local->binding);
      return put(';');
    }
    case NodeKind::ExportAssignment:
      put("module.exports=");
      expression(static_cast<ExportAssignment*>(node)->expression, kAssignment);
      return put(';');
    default:
      return;
  }
}

// ---- direct evals ---------------------------------------------------------------------------------------------------------

// Writes what tells an eval what it sees, and has the code around keep all of it. Each is a variable of the unit, as evals of one scope may be many.
void Emitter::scopeDescriptor() {
  Frame* const owner = body_->frame->owner;
  std::string_view& variable = descriptors_[{scope_, body_->frame}];
  if (!variable.empty()) return put(variable);
  const bool outer = owner == options_.outer.frame;  // an eval in an eval: aliases are there already
  const bool inFunction = outer ? options_.functionEval : (owner->function != nullptr && !owner->isFields &&
                                   owner->function->function != FunctionKind::FieldInitializer &&
                                   owner->function->function != FunctionKind::StaticBlock);
  const bool hasTarget = owner->function || owner->isFields || (outer && owner->wantsNewTarget);
  if (!outer) {
    if (!owner->derived) owner->wantsThis = true;
    if (inFunction) owner->wantsArguments = true;
    if (hasTarget) owner->wantsNewTarget = true;
  }
  ScopeText text;
  text.strict = body_->frame->strict;
  text.newTarget = hasTarget;
  text.derived = owner->derived;
  text.noArguments = owner->isFields || (owner->function && (owner->function->function == FunctionKind::FieldInitializer ||
                                                            owner->function->function == FunctionKind::StaticBlock));
  text.inFunction = inFunction;
  const Frame* around = body_->frame;
  while (around->immediate && around->parent) around = around->parent;
  text.inArrow = around->function ? around->function->function == FunctionKind::Arrow : outer && options_.arrowEval;
  text.owner = owner->number;
  if (owner->home) text.home = *owner->home;
  text.global = true;
  for (const Scope* scope = scope_; scope; scope = scope->parent) {
    const ScopeKind kind = scope->kind;
    if (kind == ScopeKind::Body || kind == ScopeKind::Parameters || kind == ScopeKind::StaticBlock ||
        kind == ScopeKind::Module || kind == ScopeKind::Namespace)
      text.global = false;
  }
  std::string encoded = text.encodeHead();
  for (const Private& each : privates_) ScopeText::addPrivate(encoded, each.name->text, each.variable);
  for (const Scope* scope = scope_; scope; scope = scope->parent) ScopeText::addScope(encoded, *scope);
  variable = fresh("scope");
  put(variable);
  const std::size_t from = out_.size();
  string(encoded);
  templates_ += ',';
  templates_ += variable;
  templates_ += '=';
  templates_.append(out_, from);
  out_.resize(from);
}

}  // namespace isobox::language
