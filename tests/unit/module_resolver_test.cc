// What specifiers mean: Node.js's algorithms over virtual files.
#include "runner/engine/module_resolver.h"

#include <gtest/gtest.h>

#include <map>

namespace isobox::runner {
namespace {

struct Files : ModuleFiles {
  std::map<std::string, std::string, std::less<>> program, packages;
  std::vector<std::string> asked;

  static std::optional<std::string_view> find(const std::map<std::string, std::string, std::less<>>& in,
                                              std::string_view path) {
    const auto found = in.find(path);
    return found == in.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  }
  std::optional<std::string_view> own(std::string_view path) override { return find(program, path); }
  bool ownFolder(std::string_view path) override {
    const std::string below = path == "/" ? "/" : std::string(path) + "/";
    const auto next = program.lower_bound(below);
    return next != program.end() && next->first.starts_with(below);
  }
  std::optional<std::string_view> package(std::string_view path) override {
    asked.emplace_back(path);
    return find(packages, path);
  }
};

class Resolver : public testing::Test {
 protected:
  void program(std::initializer_list<const char*> paths) {
    for (const char* path : paths) files.program[path] = "";
  }
  /// The file's path, "mock NAME", or the error's code.
  std::string required(std::string_view specifier, std::string_view from = "/main.js") {
    return shown(ModuleResolver(files, rules).resolve(specifier, from, ModuleAsker::Require));
  }
  std::string imported(std::string_view specifier, std::string_view from = "/main.js") {
    return shown(ModuleResolver(files, rules).resolve(specifier, from, ModuleAsker::Import));
  }
  std::string shown(const ModuleAnswer& answer) {
    last = answer;
    if (answer.kind == ModuleAnswer::Kind::Mock) return "mock " + answer.path;
    return answer.kind == ModuleAnswer::Kind::File ? answer.path : answer.code;
  }
  void allow(std::initializer_list<const char*> patterns) {
    rules.packages = true;
    rules.whitelist.assign(patterns.begin(), patterns.end());
  }

