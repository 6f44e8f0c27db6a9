// Values out of the engine, as tagged JSON. Runs in sealed runners; reads a hostile script's objects.
#ifndef ISOBOX_RUNNER_ENGINE_VALUE_ENCODER_H
#define ISOBOX_RUNNER_ENGINE_VALUE_ENCODER_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Writes the value at `index` into state.value, within the order's limits for values. Calls getters and
/// proxies' traps. Throws what they throw; when the value is too large or has no JSON form, state.refusal and
/// refusalText say why before something is thrown. To be called in a protected call, outermost: no script may
/// be able to catch that.
void encodeValue(duk_context* ctx, EngineState& state, duk_idx_t index);

/// How it is done, for value_encoder.cc (containers) and value_leaves.cc (all else).
///
/// Recursion is bounded by the depth limit (at most 1000). Everything that a script may do in a getter or a
/// trap can happen between any two calls of Duktape, so nothing about an object is remembered across one but
/// the values on the stack. Anything may throw: no frame owns memory.
class ValueEncoder {
 public:
  ValueEncoder(duk_context* ctx, EngineState& state) : ctx_(ctx), state_(state), out_(state.value) {}

  void root(duk_idx_t index) {
    value(index);
    checkSize();
  }

 private:
  // Which of an object's enumerable properties are left out because another part of the form carries them.
  enum class Leave { Nothing, Indices, ErrorParts };

  void value(duk_idx_t index);
  void checkSize();
  void step();
  void number(double number);
  void string(std::string_view text);
  void symbol(duk_idx_t index);
  void bigInt(duk_idx_t index);
  void object(duk_idx_t index);
  void plainOrBoxed(duk_idx_t index);
  void container(duk_idx_t index);
  void date(duk_idx_t index);
  void regexp(duk_idx_t index);
  void error(duk_idx_t index);
  void errorPart(duk_idx_t index, const char* key, std::string_view fallback);
  void bytes(duk_idx_t index, std::string_view name);
  void function(duk_idx_t index);
  void boxed(duk_idx_t index);
  void collection(duk_idx_t index, bool map);
  void element(duk_idx_t entries, std::uint32_t position);
  void array(duk_idx_t index);
  void items(duk_idx_t index, std::uint32_t length);
  void item(duk_idx_t index, std::uint32_t position);
  std::uint32_t arrayLength(duk_idx_t index);
  void properties(duk_idx_t index, duk_idx_t keys, Leave leave);
  void property(duk_idx_t index, duk_idx_t keys, std::uint32_t which, bool asEntry);
  static bool isLeftOut(std::string_view key, Leave leave);
  bool needsEntries(duk_idx_t keys, Leave leave);
  std::uint32_t countKept(duk_idx_t keys, Leave leave);
  std::string_view keyAt(duk_idx_t keys, std::uint32_t which);

  void openTag(std::string_view name);
  void closeTag() { close('}'); }
  void tag(std::string_view name) { openTag(name), closeTag(); }
  void open(char bracket);
  void close(char bracket);
  void enterObject(duk_idx_t index);
  void leaveObject() { state_.path.pop_back(); }
  [[noreturn]] void refuse(ipc::Claim claim, std::string_view why, bool withPath);
  void appendPath(TextBuffer& text);

  duk_context* ctx_;
  EngineState& state_;
  TextBuffer& out_;
  std::uint32_t depth_ = 0;  // of the JSON text
};

}  // namespace isobox::runner

#endif
