// Hostile regular expressions in a real jail: they end at a limit, and the session lives on with its state.
// Beside each stands the harmless twin. Needs ISOBOX_BIN_DIR and what the jail needs.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox {
namespace {

using namespace std::chrono_literals;

struct Attack {
  const char *name, *hostile, *twin;
  Verdict verdict = Verdict::Timeout;
};

constexpr const char* kText = "var x = 'x'.repeat(40), a = 'a'.repeat(40);";

const Attack kAttacks[] = {
    {"PlusInPlus", "/(x+x+)+y/.test(x)", "/(x+x+)+y/.test(x + 'y')"},
    {"StarInStar", "/(a*)*b/.test(a)", "/(a*)*b/.test(a + 'b')"},
    {"InTryAndFinally", "try { /(x+x+)+y/.test(x) } catch (e) {} finally { /(x+x+)+y/.test(x) } true",
     "try { /(x+x+)+y/.test(x + 'y') } catch (e) {} true"},
    {"Counts", "/(?:(?:(?:a?){1000}){1000}){1000}b/.test(a)", "/(?:(?:(?:a?){10}){10}){10}b/.test(a + 'b')",
     Verdict::Error},
    {"LookbehindInALoop", "/(?:(?<=(x+x+)+)x)+y|(?<=y(x+x+)+)$/.test(x)", "/(?<=y(x+x+)+)$/.test('y' + x)"},
    {"Reference", "/^(x+)+\\1(x+)+\\2y/.test(x)", "/^(x+)\\1y/.test(x + 'y')"},
    {"Replace", "x.replace(/(x+x+)+y/g, 'z') === x", "(x + 'y').replace(/(x+x+)+y/g, 'z') === 'z'"},
    {"ReplaceWithoutEnd", "var s = 'a'.repeat(1e5); for (;;) s.replace(/a/g, 'b')",
     "'a'.repeat(1e5).replace(/a/g, 'b').length === 1e5"},
    {"Split", "x.split(/(x+x+)+y/).length === 1", "(x + 'y').split(/(x+x+)+y/).length === 3"},
    {"QuadraticSearch", "/a*a*a*b/.test('a'.repeat(1e5))", "/a*a*a*b/.test('a'.repeat(1e5) + 'b')"},
    {"Compiling", "for (var i = 0;; i++) new RegExp('[\\\\p{L}--\\\\p{Lu}]'.repeat(2000) + i, 'iv')",
     "new RegExp('[\\\\p{L}--\\\\p{Lu}]'.repeat(20), 'iv').test('a'.repeat(20)) === false"},
    {"OpenChoices", "/(?:(a|ab)|(b))*c/.test('ab'.repeat(2e6))", "/(?:(a|ab)|(b))*c/.test('abc')",
     Verdict::MemoryLimit},
    {"ManySets", "new RegExp('[\\\\p{L}--\\\\p{Lu}]'.repeat(4e4), 'v')",
     "new RegExp('[\\\\p{L}--\\\\p{Lu}]'.repeat(4), 'v') && true", Verdict::MemoryLimit},
};

class HostileRegExps : public testing::TestWithParam<Attack> {};

TEST_P(HostileRegExps, EndAtALimitAndTheSessionLives) {
  static IsoBox box([] {
    IsoBoxOptions options;
    options.supervisorPath = test::programPath("isobox-supervisor");
    options.pool.min = 1;
    return options;
  }());
  Session session = box.createSession(std::string("regexp-") + GetParam().name);
  ExecutionOptions options;
  options.timeout = 10s;
  ASSERT_EQ(session.execute(std::string(kText) + "let kept = 7", options).verdict, Verdict::Ok);
  options.timeout = GetParam().verdict == Verdict::Timeout ? 400ms : 20s;
  const auto begun = std::chrono::steady_clock::now();
  const ExecutionResult ended = session.execute(GetParam().hostile, options);
  EXPECT_EQ(ended.verdict, GetParam().verdict) << (ended.error ? ended.error->message : "");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 20s);
  options.timeout = 10s;
  const ExecutionResult twin = session.execute(GetParam().twin, options);
  EXPECT_EQ(twin.verdict, Verdict::Ok) << (twin.error ? twin.error->message : "");
  EXPECT_EQ(twin.value, true);
  EXPECT_EQ(session.execute("kept", options).value, 7);
  session.close();
}

INSTANTIATE_TEST_SUITE_P(All, HostileRegExps, testing::ValuesIn(kAttacks),
                         [](const testing::TestParamInfo<Attack>& info) {
                           return std::string(info.param.name);
                         });

TEST(HostileRegExp, ManyGroupsAndDeepOnes) {
  IsoBoxOptions settings;
  settings.supervisorPath = test::programPath("isobox-supervisor");
  IsoBox box(settings);
  ExecutionOptions options;
  options.timeout = 20s;
  EXPECT_EQ(box.run("new RegExp('(a)'.repeat(1e5)).exec('a'.repeat(1e5)).length", options), 100'001);
  EXPECT_EQ(box.run("new RegExp('ab'.repeat(5e5)).test('ab'.repeat(5e5))", options), true);
  const auto deep = box.execute("new RegExp('('.repeat(1e5) + ')'.repeat(1e5))", options);
  EXPECT_EQ(deep.verdict, Verdict::Error);
  ASSERT_TRUE(deep.error);
  EXPECT_EQ(deep.error->name, "SyntaxError");
  EXPECT_NE(deep.error->message.find("Regular expression too large"), std::string::npos);
  EXPECT_EQ(box.run("new RegExp('('.repeat(900) + ')'.repeat(900)).test('')", options), true);
}

}  // namespace
}  // namespace isobox
