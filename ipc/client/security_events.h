// What executions say about security, as events. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_SECURITY_EVENTS_H
#define ISOBOX_IPC_CLIENT_SECURITY_EVENTS_H

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "isobox/result.h"

namespace isobox::detail {

/// {type, severity, timestamp, context} when the execution broke the rules: a forbidden system call ("syscall",
/// critical), or a runner that does not keep to its protocol ("protocol", critical).
std::optional<boost::json::object> describeViolation(const ExecutionResult& result, const std::string& filename);

}  // namespace isobox::detail

#endif
