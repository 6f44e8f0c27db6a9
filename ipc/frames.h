// The runner's wire: frames between the supervisor and one sealed runner, over a stream socket.
//
// Trust: bytes that come from a runner are hostile. Decoding never allocates more than the frame's own length,
// and the length is held against the gate's table before a byte of the payload is kept. The strings in decoded
// frames stay opaque: the trusted side bounds, validates and forwards them, it never interprets them.
//
// A frame is a header of twelve bytes, little-endian, and `length` bytes of payload. PROTOCOL.md has the table.
#ifndef ISOBOX_IPC_FRAMES_H
#define ISOBOX_IPC_FRAMES_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include <string_view>

#include "ipc/base/units.h"

namespace isobox::ipc {

enum class Frame : std::uint16_t {
  // to the runner
  Run = 0x03,        // run this program
  Credit = 0x04,     // a stream's reader takes so many items more
  Stop = 0x05,       // a stream's reader takes no more
  Answer = 0x06,     // to the call that waits
  Interrupt = 0x07,  // of a session: end this program, the next may come
  Keep = 0x08,       // before the first program: remember your memory as it is, for going back to it after each

  // from the runner
  Ready = 0x82,    // locked up and sealed: offer me
  Console = 0x83,  // one call of console.*
  Value = 0x84,    // the completion value, as tagged JSON
  Done = 0x85,     // the end of a run
  Failed = 0x86,   // a step of the recipe failed; nothing of the script was seen
  Item = 0x87,     // a stream's next value; takes one credit
  Call = 0x88,     // of a host function, for a module's file or for a time; the program waits for Answer
  Denied = 0x89,   // a module that is not allowed was asked for
  Again = 0x8a,    // my memory is as it was when Keep came: give me the next program
};

struct FrameHeader {
  static constexpr std::size_t kSize = 12;
  std::uint32_t length = 0;     // of the payload, in bytes
  Frame type{};                 // 16 bits
  std::uint32_t execution = 0;  // the run this belongs to; 0 before the first
};

/// Twelve bytes: length, type, two zero bytes, execution.
std::array<char, FrameHeader::kSize> encodeHeader(const FrameHeader& header);

/// Nothing when the reserved bytes are not zero. Whether the type is known is the gate's business.
std::optional<FrameHeader> parseHeader(std::string_view twelveBytes);

/// A whole frame.
std::string encodeFrame(Frame type, std::uint32_t execution, std::string_view payload);

enum class Language : std::uint8_t { JavaScript = 0, TypeScript = 1 };

/// What a Run order is about.
enum class Task : std::uint8_t {
  Program = 0,   // run the source; its completion value is the value
  Stream = 1,    // run the source; what it yields, and then returns, are items
  GetState = 2,  // the value is an object: what a session's programs have declared at their top
  SetState = 3,  // declare what `context` has, for the programs to come
  RestoreState = 4,  // likewise, where `context` is a value of GetState
};
inline constexpr std::uint8_t kTaskCount = 5;
/// What a program may load besides its own files. The trusted side checks packages again when it is asked for
/// their files.
struct ModuleRules {
  enum class MockKind : std::uint8_t { Json = 0, Source = 1, Functions = 2 };
  struct Mock {
    std::string name;  // what programs ask for: "fs", "lodash/fp", "/config.json"
    MockKind kind{};
    // A JSON text; or a program, CommonJS or an ES module by the name's ending or by its look; or names of functions of the
    // host, a line each, which it knows as NAME#FUNCTION.
    std::string text;
    friend bool operator==(const Mock&, const Mock&) = default;
  };

