// Checking a box's options, and a policy file made from them. Runs in the user's process.
#include "ipc/client/policy_text.h"

#include <sys/un.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <stdexcept>

#include "ipc/base/units.h"
#include "ipc/client/option_checks.h"
#include "ipc/json.h"
#include "ipc/json_validator.h"
#include "policy/limits.h"
#include "policy/module_rules.h"
#include "policy/policy.h"
#include "policy/validators.h"

namespace isobox::detail {

namespace json = boost::json;

namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& why) {
  throw std::invalid_argument("IsoBoxOptions." + option + ": " + why);
}

void checkExecution(const IsoBoxOptions::Execution& execution) {
  const auto& hard = policy::kHardCeiling;
  if (execution.timeout && (execution.timeout->count() <= 0 || *execution.timeout > hard.wall))
    refuse("execution.timeout", std::to_string(execution.timeout->count()) + " ms is not within 1 … " +
                                    std::to_string(hard.wall.count()) + " ms");
  const auto memory = execution.memory.max;
  if (memory && (*memory < policy::kMinimumMemory.count || *memory > hard.memory.count))
    refuse("execution.memory.max", std::to_string(*memory) + " bytes is not within " +
                                       std::to_string(policy::kMinimumMemory.count) + " … " +
                                       std::to_string(hard.memory.count) + " bytes");
}

void checkPool(const IsoBoxOptions::Pool& pool) {
  if (pool.max == 0) refuse("pool.max", "0 runners cannot run anything");
  if (pool.min > pool.max)
    refuse("pool.min", std::to_string(pool.min) + " is above pool.max, " + std::to_string(pool.max));
  if (pool.idleTimeout.count() < 0)
    refuse("pool.idleTimeout", std::to_string(pool.idleTimeout.count()) + " ms is negative");
}

void checkSupervisor(const IsoBoxOptions& options) {
  if (options.socket.size() >= sizeof(sockaddr_un::sun_path))
    refuse("socket",
           "the path is longer than " + std::to_string(sizeof(sockaddr_un::sun_path) - 1) + " bytes");
  if (options.socket.find('\0') != std::string::npos) refuse("socket", "the path has a NUL character in it");
  if (!options.socket.empty() && !options.supervisorPath.empty())
    refuse("supervisorPath", "is for a private supervisor, but socket names a running one");
}

/// Its text is in no message.
void checkConnection(const IsoBoxOptions& options) {
  const std::string& token = options.connection.token;
  if (token.empty()) return;
  if (options.socket.empty()) refuse("connection.token", "is for a running supervisor, and socket names none");
  if (token.size() > policy::kMaxToken)
    refuse("connection.token", "is longer than " + std::to_string(policy::kMaxToken) + " bytes");
  if (!ipc::isUtf8(token)) refuse("connection.token", "is not UTF-8");
}

void checkContext(const IsoBoxOptions::Context& context) {
  if (const auto wrong = wrongVariables(context.globals)) refuse("context.globals", *wrong);
  if (const auto wrong = wrongEnvironment(context.env)) refuse("context.env", *wrong);
}

void checkRequire(const IsoBoxOptions& options) {
  const auto& require = options.require;
  if (const auto rules = policy::ModuleRules::parse(require.whitelist); !rules) refuse("require.whitelist", rules.error().detail);
  for (const std::string& folder : require.folders)
    if (!folder.starts_with('/')) refuse("require.folders", "\"" + folder + "\" is not absolute");
  if (!require.folders.empty() && !options.socket.empty())
    refuse("require.folders", "is for a private supervisor, but socket names a running one, whose operator names the folders");
  for (const auto& [name, mock] : require.mocks) {
    if (name.empty() || name.size() > policy::kMaxPath) refuse("require.mocks", "\"" + name + "\" is no name of a module");
    for (const auto& [function, host] : mock.host)
      if (!host || function.empty() || function.find('\n') != std::string::npos)
        refuse("require.mocks", name + ": \"" + function + "\" is no function");
  }
}

void checkWaiting(const IsoBoxOptions::Waiting& waiting) {
  constexpr std::chrono::microseconds kMost = std::chrono::seconds(1);
  if (waiting.busyPoll.count() < 0 || waiting.busyPoll > kMost)
    refuse("waiting.busyPoll", std::to_string(waiting.busyPoll.count()) + " µs is not within 0 … " + std::to_string(kMost.count()) + " µs");
}

void checkSessions(const IsoBoxOptions& options) {
  const std::string& folder = options.sessions.folder;
  if (folder.empty()) return;
  if (!options.socket.empty())
    refuse("sessions.folder", "is for a private supervisor, but socket names a running one, whose operator names the folder");
  if (!folder.starts_with('/') || folder.find('\0') != std::string::npos || (folder + "/").find("/../") != std::string::npos)
    refuse("sessions.folder", "\"" + folder + "\" is not an absolute path without \"..\"");
}

}  // namespace

void checkOptions(const IsoBoxOptions& options) {
  checkExecution(options.execution);
  checkPool(options.pool);
  checkSupervisor(options);
  checkConnection(options);
  checkContext(options.context);
  checkRequire(options);
  checkSessions(options);
  checkWaiting(options.waiting);
}

std::string policyText(const IsoBoxOptions& options) {
  // The caller is the operator: a project of several files, and what it reads, may be as large as the ceiling.
  json::object limits{{"source", policy::kDefaultCeiling.source.count}, {"input", policy::kDefaultCeiling.input.count}};
  json::object ceiling;
  if (const auto timeout = options.execution.timeout) {
    // A script cannot use more CPU time than wall time; a CPU limit below the timeout would come as a
    // surprise.
    const auto cpu = std::max(policy::Limits{}.cpu, *timeout);
    limits["wall"] = timeout->count();
    limits["cpu"] = cpu.count();
    ceiling["wall"] = std::max(policy::kDefaultCeiling.wall, *timeout).count();
    ceiling["cpu"] = std::max(policy::kDefaultCeiling.cpu, cpu).count();
  }
  if (const auto memory = options.execution.memory.max) {
    limits["memory"] = *memory;
    ceiling["memory"] = std::max(policy::kDefaultCeiling.memory.count, *memory);
  }
  json::object policy{
      {"limits", std::move(limits)},
      {"ceiling", std::move(ceiling)},
      {"pool",
       {{"min", options.pool.min},
        {"max", options.pool.max},
        {"idleTimeout", options.pool.idleTimeout.count()}}},
  };
  // One client, one user: all sessions are its own.
  json::object sessions{{"perTenant", policy::SessionPolicy{}.max}};
  if (!options.sessions.folder.empty()) sessions["folder"] = options.sessions.folder;
  policy["sessions"] = std::move(sessions);
  if (!options.require.folders.empty())
    policy["modules"] = {{"folders", json::array(options.require.folders.begin(), options.require.folders.end())}};
  if (options.jail.allowDegraded) policy["jail"] = {{"allowDegraded", true}};
  return ipc::writeJson(policy);
}

}  // namespace isobox::detail
