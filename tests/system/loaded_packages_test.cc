// Packages that are loaded ahead of programs that come with the same whitelist again. Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

class LoadedPackages : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/isobox-loaded-XXXXXX";
    root = ::mkdtemp(name);
    put("clock", "exports.at = Date.now(); exports.part = require('./part').name; exports.env = typeof process");
    write("/node_modules/clock/part.js", "exports.name = 'part'");
    put("throws", "throw new Error('not today')");
    put("spins", "for (;;);");
    put("poison", "Array.prototype.push = function () { return 'poisoned' }; exports.ok = 1");
    put("hungry", "var a = []; for (;;) a.push(new Array(1000))");
  }
  void TearDown() override {
    supervisor.reset();
    std::filesystem::remove_all(root);
  }

  void write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(root + path).parent_path());
    std::ofstream(root + path) << text;
  }
  void put(const std::string& package, const std::string& text) {
    write("/node_modules/" + package + "/package.json", "{\"version\": \"1.0.0\"}");
    write("/node_modules/" + package + "/index.js", text);
  }
  void start(json::object pool = {{"min", 1}, {"max", 6}}, int templates = 4) {
    const json::object policy{{"modules", {{"folders", json::array{root + "/node_modules"}}, {"templates", templates}}},
                              {"pool", std::move(pool)}, {"limits", {{"wall", 2000}}}};
    supervisor = std::make_unique<SupervisorProcess>(SupervisorProcess::Setup{.policy = json::serialize(policy)});
  }
  json::object run(std::string_view code, std::string_view package, json::object options = {}) {
    options["whitelist"] = json::array{package};
    options["isolation"] = false;
    return supervisor->client().run(code, options);
  }
  /// How long before the program the package was loaded, in ms.
  std::int64_t age(json::object options = {}) {
    return run("var now = Date.now(); now - require('clock').at", "clock", std::move(options)).at("value").to_number<std::int64_t>();
  }
  /// Those zygotes that have loaded packages and live, by the supervisor's log.
  std::vector<pid_t> loadingZygotes() {
    static constexpr std::string_view kSaid = "zygote with packages launched: pid ";
    const std::string log = supervisor->log();
    std::vector<pid_t> zygotes;
    for (auto at = log.find(kSaid); at != std::string::npos; at = log.find(kSaid, at + 1)) {
      const pid_t pid = std::atoi(log.c_str() + at + kSaid.size());
      if (lives(pid) && statusField(pid, "PPid") == std::to_string(supervisor->pid())) zygotes.push_back(pid);
    }
    return zygotes;
  }
  static bool lives(pid_t pid) {
    const auto state = statusField(pid, "State");
    return !state.empty() && state.front() != 'Z' && state.front() != 'X';
  }
  /// Until a program finds its package loaded.
  bool comesLoaded() {
    return eventually([&] { return age() >= 20; });
  }

  std::string root;
  std::unique_ptr<SupervisorProcess> supervisor;
};

TEST_F(LoadedPackages, AreThereTheNextTime) {
  start();
  EXPECT_LE(age(), 15);
  ASSERT_TRUE(comesLoaded()) << supervisor->log();
  ASSERT_TRUE(eventually([&] { return run("var c = require('clock'); Date.now() - c.at >= 20 && c.part + c.env", "clock").at("value") == "partobject"; }));
  // As a module, too, and in a stream's program.
  EXPECT_TRUE(eventually([&] { return run("import c from 'clock'; export default Date.now() - c.at >= 20 && c.part", "clock", {{"filename", "a.mjs"}}).at("value") == "part"; }));
  EXPECT_EQ(supervisor->stop(), 0) << supervisor->log();
}

TEST_F(LoadedPackages, EachProgramHasItsOwn) {
  start();
  ASSERT_TRUE(comesLoaded());
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(run("var c = require('clock'); c.count = (c.count || 0) + 1; globalThis.left = (globalThis.left || 0) + 1; [c.count, left].join()", "clock").at("value"), "1,1");
}

