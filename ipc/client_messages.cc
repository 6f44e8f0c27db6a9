// The client's wire as text. Runs in the supervisor (requests in, answers out) and in the user's process (the
// other way round). Requests are not trusted; they were bounded in length by the listener. What a runner said
// is opaque here.
//
// Longer than most files because writing and reading of each message are worth seeing side by side.
#include "ipc/client_messages.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "ipc/json.h"
#include "ipc/told.h"

namespace isobox::ipc {
namespace {

namespace json = boost::json;

/// Up to here every whole number is a double, too, and no cast below can overflow.
constexpr double kExactDoubles = 9007199254740992.0;

// ---- requests
// -------------------------------------------------------------------------------------------------------

/// A value in an error message: what it is, and itself where that is short.
std::string found(const json::value& value) {
  constexpr std::size_t kShown = 40;
  if (value.is_array()) return "an array";
  if (value.is_object()) return "an object";
  if (const auto* text = value.if_string(); text && text->size() > kShown)
    return "a string of " + std::to_string(text->size()) + " bytes";
  return writeJson(value);
}

RejectedLine reject(RpcCode code, std::string message, std::string id = "null") {
  return {std::move(id), {code, std::move(message)}};
}

/// True when `id` is now what the request has for one.
bool readId(const json::object& object, RequestId& id) {
  const json::value* given = object.if_contains("id");
  if (!given) return true;
  if (!given->is_string() && !given->is_int64() && !given->is_uint64() && !given->is_null()) return false;
  id = writeJson(*given);
  return id->size() <= kMaxIdText;
}

/// Nothing, or why the parameter is refused: "-5 is not …".
using Complaint = std::optional<std::string>;

Complaint complain(const json::value& value, std::string_view expected) {
  return found(value) + " is not " + std::string(expected);
}

Complaint readText(const json::value& value, std::string& into) {
  const auto* text = value.if_string();
  if (!text) return complain(value, "a string");
  into.assign(text->data(), text->size());
  return {};
}

Complaint readFilename(const json::value& value, std::string& into) {
  if (auto complaint = readText(value, into)) return complaint;
  if (into.empty() || into.size() > kMaxFilename || into.find('\0') != std::string::npos)
    return complain(value, "a file name of 1 to " + std::to_string(kMaxFilename) + " bytes without NUL");
  return {};
}

Complaint readLanguage(const json::value& value, Language& into) {
  const auto* text = value.if_string();
  if (text && *text == "javascript") return into = Language::JavaScript, std::nullopt;
  if (text && *text == "typescript") return into = Language::TypeScript, std::nullopt;
  return complain(value, "\"javascript\" or \"typescript\"");
}

std::optional<double> asNumber(const json::value& value) {
  if (const auto* whole = value.if_int64()) return static_cast<double>(*whole);
  if (const auto* large = value.if_uint64()) return static_cast<double>(*large);
  if (const auto* number = value.if_double()) return *number;
  return std::nullopt;
}

std::optional<std::uint64_t> asCount(const json::value& value) {
  const auto number = asNumber(value);
  if (!number || *number < 0 || *number > kExactDoubles || *number != std::trunc(*number))
    return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

Complaint readDuration(const json::value& value, std::optional<Milliseconds>& into) {
  const auto number = asNumber(value);
  if (!number || !(*number > 0)) return complain(value, "a number of milliseconds above 0");
  if (*number > kExactDoubles) return complain(value, "a number of milliseconds below 2^53");
  into = Milliseconds(static_cast<std::int64_t>(std::ceil(*number)));
  return {};
}

Complaint readSize(const json::value& value, std::optional<Bytes>& into) {
  const auto count = asCount(value);
  if (!count) return complain(value, "a whole number of bytes");
  into = Bytes{*count};
  return {};
}

Complaint readDepth(const json::value& value, std::optional<std::uint32_t>& into) {
  const auto count = asCount(value);
  if (!count || *count > std::numeric_limits<std::uint32_t>::max())
    return complain(value, "a whole number of levels");
  into = static_cast<std::uint32_t>(*count);
  return {};
}

/// Moves the object, which may be large and must not be hashed anew (see parseJson).
Complaint readObject(json::value& value, json::object& into) {
  auto* object = value.if_object();
  if (!object) return complain(value, "an object");
  into = std::move(*object);
  return {};
}

Complaint readEnvironment(json::value& value, json::object& into) {
  if (auto complaint = readObject(value, into)) return complaint;
  for (const auto& member : into) {
    if (member.key().find('\0') != json::string_view::npos) return "a name contains NUL";
    if (!member.value().is_string())
      return found(json::value(member.key())) + ": " + found(member.value()) + " is not a string";
  }
  return {};
}

Complaint readFiles(json::value& value, json::object& into) {
  if (auto complaint = readObject(value, into)) return complaint;
  for (const auto& member : into) {
    const json::string_view path = member.key();
    if (path.empty() || path.size() > kMaxFilename || path.find('\0') != json::string_view::npos)
      return found(json::value(path)) + " is not a path of a file";
    if (!member.value().is_string()) return found(json::value(path)) + ": " + found(member.value()) + " is not a string";
  }
  return {};
}

Complaint readFlag(const json::value& value, bool& into) {
  if (!value.is_bool()) return complain(value, "true or false");
  into = value.get_bool();
  return {};
}

Complaint readSessionName(const json::value& value, std::string& into) {
  if (auto complaint = readText(value, into)) return complaint;
  if (into.empty() || into.size() > kMaxSessionName || into.find('\0') != std::string::npos)
    return complain(value, "a name of 1 to " + std::to_string(kMaxSessionName) + " bytes without NUL");
  return {};
}

Complaint readCredit(const json::value& value, std::uint32_t& into) {
  const auto count = asCount(value);
  if (!count || *count == 0 || *count > std::numeric_limits<std::uint32_t>::max())
    return complain(value, "a whole number of items above 0");
  into = static_cast<std::uint32_t>(*count);
  return {};
}

Complaint readNames(const json::value& value, std::vector<std::string>& into) {
  const auto* array = value.if_array();
  if (!array) return complain(value, "an array of names");
  if (array->size() > kMaxFunctions) return "more than " + std::to_string(kMaxFunctions) + " names";
  for (const json::value& name : *array) {
    if (auto complaint = readText(name, into.emplace_back())) return complaint;
    if (into.back().empty() || into.back().size() > kMaxCallName || into.back().find('\n') != std::string::npos)
      return complain(name, "a name");
  }
  return {};
}

/// {"value": …}, {"source": "…"} or {"functions": […]}.
Complaint readMock(const json::value& value, ModuleRules::Mock& into) {
  const auto* object = value.if_object();
  if (!object || object->size() != 1) return complain(value, "an object with value, source or functions");
  const auto& member = *object->begin();
  if (member.key() == "value") {
    into.kind = ModuleRules::MockKind::Json;
    into.text = writeJson(member.value());
    return {};
  }
  if (member.key() == "source") {
    into.kind = ModuleRules::MockKind::Source;
    return readText(member.value(), into.text);
  }
  if (member.key() != "functions") return complain(value, "an object with value, source or functions");
  into.kind = ModuleRules::MockKind::Functions;
  std::vector<std::string> names;
  if (auto complaint = readNames(member.value(), names)) return complaint;
  for (const std::string& name : names) into.text += (into.text.empty() ? "" : "\n") + name;
  return {};
}

Complaint readMocks(const json::value& value, std::vector<ModuleRules::Mock>& into) {
  const auto* object = value.if_object();
  if (!object) return complain(value, "an object of modules by name");
  if (object->size() > kMaxFunctions) return "more than " + std::to_string(kMaxFunctions) + " mocks";
  for (const auto& member : *object) {
    into.emplace_back().name = std::string(member.key());
    if (member.key().empty() || member.key().size() > kMaxFilename) return found(json::value(member.key())) + " is no name of a module";
    if (auto complaint = readMock(member.value(), into.back())) return found(json::value(member.key())) + ": " + *complaint;
  }
  return {};
}

Complaint readArguments(const json::value& value, std::vector<std::string>& into) {
  const auto* array = value.if_array();
  if (!array) return complain(value, "an array of strings");
  for (const json::value& argument : *array) {
    if (auto complaint = readText(argument, into.emplace_back())) return complaint;
    if (into.back().find('\0') != std::string::npos) return "one of them contains NUL";
  }
  return {};
}

Complaint readFuel(const json::value& value, std::optional<std::uint64_t>& into) {
  into = asCount(value);
  if (!into || *into == 0) return complain(value, "a whole number of steps above 0");
  return {};
}

/// {"seed": n, "now": ms}, either of them 0 when it is absent.
Complaint readDeterministic(const json::value& value, std::optional<Deterministic>& into) {
  const auto* object = value.if_object();
  if (!object) return complain(value, "an object with seed and now");
  into.emplace();
  for (const auto& member : *object) {
    if (member.key() == "seed") {
      const auto seed = asCount(member.value());
      if (!seed) return "seed: " + found(member.value()) + " is not a whole number from 0 to 2^53";
      into->seed = *seed;
    } else if (member.key() == "now") {
      const auto now = asNumber(member.value());
      if (!now || *now != std::trunc(*now) || std::abs(*now) > static_cast<double>(kMaxNow))
        return "now: " + found(member.value()) + " is not a whole number of milliseconds since 1970 that a Date can have";
      into->now = static_cast<std::int64_t>(*now);
    } else {
      return "unknown member " + found(json::value(member.key())) + "; known are seed, now";
    }
  }
  return {};
}

/// Which programs its process may have run before: none, or the same tenant's.
Complaint readReuse(const json::value& value, bool& into) {
  const auto* text = value.if_string();
  if (!text || (*text != "none" && *text != "tenant")) return complain(value, "\"none\" or \"tenant\"");
  into = *text == "tenant";
  return {};
}

template <class Request>
struct ParameterOf {
  std::string_view name;
  Complaint (*read)(json::value& value, Request& request);
};
using Parameter = ParameterOf<RunRequest>;

constexpr std::array<ParameterOf<SessionRequest>, 6> kSessionParameters{{
    {"session", [](json::value& v, SessionRequest& r) { return readSessionName(v, r.session); }},
    {"idleTimeout", [](json::value& v, SessionRequest& r) { return readDuration(v, r.idleTimeout); }},
    {"timeout", [](json::value& v, SessionRequest& r) { return readDuration(v, r.timeout); }},
    {"cpu", [](json::value& v, SessionRequest& r) { return readDuration(v, r.cpu); }},
    {"memory", [](json::value& v, SessionRequest& r) { return readSize(v, r.memory); }},
    {"durable", [](json::value& v, SessionRequest& r) { return readFlag(v, r.durable); }},
}};

constexpr std::array<Parameter, 28> kRunParameters{{
    {"code", [](json::value& v, RunRequest& r) { return readText(v, r.code); }},
    {"filename", [](json::value& v, RunRequest& r) { return readFilename(v, r.filename); }},
    {"language", [](json::value& v, RunRequest& r) { return readLanguage(v, r.language); }},
    {"timeout", [](json::value& v, RunRequest& r) { return readDuration(v, r.timeout); }},
    {"cpu", [](json::value& v, RunRequest& r) { return readDuration(v, r.cpu); }},
    {"memory", [](json::value& v, RunRequest& r) { return readSize(v, r.memory); }},
    {"console", [](json::value& v, RunRequest& r) { return readSize(v, r.console); }},
    {"value", [](json::value& v, RunRequest& r) { return readSize(v, r.value); }},
    {"valueDepth", [](json::value& v, RunRequest& r) { return readDepth(v, r.valueDepth); }},
    {"context", [](json::value& v, RunRequest& r) { return readObject(v, r.context); }},
    {"globals", [](json::value& v, RunRequest& r) { return readObject(v, r.globals); }},
    {"env", [](json::value& v, RunRequest& r) { return readEnvironment(v, r.env); }},
    {"files", [](json::value& v, RunRequest& r) { return readFiles(v, r.files); }},
    {"isolation", [](json::value& v, RunRequest& r) { return readFlag(v, r.isolation); }},
    {"session", [](json::value& v, RunRequest& r) { return readSessionName(v, r.session.emplace()); }},
    {"stream", [](json::value& v, RunRequest& r) { return readFlag(v, r.stream); }},
    {"live", [](json::value& v, RunRequest& r) { return readFlag(v, r.live); }},
    {"credit", [](json::value& v, RunRequest& r) { return readCredit(v, r.credit); }},
    {"functions", [](json::value& v, RunRequest& r) { return readNames(v, r.functions); }},
    {"whitelist", [](json::value& v, RunRequest& r) { return readNames(v, r.whitelist); }},
    {"mocks", [](json::value& v, RunRequest& r) { return readMocks(v, r.mocks); }},
    {"stdin", [](json::value& v, RunRequest& r) { return readText(v, r.input); }},
    {"args", [](json::value& v, RunRequest& r) { return readArguments(v, r.arguments); }},
    {"fuel", [](json::value& v, RunRequest& r) { return readFuel(v, r.fuel); }},
    {"deterministic", [](json::value& v, RunRequest& r) { return readDeterministic(v, r.deterministic); }},
    {"discard", [](json::value& v, RunRequest& r) { return readFlag(v, r.discard); }},
    {"trace", [](json::value& v, RunRequest& r) { return readFlag(v, r.trace); }},
    {"reuse", [](json::value& v, RunRequest& r) { return readReuse(v, r.reuse); }},
}};

template <class Parameters>
std::string unknownParameter(json::string_view name, const Parameters& parameters) {
  std::string text = "params: unknown parameter " + found(json::value(name)) + "; known are ";
  for (const auto& parameter : parameters) {
    if (&parameter != &parameters.front()) text += ", ";
    text += parameter.name;
  }
  return text;
}

/// Nothing, or what is wrong with the first parameter that is.
template <class Request, class Parameters>
std::optional<RpcError> readParameters(json::object& params, const Parameters& parameters, Request& request) {
  for (auto& member : params) {
    const auto known = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const auto& p) { return p.name == std::string_view(member.key()); });
    if (known == parameters.end()) return RpcError{RpcCode::InvalidParams, unknownParameter(member.key(), parameters)};
    if (auto complaint = known->read(member.value(), request))
      return RpcError{RpcCode::InvalidParams, "params." + std::string(member.key()) + ": " + *complaint};
  }
  return std::nullopt;
}

std::string_view languageName(Language language) {
  return language == Language::TypeScript ? "typescript" : "javascript";
}

// ---- results, written
// -----------------------------------------------------------------------------------------------

/// Writes the members of one object in order.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  /// The place for a member's value.
  std::string& member(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    appendJsonString(out_, name);
    out_ += ':';
    return out_;
  }
  void text(std::string_view name, std::string_view value) { appendJsonString(member(name), value); }
  template <class Number>
  void number(std::string_view name, Number value) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    member(name).append(digits.data(), end);
  }
  void milliseconds(std::string_view name, Microseconds value) {
    number(name, static_cast<double>(value.count()) / 1000);
  }
  void fineMilliseconds(std::string_view name, Nanoseconds value) {
    number(name, static_cast<double>(value.count()) / 1e6);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

template <class Items, class Append>
void appendArray(std::string& out, const Items& items, Append append) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    append(out, item);
  }
  out += ']';
}

