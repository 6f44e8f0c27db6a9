// URLs and normal forms for scripts. Runs in sealed runners; hostile.
#ifndef ISOBOX_RUNNER_ENGINE_HOST_URL_H
#define ISOBOX_RUNNER_ENGINE_HOST_URL_H

#include "runner/engine/engine_state.h"

namespace isobox::runner {

/// Where URL and URLSearchParams keep their records (../runtime/js/lazy/url.js).
inline constexpr char kUrlSlot[] = "\x82isoboxURL";
inline constexpr char kParamsSlot[] = "\x82isoboxURLSearchParams";

/// The URL that the text at `index` is; it is one. Lives until the next is read.
Url& readUrl(duk_context* ctx, duk_idx_t index);
/// Pushes [name, value, …] of the URL's query.
void pushPairsOfQuery(duk_context* ctx, const Url& url);

/// Registers the intrinsics `urlSlot` and `paramsSlot`, and `urlParse`, `urlPart`, `urlOrigin`, `urlSet`, `formParse`, `formWrite` and
/// `normalizeText`.
void installHostUrl(duk_context* ctx);

}  // namespace isobox::runner

#endif
