// The emitter's output, its functions' heads, and names. Runs in sealed runners, over a tree of hostile text.
#include "runner/language/emitter.h"

#include <charconv>

#include "runner/language/emitter_names.h"

namespace isobox::language {

Emitter::Emitter(Arena& arena, AtomTable& atoms, const EmitOptions& options)
    : arena_(arena), atoms_(atoms), options_(options), names_(options.names) {
  out_.reserve(options.text.size() + options.text.size() / 2 + 256);
  for (const auto& [name, variable] : options_.outerPrivates) openPrivate(name, variable);
  for (Scope* scope = options.outer.innermost; scope; scope = scope->parent)
    if (scope->kind == ScopeKind::With) withs_.insert(withs_.begin(), withObject(scope));
  scope_ = options.outer.innermost;
}

std::string Emitter::emit(Program& program, Frame* frame) {
  program_ = &program;
  switch (options_.kind) {
    case UnitKind::Script:
    case UnitKind::IndirectEval:
      if (program.goal == Goal::Module) {
        module(program, frame);
      } else {
        script(program, frame);
      }
      break;
    case UnitKind::Module:
      module(program, frame);
      break;
    case UnitKind::DirectEval:
      directEval(program, frame);
      break;
    case UnitKind::CommonJs:
      commonJs(program, frame);
      break;
    case UnitKind::Function: {
      Body body;
      put("(function(){");
      openBody(body, frame);
      functionMark(kInlineFlags, 0, 0, 0, "");
      body.hole = holes_.size();
      holes_.push_back({out_.size(), {}});
      put("return ");
      functionExpression(*program.function, "anonymous");
      put(";})()");
      body.extra += templates_;
      closeBody(body);
      break;
    }
  }
  return finish();
}

// ---- text -----------------------------------------------------------------------------------------------------

void Emitter::put(std::string_view text) {
  if (out_.size() + text.size() > options_.limit) throw OutOfMemory{};
  if ((++pieces_ & 0xfff) == 0) options_.question.ask();
  out_.append(text);
}

void Emitter::integer(std::uint64_t value) {
  char digits[24];
  put({digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
}

void Emitter::number(double value) {
  if (value > 1.7976931348623157e308) return put("1e999");
  char digits[40];
  put({digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, value).ptr - digits)});
}

// Between the quotes. Control characters (the dialect's bytes are among them), line ends and surrogates become escapes.
void Emitter::stringInside(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    std::size_t size = 1;
    char escape[6] = {'\\'};
    std::size_t length = 2;
    if (c == '"' || c == '\\') {
      escape[1] = static_cast<char>(c);
    } else if (c == '\n') {
      escape[1] = 'n';
    } else if (c < 0x20 || c == 0x7f) {
      escape[1] = 'x';
      escape[2] = kHex[c >> 4];
      escape[3] = kHex[c & 15];
      length = 4;
    } else if ((c == 0xe2 || c == 0xed) && i + 2 < text.size()) {
      const unsigned unit = (c & 15u) << 12 | (static_cast<unsigned char>(text[i + 1]) & 63u) << 6 |
                            (static_cast<unsigned char>(text[i + 2]) & 63u);
      if (unit != 0x2028 && unit != 0x2029 && (unit < 0xd800 || unit > 0xdfff)) continue;
      size = 3;
      escape[1] = 'u';
      escape[2] = kHex[unit >> 12];
      escape[3] = kHex[unit >> 8 & 15];
      escape[4] = kHex[unit >> 4 & 15];
      escape[5] = kHex[unit & 15];
      length = 6;
    } else {
      continue;
    }
    put(text.substr(plain, i - plain));
    put({escape, length});
    plain = i + size;
    i += size - 1;
  }
  put(text.substr(plain));
}

void Emitter::string(std::string_view text) {
  put('"');
  stringInside(text);
  put('"');
}

void Emitter::mark(Offset offset) {
  if (marked_ == offset) return;
  marked_ = offset;
  put('\x02');
  integer(static_cast<std::uint64_t>(offset) + 1);
  put('\x03');
}

