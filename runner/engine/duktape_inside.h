/* What the edits of Duktape's source call (duktape_edits*.cmake). Included in the middle of that source,
   where all of Duktape's types are known. Runs in the zygote and in sealed runners; hostile after the first
   script. */
#ifndef ISOBOX_RUNNER_ENGINE_DUKTAPE_INSIDE_H
#define ISOBOX_RUNNER_ENGINE_DUKTAPE_INSIDE_H

/* In duk_hcompfunc::isobox_flags, besides the mark's own flags: there is a mark. */
#define ISOBOX_MARKED 0x8000U
/* A call flag: the call's new target is in the heap's register, not the function itself. */
#define ISOBOX_CALL_NEW_TARGET (1U << 7)
/* The magic number of `\x06superCall` among the functions that calls resolve without a native frame. */
#define ISOBOX_SUPER_CALL 4
/* The same of `\x06callJob`. */
#define ISOBOX_CALL_JOB 5

/* duktape_compiler.inc */
static void isobox_read_position(duk_lexer_ctx* lexer);
static int isobox_read_mark(duk_compiler_ctx* compiler, duk_hstring* directive);
static void isobox_finish_template(duk_compiler_ctx* compiler, duk_hcompfunc* function);
static int isobox_push_template_name(duk_compiler_ctx* compiler);
static void isobox_expr_nud(duk_compiler_ctx* compiler, duk_ivalue* result);
static void isobox_expr_led(duk_compiler_ctx* compiler, duk_ivalue* left, duk_ivalue* result);
/* A left operand while the right one is compiled: where a copy of its value would go (-1: none is needed), and where the right one
   begins. */
typedef struct {
  duk_regconst_t copy;
  duk_int_t pc;
} isobox_kept_left;
static void isobox_keep_left(duk_compiler_ctx* compiler, duk_ivalue* left, isobox_kept_left* kept);
static void isobox_settle_left(duk_compiler_ctx* compiler, duk_ivalue* left, const isobox_kept_left* kept);
static void isobox_ivalue_toplain(duk_compiler_ctx* compiler, duk_ivalue* value, duk_regconst_t forced);

static inline int isobox_begins_name(duk_codepoint_t x) {
  return x >= 0x80 || x == 0x06 || x == DUK_ASC_BACKSLASH || duk_unicode_is_identifier_start(x);
}
static inline int isobox_continues_name(duk_codepoint_t x) {
  return x >= 0x80 || x == 0x06 || duk_unicode_is_identifier_part(x);
}

/* duktape_functions.inc */
static void isobox_push_closure(duk_hthread* thr, duk_hcompfunc* made_from, duk_hobject* var_env,
                                duk_hobject* lex_env, duk_bool_t prototype);
static void isobox_begin_construct(duk_hthread* thr, duk_idx_t function, duk_small_uint_t flags);
static void isobox_construct_bound(duk_hthread* thr, duk_idx_t function, duk_hboundfunc* bound);
static void isobox_finish_construct(duk_hthread* thr, duk_idx_t function);
static void isobox_reflect_construct(duk_hthread* thr, duk_idx_t function);
static void isobox_check_super(duk_hthread* thr, duk_idx_t function);
static void isobox_adopt_prototype(duk_hthread* thr);
static void isobox_check_class(duk_hthread* thr, duk_idx_t function, duk_small_uint_t flags);
static void isobox_pack_rest(duk_hthread* thr, duk_idx_t arguments, duk_idx_t parameters);
static void isobox_define_arguments_iterator(duk_hthread* thr, duk_idx_t arguments);

static void isobox_settle_argument(duk_hthread* thr, duk_hobject* arguments, duk_hstring* key,
                                   duk_hobject* environment);