void appendHex(std::string& out, std::uint64_t number) {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  out.append("\"0x").append(digits.data(), end).append("\"");
}

void appendScriptError(std::string& out, const ScriptError& error) {
  ObjectWriter object(out);
  object.text("name", error.name);
  object.text("message", error.message);
  object.text("stack", error.stack);
  object.text("file", error.file);
  object.number("line", error.line);
  object.number("column", error.column);
}

void appendViolation(std::string& out, const SyscallReport& violation) {
  ObjectWriter object(out);
  object.text("syscall", violation.name);
  object.number("number", violation.number);
  object.text("abi", violation.abi);
  appendArray(object.member("arguments"), violation.arguments, appendHex);
}

void appendConsoleEntry(std::string& out, const ConsoleEntry& entry) {
  ObjectWriter object(out);
  object.text("level", consoleLevelName(entry.level));
  object.text("text", entry.text);
}

void appendIsolation(std::string& out, const IsolationReport& isolation) {
  ObjectWriter object(out);
  {
    ObjectWriter layers(object.member("layers"));
    for (const auto& [name, how] : isolation.layers) layers.text(name, how);
  }
  appendArray(object.member("missing"), isolation.missing, appendJsonString);
  if (!isolation.filterDigest.empty()) object.text("filter", "sha256:" + isolation.filterDigest);
}

