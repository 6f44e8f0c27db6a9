// Programs that use packages of npm as their documentation teaches it, in a real jail through the public
// library: what they print must be what Node.js printed, byte for byte; scripts/packages has put that beside
// them. Needs ISOBOX_BIN_DIR, what the jail needs, and the packages (scripts/setup --test).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = ISOBOX_PACKAGES_DIR;

/// "lodash/fp.js" and so on, in order: the programs of each package's folder.
std::vector<std::string> programs() {
  std::vector<std::string> paths;
  for (const auto& folder : fs::directory_iterator(kFolder)) {
    if (!folder.is_directory() || folder.path().filename() == "node_modules" ||
        folder.path().filename() == "mocks")
      continue;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() != ".out")
        paths.push_back(entry.path().lexically_relative(kFolder).generic_string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

/// "date-fns/dates.mjs" as the name of a test: "date_fns_dates_mjs".
std::string testName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

/// What a program loads, which is its whitelist and what a zygote is to have loaded for it.
std::vector<std::string> packagesIn(const std::string& code) {
  static const std::regex kLoad(R"((?:require\(|load\(|from )'([^'.][^']*)')");
  std::vector<std::string> names;
  for (std::sregex_iterator at(code.begin(), code.end(), kLoad), end; at != end; ++at)
    names.push_back((*at)[1]);
  return names;
}

IsoBoxOptions boxFor(const std::string& code) {
  IsoBoxOptions options;
  options.supervisorPath = test::programPath("isobox-supervisor");
  options.pool.min = 1;
  options.require.folders = {(kFolder / "node_modules").string()};
  options.require.whitelist = packagesIn(code);
  if (code.find("'tape'") != std::string::npos)
    for (const auto& mock : fs::directory_iterator(kFolder / "mocks"))
      options.require.mocks[mock.path().stem().string()] = ModuleMock::source(readFile(mock.path()));
  return options;
}

/// What a program's first lines say it needs, "// Memory: 256 MiB"; nothing: the default.
std::optional<std::uint64_t> memoryOf(const std::string& code) {
  std::smatch found;
  if (!std::regex_search(code, found, std::regex(R"(^// Memory: (\d+) MiB$)", std::regex::multiline)))
    return std::nullopt;
  return std::stoull(found[1]) << 20;
}

/// What Node.js writes to stdout.
std::string printed(const ExecutionResult& result) {
  std::string text;
  for (const ConsoleEntry& entry : result.console)
    if (entry.level == ConsoleLevel::Log || entry.level == ConsoleLevel::Info ||
        entry.level == ConsoleLevel::Debug)
      text += entry.text + "\n";
  return text;
}

class Packages : public testing::TestWithParam<std::string> {};

// Three times: the second asks for the packages again, which makes a zygote load them, and the third may find
// them loaded.
TEST_P(Packages, DoWhatTheyDoInNode) {
  const fs::path path = kFolder / GetParam();
  const std::string code = readFile(path);
  const std::string wanted = readFile(path.string() + ".out");
  ASSERT_FALSE(wanted.empty());
  ExecutionOptions options;
  options.filename = path.filename().string();
  options.isolation = false;
  options.discardValue = true;
  options.memory = memoryOf(code);
  if (path.extension() == ".ts") options.language = Language::TypeScript;
  IsoBox box(boxFor(code));
  for (int round = 0; round < 3; ++round) {
    const ExecutionResult result = box.execute(code, options);
    ASSERT_TRUE(result.ok()) << verdictName(result.verdict) << ": " << result.message << "\n"
                             << (result.error ? result.error->stack : "");
    ASSERT_EQ(printed(result), wanted) << "round " << round;
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, Packages, testing::ValuesIn(programs()), testName);

}  // namespace
}  // namespace isobox
