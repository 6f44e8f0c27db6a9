/* Duktape itself and what we need of its internals, in one translation unit. Its source is Debian's, prepared
   in the build tree by duktape_edits.cmake. Runs in the zygote and in sealed runners; hostile after the first
   script. */
#include "runner/engine/duktape_unit.h"

#include "runner/bigint/integer.h"

static int isobox_check_stack(duk_context* ctx, isobox_hooks* hooks);
static int isobox_interrupted(duk_context* ctx);
static int isobox_granted(duk_context* ctx);
static void isobox_left(duk_context* ctx);
static void isobox_look(duk_context* ctx);
static void isobox_demand(duk_context* ctx, double bytes);
static int isobox_parse_date(duk_context* ctx, const char* text);
static void isobox_parse_number(duk_context* ctx, duk_small_int_t radix, duk_small_uint_t flags);
static int isobox_write_decimal(duk_context* ctx, duk_small_int_t radix, duk_small_int_t digits,
                                duk_small_uint_t flags);

/* These are expanded inside Duktape (see duk_config.h.in and duktape_edits.cmake). */
#define isobox_hooks_of(heap) ((isobox_hooks*)(heap)->heap_udata)
#define isobox_stack_check(thr) isobox_check_stack((thr), isobox_hooks_of((thr)->heap))
#define ISOBOX_POLL(thr, steps)                                 \
  do {                                                          \
    (thr)->interrupt_counter -= (duk_int_t)(steps);             \
    if ((thr)->interrupt_counter < 0) isobox_look((thr));       \
  } while (0)

/* A native function is about to be called. One in four looks at the coarse clock. */
#define ISOBOX_BEFORE_NATIVE(thr)                                                  \
  do {                                                                             \
    if ((++isobox_hooks_of((thr)->heap)->natives & 3) == 0) isobox_tick((thr)->heap); \
  } while (0)

#include "duktape.c"

_Static_assert(
    ISOBOX_CLASS_ARRAY == DUK_HOBJECT_CLASS_ARRAY && ISOBOX_CLASS_FUNCTION == DUK_HOBJECT_CLASS_FUNCTION &&
        ISOBOX_CLASS_ARGUMENTS == DUK_HOBJECT_CLASS_ARGUMENTS &&
        ISOBOX_CLASS_BOOLEAN == DUK_HOBJECT_CLASS_BOOLEAN && ISOBOX_CLASS_DATE == DUK_HOBJECT_CLASS_DATE &&
        ISOBOX_CLASS_ERROR == DUK_HOBJECT_CLASS_ERROR && ISOBOX_CLASS_NUMBER == DUK_HOBJECT_CLASS_NUMBER &&
        ISOBOX_CLASS_REGEXP == DUK_HOBJECT_CLASS_REGEXP && ISOBOX_CLASS_STRING == DUK_HOBJECT_CLASS_STRING &&
        ISOBOX_CLASS_SYMBOL == DUK_HOBJECT_CLASS_SYMBOL &&
        ISOBOX_CLASS_BIGINT == DUK_HOBJECT_CLASS_POINTER &&
        ISOBOX_CLASS_ARRAYBUFFER == DUK_HOBJECT_CLASS_ARRAYBUFFER &&
        ISOBOX_CLASS_DATAVIEW == DUK_HOBJECT_CLASS_DATAVIEW &&
        ISOBOX_CLASS_INT8ARRAY == DUK_HOBJECT_CLASS_INT8ARRAY &&
        ISOBOX_CLASS_UINT8ARRAY == DUK_HOBJECT_CLASS_UINT8ARRAY &&
        ISOBOX_CLASS_FLOAT64ARRAY == DUK_HOBJECT_CLASS_FLOAT64ARRAY &&
        ISOBOX_CLASS_BIGUINT64ARRAY == DUK_HOBJECT_CLASS_MAX,
    "the classes are numbered as in Duktape");