// Names and members, for both directions.
template <class Times>
struct TimeRow {
  std::string_view name;
  Nanoseconds Times::*part;
};
constexpr TimeRow<Timings> kTimings[] = {{"parse", &Timings::parse}, {"queue", &Timings::queue}, {"prepare", &Timings::prepare},
                                         {"send", &Timings::send},   {"run", &Timings::run},     {"finish", &Timings::finish}};
constexpr TimeRow<StartTimes> kStartTimes[] = {
    {"spawn", &StartTimes::spawn}, {"admit", &StartTimes::admit}, {"seal", &StartTimes::seal}, {"prove", &StartTimes::prove}};
constexpr TimeRow<RunTimes> kClaimedTimes[] = {{"read", &RunTimes::read},       {"bind", &RunTimes::bind}, {"lower", &RunTimes::lower},
                                               {"compile", &RunTimes::compile}, {"run", &RunTimes::run},   {"encode", &RunTimes::encode}};

void appendTimings(std::string& out, const Timings& timings) {
  ObjectWriter object(out);
  for (const auto& [name, part] : kTimings) object.fineMilliseconds(name, timings.*part);
  object.fineMilliseconds("total", timings.total());
  object.member("warm") += timings.warm ? "true" : "false";
  {
    ObjectWriter start(object.member("start"));
    for (const auto& [name, part] : kStartTimes) start.fineMilliseconds(name, timings.start.*part);
  }
  if (!timings.claimed) return;
  ObjectWriter claimed(object.member("claimed"));
  for (const auto& [name, part] : kClaimedTimes) claimed.fineMilliseconds(name, *timings.claimed.*part);
}

