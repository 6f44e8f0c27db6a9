// Tenants of a policy: their names, their tokens, what holds for whom. Runs in the supervisor.
#include "policy/tenants.h"

#include <algorithm>
#include <map>

#include "ipc/json.h"
#include "policy/setting_readers.h"

namespace isobox::policy {
namespace {

constexpr std::size_t kMaxTenantName = 64;
/// Who is nobody's token: the client of a private supervisor, and a peer that the kernel does not name.
constexpr std::string_view kReserved[] = {"owner", "nobody"};

bool isUser(std::string_view name) {
  if (!name.starts_with("uid:")) return false;
  name.remove_prefix(4);
  return !name.empty() && name.size() <= 10 && name.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isPlainName(std::string_view name) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= kMaxTenantName && name.find_first_not_of(kAllowed) == std::string_view::npos &&
         std::find(std::begin(kReserved), std::end(kReserved), name) == std::end(kReserved);
}

/// A field that was not named is still the hard ceiling's.
template <class Quantity>
Quantity named(Quantity own, Quantity hard, Quantity general) {
  return own == hard ? general : own;
}

Limits namedOnly(const Limits& own, const Limits& general) {
  const Limits& hard = kHardCeiling;
  Limits limits = general;
  limits.wall = named(own.wall, hard.wall, general.wall);
  limits.cpu = named(own.cpu, hard.cpu, general.cpu);
  limits.memory = named(own.memory, hard.memory, general.memory);
  limits.source = named(own.source, hard.source, general.source);
  limits.input = named(own.input, hard.input, general.input);
  limits.console = named(own.console, hard.console, general.console);
  limits.value = named(own.value, hard.value, general.value);
  limits.valueDepth = named(own.valueDepth, hard.valueDepth, general.valueDepth);
  limits.calls = named(own.calls, hard.calls, general.calls);
  limits.fuel = own.fuel == 0 ? general.fuel : own.fuel;
  return limits;
}

Result<> checkTenant(const std::string& name, const TenantPolicy& tenant, const Policy& policy) {
  const std::string path = "tenants." + name;
  const bool byToken = name != "default" && !isUser(name);
  if (byToken && tenant.tokens.empty())
    return wrongAt(path + ".token", "missing: who is no user such as \"uid:1000\" is known by a token");
  if (!byToken && !tenant.tokens.empty())
    return wrongAt(path + ".token", "users are known by their number; a token belongs to a tenant with a name of its own");
  if (const auto within = checkWithin(namedOnly(tenant.ceiling, policy.ceiling), policy.ceiling); !within)
    return wrongAt(path + ".ceiling." + within.error().operation, within.error().detail);
  return {};
}

}  // namespace

Result<> checkTenantName(std::string_view name) {
  if (name == "default" || isUser(name) || isPlainName(name)) return {};
  return wrong(ipc::writeJson(boost::json::value(name)) +
               " is neither \"default\" nor a user such as \"uid:1000\" nor a name of 1 to 64 letters, digits, \".\", \"_\" or \"-\"");
}

Result<> checkTenants(const Policy& policy) {
  std::map<TokenDigest, std::string> owners;
  for (const auto& [name, tenant] : policy.tenants) {
    ISOBOX_CHECK(checkTenant(name, tenant, policy));
    for (const auto& digest : tenant.tokens) {
      const auto [owner, fresh] = owners.emplace(digest, name);
      if (!fresh) return wrongAt("tenants." + name + ".token", "the same token as that of tenants." + owner->second);
    }
  }
  if (policy.clients.tokens && owners.empty())
    return wrongAt("clients.tokens", "no tenant has a token, so nobody could authenticate");
  return {};
}

const TenantPolicy& tenantRules(const Policy& policy, const std::string& tenant) {
  static const TenantPolicy kNone;
  const auto own = policy.tenants.find(tenant);
  if (own != policy.tenants.end()) return own->second;
  const auto general = policy.tenants.find("default");
  return general == policy.tenants.end() ? kNone : general->second;
}

Limits smaller(const Limits& a, const Limits& b) {
  Limits limits = a;
  limits.wall = std::min(a.wall, b.wall);
  limits.cpu = std::min(a.cpu, b.cpu);
  limits.memory = std::min(a.memory, b.memory);
  limits.source = std::min(a.source, b.source);
  limits.input = std::min(a.input, b.input);
  limits.console = std::min(a.console, b.console);
  limits.value = std::min(a.value, b.value);
  limits.valueDepth = std::min(a.valueDepth, b.valueDepth);
  limits.calls = std::min(a.calls, b.calls);
  // 0 is no limit.
  limits.fuel = a.fuel == 0 ? b.fuel : b.fuel == 0 ? a.fuel : std::min(a.fuel, b.fuel);
  return limits;
}

Limits ceilingOf(const Policy& policy, const std::string& tenant) {
  return smaller(policy.ceiling, tenantRules(policy, tenant).ceiling);
}

Limits defaultsOf(const Policy& policy, const std::string& tenant) {
  return smaller(policy.defaults, tenantRules(policy, tenant).ceiling);
}

}  // namespace isobox::policy
