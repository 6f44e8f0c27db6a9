// Tagged values and the numbers among them. Runs in the user's process.
#include "isobox/values.h"

#include <cmath>
#include <limits>

#include "ipc/client/tagged_values.h"

namespace isobox {

namespace json = boost::json;

std::string_view valueTag(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return "";
  return detail::textMember(*object, detail::kTagKey).value_or("");
}

json::value undefinedValue() {
  return {{detail::kTagKey, "undefined"}};
}

bool isUndefined(const json::value& value) {
  return valueTag(value) == "undefined";
}

std::optional<double> toDouble(const json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  const auto tag = valueTag(value);
  if (tag == "NaN") return std::nan("");
  if (tag == "Infinity") return std::numeric_limits<double>::infinity();
  if (tag == "-Infinity") return -std::numeric_limits<double>::infinity();
  if (tag == "-0") return -0.0;
  return std::nullopt;
}

json::value bigIntValue(std::string_view digits) {
  return {{detail::kTagKey, "BigInt"}, {"value", digits}};
}

std::optional<std::string> bigIntDigits(const json::value& value) {
  if (valueTag(value) != "BigInt") return std::nullopt;
  const auto digits = detail::textMember(value.get_object(), "value");
  return digits ? std::optional<std::string>(*digits) : std::nullopt;
}

}  // namespace isobox