// ---- results, read
// --------------------------------------------------------------------------------------------------

/// Reads members of one object; `good` is lost with the first that is there with the wrong type.
struct ObjectReader {
  const json::object& object;
  bool good = true;

  const json::value* member(std::string_view name) const { return object.if_contains(name); }

  template <class Get>
  void read(std::string_view name, Get get) {
    if (const json::value* value = member(name)) good = good && get(*value);
  }
  void text(std::string_view name, std::string& into) {
    read(name, [&](const json::value& v) { return !readText(v, into); });
  }
  template <class Integer>
  void number(std::string_view name, Integer& into) {
    read(name, [&](const json::value& v) {
      json::error_code code;
      into = v.to_number<Integer>(code);
      return !code;
    });
  }
  void flag(std::string_view name, bool& into) {
    read(name, [&](const json::value& v) {
      if (v.is_bool()) into = v.get_bool();
      return v.is_bool();
    });
  }
  void milliseconds(std::string_view name, Microseconds& into) {
    read(name, [&](const json::value& v) {
      const auto number = asNumber(v);
      if (!number || !(std::abs(*number) < kExactDoubles / 1000)) return false;
      into = Microseconds(std::llround(*number * 1000));
      return true;
    });
  }
  void fineMilliseconds(std::string_view name, Nanoseconds& into) {
    read(name, [&](const json::value& v) {
      const auto number = asNumber(v);
      if (!number || !(std::abs(*number) < kExactDoubles / 1e6)) return false;
      into = Nanoseconds(std::llround(*number * 1e6));
      return true;
    });
  }
  template <class Item>
  void array(std::string_view name, std::vector<Item>& into, bool (*readItem)(const json::value&, Item&)) {
    read(name, [&](const json::value& v) {
      const auto* array = v.if_array();
      if (!array) return false;
      for (const json::value& element : *array)
        if (!readItem(element, into.emplace_back())) return false;
      return true;
    });
  }
  /// An object inside, to be read by `readInto`.
  template <class Part>
  void part(std::string_view name, std::optional<Part>& into, void (*readInto)(ObjectReader&, Part&)) {
    read(name, [&](const json::value& v) {
      if (!v.is_object()) return false;
      ObjectReader inner{v.get_object()};
      readInto(inner, into.emplace());
      return inner.good;
    });
  }
};

