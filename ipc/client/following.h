// One handler that follows the supervisor's events. Events come from the thread that reads the connection and are passed on to Asio's system
// executor, a bounded number of them. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_FOLLOWING_H
#define ISOBOX_IPC_CLIENT_FOLLOWING_H

#include <atomic>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "ipc/client/core.h"
#include "isobox/event_emitter.h"

namespace isobox::detail {

class Following : public std::enable_shared_from_this<Following> {
 public:
  /// Events that may wait for the handler; it misses what comes beyond.
  static constexpr std::size_t kMostWaiting = 1000;

  Following(std::shared_ptr<Core> core, EventEmitter::Handler handler);

  /// Returns when the supervisor tells what happens. Throws ExecutionError.
  void begin(const std::vector<std::string>& types);
  void stop();

 private:
  // With the core's lock.
  void onNotice(ipc::Notice notice);
  void onReply(Reply reply);
  void pass(boost::json::value event);

  void handle(const boost::json::value& event);

  const std::shared_ptr<Core> core_;
  const std::uint64_t id_;
  const EventEmitter::Handler handler_;
  boost::asio::strand<boost::asio::system_executor> strand_;
  std::promise<Reply> begun_;
  bool hasBegun_ = false;  // with the core's lock
  std::atomic<std::size_t> waiting_{0};
  std::atomic<std::uint64_t> dropped_{0};
  std::atomic<bool> stopped_{false};
};

/// Throws std::invalid_argument for an empty handler, ExecutionError when the supervisor refuses.
std::shared_ptr<Following> follow(const std::shared_ptr<Core>& core, EventEmitter::Handler handler,
                                  const std::vector<std::string>& types);

}  // namespace isobox::detail

#endif
