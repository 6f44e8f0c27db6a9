// Who a client is. Supervisor, on the event loop.
#include "supervisor/authenticator.h"

#include "ipc/json.h"
#include "supervisor/asio.h"

namespace isobox::supervisor {

void Authenticator::setPolicy(const policy::Policy& policy) {
  known_.clear();
  for (const auto& [name, tenant] : policy.tenants)
    for (const auto& digest : tenant.tokens) known_.emplace_back(digest, name);
}

/// Every known token is looked at, whole, whichever it is.
std::optional<std::string> Authenticator::tenantOf(const policy::TokenDigest& presented) const {
  const std::string* found = nullptr;
  for (const auto& [digest, name] : known_)
    if (policy::sameDigest(digest, presented)) found = &name;
  return found ? std::optional(*found) : std::nullopt;
}

bool Authenticator::stillKnown(const policy::TokenDigest& token, const std::string& tenant) const {
  return tenantOf(token) == tenant;
}

std::variant<std::string, ipc::RpcError> Authenticator::authenticate(const boost::json::object& params, Caller& caller, bool alone) {
  using ipc::RpcCode;
  const auto* token = params.if_contains("token");
  if (params.size() != 1 || !token || !token->is_string())
    return ipc::RpcError{RpcCode::InvalidParams, "authenticate takes {\"token\": a string}"};
  if (!alone) return ipc::RpcError{RpcCode::InvalidRequest, "authenticate comes first: other requests are in flight"};
  if (caller.token) return ipc::RpcError{RpcCode::InvalidRequest, "this connection has authenticated already"};
  const std::string_view text(token->get_string());
  // The digest of a long one would be as wrong, and cost more.
  const auto digest = policy::digestOf(text.substr(0, policy::kMaxToken + 1));
  const auto tenant = tenantOf(digest);
  if (!tenant || text.size() > policy::kMaxToken) {
    ++caller.failures;
    tellFailure(caller.uid, "a token that no tenant has");
    return ipc::RpcError{RpcCode::NotAllowed, "no tenant has this token"};
  }
  caller.tenant = *tenant;
  caller.token = digest;
  caller.admitted = true;
  caller.isOperator = false;  // a token says less than root, and nothing more
  events_.emit({.type = "security:authentication",
                .severity = ipc::Severity::Info,
                .tenant = *tenant,
                .context = {{"accepted", true}, {"uid", caller.uid}}});
  return ipc::writeJson(boost::json::object{{"tenant", *tenant}});
}

void Authenticator::turnedAway(std::uint32_t uid) { tellFailure(uid, "a user that may not use this supervisor"); }

/// Some and then a few: a flood of them would drown everything else, so the number of the others is told with the next.
void Authenticator::tellFailure(std::uint32_t uid, const char* what) {
  const auto unsaid = failures_.pass(std::to_string(uid), Clock::now());
  if (!unsaid) return;
  events_.emit({.type = "security:authentication",
                .severity = ipc::Severity::Warn,
                .tenant = {},
                .context = {{"accepted", false}, {"uid", uid}, {"why", what}, {"unsaid", *unsaid}}});
}

}  // namespace isobox::supervisor
