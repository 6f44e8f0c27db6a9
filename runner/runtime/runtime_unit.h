/* The intrinsics' natives, as the rest of the runner sees them. Implemented in the one translation unit that
   includes Duktape's source. Runs in the zygote (installing) and in sealed runners; hostile after the first
   script. */
#ifndef ISOBOX_RUNNER_RUNTIME_RUNTIME_UNIT_H
#define ISOBOX_RUNNER_RUNTIME_RUNTIME_UNIT_H

#include "runner/engine/duktape_unit.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes the natives' own objects and registers the natives as intrinsics. Throws for want of memory only. */
void isobox_install_natives(duk_context* ctx);

/* Before each run: what regular expressions remember of texts and matches goes. */
void isobox_forget_texts(duk_context* ctx);

/* What the inspector and the encoder ask about the value at idx. None of it asks a script. */
enum isobox_collection {
  ISOBOX_COLLECTION_NONE = 0,
  ISOBOX_COLLECTION_MAP,
  ISOBOX_COLLECTION_SET,
  ISOBOX_COLLECTION_WEAK_MAP,
  ISOBOX_COLLECTION_WEAK_SET
};
int isobox_collection_kind(duk_context* ctx, duk_idx_t idx);
uint32_t isobox_collection_size(duk_context* ctx, duk_idx_t idx);
/* Pushes a new array of the keys (of a Set) or of keys and values in turn (of a Map). Weak ones give an empty
 * one. */
void isobox_push_collection_entries(duk_context* ctx, duk_idx_t idx);
/* The own value under a hidden key of ours (a name given to isobox_push_slot_key), whatever the prototypes
   say. Pushes it and returns 1, or pushes nothing. */
int isobox_get_slot(duk_context* ctx, duk_idx_t idx, const char* name);

#ifdef __cplusplus
}
#endif

#endif
