// Every program of this folder in a real jail, through the public library; what it printed and how it ended
// must be what stands beside it in its .out file. README.md says how that is written. Needs ISOBOX_BIN_DIR
// and what the jail needs.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox {
namespace {

namespace fs = std::filesystem;

const fs::path kPrograms = ISOBOX_CONFORMANCE_DIR;

bool isText(const fs::path& path) {
  static const std::set<std::string> kKinds{".js", ".mjs", ".cjs", ".ts", ".mts"};
  return kKinds.contains(path.extension().string());
}

/// The `main` of a folder that is one program of several modules.
std::optional<fs::path> mainOf(const fs::path& folder) {
  for (const char* name : {"main.mjs", "main.mts", "main.js", "main.cjs", "main.ts"})
    if (fs::exists(folder / name)) return folder / name;
  return std::nullopt;
}

/// The `main` of the program that a file belongs to; the file itself when it is one.
fs::path programOf(const fs::path& path) {
  for (fs::path folder = path.parent_path(); folder != kPrograms; folder = folder.parent_path())
    if (const auto main = mainOf(folder)) return *main;
  return path;
}

bool isProgram(const fs::path& path) {
  return isText(path) && programOf(path) == path;
}

/// Paths of all programs below this folder, in order.
std::vector<std::string> programs() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(kPrograms))
    if (entry.is_regular_file() && isProgram(entry.path()))
      paths.push_back(entry.path().lexically_relative(kPrograms).generic_string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// "classes/fields.js" as the name of a test: "classes_fields".
std::string testName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  if (const fs::path path = name; path.extension() == ".js")
    name = (path.parent_path() / path.stem()).generic_string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

/// The other files of a program in a folder of its own.
std::map<std::string, std::string> modulesBeside(const fs::path& path) {
  std::map<std::string, std::string> files;
  if (!mainOf(path.parent_path())) return files;
  for (const auto& entry : fs::recursive_directory_iterator(path.parent_path()))
    if ((isText(entry.path()) || entry.path().extension() == ".json") && entry.path() != path)
      files[entry.path().lexically_relative(path.parent_path()).generic_string()] = readFile(entry.path());
  return files;
}

IsoBox& box() {
  static IsoBox box([] {
    IsoBoxOptions options;
    options.supervisorPath = test::programPath("isobox-supervisor");
    options.pool.min = 1;
    return options;
  }());
  return box;
}

std::string describeEnd(const ExecutionResult& result, bool withStack) {
  if (result.ok()) return "=> " + inspect(result.value) + "\n";
  std::string text = "=> " + std::string(verdictName(result.verdict));
  if (!result.error) return text + ": " + result.message + "\n";
  const ScriptError& error = *result.error;
  text += " " + (error.name.empty() ? "" : error.name + ": ") + error.message + "\n";
  if (!withStack) return text;
  text += "at " + error.file + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) + "\n";
  return text + error.stack + "\n";
}

std::string describe(const ExecutionResult& result, bool withStack) {
  std::string text;
  for (const ConsoleEntry& entry : result.console) {
    if (entry.level != ConsoleLevel::Log) text += std::string(consoleLevelName(entry.level)) + ": ";
    text += entry.text + "\n";
  }
  return text + describeEnd(result, withStack);
}

/// Programs that need what the engine lacks yet: `path: reason` in expected_failures.txt.
bool isExpectedFailure(const std::string& program) {
  const std::string list = "\n" + readFile(kPrograms / "expected_failures.txt");
  return list.find("\n" + program + ": ") != std::string::npos;
}

class Conformance : public testing::TestWithParam<std::string> {};

TEST_P(Conformance, PrintsWhatItShould) {
  const fs::path path = kPrograms / GetParam();
  const std::string code = readFile(path);
  ExecutionOptions options;
  options.filename = path.filename().string();
  options.isolation = false;
  options.files = modulesBeside(path);
  if (path.extension() == ".ts" || path.extension() == ".mts") options.language = Language::TypeScript;
  const bool withStack = path.parent_path().filename() == "errors";
  const std::string printed = describe(box().execute(code, options), withStack);
  const std::string wanted = readFile(fs::path(path).replace_extension(".out"));
  if (isExpectedFailure(GetParam())) {
    EXPECT_NE(printed, wanted) << "it does what it should now: take it off expected_failures.txt";
  } else {
    EXPECT_EQ(printed, wanted);
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, Conformance, testing::ValuesIn(programs()), testName);

}  // namespace
}  // namespace isobox
