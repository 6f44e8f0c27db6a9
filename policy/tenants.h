// What must hold of a policy's tenants. Runs in the supervisor at start and at SIGHUP.
#ifndef ISOBOX_POLICY_TENANTS_H
#define ISOBOX_POLICY_TENANTS_H

#include <string_view>

#include "policy/policy.h"

namespace isobox::policy {

/// "default", a user by number ("uid:1000"), or a name for those who have a token: letters, digits, ".", "_" and "-".
Result<> checkTenantName(std::string_view name);

/// Names need tokens, tokens are of one tenant each, ceilings lie under the general one. Error: with the path.
Result<> checkTenants(const Policy& policy);

}  // namespace isobox::policy

#endif
