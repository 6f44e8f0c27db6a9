// The names of tagged JSON (README.md, "Values"), shared by the encoder and the reader. Runs in sealed
// runners.
#ifndef ISOBOX_RUNNER_ENGINE_VALUE_FORMS_H
#define ISOBOX_RUNNER_ENGINE_VALUE_FORMS_H

#include <optional>
#include <string_view>

#include "ipc/frames.h"
#include "runner/engine/duktape_unit.h"

namespace isobox::runner {

/// The reserved key: its value names what the object around it stands for.
inline constexpr char kTagKey[] = "$isobox";

/// "Uint8Array" for ISOBOX_CLASS_UINT8ARRAY and so on, "DataView" and "ArrayBuffer" included; empty for other
/// classes.
std::string_view viewName(int objectClass);

/// How Duktape's API names the same kinds (DUK_BUFOBJ_…), and how many bytes an element has.
struct ViewKind {
  unsigned bufobj;
  unsigned elementBytes;
  int bigIntClass = 0;  // of typed arrays that Duktape's API does not know
};
std::optional<ViewKind> viewKind(std::string_view name);

/// True for a property name that denotes an array's element.
bool isArrayIndex(std::string_view key);

/// The type of the value at `index`, for people and for the Value frame.
ipc::ValueType valueTypeOf(duk_context* ctx, duk_idx_t index);

}  // namespace isobox::runner

#endif
