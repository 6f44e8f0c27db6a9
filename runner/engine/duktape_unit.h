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
  uint64_t steps;                              /* taken, but for what the running thread has not settled */
  uint64_t fuel;                               /* that may be taken */
  int out_of_fuel;                             /* one more was to be taken */
  int given_clocks;                            /* the clocks are made of steps, and begin here: */
  double given_now;                            /* ms since 1970 */
  double given_slept;                          /* ms that go on besides: the program had nothing to do but to wait */
  int (*must_stop)(struct isobox_hooks* self); /* nonzero: keep throwing until the run has ended */
  struct isobox_runtime* runtime;              /* of runner/runtime */
  uint64_t text_key[2];                        /* what hashes depend on: no script can tell which texts share one */
  int64_t tick;                                /* of the coarse clock, when it was last looked at */
  uint32_t natives;                            /* calls of native functions so far */
} isobox_hooks;

/* Steps. An instruction is one, and so is a poll of a native loop. Both count down one and the same counter, the running
   thread's; when it is at its end the clock is looked at, after a quarter of a millisecond or two. What the thread has
   taken is its `interrupt_init - interrupt_counter`; settling moves that into `steps`. So the sum is exact, always, and
   depends on nothing but the program.

   A step may take long, though: one instruction copies a text of megabytes. So whatever may look at more than some
   kilobytes without a poll also ticks (duktape_inside.h): it reads the coarse clock, and when that has gone on, the next
   step looks at the real one. A tick is no step. Calls of native functions do it for all of them. */
#define ISOBOX_STEPS_AT_ONCE 32768
/* Steps in a millisecond of clocks that are given. */
#define ISOBOX_STEPS_PER_MS 100000.0
#define ISOBOX_NO_FUEL_LIMIT UINT64_MAX

/* Implemented in clock.cc. */
double isobox_wall_ms(void);
double isobox_monotonic_ms(void);
/* Changes every few milliseconds. Costs five nanoseconds. */
int64_t isobox_coarse_tick(void);
/* What a script sees of them. */
double isobox_now(duk_context* ctx);
double isobox_since_start(duk_context* ctx);
/* The double nearest to what a text says, which has no white space around it; NaN when it says no number. ToNumber,
   JSON.parse, parseFloat and parseInt, in this order. Implemented in number_reading.cc. */
double isobox_text_to_number(const char* text, size_t length);
double isobox_json_to_number(const char* text, size_t length);
double isobox_text_to_float(const char* text, size_t length);
double isobox_text_to_integer(const char* text, size_t length, unsigned radix, int hex_prefix);
/* Texts of numbers: implemented in number_text.cc. */
/* The shortest text of a finite number, as JavaScript writes it; its length. */
#define ISOBOX_DECIMAL_TEXT 40
size_t isobox_decimal_text(double number, char* to);
/* `count` (1 to 200) digits of a positive number, halves rounded up; the exponent of the first. */
int isobox_rounded_digits(double magnitude, int count, char* to);
/* Digits of a positive number below 1e21 up to a place (0 to 100) behind the point, 123 at most, and the exponent of
   the first; how many, 0 when all are zeros. */
int isobox_fixed_digits(double magnitude, int fraction, char* to, int* exponent);
/* The shortest digits of a positive number, 17 at most; how many, and the exponent of the first. */
int isobox_shortest_digits(double magnitude, char* to, int* exponent);
/* Ends the process. Implemented in run_guard.cc. */
void isobox_fatal(void* hooks, const char* message) __attribute__((noreturn));

/* The steps taken so far. */
uint64_t isobox_steps(duk_context* ctx);
/* Takes so many steps at once. 0 when there were not enough left: then the run must stop. Throws nothing. */
int isobox_take_steps(duk_context* ctx, uint64_t steps);
/* The count begins anew. While a script runs, after isobox_stop_soon. */
void isobox_count_steps(isobox_hooks* hooks, uint64_t fuel);
/* Math.random's state, and another one in its place. */
void isobox_swap_random(duk_context* ctx, uint64_t state[2]);

