// The supervisor as a whole. Supervisor, on the event loop.
#include "supervisor/service.h"

#include <signal.h>
#include <unistd.h>

#include "supervisor/logging.h"
#include "supervisor/privileges.h"
#include "supervisor/systemd.h"

namespace isobox::supervisor {
namespace {

// For answers that are written but not read when everything else is done.
constexpr std::chrono::seconds kFlushPatience{2};
// For programs that were cancelled, and for writing what their sessions have declared.
constexpr std::chrono::seconds kCancelPatience{2};

Result<policy::Policy> loadOptionsPolicy(const Options& options) {
  policy::Policy policy;
  if (!options.policy.empty()) {
    ISOBOX_TRY(policy, policy::loadPolicy(options.policy));
  }
  policy.jail.allowDegraded = policy.jail.allowDegraded || options.allowDegraded;
  return policy;
}

Result<std::shared_ptr<Packages>> openPackages(const policy::ModulePolicy& policy) {
  if (policy.folders.empty()) return std::shared_ptr<Packages>();
  return Packages::open(policy);
}

/// Resource limits, the arena and the slots are cut to these when zygotes are launched.
bool needsRestart(const policy::Policy& before, const policy::Policy& after) {
  const auto& old = before.ceiling;
  const auto& fresh = after.ceiling;
  return fresh.memory > old.memory || fresh.cpu > old.cpu || fresh.source > old.source || fresh.input > old.input ||
         fresh.value > old.value || after.pool.max > before.pool.max ||
         after.sessions.max > before.sessions.max || after.sessions.folder != before.sessions.folder;
}

}  // namespace

Result<Foundation> Foundation::lay(const Options& options) {
  Foundation foundation;
  ISOBOX_TRY(foundation.policy, loadOptionsPolicy(options));
  ISOBOX_TRY(auto programs, findPrograms(options.jail, options.runner));
  ISOBOX_TRY(foundation.plan, makeLaunchPlan(foundation.policy, std::move(programs)));
  auto cgroups = CgroupTree::create(foundation.policy.jail.cgroupParent);
  if (cgroups) {
    foundation.cgroups = std::move(*cgroups);
  } else if (foundation.policy.jail.allowDegraded) {
    log::warn("running without cgroups, resource limits stand in: {}", cgroups.error().describe());
    foundation.plan.missing.push_back("cgroup");
  } else {
    return cgroups.error();
  }
  ISOBOX_TRY(foundation.packages, openPackages(foundation.policy.modules));
  if (const auto& folder = foundation.policy.sessions.folder; !folder.empty()) {
    ISOBOX_TRY(auto opened, SessionFolder::open(folder));
    foundation.sessions.emplace(std::move(opened));
  }
  ISOBOX_CHECK(dropPrivileges());
  // After the rights are gone: what can be opened now can be opened again when somebody has renamed it.
  ISOBOX_TRY(foundation.audit, Audit::open(foundation.policy.audit));
  return foundation;
}

Service::Service(asio::io_context& io, const Options& options, Foundation foundation)
    : io_(io), options_(options), foundation_(std::move(foundation)), accounting_(events_, foundation_.audit.get()),
      authenticator_(events_),
      pool_(io.get_executor(), foundation_.plan, foundation_.cgroups.get(), foundation_.policy, &events_),
      executions_(io.get_executor(), pool_, foundation_.plan, foundation_.cgroups.get(), accounting_),
      router_(io.get_executor(), executions_, pool_, accounting_, events_, authenticator_),
      listener_(io, router_, foundation_.policy.clients),
      idleWatch_(io.get_executor(), executions_.sessions(), executions_.tenantRunners(), accounting_, events_), signals_(io, SIGTERM, SIGINT, SIGHUP), ending_(io.get_executor()) {
  if (foundation_.audit) auditing_ = events_.subscribe(*foundation_.audit);
  executions_.sessions().setEvents(&events_);
  accounting_.setPolicy(foundation_.policy);
  authenticator_.setPolicy(foundation_.policy);
  executions_.setPolicy(foundation_.policy);
  executions_.setPackages(foundation_.packages);
  if (foundation_.sessions)
    executions_.sessions().keepIn(std::make_unique<SessionKeeper>(io.get_executor(), *std::move(foundation_.sessions)), foundation_.policy);
}

Task<int> Service::live() {
  asio::co_spawn(io_, watchSignals(), LogEscaped{"signals"});
  if (const auto started = co_await pool_.start(); !started) {
    log::critical("the jail cannot be built: {} (`isobox doctor` tells more)", started.error().describe());
    signals_.cancel();
    co_await pool_.shutDown();
    co_return 1;
  }
  if (const auto opened = openDoor(); !opened) {
    log::critical("{}", opened.error().describe());
    signals_.cancel();
    co_await pool_.shutDown();
    co_return 1;
  }
  asio::co_spawn(io_, executions_.sessions().expire(), LogEscaped{"idle sessions"});
  asio::co_spawn(io_, executions_.tenantRunners().expire(), LogEscaped{"idle runners of tenants"});
  asio::co_spawn(io_, idleWatch_.watch(), LogEscaped{"working sessions"});
  events_.emit({.type = "supervisor:started",
                .severity = ipc::Severity::Info,
                .tenant = {},
                .context = {{"version", ISOBOX_VERSION}, {"pid", ::getpid()}}});
  notifySystemd("READY=1");
  while (terminations_ == 0) co_await ending_.wait();
  co_await drain();
  co_return 0;
}

Result<> Service::openDoor() {
  if (options_.privateFd >= 0) {
    listener_.adopt(UniqueFd(options_.privateFd), [this] {
      ++terminations_;
      ending_.notify();
    });
    return {};
  }
  ISOBOX_TRY(auto socket, activatedSocket());
  if (!socket.valid()) {
    ISOBOX_TRY(socket, listenOn(options_.socket, options_.mode));
    boundPath_ = options_.socket;
  }
  log::info("serving {}", boundPath_.empty() ? "the activated socket" : boundPath_);
  listener_.listen(std::move(socket));
  return {};
}

Task<> Service::watchSignals() {
  for (;;) {
    boost::system::error_code error;
    const int signal = co_await signals_.async_wait(quietly(error));
    if (error) co_return;
    if (signal == SIGHUP) {
      reload();
    } else {
      ++terminations_;
      ending_.notify();
      executions_.refuseNew();
      // A second signal: no more patience with what runs.
      if (terminations_ > 1) executions_.cancelAll();
    }
  }
}

void Service::reload() {
  notifySystemd("RELOADING=1");
  const auto taken = takePolicy();
  if (taken) log::info("policy re-read");
  else log::error("the policy stays as it was: {}", taken.error().describe());
  // The file so far may have been renamed: it is opened anew whatever the policy is like.
  if (!taken)
    if (const auto reopened = reopenAudit(executions_.policy().audit); !reopened) log::critical("{}", reopened.error().describe());
  if (taken) {
    events_.emit({.type = "policy:reloaded", .severity = ipc::Severity::Info, .tenant = {}, .context = {}});
  } else {
    events_.emit({.type = "policy:refused",
                  .severity = ipc::Severity::Error,
                  .tenant = {},
                  .context = {{"error", taken.error().describe()}}});
  }
  notifySystemd("READY=1");
}

/// The policy as it is on disk now, everywhere. Error: nothing has changed.
Result<> Service::takePolicy() {
  ISOBOX_TRY(const auto fresh, loadOptionsPolicy(options_));
  if (needsRestart(foundation_.policy, fresh))
    return Error("take the policy", 0,
                 "ceilings (but wall and console), pool.max and sessions.max can only be raised, and sessions.folder only be changed, by a restart");
  ISOBOX_TRY(auto packages, openPackages(fresh.modules));
  ISOBOX_CHECK(reopenAudit(fresh.audit));
  accounting_.setPolicy(fresh);
  authenticator_.setPolicy(fresh);
  executions_.setPolicy(fresh);
  executions_.setPackages(std::move(packages));
  pool_.packagesChanged();
  listener_.setPolicy(fresh.clients);
  listener_.endRevoked();
  pool_.reconfigure(fresh);
  return {};
}

Result<> Service::reopenAudit(const policy::AuditPolicy& policy) {
  if (policy.file.empty()) {
    auditing_ = {};
    accounting_.setAudit(nullptr);
    foundation_.audit = nullptr;
  } else if (foundation_.audit) {
    return foundation_.audit->reopen(policy.file);
  } else {
    ISOBOX_TRY(foundation_.audit, Audit::open(policy));
    auditing_ = events_.subscribe(*foundation_.audit);
    accounting_.setAudit(foundation_.audit.get());
  }
  return {};
}

/// Finishes what runs within the grace time, then ends everything and leaves nothing behind.
Task<> Service::drain() {
  notifySystemd("STOPPING=1");
  executions_.refuseNew();
  listener_.stop();
  if (!boundPath_.empty()) ::unlink(boundPath_.c_str());
  log::info("ending; {} running", executions_.inFlight());
  events_.emit({.type = "supervisor:stopping",
                .severity = ipc::Severity::Info,
                .tenant = {},
                .context = {{"running", executions_.inFlight()}}});
  co_await executions_.idle(Clock::now() + executions_.policy().drainGrace);
  executions_.cancelAll();
  co_await executions_.idle(Clock::now() + kCancelPatience);
  // Ends what cannot be cancelled, too, such as reading a state.
  executions_.sessions().closeAll("the supervisor is shutting down");
  executions_.sessions().stop();
  executions_.tenantRunners().stop();
  co_await executions_.idle(Clock::time_point::max());
  idleWatch_.stop();
  events_.close();
  co_await listener_.drain(Clock::now() + kFlushPatience);
  co_await pool_.shutDown();
  signals_.cancel();
}

}  // namespace isobox::supervisor
