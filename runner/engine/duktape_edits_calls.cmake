# Edits of functions and calls: closures, new.target, classes, rest parameters, `arguments`, stacks, the wording of
# errors. See duktape_edits.cmake; the logic is in duktape_functions.inc and duktape_trace.inc.

# A closure refers to its template instead of copying from it. Duktape gives each closure up to eight properties and a
# count of each constant; ours have `length`, `name` and `prototype`, which are also all that scripts may see.
function(isobox_share_templates variable)
  set(text "${${variable}}")
  isobox_after(text "\tduk_uint16_t nargs; /* number of arguments allocated to regs */"
    "\n\tduk_uint16_t isobox_flags; /* of the mark, and ISOBOX_MARKED */\n\tduk_uint16_t isobox_length;\n\tduk_uint32_t isobox_begin, isobox_end;\n\tduk_hobject *isobox_unit; /* what its text is; owned by the template */\n\tduk_hcompfunc *isobox_template; /* of a closure; NULL in a template; owned */")
  isobox_edit(text 1 "\tDUK_STATS_INC(thr->heap, stats_envrec_pushclosure);"
    "\tisobox_push_closure(thr, fun_temp, outer_var_env, outer_lex_env, add_auto_proto);\n\treturn;")
  # The collector and the reference counts see the constants once, through the template.
  isobox_edit(text 1 "\t\tif (DUK_HCOMPFUNC_GET_DATA(heap, f) != NULL) {\n\t\t\ttv = DUK_HCOMPFUNC_GET_CONSTS_BASE(heap, f);"
    "\t\tif (f->isobox_template == NULL) {\n\t\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) f->isobox_unit);\n\t\t}\n\t\tif (f->isobox_template != NULL) {\n\t\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) f->isobox_template);\n\t\t} else if (DUK_HCOMPFUNC_GET_DATA(heap, f) != NULL) {\n\t\t\ttv = DUK_HCOMPFUNC_GET_CONSTS_BASE(heap, f);")
  isobox_edit(text 1 "\t\tif (DUK_LIKELY(DUK_HCOMPFUNC_GET_DATA(heap, f) != NULL)) {\n\t\t\ttv = DUK_HCOMPFUNC_GET_CONSTS_BASE(heap, f);"
    "\t\tif (f->isobox_template == NULL) {\n\t\t\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, f->isobox_unit);\n\t\t}\n\t\tif (f->isobox_template != NULL) {\n\t\t\tDUK_HCOMPFUNC_DECREF_NORZ(thr, f->isobox_template);\n\t\t} else if (DUK_LIKELY(DUK_HCOMPFUNC_GET_DATA(heap, f) != NULL)) {\n\t\t\ttv = DUK_HCOMPFUNC_GET_CONSTS_BASE(heap, f);")
  # What used to be copied: names of variables and of parameters.
  isobox_before(text "\ttv = duk_hobject_find_entry_tval_ptr_stridx(heap, obj, stridx);\n\tif (tv != NULL && DUK_TVAL_IS_OBJECT(tv)) {\n\t\th = DUK_TVAL_GET_OBJECT(tv);\n\t\tDUK_ASSERT(h != NULL);\n\t\treturn h;"
    "\tobj = isobox_template_of(obj);\n")
  # Own properties of bound functions that the language knows nothing of.
  isobox_edit(text 1 "\tduk_xdef_prop_stridx_thrower(thr, -1, DUK_STRIDX_CALLER);\n\tduk_xdef_prop_stridx_thrower(thr, -1, DUK_STRIDX_LC_ARGUMENTS);\n" "")
  isobox_edit(text 1 "\tduk_get_prop_stridx_short(thr, -2, DUK_STRIDX_FILE_NAME);\n\tduk_xdef_prop_stridx_short(thr, -2, DUK_STRIDX_FILE_NAME, DUK_PROPDESC_FLAGS_C);\n" "")
  # Intrinsics, the script scope, the new target of a call that is being prepared, what the next text to be compiled is:
  # roots of the collector.
  isobox_after(text "\tduk_hobject *heap_object;" "\n\tduk_hobject *isobox_intrinsics, *isobox_scope, *isobox_new_target, *isobox_unit; /* owned */\n\tduk_uint8_t isobox_global_eval; /* the next direct eval declares in the global object */")
  isobox_after(text "\tduk__mark_heaphdr(heap, (duk_heaphdr *) heap->heap_object);"
    "\n\tduk__mark_heaphdr(heap, (duk_heaphdr *) heap->isobox_intrinsics);\n\tduk__mark_heaphdr(heap, (duk_heaphdr *) heap->isobox_scope);\n\tduk__mark_heaphdr(heap, (duk_heaphdr *) heap->isobox_new_target);\n\tduk__mark_heaphdr(heap, (duk_heaphdr *) heap->isobox_unit);")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# new.target. While a constructor call is resolved through proxies and bound functions, the default instance keeps the
