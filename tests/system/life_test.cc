// The supervisor's life: start, sockets, signals, reload, drain, deaths of its parts. Needs a jail.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

/// Nothing of a supervisor that has ended is left.
void expectNothingLeft(pid_t supervisor, const std::vector<pid_t>& itsProcesses) {
  EXPECT_TRUE(cgroupDirectories(supervisor).empty());
  for (const pid_t pid : itsProcesses) EXPECT_TRUE(statusField(pid, "Name").empty() || !statusField(pid, "Name").starts_with("isobox")) << pid;
}

TEST(Life, EndsWithItsPrivateClientAndLeavesNothing) {
  SupervisorProcess supervisor;
  EXPECT_EQ(supervisor.client().run("1 + 2").at("value"), 3);
  const auto processes = descendants(supervisor.pid());
  EXPECT_GE(processes.size(), 2u);
  EXPECT_EQ(supervisor.stop(), 0);
  expectNothingLeft(supervisor.pid(), processes);
}

TEST(Life, TermFinishesWhatRunsAndRefusesWhatIsNew) {
  SupervisorProcess supervisor({.onSocket = true});
  auto client = supervisor.connect();
  const auto running = client.post("run", {{"code", "var end = Date.now() + 700; while (Date.now() < end); 'done'"}});
  ASSERT_TRUE(eventually([&] { return client.call("info").at("result").at("pool").at("busy") == 1; }));
  supervisor.signal(SIGTERM);
  ASSERT_TRUE(eventually([&] { return ::access(supervisor.path().c_str(), F_OK) != 0; })) << "the socket stays";
  const auto refused = client.call("run", {{"code", "1"}});
  EXPECT_EQ(refused.at("error").at("code"), -32000) << json::serialize(refused);
  EXPECT_EQ(client.answerTo(running).at("result").at("value"), "done");
  EXPECT_EQ(client.readLine(), std::nullopt);
  EXPECT_EQ(supervisor.wait(), 0);
  expectNothingLeft(supervisor.pid(), {});
}

TEST(Life, TermCancelsWhatOutlastsTheGraceTime) {
  SupervisorProcess supervisor({.policy = R"({"drainGrace": 200})", .onSocket = true});
  auto client = supervisor.connect();
  const auto running = client.post("run", {{"code", "for (;;);"}, {"timeout", 60000}, {"cpu", 60000}});
  ASSERT_TRUE(eventually([&] { return client.call("info").at("result").at("pool").at("busy") == 1; }));
  supervisor.signal(SIGTERM);
  EXPECT_EQ(client.answerTo(running).at("result").at("verdict"), "cancelled");
  EXPECT_EQ(supervisor.wait(), 0);
  expectNothingLeft(supervisor.pid(), {});
}

TEST(Life, KilledItTakesItsProcessesWithItAndTheNextOneClearsItsGroups) {
  std::vector<pid_t> processes;
  pid_t first = 0;
  {
    SupervisorProcess supervisor({.onSocket = true});
    supervisor.connect().run("1");
    processes = descendants(supervisor.pid());
    first = supervisor.pid();
    supervisor.signal(SIGKILL);
    EXPECT_EQ(supervisor.wait(), 128 + SIGKILL);
  }
  EXPECT_TRUE(eventually([&] {
    for (const pid_t pid : processes)
      if (statusField(pid, "Name").starts_with("isobox")) return false;
    return true;
  }));
  EXPECT_FALSE(cgroupDirectories(first).empty()) << "the test needs a leftover";
  SupervisorProcess next;
  EXPECT_EQ(next.client().run("1").at("value"), 1);
  EXPECT_TRUE(cgroupDirectories(first).empty());
}

TEST(Life, ReplacesAStaleSocketButNotALiveOneNorAFile) {
  SupervisorProcess supervisor({.onSocket = true});
  SupervisorProcess::Setup second{.options = {"--socket", supervisor.path()}};
  {
    SupervisorProcess rival(std::move(second));  // its own --private-fd wins over the socket: it serves that
    EXPECT_EQ(rival.stop(), 0);
  }
  const std::string command = binDirectory() + "/isobox-supervisor --socket " + supervisor.path() + " 2>&1";
  FILE* pipe = ::popen(command.c_str(), "r");
  char text[4096] = {};
  (void)!::fread(text, 1, sizeof text - 1, pipe);
  EXPECT_NE(::pclose(pipe), 0);
  EXPECT_NE(std::string(text).find("another supervisor serves it"), std::string::npos) << text;
  supervisor.signal(SIGKILL);
  supervisor.wait();
  ASSERT_EQ(::access(supervisor.path().c_str(), F_OK), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl((binDirectory() + "/isobox-supervisor").c_str(), "isobox-supervisor", "--socket", supervisor.path().c_str(),
            "--mode", "0600", "--log-level", "off", nullptr);
    ::_exit(127);
  }
  EXPECT_TRUE(eventually([&] {
    try {
      return LineClient::connect(supervisor.path()).run("2 + 2").at("value") == 4;
    } catch (const std::exception&) {
      return false;
    }
  }));
  struct stat info {};
  ASSERT_EQ(::stat(supervisor.path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  ::kill(child, SIGTERM);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Life, ReloadsItsPolicyOnHup) {
  char path[] = "/tmp/isobox-policy-XXXXXX";
  UniqueFd file(::mkstemp(path));
  const auto write = [&](const std::string& text) { std::ofstream(path) << text; };
  write(R"({"ceiling": {"wall": 1000, "cpu": 3000}, "limits": {"wall": 1000, "cpu": 1000}})");
  SupervisorProcess supervisor({.options = {"--policy", path}, .onSocket = true});
  auto client = supervisor.connect();
  EXPECT_TRUE(client.call("run", {{"code", "1"}, {"timeout", 2000}}).contains("error"));
  write("{\"ceiling\": {\"wall\": 3000, \"cpu\": 3000}, \"limits\": {\"wall\": 1000, \"cpu\": 1000}} // more");
  supervisor.signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return client.call("run", {{"code", "1"}, {"timeout", 2000}}).contains("result"); }));
  write("{nonsense");
  supervisor.signal(SIGHUP);
  EXPECT_TRUE(eventually([&] { return supervisor.log().find("the policy stays as it was") != std::string::npos; }));
  EXPECT_TRUE(client.call("run", {{"code", "1"}, {"timeout", 2000}}).contains("result"));
  EXPECT_EQ(supervisor.stop(), 0);
  ::unlink(path);
}

