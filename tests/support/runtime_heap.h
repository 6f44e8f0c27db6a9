// A heap with the runtime and nothing else, for texts in the dialect. `@name` stands for an intrinsic and
// '@{FLAGS;LENGTH;NAME}' for a function mark, as in runner/runtime/js.
#ifndef ISOBOX_TESTS_SUPPORT_RUNTIME_HEAP_H
#define ISOBOX_TESTS_SUPPORT_RUNTIME_HEAP_H

#include <cstdlib>
#include <string>
#include <string_view>

#include "runner/runtime/runtime.h"
#include "runner/runtime/source_parts.h"

namespace isobox::runner {

class RuntimeHeap {
 public:
  RuntimeHeap() {
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    hooks_.stack_floor = here - (std::uintptr_t{5} << 20);
    isobox_count_steps(&hooks_, ISOBOX_NO_FUEL_LIMIT);
    hooks_.must_stop = [](isobox_hooks*) { return 0; };
    ctx_ = duk_create_heap(allocate, reallocate, release, &hooks_, isobox_fatal);
    expect(duk_safe_call(ctx_, install, this, 0, 1), "install");
  }
  ~RuntimeHeap() { duk_destroy_heap(ctx_); }
  RuntimeHeap(const RuntimeHeap&) = delete;
  RuntimeHeap& operator=(const RuntimeHeap&) = delete;

  /// Runs the text as the body of a function, then all jobs; what was said, a line a call of say(…). An error
  /// that nobody caught is a line, too.
  std::string run(std::string_view text) {
    said_.clear();
    text_ = text;
    if (duk_safe_call(ctx_, evaluate, this, 0, 1) != 0) note("uncaught");
    duk_pop(ctx_);
    while (duk_safe_call(ctx_, jobs, nullptr, 0, 1) != 0) {
      note("uncaught in a job");
      duk_pop(ctx_);
    }
    duk_pop(ctx_);
    return said_;
  }

  duk_context* ctx() { return ctx_; }

 private:
  static void* allocate(void*, duk_size_t size) { return std::malloc(size); }
  static void* reallocate(void*, void* block, duk_size_t size) { return std::realloc(block, size); }
  static void release(void*, void* block) { std::free(block); }

  static duk_ret_t install(duk_context* ctx, void*) {
    isobox_install_special(ctx);
    isobox_install_scope(ctx);
    installRuntime(ctx);
    duk_push_c_function(ctx, say, DUK_VARARGS);
    duk_put_global_string(ctx, "say");
    return 0;
  }
  static duk_ret_t evaluate(duk_context* ctx, void* self) {
    evaluatePart(ctx, {"test", static_cast<RuntimeHeap*>(self)->text_});
    return 0;
  }
  static duk_ret_t jobs(duk_context* ctx, void*) {
    runJobs(ctx);
    return 0;
  }
  static duk_ret_t say(duk_context* ctx) {
    duk_memory_functions functions;
    duk_get_memory_functions(ctx, &functions);
    auto* self = reinterpret_cast<RuntimeHeap*>(static_cast<isobox_hooks*>(functions.udata));
    for (duk_idx_t i = 0; i < duk_get_top(ctx); i++) {
      if (i > 0) self->said_ += ' ';
      self->said_ += duk_is_symbol(ctx, i) ? "symbol" : duk_safe_to_string(ctx, i);
    }
    self->said_ += '\n';
    return 0;
  }

  void note(std::string_view what) {
    (said_ += what) += std::string(": ") + duk_safe_to_string(ctx_, -1) + "\n";
  }
  void expect(int failed, const char* what) {
    if (failed != 0) {
      std::fprintf(stderr, "%s: %s\n", what, duk_safe_to_string(ctx_, -1));
      std::abort();
    }
    duk_pop(ctx_);
  }

  isobox_hooks hooks_{};  // first: the heap's user data points to it
  duk_context* ctx_ = nullptr;
  std::string said_;
  std::string_view text_;
};

}  // namespace isobox::runner

#endif