/* Makes the next instruction of the running script ask must_stop. */
void isobox_stop_soon(duk_context* ctx);
/* One native step of a loop of ours. Throws when the run must stop. */
void isobox_poll(duk_context* ctx);
/* The same after work that may have been long: looks at the coarse clock first. */
void isobox_pause(duk_context* ctx);
/* A result of at least so many bytes is coming; one that the budget does not allow ends the run. May throw. */
void isobox_announce(duk_context* ctx, double bytes);
/* Looks at once. Throws when the run must stop. Not a step. */
void isobox_look_now(duk_context* ctx);
/* From here on no collection starts, until isobox_allow_collections. */
void isobox_forbid_collections(duk_context* ctx);
void isobox_allow_collections(duk_context* ctx);
void isobox_seed_random(duk_context* ctx, const uint64_t seed[2]);
/* From here on references to what there is are not counted; only a collection can free it. */
void isobox_keep_image(duk_context* ctx);

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
  ISOBOX_CLASS_BIGINT = 17, /* Duktape's class of pointers, which no script has */
  ISOBOX_CLASS_ARRAYBUFFER = 19,
  ISOBOX_CLASS_DATAVIEW = 20,
  ISOBOX_CLASS_INT8ARRAY = 21,
  ISOBOX_CLASS_UINT8ARRAY = 22,
  ISOBOX_CLASS_FLOAT64ARRAY = 29,
  ISOBOX_CLASS_BIGINT64ARRAY = 30,
  ISOBOX_CLASS_BIGUINT64ARRAY = 31
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

/* The primitive inside a Date, Number, String, Boolean or Symbol object. Pushes. */
void isobox_push_inner_value(duk_context* ctx, duk_idx_t idx);
/* A regular expression's source, as it stands in a literal, and its flags. Push. */
void isobox_push_regexp_source(duk_context* ctx, duk_idx_t idx);
void isobox_push_regexp_flags(duk_context* ctx, duk_idx_t idx);
/* IsRegExp. May run a script. */
int isobox_is_regexp(duk_context* ctx, duk_idx_t idx);
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

/* BigInts are symbols to Duktape's API; none of these asks a script. */
int isobox_is_bigint_value(duk_context* ctx, duk_idx_t idx);
/* [ … ] → [ … digits ] and 1; 0 and nothing when the value at idx is no BigInt. Throws. */
int isobox_push_bigint_decimal(duk_context* ctx, duk_idx_t idx);
/* [ … digits ] → [ … bigint ] and 1; 0 and the digits when they are none: decimal, perhaps a minus before. Throws. */
int isobox_make_bigint(duk_context* ctx);
/* [ … ] → [ … bigint ] and 1 of digits that stay alive meanwhile; 0 and nothing when they are none. Throws. */
int isobox_push_bigint_literal(duk_context* ctx, const char* digits, size_t length, unsigned radix);
/* [ … buffer ] → [ … view ] over an ArrayBuffer's memory, all of it; the class is one of typed arrays of BigInts. */
void isobox_push_bigint_view(duk_context* ctx, int view_class);

/* Where an error was made: frames of scripts, the innermost first. */
typedef struct isobox_frame {
  uint32_t position; /* offset in the unit's text, plus one */
  int constructs;    /* the function was called by `new` */
} isobox_frame;
/* [ … object ] → the same: it gets the trace of what is running now, and a `stack`; without the frames down to the
   function at below_idx, if that is one of them. Throws when the object refuses. */
void isobox_capture_trace(duk_context* ctx, duk_idx_t below_idx);
/* Pushes the error's trace, or undefined. */
void isobox_push_trace(duk_context* ctx, duk_idx_t error_idx);
/* How many frames of it are shown: what Error.stackTraceLimit was; -1 when that was no number. */
int isobox_trace_shown(duk_context* ctx, duk_idx_t trace_idx);
/* [ … text ] → [ … text ]: the text of the object's `stack` from now on, unless somebody has assigned one. */
void isobox_keep_stack(duk_context* ctx, duk_idx_t idx);
/* [ … getter setter ] → [ … ]: the natives behind each error's `stack` from now on. */
void isobox_set_stack_accessor(duk_context* ctx);
/* Whether the object has a `stack` of its own that nobody has assigned. */
int isobox_has_lazy_stack(duk_context* ctx, duk_idx_t idx);
/* [ … value ] → [ … object ] and 1: which of the value and its prototypes has one; 0 and nothing changed if none. */
int isobox_find_lazy_stack(duk_context* ctx);
/* Reads entry `index` of the trace at trace_idx and pushes the function's name, or undefined, and its unit; 0
   and nothing pushed behind the last entry. */
int isobox_trace_entry(duk_context* ctx, duk_idx_t trace_idx, uint32_t index, isobox_frame* frame);

/* ---- the dialect (runner/language/README.md) ---- */

