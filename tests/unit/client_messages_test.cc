// The client's wire: requests read and refused, results there and back, garbage.
#include "ipc/client_messages.h"

#include <gtest/gtest.h>

#include <random>

#include "ipc/json.h"
#include "ipc/json_validator.h"
#include "ipc/told.h"

namespace isobox::ipc {
namespace {

namespace json = boost::json;

Request accepted(std::string_view line) {
  auto parsed = parseRequest(line);
  auto* request = std::get_if<Request>(&parsed);
  EXPECT_TRUE(request) << line << ": " << std::get<RejectedLine>(parsed).error.message;
  return request ? *request : Request{};
}

RejectedLine rejected(std::string_view line) {
  auto parsed = parseRequest(line);
  auto* refused = std::get_if<RejectedLine>(&parsed);
  EXPECT_TRUE(refused) << "accepted: " << line;
  return refused ? *refused : RejectedLine{};
}

TEST(ParseRequest, ReadsMethodParamsAndId) {
  const auto request =
      accepted(R"({"jsonrpc":"2.0","id":7,"method":"run","params":{"code":"1+2"},"extra":1})");
  EXPECT_EQ(request.id, "7");
  EXPECT_EQ(request.method, "run");
  EXPECT_EQ(request.params.at("code").get_string(), "1+2");
  EXPECT_TRUE(accepted(R"({"jsonrpc":"2.0","id":1,"method":"info"})").params.empty());
}

TEST(ParseRequest, KeepsIdsAsTheyAre) {
  const std::pair<const char*, RequestId> cases[]{{"\"a\\\"b\"", "\"a\\\"b\""},
                                                  {"0", "0"},
                                                  {"-5", "-5"},
                                                  {"18446744073709551615", "18446744073709551615"},
                                                  {"null", "null"},
                                                  {"\"\"", "\"\""},
                                                  {"9007199254740993", "9007199254740993"}};
  for (const auto& [text, id] : cases)
    EXPECT_EQ(accepted(std::string(R"({"jsonrpc":"2.0","method":"m","id":)") + text + "}").id, id);
  EXPECT_EQ(accepted(R"({"jsonrpc":"2.0","method":"m"})").id, std::nullopt);
}

TEST(ParseRequest, RefusesOddIds) {
  for (const std::string& id :
       {std::string("1.5"), std::string("1e2"), std::string("-0"), std::string("true"), std::string("{}"),
        std::string("[1]"), std::string("18446744073709551616"),
        "\"" + std::string(kMaxIdText, 'x') + "\""}) {
    const auto refused = rejected(R"({"jsonrpc":"2.0","method":"m","id":)" + id + "}");
    EXPECT_EQ(refused.id, "null");
    EXPECT_EQ(refused.error.code, RpcCode::InvalidRequest);
    EXPECT_EQ(refused.error.message.substr(0, 4), "id: ");
    EXPECT_LT(refused.error.message.size(), 200u);
  }
}

TEST(ParseRequest, AnswersToTheIdWhereThereIsOne) {
  const struct {
    const char* line;
    const char* id;
    RpcCode code;
    const char* message;
  } cases[]{
      {"{", "null", RpcCode::ParseError, "incomplete JSON at byte 1"},
      {"[]", "null", RpcCode::InvalidRequest, "batches are refused: send one request a line"},
      {"7", "null", RpcCode::InvalidRequest, "7 is not a request object"},
      {R"({"id":3,"method":"m"})", "3", RpcCode::InvalidRequest, "jsonrpc: must be \"2.0\""},
      {R"({"id":3,"jsonrpc":2.0,"method":"m"})", "3", RpcCode::InvalidRequest, "jsonrpc: must be \"2.0\""},
      {R"({"id":"x","jsonrpc":"2.0"})", "\"x\"", RpcCode::InvalidRequest, "method: must be a string"},
      {R"({"id":3,"jsonrpc":"2.0","method":1})", "3", RpcCode::InvalidRequest, "method: must be a string"},
      {R"({"id":3,"jsonrpc":"2.0","method":"m","params":[1]})", "3", RpcCode::InvalidParams,
       "params: an array is not an object"},
      {R"({"jsonrpc":"2.0","method":"m","params":null})", "null", RpcCode::InvalidParams,
       "params: null is not an object"},
      {R"({"id":3,"id":4,"jsonrpc":"2.0","method":"m"})", "null", RpcCode::ParseError,
       "the same key twice: \"id\" at byte 43"},
  };
  for (const auto& c : cases) {
    const auto refused = rejected(c.line);
    EXPECT_EQ(refused.id, c.id) << c.line;
    EXPECT_EQ(refused.error.code, c.code) << c.line;
    EXPECT_EQ(refused.error.message, c.message) << c.line;
  }
}

std::variant<RunRequest, RpcError> run(std::string_view params) {
  auto value = parseJson(params).value();
  return parseRunRequest(std::move(value.get_object()));
}

std::string complaint(std::string_view params) {
  const auto parsed = run(params);
  const auto* error = std::get_if<RpcError>(&parsed);
  EXPECT_TRUE(error) << "accepted: " << params;
  if (!error) return "";
  EXPECT_EQ(error->code, RpcCode::InvalidParams);
  return error->message;
}

TEST(ParseRunRequest, NeedsCodeOnly) {
  const auto parsed = run(R"({"code":""})");
  ASSERT_TRUE(std::holds_alternative<RunRequest>(parsed));
  EXPECT_EQ(std::get<RunRequest>(parsed), RunRequest{});
}

TEST(ParseRunRequest, ReadsEverything) {
  const auto parsed =
      run(R"({"code":"a\u0000b","filename":"f.ts","language":"typescript","timeout":0.25,"cpu":1e3,
      "memory":1048576,"console":0,"value":2.0,"valueDepth":3,"context":{"a":[1]},"globals":{"b":null},
      "env":{"HOME":"x\u0000"},"isolation":false})");
  ASSERT_TRUE(std::holds_alternative<RunRequest>(parsed));
  const auto& r = std::get<RunRequest>(parsed);
  EXPECT_EQ(r.code, std::string("a\0b", 3));
  EXPECT_EQ(r.filename, "f.ts");
  EXPECT_EQ(r.language, Language::TypeScript);
  EXPECT_EQ(r.timeout, Milliseconds(1)) << "fractions are rounded up";
  EXPECT_EQ(r.cpu, Milliseconds(1000));
  EXPECT_EQ(r.memory, 1_MiB);
  EXPECT_EQ(r.console, 0_B);
  EXPECT_EQ(r.value, 2_B);
  EXPECT_EQ(r.valueDepth, 3u);
  EXPECT_EQ(writeJson(r.context), R"({"a":[1]})");
  EXPECT_EQ(writeJson(r.globals), R"({"b":null})");
  EXPECT_EQ(writeJson(r.env), R"({"HOME":"x\u0000"})");
  EXPECT_FALSE(r.isolation);
  const auto again = parseRunRequest(runRequestParams(r));
  ASSERT_TRUE(std::holds_alternative<RunRequest>(again));
  EXPECT_EQ(std::get<RunRequest>(again), r);
}

TEST(ParseRunRequest, NamesWhatIsWrong) {
  EXPECT_EQ(complaint("{}"), "params.code: missing");
  EXPECT_EQ(complaint(R"({"code":1})"), "params.code: 1 is not a string");
  EXPECT_EQ(complaint(R"({"code":"","timeout":-5})"),
            "params.timeout: -5 is not a number of milliseconds above 0");
  EXPECT_EQ(complaint(R"({"code":"","timeout":0})"),
            "params.timeout: 0 is not a number of milliseconds above 0");
  EXPECT_EQ(complaint(R"({"code":"","timeout":"1s"})"),
            "params.timeout: \"1s\" is not a number of milliseconds above 0");
  EXPECT_EQ(complaint(R"({"code":"","cpu":1e300})"),
            "params.cpu: 1e+300 is not a number of milliseconds below 2^53");
  EXPECT_EQ(complaint(R"({"code":"","memory":1.5})"), "params.memory: 1.5 is not a whole number of bytes");
  EXPECT_EQ(complaint(R"({"code":"","memory":-1})"), "params.memory: -1 is not a whole number of bytes");
  EXPECT_EQ(complaint(R"({"code":"","value":18446744073709551615})"),
            "params.value: 18446744073709551615 is not a whole number of bytes");
  EXPECT_EQ(complaint(R"({"code":"","valueDepth":4294967296})"),
            "params.valueDepth: 4294967296 is not a whole number of levels");
  EXPECT_EQ(complaint(R"({"code":"","language":"ruby"})"),
            "params.language: \"ruby\" is not \"javascript\" or \"typescript\"");
  EXPECT_EQ(complaint(R"({"code":"","context":[]})"), "params.context: an array is not an object");
  EXPECT_EQ(complaint(R"({"code":"","globals":null})"), "params.globals: null is not an object");
  EXPECT_EQ(complaint(R"({"code":"","env":{"A":1}})"), "params.env: \"A\": 1 is not a string");
  EXPECT_EQ(complaint(R"({"code":"","env":{"A\u0000":"1"}})"), "params.env: a name contains NUL");
  EXPECT_EQ(complaint(R"({"code":"","isolation":"yes"})"), "params.isolation: \"yes\" is not true or false");
  EXPECT_EQ(complaint(R"({"code":"","reuse":"all"})"), "params.reuse: \"all\" is not \"none\" or \"tenant\"");
  EXPECT_EQ(complaint(R"({"code":"","reuse":true})"), "params.reuse: true is not \"none\" or \"tenant\"");
  for (const std::string& name :
       {std::string(""), std::string("a\\u0000b"), std::string(kMaxFilename + 1, 'x')})
    EXPECT_NE(
        complaint(R"({"code":"","filename":")" + name + "\"}").find("is not a file name of 1 to 4096 bytes"),
        std::string::npos);
  EXPECT_EQ(complaint(R"({"code":"","timeuot":5})"),
            "params: unknown parameter \"timeuot\"; known are code, filename, language, timeout, cpu, "
            "memory, console, value, "
            "valueDepth, context, globals, env, files, isolation, session, stream, live, credit, functions, whitelist, mocks, "
            "stdin, args, fuel, deterministic, discard, trace, reuse");
  EXPECT_LT(complaint(R"({"code":"","timeout":")" + std::string(100'000, 'x') + "\"}").size(), 200u);
  EXPECT_LT(complaint(R"({")" + std::string(100'000, 'x') + "\":1}").size(), 300u);
}

