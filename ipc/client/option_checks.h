// What is wrong with options that carry text: variables, environments, files. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_OPTION_CHECKS_H
#define ISOBOX_IPC_CLIENT_OPTION_CHECKS_H

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "isobox/options.h"
#include "isobox/validators.h"

namespace isobox::detail {

/// What is wrong with variables: text that is not UTF-8.
std::optional<std::string> wrongVariables(const boost::json::object& variables);

/// What is wrong with environment variables: names that no environment can have, text that is not UTF-8.
std::optional<std::string> wrongEnvironment(const std::map<std::string, std::string>& env);

/// What is wrong with files: paths and texts that no request can carry.
std::optional<std::string> wrongFiles(const std::map<std::string, std::string>& files);

/// Everything that is wrong with one execution's options, see Validators::validateOptions.
std::vector<Problem> wrongOptions(const ExecutionOptions& options);

}  // namespace isobox::detail

#endif
