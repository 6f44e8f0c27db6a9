// The supervisor's metrics: every number of them, and that they stay bounded.
#include "supervisor/metrics.h"

#include <gtest/gtest.h>

namespace isobox::supervisor {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

ipc::ExecutionReport report(Microseconds duration, Verdict verdict = Verdict::Ok, Bytes memory = 1_MiB) {
  ipc::ExecutionReport made;
  made.verdict = verdict;
  made.duration = duration;
  made.cpu = duration / 2;
  made.queued = duration / 4;
  made.memory = memory;
  made.memorySource = ipc::MemorySource::Cgroup;
  return made;
}

TEST(SupervisorMetrics, OfNothingAreZero) {
  const auto none = Metrics().all();
  EXPECT_EQ(none.at("executions"), 0u);
  for (const char* name : {"errorRate", "avgDuration", "minDuration", "maxDuration", "p50", "p99"}) EXPECT_EQ(none.at(name).as_double(), 0) << name;
  EXPECT_EQ(none.at("memorySource"), "none");
}

TEST(SupervisorMetrics, CountWhatWasMeasured) {
  Metrics metrics;
  for (int i = 1; i <= 100; ++i) metrics.record("alice", report(i * 1ms), {});
  metrics.record("alice", report(1s, Verdict::Timeout, 9_MiB), {});
  metrics.record("bob", report(2ms, Verdict::Violation), {});
  metrics.refuse("alice", ipc::RpcCode::Overloaded, {});
  metrics.refuse("alice", ipc::RpcCode::Cancelled, {});
  metrics.refuse("alice", ipc::RpcCode::InvalidParams, {});

  const auto alice = metrics.of("alice");
  EXPECT_EQ(alice.at("executions"), 101u);
  EXPECT_EQ(alice.at("errors"), 1u);
  EXPECT_DOUBLE_EQ(alice.at("errorRate").as_double(), 1.0 / 101);
  EXPECT_EQ(alice.at("verdicts"), (json::object{{"ok", 100u}, {"timeout", 1u}}));
  EXPECT_EQ(alice.at("refused"), (json::object{{"overloaded", 1u}, {"cancelled", 1u}, {"other", 1u}}));
  EXPECT_DOUBLE_EQ(alice.at("totalDuration").as_double(), 5050 + 1000);
  EXPECT_DOUBLE_EQ(alice.at("avgDuration").as_double(), 6050.0 / 101);
  EXPECT_EQ(alice.at("minDuration").as_double(), 1);
  EXPECT_EQ(alice.at("maxDuration").as_double(), 1000);
  EXPECT_NEAR(alice.at("p50").as_double(), 51, 0.51);
  EXPECT_NEAR(alice.at("p99").as_double(), 100, 1);
  EXPECT_DOUBLE_EQ(alice.at("cpu").at("total").as_double(), 3025);
  EXPECT_DOUBLE_EQ(alice.at("queued").at("total").as_double(), 1512.5);
  EXPECT_EQ(alice.at("queued").at("max").as_double(), 250);
  EXPECT_EQ(alice.at("peakMemory"), (9_MiB).count);
  EXPECT_EQ(alice.at("memorySource"), "cgroup");
  EXPECT_EQ(metrics.all().at("executions"), 102u);
  EXPECT_EQ(metrics.of("nobody").at("executions"), 0u);
  EXPECT_EQ(metrics.tenants().size(), 2u);
}

TEST(SupervisorMetrics, TenantsThatAreAwayLongestBecomeOthers) {
  Metrics metrics;
  Metrics::Time now{};
  for (std::size_t i = 0; i < Metrics::kMostTenants + 10; ++i) metrics.record("t" + std::to_string(i), report(1ms), now += 1s);
  const auto tenants = metrics.tenants();
  EXPECT_EQ(tenants.size(), Metrics::kMostTenants + 1);
  EXPECT_FALSE(tenants.contains("t9"));
  EXPECT_TRUE(tenants.contains("t10"));
  EXPECT_EQ(tenants.at("others").at("executions"), 10u);
  EXPECT_EQ(tenants.at("others").at("minDuration").as_double(), 1);
  EXPECT_EQ(metrics.all().at("executions"), Metrics::kMostTenants + 10);
}

}  // namespace
}  // namespace isobox::supervisor
