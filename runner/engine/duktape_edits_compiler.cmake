# Edits that make Duktape's lexer and compiler read the dialect of runner/language/README.md. See duktape_edits.cmake;
# the logic is in duktape_compiler.inc.

# Position marks, intrinsics and the emitter's names.
function(isobox_teach_lexer variable)
  set(text "${${variable}}")
  # What a mark says holds for the tokens behind it. It takes the place of line numbers: in a token, in a place to come
  # back to, and at the beginning of a text, which is nowhere.
  isobox_after(text "\tduk_small_uint_t flags; /* lexer flags, use compiler flag defines for now */" "\n\tduk_int_t isobox_position;")
  isobox_edit(text 1 "out_token->start_line = lex_ctx->window[0].line;" "out_token->start_line = lex_ctx->isobox_position;")
  isobox_edit(text 1 "pt->line = lex_ctx->window[0].line;" "pt->line = lex_ctx->isobox_position;")
  isobox_edit(text 1 "lex_ctx->input_line = pt->line;" "lex_ctx->input_line = 1;\n\tlex_ctx->isobox_position = pt->line;")
  isobox_edit(text 1 "\tlex_pt->line = 1;" "\tlex_pt->line = 0;")
  isobox_before(text "\tcase DUK_ASC_SPACE:\n\tcase DUK_ASC_HT: /* fast paths for space and tab */"
    "\tcase 0x02:\n\t\tisobox_read_position(lex_ctx);\n\t\tgoto restart_lineupdate;\n")
  # Byte 6 begins an intrinsic's name and stands inside names of the emitter's own. Other characters have been checked
  # by the lexer in front, by a newer Unicode.
  isobox_edit(text 1 "duk_unicode_is_identifier_start(x) || x == DUK_ASC_BACKSLASH" "isobox_begins_name(x)")
  isobox_edit(text 1 "if (!duk_unicode_is_identifier_part(DUK__L0())) {" "if (!isobox_continues_name(DUK__L0())) {")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Function marks, intrinsics in expressions, calls with an explicit `this`.
function(isobox_teach_compiler variable)
  set(text "${${variable}}")
  # What the mark of the function under way said. Its name lies on the value stack.
  isobox_before(text "\tduk_int_t num_formals; /* number of formal arguments */" "\tisobox_mark isobox_mark;\n\tduk_idx_t isobox_name_idx;\n\tduk_small_uint_t isobox_shared;\n")
  isobox_before(text "/* Compiling state of one function, eventually converted to duk_hcompfunc */"
    "typedef struct { duk_uint32_t flags, length, unit, begin, end; } isobox_mark;\n\n")
  isobox_after(text "func->varmap_idx = entry_top + 7;" "\n\tduk_push_undefined(thr);\n\tfunc->isobox_name_idx = entry_top + 8;")
  # A mark is read where directives are. It is no statement: neither its escapes nor its value matter.
  isobox_after(text "stmt_flags |= DUK__STILL_PROLOGUE;"
    "\n\t\t\tif (isobox_read_mark(comp_ctx, h_dir)) {\n\t\t\t\tstmt_flags |= DUK__HAS_TERM;\n\t\t\t\tbreak;\n\t\t\t}")
  isobox_after(text "h_res->nargs = (duk_uint16_t) duk_hobject_get_length(thr, func->h_argnames);" "\n\tisobox_finish_template(comp_ctx, h_res);")
  isobox_edit(text 1 "\tif (func->h_name) {\n\t\tduk_push_hstring(thr, func->h_name);\n\t\tDUK_DD(DUK_DDPRINT(\"setting function template .name"
    "\tif (isobox_push_template_name(comp_ctx)) {\n\t\tDUK_DD(DUK_DDPRINT(\"setting function template .name")
  # A left operand is what it was before the right one, whatever that does to the variable: see isobox_settle_left.
  isobox_before(text "\t\t/* XXX: init or assert catch depth etc -- all values */"
    "\t\tfunc->isobox_shared = func->may_direct_eval || func->id_access_arguments || duk_hobject_get_length(thr, func->h_funcs) > 0;\n")
  isobox_edit(text 1 "\t\tduk__ivalue_toplain(comp_ctx, left);\n\t\tduk__expr_toplain(comp_ctx, res, args & 0xff /*rbp_flags*/);"
    "\t\tisobox_kept_left isobox_kept;\n\t\tduk__ivalue_toplain(comp_ctx, left);\n\t\tisobox_keep_left(comp_ctx, left, &isobox_kept);\n\t\tduk__expr_toplain(comp_ctx, res, args & 0xff /*rbp_flags*/);\n\t\tisobox_settle_left(comp_ctx, left, &isobox_kept);")
  # Only `\x06eval` is a direct eval. The name means nothing here: the emitter asks at run time what it stands for.
  isobox_edit(text 1 "if (h_varname == DUK_HTHREAD_STRING_EVAL(thr)) {" "if (0) {")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Which instruction stands where. Duktape takes the last token it has read, which may be lines behind: a property is
