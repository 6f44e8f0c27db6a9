// The whitelist of packages and its ranges of versions.
#include "policy/module_rules.h"

#include <gtest/gtest.h>

namespace isobox::policy {
namespace {

bool inRange(std::string_view range, std::string_view version) {
  const auto parsed = VersionRange::parse(range);
  EXPECT_TRUE(parsed) << range << ": " << (parsed ? "" : parsed.error().detail);
  const auto number = parseVersion(version);
  EXPECT_TRUE(number) << version;
  return parsed && number && parsed->contains(*number);
}

TEST(Semver, VersionsHaveThreeNumbers) {
  for (const char* good :
       {"1.2.3", "0.0.0", "v1.2.3", "1.2.3-beta.2", "1.2.3+build.01", "1.0.0--", "9007199254740991.0.0"})
    EXPECT_TRUE(parseVersion(good)) << good;
  for (const char* bad : {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3-", "1.2.3-01", "1.2.3-a..b",
                          " 1.2.3", "1.2.3+", "-1.2.3", "99999999999999999999.0.0", "1.2.3-ä"})
    EXPECT_FALSE(parseVersion(bad)) << bad;
}

TEST(Semver, PrecedenceIsThatOfTheStandard) {
  const char* ordered[] = {"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                           "1.0.0-beta",  "1.0.0-beta.2",  "1.0.0-beta.11",
                           "1.0.0-rc.1",  "1.0.0",         "1.0.1",
                           "1.1.0",       "2.0.0"};
  for (std::size_t i = 0; i + 1 < std::size(ordered); ++i) {
    EXPECT_LT(compareVersions(*parseVersion(ordered[i]), *parseVersion(ordered[i + 1])), 0) << ordered[i];
    EXPECT_GT(compareVersions(*parseVersion(ordered[i + 1]), *parseVersion(ordered[i])), 0) << ordered[i];
    EXPECT_EQ(compareVersions(*parseVersion(ordered[i]), *parseVersion(ordered[i])), 0);
  }
}

TEST(Semver, RangesContainWhatNpmSays) {
  const struct {
    const char* range;
    std::vector<const char*> in, out;
  } rows[] = {
      {"^1.2.3", {"1.2.3", "1.9.0"}, {"1.2.2", "2.0.0", "2.0.0-alpha", "1.3.0-beta"}},
      {"^0.2.3", {"0.2.3", "0.2.9"}, {"0.3.0", "0.2.2"}},
      {"^0.0.3", {"0.0.3"}, {"0.0.4", "0.1.0"}},
      {"^0.0", {"0.0.0", "0.0.9"}, {"0.1.0"}},
      {"^0", {"0.9.9"}, {"1.0.0"}},
      {"^1", {"1.0.0", "1.99.0"}, {"0.9.9", "2.0.0"}},
      {"^4.17.0", {"4.17.21"}, {"4.16.9", "5.0.0"}},
      {"~1.2.3", {"1.2.3", "1.2.9"}, {"1.3.0", "1.2.2"}},
      {"~1.2", {"1.2.0", "1.2.9"}, {"1.3.0"}},
      {"~1", {"1.0.0", "1.9.9"}, {"2.0.0"}},
      {">=1.2", {"1.2.0", "5.0.0"}, {"1.1.9"}},
      {">1.2", {"1.3.0"}, {"1.2.0", "1.2.9"}},
      {">1.2.3", {"1.2.4"}, {"1.2.3"}},
      {"<2", {"1.9.9", "0.0.0"}, {"2.0.0", "2.0.0-alpha"}},
      {"<=1.2", {"1.2.9"}, {"1.3.0"}},
      {"<=1.2.3", {"1.2.3"}, {"1.2.4"}},
      {">= 1.2 <1.5", {"1.2.0", "1.4.9"}, {"1.5.0", "1.1.0"}},
      {"1.2.3", {"1.2.3", "1.2.3+build"}, {"1.2.4"}},
      {"=1.2.3", {"1.2.3"}, {"1.2.2"}},
      {"1.x", {"1.0.0", "1.5.0"}, {"2.0.0", "0.9.0"}},
      {"1.2.*", {"1.2.7"}, {"1.3.0"}},
      {"1", {"1.7.0"}, {"2.0.0"}},
      {"*", {"0.0.0", "99.0.0"}, {"1.0.0-beta"}},
      {"", {"1.0.0"}, {}},
      {"1.2.3 - 2.3.4", {"1.2.3", "2.3.4"}, {"2.3.5", "1.2.2"}},
      {"1.2 - 2.3", {"1.2.0", "2.3.9"}, {"2.4.0"}},
      {"^1 || ^3.1", {"1.5.0", "3.1.0"}, {"2.0.0", "3.0.9"}},
      {"<1 ||>=2", {"0.5.0", "2.0.0"}, {"1.0.0"}},
      {">=1.2.3-beta.2", {"1.2.3-beta.3", "1.2.3", "1.3.0"}, {"1.2.3-beta.1", "1.2.4-beta.3"}},
      {">*", {}, {"0.0.0", "1.0.0"}},
      {"<*", {}, {"0.0.0", "1.0.0"}},
      {">=*", {"0.0.0"}, {}},
  };
  for (const auto& row : rows) {
    for (const char* version : row.in)
      EXPECT_TRUE(inRange(row.range, version)) << row.range << " " << version;
    for (const char* version : row.out)
      EXPECT_FALSE(inRange(row.range, version)) << row.range << " " << version;
  }
}

TEST(Semver, WhatIsNoRangeIsSaid) {
  for (const char* bad : {"latest", "^", ">", "1.2.3.4", "^^1", "=>1", "1..2", "x.1", "1.x.2", "^1 - 2",
                          "1 - ^2", "1.2-beta", "~>1", "<1 &&", "1 -2 -"})
    EXPECT_FALSE(VersionRange::parse(bad)) << bad;
  EXPECT_FALSE(VersionRange::parse(std::string(10'000, '1')));
  EXPECT_EQ(VersionRange::parse("^1 latest").error().detail.substr(0, 22), "\"latest\" is not a rang");
}

Result<ModuleRules> rules(std::vector<std::string> patterns) {
  return ModuleRules::parse(patterns);
}

TEST(ModuleRules, AllowWhatTheyName) {
  const auto parsed = rules({"lodash@^4.17.0", "@scope/*", "moment/locale/de", "@one/name@1 || 2", "tail/"});
  ASSERT_FALSE(parsed);
  const auto good = rules({"lodash@^4.17.0", "@scope/*", "moment/locale/de", "@one/name@1 || 2"});
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_TRUE(good->allows("lodash", "", "4.17.21"));
  EXPECT_TRUE(good->allows("lodash", "/fp", "4.17.21"));
  EXPECT_FALSE(good->allows("lodash", "", "3.0.0"));
  EXPECT_FALSE(good->allows("lodash", "", ""));
  EXPECT_FALSE(good->allows("lodash", "", "newest"));
  EXPECT_TRUE(good->allows("@scope/anything", "/sub", ""));
  EXPECT_FALSE(good->allows("@scoped/anything", "", ""));
  EXPECT_TRUE(good->allows("moment", "/locale/de", ""));
  EXPECT_FALSE(good->allows("moment", "", ""));
  EXPECT_FALSE(good->allows("moment", "/locale/de-at", ""));
  EXPECT_TRUE(good->allowsPackage("moment", ""));
  EXPECT_TRUE(good->allows("@one/name", "", "2.3.0"));
  EXPECT_FALSE(good->allows("@one/name", "", "3.0.0"));
  EXPECT_FALSE(good->allows("other", "", ""));
  EXPECT_TRUE(rules({"*"})->allows("other", "/x", ""));
  EXPECT_FALSE(rules({})->allows("other", "", ""));
}

TEST(ModuleRules, NoPatternOpensWhatIsNoName) {
  const auto all = rules({"*", "@s/*"});
  ASSERT_TRUE(all);
  for (const char* name : {"", ".", "..", "../x", "a/b", "@s", "@s/", "@s/a/b", "@/a", ".hidden", "a b",
                           "a\\b", "node_modules", "@s/..", "@../a", "%2e%2e", "a:b"})
    EXPECT_FALSE(all->allows(name, "", "1.0.0")) << name;
}

TEST(ModuleRules, ErrorsNameThePattern) {
  const struct {
    const char* pattern;
    const char* why;
  } rows[] = {
      {"", "\"\" is not a module's name such as lodash, lodash/fp, @scope/name, @scope/* or *"},
      {"../x", "\"../x\" is not a module's name such as lodash, lodash/fp, @scope/name, @scope/* or *"},
      {"@scope", "\"@scope\" is not a module's name such as lodash, lodash/fp, @scope/name, @scope/* or *"},
      {"lod*", "\"lod*\" is not a module's name such as lodash, lodash/fp, @scope/name, @scope/* or *"},
      {"a/../b", "\"a/../b\" has a path that is none: /../b"},
      {"a//b", "\"a//b\" has a path that is none: //b"},
      {"a/*", "\"a/*\" has a path that is none: /*"},
      {"*@1", "\"*@1\" cannot have a version: it stands for many modules"},
      {"a@", "\"a@\" has no version behind its @"},
      {"a@latest", "\"a@latest\" \"latest\" is not a range such as ^1.2.3, ~1.2, 1.x, >=1.2 <2 or 1.2 - 1.4"},
  };
  for (const auto& row : rows) {
    const auto parsed = rules({"fine", row.pattern});
    ASSERT_FALSE(parsed) << row.pattern;
    EXPECT_EQ(parsed.error().detail, row.why);
  }
}

}  // namespace
}  // namespace isobox::policy
