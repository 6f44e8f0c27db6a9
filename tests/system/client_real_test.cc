// The library and the isobox program with the real supervisor, private and over a socket. Needs
// ISOBOX_BIN_DIR with all programs in it, and what the jail needs.
#include <gtest/gtest.h>

#include <signal.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <thread>

#include "ipc/json.h"
#include "isobox/isobox.h"
#include "tests/support/run_program.h"

namespace isobox::client_real_test {
namespace {

using namespace std::chrono_literals;
using test::programPath;
using test::runProgram;

IsoBoxOptions privateOptions() {
  IsoBoxOptions options;
  options.supervisorPath = programPath("isobox-supervisor");
  options.pool.min = 1;
  return options;
}

TEST(RealClient, ValuesAndErrors) {
  IsoBox box(privateOptions());
  EXPECT_EQ(box.run("1 + 2"), 3);
  EXPECT_TRUE(isUndefined(box.run("undefined")));
  ExecutionOptions options;
  options.filename = "user.js";
  const auto result = box.execute("1;\nthrow new TypeError('no');", options);
  EXPECT_EQ(result.verdict, Verdict::Error);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->name, "TypeError");
  EXPECT_EQ(result.error->file, "user.js");
  EXPECT_EQ(result.error->line, 2u);
  EXPECT_EQ(box.execute("(").verdict, Verdict::SyntaxError);
  EXPECT_EQ(box.execute("throw 5").error->message, "5");
  box.warmupPool();
  EXPECT_EQ(box.info().at("name"), "isobox-supervisor");
}

TEST(RealClient, TaggedValuesGoInAndComeOut) {
  IsoBox box(privateOptions());
  EXPECT_EQ(inspect(box.run("[undefined, NaN, -0, 1/0, new Date(0), /x/g, [1, , 2]]")),
            "[\n  undefined,\n  NaN,\n  -0,\n  Infinity,\n  1970-01-01T00:00:00.000Z,\n  /x/g,\n"
            "  [ 1, <1 empty item>, 2 ]\n]");
  ExecutionOptions options;
  options.context = {{"missing", undefinedValue()}, {"many", std::numeric_limits<double>::infinity()}};
  EXPECT_EQ(box.run("typeof missing + many", options), "undefinedInfinity");
}

TEST(RealClient, ContextGlobalsAndEnvironment) {
  auto settings = privateOptions();
  settings.context.globals = {{"a", 1}, {"b", 2}};
  settings.context.env = {{"WHO", "box"}, {"WHAT", "box"}};
  IsoBox box(settings);
  ExecutionOptions options;
  options.context = {{"b", 3}};
  options.env = {{"WHAT", "call"}};
  EXPECT_EQ(box.run("[a, b, process.env.WHO, process.env.WHAT].join()", options), "1,3,box,call");
}

TEST(RealClient, ConsoleCallsAreHeardAtOnce) {
  IsoBox box(privateOptions());
  std::vector<std::string> heard;
  ExecutionOptions options;
  options.timeout = 500ms;
  options.onConsole = [&](const ConsoleEntry& entry) { heard.push_back(entry.text); };
  const auto result = box.execute("console.log(1); console.warn(2); console.log(3); for (;;);", options);
  EXPECT_EQ(result.verdict, Verdict::Timeout);
  EXPECT_TRUE(result.console.empty());
  EXPECT_EQ(heard, (std::vector<std::string>{"1", "2", "3"}));
  heard.clear();
  EXPECT_EQ(box.asyncExecute("console.log('later'); 5", options).get().value, 5);
  EXPECT_EQ(heard, std::vector<std::string>{"later"});
}

TEST(RealClient, SessionsAreListedAndCancelled) {
  IsoBox box(privateOptions());
  EXPECT_TRUE(box.sessions().empty());
  Session session = box.createSession("one");
  EXPECT_EQ(session.asyncExecute("var a = 6; a").get().value, 6);
  ASSERT_EQ(box.sessions().size(), 1u);
  EXPECT_EQ(box.sessions()[0].at("session"), "one");
  EXPECT_EQ(box.sessions()[0].at("programs"), 1);
  boost::asio::cancellation_signal signal;
  auto future =
      session.asyncExecute("for (;;);", {}, boost::asio::bind_cancellation_slot(signal.slot(), boost::asio::use_future));
  std::this_thread::sleep_for(200ms);
  signal.emit(boost::asio::cancellation_type::total);
  EXPECT_EQ(future.get().verdict, Verdict::Cancelled);
  EXPECT_EQ(session.run("a"), 6) << "it is interrupted, and lives on";
  box.createSession("two");
  box.closeSession("two");
  EXPECT_EQ(box.sessions().size(), 1u);
  EXPECT_THROW(box.closeSession("two"), ExecutionError);
}

/// Items that come in a rush travel together, but none waits for one that never comes.
TEST(RealClient, TheLastItemOfARushDoesNotWaitForTheNext) {
  IsoBox box(privateOptions());
  ExecutionOptions options;
  options.timeout = 20s;
  const auto begin = std::chrono::steady_clock::now();
  auto stream = box.runStream("for (let i = 0; i < 1000; i++) yield i; for (;;);", options);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(stream.next(), boost::json::value(i));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 15s);
}

