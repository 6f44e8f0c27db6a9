// What the engine's bench runs in our engine and in stock Duktape: ES5. Read by both programs of the bench.
#ifndef ISOBOX_TESTS_BENCH_ENGINE_PROGRAMS_H
#define ISOBOX_TESTS_BENCH_ENGINE_PROGRAMS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct isobox_bench_program {
  const char* group;
  const char* name;
  const char* text;
};

/// Each program measures its own inner part; its value is microseconds an operation.
extern const struct isobox_bench_program isobox_time_programs[];
extern const size_t isobox_time_program_count;

/// Each program makes things and keeps them; its value is their number. What they weigh is for the caller to see.
extern const struct isobox_bench_program isobox_weight_programs[];
extern const size_t isobox_weight_program_count;

#ifdef __cplusplus
}
#endif

#endif
