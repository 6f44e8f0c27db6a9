// The method table. Supervisor, on the event loop.
#include "supervisor/router.h"

#include <unistd.h>

#include <algorithm>
#include <initializer_list>
#include <limits>

#include "ipc/json.h"
#include "supervisor/side_thread.h"

namespace isobox::supervisor {
namespace {

namespace json = boost::json;

// How long `warmup` waits before it answers with what there is.
constexpr std::chrono::seconds kWarmUpPatience{60};

json::object limitsJson(const policy::Limits& limits) {
  return {{"wall", limits.wall.count()},         {"cpu", limits.cpu.count()},
          {"memory", limits.memory.count},       {"source", limits.source.count},
          {"input", limits.input.count},         {"console", limits.console.count},
          {"value", limits.value.count},         {"valueDepth", limits.valueDepth},
          {"calls", limits.calls},               {"fuel", limits.fuel}};
}

json::object poolJson(const policy::PoolPolicy& policy, const PoolCounts& counts) {
  return {{"min", policy.min},       {"max", policy.max},   {"warm", counts.warm},
          {"starting", counts.starting}, {"busy", counts.busy}, {"ending", counts.ending},  {"waiting", counts.waiting}, {"sessions", counts.sessions}, {"kept", counts.kept}};
}

json::object isolationJson(const ipc::IsolationReport& report) {
  json::object layers;
  for (const auto& [name, how] : report.layers) layers[name] = how;
  return {{"layers", std::move(layers)},
          {"missing", json::array(report.missing.begin(), report.missing.end())},
          {"filter", "sha256:" + report.filterDigest}};
}

bool hasOnly(const json::object& params, std::initializer_list<std::string_view> names) {
  return std::all_of(params.begin(), params.end(), [&](const auto& member) {
    return std::find(names.begin(), names.end(), std::string_view(member.key())) != names.end();
  });
}

std::optional<std::uint64_t> wholeNumber(const json::object& params, std::string_view name) {
  const auto* value = params.if_contains(name);
  json::error_code error;
  const auto number = value && !value->is_double() ? value->to_number<std::uint64_t>(error) : 0;
  return value && value->is_number() && !value->is_double() && !error ? std::optional(number) : std::nullopt;
}

bool hasId(const json::object& params) {
  const auto* id = params.if_contains("id");
  return id && (id->is_int64() || id->is_uint64() || id->is_string());
}

/// Those of the client's requests that `id` means.
std::vector<std::shared_ptr<Conversation>> conversations(const json::object& params, Caller& caller) {
  std::vector<std::shared_ptr<Conversation>> found;
  const auto range = caller.inFlight.equal_range(ipc::writeJson(params.at("id")));
  for (auto entry = range.first; entry != range.second; ++entry) found.push_back(entry->second);
  return found;
}

/// What a runner gets for a client's reply; nothing when there is not exactly one of value and error.
std::optional<std::string> answerText(const json::object& params) {
  const auto* value = params.if_contains("value");
  const auto* error = params.if_contains("error");
  if (!value == !error) return std::nullopt;
  if (value) return "{\"value\":" + ipc::writeJson(*value) + "}";
  const auto* described = error->if_object();
  if (!described) return std::nullopt;
  json::object plain{{"name", "Error"}, {"message", ""}};
  for (const char* part : {"name", "message"})
    if (const auto* text = described->if_contains(part); text && text->is_string()) plain[part] = *text;
  return "{\"error\":" + ipc::writeJson(json::value(std::move(plain))) + "}";
}

std::optional<std::string> sessionName(const json::object& params) {
  const auto* name = params.if_contains("session");
  return name && name->is_string() ? std::optional<std::string>(std::string(name->get_string())) : std::nullopt;
}

ipc::RpcError noSession(const std::string& name) {
  return {ipc::RpcCode::NotFound, "there is no session " + ipc::writeJson(json::value(name))};
}

/// Of session.set, as an order to the session's process. Its values are moved, not copied: a copy would hash a client's keys anew,
/// see ipc/json.h.
std::variant<ipc::RunRequest, ipc::RpcError> settingOf(json::object& params) {
  const auto name = sessionName(params);
  auto* state = params.if_contains("state");
  if (!hasOnly(params, {"session", "state"}) || !name || !state || !state->is_object())
    return badParams("session.set takes {\"session\": its name, \"state\": an object of names and values}");
  ipc::RunRequest run;
  run.session = *name;
  run.task = ipc::Task::SetState;
  run.context = std::move(state->get_object());
  run.isolation = false;
  return run;
}

json::object sessionJson(const Session& session) {
  const auto idle = session.inUse ? Clock::duration::zero() : Clock::now() - session.lastUsed;
  return {{"session", session.id},
          {"programs", session.programs},
          {"running", session.inUse},
          {"idle", std::chrono::duration_cast<Milliseconds>(idle).count()},
          {"idleTimeout", session.idleTimeout.count()},
          {"durable", session.durable},
          {"awake", session.runner != nullptr},
          {"memory", session.limits.memory.count}};
}

/// Params that a method does not have are an error, as a misspelled one would otherwise be ignored in silence.
std::optional<ipc::RpcError> refuseParams(const ipc::Request& request) {
  if (request.params.empty()) return std::nullopt;
  return ipc::RpcError{ipc::RpcCode::InvalidParams, request.method + " takes no parameters"};
}

}  // namespace

const Router::Row Router::kRows[] = {
    {"run", &Router::run},
    {"cancel", &Router::cancel},
    {"credit", &Router::credit},
    {"stop", &Router::stop},
    {"reply", &Router::reply},
    {"session.open", &Router::openSession},
    {"session.set", &Router::setState},
    {"session.get", &Router::getState},
    {"session.reset", &Router::reset},
    {"session.close", &Router::closeSession},
    {"session.list", &Router::listSessions},
    {"info", &Router::info},
    {"ping", &Router::ping},
    {"warmup", &Router::warmup},
    {"metrics", &Router::metrics},
    {"events", &Router::events},
};

Task<std::string> Router::handle(ipc::Request request, Caller& caller) {
  std::optional<Answer> answer;
  if (!caller.admitted && request.method != "ping")
    answer = ipc::RpcError{ipc::RpcCode::NotAllowed, "authenticate first, with the token of a tenant"};
  for (const Row& row : kRows)
    if (!answer && request.method == row.method) answer = co_await (this->*row.handler)(request, caller);
  if (!answer) answer = unknownMethod(request.method);
  if (!request.id) co_return std::string();
  if (const auto* error = std::get_if<ipc::RpcError>(&*answer)) co_return ipc::encodeErrorAnswer(*request.id, *error);
  auto* report = std::get_if<ipc::ExecutionReport>(&*answer);
  if (!report) co_return ipc::encodeAnswer(*request.id, std::get<std::string>(*answer));
  if (ipc::reportSize(*report) <= kBulk) co_return ipc::encodeAnswer(*request.id, *report);
  co_return co_await encodeBulk(*std::move(request.id), std::move(*report));
}

Task<std::string> Router::encodeBulk(std::string id, ipc::ExecutionReport report) {
  auto work = [&] {
    auto line = ipc::encodeAnswer(id, report);
    report = ipc::ExecutionReport();  // to give back its memory takes long, too
    return line;
  };
  co_return co_await BulkWork::run(executor_, std::move(work));
}

void Router::prepareBulk(ipc::Request& request) {
  if (request.method == "run") request.run = ipc::parseRunRequest(std::move(request.params));
  if (request.method == "session.set") request.run = settingOf(request.params);
  if (!request.run) return;
  if (auto* run = std::get_if<ipc::RunRequest>(&*request.run)) ipc::writeTexts(*run);
  request.params = json::object();
}

ipc::RpcError Router::unknownMethod(const std::string& method) {
  std::string known;
  for (const Row& row : kRows) known += (known.empty() ? "" : ", ") + std::string(row.method);
  known += ", authenticate";
  return {ipc::RpcCode::MethodNotFound, "there is no method " + ipc::writeJson(json::value(method)) + "; there are " + known};
}

Task<Router::Answer> Router::run(ipc::Request& request, Caller& caller) {
  if (!request.run) request.run = ipc::parseRunRequest(std::move(request.params));
  if (auto* error = std::get_if<ipc::RpcError>(&*request.run)) co_return std::move(*error);
  auto& run = std::get<ipc::RunRequest>(*request.run);
  if (!request.id && (run.stream || run.live || !run.functions.empty()))
    co_return ipc::RpcError{ipc::RpcCode::InvalidRequest, "a request with items, live console lines or functions needs an id"};
  co_return co_await execute(std::move(run), request, caller);
}

/// The parameters of `origin` have become `request`.
Task<Router::Answer> Router::execute(ipc::RunRequest request, const ipc::Request& origin, Caller& caller) {
  const std::string id = origin.id.value_or("");
  const auto conversation = std::make_shared<Conversation>(caller, id, request.stream, request.stream ? request.credit : 0,
                                                           request.live, origin.received);
  const auto entry = caller.inFlight.emplace(id, conversation);
  const std::uint32_t streams = request.stream ? 1 : 0;
  caller.streams += streams;
  auto outcome = co_await executions_.execute(std::move(request), conversation);
  caller.inFlight.erase(entry);
  caller.streams -= streams;
  if (auto* error = std::get_if<ipc::RpcError>(&outcome)) co_return std::move(*error);
  co_return std::get<ipc::ExecutionReport>(std::move(outcome));
}

// ---- what a client says about a request under way ----------------------------------------------------------------

Task<Router::Answer> Router::cancel(ipc::Request& request, Caller& caller) {
  if (!hasOnly(request.params, {"id"}) || !hasId(request.params)) co_return badParams("cancel takes {\"id\": the id of a request in flight}");
  const auto found = conversations(request.params, caller);
  for (const auto& each : found) each->cancel();
  co_return "{\"cancelled\":" + std::to_string(found.size()) + "}";
}

Task<Router::Answer> Router::credit(ipc::Request& request, Caller& caller) {
  const auto count = wholeNumber(request.params, "count");
  if (!hasOnly(request.params, {"id", "count"}) || !hasId(request.params) || !count || *count > std::numeric_limits<std::uint32_t>::max())
    co_return badParams("credit takes {\"id\": the id of a stream in flight, \"count\": items}");
  for (const auto& each : conversations(request.params, caller)) each->addCredit(static_cast<std::uint32_t>(*count));
  co_return std::string("{}");
}

Task<Router::Answer> Router::stop(ipc::Request& request, Caller& caller) {
  if (!hasOnly(request.params, {"id"}) || !hasId(request.params)) co_return badParams("stop takes {\"id\": the id of a stream in flight}");
  for (const auto& each : conversations(request.params, caller)) each->stop();
  co_return std::string("{}");
}

Task<Router::Answer> Router::reply(ipc::Request& request, Caller& caller) {
  const auto call = wholeNumber(request.params, "call");
  std::optional<std::string> answer;
  auto work = [&] { return answerText(request.params); };
  if (request.size <= kBulk) answer = work();
  else answer = co_await BulkWork::run(executor_, std::move(work));
  if (!hasOnly(request.params, {"id", "call", "value", "error"}) || !hasId(request.params) || !call || !answer)
    co_return badParams(
        "reply takes {\"id\": the id of a request in flight, \"call\": the call's number, and \"value\" or "
        "\"error\": {\"name\", \"message\"}}");
  bool taken = false;
  for (const auto& each : conversations(request.params, caller)) taken = each->reply(*call, *answer) || taken;
  co_return std::string(taken ? "{\"taken\":true}" : "{\"taken\":false}");
}

// ---- sessions ----------------------------------------------------------------------------------------------------

Task<Router::Answer> Router::openSession(ipc::Request& request, Caller& caller) {
  auto parsed = ipc::parseSessionRequest(std::move(request.params));
  if (auto* error = std::get_if<ipc::RpcError>(&parsed)) co_return std::move(*error);
  auto& wanted = std::get<ipc::SessionRequest>(parsed);
  const bool existed = executions_.sessions().find(caller.tenant, wanted.session) != nullptr;
  auto opened = co_await executions_.openSession(caller.tenant, std::move(wanted));
  if (auto* error = std::get_if<ipc::RpcError>(&opened)) co_return std::move(*error);
  auto described = sessionJson(*std::get<std::shared_ptr<Session>>(opened));
  described["created"] = !existed;
  co_return ipc::writeJson(std::move(described));
}

Task<Router::Answer> Router::setState(ipc::Request& request, Caller& caller) {
  if (!request.run) request.run = settingOf(request.params);
  if (auto* error = std::get_if<ipc::RpcError>(&*request.run)) co_return std::move(*error);
  co_return co_await execute(std::get<ipc::RunRequest>(*std::move(request.run)), request, caller);
}

Task<Router::Answer> Router::getState(ipc::Request& request, Caller& caller) {
  const auto name = sessionName(request.params);
  if (!hasOnly(request.params, {"session"}) || !name) co_return badParams("session.get takes {\"session\": its name}");
  ipc::RunRequest run;
  run.session = *name;
  run.task = ipc::Task::GetState;
  run.isolation = false;
  co_return co_await execute(std::move(run), request, caller);
}

Task<Router::Answer> Router::reset(ipc::Request& request, Caller& caller) {
  const auto name = sessionName(request.params);
  if (!hasOnly(request.params, {"session"}) || !name) co_return badParams("session.reset takes {\"session\": its name}");
  const auto session = executions_.sessions().find(caller.tenant, *name);
  if (!session) co_return noSession(*name);
  const auto done = co_await executions_.sessions().reset(session);
  if (!done) co_return ipc::RpcError{ipc::RpcCode::InternalError, done.error().describe()};
  if (!*done) co_return noSession(*name);
  co_return std::string("{}");
}

Task<Router::Answer> Router::closeSession(ipc::Request& request, Caller& caller) {
  const auto name = sessionName(request.params);
  if (!hasOnly(request.params, {"session"}) || !name) co_return badParams("session.close takes {\"session\": its name}");
  const auto session = executions_.sessions().find(caller.tenant, *name);
  if (!session) co_return noSession(*name);
  if (const auto gone = co_await executions_.sessions().discard(session, "it was closed"); !gone)
    co_return ipc::RpcError{ipc::RpcCode::InternalError, gone.error().describe()};
  co_return std::string("{}");
}

Task<Router::Answer> Router::listSessions(ipc::Request& request, Caller& caller) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  json::array list;
  for (const auto& session : executions_.sessions().of(caller.tenant)) list.push_back(sessionJson(*session));
  co_return ipc::writeJson(std::move(list));
}

