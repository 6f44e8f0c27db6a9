// Coroutines that may go on. Supervisor, on the event loop.
#include "supervisor/wake_queue.h"

namespace isobox::supervisor {
namespace {

// Then the loop looks at its descriptors and timers, however many more wake each other.
constexpr int kAtOnce = 256;

}  // namespace

WakeQueue& WakeQueue::of(const asio::any_io_executor& executor) {
  return asio::use_service<WakeQueue>(asio::query(executor, asio::execution::context));
}

WakeQueue::Gathering::~Gathering() {
  --queue_.gathering_;
  if (!queue_.running_ && !queue_.queue_.empty()) queue_.runSoon();
}

void WakeQueue::add(Entry entry) {
  queue_.push_back(std::move(entry));
  if (!running_ && gathering_ == 0) runSoon();
}

void WakeQueue::runSoon() {
  if (std::exchange(soon_, true)) return;
  asio::post(static_cast<asio::io_context&>(context()), [this] {
    soon_ = false;
    run();
  });
}

void WakeQueue::run() {
  // Whoever is resumed from here and wakes others finds this very loop going on with them.
  if (std::exchange(running_, true)) return;
  struct End {
    WakeQueue& queue;
    ~End() {
      queue.running_ = false;
      if (!queue.queue_.empty()) queue.runSoon();
    }
  } end{*this};
  for (int i = 0; i < kAtOnce && !queue_.empty(); ++i) {
    auto next = std::move(queue_.front());
    queue_.pop_front();
    std::visit([](auto& resume) { std::move(resume)(); }, next);
  }
}

}  // namespace isobox::supervisor
