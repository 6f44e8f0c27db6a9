// Events: their text, whatever programs put into it; the bus; how often something is said.
#include <gtest/gtest.h>

#include "ipc/events.h"
#include "ipc/json.h"
#include "supervisor/event_bus.h"
#include "supervisor/throttle.h"

namespace isobox::supervisor {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

json::object parsed(const std::string& text) { return ipc::parseJson(text).value().as_object(); }

TEST(EventText, HasAllThatThereIs) {
  ipc::Event event{.type = "security:violation", .severity = ipc::Severity::Critical, .tenant = "alice", .context = {{"syscall", "openat"}}};
  event.time = std::chrono::system_clock::time_point(1'764'282'600'123ms);
  EXPECT_EQ(ipc::encodeEvent(event),
            R"({"timestamp":"2025-11-27T22:30:00.123Z","type":"security:violation","severity":"critical","tenant":"alice",)"
            R"("context":{"syscall":"openat"}})");
  event.tenant = "";
  EXPECT_FALSE(parsed(ipc::encodeEvent(event)).contains("tenant"));
}

TEST(EventText, IsOneLineOfPrintableAsciiWhateverIsInIt) {
  const std::string evil = "a\nb\r\x1b[2J\x7f \xc2\x9b" "31m \xe2\x80\xae" "txt.exe \xf0\x9f\x98\x80 \xff\xc0\x80\\\"";
  json::object context;
  context[evil] = evil;
  const auto text = ipc::encodeEvent({.type = "t", .severity = ipc::Severity::Info, .tenant = evil, .context = context});
  for (const char c : text) EXPECT_TRUE(c >= 0x20 && c < 0x7f) << static_cast<int>(c);
  const auto read = parsed(text);
  const std::string repaired = "a\nb\r\x1b[2J\x7f \xc2\x9b" "31m \xe2\x80\xae" "txt.exe \xf0\x9f\x98\x80 \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\\"";
  EXPECT_EQ(std::string(read.at("tenant").as_string()), repaired);
  EXPECT_EQ(std::string(read.at("context").as_object().begin()->value().as_string()), repaired);
}

json::object contextOf(json::object context) {
  return parsed(ipc::encodeEvent({.type = "t", .severity = {}, .tenant = {}, .context = std::move(context)})).at("context").as_object();
}

TEST(EventText, LongTextsAndListsAreCut) {
  EXPECT_EQ(contextOf({{"a", std::string(5000, 'e')}}).at("a").as_string(), std::string(ipc::kMaxEventText, 'e') + "…");
  const auto list = contextOf({{"a", json::array(100, "x")}}).at("a").as_array();
  EXPECT_EQ(list.size(), ipc::kMaxEventList + 1);
  EXPECT_EQ(list.back(), "… 68 more");
  std::string euros = "x";
  for (int i = 0; i < 400; ++i) euros += "€";
  EXPECT_EQ(contextOf({{"a", euros}}).at("a").as_string(), euros.substr(0, 1 + 170 * 3) + "…") << "between characters";
  json::value deep = "end";
  for (int i = 0; i < 1000; ++i) deep = json::object{{"a", deep}};
  EXPECT_LT(ipc::writeJsonObject(contextOf({{"a", deep}})).size(), 200u);
}

TEST(EventText, TheWholeIsBoundedAndSaysSo) {
  const std::string worst(10'000, '\x01');  // six characters each
  json::object context;
  for (int i = 0; i < 5; ++i) context[std::to_string(i)] = worst;
  context["list"] = json::array(100, json::value(worst));
  const auto text = ipc::encodeEvent({.type = worst, .severity = {}, .tenant = worst, .context = context});
  EXPECT_LT(text.size(), 8192u);
  EXPECT_EQ(parsed(text).at("shortened"), true);
}

class Listener : public EventObserver {
 public:
  explicit Listener(EventBus& bus) : bus_(bus), subscription_(bus.subscribe(*this)) {}
  void onEvent(const ToldEvent& told) override {
    heard += told.event.type + " ";
    if (told.event.type == "first") bus_.emit({.type = "within", .severity = {}, .tenant = {}, .context = {}});
  }
  void onLastEvent() override { heard += "last "; }
  std::string heard;

 private:
  EventBus& bus_;
  EventBus::Subscription subscription_;
};

ipc::Event plain(std::string type) { return {.type = std::move(type), .severity = {}, .tenant = {}, .context = {}}; }

TEST(EventBusTest, TellsAllInOrder) {
  EventBus bus;
  Listener a(bus);
  {
    Listener b(bus);
    EXPECT_EQ(bus.observers(), 2u);
    bus.emit(plain("first"));
    EXPECT_EQ(b.heard, "first within within ") << "both have emitted one, after both had heard the first";
  }
  bus.emit(plain("second"));
  bus.close();
  EXPECT_EQ(a.heard, "first within within second last ");
  EXPECT_EQ(bus.observers(), 1u);
}

TEST(EventBusTest, KeepsTheLatestButThoseOfSingleExecutions) {
  EventBus bus;
  for (int i = 0; i < 1000; ++i) {
    bus.emit(plain("metrics:recorded"));
    bus.emit(plain("e" + std::to_string(i)));
  }
  ASSERT_EQ(bus.recent().size(), 256u);
  EXPECT_EQ(bus.recent().front().event.type, "e744");
  EXPECT_EQ(bus.recent().back().event.type, "e999");
}

TEST(EventBusTest, WatchersMayOutliveIt) {
  auto bus = std::make_unique<EventBus>();
  auto listener = std::make_unique<Listener>(*bus);
  bus.reset();
  listener.reset();
}

TEST(ThrottleTest, SaysAFewAndThenCounts) {
  Throttle throttle(3, 1s);
  const Throttle::Time begin{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(throttle.pass("a", begin), 0u);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(throttle.pass("a", begin + 500ms), std::nullopt);
  EXPECT_EQ(throttle.pass("b", begin), 0u) << "others are not concerned";
  EXPECT_EQ(throttle.pass("a", begin + 1s), 10u);
  EXPECT_EQ(throttle.pass("a", begin + 1s), std::nullopt);
  EXPECT_EQ(throttle.pass("a", begin + 100s), 1u);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(throttle.pass("a", begin + 100s), 0u) << "no more than its burst has been saved";
  EXPECT_EQ(throttle.pass("a", begin + 100s), std::nullopt);
}

TEST(ThrottleTest, AnyNumberOfKeysIsBounded) {
  Throttle throttle(1, 1s);
  for (int i = 0; i < 100'000; ++i) EXPECT_EQ(throttle.pass(std::to_string(i), {}), 0u);
}

}  // namespace
}  // namespace isobox::supervisor