/* The object that knows the names of a function's variables. */
static inline duk_hobject* isobox_template_of(duk_hobject* object) {
  if (!DUK_HOBJECT_IS_COMPFUNC(object) || ((duk_hcompfunc*)object)->isobox_template == NULL) return object;
  return (duk_hobject*)((duk_hcompfunc*)object)->isobox_template;
}
static inline int isobox_unmapped(duk_hobject* function) {
  return DUK_HOBJECT_HAS_STRICT(function) ||
         (DUK_HOBJECT_IS_COMPFUNC(function) &&
          (((duk_hcompfunc*)function)->isobox_flags & ISOBOX_FUNCTION_UNMAPPED));
}
/* Moves the new target from the heap's register into an activation. */
static inline duk_hobject* isobox_take_new_target(duk_hthread* thr, duk_small_uint_t flags) {
  duk_hobject* target = thr->heap->isobox_new_target;
  if (!(flags & DUK_CALL_FLAG_CONSTRUCT)) return NULL;
  thr->heap->isobox_new_target = NULL;
  return target;
}

/* runner/runtime/promise*.inc. A promise is an object of this kind; as there are no finalizers, their flag tells it. */
#define ISOBOX_PROMISE_FLAG DUK_HOBJECT_FLAG_HAVE_FINALIZER
typedef struct isobox_promise {
  duk_hobject object;
  duk_tval value;           /* what it was settled with; while pending, the array of the reactions behind the first */
  duk_hobject* target;      /* the first reaction of a pending one, NULL when there is none; owned */
  duk_hobject* handlers[2]; /* its onFulfilled and onRejected, NULL when there is none; owned */
  duk_uint8_t state;        /* 0 pending, 1 fulfilled, 2 rejected */
  duk_uint8_t handled;      /* somebody has asked for a rejection */
} isobox_promise;

static inline int isobox_is_promise(const duk_hobject* object) {
  return (DUK_HEAPHDR_GET_FLAGS_RAW((const duk_heaphdr*)object) & ISOBOX_PROMISE_FLAG) != 0;
}
static void isobox_enter_job(duk_hthread* thr, duk_idx_t function);

/* runner/runtime/direct_calls.inc */
static int isobox_answer_directly(duk_hthread* thr, duk_tval* base, duk_idx_t count, duk_small_uint_t direct);

/* A call that stands in a function of a script's, `base` being what is called, `this` and the arguments: done at once and 1 when it
   is one of the natives that need no frame; else 0 and nothing changed. It is one step, as any call is. */
static inline int isobox_call_directly(duk_hthread* thr, duk_tval* base, duk_idx_t count, duk_small_uint_t flags) {
  duk_hobject* function;
  if (!DUK_TVAL_IS_OBJECT(base)) return 0;
  function = DUK_TVAL_GET_OBJECT(base);
  if (!DUK_HOBJECT_IS_NATFUNC(function) || ((duk_hnatfunc*)function)->isobox_direct == 0) return 0;
  if ((flags & DUK_CALL_FLAG_CONSTRUCT) || thr->interrupt_counter <= 0) return 0;
  if (!isobox_answer_directly(thr, base, count, ((duk_hnatfunc*)function)->isobox_direct)) return 0;
  thr->interrupt_counter--;
  return 1;
}

/* Time may have gone by that no step has counted: a look at the coarse clock, and when it has gone on the next step
   looks at the real one. Throws nothing. */
static inline void isobox_tick(duk_heap* heap) {
  isobox_hooks* hooks = isobox_hooks_of(heap);
  const int64_t now = isobox_coarse_tick();
  if (DUK_LIKELY(now == hooks->tick)) return;
  hooks->tick = now;
  if (heap->curr_thread != NULL) isobox_stop_soon(heap->curr_thread);
}
/* The same after so many bytes or links, unless they were few. */
static inline void isobox_tick_after(duk_heap* heap, duk_size_t work) {
  if (work >= 4096) isobox_tick(heap);
}

/* Hashes of texts and places of keys. Texts whose hashes are the same are easily found for an unkeyed function, and a
   table of such keys is a list. The key is the heap's own. */
