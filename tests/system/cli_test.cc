// The isobox program against a supervisor that says what the test tells it to. Needs ISOBOX_BIN_DIR.
#include <gtest/gtest.h>

#include <signal.h>

#include <atomic>
#include <future>
#include <thread>

#include "ipc/json.h"
#include "tests/support/fake_supervisor.h"
#include "tests/support/run_program.h"

namespace isobox::cli_test {
namespace {

using test::FakePeer;
using test::FakeSupervisor;
using test::okResult;
using test::ProgramEnd;
using test::TemporaryFolder;

ProgramEnd isobox(std::vector<std::string> words, const std::string& input = "") {
  words.insert(words.begin(), test::programPath("isobox"));
  return test::runProgram(std::move(words), input);
}

/// Runs `isobox COMMAND --socket=PATH WORDS…` against a supervisor that answers every run with `result`. The
/// parameters of the last request come back in `params`.
struct Exchange {
  ProgramEnd end;
  boost::json::object params;
};

Exchange exchange(const std::string& result, std::vector<std::string> words, const std::string& input = "") {
  Exchange done;
  {
    FakeSupervisor supervisor([&](FakePeer& peer, int) {
      while (auto request = peer.next()) {
        done.params = request->at("params").as_object();
        peer.answer(*request, result);
      }
    });
    words.insert(words.begin() + 1, "--socket=" + supervisor.path());
    done.end = isobox(std::move(words), input);
  }
  return done;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

std::string failure(const std::string& verdict, const std::string& more = "") {
  return R"({"verdict":")" + verdict + R"(","message":"because","console":[])" + more + "}";
}

TEST(CliUsage, SaysWhatToDo) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{}, "no command given"},
      {{"evla"}, "unknown command evla; did you mean eval?"},
      {{"fly"}, "unknown command fly"},
      {{"--verison"}, "unknown option --verison"},
      {{"eval"}, "eval needs CODE"},
      {{"run"}, "run needs FILE"},
      {{"eval", "1", "2"}, "one word too many: 2; quote what has spaces"},
      {{"eval", "1", "--timeot", "5s"}, "unknown option --timeot; did you mean --timeout?"},
      {{"eval", "--frobnicate", "1"}, "unknown option --frobnicate; write -- before it when it is no option"},
      {{"eval", "1", "--timeout"}, "--timeout needs a value: --timeout TIME"},
      {{"eval", "1", "--timeout", "--json"}, "--timeout needs a value"},
      {{"eval", "1", "--json=yes"}, "--json takes no value"},
      {{"eval", "1", "--timeout", "soon"}, "--timeout: "},
      {{"eval", "1", "--memory", "64MB"}, "--memory: "},
      {{"eval", "1", "--env", "NAME"}, "--env: NAME is not of the form NAME=VALUE"},
      {{"eval", "1", "--context", "{"}, "--context: is not JSON"},
      {{"eval", "1", "--context", "[]"}, "--context: is not a JSON object"},
      {{"eval", "1", "--language", "perl"}, "--language: perl is not known"},
      {{"help", "evl"}, "did you mean eval?"},
      {{"repl", "a", "b"}, "one word too many: b"},
      {{"repl", "--json"}, "unknown option --json"},
      {{"project"}, "project needs DIR"},
      {{"project", "--", "a"}, "DIR stands before --"},
      {{"stats", "now"}, "one word too many: now"},
      {{"session"}, "unknown command session; did you mean sessions?"},
  };
  for (const auto& [words, text] : cases) {
    const auto end = isobox(words);
    EXPECT_EQ(end.status, 2) << text;
    EXPECT_EQ(end.out, "") << text;
    EXPECT_TRUE(contains(end.err, "isobox: ")) << end.err;
    EXPECT_TRUE(contains(end.err, text)) << end.err;
  }
}

