// The runtime's own JavaScript, embedded in the program. Runs in the zygote, before any script.
#ifndef ISOBOX_RUNNER_RUNTIME_SOURCE_PARTS_H
#define ISOBOX_RUNNER_RUNTIME_SOURCE_PARTS_H

#include <span>
#include <string_view>

#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

struct SourcePart {
  std::string_view name, text;
};

/// js/*.js, in the order in which they need each other.
std::span<const SourcePart> languageParts();
std::span<const SourcePart> libraryParts();
/// What programs read from and write to; needs natives of the engine's.
std::span<const SourcePart> standardParts();
/// js/lazy/*.js, each loaded when it is first needed.
std::span<const SourcePart> lazyParts();

/// Evaluates a part, section by section: a section is the body of a function. `@name` stands for an intrinsic
/// and
/// '@{FLAGS;LENGTH;NAME}' for a function mark. Throws.
void evaluatePart(duk_context* ctx, const SourcePart& part);

}  // namespace isobox::runner

#endif