  Files files;
  ipc::ModuleRules rules;
  ModuleAnswer last;
};

TEST(ModulePaths, AreJoinedAndStayBelowTheRoot) {
  EXPECT_EQ(joinModulePath("/a", "./b.js"), "/a/b.js");
  EXPECT_EQ(joinModulePath("/a/c", "../b.js"), "/a/b.js");
  EXPECT_EQ(joinModulePath("/a", "../../../b.js"), "/b.js");
  EXPECT_EQ(joinModulePath("/a", "/lib//./b.js"), "/lib/b.js");
  EXPECT_EQ(joinModulePath("/a", ".."), "/");
  EXPECT_EQ(joinModulePath("/", "a.js"), "/a.js");
  EXPECT_EQ(moduleFolder("/a/b.js"), "/a");
  EXPECT_EQ(moduleFolder("/b.js"), "/");
}

TEST(ModulePaths, PackagesAreLookedForUpwards) {
  EXPECT_EQ(ModuleResolver::packageFolders("/a/b/c.js"),
            (std::vector<std::string>{"/a/b/node_modules", "/a/node_modules", "/node_modules"}));
  EXPECT_EQ(ModuleResolver::packageFolders("/node_modules/a/b.js"),
            (std::vector<std::string>{"/node_modules/a/node_modules", "/node_modules"}));
}

TEST(ModulePatterns, NamePackagesScopesAndSubpaths) {
  EXPECT_TRUE(patternNames("lodash", "lodash", ""));
  EXPECT_TRUE(patternNames("lodash", "lodash", "/fp"));
  EXPECT_FALSE(patternNames("lodash", "lodash-es", ""));
  EXPECT_TRUE(patternNames("lodash/fp", "lodash", "/fp"));
  EXPECT_FALSE(patternNames("lodash/fp", "lodash", ""));
  EXPECT_FALSE(patternNames("lodash/fp", "lodash", "/fp2"));
  EXPECT_TRUE(patternNames("lodash@^4", "lodash", "/fp"));
  EXPECT_TRUE(patternNames("@scope/*", "@scope/a", ""));
  EXPECT_FALSE(patternNames("@scope/*", "@scoped/a", ""));
  EXPECT_TRUE(patternNames("@scope/a@1.x", "@scope/a", ""));
  EXPECT_TRUE(patternNames("*", "anything", "/x"));
}

TEST_F(Resolver, FindsFilesWithAndWithoutTheirEndings) {
  program(
      {"/main.js", "/a.js", "/a/index.js", "/b.ts", "/c/index.ts", "/d.json", "/e.mts", "/dir/f.js", "/g"});
  EXPECT_EQ(required("./a"), "/a.js");
  EXPECT_EQ(required("./a/"), "/a/index.js");
  EXPECT_EQ(required("./a.js"), "/a.js");
  EXPECT_EQ(required("./b"), "/b.ts");
  EXPECT_EQ(required("./c"), "/c/index.ts");
  EXPECT_EQ(required("./d"), "/d.json");
  EXPECT_EQ(required("/dir/f"), "/dir/f.js");
  EXPECT_EQ(required("../a", "/dir/f.js"), "/a.js");
  EXPECT_EQ(required(".", "/a/index.js"), "/a/index.js");
  EXPECT_EQ(required("./g"), "/g");
  EXPECT_EQ(imported("./a"), "/a.js");
  EXPECT_EQ(imported("./b.js"), "/b.ts");
  EXPECT_EQ(imported("./e.mjs"), "/e.mts");
}

TEST_F(Resolver, SaysWhatItDoesNotFind) {
  program({"/main.js"});
  EXPECT_EQ(required("./x"), "MODULE_NOT_FOUND");
  EXPECT_EQ(last.message, "Cannot find module './x'");
  EXPECT_EQ(imported("./x"), "ERR_MODULE_NOT_FOUND");
  EXPECT_EQ(required("/"), "MODULE_NOT_FOUND");
  EXPECT_EQ(required("./a\0b"), "MODULE_NOT_FOUND");
  EXPECT_EQ(required(std::string(10'000, 'a')), "MODULE_NOT_FOUND");
}

TEST_F(Resolver, AFolderHasAMain) {
  program({"/lib/src/start.js", "/lib2/src/index.js", "/lib3/index.js"});
  files.program["/lib/package.json"] = R"({"main": "./src/start"})";
  files.program["/lib2/package.json"] = R"({"main": "src"})";
  files.program["/lib3/package.json"] = R"({"main": "missing.js"})";
  EXPECT_EQ(required("./lib"), "/lib/src/start.js");
  EXPECT_EQ(required("./lib2"), "/lib2/src/index.js");
  EXPECT_EQ(imported("./lib3"), "/lib3/index.js");
}

TEST_F(Resolver, FindsThePackagesOfTheProgramUpwards) {
  program({"/node_modules/a/index.js", "/src/node_modules/a/index.js", "/node_modules/@s/b/lib/c.js",
           "/node_modules/d.js"});
  EXPECT_EQ(required("a"), "/node_modules/a/index.js");
  EXPECT_EQ(required("a", "/src/deep/x.js"), "/src/node_modules/a/index.js");
  EXPECT_EQ(required("@s/b/lib/c", "/src/x.js"), "/node_modules/@s/b/lib/c.js");
  EXPECT_EQ(required("d"), "/node_modules/d.js");
  EXPECT_EQ(required("a/nothing"), "MODULE_NOT_FOUND");
  EXPECT_EQ(required("a/../d.js"), "MODULE_NOT_FOUND");
  EXPECT_TRUE(files.asked.empty());
}

TEST_F(Resolver, ExportsHaveConditionsSubpathsPatternsAndNulls) {
  program({"/node_modules/p/a.cjs", "/node_modules/p/a.mjs", "/node_modules/p/sub.js",
           "/node_modules/p/lib/x.js", "/node_modules/p/lib/private/y.js", "/node_modules/p/n.js",
           "/node_modules/q/q.js"});
  files.program["/node_modules/p/package.json"] = R"({"exports": {
    ".": {"types": "./t.d.ts", "import": "./a.mjs", "require": "./a.cjs"},
    "./sub": [{"unknown": "./zzz.js"}, "./sub.js"],
    "./lib/*": "./lib/*.js", "./lib/*.js": "./lib/*.js", "./lib/private/*": null,
    "./nested": {"node": {"import": "./a.mjs", "default": "./n.js"}},
    "./out": "../q/q.js", "./gone": "./gone.js"}})";
  files.program["/node_modules/q/package.json"] = R"({"exports": "./q.js", "main": "nothing.js"})";
  EXPECT_EQ(required("p"), "/node_modules/p/a.cjs");
  EXPECT_EQ(imported("p"), "/node_modules/p/a.mjs");
  EXPECT_EQ(required("p/sub"), "/node_modules/p/sub.js");
  EXPECT_EQ(required("p/lib/x"), "/node_modules/p/lib/x.js");
  EXPECT_EQ(required("p/lib/x.js"), "/node_modules/p/lib/x.js");
  EXPECT_EQ(required("p/nested"), "/node_modules/p/n.js");
  EXPECT_EQ(imported("p/nested"), "/node_modules/p/a.mjs");
  EXPECT_EQ(required("q"), "/node_modules/q/q.js");
  EXPECT_EQ(required("p/lib/private/y"), "ERR_PACKAGE_PATH_NOT_EXPORTED");
  EXPECT_EQ(required("p/a.cjs"), "ERR_PACKAGE_PATH_NOT_EXPORTED");
  EXPECT_EQ(last.message,
            "Package subpath './a.cjs' is not defined by \"exports\" in /node_modules/p/package.json");
  EXPECT_EQ(required("q/x"), "ERR_PACKAGE_PATH_NOT_EXPORTED");
  EXPECT_EQ(required("p/out"), "ERR_INVALID_PACKAGE_TARGET");
  EXPECT_EQ(required("p/gone"), "MODULE_NOT_FOUND");
  EXPECT_EQ(required("p/lib/../../q/q"), "ERR_INVALID_PACKAGE_TARGET");
}

TEST_F(Resolver, ImportsAndItself) {
  program({"/src/util.js", "/src/main.js", "/src/deep/a.js", "/node_modules/dep/index.js"});
  files.program["/package.json"] = R"({"name": "me", "exports": {"./util": "./src/util.js"},
    "imports": {"#util": "./src/util.js", "#dep": "dep", "#d/*": "./src/deep/*.js", "#no": null}})";
  EXPECT_EQ(required("#util", "/src/main.js"), "/src/util.js");
  EXPECT_EQ(required("#dep", "/src/main.js"), "/node_modules/dep/index.js");
  EXPECT_EQ(required("#d/a", "/src/main.js"), "/src/deep/a.js");
  EXPECT_EQ(required("#no", "/src/main.js"), "ERR_PACKAGE_IMPORT_NOT_DEFINED");
  EXPECT_EQ(required("#other", "/src/main.js"), "ERR_PACKAGE_IMPORT_NOT_DEFINED");
  EXPECT_EQ(required("me/util", "/src/main.js"), "/src/util.js");
  EXPECT_EQ(required("me", "/src/main.js"), "ERR_PACKAGE_PATH_NOT_EXPORTED");
}

