// What regular expressions ask of whoever runs them: memory and a look at the clock. Runs in sealed runners.
#ifndef ISOBOX_RUNNER_REGEXP_HOST_H
#define ISOBOX_RUNNER_REGEXP_HOST_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* None of these may leave by longjmp or an exception: they are called under C++ frames. */
typedef struct isobox_regexp_host {
  void* self;
  /* As realloc: `block` may be NULL; NULL when there is no memory, and the old block stays. */
  void* (*resize)(void* self, void* block, size_t size);
  void (*release)(void* self, void* block);
  /* Nonzero when the run must stop. Asked after about every ISOBOX_REGEXP_STEPS steps. */
  int (*must_stop)(void* self);
} isobox_regexp_host;

/* Steps between two questions: about a quarter of a millisecond. */
#define ISOBOX_REGEXP_STEPS 16384

#ifdef __cplusplus
}
#endif

#endif
