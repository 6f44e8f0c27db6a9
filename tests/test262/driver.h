// Runs tests in jailed runners, many at once. Runs in the test262 program.
#ifndef ISOBOX_TESTS_TEST262_DRIVER_H
#define ISOBOX_TESTS_TEST262_DRIVER_H

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <vector>

#include "isobox/box.h"
#include "tests/test262/outcomes.h"
#include "tests/test262/suite.h"

namespace isobox::test262 {

/// One thread; results come back to its io_context.
class Driver {
 public:
  struct Options {
    unsigned jobs = 1;
    std::chrono::milliseconds cpu{10'000};  // of one run; on a busy machine the wall says less about the test
    std::chrono::milliseconds wall{60'000};
  };
  /// Called after each run.
  using Observer = std::function<void(const Outcome&, const Run&)>;

  Driver(Suite& suite, Options options, Observer observer);

  /// Fills in every run of every outcome that is not excluded.
  void runAll(std::vector<Outcome>& outcomes);

 private:
  struct Place {
    std::size_t outcome = 0, run = 0;
  };
  bool next(Place& place);
  void start();
  void finish(Place place, const Metadata& metadata, const Program& program, const ExecutionResult& result);

  Suite& suite_;
  Options options_;
  Observer observer_;
  IsoBox box_;
  boost::asio::io_context io_{1};
  std::vector<Outcome>* outcomes_ = nullptr;
  Place cursor_;
};

}  // namespace isobox::test262

#endif
