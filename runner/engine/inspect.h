// Values for people, as Node.js prints them. Runs in sealed runners; reads a hostile script's objects.
#ifndef ISOBOX_RUNNER_ENGINE_INSPECT_H
#define ISOBOX_RUNNER_ENGINE_INSPECT_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

struct InspectStyle {
  int depth = 2;           // containers below this many others are named only
  bool rawString = false;  // a string stands for itself, without quotes
  bool oneLine = false;    // however long it is
  bool hidden = false;     // properties that are not enumerable, too, in brackets
  std::uint32_t items = 100;  // of an array, the rest is counted
};

/// Appends the value. Runs no script at all: getters are named, proxies are looked through, constructors and
/// names are found among plain properties. Throws for want of memory and when the run must stop. Stops early
/// when `out` has overflowed.
void inspectInto(duk_context* ctx, TextBuffer& out, duk_idx_t index, InspectStyle style);

/// Pushes a data property of the object or its prototypes, or undefined. Runs no script.
void pushInheritedData(duk_context* ctx, duk_idx_t object, const char* key);

}  // namespace isobox::runner

#endif
