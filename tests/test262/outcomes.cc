// What came of all tests, against what was expected. Runs in the test262 program.
#include "tests/test262/outcomes.h"

#include <algorithm>

namespace isobox::test262 {
namespace {

std::string nameOf(const Outcome& outcome, const Run& run) {
  return outcome.path + " " + std::string(variantName(run.variant));
}

const std::string& firstFailure(const Outcome& outcome) {
  return std::find_if(outcome.runs.begin(), outcome.runs.end(),
                      [](const Run& run) { return !run.failure.empty(); })
      ->failure;
}

/// Every name under which something about this test may be on the list.
std::vector<std::string> possibleNames(const Outcome& outcome) {
  std::vector<std::string> names{outcome.path};
  for (const Run& run : outcome.runs) names.push_back(nameOf(outcome, run));
  return names;
}

std::string shortReason(const std::string& failure) {
  constexpr std::size_t kLongest = 160;
  if (failure.size() <= kLongest) return failure;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(failure[end]) & 0xc0) == 0x80) --end;
  return failure.substr(0, end) + "…";
}

}  // namespace

bool Outcome::failed() const {
  return std::any_of(runs.begin(), runs.end(), [](const Run& run) { return !run.failure.empty(); });
}

std::vector<std::string> failureNames(const Outcome& outcome) {
  std::vector<std::string> names;
  for (const Run& run : outcome.runs)
    if (!run.failure.empty()) names.push_back(nameOf(outcome, run));
  if (!names.empty() && names.size() == outcome.runs.size()) return {outcome.path};
  return names;
}

Comparison compare(const std::vector<Outcome>& outcomes, const ExpectedFailures& expected) {
  Comparison comparison;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.excluded.empty()) continue;
    const auto failures = failureNames(outcome);
    for (const std::string& name : failures)
      if (!expected.contains(name)) comparison.unexpectedFailures.push_back(name);
    for (const std::string& name : possibleNames(outcome))
      if (expected.contains(name) && std::find(failures.begin(), failures.end(), name) == failures.end())
        comparison.unexpectedPasses.push_back(name);
  }
  return comparison;
}

ExpectedFailures updated(const std::vector<Outcome>& outcomes, ExpectedFailures expected) {
  for (const Outcome& outcome : outcomes) {
    std::string reason;
    for (const std::string& name : possibleNames(outcome)) {
      const auto found = expected.find(name);
      if (found == expected.end()) continue;
      reason = found->second;
      expected.erase(found);
    }
    if (!outcome.excluded.empty()) continue;
    for (const std::string& name : failureNames(outcome))
      expected[name] = reason.empty() ? shortReason(firstFailure(outcome)) : reason;
  }
  return expected;
}

}  // namespace isobox::test262