std::string_view Emitter::fresh(std::string_view base) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, ++names_).ptr;
  std::string name(base);
  name.push_back('\x06');
  name.append(digits, end);
  return arena_.copy(name);
}

std::string Emitter::finish() {
  std::size_t size = out_.size();
  for (const Hole& hole : holes_) size += hole.text.size();
  if (size > options_.limit) throw OutOfMemory{};
  std::string whole;
  whole.reserve(size);
  std::size_t from = 0;
  for (const Hole& hole : holes_) {
    whole.append(out_, from, hole.at - from);
    whole.append(hole.text);
    from = hole.at;
  }
  whole.append(out_, from, std::string::npos);
  return whole;
}

// ---- functions of the output ---------------------------------------------------------------------------------------

Emitter::Temporary::Temporary(Emitter& emitter) : emitter_(emitter), body_(emitter.body_) {
  if (body_->freeTemporaries.empty()) {
    number_ = ++emitter.names_;
    body_->temporaries.push_back(number_);
  } else {
    number_ = body_->freeTemporaries.back();
    body_->freeTemporaries.pop_back();
  }
  text_[0] = 't';
  text_[1] = '\x06';
  size_ = static_cast<std::uint8_t>(std::to_chars(text_ + 2, text_ + sizeof text_, number_).ptr - text_);
}

Emitter::Temporary::~Temporary() { body_->freeTemporaries.push_back(number_); }

// Call `openBody`, write what stands before the hole, then make the hole with `holes_.push_back`.
void Emitter::openBody(Body& body, Frame* frame) {
  body.frame = frame;
  body.outer = body_;
  body_ = &body;
}

void Emitter::closeBody(Body& body) {
  head(body, holes_[body.hole].text);
  body_ = body.outer;
}

void Emitter::head(const Body& body, std::string& to) {
  const Frame& frame = *body.frame;
  bool first = true;
  const auto declare = [&](std::string_view name) {
    to.append(first ? "var " : ",");
    to.append(name);
    first = false;
  };
  const auto alias = [&](std::string_view base, std::string_view value) {
    declare(base);
    to.push_back('\x06');
    to.append(std::to_string(frame.number));
    to.push_back('=');
    to.append(value);
  };
  for (const Binding* binding : frame.locals) {
    if (binding->frame != &frame || binding->printed.empty()) continue;
    if (isNative(*binding) || binding->printed.find('.') != std::string_view::npos) continue;
    declare(binding->printed);
    if (binding->checked && isInitializedInHead(*binding)) to.append("=\x06T");
  }
  for (const std::uint32_t temporary : body.temporaries) {
    declare("t\x06");
    to.append(std::to_string(temporary));
  }
  if (frame.derived) {
    alias("this", "\x06T");
  } else if (frame.wantsThis) {
    alias("this", "this");
  }
  if (frame.wantsArguments) alias("arguments", "arguments");
  if (frame.wantsNewTarget) alias("target", "new.target");
  if (!body.extra.empty()) {
    declare(std::string_view(body.extra).substr(1));
  }
  if (!first) to.push_back(';');
}

void Emitter::functionMark(unsigned flags, std::uint32_t length, Offset begin, Offset end, std::string_view name) {
  put("\"\x01");
  integer(flags);
  put(';');
  integer(length);
  put(';');
  integer(options_.unit);
  put(';');
  integer(begin);
  put(';');
  integer(end);
  put(';');
  stringInside(name);
  put("\";");
}

Frame* Emitter::inlineFrame() {
  Frame* frame = arena_.make<Frame>();
  frame->parent = body_->frame;
  frame->owner = body_->frame->owner;
  frame->strict = body_->frame->strict;
  frame->suspends = body_->frame->suspends;
  frame->immediate = true;
  frame->number = ++names_;
  return frame;
}

