// What executions say about security, as events. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_SECURITY_EVENTS_H
#define ISOBOX_IPC_CLIENT_SECURITY_EVENTS_H

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "isobox/result.h"

namespace isobox::detail {

/// {type, severity, timestamp, context} for each rule that the execution broke: a forbidden system call ("syscall",
/// critical), a runner that does not keep to its protocol ("protocol", critical), a module that is not allowed ("module",
/// warn).
std::vector<boost::json::object> describeViolations(const ExecutionResult& result, const std::string& filename);

}  // namespace isobox::detail

#endif