static inline duk_uint64_t isobox_fold(duk_uint64_t a, duk_uint64_t b) {
  const unsigned __int128 product = (unsigned __int128)a * b;
  return (duk_uint64_t)product ^ (duk_uint64_t)(product >> 64);
}
/* Where in an object's table a key is looked for first: of equal texts there is one, so its address will do. */
static inline duk_uint32_t isobox_place_of(duk_heap* heap, const void* key) {
  return (duk_uint32_t)isobox_fold((duk_uint64_t)(uintptr_t)key ^ isobox_hooks_of(heap)->text_key[0],
                                   isobox_hooks_of(heap)->text_key[1]);
}
static duk_uint32_t isobox_hash_text(duk_heap* heap, const duk_uint8_t* bytes, duk_size_t length);

/* duktape_texts.inc */
static int isobox_concat_long(duk_hthread* thr, duk_hstring* head, duk_hstring* tail);
static int isobox_concat_many(duk_hthread* thr, duk_idx_t count);
static const char* isobox_terminate(duk_hthread* thr, duk_hstring* string);
static void isobox_drop_text(duk_heap* heap, const void* bytes);
static int isobox_text_offset(duk_hthread* thr, duk_hstring* string, duk_uint_fast32_t character,
                              duk_uint_fast32_t known, duk_uint_fast32_t* offset);
static void isobox_drop_index(duk_heap* heap, duk_hstring* string);

/* A string's bytes with a NUL behind them. */
static inline const char* isobox_terminated(duk_hthread* thr, duk_hstring* string) {
  const char* bytes = (const char*)DUK_HSTRING_GET_DATA(string);
  if (DUK_LIKELY(bytes[DUK_HSTRING_GET_BYTELEN(string)] == 0)) return bytes;
  return isobox_terminate(thr, string);
}
/* Shorter strings are scanned. */
#define ISOBOX_INDEXED_TEXT 2048
static inline void isobox_forget_index(duk_heap* heap, duk_hstring* string) {
  if (DUK_HSTRING_GET_BYTELEN(string) >= ISOBOX_INDEXED_TEXT) isobox_drop_index(heap, string);
}

/* An object gets a property whose name is an index. */
static inline void isobox_note_index(duk_hthread* thr, duk_hobject* object) {
  if (object == thr->builtins[DUK_BIDX_ARRAY_PROTOTYPE] || object == thr->builtins[DUK_BIDX_OBJECT_PROTOTYPE])
    thr->heap->isobox_indexed_prototype = 1;
}

/* An array's holes read as undefined: nothing in its prototype chain has, or ever had, a property that an
   index names. */
static inline int isobox_no_inherited_elements(duk_hthread* thr, duk_hobject* array) {
  duk_hobject* prototype = thr->builtins[DUK_BIDX_ARRAY_PROTOTYPE];
  duk_hobject* root = thr->builtins[DUK_BIDX_OBJECT_PROTOTYPE];
  return !thr->heap->isobox_indexed_prototype && DUK_HOBJECT_GET_PROTOTYPE(thr->heap, array) == prototype &&
         DUK_HOBJECT_GET_PROTOTYPE(thr->heap, prototype) == root &&
         DUK_HOBJECT_GET_PROTOTYPE(thr->heap, root) == NULL && DUK_HOBJECT_GET_ASIZE(prototype) == 0 &&
         DUK_HOBJECT_GET_ASIZE(root) == 0;
}

