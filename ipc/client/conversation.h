// One execution that talks while it runs: values, console calls, calls of host functions. Events come from whichever thread
// reads the connection and wait here, bounded by the credit that was given, for whoever reads them. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_CONVERSATION_H
#define ISOBOX_IPC_CLIENT_CONVERSATION_H

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ipc/client/core.h"
#include "isobox/options.h"
#include "isobox/result.h"
#include "isobox/stream_buffer.h"

namespace isobox::detail {

class Conversation : public std::enable_shared_from_this<Conversation> {
 public:
  /// What comes out of next(): a value, or the end. `value` absent: the end, see result().
  using Taken = std::optional<boost::json::value>;

  /// `id`: one that the core has reserved. An empty file name: who reads the result records it.
  Conversation(std::shared_ptr<Core> core, std::uint64_t id, HostFunctions functions, StreamOptions options,
               std::string filename);
  Conversation(std::shared_ptr<Core> core, HostFunctions functions, StreamOptions options, std::string filename)
      : Conversation(core, core->reserveId(), std::move(functions), std::move(options), std::move(filename)) {}

  /// Sends the request with these parameters, which say whether it is a stream. Throws std::logic_error after shutdown().
  void begin(boost::json::object params);

  /// Waits for the next value, calling host functions and the console's handler on the way.
  Taken next();
  /// Calls `then` with it, once, in whichever thread has it first; functions and handlers are called there, too. One at
  /// a time.
  void asyncNext(std::function<void(Taken)> then);
  /// Reads to the end.
  ExecutionResult finish();

  /// The reader wants no more: the program's `finally` blocks run, then it ends.
  void stop();
  /// Ends the program at once.
  void cancel() { core_->cancel(id_); }

  std::uint64_t id() const { return id_; }
  bool ended() const;
  /// After the end.
  const ExecutionResult& result() const;
  ExecutionResult takeResult();
  BufferStats stats() const;

 private:
  struct Event {
    std::vector<ConsoleEntry> console;  // what came before it
    Taken value;
    std::optional<ipc::Notice> call;
  };

  // With the core's lock. False: that was one too many.
  bool onNotice(ipc::Notice notice);
  bool offer(Event event);
  void onReply(Reply reply);

  /// What an event means for its reader. True: `taken` is what it gets.
  bool handle(Event event, Taken& taken);
  /// Console calls that nothing has followed so far.
  std::vector<ConsoleEntry> latest();
  void answer(const ipc::Notice& call);
  void settle();
  void consumed();

  const std::shared_ptr<Core> core_;
  const std::uint64_t id_;
  const HostFunctions functions_;
  const StreamOptions options_;
  const std::string filename_;
  bool stream_ = false;

  Waiter waiter_;
  StreamBuffer<Event> events_;
  mutable std::mutex mutex_;           // guards the rest
  std::vector<ConsoleEntry> pending_;  // console calls behind the last event
  std::function<void(std::optional<Event>)> waiting_;
  std::optional<ExecutionResult> result_;
  std::vector<ConsoleEntry> kept_;
  std::uint64_t granted_ = 0, taken_ = 0;
  bool settled_ = false;
};

}  // namespace isobox::detail

#endif