/// The value among the first `count` of an enumeration whose name is `text`.
template <class Enum>
bool readName(const json::value& text, std::string_view (*nameOf)(Enum), std::uint8_t count, Enum& into) {
  if (!text.is_string()) return false;
  for (std::uint8_t i = 0; i < count; ++i) {
    if (text.get_string() != nameOf(static_cast<Enum>(i))) continue;
    into = static_cast<Enum>(i);
    return true;
  }
  return false;
}

bool readString(const json::value& value, std::string& into) {
  return !readText(value, into);
}

bool readHex(const json::value& value, std::uint64_t& into) {
  std::string text;
  if (!readString(value, text) || !text.starts_with("0x")) return false;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, into, 16);
  return error == std::errc{} && stop == end;
}

void readScriptError(ObjectReader& in, ScriptError& error) {
  in.text("name", error.name);
  in.text("message", error.message);
  in.text("stack", error.stack);
  in.text("file", error.file);
  in.number("line", error.line);
  in.number("column", error.column);
}

void readViolation(ObjectReader& in, SyscallReport& violation) {
  in.text("syscall", violation.name);
  in.number("number", violation.number);
  in.text("abi", violation.abi);
  in.array("arguments", violation.arguments, readHex);
}

bool readConsoleEntry(const json::value& value, ConsoleEntry& entry) {
  if (!value.is_object()) return false;
  ObjectReader in{value.get_object()};
  in.read("level", [&](const json::value& v) {
    return readName(v, consoleLevelName, kConsoleLevelCount, entry.level);
  });
  in.text("text", entry.text);
  return in.good;
}

void readIsolation(ObjectReader& in, IsolationReport& isolation) {
  in.read("layers", [&](const json::value& v) {
    if (!v.is_object()) return false;
    for (const auto& layer : v.get_object())
      if (!readString(layer.value(), isolation.layers.emplace_back(layer.key(), "").second)) return false;
    return true;
  });
  in.array("missing", isolation.missing, readString);
  in.text("filter", isolation.filterDigest);
  if (isolation.filterDigest.starts_with("sha256:")) isolation.filterDigest.erase(0, 7);
}

void readStartTimes(ObjectReader& in, StartTimes& times) {
  for (const auto& [name, part] : kStartTimes) in.fineMilliseconds(name, times.*part);
}

void readClaimedTimes(ObjectReader& in, RunTimes& times) {
  for (const auto& [name, part] : kClaimedTimes) in.fineMilliseconds(name, times.*part);
}

void readTimings(ObjectReader& in, Timings& timings) {
  for (const auto& [name, part] : kTimings) in.fineMilliseconds(name, timings.*part);
  in.flag("warm", timings.warm);
  std::optional<StartTimes> start;
  in.part("start", start, readStartTimes);
  if (start) timings.start = *start;
  in.part("claimed", timings.claimed, readClaimedTimes);
}

bool readVerdict(const json::value* value, Verdict& into) {
  if (!value || !value->is_string()) return false;
  const auto verdict = verdictFromName(value->get_string());
  if (verdict) into = *verdict;
  return verdict.has_value();
}

std::optional<RpcError> readRpcError(const json::value& value) {
  if (!value.is_object() || !value.get_object().contains("code")) return std::nullopt;
  ObjectReader in{value.get_object()};
  int code = 0;
  RpcError error;
  in.number("code", code);
  in.text("message", error.message);
  error.code = static_cast<RpcCode>(code);
  if (const json::value* data = in.member("data"); data && data->is_object()) {
    ObjectReader more{data->get_object()};
    std::int64_t wait = -1;
    more.number("retryAfter", wait);
    if (more.good && wait >= 0) error.retryAfter = Milliseconds(wait);
  }
  return in.good ? std::optional(std::move(error)) : std::nullopt;
}

}  // namespace

std::variant<Request, RejectedLine> parseRequest(std::string_view line) {
  auto parsed = parseJson(line);
  if (!parsed) return reject(RpcCode::ParseError, parsed.error().detail);
  if (parsed->is_array())
    return reject(RpcCode::InvalidRequest, "batches are refused: send one request a line");
  if (!parsed->is_object())
    return reject(RpcCode::InvalidRequest, found(*parsed) + " is not a request object");
  json::object& object = parsed->get_object();
  RequestId id;
  if (!readId(object, id))
    return reject(RpcCode::InvalidRequest, "id: " + found(object.at("id")) +
                                               " is not a string or a whole number " + "of at most " +
                                               std::to_string(kMaxIdText) + " bytes");
  const std::string answerTo = id.value_or("null");
  const json::value* version = object.if_contains("jsonrpc");
  if (!version || *version != "2.0")
    return reject(RpcCode::InvalidRequest, "jsonrpc: must be \"2.0\"", answerTo);
  const json::value* method = object.if_contains("method");
  if (!method || !method->is_string())
    return reject(RpcCode::InvalidRequest, "method: must be a string", answerTo);
  json::value* params = object.if_contains("params");
  if (!params) return Request{std::move(id), std::string(method->get_string())};
  if (!params->is_object())
    return reject(RpcCode::InvalidParams, "params: " + found(*params) + " is not an object", answerTo);
  return Request{std::move(id), std::string(method->get_string()), std::move(params->get_object())};
}

