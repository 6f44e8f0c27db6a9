// The runner's wire, both directions. Runs in the supervisor (decoding hostile bytes) and in the runner.
#include "ipc/frames.h"

#include <cstring>

#include "ipc/base/bytes.h"

namespace isobox::ipc {

std::array<char, FrameHeader::kSize> encodeHeader(const FrameHeader& header) {
  const std::uint16_t type = static_cast<std::uint16_t>(header.type);
  std::array<char, FrameHeader::kSize> bytes{};
  std::memcpy(bytes.data(), &header.length, 4);
  std::memcpy(bytes.data() + 4, &type, 2);
  std::memcpy(bytes.data() + 8, &header.execution, 4);
  return bytes;
}

std::optional<FrameHeader> parseHeader(std::string_view twelveBytes) {
  ByteReader reader(twelveBytes);
  FrameHeader header;
  header.length = reader.get<std::uint32_t>();
  header.type = reader.get<Frame>();
  const auto reserved = reader.get<std::uint16_t>();
  header.execution = reader.get<std::uint32_t>();
  if (!reader.complete() || reserved != 0) return std::nullopt;
  return header;
}

std::string encodeFrame(Frame type, std::uint32_t execution, std::string_view payload) {
  const auto header = encodeHeader({static_cast<std::uint32_t>(payload.size()), type, execution});
  std::string frame;
  frame.reserve(header.size() + payload.size());
  frame.append(header.data(), header.size());
  frame.append(payload);
  return frame;
}

namespace {

void writeModuleRules(ByteWriter& writer, const ModuleRules& rules) {
  writer.putFlag(rules.packages);
  writer.put(static_cast<std::uint32_t>(rules.whitelist.size()));
  for (const std::string& pattern : rules.whitelist) writer.putString(pattern);
  writer.put(static_cast<std::uint32_t>(rules.mocks.size()));
  for (const ModuleRules::Mock& mock : rules.mocks)
    writer.putString(mock.name).put(mock.kind).putString(mock.text);
}

// Each entry takes four bytes at least: a wrong number ends with the payload.
bool readModuleRules(ByteReader& reader, std::size_t payload, ModuleRules& rules) {
  rules.packages = reader.getFlag();
  const auto patterns = reader.get<std::uint32_t>();
  if (patterns > payload / 4) return false;
  for (std::uint32_t i = 0; i < patterns; ++i) rules.whitelist.emplace_back(reader.getString());
  const auto mocks = reader.get<std::uint32_t>();
  if (mocks > payload / 4) return false;
  for (std::uint32_t i = 0; i < mocks; ++i) {
    const std::string name(reader.getString());
    const auto kind = reader.get<ModuleRules::MockKind>();
    if (kind > ModuleRules::MockKind::Functions) return false;
    rules.mocks.push_back({name, kind, std::string(reader.getString())});
  }
  return true;
}

bool readConditions(ByteReader& reader, std::size_t payload, RunOrder& order) {
  order.standardInput = reader.getString();
  const auto arguments = reader.get<std::uint32_t>();
  if (arguments > payload / 4) return false;
  for (std::uint32_t i = 0; i < arguments; ++i) order.arguments.emplace_back(reader.getString());
  order.fuel = reader.get<std::uint64_t>();
  const bool deterministic = reader.getFlag();
  order.discard = reader.getFlag();
  order.trace = reader.getFlag();
  if (!deterministic) return true;
  order.deterministic.emplace();
  order.deterministic->seed = reader.get<std::uint64_t>();
  order.deterministic->now = reader.get<std::int64_t>();
  return true;
}

}  // namespace

std::size_t orderSize(const RunOrder& order) {
  std::size_t size = order.source.size() + order.context.size() + order.globals.size() + order.env.size() + order.standardInput.size();
  for (const auto& [path, text] : order.files) size += path.size() + text.size();
  for (const auto& mock : order.modules.mocks) size += mock.text.size();
  for (const auto& argument : order.arguments) size += argument.size();
  return size;
}

std::string encodeRunOrder(const RunOrder& order) {
  ByteWriter writer;
  writer.put<std::int64_t>(order.wall.count()).put<std::int64_t>(order.cpu.count());
  writer.put(order.heap.count).put(order.console.count).put(order.value.count);
  writer.put(order.valueDepth).put(order.language).put(order.task).put(order.credit);
  writer.putFlag(order.session);
  writer.putString(order.filename).putString(order.source);
  writer.putString(order.context).putString(order.globals).putString(order.env);
  writer.put(static_cast<std::uint32_t>(order.files.size()));
  for (const auto& [path, text] : order.files) writer.putString(path).putString(text);
  writer.put(static_cast<std::uint32_t>(order.functions.size()));
  for (const auto& name : order.functions) writer.putString(name);
  writeModuleRules(writer, order.modules);
  writer.putString(order.standardInput);
  writer.put(static_cast<std::uint32_t>(order.arguments.size()));
  for (const auto& argument : order.arguments) writer.putString(argument);
  writer.put(order.fuel).putFlag(order.deterministic.has_value()).putFlag(order.discard).putFlag(order.trace);
  if (order.deterministic) writer.put(order.deterministic->seed).put(order.deterministic->now);
  return writer.take();
}

std::optional<RunOrder> parseRunOrder(std::string_view payload) {
  ByteReader reader(payload);
  RunOrder order;
  order.wall = Milliseconds(reader.get<std::int64_t>());
  order.cpu = Milliseconds(reader.get<std::int64_t>());
  order.heap.count = reader.get<std::uint64_t>();
  order.console.count = reader.get<std::uint64_t>();
  order.value.count = reader.get<std::uint64_t>();
  order.valueDepth = reader.get<std::uint32_t>();
  order.language = reader.get<Language>();
  order.task = reader.get<Task>();
  if (static_cast<std::uint8_t>(order.task) >= kTaskCount) return std::nullopt;
  order.credit = reader.get<std::uint32_t>();
  order.session = reader.getFlag();
  for (std::string* text : {&order.filename, &order.source, &order.context, &order.globals, &order.env})
    *text = reader.getString();
  // Each file takes eight bytes at least: a wrong number ends with the payload.
  const auto files = reader.get<std::uint32_t>();
  if (files > payload.size() / 8) return std::nullopt;
  for (std::uint32_t i = 0; i < files; ++i) {
    const std::string path(reader.getString());
    order.files.emplace_back(path, reader.getString());
  }
  const auto functions = reader.get<std::uint32_t>();
  if (functions > payload.size() / 4) return std::nullopt;
  for (std::uint32_t i = 0; i < functions; ++i) order.functions.emplace_back(reader.getString());
  if (!readModuleRules(reader, payload.size(), order.modules)) return std::nullopt;
  if (!readConditions(reader, payload.size(), order)) return std::nullopt;
  if (!reader.complete()) return std::nullopt;
  return order;
}

std::string_view consoleLevelName(ConsoleLevel level) {
  constexpr std::array<std::string_view, kConsoleLevelCount> kNames{"log",  "info",   "debug", "warn",
                                                                      "error", "stdout", "stderr"};
  return kNames.at(static_cast<std::size_t>(level));
}

std::string encodeConsoleLine(ConsoleLevel level, std::string_view text) {
  ByteWriter writer;
  writer.put(level).putString(text);
  return writer.take();
}

std::optional<ConsoleLine> parseConsoleLine(std::string_view payload) {
  ByteReader reader(payload);
  const auto level = reader.get<std::uint8_t>();
  ConsoleLine line{static_cast<ConsoleLevel>(level), reader.getString()};
  if (!reader.complete() || level >= kConsoleLevelCount) return std::nullopt;
  return line;
}

std::string_view valueTypeName(ValueType type) {
  constexpr std::array<std::string_view, kValueTypeCount> kNames{
      "undefined", "null", "boolean", "number",      "string",     "symbol", "object", "array", "function",
      "date",      "regexp", "error", "arraybuffer", "typedarray", "bigint", "map",    "set",   "promise"};
  return kNames.at(static_cast<std::size_t>(type));
}

std::string encodeValue(ValueType type, std::string_view json) {
  std::string payload;
  payload.reserve(json.size() + 1);
  payload.append(json).push_back(static_cast<char>(type));
  return payload;
}

std::optional<ValueFrame> parseValue(std::string_view payload) {
  const auto type = payload.empty() ? kValueTypeCount : static_cast<std::uint8_t>(payload.back());
  if (type >= kValueTypeCount) return std::nullopt;
  return ValueFrame{static_cast<ValueType>(type), payload.substr(0, payload.size() - 1)};
}

namespace {

/// At most kMaxErrorText bytes of UTF-8, not cut inside a character.
std::string_view cutText(std::string_view text) {
  if (text.size() <= kMaxErrorText) return text;
  std::size_t end = kMaxErrorText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

constexpr Nanoseconds RunTimes::*kRunTimes[] = {&RunTimes::read,    &RunTimes::bind, &RunTimes::lower,
                                                &RunTimes::compile, &RunTimes::run,  &RunTimes::encode};

bool readRunTimes(ByteReader& reader, RunTimes& times) {
  for (const auto part : kRunTimes) {
    times.*part = Nanoseconds(reader.get<std::int64_t>());
    if (times.*part < Nanoseconds(0) || times.*part > kLongestRunTime) return false;
  }
  return true;
}

}  // namespace

std::string encodeDenied(std::string_view module) {
  return ByteWriter().putString(module).take();
}

std::optional<std::string_view> parseDenied(std::string_view payload) {
  ByteReader reader(payload);
  const auto module = reader.getString();
  return reader.complete() && module.size() <= kMaxDeniedName ? std::optional(module) : std::nullopt;
}

std::string encodeCredit(std::uint32_t items) {
  return ByteWriter().put(items).take();
}

std::optional<std::uint32_t> parseCredit(std::string_view payload) {
  ByteReader reader(payload);
  const auto items = reader.get<std::uint32_t>();
  if (!reader.complete()) return std::nullopt;
  return items;
}

std::string encodeWait(Microseconds time) {
  return ByteWriter().put<std::int64_t>(time.count()).take();
}

std::optional<Microseconds> parseWait(std::string_view arguments) {
  ByteReader reader(arguments);
  const Microseconds time(reader.get<std::int64_t>());
  if (!reader.complete() || time < Microseconds(0) || time > kLongestWait) return std::nullopt;
  return time;
}

std::string encodeCall(const Call& call) {
  return ByteWriter().put(call.kind).putString(call.name).putString(call.arguments).take();
}

std::optional<Call> parseCall(std::string_view payload) {
  ByteReader reader(payload);
  Call call;
  call.kind = reader.get<CallKind>();
  call.name = reader.getString();
  call.arguments = reader.getString();
  if (!reader.complete() || static_cast<std::uint8_t>(call.kind) >= kCallKindCount) return std::nullopt;
  return call;
}

std::string encodeCallAnswer(const CallAnswer& answer) {
  return ByteWriter().putFlag(answer.found).putString(answer.text).take();
}

std::optional<CallAnswer> parseCallAnswer(std::string_view payload) {
  ByteReader reader(payload);
  const CallAnswer answer{reader.getFlag(), reader.getString()};
  if (!reader.complete()) return std::nullopt;
  return answer;
}

std::string encodeDone(const Done& done) {
  ByteWriter writer;
  writer.put(done.claim).put(done.heapPeak);
  for (const std::string_view text : {done.name, done.message, done.stack, done.file})
    writer.putString(cutText(text));
  writer.put(done.line).put(done.column).put(done.steps).putFlag(done.times.has_value());
  if (done.times)
    for (const auto part : kRunTimes) writer.put<std::int64_t>((*done.times.*part).count());
  return writer.take();
}

std::optional<Done> parseDone(std::string_view payload) {
  ByteReader reader(payload);
  Done done;
  const auto claim = reader.get<std::uint8_t>();
  done.claim = static_cast<Claim>(claim);
  done.heapPeak = reader.get<std::uint64_t>();
  for (std::string_view* text : {&done.name, &done.message, &done.stack, &done.file}) *text = reader.getString();
  done.line = reader.get<std::uint32_t>();
  done.column = reader.get<std::uint32_t>();
  done.steps = reader.get<std::uint64_t>();
  if (reader.getFlag() && !readRunTimes(reader, done.times.emplace())) return std::nullopt;
  if (!reader.complete() || claim >= kClaimCount) return std::nullopt;
  for (const std::string_view text : {done.name, done.message, done.stack, done.file})
    if (text.size() > kMaxErrorText) return std::nullopt;
  return done;
}

std::string encodeFailed(std::string_view step, std::int32_t code, std::string_view detail) {
  ByteWriter writer;
  writer.putString(step).put(code).putString(detail);
  return writer.take();
}

std::optional<Failed> parseFailed(std::string_view payload) {
  ByteReader reader(payload);
  Failed failed;
  failed.step = reader.getString();
  failed.code = reader.get<std::int32_t>();
  failed.detail = reader.getString();
  if (!reader.complete()) return std::nullopt;
  return failed;
}

}  // namespace isobox::ipc