TEST_F(Resolver, TheNearestPackageSaysTheType) {
  program({"/a.js", "/lib/b.js", "/node_modules/p/c.js"});
  files.program["/package.json"] = R"({"type": "module"})";
  files.program["/lib/package.json"] = R"({"type": "commonjs"})";
  ModuleResolver resolver(files, rules);
  EXPECT_EQ(resolver.typeOf("/a.js"), PackageType::Module);
  EXPECT_EQ(resolver.typeOf("/lib/b.js"), PackageType::CommonJs);
  EXPECT_EQ(resolver.typeOf("/node_modules/p/c.js"), PackageType::Unknown);
}

TEST_F(Resolver, WhatNobodyAllowedIsDeniedByName) {
  program({"/main.js"});
  EXPECT_EQ(required("child_process"), "ERR_MODULE_NOT_ALLOWED");
  EXPECT_EQ(last.message, "Module 'child_process' is not allowed here. No modules are.");
  EXPECT_EQ(last.denied, "child_process");
  allow({"lodash", "@scope/*"});
  rules.mocks = {{"net", ipc::ModuleRules::MockKind::Json, "1"}};
  EXPECT_EQ(imported("node:dns/promises"), "ERR_MODULE_NOT_ALLOWED");
  EXPECT_EQ(last.message, "Module 'node:dns/promises' is not allowed here. Allowed: lodash, @scope/*, net");
  EXPECT_EQ(required("moment"), "ERR_MODULE_NOT_ALLOWED");
  EXPECT_TRUE(files.asked.empty());
  EXPECT_EQ(required("lodash"), "MODULE_NOT_FOUND");
  EXPECT_EQ(last.denied, "");
}

TEST_F(Resolver, WhatReadsStdinIsThereForEverybody) {
  program({"/main.js", "/node_modules/readline/index.js"});
  for (const char* name : {"fs", "node:fs", "fs/promises", "readline", "node:readline", "node:readline/promises", "process", "os"}) {
    const auto answer = ModuleResolver(files, rules).resolve(name, "/main.js", ModuleAsker::Require);
    EXPECT_EQ(answer.kind, ModuleAnswer::Kind::Standard) << name;
    EXPECT_EQ(answer.path, standardModule(name)) << name;
    EXPECT_TRUE(answer.denied.empty());
  }
  for (const char* name : {"fs/x", "node:node:fs", "node:", "FS", "./fs"})
    EXPECT_NE(ModuleResolver(files, rules).resolve(name, "/main.js", ModuleAsker::Require).kind, ModuleAnswer::Kind::Standard) << name;
}

