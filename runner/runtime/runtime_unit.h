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
/* [ … array ] → [ … collection ]: a Map of the array's keys and values in turn, or a Set of its elements; what the globals of
   that name have become does not matter. The array has no holes. */
void isobox_make_collection(duk_context* ctx, int map);
/* The own value under a hidden key of ours (a name given to isobox_push_slot_key), whatever the prototypes
   say. Pushes it and returns 1, or pushes nothing. */
int isobox_get_slot(duk_context* ctx, duk_idx_t idx, const char* name);

/* Of the promise at idx, asking nobody: 0 pending, 1 fulfilled, 2 rejected, -1 when it is none. Pushes the value or the reason of
   one that is settled. */
int isobox_promise_state(duk_context* ctx, duk_idx_t idx);
int isobox_is_promise_value(duk_context* ctx, duk_idx_t idx);
/* Counts as having handled a rejection of the promise at idx. */
void isobox_handle_promise(duk_context* ctx, duk_idx_t idx);

/* The object at idx has own parts that are the runtime's: it is a promise, a generator, an iterator or the like. */
int isobox_has_slots(duk_context* ctx, duk_idx_t idx);
/* Takes the bytes away from the ArrayBuffer at idx and all views of it. */
void isobox_detach_buffer(duk_context* ctx, duk_idx_t idx);
/* The own property at key_idx is an accessor whose getter is that native of ours. */
int isobox_has_native_getter(duk_context* ctx, duk_idx_t obj_idx, duk_idx_t key_idx, duk_c_function native);

#ifdef __cplusplus
}
#endif

#endif