// ---- the supervisor itself ---------------------------------------------------------------------------------------

Task<Router::Answer> Router::info(ipc::Request& request, Caller& caller) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  const auto& policy = executions_.policy();
  co_return ipc::writeJson(json::object{{"name", "isobox-supervisor"},
                                        {"version", ISOBOX_VERSION},
                                        {"protocol", ipc::kProtocolVersion},
                                        {"pid", ::getpid()},
                                        {"tenant", caller.tenant},
                                        {"limits", limitsJson(policy::defaultsOf(policy, caller.tenant))},
                                        {"ceiling", limitsJson(policy::ceilingOf(policy, caller.tenant))},
                                        {"sessions", executions_.sessions().count()},
                                        {"pool", poolJson(policy.pool, pool_.counts())},
                                        {"isolation", isolationJson(executions_.isolation())}});
}

Task<Router::Answer> Router::ping(ipc::Request& request, Caller&) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  co_return std::string("{}");
}

Task<Router::Answer> Router::warmup(ipc::Request& request, Caller&) {
  if (auto error = refuseParams(request)) co_return std::move(*error);
  const auto warm = co_await pool_.warmUp(Clock::now() + kWarmUpPatience);
  co_return "{\"warm\":" + std::to_string(warm) + "}";
}

}  // namespace isobox::supervisor
