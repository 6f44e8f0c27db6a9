// Tenants, metrics and events through the C++ library and the isobox program. Needs ISOBOX_BIN_DIR and a jail.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "ipc/json.h"
#include "isobox/isobox.h"
#include "policy/token.h"
#include "tests/support/run_program.h"
#include "tests/support/supervisor_process.h"

namespace isobox::client_tenants_test {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using test::ProgramEnd;
using testing::SupervisorProcess;

const std::string kAlice = "alice's secret";

std::string policyText(const std::string& alice = "") {
  return R"({"pool": {"min": 1, "max": 2}, "tenants": {"alice": {"token": ")" + policy::digestText(policy::digestOf(kAlice)) + "\"" + alice + "}}}";
}

IsoBoxOptions optionsFor(const SupervisorProcess& supervisor, const std::string& token = "") {
  IsoBoxOptions options;
  options.socket = supervisor.path();
  options.connection.token = token;
  return options;
}

ProgramEnd isobox(std::vector<std::string> words, const std::function<void(pid_t)>& meanwhile = nullptr) {
  words.insert(words.begin(), test::programPath("isobox"));
  return test::runProgram(std::move(words), "", meanwhile);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

/// Events as a handler gets them, to be waited for.
class Heard {
 public:
  EventEmitter::Handler handler() {
    return [this](const json::value& event) {
      const std::lock_guard lock(mutex_);
      events_.push_back(event.as_object());
      changed_.notify_all();
    };
  }
  /// The first of that type; waits for it.
  json::object first(const std::string& type) {
    std::unique_lock lock(mutex_);
    json::object found;
    const bool there = changed_.wait_for(lock, 30s, [&] {
      for (const auto& event : events_)
        if (std::string_view(event.at("type").as_string()) == type) return found = event, true;
      return false;
    });
    EXPECT_TRUE(there) << "no " << type;
    return found;
  }
  std::size_t count(const std::string& type) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), [&](const auto& each) { return std::string_view(each.at("type").as_string()) == type; }));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<json::object> events_;
};

// ---- the library -----------------------------------------------------------------------------------------------------------

TEST(ClientTenants, ABoxWithATokenIsItsTenant) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  IsoBox box(optionsFor(supervisor, kAlice)), plain(optionsFor(supervisor));
  EXPECT_EQ(box.run("6 * 7"), 42);
  EXPECT_EQ(box.info().at("tenant"), "alice");
  box.createSession("s").run("let x = 1");
  EXPECT_EQ(plain.sessions().size(), 0u);
  EXPECT_EQ(box.sessions().size(), 1u);
  // From several threads at once, on a connection that is yet to be made: nothing is sent before it is known who it is.
  IsoBox fresh(optionsFor(supervisor, kAlice));
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { right += fresh.info().at("tenant") == "alice"; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 8);
}

TEST(ClientTenants, AWrongTokenRunsNothing) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  IsoBox box(optionsFor(supervisor, "wrong token"));
  for (int i = 0; i < 5; ++i) {
    const auto result = box.execute("1");
    EXPECT_EQ(result.verdict, Verdict::InvalidRequest);
    EXPECT_EQ(result.message, "no tenant has this token");
  }
  IsoBox owner(optionsFor(supervisor));
  EXPECT_EQ(owner.supervisorMetrics().at("all").at("executions"), 0);
}

TEST(ClientTenants, OptionsThatMakeNoSenseAreNamedWithoutTheToken) {
  const auto complaint = [](const std::string& token, const std::string& socket) {
    IsoBoxOptions options;
    options.socket = socket;
    options.connection.token = token;
    try {
      IsoBox box(std::move(options));
      return std::string();
    } catch (const std::invalid_argument& wrong) {
      return std::string(wrong.what());
    }
  };
  EXPECT_EQ(complaint("secret", ""), "IsoBoxOptions.connection.token: is for a running supervisor, and socket names none");
  EXPECT_EQ(complaint(std::string(1025, 'a'), "/s"), "IsoBoxOptions.connection.token: is longer than 1024 bytes");
  EXPECT_EQ(complaint("\xff", "/s"), "IsoBoxOptions.connection.token: is not UTF-8");
  EXPECT_EQ(complaint(std::string(1024, 'a'), "/s"), "");
}