  bool packages = false;  // somebody answers questions for files of packages
  std::vector<std::string>
      whitelist;  // patterns: "lodash", "lodash/fp", "@scope/*", "*", each with "@RANGE" perhaps
  std::vector<Mock> mocks;
  friend bool operator==(const ModuleRules&, const ModuleRules&) = default;
};

/// A run whose chance and clocks are given: the same program then does the same every time.
struct Deterministic {
  std::uint64_t seed = 0;  // of Math.random
  std::int64_t now = 0;    // ms since 1970: the program's clock when it begins; it goes on with its steps
  friend bool operator==(const Deterministic&, const Deterministic&) = default;
};

/// What a runner is to run and within which limits. The runner keeps these limits as a courtesy to the script
/// (a clean end with a message); the supervisor keeps them again from outside.
struct RunOrder {
  Milliseconds wall{};
  Milliseconds cpu{};
  Bytes heap;     // engine budget
  Bytes console;  // text of all console calls, and kConsoleCallCost for each
  Bytes value;    // JSON text of the value
  std::uint32_t valueDepth = 0;
  Language language = Language::JavaScript;
  Task task = Task::Program;
  std::uint32_t credit = 0;  // Stream: items that may come before the first Credit
  bool session = false;  // one run of several in this runner: what it declares at its top stays for the next
  std::string filename;
  std::string source;   // UTF-8
  std::string context;  // a JSON object: variables of this run, as global properties
  std::string globals;  // a JSON object: variables of the box; context wins
  std::string env;      // a JSON object of strings: process.env
  std::vector<std::pair<std::string, std::string>> files;  // modules that the program may import: path and text
  std::vector<std::string> functions;  // global names that are functions of the host
  ModuleRules modules{};
  std::string standardInput{};           // UTF-8
  std::vector<std::string> arguments{};  // process.argv, from the third on
  std::uint64_t fuel = 0;                // engine steps; 0: as many as it likes
  std::optional<Deterministic> deterministic{};
  bool discard = false;  // nobody wants the completion value: it is undefined, whatever it is
  bool trace = false;    // Done tells where the run's time went
};

/// About as long as its encoding, in bytes.
std::size_t orderSize(const RunOrder& order);
std::string encodeRunOrder(const RunOrder& order);
std::optional<RunOrder> parseRunOrder(std::string_view payload);

/// Stdout and Stderr are texts as they were written: no line ends with them.
enum class ConsoleLevel : std::uint8_t { Log = 0, Info = 1, Debug = 2, Warn = 3, Error = 4, Stdout = 5, Stderr = 6 };
inline constexpr std::uint8_t kConsoleLevelCount = 7;
std::string_view consoleLevelName(ConsoleLevel level);

/// What one console call costs of RunOrder::console besides its text, in bytes: about what its envelope costs on the way.
inline constexpr std::uint64_t kConsoleCallCost = 16;

struct ConsoleLine {
  ConsoleLevel level{};
  std::string_view text;  // UTF-8 claimed; to be validated
};

std::string encodeConsoleLine(ConsoleLevel level, std::string_view text);
std::optional<ConsoleLine> parseConsoleLine(std::string_view payload);

/// The type of a completion value, finer than `typeof`.
enum class ValueType : std::uint8_t {
  Undefined, Null, Boolean, Number, String, Symbol, Object, Array, Function,
  Date, RegExp, Error, ArrayBuffer, TypedArray, BigInt, Map, Set, Promise,
};
inline constexpr std::uint8_t kValueTypeCount = 18;
/// "undefined", "number", "date", "typedarray", …
std::string_view valueTypeName(ValueType type);

struct ValueFrame {
  ValueType type{};
  std::string_view json;  // claimed; to be validated
};

/// The type is the last byte, so that the text can be taken as it came.
std::string encodeValue(ValueType type, std::string_view json);
std::optional<ValueFrame> parseValue(std::string_view payload);

std::string encodeDenied(std::string_view module);
std::optional<std::string_view> parseDenied(std::string_view payload);

/// Denied modules that an honest runner tells of, and the longest name it tells, in bytes.
inline constexpr std::uint32_t kMaxDenied = 100;
inline constexpr std::size_t kMaxDeniedName = 256;

std::string encodeCredit(std::uint32_t items);
std::optional<std::uint32_t> parseCredit(std::string_view payload);

/// Calls of one program, waits not counted; one more is an error there.
inline constexpr std::uint32_t kMaxCalls = 20'000;

enum class CallKind : std::uint8_t { Function = 0, ModuleFile = 1, Wait = 2 };
inline constexpr std::uint8_t kCallKindCount = 3;

/// The longest name of a host function and the longest path of a module's file, in bytes.
inline constexpr std::size_t kMaxCallName = 4096;

struct Call {
  CallKind kind{};
  std::string_view name;       // of the function, or the file's path; UTF-8 claimed, to be validated
  std::string_view arguments;  // Function: an array as tagged JSON; claimed, to be validated. Wait: encodeWait's
};

/// How long a program waits for its timers, at most: no run lasts longer.
inline constexpr Microseconds kLongestWait = std::chrono::hours(24);
/// And at least, so that who waits again and again keeps nobody busy.
inline constexpr Microseconds kShortestWait = Milliseconds(1);

std::string encodeWait(Microseconds time);
/// Nothing when it is longer than kLongestWait, or negative.
std::optional<Microseconds> parseWait(std::string_view arguments);

std::string encodeCall(const Call& call);
std::optional<Call> parseCall(std::string_view payload);

/// Function: an object as tagged JSON, {"value": …} or {"error": {"name": …, "message": …}}. ModuleFile: the text, or
/// `found` is false. Wait: empty, when the time has come.
struct CallAnswer {
  bool found = true;
  std::string_view text;
};

std::string encodeCallAnswer(const CallAnswer& answer);
std::optional<CallAnswer> parseCallAnswer(std::string_view payload);

/// How a run ended by the runner's own account. A claim, not a verdict.
enum class Claim : std::uint8_t {
  Completed,       // a Value frame came before
  Threw,           // an uncaught error
  SyntaxError,     // nothing was run
  WallExpired,     // the engine was interrupted
  CpuExpired,      // likewise
  HeapExhausted,   // the engine's budget ran out
  ConsoleTooLong,  // more console text than allowed
  ValueTooLarge,   // the value's JSON is longer than allowed
  ValueRefused,    // the value has no JSON form: too deep, a cycle, a key that cannot be carried
  BadInput,        // context, globals or env are not what they should be
  Interrupted,     // as Interrupt wanted
  FuelExpired,     // the engine has taken all the steps that it may
};
inline constexpr std::uint8_t kClaimCount = 12;

/// Where a run's time went, by the runner's own account: from having the order to sending Done. Claims.
struct RunTimes {
  Nanoseconds read{};     // taking the order apart
  Nanoseconds bind{};     // variables, modules and functions of the run
  Nanoseconds lower{};    // from its text to one that the engine runs
  Nanoseconds compile{};  // and from that to code
  Nanoseconds run{};      // with timers and promises, until all is quiet
  Nanoseconds encode{};   // the value