// A function of our own around what must be statements or strict code, called where it stands.
void Emitter::openInline(Body& body, bool strict) {
  put("(function(){");
  openBody(body, inlineFrame());
  functionMark(kInlineFlags, 0, 0, 0, "");
  if (strict && !body.frame->strict) {
    put("\"use strict\";");
    body.frame->strict = true;
  }
  body.hole = holes_.size();
  holes_.push_back({out_.size(), {}});
}

void Emitter::closeInline(Body& body) {
  put("})()");
  closeBody(body);
}

// ---- what a function knows without a name ------------------------------------------------------------------------------

void Emitter::thisValue() {
  Frame* const owner = body_->frame->owner;
  if (owner->derived && !owner->thisIsBound) {
    put("(this\x06");
    integer(owner->number);
    put("===\x06T?\x06noThis():this\x06");
    integer(owner->number);
    put(')');
    return;
  }
  put("this");
  if (isOwn() && !owner->derived) return;
  owner->wantsThis = true;
  put('\x06');
  integer(owner->number);
}

void Emitter::newTarget() {
  Frame* const owner = body_->frame->owner;
  if (isOwn()) return put("new.target");
  owner->wantsNewTarget = true;
  put("target\x06");
  integer(owner->number);
}

bool Emitter::isArgumentsObject(const Identifier& identifier) const {
  if (identifier.binding || identifier.name->text != "arguments") return false;
  const Frame* owner = body_->frame->owner;
  return owner->function || owner->isFields || owner->hasArguments;
}

// In an arrow with a direct eval the name may be a variable that an eval has declared there: no alias will do.
bool Emitter::mayDeclareArguments() const {
  const Frame* const owner = body_->frame->owner;
  if (owner->evalInArrow) return true;
  for (const Frame* frame = body_->frame; frame && frame != owner; frame = frame->parent)
    if (frame->function && frame->function->directEval && !frame->strict) return true;
  return false;
}

void Emitter::argumentsObject() {
  Frame* const owner = body_->frame->owner;
  put("arguments");
  if (isOwn()) return;
  owner->wantsArguments = true;  // also without the alias: the object must be there
  if (mayDeclareArguments()) return;
  put('\x06');
  integer(owner->number);
}

// ---- names ----------------------------------------------------------------------------------------------------------------

bool Emitter::throughWith(const Binding* binding) const {
  return !withs_.empty() && (!binding || withs_.back()->scope->depth > binding->scope->depth);
}

void Emitter::binding(const Binding& binding) {
  put(binding.printed);
  if (binding.boxed) put(".v");
}

void Emitter::checkedRead(std::string_view name, const Binding& variable) {
  put('(');
  binding(variable);
  put("===\x06T?\x06tdz(");
  string(name);
  put("):");
  binding(variable);
  put(')');
}

// The with statement's object that has the name, or undefined.
void Emitter::withObjectOf(const Identifier& identifier) {
  for (std::size_t i = withs_.size(); i-- > 0;) {
    if (identifier.binding && withs_[i]->scope->depth <= identifier.binding->scope->depth) break;
    call("hasBinding");
    binding(*withs_[i]);
    put(',');
    string(identifier.name->text);
    put(")?");
    binding(*withs_[i]);
    put(':');
  }
  put("void 0");
}

// GetBindingValue of a with object, which is asked once more whether it has the name: "x"in o?o["x"]:void 0
void Emitter::withRead(std::string_view object, std::string_view name) {
  put('(');
  string(name);
  put(" in ");
  put(object);
  put('?');
  put(object);
  put('[');
  string(name);
  put("]:");
  if (body_->frame->strict) {
    call("notDefined");
    string(name);
    put("))");
  } else {
    put("void 0)");
  }
}

// SetMutableBinding: in strict code the name must still be there.
void Emitter::withWrite(std::string_view object, std::string_view name, Offset at, Writer value) {
  put('(');
  string(name);
  put(" in ");
  put(object);
  put(body_->frame->strict ? '?' : ',');
  put(object);
  put('[');
  string(name);
  put(']');
  mark(at);
  put('=');
  value();
  if (body_->frame->strict) {
    put(':');
    call("notDefined");
    string(name);
    put(')');
  }
  put(')');
}

