// The method table. Supervisor, on the event loop.
#include "supervisor/router.h"

#include <unistd.h>

#include "ipc/json.h"

namespace isobox::supervisor {
namespace {

namespace json = boost::json;

// How long `warmup` waits before it answers with what there is.
constexpr std::chrono::seconds kWarmUpPatience{60};

json::object limitsJson(const policy::Limits& limits) {
  return {{"wall", limits.wall.count()},         {"cpu", limits.cpu.count()},
          {"memory", limits.memory.count},       {"source", limits.source.count},
          {"input", limits.input.count},         {"console", limits.console.count},
          {"value", limits.value.count},         {"valueDepth", limits.valueDepth}};
}

json::object poolJson(const policy::PoolPolicy& policy, const PoolCounts& counts) {
  return {{"min", policy.min},       {"max", policy.max},   {"warm", counts.warm},
          {"starting", counts.starting}, {"busy", counts.busy}, {"ending", counts.ending},  {"waiting", counts.waiting}};
}

json::object isolationJson(const ipc::IsolationReport& report) {
  json::object layers;
  for (const auto& [name, how] : report.layers) layers[name] = how;
  return {{"layers", std::move(layers)},
          {"missing", json::array(report.missing.begin(), report.missing.end())},
          {"filter", "sha256:" + report.filterDigest}};
}

/// Params that a method does not have are an error, as a misspelled one would otherwise be ignored in silence.
std::optional<ipc::RpcError> refuseParams(const ipc::Request& request) {
  if (request.params.empty()) return std::nullopt;
  return ipc::RpcError{ipc::RpcCode::InvalidParams, request.method + " takes no parameters"};
}

}  // namespace

const Router::Row Router::kRows[] = {
    {"run", &Router::run},   {"cancel", &Router::cancel}, {"info", &Router::info},
    {"ping", &Router::ping}, {"warmup", &Router::warmup},
};

Task<std::string> Router::handle(ipc::Request request, InFlight& inFlight) {
  std::optional<Answer> answer;
  for (const Row& row : kRows)
    if (request.method == row.method) answer = co_await (this->*row.handler)(request, inFlight);
  if (!answer) answer = ipc::RpcError{ipc::RpcCode::MethodNotFound, "there is no method " + ipc::writeJson(json::value(request.method)) + "; there are run, cancel, info, ping and warmup"};
  if (!request.id) co_return std::string();
  if (const auto* error = std::get_if<ipc::RpcError>(&*answer)) co_return ipc::encodeErrorAnswer(*request.id, *error);
  co_return ipc::encodeAnswer(*request.id, std::get<std::string>(*answer));
}

Task<Router::Answer> Router::run(ipc::Request& request, InFlight& inFlight) {
  // Moved, not copied: a copy would hash a client's keys anew, see ipc/json.h.
  auto parsed = ipc::parseRunRequest(std::move(request.params));
  if (auto* error = std::get_if<ipc::RpcError>(&parsed)) co_return std::move(*error);
  const auto cancellation = std::make_shared<Cancellation>();
  const auto entry = inFlight.emplace(request.id.value_or(""), cancellation);
  auto outcome = co_await executions_.execute(std::move(std::get<ipc::RunRequest>(parsed)), cancellation);
  inFlight.erase(entry);
  if (auto* error = std::get_if<ipc::RpcError>(&outcome)) co_return std::move(*error);
  co_return ipc::encodeReport(std::get<ipc::ExecutionReport>(outcome));
}

Task<Router::Answer> Router::cancel(ipc::Request& request, InFlight& inFlight) {
  const auto* id = request.params.if_contains("id");
  if (!id || request.params.size() != 1 || !(id->is_int64() || id->is_uint64() || id->is_string()))
    co_return ipc::RpcError{ipc::RpcCode::InvalidParams, "cancel takes {\"id\": the id of a request in flight}"};
  const auto range = inFlight.equal_range(ipc::writeJson(*id));
  std::vector<std::shared_ptr<Cancellation>> found;
  for (auto entry = range.first; entry != range.second; ++entry) found.push_back(entry->second);
  for (const auto& each : found) each->cancel();
  co_return "{\"cancelled\":" + std::to_string(found.size()) + "}";
}

Task<Router::Answer> Router::info(ipc::Request& request, InFlight&) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  const auto& policy = executions_.policy();
  co_return ipc::writeJson(json::object{{"name", "isobox-supervisor"},
                                        {"version", ISOBOX_VERSION},
                                        {"protocol", ipc::kProtocolVersion},
                                        {"pid", ::getpid()},
                                        {"limits", limitsJson(policy.defaults)},
                                        {"ceiling", limitsJson(policy.ceiling)},
                                        {"pool", poolJson(policy.pool, pool_.counts())},
                                        {"isolation", isolationJson(executions_.isolation())}});
}

Task<Router::Answer> Router::ping(ipc::Request& request, InFlight&) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  co_return std::string("{}");
}

Task<Router::Answer> Router::warmup(ipc::Request& request, InFlight&) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  const auto warm = co_await pool_.warmUp(Clock::now() + kWarmUpPatience);
  co_return "{\"warm\":" + std::to_string(warm) + "}";
}

}  // namespace isobox::supervisor
