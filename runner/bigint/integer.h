/* Integers with a sign, as the language's operators want them. Runs in sealed runners; the numbers are
   hostile. Operands are trimmed, and zero is not negative; results are made so. Where a result needs memory
   the caller gives as many limbs as the function before it says. */
#ifndef ISOBOX_RUNNER_BIGINT_INTEGER_H
#define ISOBOX_RUNNER_BIGINT_INTEGER_H

#include "runner/bigint/magnitude.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct isobox_bigint {
  const uint32_t* limbs;
  size_t count;
  int negative;
} isobox_bigint;

typedef struct isobox_integer_result {
  uint32_t* limbs;
  size_t count;
  int negative;
} isobox_integer_result;

typedef enum isobox_integer_operation {
  ISOBOX_INTEGER_ADD,
  ISOBOX_INTEGER_SUBTRACT,
  ISOBOX_INTEGER_MULTIPLY,
  ISOBOX_INTEGER_DIVIDE,    /* the divisor is not 0 */
  ISOBOX_INTEGER_REMAINDER, /* likewise */
  ISOBOX_INTEGER_AND,
  ISOBOX_INTEGER_OR,
  ISOBOX_INTEGER_XOR
} isobox_integer_operation;

/* How many limbs the result of an operation may need. */
size_t isobox_integer_room(isobox_integer_operation operation, const isobox_bigint* x,
                           const isobox_bigint* y);
void isobox_integer_compute(const isobox_bigint_host* host, isobox_integer_operation operation,
                            const isobox_bigint* x, const isobox_bigint* y, isobox_integer_result* r);

/* x · 2^bits; `bits` may be negative: then the result is rounded down. */
size_t isobox_integer_shift_room(const isobox_bigint* x, int64_t bits);
void isobox_integer_shift(const isobox_bigint* x, int64_t bits, isobox_integer_result* r);

/* x to a power ≥ 0. Room 0: the result would be larger than any integer may be. */
size_t isobox_integer_power_room(const isobox_bigint* x, uint64_t exponent);
void isobox_integer_power(const isobox_bigint_host* host, const isobox_bigint* x, uint64_t exponent,
                          isobox_integer_result* r);

/* x modulo 2^bits: from 0 on or, `is_signed`, from −2^(bits−1) on. `bits` is at most one more than the
 * largest magnitude's: what is larger leaves x, or cannot be said. Room for bits / 32 + 1 limbs. */
void isobox_integer_wrap(const isobox_bigint* x, size_t bits, int is_signed, isobox_integer_result* r);

/* Below, equal to or above 0. */
int isobox_integer_compare(const isobox_bigint* x, const isobox_bigint* y);
/* The same with a number; 2 when it is none. */
int isobox_integer_compare_number(const isobox_bigint* x, double number);
/* The integer that a finite number without fraction is: up to 32 limbs; how many. */
size_t isobox_integer_of_number(double number, uint32_t limbs[32]);

#ifdef __cplusplus
}
#endif

#endif
