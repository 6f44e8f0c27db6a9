// The runner's wire: every encoder against its parser, cut at every byte, with fields out of range.
#include "ipc/frames.h"

#include <gtest/gtest.h>

#include <set>

#include "ipc/base/bytes.h"
#include "ipc/json_validator.h"

namespace isobox::ipc {
namespace {

/// Holds `parse` against every beginning of `payload` and against one byte too many.
template <class Parse>
void expectOnlyWhole(const std::string& payload, Parse parse) {
  ASSERT_TRUE(parse(payload));
  for (std::size_t length = 0; length < payload.size(); ++length)
    ASSERT_FALSE(parse(std::string_view(payload).substr(0, length))) << "cut to " << length;
  ASSERT_FALSE(parse(payload + '\0'));
}

TEST(FrameHeader, HasTheDocumentedBytes) {
  const auto bytes = encodeHeader({0x01020304, Frame::Value, 0x0a0b0c0d});
  EXPECT_EQ(std::string(bytes.data(), bytes.size()),
            std::string("\x04\x03\x02\x01\x84\x00\x00\x00\x0d\x0c\x0b\x0a", 12));
}

TEST(FrameHeader, ReadsBack) {
  const auto bytes = encodeHeader({0xffffffff, static_cast<Frame>(0xffff), 0xffffffff});
  const auto header = parseHeader({bytes.data(), bytes.size()});
  ASSERT_TRUE(header);
  EXPECT_EQ(header->length, 0xffffffffu);
  EXPECT_EQ(static_cast<std::uint16_t>(header->type), 0xffff) << "unknown types are the gate's business";
  EXPECT_EQ(header->execution, 0xffffffffu);
}

TEST(FrameHeader, RefusesOtherLengthsAndReservedBytes) {
  const auto bytes = encodeHeader({5, Frame::Done, 7});
  expectOnlyWhole(std::string(bytes.data(), bytes.size()), parseHeader);
  for (const std::size_t reserved : {6u, 7u})
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed(bytes.data(), bytes.size());
      changed[reserved] = static_cast<char>(1 << bit);
      EXPECT_FALSE(parseHeader(changed));
    }
}

TEST(Frames, AFrameIsItsHeaderAndItsPayload) {
  const std::string payload("a\0b", 3);
  const auto frame = encodeFrame(Frame::Console, 9, payload);
  const auto header = parseHeader(std::string_view(frame).substr(0, FrameHeader::kSize));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->length, 3u);
  EXPECT_EQ(header->type, Frame::Console);
  EXPECT_EQ(header->execution, 9u);
  EXPECT_EQ(frame.substr(FrameHeader::kSize), payload);
}