/* Duktape's table of built-ins names these even when CBOR is left out. host.cc removes the object they hang
 * on. */
duk_ret_t duk_bi_cbor_encode(duk_context* ctx) {
  return (void)ctx, DUK_RET_TYPE_ERROR;
}
duk_ret_t duk_bi_cbor_decode(duk_context* ctx) {
  return (void)ctx, DUK_RET_TYPE_ERROR;
}

/* Stack slots that Duktape's internal functions may use without asking. */
#define ISOBOX_INTERNAL_STACK 16

/* ---- steps and stopping ---- */

/* What the running thread has taken becomes part of the sum. Of another thread the numbers mean nothing. */
static void isobox_settle(duk_hthread* thr) {
  if (thr->heap->curr_thread == thr)
    isobox_hooks_of(thr->heap)->steps += (uint64_t)((int64_t)thr->interrupt_init - (int64_t)thr->interrupt_counter);
  thr->interrupt_init = thr->interrupt_counter;
}

/* How many steps may be taken until the next look. */
static int isobox_granted(duk_context* ctx) {
  const isobox_hooks* hooks = isobox_hooks_of(ctx->heap);
  const uint64_t left = hooks->fuel > hooks->steps ? hooks->fuel - hooks->steps : 0;
  return left < ISOBOX_STEPS_AT_ONCE ? (int)left : ISOBOX_STEPS_AT_ONCE;
}

static void isobox_grant(duk_context* ctx) {
  ctx->interrupt_init = ctx->interrupt_counter = isobox_granted(ctx);
}

/* The counter is at its end and an instruction is about to be executed. */
static int isobox_interrupted(duk_context* ctx) {
  isobox_hooks* hooks = isobox_hooks_of(ctx->heap);
  isobox_settle(ctx);
  if (hooks->steps >= hooks->fuel) hooks->out_of_fuel = 1;
  return hooks->must_stop(hooks);
}

/* No thread runs any more: this one did. */
static void isobox_left(duk_context* ctx) {
  isobox_settle(ctx);
}

uint64_t isobox_steps(duk_context* ctx) {
  if (ctx->heap->curr_thread != NULL) isobox_settle(ctx->heap->curr_thread);
  return isobox_hooks_of(ctx->heap)->steps;
}

int isobox_take_steps(duk_context* ctx, uint64_t steps) {
  isobox_hooks* hooks = isobox_hooks_of(ctx->heap);
  duk_hthread* running = ctx->heap->curr_thread;
  if (running != NULL) isobox_settle(running);
  hooks->steps += steps;
  if (hooks->steps > hooks->fuel) hooks->out_of_fuel = 1;
  if (running != NULL) isobox_grant(running);
  return hooks->steps <= hooks->fuel;
}

void isobox_count_steps(isobox_hooks* hooks, uint64_t fuel) {
  hooks->steps = 0;
  hooks->fuel = fuel;
  hooks->out_of_fuel = 0;
}

void isobox_stop_soon(duk_context* ctx) {
  duk_hthread* running = ctx->heap->curr_thread;
  if (running == NULL) return;
  isobox_settle(running);
  running->interrupt_init = 0;
  running->interrupt_counter = 0;
}

/* Steps of a native loop were taken, and the counter is below its end. Not while Duktape makes an error object, which
 * reads properties: it would be interrupted to make another one. */
static int isobox_must_end(duk_context* ctx) {
  isobox_hooks* hooks = isobox_hooks_of(ctx->heap);
  isobox_settle(ctx);
  isobox_grant(ctx);
  if (hooks->steps > hooks->fuel) hooks->out_of_fuel = 1;
  if (ctx->heap->creating_error || !hooks->must_stop(hooks)) return 0;
  isobox_stop_soon(ctx);
  ctx->interrupt_init = ctx->interrupt_counter = 0;
  return 1;
}

static void isobox_look(duk_context* ctx) {
  if (isobox_must_end(ctx)) DUK_ERROR_RANGE(ctx, "execution interrupted");
}

