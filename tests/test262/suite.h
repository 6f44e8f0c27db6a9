// A checkout of test262: which tests it has, in which variants each is run, and the program that is sent for
// one. Runs in the test262 program.
#ifndef ISOBOX_TESTS_TEST262_SUITE_H
#define ISOBOX_TESTS_TEST262_SUITE_H

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/test262/metadata.h"

namespace isobox::test262 {

enum class Variant { Sloppy, Strict, Module, Raw };

/// "sloppy", "strict", …
std::string_view variantName(Variant variant);

struct Test {
  std::string path;  // below test/, as in "language/asi/S7.9_A1.js"
  Metadata metadata;
  std::string source;
};

/// A test as the runner gets it.
struct Program {
  std::map<std::string, std::string> files;  // modules that it may import
  std::string code;
  std::string filename;
  std::uint32_t linesBefore = 0;  // lines of ours before the test's own text
};

class Suite {
 public:
  /// Throws std::runtime_error when `root` holds no test262.
  explicit Suite(const std::filesystem::path& root);

  /// Paths of the tests below `folder` (or `folder` itself, when it is a file), in order.
  std::vector<std::string> list(const std::string& folder) const;
  Test load(const std::string& path) const;
  Program compose(const Test& test, Variant variant);

 private:
  const std::string& harness(const std::string& name);
  void addFiles(const std::string& path, const std::string& text,
                std::map<std::string, std::string>& files) const;

  std::filesystem::path root_;
  std::map<std::string, std::string> harness_;
};

/// The variants that the test's flags ask for.
std::vector<Variant> variantsOf(const Metadata& metadata);

/// A whole file; throws std::runtime_error.
std::string readFile(const std::filesystem::path& path);

}  // namespace isobox::test262

#endif
