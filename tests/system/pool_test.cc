// The pool: how many runners there are, that each is used once, and what happens when the host has nothing left to give.
// Needs a jail.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <set>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

json::object pool(SupervisorProcess& supervisor) { return supervisor.client().call("info").at("result").at("pool").as_object(); }

TEST(Pool, KeepsItsMinimumWarmAndLetsTheRestGo) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 2, "max": 6, "idleTimeout": 300}})"});
  EXPECT_EQ(supervisor.client().call("warmup").at("result").at("warm"), 2);
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 12; ++i) ids.push_back(supervisor.client().post("run", {{"code", "var end = Date.now() + 50; while (Date.now() < end);"}}));
  for (const auto id : ids) EXPECT_EQ(supervisor.client().answerTo(id).at("result").at("verdict"), "ok");
  EXPECT_TRUE(eventually([&] {
    const auto now = pool(supervisor);
    return now.at("warm") == 2 && now.at("ending") == 0 && descendants(supervisor.pid()).size() == 3;
  })) << json::serialize(pool(supervisor));
}

TEST(Pool, NeverHasMoreRunnersThanItsMaximum) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 3}})"});
  std::vector<std::uint64_t> ids;
  for (int i = 0; i < 30; ++i) ids.push_back(supervisor.client().post("run", {{"code", "var end = Date.now() + 20; while (Date.now() < end); 1"}}));
  std::size_t most = 0;
  for (const auto id : ids) {
    EXPECT_EQ(supervisor.client().answerTo(id).at("result").at("value"), 1);
    most = std::max(most, descendants(supervisor.pid()).size());
  }
  EXPECT_LE(most, 4u) << "three runners and a zygote";
}

TEST(Pool, UsesEachRunnerOnce) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 2}})"});
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(supervisor.client().run("var seen = typeof leak; leak = 1; Array.prototype.evil = 1; Object.keys = null; seen").at("value"), "undefined");
  }
}

TEST(Pool, RunnersDrawDifferentRandomNumbers) {
  SupervisorProcess supervisor;
  std::set<std::string> drawn;
  for (int i = 0; i < 20; ++i) drawn.insert(json::serialize(supervisor.client().run("Math.random()").at("value")));
  EXPECT_EQ(drawn.size(), 20u);
}

/// Lowers the soft limit of `pid`, for as long as it lives.
class Starved {
 public:
  Starved(pid_t pid, __rlimit_resource resource, rlim_t value) : pid_(pid), resource_(resource) {
    ::prlimit(pid_, resource_, nullptr, &before_);
    rlimit now{value, before_.rlim_max};
    EXPECT_EQ(::prlimit(pid_, resource_, &now, nullptr), 0);
  }
  ~Starved() { ::prlimit(pid_, resource_, &before_, nullptr); }

 private:
  pid_t pid_;
  __rlimit_resource resource_;
  rlimit before_{};
};

pid_t zygoteOf(SupervisorProcess& supervisor) {
  for (const pid_t pid : descendants(supervisor.pid()))
    if (statusField(pid, "PPid") == std::to_string(supervisor.pid())) return pid;
  return 0;
}

TEST(Pool, WithoutProcessesLeftRunsAreToldWhyAndLaterServed) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 3}})"});
  ASSERT_EQ(supervisor.client().call("warmup").at("result").at("warm"), 1);
  {
    Starved zygote(zygoteOf(supervisor), RLIMIT_NPROC, 0);
    EXPECT_EQ(supervisor.client().run("'the last one'").at("value"), "the last one");
    const auto answer = supervisor.client().call("run", {{"code", "1"}});
    ASSERT_TRUE(answer.contains("error")) << json::serialize(answer);
    EXPECT_EQ(answer.at("error").at("code"), -32603);
    EXPECT_NE(std::string(answer.at("error").at("message").as_string()).find("clone a runner"), std::string::npos) << json::serialize(answer);
    EXPECT_EQ(supervisor.client().call("ping").at("result"), json::object());
  }
  EXPECT_EQ(supervisor.client().run("'again'").at("value"), "again");
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Pool, WithoutDescriptorsLeftRunsAreToldWhyAndLaterServed) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 3}})"});
  ASSERT_EQ(supervisor.client().call("warmup").at("result").at("warm"), 1);
  {
    Starved itself(supervisor.pid(), RLIMIT_NOFILE, descriptorCount(supervisor.pid()));
    supervisor.client().run("'the last one'");
    const auto answer = supervisor.client().call("run", {{"code", "1"}});
    // What the last one gave back may just do for another; if not, the reason is named.
    if (answer.contains("error")) {
      EXPECT_NE(std::string(answer.at("error").at("message").as_string()).find("EMFILE"), std::string::npos) << json::serialize(answer);
    }
    EXPECT_EQ(supervisor.client().call("ping").at("result"), json::object());
  }
  EXPECT_EQ(supervisor.client().run("'again'").at("value"), "again");
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Pool, WithoutDescriptorsLeftNewClientsAreToldAndOldOnesServed) {
  SupervisorProcess supervisor({.onSocket = true});
  auto first = supervisor.connect();
  EXPECT_EQ(first.run("1").at("value"), 1);
  std::vector<LineClient> more;
  {
    Starved itself(supervisor.pid(), RLIMIT_NOFILE, 64);
    for (int i = 0; i < 100; ++i) more.push_back(supervisor.connect());
    // Some descriptors are kept back for runners, so the last ones are not let in, and those inside are served.
    const auto refusal = more.back().readLine();
    ASSERT_TRUE(refusal);
    EXPECT_NE(refusal->find("too many connections"), std::string::npos) << *refusal;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(first.run("2").at("value"), 2);
  }
  more.clear();
  EXPECT_TRUE(eventually([&] {
    try {
      return supervisor.connect().run("3").at("value") == 3;
    } catch (const std::exception&) {
      return false;
    }
  }));
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Pool, WithItsGroupsTakenAwayRunsAreToldWhy) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 0, "max": 2}})"});
  EXPECT_EQ(supervisor.client().run("1").at("value"), 1);
  ASSERT_TRUE(eventually([&] { return pool(supervisor).at("ending") == 0 && pool(supervisor).at("warm") == 0; }));
  // Somebody removes the slots: empty groups can be removed by root at any time.
  for (const auto& tree : cgroupDirectories(supervisor.pid()))
    for (const char* slot : {"/slot-0", "/slot-1"}) EXPECT_EQ(::rmdir((tree + slot).c_str()), 0) << tree << slot;
  const auto answer = supervisor.client().call("run", {{"code", "1"}});
  ASSERT_TRUE(answer.contains("error")) << json::serialize(answer);
  EXPECT_NE(std::string(answer.at("error").at("message").as_string()).find("cgroup"), std::string::npos) << json::serialize(answer);
  EXPECT_EQ(supervisor.stop(), 0);
}

}  // namespace
}  // namespace isobox::testing