void Emitter::readName(Identifier& identifier, Precedence least) {
  Binding* const found = identifier.binding;
  if (throughWith(found)) {
    put('(');
    for (std::size_t i = withs_.size(); i-- > 0;) {
      if (found && withs_[i]->scope->depth <= found->scope->depth) break;
      call("hasBinding");
      binding(*withs_[i]);
      put(',');
      string(identifier.name->text);
      put(")?");
      withRead(std::string(withs_[i]->printed) + (withs_[i]->boxed ? ".v" : ""), identifier.name->text);
      put(':');
    }
  }
  if (!found) {
    if (isArgumentsObject(identifier)) {
      argumentsObject();
    } else {
      mark(identifier.begin);
      put(identifier.name->text);
    }
  } else if (found->kind == BindingKind::Import) {
    mark(identifier.begin);
    put(found->printed);
    put("()");
  } else if (identifier.dead) {
    mark(identifier.begin);
    call("tdz");
    string(identifier.name->text);
    put(')');
  } else if (identifier.check) {
    mark(identifier.begin);
    checkedRead(identifier.name->text, *found);
  } else {
    binding(*found);
  }
  if (throughWith(found)) put(')');
  (void)least;
}

// An assignment to it is more than one of the output.
bool Emitter::needsReference(const Identifier& identifier) const {
  const Binding* found = identifier.binding;
  return throughWith(found) || (found && (identifier.check || identifier.dead || isConstant(*found) || found->kind == BindingKind::FunctionName));
}


// `name = value` for a script's own assignment. `value` writes an expression at kAssignment. What is written is at
// kAssignment, too. `at`: where an error in it stands.
void Emitter::assignName(Identifier& identifier, Offset at, Writer value) {
  Binding* const found = identifier.binding;
  const std::string_view name = identifier.name->text;
  if (throughWith(found)) {
    Temporary object(*this), result(*this);
    put('(');
    put(object.text());
    put('=');
    withObjectOf(identifier);
    put(',');
    put(result.text());
    put('=');
    value();
    put(',');
    put(object.text());
    put("===void 0?");
    withoutWiths([&] { assignName(identifier, at, [&] { put(result.text()); }); });
    put(':');
    withWrite(object.text(), name, at, [&] { put(result.text()); });
    put(')');
    return;
  }
  if (!found) {
    if (isArgumentsObject(identifier)) {
      argumentsObject();
    } else {
      put(name);
    }
    mark(at);
    put('=');
    value();
    return;
  }
  const bool silent = found->kind == BindingKind::FunctionName && !body_->frame->strict;
  const bool refused = isConstant(*found) || (found->kind == BindingKind::FunctionName && !silent);
  if (silent) return value();
  if (identifier.dead) {
    put('(');
    value();
    put(',');
    mark(at);
    call("tdz");
    string(name);
    return put("))");
  }
  if (!identifier.check && !refused) {
    binding(*found);
    put('=');
    value();
    return;
  }
  put('(');
  Temporary result(*this);
  put(result.text());
  put('=');
  value();
  put(',');
  mark(at);
  if (identifier.check) {
    binding(*found);
    put("===\x06T?\x06tdz(");
    string(name);
    put("):");
  }
  if (refused) {
    call("constant");
    string(name);
    put(')');
  } else {
    binding(*found);
    put('=');
    put(result.text());
  }
  put(')');
}

// The same for a declaration.
void Emitter::initialize(Identifier& identifier, Writer value) {
  Binding* const found = identifier.binding;
  if (!found || found->kind == BindingKind::Var || found->kind == BindingKind::Function ||
      found->kind == BindingKind::Parameter) {
    if (!found || throughWith(found)) return assignName(identifier, identifier.begin, value);
  }
  binding(*found);
  put('=');
  value();
}

}  // namespace isobox::language
