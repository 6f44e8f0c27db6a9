// class Stream: from the reader's calls to the conversation. Runs in the user's process.
#include "isobox/stream.h"

#include "ipc/client/conversation.h"

namespace isobox {

Stream::Stream(std::shared_ptr<detail::Conversation> conversation) : conversation_(std::move(conversation)) {}
Stream::Stream(Stream&&) noexcept = default;

Stream& Stream::operator=(Stream&& other) noexcept {
  if (conversation_ && this != &other && !conversation_->ended()) conversation_->cancel();
  conversation_ = std::move(other.conversation_);
  return *this;
}

Stream::~Stream() {
  if (conversation_ && !conversation_->ended()) conversation_->cancel();
}

std::optional<boost::json::value> Stream::next() {
  const bool before = conversation_->ended();
  auto value = conversation_->next();
  if (!value && !before && !conversation_->result().ok()) throw ExecutionError(conversation_->result());
  return value;
}

void Stream::startNext(Then then) {
  const bool before = conversation_->ended();
  conversation_->asyncNext([conversation = conversation_, before, then = std::move(then)](detail::Conversation::Taken value) {
    std::exception_ptr error;
    if (!value && !before && !conversation->result().ok()) error = std::make_exception_ptr(ExecutionError(conversation->result()));
    then(error, std::move(value));
  });
}

void Stream::stop() {
  conversation_->stop();
}

const ExecutionResult& Stream::result() const {
  return conversation_->result();
}

BufferStats Stream::getStats() const {
  return conversation_->stats();
}

}  // namespace isobox