ExecutionReport okReport() {
  ExecutionReport report;
  report.verdict = Verdict::Ok;
  report.valueJson = R"({"$undefined":true})";
  report.type = ValueType::Map;
  report.duration = Microseconds(1'234'567);
  report.cpu = Microseconds(1);
  report.queued = Microseconds(0);
  report.memory = Bytes{3'000'000'000};
  report.memorySource = MemorySource::Cgroup;
  report.console = {{ConsoleLevel::Warn, "hi\n\xff"}, {ConsoleLevel::Log, ""}};
  report.isolation =
      IsolationReport{{{"seccomp", "proven"}, {"root", "empty"}}, {"landlock"}, std::string(64, 'a')};
  return report;
}

TEST(EncodeReport, StepsAndRawText) {
  auto report = okReport();
  report.steps = 12'345'678'901;
  report.console = {{ConsoleLevel::Stdout, "a"}, {ConsoleLevel::Stderr, "b\n"}};
  const auto read = parseReport(parseJson(encodeReport(report)).value());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->report.steps, report.steps);
  EXPECT_EQ(read->report.console, report.console);
  EXPECT_FALSE(parseReport(parseJson(R"({"verdict":"ok","steps":-1})").value()));
}

TEST(EncodeReport, TimingsReadBackToTheNanosecond) {
  auto report = okReport();
  EXPECT_FALSE(parseReport(parseJson(encodeReport(report)).value())->report.timings);
  report.timings = Timings{.parse = Nanoseconds(1), .queue = Nanoseconds(20), .prepare = Nanoseconds(300), .send = Nanoseconds(4'000),
                           .run = std::chrono::hours(24), .finish = Nanoseconds(600'001), .warm = true,
                           .start = {Nanoseconds(7), Nanoseconds(8), Nanoseconds(9), Nanoseconds(10)}, .claimed = std::nullopt};
  auto read = parseReport(parseJson(encodeReport(report)).value());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->report.timings, report.timings);
  report.timings->claimed =
      RunTimes{Nanoseconds(1), Nanoseconds(2), Nanoseconds(3), Nanoseconds(4), Nanoseconds(5), Nanoseconds(1'000'000'007)};
  read = parseReport(parseJson(encodeReport(report)).value());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->report.timings, report.timings);
  for (const char* wrong : {R"("x")", R"({"run":"x"})", R"({"run":1e300})", R"({"claimed":1})", R"({"start":{"seal":null}})", R"({"warm":1})"})
    EXPECT_FALSE(parseReport(parseJson(std::string(R"({"verdict":"ok","timings":)") + wrong + "}").value())) << wrong;
}

TEST(EncodeReport, HasItsMembersInOrder) {
  EXPECT_EQ(
      encodeReport(okReport()),
      R"({"verdict":"ok","value":{"$undefined":true},"type":"map","duration":1234.567,"cpu":0.001,"queued":0,)"
      R"("memory":3000000000,"memorySource":"cgroup","console":[{"level":"warn","text":"hi\n)"
      "\xef\xbf\xbd"
      R"("},)"
      R"({"level":"log","text":""}],"isolation":{"layers":{"seccomp":"proven","root":"empty"},"missing":["landlock"],)"
      R"("filter":"sha256:)" +
          std::string(64, 'a') + R"("}})");
  ExecutionReport report;
  report.verdict = Verdict::Violation;
  report.message = "a call";
  report.valueJson = "1";
  report.error = ScriptError{"E", "m", "s", "f", 1, 2};
  report.violation = SyscallReport{"openat", 257, "x86_64", {0xffffffffffffff9c, 0}};
  EXPECT_EQ(
      encodeReport(report),
      R"({"verdict":"violation","duration":0,"cpu":0,"queued":0,"memory":0,"memorySource":"none","message":"a call",)"
      R"("error":{"name":"E","message":"m","stack":"s","file":"f","line":1,"column":2},)"
      R"("violation":{"syscall":"openat","number":257,"abi":"x86_64","arguments":["0xffffffffffffff9c","0x0"]},"console":[]})");
}

