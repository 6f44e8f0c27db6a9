// Values of scripts. JSON lacks some of them; IsoBox writes those as objects with the one reserved key
// "$isobox". runner/engine/README.md has the table. Used in the user's process.
#ifndef ISOBOX_VALUES_H
#define ISOBOX_VALUES_H

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace isobox {

/// The name after "$isobox" ("undefined", "Date", …), or "" for a plain JSON value.
std::string_view valueTag(const boost::json::value& value);

/// The value `undefined`, for use in ExecutionOptions::context and to compare with.
boost::json::value undefinedValue();

bool isUndefined(const boost::json::value& value);

/// The number in a JSON number or a tagged NaN, Infinity, -Infinity or -0. Nothing for all else.
std::optional<double> toDouble(const boost::json::value& value);

/// A BigInt for use in ExecutionOptions::context and the like: decimal digits, perhaps with a minus before them.
boost::json::value bigIntValue(std::string_view digits);

/// The decimal digits of a BigInt. Nothing for all else.
std::optional<std::string> bigIntDigits(const boost::json::value& value);

/// The value as `node -p` prints it: strings raw, objects two levels deep, long ones on several lines.
std::string inspect(const boost::json::value& value);

}  // namespace isobox

#endif
