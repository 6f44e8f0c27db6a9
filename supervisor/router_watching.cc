// The method table's part for those who watch: metrics, events, and who they are. Supervisor, on the event loop.
#include <algorithm>

#include "ipc/json.h"
#include "supervisor/follower.h"
#include "supervisor/router.h"

namespace isobox::supervisor {
namespace {

namespace json = boost::json;

// Clients that follow events at once; beyond: overloaded.
constexpr std::size_t kMostFollowers = 100;
// Types of one request, and their length.
constexpr std::size_t kMostTypes = 16, kMaxType = 64;

/// A switch; absent: off. Nothing when it is no boolean.
std::optional<bool> flag(const json::object& params, std::string_view name) {
  const auto* value = params.if_contains(name);
  if (!value) return false;
  return value->is_bool() ? std::optional(value->get_bool()) : std::nullopt;
}

std::optional<EventTypes> typesOf(const json::object& params) {
  EventTypes types;
  const auto* list = params.if_contains("types");
  if (!list) return types;
  if (!list->is_array() || list->get_array().size() > kMostTypes) return std::nullopt;
  for (const auto& each : list->get_array()) {
    if (!each.is_string() || each.get_string().size() > kMaxType) return std::nullopt;
    types.emplace_back(each.get_string());
  }
  return types;
}

/// Nothing but these two.
bool hasOnly(const json::object& params, std::string_view first, std::string_view second = {}) {
  return std::all_of(params.begin(), params.end(), [&](const auto& member) { return member.key() == first || member.key() == second; });
}

}  // namespace

std::string Router::authenticate(const ipc::Request& request, Caller& caller, bool alone) {
  if (!request.id) return {};
  const auto answer = authenticator_.authenticate(request.params, caller, alone);
  if (const auto* error = std::get_if<ipc::RpcError>(&answer)) return ipc::encodeErrorAnswer(*request.id, *error);
  return ipc::encodeAnswer(*request.id, std::get<std::string>(answer));
}

Task<Router::Answer> Router::metrics(ipc::Request& request, Caller& caller) {
  const auto everybody = flag(request.params, "tenants");
  if (!everybody || !hasOnly(request.params, "tenants")) co_return badParams("metrics takes {\"tenants\": true or false}");
  if (*everybody && !caller.isOperator)
    co_return ipc::RpcError{ipc::RpcCode::NotAllowed, "metrics of all tenants are for root and the supervisor's own user"};
  co_return ipc::writeJson(accounting_.describe(caller.tenant, *everybody));
}

Task<Router::Answer> Router::events(ipc::Request& request, Caller& caller) {
  const auto follow = flag(request.params, "follow");
  auto types = typesOf(request.params);
  if (!follow || !types || !hasOnly(request.params, "follow", "types"))
    co_return badParams("events takes {\"follow\": true or false, \"types\": beginnings of types, 16 at most}");
  if (*follow) co_return co_await this->follow(request, caller, std::move(*types));
  std::string list = "[";
  for (const auto& told : events_.recent())
    if (maySee(caller, told.event, *types)) list += (list.size() > 1 ? "," : "") + told.json;
  co_return list + "]";
}

/// Until the request is cancelled, the connection ends or the supervisor does.
Task<Router::Answer> Router::follow(ipc::Request& request, Caller& caller, std::vector<std::string> types) {
  if (!request.id) co_return ipc::RpcError{ipc::RpcCode::InvalidRequest, "to follow events needs an id"};
  if (caller.follower) co_return ipc::RpcError{ipc::RpcCode::InvalidRequest, "this connection follows events already"};
  // Half of the places are for those who look after the supervisor.
  if (events_.observers() >= (caller.isOperator ? kMostFollowers : kMostFollowers / 2)) co_return ipc::RpcError{ipc::RpcCode::Overloaded, "too many follow events"};
  const auto conversation = std::make_shared<Conversation>(caller, *request.id, false, 0);
  const auto entry = caller.inFlight.emplace(*request.id, conversation);
  Follower follower(executor_, events_, caller, *request.id, std::move(types));
  conversation->onCancel([&follower] { follower.changed.notify(); });
  while (!conversation->cancelled() && !events_.closed()) co_await follower.changed.wait();
  conversation->onCancel(nullptr);
  caller.inFlight.erase(entry);
  co_return "{\"dropped\":" + std::to_string(follower.dropped()) + "}";
}

}  // namespace isobox::supervisor
