// From a call's options to the parameters of `run`. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_REQUESTS_H
#define ISOBOX_IPC_CLIENT_REQUESTS_H

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "isobox/options.h"

namespace isobox::detail {

/// Parameters for `run`, or why the call makes no sense ("options.env: …"). What can be judged only with the
/// policy is left to the supervisor.
std::variant<boost::json::object, std::string> runParams(const IsoBoxOptions& box, std::string_view code,
                                                         const ExecutionOptions& options);

/// The box's functions and the call's.
HostFunctions functionsOf(const IsoBoxOptions& box, const ExecutionOptions& options);

/// With NaN and the infinities, which JSON lacks, as the tags they come back as.
boost::json::object taggedVariables(const boost::json::object& variables);
boost::json::value taggedValue(boost::json::value value);

}  // namespace isobox::detail

#endif
