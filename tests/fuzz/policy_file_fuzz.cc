// Policy files. What is accepted must hold together; what is refused must say why.
#include "policy/policy.h"

#include <cstdlib>

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void checkAccepted(const isobox::policy::Policy& policy) {
  using namespace isobox::policy;
  require(checkWithin(policy.defaults, policy.ceiling).has_value());
  require(checkWithin(policy.ceiling, kHardCeiling).has_value());
  require(policy.pool.max >= 1 && policy.pool.min <= policy.pool.max);
  require(policy.clients.line >= policy.ceiling.source + policy.ceiling.input);
  require(policy.jail.uidBase + policy.pool.max > policy.pool.max);
  require(policy.jail.cgroupParent.empty() || policy.jail.cgroupParent.front() == '/');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto policy = isobox::policy::parsePolicy(text, "p");
  if (policy)
    checkAccepted(*policy);
  else
    require(policy.error().operation.starts_with("p") && !policy.error().detail.empty());
  return 0;
}
