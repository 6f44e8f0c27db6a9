// Handlers that follow the supervisor's events. Runs in the user's process.
#include "ipc/client/following.h"

#include <boost/asio/post.hpp>
#include <boost/json/array.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "ipc/client/replies.h"
#include "ipc/events.h"
#include "isobox/event_subscription.h"

namespace isobox {
namespace detail {

namespace json = boost::json;

namespace {

json::object ownEvent(std::string_view type, std::string_view severity, json::object context) {
  return {{"timestamp", ipc::isoTime(std::chrono::system_clock::now())},
          {"type", type},
          {"severity", severity},
          {"context", std::move(context)}};
}

}  // namespace

Following::Following(std::shared_ptr<Core> core, EventEmitter::Handler handler)
    : core_(std::move(core)), id_(core_->reserveId()), handler_(std::move(handler)),
      strand_(boost::asio::make_strand(boost::asio::system_executor())) {}

void Following::begin(const std::vector<std::string>& types) {
  auto begun = begun_.get_future();
  const auto self = shared_from_this();
  core_->begin(
      id_, "events", {{"follow", true}, {"types", json::array(types.begin(), types.end())}},
      [self](Reply reply) { self->onReply(std::move(reply)); }, [self](ipc::Notice notice) {
        self->onNotice(std::move(notice));
        return true;
      });
  auto reply = begun.get();
  if (reply.verdict != Verdict::Ok) throw ExecutionError(toResult(std::move(reply)));
}

void Following::stop() {
  if (!stopped_.exchange(true)) core_->cancel(id_);
}

/// The first says that it has begun, and nothing else.
void Following::onNotice(ipc::Notice notice) {
  if (notice.kind != ipc::Notice::Kind::Event) return;
  if (!std::exchange(hasBegun_, true)) return begun_.set_value({});
  pass(std::move(notice.value));
}

void Following::onReply(Reply reply) {
  if (!std::exchange(hasBegun_, true)) {
    if (reply.verdict == Verdict::Ok) reply = {.verdict = Verdict::Cancelled, .message = "the supervisor is ending"};
    return begun_.set_value(std::move(reply));
  }
  const bool orderly = reply.verdict == Verdict::Ok;
  pass(ownEvent("events:ended", orderly ? "info" : "error", {{"message", orderly ? "the supervisor ends" : reply.message}}));
}

void Following::pass(json::value event) {
  if (stopped_) return;
  if (waiting_ >= kMostWaiting) {
    ++dropped_;
    return;
  }
  ++waiting_;
  boost::asio::post(strand_, [self = shared_from_this(), event = std::move(event)] { self->handle(event); });
}

void Following::handle(const json::value& event) {
  if (!stopped_) handler_(event);
  if (--waiting_ > 0 || stopped_) return;
  if (const auto dropped = dropped_.exchange(0)) handler_(ownEvent("events:dropped", "warn", {{"events", dropped}}));
}

std::shared_ptr<Following> follow(const std::shared_ptr<Core>& core, EventEmitter::Handler handler,
                                  const std::vector<std::string>& types) {
  if (!handler) throw std::invalid_argument("IsoBox::followEvents: the handler is empty");
  auto following = std::make_shared<Following>(core, std::move(handler));
  following->begin(types);
  return following;
}

}  // namespace detail

EventSubscription::EventSubscription() = default;
EventSubscription::EventSubscription(std::shared_ptr<detail::Following> following) : following_(std::move(following)) {}
EventSubscription::EventSubscription(EventSubscription&&) noexcept = default;

EventSubscription::~EventSubscription() {
  stop();
}

EventSubscription& EventSubscription::operator=(EventSubscription&& other) noexcept {
  if (this == &other) return *this;
  stop();
  following_ = std::move(other.following_);
  return *this;
}

void EventSubscription::stop() {
  if (following_) following_->stop();
  following_ = nullptr;
}

}  // namespace isobox
