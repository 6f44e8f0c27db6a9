// Durations and sizes as people write them: "30s", "64MiB". Used in the supervisor (policy file) and in the
// user's process (command line). Trusted.
#ifndef ISOBOX_POLICY_UNITS_TEXT_H
#define ISOBOX_POLICY_UNITS_TEXT_H

#include <string>
#include <string_view>

#include "ipc/base/result.h"
#include "ipc/base/units.h"

namespace isobox::policy {

/// "500ms", "30s", "1.5s", "5min", "2h". A number without a unit is milliseconds. What is finer than a
/// millisecond is an error. The operation of the Error is "read a duration"; its detail is a sentence about
/// `text`.
Result<Milliseconds> parseDuration(std::string_view text);

/// "65536", "512KiB", "64MiB", "1.5GiB": binary units only. "64MB" is an error that says to write 64MiB, as
/// people disagree about what it means. The operation of the Error is "read a size"; its detail is a sentence
/// about `text`.
Result<Bytes> parseSize(std::string_view text);

/// In the largest unit that says it exactly: "30s", "64MiB", "1000001B". The functions above read it back.
std::string durationText(Milliseconds duration);
std::string sizeText(Bytes size);

}  // namespace isobox::policy

#endif
