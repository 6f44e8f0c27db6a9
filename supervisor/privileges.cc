// Cutting the supervisor's own capabilities. Supervisor, before its event loop.
#include "supervisor/privileges.h"

#include <sys/capability.h>
#include <unistd.h>

#include <memory>

namespace isobox::supervisor {
namespace {

// Writing the jail's id maps.
constexpr cap_value_t kInForce[] = {CAP_SETUID, CAP_SETGID};
// Removing our directory from a cgroup root that is read-only even for its owner, at the very end.
constexpr cap_value_t kInReserve[] = {CAP_DAC_OVERRIDE};

struct CapFree {
  void operator()(cap_t caps) const { ::cap_free(caps); }
};
using Capabilities = std::unique_ptr<std::remove_pointer_t<cap_t>, CapFree>;

bool isInForce(cap_value_t capability) { return capability == kInForce[0] || capability == kInForce[1]; }

Result<> cutBoundingSet() {
  for (cap_value_t capability = 0; capability < ::cap_max_bits(); ++capability) {
    if (isInForce(capability) || ::cap_get_bound(capability) != 1) continue;
    if (::cap_drop_bound(capability) != 0) return errnoError("cut the supervisor's bounding set");
  }
  return {};
}

bool isPermitted(cap_value_t capability) {
  cap_flag_value_t present = CAP_CLEAR;
  const Capabilities current(::cap_get_proc());
  return current && ::cap_get_flag(current.get(), capability, CAP_PERMITTED, &present) == 0 && present == CAP_SET;
}

/// Sets both sets to what `wanted` says and reads them back.
Result<> enter(const Capabilities& wanted) {
  if (::cap_set_proc(wanted.get()) != 0) return errnoError("set the supervisor's capabilities");
  const Capabilities actual(::cap_get_proc());
  if (!actual || ::cap_compare(wanted.get(), actual.get()) != 0) return Error{"read back capabilities", 0, {}};
  return {};
}

/// Adds the reserve to the effective set, or takes it out, where it is permitted at all.
bool setReserve(cap_flag_value_t value) {
  const Capabilities wanted(::cap_get_proc());
  return wanted && isPermitted(kInReserve[0]) && ::cap_set_flag(wanted.get(), CAP_EFFECTIVE, 1, kInReserve, value) == 0 &&
         ::cap_set_proc(wanted.get()) == 0;
}

}  // namespace

Result<> dropPrivileges() {
  if (::geteuid() != 0) return {};
  ISOBOX_CHECK(cutBoundingSet());
  const Capabilities wanted(::cap_init());
  // A root that was started without the reserve, as in some containers, has none.
  const cap_flag_value_t reserve = isPermitted(kInReserve[0]) ? CAP_SET : CAP_CLEAR;
  if (!wanted || ::cap_set_flag(wanted.get(), CAP_PERMITTED, 2, kInForce, CAP_SET) != 0 ||
      ::cap_set_flag(wanted.get(), CAP_EFFECTIVE, 2, kInForce, CAP_SET) != 0 ||
      ::cap_set_flag(wanted.get(), CAP_PERMITTED, 1, kInReserve, reserve) != 0)
    return errnoError("choose capabilities");
  return enter(wanted);
}

FileRights::FileRights() {
  cap_flag_value_t before = CAP_CLEAR;
  const Capabilities current(::cap_get_proc());
  if (current) ::cap_get_flag(current.get(), kInReserve[0], CAP_EFFECTIVE, &before);
  raised_ = before == CAP_CLEAR && setReserve(CAP_SET);
}

FileRights::~FileRights() {
  if (raised_) setReserve(CAP_CLEAR);
}

}  // namespace isobox::supervisor
