// test262: the public conformance suite of ECMAScript in jailed runners. What scripts/test262 starts. An
// ordinary program of the developer's; the tests are run like any stranger's scripts.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/test262/driver.h"
#include "tests/test262/lists.h"
#include "tests/test262/outcomes.h"

namespace isobox::test262 {
namespace {

constexpr const char* kUsage = R"(usage: test262 --lists FOLDER PATH [FOLDER…] [options]
  PATH                  a checkout of github.com/tc39/test262
  FOLDER                what to run, below its test/ (default: language)
  --only REGEX          only tests whose path matches
  --features A,B        only tests with one of these features, even if it is excluded
  --jobs N              runners at once (default: twice the processors)
  --update              write the list of expected failures anew; reasons are kept
  --verbose             a line for each run that fails
  --json FILE           every run's outcome
  --list-failures FILE  every failure with its message, by kind of message
Exit status: 0 as expected, 1 not, 2 wrong usage.
)";

struct Arguments {
  std::filesystem::path lists, suite, json, failures;
  std::vector<std::string> folders;
  std::optional<std::regex> only;
  std::set<std::string> features;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency()) * 2;
  bool update = false, verbose = false;
};

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

unsigned parseJobs(const std::string& text) {
  constexpr unsigned long kMost = 1000;
  char* end = nullptr;
  const unsigned long jobs = std::strtoul(text.c_str(), &end, 10);
  if (text.empty() || *end != 0 || jobs == 0 || jobs > kMost)
    throw UsageError("--jobs " + text + ": a number from 1 to 1000");
  return static_cast<unsigned>(jobs);
}

