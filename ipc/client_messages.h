// The client's wire: JSON-RPC 2.0, one JSON text a line. Both directions, for the supervisor and for the
// library. The supervisor parses requests here (a client is not trusted, but JSON of bounded length and depth
// is all it can send); the library parses answers. Values of runners pass through as bytes and are never
// parsed in the supervisor.
#ifndef ISOBOX_IPC_CLIENT_MESSAGES_H
#define ISOBOX_IPC_CLIENT_MESSAGES_H

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ipc/base/units.h"
#include "ipc/frames.h"
#include "ipc/verdict.h"

namespace isobox::ipc {

/// The protocol's version, in the answer to `info`. Changes that old clients cannot ignore raise it.
inline constexpr int kProtocolVersion = 1;

// JSON-RPC error codes. The first five are the standard's.
enum class RpcCode : int {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  Overloaded = -32000,
  Cancelled = -32001,
  NotAllowed = -32002,
  NotFound = -32003,  // no such session, or it has ended
};

struct RpcError {
  RpcCode code{};
  std::string message;
  std::optional<Milliseconds> retryAfter{};  // Overloaded: when it may be worth another try
};

/// Objects of a request as RunOrder has them.
struct RunTexts {
  std::string context, globals, env;
  std::vector<std::pair<std::string, std::string>> files;
  bool operator==(const RunTexts&) const = default;
};

/// The parameters of `run`: ExecutionOptions of the public API and the box's own settings. Absent limits are
/// the policy's defaults.
struct RunRequest {
  std::string code;
  std::string filename = "script.js";
  Language language = Language::JavaScript;
  std::optional<Milliseconds> timeout;
  std::optional<Milliseconds> cpu;
  std::optional<Bytes> memory;
  std::optional<Bytes> console;
  std::optional<Bytes> value;
  std::optional<std::uint32_t> valueDepth;
  boost::json::object context;
  boost::json::object globals;
  boost::json::object env;  // string values only
  boost::json::object files;  // modules that the program may import: paths and their texts
  bool isolation = true;    // put the isolation report into the result
  std::optional<std::string> session;  // run in this session
  bool stream = false;                 // what the program yields comes as items; console lines come with them
  bool live = false;                   // console lines come while the program runs, not with its report
  std::uint32_t credit = 16;           // stream: items that may come before the client says more
  std::vector<std::string> functions;  // global names, or paths with dots, that are functions of the client
  std::vector<std::string> whitelist;  // packages that the program may load: patterns
  std::vector<ModuleRules::Mock> mocks;
  Task task = Task::Program;           // not a parameter
  std::string input;                   // `stdin`
  std::vector<std::string> arguments;  // `args`
  std::optional<std::uint64_t> fuel;   // engine steps
  std::optional<Deterministic> deterministic;
  bool discard = false;                // the completion value is not wanted
  bool trace = false;                  // put the timings into the result
  bool reuse = false;                  // "tenant": a process of the same tenant's will do, put back to its first state
  std::optional<RunTexts> texts;       // not a parameter either, see writeTexts()

