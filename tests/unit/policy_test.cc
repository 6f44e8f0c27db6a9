// Policy files: every setting, every kind of mistake with its path, and what must hold together.
#include "policy/policy.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace isobox::policy {
namespace {

Policy read(const std::string& text) {
  auto policy = parsePolicy(text, "p");
  EXPECT_TRUE(policy) << policy.error().describe();
  return policy ? *policy : Policy{};
}

std::string complaint(const std::string& text) {
  const auto policy = parsePolicy(text, "p");
  EXPECT_FALSE(policy) << "accepted: " << text;
  return policy ? "" : policy.error().describe();
}

TEST(PolicyFile, AnEmptyOneIsTheDefaults) {
  const auto policy = read("{}");
  EXPECT_EQ(policy.defaults, Limits{});
  EXPECT_EQ(policy.ceiling, kDefaultCeiling);
  EXPECT_EQ(policy.pool.max, PoolPolicy{}.max);
  EXPECT_EQ(policy.drainGrace, Milliseconds(10'000));
}

TEST(PolicyFile, EverySettingIsRead) {
  const auto p = read(R"({
    // Limits of one run.
    "limits": {"wall": "10s", "cpu": 5000, "memory": "32MiB", "source": 1000, "input": "1MiB", "console": 0,
               "value": "1KiB", "valueDepth": 10},
    "ceiling": {"wall": "1h", "cpu": "1h", "memory": "1GiB", "source": "2MiB", "input": "4MiB", "console": "2MiB",
                "value": "8MiB", "valueDepth": 20},
    "pool": {"min": 0, "max": 20, "idleTimeout": "2min", "queue": 0, "runnersPerZygote": 5, "yieldAfter": "25ms"},
    "clients": {"connections": 3, "inFlight": 4, "line": "6MiB", "unread": "8MiB", "firstByteToNewline": 1,
                "stalled": "1s", "uids": [1000, 1001], "gids": [0], "anyUser": true},
    "jail": {"uidBase": 100000, "cgroupParent": "/isobox", "allowDegraded": true}, /* all of it */
    "drainGrace": 0,
  })");
  EXPECT_EQ(p.defaults,
            (Limits{Milliseconds(10'000), Milliseconds(5000), 32_MiB, 1000_B, 1_MiB, 0_B, 1_KiB, 10}));
  EXPECT_EQ(p.ceiling, (Limits{Milliseconds(3'600'000), Milliseconds(3'600'000), 1024_MiB, 2_MiB, 4_MiB,
                               2_MiB, 8_MiB, 20}));
  EXPECT_EQ(p.pool.min, 0u);
  EXPECT_EQ(p.pool.max, 20u);
  EXPECT_EQ(p.pool.idleTimeout, Milliseconds(120'000));
  EXPECT_EQ(p.pool.queue, 0u);
  EXPECT_EQ(p.pool.runnersPerZygote, 5u);
  EXPECT_EQ(p.pool.yieldAfter, Milliseconds(25));
  EXPECT_EQ(p.clients.connections, 3u);
  EXPECT_EQ(p.clients.inFlight, 4u);
  EXPECT_EQ(p.clients.line, 6_MiB);
  EXPECT_EQ(p.clients.unread, 8_MiB);
  EXPECT_EQ(p.clients.firstByteToNewline, Milliseconds(1));
  EXPECT_EQ(p.clients.stalled, Milliseconds(1000));
  EXPECT_EQ(p.clients.uids, (std::vector<std::uint32_t>{1000, 1001}));
  EXPECT_EQ(p.clients.gids, (std::vector<std::uint32_t>{0}));
  EXPECT_TRUE(p.clients.anyUser);
  EXPECT_EQ(p.jail.uidBase, 100'000u);
  EXPECT_EQ(p.jail.cgroupParent, "/isobox");
  EXPECT_TRUE(p.jail.allowDegraded);
  EXPECT_EQ(p.drainGrace, Milliseconds(0));
}

TEST(PolicyFile, MistakesAreNamedWithTheirPath) {
  EXPECT_EQ(complaint(R"({"limits": {"memory": 1.5}})"),
            "p: limits.memory: 1.5 is not a whole number of bytes or a size such as \"64MiB\"");
  EXPECT_EQ(
      complaint(R"({"limits": {"memory": "64MB"}})"),
      "p: limits.memory: \"64MB\" is not a size such as 65536, 512KiB, 64MiB or 1GiB: units are binary here; "
      "write 64MiB");
  EXPECT_EQ(complaint(R"({"limits": {"wall": -1}})"),
            "p: limits.wall: -1 is not a whole number of milliseconds or a duration such as \"30s\"");
  EXPECT_EQ(complaint(R"({"limits": {"wall": "1 day"}})"),
            "p: limits.wall: \"1 day\" is not a duration such as 500ms, 30s, 5min or 2h");
  EXPECT_EQ(complaint(R"({"limits": {"mem": 1}})"),
            "p: limits: unknown setting \"mem\"; known are wall, cpu, memory, source, input, console, value, "
            "valueDepth, calls, fuel");
  EXPECT_EQ(complaint(R"({"limit": {}})"),
            "p: unknown setting \"limit\"; known are limits, ceiling, pool, reuse, sessions, modules, tenants, clients, jail, audit, drainGrace");
  EXPECT_EQ(complaint(R"({"pool": 3})"), "p: pool: 3 is not an object");
  EXPECT_EQ(complaint(R"({"pool": {"max": 0}})"), "p: pool.max: 0 is not between 1 and 10000");
  EXPECT_EQ(complaint(R"({"pool": {"max": "3"}})"), "p: pool.max: \"3\" is not a whole number");
  EXPECT_EQ(complaint(R"({"drainGrace": "25h"})"), "p: drainGrace: 25h is not between 0ms and 24h");
  EXPECT_EQ(complaint(R"({"clients": {"anyUser": 1}})"), "p: clients.anyUser: 1 is not true or false");
  EXPECT_EQ(complaint(R"({"clients": {"uids": 1}})"), "p: clients.uids: 1 is not an array of numeric ids");
  EXPECT_EQ(complaint(R"({"clients": {"uids": ["root"]}})"),
            "p: clients.uids: \"root\" is not a whole number");
  EXPECT_EQ(complaint(R"({"clients": {"uids": [4294967295]}})"),
            "p: clients.uids: 4294967295 is not between 0 and 4294967294");
  for (const char* path : {"3", "\"a\"", "\"/a/../b\"", "\"/a/..\"", "\"/a\\u0000\""})
    EXPECT_NE(
        complaint(std::string(R"({"jail": {"cgroupParent": )") + path + "}}").find("is not an absolute path"),
        std::string::npos);
  EXPECT_EQ(read(R"({"jail": {"cgroupParent": "/a..b/c"}})").jail.cgroupParent, "/a..b/c");
}

TEST(PolicyFile, BrokenTextIsNamedWithItsPlace) {
  EXPECT_EQ(complaint(""), "p: incomplete JSON at byte 0");
  EXPECT_EQ(complaint("[]"), "p: an array is not an object");
  EXPECT_EQ(complaint("{\n  \"pool\": {\n    \"min\" 3\n  }\n}"), "p: syntax error at byte 24 (line 3)");
  EXPECT_NE(complaint(R"({"pool": {}, "pool": {}})").find("the same key twice: \"pool\""), std::string::npos);
  EXPECT_NE(complaint("{} {}").find("extra data"), std::string::npos);
  EXPECT_NE(complaint("{ /* forgotten ").find("p: incomplete JSON"), std::string::npos);
  EXPECT_NE(complaint(std::string(100, '[')).find("too deep"), std::string::npos);
}

TEST(PolicyFile, CommentsAndLastCommasAreAllowed) {
  EXPECT_EQ(read("// head\n{\"pool\": {\"min\": 1, /* was 2 */\n// \"max\": 3\n},}\n// tail").pool.min, 1u);
}

TEST(PolicyFile, TenantsAreUsersByNumber) {
  const auto policy = parsePolicy(R"({"tenants": {"default": {"running": 4}, "uid:1000": {"share": 3, "waiting": 7}}})", "p");
  ASSERT_TRUE(policy) << policy.error().describe();
  EXPECT_EQ(policy->tenants.at("default").running, 4u);
  EXPECT_EQ(policy->tenants.at("uid:1000").share, 3u);
  EXPECT_EQ(policy->tenants.at("uid:1000").waiting, 7u);
  EXPECT_EQ(complaint(R"({"tenants": {"uid:1": {"share": 0}}})"), "p: tenants.uid:1.share: 0 is not between 1 and 1000");
  EXPECT_EQ(complaint(R"({"tenants": {"uid:1": {"shares": 1}}})"),
            "p: tenants.uid:1: unknown setting \"shares\"; known are share, running, waiting, token, ceiling, sessions, "
            "cpuPerMinute, memory");
}

TEST(PolicyFile, WhatBelongsTogetherIsCheckedTogether) {
  EXPECT_EQ(complaint(R"({"ceiling": {"memory": "32MiB"}})"),
            "p: limits.memory: 64MiB is not between 2MiB and 32MiB");
  EXPECT_EQ(complaint(R"({"limits": {"wall": "1h"}})"), "p: limits.wall: 1h is not between 1ms and 5min");
  EXPECT_EQ(complaint(R"({"ceiling": {"memory": "5GiB"}})"),
            "p: ceiling.memory: 5GiB is not between 0B and 4GiB");
  EXPECT_EQ(complaint(R"({"ceiling": {"valueDepth": 1001}})"),
            "p: ceiling.valueDepth: 1001 is not between 0 and 340");
  EXPECT_EQ(complaint(R"({"limits": {"fuel": 11}, "ceiling": {"fuel": 10}})"), "p: limits.fuel: 11 is not between 1 and 10");
  EXPECT_EQ(complaint(R"({"reuse": {"runs": 1}})"), "p: reuse: unknown setting \"runs\"; known are processes, programs, idleTimeout");
  EXPECT_EQ(complaint(R"({"reuse": {"processes": 101}})"), "p: reuse.processes: 101 is not between 0 and 100");
  EXPECT_EQ(complaint(R"({"reuse": {"programs": 0}})"), "p: reuse.programs: 0 is not between 1 and 1000000");
  EXPECT_EQ(complaint(R"({"limits": {"fuel": "many"}})"), "p: limits.fuel: \"many\" is not a whole number of steps");
  EXPECT_EQ(complaint(R"({"limits": {"cpu": 0}})"), "p: limits.cpu: 0ms is not between 1ms and 5min");
  EXPECT_EQ(complaint(R"({"pool": {"min": 11}})"), "p: pool.min: 11 is above pool.max, 10");
  EXPECT_EQ(complaint(R"({"clients": {"line": "47MiB"}})"),
            "p: clients.line: 47MiB is below 48MiB, ceiling.source and ceiling.input together");
  EXPECT_EQ(complaint(R"({"clients": {"unread": "63MiB"}})"),
            "p: clients.unread: 63MiB is below ceiling.value, 64MiB");
  EXPECT_EQ(complaint(R"({"jail": {"uidBase": 1000}})"),
            "p: jail.uidBase: 1000 is not between 65536 and 4294967293");
  EXPECT_EQ(complaint(R"({"jail": {"uidBase": 4294967290}})"),
            "p: jail.uidBase: 4294967290 leaves no room for the ids of pool.max and sessions.max below "
            "4294967293");
}

TEST(PolicyFile, NumbersMayBeWrittenAnyWayThatIsWhole) {
  EXPECT_EQ(read(R"({"pool": {"queue": 1e3}})").pool.queue, 1000u);
  EXPECT_FALSE(parsePolicy(R"({"pool": {"queue": 1e300}})", "p"));
  EXPECT_FALSE(parsePolicy(R"({"drainGrace": 18446744073709551615})", "p"));
  EXPECT_FALSE(parsePolicy(R"({"limits": {"memory": 18446744073709551615}})", "p"));
}

TEST(PolicyFile, IsLoadedFromDisk) {
  const std::string path = testing::TempDir() + "isobox_policy_test.json";
  std::ofstream(path) << R"({"pool": {"min": 3}})";
  EXPECT_EQ(loadPolicy(path).value().pool.min, 3u);
  std::ofstream(path) << R"({"pool": {"min": -3}})";
  EXPECT_EQ(loadPolicy(path).error().describe(), path + ": pool.min: -3 is not a whole number");
  std::ofstream(path) << std::string((1 << 20) + 1, ' ');
  EXPECT_FALSE(loadPolicy(path));
  std::remove(path.c_str());
  EXPECT_NE(loadPolicy(path).error().describe().find("No such file"), std::string::npos);
}

}  // namespace
}  // namespace isobox::policy
