// Tenants in policy files, their tokens and ceilings.
#include <gtest/gtest.h>

#include <set>

#include "policy/policy.h"
#include "policy/token.h"

namespace isobox::policy::tenants_test {
namespace {

using namespace std::chrono_literals;

const std::string kDigest = digestText(digestOf("a secret"));
const std::string kOther = digestText(digestOf("another"));

Policy read(const std::string& text) {
  auto policy = parsePolicy(text, "p");
  EXPECT_TRUE(policy) << policy.error().describe();
  return policy ? *policy : Policy{};
}

std::string complaint(const std::string& tenants) {
  const auto policy = parsePolicy("{\"tenants\": " + tenants + "}", "p");
  EXPECT_FALSE(policy) << "accepted: " << tenants;
  return policy ? "" : policy.error().describe();
}

TEST(Tokens, DigestsAreThoseOfTheStandard) {
  // FIPS 180-4's example.
  EXPECT_EQ(digestText(digestOf("abc")), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(parseDigest(kDigest), digestOf("a secret"));
  std::string upper = kDigest;
  for (std::size_t i = 7; i < upper.size(); ++i) upper[i] = static_cast<char>(std::toupper(upper[i]));
  EXPECT_EQ(parseDigest(upper), digestOf("a secret"));
  for (const auto& wrong : {std::string(), std::string("sha256:"), kDigest + "0", kDigest.substr(0, 70), "sha512" + kDigest.substr(6),
                            "sha256:" + std::string(64, 'g')})
    EXPECT_FALSE(parseDigest(wrong)) << wrong;
}

TEST(Tokens, ADifferenceAnywhereIsOne) {
  const auto digest = digestOf("a");
  EXPECT_TRUE(sameDigest(digest, digestOf("a")));
  for (std::size_t i = 0; i < digest.size(); ++i) {
    auto changed = digest;
    changed[i] ^= 0x80;
    EXPECT_FALSE(sameDigest(digest, changed)) << i;
  }
}

TEST(Tokens, NewOnesAreDifferentAndFit) {
  std::set<std::string> made;
  for (int i = 0; i < 100; ++i) {
    const auto token = makeToken().value();
    EXPECT_EQ(token.size(), 7u + 43u);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos) << token;
    made.insert(token);
  }
  EXPECT_EQ(made.size(), 100u);
}

TEST(TenantPolicies, EverySettingIsRead) {
  const auto policy = read(R"({"tenants": {"alice": {"share": 2, "running": 3, "waiting": 4, "token": [")" + kDigest + R"(", ")" + kOther +
                           R"("], "ceiling": {"wall": "10s", "memory": "128MiB"}, "sessions": 5, "cpuPerMinute": "30s", "memory": "1GiB"}}})");
  const auto& alice = policy.tenants.at("alice");
  EXPECT_EQ(alice.tokens.size(), 2u);
  EXPECT_EQ(alice.sessions, 5u);
  EXPECT_EQ(alice.cpuPerMinute, Milliseconds(30s));
  EXPECT_EQ(alice.memory, 1024_MiB);
  const auto ceiling = ceilingOf(policy, "alice");
  EXPECT_EQ(ceiling.wall, Milliseconds(10s));
  EXPECT_EQ(ceiling.memory, 128_MiB);
  EXPECT_EQ(ceiling.cpu, kDefaultCeiling.cpu) << "what is not named is the general one";
  EXPECT_EQ(ceilingOf(policy, "uid:7"), kDefaultCeiling);
  EXPECT_EQ(defaultsOf(policy, "alice").wall, Milliseconds(10s)) << "nobody gets more than he may ask for";
  EXPECT_EQ(defaultsOf(policy, "uid:7"), Limits{});
}