  /// To Boost.JSON, 1 and 1.0 in an object are different.
  bool operator==(const RunRequest&) const = default;
};

/// A request's id, as JSON text ("7", "\"a\"", "null"), so that it goes back exactly as it came.
/// Absent for a notification. Strings, integers of 64 bits and null are ids; other numbers are refused.
using RequestId = std::optional<std::string>;

struct Request {
  RequestId id;
  std::string method;
  boost::json::object params;
  // The reader's, not in the line:
  std::chrono::steady_clock::time_point received{};  // when it was complete
  std::size_t size = 0;                              // in bytes
  // What `params` have become already, for requests for programs of many bytes.
  std::optional<std::variant<RunRequest, RpcError>> run{};
};

/// The longest id, as JSON text, in bytes: it is kept as long as its request and sent back.
inline constexpr std::size_t kMaxIdText = 1024;

/// What is wrong with a line, with the id to answer to if there is one (else "null").
struct RejectedLine {
  std::string id = "null";
  RpcError error;
};

/// One line (without its newline) from a client. Batches (arrays) are refused: pipelining does the same.
/// Members that JSON-RPC does not know are ignored. The id of a rejected line is the request's when it can be
/// made out.
std::variant<Request, RejectedLine> parseRequest(std::string_view line);

/// The parameters of `session.open`.
struct SessionRequest {
  std::string session;
  std::optional<Milliseconds> idleTimeout;
  std::optional<Milliseconds> timeout;  // default of its programs
  std::optional<Milliseconds> cpu;      // likewise
  std::optional<Bytes> memory;          // of all its programs together
  bool durable = false;                 // kept on disk
  bool operator==(const SessionRequest&) const = default;
};

/// The longest name of a session, in bytes, and the most functions of a client in one request.
inline constexpr std::size_t kMaxSessionName = 256;
inline constexpr std::size_t kMaxFunctions = 1000;

std::variant<SessionRequest, RpcError> parseSessionRequest(boost::json::object params);

/// The largest fuel and seed, and the latest `now` before and after 1970, which is the language's: numbers that every
/// JSON reader has exactly.
inline constexpr std::uint64_t kMaxFuel = 1ull << 53;
inline constexpr std::uint64_t kMaxSeed = 1ull << 53;
inline constexpr std::int64_t kMaxNow = 8'640'000'000'000'000;

/// The longest file name, in bytes.
inline constexpr std::size_t kMaxFilename = 4096;

/// Errors name the parameter: "params.timeout: -5 is not a number of milliseconds above 0". Unknown
/// parameters are errors too. Times are numbers of milliseconds, fractions are rounded up; sizes are whole
/// numbers of bytes. Whether they lie under the operator's ceiling is the policy's business
/// (policy/limits.h). NUL characters are allowed in code, context, globals and env values, not in names of
/// env or filename.
std::variant<RunRequest, RpcError> parseRunRequest(boost::json::object params);
/// Puts `texts` in the place of context, globals, env and files: trees take many times the room, and a request may wait for long.
void writeTexts(RunRequest& request);

/// The same request as params, for clients.
boost::json::object runRequestParams(const RunRequest& request);

struct ScriptError {
  std::string name;
  std::string message;
  std::string stack;
  std::string file;
  std::uint32_t line = 0;    // from 1; 0 when unknown
  std::uint32_t column = 0;  // from 1; 0 when unknown
  bool operator==(const ScriptError&) const = default;
};

/// A system call that a runner had no business making, as the kernel told the supervisor.
struct SyscallReport {
  std::string name;  // "openat"; "" when the number has none
  std::int64_t number = 0;
  std::string abi;  // "x86_64", "x32", "i386"
  std::vector<std::uint64_t> arguments;
  bool operator==(const SyscallReport&) const = default;
};

struct ConsoleEntry {
  ConsoleLevel level{};
  std::string text;
  bool operator==(const ConsoleEntry&) const = default;
};

enum class MemorySource : std::uint8_t { None, Cgroup, Rusage };
std::string_view memorySourceName(MemorySource source);  // "none", "cgroup", "rusage"

/// The layers that were in force around one execution, each with how it was proven.
struct IsolationReport {
  std::vector<std::pair<std::string, std::string>> layers;
  std::vector<std::string> missing;  // only under --allow-degraded
  std::string filterDigest;          // SHA-256 of the sealed runner's BPF program
  bool operator==(const IsolationReport&) const = default;
};

/// How its runner was made, before the program came or while it waited.
struct StartTimes {
  Nanoseconds spawn{};  // from the order to the zygote until there is a process
  Nanoseconds admit{};  // into its cgroup
  Nanoseconds seal{};   // rights dropped, heap touched, filter loaded and its listener taken
  Nanoseconds prove{};  // looked at from outside
  friend bool operator==(const StartTimes&, const StartTimes&) = default;
};

/// Where the time of a request went, step after step, by the supervisor's clock: from the read that completed its line
/// to the report. `claimed` is the runner's own account of the time from `send` to the end of `run`, whose sum is not above
/// that.
struct Timings {
  Nanoseconds parse{};    // its line, its parameters, its limits
  Nanoseconds queue{};    // until there was a runner
  Nanoseconds prepare{};  // the runner's limits, the order's frame
  Nanoseconds send{};     // until the runner's channel had taken the order
  Nanoseconds run{};      // until its end arrived
  Nanoseconds finish{};   // looking for what contradicts it, measuring, accounts, the state on disk
  bool warm = false;      // the runner was waiting
  StartTimes start;
  std::optional<RunTimes> claimed;  // absent: it ended without a word

