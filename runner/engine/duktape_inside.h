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

/* duktape_scope.inc */
static duk_hobject* isobox_eval_var_env(duk_hthread* thr, duk_activation* caller);

/* duktape_trace.inc */
static void isobox_add_traceback(duk_hthread* thr, duk_hthread* running, duk_small_uint_t flags);
static const char* isobox_readable_base(duk_hthread* thr, duk_tval* base);
static const char* isobox_readable_key(duk_hthread* thr, duk_tval* key);
static const char* isobox_readable_callee(duk_hthread* thr, duk_tval* callee);
static const char* isobox_readable_method(duk_hthread* thr, duk_idx_t key);
static const char* isobox_write_refused(duk_tval* base);

#endif
