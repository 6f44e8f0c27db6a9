// A policy file from a box's options, for a private supervisor. Runs in the user's process.
#ifndef ISOBOX_IPC_CLIENT_POLICY_TEXT_H
#define ISOBOX_IPC_CLIENT_POLICY_TEXT_H

#include <string>

#include "isobox/options.h"

namespace isobox::detail {

/// Throws std::invalid_argument, naming the option, when a box cannot be made of these.
void checkOptions(const IsoBoxOptions& options);

/// JSON for `--policy`. Ceilings are raised to what the options ask for: the caller is the operator here.
std::string policyText(const IsoBoxOptions& options);

}  // namespace isobox::detail

#endif