/* What a function mark says, besides its name and place. */
enum isobox_function_flag {
  ISOBOX_FUNCTION_METHOD = 1,     /* no constructor, no `prototype` */
  ISOBOX_FUNCTION_CLASS = 2,      /* a TypeError when called without `new` */
  ISOBOX_FUNCTION_DERIVED = 4,    /* no default instance */
  ISOBOX_FUNCTION_UNMAPPED = 8,   /* `arguments` as in strict code */
  ISOBOX_FUNCTION_REST = 16,      /* the last parameter is an array of all further arguments */
  ISOBOX_FUNCTION_COROUTINE = 32, /* body of a generator or an async function */
  ISOBOX_FUNCTION_NAMELESS = 64,  /* no own property `name` */
  ISOBOX_FUNCTION_OPEN = 128,     /* no `arguments` of its own: the name means what it means around */
  ISOBOX_FUNCTION_EVAL = 256      /* around the code of a direct eval */
};
/* What the mark of the compiled function at idx says; 0 for every other value. Asks no script. */
unsigned isobox_function_flags(duk_context* ctx, duk_idx_t idx);
/* The compiled function at idx has a source: pushes its unit, and begin and end as numbers, and returns 1;
 * else 0. */
int isobox_push_function_source(duk_context* ctx, duk_idx_t idx);

/* [ … value ] → [ … ]: what `\x06NAME` is from now on. Texts compiled before keep what they have. */
void isobox_register_intrinsic(duk_context* ctx, const char* name);
/* Pushes the intrinsic of that name, undefined when there is none. */
void isobox_push_intrinsic(duk_context* ctx, const char* name);

/* IsConstructor. Asks no script. */
int isobox_is_constructor(duk_context* ctx, duk_idx_t idx);
/* Construct: [ … constructor array newTarget ] → [ … object ]. The array is a plain one without holes; what
   is constructed and the new target are constructors. Throws. */
void isobox_construct(duk_context* ctx);
/* Makes the native function at idx one that `new` refuses; duk_push_c_function makes constructors. */
void isobox_not_constructor(duk_context* ctx, duk_idx_t idx);
/* Registers the intrinsics `apply`, `construct` and `superCall`, which are calls without a native frame, so
   that coroutines can be suspended across them. The runtime needs none of its own. */
void isobox_install_special(duk_context* ctx);
/* In a native function: pushes the call's new.target, undefined when it is no constructor call. */
void isobox_push_new_target(duk_context* ctx);

/* ---- programs and their scope ---- */

/* Elements of a unit. */
enum isobox_unit_part { ISOBOX_UNIT_FILENAME, ISOBOX_UNIT_TEXT, ISOBOX_UNIT_LINES };
/* [ … unit ] → [ … ]: an object that says what the next text to be compiled is (source_units.h), or
   undefined. Functions with a source refer to it. */
void isobox_set_unit(duk_context* ctx);
/* [ … ] → [ … program ]: compiles a text in the dialect as a program. Called with the global object as
   `this`, the program gives the value of the expression that it is. Throws. */
void isobox_compile(duk_context* ctx, const char* code, size_t length);
/* Whether the next direct eval declares its variables in the global object. */
void isobox_next_eval_is_global(duk_context* ctx, int global);
/* The native of Function and, by its magic number, of GeneratorFunction (1), AsyncFunction (2) and
   AsyncGeneratorFunction (3). Implemented in dynamic_code.cc. */
duk_ret_t isobox_dynamic_function(duk_context* ctx);
/* A function whose `toString` is the source of another one (a generator's, whose body is a function of its
   own): the own hidden property under this key is that other one. */
#define ISOBOX_SOURCE_OF DUK_HIDDEN_SYMBOL("isoboxSource")
/* Where a syntax error stands, under this key of its own: an object of file, line and column. */
#define ISOBOX_PLACE_OF DUK_HIDDEN_SYMBOL("isoboxPlace")
/* Gives the native function at idx another implementation. */
void isobox_replace_native(duk_context* ctx, duk_idx_t idx, duk_c_function native, duk_idx_t arguments);
/* `caller` and `arguments` of Function.prototype, and Symbol, as the language wants them. */
void isobox_install_functions(duk_context* ctx);
/* The script scope: lexical names of scripts, found before properties of the global object. Kinds of
   GlobalDeclarationInstantiation: */
enum isobox_declare_kind { ISOBOX_DECLARE_SCRIPT = 0, ISOBOX_DECLARE_SESSION = 1, ISOBOX_DECLARE_EVAL = 2 };
/* The intrinsics `T`, `tdz`, `constant`, `badTarget`, `declare`, `evalDeclare` and `eval`. Before the global
   `eval` is replaced. */
void isobox_install_scope(duk_context* ctx);
/* Pushes an object with the script scope's names and values; names in their temporal dead zone are left out. */
void isobox_push_lexicals(duk_context* ctx);
/* [ … name value ] → the same: a new value for a name of the script scope; 0 when there is no such name. */
int isobox_set_lexical(duk_context* ctx);

#ifdef __cplusplus
}
#endif

#endif
