# Edits of Duktape's property access: proxies, and keys of typed arrays. See duktape_edits.cmake; the logic is in
# runner/runtime/properties.inc, proxies.inc and views.inc.

# Duktape knows seven traps, checks few invariants and does not see a proxy in a prototype chain. Wherever its property access
# meets one, ours goes on.
function(isobox_divert_proxies variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\tif (DUK_HOBJECT_IS_PROXY(h_target)) {\n\t\tgoto fail_args;" "\tif (0) {\n\t\tgoto fail_args;")
  isobox_edit(text 1 "\tif (DUK_HOBJECT_IS_PROXY(h_handler)) {\n\t\tgoto fail_args;" "\tif (0) {\n\t\tgoto fail_args;")
  # Reading.
  isobox_before(text "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(curr))) {\n\t\t\tduk_hobject *h_target;"
    "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(curr))) return isobox_getprop(thr, curr, tv_obj, tv_key);\n")
  isobox_before(text "\t\tif (!duk__get_own_propdesc_raw(thr, curr, key, arr_idx, &desc, DUK_GETDESC_FLAG_PUSH_VALUE)) {\n\t\t\tgoto next_in_chain;"
    "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(curr))) return isobox_getprop_behind(thr, curr, tv_obj);\n")
  # `in`.
  isobox_before(text "\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(obj))) {\n\t\tduk_hobject *h_target;\n\t\tduk_bool_t tmp_bool;\n\n\t\t/* XXX: the key in"
    "\tif (DUK_UNLIKELY(isobox_chain_is_special(obj))) {\n\t\trc = isobox_hasprop(thr, obj, key);\n\t\tgoto pop_and_return;\n\t}\n")
  # Writing.
  isobox_before(text "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(orig))) {\n\t\t\tduk_hobject *h_target;"
    "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(orig))) return isobox_putprop(thr, orig, tv_obj, tv_key, tv_val, throw_flag);\n")
  isobox_before(text "\t\tif (!duk__get_own_propdesc_raw(thr, curr, key, arr_idx, &desc, 0 /*flags*/)) { /* don't push value */\n\t\t\tgoto next_in_chain;"
    "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(curr) || isobox_ends_lookup(thr, curr, key))) return isobox_putprop_behind(thr, curr, tv_obj, tv_val, throw_flag);\n")
  # Deleting.
  isobox_before(text "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(obj))) {\n\t\t\tduk_hobject *h_target;\n\t\t\tduk_bool_t tmp_bool;\n\n\t\t\t/* Note: proxy handling must happen"
    "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(obj))) {\n\t\t\trc = isobox_delprop(thr, obj, tv_key, throw_flag);\n\t\t\tgoto done_rc;\n\t\t}\n")
  # for-in.
  isobox_before(text "\tif (DUK_LIKELY(!duk_hobject_proxy_check(enum_target, &h_proxy_target, &h_proxy_handler))) {"
    "\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(enum_target))) {\n\t\tisobox_enumerate_proxy(thr, enum_flags);\n\t\tduk_remove_m2(thr);\n\t\tgoto compact_and_return;\n\t}\n")
  # instanceof.
  isobox_edit(text 1 "\t\tval = duk_hobject_resolve_proxy_target(val);\n#endif\n\n\t\tif (skip_first) {"
    "\t\tif (DUK_UNLIKELY(DUK_HOBJECT_IS_PROXY(val))) {\n\t\t\tif ((!skip_first && val == proto) || isobox_inherits_behind(thr, val, proto)) goto pop3_and_true;\n\t\t\tgoto pop3_and_false;\n\t\t}\n#endif\n\n\t\tif (skip_first) {")
  # Reflect.apply wants a list, which Function.prototype.apply may do without.
  isobox_after(text "\tcase 2: { /* 2=Reflect.apply() */" "\n\t\tisobox_require_list(thr, idx_func + 4);")
  # Calling: a trap that is undefined or null is none.
  isobox_before(text "\tduk_push_hobject(thr, h_proxy->handler);\n\trc = duk_get_prop_stridx_short(thr, -1, (*call_flags & DUK_CALL_FLAG_CONSTRUCT)"
    "\tisobox_require_unrevoked(thr, h_proxy, (*call_flags & DUK_CALL_FLAG_CONSTRUCT) ? \"construct\" : \"apply\");\n")
  isobox_edit(text 1 "(*call_flags & DUK_CALL_FLAG_CONSTRUCT) ? DUK_STRIDX_CONSTRUCT : DUK_STRIDX_APPLY);\n"
    "(*call_flags & DUK_CALL_FLAG_CONSTRUCT) ? DUK_STRIDX_CONSTRUCT : DUK_STRIDX_APPLY);\n\trc = rc && !duk_is_null_or_undefined(thr, -1);\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# What most reads and writes are is done before anything is prepared for the others: a property that is there, by name, and an
# element. Instructions read it into their register.
function(isobox_access_quickly variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\t\t(void) duk_hobject_getprop(thr, (barg), (carg)); \\\n\t\tDUK__REPLACE_TOP_A_BREAK(); \\\n"
    "\t\tif (isobox_load_quickly(thr, (barg), (carg), DUK__REGP_A(ins), 0)) { \\\n\t\t\tbreak; \\\n\t\t} \\\n\t\t(void) duk_hobject_getprop(thr, (barg), (carg)); \\\n\t\tDUK__REPLACE_TOP_A_BREAK(); \\\n")
  isobox_edit(text 1 "\t\tduk_tval *tv__targ; \\\n\t\t(void) duk_hobject_getprop(thr, (barg), (carg)); \\\n"
    "\t\tduk_tval *tv__targ; \\\n\t\tif (isobox_load_quickly(thr, (barg), (carg), DUK__REGP_A(ins), 1)) { \\\n\t\t\tbreak; \\\n\t\t} \\\n\t\t(void) duk_hobject_getprop(thr, (barg), (carg)); \\\n")
  set(begin "\tDUK_ASSERT(tv_val != NULL);\n\n\tDUK_ASSERT_VALSTACK_SPACE(thr, DUK__VALSTACK_SPACE);\n\n\tISOBOX_POLL(thr, 1);\n")
  isobox_after(text "${begin}" "\tif (isobox_put_quickly(thr, tv_obj, tv_key, tv_val)) {\n\t\treturn 1;\n\t}\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Typed arrays: `length` is the prototype's affair; a key that names an element is not looked for further up; a view that no
# longer lies inside its memory has no elements.
function(isobox_mind_views variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "} else if (key == DUK_HTHREAD_STRING_LENGTH(thr) && DUK_HBUFOBJ_HAS_VIRTUAL_INDICES(h_bufobj)) {" "} else if (0) {")
  isobox_edit(text 1 "\t\t\tif (arr_idx < (h_bufobj->length >> h_bufobj->shift)) {\n\t\t\t\tbyte_off = arr_idx << h_bufobj->shift;"
    "\t\t\tif (arr_idx < isobox_view_count(h_bufobj)) {\n\t\t\t\tbyte_off = arr_idx << h_bufobj->shift;")
  isobox_edit(text 2 "\tif (idx >= (h_bufobj->length >> h_bufobj->shift)) {" "\tif (idx >= isobox_view_count(h_bufobj)) {")
  isobox_edit(text 1 "\t\t\tif (h_bufobj->buf != NULL && DUK_HBUFOBJ_VALID_SLICE(h_bufobj)) {\n\t\t\t\tduk_uint8_t *p;\n\n\t\t\t\tp = (duk_uint8_t *) DUK_HBUFFER_GET_DATA_PTR(thr->heap, h_bufobj->buf);\n\t\t\t\tif (out_size != NULL) {\n\t\t\t\t\t*out_size = (duk_size_t) h_bufobj->length;"
    "\t\t\tif (h_bufobj->buf != NULL && isobox_view_bytes(h_bufobj) >= 0) {\n\t\t\t\tduk_uint8_t *p;\n\n\t\t\t\tp = (duk_uint8_t *) DUK_HBUFFER_GET_DATA_PTR(thr->heap, h_bufobj->buf);\n\t\t\t\tif (out_size != NULL) {\n\t\t\t\t\t*out_size = (duk_size_t) isobox_view_bytes(h_bufobj);")
  isobox_edit(text 1 "\t\t\t\t\tlen = (duk_uint_fast32_t) (h_bufobj->length >> h_bufobj->shift);" "\t\t\t\t\tlen = isobox_view_count(h_bufobj);\n\t\t\t\t\thave_length = 0;")
  isobox_edit(text 1 "\t\tcurr = DUK_HOBJECT_GET_PROTOTYPE(thr->heap, curr);\n\t} while (curr != NULL);\n\n\t/*\n\t *  Not found\n\t */\n\n\tduk_to_undefined(thr, -1);"
    "\t\tcurr = isobox_ends_lookup(thr, curr, key) ? NULL : DUK_HOBJECT_GET_PROTOTYPE(thr->heap, curr);\n\t} while (curr != NULL);\n\n\t/*\n\t *  Not found\n\t */\n\n\tduk_to_undefined(thr, -1);")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
