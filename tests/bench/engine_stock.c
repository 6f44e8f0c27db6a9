/* Runs one program of the engine's bench in stock Duktape, built from Debian's source as it is, and prints its value and
   the most bytes that the heap has held: engine_stock time|weight NUMBER. A process of its own, as the two engines' names are
   the same. A program of the developer's. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duktape.h"
#include "tests/bench/engine_programs.h"

struct held {
  size_t now, most;
};

/* What glibc takes for a block: what it can hold, and the word before it. */
static size_t weight(void* block) { return block == NULL ? 0 : malloc_usable_size(block) + sizeof(size_t); }

static void count(struct held* held, size_t before, void* block) {
  held->now += weight(block) - before;
  if (held->now > held->most) held->most = held->now;
}

static void* allocate(void* udata, duk_size_t size) {
  void* block = malloc(size);
  count(udata, 0, block);
  return block;
}

static void* reallocate(void* udata, void* old, duk_size_t size) {
  const size_t before = weight(old);
  void* block = realloc(old, size);
  if (block != NULL || size == 0) count(udata, before, block);
  return block;
}

static void release(void* udata, void* block) {
  ((struct held*)udata)->now -= weight(block);
  free(block);
}

int main(int argc, char** argv) {
  const struct isobox_bench_program* programs = isobox_time_programs;
  size_t count = isobox_time_program_count, number;
  struct held held = {0, 0};
  size_t before;
  duk_context* ctx;
  if (argc == 3 && strcmp(argv[1], "weight") == 0) {
    programs = isobox_weight_programs;
    count = isobox_weight_program_count;
  }
  number = argc == 3 ? strtoul(argv[2], NULL, 10) : count;
  if (number >= count) {
    fprintf(stderr, "usage: engine_stock time|weight NUMBER\n");
    return 2;
  }
  ctx = duk_create_heap(allocate, reallocate, release, &held, NULL);
  before = held.most = held.now;
  if (ctx == NULL || duk_peval_string(ctx, programs[number].text) != 0) {
    fprintf(stderr, "engine_stock: %s\n", ctx == NULL ? "no memory" : duk_safe_to_string(ctx, -1));
    return 1;
  }
  printf("%.17g %zu\n", duk_get_number(ctx, -1), held.most - before);
  return 0;
}