TEST(CliUsage, HelpIsEverywhere) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--help"},
                                                {"-h"},
                                                {"help"},
                                                {"eval", "--help"},
                                                {"run", "-h"},
                                                {"serve", "--help"},
                                                {"doctor", "--help"},
                                                {"info", "--help"},
                                                {"repl", "--help"},
                                                {"project", "--help"},
                                                {"stats", "--help"},
                                                {"sessions", "--help"},
                                                {"events", "--help"},
                                                {"token", "--help"},
                                                {"help", "eval"}}) {
    const auto end = isobox(words);
    EXPECT_EQ(end.status, 0);
    EXPECT_EQ(end.err, "");
    EXPECT_EQ(end.out.find("Usage: isobox "), 0u) << end.out;
  }
  EXPECT_TRUE(contains(isobox({"--help"}).out, "cpu_limit"));
  EXPECT_EQ(isobox({"--version"}).out.find("isobox "), 0u);
}

TEST(CliEval, PrintsTheValueAsNodeDoes) {
  EXPECT_EQ(exchange(okResult("3"), {"eval", "1 + 2"}).end.out, "3\n");
  EXPECT_EQ(exchange(okResult(R"("text")", "string"), {"eval", "x"}).end.out, "text\n");
  EXPECT_EQ(exchange(okResult(R"({"$isobox":"undefined"})", "undefined"), {"eval", "x"}).end.out,
            "undefined\n");
  EXPECT_EQ(exchange(okResult(R"({"a":[1,"b"]})", "object"), {"eval", "x"}).end.out, "{ a: [ 1, 'b' ] }\n");
}

TEST(CliEval, SendsItsOptions) {
  const auto params = exchange(okResult("1"), {"eval", "--timeout", "5s", "--cpu=500ms", "--memory", "32MiB",
                                               "--env", "A=1", "--env", "B=x=y", "--context", R"({"c":1})",
                                               "--globals", R"({"g":2})", "--filename", "n.js", "--", "-x"})
                          .params;
  EXPECT_EQ(params, ipc::parseJson(
                        R"({"code":"-x","filename":"n.js","language":"javascript","timeout":5000,"cpu":500,)"
                        R"("memory":33554432,"context":{"c":1},"globals":{"g":2},"env":{"A":"1","B":"x=y"}})")
                        .value());
  EXPECT_EQ(exchange(okResult("-1"), {"eval", "-1"}).params.at("code"), "-1");
}

TEST(CliRun, PrintsTheConsoleInOrderAndNotTheValue) {
  const std::string result =
      R"({"verdict":"ok","value":1,"type":"number","console":[{"level":"log","text":"a"},{"level":"warn","text":"b"},)"
      R"({"level":"info","text":"c"},{"level":"error","text":"d"},{"level":"debug","text":"e"}]})";
  const auto end = exchange(result, {"run", "-"}, "x").end;
  EXPECT_EQ(end.status, 0);
  EXPECT_EQ(end.out, "a\nc\ne\n");
  EXPECT_EQ(end.err, "b\nd\n");
  EXPECT_EQ(exchange(result, {"eval", "x"}).end.out, "a\nc\ne\n1\n");
}

TEST(CliRun, ReadsFilesAndStdin) {
  TemporaryFolder folder;
  const auto path = folder.write("a.js", "#!/usr/bin/env isobox\n1");
  const auto params = exchange(okResult("1"), {"run", path}).params;
  EXPECT_EQ(params.at("code"), "///usr/bin/env isobox\n1");
  EXPECT_EQ(params.at("filename"), boost::json::string(path));
  const auto fromStdin = exchange(okResult("1"), {"run", "-"}, "\xef\xbb\xbfreturn").params;
  EXPECT_EQ(fromStdin.at("code"), "return");
  EXPECT_EQ(fromStdin.at("filename"), "[stdin]");
}

TEST(CliRun, SaysWhyAFileCannotBeRead) {
  TemporaryFolder folder;
  const auto missing = isobox({"run", folder.path() + "/missing.js"});
  EXPECT_EQ(missing.status, 2);
  EXPECT_TRUE(contains(missing.err, "missing.js")) << missing.err;
  EXPECT_TRUE(contains(missing.err, "No such file")) << missing.err;
  const auto isFolder = isobox({"run", folder.path()});
  EXPECT_EQ(isFolder.status, 2);
  EXPECT_TRUE(contains(isFolder.err, "directory")) << isFolder.err;
  const auto latin = isobox({"run", folder.write("l.js", "1;\n'\xe4';\n")});
  EXPECT_EQ(latin.status, 2);
  EXPECT_TRUE(contains(latin.err, "byte 4 (line 2) is not UTF-8")) << latin.err;
}

