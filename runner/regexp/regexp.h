/* What the rest of the runner calls: check, compile, match. Runs in sealed runners; pattern and text are
   hostile. C, because natives of the engine call it: errors are values, nothing is thrown, and no function
   here may be left by longjmp. */
#ifndef ISOBOX_RUNNER_REGEXP_REGEXP_H
#define ISOBOX_RUNNER_REGEXP_REGEXP_H

#include <stddef.h>
#include <stdint.h>

#include "runner/regexp/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The flags of an expression, as bits. */
#define ISOBOX_REGEXP_HAS_INDICES 1u
#define ISOBOX_REGEXP_GLOBAL 2u
#define ISOBOX_REGEXP_IGNORE_CASE 4u
#define ISOBOX_REGEXP_MULTILINE 8u
#define ISOBOX_REGEXP_DOT_ALL 16u
#define ISOBOX_REGEXP_UNICODE 32u
#define ISOBOX_REGEXP_UNICODE_SETS 64u
#define ISOBOX_REGEXP_STICKY 128u
/* From text; 0 when they are none: an unknown one, one twice, u and v together. */
int isobox_regexp_flags_of(const char* text, size_t length, uint32_t* flags);
/* To text, in the order of the language: at most eight letters and a zero. */
void isobox_regexp_flags_text(uint32_t flags, char text[9]);

typedef enum isobox_regexp_outcome {
  ISOBOX_REGEXP_MATCH,
  ISOBOX_REGEXP_NO_MATCH,
  ISOBOX_REGEXP_WRONG,          /* the pattern */
  ISOBOX_REGEXP_NO_MEMORY,      /* the host gave none */
  ISOBOX_REGEXP_STACK_TOO_DEEP, /* more choices are open than ISOBOX_REGEXP_STACK_BYTES hold */
  ISOBOX_REGEXP_STOPPED         /* the host said so */
} isobox_regexp_outcome;

#define ISOBOX_REGEXP_STACK_BYTES ((size_t)64 << 20)

typedef struct isobox_regexp_compiled {
  uint32_t* program; /* from the host's resize; the caller releases it */
  size_t bytes;
  const char* message; /* of ISOBOX_REGEXP_WRONG: what is wrong, static */
  size_t at;           /* and where in the pattern, in bytes */
  uint64_t steps;      /* what it took, whatever came of it */
} isobox_regexp_compiled;

/* `pattern` is CESU-8. MATCH when it was compiled. */
isobox_regexp_outcome isobox_regexp_compile(const isobox_regexp_host* host, const char* pattern,
                                            size_t length, uint32_t flags, isobox_regexp_compiled* out);

/* Memory of a match that the next one may use again. Zeroed in the beginning; released by the caller. */
typedef struct isobox_regexp_scratch {
  void* memory;
  size_t bytes;
  int64_t left; /* steps until the host is asked again: many short matches are asked about, too */
} isobox_regexp_scratch;

#define ISOBOX_REGEXP_UNSET 0xffffffffu

/* Searches from byte `from` of a CESU-8 text on; sticky ones match there or not at all. In u and v mode
   `from` must not lie within a pair. After MATCH the scratch begins with two offsets (in bytes) a capture,
   the whole match first; ISOBOX_REGEXP_UNSET for one that took no part. */
isobox_regexp_outcome isobox_regexp_match(const isobox_regexp_host* host, isobox_regexp_scratch* scratch,
                                          const uint32_t* program, const char* text, size_t length,
                                          size_t from, int sticky);

uint32_t isobox_regexp_captures(const uint32_t* program); /* with the whole match */
uint32_t isobox_regexp_names(const uint32_t* program);    /* how many groups have one */
/* Steps from name to name in the order of the pattern: `*cursor` begins with 0. The name is CESU-8. */
const char* isobox_regexp_next_name(const uint32_t* program, uint32_t* cursor, size_t* length,
                                    uint32_t* group);

/* What a character is to those beside it when letters are made small (Unicode, 3.13: Final_Sigma). A letter that may be
   ignored is ignored, as ICU has it. */
typedef enum isobox_case_kind { ISOBOX_UNCASED, ISOBOX_CASED, ISOBOX_CASE_IGNORABLE } isobox_case_kind;
isobox_case_kind isobox_case_kind_of(uint32_t character);

#ifdef __cplusplus
}
#endif

#endif