/// What a console call prints stands between the items around it, however fast they come.
TEST(RealClient, ConsoleCallsKeepTheirPlaceAmongItems) {
  IsoBox box(privateOptions());
  std::vector<std::string> heard;
  StreamOptions streamOptions;
  streamOptions.onConsole = [&](const ConsoleEntry& entry) { heard.push_back("c" + entry.text); };
  auto stream = box.runStream("for (let i = 0; i < 50; i++) { yield i; console.log(i); }", {}, streamOptions);
  while (const auto value = stream.next()) heard.push_back("v" + std::to_string(value->to_number<int>()));
  std::vector<std::string> expected;
  for (int i = 0; i < 50; ++i) {
    expected.push_back("v" + std::to_string(i));
    expected.push_back("c" + std::to_string(i));
  }
  EXPECT_EQ(heard, expected);
}

TEST(RealClient, TimeoutAndCancellation) {
  IsoBox box(privateOptions());
  ExecutionOptions options;
  options.timeout = 100ms;
  EXPECT_EQ(box.execute("for(;;);", options).verdict, Verdict::Timeout);
  boost::asio::cancellation_signal signal;
  auto future = box.asyncExecute("for(;;);", {},
                                 boost::asio::bind_cancellation_slot(signal.slot(), boost::asio::use_future));
  std::this_thread::sleep_for(200ms);
  signal.emit(boost::asio::cancellation_type::total);
  EXPECT_EQ(future.get().verdict, Verdict::Cancelled);
  EXPECT_EQ(box.run("'alive'"), "alive");
}

TEST(RealClient, CeilingsRiseWithTheBoxsOptions) {
  auto settings = privateOptions();
  settings.execution.timeout = 10min;
  settings.execution.memory.max = std::uint64_t{1} << 30;
  EXPECT_EQ(IsoBox(settings).run("1"), 1);
  IsoBox usual(privateOptions());
  ExecutionOptions options;
  options.timeout = 10min;
  const auto refused = usual.execute("1", options);
  EXPECT_EQ(refused.verdict, Verdict::InvalidRequest);
  EXPECT_NE(refused.message.find("10min"), std::string::npos) << refused.message;
}

TEST(RealClient, ManyThreads) {
  IsoBox box(privateOptions());
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i)
        if (box.run(std::to_string(t) + " * 1000 + " + std::to_string(i)) != t * 1000 + i) ++wrong;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

/// `isobox serve` on a socket of its own, ended with SIGTERM.
class Served {
 public:
  Served() : socket_(folder_.path() + "/socket") {
    const std::string log = folder_.path() + "/log";
    pid_ = ::fork();
    if (pid_ == 0) {
      const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT, 0600);
      ::dup2(fd, 1);
      ::dup2(fd, 2);
      ::execl(programPath("isobox").c_str(), "isobox", "serve", "--socket", socket_.c_str(), nullptr);
      ::_exit(127);
    }
    for (int i = 0; i < 500 && ::access(socket_.c_str(), F_OK) != 0; ++i) std::this_thread::sleep_for(20ms);
  }
  ~Served() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  const std::string& socket() const { return socket_; }

 private:
  test::TemporaryFolder folder_;
  std::string socket_;
  pid_t pid_;
};

TEST(RealCli, PrivateAndOverASocket) {
  const auto alone = runProgram({programPath("isobox"), "eval", "({ a: 1 + 2 })"});
  EXPECT_EQ(alone.out, "{ a: 3 }\n") << alone.err;
  EXPECT_EQ(alone.status, 0);
  Served served;
  const auto over =
      runProgram({programPath("isobox"), "run", "-", "--socket", served.socket()}, "console.log('hi')");
  EXPECT_EQ(over.out, "hi\n") << over.err;
  const auto info = runProgram({programPath("isobox"), "info", "--json", "--socket", served.socket()});
  EXPECT_EQ(ipc::parseJson(info.out).value().at("name"), "isobox-supervisor");
}

TEST(RealCli, ExitStatuses) {
  const auto status = [](const std::string& code, const std::string& option = "--cpu=30s") {
    return runProgram({programPath("isobox"), "eval", code, option}).status;
  };
  EXPECT_EQ(status("1"), 0);
  EXPECT_EQ(status("throw 1"), 1);
  EXPECT_EQ(status("("), 3);
  EXPECT_EQ(status("for(;;);", "--timeout=200ms"), 4);
  EXPECT_EQ(status("for(;;);", "--cpu=200ms"), 5);
  EXPECT_EQ(status("var a = []; for (;;) a.push('x' + a.length);", "--memory=8MiB"), 6);
}

}  // namespace
}  // namespace isobox::client_real_test
