// The operator's policy: a JSON file with comments. Parsed in the supervisor. Trusted input from the
// operator's own disk, but parsed strictly: unknown names, wrong types and values out of range are errors
// with a path.
#ifndef ISOBOX_POLICY_POLICY_H
#define ISOBOX_POLICY_POLICY_H

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"
#include "policy/limits.h"
#include "policy/token.h"

namespace isobox::policy {

struct PoolPolicy {
  std::uint32_t min = 2;                    // warm, sealed runners kept waiting
  std::uint32_t max = 10;                   // runners alive at once, running or waiting
  Milliseconds idleTimeout{60'000};         // a warm runner above `min` is let go after this
  std::uint32_t queue = 1000;               // runs waiting for a runner; beyond: overloaded
  std::uint32_t runnersPerZygote = 10'000;  // then a fresh zygote, with a fresh address layout
  Milliseconds yieldAfter{10};              // CPU time of a program after which shorter ones go first; 0: never, nor above a share
};

/// Processes that stay with a tenant: its programs that ask for it run in them one after the other.
struct ReusePolicy {
  std::uint32_t processes = 2;        // of one tenant, among the pool's; 0: each program has a process of its own
  std::uint32_t programs = 1000;      // of one process; then it ends
  Milliseconds idleTimeout{10'000};  // one that nobody uses ends after this
};

struct SessionPolicy {
  std::uint32_t max = 1000;            // alive at once; each keeps a process with its heap
  std::uint32_t perTenant = 100;       // of them, of one client's user
  Milliseconds idleTimeout{600'000};  // one that nobody uses is ended after this, or sooner if its client says so

  std::string folder;                    // of durable sessions; empty: there are none
  std::uint32_t durable = 100'000;          // kept there at once
  std::uint32_t durablePerTenant = 10'000;  // of them, of one client's user
  Bytes storage = 1024_MiB;                    // their files together, of one client's user
  Milliseconds keep{30 * 86'400'000LL};     // one that nobody has used for so long is forgotten; 0: never
};

struct ClientPolicy {
  std::uint32_t connections = 1000;  // open at once; beyond: accepted, told `overloaded`, closed
  std::uint32_t inFlight = 256;      // requests of one connection
  Bytes line = 64_MiB;               // one request, as JSON text
  Bytes unread = 128_MiB;            // answers a client has not read; beyond: its requests are not read
  Milliseconds firstByteToNewline{30'000};  // half a line and silence
  Milliseconds stalled{60'000};             // a client that reads nothing while answers wait is cut off
  std::vector<std::uint32_t> uids;          // peers allowed besides root and the supervisor's own uid
  std::vector<std::uint32_t> gids;
  bool anyUser = false;  // every local user who can open the socket
  bool tokens = false;   // others may come in to authenticate with a tenant's token, and do nothing before
  Milliseconds authenticateWithin{10'000};  // then they are cut off
};

struct ModulePolicy {
  std::vector<std::string> folders;  // absolute; packages that programs may load if their box whitelists them
  Bytes file = 16_MiB;               // a file's size at most
  Bytes cache = 64_MiB;              // texts that are kept
  std::uint32_t templates = 4;       // whitelists whose packages are loaded ahead of programs
};

struct JailPolicy {
  std::uint32_t uidBase = 1'900'000'000;  // as root: host ids uidBase … uidBase + pool.max of runners
  std::string cgroupParent;               // "" = found: see supervisor/README.md
  bool allowDegraded = false;
};

/// Where what matters for security is written down.
struct AuditPolicy {
  std::string file;      // "": nowhere
  bool required = true;  // while it cannot be written no program is begun
};

/// The hard ceiling, whose steps are none: what has no ceiling is not counted out.
inline constexpr Limits kNoCeiling = [] {
  Limits limits = kHardCeiling;
  limits.fuel = 0;
  return limits;
}();

/// What one tenant, a client's user ("uid:1000") or who has a token of it ("alice"), may have of what all share.
struct TenantPolicy {
  std::uint32_t share = 1;            // weight against others' when programs wait, and when processors are wanted
  std::uint32_t running = 10'000;     // programs at once
  std::uint32_t waiting = 1'000'000;  // programs waiting for a runner; beyond: overloaded
  std::vector<TokenDigest> tokens;    // any of them makes a client this tenant
  Limits ceiling = kNoCeiling;        // below the general one
  std::optional<std::uint32_t> sessions;     // alive at once; absent: sessions.perTenant
  std::optional<Milliseconds> cpuPerMinute;  // CPU time of its programs
  std::optional<Bytes> memory;               // limits of its programs in flight and of its sessions together
};

struct Policy {
  Limits defaults;
  Limits ceiling = kDefaultCeiling;
  PoolPolicy pool;
  ReusePolicy reuse;
  SessionPolicy sessions;
  ModulePolicy modules;
  std::map<std::string, TenantPolicy> tenants;  // by name; "default": all others
  ClientPolicy clients;
  JailPolicy jail;
  AuditPolicy audit;
  Milliseconds drainGrace{10'000};  // after SIGTERM, for what runs
};

/// A tenant's own rules, or "default"'s, or what holds without a policy.
const TenantPolicy& tenantRules(const Policy& policy, const std::string& tenant);
/// What its programs may ask for at most, and what they get who ask for nothing.
Limits ceilingOf(const Policy& policy, const std::string& tenant);
Limits defaultsOf(const Policy& policy, const std::string& tenant);
/// The smaller of each.
Limits smaller(const Limits& a, const Limits& b);

/// A policy from the text of a policy file: defaults with the named values changed. `name` is the file's
/// name, for errors, which read "policy.json: limits.memory: 1.5 is not a whole number of bytes".
Result<Policy> parsePolicy(std::string_view text, const std::string& name);

/// Reads and parses a policy file of at most 1 MiB.
Result<Policy> loadPolicy(const std::string& path);

}  // namespace isobox::policy

#endif