TEST(ClientTenants, OverQuotaSaysWhenToComeBack) {
  SupervisorProcess supervisor({.policy = policyText(R"(, "cpuPerMinute": 100)"), .onSocket = true});
  IsoBox box(optionsFor(supervisor, kAlice));
  EXPECT_TRUE(box.execute("const end = Date.now() + 400; while (Date.now() < end);").ok());
  const auto result = box.execute("1");
  EXPECT_EQ(result.verdict, Verdict::Overloaded);
  ASSERT_TRUE(result.retryAfter);
  EXPECT_GT(*result.retryAfter, 10s) << "300 ms of debt at 100 ms a minute";
  EXPECT_EQ(toJson(result).at("retryAfter"), result.retryAfter->count());
}

TEST(ClientMetrics, OfTheSupervisorAgreeWithTheBox) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  IsoBox box(optionsFor(supervisor, kAlice)), owner(optionsFor(supervisor));
  for (int i = 0; i < 20; ++i) box.run("1");
  box.execute("throw new Error('no')");
  const auto own = box.getMetrics();
  const auto metrics = box.supervisorMetrics();
  EXPECT_EQ(metrics.at("tenant"), "alice");
  const auto& measured = metrics.at("own");
  EXPECT_EQ(measured.at("executions"), own.executions);
  EXPECT_EQ(measured.at("errors"), own.errors);
  EXPECT_NEAR(measured.at("avgDuration").as_double(), own.avgDuration.count(), 0.01);
  EXPECT_NEAR(measured.at("maxDuration").as_double(), own.maxDuration.count(), 0.01);
  EXPECT_NEAR(measured.at("p50").as_double(), own.p50.count(), own.p50.count() / 50);
  EXPECT_EQ(measured.at("peakMemory"), own.peakMemory);
  EXPECT_FALSE(metrics.contains("tenants"));
  EXPECT_THROW(box.supervisorMetrics(true), ExecutionError);
  EXPECT_EQ(owner.supervisorMetrics(true).at("tenants").at("alice").at("executions"), 21);
}

TEST(ClientEvents, AHandlerHearsThemAsLongAsItsSubscriptionLives) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  IsoBox box(optionsFor(supervisor, kAlice)), owner(optionsFor(supervisor));
  Heard all, sessions;
  auto following = owner.followEvents(all.handler());
  auto narrow = box.followEvents(sessions.handler(), {"session:"});
  box.run("1");
  EXPECT_EQ(all.first("metrics:recorded").at("tenant"), "alice");
  box.createSession("s");
  EXPECT_EQ(sessions.first("session:opened").at("context").at("session"), "s");
  EXPECT_EQ(sessions.count("metrics:recorded"), 0u);
  following.stop();
  const auto before = all.count("metrics:recorded");
  for (int i = 0; i < 20; ++i) box.run("1");
  EXPECT_EQ(all.count("metrics:recorded"), before);
  auto again = owner.followEvents(all.handler(), {"supervisor:"});
  EXPECT_EQ(supervisor.stop(), 0);
  EXPECT_EQ(all.first("events:ended").at("severity"), "info");
  all.first("supervisor:stopping");
}

TEST(ClientEvents, ASlowHandlerMissesSomeAndIsTold) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  IsoBox box(optionsFor(supervisor, kAlice)), owner(optionsFor(supervisor));
  std::mutex gate;
  Heard heard;
  std::unique_lock closed(gate);
  auto following = owner.followEvents(
      [&, inner = heard.handler()](const json::value& event) {
        { const std::lock_guard wait(gate); }
        inner(event);
      },
      {"metrics:"});
  constexpr int kRuns = 1200;
  std::vector<std::future<ExecutionResult>> results;
  for (int i = 0; i < kRuns; ++i) {
    results.push_back(box.asyncExecute("1"));
    if (i % 100 == 99) {
      for (auto& each : std::exchange(results, {})) EXPECT_TRUE(each.get().ok());
    }
  }
  // All has been sent to the owner when its next answer is there.
  owner.info();
  closed.unlock();
  const auto dropped = heard.first("events:dropped").at("context").at("events").to_number<std::uint64_t>();
  EXPECT_GT(dropped, 0u);
  EXPECT_EQ(heard.count("metrics:recorded") + dropped, static_cast<std::uint64_t>(kRuns));
}