TEST_F(LoadedPackages, NotForProgramsThatBringSomethingInTheirPlace) {
  start();
  ASSERT_TRUE(comesLoaded());
  for (int i = 0; i < 4; ++i) {
    EXPECT_LE(age({{"mocks", {{"other", {{"value", 1}}}}}}), 15);
    EXPECT_EQ(run("require('clock').at", "clock", {{"files", {{"/node_modules/clock/index.js", "exports.at = 'mine'"}}}}).at("value"), "mine");
    EXPECT_EQ(run("require('clock').at", "clock", {{"mocks", {{"clock", {{"value", {{"at", 5}}}}}}}}).at("value"), 5);
  }
}

TEST_F(LoadedPackages, WhatTheyDoToTheLanguageStaysWithTheirOwnList) {
  start();
  ASSERT_TRUE(comesLoaded());
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(run("require('poison').ok", "poison").at("value"), 1);
    EXPECT_EQ(run("var a = []; a.push(1)", "clock").at("value"), 1);
    EXPECT_EQ(run("var a = []; a.push(1)", "throws").at("value"), 1);
  }
}

TEST_F(LoadedPackages, ThoseThatCannotBeLoadedAreLeftToTheirPrograms) {
  start();
  for (int i = 0; i < 4; ++i) {
    const auto threw = run("require('throws')", "throws");
    EXPECT_EQ(threw.at("verdict"), "error");
    EXPECT_EQ(threw.at("error").at("message"), "not today");
    EXPECT_EQ(run("try { require('throws') } catch (e) { e.message }", "throws").at("value"), "not today");
    EXPECT_EQ(run("require('spins')", "spins", {{"timeout", 100}}).at("verdict"), "timeout");
    EXPECT_EQ(run("require('hungry')", "hungry", {{"memory", 8 << 20}}).at("verdict"), "memory_limit");
    EXPECT_EQ(run("1 + 1", "spins").at("value"), 2) << "nobody else waits for it";
  }
  EXPECT_EQ(supervisor->stop(), 0) << supervisor->log();
}

TEST_F(LoadedPackages, GiveTheirPlaceToWhoeverWaits) {
  start({{"min", 0}, {"max", 2}});
  ASSERT_TRUE(comesLoaded());
  // One place is that of a loaded runner that nobody wants now.
  std::vector<std::uint64_t> ids;
  auto& client = supervisor->client();
  for (int i = 0; i < 6; ++i) ids.push_back(client.post("run", {{"code", "var t = Date.now(); while (Date.now() - t < 100); 1"}, {"isolation", false}}));
  for (const auto id : ids) EXPECT_EQ(client.answerTo(id).at("result").at("value"), 1);
}

TEST_F(LoadedPackages, AZygoteThatDiesIsNoLoss) {
  start();
  ASSERT_TRUE(comesLoaded());
  for (int round = 0; round < 3; ++round) {
    const auto zygotes = loadingZygotes();
    ASSERT_FALSE(zygotes.empty()) << supervisor->log();
    for (const pid_t pid : zygotes) ::kill(pid, SIGKILL);
    // A program that the supervisor hands to one of its runners before the kernel has got to it dies with it, as with any runner.
    for (const pid_t pid : zygotes) ASSERT_TRUE(eventually([&] { return !lives(pid); }));
    for (int i = 0; i < 5; ++i) {
      const auto result = run("require('clock').part", "clock");
      ASSERT_EQ(result.at("verdict"), "ok") << json::serialize(result) << supervisor->log();
      EXPECT_EQ(result.at("value"), "part");
    }
    EXPECT_TRUE(comesLoaded());
  }
}

TEST_F(LoadedPackages, ReReadingThePolicyForgetsThem) {
  start();
  ASSERT_TRUE(comesLoaded());
  put("clock", "exports.at = 0; exports.fresh = true");
  supervisor->signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return run("require('clock').fresh === true", "clock").at("value") == true; }));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(run("require('clock').fresh === true", "clock").at("value"), true);
}

TEST_F(LoadedPackages, CanBeTurnedOff) {
  start({{"min", 1}, {"max", 6}}, 0);
  for (int i = 0; i < 10; ++i) EXPECT_LE(age(), 15);
}

}  // namespace
}  // namespace isobox::testing
