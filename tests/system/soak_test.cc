// Many runs through one supervisor, a tenth of them hostile: every verdict right, and afterwards everything as before.
// $ISOBOX_SOAK_RUNS says how many (default 10 000). Needs a jail.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <random>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

struct Program {
  const char* code;
  const char* verdict;
  const char* value;  // JSON text, when ok
  int timeout = 20'000;
};

const Program kHonest[] = {
    {"1 + 2", "ok", "3"},
    {"[1, 2, 3].map(function (x) { return x * x })", "ok", "[1,4,9]"},
    {"var o = {a: 'b'}; o", "ok", "{\"a\":\"b\"}"},
    {"console.log('hello'); 'world'", "ok", "\"world\""},
    {"(function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) })(12)", "ok", "144"},
    {"null", "ok", "null"},
};

const Program kHostile[] = {
    {"for (;;);", "timeout", nullptr, 50},
    {"while (true) { try { for (;;); } catch (e) {} }", "timeout", nullptr, 50},
    {"var a = []; for (;;) a.push(new Uint8Array(100000))", "memory_limit", nullptr},
    {"var s = 'x'; for (;;) s += s", "memory_limit", nullptr},
    {"(function f() { f() })()", "error", nullptr},
    {"throw 1", "error", nullptr},
    {"for (;;) console.log('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')", "output_limit", nullptr},
    {"this is not javascript", "syntax_error", nullptr},
};

struct Footprint {
  std::size_t descriptors = 0, processes = 0, groups = 0, residentKb = 0;
};

Footprint measure(SupervisorProcess& supervisor) {
  // At rest: the pool is full again and nothing is being cleared away.
  EXPECT_TRUE(eventually([&] {
    const auto pool = supervisor.client().call("info").at("result").at("pool").as_object();
    return pool.at("warm") == 2 && pool.at("busy") == 0 && pool.at("starting") == 0 && pool.at("ending") == 0;
  }));
  Footprint footprint;
  footprint.descriptors = descriptorCount(supervisor.pid());
  footprint.processes = descendants(supervisor.pid()).size();
  footprint.groups = cgroupDirectories(supervisor.pid()).size();
  footprint.residentKb = std::stoul(statusField(supervisor.pid(), "VmRSS"));
  return footprint;
}

class Soak : public ::testing::Test {
 protected:
  void post(const Program& program) {
    sent.emplace_back(supervisor.client().post("run", {{"code", program.code}, {"isolation", false}, {"timeout", program.timeout}}), &program);
  }

  void check(std::size_t index) {
    const auto& [id, program] = sent[index];
    const auto answer = supervisor.client().answerTo(id);
    ASSERT_TRUE(answer.contains("result")) << program->code << json::serialize(answer);
    const auto& result = answer.at("result").as_object();
    ASSERT_EQ(result.at("verdict"), program->verdict) << "run " << index << ": " << program->code << "\n" << json::serialize(result).substr(0, 600);
    if (program->value) {
      ASSERT_EQ(json::serialize(result.at("value")), program->value);
    }
  }

  void runMany(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    const auto pick = [&](const auto& list) -> const Program& { return list[random() % std::size(list)]; };
    const std::size_t first = sent.size();
    constexpr std::size_t kAhead = 16;
    for (std::size_t done = 0; done < count; ++done) {
      while (sent.size() < first + count && sent.size() < first + done + kAhead) post(random() % 10 == 0 ? pick(kHostile) : pick(kHonest));
      check(first + done);
      if (HasFatalFailure()) return;
    }
  }

  SupervisorProcess supervisor{{.policy = R"({"limits": {"memory": "16MiB", "console": "64KiB"}, "pool": {"min": 2, "max": 6, "idleTimeout": 400}})"}};
  std::vector<std::pair<std::uint64_t, const Program*>> sent;
};

TEST_F(Soak, EveryVerdictIsRightAndNothingIsLeft) {
  const char* given = std::getenv("ISOBOX_SOAK_RUNS");
  const std::size_t runs = given ? std::strtoul(given, nullptr, 10) : 10'000;
  ASSERT_GT(runs, 0u);
  runMany(std::min<std::size_t>(300, runs), 1);  // buffers and caches take their size
  if (HasFatalFailure()) return;
  const Footprint before = measure(supervisor);
  runMany(runs, 2);
  if (HasFatalFailure()) return;
  const Footprint after = measure(supervisor);
  EXPECT_EQ(after.descriptors, before.descriptors);
  EXPECT_EQ(after.processes, before.processes);
  EXPECT_EQ(after.groups, before.groups);
  EXPECT_LT(after.residentKb, before.residentKb + 4096) << "kB; before " << before.residentKb;
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST_F(Soak, RunnersKilledAtAnyMomentCostOnlyTheirOwnRun) {
  // Somebody outside kills runners at random while programs run: each run is answered, with "ok" or "crashed",
  // or with the reason why no runner could be started.
  std::mt19937 random(3);
  std::vector<std::uint64_t> ids;
  std::size_t crashed = 0, ok = 0, refused = 0;
  for (int i = 0; i < 200; ++i) ids.push_back(supervisor.client().post("run", {{"code", "var end = Date.now() + 5; while (Date.now() < end); 7"}}));
  for (const auto id : ids) {
    const auto processes = descendants(supervisor.pid());
    for (const pid_t pid : processes)
      if (statusField(pid, "PPid") != std::to_string(supervisor.pid()) && random() % 12 == 0) ::kill(pid, SIGKILL);
    const auto answer = supervisor.client().answerTo(id);
    if (answer.contains("error")) {
      // Killed on its way to the seal, again and again: then the program that waits is told.
      EXPECT_TRUE(std::string(answer.at("error").at("message").as_string()).starts_with("no runner could be started")) << json::serialize(answer);
      ++refused;
      continue;
    }
    const auto verdict = answer.at("result").at("verdict");
    if (verdict == "ok") ++ok;
    else if (verdict == "crashed") ++crashed;
    else ADD_FAILURE() << json::serialize(answer);
  }
  EXPECT_GT(ok, refused) << refused << " were refused";
  EXPECT_GT(crashed, 0u) << "no kill came in time; the test shows nothing";
  EXPECT_EQ(supervisor.client().run("'after'").at("value"), "after");
  EXPECT_EQ(supervisor.stop(), 0);
}

}  // namespace
}  // namespace isobox::testing
