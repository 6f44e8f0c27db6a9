// Tagged JSON into the engine. Runs in sealed runners on input of clients.
#ifndef ISOBOX_RUNNER_ENGINE_VALUE_READER_H
#define ISOBOX_RUNNER_ENGINE_VALUE_READER_H

#include "runner/engine/engine_state.h"
#include "runner/engine/json_source.h"

namespace isobox::runner {

/// Reads one JSON text and pushes the value it stands for: exact numbers, lone surrogates, "__proto__" as an
/// ordinary key, the last of duplicate keys, and every form the encoder writes. Runs no script. When the text
/// is not what it should be, state.refusalText says what, where and in which input before something is
/// thrown; to be called in a protected call.
class ValueReader {
 public:
  /// `input` names the text in messages. `depth` bounds the nesting of the JSON text.
  ValueReader(duk_context* ctx, EngineState& state, std::string_view input, std::string_view text,
              std::uint32_t depth)
      : ctx_(ctx), state_(state), input_(input), source_(text), depthLeft_(depth) {}

  /// Pushes the object that the whole text stands for.
  void readWholeObject();

 private:
  // A hole in an array is no value: it is pushed as undefined and must be used by an array at once.
  enum class Read { Value, Hole };
  struct Form;

  Read value();
  void plainValue();
  void object(bool& tagged);
  void property(bool& tagged);
  void array();
  void enter();
  void leave() { ++depthLeft_; }
  void string();
  [[noreturn]] void fail(std::string_view why);

  // The object on top has the tag: replaces it by what it stands for. In value_revive.cc.
  Read revive();
  void expectFields(duk_idx_t object, std::uint32_t count);
  bool hasField(duk_idx_t object, const char* key);
  std::string_view textField(duk_idx_t object, const char* key);
  void pushBytes(duk_idx_t object, const char* key);
  static const Form* formNamed(std::string_view name);
  void reviveDate(duk_idx_t object);
  void reviveRegExp(duk_idx_t object);
  void reviveError(duk_idx_t object);
  void reviveErrorProperties(duk_idx_t object);
  void reviveView(duk_idx_t object, std::string_view name);
  void reviveFunction(duk_idx_t object);
  void reviveSymbol(duk_idx_t object);
  void reviveBigInt(duk_idx_t object);
  void reviveBoxed(duk_idx_t object);
  void reviveString(duk_idx_t object);
  void reviveArray(duk_idx_t object);
  void reviveObject(duk_idx_t object);
  void reviveMap(duk_idx_t object);
  void reviveSet(duk_idx_t object);
  void copyProperties(duk_idx_t from, duk_idx_t to);

  duk_context* ctx_;
  EngineState& state_;
  std::string_view input_;
  JsonSource source_;
  std::uint32_t depthLeft_;
};

}  // namespace isobox::runner

#endif