void expectSame(const ExecutionReport& a, const ExecutionReport& b) {
  EXPECT_EQ(a.verdict, b.verdict);
  EXPECT_EQ(a.message, b.message);
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.duration, b.duration);
  EXPECT_EQ(a.cpu, b.cpu);
  EXPECT_EQ(a.queued, b.queued);
  EXPECT_EQ(a.memory, b.memory);
  EXPECT_EQ(a.memorySource, b.memorySource);
  EXPECT_EQ(a.error, b.error);
  EXPECT_EQ(a.violation, b.violation);
  EXPECT_EQ(a.console, b.console);
  EXPECT_EQ(a.isolation, b.isolation);
}

std::optional<ReceivedReport> throughTheWire(const ExecutionReport& report) {
  const auto line = encodeAnswer("5", encodeReport(report));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(validateJson(std::string_view(line).substr(0, line.size() - 1), 100), JsonFault::None);
  auto answer = parseAnswer(line);
  EXPECT_TRUE(answer && answer->id == 5 && !answer->error);
  return answer ? parseReport(std::move(answer->result)) : std::nullopt;
}

TEST(Report, ComesBackAsItWas) {
  auto report = okReport();
  report.console[0].text = "hi\n";
  const auto received = throughTheWire(report);
  ASSERT_TRUE(received);
  expectSame(received->report, report);
  EXPECT_EQ(writeJson(received->value.value()), *report.valueJson);

  for (int verdict = 1; verdict < kVerdictCount; ++verdict) {
    ExecutionReport failed;
    failed.verdict = static_cast<Verdict>(verdict);
    failed.message = "why \"\\\x01";
    failed.error = ScriptError{"E\xc3\xa9", "m", "s\n  at x", "f.js", 4'000'000'000, 1};
    failed.violation = SyscallReport{"", -1, "i386", {~0ull, 1, 2, 3, 4, 5}};
    failed.duration = Microseconds(9'000'000'000'001);
    failed.memorySource = MemorySource::Rusage;
    const auto back = throughTheWire(failed);
    ASSERT_TRUE(back);
    expectSame(back->report, failed);
    EXPECT_FALSE(back->value);
  }
}

TEST(Report, AValueWithRepeatedKeysIsStillAnAnswer) {
  auto report = okReport();
  report.valueJson = R"({"a":1,"a":2})";  // no honest runner writes this, but the validator lets it pass
  const auto received = throughTheWire(report);
  ASSERT_TRUE(received);
  EXPECT_EQ(writeJson(received->value.value()), R"({"a":2})");
}

TEST(Report, WrongOnesAreNone) {
  for (const char* text : {"null",
                           "1",
                           "[]",
                           "{}",
                           R"({"verdict":"fine"})",
                           R"({"verdict":1})",
                           R"({"verdict":"ok","type":"thing"})",
                           R"({"verdict":"ok","duration":"1"})",
                           R"({"verdict":"ok","duration":1e300})",
                           R"({"verdict":"ok","memory":-1})",
                           R"({"verdict":"ok","memory":1.5})",
                           R"({"verdict":"ok","memorySource":"x"})",
                           R"({"verdict":"ok","message":1})",
                           R"({"verdict":"error","error":[]})",
                           R"({"verdict":"error","error":{"line":-1}})",
                           R"({"verdict":"ok","console":{}})",
                           R"({"verdict":"ok","console":[1]})",
                           R"({"verdict":"ok","console":[{"level":"loud"}]})",
                           R"({"verdict":"ok","isolation":1})",
                           R"({"verdict":"ok","isolation":{"layers":[]}})",
                           R"({"verdict":"ok","isolation":{"layers":{"a":1}}})",
                           R"({"verdict":"ok","isolation":{"missing":[1]}})",
                           R"({"verdict":"violation","violation":{"arguments":[1]}})",
                           R"({"verdict":"violation","violation":{"arguments":["0x"]}})",
                           R"({"verdict":"violation","violation":{"arguments":["0x-1"]}})",
                           R"({"verdict":"violation","violation":{"arguments":["0x10000000000000000"]}})"})
    EXPECT_FALSE(parseReport(parseJson(text).value())) << text;
  EXPECT_TRUE(parseReport(parseJson(R"({"verdict":"ok","new":1})").value()));
}

TEST(Answer, ReadsErrorsAndRefusesOtherLines) {
  const auto answer = parseAnswer(encodeErrorAnswer("9", {RpcCode::Overloaded, "no \"room\"\n"}));
  ASSERT_TRUE(answer && answer->error);
  EXPECT_EQ(answer->id, 9u);
  EXPECT_EQ(answer->error->code, RpcCode::Overloaded);
  EXPECT_EQ(answer->error->message, "no \"room\"\n");
  EXPECT_TRUE(parseAnswer(R"({"jsonrpc":"2.0","id":1,"result":null})"));
  for (const char* line :
       {"", "{}", "[]", "1", R"({"jsonrpc":"2.0","result":1})", R"({"jsonrpc":"2.0","id":"1","result":1})",
        R"({"jsonrpc":"2.0","id":-1,"result":1})", R"({"jsonrpc":"2.0","id":1.5,"result":1})",
        R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}})",
        R"({"id":1,"result":1})", R"({"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":""}})",
        R"({"jsonrpc":"2.0","id":1,"error":1})", R"({"jsonrpc":"2.0","id":1,"error":{}})",
        R"({"jsonrpc":"2.0","id":1,"error":{"code":"x"}})"})
    EXPECT_FALSE(parseAnswer(line)) << line;
}

