// The policy file: one table of settings a section, each with its reader and its range. Runs in the
// supervisor at start. Trusted input, read strictly: a setting that is misspelt or out of range must not
// become a default in silence.
#include "policy/policy.h"

#include <algorithm>
#include <array>
#include <span>

#include "ipc/base/channel.h"
#include "ipc/json.h"
#include "policy/setting_readers.h"
#include "policy/tenants.h"
#include "policy/units_text.h"

namespace isobox::policy {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxFile = 1 << 20;
constexpr std::size_t kMaxDepth = 8;
constexpr std::uint64_t kMostRunners = 10'000;
constexpr Bytes kMostTenantMemory{1ull << 40};
/// Below are the system's users and people; the highest two ids mean "nobody in particular" and "no change"
/// (chown(2)).
constexpr std::uint64_t kFirstUid = 65'536;
constexpr std::uint64_t kLastUid = kAny32 - 2;
constexpr Bytes kLargestStorage{1ull << 50};
constexpr Milliseconds kLongestKept{100LL * 365 * 86'400'000};

struct Setting {
  std::string_view name;
  Result<> (*read)(const json::value& value, Policy& policy);
};

// Ranges of limits are checked at the end, by checkWithin: they depend on one another.
template <Limits Policy::*Which>
constexpr std::array<Setting, 10> kLimitSettings{{
    {"wall", [](const json::value& v, Policy& p) { return read(v, (p.*Which).wall, Milliseconds(0)); }},
    {"cpu", [](const json::value& v, Policy& p) { return read(v, (p.*Which).cpu, Milliseconds(0)); }},
    {"memory", [](const json::value& v, Policy& p) { return read(v, (p.*Which).memory); }},
    {"source", [](const json::value& v, Policy& p) { return read(v, (p.*Which).source); }},
    {"input", [](const json::value& v, Policy& p) { return read(v, (p.*Which).input); }},
    {"console", [](const json::value& v, Policy& p) { return read(v, (p.*Which).console); }},
    {"value", [](const json::value& v, Policy& p) { return read(v, (p.*Which).value); }},
    {"valueDepth", [](const json::value& v, Policy& p) { return read(v, (p.*Which).valueDepth, 0, kAny32); }},
    {"calls", [](const json::value& v, Policy& p) { return read(v, (p.*Which).calls, 0, kAny32); }},
    {"fuel", [](const json::value& v, Policy& p) { return readSteps(v, (p.*Which).fuel); }},
}};

constexpr std::array<Setting, 6> kPoolSettings{{
    {"min", [](const json::value& v, Policy& p) { return read(v, p.pool.min, 0, kMostRunners); }},
    {"max", [](const json::value& v, Policy& p) { return read(v, p.pool.max, 1, kMostRunners); }},
    {"idleTimeout",
     [](const json::value& v, Policy& p) { return read(v, p.pool.idleTimeout, Milliseconds(0)); }},
    {"queue", [](const json::value& v, Policy& p) { return read(v, p.pool.queue, 0, 1'000'000); }},
    {"runnersPerZygote",
     [](const json::value& v, Policy& p) { return read(v, p.pool.runnersPerZygote, 1, kAny32); }},
    {"yieldAfter", [](const json::value& v, Policy& p) { return read(v, p.pool.yieldAfter, Milliseconds(0)); }},
}};

constexpr std::array<Setting, 3> kReuseSettings{{
    {"processes", [](const json::value& v, Policy& p) { return read(v, p.reuse.processes, 0, 100); }},
    {"programs", [](const json::value& v, Policy& p) { return read(v, p.reuse.programs, 1, 1'000'000); }},
    {"idleTimeout", [](const json::value& v, Policy& p) { return read(v, p.reuse.idleTimeout, Milliseconds(0)); }},
}};

constexpr std::array<Setting, 4> kModuleSettings{{
    {"folders", [](const json::value& v, Policy& p) { return readFolders(v, p.modules.folders); }},
    {"file", [](const json::value& v, Policy& p) { return read(v, p.modules.file, 1_B, 64_MiB); }},
    {"cache", [](const json::value& v, Policy& p) { return read(v, p.modules.cache); }},
    {"templates", [](const json::value& v, Policy& p) { return read(v, p.modules.templates, 0, 64); }},
}};

constexpr std::array<Setting, 8> kSessionSettings{{
    {"max", [](const json::value& v, Policy& p) { return read(v, p.sessions.max, 0, kMostRunners); }},
    {"perTenant", [](const json::value& v, Policy& p) { return read(v, p.sessions.perTenant, 0, kMostRunners); }},
    {"idleTimeout", [](const json::value& v, Policy& p) { return read(v, p.sessions.idleTimeout, Milliseconds(1)); }},
    {"folder", [](const json::value& v, Policy& p) { return readPath(v, p.sessions.folder); }},
    {"durable", [](const json::value& v, Policy& p) { return read(v, p.sessions.durable, 0, 1'000'000); }},
    {"durablePerTenant", [](const json::value& v, Policy& p) { return read(v, p.sessions.durablePerTenant, 0, 1'000'000); }},
    {"storage", [](const json::value& v, Policy& p) { return read(v, p.sessions.storage, 0_B, kLargestStorage); }},
    {"keep", [](const json::value& v, Policy& p) { return read(v, p.sessions.keep, Milliseconds(0), kLongestKept); }},
}};

constexpr std::array<Setting, 11> kClientSettings{{
    {"connections",
     [](const json::value& v, Policy& p) { return read(v, p.clients.connections, 1, 1'000'000); }},
    {"inFlight", [](const json::value& v, Policy& p) { return read(v, p.clients.inFlight, 1, 1'000'000); }},
    {"line", [](const json::value& v, Policy& p) { return read(v, p.clients.line, 64_KiB, 1024_MiB); }},
    {"unread", [](const json::value& v, Policy& p) { return read(v, p.clients.unread, 64_KiB); }},
    {"firstByteToNewline",
     [](const json::value& v, Policy& p) { return read(v, p.clients.firstByteToNewline, Milliseconds(1)); }},
    {"stalled", [](const json::value& v, Policy& p) { return read(v, p.clients.stalled, Milliseconds(1)); }},
    {"uids", [](const json::value& v, Policy& p) { return read(v, p.clients.uids); }},
    {"gids", [](const json::value& v, Policy& p) { return read(v, p.clients.gids); }},
    {"anyUser", [](const json::value& v, Policy& p) { return read(v, p.clients.anyUser); }},
    {"tokens", [](const json::value& v, Policy& p) { return read(v, p.clients.tokens); }},
    {"authenticateWithin",
     [](const json::value& v, Policy& p) { return read(v, p.clients.authenticateWithin, Milliseconds(1)); }},
}};

constexpr std::array<Setting, 3> kJailSettings{{
    {"uidBase", [](const json::value& v, Policy& p) { return read(v, p.jail.uidBase, kFirstUid, kLastUid); }},
    {"cgroupParent", [](const json::value& v, Policy& p) { return readPath(v, p.jail.cgroupParent); }},
    {"allowDegraded", [](const json::value& v, Policy& p) { return read(v, p.jail.allowDegraded); }},
}};

constexpr std::array<Setting, 2> kAuditSettings{{
    {"file", [](const json::value& v, Policy& p) { return readPath(v, p.audit.file); }},
    {"required", [](const json::value& v, Policy& p) { return read(v, p.audit.required); }},
}};

/// "a.b" from "a" and "b"; the names at the top have no prefix.
std::string join(const std::string& outer, std::string_view inner) {
  return outer.empty() || inner.empty() ? outer + std::string(inner) : outer + "." + std::string(inner);
}

/// Reads each member of an object by the row of its name.
template <class Row, class Into>
Result<> readRows(const json::value& value, std::span<const Row> rows, Into& into) {
  if (!value.is_object()) return wrong(shown(value) + " is not an object");
  for (const auto& member : value.get_object()) {
    const std::string name(member.key());
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.name == name; });
    if (row == rows.end()) {
      std::string known;
      for (const Row& each : rows) known += (known.empty() ? "" : ", ") + std::string(each.name);
      return wrong("unknown setting " + ipc::writeJson(json::value(name)) + "; known are " + known);
    }
    auto done = row->read(member.value(), into);
    if (!done) return wrongAt(join(name, done.error().operation), done.error().detail);
  }
  return {};
}

