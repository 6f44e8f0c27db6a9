/* Natural numbers as limbs of 32 bits, the lowest first. Runs in sealed runners; the numbers are hostile. A
   number is *trimmed* when its highest limb is not 0; zero has no limbs. Results do not overlap operands
   unless it is said. */
#ifndef ISOBOX_RUNNER_BIGINT_MAGNITUDE_H
#define ISOBOX_RUNNER_BIGINT_MAGNITUDE_H

#include "runner/bigint/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How many limbs are left without the zeros on top. */
size_t isobox_magnitude_trim(const uint32_t* a, size_t an);
/* Of trimmed numbers: below, equal to or above 0. */
int isobox_magnitude_compare(const uint32_t* a, size_t an, const uint32_t* b, size_t bn);
/* How many bits a trimmed number has. */
size_t isobox_magnitude_bits(const uint32_t* a, size_t an);

/* r = a ± b with an limbs, an ≥ bn; the carry or borrow. r may be a. */
uint32_t isobox_magnitude_add(uint32_t* r, const uint32_t* a, size_t an, const uint32_t* b, size_t bn);
uint32_t isobox_magnitude_subtract(uint32_t* r, const uint32_t* a, size_t an, const uint32_t* b, size_t bn);
/* r = a · 2^bits with an limbs, bits < 32; what is shifted out. r may be a. */
uint32_t isobox_magnitude_shift_up(uint32_t* r, const uint32_t* a, size_t an, unsigned bits);
/* r = a / 2^bits with an limbs, bits < 32; what comes in from above is `high`. r may be a. */
void isobox_magnitude_shift_down(uint32_t* r, const uint32_t* a, size_t an, unsigned bits, uint32_t high);

/* r = a · b with an + bn limbs. */
void isobox_magnitude_multiply(const isobox_bigint_host* host, uint32_t* r, const uint32_t* a, size_t an,
                               const uint32_t* b, size_t bn);
/* q = a / b with an − bn + 1 limbs, r = a mod b with bn limbs; a and b trimmed, an ≥ bn ≥ 1. */
void isobox_magnitude_divide(const isobox_bigint_host* host, uint32_t* q, uint32_t* r, const uint32_t* a,
                             size_t an, const uint32_t* b, size_t bn);
/* a = a / divisor in place; the remainder. */
uint32_t isobox_magnitude_divide_small(uint32_t* a, size_t an, uint32_t divisor);

/* The nearest double, ties to even; infinity when there is none. Of a trimmed number. */
double isobox_magnitude_double(const uint32_t* a, size_t an);

/* How many bytes `isobox_magnitude_text` needs for so many limbs. Radix 2 to 36. */
size_t isobox_magnitude_text_room(size_t an, unsigned radix);
/* Digits of a trimmed number, right-aligned in the room: where they begin. At least one. */
size_t isobox_magnitude_text(const isobox_bigint_host* host, char* to, size_t room, const uint32_t* a,
                             size_t an, unsigned radix);
/* How many limbs `isobox_magnitude_parse` needs for so many digits. */
size_t isobox_magnitude_parse_room(size_t digits, unsigned radix);
/* The number that digits without leading zeros say, with all of the room's limbs; 0 when there is another
 * character. */
int isobox_magnitude_parse(const isobox_bigint_host* host, uint32_t* r, const char* text, size_t length,
                           unsigned radix);

#ifdef __cplusplus
}
#endif

#endif