TEST(EncodeRequest, IsReadBack) {
  const auto line = encodeRequest(12, "run", {{"code", "a\nb"}});
  EXPECT_EQ(line, "{\"jsonrpc\":\"2.0\",\"id\":12,\"method\":\"run\",\"params\":{\"code\":\"a\\nb\"}}\n");
  const auto request = accepted(std::string_view(line).substr(0, line.size() - 1));
  EXPECT_EQ(request.id, "12");
  EXPECT_EQ(request.params.at("code").get_string(), "a\nb");
  EXPECT_EQ(accepted(encodeRequest(std::nullopt, "bye", {})).id, std::nullopt);
}

TEST(ParseRunRequest, InputAndConditions) {
  auto parsed = parseRunRequest(parseJson(R"({"code":"1","stdin":"a\u0000b","args":["x",""],"fuel":1e6,"discard":true,"trace":true,
      "deterministic":{"seed":9007199254740992,"now":-5}})")->get_object());
  auto* request = std::get_if<RunRequest>(&parsed);
  ASSERT_TRUE(request) << std::get<RpcError>(parsed).message;
  EXPECT_EQ(request->input, std::string("a\0b", 3));
  EXPECT_EQ(request->arguments, (std::vector<std::string>{"x", ""}));
  EXPECT_EQ(request->fuel, 1'000'000u);
  EXPECT_TRUE(request->discard);
  EXPECT_TRUE(request->trace);
  EXPECT_EQ(request->deterministic, (Deterministic{.seed = kMaxSeed, .now = -5}));
  EXPECT_EQ(std::get<RunRequest>(parseRunRequest(runRequestParams(*request))), *request);
  const auto reuse = [](std::string_view params) { return std::get<RunRequest>(parseRunRequest(parseJson(params)->get_object())); };
  EXPECT_TRUE(reuse(R"({"code":"","reuse":"tenant"})").reuse);
  EXPECT_FALSE(reuse(R"({"code":"","reuse":"none"})").reuse);
  EXPECT_FALSE(reuse(R"({"code":""})").reuse);
  EXPECT_EQ(runRequestParams(reuse(R"({"code":"","reuse":"tenant"})")).at("reuse"), "tenant");
  EXPECT_EQ(std::get<RunRequest>(parseRunRequest(parseJson(R"({"code":"","deterministic":{}})")->get_object())).deterministic, Deterministic());
}

