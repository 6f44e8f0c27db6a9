// The operator's packages: what a runner can read of them, and what it cannot.
#include "supervisor/module_store.h"

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "tests/support/run_program.h"

namespace isobox::supervisor {
namespace {

namespace fs = std::filesystem;

class ModuleStoreTest : public testing::Test {
 protected:
  ModuleStoreTest() : folder(temporary.path() + "/modules") { fs::create_directories(folder); }

  void write(const std::string& path, const std::string& text) const { writeBelow(folder, path, text); }
  static void writeBelow(const std::string& below, const std::string& path, const std::string& text) {
    const fs::path file = fs::path(below) / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  ModuleStore& store() {
    if (!store_) {
      if (options.folders.empty()) options.folders = {folder};
      auto opened = ModuleStore::open(options);
      EXPECT_TRUE(opened) << opened.error().describe();
      store_.emplace(std::move(*opened));
    }
    return *store_;
  }
  void allow(std::vector<std::string> patterns) {
    const auto rules = policy::ModuleRules::parse(patterns);
    ASSERT_TRUE(rules) << rules.error().detail;
    allowed = store().packagesFor(*rules);
  }
  /// The text, or "denied: …".
  std::string read(std::string_view path) {
    const ModuleFile file = store().read(path, allowed);
    return file.text ? *file.text : "denied: " + std::string(moduleDenialName(file.denial));
  }

  test::TemporaryFolder temporary;
  std::string folder;
  ModuleStoreOptions options;
  PackageSet allowed;

 private:
  std::optional<ModuleStore> store_;
};

TEST_F(ModuleStoreTest, ReadsFilesOfWhatIsAllowed) {
  write("lodash/package.json", R"({"version": "4.17.21"})");
  write("lodash/fp/a.js", "fp");
  write("@scope/name/index.js", "scoped");
  write("other/index.js", "other");
  allow({"lodash@^4", "@scope/*"});
  EXPECT_EQ(read("/node_modules/lodash/fp/a.js"), "fp");
  EXPECT_EQ(read("/node_modules/@scope/name/index.js"), "scoped");
  EXPECT_EQ(read("/node_modules/other/index.js"), "denied: not allowed");
  EXPECT_EQ(read("/node_modules/lodash/nothing.js"), "denied: not found");
  EXPECT_EQ(read("/node_modules/lodash/fp"), "denied: not a regular file");
}

TEST_F(ModuleStoreTest, VersionsAreHeldAgainstPackageJson) {
  write("a/package.json", R"({"version": "1.5.0"})");
  write("b/package.json", R"({"version": "2.0.0"})");
  write("c/package.json", "no JSON");
  write("d/index.js", "");
  allow({"a@^1", "b@^1", "c@*", "d@*", "e@*"});
  EXPECT_EQ(allowed.packages(), (std::set<std::string, std::less<>>{"a"}));
}

TEST_F(ModuleStoreTest, DependenciesComeAlong) {
  write("top/package.json",
        R"({"dependencies": {"near": "1", "far": "1", "missing": "1"}, "optionalDependencies": {"opt": "1"},
                                "devDependencies": {"dev": "1"}})");
  write("top/node_modules/near/package.json", R"({"dependencies": {"top": "1", "deep": "1"}})");
  write("top/node_modules/near/index.js", "near of top");
  write("near/index.js", "near");
  write("far/package.json", R"({"dependencies": {"../x": "1", "far": "1", "@s/d": "1"}})");
  write("@s/d/index.js", "scoped");
  write("opt/index.js", "");
  write("deep/index.js", "");
  write("dev/index.js", "");
  allow({"top"});
  EXPECT_EQ(allowed.packages(), (std::set<std::string, std::less<>>{"@s/d", "deep", "far", "opt", "top",
                                                                    "top/node_modules/near"}));
  EXPECT_EQ(read("/node_modules/top/node_modules/near/index.js"), "near of top");
  EXPECT_EQ(read("/node_modules/near/index.js"), "denied: not allowed");
  EXPECT_EQ(read("/node_modules/dev/index.js"), "denied: not allowed");
}

TEST_F(ModuleStoreTest, TheFirstFolderCounts) {
  const std::string second = temporary.path() + "/second";
  write("a/index.js", "first");
  writeBelow(second, "a/index.js", "second");
  writeBelow(second, "a/more.js", "second");
  writeBelow(second, "b/index.js", "b");
  options.folders = {folder, second};
  allow({"*"});
  EXPECT_EQ(read("/node_modules/a/index.js"), "first");
  EXPECT_EQ(read("/node_modules/a/more.js"), "denied: not found");
  EXPECT_EQ(read("/node_modules/b/index.js"), "b");
}

TEST_F(ModuleStoreTest, FoldersAreAbsoluteAndThere) {
  EXPECT_FALSE(ModuleStore::open({.folders = {"modules"}}));
  EXPECT_FALSE(ModuleStore::open({.folders = {folder + "/nothing"}}));
  EXPECT_TRUE(ModuleStore::open({.folders = {}}));
}

// ---- attacks ----

TEST_F(ModuleStoreTest, NoLinkIsFollowed) {
  writeBelow(temporary.path(), "secret.js", "secret");
  write("a/real.js", "real");
  fs::create_symlink("../../secret.js", folder + "/a/out.js");
  fs::create_symlink(temporary.path() + "/secret.js", folder + "/a/absolute.js");
  fs::create_symlink("real.js", folder + "/a/inside.js");
  fs::create_symlink("..", folder + "/a/up");
  fs::create_symlink("/proc/self/root", folder + "/a/magic");
  fs::create_symlink(temporary.path(), folder + "/linked");
  allow({"a", "linked"});
  EXPECT_EQ(read("/node_modules/a/real.js"), "real");
  for (const char* path :
       {"a/out.js", "a/absolute.js", "a/inside.js", "a/up/a/real.js", "a/magic/etc/passwd"})
    EXPECT_EQ(read("/node_modules/" + std::string(path)), "denied: not a regular file") << path;
  EXPECT_EQ(read("/node_modules/linked/secret.js"), "denied: not allowed");
}

TEST_F(ModuleStoreTest, NoNameLeadsOut) {
  writeBelow(temporary.path(), "secret.js", "secret");
  write("a/x.js", "x");
  allow({"*"});
  EXPECT_EQ(read("/node_modules/a/x.js"), "x");
  for (const std::string_view path : {"",
                                      "/",
                                      "/node_modules",
                                      "/node_modules/",
                                      "/node_modules/a",
                                      "/node_modules/a/",
                                      "node_modules/a/x.js",
                                      "/node_modules/../secret.js",
                                      "/node_modules/a/../../secret.js",
                                      "/node_modules/a/./x.js",
                                      "/node_modules/a//x.js",
                                      "/node_modules//a/x.js",
                                      "/node_modules/./a/x.js",
                                      "/node_modules/a/x.js/",
                                      "/node_modules/@a/x.js",
                                      "/node_modules/.bin/x",
                                      "/node_modules/a\\..\\x.js",
                                      "/node_modules/a/..\\x.js",
                                      "/etc/passwd",
                                      "/node_modules/a/node_modules/",
                                      "/node_modules/a/node_modules/x.js",
                                      "/node_modules/a/\xff.js",
                                      "/node_modules/a/\n",
                                      "//node_modules/a/x.js",
                                      "/node_modules/../node_modules/a/x.js"})
    EXPECT_EQ(read(path), "denied: bad path") << path;
  EXPECT_EQ(read(std::string_view("/node_modules/a/x.js\0.png", 25)), "denied: bad path");
  EXPECT_EQ(read("/node_modules/a/" + std::string(5000, 'x')), "denied: bad path");
  EXPECT_EQ(read("/node_modules/a/" + std::string(300, 'x')), "denied: not found");
  EXPECT_EQ(read("/node_modules/a/%2e%2e/x.js"), "denied: not found");
  EXPECT_EQ(read("/node_modules/A/x.js"), "denied: not allowed");
}

TEST_F(ModuleStoreTest, OnlyRegularFilesAreRead) {
  write("a/x.js", "x");
  ASSERT_EQ(::mkfifo((folder + "/a/fifo.js").c_str(), 0666), 0);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (folder + "/a/s.js").c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(fd);
  allow({"a"});
  EXPECT_EQ(read("/node_modules/a/x.js"), "x");
  EXPECT_EQ(read("/node_modules/a/fifo.js"), "denied: not a regular file");
  EXPECT_EQ(read("/node_modules/a/s.js"), "denied: not a regular file");
}

TEST_F(ModuleStoreTest, NoDeviceIsRead) {
  options.folders = {"/dev"};
  allow({"pts"});
  ASSERT_TRUE(allowed.contains("pts"));
  const ModuleFile file = store().read("/node_modules/pts/ptmx", allowed);
  EXPECT_FALSE(file.text);
  EXPECT_TRUE(file.denial == ModuleDenial::NotRegular || file.denial == ModuleDenial::Unreadable);
}

TEST_F(ModuleStoreTest, SizeAndEncodingAreChecked) {
  options.file = Bytes{1000};
  write("a/fits.js", std::string(1000, 'x'));
  write("a/large.js", std::string(1001, 'x'));
  write("a/huge.js", "");
  fs::resize_file(folder + "/a/huge.js", std::uintmax_t{1} << 40);
  write("a/bytes.js", "\xff\xfe");
  allow({"a"});
  EXPECT_EQ(read("/node_modules/a/fits.js").size(), 1000u);
  EXPECT_EQ(read("/node_modules/a/large.js"), "denied: too large");
  EXPECT_EQ(read("/node_modules/a/huge.js"), "denied: too large");
  EXPECT_EQ(read("/node_modules/a/bytes.js"), "denied: not UTF-8");
}

TEST_F(ModuleStoreTest, WhatIsKeptIsBoundedAndNeverOld) {
  options.cache = Bytes{2500};
  for (const char* name : {"1", "2", "3", "4"}) write(std::string("a/") + name, std::string(900, name[0]));
  allow({"a"});
  for (int round = 0; round < 3; ++round)
    for (const char* name : {"1", "2", "3", "4", "1"})
      EXPECT_EQ(read(std::string("/node_modules/a/") + name), std::string(900, name[0]));
  write("a/1", "short");
  EXPECT_EQ(read("/node_modules/a/1"), "short");
  write("a/1", "other");
  ::timespec times[2] = {{1'000'000'000, 1}, {1'000'000'000, 1}};
  ASSERT_EQ(::utimensat(AT_FDCWD, (folder + "/a/1").c_str(), times, 0), 0);
  EXPECT_EQ(read("/node_modules/a/1"), "other");
  fs::remove(folder + "/a/1");
  EXPECT_EQ(read("/node_modules/a/1"), "denied: not found");
}

}  // namespace
}  // namespace isobox::supervisor
