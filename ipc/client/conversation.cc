// One execution that talks while it runs. Runs in the user's process: onNotice and onReply in the thread that reads the
// connection, the rest in the reader's of the values, which may be the same.
#include "ipc/client/conversation.h"

#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <stdexcept>
#include <utility>

#include "ipc/client/replies.h"
#include "ipc/client/requests.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

/// Room for what is no value: a call, and console calls that nothing follows yet.
constexpr std::size_t kOtherEvents = 2;

StreamBufferOptions withRoom(StreamBufferOptions options) {
  checkStreamBufferOptions(options);
  options.maxSize += kOtherEvents;
  return options;
}

ConsoleEntry consoleEntry(ipc::ConsoleEntry& entry) {
  return {static_cast<ConsoleLevel>(entry.level), std::move(entry.text)};
}

json::object errorReply(std::string_view name, std::string_view message) {
  return {{"error", json::object{{"name", name}, {"message", message}}}};
}

/// What the function came to, for the script. Whatever it throws is the script's to catch.
json::object callFunction(const HostFunctions& functions, const ipc::Notice& call) {
  const auto function = functions.find(call.function);
  if (function == functions.end() || !call.value.is_array()) return errorReply("TypeError", call.function + " is not a function of the host");
  try {
    return {{"value", taggedValue(function->second(call.value.get_array()))}};
  } catch (const HostError& error) {
    return errorReply(error.name(), error.what());
  } catch (const std::exception& error) {
    return errorReply("Error", error.what());
  } catch (...) {
    return errorReply("Error", "the host's function failed");
  }
}

}  // namespace

Conversation::Conversation(std::shared_ptr<Core> core, std::uint64_t id, HostFunctions functions, StreamOptions options,
                           std::string filename)
    : core_(std::move(core)), id_(id), functions_(std::move(functions)), options_(std::move(options)),
      filename_(std::move(filename)), events_(withRoom(options_.buffer)) {}

void Conversation::begin(json::object params) {
  if (const auto* stream = params.if_contains("stream")) stream_ = stream->is_bool() && stream->get_bool();
  granted_ = options_.buffer.highWaterMark;
  if (stream_) params["credit"] = granted_;
  const auto self = shared_from_this();
  core_->begin(
      id_, "run", params, [self](Reply reply) { self->onReply(std::move(reply)); },
      [self](ipc::Notice notice) { return self->onNotice(std::move(notice)); }, &waiter_);
}

// ---- with the core's lock ----

bool Conversation::onNotice(ipc::Notice notice) {
  Event event;
  if (notice.kind == ipc::Notice::Kind::Console) {
    const std::lock_guard lock(mutex_);
    pending_.push_back(consoleEntry(notice.console));
    // A reader who is behind finds them when it has caught up.
    if (events_.size() > 0) return true;
  } else if (notice.kind == ipc::Notice::Kind::Item) {
    event.value = std::move(notice.value);
  } else {
    event.call = std::move(notice);
  }
  return offer(std::move(event));
}

void Conversation::onReply(Reply reply) {
  auto result = toResult(std::move(reply));
  std::function<void(std::optional<Event>)> waiting;
  {
    const std::lock_guard lock(mutex_);
    kept_.insert(kept_.end(), std::make_move_iterator(pending_.begin()), std::make_move_iterator(pending_.end()));
    pending_.clear();
    result_ = std::move(result);
    waiting = std::exchange(waiting_, nullptr);
  }
  events_.close();
  if (waiting) boost::asio::post(boost::asio::system_executor(), [waiting = std::move(waiting)] { waiting(std::nullopt); });
}

bool Conversation::offer(Event event) {
  std::function<void(std::optional<Event>)> waiting;
  {
    const std::lock_guard lock(mutex_);
    event.console = std::exchange(pending_, {});
    if (!waiting_) {
      // A supervisor that sends more than it may is not worth a reader's memory.
      if (events_.size() >= options_.buffer.maxSize + kOtherEvents) return false;
      events_.push(std::move(event));
      return true;
    }
    waiting = std::exchange(waiting_, nullptr);
  }
  boost::asio::post(boost::asio::system_executor(),
                    [waiting = std::move(waiting), event = std::move(event)]() mutable { waiting(std::move(event)); });
  return true;
}

