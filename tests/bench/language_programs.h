// Pairs of programs that do the same: one in today's language, one as it would have been written in ES5. Runs
// in the bench_language program.
#ifndef ISOBOX_TESTS_BENCH_LANGUAGE_PROGRAMS_H
#define ISOBOX_TESTS_BENCH_LANGUAGE_PROGRAMS_H

#include <span>
#include <string_view>

namespace isobox::bench {

/// Both leave the same completion value.
struct Pair {
  std::string_view name;
  std::string_view modern;
  std::string_view es5;
};

std::span<const Pair> pairs();

/// About twenty lines with a class, a Map and a generator.
std::string_view smallProgram();

}  // namespace isobox::bench

#endif
