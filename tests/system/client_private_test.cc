// A supervisor of one's own: how it is found, started, listened to and ended. The supervisors here are shell
// scripts; needs /bin/sh, sed and ls.
#include <gtest/gtest.h>

#include <signal.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "ipc/json.h"
#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox {
namespace {

using namespace std::chrono_literals;
using test::TemporaryFolder;

/// Answers each request with `result`, in which $pid is the script's process id. `first` is done at the
/// beginning.
std::string answering(const std::string& result, const std::string& first = ":") {
  return "#!/bin/sh\npid=$$\n" + first +
         "\nwhile read -r line <&3; do\n"
         "  id=$(printf %s \"$line\" | sed 's/.*\"id\":\\([0-9]*\\).*/\\1/')\n"
         "  printf '{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}\\n' \"$id\" \"" +
         result + "\" >&3\ndone\n";
}

const std::string kPidResult = R"({\"verdict\":\"ok\",\"value\":$pid,\"type\":\"number\",\"console\":[]})";

IsoBoxOptions privateOptions(const std::string& program) {
  IsoBoxOptions options;
  options.supervisorPath = program;
  return options;
}

bool isAlive(std::int64_t pid) {
  return ::kill(static_cast<pid_t>(pid), 0) == 0;
}

TEST(PrivateSupervisor, AnswersAndEndsWithTheBox) {
  TemporaryFolder folder;
  std::int64_t pid = 0;
  {
    IsoBox box(privateOptions(folder.write("s", answering(kPidResult), 0755)));
    pid = box.run("x").as_int64();
    EXPECT_EQ(box.run("y"), pid);
    EXPECT_TRUE(isAlive(pid));
  }
  EXPECT_FALSE(isAlive(pid));
}

TEST(PrivateSupervisor, IsNotStartedBeforeTheFirstCall) {
  IsoBox box(privateOptions("/nonexistent/isobox-supervisor"));
  const auto result = box.execute("x");
  EXPECT_EQ(result.verdict, Verdict::InternalError);
  EXPECT_NE(result.message.find("/nonexistent/isobox-supervisor"), std::string::npos) << result.message;
}

TEST(PrivateSupervisor, GetsThePolicyOfTheOptionsAndNoOtherDescriptor) {
  TemporaryFolder folder;
  const std::string note = "ls /proc/self/fd > " + folder.path() + "/fds; cat /dev/fd/4 > " + folder.path() +
                           "/policy; echo \"$@\" > " + folder.path() + "/words";
  auto options = privateOptions(folder.write("s", answering(kPidResult, note), 0755));
  options.execution.timeout = 10min;
  options.execution.memory.max = 1u << 30;
  options.pool = {.min = 1, .max = 3, .idleTimeout = 5s};
  options.jail.allowDegraded = true;
  IsoBox box(options);
  box.run("x");
  EXPECT_EQ(folder.read("words"), "--private-fd 3 --policy /dev/fd/4\n");
  EXPECT_EQ(folder.read("fds"), "0\n1\n2\n3\n4\n5\n");  // 5 is ls's own, for the folder it lists
  EXPECT_EQ(ipc::parseJson(folder.read("policy")).value(),
            ipc::parseJson(R"({"limits":{"source":16777216,"input":33554432,"wall":600000,"cpu":600000,"memory":1073741824},)"
                           R"("ceiling":{"wall":600000,"cpu":600000,"memory":1073741824},)"
                           R"("pool":{"min":1,"max":3,"idleTimeout":5000},"sessions":{"perTenant":1000},"jail":{"allowDegraded":true}})")
                .value());
}

TEST(PrivateSupervisor, ItsLastWordsReachTheCaller) {
  TemporaryFolder folder;
  const std::string refusing = "#!/bin/sh\necho 'isobox-supervisor: clone: no user namespaces' >&2\nexit 3\n";
  IsoBox box(privateOptions(folder.write("s", refusing, 0755)));
  for (int i = 0; i < 2; ++i) {
    const auto result = box.execute("x");
    EXPECT_EQ(result.verdict, Verdict::InternalError);
    EXPECT_NE(result.message.find("did not start: exit status 3"), std::string::npos) << result.message;
    EXPECT_NE(result.message.find("clone: no user namespaces"), std::string::npos) << result.message;
  }
}

TEST(PrivateSupervisor, AllItsLastWordsButNotWithoutEnd) {
  TemporaryFolder folder;
  const std::string chatty =
      "#!/bin/sh\ni=0; while [ $i -lt 5000 ]; do echo \"line number $i of many\"; i=$((i+1)); "
      "done >&2\nexit 1\n";
  IsoBox box(privateOptions(folder.write("s", chatty, 0755)));
  const auto result = box.execute("x");
  EXPECT_NE(result.message.find("line number 4999 of many"), std::string::npos);
  EXPECT_LT(result.message.size(), 10'000u);
}

TEST(PrivateSupervisor, WritingMuchToStderrDoesNotStopIt) {
  TemporaryFolder folder;
  const std::string much =
      "i=0; while [ $i -lt 5000 ]; do echo \"line number $i of many\"; i=$((i+1)); done >&2";
  IsoBox box(privateOptions(folder.write("s", answering(kPidResult, much), 0755)));
  EXPECT_EQ(box.execute("x").verdict, Verdict::Ok);
}

TEST(PrivateSupervisor, StartsAnewAfterItsDeath) {
  TemporaryFolder folder;
  IsoBox box(privateOptions(folder.write("s", answering(kPidResult), 0755)));
  const auto first = box.run("x").as_int64();
  ::kill(static_cast<pid_t>(first), SIGKILL);
  while (isAlive(first)) std::this_thread::sleep_for(1ms);  // gone once the box has noticed and reaped it
  const auto second = box.run("x").as_int64();
  EXPECT_NE(first, second);
}

TEST(PrivateSupervisor, ADeathUnderWayEndsTheCallAndSaysHow) {
  TemporaryFolder folder;
  const std::string script = "#!/bin/sh\nread -r line <&3\nkill -SEGV $$\n";
  IsoBox box(privateOptions(folder.write("s", script, 0755)));
  const auto result = box.execute("x");
  EXPECT_EQ(result.verdict, Verdict::InternalError);
  EXPECT_NE(result.message.find("signal 11"), std::string::npos) << result.message;
}

TEST(PrivateSupervisor, OneThatDoesNotEndIsKilled) {
  TemporaryFolder folder;
  // Answers, then neither reads on nor ends.
  const std::string stubborn = answering(kPidResult) + "exec sleep 1000\n";
  IsoBox box(privateOptions(folder.write("s", stubborn, 0755)));
  const auto pid = box.run("x").as_int64();
  const auto before = std::chrono::steady_clock::now();
  box.shutdown();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 8s);
  EXPECT_FALSE(isAlive(pid));
}

TEST(PrivateSupervisor, IsFoundThroughTheEnvironment) {
  TemporaryFolder folder;
  const std::string program = folder.write("s", answering(kPidResult), 0755);
  const char* before = std::getenv("ISOBOX_SUPERVISOR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("ISOBOX_SUPERVISOR", program.c_str(), 1);
  EXPECT_EQ(IsoBox().execute("x").verdict, Verdict::Ok);
  ::setenv("ISOBOX_SUPERVISOR", "/nonexistent/supervisor", 1);
  const auto result = IsoBox().execute("x");
  EXPECT_NE(result.message.find("ISOBOX_SUPERVISOR"), std::string::npos) << result.message;
  before == nullptr ? ::unsetenv("ISOBOX_SUPERVISOR") : ::setenv("ISOBOX_SUPERVISOR", kept.c_str(), 1);
}

TEST(PrivateSupervisor, BoxesDoNotDisturbOneAnother) {
  TemporaryFolder folder;
  const std::string program = folder.write("s", answering(kPidResult), 0755);
  IsoBox first(privateOptions(program)), second(privateOptions(program));
  const auto a = first.run("x").as_int64(), b = second.run("x").as_int64();
  EXPECT_NE(a, b);
  first.shutdown();
  EXPECT_FALSE(isAlive(a));
  EXPECT_EQ(second.run("x"), b);
}

}  // namespace
}  // namespace isobox
