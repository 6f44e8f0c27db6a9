// What a direct eval sees of the code around it, as a text. Runs in sealed runners.
#include "runner/language/scope_text.h"

#include <charconv>

namespace isobox::language {

namespace {

constexpr Offset kNowhere = 0xffffffff;

std::uint32_t readNumber(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Takes what stands before `separator`, or all.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return taken;
}

}  // namespace

std::string ScopeText::encodeHead() const {
  const unsigned flags = (strict ? 1u : 0) | (newTarget ? 2u : 0) | (derived ? 4u : 0) | (noArguments ? 8u : 0) |
                         (inFunction ? 16u : 0) | (global ? 32u : 0) | (inArrow ? 64u : 0);
  std::string to = std::to_string(flags) + ";" + std::to_string(owner);
  for (const std::string_view part : {home.object, home.constructor, home.fields}) {
    to += ';';
    to += part;
  }
  return to;
}

void ScopeText::addPrivate(std::string& to, std::string_view name, std::string_view variable) {
  to += "|#";
  to += name;
  to += '=';
  to += variable;
}

void ScopeText::addScope(std::string& to, const Scope& scope) {
  to += '|';
  to += std::to_string(static_cast<unsigned>(scope.kind));
  if (scope.lookup) to += '!';
  for (const Binding* binding : scope.bindings) {
    if (!binding->frame && !binding->callers) continue;  // a global name: found as such
    to += ',';
    to += binding->name->text;
    to += '=';
    to += binding->printed;
    to += ':';
    to += std::to_string(static_cast<unsigned>(binding->kind));
    to += binding->boxed ? "b" : "";
    to += binding->checked ? "c" : "";
  }
}

DecodedScopes decodeScopes(std::string_view text, Arena& arena, AtomTable& atoms) {
  DecodedScopes result;
  text = arena.copy(text);
  std::string_view head = take(text, '|');
  const unsigned flags = readNumber(take(head, ';'));
  result.head.strict = flags & 1;
  result.head.newTarget = flags & 2;
  result.head.derived = flags & 4;
  result.head.noArguments = flags & 8;
  result.head.inFunction = flags & 16;
  result.head.global = flags & 32;
  result.head.inArrow = flags & 64;
  result.head.owner = readNumber(take(head, ';'));
  result.head.home.object = take(head, ';');
  result.head.home.constructor = take(head, ';');
  result.head.home.fields = head;

  Frame* frame = arena.make<Frame>();
  frame->owner = frame;
  frame->strict = result.head.strict;
  frame->derived = result.head.derived;
  frame->number = result.head.owner;
  frame->wantsThis = true;
  frame->wantsNewTarget = result.head.newTarget;
  frame->isFields = result.head.noArguments;
  frame->hasArguments = result.head.inFunction;
  frame->evalInArrow = result.head.inArrow;
  if (!result.head.home.object.empty()) frame->home = arena.make<Home>(result.head.home);
  result.outer.frame = frame;

  std::vector<Scope*> scopes;
  while (!text.empty()) {
    std::string_view part = take(text, '|');
    if (!part.empty() && part[0] == '#') {
      part.remove_prefix(1);
      const Atom* name = atoms.intern(take(part, '='));
      result.privates.add(arena, {name, part});
      continue;
    }
    Scope* scope = arena.make<Scope>();
    const std::string_view kind = take(part, ',');
    scope->kind = static_cast<ScopeKind>(readNumber(kind));
    if (!kind.empty() && kind.back() == '!') scope->lookup = scope;
    scope->frame = frame;
    while (!part.empty()) {
      std::string_view entry = take(part, ',');
      Binding* binding = arena.make<Binding>();
      binding->name = atoms.intern(take(entry, '='));
      binding->printed = take(entry, ':');
      binding->kind = static_cast<BindingKind>(readNumber(entry));
      binding->boxed = entry.find('b') != std::string_view::npos;
      binding->checked = entry.find('c') != std::string_view::npos;
      binding->initializedAt = binding->checked ? kNowhere : 0;
      binding->scope = scope;
      binding->frame = frame;
      scope->bindings.add(arena, binding);
    }
    scopes.push_back(scope);
  }
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    scopes[i]->parent = i + 1 < scopes.size() ? scopes[i + 1] : nullptr;
    scopes[i]->depth = static_cast<std::uint32_t>(scopes.size() - i);
  }
  result.outer.innermost = scopes.empty() ? nullptr : scopes[0];
  return result;
}

}  // namespace isobox::language