# new target as its prototype: nobody else can see the instance yet, and the collector follows it there. The finished
# activation owns it.
function(isobox_carry_new_target variable)
  set(text "${${variable}}")
  isobox_after(text "\tduk_size_t reserve_byteoff;" "\n\n\tduk_hobject *isobox_new_target; /* owned; NULL when it is no constructor call */")
  isobox_edit(text 1 "\tact->cat = NULL;\n\n\tact->flags = 0;\n" "\tact->cat = NULL;\n\tact->isobox_new_target = isobox_take_new_target(thr, call_flags);\n\n\tact->flags = 0;\n")
  isobox_after(text "\t\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) act->lex_env);" "\n\t\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) act->isobox_new_target);")
  isobox_after(text "\t\t\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, (duk_hobject *) act->lex_env);"
    "\n\t\t\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, (duk_hobject *) act->isobox_new_target);")
  isobox_after(text "\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, act->lex_env);\n\ttmp = DUK_ACT_GET_FUNC(act);\n\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, tmp);"
    "\n\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, act->isobox_new_target);")
  isobox_edit(text 1 "\t\tif (act->flags & DUK_ACT_FLAG_CONSTRUCT) {\n\t\t\tduk_push_tval(thr, &act->tv_func);"
    "\t\tif (act->flags & DUK_ACT_FLAG_CONSTRUCT) {\n\t\t\tduk_push_hobject(thr, act->isobox_new_target);")
  # Resolving: begin, bound function, proxy, end.
  isobox_before(text "\tfor (first = 1;; first = 0) {\n\t\tDUK_ASSERT(duk_get_top(thr) >= idx_func + 2);"
    "\tif (*call_flags & DUK_CALL_FLAG_CONSTRUCT) {\n\t\tisobox_begin_construct(thr, idx_func, *call_flags);\n\t}\n")
  isobox_edit(text 1 "\t\t\tif (is_constructor_call) {" "\t\t\tif (is_constructor_call) {\n\t\t\t\tisobox_construct_bound(thr, idx_func, h_bound);")
  isobox_edit(text 1 "\t\tif (*call_flags & DUK_CALL_FLAG_CONSTRUCT) {\n\t\t\tif (!(*call_flags & DUK_CALL_FLAG_DEFAULT_INSTANCE_UPDATED)) {\n\t\t\t\t*call_flags |= DUK_CALL_FLAG_DEFAULT_INSTANCE_UPDATED;\n\t\t\t\tduk__update_default_instance_proto(thr, idx_func);\n\t\t\t}\n\t\t}\n\t\tduk_pop_2(thr);"
    "\t\tduk_pop_2(thr);")
  isobox_edit(text 1 "\t\tduk_remove(thr, idx_func + 4);\n\t\tduk_push_hobject(thr, (duk_hobject *) h_proxy);"
    "\t\tduk_push_hobject(thr, DUK_HOBJECT_GET_PROTOTYPE(thr->heap, duk_known_hobject(thr, idx_func + 4)));\n\t\tduk_remove(thr, idx_func + 4);")
  isobox_edit(text 1 "\tif (*call_flags & DUK_CALL_FLAG_CONSTRUCT) {\n\t\tif (!(*call_flags & DUK_CALL_FLAG_DEFAULT_INSTANCE_UPDATED)) {\n\t\t\t*call_flags |= DUK_CALL_FLAG_DEFAULT_INSTANCE_UPDATED;\n\t\t\tduk__update_default_instance_proto(thr, idx_func);\n\t\t}\n\t}"
    "\tif (*call_flags & DUK_CALL_FLAG_CONSTRUCT) {\n\t\tisobox_finish_construct(thr, idx_func);\n\t}")
  # A bound function is a constructor when its target is one.
  isobox_after(text "\t\tDUK_ASSERT(DUK_HOBJECT_IS_CALLABLE(h_target));\n"
    "\t\tif (!DUK_HOBJECT_HAS_CONSTRUCTABLE(h_target)) DUK_HOBJECT_CLEAR_CONSTRUCTABLE((duk_hobject *) h_bound);\n")
  # Its length may be a fraction, infinite or inherited.
  isobox_edit(text 1 "\tduk_get_prop_stridx_short(thr, -2, DUK_STRIDX_LENGTH);\n\tbound_len = duk_get_int(thr, -1); /* ES2015: no coercion */" "\tisobox_push_bound_length(thr, nargs);\n\tbound_len = 0;")
  isobox_edit(text 1 "\tduk_pop(thr);\n\tDUK_ASSERT(bound_len >= 0);\n\ttv_tmp = thr->valstack_top++;" "")
  isobox_edit(text 1 "\tDUK_TVAL_SET_U32(tv_tmp, (duk_uint32_t) bound_len); /* in-place update, fastint */\n" "")
  # Reflect.construct takes a new target; and two intrinsics like it are calls without a native frame, too.
  isobox_edit(text 1 "\t\tif (top > idx_func + 3) {\n\t\t\tif (!duk_strict_equals(thr, idx_func, idx_func + 3)) {\n\t\t\t\t/* XXX: [[Construct]] newTarget currently unsupported */\n\t\t\t\tDUK_ERROR_UNSUPPORTED(thr);\n\t\t\t\tDUK_WO_NORETURN(return 0;);\n\t\t\t}\n"
    "\t\tisobox_reflect_construct(thr, idx_func);\n\t\tif (top > idx_func + 3) {\n")
  isobox_edit(text 1 "\tcase 3: { /* 3=Reflect.construct() */" "\tcase ISOBOX_CALL_JOB:\n\t\tisobox_enter_job(thr, idx_func);\n\t\tbreak;\n\tcase ISOBOX_SUPER_CALL:\n\t\tisobox_check_super(thr, idx_func);\n\t\t/* fall through */\n\tcase 3: { /* 3=Reflect.construct() */")
  # A native constructor makes its object itself: it gets the prototype that the default instance has got.
  isobox_after(text "\t\tDUK_DDD(DUK_DDDPRINT(\"replacement value\"));" "\n\t\tisobox_adopt_prototype(thr);")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Classes are not called, derived ones get no instance; rest parameters; `arguments` that is not mapped.