TEST(ParseRunRequest, SessionsStreamsAndModules) {
  auto parsed = parseRunRequest(parseJson(R"({"code":"1","session":"s","stream":true,"credit":5,"functions":["a","b.c"],
      "whitelist":["lodash"],"mocks":{"fs":{"functions":["read","write"]},"m":{"source":"x"},"d":{"value":[1]}}})")->get_object());
  auto* request = std::get_if<RunRequest>(&parsed);
  ASSERT_TRUE(request) << std::get<RpcError>(parsed).message;
  EXPECT_EQ(request->session, "s");
  EXPECT_TRUE(request->stream);
  EXPECT_EQ(request->credit, 5u);
  EXPECT_EQ(request->functions, (std::vector<std::string>{"a", "b.c"}));
  ASSERT_EQ(request->mocks.size(), 3u);
  EXPECT_EQ(request->mocks[0], (ModuleRules::Mock{"fs", ModuleRules::MockKind::Functions, "read\nwrite"}));
  EXPECT_EQ(request->mocks[1], (ModuleRules::Mock{"m", ModuleRules::MockKind::Source, "x"}));
  EXPECT_EQ(request->mocks[2], (ModuleRules::Mock{"d", ModuleRules::MockKind::Json, "[1]"}));
  auto again = parseRunRequest(runRequestParams(*request));
  ASSERT_TRUE(std::get_if<RunRequest>(&again)) << std::get<RpcError>(again).message;
  EXPECT_EQ(std::get<RunRequest>(again), *request);

  for (const char* wrong : {R"({"code":"","session":""})", R"({"code":"","credit":0})", R"({"code":"","functions":[""]})",
                            R"({"code":"","mocks":{"a":{}}})", R"({"code":"","mocks":{"a":{"value":1,"source":""}}})",
                            R"({"code":"","mocks":{"":{"value":1}}})", R"({"code":"","whitelist":"lodash"})"}) {
    auto refused = parseRunRequest(parseJson(wrong)->get_object());
    EXPECT_TRUE(std::get_if<RpcError>(&refused)) << wrong;
  }
}

