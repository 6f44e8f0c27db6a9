// The table on the terminal and the files for developers. Runs in the test262 program.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cctype>
#include <iomanip>
#include <ostream>

#include "tests/test262/outcomes.h"

namespace isobox::test262 {
namespace {

struct Row {
  int passed = 0, failed = 0, excluded = 0, runs = 0;

  void add(const Outcome& outcome) {
    runs += static_cast<int>(outcome.runs.size());
    ++(!outcome.excluded.empty() ? excluded : outcome.failed() ? failed : passed);
  }
};

/// "language/expressions": the two upper folders of the test.
std::string folderOf(const std::string& path) {
  const auto first = path.find('/');
  const auto second = first == path.npos ? first : path.find('/', first + 1);
  return path.substr(0, second == path.npos ? first : second);
}

void printRow(std::ostream& out, const std::string& name, const Row& row) {
  const int counted = row.passed + row.failed;
  // Rounded down: 100 % is said only of all.
  const double percent = counted == 0 ? 0 : static_cast<int>(row.passed * 10'000.0 / counted) / 100.0;
  out << std::left << std::setw(36) << name << std::right << std::setw(8) << row.passed << std::setw(8)
      << row.failed << std::setw(10) << row.excluded << std::setw(9) << std::fixed << std::setprecision(2)
      << percent << " %\n";
}

/// True when what begins at `begin` with `c` is a short quotation; `end` is its last byte.
bool isQuotation(const std::string& message, std::size_t begin, std::size_t& end) {
  constexpr std::size_t kLongest = 32;
  const char c = message[begin];
  if (c != '\'' && c != '"' && c != '`') return false;
  if (begin > 0 && std::isalnum(static_cast<unsigned char>(message[begin - 1])) != 0) return false;
  end = message.find(c, begin + 1);
  return end != message.npos && end - begin <= kLongest;
}

/// A message without what differs between tests of one kind: names and values in quotes, numbers, a long
/// tail.
std::string categoryOf(const std::string& message) {
  constexpr std::size_t kLongest = 140;
  constexpr std::string_view kOpen = "«", kClose = "»";
  std::string text;
  for (std::size_t i = 0, end = 0; i < message.size() && text.size() < kLongest; ++i) {
    if (message.compare(i, kOpen.size(), kOpen) == 0 && (end = message.find(kClose, i)) != message.npos) {
      text += "«»";
      i = end + kClose.size() - 1;
    } else if (isQuotation(message, i, end)) {
      text += "'…'";
      i = end;
    } else if (std::isdigit(static_cast<unsigned char>(message[i])) == 0) {
      text += message[i];
    } else if (!text.ends_with('N')) {
      text += 'N';
    }
  }
  return text;
}

}  // namespace

void printTable(std::ostream& out, const std::vector<Outcome>& outcomes) {
  std::map<std::string, Row> rows;
  Row all;
  for (const Outcome& outcome : outcomes) {
    rows[folderOf(outcome.path)].add(outcome);
    all.add(outcome);
  }
  out << std::left << std::setw(36) << "tests" << std::right << std::setw(8) << "passed" << std::setw(8)
      << "failed" << std::setw(10) << "excluded"
      << "     passed\n";
  for (const auto& [name, row] : rows) printRow(out, name, row);
  printRow(out, "all (" + std::to_string(all.runs) + " runs)", all);
}

void writeJson(std::ostream& out, const std::vector<Outcome>& outcomes) {
  boost::json::array tests;
  for (const Outcome& outcome : outcomes) {
    boost::json::object test{{"path", outcome.path}};
    if (!outcome.excluded.empty()) test["excluded"] = outcome.excluded;
    boost::json::array runs;
    for (const Run& run : outcome.runs) {
      boost::json::object entry{{"variant", variantName(run.variant)},
                                {"passed", run.failure.empty()},
                                {"verdict", run.verdict},
                                {"milliseconds", run.milliseconds}};
      if (!run.failure.empty()) entry["message"] = run.failure;
      runs.push_back(std::move(entry));
    }
    test["runs"] = std::move(runs);
    tests.push_back(std::move(test));
  }
  out << boost::json::serialize(tests) << "\n";
}

void writeFailures(std::ostream& out, const std::vector<Outcome>& outcomes) {
  std::map<std::string, std::vector<std::string>> categories;
  for (const Outcome& outcome : outcomes) {
    for (const Run& run : outcome.runs) {
      if (run.failure.empty()) continue;
      categories[categoryOf(run.failure)].push_back(
          outcome.path + " (" + std::string(variantName(run.variant)) + "): " + run.failure);
    }
  }
  std::vector<const decltype(categories)::value_type*> order;
  for (const auto& category : categories) order.push_back(&category);
  std::stable_sort(order.begin(), order.end(),
                   [](auto* a, auto* b) { return a->second.size() > b->second.size(); });
  for (const auto* category : order) out << category->second.size() << "\t" << category->first << "\n";
  for (const auto* category : order) {
    out << "\n== " << category->second.size() << " × " << category->first << "\n";
    for (const std::string& line : category->second) out << line << "\n";
  }
}

}  // namespace isobox::test262