/* A result of at least so many bytes is coming: better to know now than after minutes of preparing it. What
   exceeds the whole budget ends the run here; the rest is up to the allocator when it comes to it. */
static void isobox_demand(duk_context* ctx, double bytes) {
  duk_heap* heap = ctx->heap;
  void* block;
  if (bytes < 1048576.0) return;
  block = heap->alloc_func(heap->heap_udata, bytes < 1e12 ? (duk_size_t)bytes : (duk_size_t)1e12);
  if (block == NULL && !isobox_hooks_of(heap)->must_stop(isobox_hooks_of(heap))) {
    /* As for any other refusal: one collection, and the allocator decides. */
    duk_heap_mark_and_sweep(heap, 0);
    block = heap->alloc_func(heap->heap_udata, bytes < 1e12 ? (duk_size_t)bytes : (duk_size_t)1e12);
  }
  if (block != NULL) heap->free_func(heap->heap_udata, block);
  if (isobox_hooks_of(heap)->must_stop(isobox_hooks_of(heap))) isobox_look(ctx);
}

void isobox_look_now(duk_context* ctx) {
  isobox_look(ctx);
}

void isobox_poll(duk_context* ctx) {
  ISOBOX_POLL(ctx, 1);
}

void isobox_pause(duk_context* ctx) {
  isobox_tick(ctx->heap);
  ISOBOX_POLL(ctx, 1);
}

void isobox_announce(duk_context* ctx, double bytes) {
  isobox_demand(ctx, bytes);
}

/* Calls and the parser pass here, so the clock is looked at as well. Nonzero makes Duktape throw a
 * RangeError. */
static int isobox_check_stack(duk_context* ctx, isobox_hooks* hooks) {
  if ((uintptr_t)__builtin_frame_address(0) < hooks->stack_floor) return 1;
  if (--ctx->interrupt_counter >= 0) return 0;
  return isobox_must_end(ctx);
}

/* Duktape itself raises the count to 1 while a collection runs and sets it to 0 at the end, so we set, not
 * count. */
void isobox_forbid_collections(duk_context* ctx) {
  ctx->heap->ms_prevent_count = 1;
}
void isobox_allow_collections(duk_context* ctx) {
  ctx->heap->ms_prevent_count = 0;
}

static void isobox_stop_counting(void* block) {
  duk_heaphdr* header = block;
  header->h_refcount |= 0x80000000u;
}

void isobox_keep_image(duk_context* ctx) {
  duk_heap* heap = ctx->heap;
  duk_heaphdr* object;
  duk_hstring* text;
  duk_uint32_t i;
  for (object = heap->heap_allocated; object != NULL; object = DUK_HEAPHDR_GET_NEXT(heap, object)) isobox_stop_counting(object);
  for (i = 0; i < heap->st_size; i++)
    for (text = heap->strtable[i]; text != NULL; text = text->hdr.h_next) isobox_stop_counting(text);
}

void isobox_seed_random(duk_context* ctx, const uint64_t seed[2]) {
  ctx->heap->rnd_state[0] = seed[0];
  ctx->heap->rnd_state[1] = seed[1] | 1; /* all zero is the generator's one bad state */
}

void isobox_swap_random(duk_context* ctx, uint64_t state[2]) {
  int i;
  for (i = 0; i < 2; i++) {
    const uint64_t had = ctx->heap->rnd_state[i];
    ctx->heap->rnd_state[i] = state[i];
    state[i] = had;
  }
}

/* ---- clocks ---- */

double isobox_since_start(duk_context* ctx) {
  return isobox_hooks_of(ctx->heap)->given_clocks
             ? (double)isobox_steps(ctx) / ISOBOX_STEPS_PER_MS + isobox_hooks_of(ctx->heap)->given_slept
             : isobox_monotonic_ms();
}

double isobox_now(duk_context* ctx) {
  const isobox_hooks* hooks = isobox_hooks_of(ctx->heap);
  return hooks->given_clocks ? hooks->given_now + floor(isobox_since_start(ctx)) : isobox_wall_ms();
}