/* The collector's list of objects that it has reached but not looked into: linked by h_prev. */
static inline void isobox_mark_later(duk_heap* heap, duk_heaphdr* object) {
  DUK_HEAPHDR_SET_PREV(heap, object, heap->isobox_to_mark);
  heap->isobox_to_mark = object;
}
static inline duk_heaphdr* isobox_next_to_mark(duk_heap* heap) {
  duk_heaphdr* object = heap->isobox_to_mark;
  heap->isobox_to_mark = DUK_HEAPHDR_GET_PREV(heap, object);
  return object;
}
/* A hidden key under which a weak collection keeps values on its keys; see duktape_weak.inc. */
#define ISOBOX_WEAK_KEY "\x82isoboxHeld"
static inline int isobox_is_weak_key(duk_hstring* key) {
  const size_t length = sizeof ISOBOX_WEAK_KEY - 1;
  return DUK_HSTRING_GET_BYTELEN(key) > length && memcmp(DUK_HSTRING_GET_DATA(key), ISOBOX_WEAK_KEY, length) == 0;
}
static inline int isobox_waits_for_collection(duk_heap* heap, duk_hstring* key) {
  return !DUK_HEAPHDR_HAS_REACHABLE((duk_heaphdr*)key) && !heap->isobox_weak_all && isobox_is_weak_key(key);
}
/* Once an object: when it is marked, and is not on the list of those that are to be marked any more. */
static inline void isobox_keep_weak_holder(duk_heap* heap, duk_hobject* holder) {
  DUK_HEAPHDR_SET_PREV(heap, (duk_heaphdr*)holder, heap->isobox_weak_holders);
  heap->isobox_weak_holders = (duk_heaphdr*)holder;
}
/* Makes the backward links of a list anew. */
static inline void isobox_relink(duk_heap* heap, duk_heaphdr* object) {
  duk_heaphdr* previous = NULL;
  for (; object != NULL; object = DUK_HEAPHDR_GET_NEXT(heap, object)) {
    DUK_HEAPHDR_SET_PREV(heap, object, previous);
    previous = object;
  }
}

/* duktape_scope.inc */
static duk_hobject* isobox_eval_var_env(duk_hthread* thr, duk_activation* caller);

/* runner/runtime/bigint*.inc. A BigInt is a string: this byte, 1 when it is negative, two zeros, the limbs of its
   magnitude, the lowest first, no zero on top. Equal ones are the same string therefore. */
#define ISOBOX_BIGINT_MARK 0x84
#define ISOBOX_BIGINT_HEAD 4
/* Between a number that is none, or a text that says none, and any BigInt. */
#define ISOBOX_UNORDERED 2
/* Elements of typed arrays, beside Duktape's. */
#define ISOBOX_ELEMENT_INT64 9
#define ISOBOX_ELEMENT_UINT64 10

static inline int isobox_is_bigint_string(const duk_hstring* string) {
  return DUK_UNLIKELY(DUK_HSTRING_HAS_SYMBOL(string)) && DUK_HSTRING_GET_DATA(string)[0] == ISOBOX_BIGINT_MARK;
}
static inline int isobox_is_bigint(const duk_tval* value) {
  return DUK_TVAL_IS_STRING(value) && isobox_is_bigint_string(DUK_TVAL_GET_STRING(value));
}
static inline int isobox_is_zero_bigint(const duk_hstring* string) {
  return DUK_HSTRING_GET_BYTELEN(string) == ISOBOX_BIGINT_HEAD && isobox_is_bigint_string(string);
}
static void isobox_push_bigint_text(duk_hthread* thr, duk_hstring* bigint, unsigned radix);
static void isobox_push_short_bigint(duk_hthread* thr, duk_hstring* bigint);
static void isobox_refuse_number(duk_hthread* thr, duk_hstring* bigint);
static void isobox_refuse_json(duk_hthread* thr, duk_hstring* bigint);
static void isobox_to_any_number(duk_hthread* thr, duk_idx_t idx);
static int isobox_add_bigints(duk_hthread* thr);
static int isobox_two_bigints(duk_hthread* thr);
static void isobox_operate(duk_hthread* thr, duk_small_uint_t operation);
static int isobox_unary(duk_hthread* thr, duk_small_uint_t operation, duk_idx_t to);
static int isobox_step_bigint(duk_hthread* thr, int down);
static int isobox_step_register(duk_hthread* thr, duk_idx_t from, duk_idx_t to, duk_small_uint_t operation);
static int isobox_step_variable(duk_hthread* thr, duk_activation* activation, duk_hstring* name,
                                duk_small_uint_t operation, duk_small_uint_t strict);
