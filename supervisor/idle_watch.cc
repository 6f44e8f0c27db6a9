// Sessions that work while they should wait. Supervisor, on the event loop.
#include "supervisor/idle_watch.h"

#include <spdlog/spdlog.h>

namespace isobox::supervisor {
namespace {

constexpr std::chrono::seconds kPause{2};
// What an honest process may use after its program has ended, for tidying up.
constexpr Microseconds kTidyingUp{200'000};

}  // namespace

Task<> IdleWatch::watch() {
  while (!stopped_) {
    co_await changed_.waitUntil(Clock::now() + kPause);
    if (!stopped_) look();
  }
}

void IdleWatch::stop() {
  stopped_ = true;
  changed_.notify();
}

void IdleWatch::look() {
  for (const auto& session : sessions_.all()) {
    if (session->inUse || !session->runner || session->runner->state() != RunnerState::Idle) continue;
    const auto used = session->runner->idleCpu();
    if (used <= kTidyingUp) continue;
    accounting_.charge(session->tenant, used);
    spdlog::warn("runner {}: its process works while no program runs", session->runner->pid());
    events_.emit({.type = "security:violation",
                  .severity = ipc::Severity::Critical,
                  .tenant = session->tenant,
                  .context = {{"violation", "idle"},
                              {"session", session->id},
                              {"message", "the process of a session worked while no program ran"},
                              {"cpu", static_cast<double>(used.count()) / 1000}}});
    sessions_.lose(session, "its process worked while no program ran");
  }
}

}  // namespace isobox::supervisor