Result<> readSettings(const json::value& value, std::span<const Setting> settings, Policy& policy) {
  return readRows<Setting, Policy>(value, settings, policy);
}

struct TenantSetting {
  std::string_view name;
  Result<> (*read)(const json::value& value, TenantPolicy& tenant);
};

/// What is not named stays at the hard ceiling, which means: the general one.
Result<> readTenantCeiling(const json::value& value, Limits& into) {
  Policy alone;
  alone.ceiling = kNoCeiling;
  ISOBOX_CHECK(readSettings(value, kLimitSettings<&Policy::ceiling>, alone));
  into = alone.ceiling;
  return {};
}

constexpr std::array<TenantSetting, 8> kTenantSettings{{
    {"share", [](const json::value& v, TenantPolicy& t) { return read(v, t.share, 1, 1000); }},
    {"running", [](const json::value& v, TenantPolicy& t) { return read(v, t.running, 0, kMostRunners); }},
    {"waiting", [](const json::value& v, TenantPolicy& t) { return read(v, t.waiting, 0, 1'000'000); }},
    {"token", [](const json::value& v, TenantPolicy& t) { return readTokens(v, t.tokens); }},
    {"ceiling", [](const json::value& v, TenantPolicy& t) { return readTenantCeiling(v, t.ceiling); }},
    {"sessions", [](const json::value& v, TenantPolicy& t) { return read(v, t.sessions.emplace(), 0, kMostRunners); }},
    {"cpuPerMinute",
     [](const json::value& v, TenantPolicy& t) { return read(v, t.cpuPerMinute.emplace(), Milliseconds(1)); }},
    {"memory",
     [](const json::value& v, TenantPolicy& t) { return read(v, t.memory.emplace(), kMinimumMemory, kMostTenantMemory); }},
}};

