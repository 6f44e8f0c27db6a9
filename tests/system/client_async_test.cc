// Completion tokens, cancellation and the end of a box with calls under way. Needs a Unix socket.
#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <string>

#include "isobox/isobox.h"
#include "tests/support/fake_supervisor.h"

namespace isobox {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace test;
using namespace std::chrono_literals;

TEST(ClientAsync, CancellingSendsTheRunsId) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    auto run = peer.next();
    auto cancel = peer.next();
    if (!cancel || cancel->at("method") != "cancel" || cancel->contains("id") ||
        cancel->at("params").at("id") != run->at("id"))
      return;
    peer.refuse(*run, -32001, "withdrawn");
    peer.next();
  });
  auto box = boxAt(supervisor);
  asio::cancellation_signal signal;
  auto future = box.asyncExecute("x", {}, asio::bind_cancellation_slot(signal.slot(), asio::use_future));
  signal.emit(asio::cancellation_type::total);
  const auto result = future.get();
  EXPECT_EQ(result.verdict, Verdict::Cancelled);
  EXPECT_EQ(result.message, "withdrawn");
}

TEST(ClientAsync, CancellingAfterTheEndDoesNothing) {
  FakeSupervisor supervisor(echo);
  auto box = boxAt(supervisor);
  asio::io_context io;
  asio::cancellation_signal signal;
  int calls = 0;
  box.asyncExecute("x", {},
                   asio::bind_executor(
                       io, asio::bind_cancellation_slot(signal.slot(), [&](ExecutionResult) { ++calls; })));
  io.run();
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(signal.slot().has_handler());
  signal.emit(asio::cancellation_type::total);
  EXPECT_EQ(box.run("y"), "y");
}

TEST(ClientAsync, CoroutinesAwaitAndCatch) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    peer.answer(*peer.next(), okResult("5"));
    peer.answer(*peer.next(), R"({"verdict":"timeout","message":"too slow"})");
    peer.next();
  });
  auto box = boxAt(supervisor);
  asio::io_context io;
  std::string seen;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        seen = json::serialize(co_await box.asyncRun("x", {}, asio::use_awaitable));
        try {
          co_await box.asyncRun("y", {}, asio::use_awaitable);
        } catch (const ExecutionError& error) {
          seen += error.what();
        }
      },
      [](const std::exception_ptr& fault) { EXPECT_FALSE(fault); });
  io.run();
  EXPECT_EQ(seen, "5too slow");
}

TEST(ClientAsync, HandlersMayBlockAndCallTheBox) {
  FakeSupervisor supervisor(echo);
  auto box = boxAt(supervisor);
  std::promise<json::value> inner;
  box.asyncExecute("a", {}, [&](const ExecutionResult&) { inner.set_value(box.run("b")); });
  EXPECT_EQ(inner.get_future().get(), "b");
}

TEST(ClientAsync, ShutdownEndsWhatIsUnderWay) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    while (peer.next()) {
    }
  });
  auto box = boxAt(supervisor);
  auto future = box.asyncExecute("x");
  box.shutdown();
  const auto result = future.get();
  EXPECT_EQ(result.verdict, Verdict::Cancelled);
  box.shutdown();
  EXPECT_THROW(box.execute("x"), std::logic_error);
  EXPECT_THROW(box.run("x"), std::logic_error);
  EXPECT_THROW(box.asyncRun("x").get(), std::logic_error);
  EXPECT_THROW(box.warmupPool(), std::logic_error);
}

TEST(ClientAsync, DestructionDoesNotWaitForAnswers) {
  FakeSupervisor supervisor([](FakePeer& peer, int) {
    while (peer.next()) {
    }
  });
  std::future<ExecutionResult> future;
  {
    auto box = boxAt(supervisor);
    future = box.asyncExecute("x");
  }
  ASSERT_EQ(future.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(future.get().verdict, Verdict::Cancelled);
}

}  // namespace
}  // namespace isobox