/* ---- numbers ---- */

/* [ … text ] → [ … number ]: Duktape's flags say who asks. */
static void isobox_parse_number(duk_context* thr, duk_small_int_t radix, duk_small_uint_t flags) {
  duk_hstring* text;
  const char* bytes;
  duk_size_t length;
  double number;
  if (flags & DUK_S2N_FLAG_TRIM_WHITE) duk_trim(thr, -1);
  text = duk_require_hstring(thr, -1);
  bytes = (const char*)DUK_HSTRING_GET_DATA(text);
  length = DUK_HSTRING_GET_BYTELEN(text);
  isobox_tick_after(thr->heap, length);
  if (!(flags & DUK_S2N_FLAG_ALLOW_FRAC)) /* parseInt, and literals in other bases */
    number = isobox_text_to_integer(bytes, length, (unsigned)radix, (flags & DUK_S2N_FLAG_ALLOW_AUTO_HEX_INT) != 0);
  else if (flags & DUK_S2N_FLAG_ALLOW_GARBAGE)
    number = isobox_text_to_float(bytes, length);
  else if (!(flags & DUK_S2N_FLAG_ALLOW_NAKED_FRAC))
    number = isobox_json_to_number(bytes, length);
  else /* ToNumber, and literals */
    number = isobox_text_to_number(bytes, length);
  duk_push_number(thr, number);
  duk_replace(thr, -2);
}

/* [ … number ] → [ … text ] and 1, or 0 and nothing changed: for the shortest form of fractions and large
 * numbers. */
static int isobox_write_decimal(duk_context* ctx, duk_small_int_t radix, duk_small_int_t digits,
                                duk_small_uint_t flags) {
  char text[ISOBOX_DECIMAL_TEXT];
  double number = duk_to_number(ctx, -1);
  if (radix != 10 || digits != 0 || flags != 0 || !isfinite(number)) return 0;
  if (fabs(number) < 4294967296.0 && floor(number) == number) return 0; /* Duktape has a fast way for these */
  duk_push_lstring(ctx, text, isobox_decimal_text(number, text));
  duk_replace(ctx, -2);
  return 1;
}

/* ---- looking at objects without asking them ---- */

int isobox_class_of(duk_context* ctx, duk_idx_t idx) {
  duk_hobject* object = duk_get_hobject(ctx, idx);
  return object == NULL ? ISOBOX_CLASS_NONE : (int)DUK_HOBJECT_GET_CLASS_NUMBER(object);
}

int isobox_is_proxy(duk_context* ctx, duk_idx_t idx) {
  duk_hobject* object = duk_get_hobject(ctx, idx);
  return object != NULL && DUK_HOBJECT_IS_PROXY(object);
}

void isobox_push_proxy_target(duk_context* ctx, duk_idx_t idx) {
  duk_hproxy* proxy = (duk_hproxy*)duk_require_hobject(ctx, idx);
  duk_push_hobject(ctx, proxy->target);
}

int isobox_is_error(duk_context* ctx, duk_idx_t idx) {
  duk_hobject* object = duk_get_hobject(ctx, idx);
  if (object == NULL || DUK_HOBJECT_IS_PROXY(object)) return 0;
  return duk_hobject_prototype_chain_contains(ctx, object, ctx->builtins[DUK_BIDX_ERROR_PROTOTYPE], 1);
}

static int isobox_get_own_keyed(duk_context* ctx, duk_hobject* object, duk_hstring* key) {
  duk_propdesc found;
  duk_require_stack(ctx, ISOBOX_INTERNAL_STACK);
  if (!duk_hobject_get_own_propdesc(ctx, object, key, &found, DUK_GETDESC_FLAG_PUSH_VALUE))
    return ISOBOX_ABSENT;
  if (!(found.flags & DUK_PROPDESC_FLAG_ACCESSOR)) return ISOBOX_DATA;
  duk_pop(ctx); /* an accessor pushes a placeholder */
  if (found.get && found.set) return ISOBOX_GETTER_SETTER;
  return found.get ? ISOBOX_GETTER : ISOBOX_SETTER;
}

