/* What arithmetic asks of whoever calls it: memory and permission to go on. Runs in sealed runners; the
   numbers are hostile. C, because natives of the engine are the callers. */
#ifndef ISOBOX_RUNNER_BIGINT_HOST_H
#define ISOBOX_RUNNER_BIGINT_HOST_H

#include <stddef.h>
#include <stdint.h>

/* Memory is taken and given back in the manner of a stack. Both functions that may refuse leave by longjmp:
   no frame of this folder owns anything. */
typedef struct isobox_bigint_host {
  void* owner;
  uint32_t* (*take)(void* owner, size_t limbs); /* of any content */
  void (*give)(void* owner);                    /* what was taken last */
  void (*step)(void* owner, uint32_t steps);    /* that much work is to be done now */
} isobox_bigint_host;

/* The largest magnitude, and limbs of 32 bits that hold it. */
#define ISOBOX_BIGINT_MAX_BITS ((size_t)1 << 20)
#define ISOBOX_BIGINT_MAX_LIMBS (ISOBOX_BIGINT_MAX_BITS / 32)

#endif
