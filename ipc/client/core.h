// What an IsoBox is inside: at most one connection, the calls under way on it, and a thread. Runs in the user's process.
//
// The threads that call write their requests themselves, and one of those that wait for an answer reads for all: it has the
// reader's turn, and hands it on when its own answer is there. So a call that waits wakes no thread but the supervisor's. The box's
// own thread reads when nobody waits, and does what takes long: connecting, writing what the socket had no room for, finding out
// why a connection was lost.
#ifndef ISOBOX_IPC_CLIENT_CORE_H
#define ISOBOX_IPC_CLIENT_CORE_H

#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "ipc/base/unique_fd.h"
#include "ipc/client/link.h"
#include "ipc/client/private_supervisor.h"
#include "ipc/client_messages.h"
#include "ipc/verdict.h"
#include "isobox/event_emitter.h"
#include "isobox/metrics.h"
#include "isobox/options.h"

namespace isobox::detail {

/// The end of one call: a result, or the verdict and the reason when there is none.
struct Reply {
  boost::json::value result;
  Verdict verdict = Verdict::Ok;
  std::string message;
  std::optional<Milliseconds> retryAfter{};
};

/// What a call is told before its end, by the thread that reads, with the core's lock: must not block, must not run the user's
/// code, must not call the core. False: it was told more than it may be; the call is withdrawn.
using NoticeSink = std::function<bool(ipc::Notice)>;

/// Called exactly once, likewise.
using ReplySink = boost::asio::any_completion_handler<void(Reply)>;

/// Where a thread waits for what its call is told; see Core::await(). Outlives the call, and belongs to the core's lock.
class Waiter {
 public:
  /// What it waits for comes soon, as far as waits before tell; or is known to take as long as a process.
  explicit Waiter(Link::Wait wait = Link::Wait::Soon) : wait_(wait) {}

 private:
  friend class Core;
  const Link::Wait wait_;
  std::condition_variable changed_;
  bool news_ = false;      // something came that was not waited for yet
  bool loose_ = false;     // no thread will wait
  bool underWay_ = false;  // its call
};

class Core {
 public:
  explicit Core(IsoBoxOptions options);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  const IsoBoxOptions& options() const { return options_; }

  /// A number for a call, unique in this box; so that a call can be withdrawn before begin() has returned.
  std::uint64_t reserveId() { return nextId_++; }

  /// Sends one request. Without a waiter the box's thread reads its answer. Throws std::logic_error after shutdown().
  void begin(std::uint64_t id, std::string_view method, const boost::json::object& params, ReplySink sink, NoticeSink notices = {},
             Waiter* waiter = nullptr);

  /// Returns when something has been told to the call of that waiter since the last time, its end above all.
  void await(Waiter& waiter);

  /// No thread is going to wait there.
  void readFor(Waiter& waiter);

  /// Sends one request and waits for its answer.
  Reply ask(std::string_view method, const boost::json::object& params);

  /// Says something about call `id`, without an answer: {"id": id, …params}. Nothing when there is no such call.
  void tell(std::uint64_t id, std::string_view method, boost::json::object params);

  /// Asks the supervisor to end run `id`; its reply still comes. Does nothing when there is no such run.
  void cancel(std::uint64_t id);

  void shutdown();

  /// What the box's listeners hear, and what its executions came to. Never used with the lock.
  EventEmitter& events() { return events_; }
  MetricsCollector& metrics() { return metrics_; }
  /// An execution has ended: metrics, and events for those who listen.
  void record(const ExecutionResult& result, const std::string& filename);

 private:
  struct Call {
    ReplySink sink;
    NoticeSink notices;
    Waiter* waiter = nullptr;
  };
  using Calls = std::unordered_map<std::uint64_t, Call>;
  using Lock = std::unique_lock<std::mutex>;

  /// Why a connection is over, for the calls that were under way on it.
  struct Ending {
    Verdict verdict = Verdict::InternalError;
    std::string why;
    bool lost = false;  // the supervisor may have more to say about it
  };

  // In any thread, with the lock.
  void transmit(std::string line);
  void sendUnsent();
  void authenticate();
  void withdraw(std::uint64_t id);
  static void wake(Waiter* waiter);
  static bool isLoose(const Call& call) { return !call.waiter || call.waiter->loose_; }
  Calls takeCalls();
  static void fail(Calls calls, Verdict verdict, const std::string& why);
  void endConnection(const Link& link, Ending ending);

  // The reader's turn, likewise. It is read without the lock.
  void takeTurn(Lock& lock, Link::Wait wait);
  void passTurn();
  void watchLoose();

  // By whoever has the turn, without the lock. False: the connection is over.
  bool onLine(Link& link, std::string_view line);
  bool onNotice(Link& link, ipc::Notice notice);
  bool onAnswer(Link& link, ipc::Answer answer);
  bool onWordless(Link& link, std::string_view line);

  // On the box's thread, without the lock.
  void connect();
  void connectToSocket(std::chrono::steady_clock::time_point deadline);
  void connectToPrivate();
  void attach(UniqueFd socket);
  void failConnecting(const std::string& why);
  void watch(std::shared_ptr<Link> link);
  void onWatch(const std::shared_ptr<Link>& link);
  void afterConnection(Calls calls, Ending ending);
  std::string explainLoss(const std::string& why);

  const IsoBoxOptions options_;
  EventEmitter events_;
  MetricsCollector metrics_;
  std::atomic<std::uint64_t> nextId_{1};

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;

  std::mutex mutex_;  // the lock
  bool closed_ = false;
  Calls calls_;
  std::size_t loose_ = 0;            // calls that no thread waits for
  std::vector<std::string> unsent_;  // while there is no connection
  bool connecting_ = false;          // or ending one
  bool authenticating_ = false;      // nothing else is sent until the supervisor has said whose tenant this is
  std::shared_ptr<Link> link_;
  bool reading_ = false;             // somebody has the turn
  bool came_ = false;                // a thread that waits had it since the last alarm
  bool absent_ = false;              // none has come for a while: the box's thread reads for theirs, too
  std::vector<Waiter*> waiting_;     // for the turn, or for news

  // The box's thread's.
  boost::asio::steady_timer retry_{io_};
  std::optional<PrivateSupervisor> child_;
  std::atomic<bool> answered_{false};  // on this connection

  std::thread thread_;
};

}  // namespace isobox::detail

#endif