std::variant<RunRequest, RpcError> parseRunRequest(json::object params) {
  RunRequest request;
  const bool hasCode = params.contains("code");
  if (auto error = readParameters(params, kRunParameters, request)) return *std::move(error);
  if (!hasCode) return RpcError{RpcCode::InvalidParams, "params.code: missing"};
  return request;
}

namespace {

/// The tree is gone then.
std::string objectText(json::object& object) {
  auto text = object.empty() ? std::string() : writeJsonObject(object);
  object = json::object();
  return text;
}

}  // namespace

void writeTexts(RunRequest& request) {
  auto& texts = request.texts.emplace();
  texts.context = objectText(request.context);
  texts.globals = objectText(request.globals);
  texts.env = objectText(request.env);
  texts.files.reserve(request.files.size());
  for (const auto& [path, text] : request.files) texts.files.emplace_back(path, text.as_string());
  request.files = json::object();
}

std::variant<SessionRequest, RpcError> parseSessionRequest(json::object params) {
  SessionRequest request;
  if (auto error = readParameters(params, kSessionParameters, request)) return *std::move(error);
  if (request.session.empty()) return RpcError{RpcCode::InvalidParams, "params.session: missing"};
  return request;
}

namespace {

json::object mockJson(const ModuleRules::Mock& mock) {
  if (mock.kind == ModuleRules::MockKind::Source) return {{"source", mock.text}};
  if (mock.kind == ModuleRules::MockKind::Json) {
    auto value = parseJson(mock.text, kMaxJsonDepth);
    return {{"value", value ? std::move(*value) : json::value()}};
  }
  json::array names;
  for (std::string_view rest = mock.text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    names.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {{"functions", std::move(names)}};
}

json::object mocksJson(const std::vector<ModuleRules::Mock>& mocks) {
  json::object object;
  for (const auto& mock : mocks) object[mock.name] = mockJson(mock);
  return object;
}

}  // namespace

json::object runRequestParams(const RunRequest& request) {
  json::object params{
      {"code", request.code}, {"filename", request.filename}, {"language", languageName(request.language)}};
  if (request.timeout) params["timeout"] = request.timeout->count();
  if (request.cpu) params["cpu"] = request.cpu->count();
  if (request.memory) params["memory"] = request.memory->count;
  if (request.console) params["console"] = request.console->count;
  if (request.value) params["value"] = request.value->count;
  if (request.valueDepth) params["valueDepth"] = *request.valueDepth;
  if (!request.context.empty()) params["context"] = request.context;
  if (!request.globals.empty()) params["globals"] = request.globals;
  if (!request.env.empty()) params["env"] = request.env;
  if (!request.files.empty()) params["files"] = request.files;
  if (!request.isolation) params["isolation"] = false;
  if (request.session) params["session"] = *request.session;
  if (request.stream) params["stream"] = true;
  if (request.live) params["live"] = true;
  if (request.stream) params["credit"] = request.credit;
  if (!request.whitelist.empty()) params["whitelist"] = json::array(request.whitelist.begin(), request.whitelist.end());
  if (!request.mocks.empty()) params["mocks"] = mocksJson(request.mocks);
  if (!request.functions.empty()) params["functions"] = json::array(request.functions.begin(), request.functions.end());
  if (!request.input.empty()) params["stdin"] = request.input;
  if (!request.arguments.empty()) params["args"] = json::array(request.arguments.begin(), request.arguments.end());
  if (request.fuel) params["fuel"] = *request.fuel;
  if (request.deterministic)
    params["deterministic"] = {{"seed", request.deterministic->seed}, {"now", request.deterministic->now}};
  if (request.discard) params["discard"] = true;
  if (request.trace) params["trace"] = true;
  if (request.reuse) params["reuse"] = "tenant";
  return params;
}

std::string_view memorySourceName(MemorySource source) {
  constexpr std::array<std::string_view, 3> kNames{"none", "cgroup", "rusage"};
  return kNames.at(static_cast<std::size_t>(source));
}

namespace {

void appendReport(std::string& out, const ExecutionReport& report) {
  const bool ok = report.verdict == Verdict::Ok;
  ObjectWriter object(out);
  object.text("verdict", verdictName(report.verdict));
  if (ok && report.valueJson) object.member("value") += *report.valueJson;
  if (ok) object.text("type", valueTypeName(report.type));
  object.milliseconds("duration", report.duration);
  object.milliseconds("cpu", report.cpu);
  object.milliseconds("queued", report.queued);
  object.number("memory", report.memory.count);
  object.text("memorySource", memorySourceName(report.memorySource));
  if (report.steps) object.number("steps", *report.steps);
  if (!ok) object.text("message", report.message);
  if (report.error) appendScriptError(object.member("error"), *report.error);
  if (report.violation) appendViolation(object.member("violation"), *report.violation);
  if (report.rebuilt) object.member("rebuilt") += "true";
  if (!report.unsaved.empty()) object.member("unsaved") += report.unsaved;
  if (!report.denied.empty()) appendArray(object.member("denied"), report.denied, appendJsonString);
  appendArray(object.member("console"), report.console, appendConsoleEntry);
  if (report.isolation) appendIsolation(object.member("isolation"), *report.isolation);
  if (report.timings) appendTimings(object.member("timings"), *report.timings);
}

constexpr std::string_view kAnswerHead = R"({"jsonrpc":"2.0","id":)", kResult = R"(,"result":)";

}  // namespace

std::size_t reportSize(const ExecutionReport& report) {
  constexpr std::size_t kRest = 1024, kEntry = sizeof(R"({"level":"debug","text":""},)");
  std::size_t size = kRest + (report.valueJson ? report.valueJson->size() : 0);
  for (const auto& entry : report.console) size += kEntry + entry.text.size();
  return size;
}

std::string encodeReport(const ExecutionReport& report) {
  std::string out;
  appendReport(out, report);
  return out;
}

std::string encodeAnswer(std::string_view id, const ExecutionReport& report) {
  std::string line;
  line.reserve(reportSize(report));
  line.append(kAnswerHead).append(id).append(kResult);
  appendReport(line, report);
  return line.append("}\n");
}

std::string encodeAnswer(std::string_view id, std::string_view resultJson) {
  std::string line;
  line.reserve(kAnswerHead.size() + id.size() + kResult.size() + resultJson.size() + 2);
  line.append(kAnswerHead).append(id).append(kResult).append(resultJson).append("}\n");
  return line;
}

std::string encodeErrorAnswer(std::string_view id, const RpcError& error) {
  std::string line(kAnswerHead);
  line.append(id).append(R"(,"error":)");
  {
    ObjectWriter object(line);
    object.number("code", static_cast<int>(error.code));
    object.text("message", error.message);
    if (error.retryAfter) {
      ObjectWriter data(object.member("data"));
      data.number("retryAfter", error.retryAfter->count());
    }
  }
  return line.append("}\n");
}

namespace {

/// A notification whose params have the request's id and what `write` adds.
template <class Write>
std::string encodeNotice(std::string_view method, std::string_view id, Write write) {
  std::string line;
  {
    ObjectWriter object(line);
    object.text("jsonrpc", "2.0");
    object.text("method", method);
    ObjectWriter params(object.member("params"));
    params.member("id").append(id);
    write(params);
  }
  return line.append("\n");
}

}  // namespace

std::string encodeItemNotice(std::string_view id, ValueType type, std::string_view json) {
  // By hand: streams have more of these than of anything else.
  constexpr std::string_view kHead = R"({"jsonrpc":"2.0","method":"item","params":{"id":)", kType = R"(,"type":")", kValue = R"(","value":)";
  const auto name = valueTypeName(type);
  std::string line;
  line.reserve(kHead.size() + id.size() + kType.size() + name.size() + kValue.size() + json.size() + 3);
  line.append(kHead).append(id).append(kType).append(name).append(kValue).append(json);
  return line.append("}}\n");
}

std::string encodeConsoleNotice(std::string_view id, ConsoleLevel level, std::string_view text) {
  return encodeNotice("console", id, [&](ObjectWriter& params) {
    params.text("level", consoleLevelName(level));
    params.text("text", text);
  });
}

std::string encodeCallNotice(std::string_view id, std::uint64_t call, std::string_view function, std::string_view arguments) {
  return encodeNotice("call", id, [&](ObjectWriter& params) {
    params.number("call", call);
    params.text("function", function);
    params.member("arguments").append(arguments);
  });
}

std::string encodeEventNotice(std::string_view id, std::string_view eventJson) {
  return encodeNotice("event", id, [&](ObjectWriter& params) { params.member("event").append(eventJson); });
}

std::string encodeRequest(const std::optional<std::uint64_t>& id, std::string_view method,
                          const json::object& params) {
  std::string line;
  {
    ObjectWriter object(line);
    object.text("jsonrpc", "2.0");
    if (id) object.number("id", *id);
    object.text("method", method);
    object.member("params") += writeJsonObject(params);
  }
  return line += '\n';
}

namespace {

std::optional<json::object> parseObject(std::string_view line) {
  auto parsed = parseJson(line, kMaxJsonDepth, JsonDialect::LastKeyWins);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  return std::move(parsed->get_object());
}

std::optional<Answer> readAnswer(json::object& object) {
  const json::value* version = object.if_contains("jsonrpc");
  if (!version || *version != "2.0" || !object.contains("id")) return std::nullopt;
  ObjectReader in{object};
  std::uint64_t id = 0;
  in.number("id", id);
  const json::value* error = object.if_contains("error");
  json::value* result = object.if_contains("result");
  if (!in.good || !error == !result) return std::nullopt;
  if (result) return Answer{id, std::move(*result), std::nullopt};
  auto read = readRpcError(*error);
  if (!read) return std::nullopt;
  return Answer{id, nullptr, std::move(read)};
}

std::optional<Notice> readNotice(json::object& object) {
  const json::value* method = object.if_contains("method");
  json::value* params = object.if_contains("params");
  if (!method || !method->is_string() || !params || !params->is_object()) return std::nullopt;
  ObjectReader in{params->get_object()};
  Notice notice;
  in.number("id", notice.id);
  if (!in.member("id")) return std::nullopt;
  if (*method == "item") {
    notice.kind = Notice::Kind::Item;
    in.text("type", notice.type);
    if (json::value* value = params->get_object().if_contains("value")) notice.value = std::move(*value);
  } else if (*method == "console") {
    notice.kind = Notice::Kind::Console;
    in.read("level", [&](const json::value& v) {
      return readName(v, consoleLevelName, kConsoleLevelCount, notice.console.level);
    });
    in.text("text", notice.console.text);
  } else if (*method == "call") {
    notice.kind = Notice::Kind::Call;
    in.number("call", notice.call);
    in.text("function", notice.function);
    if (json::value* value = params->get_object().if_contains("arguments")) notice.value = std::move(*value);
  } else if (*method == "event") {
    notice.kind = Notice::Kind::Event;
    json::value* event = params->get_object().if_contains("event");
    if (!event || !event->is_object()) return std::nullopt;
    notice.value = std::move(*event);
  } else {
    return std::nullopt;
  }
  return in.good ? std::optional(std::move(notice)) : std::nullopt;
}

/// Takes `text` off the front of `line` if it is there.
bool skip(std::string_view& line, std::string_view text) {
  if (!line.starts_with(text)) return false;
  line.remove_prefix(text.size());
  return true;
}

/// An item exactly as encodeItemNotice() writes it: streams have so many that only the value itself goes through the parser.
/// Nothing for any other line, whatever it is.
std::optional<Notice> readItemAsWritten(std::string_view line) {
  Notice notice;
  if (!skip(line, R"({"jsonrpc":"2.0","method":"item","params":{"id":)")) return std::nullopt;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), notice.id);
  if (error != std::errc{}) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  if (!skip(line, R"(,"type":")")) return std::nullopt;
  const auto quote = line.find_first_of("\"\\");
  if (quote == line.npos) return std::nullopt;
  notice.type = line.substr(0, quote);
  line.remove_prefix(quote);
  if (!skip(line, R"(","value":)") || !line.ends_with("}}")) return std::nullopt;
  line.remove_suffix(2);
  // A text with more behind the value is none of JSON.
  auto value = parseJson(line, kMaxJsonDepth - 2, JsonDialect::LastKeyWins);
  if (!value) return std::nullopt;
  notice.value = std::move(*value);
  return notice;
}

}  // namespace

