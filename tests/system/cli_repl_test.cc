// isobox repl, by a pipe and in a terminal, with a real supervisor. Needs ISOBOX_BIN_DIR with all programs in it, and what
// the jail needs.
#include <gtest/gtest.h>

#include <poll.h>
#include <pty.h>
#include <sys/stat.h>

#include <chrono>

#include "tests/support/run_program.h"
#include "tests/support/supervisor_process.h"

namespace isobox::cli_repl_test {
namespace {

using test::ProgramEnd;
using test::TemporaryFolder;

ProgramEnd repl(const std::string& input, std::vector<std::string> words = {}) {
  words.insert(words.begin(), {test::programPath("isobox"), "repl"});
  return test::runProgram(std::move(words), input);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

TEST(CliRepl, KeepsWhatProgramsLeave) {
  const auto end = repl("let a = 1\nfunction f(x) { return a + x }\nf(41)\n'text'\n{ b: [a] }\nconsole.log('said')\n");
  EXPECT_EQ(end.status, 0) << end.err;
  EXPECT_EQ(end.out, "undefined\nundefined\n42\n'text'\n{ b: [ 1 ] }\nsaid\nundefined\n");
  EXPECT_EQ(end.err, "");
}

TEST(CliRepl, AnInputGoesOnUntilItIsFinished) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"[1,\n2\n]", "[ 1, 2 ]"},        {"(function () {\n  return 3\n})()", "3"},
      {"`a\n${\n4}`", "'a\\n4'"},       {"/* a\n * b */ 5", "5"},
      {"'a\\\nb'", "'ab'"},              {"Math.max(1\n, 6)", "6"},
      {"Math.max(Math.min(7\n)\n)", "7"}, {"if (true) {\n8\n} else {\n9\n}", "8"},
      {"{\na: 10\n}", "{ a: 10 }"},      {"\n\n11", "11"},
  };
  for (const auto& [input, value] : cases) {
    const auto end = repl(input + "\n");
    EXPECT_EQ(end.out, value + "\n") << input << end.err;
    EXPECT_EQ(end.status, 0) << input;
  }
}

TEST(CliRepl, ErrorsDoNotEndIt) {
  const auto end = repl("throw new TypeError('no')\n)\n'open\nnull.x\n)(\nf(a b\n1\n");
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.out, "1\n");
  EXPECT_TRUE(contains(end.err, "[repl]:1\nthrow new TypeError('no')\n      ^\n\nTypeError: no\n")) << end.err;
  EXPECT_TRUE(contains(end.err, "SyntaxError: Unexpected token ')'")) << end.err;
  EXPECT_TRUE(contains(end.err, "SyntaxError: Invalid or unexpected token")) << end.err;
  EXPECT_TRUE(contains(end.err, "SyntaxError: missing ) after argument list")) << end.err;
}

TEST(CliRepl, AnInputThatEndsTooEarlyIsAnError) {
  const auto end = repl("1\n[1,\n");
  EXPECT_EQ(end.status, 3);
  EXPECT_EQ(end.out, "1\n");
  EXPECT_TRUE(contains(end.err, "SyntaxError: Unexpected end of input")) << end.err;
}

TEST(CliRepl, Commands) {
  TemporaryFolder folder;
  const auto file = folder.write("a.js", "var loaded = 'yes'; loaded");
  const auto end = repl("let a = 1; function f() {}\n.state\n.load " + file +
                        "\n.reset\ntypeof a + typeof loaded\n.help\n.time\n2\n.nope\n.load\n.exit\n'never'\n");
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.out.find("undefined\n{ a: 1 }\nand what is no data: f\n'yes'\n'undefinedundefined'\n.help"), 0u) << end.out;
  EXPECT_TRUE(contains(end.out, "times are shown\n2\n")) << end.out;
  EXPECT_TRUE(contains(end.out, " ms, CPU ")) << end.out;
  EXPECT_FALSE(contains(end.out, "never")) << end.out;
  EXPECT_EQ(end.err, "isobox: there is no command .nope; .help tells those that there are\nisobox: .load needs FILE\n");
}

TEST(CliRepl, ATimeoutLeavesTheState) {
  const auto end = repl("let a = 5\nfor (;;);\na\n", {"--timeout", "300ms"});
  EXPECT_EQ(end.out, "undefined\n5\n");
  EXPECT_TRUE(contains(end.err, "isobox: timeout: ")) << end.err;
}

TEST(CliRepl, ADurableSessionIsThereTheNextTime) {
  TemporaryFolder folder;
  const std::vector<std::string> words{"work", "--durable", "--sessions", folder.path() + "/sessions"};
  EXPECT_EQ(repl("let m = new Map([['a', 1]]), n = 41\nfunction f() {}\n", words).status, 0);
  const auto next = repl("n + 1\nm\ntypeof f\n", words);
  EXPECT_EQ(next.out, "42\nMap(1) { 'a' => 1 }\n'undefined'\n");
  EXPECT_EQ(next.err, "isobox: the session had no process any more: its data is back, its functions and classes are not\n");
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"work", "--durable"}, {"--durable", "--sessions", folder.path()},
                                                {"work", "--sessions", "/tmp", "--socket", "/nowhere"}})
    EXPECT_EQ(repl("1\n", wrong).status, 2);
}

