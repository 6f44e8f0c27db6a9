/* Runs one program of the engine's bench in stock Duktape, built from Debian's source as it is, and prints
   its value: engine_stock NUMBER. A process of its own, as the two engines' names are the same. A program of
   the developer's. */
#include <stdio.h>
#include <stdlib.h>

#include "duktape.h"
#include "tests/bench/engine_programs.h"

int main(int argc, char** argv) {
  size_t count = sizeof isobox_bench_programs / sizeof isobox_bench_programs[0];
  size_t number = argc == 2 ? strtoul(argv[1], NULL, 10) : count;
  duk_context* ctx;
  if (number >= count) {
    fprintf(stderr, "usage: engine_stock NUMBER\n");
    return 2;
  }
  ctx = duk_create_heap_default();
  if (ctx == NULL || duk_peval_string(ctx, isobox_bench_programs[number].text) != 0) {
    fprintf(stderr, "engine_stock: %s\n", ctx == NULL ? "no memory" : duk_safe_to_string(ctx, -1));
    return 1;
  }
  printf("%.17g\n", duk_get_number(ctx, -1));
  return 0;
}
