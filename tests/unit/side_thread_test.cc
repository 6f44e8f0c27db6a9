// Work beside the event loop.
#include "supervisor/side_thread.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <thread>

namespace isobox::supervisor {
namespace {

TEST(SideThread, TheLoopServesOthersMeanwhile) {
  asio::io_context io(1);
  std::promise<void> served;
  std::string text;
  asio::co_spawn(
      io,
      [&]() -> Task<> {
        // Ends when the loop has done something else, and never if it could not.
        auto work = [&, loop = std::this_thread::get_id()] {
          served.get_future().wait();
          return std::this_thread::get_id() == loop ? std::string("on the loop") : std::string("beside it");
        };
        text = co_await BulkWork::run(io.get_executor(), std::move(work));
      },
      asio::detached);
  asio::post(io, [&] { asio::post(io, [&] { served.set_value(); }); });
  io.run();
  EXPECT_EQ(text, "beside it");
}

TEST(SideThread, OneThingComesAfterTheOther) {
  asio::io_context io(1);
  std::string order;
  for (const char name : {'a', 'b', 'c'}) {
    asio::co_spawn(
        io,
        [&, name]() -> Task<> {
          auto work = [&, name] {
            order += name;
            std::this_thread::yield();
            order += name;
            return true;
          };
          (void)co_await BulkWork::run(io.get_executor(), std::move(work));
        },
        asio::detached);
  }
  io.run();
  EXPECT_EQ(order, "aabbcc");
}

TEST(SideThread, WhatEscapesTheWorkComesOutOnTheLoop) {
  asio::io_context io(1);
  std::string caught;
  asio::co_spawn(
      io,
      [&]() -> Task<> {
        auto work = []() -> int { throw std::length_error("too much"); };
        try {
          (void)co_await BulkWork::run(io.get_executor(), std::move(work));
        } catch (const std::length_error& error) {
          caught = error.what();
        }
      },
      asio::detached);
  io.run();
  EXPECT_EQ(caught, "too much");
}

TEST(SideThread, ItsEndWaitsForWhatWasBegun) {
  std::promise<void> begun;
  bool ended = false;
  std::optional<asio::io_context> io(std::in_place, 1);
  asio::co_spawn(
      *io,
      [&]() -> Task<> {
        auto work = [&] {
          begun.set_value();
          std::this_thread::yield();
          return ended = true;
        };
        (void)co_await BulkWork::run(io->get_executor(), std::move(work));
        ADD_FAILURE() << "nobody runs the loop any more";
      },
      asio::detached);
  io->poll_one();
  begun.get_future().wait();
  io.reset();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace isobox::supervisor
