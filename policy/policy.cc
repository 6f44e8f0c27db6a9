// The policy file: one table of settings a section, each with its reader and its range. Runs in the
// supervisor at start. Trusted input, read strictly: a setting that is misspelt or out of range must not
// become a default in silence.
#include "policy/policy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "ipc/base/channel.h"
#include "ipc/json.h"
#include "policy/units_text.h"

namespace isobox::policy {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxFile = 1 << 20;
constexpr std::size_t kMaxDepth = 8;
constexpr double kExactDoubles = 9007199254740992.0;
constexpr std::uint64_t kAny32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kMostRunners = 10'000;
/// Below are the system's users and people; the highest two ids mean "nobody in particular" and "no change"
/// (chown(2)).
constexpr std::uint64_t kFirstUid = 65'536;
constexpr std::uint64_t kLastUid = kAny32 - 2;
constexpr Milliseconds kLongest{86'400'000};
constexpr Bytes kLargestBuffer{4ull << 30};

/// The readers below say what is wrong; the path is put before it on the way up.
Error wrong(std::string detail) {
  return Error("", 0, std::move(detail));
}
Error wrongAt(std::string path, std::string detail) {
  return Error(std::move(path), 0, std::move(detail));
}

std::string shown(const json::value& value) {
  if (value.is_array()) return "an array";
  if (value.is_object()) return "an object";
  return ipc::writeJson(value).substr(0, 60);
}

std::optional<std::uint64_t> asCount(const json::value& value) {
  json::error_code code;
  if (value.is_int64() || value.is_uint64()) {
    const auto count = value.to_number<std::uint64_t>(code);
    return code ? std::nullopt : std::optional(count);
  }
  const auto* number = value.if_double();  // 1e6 is a whole number, too
  if (!number || !(*number >= 0) || *number > kExactDoubles || *number != std::trunc(*number))
    return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

Error outOfRange(const std::string& found, const std::string& least, const std::string& most) {
  return wrong(found + " is not between " + least + " and " + most);
}

Result<> read(const json::value& value, Milliseconds& into, Milliseconds least,
              Milliseconds most = kLongest) {
  if (const auto* text = value.if_string()) {
    auto parsed = parseDuration(std::string_view(*text));
    if (!parsed) return wrong(parsed.error().detail);
    into = *parsed;
  } else {
    const auto count = asCount(value);
    if (!count)
      return wrong(shown(value) + " is not a whole number of milliseconds or a duration such as \"30s\"");
    into = Milliseconds(static_cast<std::int64_t>(std::min<std::uint64_t>(*count, 1ull << 53)));
  }
  if (into < least || into > most)
    return outOfRange(durationText(into), durationText(least), durationText(most));
  return {};
}

Result<> read(const json::value& value, Bytes& into, Bytes least = 0_B, Bytes most = kLargestBuffer) {
  if (const auto* text = value.if_string()) {
    auto parsed = parseSize(std::string_view(*text));
    if (!parsed) return wrong(parsed.error().detail);
    into = *parsed;
  } else {
    const auto count = asCount(value);
    if (!count) return wrong(shown(value) + " is not a whole number of bytes or a size such as \"64MiB\"");
    into = Bytes{*count};
  }
  if (into < least || into > most) return outOfRange(sizeText(into), sizeText(least), sizeText(most));
  return {};
}

Result<> read(const json::value& value, std::uint32_t& into, std::uint64_t least, std::uint64_t most) {
  const auto count = asCount(value);
  if (!count) return wrong(shown(value) + " is not a whole number");
  if (*count < least || *count > most)
    return outOfRange(std::to_string(*count), std::to_string(least), std::to_string(most));
  into = static_cast<std::uint32_t>(*count);
  return {};
}

Result<> readSteps(const json::value& value, std::uint64_t& into) {
  const auto count = asCount(value);
  if (!count) return wrong(shown(value) + " is not a whole number of steps");
  into = *count;
  return {};
}

Result<> read(const json::value& value, bool& into) {
  if (!value.is_bool()) return wrong(shown(value) + " is not true or false");
  into = value.get_bool();
  return {};
}

Result<> read(const json::value& value, std::vector<std::uint32_t>& into) {
  if (!value.is_array()) return wrong(shown(value) + " is not an array of numeric ids");
  into.clear();
  for (const json::value& element : value.get_array())
    ISOBOX_CHECK(read(element, into.emplace_back(), 0, kAny32 - 1));
  return {};
}

Result<> readPath(const json::value& value, std::string& into) {
  const auto* text = value.if_string();
  const std::string path = text ? std::string(*text) : "";
  if (!text || (!path.empty() && path.front() != '/') || path.find('\0') != std::string::npos ||
      (path + "/").find("/../") != std::string::npos)
    return wrong(shown(value) + " is not an absolute path without \"..\"");
  into = path;
  return {};
}

Result<> readFolders(const json::value& value, std::vector<std::string>& into) {
  if (!value.is_array()) return wrong(shown(value) + " is not an array of folders");
  into.clear();
  for (const json::value& element : value.get_array()) {
    ISOBOX_CHECK(readPath(element, into.emplace_back()));
    if (into.back().empty()) return wrong("\"\" is not a folder");
  }
  return {};
}

struct Setting {
  std::string_view name;
  Result<> (*read)(const json::value& value, Policy& policy);
};

// Ranges of limits are checked at the end, by checkWithin: they depend on one another.
template <Limits Policy::*Which>
constexpr std::array<Setting, 9> kLimitSettings{{
    {"wall", [](const json::value& v, Policy& p) { return read(v, (p.*Which).wall, Milliseconds(0)); }},
    {"cpu", [](const json::value& v, Policy& p) { return read(v, (p.*Which).cpu, Milliseconds(0)); }},
    {"memory", [](const json::value& v, Policy& p) { return read(v, (p.*Which).memory); }},
    {"source", [](const json::value& v, Policy& p) { return read(v, (p.*Which).source); }},
    {"input", [](const json::value& v, Policy& p) { return read(v, (p.*Which).input); }},
    {"console", [](const json::value& v, Policy& p) { return read(v, (p.*Which).console); }},
    {"value", [](const json::value& v, Policy& p) { return read(v, (p.*Which).value); }},
    {"valueDepth", [](const json::value& v, Policy& p) { return read(v, (p.*Which).valueDepth, 0, kAny32); }},
    {"fuel", [](const json::value& v, Policy& p) { return readSteps(v, (p.*Which).fuel); }},
}};

constexpr std::array<Setting, 5> kPoolSettings{{
    {"min", [](const json::value& v, Policy& p) { return read(v, p.pool.min, 0, kMostRunners); }},
    {"max", [](const json::value& v, Policy& p) { return read(v, p.pool.max, 1, kMostRunners); }},
    {"idleTimeout",
     [](const json::value& v, Policy& p) { return read(v, p.pool.idleTimeout, Milliseconds(0)); }},
    {"queue", [](const json::value& v, Policy& p) { return read(v, p.pool.queue, 0, 1'000'000); }},
    {"runnersPerZygote",
     [](const json::value& v, Policy& p) { return read(v, p.pool.runnersPerZygote, 1, kAny32); }},
}};

constexpr std::array<Setting, 3> kModuleSettings{{
    {"folders", [](const json::value& v, Policy& p) { return readFolders(v, p.modules.folders); }},
    {"file", [](const json::value& v, Policy& p) { return read(v, p.modules.file, 1_B, 64_MiB); }},
    {"cache", [](const json::value& v, Policy& p) { return read(v, p.modules.cache); }},
}};

constexpr std::array<Setting, 3> kSessionSettings{{
    {"max", [](const json::value& v, Policy& p) { return read(v, p.sessions.max, 0, kMostRunners); }},
    {"perTenant", [](const json::value& v, Policy& p) { return read(v, p.sessions.perTenant, 0, kMostRunners); }},
    {"idleTimeout", [](const json::value& v, Policy& p) { return read(v, p.sessions.idleTimeout, Milliseconds(1)); }},
}};

constexpr std::array<Setting, 9> kClientSettings{{
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
}};

constexpr std::array<Setting, 3> kJailSettings{{
    {"uidBase", [](const json::value& v, Policy& p) { return read(v, p.jail.uidBase, kFirstUid, kLastUid); }},
    {"cgroupParent", [](const json::value& v, Policy& p) { return readPath(v, p.jail.cgroupParent); }},
    {"allowDegraded", [](const json::value& v, Policy& p) { return read(v, p.jail.allowDegraded); }},
}};

Result<> readTenant(const json::value& value, TenantPolicy& into) {
  if (!value.is_object()) return wrong(shown(value) + " is not an object");
  for (const auto& member : value.get_object()) {
    const std::string name(member.key());
    Result<> done;
    if (name == "share")
      done = read(member.value(), into.share, 1, 1000);
    else if (name == "running")
      done = read(member.value(), into.running, 0, kMostRunners);
    else if (name == "waiting")
      done = read(member.value(), into.waiting, 0, 1'000'000);
    else
      return wrong("unknown setting " + ipc::writeJson(json::value(name)) + "; known are share, running, waiting");
    if (!done) return wrongAt(name, done.error().detail);
  }
  return {};
}

/// Tenants are "default" or a user by number.
bool isTenantName(std::string_view name) {
  if (name == "default") return true;
  if (!name.starts_with("uid:")) return false;
  name.remove_prefix(4);
  return !name.empty() && name.size() <= 10 && name.find_first_not_of("0123456789") == std::string_view::npos;
}

Result<> readTenants(const json::value& value, Policy& policy) {
  if (!value.is_object()) return wrong(shown(value) + " is not an object");
  for (const auto& member : value.get_object()) {
    const std::string name(member.key());
    if (!isTenantName(name)) return wrong(ipc::writeJson(json::value(name)) + " is neither \"default\" nor a user such as \"uid:1000\"");
    if (const auto done = readTenant(member.value(), policy.tenants[name]); !done)
      return wrongAt(done.error().operation.empty() ? name : name + "." + done.error().operation, done.error().detail);
  }
  return {};
}

/// "a.b" from "a" and "b"; the names at the top have no prefix.
std::string join(const std::string& outer, std::string_view inner) {
  return outer.empty() || inner.empty() ? outer + std::string(inner) : outer + "." + std::string(inner);
}

Result<> readSettings(const json::value& value, std::span<const Setting> settings, Policy& policy) {
  if (!value.is_object()) return wrong(shown(value) + " is not an object");
  for (const auto& member : value.get_object()) {
    const std::string name(member.key());
    const auto setting =
        std::find_if(settings.begin(), settings.end(), [&](const Setting& s) { return s.name == name; });
    if (setting == settings.end()) {
      std::string known;
      for (const Setting& s : settings) known += (known.empty() ? "" : ", ") + std::string(s.name);
      return wrong("unknown setting " + ipc::writeJson(json::value(name)) + "; known are " + known);
    }
    auto done = setting->read(member.value(), policy);
    if (!done) return wrongAt(join(name, done.error().operation), done.error().detail);
  }
  return {};
}

constexpr std::array<Setting, 9> kSections{{
    {"limits",
     [](const json::value& v, Policy& p) { return readSettings(v, kLimitSettings<&Policy::defaults>, p); }},
    {"ceiling",
     [](const json::value& v, Policy& p) { return readSettings(v, kLimitSettings<&Policy::ceiling>, p); }},
    {"pool", [](const json::value& v, Policy& p) { return readSettings(v, kPoolSettings, p); }},
    {"sessions", [](const json::value& v, Policy& p) { return readSettings(v, kSessionSettings, p); }},
    {"modules", [](const json::value& v, Policy& p) { return readSettings(v, kModuleSettings, p); }},
    {"tenants", [](const json::value& v, Policy& p) { return readTenants(v, p); }},
    {"clients", [](const json::value& v, Policy& p) { return readSettings(v, kClientSettings, p); }},
    {"jail", [](const json::value& v, Policy& p) { return readSettings(v, kJailSettings, p); }},
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
  return {};
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
