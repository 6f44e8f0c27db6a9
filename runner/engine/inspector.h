// How inspectInto works, for inspect.cc (dispatch and objects) and inspect_lists.cc. Runs in sealed runners.
// No script runs in here; Duktape may throw for want of memory, so no frame owns any.
#ifndef ISOBOX_RUNNER_ENGINE_INSPECTOR_H
#define ISOBOX_RUNNER_ENGINE_INSPECTOR_H

#include "runner/engine/inspect.h"
#include "runner/engine/inspect_layout.h"

namespace isobox::runner {

/// Any number, with its sign when it is -0, and decimal digits of a count.
void appendAnyNumber(TextBuffer& out, double number);
void appendCount(TextBuffer& out, std::uint64_t count);

class Inspector {
 public:
  Inspector(duk_context* ctx, EngineState& state, TextBuffer& out, InspectStyle style)
      : ctx_(ctx), state_(state), out_(out), style_(style) {}

  void value(duk_idx_t index, int level);

 private:
  // What keys of an object are not among its entries.
  enum class Skip { Nothing, Indices, ErrorParts };

  void primitive(duk_idx_t index);
  void symbol(duk_idx_t index);
  void bigInt(duk_idx_t index);
  void object(duk_idx_t index, int level);
  bool closesCircle(duk_idx_t index);
  bool hasContent(duk_idx_t index);
  void nameOnly(duk_idx_t index);
  void container(duk_idx_t index, int level);
  void listPrefix(duk_idx_t index, std::uint32_t length);
  void list(duk_idx_t index, int level);
  void items(duk_idx_t index, int level, std::uint32_t length, bool& numbersOnly);
  bool item(duk_idx_t index, int level, std::uint32_t at);
  void holes(std::uint32_t count);
  void moreItems(std::uint64_t count);
  void view(duk_idx_t index);
  void element(duk_idx_t index, std::string_view view, const unsigned char* data, std::size_t position, std::size_t width);
  void collection(duk_idx_t index, int level, bool map);
  void withBase(duk_idx_t index, int level, Skip skip);
  void base(duk_idx_t index);
  void innerValue(duk_idx_t index);
  void function(duk_idx_t index);
  void classText(duk_idx_t index, std::string_view name);
  bool isPromise(duk_idx_t index);
  void promise(duk_idx_t index, int level);
  bool isWebObject(duk_idx_t index);
  void webObject(duk_idx_t index, int level);
  void named(const char* name, std::string_view text);
  void urlParts(duk_idx_t record);
  void pairs(duk_idx_t list);
  void pair(duk_idx_t list, std::uint32_t at);
  void params(duk_idx_t list);
  void weakCollection(duk_idx_t index, int level);
  void error(duk_idx_t index);
  bool shows(duk_idx_t index, const char* name);
  bool hasErrorExtras(duk_idx_t index);
  void errorExtras(duk_idx_t index, int level);
  void plain(duk_idx_t index, int level);
  void prefix(duk_idx_t index);
  bool hasKeys(duk_idx_t index, Skip skip);
  bool isSkipped(Skip skip);
  void properties(duk_idx_t index, int level, Skip skip);
  void property(duk_idx_t index, int level);
  void key();
  duk_uint_t ownKeys() const;
  bool isEnumerable(duk_idx_t index);
  bool isInstance(duk_idx_t index);
  void pushConstructorName(duk_idx_t index);
  void startEntry() { state_.marks.push_back(out_.size()); }
  void finish(duk_idx_t index, Layout layout, std::size_t firstMark, int level);

  duk_context* ctx_;
  EngineState& state_;
  TextBuffer& out_;
  InspectStyle style_;
  std::size_t indentation_ = 0;
  int lastLevel_ = 0;  // of the container with content that was entered last
};

}  // namespace isobox::runner

#endif
