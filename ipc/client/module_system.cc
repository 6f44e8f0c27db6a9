// class ModuleSystem. Runs in the user's process.
#include "isobox/module_system.h"

#include <algorithm>
#include <stdexcept>
#include <variant>
#include <vector>

#include "policy/module_rules.h"
#include "policy/validators.h"

namespace isobox {

struct ModuleSystem::Rules {
  IsoBoxOptions::Require require;
  policy::ModuleRules exact, anyVersion;
  IsoBox box;
};

namespace {

policy::ModuleRules parseRules(const std::vector<std::string>& patterns) {
  auto rules = policy::ModuleRules::parse(patterns);
  if (!rules) throw std::invalid_argument("ModuleSystem.whitelist: " + rules.error().detail);
  return std::move(*rules);
}

/// "lodash" of "lodash@^4", "@a/b" of "@a/b@1".
std::vector<std::string> withoutVersions(std::vector<std::string> patterns) {
  for (std::string& pattern : patterns) pattern.resize(std::min(pattern.find('@', 1), pattern.size()));
  return patterns;
}

IsoBoxOptions withRules(IsoBoxOptions options, const IsoBoxOptions::Require& require) {
  options.require = require;
  return options;
}

}  // namespace

ModuleSystem::ModuleSystem(IsoBoxOptions::Require rules, IsoBoxOptions box) {
  auto exact = parseRules(rules.whitelist);
  auto anyVersion = parseRules(withoutVersions(rules.whitelist));
  IsoBox made(withRules(std::move(box), rules));
  rules_.reset(new Rules{std::move(rules), std::move(exact), std::move(anyVersion), std::move(made)});
}

ModuleSystem::~ModuleSystem() = default;

boost::json::value ModuleSystem::require(std::string_view moduleName) {
  ExecutionOptions options;
  options.context["moduleName"] = moduleName;
  return rules_->box.run("require(moduleName)", options);
}

bool ModuleSystem::isWhitelisted(std::string_view moduleName) const {
  const auto parsed = policy::parseModuleName(moduleName);
  const auto* name = std::get_if<policy::ModuleName>(&parsed);
  if (!name || name->builtin) return false;
  const std::string subpath = name->subpath.empty() ? "" : "/" + std::string(name->subpath);
  if (name->version.empty()) return rules_->anyVersion.allows(name->package, subpath, "");
  return rules_->exact.allows(name->package, subpath, name->version);
}

bool ModuleSystem::isMocked(std::string_view moduleName) const {
  return rules_->require.mocks.contains(std::string(moduleName));
}

}  // namespace isobox
