/* Debian's Duktape as it is, with its own regular expressions, for regexp_bench to compare with. A library of its own,
   so that its names do not meet those of our engine. Runs in the bench only. */
#include <stdio.h>
#include <string.h>

#include "duktape.c"

/* Evaluates a program and copies what it gives, as text; 0 when it threw. */
__attribute__((visibility("default"))) int stock_duktape_run(const char* program, char* value, size_t room);

int stock_duktape_run(const char* program, char* value, size_t room) {
  duk_context* ctx = duk_create_heap_default();
  int good;
  if (ctx == NULL) return 0;
  good = duk_peval_string(ctx, program) == 0;
  snprintf(value, room, "%s", duk_safe_to_string(ctx, -1));
  duk_destroy_heap(ctx);
  return good;
}
