// The calls under way and how they are told what becomes of them. Runs in the user's process, in the threads that call.
#include "ipc/client/core.h"

#include <signal.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <stdexcept>
#include <utility>

#include "ipc/client/security_events.h"
#include "ipc/client_messages.h"

namespace isobox::detail {

namespace asio = boost::asio;

namespace {

/// For a private supervisor to end after its client hung up; then it is killed.
constexpr Milliseconds kEndPatience{5'000};

/// A thread that takes no signal of the user's process.
std::thread startQuietly(asio::io_context& io) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread([&io] { io.run(); });
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

Core::Core(IsoBoxOptions options)
    : options_(std::move(options)), work_(asio::make_work_guard(io_)), thread_(startQuietly(io_)) {}

Core::~Core() {
  shutdown();
}

void Core::begin(std::uint64_t id, std::string_view method, const boost::json::object& params, ReplySink sink,
                 NoticeSink notices, Waiter* waiter) {
  auto line = ipc::encodeRequest(id, method, params);
  const Lock lock(mutex_);
  if (closed_) throw std::logic_error("this IsoBox was shut down");
  const auto& call = calls_.emplace(id, Call{std::move(sink), std::move(notices), waiter}).first->second;
  if (waiter) waiter->underWay_ = true;
  if (isLoose(call)) ++loose_;
  transmit(std::move(line));
  watchLoose();
}

Reply Core::ask(std::string_view method, const boost::json::object& params) {
  Waiter waiter(method == "warmup" ? Link::Wait::Late : Link::Wait::Soon);
  std::optional<Reply> reply;
  // Nothing but its end is told to this call.
  begin(reserveId(), method, params, [&reply](Reply given) { reply = std::move(given); }, {}, &waiter);
  await(waiter);
  return *std::move(reply);
}

void Core::tell(std::uint64_t id, std::string_view method, boost::json::object params) {
  params["id"] = id;
  auto line = ipc::encodeRequest(std::nullopt, method, params);
  const Lock lock(mutex_);
  if (calls_.contains(id)) transmit(std::move(line));
}

void Core::cancel(std::uint64_t id) {
  const Lock lock(mutex_);
  withdraw(id);
}

void Core::withdraw(std::uint64_t id) {
  if (calls_.contains(id)) transmit(ipc::encodeRequest(std::nullopt, "cancel", {{"id", id}}));
}

void Core::shutdown() {
  {
    const Lock lock(mutex_);
    if (std::exchange(closed_, true)) return;
    if (link_) link_->hangUp();
    link_.reset();
    fail(takeCalls(), Verdict::Cancelled, "the box was shut down");
    // Behind what the box's thread has to do before.
    asio::post(io_, [this] { io_.stop(); });
  }
  thread_.join();
  if (child_) child_->end(kEndPatience);
}

void Core::record(const ExecutionResult& result, const std::string& filename) {
  // What never ran has nothing to measure.
  if (result.verdict == Verdict::InvalidRequest || result.verdict == Verdict::Overloaded) return;
  ExecutionMetrics metrics;
  metrics.duration = result.duration;
  metrics.memory = result.memory;
  metrics.cpuUsage = result.duration.count() > 0 ? result.cpu / result.duration : 0;
  metrics.errorCount = result.ok() ? 0 : 1;
  metrics.timestamp = std::chrono::system_clock::now();
  metrics.context = {{"filename", filename}, {"verdict", verdictName(result.verdict)}};
  const bool heard = events_.listenerCount("metrics:recorded") > 0;
  auto shown = heard ? toJson(metrics) : boost::json::object();
  metrics_.record(std::move(metrics));
  if (heard) events_.emit("metrics:recorded", std::move(shown));
  for (auto& violation : describeViolations(result, filename)) events_.emit("security:violation", std::move(violation));
}

void Core::transmit(std::string line) {
  if (link_ && !authenticating_) return link_->send(std::move(line));
  unsent_.push_back(std::move(line));
  if (link_ || std::exchange(connecting_, true)) return;
  asio::post(io_, [this] { connect(); });
}

void Core::sendUnsent() {
  for (std::string& line : std::exchange(unsent_, {})) link_->send(std::move(line));
}

void Core::wake(Waiter* waiter) {
  if (!waiter) return;
  waiter->news_ = true;
  waiter->changed_.notify_one();
}

/// All of them, and what was not sent with them.
Core::Calls Core::takeCalls() {
  unsent_.clear();
  loose_ = 0;
  for (auto& [id, call] : calls_)
    if (call.waiter) call.waiter->underWay_ = false;
  return std::exchange(calls_, {});
}

void Core::fail(Calls calls, Verdict verdict, const std::string& why) {
  for (auto& [id, call] : calls) {
    std::move(call.sink)(Reply{.verdict = verdict, .message = why});
    wake(call.waiter);
  }
}

}  // namespace isobox::detail