int isobox_get_own(duk_context* ctx, duk_idx_t obj_idx, duk_idx_t key_idx) {
  duk_hobject* object = duk_get_hobject(ctx, obj_idx);
  if (object == NULL) return ISOBOX_ABSENT;
  return isobox_get_own_keyed(ctx, object, duk_require_hstring(ctx, key_idx));
}

/* The key stays on the stack while the lookup runs, then gives its place to the value. */
static int isobox_get_own_pushed(duk_context* ctx, duk_hobject* object) {
  int kind = isobox_get_own_keyed(ctx, object, duk_known_hstring(ctx, -1));
  if (kind == ISOBOX_DATA) {
    duk_remove(ctx, -2);
  } else {
    duk_pop(ctx);
  }
  return kind;
}

int isobox_get_own_named(duk_context* ctx, duk_idx_t obj_idx, const char* key) {
  duk_hobject* object = duk_get_hobject(ctx, obj_idx);
  if (object == NULL) return ISOBOX_ABSENT;
  duk_push_string(ctx, key);
  return isobox_get_own_pushed(ctx, object);
}

int isobox_get_own_index(duk_context* ctx, duk_idx_t obj_idx, uint32_t index) {
  duk_hobject* object = duk_get_hobject(ctx, obj_idx);
  if (object == NULL) return ISOBOX_ABSENT;
  /* Not for `arguments`, whose elements may live in variables. */
  if (DUK_HOBJECT_HAS_EXOTIC_ARRAY(object) && DUK_HOBJECT_HAS_ARRAY_PART(object) &&
      index < DUK_HOBJECT_GET_ASIZE(object)) {
    duk_tval* item = DUK_HOBJECT_A_GET_VALUE_PTR(ctx->heap, object, index);
    if (DUK_TVAL_IS_UNUSED(item)) return ISOBOX_ABSENT;
    duk_push_tval(ctx, item);
    return ISOBOX_DATA;
  }
  duk_push_uint(ctx, index);
  duk_to_string(ctx, -1);
  return isobox_get_own_pushed(ctx, object);
}

uint32_t isobox_next_index(duk_context* ctx, duk_idx_t array_idx, uint32_t from) {
  duk_hobject* object = duk_require_hobject(ctx, array_idx);
  duk_tval* items = DUK_HOBJECT_A_GET_BASE(ctx->heap, object);
  duk_hstring** keys = DUK_HOBJECT_E_GET_KEY_BASE(ctx->heap, object);
  uint32_t next = DUK_HSTRING_NO_ARRAY_INDEX;
  uint32_t i;
  for (i = from; i < DUK_HOBJECT_GET_ASIZE(object); i++)
    if (!DUK_TVAL_IS_UNUSED(items + i)) return i;
  for (i = 0; i < DUK_HOBJECT_GET_ENEXT(object); i++) {
    uint32_t index = keys[i] == NULL ? DUK_HSTRING_NO_ARRAY_INDEX : DUK_HSTRING_GET_ARRIDX_FAST(keys[i]);
    if (index >= from && index < next) next = index;
  }
  return next;
}

uint32_t isobox_entry_count(duk_context* ctx, duk_idx_t idx) {
  duk_hobject* object = duk_get_hobject(ctx, idx);
  return object == NULL ? 0 : (uint32_t)DUK_HOBJECT_GET_ENEXT(object);
}

void isobox_push_inner_value(duk_context* ctx, duk_idx_t idx) {
  duk_xget_owndataprop_stridx_short(ctx, idx, DUK_STRIDX_INT_VALUE);
}

/* A symbol's bytes: a lead byte, the description, and for local ones 0xff and a unique trailer, which
   well-known symbols lack. `Symbol()`, which has no description, ends its trailer with another 0xff. */
