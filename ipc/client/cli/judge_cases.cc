// The tests in a folder. Runs in the isobox program.
#include "ipc/client/cli/judge_cases.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

namespace isobox::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostCases = 100'000;

struct Halves {
  std::string input, expected;
};
using Found = std::map<std::string, Halves>;

Result<> take(std::string& half, const fs::path& path) {
  if (!half.empty()) return Error("tests", 0, half + " and " + path.string() + " are the same half of one test");
  half = path.string();
  return {};
}

/// Calls `act` for each file in the folder that does not begin with a dot.
template <class Act>
Result<> forEachFile(const fs::path& folder, Act act) {
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const fs::path& path = at->path();
    std::error_code unknown;
    if (path.filename().string().starts_with('.') || !fs::is_regular_file(path, unknown)) continue;
    if (++count > 2 * kMostCases) return Error("tests", 0, "more than " + std::to_string(kMostCases) + " tests in " + folder.string());
    ISOBOX_CHECK(act(path));
  }
  if (error) return Error("read " + folder.string(), error.value(), {});
  return {};
}

Result<> findBeside(const fs::path& folder, Found& found) {
  return forEachFile(folder, [&](const fs::path& path) -> Result<> {
    const std::string ending = path.extension().string();
    if (ending == ".in") return take(found[path.stem().string()].input, path);
    if (ending == ".out" || ending == ".ans") return take(found[path.stem().string()].expected, path);
    return {};
  });
}

Result<> findInFolders(const fs::path& folder, Found& found) {
  ISOBOX_CHECK(forEachFile(folder / "input", [&](const fs::path& path) { return take(found[path.stem().string()].input, path); }));
  return forEachFile(folder / "output", [&](const fs::path& path) { return take(found[path.stem().string()].expected, path); });
}

bool isDigit(char character) { return character >= '0' && character <= '9'; }

/// The run of digits at the beginning, without leading zeros; `text` is what is left.
std::string_view takeNumber(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && isDigit(text[end])) ++end;
  std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

}  // namespace

bool comesBefore(std::string_view a, std::string_view b) {
  const std::string_view wholeA = a, wholeB = b;
  while (!a.empty() && !b.empty()) {
    if (isDigit(a.front()) && isDigit(b.front())) {
      const auto first = takeNumber(a), second = takeNumber(b);
      if (first.size() != second.size()) return first.size() < second.size();
      if (first != second) return first < second;
    } else {
      if (a.front() != b.front()) return a.front() < b.front();
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  if (a.empty() != b.empty()) return a.empty();
  return wholeA < wholeB;  // "1" and "01"
}

Result<std::vector<JudgeCase>> findCases(const std::string& folder) {
  Found found;
  std::error_code ignored;
  if (fs::is_directory(fs::path(folder) / "input", ignored) && fs::is_directory(fs::path(folder) / "output", ignored)) {
    ISOBOX_CHECK(findInFolders(folder, found));
  } else {
    ISOBOX_CHECK(findBeside(folder, found));
  }
  std::vector<JudgeCase> cases;
  for (const auto& [name, halves] : found) {
    if (halves.input.empty()) return Error("tests", 0, halves.expected + " has no input beside it");
    if (halves.expected.empty()) return Error("tests", 0, halves.input + " has no expected output beside it");
    cases.push_back({name, halves.input, halves.expected});
  }
  if (cases.empty()) return Error("tests", 0, "there are none in " + folder + ": NAME.in with NAME.out or NAME.ans");
  std::sort(cases.begin(), cases.end(), [](const JudgeCase& a, const JudgeCase& b) { return comesBefore(a.name, b.name); });
  return cases;
}

}  // namespace isobox::cli
