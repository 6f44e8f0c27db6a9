// Every row of the allow-list is needed: without it an ordinary program ends as a violation that names the row's call, or
// the runner cannot be sealed at all. Needs a jail.
#include <gtest/gtest.h>
#include <unistd.h>

#include <linux/audit.h>

#include <functional>

#include "policy/seccomp_filter.h"
#include "supervisor/service.h"
#include "tests/support/supervisor_process.h"

namespace isobox::supervisor {
namespace {

constexpr int kWrite = 1, kExitGroup = 231;

/// A plan like the supervisor's, but for the runner's rules.
Result<LaunchPlan> planWith(const policy::Policy& policy, std::span<const policy::SyscallRule> rules) {
  const std::string bin = isobox::testing::binDirectory();
  ISOBOX_TRY(auto plan, makeLaunchPlan(policy, {bin + "/isobox-jail", bin + "/isobox-runner"}));
  ISOBOX_TRY(const auto bytes, readWhole(plan.order.get(), 4 << 20));
  auto order = ipc::parseLaunchOrder(bytes);
  ISOBOX_TRY(auto filter, policy::compileFilter(rules, policy::OnDenied::Notify));
  order->runnerFilter = filter.program;
  ISOBOX_TRY(plan.order, makeSealedMemory("order", ipc::encodeLaunchOrder(*order)));
  return plan;
}

/// A runner that cannot be sealed cannot be at the next attempt either: the first failure is the outcome, and the pool need
/// not lose its patience with it.
class FirstFailure final : public EventObserver {
 public:
  explicit FirstFailure(std::function<void()> told) : told_(std::move(told)) {}
  void onEvent(const ToldEvent& told) override {
    if (told.event.type != "pool:runner-starting-failed" || !text.empty()) return;
    text = told.event.context.at("error").as_string();
    told_();
  }
  std::string text;

 private:
  std::function<void()> told_;
};

/// Runs one program under these rules: what became of it, as text.
std::string outcomeUnder(std::span<const policy::SyscallRule> rules) {
  policy::Policy policy;
  policy.pool.min = 1;
  policy.pool.max = 1;
  auto plan = planWith(policy, rules);
  if (!plan) return plan.error().describe();
  auto cgroups = CgroupTree::create("");
  if (!cgroups) return cgroups.error().describe();
  asio::io_context io(1);
  std::string outcome;
  EventBus events;
  Pool pool(io.get_executor(), *plan, cgroups->get(), policy, &events);
  const auto shutDown = [&] { asio::co_spawn(io, pool.shutDown(), asio::detached); };
  // Not from within the pool.
  FirstFailure failure([&] { asio::post(io, shutDown); });
  const auto watched = events.subscribe(failure);
  Accounting accounting(events, nullptr);
  accounting.setPolicy(policy);
  Executions executions(io.get_executor(), pool, *plan, cgroups->get(), accounting);
  executions.setPolicy(policy);
  // Large enough to need mappings and the heap, long enough to look at the clocks, and it ends.
  ipc::RunRequest request;
  request.code = "var end = Date.now() + 300; while (Date.now() < end); [60001, 100001, 120001, 300001].forEach(function (n) { console.log(new Array(n).join('x')) }); '" +
                 std::string(900'000, 'y') + "'";
  request.isolation = false;
  // A session's: others are not looked at whether they are to be interrupted.
  request.session = "s";
  asio::co_spawn(
      io,
      [&]() -> Task<> {
        auto started = co_await pool.start();
        if (started) {
          ipc::SessionRequest session{.session = "s"};
          (void)co_await executions.openSession("test", std::move(session));
          Caller nobody{.tenant = "test", .inFlight = {}, .send = [](std::string) {}, .unread = [] { return std::size_t{0}; }};
          if (failure.text.empty()) {
            auto conversation = std::make_shared<Conversation>(nobody, "null", false, 0);
            auto result = co_await executions.execute(std::move(request), conversation);
            if (auto* report = std::get_if<ipc::ExecutionReport>(&result)) {
              outcome = std::string(verdictName(report->verdict)) + (report->violation ? " " + report->violation->name : "");
            } else {
              outcome = std::get<ipc::RpcError>(result).message;
            }
          }
        } else {
          outcome = started.error().describe();
        }
        if (failure.text.empty()) co_await pool.shutDown();
      },
      asio::detached);
  io.run();
  return failure.text.empty() ? outcome : failure.text;
}

TEST(AllowList, IsEnough) { EXPECT_EQ(outcomeUnder(policy::runnerRules()), "ok"); }

TEST(AllowList, HasNoRowThatIsNotNeeded) {
  const auto all = policy::runnerRules();
  for (std::size_t left = 0; left < all.size(); ++left) {
    const int number = all[left].number;
    // The end of a runner is a kill; it leaves by itself only when the supervisor is gone, which this test cannot show.
    if (number == kExitGroup) continue;
    std::vector<policy::SyscallRule> rules(all.begin(), all.end());
    rules.erase(rules.begin() + static_cast<long>(left));
    const std::string name = policy::syscallName(AUDIT_ARCH_X86_64, number);
    const std::string outcome = outcomeUnder(rules);
    EXPECT_NE(outcome, "ok") << "nothing needs " << name;
    // Without write a runner cannot even say that it is sealed, and nobody takes its listener.
    EXPECT_NE(outcome.find(number == kWrite ? "seal a runner" : name), std::string::npos) << name << ": " << outcome;
  }
}

}  // namespace
}  // namespace isobox::supervisor
