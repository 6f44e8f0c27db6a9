// Text in, the dialect out. Runs in sealed runners; the text is hostile.
#include "runner/language/front_end.h"

#include <optional>

#include "runner/language/code_points.h"
#include "runner/language/emitter.h"
#include "runner/language/parser.h"
#include "runner/language/resolver.h"
#include "runner/language/scope_text.h"

namespace isobox::language {

struct FrontEnd::Realm {
  std::uint64_t seed;
  std::size_t limit = std::size_t{1} << 30;
  RealmNames names;
};

namespace {

// A program as one of several things: the first that it can be.
struct Attempt { Goal goal; bool await, yield; };

bool mentions(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

// The realm's lexical names, as a scope around.
Scope* realmScope(const RealmNames& names, Arena& arena, AtomTable& atoms) {
  if (names.kinds.empty()) return nullptr;
  Scope* scope = arena.make<Scope>();
  scope->kind = ScopeKind::Script;
  for (const auto& [name, kind] : names.kinds) {
    Binding* binding = arena.make<Binding>();
    binding->name = atoms.intern(arena.copy(name));
    binding->kind = kind;
    binding->printed = binding->name->text;
    binding->initializedAt = 0xffffffff;  // another script may have failed before it got there
    binding->checked = true;
    binding->scope = scope;
    scope->bindings.add(arena, binding);
  }
  return scope;
}

}  // namespace

FrontEnd::FrontEnd(std::uint64_t seed) : realm_(std::make_unique<Realm>()) { realm_->seed = seed; }
FrontEnd::~FrontEnd() = default;
FrontEnd::FrontEnd(FrontEnd&&) noexcept = default;

void FrontEnd::limitMemory(std::size_t bytes) { realm_->limit = bytes; }
void FrontEnd::reset() { realm_->names.kinds.clear(); }

namespace {

Program* parseUnit(const Request& request, const ParseContext& context, Arena& arena, AtomTable& atoms) {
  ParseOptions options;
  options.typescript = request.typescript;
  options.context = context;
  switch (request.kind) {
    case UnitKind::Module:
      options.goal = Goal::Module;
      return parseProgram(request.text, options, arena, atoms);
    case UnitKind::DirectEval:
    case UnitKind::IndirectEval:
      options.goal = Goal::Eval;
      return parseProgram(request.text, options, arena, atoms);
    case UnitKind::Function:
      checkFunctionParts(request.parameters, request.body, request.asyncFunction, request.generatorFunction, arena, atoms);
      options.goal = Goal::FunctionBody;
      return parseProgram(request.text, options, arena, atoms);
    case UnitKind::CommonJs:
      options.topLevelReturn = true;
      return parseProgram(request.text, options, arena, atoms);
    case UnitKind::Script:
      break;
  }
  std::optional<ParseError> asStream;
  const auto attempt = [&](Goal goal, bool await, bool yield) -> Program* {
    options.goal = goal;
    options.topLevelAwait = await;
    options.topLevelYield = yield;
    try {
      return parseProgram(request.text, options, arena, atoms);
    } catch (const ParseError& error) {
      if (yield) asStream = error;
      return nullptr;
    }
  };
  const bool await = request.allowAwait && mentions(request.text, "await");
  // Where `yield` may stand at the top it is meant: `yield* [1]` is no product.
  if (request.allowYield && mentions(request.text, "yield"))
    for (const bool withAwait : {await, false})
      if (Program* program = attempt(Goal::Script, withAwait, true)) return program;
  options.goal = Goal::Script;
  options.topLevelAwait = options.topLevelYield = false;
  // A script that is none may be one with `await` at its top, or a module. Its own error is the one told.
  try {
    return parseProgram(request.text, options, arena, atoms);
  } catch (const ParseError& first) {
    const bool module =
        request.allowModule && (mentions(request.text, "import") || mentions(request.text, "export"));
    Program* program = nullptr;
    if (await) program = attempt(Goal::Script, true, false);
    if (!program && module) {
      options.goal = Goal::Module;
      options.topLevelAwait = options.topLevelYield = false;
      const bool isModuleError = first.problem.message.find("import") != std::string::npos ||
                                 first.problem.message.find("export") != std::string::npos ||
                                 first.problem.message.find("module") != std::string::npos;
      if (isModuleError) return parseProgram(request.text, options, arena, atoms);
      program = attempt(Goal::Module, false, false);
    }
    if (!program && asStream) throw *asStream;
    if (!program) throw;
    return program;
  }
}

TranslationKind kindOf(const Program& program) {
  if (program.goal == Goal::Module) return TranslationKind::Module;
  if (program.topLevelYield)
    return program.topLevelAwait ? TranslationKind::AsyncGeneratorScript : TranslationKind::GeneratorScript;
  return program.topLevelAwait ? TranslationKind::AsyncScript : TranslationKind::Script;
}

}  // namespace

Translation FrontEnd::translate(const Request& request) {
  Translation result;
  try {
    const StopQuestion question{request.mustStop, request.stopContext};
    Arena arena(realm_->limit, question);
    AtomTable atoms(arena, realm_->seed);
    ParseContext context;
    ResolveOptions resolving;
    EmitOptions emitting;
    emitting.kind = request.kind;
    emitting.unit = request.unit;
    emitting.text = request.text;
    emitting.session = request.session;
    emitting.limit = realm_->limit;
    emitting.question = question;
    emitting.realm = &realm_->names;
    Scope* const realm = realmScope(realm_->names, arena, atoms);
    resolving.outer.innermost = realm;
    if (request.kind == UnitKind::DirectEval) {
      DecodedScopes around = decodeScopes(request.scope, arena, atoms);
      context.strict = around.head.strict;
      context.newTarget = around.head.newTarget;
      context.superProperty = !around.head.home.object.empty();
      context.superCall = around.head.derived && !around.head.home.constructor.empty();
      context.noArguments = around.head.noArguments;
      for (const OuterPrivate& each : around.privates) context.privateNames.add(arena, each.name);
      if (!around.outer.innermost) {
        around.outer.innermost = realm;
      } else {
        Scope* outermost = around.outer.innermost;
        while (outermost->parent) outermost = outermost->parent;
        outermost->parent = realm;
      }
      resolving.outer = around.outer;
      emitting.outerPrivates = around.privates;
      emitting.globalEval = around.head.global;
      emitting.functionEval = around.head.inFunction;
      emitting.arrowEval = around.head.inArrow;
    }
    emitting.outer = resolving.outer;
    if (!resolving.outer.frame) emitting.outer.innermost = nullptr;
    Program* const program = parseUnit(request, context, arena, atoms);
    resolving.persistLexicals =
        request.kind == UnitKind::Script && program->goal == Goal::Script && (request.session || program->mentionsEval);
    resolving.elidesImports = request.typescript;
    resolving.localNames = request.kind == UnitKind::CommonJs;
    emitting.persistLexicals = resolving.persistLexicals;
    Resolver resolver(arena, atoms, resolving);
    Frame* const frame = resolver.resolve(*program);
    emitting.names = resolver.namesGiven();
    Emitter emitter(arena, atoms, emitting);
    result.code = emitter.emit(*program, frame);
    result.kind = kindOf(*program);
    result.ok = true;
    if (resolving.persistLexicals)
      for (const Binding* binding : program->scope->bindings)
        if (binding->kind != BindingKind::Var && binding->kind != BindingKind::Function &&
            binding->kind != BindingKind::Enum && binding->kind != BindingKind::Namespace)
          realm_->names.kinds[std::string(binding->name->text)] = binding->kind;
  } catch (const ParseError& error) {
    result.problem = error.problem;
    result.problem.message = toUtf8(error.problem.message);  // names and patterns in it are CESU-8
  } catch (const Stopped&) {
    result.stopped = true;
    result.problem.message = "The time is up";
  } catch (const OutOfMemory&) {
    result.outOfMemory = true;
    result.problem.message = "The program is too large";
  } catch (const std::bad_alloc&) {
    result.outOfMemory = true;
    result.problem.message = "The program is too large";
  }
  return result;
}

}  // namespace isobox::language