TEST_F(Resolver, MocksComeFirst) {
  program({"/main.js", "/config.json", "/node_modules/a/index.js"});
  for (const char* name : {"fs", "a", "/config.json", "lodash/fp"})
    rules.mocks.push_back({name, ipc::ModuleRules::MockKind::Json, "1"});
  EXPECT_EQ(required("fs"), "mock fs");
  EXPECT_EQ(required("node:fs"), "mock fs");
  EXPECT_EQ(imported("a"), "mock a");
  EXPECT_EQ(imported("./config.json"), "mock /config.json");
  EXPECT_EQ(imported("./config"), "mock /config.json");
  EXPECT_EQ(imported("lodash/fp"), "mock lodash/fp");
  EXPECT_EQ(imported("lodash"), "ERR_MODULE_NOT_ALLOWED");
}

class Packages : public Resolver {
 protected:
  Packages() {
    program({"/main.js"});
    files.packages = {{"/node_modules/top/package.json", R"({"main": "lib/top.js"})"},
                      {"/node_modules/top/lib/top.js", ""},
                      {"/node_modules/top/lib/other.js", ""},
                      {"/node_modules/top/node_modules/inner/index.js", ""},
                      {"/node_modules/dep/package.json", R"({"exports": "./dep.js"})"},
                      {"/node_modules/dep/dep.js", ""},
                      {"/node_modules/events/events.js", ""}};
  }
};

TEST_F(Packages, AreAskedForWhenTheyAreAllowed) {
  allow({"top"});
  EXPECT_EQ(required("top"), "/node_modules/top/lib/top.js");
  EXPECT_EQ(imported("top/lib/other"), "/node_modules/top/lib/other.js");
  EXPECT_EQ(required("./other", "/node_modules/top/lib/top.js"), "/node_modules/top/lib/other.js");
  EXPECT_EQ(required("top/nothing"), "MODULE_NOT_FOUND");
  rules.packages = false;
  EXPECT_EQ(required("top"), "ERR_MODULE_NOT_ALLOWED");
}

TEST_F(Packages, TheirDependenciesAreForThemOnly) {
  allow({"top"});
  EXPECT_EQ(required("dep", "/node_modules/top/lib/top.js"), "/node_modules/dep/dep.js");
  EXPECT_EQ(required("inner", "/node_modules/top/lib/top.js"),
            "/node_modules/top/node_modules/inner/index.js");
  EXPECT_EQ(required("events", "/node_modules/top/lib/top.js"), "ERR_MODULE_NOT_ALLOWED");
  EXPECT_EQ(required("nothing", "/node_modules/top/lib/top.js"), "MODULE_NOT_FOUND");
  files.asked.clear();
  for (const char* road :
       {"dep", "/node_modules/dep/dep.js", "./node_modules/dep/dep.js", "./node_modules/dep", "inner"})
    EXPECT_EQ(required(road), "ERR_MODULE_NOT_ALLOWED") << road;
  EXPECT_TRUE(files.asked.empty());
  for (const char* road : {"top/../dep/dep.js", "top/node_modules/inner", "/node_modules/top/../dep/dep.js",
                           "/node_modules/top/node_modules/inner/index.js"})
    EXPECT_NE(required(road).front(), '/') << road;
}

TEST_F(Packages, ASubpathAloneCanBeAllowed) {
  allow({"top/lib/other"});
  EXPECT_EQ(required("top/lib/other"), "/node_modules/top/lib/other.js");
  EXPECT_EQ(required("top"), "ERR_MODULE_NOT_ALLOWED");
  EXPECT_EQ(required("top/lib/top"), "ERR_MODULE_NOT_ALLOWED");
}

TEST_F(Packages, AMainThatLeadsElsewhereIsNotFollowed) {
  allow({"top"});
  files.packages["/node_modules/top/package.json"] = R"({"main": "../dep/dep.js"})";
  EXPECT_EQ(required("top"), "MODULE_NOT_FOUND");
}

TEST(PackageJson, ReadsWhatItNeedsAndRefusesTheRest) {
  const auto package = parsePackageJson(
      "\xef\xbb\xbf{\"name\":\"a\\u0062\",\"main\":1,\"type\":\"module\",\"exports\":null,\"x\":[1,{}]}");
  ASSERT_TRUE(package);
  EXPECT_EQ(package->name, "ab");
  EXPECT_EQ(package->main, "");
  EXPECT_EQ(package->type, PackageType::Module);
  EXPECT_FALSE(package->exports);
  for (const char* text : {"", "[]", "{", "{\"a\":}", "{\"a\":1,}", "{} x", "{\"a\" 1}"})
    EXPECT_FALSE(parsePackageJson(text)) << text;
  std::string deep = "{\"exports\":";
  for (int i = 0; i < 100'000; ++i) deep += "[";
  EXPECT_FALSE(parsePackageJson(deep));
}

}  // namespace
}  // namespace isobox::runner