TEST(Calls, ReadBack) {
  const auto bytes = encodeCall({CallKind::Function, "fetch", "[1,\"a\"]"});
  const auto read = parseCall(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->kind, CallKind::Function);
  EXPECT_EQ(read->name, "fetch");
  EXPECT_EQ(read->arguments, "[1,\"a\"]");
  expectOnlyWhole(bytes, parseCall);
  std::string unknown = bytes;
  unknown[0] = static_cast<char>(kCallKindCount);
  EXPECT_FALSE(parseCall(unknown));

  EXPECT_EQ(parseWait(encodeWait(Microseconds(1500))), Microseconds(1500));
  EXPECT_EQ(parseWait(encodeWait(kLongestWait)), kLongestWait);
  EXPECT_FALSE(parseWait(encodeWait(kLongestWait + Microseconds(1))));
  EXPECT_FALSE(parseWait(encodeWait(Microseconds(-1))));
  expectOnlyWhole(encodeWait(Microseconds(1)), parseWait);

  const auto answer = encodeCallAnswer({false, "text"});
  ASSERT_TRUE(parseCallAnswer(answer));
  EXPECT_FALSE(parseCallAnswer(answer)->found);
  EXPECT_EQ(parseCallAnswer(answer)->text, "text");
  expectOnlyWhole(answer, parseCallAnswer);

  EXPECT_EQ(parseDenied(encodeDenied("fs")), "fs");
  expectOnlyWhole(encodeDenied("fs"), parseDenied);
  EXPECT_FALSE(parseDenied(encodeDenied(std::string(kMaxDeniedName + 1, 'x'))));
  EXPECT_EQ(parseCredit(encodeCredit(70'000)), 70'000u);
  expectOnlyWhole(encodeCredit(1), parseCredit);
}

TEST(RunOrder, ReadsBack) {
  RunOrder order;
  order.wall = Milliseconds(30'000);
  order.cpu = Milliseconds(-1);
  order.heap = 64_MiB;
  order.console = 1_MiB;
  order.value = Bytes{~0ull};
  order.valueDepth = 256;
  order.language = Language::TypeScript;
  order.session = true;
  order.task = Task::Stream;
  order.credit = 64;
  order.functions = {"log", "fetch"};
  order.filename = "a.ts";
  order.source = std::string("x\0y", 3);
  order.context = "{\"a\":1}";
  order.globals = "{}";
  order.files = {{"a.mjs", "export {}"}, {"b.mjs", ""}};
  order.env = "{\"HOME\":\"/\"}";
  order.modules.packages = true;
  order.modules.whitelist = {"lodash@^4", "@scope/*"};
  order.modules.mocks = {{"fs", ModuleRules::MockKind::Json, "{}"},
                         {"a.mjs", ModuleRules::MockKind::Source, ""}};
  order.standardInput = "1 2\n";
  order.arguments = {"a", ""};
  order.fuel = 1'000'000;
  order.discard = true;
  order.trace = true;
  order.deterministic = Deterministic{.seed = 7, .now = -1};
  const auto bytes = encodeRunOrder(order);
  const auto read = parseRunOrder(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->standardInput, order.standardInput);
  EXPECT_EQ(read->arguments, order.arguments);
  EXPECT_EQ(read->fuel, order.fuel);
  EXPECT_EQ(read->discard, order.discard);
  EXPECT_EQ(read->trace, order.trace);
  EXPECT_EQ(read->deterministic, order.deterministic);
  EXPECT_EQ(read->wall, order.wall);
  EXPECT_EQ(read->cpu, order.cpu);
  EXPECT_EQ(read->heap, order.heap);
  EXPECT_EQ(read->console, order.console);
  EXPECT_EQ(read->value, order.value);
  EXPECT_EQ(read->valueDepth, order.valueDepth);
  EXPECT_EQ(read->language, order.language);
  EXPECT_EQ(read->session, order.session);
  EXPECT_EQ(read->task, order.task);
  EXPECT_EQ(read->credit, order.credit);
  EXPECT_EQ(read->functions, order.functions);
  EXPECT_EQ(read->filename, order.filename);
  EXPECT_EQ(read->source, order.source);
  EXPECT_EQ(read->context, order.context);
  EXPECT_EQ(read->globals, order.globals);
  EXPECT_EQ(read->files, order.files);
  EXPECT_EQ(read->env, order.env);
  EXPECT_EQ(read->modules, order.modules);
  expectOnlyWhole(bytes, parseRunOrder);
}

TEST(ConsoleLine, ReadsBackEveryLevelAndRefusesOthers) {
  for (int level = 0; level < 256; ++level) {
    const auto bytes = encodeConsoleLine(static_cast<ConsoleLevel>(level), "hello");
    const auto read = parseConsoleLine(bytes);
    ASSERT_EQ(read.has_value(), level < kConsoleLevelCount) << level;
    if (!read) continue;
    EXPECT_EQ(static_cast<int>(read->level), level);
    EXPECT_EQ(read->text, "hello");
  }
  expectOnlyWhole(encodeConsoleLine(ConsoleLevel::Warn, "w"), parseConsoleLine);
  EXPECT_EQ(consoleLevelName(ConsoleLevel::Log), "log");
  EXPECT_EQ(consoleLevelName(ConsoleLevel::Error), "error");
}

TEST(ValueFrame, ReadsBackEveryTypeAndRefusesOthers) {
  std::set<std::string_view> names;
  for (int type = 0; type < 256; ++type) {
    const auto bytes = encodeValue(static_cast<ValueType>(type), "[1]");
    const auto read = parseValue(bytes);
    ASSERT_EQ(read.has_value(), type < kValueTypeCount) << type;
    if (!read) continue;
    EXPECT_EQ(static_cast<int>(read->type), type);
    EXPECT_EQ(read->json, "[1]");
    EXPECT_TRUE(names.insert(valueTypeName(read->type)).second);
  }
  EXPECT_FALSE(parseValue(""));
  EXPECT_EQ(parseValue(std::string(1, '\0'))->json, "");
  // No JSON text ends with a byte that is a type, and none goes on with one.
  const auto whole = encodeValue(ValueType::Set, "{}");
  EXPECT_FALSE(parseValue(std::string_view(whole).substr(0, 2)));
  const auto longer = whole + '\0';
  EXPECT_NE(validateJson(parseValue(longer)->json, 10), JsonFault::None);
  EXPECT_EQ(valueTypeName(ValueType::Undefined), "undefined");
  EXPECT_EQ(valueTypeName(ValueType::TypedArray), "typedarray");
  EXPECT_EQ(valueTypeName(ValueType::Promise), "promise");
}

TEST(DoneFrame, ReadsBackEveryClaimAndRefusesOthers) {
  for (int claim = 0; claim < 256; ++claim) {
    Done done;
    done.claim = static_cast<Claim>(claim);
    done.heapPeak = 1ull << 40;
    done.name = "TypeError";
    done.message = "no";
    done.stack = "at x";
    done.file = "f.js";
    done.line = 3;
    done.column = 4;
    const auto bytes = encodeDone(done);
    const auto read = parseDone(bytes);
    ASSERT_EQ(read.has_value(), claim < kClaimCount) << claim;
    if (!read) continue;
    EXPECT_EQ(static_cast<int>(read->claim), claim);
    EXPECT_EQ(read->heapPeak, done.heapPeak);
    EXPECT_EQ(read->name, done.name);
    EXPECT_EQ(read->message, done.message);
    EXPECT_EQ(read->stack, done.stack);
    EXPECT_EQ(read->file, done.file);
    EXPECT_EQ(read->line, 3u);
    EXPECT_EQ(read->column, 4u);
    if (claim == 0) expectOnlyWhole(bytes, parseDone);
  }
}

TEST(DoneFrame, CutsLongTextsAndRefusesOversizeOnes) {
  const std::string longText(kMaxErrorText + 1, 'x');
  Done done;
  done.message = longText;
  const auto cut = encodeDone(done);
  const auto read = parseDone(cut);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->message.size(), kMaxErrorText);

  for (int oversize = 0; oversize < 4; ++oversize) {
    ByteWriter writer;
    writer.put(Claim::Threw).put(std::uint64_t{0});
    for (int i = 0; i < 4; ++i) writer.putString(i == oversize ? longText : "");
    writer.put(std::uint32_t{1}).put(std::uint32_t{1});
    EXPECT_FALSE(parseDone(writer.bytes())) << oversize;
  }
}

TEST(DoneFrame, TimesAreTimes) {
  Done done;
  done.times = RunTimes{.read = Nanoseconds(1), .bind = Nanoseconds(2), .lower = Nanoseconds(3), .compile = Nanoseconds(4),
                        .run = kLongestRunTime, .encode = Nanoseconds(5)};
  const auto bytes = encodeDone(done);
  expectOnlyWhole(bytes, parseDone);
  const auto read = parseDone(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->times, done.times);
  for (const auto wrong : {Nanoseconds(-1), kLongestRunTime + Nanoseconds(1), Nanoseconds::max(), Nanoseconds::min()}) {
    done.times->encode = wrong;
    EXPECT_FALSE(parseDone(encodeDone(done))) << wrong.count();
  }
  EXPECT_FALSE(parseDone(encodeDone({}))->times);
}

TEST(FailedFrame, ReadsBack) {
  const auto bytes = encodeFailed("drop capabilities", 1, "capset");
  const auto read = parseFailed(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->step, "drop capabilities");
  EXPECT_EQ(read->code, 1);
  EXPECT_EQ(read->detail, "capset");
  expectOnlyWhole(bytes, parseFailed);
}

}  // namespace
}  // namespace isobox::ipc
