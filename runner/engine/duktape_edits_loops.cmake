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
  # Text that is not ASCII changes its case character by character.
  isobox_after(text "\t\tprev = curr;\n\t\tcurr = next;\n\t\tnext = -1;\n" "\t\tISOBOX_POLL(thr, 1);\n")
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

# Instructions that may look at much at once read the coarse clock; see isobox_tick.
function(isobox_add_ticks variable)
  set(text "${${variable}}")
  isobox_before(text "\t\t\trc = ((duk_hnatfunc *) func)->func(thr);" "\t\t\tISOBOX_BEFORE_NATIVE(thr);\n")
  # Some have no frame: apply and its kin.
  isobox_before(text "\tif (DUK_UNLIKELY(((duk_hnatfunc *) func)->magic == 15)) {" "\tISOBOX_BEFORE_NATIVE(thr);\n")
  isobox_after(text "\t\t\th_arr = (duk_harray *) h;\n\t\t\tlen = h_arr->length;" "\n\t\t\tisobox_tick_after(thr->heap, (duk_size_t) len * sizeof(duk_tval));")
  # Chains of prototypes and scopes, of up to 10 000 links.
  isobox_edit(text 1 "\t\tif (DUK_UNLIKELY(sanity-- == 0)) {\n\t\t\tDUK_D(DUK_DPRINT(\"prototype loop when checking for finalizer" "\t\tif (DUK_UNLIKELY((sanity-- == 0))) {\n\t\t\tDUK_D(DUK_DPRINT(\"prototype loop when checking for finalizer")
  isobox_edit(text 5 "if (DUK_UNLIKELY(sanity-- == 0)) {" "if (DUK_UNLIKELY((sanity & 255) == 0)) isobox_tick(thr->heap);\n\t\tif (DUK_UNLIKELY(sanity-- == 0)) {")
  isobox_edit(text 1 "\t\tif (sanity-- == 0) {\n" "\t\tif ((sanity & 255) == 0) isobox_tick(thr->heap);\n\t\tif (sanity-- == 0) {\n")
  isobox_edit(text 1 "\t} while (--sanity > 0);\n\n\tDUK_ASSERT(sanity == 0);" "\t\tif ((sanity & 255) == 0) isobox_tick(thr->heap);\n\t} while (--sanity > 0);\n\n\tDUK_ASSERT(sanity == 0);")
  # Long strings that are compared, or become numbers.
  isobox_before(text "\t\t\trc = duk_js_string_compare(h1, h2);" "\t\t\tisobox_tick_after(thr->heap, DUK_HSTRING_GET_BYTELEN(h1));\n")
  isobox_before(text "\tduk_numconv_parse(thr, 10 /*radix*/, s2n_flags);\n\n#if defined(DUK_USE_PREFER_SIZE)"
    "\tisobox_tick_after(thr->heap, DUK_HSTRING_GET_BYTELEN(duk_known_hstring(thr, -1)));\n")
  # for-in puts all keys into a list first; an array that gets shorter is gone through.
  isobox_before(text "\tDUK_DDD(DUK_DDDPRINT(\"new array length smaller than old (%ld -> %ld), \"" "\tisobox_tick(thr->heap);\n")
  isobox_after(text "\tduk_uint_fast32_t sort_start_index;\n\n\tDUK_ASSERT(thr != NULL);\n" "\tisobox_tick(thr->heap);\n")
  # Arguments that a bound function brings along.
  isobox_before(text "\t\t\tduk_require_stack(thr, len);\n\n\t\t\ttv_gap" "\t\t\tisobox_tick_after(thr->heap, (duk_size_t) len * sizeof(duk_tval));\n")
  # Strings that share a hash.
  isobox_edit(text 1 "\t\t\tDUK_STATS_INC(heap, stats_strtab_intern_hit);\n\t\t\treturn h;\n\t\t}\n\t\th = h->hdr.h_next;\n\t}\n\n\t/* ROM table lookup."
    "\t\t\tDUK_STATS_INC(heap, stats_strtab_intern_hit);\n\t\t\treturn h;\n\t\t}\n\t\th = h->hdr.h_next;\n\t\tif (DUK_UNLIKELY((++links & 63) == 0)) isobox_tick(heap);\n\t}\n\n\t/* ROM table lookup.")
  isobox_edit(text 1 "\tduk_uint32_t strhash;\n\tduk_hstring *h;\n\n\tDUK_DDD(DUK_DDDPRINT(\"intern check:" "\tduk_uint32_t strhash;\n\tduk_uint32_t links = 0;\n\tduk_hstring *h;\n\n\tDUK_DDD(DUK_DDDPRINT(\"intern check:")
  # A collection of a large heap takes a while, and may be one of many.
  isobox_after(text "DUK_INTERNAL void duk_heap_mark_and_sweep(duk_heap *heap, duk_small_uint_t flags) {\n" "\tisobox_tick(heap);\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Hashes of texts are ours; keys of an object are found by their address. See isobox_hash_text.
function(isobox_key_hashes variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\thash = heap->hash_seed ^ ((duk_uint32_t) len); /* Bernstein hash" "\treturn isobox_hash_text(heap, str, len);\n\thash = heap->hash_seed ^ ((duk_uint32_t) len); /* Bernstein hash")
  isobox_edit(text 1 "\t\t\tDUK_ASSERT(key != NULL);\n\t\t\tj = DUK_HSTRING_GET_HASH(key) & mask;" "\t\t\tDUK_ASSERT(key != NULL);\n\t\t\tj = isobox_place_of(thr->heap, key) & mask;")
  set(found "\t\tn = DUK_HOBJECT_GET_HSIZE(obj);\n\t\tmask = n - 1;\n\t\ti = ")
  isobox_edit(text 1 "GET_BASE(heap, obj);\n${found}DUK_HSTRING_GET_HASH(key)" "GET_BASE(heap, obj);\n${found}isobox_place_of(heap, key)")
  isobox_edit(text 1 "${found}DUK_HSTRING_GET_HASH(key)" "${found}isobox_place_of(thr->heap, key)")
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

# Numbers are read and written exactly: Duktape's own reader takes 20 digits, is off by one unit in the last place in 1 of
# 6 000 and ends at a NUL; and what it writes for numbers above 2^53 often does not read back.
function(isobox_make_numbers_exact variable)
  set(text "${${variable}}")
  set(read "\tduk__numconv_parse_raw(thr, radix, flags);")
  isobox_edit(text 1 "${read}" "\tisobox_parse_number(thr, radix, flags);")
  set(write "\tduk__numconv_stringify_raw(thr, radix, digits, flags);")
  isobox_edit(text 1 "${write}" "\tif (!isobox_write_decimal(thr, radix, digits, flags))\n${write}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
