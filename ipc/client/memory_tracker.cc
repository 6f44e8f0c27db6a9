// class MemoryTracker. Runs in the user's process: in the tracker's own thread and in those that ask it.
#include "isobox/memory_tracker.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "ipc/client/trend.h"

namespace isobox {
namespace {

constexpr std::chrono::milliseconds kLongestInterval = std::chrono::hours(24);
constexpr std::size_t kHeld = 1024;
constexpr std::size_t kLeastForLeak = 10;
constexpr double kCriticalZ = 2.3263478740408408;  // the standard normal distribution's quantile of 0.99
constexpr double kLeastGrowth = 0.05;              // of the median

double secondsBetween(MemoryTracker::Clock::time_point from, MemoryTracker::Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Threads inherit the mask of the thread that starts them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

std::uint64_t residentMemory() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  if (!(file >> total >> resident))
    throw std::system_error(EIO, std::generic_category(), "read /proc/self/statm");
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

MemoryTracker::MemoryTracker(std::chrono::milliseconds interval, Source source)
    : interval_(interval), source_(std::move(source)) {
  if (interval_.count() <= 0 || interval_ > kLongestInterval)
    throw std::invalid_argument("MemoryTracker: an interval of " + std::to_string(interval_.count()) +
                                " ms is not within 1 ms … 24 h");
  if (!source_) throw std::invalid_argument("MemoryTracker: the source is empty");
}

MemoryTracker::~MemoryTracker() {
  try {
    stop();
  } catch (...) {  // whoever wants to know calls stop()
  }
}

void MemoryTracker::start() {
  const std::lock_guard control(control_);
  if (thread_.joinable()) return;
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { sampleUntilStopped(); });
}

void MemoryTracker::stop() {
  const std::lock_guard control(control_);
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopping_.notify_one();
  thread_.join();
  const std::lock_guard lock(mutex_);
  stop_ = false;
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void MemoryTracker::sampleUntilStopped() try {
  auto next = Clock::now();
  std::unique_lock lock(mutex_);
  do {  // one sample at least, however soon it is stopped
    lock.unlock();
    const auto bytes = source_();
    lock.lock();
    const auto now = Clock::now();
    if (sums_.samples == 0 || now > last_) add(now, bytes);
    next = std::max(next + interval_, now);  // a slow source skips turns instead of catching up
  } while (!stopping_.wait_until(lock, next, [this] { return stop_; }));
} catch (...) {
  const std::lock_guard lock(mutex_);
  failure_ = std::current_exception();
}

void MemoryTracker::addSample(Clock::time_point time, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (sums_.samples > 0 && time <= last_)
    throw std::invalid_argument("MemoryTracker.addSample: the time is not after that of the sample before");
  add(time, bytes);
}

void MemoryTracker::add(Clock::time_point time, std::uint64_t bytes) {
  if (sums_.samples % every_ == 0) samples_.push_back({.time = time, .bytes = bytes});
  sums_.min = sums_.samples == 0 ? bytes : std::min(sums_.min, bytes);
  sums_.max = std::max(sums_.max, bytes);
  ++sums_.samples;
  sums_.mean += (static_cast<double>(bytes) - sums_.mean) / static_cast<double>(sums_.samples);
  sums_.current = bytes;
  last_ = time;
  if (samples_.size() < kHeld) return;
  for (std::size_t i = 0; 2 * i < samples_.size(); ++i) samples_[i] = samples_[2 * i];
  samples_.resize(samples_.size() / 2);
  every_ *= 2;
}

std::vector<MemoryTracker::Sample> MemoryTracker::held() const {
  const std::lock_guard lock(mutex_);
  return samples_;
}

double MemoryTracker::slope(const std::vector<Sample>& samples) {
  std::vector<detail::TimedValue> values;
  values.reserve(samples.size());
  for (const auto& sample : samples)
    values.push_back({.seconds = secondsBetween(samples.front().time, sample.time),
                      .value = static_cast<double>(sample.bytes)});
  return detail::theilSenSlope(values);
}

MemoryStats MemoryTracker::getStats() const {
  std::unique_lock lock(mutex_);
  MemoryStats stats = sums_;
  const auto samples = samples_;
  lock.unlock();
  stats.slopeBytesPerSecond = slope(samples);
  return stats;
}

bool MemoryTracker::detectLeak() const {
  const auto samples = held();
  if (samples.size() < kLeastForLeak) return false;
  std::vector<double> bytes;
  bytes.reserve(samples.size());
  for (const auto& sample : samples) bytes.push_back(static_cast<double>(sample.bytes));
  if (detail::mannKendall(bytes).z <= kCriticalZ) return false;
  const double growth = slope(samples) * secondsBetween(samples.front().time, samples.back().time);
  return growth > kLeastGrowth * detail::median(std::move(bytes));
}

void MemoryTracker::reset() {
  const std::lock_guard lock(mutex_);
  samples_.clear();
  every_ = 1;
  sums_ = {};
}

}  // namespace isobox