TEST(Notices, ReadBack) {
  const auto item = parseNotice(encodeItemNotice("7", ValueType::Number, "42"));
  ASSERT_TRUE(item);
  EXPECT_EQ(item->kind, Notice::Kind::Item);
  EXPECT_EQ(item->id, 7u);
  EXPECT_EQ(item->type, "number");
  EXPECT_EQ(item->value, 42);
  const auto line = parseNotice(encodeConsoleNotice("7", ConsoleLevel::Warn, "a\n\"b\""));
  ASSERT_TRUE(line);
  EXPECT_EQ(line->console, (ConsoleEntry{ConsoleLevel::Warn, "a\n\"b\""}));
  const auto call = parseNotice(encodeCallNotice("7", 3, "a.b", "[1,{}]"));
  ASSERT_TRUE(call);
  EXPECT_EQ(call->call, 3u);
  EXPECT_EQ(call->function, "a.b");
  EXPECT_EQ(call->value, (boost::json::array{1, boost::json::object()}));
  for (const char* none : {"{}", "[]", R"({"jsonrpc":"2.0","id":1,"result":{}})", R"({"method":"item","params":{}})",
                           R"({"method":"item","params":{"id":"x"}})", R"({"method":"other","params":{"id":1}})"})
    EXPECT_FALSE(parseNotice(none)) << none;
}

