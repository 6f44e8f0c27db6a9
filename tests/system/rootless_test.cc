// As an ordinary user: refused where no group is delegated, degraded where that is asked for, every other layer in force.
// Run as root, which can become somebody else. Delegated cgroup v2 is tested in the virtual machine (scripts/test --vm).
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

// Nobody's: no line in /etc/subuid, no files.
constexpr unsigned kUser = 2'000'001;

TEST(Rootless, IsRefusedWithoutADelegatedGroupAndToldHow) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  SupervisorProcess supervisor({.uid = kUser});
  EXPECT_EQ(supervisor.wait(), 1);
  EXPECT_NE(supervisor.log().find("cgroup"), std::string::npos) << supervisor.log();
  EXPECT_NE(supervisor.log().find("delegated"), std::string::npos) << supervisor.log();
}

TEST(Rootless, DegradedItRunsAndSaysWhatIsMissing) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  SupervisorProcess supervisor({.options = {"--allow-degraded"}, .uid = kUser});
  const auto result = supervisor.client().run("6 * 7");
  EXPECT_EQ(result.at("value"), 42);
  EXPECT_EQ(json::serialize(result.at("isolation").at("missing")), "[\"cgroup\"]");
  EXPECT_NE(std::string(result.at("isolation").at("layers").at("user").as_string()).find("no id range"), std::string::npos);
  EXPECT_EQ(supervisor.client().run("for (;;);", {{"timeout", 200}}).at("verdict"), "timeout");
  EXPECT_EQ(supervisor.client().run("var a = []; for (;;) a.push(new Uint8Array(100000))").at("verdict"), "memory_limit");
  EXPECT_NE(supervisor.log().find("running without cgroups"), std::string::npos);
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Rootless, RunnersAreAsLockedUpAsRoots) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  SupervisorProcess supervisor({.options = {"--allow-degraded"}, .policy = R"({"pool": {"min": 2, "max": 4}})", .uid = kUser});
  ASSERT_EQ(supervisor.client().call("warmup").at("result").at("warm"), 2);
  std::size_t sealed = 0;
  for (const pid_t pid : descendants(supervisor.pid())) {
    if (statusField(pid, "PPid") == std::to_string(supervisor.pid())) continue;  // the zygote
    ++sealed;
    for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) EXPECT_EQ(statusField(pid, set), "0000000000000000") << set;
    EXPECT_EQ(statusField(pid, "NoNewPrivs"), "1");
    EXPECT_EQ(statusField(pid, "Seccomp"), "2");
    EXPECT_EQ(descriptorCount(pid), 1u);
  }
  EXPECT_EQ(sealed, 2u);
}

TEST(Rootless, HostileRunnersGetTheSameVerdicts) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  SupervisorProcess supervisor({.options = {"--allow-degraded"}, .probe = true, .uid = kUser});
  EXPECT_EQ(supervisor.client().run("syscall 2 0 0 0\nok").at("violation").at("syscall"), "open");
  EXPECT_EQ(supervisor.client().run("crash").at("verdict"), "crashed");
  EXPECT_EQ(supervisor.client().run("newline\nok").at("verdict"), "protocol_violation");
  EXPECT_EQ(supervisor.client().run("ok").at("verdict"), "ok");
}

}  // namespace
}  // namespace isobox::testing