TEST(CliVerdicts, ExitStatusAndOneLineOnStderr) {
  const std::vector<std::pair<std::string, int>> cases{
      {"timeout", 4},     {"cpu_limit", 5},        {"memory_limit", 6},        {"output_limit", 7},
      {"violation", 8},   {"crashed", 9},          {"protocol_violation", 10}, {"cancelled", 11},
      {"overloaded", 12}, {"invalid_request", 13}, {"internal_error", 14},
  };
  for (const auto& [verdict, status] : cases) {
    const auto end = exchange(failure(verdict), {"eval", "x"}).end;
    EXPECT_EQ(end.status, status) << verdict;
    EXPECT_EQ(end.out, "");
    EXPECT_EQ(end.err, "isobox: " + verdict + ": because\n");
  }
}

TEST(CliVerdicts, UncaughtErrorsLookAsWithNode) {
  const auto end =
      exchange(
          failure("error",
                  R"(,"error":{"name":"TypeError","message":"no",)"
                  R"#("stack":"TypeError: no\n    at f (a.js:2:7)","file":"a.js","line":2,"column":7})#"),
          {"run", "-", "--filename", "a.js"}, "var x;\nthrow new TypeError('no');\n")
          .end;
  EXPECT_EQ(end.status, 1);
  EXPECT_EQ(end.out, "");
  EXPECT_EQ(end.err, "a.js:2\nthrow new TypeError('no');\n      ^\n\nTypeError: no\n    at f (a.js:2:7)\n");
  const auto syntax =
      exchange(failure("syntax_error", R"(,"error":{"name":"SyntaxError","message":"bad","stack":"",)"
                                       R"("file":"[eval]","line":1,"column":0})"),
               {"eval", "("})
          .end;
  EXPECT_EQ(syntax.status, 3);
  EXPECT_EQ(syntax.err, "[eval]:1\n(\n\nSyntaxError: bad\n");
}

TEST(CliJson, OneLineAndNothingElse) {
  const auto ok = exchange(okResult(R"({"$isobox":"NaN"})"), {"eval", "x", "--json"}).end;
  EXPECT_EQ(ok.status, 0);
  EXPECT_EQ(ok.out, R"({"verdict":"ok","value":{"$isobox":"NaN"},"type":"number","duration":1.5,"cpu":1.25,)"
                    R"("queued":0.125,"memory":4096,"memorySource":"cgroup","console":[]})"
                    "\n");
  const auto slow = exchange(failure("timeout"), {"eval", "x", "--json"}).end;
  EXPECT_EQ(slow.status, 4);
  EXPECT_EQ(slow.err, "");
  EXPECT_EQ(ipc::parseJson(slow.out).value().at("message"), "because");
}

TEST(CliJson, RefusalsToo) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    while (auto request = peer.next()) peer.refuse(*request, -32000, "full");
  });
  const auto overloaded = isobox({"eval", "x", "--json", "--socket", supervisor.path()});
  EXPECT_EQ(overloaded.status, 12);
  EXPECT_EQ(ipc::parseJson(overloaded.out).value().at("verdict"), "overloaded");
  const auto nobody = isobox({"eval", "x", "--json", "--socket", "/nonexistent"});
  EXPECT_EQ(nobody.status, 14);
  EXPECT_EQ(ipc::parseJson(nobody.out).value().at("verdict"), "internal_error");
  const auto tiny = isobox({"eval", "x", "--json", "--memory", "1", "--socket", supervisor.path()});
  EXPECT_EQ(tiny.status, 13);
  EXPECT_EQ(ipc::parseJson(tiny.out).value().at("verdict"), "invalid_request");
  EXPECT_EQ(tiny.err, "");
}