static int isobox_equals_bigint(duk_hthread* thr, duk_tval* x, duk_tval* y);
static int isobox_compare_bigints(duk_hthread* thr);
static void isobox_push_bits(duk_hthread* thr, const duk_uint8_t bytes[8], int is_signed);
static void isobox_bits_of(duk_hthread* thr, duk_uint8_t bytes[8]);
static void isobox_to_element(duk_hthread* thr, const duk_hbufobj* view, duk_idx_t idx);

/* Reading and writing of what is there, by a name or an index. There is more to it, and 0 is the answer, with `length` and `caller`,
   names that are indices, accessors, proxies, typed arrays, mapped arguments. */
#define ISOBOX_ACCESS_SPECIAL (DUK_HOBJECT_FLAG_EXOTIC_PROXYOBJ | DUK_HOBJECT_FLAG_BUFOBJ)
DUK_LOCAL_DECL duk_tval* duk__getprop_shallow_fastpath_array_tval(duk_hthread* thr, duk_hobject* obj, duk_tval* tv_key);

static inline int isobox_is_plain_name(duk_hthread* thr, duk_hstring* key) {
  return !DUK_HSTRING_HAS_ARRIDX(key) && key != DUK_HTHREAD_STRING_LENGTH(thr) && key != DUK_HTHREAD_STRING_CALLER(thr);
}

/* The number of an object's own entry of that name, -1 when it has none. */
static inline duk_int_t isobox_entry_of(duk_hthread* thr, duk_hobject* object, duk_hstring* key) {
  duk_int_t entry = -1, place;
  if (DUK_HOBJECT_GET_HSIZE(object) == 0) {
    duk_hstring** keys = DUK_HOBJECT_E_GET_KEY_BASE(thr->heap, object);
    const duk_int_t count = (duk_int_t)DUK_HOBJECT_GET_ENEXT(object);
    for (entry = 0; entry < count; entry++)
      if (keys[entry] == key) return entry;
    return -1;
  }
  return duk_hobject_find_entry(thr->heap, object, key, &entry, &place) ? entry : -1;
}

/* The data property of that name, in an object or not far up. */
static inline duk_tval* isobox_plain_property(duk_hthread* thr, duk_hobject* object, duk_hstring* key) {
  duk_small_uint_t left = 16;
  for (; object != NULL && left > 0; left--, object = DUK_HOBJECT_GET_PROTOTYPE(thr->heap, object)) {
    duk_int_t entry;
    if (DUK_UNLIKELY((DUK_HEAPHDR_GET_FLAGS_RAW((duk_heaphdr*)object) & ISOBOX_ACCESS_SPECIAL) != 0)) return NULL;
    entry = isobox_entry_of(thr, object, key);
    if (entry < 0) continue;
    if (DUK_HOBJECT_E_GET_FLAGS(thr->heap, object, entry) & DUK_PROPDESC_FLAG_ACCESSOR) return NULL;
    return DUK_HOBJECT_E_GET_VALUE_TVAL_PTR(thr->heap, object, entry);
  }
  return NULL;
}

