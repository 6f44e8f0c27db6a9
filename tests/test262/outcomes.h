// What came of all tests: the table, the comparison with the list of expected failures, the files for
// developers. Runs in the test262 program.
#ifndef ISOBOX_TESTS_TEST262_OUTCOMES_H
#define ISOBOX_TESTS_TEST262_OUTCOMES_H

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "tests/test262/suite.h"

namespace isobox::test262 {

struct Run {
  Variant variant{};
  bool done = false;
  std::string failure;  // empty: passed
  std::string verdict;
  double milliseconds = 0;
};

struct Outcome {
  std::string path;
  std::vector<Run> runs;
  std::string excluded;  // why the test was not run, or empty

  bool failed() const;
};

/// What the list should say of these tests and does not.
struct Comparison {
  std::vector<std::string> unexpectedFailures;  // names as on the list
  std::vector<std::string> unexpectedPasses;
  bool clean() const { return unexpectedFailures.empty() && unexpectedPasses.empty(); }
};

using ExpectedFailures = std::map<std::string, std::string>;

/// The names under which the test's failures stand on the list: its path when it failed in every variant,
/// else path and variant.
std::vector<std::string> failureNames(const Outcome& outcome);

Comparison compare(const std::vector<Outcome>& outcomes, const ExpectedFailures& expected);

/// The list as it would be clean: reasons are kept, new failures get their message.
ExpectedFailures updated(const std::vector<Outcome>& outcomes, ExpectedFailures expected);

void printTable(std::ostream& out, const std::vector<Outcome>& outcomes);
void writeJson(std::ostream& out, const std::vector<Outcome>& outcomes);
/// All failures under headings of equal messages (but for names and numbers in them), the most frequent
/// first.
void writeFailures(std::ostream& out, const std::vector<Outcome>& outcomes);

}  // namespace isobox::test262

#endif