TEST(CliOutput, AReaderThatWentAwayIsNoFault) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    while (auto request = peer.next())
      peer.answer(*request, okResult('"' + std::string(1 << 20, 'x') + '"', "string"));
  });
  const std::string command = test::programPath("isobox") + " eval x --socket " + supervisor.path();
  const auto piped = test::runProgram({"/bin/sh", "-c", "( " + command + "; echo $? >&2 ) | true"});
  EXPECT_EQ(piped.err, "0\n");
  const auto closed = test::runProgram({"/bin/sh", "-c", command + " >&-"});
  EXPECT_EQ(closed.status, 0);
  const auto full = test::runProgram({"/bin/sh", "-c", command + " >/dev/full"});
  EXPECT_EQ(full.status, 14);
  EXPECT_TRUE(contains(full.err, "cannot write to stdout: No space left")) << full.err;
}

TEST(CliSignals, CtrlCWithdrawsTheRun) {
  std::promise<void> asked;
  std::atomic<bool> cancelled{false};
  FakeSupervisor supervisor([&](FakePeer& peer, int) {
    auto run = peer.next();
    asked.set_value();
    auto cancel = peer.next();
    cancelled = cancel && cancel->at("method") == "cancel" && cancel->at("params").at("id") == run->at("id");
    peer.refuse(*run, -32001, "withdrawn");
    peer.next();
  });
  const auto end = test::runProgram(
      {test::programPath("isobox"), "eval", "for(;;);", "--socket", supervisor.path()}, "", [&](pid_t pid) {
        asked.get_future().wait();
        ::kill(pid, SIGINT);
      });
  EXPECT_EQ(end.status, 130);
  EXPECT_EQ(end.err, "isobox: cancelled: withdrawn\n");
  EXPECT_TRUE(cancelled);
}

TEST(CliSignals, TheSecondCtrlCDoesNotWait) {
  std::promise<void> asked, withdrawn;
  FakeSupervisor supervisor([&](FakePeer& peer, int) {
    peer.next();
    asked.set_value();
    peer.next();
    withdrawn.set_value();
    peer.next();  // never answers
  });
  const auto end = test::runProgram(
      {test::programPath("isobox"), "eval", "for(;;);", "--socket", supervisor.path()}, "", [&](pid_t pid) {
        asked.get_future().wait();
        ::kill(pid, SIGINT);
        withdrawn.get_future().wait();
        ::kill(pid, SIGINT);
      });
  EXPECT_EQ(end.status, 130);
}

TEST(CliInfo, PrintsWhatTheSupervisorSays) {
  const std::string info = R"({"name":"isobox-supervisor","pid":7,"pool":{"min":2,"max":10},"missing":[]})";
  EXPECT_EQ(exchange(info, {"info"}).end.out,
            "name: isobox-supervisor\npid: 7\npool:\n  min: 2\n  max: 10\nmissing: []\n");
  EXPECT_EQ(exchange(info, {"info", "--json"}).end.out, info + "\n");
  const auto nobody = isobox({"info", "--socket", "/nonexistent"});
  EXPECT_EQ(nobody.status, 14);
  EXPECT_TRUE(contains(nobody.err, "is isobox-supervisor running?")) << nobody.err;
}

TEST(CliSupervisor, ServeAndDoctorPassTheirWordsOn) {
  TemporaryFolder folder;
  const auto program = folder.write("s", "#!/bin/sh\necho \"$@\"\nexit 5\n", 0755);
  const std::string isoboxWith = "ISOBOX_SUPERVISOR=" + program + " " + test::programPath("isobox");
  const auto serve = test::runProgram({"/bin/sh", "-c", isoboxWith + " serve --socket /x --mode 0660"});
  EXPECT_EQ(serve.status, 5);
  EXPECT_EQ(serve.out, "--socket /x --mode 0660\n");
  EXPECT_EQ(test::runProgram({"/bin/sh", "-c", isoboxWith + " doctor --json"}).out, "--doctor --json\n");
}

TEST(CliSupervisor, ItsRefusalToStartIsShown) {
  TemporaryFolder folder;
  const auto program =
      folder.write("s", "#!/bin/sh\necho 'no user namespaces: see doctor' >&2\nexit 1\n", 0755);
  const auto end = test::runProgram(
      {"/bin/sh", "-c", "ISOBOX_SUPERVISOR=" + program + " " + test::programPath("isobox") + " eval 1"});
  EXPECT_EQ(end.status, 14);
  EXPECT_TRUE(contains(end.err, "no user namespaces: see doctor")) << end.err;
}

}  // namespace
}  // namespace isobox::cli_test
