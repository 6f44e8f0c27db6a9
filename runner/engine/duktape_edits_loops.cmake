# Edits of Duktape that have nothing to do with the language: the deadline, sizes, numbers. See duktape_edits.cmake.

# The deadline must also be seen by loops of native code that run no bytecode. Each of these loops passes one of the
# places below; ISOBOX_POLL(thr, steps) is defined in duktape_unit.c.
function(isobox_add_polls variable)
  set(text "${${variable}}")
  # Generic array functions on enormous lengths: reverse, sort, join, indexOf and all others go through these four.
  isobox_edit(text 1 "DUK_STATS_INC(thr->heap, stats_getprop_all);" "ISOBOX_POLL(thr, 1);")
  isobox_edit(text 1 "DUK_STATS_INC(thr->heap, stats_putprop_all);" "ISOBOX_POLL(thr, 1);")
  isobox_edit(text 1 "DUK_DDD(DUK_DDDPRINT(\"hasprop: thr=%p" "ISOBOX_POLL(thr, 1);\n\tDUK_DDD(DUK_DDDPRINT(\"hasprop: thr=%p")
  isobox_edit(text 1 "DUK_DDD(DUK_DDDPRINT(\"delprop: thr=%p" "ISOBOX_POLL(thr, 1);\n\tDUK_DDD(DUK_DDDPRINT(\"delprop: thr=%p")
  # indexOf, replace and split compare naively: quadratic in the string's length.
  set(compare "if (duk_memcmp((const void *) p, (const void *) q_start, (size_t) q_blen) == 0) {")
  isobox_edit(text 3 "${compare}" "ISOBOX_POLL(thr, 1 + (duk_int_t) (q_blen / 256));\n\t\t\t${compare}")
  # Keys of an object are put in order by insertion: quadratic when they come in reverse.
  isobox_edit(text 1 "DUK_ASSERT(idx_insert >= 0 && idx_insert <= idx);" "ISOBOX_POLL(thr, (duk_int_t) (idx - idx_insert));")
  # The exact count of steps: what a thread has taken when none runs any more, and how many may be taken next.
  isobox_before(text "\t\tDUK_DD(DUK_DDPRINT(\"switch thread, new thread is NULL, no interrupt counter changes\"));"
    "\t\tif (heap->curr_thread != NULL) {\n\t\t\tisobox_left(heap->curr_thread);\n\t\t}\n")
  isobox_before(text "\tif (immediate) {\n\t\t/* Cause an interrupt after executing one instruction. */" "\tctr = isobox_granted(thr);\n")
  # Where a sort begins is no matter of chance: it would take numbers from Math.random, and its steps could not be told.
  isobox_edit(text 1 "p = lo + (duk_int_t) (duk_util_get_random_double(thr) * (duk_double_t) (hi - lo + 1));" "p = lo + (hi - lo) / 2;")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Array(1e9).join('x') prepares its gigabyte piece by piece, for minutes: the separators alone say how large it gets.
function(isobox_announce_sizes variable)
  set(text "${${variable}}")
  set(anchor "/* The extra (+4) is tight. */")
  set(separators "((double) len - 1.0) * (double) DUK_HSTRING_GET_BYTELEN(duk_known_hstring(thr, 0))")
  isobox_edit(text 1 "${anchor}" "isobox_demand(thr, ${separators});\n\t${anchor}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Regular expressions are ours (../regexp, ../runtime): a literal keeps pattern and flags as its constants instead of
# Duktape's bytecode, and what tells regular expressions from strings asks as the specification says.
function(isobox_use_own_regexps variable)
  set(text "${${variable}}")
  isobox_edit(text 2 "duk_regexp_compile(thr);" "((void) 0);")
  isobox_edit(text 2 "duk_regexp_create_instance(thr);" "isobox_make_regexp(thr);")
  isobox_edit(text 1 "if (duk_get_class_number(thr, idx) == DUK_HOBJECT_CLASS_REGEXP) {" "if (isobox_is_regexp(thr, idx)) {")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Decimal numbers are read and written exactly: Duktape's own reader is off by one unit in the last place in 1 of 6 000,
# and what it writes for numbers above 2^53 often does not read back.
function(isobox_make_numbers_exact variable)
  set(text "${${variable}}")
  set(read "\tduk__numconv_parse_raw(thr, radix, flags);")
  isobox_edit(text 1 "${read}" "\tif (!isobox_parse_decimal(thr, radix, flags))\n${read}")
  set(write "\tduk__numconv_stringify_raw(thr, radix, digits, flags);")
  isobox_edit(text 1 "${write}" "\tif (!isobox_write_decimal(thr, radix, digits, flags))\n${write}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
