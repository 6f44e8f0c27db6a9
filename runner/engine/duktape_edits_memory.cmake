# Edits of Duktape's heap: marking, long strings. See duktape_edits.cmake; the logic is in duktape_inside.h and
# duktape_texts.inc.

# Marking keeps its list in the objects themselves: the link to the previous object, which the sweep makes anew anyway.
# It needs no stack, no memory, and visits each object once.
function(isobox_mark_in_place variable)
  set(text "${${variable}}")
  isobox_after(text "\tduk_hobject *heap_object;" "\n\tduk_heaphdr *isobox_to_mark; /* reachable objects whose references are still to be followed */")
  isobox_edit(text 1 "\tDUK_HEAPHDR_SET_REACHABLE(h);\n\n\tif (heap->ms_recursion_depth >= DUK_USE_MARK_AND_SWEEP_RECLIMIT) {"
    "\tDUK_HEAPHDR_SET_REACHABLE(h);\n\tif (DUK_HEAPHDR_GET_TYPE(h) == DUK_HTYPE_OBJECT) isobox_mark_later(heap, h);\n\treturn;\n\n\tif (heap->ms_recursion_depth >= DUK_USE_MARK_AND_SWEEP_RECLIMIT) {")
  isobox_before(text "\twhile (DUK_HEAP_HAS_MARKANDSWEEP_RECLIMIT_REACHED(heap)) {"
    "\twhile (heap->isobox_to_mark != NULL) duk__mark_hobject(heap, (duk_hobject *) isobox_next_to_mark(heap));\n")
  # Objects that wait for their finalizer are not swept.
  isobox_edit(text 1 "\thdr = heap->finalize_list;\n\twhile (hdr) {\n\t\tDUK_HEAPHDR_CLEAR_REACHABLE(hdr);"
    "\tisobox_relink(heap, heap->finalize_list);\n\thdr = heap->finalize_list;\n\twhile (hdr) {\n\t\tDUK_HEAPHDR_CLEAR_REACHABLE(hdr);")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Counting a reference to what the zygote has made would copy the page that it is on, in each child.
function(isobox_keep_image_pages variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "(++(h)->h_refcount)" "((duk_int32_t) (h)->h_refcount < 0 ? 2 : ++(h)->h_refcount)")
  isobox_edit(text 1 "(--(h)->h_refcount)" "((duk_int32_t) (h)->h_refcount < 0 ? 2 : --(h)->h_refcount)")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# No object has a finalizer: scripts cannot make one. To find that out Duktape follows the prototypes of each object that goes,
# for minutes when the chain is long.
function(isobox_finalize_nothing variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "#define DUK_HOBJECT_HAS_FINALIZER_FAST(heap, h) duk_hobject_has_finalizer_fast_raw((h))"
    "#define DUK_HOBJECT_HAS_FINALIZER_FAST(heap, h) ((void) (h), 0)")
  # The flag that said so is the promises'.
  isobox_edit(text 1 "\tif (callable) {\n\t\tDUK_HOBJECT_SET_HAVE_FINALIZER(h);\n\t} else {\n\t\tDUK_HOBJECT_CLEAR_HAVE_FINALIZER(h);\n\t}\n" "")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# A promise refers to its value and its first reaction without properties.