TEST(Life, TakesAnActivatedSocketAndNotifiesSystemd) {
  char directory[] = "/tmp/isobox-activation-XXXXXX";
  ASSERT_TRUE(::mkdtemp(directory));
  const std::string path = std::string(directory) + "/s", notify = std::string(directory) + "/n";
  const auto bindTo = [](const std::string& where, int type) {
    UniqueFd socket(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    where.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return socket;
  };
  UniqueFd listening = bindTo(path, SOCK_STREAM), notified = bindTo(notify, SOCK_DGRAM);
  ::listen(listening.get(), 8);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(listening.get(), 3);
    ::fcntl(3, F_SETFD, 0);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("NOTIFY_SOCKET", notify.c_str(), 1);
    ::execl((binDirectory() + "/isobox-supervisor").c_str(), "isobox-supervisor", "--log-level", "off", nullptr);
    ::_exit(127);
  }
  char text[64] = {};
  timeval patience{60, 0};
  ::setsockopt(notified.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ASSERT_GT(::recv(notified.get(), text, sizeof text - 1, 0), 0);
  EXPECT_STREQ(text, "READY=1");
  EXPECT_EQ(LineClient::connect(path).run("3 * 3").at("value"), 9);
  ::kill(child, SIGTERM);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(::access(path.c_str(), F_OK), 0) << "an activated socket belongs to systemd";
  for (const auto& each : {path, notify}) ::unlink(each.c_str());
  ::rmdir(directory);
}

TEST(Life, SurvivesTheDeathOfItsZygote) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 2, "max": 4}})"});
  LineClient& client = supervisor.client();
  for (int round = 0; round < 3; ++round) {
    const auto running = client.post("run", {{"code", "for (;;);"}, {"timeout", 30000}, {"cpu", 30000}});
    ASSERT_TRUE(eventually([&] { return client.call("info").at("result").at("pool").at("busy") == 1; }));
    for (const pid_t pid : descendants(supervisor.pid()))
      if (statusField(pid, "PPid") == std::to_string(supervisor.pid())) ::kill(pid, SIGKILL);
    const auto answer = client.answerTo(running);
    ASSERT_TRUE(answer.contains("result")) << json::serialize(answer) << supervisor.log();
    EXPECT_EQ(answer.at("result").at("verdict"), "internal_error") << json::serialize(answer);
    EXPECT_EQ(client.run("'alive'").at("value"), "alive");
  }
  EXPECT_NE(supervisor.log().find("the zygote"), std::string::npos);
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Life, ReplacesZygotesAfterTheirNumberOfRunners) {
  SupervisorProcess supervisor({.policy = R"({"pool": {"min": 1, "max": 3, "runnersPerZygote": 5}})"});
  for (int i = 0; i < 23; ++i) ASSERT_EQ(supervisor.client().run(std::to_string(i)).at("value"), i);
  const auto log = supervisor.log();
  std::size_t zygotes = 0;
  for (auto at = log.find("zygote launched"); at != std::string::npos; at = log.find("zygote launched", at + 1)) ++zygotes;
  EXPECT_GE(zygotes, 4u) << log;
  EXPECT_EQ(supervisor.stop(), 0);
}

TEST(Life, RefusesToStartWithoutItsPrograms) {
  SupervisorProcess supervisor({.options = {"--jail", "/nonexistent/isobox-jail"}});
  EXPECT_NE(supervisor.wait(), 0);
  EXPECT_NE(supervisor.log().find("/nonexistent/isobox-jail"), std::string::npos);
}

TEST(Life, SaysWhichStepFailedWhenTheLauncherCannotWork) {
  SupervisorProcess supervisor({.options = {"--jail", "/bin/false"}});
  EXPECT_NE(supervisor.wait(), 0);
  EXPECT_NE(supervisor.log().find("the jail cannot be built"), std::string::npos) << supervisor.log();
}

}  // namespace
}  // namespace isobox::testing
