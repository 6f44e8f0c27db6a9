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

/* duktape_compiler.inc */
static void isobox_read_position(duk_lexer_ctx* lexer);
static int isobox_read_mark(duk_compiler_ctx* compiler, duk_hstring* directive);
static void isobox_finish_template(duk_compiler_ctx* compiler, duk_hcompfunc* function);
static int isobox_push_template_name(duk_compiler_ctx* compiler);
static void isobox_expr_nud(duk_compiler_ctx* compiler, duk_ivalue* result);
static void isobox_expr_led(duk_compiler_ctx* compiler, duk_ivalue* left, duk_ivalue* result);
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

/* Puts the time of a date in that date's place; leaves anything else, proxies of dates too. */
static inline void isobox_take_date_value(duk_hthread* thr, duk_idx_t index) {
  duk_hobject* date = duk_get_hobject(thr, index);
  if (date == NULL || DUK_HOBJECT_GET_CLASS_NUMBER(date) != DUK_HOBJECT_CLASS_DATE) return;
  duk_xget_owndataprop_stridx(thr, index, DUK_STRIDX_INT_VALUE);
  duk_replace(thr, index);
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

/* Whether a proxy or a typed array is an object or among its prototypes. */
static inline int isobox_chain_is_special(duk_hobject* object) {
  for (; object != NULL; object = DUK_HOBJECT_GET_PROTOTYPE(NULL, object))
    if (DUK_HOBJECT_IS_PROXY(object) || DUK_HOBJECT_IS_BUFOBJ(object)) return 1;
  return 0;
}

/* runner/runtime/views.inc. In duk_hbufobj::is_typedarray: the view has no length of its own. */
#define ISOBOX_VIEW_TRACKS 2
static int isobox_is_numeric_key(duk_hthread* thr, duk_hstring* key);

static inline int isobox_is_view(duk_hobject* object) {
  return object != NULL && DUK_HOBJECT_IS_BUFOBJ(object) &&
         DUK_HOBJECT_GET_CLASS_NUMBER(object) >= DUK_HOBJECT_CLASS_INT8ARRAY &&
         DUK_HOBJECT_GET_CLASS_NUMBER(object) <= DUK_HOBJECT_CLASS_FLOAT64ARRAY;
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

/* duktape_trace.inc */
static void isobox_add_traceback(duk_hthread* thr, duk_hthread* running, duk_small_uint_t flags);
static const char* isobox_readable_base(duk_hthread* thr, duk_tval* base);
static const char* isobox_readable_key(duk_hthread* thr, duk_tval* key);
static const char* isobox_readable_callee(duk_hthread* thr, duk_tval* callee);
static const char* isobox_readable_method(duk_hthread* thr, duk_idx_t key);
static const char* isobox_write_refused(duk_tval* base);

#endif
