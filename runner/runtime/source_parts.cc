// The runtime's own JavaScript, embedded in the program. Runs in the zygote, before any script.
#include "runner/runtime/source_parts.h"

#include <cctype>

namespace isobox::runner {

namespace {

constexpr SourcePart kLanguageParts[] = {
    {
        "promises.js",
#include "promises.js.inc"
    },
    {"promise_methods.js",
#include "promise_methods.js.inc"
    },
    {
        "generators.js",
#include "generators.js.inc"
    },
    {
        "async_generators.js",
#include "async_generators.js.inc"
    },
    {
        "regexp.js",
#include "regexp.js.inc"
    },
    {
        "modules.js",
#include "modules.js.inc"
    },
    {"module_evaluation.js",
#include "module_evaluation.js.inc"
    },
    {
        "streams.js",
#include "streams.js.inc"
    },
    {
        "commonjs.js",
#include "commonjs.js.inc"
    },
    {
        "decorators.js",
#include "decorators.js.inc"
    },
};

constexpr SourcePart kLibraryParts[] = {
    {
        "builtins.js",
#include "builtins.js.inc"
    },
    {"sort.js",
#include "sort.js.inc"
    },
};

constexpr SourcePart kStandardParts[] = {
    {
        "standard_io.js",
#include "standard_io.js.inc"
    },
    {"standard_modules.js",
#include "standard_modules.js.inc"
    },
};

constexpr SourcePart kLazyParts[] = {
    {
        "console.js",
#include "console.js.inc"
    },
    {
        "abort.js",
#include "abort.js.inc"
    },
    {
        "events.js",
#include "events.js.inc"
    },
    {
        "web_classes.js",
#include "web_classes.js.inc"
    },
    {
        "crypto.js",
#include "crypto.js.inc"
    },
    {
        "path.js",
#include "path.js.inc"
    },
    {
        "performance.js",
#include "performance.js.inc"
    },
    {
        "structured_clone.js",
#include "structured_clone.js.inc"
    },
    {
        "url.js",
#include "url.js.inc"
    },
    {
        "iterators.js",
#include "iterators.js.inc"
    },
    {
        "library_functions.js",
#include "library_functions.js.inc"
    },
    {
        "intl.js",
#include "intl.js.inc"
    },
    {
        "intl_dates.js",
#include "intl_dates.js.inc"
    },
    {
        "intl_decimal.js",
#include "intl_decimal.js.inc"
    },
    {
        "intl_numbers.js",
#include "intl_numbers.js.inc"
    },
    {
        "dom_exception.js",
#include "dom_exception.js.inc"
    },
    {
        "encoding.js",
#include "encoding.js.inc"
    },
    {
        "timers.js",
#include "timers.js.inc"
    },
};

constexpr std::string_view kSectionMark = "//---- section\n";

// Pushes the section as text in the dialect. All of it stands nowhere (position 0).
void pushDialect(duk_context* ctx, std::string_view section) {
  // The text grows by what marks need more than they are: two numbers of source positions.
  auto* out = static_cast<char*>(duk_push_dynamic_buffer(ctx, 2 * section.size() + 64));
  std::size_t size = 0;
  const auto put = [&](std::string_view text) {
    text.copy(out + size, text.size());
    size += text.size();
  };
  put("\x02"
      "0\x03"
      "(function(){");
  int inMark = 0;  // which of a mark's semicolons is next
  for (std::size_t i = 0; i < section.size(); i++) {
    const char c = section[i];
    const char next = i + 1 < section.size() ? section[i + 1] : '\0';
    if (c == '@' && next == '{') {
      put("\x01");
      inMark = 1;
      i++;
    } else if (inMark == 2 && c == ';') {
      put(";0;0;0;");
      inMark = 3;
    } else if (inMark == 3 && c == '}') {
      inMark = 0;
    } else {
      if (inMark == 1 && c == ';') inMark = 2;
      const bool intrinsic = c == '@' && std::isalpha(static_cast<unsigned char>(next));
      out[size++] = intrinsic ? '\x06' : c;
    }
  }
  put("\n})");
  duk_push_lstring(ctx, out, size);
  duk_remove(ctx, -2);
}

void evaluateSection(duk_context* ctx, std::string_view section) {
  pushDialect(ctx, section);
  duk_size_t size = 0;
  const char* code = duk_get_lstring(ctx, -1, &size);
  isobox_compile(ctx, code, size);
  duk_push_global_object(ctx);
  duk_call_method(ctx, 0);
  duk_call(ctx, 0);
  duk_pop_2(ctx);
}

}  // namespace

std::span<const SourcePart> languageParts() {
  return kLanguageParts;
}

std::span<const SourcePart> libraryParts() {
  return kLibraryParts;
}

std::span<const SourcePart> standardParts() {
  return kStandardParts;
}

std::span<const SourcePart> lazyParts() {
  return kLazyParts;
}

void evaluatePart(duk_context* ctx, const SourcePart& part) {
  std::string_view rest = part.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find(kSectionMark);
    evaluateSection(ctx, rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + kSectionMark.size());
  }
}

}  // namespace isobox::runner
