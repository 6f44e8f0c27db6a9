// What a test was to do against what it did. Runs in the test262 program.
#ifndef ISOBOX_TESTS_TEST262_JUDGE_H
#define ISOBOX_TESTS_TEST262_JUDGE_H

#include <string>

#include "isobox/result.h"
#include "tests/test262/suite.h"

namespace isobox::test262 {

/// Why the run is a failure, in one line; empty when it passed.
std::string judge(const Metadata& metadata, const Program& program, const ExecutionResult& result);

}  // namespace isobox::test262

#endif
