// Runs programs in an engine inside the test's own process and keeps what they put out. For tests of the
// engine.
#ifndef ISOBOX_TESTS_SUPPORT_ENGINE_RUNNER_H
#define ISOBOX_TESTS_SUPPORT_ENGINE_RUNNER_H

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "runner/engine/engine.h"

// Sanitizers make everything several times slower; tests of time say so by this factor.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr int kSlowness = 5;
#else
inline constexpr int kSlowness = 1;
#endif

namespace isobox::ipc {

inline void PrintTo(Claim claim, std::ostream* out) {
  constexpr const char* kNames[kClaimCount] = {
      "Completed",     "Threw",          "SyntaxError",   "WallExpired",  "CpuExpired",
      "HeapExhausted", "ConsoleTooLong", "ValueTooLarge", "ValueRefused", "BadInput",
      "Interrupted", "FuelExpired"};
  *out << kNames[static_cast<std::size_t>(claim)];
}

}  // namespace isobox::ipc

namespace isobox::runner {

struct Ran : Outcome {
  ipc::ValueType type{};
  std::string value;  // empty when none came
  std::vector<std::pair<ipc::ConsoleLevel, std::string>> lines;
  std::chrono::milliseconds took{};
  std::vector<std::string> items;

  std::string firstLine() const { return lines.empty() ? "(nothing)" : lines.front().second; }
};

/// Keeps the output of one run.
class KeepingSink : public OutputSink {
 public:
  using Host = std::function<std::string(std::string_view name, std::string_view arguments)>;

  /// The reader takes `wanted` items. `host` answers calls.
  explicit KeepingSink(Ran& ran, std::size_t wanted = SIZE_MAX, Host host = {})
      : ran_(ran), wanted_(wanted), host_(std::move(host)) {}
  void console(ipc::ConsoleLevel level, std::string_view text) override {
    ran_.lines.emplace_back(level, text);
  }
  void value(ipc::ValueType type, std::string_view json) override {
    EXPECT_TRUE(ran_.value.empty()) << "a second value";
    ran_.type = type;
    ran_.value = json;
  }
  Taken item(ipc::ValueType, std::string_view json) override {
    ran_.items.emplace_back(json);
    return {.more = ran_.items.size() < wanted_};
  }
  void wait(Microseconds time) override { std::this_thread::sleep_for(time); }
  std::optional<std::string_view> call(std::string_view name, std::string_view arguments) override {
    if (!host_) return std::nullopt;
    answer_ = host_(name, arguments);
    return answer_;
  }

 private:
  Ran& ran_;
  std::size_t wanted_;
  Host host_;
  std::string answer_;
};

/// An engine and an order with generous limits that tests change.
class EngineTest : public ::testing::Test {
 protected:
  EngineTest() : engine(Engine::create(512_MiB).value()) {
    order.wall = order.cpu = Milliseconds(20'000);
    order.heap = 64_MiB;
    order.console = 1_MiB;
    order.value = 8_MiB;
    order.valueDepth = 256;
    order.filename = "script.js";
  }

  Ran run(std::string source) {
    order.source = std::move(source);
    return run(order);
  }
  Ran run(const ipc::RunOrder& with) {
    Ran ran;
    KeepingSink sink(ran, wanted, host);
    const auto begin = std::chrono::steady_clock::now();
    static_cast<Outcome&>(ran) = engine->run(with, sink);
    ran.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    EXPECT_TRUE(engine->arena().consistent());
    return ran;
  }
  /// The completion value's JSON, or what came instead of one.
  std::string valueOf(std::string source) {
    const Ran ran = run(std::move(source));
    if (ran.claim == ipc::Claim::Completed) return ran.value;
    return ::testing::PrintToString(ran.claim) + " " + ran.name + ": " + ran.message;
  }
  /// The text of the first console call.
  std::string logged(std::string arguments) {
    const Ran ran = run("console.log(" + std::move(arguments) + ")");
    EXPECT_EQ(ran.claim, ipc::Claim::Completed) << ran.message;
    return ran.firstLine();
  }

  std::unique_ptr<Engine> engine;
  ipc::RunOrder order;
  std::size_t wanted = SIZE_MAX;  // items that the reader of a stream takes
  KeepingSink::Host host;
};

}  // namespace isobox::runner

#endif