  Nanoseconds total() const { return parse + queue + prepare + send + run + finish; }
  friend bool operator==(const Timings&, const Timings&) = default;
};

/// The outcome of one execution as the supervisor puts it on the wire.
struct ExecutionReport {
  Verdict verdict = Verdict::InternalError;
  std::string message;                   // one sentence on why, for people; empty for ok
  std::optional<std::string> valueJson;  // tagged JSON, validated; only with ok
  ValueType type = ValueType::Undefined;
  Microseconds duration{};  // from the program's start to its end
  Microseconds cpu{};       // user and system time of the run
  Microseconds queued{};    // waiting for a runner
  Bytes memory;             // peak
  MemorySource memorySource = MemorySource::None;
  std::optional<ScriptError> error;
  std::optional<SyscallReport> violation;
  std::vector<ConsoleEntry> console;
  std::vector<std::string> denied;  // modules that the program asked for and may not have
  std::optional<IsolationReport> isolation;
  bool rebuilt = false;  // its durable session had no process any more, and got a fresh one with what was kept
  std::string unsaved;   // of a durable session: a JSON array of names that could not be kept; "" of others
  std::optional<std::uint64_t> steps;  // of the engine, by its own account; absent when it gave none
  std::optional<Timings> timings;      // when the request asked
};

/// The `result` object of an answer, as JSON text. Times are in milliseconds, sizes in bytes. `value` and
/// `type` are there only for ok, `message` only otherwise; arguments of a violation are strings "0x1f", as
/// they have 64 bits.
std::string encodeReport(const ExecutionReport& report);
/// About how long that text is, in bytes: longer by what is to be escaped in the console's.
std::size_t reportSize(const ExecutionReport& report);

/// A whole answer line, with its newline. `resultJson` must be one valid JSON text without raw newlines.
std::string encodeAnswer(std::string_view id, std::string_view resultJson);
/// With encodeReport's text, which is not copied once more.
std::string encodeAnswer(std::string_view id, const ExecutionReport& report);
std::string encodeErrorAnswer(std::string_view id, const RpcError& error);

// Lines that tell a client of a request under way, with their newlines. `id` is that request's, as JSON text; `json` and
// `arguments` are valid JSON texts without raw newlines.
std::string encodeItemNotice(std::string_view id, ValueType type, std::string_view json);
std::string encodeConsoleNotice(std::string_view id, ConsoleLevel level, std::string_view text);
std::string encodeCallNotice(std::string_view id, std::uint64_t call, std::string_view function, std::string_view arguments);
std::string encodeEventNotice(std::string_view id, std::string_view eventJson);

/// Such a line as clients read it.
struct Notice {
  enum class Kind { Item, Console, Call, Event };
  Kind kind{};
  std::uint64_t id = 0;
  std::string type;         // Item
  boost::json::value value;  // Item: the value. Call: the arguments, an array. Event: the event, an object
  ConsoleEntry console;     // Console
  std::uint64_t call = 0;   // Call
  std::string function;     // Call
};

/// Nothing when the line is no notice about a request with a numeric id.
std::optional<Notice> parseNotice(std::string_view line);

/// A whole request line, with its newline, for clients. `id` absent: a notification.
std::string encodeRequest(const std::optional<std::uint64_t>& id, std::string_view method,
                          const boost::json::object& params);

/// An answer as clients read it.
struct Answer {
  std::uint64_t id = 0;
  boost::json::value result;  // when there is no error
  std::optional<RpcError> error;
};

/// Nothing when the line is not an answer of this protocol with a numeric id. Of equal keys in a value the
/// last counts.
std::optional<Answer> parseAnswer(std::string_view line);

/// Reads a result object back; nothing when it is not one. The value comes back parsed. Unknown members are
/// ignored.
struct ReceivedReport {
  ExecutionReport report;  // without valueJson
  std::optional<boost::json::value> value;
};
std::optional<ReceivedReport> parseReport(boost::json::value result);

}  // namespace isobox::ipc

#endif
