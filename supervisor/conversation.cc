// One request while it is under way. Supervisor, on the event loop. Items and arguments are a runner's bytes: validated,
// passed on, never parsed.
#include "supervisor/conversation.h"

#include <algorithm>
#include <limits>

namespace isobox::supervisor {
namespace {

// What may be on the way between a runner and its reader: so many bytes of items, or one item if it is larger.
constexpr std::uint64_t kOnTheWay = 256 * 1024;
constexpr std::uint32_t kFirstItems = 16, kMostItems = 4096;
// A client with so many bytes unread gets no more of a stream for now.
constexpr std::size_t kBehind = 1024 * 1024;

}  // namespace

std::uint32_t Conversation::takeFirstCredit() {
  const auto first = std::min(credit_, kFirstItems);
  credit_ -= first;
  return first;
}

void Conversation::attach(std::shared_ptr<RunnerProcess> runner, Bytes largestAnswer) {
  runner_ = std::move(runner);
  largestAnswer_ = largestAnswer;
}

void Conversation::detach() {
  runner_ = nullptr;
  cpuListener_ = nullptr;
  started_ = callOpen_ = false;
}

/// What the caller has said in the meantime.
void Conversation::onStart() {
  started_ = true;
  if (cancelled()) return runner_->cancel();
  if (stopped_) return runner_->stopStream();
  pump();
}

void Conversation::addCredit(std::uint32_t items) {
  credit_ = items > std::numeric_limits<std::uint32_t>::max() - credit_ ? std::numeric_limits<std::uint32_t>::max() : credit_ + items;
  pump();
}

void Conversation::stop() {
  stopped_ = true;
  if (started_) runner_->stopStream();
}

bool Conversation::reply(std::uint64_t call, std::string answer) {
  if (!started_ || !callOpen_ || call != calls_) return false;
  callOpen_ = false;
  if (answer.size() > largestAnswer_.count)
    answer = R"({"error":{"name":"RangeError","message":"the host's answer is larger than allowed"}})";
  return runner_->answer(answer);
}

void Conversation::onCpu(Microseconds used) {
  if (cpuListener_) cpuListener_(std::exchange(cpuTold_, used), used);
}

bool Conversation::behind() { return stream_ && !stopped_ && caller_.unread() > kBehind; }

void Conversation::pump() {
  if (!started_ || !stream_ || behind()) return;
  runner_->readerMoved();
  if (stopped_ || credit_ == 0) return;
  const std::uint64_t average = items_ == 0 ? kOnTheWay / kFirstItems : itemBytes_ / items_ + 1;
  const auto window = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(kOnTheWay / average, 1, kMostItems));
  if (runner_->credit() > window / 2) return;
  const auto items = std::min(credit_, window - runner_->credit());
  credit_ -= items;
  runner_->grant(items);
}

void Conversation::onItem(ipc::ValueType type, std::string json) {
  ++items_;
  itemBytes_ += json.size();
  caller_.send(ipc::encodeItemNotice(id_, type, json));
  pump();
}

bool Conversation::onConsole(ipc::ConsoleLevel level, std::string_view text) {
  if (!live_) return false;
  caller_.send(ipc::encodeConsoleNotice(id_, level, text));
  return true;
}

std::optional<std::string> Conversation::onModuleFile(std::string_view path) {
  return readModule_ ? readModule_(path) : std::nullopt;
}

void Conversation::onCall(std::string_view function, std::string_view arguments) {
  callOpen_ = true;
  caller_.send(ipc::encodeCallNotice(id_, ++calls_, function, arguments));
}

}  // namespace isobox::supervisor