TEST(ClientEvents, WithoutASupervisorItIsSaid) {
  IsoBoxOptions options;
  options.socket = "/nonexistent/socket";
  IsoBox box(std::move(options));
  EXPECT_THROW((void)box.followEvents([](const json::value&) {}), ExecutionError);
  EXPECT_THROW((void)box.followEvents(nullptr), std::invalid_argument);
}

TEST(SecurityLoggerClass, KeepsCountsAndWritesTheSameLines) {
  test::TemporaryFolder folder;
  const std::string path = folder.path() + "/security.jsonl";
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  IsoBox box(optionsFor(supervisor));
  SecurityLoggerOptions options;
  options.file = path;
  options.history = 2;
  {
    SecurityLogger logger(box, options);
    box.run("1");
    for (const char* name : {"dns", "net", "x\ny"}) {
      ExecutionOptions run;
      run.context = {{"name", name}};
      box.run("try { require(name) } catch {} 1", run);
    }
    EXPECT_EQ(logger.count(), 3u);
    EXPECT_EQ(logger.count("warn"), 3u);
    EXPECT_EQ(logger.count("critical"), 0u);
    const auto history = logger.getHistory();
    ASSERT_EQ(history.size(), 2u);
    EXPECT_EQ(history[0].context.at("module"), "net");
    EXPECT_LT(std::chrono::system_clock::now() - history[1].timestamp, 60s);
    std::filesystem::rename(path, path + ".1");
    logger.reopen();
    box.run("try { require('last') } catch {} 1");
    EXPECT_EQ(logger.waiting(), 0u);
    EXPECT_EQ(logger.lost(), 0u);
  }
  box.run("try { require('afterwards') } catch {} 1");
  std::vector<json::object> lines;
  for (const auto& file : {path + ".1", path}) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) lines.push_back(ipc::parseJson(line).value().as_object());
  }
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[2].at("type"), "security:denied-module");
  EXPECT_EQ(lines[2].at("context").at("modules"), json::array{"x\ny"});
  EXPECT_EQ(lines[3].at("context").at("modules"), json::array{"last"});
  options.file = folder.path() + "/none/file";
  EXPECT_THROW(SecurityLogger(box, options), std::runtime_error);
}

// ---- the program -----------------------------------------------------------------------------------------------------------

TEST(CliToken, PrintsATokenAndTheLineOfThePolicy) {
  const auto end = isobox({"token"});
  ASSERT_EQ(end.status, 0) << end.err;
  const auto newline = end.out.find('\n');
  const auto token = end.out.substr(0, newline);
  EXPECT_EQ(end.out.substr(newline + 1), "\"token\": \"" + policy::digestText(policy::digestOf(token)) + "\"\n");
  EXPECT_NE(isobox({"token"}).out, end.out);
  const auto parsed = ipc::parseJson(isobox({"token", "--json"}).out).value();
  EXPECT_EQ(std::string(parsed.at("digest").as_string()), policy::digestText(policy::digestOf(std::string_view(parsed.at("token").as_string()))));
}

TEST(CliTenants, ATokenComesFromAFileOrTheEnvironment) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  test::TemporaryFolder folder;
  const auto file = folder.write("token", kAlice + "\n", 0600);
  const std::string socket = "--socket=" + supervisor.path();
  const auto tenant = [](const ProgramEnd& end) { return std::string(ipc::parseJson(end.out).value().at("tenant").as_string()); };
  EXPECT_EQ(tenant(isobox({"info", "--json", socket, "--token-file", file})), "alice");
  EXPECT_EQ(isobox({"eval", "6 * 7", socket, "--token-file", file}).out, "42\n");
  ::setenv("ISOBOX_TOKEN", kAlice.c_str(), 1);
  EXPECT_EQ(tenant(isobox({"info", "--json", socket})), "alice");
  ::setenv("ISOBOX_TOKEN", "wrong", 1);
  const auto refused = isobox({"eval", "1", socket});
  ::unsetenv("ISOBOX_TOKEN");
  EXPECT_EQ(refused.status, 13);
  EXPECT_TRUE(contains(refused.err, "no tenant has this token")) << refused.err;
  EXPECT_TRUE(tenant(isobox({"info", "--json", socket})).starts_with("uid:"));

  ::chmod(file.c_str(), 0644);
  const auto open = isobox({"info", socket, "--token-file", file});
  EXPECT_EQ(open.status, 2);
  EXPECT_TRUE(contains(open.err, "chmod 600")) << open.err;
  EXPECT_EQ(isobox({"info", socket, "--token-file", folder.write("empty", "\n", 0600)}).status, 2);
  EXPECT_EQ(isobox({"info", socket, "--token-file", folder.path() + "/none"}).status, 2);
  EXPECT_EQ(isobox({"eval", "1", "--token-file", file}).status, 2) << "without a socket";
}