function(isobox_change_calls variable)
  set(text "${${variable}}")
  isobox_before(text "\t/*\n\t *  Setup a preliminary activation and figure out nargs/nregs and"
    "\tif (func != NULL && DUK_HOBJECT_IS_COMPFUNC(func) && (((duk_hcompfunc *) func)->isobox_flags & ISOBOX_FUNCTION_CLASS)) {\n\t\tisobox_check_class(thr, idx_func, call_flags);\n\t}\n\n")
  isobox_before(text "\t\t\tduk_set_top_and_wipe(thr, idx_func + 2 + nregs, idx_func + 2 + nargs);"
    "\t\t\tif (func != NULL && DUK_HOBJECT_IS_COMPFUNC(func) && (((duk_hcompfunc *) func)->isobox_flags & ISOBOX_FUNCTION_REST)) {\n\t\t\t\tisobox_pack_rest(thr, idx_func + 2, nargs);\n\t\t\t}\n")
  isobox_edit(text 1 "if (!DUK_HOBJECT_HAS_STRICT(func) && idx < n_formals) {" "if (!isobox_unmapped(func) && idx < n_formals) {")
  isobox_edit(text 1 "\tif (DUK_HOBJECT_HAS_STRICT(func)) {\n\t\t/* Callee/caller are throwers" "\tisobox_define_arguments_iterator(thr, i_arg);\n\tif (isobox_unmapped(func)) {\n\t\t/* Callee/caller are throwers")
  # An element that becomes read-only keeps the value that its parameter has by then.
  isobox_after(text "\t\t\tif (has_writable && !is_writable) {"
    "\n\t\t\t\tif (!has_value) isobox_settle_argument(thr, obj, key, varenv);")
  # Only frames of scripts, ten of them, across coroutines.
  isobox_edit(text 1 "\tact = thr->callstack_curr;\n\tdepth = DUK_USE_TRACEBACK_DEPTH;" "\tisobox_add_traceback(thr, thr_callstack, flags);\n\treturn;\n\tact = thr->callstack_curr;\n\tdepth = DUK_USE_TRACEBACK_DEPTH;")
  # An error's first property is its `stack`.
  isobox_after(text "\t(void) duk_push_object_helper(thr, flags_and_class, bidx_prototype);\n" "\tisobox_begin_error(thr);\n")
  isobox_before(text "\t/* ... and its 'message' from an instance property */" "\tisobox_begin_error(thr);\n")
  # A data property that natives define takes an accessor's place: `stack` is one in disguise.
  isobox_edit(text 1 "\t\t\t\tDUK_D(DUK_DPRINT(\"existing property is an accessor, not supported\"));\n\t\t\t\tgoto error_internal;"
    "\t\t\t\tisobox_settle_accessor(thr, obj, desc.e_idx);")
  # Errors of the compiler are about text that the emitter has made; no line of it means anything to anybody.
  isobox_edit(text 1 "\tduk__add_compiler_error_line(thr);\n\n#if defined(DUK_USE_TRACEBACKS)" "#if defined(DUK_USE_TRACEBACKS)")
  # Where a sloppy direct eval declares its variables: see isobox_eval_var_env.
  isobox_edit(text 1 "outer_var_env = act_caller->var_env;" "outer_var_env = isobox_eval_var_env(thr, act_caller);")
  # What it declares in the global object is `\\x06evalDeclare`'s to make, after all checks.
  isobox_before(text "\tparents = 0; /* just check 'env' */" "\tif (env == thr->builtins[DUK_BIDX_GLOBAL_ENV]) return 0;\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Natives that need no frame are called where the call stands; see isobox_call_directly.
function(isobox_call_natives_directly variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\tduk_c_function func;\n\tduk_int16_t nargs;\n\tduk_int16_t magic;\n" "\tduk_c_function func;\n\tduk_int16_t nargs;\n\tduk_int16_t magic;\n\tduk_uint8_t isobox_direct; /* 0: it has no direct way */\n")
  isobox_before(text "\t\t\tif (duk__executor_handle_call(thr, idx, nargs, call_flags)) {"
    "\t\t\tif (isobox_call_directly(thr, thr->valstack_bottom + idx, nargs, call_flags)) {\n\t\t\t\tbreak;\n\t\t\t}\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# What people know from Node.js.
function(isobox_word_errors variable)
  set(text "${${variable}}")
  set(arguments "duk_push_string_tval_readable(thr, tv_key),\n\t\t               duk_push_string_tval_readable(thr, tv_obj)")
  set(words "isobox_readable_base(thr, tv_obj),\n\t\t               isobox_readable_key(thr, tv_key)")
  isobox_edit(text 1 "\"cannot read property %s of %s\",\n\t\t               ${arguments}" "\"Cannot read properties of %s (reading '%s')\",\n\t\t               ${words}")
  isobox_edit(text 2 "\"cannot write property %s of %s\",\n\t\t               ${arguments}" "isobox_write_refused(tv_obj),\n\t\t               ${words}")
  isobox_edit(text 1 "\"cannot delete property %s of %s\"" "\"Cannot convert undefined or null to object\"")
  isobox_edit(text 1 "\"%s not callable\", duk_push_string_tval_readable(thr, tv_func)" "\"%s is not a function\", isobox_readable_callee(thr, tv_func)")
  isobox_edit(text 1 "\"%s not constructable\", duk_push_string_tval_readable(thr, tv_func)" "\"%s is not a constructor\", isobox_readable_callee(thr, tv_func)")
  isobox_edit(text 1 "\"%s not callable (property %s of %s)\",\n\t                      str_targ,\n\t                      str_key,\n\t                      str_base);\n\t/* [ <nargs> target base key {} str_targ"
    "\"%s is not a function\",\n\t                      isobox_readable_method(thr, -5));\n\t/* [ <nargs> target base key {} str_targ")
  isobox_edit(text 1 "\t\t} else {\n\t\t\tgoto not_callable;\n\t\t}\n\t}\n\n\tDUK_ASSERT(func != NULL);"
    "\t\t} else {\n\t\t\tif (*call_flags & DUK_CALL_FLAG_CONSTRUCT) goto not_constructable;\n\t\t\tgoto not_callable;\n\t\t}\n\t}\n\n\tDUK_ASSERT(func != NULL);")
  isobox_edit(text 1 "\"C stack depth limit\"" "\"Maximum call stack size exceeded\"")
  isobox_edit(text 1 "\"callstack limit\"" "\"Maximum call stack size exceeded\"")
  isobox_edit(text 2 "\"identifier '%s' undefined\"," "\"%s is not defined\",")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