# read when the expression around it needs it. So intermediate values remember the position of their own operator.
function(isobox_place_instructions variable)
  set(text "${${variable}}")
  isobox_edit(text 1 "\tduk_ispec x2;\n} duk_ivalue;" "\tduk_ispec x2;\n\tduk_int_t isobox_position;\n} duk_ivalue;")
  isobox_after(text "\tdst->op = src->op;" "\n\tdst->isobox_position = src->isobox_position;")
  # Where the next instruction is said to stand, plus one; 0: at the last token.
  isobox_after(text "\tduk_int_t emit_jumpslot_pc;" "\n\tduk_int_t isobox_at;")
  isobox_edit(text 1 "\tline = comp_ctx->prev_token.start_line;\n\tif (line == 0) {\n\t\tline = comp_ctx->curr_token.start_line;\n\t}\n#endif\n\n\tinstr->ins"
    "\tline = comp_ctx->isobox_at > 0 ? comp_ctx->isobox_at - 1 : comp_ctx->prev_token.start_line;\n#endif\n\n\tinstr->ins")
  isobox_edit(text 1 "duk__ivalue_toplain_raw(duk_compiler_ctx *comp_ctx, duk_ivalue *x, duk_regconst_t forced_reg) {"
    "isobox_ivalue_toplain(duk_compiler_ctx *comp_ctx, duk_ivalue *x, duk_regconst_t forced_reg) {")
  isobox_edit(text 1 "\tduk__expr_nud(comp_ctx, res); /*" "\tisobox_expr_nud(comp_ctx, res); /*")
  isobox_edit(text 1 "\t\tduk__expr_led(comp_ctx, res, tmp);" "\t\tisobox_expr_led(comp_ctx, res, tmp);")
  # Calls stand at their parenthesis, `new` at the keyword, assignments at the operator.
  isobox_after(text "\t\tduk_small_uint_t call_op = DUK_OP_CALL0;"
    "\n\t\tduk_int_t isobox_paren = comp_ctx->prev_token.start_line + 1;\n\t\tcomp_ctx->isobox_at = left->isobox_position + 1;")
  isobox_before(text "\t\tDUK__SETTEMP(comp_ctx, reg_cs + 2);\n\t\tnargs = duk__parse_arguments" "\t\tcomp_ctx->isobox_at = 0;\n")
  set(call "duk__emit_a_bc(comp_ctx, call_op, (duk_regconst_t) nargs /*numargs*/, reg_cs /*basereg*/);")
  isobox_edit(text 1 "${call}" "comp_ctx->isobox_at = isobox_paren;\n\t\t${call}\n\t\tcomp_ctx->isobox_at = 0;")
  isobox_after(text "\t\treg_target = DUK__ALLOCTEMPS(comp_ctx, 2);" "\n\t\tduk_int_t isobox_new = comp_ctx->prev_token.start_line + 1;")
  set(call "duk__emit_a_bc(comp_ctx, DUK_OP_CALL0 | DUK_BC_CALL_FLAG_CONSTRUCT, nargs /*num_args*/, reg_target /*target*/);")
  isobox_edit(text 1 "${call}" "comp_ctx->isobox_at = isobox_new;\n\t\t${call}\n\t\tcomp_ctx->isobox_at = 0;")
  isobox_after(text "\t\tduk_bool_t toplevel_assign;" "\n\t\tduk_int_t isobox_assign = comp_ctx->prev_token.start_line + 1;")
  set(put "duk__emit_a_bc(comp_ctx, DUK_OP_PUTVAR | DUK__EMIT_FLAG_A_IS_SOURCE, res->x1.regconst, rc_varname);")
  isobox_edit(text 1 "\t\t\t\t${put}\n\t\t\t}\n\n\t\t\t/* 'res' contains expression value */"
    "\t\t\t\tcomp_ctx->isobox_at = isobox_assign;\n\t\t\t\t${put}\n\t\t\t\tcomp_ctx->isobox_at = 0;\n\t\t\t}\n\n\t\t\t/* 'res' contains expression value */")
  set(put "duk__emit_a_b_c(comp_ctx,\n\t\t\t                DUK_OP_PUTPROP | DUK__EMIT_FLAG_A_IS_SOURCE | DUK__EMIT_FLAG_BC_REGCONST,\n\t\t\t                reg_obj,\n\t\t\t                rc_key,\n\t\t\t                rc_res);")
  isobox_edit(text 1 "${put}" "comp_ctx->isobox_at = isobox_assign;\n\t\t\t${put}\n\t\t\tcomp_ctx->isobox_at = 0;")
  set(get "duk__emit_a_b_c(comp_ctx, DUK_OP_GETPROP | DUK__EMIT_FLAG_BC_REGCONST, reg_temp, reg_obj, rc_key);")
  isobox_edit(text 1 "${get}" "comp_ctx->isobox_at = left->isobox_position + 1;\n\t\t\t\t${get}\n\t\t\t\tcomp_ctx->isobox_at = 0;")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()
