// Parts of the library that are not in the image: each is loaded when a program first touches one of its
// names. Runs in the zygote (installing) and in sealed runners; hostile after the first script.
#ifndef ISOBOX_RUNNER_RUNTIME_LAZY_PARTS_H
#define ISOBOX_RUNNER_RUNTIME_LAZY_PARTS_H

#include "runner/runtime/runtime_unit.h"

namespace isobox::runner {

/// Defines the names of all parts: global names as accessors that turn into plain properties, functions of
/// objects as natives that hand their calls on. Throws.
void installLazyParts(duk_context* ctx);

/// Pushes the intrinsic `name`; loads the part that it is in before, if need be. Throws.
void pushLazyIntrinsic(duk_context* ctx, const char* part, const char* name);

}  // namespace isobox::runner

#endif
