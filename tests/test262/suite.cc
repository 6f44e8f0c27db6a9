// A checkout of test262: its tests and their variants. Runs in the test262 program.
#include "tests/test262/suite.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace isobox::test262 {
namespace {

// What the harness expects of a host, on one line and in ES5, so that it works in every mode. It takes what
// it needs before the test can declare names like `eval`. Realms and agents cannot be made from inside a
// program here, and a second script is an indirect eval: the tests that need more are on the list of expected
// failures.
constexpr std::string_view kHost =
    "var print, $262 = (function (g) { var e = g.eval, c = g.console, log = c.log;"
    " print = function (text) { log.call(c, text); };"
    " return { global: g, gc: function () {}, evalScript: function (text) { return e(text); },"
    " createRealm: function () { throw new Error('no second realm'); },"
    " detachArrayBuffer: function (buffer) { if (!buffer.detached) buffer.transfer(); },"
    " end: function () { log.call(c, 'Test262:End'); } }; })(globalThis);\n";

// Says that the test's text ran to its end: what comes after it (a promise that was rejected and that nobody
// looks at) is no failure. The value is of no interest, and reading it out could run getters of the test's.
constexpr std::string_view kEnd = "\n;$262.end();\n";

}  // namespace

std::string_view variantName(Variant variant) {
  constexpr std::string_view kNames[] = {"sloppy", "strict", "module", "raw"};
  return kNames[static_cast<int>(variant)];
}

std::string readFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

Suite::Suite(const std::filesystem::path& root) : root_(std::filesystem::weakly_canonical(root)) {
  if (!std::filesystem::exists(root_ / "harness/assert.js") || !std::filesystem::is_directory(root_ / "test"))
    throw std::runtime_error(root_.string() +
                             " is no checkout of test262: it lacks harness/assert.js or test/");
}

std::vector<std::string> Suite::list(const std::string& folder) const {
  const std::filesystem::path top = root_ / "test";
  std::vector<std::string> paths;
  const auto add = [&](const std::filesystem::path& file) {
    const std::string path = file.lexically_relative(top).generic_string();
    if (path.ends_with(".js") && path.find("_FIXTURE") == path.npos) paths.push_back(path);
  };
  if (std::filesystem::is_regular_file(top / folder)) {
    add((top / folder).lexically_normal());
  } else if (std::filesystem::is_directory(top / folder)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator((top / folder).lexically_normal()))
      if (entry.is_regular_file()) add(entry.path());
  } else {
    throw std::runtime_error("no test/" + folder + " in " + root_.string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

Test Suite::load(const std::string& path) const {
  Test test{path, {}, readFile(root_ / "test" / path)};
  try {
    test.metadata = parseMetadata(test.source);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(path + ": " + error.what());
  }
  return test;
}

const std::string& Suite::harness(const std::string& name) {
  const auto found = harness_.find(name);
  if (found != harness_.end()) return found->second;
  return harness_.emplace(name, readFile(root_ / "harness" / name) + "\n").first->second;
}

// The files that a text may import, by what it says in quotes: './name.js' and the like, and what they
// import.
void Suite::addFiles(const std::string& path, const std::string& text,
                     std::map<std::string, std::string>& files) const {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  for (const char quote : {'\'', '"'}) {
    for (std::size_t at = text.find(quote); at != text.npos; at = text.find(quote, at + 1)) {
      const std::size_t end = text.find_first_of("'\"\n", at + 1);
      if (end == text.npos || text[end] != quote) continue;
      const std::string name = text.substr(at + 1, end - at - 1);
      if (!name.starts_with("./") && !name.starts_with("../")) continue;
      const std::string file = (folder / name).lexically_normal().generic_string();
      if (files.count(file) || file == path || !std::filesystem::is_regular_file(root_ / "test" / file))
        continue;
      files[file] = readFile(root_ / "test" / file);
      addFiles(file, std::string(files[file]), files);
    }
  }
}

Program Suite::compose(const Test& test, Variant variant) {
  Program program;
  program.filename = test.path;
  if (variant == Variant::Module) program.filename.replace(program.filename.size() - 2, 2, "mjs");
  if (test.metadata.has("raw")) return program.code = test.source, program;
  if (variant == Variant::Strict) program.code += "\"use strict\";\n";
  // A text that must not even parse needs no harness; without it a harness that does not parse is no success.
  const bool parses = test.metadata.negativePhase != "parse";
  if (parses) {
    program.code += kHost;
    program.code += harness("assert.js");
    program.code += harness("sta.js");
    if (test.metadata.has("async")) program.code += harness("doneprintHandle.js");
    for (const std::string& name : test.metadata.includes) program.code += harness(name);
  }
  program.linesBefore = std::count(program.code.begin(), program.code.end(), '\n');
  program.code += test.source;
  if (parses) program.code += kEnd;
  addFiles(test.path, test.source, program.files);
  // A module that imports itself is imported by one that does nothing else: by its own name, and as itself.
  const std::string name = std::filesystem::path(test.path).filename().generic_string();
  bool itself = test.source.find("./" + name) != std::string::npos;
  for (const auto& [path, text] : program.files) itself |= text.find("./" + name) != std::string::npos;
  if (parses && itself && variant == Variant::Module) {
    program.files[test.path] = std::move(program.code);
    program.code = "import './" + name + "';\n";
  } else if (parses && itself) {
    program.files[test.path] = test.source;  // a script that imports its own text, which is a module then
  }
  return program;
}

std::vector<Variant> variantsOf(const Metadata& metadata) {
  if (metadata.has("module")) return {Variant::Module};
  if (metadata.has("raw")) return {Variant::Raw};
  if (metadata.has("onlyStrict")) return {Variant::Strict};
  if (metadata.has("noStrict")) return {Variant::Sloppy};
  return {Variant::Sloppy, Variant::Strict};
}

}  // namespace isobox::test262
