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

}  // namespace isobox::detail

#endif