TEST(EventNotices, ComeBackAsTheyWentOut) {
  const auto line = encodeEventNotice("7", R"({"type":"t","context":{"a":[1]}})");
  EXPECT_EQ(line, "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"id\":7,\"event\":{\"type\":\"t\",\"context\":{\"a\":[1]}}}}\n");
  const auto notice = parseNotice(std::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(notice);
  EXPECT_EQ(notice->kind, Notice::Kind::Event);
  EXPECT_EQ(notice->id, 7u);
  EXPECT_EQ(notice->value.at("context").at("a").as_array().size(), 1u);
  for (const char* wrong : {R"({"method":"event","params":{"id":1}})", R"({"method":"event","params":{"id":1,"event":7}})",
                            R"({"method":"event","params":{"event":{}}})", R"({"method":"event","params":{"id":"1","event":{}}})"})
    EXPECT_FALSE(parseNotice(wrong)) << wrong;
}

TEST(ErrorAnswers, SayWhenToComeBack) {
  const RpcError error{RpcCode::Overloaded, "later", Milliseconds(1500)};
  auto line = encodeErrorAnswer("1", error);
  auto answer = parseAnswer(std::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(answer && answer->error);
  EXPECT_EQ(answer->error->retryAfter, Milliseconds(1500));
  for (const char* data : {"7", "{}", R"({"retryAfter":"x"})", R"({"retryAfter":-1})", R"({"retryAfter":1e300})"}) {
    answer = parseAnswer(std::string(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"m","data":)") + data + "}}");
    ASSERT_TRUE(answer && answer->error) << data;
    EXPECT_FALSE(answer->error->retryAfter) << data;
  }
}

TEST(Told, ItemsAreReadAsTheOthersAre) {
  const std::string_view values[] = {"1", "-0", "\"a\\\"}}b\"", "[1,{\"a\":2}]", "null", "{\"value\":1}"};
  for (const auto value : values) {
    const auto line = encodeItemNotice("7", ValueType::Object, value);
    const auto text = std::string_view(line).substr(0, line.size() - 1);
    const auto told = parseTold(text);
    const auto* item = std::get_if<Notice>(&told);
    ASSERT_NE(item, nullptr) << text;
    const auto plain = parseNotice(text);
    ASSERT_TRUE(plain) << text;
    EXPECT_EQ(item->kind, Notice::Kind::Item);
    EXPECT_EQ(item->id, plain->id);
    EXPECT_EQ(item->type, plain->type);
    EXPECT_EQ(writeJson(item->value), writeJson(plain->value)) << text;
  }
}

TEST(Told, ItemsThatAreWrittenOtherwiseAreReadLikewise) {
  for (const std::string_view text : {
           R"({"method":"item","jsonrpc":"2.0","params":{"value":1,"id":7,"type":"number"}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value":2,"value":1}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value":1,"more":{}}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"num\u0062er","value":1}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value": 1 } })"}) {
    const auto told = parseTold(text);
    const auto* item = std::get_if<Notice>(&told);
    ASSERT_NE(item, nullptr) << text;
    EXPECT_EQ(item->id, 7u);
    EXPECT_EQ(item->type, "number");
    EXPECT_EQ(item->value, 1) << text;
  }
}

TEST(Told, LinesThatAreNothingAreNothing) {
  for (const std::string_view text : {
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value":}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value":1}}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value":1)",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":,"type":"number","value":1}})",
           R"({"jsonrpc":"2.0","method":"item","params":{"id":7,"type":"number","value":1}} x)", "", "[]"})
    EXPECT_TRUE(std::holds_alternative<std::monostate>(parseTold(text))) << text;
}

TEST(Told, AnswersAreAnswers) {
  const auto told = parseTold(R"({"jsonrpc":"2.0","id":3,"result":{"a":1}})");
  const auto* answer = std::get_if<Answer>(&told);
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->id, 3u);
  EXPECT_FALSE(answer->error);
}

}  // namespace
}  // namespace isobox::ipc
