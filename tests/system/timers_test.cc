// Programs that wait: what it costs them, and what ends them meanwhile. With the real supervisor and runner,
// as timers wait in the supervisor and not in the jail. Needs ISOBOX_BIN_DIR and what the jail needs.
#include <gtest/gtest.h>

#include <chrono>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/use_future.hpp>

#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* kSleep = "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));";

class Timers : public ::testing::Test {
 protected:
  static IsoBoxOptions options() {
    IsoBoxOptions options;
    options.supervisorPath = test::programPath("isobox-supervisor");
    options.pool.min = 1;
    return options;
  }
  ExecutionResult execute(const std::string& code, std::chrono::milliseconds timeout = 10s) {
    ExecutionOptions with;
    with.timeout = timeout;
    return box.execute(kSleep + code, with);
  }

  IsoBox box{options()};
};

TEST_F(Timers, WaitingTakesWallTimeAndNoOther) {
  const auto result = execute("const begin = Date.now(); await sleep(400); Date.now() - begin");
  ASSERT_EQ(result.verdict, Verdict::Ok) << result.message;
  EXPECT_GE(result.value.to_number<double>(), 399);
  EXPECT_LT(result.value.to_number<double>(), 5000);
  EXPECT_GE(result.duration, 400ms);
  EXPECT_LT(result.cpu, 200ms);
}

TEST_F(Timers, ManyShortWaitsAreNoAttack) {
  const auto result = execute("let n = 0; for (; n < 500; n++) await sleep(1); n");
  ASSERT_EQ(result.verdict, Verdict::Ok) << result.message;
  EXPECT_EQ(result.value, 500);
}

TEST_F(Timers, AWaitEndsAtTheWallTime) {
  const auto begin = Clock::now();
  EXPECT_EQ(execute("await sleep(60000)", 300ms).verdict, Verdict::Timeout);
  EXPECT_LT(Clock::now() - begin, 5s);
  EXPECT_EQ(execute("await sleep(10)", 3s).verdict, Verdict::Ok);
}

TEST_F(Timers, ASessionOutlivesAWaitThatWasCutShort) {
  Session session = box.createSession("waits");
  ExecutionOptions with;
  with.timeout = 300ms;
  EXPECT_EQ(session.run("let kept = 7"), undefinedValue());
  EXPECT_EQ(session.execute("setTimeout(() => { kept = 8; }, 60000); 1", with).verdict, Verdict::Timeout);
  EXPECT_EQ(session.run("await new Promise((resolve) => setTimeout(resolve, 20)); kept"), 7);
}

TEST_F(Timers, AStreamWaitsBetweenItsItems) {
  std::vector<double> values;
  for (const auto& value :
       box.runStream(std::string(kSleep) + "for (let i = 0; i < 3; i++) { await sleep(50); yield i; }"))
    values.push_back(value.to_number<double>());
  EXPECT_EQ(values, (std::vector<double>{0, 1, 2}));
}

TEST_F(Timers, OthersRunWhileOneWaits) {
  auto slow =
      box.asyncExecute(std::string(kSleep) + "await sleep(1500); 'slow'", {}, boost::asio::use_future);
  const auto begin = Clock::now();
  EXPECT_EQ(box.run("1 + 1"), 2);
  EXPECT_LT(Clock::now() - begin, 1200ms);
  EXPECT_EQ(slow.get().value, "slow");
}

TEST_F(Timers, WhoWaitsCanBeCancelled) {
  boost::asio::cancellation_signal signal;
  auto waiting =
      box.asyncExecute(std::string(kSleep) + "await sleep(60000)", {},
                       boost::asio::bind_cancellation_slot(signal.slot(), boost::asio::use_future));
  box.run("0");  // the first one is under way when the second has ended
  const auto begin = Clock::now();
  signal.emit(boost::asio::cancellation_type::total);
  EXPECT_EQ(waiting.get().verdict, Verdict::Cancelled);
  EXPECT_LT(Clock::now() - begin, 5s);
}

}  // namespace
}  // namespace isobox