TEST(CliRepl, ANamedSessionStays) {
  const testing::SupervisorProcess supervisor({.onSocket = true});
  const std::string socket = "--socket=" + supervisor.path();
  EXPECT_EQ(repl("var kept = 7\n", {"mine", socket}).status, 0);
  EXPECT_EQ(repl("kept\n", {"mine", socket}).out, "7\n");
  EXPECT_EQ(repl("typeof kept\n", {socket}).out, "'undefined'\n");
  const auto sessions = test::runProgram({test::programPath("isobox"), "sessions", socket});
  EXPECT_TRUE(contains(sessions.out, "mine")) << sessions.out;
  EXPECT_FALSE(contains(sessions.out, "repl-")) << sessions.out;
}

/// `isobox repl` in a terminal of its own.
class Screen {
 public:
  Screen() {
    const std::string program = test::programPath("isobox");
    pid_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (pid_ != 0) return;
    ::setenv("TERM", "xterm", 1);
    ::setenv("NO_COLOR", "1", 1);
    ::setenv("XDG_STATE_HOME", folder_.path().c_str(), 1);
    ::execl(program.c_str(), program.c_str(), "repl", nullptr);
    ::_exit(127);
  }
  ~Screen() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), ::waitpid(pid_, nullptr, 0);
    ::close(terminal_);
  }

  void type(const std::string& keys) { ASSERT_EQ(::write(terminal_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size())); }

  /// Waits until `text` appears behind what was waited for before.
  bool shows(const std::string& text) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (;;) {
      if (const auto at = seen_.find(text, from_); at != seen_.npos) {
        from_ = at + text.size();
        return true;
      }
      pollfd state{terminal_, POLLIN, 0};
      if (std::chrono::steady_clock::now() > deadline) return false;
      if (::poll(&state, 1, 1000) == 1) {
        char block[4096];
        const auto count = ::read(terminal_, block, sizeof block);
        if (count <= 0) return false;
        seen_.append(block, static_cast<std::size_t>(count));
      }
    }
  }

  /// Its exit status, or 128 + signal.
  int end() {
    int status = 0;
    shows("nothing that it will ever say");
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  const std::string& seen() const { return seen_; }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
  int terminal_ = -1;
  pid_t pid_ = -1;
  std::string seen_;
  std::size_t from_ = 0;
};

TEST(CliReplTerminal, PromptsAndCompletes) {
  Screen screen;
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type("let longName = {inner: 42}\r");
  ASSERT_TRUE(screen.shows("undefined")) << screen.seen();
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type("longN\t");
  ASSERT_TRUE(screen.shows("longName")) << screen.seen();
  screen.type(".in\t");
  ASSERT_TRUE(screen.shows(".inner")) << screen.seen();
  screen.type("\r");
  ASSERT_TRUE(screen.shows("42")) << screen.seen();
  screen.type("encodeURIC\t('/')\r");
  ASSERT_TRUE(screen.shows("'%2F'")) << screen.seen();
  screen.type("[1,\r");
  ASSERT_TRUE(screen.shows("... ")) << screen.seen();
  screen.type("2]\r");
  ASSERT_TRUE(screen.shows("[ 1, 2 ]")) << screen.seen();
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type("\x04");
  EXPECT_EQ(screen.end(), 0);
  const auto history = screen.folder().read("isobox/history");
  EXPECT_TRUE(contains(history, "let longName = {inner: 42}\nlongName.inner\n")) << history;
  struct stat status {};
  ASSERT_EQ(::stat((screen.folder().path() + "/isobox/history").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(CliReplTerminal, CtrlC) {
  Screen screen;
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type("throw 1\x03");
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type("'a' + 'b'\r");
  ASSERT_TRUE(screen.shows("'ab'")) << screen.seen();
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type("let kept = 6; console.log('runs' + 1); for (;;);\r");
  ASSERT_TRUE(screen.shows("runs1")) << screen.seen();
  screen.type("\x03");
  ASSERT_TRUE(screen.shows("isobox: cancelled")) << screen.seen();
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  EXPECT_FALSE(contains(screen.seen(), "fresh"));
  screen.type("kept * 7\r");
  ASSERT_TRUE(screen.shows("42")) << screen.seen();
  ASSERT_TRUE(screen.shows("> ")) << screen.seen();
  screen.type(".exit\r");
  EXPECT_EQ(screen.end(), 0);
}

}  // namespace
}  // namespace isobox::cli_repl_test