/* Reads base[key] into a register: 1, and a step was taken, or 0. Of a call's callee, what cannot be called is left to the long way. */
static DUK_NOINLINE int isobox_load_quickly(duk_hthread* thr, duk_tval* base, duk_tval* key, duk_tval* to, int callee) {
  duk_tval* value;
  if (!DUK_TVAL_IS_OBJECT(base) || thr->interrupt_counter <= 0) return 0;
  if (DUK_TVAL_IS_STRING(key)) {
    if (!isobox_is_plain_name(thr, DUK_TVAL_GET_STRING(key))) return 0;
    value = isobox_plain_property(thr, DUK_TVAL_GET_OBJECT(base), DUK_TVAL_GET_STRING(key));
  } else {
    value = duk__getprop_shallow_fastpath_array_tval(thr, DUK_TVAL_GET_OBJECT(base), key);
  }
  if (value == NULL) return 0;
  if (callee && !(DUK_TVAL_IS_OBJECT(value) && DUK_HOBJECT_HAS_CALLABLE(DUK_TVAL_GET_OBJECT(value)))) return 0;
  thr->interrupt_counter--;
  DUK_TVAL_SET_TVAL_UPDREF(thr, to, value);
  return 1;
}

static inline int isobox_put_quickly(duk_hthread* thr, duk_tval* base, duk_tval* key, duk_tval* value) {
  duk_hobject* object;
  duk_int_t entry;
  duk_tval* place;
  if (!DUK_TVAL_IS_OBJECT(base) || !DUK_TVAL_IS_STRING(key)) return 0;
  object = DUK_TVAL_GET_OBJECT(base);
  if (!isobox_is_plain_name(thr, DUK_TVAL_GET_STRING(key)) ||
      (DUK_HEAPHDR_GET_FLAGS_RAW((duk_heaphdr*)object) & ISOBOX_ACCESS_SPECIAL) != 0)
    return 0;
  entry = isobox_entry_of(thr, object, DUK_TVAL_GET_STRING(key));
  if (entry < 0 || (DUK_HOBJECT_E_GET_FLAGS(thr->heap, object, entry) &
                    (DUK_PROPDESC_FLAG_ACCESSOR | DUK_PROPDESC_FLAG_WRITABLE)) != DUK_PROPDESC_FLAG_WRITABLE)
    return 0;
  place = DUK_HOBJECT_E_GET_VALUE_TVAL_PTR(thr->heap, object, entry);
  DUK_TVAL_SET_TVAL_UPDREF(thr, place, value);
  return 1;
}

/* runner/runtime/proxies.inc: property access that has met a proxy, or an element of a typed array further
   up. The receiver is what the access began with. */
static duk_bool_t isobox_getprop(duk_hthread* thr, duk_hobject* object, duk_tval* receiver, duk_tval* key);
static duk_bool_t isobox_getprop_behind(duk_hthread* thr, duk_hobject* object, duk_tval* receiver);
static duk_bool_t isobox_hasprop(duk_hthread* thr, duk_hobject* object, duk_hstring* key);
static duk_bool_t isobox_putprop(duk_hthread* thr, duk_hobject* object, duk_tval* receiver, duk_tval* key,
                                 duk_tval* value, duk_bool_t strict);
static duk_bool_t isobox_putprop_behind(duk_hthread* thr, duk_hobject* object, duk_tval* receiver,
                                        duk_tval* value, duk_bool_t strict);
static duk_bool_t isobox_delprop(duk_hthread* thr, duk_hobject* object, duk_tval* key, duk_bool_t strict);
static void isobox_enumerate_proxy(duk_hthread* thr, duk_small_uint_t flags);
static int isobox_inherits_behind(duk_hthread* thr, duk_hobject* proxy, duk_hobject* prototype);
static void isobox_require_unrevoked(duk_hthread* thr, duk_hproxy* proxy, const char* trap);

static inline void isobox_require_list(duk_hthread* thr, duk_idx_t idx) {
  if (duk_get_top(thr) > idx && duk_is_object(thr, idx)) return;
  DUK_ERROR_TYPE(thr, "CreateListFromArrayLike called on non-object");
}

/* Whether a proxy or a typed array is an object or among its prototypes. Of a chain that is longer than Duktape
   follows nobody cares. */
static inline int isobox_chain_is_special(duk_hobject* object) {
  duk_uint32_t left = DUK_HOBJECT_PROTOTYPE_CHAIN_SANITY;
  for (; object != NULL && left > 0; object = DUK_HOBJECT_GET_PROTOTYPE(NULL, object), left--)
    if (DUK_HOBJECT_IS_PROXY(object) || DUK_HOBJECT_IS_BUFOBJ(object)) return 1;
  return 0;
}