void isobox_push_symbol_description(duk_context* ctx, duk_idx_t idx) {
  duk_hstring* symbol = duk_require_hstring(ctx, idx);
  const duk_uint8_t* begin = DUK_HSTRING_GET_DATA(symbol) + 1;
  const duk_uint8_t* end = DUK_HSTRING_GET_DATA(symbol) + DUK_HSTRING_GET_BYTELEN(symbol);
  const duk_uint8_t* at = begin;
  while (at < end && *at != 0xff) at++;
  if (end - at > 1 && end[-1] == 0xff) {
    duk_push_undefined(ctx);
  } else {
    duk_push_lstring(ctx, (const char*)begin, (duk_size_t)(at - begin));
  }
}

static duk_ret_t isobox_enumerable_own(duk_context* ctx);

void isobox_object_keys(duk_context* ctx) {
  duk_idx_t object = duk_get_top(ctx) - 1;
  if (isobox_is_proxy(ctx, object)) { /* needs a call frame of its own for its traps */
    duk_push_c_function(ctx, isobox_enumerable_own, 1);
    duk_set_magic(ctx, -1, 0); /* Object.keys among the functions that share this implementation */
    duk_dup(ctx, object);
    duk_call(ctx, 1);
  } else {
    duk_require_stack(ctx, ISOBOX_INTERNAL_STACK);
    duk_hobject_get_enumerated_keys(ctx, DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_NO_PROXY_BEHAVIOR);
  }
  if (duk_get_top_index(ctx) == object) return; /* the keys took the object's place already */
  duk_replace(ctx, object);
  duk_set_top(ctx, object + 1);
}

void isobox_define_index(duk_context* ctx, duk_idx_t array_idx, uint32_t index) {
  duk_hobject* array = duk_require_hobject(ctx, array_idx);
  duk_xdef_prop_index_wec(ctx, array_idx, index);
  if (DUK_HOBJECT_IS_ARRAY(array) && ((duk_harray*)array)->length <= index) ((duk_harray*)array)->length = index + 1;
}

/* ---- making objects without the constructors that a script may have replaced ---- */

void isobox_push_date(duk_context* ctx, double milliseconds) {
  (void)duk_push_object_helper(ctx,
                               DUK_HOBJECT_FLAG_EXTENSIBLE | DUK_HOBJECT_FLAG_FASTREFS |
                                   DUK_HOBJECT_CLASS_AS_FLAGS(DUK_HOBJECT_CLASS_DATE),
                               DUK_BIDX_DATE_PROTOTYPE);
  duk_push_number(ctx, milliseconds);
  duk_xdef_prop_stridx_short(ctx, -2, DUK_STRIDX_INT_VALUE, DUK_PROPDESC_FLAGS_W);
}

void isobox_push_error(duk_context* ctx, duk_errcode_t code) {
  (void)duk_push_object_helper(ctx,
                               DUK_HOBJECT_FLAG_EXTENSIBLE | DUK_HOBJECT_FLAG_FASTREFS |
                                   DUK_HOBJECT_CLASS_AS_FLAGS(DUK_HOBJECT_CLASS_ERROR),
                               DUK_BIDX_ERROR_PROTOTYPE);
  duk_push_hobject(ctx, duk_error_prototype_from_code(ctx, code));
  duk_set_prototype(ctx, -2);
}

void isobox_make_symbol(duk_context* ctx) {
  duk_push_c_function(ctx, duk_bi_symbol_constructor_shared, 1);
  duk_insert(ctx, -2);
  duk_call(ctx, 1);
}

#include "runner/engine/duktape_compiler.inc"
#include "runner/engine/duktape_functions.inc"
#include "runner/engine/duktape_scope.inc"
#include "runner/engine/duktape_texts.inc"
#include "runner/engine/duktape_trace.inc"
#include "runner/runtime/natives.inc"
