// Who a client is: by a token of a tenant. Supervisor, on the event loop. What is presented is not trusted and is never
// written anywhere.
#ifndef ISOBOX_SUPERVISOR_AUTHENTICATOR_H
#define ISOBOX_SUPERVISOR_AUTHENTICATOR_H

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "ipc/client_messages.h"
#include "policy/policy.h"
#include "supervisor/conversation.h"
#include "supervisor/event_bus.h"
#include "supervisor/throttle.h"

namespace isobox::supervisor {

class Authenticator {
 public:
  /// Unknown tokens that a connection may present; then it ends.
  static constexpr std::uint32_t kMostFailures = 3;

  explicit Authenticator(EventBus& events) : events_(events) {}

  void setPolicy(const policy::Policy& policy);

  /// Makes the caller a tenant. The result as JSON text, or why not. `alone`: no other request of it is in flight.
  std::variant<std::string, ipc::RpcError> authenticate(const boost::json::object& params, Caller& caller, bool alone);

  /// Whether this token still makes a client this tenant.
  bool stillKnown(const policy::TokenDigest& token, const std::string& tenant) const;

  /// Somebody was not let in at all.
  void turnedAway(std::uint32_t uid);

 private:
  std::optional<std::string> tenantOf(const policy::TokenDigest& presented) const;
  void tellFailure(std::uint32_t uid, const char* what);

  EventBus& events_;
  std::vector<std::pair<policy::TokenDigest, std::string>> known_;
  Throttle failures_{10, std::chrono::seconds(1)};
};

}  // namespace isobox::supervisor

#endif