/* runner/runtime/views.inc. In duk_hbufobj::is_typedarray: the view has no length of its own. */
#define ISOBOX_VIEW_TRACKS 2
static int isobox_is_numeric_key(duk_hthread* thr, duk_hstring* key);

static inline int isobox_is_view(duk_hobject* object) {
  return object != NULL && DUK_HOBJECT_IS_BUFOBJ(object) &&
         DUK_HOBJECT_GET_CLASS_NUMBER(object) >= DUK_HOBJECT_CLASS_INT8ARRAY &&
         DUK_HOBJECT_GET_CLASS_NUMBER(object) <= DUK_HOBJECT_CLASS_BUFOBJ_MAX;
}

/* How many bytes of its memory a view may use now; -1 when it lies outside of it. */
static inline double isobox_view_bytes(const duk_hbufobj* view) {
  duk_size_t size = view->buf == NULL ? 0 : DUK_HBUFFER_GET_SIZE(view->buf);
  if (view->buf == NULL || (view->buf_prop != NULL && ((duk_hbufobj*)view->buf_prop)->buf == NULL)) return -1;
  if (view->is_typedarray & ISOBOX_VIEW_TRACKS) {
    if (view->offset > size) return -1;
    return (double)(((size - view->offset) >> view->shift) << view->shift);
  }
  return (duk_size_t)view->offset + view->length <= size ? (double)view->length : -1;
}

/* How many elements there are. */
static inline duk_uint32_t isobox_view_count(const duk_hbufobj* view) {
  double bytes = isobox_view_bytes(view);
  return bytes < 0 ? 0 : (duk_uint32_t)bytes >> view->shift;
}

/* The key names an element of the typed array, one that is there or not. */
static inline int isobox_views_own(duk_hthread* thr, duk_hobject* object, duk_hstring* key) {
  return isobox_is_view(object) && (DUK_HSTRING_HAS_ARRIDX(key) || isobox_is_numeric_key(thr, key));
}

/* A key that is not there, and is not to be looked for in the prototype. */
static inline int isobox_ends_lookup(duk_hthread* thr, duk_hobject* object, duk_hstring* key) {
  return DUK_UNLIKELY(DUK_HOBJECT_IS_BUFOBJ(object)) && isobox_views_own(thr, object, key);
}

/* runner/runtime/standard_functions.inc */
static void isobox_push_bound_length(duk_hthread* thr, duk_idx_t arguments);

/* runner/runtime/mended.inc, arrays.inc */
static void isobox_date_argument(duk_hthread* thr);
static int isobox_date_fields_fit(const duk_int_t* fields);
static int isobox_half_of_pair(const duk_uint8_t* at, const duk_uint8_t* begin, const duk_uint8_t* end);
static void isobox_revive(duk_hthread* thr, duk_idx_t idx);
static void isobox_fill_property_list(duk_hthread* thr, duk_idx_t idx);
static int isobox_is_array(duk_hthread* thr, duk_idx_t idx);

/* runner/runtime/stacks.inc */
static void isobox_begin_error(duk_hthread* thr);
static void isobox_settle_accessor(duk_hthread* thr, duk_hobject* object, duk_int_t at);
static void isobox_add_traceback(duk_hthread* thr, duk_hthread* running, duk_small_uint_t flags);

/* duktape_trace.inc */
static const char* isobox_readable_base(duk_hthread* thr, duk_tval* base);
static const char* isobox_readable_key(duk_hthread* thr, duk_tval* key);
static const char* isobox_readable_callee(duk_hthread* thr, duk_tval* callee);
static const char* isobox_readable_method(duk_hthread* thr, duk_idx_t key);
static const char* isobox_write_refused(duk_tval* base);

#endif
