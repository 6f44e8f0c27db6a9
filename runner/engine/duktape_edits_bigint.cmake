# Edits that teach Duktape one more kind of value: BigInt. See duktape_edits.cmake; the logic is in
# runner/runtime/bigint*.inc. A BigInt is an interned string whose first byte says so and which Duktape takes for a
# symbol (README.md): what is not taught here throws as it would for a symbol.

# What it is, and what it becomes.
function(isobox_know_bigints variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\t\t\tif (data[0] <= 0x81) {" "\t\t\tif (data[0] <= 0x81 || data[0] == ISOBOX_BIGINT_MARK) {")
  isobox_edit(text 1 "\t\treturn (DUK_HSTRING_GET_BYTELEN(h) > 0 ? 1 : 0);" "\t\treturn DUK_HSTRING_GET_BYTELEN(h) > 0 && !isobox_is_zero_bigint(h);")
  isobox_before(text "\t\t\tDUK_ERROR_TYPE(thr, DUK_STR_CANNOT_NUMBER_COERCE_SYMBOL);" "\t\t\tisobox_refuse_number(thr, h);\n")
  isobox_before(text "\t\t\tDUK_ERROR_TYPE(thr, DUK_STR_CANNOT_STRING_COERCE_SYMBOL);"
    "\t\t\tif (isobox_is_bigint_string(h)) {\n\t\t\t\tisobox_push_bigint_text(thr, h, 10);\n\t\t\t\tbreak;\n\t\t\t}\n")
  isobox_edit(text 1 "\tif (DUK_UNLIKELY(ret && DUK_HSTRING_HAS_SYMBOL(ret))) {" "\tif (DUK_UNLIKELY(ret && DUK_HSTRING_HAS_SYMBOL(ret) && !isobox_is_bigint_string(ret))) {")
  # Keys.
  isobox_edit(text 1 "\th = duk_get_hstring(thr, idx);\n\tif (h == NULL) {\n\t\t/* The \"is string?\"" "\th = duk_get_hstring(thr, idx);\n\tif (h == NULL || isobox_is_bigint_string(h)) {\n\t\t/* The \"is string?\"")
  isobox_edit(text 1 "\t\th = DUK_TVAL_GET_STRING(tv_dst);\n\t} else {\n\t\th = duk_to_property_key_hstring(thr, idx);"
    "\t\th = DUK_TVAL_GET_STRING(tv_dst);\n\t\tif (DUK_UNLIKELY(isobox_is_bigint_string(h))) h = duk_to_hstring(thr, idx);\n\t} else {\n\t\th = duk_to_property_key_hstring(thr, idx);")
  # Objects. Scripts have no pointers, so Duktape's class and prototype of them are free.
  isobox_edit(text 1 "\t\t\tflags = DUK_HOBJECT_FLAG_EXTENSIBLE | DUK_HOBJECT_FLAG_FASTREFS |\n\t\t\t        DUK_HOBJECT_CLASS_AS_FLAGS(DUK_HOBJECT_CLASS_SYMBOL);\n\t\t\tproto = DUK_BIDX_SYMBOL_PROTOTYPE;"
    "\t\t\tduk_bool_t bigint = isobox_is_bigint_string(h);\n\t\t\tflags = DUK_HOBJECT_FLAG_EXTENSIBLE | DUK_HOBJECT_FLAG_FASTREFS |\n\t\t\t        DUK_HOBJECT_CLASS_AS_FLAGS(bigint ? DUK_HOBJECT_CLASS_POINTER : DUK_HOBJECT_CLASS_SYMBOL);\n\t\t\tproto = bigint ? DUK_BIDX_POINTER_PROTOTYPE : DUK_BIDX_SYMBOL_PROTOTYPE;")
  isobox_edit(text 2 "\t\t\tcurr = thr->builtins[DUK_BIDX_SYMBOL_PROTOTYPE];"
    "\t\t\tcurr = thr->builtins[isobox_is_bigint_string(h) ? DUK_BIDX_POINTER_PROTOTYPE : DUK_BIDX_SYMBOL_PROTOTYPE];")
  isobox_edit(text 1 "\t\t\tstridx = DUK_STRIDX_LC_SYMBOL;" "\t\t\tstridx = isobox_is_bigint_string(str) ? DUK_STRIDX_LC_POINTER : DUK_STRIDX_LC_SYMBOL;")
  # What asks for symbols, and what tells people of values.
  isobox_edit(text 1 "\tif (DUK_UNLIKELY(!DUK_HSTRING_HAS_SYMBOL(h_str))) {" "\tif (DUK_UNLIKELY(!DUK_HSTRING_HAS_SYMBOL(h_str) || isobox_is_bigint_string(h_str))) {")
  isobox_before(text "\t\t\tif (DUK_HSTRING_HAS_SYMBOL(h)) {\n\t\t\t\t/* XXX: string summary" "\t\t\tif (isobox_is_bigint_string(h)) {\n\t\t\t\tisobox_push_short_bigint(thr, h);\n\t\t\t\tbreak;\n\t\t\t}\n")
  isobox_edit(text 1 "\tduk_to_number(thr, 0);\n\tduk_set_top(thr, 1);\n\tDUK_ASSERT_TOP(thr, 1);\n\n\tif (!duk_is_constructor_call(thr)) {\n\t\treturn 1;\n\t}\n\n\t/*\n\t *  E5 Section 15.7.2.1"
    "\tisobox_to_any_number(thr, 0);\n\tduk_set_top(thr, 1);\n\tDUK_ASSERT_TOP(thr, 1);\n\n\tif (!duk_is_constructor_call(thr)) {\n\t\treturn 1;\n\t}\n\n\t/*\n\t *  E5 Section 15.7.2.1")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Operators: always behind Duktape's own way for two numbers, which stays as fast as it is.
function(isobox_operate_on_bigints variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\tif (duk_is_string(thr, -2) || duk_is_string(thr, -1)) {\n\t\t/* Symbols shouldn't technically"
    "\tif (isobox_add_bigints(thr)) {\n\t\t;\n\t} else if (duk_is_string(thr, -2) || duk_is_string(thr, -1)) {\n\t\t/* Symbols shouldn't technically")
  set(done "\n\t\t\tisobox_operate(thr, opcode_shifted);\n\t\t\tduk_replace(thr, (duk_idx_t) idx_z);\n\t\t\treturn;\n\t\t}\n")
  isobox_before(text "\t\td1 = duk_to_number_m2(thr); /* side effects */\n" "\t\tif (isobox_two_bigints(thr)) {${done}")
  isobox_before(text "\t\ti1 = duk_to_int32(thr, -2);\n\t\ti2 = duk_to_int32(thr, -1);\n"
    "\t\tif (!(DUK_TVAL_IS_NUMBER(tv_x) && DUK_TVAL_IS_NUMBER(tv_y)) && isobox_two_bigints(thr)) {${done}")
  isobox_edit(text 1 "\t\td1 = duk_to_number_tval(thr, tv); /* side effects */\n\t}\n\n\tif (opcode == DUK_OP_UNP) {"
    "\t\tduk_push_tval(thr, tv);\n\t\tif (isobox_unary(thr, opcode, (duk_idx_t) idx_dst)) return;\n\t\td1 = duk_get_number(thr, -1);\n\t\tduk_pop_unsafe(thr);\n\t}\n\n\tif (opcode == DUK_OP_UNP) {")
  isobox_edit(text 1 "\t\tduk_push_tval(thr, tv);\n\t\ti1 = duk_to_int32(thr, -1); /* side effects */"
    "\t\tduk_push_tval(thr, tv);\n\t\tif (!DUK_TVAL_IS_NUMBER(tv) && isobox_unary(thr, DUK_OP_BNOT, (duk_idx_t) idx_dst)) return;\n\t\ti1 = duk_to_int32(thr, -1); /* side effects */")
  # ++ and --
  isobox_before(text "\t\tx = duk_to_number(thr, bc);\n\t\tif (op & 0x01) {"
    "\t\tif (isobox_step_register(thr, bc, (duk_idx_t) (off_dst / sizeof(duk_tval)), op)) return;\n")
  isobox_before(text "\tx = duk_to_number_m2(thr);\n\tif (op & 0x01) {"
    "\tif (isobox_step_variable(thr, act, name, op, is_strict)) {\n\t\tduk_replace(thr, (duk_idx_t) idx_dst);\n\t\treturn;\n\t}\n")
  isobox_before(text "\t\t\tx = duk_to_number_m1(thr);\n\t\t\tduk_pop_unsafe(thr);\n\t\t\tif (ins & DUK_BC_INCDECP_FLAG_DEC) {"
    "\t\t\tif (isobox_step_bigint(thr, (ins & DUK_BC_INCDECP_FLAG_DEC) != 0)) { /* [ old new ] */\n\t\t\t\ttv_obj = DUK__REGCONSTP_B(ins);\n\t\t\t\ttv_key = DUK__REGCONSTP_C(ins);\n\t\t\t\t(void) duk_hobject_putprop(thr, tv_obj, tv_key, DUK_GET_TVAL_NEGIDX(thr, -1), DUK__STRICT());\n\t\t\t\tduk_remove(thr, (ins & DUK_BC_INCDECP_FLAG_POST) ? -1 : -2);\n\t\t\t\tDUK__REPLACE_TOP_A_BREAK();\n\t\t\t}\n")
  # Comparing.
  isobox_edit(text 1 "\t\t\treturn DUK_TVAL_GET_HEAPHDR(tv_x) == DUK_TVAL_GET_HEAPHDR(tv_y);\n\t\t}\n\t\tcase DUK_TAG_BUFFER: {\n\t\t\t/* In Duktape 2.x plain"
    "\t\t\tif (DUK_TVAL_GET_HEAPHDR(tv_x) == DUK_TVAL_GET_HEAPHDR(tv_y)) return 1;\n\t\t\treturn flags == 0 && isobox_is_bigint(tv_x) != isobox_is_bigint(tv_y) && isobox_equals_bigint(thr, tv_x, tv_y);\n\t\t}\n\t\tcase DUK_TAG_BUFFER: {\n\t\t\t/* In Duktape 2.x plain")
  isobox_before(text "\ttype_mask_x = duk_get_type_mask_tval(tv_x);\n\ttype_mask_y = duk_get_type_mask_tval(tv_y);\n\n\t/* Undefined/null are considered equal"
    "\tif ((DUK_TVAL_IS_NUMBER(tv_x) && isobox_is_bigint(tv_y)) || (DUK_TVAL_IS_NUMBER(tv_y) && isobox_is_bigint(tv_x)))\n\t\treturn isobox_equals_bigint(thr, tv_x, tv_y);\n")
  isobox_before(text "\tif (DUK_TVAL_IS_STRING(tv_x) && DUK_TVAL_IS_STRING(tv_y)) {\n\t\tduk_hstring *h1 = DUK_TVAL_GET_STRING(tv_x);"
    "\tif (DUK_UNLIKELY(isobox_is_bigint(tv_x) || isobox_is_bigint(tv_y))) {\n\t\trc = isobox_compare_bigints(thr);\n\t\tduk_pop_2_unsafe(thr);\n\t\treturn rc == ISOBOX_UNORDERED ? 0 : rc < 0 ? retval ^ 1 : retval;\n\t}\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# JSON has none: a TypeError, unless there is a toJSON.
function(isobox_refuse_bigints_in_json variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\tif (duk_check_type_mask(thr, -1, DUK_TYPE_MASK_OBJECT | DUK_TYPE_MASK_LIGHTFUNC | DUK_TYPE_MASK_BUFFER)) {\n\t\tduk_get_prop_stridx_short(thr, -1, DUK_STRIDX_TO_JSON);"
    "\tif (duk_check_type_mask(thr, -1, DUK_TYPE_MASK_OBJECT | DUK_TYPE_MASK_LIGHTFUNC | DUK_TYPE_MASK_BUFFER) ||\n\t    isobox_is_bigint(DUK_GET_TVAL_NEGIDX(thr, -1))) {\n\t\tduk_get_prop_stridx_short(thr, -1, DUK_STRIDX_TO_JSON);")
  isobox_edit(text 1 "#if defined(DUK_USE_JX) || defined(DUK_USE_JC)\n\t\tcase DUK_HOBJECT_CLASS_POINTER:\n#endif\n" "\t\tcase DUK_HOBJECT_CLASS_POINTER:\n")
  isobox_edit(text 1 "\t\tif (DUK_UNLIKELY(DUK_HSTRING_HAS_SYMBOL(h))) {\n\t\t\tgoto pop2_undef;" "\t\tif (DUK_UNLIKELY(DUK_HSTRING_HAS_SYMBOL(h))) {\n\t\t\tisobox_refuse_json(thr, h);\n\t\t\tgoto pop2_undef;")
  isobox_edit(text 1 "\t\tif (DUK_UNLIKELY(DUK_HSTRING_HAS_SYMBOL(h))) {\n\t\t\tgoto emit_undefined;" "\t\tif (DUK_UNLIKELY(DUK_HSTRING_HAS_SYMBOL(h))) {\n\t\t\tif (isobox_is_bigint_string(h)) goto abort_fastpath;\n\t\t\tgoto emit_undefined;")
  isobox_edit(text 1 "c_undef = DUK_HOBJECT_CMASK_FUNCTION | DUK_HOBJECT_CMASK_POINTER;" "c_undef = DUK_HOBJECT_CMASK_FUNCTION;")
  isobox_edit(text 1 "\t\t\tc_abort = DUK_HOBJECT_CMASK_ALL_BUFOBJS;" "\t\t\tc_abort = DUK_HOBJECT_CMASK_ALL_BUFOBJS | DUK_HOBJECT_CMASK_POINTER;")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Two more classes of typed arrays, and how their elements are read and written.
function(isobox_view_bigints variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "#define DUK_HOBJECT_CLASS_BUFOBJ_MAX        29\n#define DUK_HOBJECT_CLASS_MAX               29"
    "#define DUK_HOBJECT_CLASS_BUFOBJ_MAX        31\n#define DUK_HOBJECT_CLASS_MAX               31")
  isobox_edit(text 1 "\t DUK_HOBJECT_CMASK_FLOAT64ARRAY)" "\t DUK_HOBJECT_CMASK_FLOAT64ARRAY | (3UL << 30))")
  isobox_edit(text 2 "\tDUK_STRIDX_EMPTY_STRING, /* UNUSED, intentionally empty */" "\tDUK_STRIDX_UC_OBJECT,")
  isobox_after(text "\tcase DUK_HBUFOBJ_ELEM_FLOAT64:\n\t\tduk_push_number(thr, (duk_double_t) du.d);\n\t\tbreak;"
    "\n\tcase ISOBOX_ELEMENT_INT64:\n\tcase ISOBOX_ELEMENT_UINT64:\n\t\tisobox_push_bits(thr, du.uc, h_bufobj->elem_type == ISOBOX_ELEMENT_INT64);\n\t\tbreak;")
  isobox_after(text "\tcase DUK_HBUFOBJ_ELEM_FLOAT64:\n\t\tdu.d = (duk_double_t) duk_to_number_m1(thr);\n\t\tbreak;"
    "\n\tcase ISOBOX_ELEMENT_INT64:\n\tcase ISOBOX_ELEMENT_UINT64:\n\t\tisobox_bits_of(thr, du.uc);\n\t\tbreak;")
  isobox_edit(text 1 "\t\t\t\t\t\tduk_push_tval(thr, tv_val);\n\t\t\t\t\t\t(void) duk_to_number_m1(thr);\n" "\t\t\t\t\t\tduk_push_tval(thr, tv_val);\n\t\t\t\t\t\tisobox_to_element(thr, h_bufobj, -1);\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
