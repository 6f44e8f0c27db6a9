// One execution from a parsed request to its report. Supervisor, on the event loop.
#include "supervisor/executions.h"

#include <sched.h>
#include <sys/resource.h>

#include <cerrno>

#include "ipc/json.h"
#include "supervisor/logging.h"

namespace isobox::supervisor {
namespace {

// Of all programs with their input, waiting or running, in bytes.
constexpr std::size_t kMaxHeld = 1ull << 30;

ipc::RunOrder makeOrder(ipc::RunRequest& request, const policy::Limits& limits) {
  if (!request.texts) ipc::writeTexts(request);
  auto& texts = *request.texts;
  return {.wall = limits.wall,
          .cpu = limits.cpu,
          .heap = limits.memory,
          .console = limits.console,
          .value = limits.value,
          .valueDepth = limits.valueDepth,
          .language = request.language,
          .task = request.stream ? ipc::Task::Stream : request.task,
          .session = request.session.has_value(),
          .filename = std::move(request.filename),
          .source = std::move(request.code),
          .context = std::move(texts.context),
          .globals = std::move(texts.globals),
          .env = std::move(texts.env),
          .files = std::move(texts.files),
          .functions = std::move(request.functions),
          .modules = {.packages = false, .whitelist = std::move(request.whitelist), .mocks = std::move(request.mocks)},
          .standardInput = std::move(request.input),
          .arguments = std::move(request.arguments),
          .fuel = limits.fuel,
          .deterministic = request.deterministic,
          .discard = request.discard,
          .trace = request.trace};
}

/// What the limit on source text counts.
std::size_t sourceSize(const ipc::RunOrder& order) {
  std::size_t size = order.source.size();
  for (const auto& [path, text] : order.files) size += path.size() + text.size();
  for (const auto& mock : order.modules.mocks) size += mock.name.size() + mock.text.size();
  return size;
}

/// What the limit on input counts.
std::size_t inputSize(const ipc::RunOrder& order) {
  std::size_t size = order.context.size() + order.globals.size() + order.env.size() + order.standardInput.size();
  for (const auto& argument : order.arguments) size += argument.size() + 1;
  return size;
}

/// A limit by the name that the client gave it.
Error underParams(const Error& error) {
  return Error{"params." + (error.operation == "wall" ? "timeout" : error.operation), error.code, error.detail};
}

ipc::RpcError invalid(const Error& error) {
  return {ipc::RpcCode::InvalidParams, error.operation + (error.detail.empty() ? "" : ": " + error.detail)};
}

/// What the runner says about its end goes into the sentence only where it is the program's own matter.
std::string sentence(const Decision& decision, const std::optional<ipc::ScriptError>& error) {
  if (!error || error->message.empty()) return decision.message;
  const bool explained = decision.verdict == Verdict::Error || decision.verdict == Verdict::SyntaxError ||
                         decision.verdict == Verdict::InvalidRequest;
  return explained ? decision.message + ": " + error->message : decision.message;
}

ipc::ExecutionReport makeReport(RunRecord record, Microseconds queued) {
  const Decision decision = decide(record.evidence);
  ipc::ExecutionReport report;
  report.verdict = decision.verdict;
  report.message = sentence(decision, record.error);
  if (decision.verdict == Verdict::Ok) {
    report.valueJson = std::move(record.valueJson);
    report.type = record.type;
  }
  report.duration = record.evidence.elapsed;
  report.cpu = record.evidence.cpu;
  report.queued = queued;
  report.memory = record.memory;
  report.memorySource = record.memorySource;
  // An error text belongs to a verdict that the runner's claim decided; beside any other it would only mislead.
  if (record.evidence.claim && decision.verdict != Verdict::ProtocolViolation) report.error = std::move(record.error);
  if (decision.verdict == Verdict::Violation) report.violation = std::move(record.evidence.violation);
  if (record.evidence.claim && decision.verdict != Verdict::ProtocolViolation) report.steps = record.evidence.steps;
  report.console = std::move(record.console);
  report.denied = std::move(record.denied);
  return report;
}

ipc::RpcError explainNoRunner(const Ticket& ticket) {
  if (ticket.refusal) return *ticket.refusal;
  if (ticket.failure) return {ipc::RpcCode::InternalError, "no runner could be started: " + ticket.failure->describe()};
  return {ipc::RpcCode::Cancelled, "the request was cancelled"};
}

}  // namespace

Result<policy::Limits> Executions::limitsFor(const ipc::RunRequest& request, const policy::Limits& defaults,
                                             const std::string& tenant) const {
  const policy::Limits ceiling = policy::ceilingOf(policy_, tenant);
  // What was chosen before the ceiling was lowered comes down with it; only wishes are refused.
  policy::Limits limits = policy::smaller(defaults, ceiling);
  if (request.timeout) limits.wall = *request.timeout;
  // Whoever asks for more time without a word about CPU time means that too.
  limits.cpu = request.cpu ? *request.cpu : std::min(ceiling.cpu, std::max(limits.cpu, limits.wall));
  if (request.memory) limits.memory = *request.memory;
  if (request.console) limits.console = *request.console;
  if (request.value) limits.value = *request.value;
  if (request.valueDepth) limits.valueDepth = *request.valueDepth;
  if (request.fuel) limits.fuel = *request.fuel;
  if (limits.fuel == 0) limits.fuel = ceiling.fuel;
  if (const auto within = policy::checkWithin(limits, ceiling); !within) return underParams(within.error());
  return limits;
}

Result<> Executions::checkSizes(const ipc::RunOrder& order, const policy::Limits& limits) const {
  if (const std::size_t size = sourceSize(order); size > limits.source.count)
    return Error{order.files.empty() ? "params.code" : "params.code and files", 0,
                 (order.files.empty() ? "it has " : "together ") + std::to_string(size) + " bytes, allowed are " +
                     std::to_string(limits.source.count)};
  const auto input = inputSize(order);
  if (input > limits.input.count)
    return Error{"params.context, globals, env, stdin and args", 0,
                 "together " + std::to_string(input) + " bytes, allowed are " + std::to_string(limits.input.count)};
  return {};
}

Task<Sessions::Opened> Executions::openSession(std::string tenant, ipc::SessionRequest request) {
  if (refusing_) co_return ipc::RpcError{ipc::RpcCode::Overloaded, "the supervisor is shutting down"};
  ipc::RunRequest defaults;
  defaults.timeout = request.timeout;
  defaults.cpu = request.cpu;
  defaults.memory = request.memory;
  const auto limits = limitsFor(defaults, policy::defaultsOf(policy_, tenant), tenant);
  if (!limits) co_return invalid(limits.error());
  co_return co_await sessions_.open(std::move(tenant), std::move(request), *limits);
}

namespace {

/// Programs with packages find them loaded in processes of their own (templates.h).
bool reuses(const ipc::RunRequest& request) { return request.reuse && request.whitelist.empty(); }

}  // namespace

Task<Executions::Outcome> Executions::execute(ipc::RunRequest request, std::shared_ptr<Conversation> conversation) {
  auto outcome = co_await runUnlessRefused(std::move(request), conversation);
  if (const auto* error = std::get_if<ipc::RpcError>(&outcome)) accounting_.refused(conversation->tenant(), *error);
  co_return outcome;
}

Task<Executions::Outcome> Executions::runUnlessRefused(ipc::RunRequest request, std::shared_ptr<Conversation> conversation) {
  if (refusing_) co_return ipc::RpcError{ipc::RpcCode::Overloaded, "the supervisor is shutting down"};
  if (auto refused = accounting_.refusal(conversation->tenant())) co_return std::move(*refused);
  const auto& tenant = conversation->tenant();
  const bool room = reuses(request) ? tenantRunners_.roomForOneMore(tenant) : pool_.roomForOneMore(tenant);
  if (!room)
    co_return ipc::RpcError{ipc::RpcCode::Overloaded, "too many programs are waiting for a runner", retryAfter()};
  inFlight_.insert(conversation);
  auto outcome = co_await runAdmitted(std::move(request), conversation);
  conversation->onCancel(nullptr);
  inFlight_.erase(conversation);
  changed_.notify();
  co_return outcome;
}

Task<Executions::Outcome> Executions::runAdmitted(ipc::RunRequest request, std::shared_ptr<Conversation> conversation) {
  std::shared_ptr<Session> session;
  if (request.session) {
    session = sessions_.find(conversation->tenant(), *request.session);
    if (!session)
      co_return ipc::RpcError{ipc::RpcCode::NotFound, "there is no session " + ipc::writeJson(boost::json::value(*request.session))};
  }
  const auto& tenant = conversation->tenant();
  const auto limits = limitsFor(request, session ? session->limits : policy::defaultsOf(policy_, tenant), tenant);
  if (!limits) co_return invalid(limits.error());
  if (session && limits->memory > session->limits.memory)
    co_return invalid(Error{"params.memory", 0, std::to_string(limits->memory.count) + " bytes are more than the session has, " +
                                                    std::to_string(session->limits.memory.count)});
  if (limits->calls == 0 && !request.functions.empty())
    co_return invalid(Error{"params.functions", 0, "the policy allows no calls of a client's functions"});
  if (request.reuse && session) co_return invalid(Error{"params.reuse", 0, "a session has a process of its own"});
  if (request.reuse && !tenantRunners_.allowed())
    co_return invalid(Error{"params.reuse", 0, "the policy gives each program a process of its own (reuse.processes)"});
  const bool wantsIsolation = request.isolation;
  Place place{.reuse = reuses(request)};
  ipc::RunOrder order = makeOrder(request, *limits);
  if (const auto fits = checkSizes(order, *limits); !fits) co_return invalid(fits.error());
  auto packages = openPackages(order, *conversation);
  if (!packages) co_return invalid(packages.error());
  order.credit = conversation->takeFirstCredit();
  // A session's memory is the session's, whatever runs in it.
  ipc::RpcError overQuota;
  auto memory = session ? std::optional(Quotas::Hold())
                        : accounting_.hold(tenant, limits->memory, Clock::now() + usualDuration_, overQuota);
  if (!memory) co_return overQuota;

  const std::size_t size = sourceSize(order) + inputSize(order);
  if (held_ + size > kMaxHeld) co_return ipc::RpcError{ipc::RpcCode::Overloaded, "the programs that wait take too much memory"};
  held_ += size;
  std::optional<Outcome> outcome;
  if (session) outcome = co_await runInSession(order, *limits, session, conversation);
  else outcome = co_await runOnce(order, *limits, conversation, std::move(*packages), place);
  held_ -= size;
  auto* report = std::get_if<ipc::ExecutionReport>(&*outcome);
  if (report && wantsIsolation) {
    report->isolation = isolation();
    if (session) report->isolation->layers.front().second = "one per session, kept for its programs, destroyed at its end";
    if (place.program > 0)
      report->isolation->layers.front().second = "its tenant's, memory put back to its first state after each program; program " +
                                                 std::to_string(place.program) + " of it";
  }
  if (report && report->timings) {
    conversation->laps.ended(&ipc::Timings::finish);
    report->timings->finish = conversation->laps.times().finish;
  }
  co_return *std::move(outcome);
}

/// A program with a whitelist may ask for files of the packages that it opens.
Result<ZygoteHost::FileReader> Executions::openPackages(ipc::RunOrder& order, Conversation& conversation) {
  if (order.modules.whitelist.empty()) return ZygoteHost::FileReader();
  if (const auto rules = policy::ModuleRules::parse(order.modules.whitelist); !rules)
    return Error{"params.whitelist", 0, rules.error().detail};
  if (!packages_) return ZygoteHost::FileReader();
  ISOBOX_TRY(auto set, packages_->openedBy(order.modules.whitelist));
  order.modules.packages = true;
  ZygoteHost::FileReader reader = [packages = packages_, set = std::move(set)](std::string_view path) { return packages->read(path, *set); };
  conversation.readModulesWith(reader);
  return reader;
}

namespace {

/// Packages that were loaded before the program are what it would load: it brings nothing that could stand in their place.
bool takesLoadedPackages(const ipc::RunOrder& order) {
  return order.modules.packages && order.modules.mocks.empty() &&
         std::none_of(order.files.begin(), order.files.end(), [](const auto& file) { return file.first.find("node_modules") != std::string::npos; });
}

}  // namespace

Task<std::shared_ptr<RunnerProcess>> Executions::acquire(const ipc::RunOrder& order, std::shared_ptr<Ticket> ticket,
                                                         ZygoteHost::FileReader packages, bool reuse) {
  std::shared_ptr<RunnerProcess> runner;
  if (reuse) {
    runner = co_await tenantRunners_.acquire(ticket);
    co_return runner;
  }
  if (takesLoadedPackages(order) && !ticket->givenUp)
    runner = pool_.acquireLoaded(order.modules.whitelist, ticket->tenant, std::move(packages));
  if (!runner) runner = co_await pool_.acquire(ticket);
  co_return runner;
}

Task<Executions::Outcome> Executions::runOnce(const ipc::RunOrder& order, const policy::Limits& limits,
                                              std::shared_ptr<Conversation> conversation, ZygoteHost::FileReader packages,
                                              Place& place) {
  const auto asked = Clock::now();
  conversation->laps.ended(&ipc::Timings::parse, asked);
  const auto ticket = std::make_shared<Ticket>(executor_, conversation->tenant());
  conversation->onCancel([ticket] { ticket->giveUp(); });
  if (conversation->cancelled()) ticket->giveUp();
  auto runner = co_await acquire(order, ticket, std::move(packages), place.reuse);
  if (!runner) co_return explainNoRunner(*ticket);
  // Asked again: those that were admitted together may have used up in the meantime what there was.
  if (auto refused = accounting_.refusal(conversation->tenant())) {
    tenantRunners_.discard(runner);
    co_return std::move(*refused);
  }
  const auto queued = std::chrono::duration_cast<Microseconds>(Clock::now() - asked);
  conversation->laps.ended(&ipc::Timings::queue);
  if (runner->slot().cgroup) {
    auto set = runner->slot().cgroup->limitMemory(policy::hardMemoryLimit(limits));
    if (!set && !runner->fresh()) {
      // What programs before it have touched is more than this one may have.
      tenantRunners_.discard(runner);
      const auto another = std::make_shared<Ticket>(executor_, conversation->tenant());
      conversation->onCancel([another] { another->giveUp(); });
      runner = co_await pool_.acquire(another);
      if (!runner) co_return explainNoRunner(*another);
      set = runner->slot().cgroup->limitMemory(policy::hardMemoryLimit(limits));
    }
    if (!set) {
      tenantRunners_.discard(runner);
      co_return ipc::RpcError{ipc::RpcCode::InternalError, set.error().describe()};
    }
  }
  auto report = co_await converse(runner, order, limits, conversation, queued);
  if (runner->putsBack()) place.program = runner->programs();
  // Behind the answer, which leaves in this very turn of the loop: ending a process and making the next one take processors
  // that the client needs. The runners are there then: they end when the loop has run dry.
  wakes_.call([&runners = tenantRunners_, runner, verdict = report.verdict]() mutable { runners.release(std::move(runner), verdict); });
  co_return report;
}

Task<Executions::Outcome> Executions::runInSession(const ipc::RunOrder& order, const policy::Limits& limits,
                                                   std::shared_ptr<Session> session,
                                                   std::shared_ptr<Conversation> conversation) {
  const auto asked = Clock::now();
  conversation->laps.ended(&ipc::Timings::parse, asked);
  const auto ticket = std::make_shared<Ticket>(executor_, conversation->tenant());
  ticket->lasting = true;
  conversation->onCancel([ticket, session] {
    ticket->giveUp();
    session->changed.notify();
  });
  if (conversation->cancelled()) ticket->giveUp();
  const auto runner = co_await sessions_.enter(session, ticket);
  if (!runner && session->ended)
    co_return ipc::RpcError{ipc::RpcCode::NotFound, "the session has ended: " + *session->ended};
  if (!runner) co_return explainNoRunner(*ticket);
  if (auto refused = accounting_.refusal(conversation->tenant())) {
    sessions_.leave(session, Verdict::Overloaded);
    co_return std::move(*refused);
  }
  const auto queued = std::chrono::duration_cast<Microseconds>(Clock::now() - asked);
  conversation->laps.ended(&ipc::Timings::queue);
  if (runner->slot().cgroup && runner->fresh()) {
    if (const auto set = runner->slot().cgroup->limitMemory(policy::hardMemoryLimit(session->limits)); !set) {
      sessions_.lose(session, set.error().describe());
      sessions_.leave(session, Verdict::InternalError);
      co_return ipc::RpcError{ipc::RpcCode::InternalError, set.error().describe()};
    }
  }
  const bool rebuilt = session->durable && runner->fresh() && session->hasState;
  if (rebuilt) {
    if (const auto recalled = co_await recall(session, runner); !recalled) {
      sessions_.forget(session);
      sessions_.leave(session, Verdict::InternalError);
      co_return ipc::RpcError{ipc::RpcCode::InternalError, "the session could not be brought back: " + recalled.error().describe()};
    }
  }
  auto report = co_await converse(runner, order, limits, conversation, queued);
  report.rebuilt = rebuilt;
  conversation->onCancel(nullptr);
  // Who has lied is not asked for its state.
  if (session->durable && runner->state() == RunnerState::Idle && report.verdict != Verdict::ProtocolViolation) {
    auto kept = co_await keep(session, runner);
    if (kept) report.unsaved = std::move(*kept);
    if (!kept) {
      // What is not on disk has not happened: the next program finds what was written last.
      sessions_.forget(session);
      sessions_.leave(session, Verdict::InternalError);
      co_return ipc::RpcError{ipc::RpcCode::InternalError, "the program has run, but its session could not be kept and goes back to what it was: " +
                                                               kept.error().describe()};
    }
  }
  sessions_.leave(session, report.verdict);
  co_return report;
}

namespace {

ipc::RunOrder stateOrder(ipc::Task task, const policy::Limits& limits, std::string context = {}) {
  return {.wall = limits.wall,
          .cpu = limits.cpu,
          .heap = limits.memory,
          .console = limits.console,
          .value = limits.value,
          .valueDepth = limits.valueDepth,
          .task = task,
          .session = true,
          .filename = "state",
          .context = std::move(context)};
}

/// Steps are counted of programs.
policy::Limits withoutFuel(policy::Limits limits) {
  limits.fuel = 0;
  return limits;
}

Result<> succeeded(const RunRecord& record) {
  const auto decision = decide(record.evidence);
  if (decision.verdict == Verdict::Ok) return {};
  return Error{std::string(verdictName(decision.verdict)), 0, sentence(decision, record.error)};
}

}  // namespace

/// What the session's programs have declared, from the disk into a fresh runner.
Task<Result<>> Executions::recall(std::shared_ptr<Session> session, std::shared_ptr<RunnerProcess> runner) {
  auto state = co_await sessions_.recall(session);
  if (!state) co_return state.error();
  if (state->empty()) co_return Result<>();
  // The disk was waited for.
  if (session->ended || session->runner != runner) co_return Error{"bring the session back", ECANCELED, session->ended.value_or("its process is gone")};
  const auto limits = withoutFuel(session->limits);
  const auto order = stateOrder(ipc::Task::RestoreState, limits, std::move(*state));
  const auto record = co_await runner->run(order, limits);
  accounting_.charge(session->tenant, record.evidence.cpu + record.idleCpu);
  co_return succeeded(record);
}

/// And from the runner onto the disk. The names that could not be kept, as a JSON array.
Task<Result<std::string>> Executions::keep(std::shared_ptr<Session> session, std::shared_ptr<RunnerProcess> runner) {
  const auto limits = withoutFuel(session->limits);
  const auto order = stateOrder(ipc::Task::GetState, limits);
  co_await sessions_.reserve(limits.value);
  auto kept = co_await keepReserved(session, runner, order, limits);
  sessions_.giveBack(limits.value);
  co_return kept;
}

/// With room for the state.
Task<Result<std::string>> Executions::keepReserved(std::shared_ptr<Session> session, std::shared_ptr<RunnerProcess> runner,
                                                   const ipc::RunOrder& order, const policy::Limits& limits) {
  auto record = co_await runner->run(order, limits);
  accounting_.charge(session->tenant, record.evidence.cpu + record.idleCpu);
  if (const auto read = succeeded(record); !read) co_return read.error();
  // Whatever it is, it is no state, and must not take the place of one.
  if (!isSessionState(*record.valueJson)) co_return Error{"read the session's state", EPROTO, "its process gave something else"};
  auto names = namesLeftOut(*record.valueJson);
  const auto kept = co_await sessions_.keep(session, *std::move(record.valueJson));
  if (!kept) co_return kept.error();
  co_return names;
}

/// When a place in the queue may be free: about when the first of those that run now has ended.
Milliseconds Executions::retryAfter() const {
  const auto usual = std::chrono::ceil<Milliseconds>(usualDuration_) / std::max<std::uint32_t>(policy_.pool.max, 1);
  return std::clamp<Milliseconds>(usual, Milliseconds(1), policy_.defaults.wall);
}

/// One program with a runner that is there.
Task<ipc::ExecutionReport> Executions::converse(std::shared_ptr<RunnerProcess> runner, const ipc::RunOrder& order,
                                                const policy::Limits& limits, std::shared_ptr<Conversation> conversation,
                                                Microseconds queued) {
  conversation->onCancel([runner] { runner->cancel(); });
  conversation->attach(runner, limits.input);
  conversation->tellCpuTo([this, &tenant = conversation->tenant()](Microseconds before, Microseconds used) { accounting_.uses(tenant, before, used); });
  auto& laps = conversation->laps;
  const bool warm = runner->idleSince() <= laps.begin();
  laps.ended(&ipc::Timings::prepare);
  const auto turn = accounting_.aboveShare(conversation->tenant()) ? FirstTurn::Yielding : FirstTurn::Beside;
  auto record = co_await runner->run(order, limits, conversation.get(), turn);
  laps.passed(&ipc::Timings::send, record.send);
  laps.passed(&ipc::Timings::run, record.run);
  conversation->detach();
  const auto idleCpu = record.idleCpu;
  auto claimed = record.claimedTimes;
  auto report = makeReport(std::move(record), queued);
  if (report.verdict == Verdict::ProtocolViolation) claimed.reset();
  if (order.trace) {
    report.timings = laps.times();
    report.timings->warm = warm;
    report.timings->start = runner->startTimes();
    report.timings->claimed = claimed;
  }
  accounting_.ended(conversation->tenant(), order, report, conversation->cpuTold(), idleCpu);
  usualDuration_ += (report.duration - usualDuration_) / 16;
  if (report.verdict == Verdict::Violation || report.verdict == Verdict::ProtocolViolation)
    log::warn("runner {}: {}: {}", runner->pid(), verdictName(report.verdict), report.message);
  co_return report;
}

Task<> Executions::idle(Clock::time_point deadline) {
  while (!inFlight_.empty() && Clock::now() < deadline) co_await changed_.waitUntil(deadline);
}

void Executions::cancelAll() {
  const auto all = inFlight_;
  for (const auto& each : all) each->cancel();
}

ipc::IsolationReport Executions::isolation() const {
  constexpr const char* kOwn = "its own, compared with the host's by the launcher";
  ipc::IsolationReport report;
  report.layers = {{"process", "one per program, destroyed afterwards"}, {"user_namespace", kOwn}};
  const std::pair<std::uint64_t, const char*> kNamespaces[] = {
      {CLONE_NEWNS, "mount_namespace"}, {CLONE_NEWNET, "network_namespace"}, {CLONE_NEWIPC, "ipc_namespace"},
      {CLONE_NEWUTS, "uts_namespace"}, {CLONE_NEWCGROUP, "cgroup_namespace"}, {CLONE_NEWTIME, "time_namespace"}};
  for (const auto& [flag, name] : kNamespaces)
    if (plan_.namespaces & flag) report.layers.emplace_back(name, kOwn);
  report.layers.emplace_back("pid_namespace", "its own below the zygote's, read from /proc/PID/status");
  report.layers.emplace_back("root", "empty and read-only, read back by the launcher");
  report.layers.emplace_back("user", plan_.idMode == "range" ? "its own in the slot, read from /proc/PID/status"
                                                             : "the supervisor's own in a user namespace (no id range)");
  report.layers.emplace_back("capabilities", "none in any set, read from /proc/PID/status");
  report.layers.emplace_back("no_new_privileges", "set, read from /proc/PID/status");
  report.layers.emplace_back("seccomp", "allow-list with a listener, mode 2 read from /proc/PID/status, nothing left to set up with");
  report.layers.emplace_back("descriptors", "one, counted or probed from outside");
  report.layers.emplace_back("resource_limits", "set and read back in the runner and in its zygote");
  if (cgroups_) report.layers.emplace_back("cgroup", cgroups_->describe());
  report.missing = plan_.missing;
  if (const auto* zygote = pool_.zygote()) {
    for (const auto& fact : zygote->facts()) {
      // What a zygote may lack it lacks only under --allow-degraded: see runner/lockdown.h.
      if (fact.second == "absent") report.missing.push_back(fact.first);
      else report.layers.push_back(fact);
    }
  }
  report.filterDigest = plan_.filterDigest;
  return report;
}

}  // namespace isobox::supervisor