Result<> readTenants(const json::value& value, Policy& policy) {
  if (!value.is_object()) return wrong(shown(value) + " is not an object");
  for (const auto& member : value.get_object()) {
    const std::string name(member.key());
    ISOBOX_CHECK(checkTenantName(name));
    TenantPolicy& tenant = policy.tenants[name];
    if (const auto done = readRows<TenantSetting, TenantPolicy>(member.value(), kTenantSettings, tenant); !done)
      return wrongAt(join(name, done.error().operation), done.error().detail);
  }
  return {};
}

constexpr std::array<Setting, 11> kSections{{
    {"limits",
     [](const json::value& v, Policy& p) { return readSettings(v, kLimitSettings<&Policy::defaults>, p); }},
    {"ceiling",
     [](const json::value& v, Policy& p) { return readSettings(v, kLimitSettings<&Policy::ceiling>, p); }},
    {"pool", [](const json::value& v, Policy& p) { return readSettings(v, kPoolSettings, p); }},
    {"reuse", [](const json::value& v, Policy& p) { return readSettings(v, kReuseSettings, p); }},
    {"sessions", [](const json::value& v, Policy& p) { return readSettings(v, kSessionSettings, p); }},
    {"modules", [](const json::value& v, Policy& p) { return readSettings(v, kModuleSettings, p); }},
    {"tenants", [](const json::value& v, Policy& p) { return readTenants(v, p); }},
    {"clients", [](const json::value& v, Policy& p) { return readSettings(v, kClientSettings, p); }},
    {"jail", [](const json::value& v, Policy& p) { return readSettings(v, kJailSettings, p); }},
    {"audit", [](const json::value& v, Policy& p) { return readSettings(v, kAuditSettings, p); }},
    {"drainGrace", [](const json::value& v, Policy& p) { return read(v, p.drainGrace, Milliseconds(0)); }},
}};

Result<> checkLimits(const char* section, const Limits& limits, const Limits& ceiling) {
  auto checked = checkWithin(limits, ceiling);
  if (!checked) return wrongAt(join(section, checked.error().operation), checked.error().detail);
  return {};
}

/// What no setting can know alone.
Result<> checkTogether(const Policy& policy) {
  ISOBOX_CHECK(checkLimits("ceiling", policy.ceiling, kHardCeiling));
  ISOBOX_CHECK(checkLimits("limits", policy.defaults, policy.ceiling));
  if (policy.pool.min > policy.pool.max)
    return wrongAt("pool.min", std::to_string(policy.pool.min) + " is above pool.max, " +
                                   std::to_string(policy.pool.max));
  const Bytes largest = policy.ceiling.source + policy.ceiling.input;
  if (policy.clients.line < largest)
    return wrongAt("clients.line", sizeText(policy.clients.line) + " is below " + sizeText(largest) +
                                       ", ceiling.source and ceiling.input together");
  if (policy.clients.unread < policy.ceiling.value)
    return wrongAt("clients.unread", sizeText(policy.clients.unread) + " is below ceiling.value, " +
                                         sizeText(policy.ceiling.value));
  if (std::uint64_t{policy.jail.uidBase} + policy.pool.max + policy.sessions.max > kLastUid)
    return wrongAt("jail.uidBase", std::to_string(policy.jail.uidBase) +
                                       " leaves no room for the ids of pool.max and sessions.max below " +
                                       std::to_string(kLastUid));
  return checkTenants(policy);
}

}  // namespace

Result<Policy> parsePolicy(std::string_view text, const std::string& name) {
  auto parsed = ipc::parseJson(text, kMaxDepth, ipc::JsonDialect::Commented);
  if (!parsed) return wrongAt(name, parsed.error().detail);
  Policy policy;
  auto done = readSettings(*parsed, kSections, policy);
  if (done) done = checkTogether(policy);
  if (!done && done.error().operation.empty()) return wrongAt(name, done.error().detail);
  if (!done) return wrongAt(name + ": " + done.error().operation, done.error().detail);
  return policy;
}

Result<Policy> loadPolicy(const std::string& path) {
  ISOBOX_TRY(const std::string text, readFile(path, kMaxFile));
  return parsePolicy(text, path);
}

}  // namespace isobox::policy
