// What executions pass and leave behind. Supervisor, on the event loop.
#include "supervisor/accounting.h"

#include <cstdio>

namespace isobox::supervisor {
namespace {

namespace json = boost::json;

/// They have 64 bits, which not every reader of JSON keeps.
json::array hexadecimal(const std::vector<std::uint64_t>& numbers) {
  json::array texts;
  for (const auto number : numbers) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
    texts.push_back(json::value(text));
  }
  return texts;
}

bool isProgram(ipc::Task task) { return task == ipc::Task::Program || task == ipc::Task::Stream; }

}  // namespace

void Accounting::setPolicy(const policy::Policy& policy) {
  policy_ = policy;
  quotas_.setPolicy(policy);
  shares_.setPolicy(policy);
}

void Accounting::charge(const std::string& tenant, Microseconds cpu) {
  const auto now = Clock::now();
  quotas_.charge(tenant, cpu, now);
  shares_.charge(tenant, Microseconds(0), cpu, now);
}

ipc::RpcError Accounting::over(const std::string& tenant, Quotas::Excess excess) {
  if (const auto unsaid = overQuota_.pass(tenant + " " + excess.quota, Clock::now())) {
    json::object context{{"quota", excess.quota}, {"message", excess.message}, {"unsaid", *unsaid}};
    if (excess.retryAfter) context["retryAfter"] = excess.retryAfter->count();
    events_.emit({.type = "tenant:over-quota", .severity = ipc::Severity::Warn, .tenant = tenant, .context = std::move(context)});
  }
  // What no waiting brings is no matter of load.
  const auto code = excess.retryAfter ? ipc::RpcCode::Overloaded : ipc::RpcCode::InvalidParams;
  return {code, std::move(excess.message), excess.retryAfter};
}

std::optional<ipc::RpcError> Accounting::refusal(const std::string& tenant) {
  if (audit_ && policy_.audit.required && !audit_->upToDate())
    return ipc::RpcError{ipc::RpcCode::InternalError, "the audit file cannot be written, so no program is begun"};
  auto excess = quotas_.overCpu(tenant, Clock::now());
  if (!excess) return std::nullopt;
  return over(tenant, std::move(*excess));
}

std::optional<Quotas::Hold> Accounting::hold(const std::string& tenant, Bytes memory, Clock::time_point until, ipc::RpcError& error) {
  auto excess = quotas_.overMemory(tenant, memory, Clock::now());
  if (!excess) return quotas_.hold(tenant, memory, until);
  error = over(tenant, std::move(*excess));
  return std::nullopt;
}

std::uint32_t Accounting::mostSessions(const std::string& tenant) const {
  return policy::tenantRules(policy_, tenant).sessions.value_or(policy_.sessions.perTenant);
}

std::optional<ipc::RpcError> Accounting::sessionRefusal(const std::string& tenant, std::size_t count, Milliseconds freeIn) {
  const auto most = mostSessions(tenant);
  if (count < most) return std::nullopt;
  return over(tenant, {"sessions", "this client has " + std::to_string(most) + " sessions already",
                       most == 0 ? std::nullopt : std::optional(freeIn)});
}

void Accounting::ended(const std::string& tenant, const ipc::RunOrder& order, const ipc::ExecutionReport& report,
                       Microseconds said, Microseconds idleCpu) {
  const auto now = Clock::now();
  quotas_.charge(tenant, report.cpu + idleCpu, now);
  shares_.charge(tenant, said, report.cpu + idleCpu, now);
  tellViolation(tenant, order, report);
  if (!isProgram(order.task)) return;
  metrics_.record(tenant, report, now);
  // Whoever follows is told of every program; without followers the audit file is the only one who watches, and need not know.
  if (events_.observers() <= (audit_ ? 1u : 0u)) return;
  events_.emit({.type = "metrics:recorded",
                .severity = ipc::Severity::Info,
                .tenant = tenant,
                .context = {{"filename", order.filename},
                            {"verdict", verdictName(report.verdict)},
                            {"duration", milliseconds(report.duration)},
                            {"cpu", milliseconds(report.cpu)},
                            {"queued", milliseconds(report.queued)},
                            {"memory", report.memory.count},
                            {"memorySource", ipc::memorySourceName(report.memorySource)},
                            {"session", order.session}}});
}

void Accounting::tellViolation(const std::string& tenant, const ipc::RunOrder& order, const ipc::ExecutionReport& report) {
  if (report.verdict == Verdict::Violation || report.verdict == Verdict::ProtocolViolation) {
    json::object context{{"violation", report.verdict == Verdict::Violation ? "syscall" : "protocol"},
                         {"filename", order.filename},
                         {"message", report.message}};
    if (const auto& call = report.violation) {
      context["syscall"] = call->name;
      context["number"] = call->number;
      context["abi"] = call->abi;
      context["arguments"] = hexadecimal(call->arguments);
    }
    events_.emit(
        {.type = "security:violation", .severity = ipc::Severity::Critical, .tenant = tenant, .context = std::move(context)});
  }
  if (report.denied.empty()) return;
  events_.emit({.type = "security:denied-module",
                .severity = ipc::Severity::Warn,
                .tenant = tenant,
                .context = {{"filename", order.filename}, {"modules", json::array(report.denied.begin(), report.denied.end())}}});
}

void Accounting::refused(const std::string& tenant, const ipc::RpcError& error) {
  metrics_.refuse(tenant, error.code, Clock::now());
}

json::object Accounting::describe(const std::string& tenant, bool everybody) {
  json::object quotas{{"memoryHeld", quotas_.held(tenant).count}};
  if (const auto left = quotas_.cpuLeft(tenant, Clock::now())) quotas["cpuLeft"] = milliseconds(*left);
  json::object described{{"tenant", tenant}, {"own", metrics_.of(tenant)}, {"all", metrics_.all()}, {"quotas", std::move(quotas)}};
  if (everybody) described["tenants"] = metrics_.tenants();
  if (everybody && audit_) described["auditLost"] = audit_->lost();
  return described;
}

}  // namespace isobox::supervisor