  Nanoseconds sum() const { return read + bind + lower + compile + run + encode; }
  friend bool operator==(const RunTimes&, const RunTimes&) = default;
};

/// The longest of them that is a time at all.
inline constexpr Nanoseconds kLongestRunTime = std::chrono::hours(24);

struct Done {
  Claim claim{};
  std::uint64_t heapPeak = 0;  // bytes, the engine's own account
  // The error, when there is one. UTF-8 claimed; to be validated.
  std::string_view name;
  std::string_view message;
  std::string_view stack;
  std::string_view file;
  std::uint32_t line = 0;    // from 1; 0 when unknown
  std::uint32_t column = 0;  // from 1; 0 when unknown
  std::uint64_t steps = 0;   // that the engine has taken, by its own account
  std::optional<RunTimes> times{};  // when the order asked for them
};

/// The longest text an honest runner puts into each string of Done, in bytes. encodeDone cuts longer ones, between
/// characters.
inline constexpr std::size_t kMaxErrorText = 16 * 1024;

std::string encodeDone(const Done& done);
std::optional<Done> parseDone(std::string_view payload);

struct Failed {
  std::string_view step;
  std::int32_t code = 0;  // errno
  std::string_view detail;
};

std::string encodeFailed(std::string_view step, std::int32_t code, std::string_view detail);
std::optional<Failed> parseFailed(std::string_view payload);

}  // namespace isobox::ipc

#endif