std::set<std::string> splitAtCommas(const std::string& text) {
  std::set<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    if (end > begin) parts.insert(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Arguments parseArguments(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    const auto value = [&]() -> const std::string& {
      if (++i == words.size()) throw UsageError(word + " needs a value");
      return words[i];
    };
    if (word == "--lists")
      arguments.lists = value();
    else if (word == "--only")
      arguments.only.emplace(value(), std::regex::ECMAScript | std::regex::optimize);
    else if (word == "--features")
      arguments.features = splitAtCommas(value());
    else if (word == "--jobs")
      arguments.jobs = parseJobs(value());
    else if (word == "--json")
      arguments.json = value();
    else if (word == "--list-failures")
      arguments.failures = value();
    else if (word == "--update")
      arguments.update = true;
    else if (word == "--verbose")
      arguments.verbose = true;
    else if (word.starts_with("-"))
      throw UsageError("unknown option " + word);
    else if (arguments.suite.empty())
      arguments.suite = word;
    else
      arguments.folders.push_back(word);
  }
  if (arguments.suite.empty() || arguments.lists.empty()) throw UsageError("PATH and --lists are needed");
  if (arguments.folders.empty()) arguments.folders.push_back("language");
  return arguments;
}

class Session {
 public:
  explicit Session(Arguments arguments)
      : arguments_(std::move(arguments)),
        suite_(arguments_.suite),
        excludedFeatures_(loadList(arguments_.lists / "excluded_features.txt")),
        expectedPath_(arguments_.lists / "expected_failures.txt"),
        expected_(loadList(expectedPath_)) {}

  int run() {
    select();
    const auto begin = std::chrono::steady_clock::now();
    Driver driver(suite_, {.jobs = arguments_.jobs},
                  [this](const Outcome& outcome, const Run& run) { observe(outcome, run); });
    driver.runAll(outcomes_);
    if (::isatty(STDERR_FILENO) != 0) std::cerr << "\r\x1b[K";
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    printTable(std::cout, outcomes_);
    std::cout << "took " << static_cast<int>(took.count()) << " s\n";
    writeFiles();
    return conclude();
  }

 private:
  void select() {
    std::set<std::string> paths;
    for (const std::string& folder : arguments_.folders)
      for (std::string& path : suite_.list(folder))
        if (!arguments_.only || std::regex_search(path, *arguments_.only)) paths.insert(std::move(path));
    for (const std::string& path : paths) {
      const Metadata metadata = suite_.load(path).metadata;
      if (!wanted(metadata)) continue;
      Outcome outcome{path, {}, exclusion(metadata)};
      if (outcome.excluded.empty())
        for (const Variant variant : variantsOf(metadata)) outcome.runs.emplace_back().variant = variant;
      total_ += outcome.runs.size();
      outcomes_.push_back(std::move(outcome));
    }
  }

  bool wanted(const Metadata& metadata) const {
    return arguments_.features.empty() ||
           std::any_of(metadata.features.begin(), metadata.features.end(),
                       [this](const std::string& feature) { return arguments_.features.contains(feature); });
  }

  /// Why the test is not run, or empty.
  std::string exclusion(const Metadata& metadata) const {
    if (metadata.has("CanBlockIsTrue")) return "an agent here never blocks";
    for (const std::string& feature : metadata.features) {
      const auto found = excludedFeatures_.find(feature);
      if (found != excludedFeatures_.end() && !arguments_.features.contains(feature))
        return feature + ": " + found->second;
    }
    return {};
  }

  void observe(const Outcome& outcome, const Run& run) {
    ++done_;
    if (arguments_.verbose && !run.failure.empty())
      std::cout << outcome.path << " (" << variantName(run.variant) << "): " << run.failure << std::endl;
    if (done_ % 100 == 0 && ::isatty(STDERR_FILENO) != 0)
      std::cerr << "\r" << done_ << " of " << total_ << " runs" << std::flush;
  }

  void writeFiles() const {
    const auto write = [&](const std::filesystem::path& path, auto&& print) {
      if (path.empty()) return;
      std::ofstream out(path, std::ios::binary);
      print(out, outcomes_);
      if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
    };
    write(arguments_.json, writeJson);
    write(arguments_.failures, writeFailures);
  }

  /// The exit status: whether all is as the list says.
  int conclude() {
    if (arguments_.update) {
      saveList(expectedPath_, updated(outcomes_, withoutVanished()));
      std::cout << "wrote " << expectedPath_.string() << "\n";
      return 0;
    }
    const Comparison comparison = compare(outcomes_, expected_);
    static constexpr std::size_t kShown = 40;
    const auto show = [](const char* what, const std::vector<std::string>& names) {
      if (names.empty()) return;
      std::cout << names.size() << " " << what << "\n";
      for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) std::cout << "  " << names[i] << "\n";
      if (names.size() > kShown) std::cout << "  …\n";
    };
    show("failed and are not on the list of expected failures:", comparison.unexpectedFailures);
    show("passed but are on the list of expected failures:", comparison.unexpectedPasses);
    std::cout << (comparison.clean() ? "as expected\n" : "NOT as expected\n");
    return comparison.clean() ? 0 : 1;
  }

  /// The list without tests of these folders that the suite no longer has.
  ExpectedFailures withoutVanished() const {
    ExpectedFailures kept;
    for (const auto& entry : expected_) {
      const std::string path = entry.first.substr(0, entry.first.find(' '));
      if (std::filesystem::exists(arguments_.suite / "test" / path)) kept.insert(entry);
    }
    return kept;
  }

  Arguments arguments_;
  Suite suite_;
  std::map<std::string, std::string> excludedFeatures_;
  std::filesystem::path expectedPath_;
  ExpectedFailures expected_;
  std::vector<Outcome> outcomes_;
  std::size_t total_ = 0, done_ = 0;
};

}  // namespace
}  // namespace isobox::test262

int main(int argc, char** argv) {
  using namespace isobox::test262;
  try {
    return Session(parseArguments({argv + 1, argv + argc})).run();
  } catch (const UsageError& error) {
    std::cerr << "test262: " << error.what() << "\n" << kUsage;
  } catch (const std::regex_error& error) {
    std::cerr << "test262: --only: " << error.what() << "\n";
  } catch (const std::exception& error) {
    std::cerr << "test262: " << error.what() << "\n";
  }
  return 2;
}
