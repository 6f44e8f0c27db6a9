/* What our C++ needs of Duktape's internals. Implemented in the one translation unit that includes Duktape's
   source. Runs in the zygote and in sealed runners; hostile after the first script. Functions marked "throws"
   leave by longjmp like Duktape's own: no frame with destructors may lie in between. */
#ifndef ISOBOX_RUNNER_ENGINE_DUKTAPE_UNIT_H
#define ISOBOX_RUNNER_ENGINE_DUKTAPE_UNIT_H

#include <stddef.h>
#include <stdint.h>

#include "duktape.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the engine's hooks know about one heap. The heap's user data points to it; RunGuard is one. */
typedef struct isobox_hooks {
  uintptr_t stack_floor;                       /* scripts may not use the native stack below this address */
  uintptr_t mark_floor;                        /* the collector's recursion may go down to here */
  int32_t poll_countdown;                      /* native steps until the clock is looked at again */
  int (*must_stop)(struct isobox_hooks* self); /* nonzero: keep throwing until the run has ended */
} isobox_hooks;

/* Native steps between two looks at the clock: about a quarter of a millisecond. */
#define ISOBOX_POLL_INTERVAL 8192

/* Implemented in clock.cc. */
double isobox_wall_ms(void);
double isobox_monotonic_ms(void);
/* The double nearest to a plain decimal number. These two are implemented in number_text.cc. */
double isobox_decimal(const char* text, size_t length);
/* The shortest text of a finite number, as JavaScript writes it; its length. */
#define ISOBOX_DECIMAL_TEXT 40
size_t isobox_decimal_text(double number, char* to);
/* Ends the process. Implemented in run_guard.cc. */
void isobox_fatal(void* hooks, const char* message) __attribute__((noreturn));

/* Makes the next instruction of the running script ask must_stop. */
void isobox_stop_soon(duk_context* ctx);
/* One native step of a loop of ours. Throws when the run must stop. */
void isobox_poll(duk_context* ctx);
/* From here on no collection starts, until isobox_allow_collections. */
void isobox_forbid_collections(duk_context* ctx);
void isobox_allow_collections(duk_context* ctx);
void isobox_seed_random(duk_context* ctx, const uint64_t seed[2]);

/* Kinds of objects, as Duktape numbers its classes. */
enum isobox_class {
  ISOBOX_CLASS_NONE = 0,
  ISOBOX_CLASS_OBJECT = 1,
  ISOBOX_CLASS_ARRAY = 2,
  ISOBOX_CLASS_FUNCTION = 3,
  ISOBOX_CLASS_ARGUMENTS = 4,
  ISOBOX_CLASS_BOOLEAN = 5,
  ISOBOX_CLASS_DATE = 6,
  ISOBOX_CLASS_ERROR = 7,
  ISOBOX_CLASS_NUMBER = 10,
  ISOBOX_CLASS_REGEXP = 11,
  ISOBOX_CLASS_STRING = 12,
  ISOBOX_CLASS_SYMBOL = 14,
  ISOBOX_CLASS_ARRAYBUFFER = 19,
  ISOBOX_CLASS_DATAVIEW = 20,
  ISOBOX_CLASS_INT8ARRAY = 21,
  ISOBOX_CLASS_UINT8ARRAY = 22,
  ISOBOX_CLASS_FLOAT64ARRAY = 29
};

/* The class of the object at idx, ISOBOX_CLASS_NONE for what is no object. Asks no script. */
int isobox_class_of(duk_context* ctx, duk_idx_t idx);
int isobox_is_proxy(duk_context* ctx, duk_idx_t idx);
/* The value at idx is a proxy: pushes its target. */
void isobox_push_proxy_target(duk_context* ctx, duk_idx_t idx);
/* Error.prototype, the real one, is in the prototype chain. Asks no script. */
int isobox_is_error(duk_context* ctx, duk_idx_t idx);

/* Own property of the object at obj_idx, without running a getter or a trap. May throw for want of memory
 * only. */
enum isobox_own { ISOBOX_ABSENT = 0, ISOBOX_DATA, ISOBOX_GETTER, ISOBOX_SETTER, ISOBOX_GETTER_SETTER };
/* The key is at key_idx. Pushes the value for ISOBOX_DATA only. */
int isobox_get_own(duk_context* ctx, duk_idx_t obj_idx, duk_idx_t key_idx);
int isobox_get_own_named(duk_context* ctx, duk_idx_t obj_idx, const char* key);
int isobox_get_own_index(duk_context* ctx, duk_idx_t obj_idx, uint32_t index);
/* The first element of a real array at or after `from` that is there; 0xffffffff when there is none. */
uint32_t isobox_next_index(duk_context* ctx, duk_idx_t array_idx, uint32_t from);
/* How many properties an object has besides its array part, deleted ones included. */
uint32_t isobox_entry_count(duk_context* ctx, duk_idx_t idx);

/* The primitive inside a Date, Number, String, Boolean or Symbol object, or a regular expression's source.
 * Pushes. */
void isobox_push_inner_value(duk_context* ctx, duk_idx_t idx);
void isobox_push_regexp_source(duk_context* ctx, duk_idx_t idx);
/* 1 global, 2 ignoreCase, 4 multiline. */
unsigned isobox_regexp_flags(duk_context* ctx, duk_idx_t idx);
/* The description of the symbol at idx, or undefined. Pushes. */
void isobox_push_symbol_description(duk_context* ctx, duk_idx_t idx);

/* Object.keys in the engine's own implementation: [ … obj ] → [ … keys ]. Throws what a proxy's traps throw.
 */
void isobox_object_keys(duk_context* ctx);

/* [ … value ] → [ … ]: an own, plain property, whatever the prototype says. */
void isobox_define_index(duk_context* ctx, duk_idx_t array_idx, uint32_t index);

/* New objects of the engine's own kinds, whatever became of the global constructors. */
void isobox_push_date(duk_context* ctx, double milliseconds);
void isobox_push_error(duk_context* ctx, duk_errcode_t code); /* without message and trace */
void isobox_make_regexp(duk_context* ctx); /* [ … source flags ] → [ … regexp ]; throws SyntaxError */
void isobox_make_symbol(duk_context* ctx); /* [ … description ] → [ … symbol ] */

/* Where an error was made. */
enum isobox_frame_kind {
  ISOBOX_FRAME_END = 0,
  ISOBOX_FRAME_SCRIPT,
  ISOBOX_FRAME_SOURCE,
  ISOBOX_FRAME_HIDDEN
};
/* Pushes the error's trace, or undefined. */
void isobox_push_trace(duk_context* ctx, duk_idx_t error_idx);
/* Reads entry `index` of the trace at trace_idx. SCRIPT (a function's call) and SOURCE (a place in text that
   does not compile) push two values, the function's name and the file's, each a string or undefined, and set
   the line. */
int isobox_trace_entry(duk_context* ctx, duk_idx_t trace_idx, uint32_t index, uint32_t* line);

#ifdef __cplusplus
}
#endif

#endif