// ---- in the reader's thread ----

Conversation::Taken Conversation::next() {
  Taken taken;
  for (;;) {
    if (auto event = events_.shift()) {
      if (handle(std::move(*event), taken)) return taken;
      continue;
    }
    handle({.console = latest()}, taken);
    if (events_.isEnded()) break;
    core_->await(waiter_);
  }
  settle();
  return std::nullopt;
}

void Conversation::asyncNext(std::function<void(Taken)> then) {
  core_->readFor(waiter_);
  const auto self = shared_from_this();
  std::optional<Event> event;
  bool over = false;
  {
    const std::lock_guard lock(mutex_);
    event = events_.shift();
    over = !event && result_.has_value();
    if (!event && !over && !pending_.empty()) event = Event{.console = std::exchange(pending_, {})};
    if (!event && !over) {
      waiting_ = [self, then = std::move(then)](std::optional<Event> late) {
        Taken taken;
        if (!late) return self->settle(), then(std::nullopt);
        if (self->handle(std::move(*late), taken)) return then(std::move(taken));
        self->asyncNext(then);
      };
      return;
    }
  }
  Taken taken;
  if (over) {
    settle();
  } else if (!handle(std::move(*event), taken)) {
    return asyncNext(std::move(then));
  }
  then(std::move(taken));
}

bool Conversation::handle(Event event, Taken& taken) {
  for (ConsoleEntry& entry : event.console) {
    if (options_.onConsole) options_.onConsole(entry);
    else kept_.push_back(std::move(entry));
  }
  if (event.call) answer(*event.call);
  if (!event.value) return false;
  taken = std::move(event.value);
  consumed();
  return true;
}

std::vector<ConsoleEntry> Conversation::latest() {
  const std::lock_guard lock(mutex_);
  return events_.size() > 0 ? std::vector<ConsoleEntry>() : std::exchange(pending_, {});
}

void Conversation::answer(const ipc::Notice& call) {
  auto reply = callFunction(functions_, call);
  reply["call"] = call.call;
  core_->tell(id_, "reply", std::move(reply));
}

/// So many may be on their way again as were taken.
void Conversation::consumed() {
  ++taken_;
  const std::uint64_t onTheWay = granted_ - taken_;
  if (onTheWay > options_.buffer.lowWaterMark) return;
  const std::uint64_t more = options_.buffer.highWaterMark - onTheWay;
  if (more == 0) return;
  granted_ += more;
  core_->tell(id_, "credit", {{"count", more}});
}

/// The end has come to its reader.
void Conversation::settle() {
  std::vector<ConsoleEntry> last;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(settled_, true)) return;
    last = std::exchange(kept_, {});
    if (!options_.onConsole)
      result_->console.insert(result_->console.begin(), std::make_move_iterator(last.begin()), std::make_move_iterator(last.end()));
  }
  if (options_.onConsole)
    for (const ConsoleEntry& entry : last) options_.onConsole(entry);
  if (!filename_.empty()) core_->record(*result_, filename_);
}

ExecutionResult Conversation::finish() {
  while (next()) {
  }
  return result();
}

void Conversation::stop() { core_->tell(id_, "stop", {}); }

bool Conversation::ended() const {
  const std::lock_guard lock(mutex_);
  return settled_;
}

const ExecutionResult& Conversation::result() const {
  const std::lock_guard lock(mutex_);
  if (!settled_) throw std::logic_error("the stream has not ended yet");
  return *result_;
}

ExecutionResult Conversation::takeResult() {
  const std::lock_guard lock(mutex_);
  return std::move(*result_);
}

BufferStats Conversation::stats() const {
  auto stats = events_.getStats();
  stats.maxSize = options_.buffer.maxSize;
  return stats;
}

}  // namespace isobox::detail
