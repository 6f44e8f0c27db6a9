# Edits of built-ins that are Duktape's own, where the language has moved on or Duktape took another way. See
# duktape_edits.cmake; the logic is in runner/runtime/mended.inc.

function(isobox_mend_builtins variable)
  set(text "${${variable}}")
  # U+180E has not been white space since Unicode 6.3.
  isobox_edit(text 1 "cp == 0x1680L || cp == 0x180eL || cp == 0x3000L" "cp == 0x1680L || cp == 0x3000L")
  # Which sigmas are final is known before the conversion (isobox_end_sigmas).
  isobox_edit(text 1 "\t\tif (cp == 0x03a3L &&" "\t\tif (0 && cp == 0x03a3L &&")
  # Dates: no time value is -0; a setter without an argument makes an invalid date; a date is copied without being asked;
  # the year -000000 is none.
  isobox_edit(text 1 "\t/* Here we'd have the option to normalize -0 to +0. */\n\treturn x;" "\treturn x + 0.0;")
  isobox_after(text "\t\tif ((duk_idx_t) i >= nargs) {" "\n\t\t\tif (i == 0) dparts[idx_first] = DUK_DOUBLE_NAN;")
  isobox_edit(text 1 "\t\tduk_to_primitive(thr, 0, DUK_HINT_NONE);\n\t\tstr = duk_get_string_notsymbol(thr, 0);" "\t\tisobox_date_argument(thr);\n\t\tstr = duk_get_string_notsymbol(thr, 0);")
  isobox_edit(text 1 "\tif (duk__parse_string_iso8601_subset(thr, str) != 0) {" "\tif (DUK_STRNCMP(str, \"-000000\", 7) == 0) {\n\t\tduk_push_nan(thr);\n\t\treturn 1;\n\t}\n\tif (duk__parse_string_iso8601_subset(thr, str) != 0) {")
  # Nor is a date whose fields are beyond their bounds; offsets without a colon are read by isobox_parse_date.
  isobox_after(text "accept:\n\tDUK_DDD(DUK_DDDPRINT(\"accept\"));" "\n\tif (!isobox_date_fields_fit(parts)) goto reject;")
  # An array's new length is converted twice when it is an object.
  isobox_before(text "\t\td = duk_js_tonumber(thr, tv);\n\t}\n\n\t/* Refuse to update an Array's 'length'"
    "\t\tif (DUK_TVAL_IS_OBJECT(tv)) (void) duk_js_touint32(thr, tv);\n")
  # JSON: halves of no pair are escaped; what a reviver gives is defined, not assigned; the list of properties may be a
  # proxy, is asked by number and has no name twice; the holder is nobody's to see being made.
  isobox_before(text "#if defined(DUK_USE_NONSTD_JSON_ESC_U2028_U2029)\n\t\t\t\tif (js_ctx->flag_ascii_only || cp == 0x2028"
    "\t\t\t\tif ((cp & 0xfffff800UL) == 0xd800UL && !isobox_half_of_pair(p_tmp, p_start, p_end)) {\n\t\t\t\t\tq = duk__emit_esc_auto_fast(js_ctx, cp, q);\n\t\t\t\t\tcontinue;\n\t\t\t\t}\n")
  isobox_edit(text 1 "\t\t\t\tif (duk_is_undefined(thr, -1)) {\n\t\t\t\t\tduk_pop(thr);\n\t\t\t\t\tduk_del_prop_index(thr, -1, i);\n\t\t\t\t} else {"
    "\t\t\t\tduk_push_uint(thr, i);\n\t\t\t\tduk_insert(thr, -2);\n\t\t\t\tisobox_revive(thr, duk_get_top(thr) - 3);\n\t\t\t\tif (0) {\n\t\t\t\t\tduk_pop(thr);\n\t\t\t\t\tduk_del_prop_index(thr, -1, i);\n\t\t\t\t} else if (0) {")
  isobox_edit(text 1 "\t\t\t\tif (duk_is_undefined(thr, -1)) {\n\t\t\t\t\tduk_pop(thr);\n\t\t\t\t\tduk_del_prop(thr, -3);\n\t\t\t\t} else {"
    "\t\t\t\tisobox_revive(thr, duk_get_top(thr) - 4);\n\t\t\t\tif (0) {\n\t\t\t\t\tduk_pop(thr);\n\t\t\t\t\tduk_del_prop(thr, -3);\n\t\t\t\t} else if (0) {")
  isobox_edit(text 1 "duk_put_prop_stridx_short(thr, -2, DUK_STRIDX_EMPTY_STRING); /* default attrs ok */" "duk_xdef_prop_stridx_short_wec(thr, -2, DUK_STRIDX_EMPTY_STRING);")
  isobox_edit(text 1 "\tduk_put_prop_stridx_short(thr, -2, DUK_STRIDX_EMPTY_STRING);" "\tduk_xdef_prop_stridx_short_wec(thr, -2, DUK_STRIDX_EMPTY_STRING);")
  isobox_edit(text 1 "\t\t\tenum_flags = DUK_ENUM_ARRAY_INDICES_ONLY | DUK_ENUM_SORT_ARRAY_INDICES; /* expensive flag */\n\t\t\tduk_enum(thr, idx_replacer, enum_flags);\n\t\t\twhile (duk_next("
    "\t\t\t(void) plist_idx;\n\t\t\t(void) enum_flags;\n\t\t\tisobox_fill_property_list(thr, idx_replacer);\n\t\t\tduk_push_undefined(thr);\n\t\t\twhile (0 && duk_next(")
  isobox_edit(text 1 "\t\t} else if (duk_js_isarray_hobject(h)) {\n\t\t\t/* Here the specification requires correct array index" "\t\t} else if (isobox_is_array(thr, idx_replacer)) {\n\t\t\t/* Here the specification requires correct array index")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