function(isobox_follow_promises variable)
  set(text "${${variable}}")
  set(next "\t} else if (DUK_HOBJECT_IS_DECENV(h)) {\n\t\tduk_hdecenv *e = (duk_hdecenv *) h;\n\t\tDUK_HDECENV_ASSERT_VALID(e);\n")
  set(promise "\t} else if (isobox_is_promise(h)) {\n\t\tisobox_promise *p = (isobox_promise *) h;\n")
  isobox_before(text "${next}\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) e->thread);"
    "${promise}\t\tduk__mark_tval(heap, &p->value);\n\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) p->target);\n\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) p->handlers[0]);\n\t\tduk__mark_heaphdr(heap, (duk_heaphdr *) p->handlers[1]);\n")
  isobox_before(text "${next}\t\tDUK_HTHREAD_DECREF_NORZ_ALLOWNULL(thr, e->thread);"
    "${promise}\t\tDUK_TVAL_DECREF_NORZ(thr, &p->value);\n\t\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, p->target);\n\t\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, p->handlers[0]);\n\t\tDUK_HOBJECT_DECREF_NORZ_ALLOWNULL(thr, p->handlers[1]);\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# The value that a weak collection has put on a key stays only as long as the collection can be reached.
function(isobox_let_go_of_weak_values variable)
  set(text "${${variable}}")
  isobox_after(text "\tduk_hobject *heap_object;" "\n\tduk_heaphdr *isobox_weak_holders; /* reachable objects that are keys of collections not reached yet */\n\tduk_uint8_t isobox_weak_all; /* entries of all collections are kept */")
  isobox_before(text "\tDUK_DDD(DUK_DDDPRINT(\"duk__mark_hobject: %p\", (void *) h));" "\tint isobox_weak = 0;\n\n")
  isobox_before(text "\t\tduk__mark_heaphdr_nonnull(heap, (duk_heaphdr *) key);\n\t\tif (DUK_HOBJECT_E_SLOT_IS_ACCESSOR(heap, h, i)) {\n\t\t\tduk__mark_heaphdr("
    "\t\tif (isobox_waits_for_collection(heap, key)) {\n\t\t\tisobox_weak = 1;\n\t\t\tcontinue;\n\t\t}\n")
  isobox_before(text "\tfor (i = 0; i < (duk_uint_fast32_t) DUK_HOBJECT_GET_ASIZE(h); i++) {\n\t\tduk__mark_tval(heap, DUK_HOBJECT_A_GET_VALUE_PTR(heap, h, i));"
    "\tif (isobox_weak) isobox_keep_weak_holder(heap, h);\n\n")
  isobox_before(text "DUK_INTERNAL void duk_heap_mark_and_sweep(duk_heap *heap, duk_small_uint_t flags) {"
    "#include \"runner/engine/duktape_weak.inc\"\n\n")
  isobox_before(text "\tduk__finalize_refcounts(heap);" "\tisobox_settle_weak(heap);\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# A long string that is appended to shares its bytes with the longer one.
function(isobox_grow_texts variable)
  set(text "${${variable}}")
  isobox_after(text "\tduk_hobject *heap_object;"
    "\n\tconst duk_uint8_t *isobox_new_text; /* what the next string to be interned may keep as its bytes */\n\tisobox_text_index isobox_indexes[ISOBOX_TEXT_INDEXES];")
  isobox_before(text "struct duk_heap {" "#define ISOBOX_TEXT_INDEXES 8\ntypedef struct { duk_hstring *string; duk_uint32_t *offsets; } isobox_text_index;\n\n")
  isobox_edit(text 1 "\tbuf = (duk_uint8_t *) duk_push_fixed_buffer_nozero(thr, len);\n\tDUK_ASSERT(buf != NULL);\n\n\tduk_memcpy((void *) buf, (const void *) DUK_HSTRING_GET_DATA(h1), (size_t) len1);"
    "\tif (isobox_concat_long(thr, h1, h2)) return;\n\tbuf = (duk_uint8_t *) duk_push_fixed_buffer_nozero(thr, len);\n\tDUK_ASSERT(buf != NULL);\n\n\tduk_memcpy((void *) buf, (const void *) DUK_HSTRING_GET_DATA(h1), (size_t) len1);")
  isobox_edit(text 1 "\tduk__concat_and_join_helper(thr, count, 0 /*is_join*/);"
    "\tif (isobox_concat_many(thr, count)) return;\n\tduk__concat_and_join_helper(thr, count, 0 /*is_join*/);")
  # Its bytes may go on behind its end. Who relies on the terminator gets one.
  isobox_edit(text 8 "return (const char *) DUK_HSTRING_GET_DATA(h);" "return isobox_terminated(thr, h);")
  isobox_edit(text 2 "ret = (const char *) DUK_HSTRING_GET_DATA(h);" "ret = isobox_terminated(thr, h);")
  isobox_after(text "\tDUK_ASSERT(h_text != NULL);\n\n\t/* JSON parsing code is allowed to read [p_start,p_end]: p_end is\n\t * valid and points to the string NUL terminator (which is always\n\t * guaranteed for duk_hstrings.\n\t */"
    "\n\t(void) isobox_terminated(thr, h_text);")
  isobox_before(text "\tp = (const duk_uint8_t *) DUK_HSTRING_GET_DATA(h_str);\n\n\tneg = 0;" "\t(void) isobox_terminated(thr, h_str);\n")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Where in its bytes a character of a long string stands.
function(isobox_index_texts variable)
  set(text "${${variable}}")
  isobox_before(text "\tif (sce) {\n\t\tif (char_offset >= sce->cidx) {"
    "\tif (sce && isobox_text_offset(thr, h, char_offset, sce->cidx, &byte_offset)) return byte_offset;\n")
  isobox_edit(text 1 "DUK_INTERNAL void duk_heap_strcache_string_remove(duk_heap *heap, duk_hstring *h) {\n\tduk_uint_t i;"
    "DUK_INTERNAL void duk_heap_strcache_string_remove(duk_heap *heap, duk_hstring *h) {\n\tduk_uint_t i;\n\tisobox_forget_index(heap, h);")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Methods of arrays must know whether a hole may read as anything but undefined. Array.prototype and Object.prototype have no
# array part, so whatever gets an index for a name passes here.
function(isobox_watch_prototypes variable)
  set(text "${${variable}}")
  isobox_after(text "\tduk_hobject *heap_object;" "\n\tduk_uint8_t isobox_indexed_prototype; /* an index is, or once was, the name of a property of one of the two */")
  isobox_after(text "DUK_LOCAL duk_int_t duk__hobject_alloc_entry_checked(duk_hthread *thr, duk_hobject *obj, duk_hstring *key) {"
    "\n\tif (DUK_HSTRING_HAS_ARRIDX(key)) isobox_note_index(thr, obj);")
  # Writing to a hole may meet a setter there, too.
  isobox_after(text "\tif (idx >= DUK_HOBJECT_GET_ASIZE(obj)) { /* for resizing of array part, use slow path */\n\t\treturn 0;\n\t}"
    "\n\tif (DUK_TVAL_IS_UNUSED(DUK_HOBJECT_A_GET_VALUE_PTR(thr->heap, obj, idx)) && !isobox_no_inherited_elements(thr, obj)) return 0;")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