TEST(CliStatsOfTenants, AreATableAndJson) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  test::TemporaryFolder folder;
  const auto file = folder.write("token", kAlice, 0600);
  const std::string socket = "--socket=" + supervisor.path();
  for (int i = 0; i < 3; ++i) isobox({"eval", "1", socket, "--token-file", file});
  const auto table = isobox({"stats", socket});
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_TRUE(contains(table.out, "\nTENANT  PROGRAMS  ERRORS")) << table.out;
  EXPECT_TRUE(contains(table.out, "\nalice          3       0")) << table.out;
  EXPECT_TRUE(contains(table.out, "\n(all)          3       0")) << table.out;
  const auto own = isobox({"stats", socket, "--token-file", file});
  EXPECT_TRUE(contains(own.out, "\nalice ")) << own.out;
  const auto parsed = ipc::parseJson(isobox({"stats", "--json", socket}).out).value();
  EXPECT_EQ(parsed.at("metrics").at("tenants").at("alice").at("executions"), 3);
}

TEST(CliEvents, PrintsWhatHappensUntilCtrlCAndNothingThatDrivesATerminal) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  const std::string socket = "--socket=" + supervisor.path();
  const std::string evil = "e\nvil\x1b[2J\xc2\x9b" "1m\xe2\x80\xae";
  auto client = supervisor.connect();
  for (const bool asJson : {false, true}) {
    std::vector<std::string> words{"events", "--follow", "--type", "security:", socket};
    if (asJson) words.push_back("--json");
    const auto end = isobox(words, [&](pid_t pid) {
      // Until it follows, nothing is printed.
      EXPECT_TRUE(testing::eventually([&] {
        client.run("try { require(name) } catch {} 1", {{"context", {{"name", evil}}}, {"filename", evil}});
        const auto out = std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/fd/1");
        return std::filesystem::file_size(out) > 0;
      }));
      ::kill(pid, SIGINT);
    });
    EXPECT_EQ(end.status, 130);
    for (const char c : end.out) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << end.out;
    EXPECT_TRUE(contains(end.out, "security:denied-module")) << end.out;
    EXPECT_TRUE(contains(end.out, R"(e\nvil\u001b[2J\u009b1m\u202e)")) << end.out;
    if (asJson) {
      const auto first = ipc::parseJson(end.out.substr(0, end.out.find('\n'))).value();
      EXPECT_EQ(std::string(first.at("context").at("filename").as_string()), evil);
    }
  }
  const auto recent = isobox({"events", socket, "--type", "security:"});
  EXPECT_EQ(recent.status, 0);
  EXPECT_TRUE(contains(recent.out, " warn security:denied-module ")) << recent.out;
  EXPECT_FALSE(contains(isobox({"events", socket, "--type", "session:"}).out, "security")) << "only what was asked for";
  EXPECT_EQ(isobox({"events"}).status, 2);
}

TEST(CliEvents, EndsWithTheSupervisor) {
  SupervisorProcess supervisor({.policy = policyText(), .onSocket = true});
  const auto end = isobox({"events", "--follow", "--socket=" + supervisor.path()}, [&](pid_t pid) {
    auto client = supervisor.connect();
    EXPECT_TRUE(testing::eventually([&] {
      client.run("1");
      const auto out = std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/fd/1");
      return std::filesystem::file_size(out) > 0;
    }));
    EXPECT_EQ(supervisor.stop(), 0);
  });
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_TRUE(contains(end.out, "supervisor:stopping")) << end.out;
  EXPECT_TRUE(contains(end.out, "events:ended")) << end.out;
}

}  // namespace
}  // namespace isobox::client_tenants_test