std::optional<Answer> parseAnswer(std::string_view line) {
  auto object = parseObject(line);
  return object ? readAnswer(*object) : std::nullopt;
}

std::optional<Notice> parseNotice(std::string_view line) {
  auto object = parseObject(line);
  return object ? readNotice(*object) : std::nullopt;
}

std::variant<std::monostate, Notice, Answer> parseTold(std::string_view line) {
  if (auto item = readItemAsWritten(line)) return *std::move(item);
  auto object = parseObject(line);
  if (!object) return {};
  if (auto notice = readNotice(*object)) return *std::move(notice);
  if (auto answer = readAnswer(*object)) return *std::move(answer);
  return {};
}

std::optional<ReceivedReport> parseReport(json::value result) {
  if (!result.is_object()) return std::nullopt;
  ObjectReader in{result.get_object()};
  ExecutionReport report;
  if (!readVerdict(in.member("verdict"), report.verdict)) return std::nullopt;
  in.read("type",
          [&](const json::value& v) { return readName(v, valueTypeName, kValueTypeCount, report.type); });
  in.milliseconds("duration", report.duration);
  in.milliseconds("cpu", report.cpu);
  in.milliseconds("queued", report.queued);
  in.number("memory", report.memory.count);
  in.read("memorySource",
          [&](const json::value& v) { return readName(v, memorySourceName, 3, report.memorySource); });
  in.read("steps", [&](const json::value& v) {
    report.steps = asCount(v);
    return report.steps.has_value();
  });
  in.text("message", report.message);
  in.flag("rebuilt", report.rebuilt);
  in.read("unsaved", [&](const json::value& v) { return report.unsaved = writeJson(v), v.is_array(); });
  in.part("error", report.error, readScriptError);
  in.part("violation", report.violation, readViolation);
  in.array("console", report.console, readConsoleEntry);
  in.array<std::string>("denied", report.denied, [](const json::value& v, std::string& into) { return !readText(v, into); });
  in.part("isolation", report.isolation, readIsolation);
  in.part("timings", report.timings, readTimings);
  if (!in.good) return std::nullopt;
  json::value* value = result.get_object().if_contains("value");
  if (!value) return ReceivedReport{std::move(report), std::nullopt};
  return ReceivedReport{std::move(report), std::move(*value)};
}

}  // namespace isobox::ipc
