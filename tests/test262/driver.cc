// Runs tests in jailed runners, many at once. Runs in the test262 program.
#include "tests/test262/driver.h"

#include <boost/asio/bind_executor.hpp>
#include <utility>

#include "tests/test262/judge.h"

namespace isobox::test262 {
namespace {

IsoBoxOptions boxOptions(unsigned jobs) {
  IsoBoxOptions options;
  options.pool.min = jobs + 2;
  options.pool.max = 2 * jobs + 2;
  return options;
}

/// Requests in flight for each job: a runner that is free must never wait for this program.
constexpr unsigned kAhead = 3;

}  // namespace

Driver::Driver(Suite& suite, Options options, Observer observer)
    : suite_(suite), options_(options), observer_(std::move(observer)), box_(boxOptions(options.jobs)) {}

void Driver::runAll(std::vector<Outcome>& outcomes) {
  outcomes_ = &outcomes;
  cursor_ = {};
  box_.warmupPool();
  for (unsigned i = 0; i < kAhead * options_.jobs; ++i) start();
  io_.restart();
  io_.run();
}

/// The next run that nobody has begun.
bool Driver::next(Place& place) {
  while (cursor_.outcome < outcomes_->size() && cursor_.run >= (*outcomes_)[cursor_.outcome].runs.size())
    cursor_ = {cursor_.outcome + 1, 0};
  if (cursor_.outcome == outcomes_->size()) return false;
  place = cursor_;
  ++cursor_.run;
  return true;
}

void Driver::start() {
  Place place;
  if (!next(place)) return;
  const Outcome& outcome = (*outcomes_)[place.outcome];
  const Test test = suite_.load(outcome.path);
  Program program = suite_.compose(test, outcome.runs[place.run].variant);
  ExecutionOptions options;
  options.filename = program.filename;
  options.timeout = options_.wall;
  options.cpu = options_.cpu;
  options.isolation = false;
  options.files = std::move(program.files);
  std::string code = program.code;
  program.code.clear();
  box_.asyncExecute(
      std::move(code), options,
      boost::asio::bind_executor(io_, [this, place, metadata = test.metadata,
                                       program = std::move(program)](const ExecutionResult& result) {
        finish(place, metadata, program, result);
        start();
      }));
}

void Driver::finish(Place place, const Metadata& metadata, const Program& program,
                    const ExecutionResult& result) {
  const Outcome& outcome = (*outcomes_)[place.outcome];
  Run& run = (*outcomes_)[place.outcome].runs[place.run];
  run.failure = judge(metadata, program, result);
  run.verdict = verdictName(result.verdict);
  run.milliseconds = result.duration.count();
  run.done = true;
  observer_(outcome, run);
}

}  // namespace isobox::test262
