// What an IsoBox is inside: one thread, at most one connection, and the calls under way on it.
// Runs in the user's process. Public functions may be called from any thread; everything below "on the box's
// thread" runs there only and shares nothing with the rest.
#ifndef ISOBOX_IPC_CLIENT_CORE_H
#define ISOBOX_IPC_CLIENT_CORE_H

#include <atomic>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
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

/// What a call is told before its end. Called on the box's thread; must not block and must not run the user's code.
using NoticeSink = std::function<void(ipc::Notice)>;

/// Called exactly once, on the box's thread; must not block and must not run the user's code.
using ReplySink = boost::asio::any_completion_handler<void(Reply)>;

class Core {
 public:
  explicit Core(IsoBoxOptions options);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  const IsoBoxOptions& options() const { return options_; }

  /// A number for a call, unique in this box; so that a call can be withdrawn before begin() has returned.
  std::uint64_t reserveId() { return nextId_++; }

  /// Sends one request. Throws std::logic_error after shutdown().
  void begin(std::uint64_t id, std::string_view method, const boost::json::object& params, ReplySink sink,
             NoticeSink notices = {});

  /// Says something about call `id`, without an answer: {"id": id, …params}. Nothing when there is no such call.
  void tell(std::uint64_t id, std::string_view method, boost::json::object params);

  /// Asks the supervisor to end run `id`; its reply still comes. Does nothing when there is no such run.
  void cancel(std::uint64_t id);

  void shutdown();

  /// What the box's listeners hear, and what its executions came to. Never used on the box's thread.
  EventEmitter& events() { return events_; }
  MetricsCollector& metrics() { return metrics_; }
  /// An execution has ended: metrics, and events for those who listen.
  void record(const ExecutionResult& result, const std::string& filename);

 private:
  struct Call {
    ReplySink sink;
    NoticeSink notices;
  };

  // On the box's thread.
  void take(std::uint64_t id, std::string line, Call call);
  void transmit(std::string line);
  void connect();
  void connectToSocket(std::chrono::steady_clock::time_point deadline);
  void connectToPrivate();
  void attach(Link::Socket socket);
  void authenticate();
  void sendUnsent();
  void onLine(std::string_view line);
  void onWordless(std::string_view line);
  void onLost(const std::string& why);
  std::string explainLoss(const std::string& why);
  void dropConnection();
  void failAll(Verdict verdict, const std::string& why);

  const IsoBoxOptions options_;
  EventEmitter events_;
  MetricsCollector metrics_;
  std::atomic<std::uint64_t> nextId_{1};
  std::mutex closing_;  // guards closed_
  bool closed_ = false;

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer retry_{io_};
  std::unordered_map<std::uint64_t, Call> calls_;
  std::vector<std::string> unsent_;  // while connecting
  bool connecting_ = false;
  bool authenticating_ = false;  // nothing else is sent until the supervisor has said whose tenant this is
  bool answered_ = false;  // on this connection
  std::shared_ptr<Link> link_;
  std::optional<PrivateSupervisor> child_;
  std::thread thread_;
};

}  // namespace isobox::detail

#endif
