// Sessions that work while they should wait. Supervisor, on the event loop.
#include "supervisor/idle_watch.h"

#include "supervisor/logging.h"

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

/// True when this process has used CPU time for which there was no program; that is charged and told.
bool IdleWatch::works(const RunnerProcess& runner, const std::string& tenant, const std::string* session) {
  if (runner.state() != RunnerState::Idle) return false;
  const auto used = runner.idleCpu();
  if (used <= kTidyingUp) return false;
  // Of a session's process it is charged when that is given up.
  if (!session) accounting_.charge(tenant, used);
  log::warn("runner {}: its process works while no program runs", runner.pid());
  boost::json::object context{{"violation", "idle"},
                              {"message", session ? "the process of a session worked while no program ran"
                                                  : "a process of the tenant's worked while no program ran"},
                              {"cpu", static_cast<double>(used.count()) / 1000}};
  if (session) context["session"] = *session;
  events_.emit({.type = "security:violation", .severity = ipc::Severity::Critical, .tenant = tenant, .context = std::move(context)});
  return true;
}

void IdleWatch::look() {
  for (const auto& session : sessions_.all()) {
    if (session->inUse || !session->runner) continue;
    if (works(*session->runner, session->tenant, &session->id)) sessions_.lose(session, "its process worked while no program ran");
  }
  for (const auto& [tenant, runner] : tenantRunners_.idle())
    if (works(*runner, tenant, nullptr)) tenantRunners_.lose(runner);
}

}  // namespace isobox::supervisor