TEST(TenantPolicies, TheRulesAreItsOwnOrThoseOfDefault) {
  const auto policy = read(R"({"tenants": {"default": {"cpuPerMinute": 1000}, "uid:1": {"share": 2}}})");
  EXPECT_EQ(tenantRules(policy, "uid:2").cpuPerMinute, Milliseconds(1s));
  EXPECT_EQ(tenantRules(policy, "uid:1").cpuPerMinute, std::nullopt);
  EXPECT_EQ(tenantRules(Policy{}, "uid:1").share, 1u);
}

TEST(TenantPolicies, MistakesAreNamedWithTheirPath) {
  EXPECT_EQ(complaint(R"({"alice": {}})"),
            "p: tenants.alice.token: missing: who is no user such as \"uid:1000\" is known by a token");
  EXPECT_EQ(complaint(R"({"uid:1": {"token": ")" + kDigest + R"("}})"),
            "p: tenants.uid:1.token: users are known by their number; a token belongs to a tenant with a name of its own");
  EXPECT_EQ(complaint(R"({"a": {"token": ")" + kDigest + R"("}, "b": {"token": ")" + kDigest + R"("}})"),
            "p: tenants.b.token: the same token as that of tenants.a");
  EXPECT_EQ(complaint(R"({"a": {"token": ")" + kDigest + R"(", "ceiling": {"memory": "1GiB"}}})"),
            "p: tenants.a.ceiling.memory: 1GiB is not between 2MiB and 512MiB");
  EXPECT_EQ(complaint(R"({"a": {"token": ")" + kDigest + R"(", "ceiling": {"memory": "1MiB"}}})"),
            "p: tenants.a.ceiling.memory: 1MiB is not between 2MiB and 512MiB");
  EXPECT_EQ(complaint(R"({"a": {"token": ")" + kDigest + R"(", "ceiling": {"mem": 1}}})").substr(0, 45),
            "p: tenants.a.ceiling: unknown setting \"mem\"; ");
  EXPECT_EQ(complaint(R"({"default": {"memory": "1MiB"}})"), "p: tenants.default.memory: 1MiB is not between 2MiB and 1024GiB");
  for (const char* name : {"", "a b", "ä", "a\\n", "uid:", "owner", "nobody"})
    EXPECT_NE(complaint("{\"" + std::string(name) + "\": {}}").find("is neither \"default\" nor a user"), std::string::npos) << name;
  EXPECT_NE(complaint("{\"" + std::string(65, 'a') + "\": {}}").find("is neither"), std::string::npos);
}

TEST(TenantPolicies, WhatStandsInThePlaceOfADigestIsNotRepeated) {
  for (const char* token : {"\"a secret of mine\"", "[\"a secret of mine\"]", "7", "[]"}) {
    const auto said = complaint(std::string(R"({"a": {"token": )") + token + "}}");
    EXPECT_NE(said.find("p: tenants.a.token: "), std::string::npos) << said;
    EXPECT_EQ(said.find("a secret of mine"), std::string::npos) << said;
  }
}

TEST(TenantPolicies, ToLetInStrangersNeedsSomebodyWithAToken) {
  const auto policy = parsePolicy(R"({"clients": {"tokens": true}})", "p");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().describe(), "p: clients.tokens: no tenant has a token, so nobody could authenticate");
  EXPECT_TRUE(read(R"({"clients": {"tokens": true, "authenticateWithin": "2s"}, "tenants": {"a": {"token": ")" + kDigest + R"("}}})").clients.tokens);
}

TEST(AuditPolicies, AreRead) {
  const auto policy = read(R"({"audit": {"file": "/var/log/isobox/audit.jsonl", "required": false}})");
  EXPECT_EQ(policy.audit.file, "/var/log/isobox/audit.jsonl");
  EXPECT_FALSE(policy.audit.required);
  EXPECT_TRUE(Policy{}.audit.required);
  EXPECT_FALSE(parsePolicy(R"({"audit": {"file": "audit.jsonl"}})", "p"));
}

}  // namespace
}  // namespace isobox::policy::tenants_test
