// A supervisor's metrics as a table. Runs in the isobox program.
#include "ipc/client/cli/metrics_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include "ipc/client/inspect_text.h"

namespace isobox::cli {

namespace json = boost::json;

namespace {

using Row = std::array<std::string, 11>;
const Row kHead{"TENANT", "PROGRAMS", "ERRORS", "REFUSED", "AVG ms", "P50", "P90", "P99", "MAX", "CPU s", "PEAK MiB"};

double number(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  json::error_code error;
  const double found = value && value->is_number() ? value->to_number<double>(error) : 0;
  return error ? 0 : found;
}

json::object part(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_object() ? value->get_object() : json::object();
}

std::string digits(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

Row row(const std::string& name, const json::object& tally) {
  const auto refused = part(tally, "refused");
  const double refusals = number(refused, "overloaded") + number(refused, "cancelled") + number(refused, "other");
  return {name,
          digits(number(tally, "executions"), 0),
          digits(number(tally, "errors"), 0),
          digits(refusals, 0),
          digits(number(tally, "avgDuration"), 2),
          digits(number(tally, "p50"), 2),
          digits(number(tally, "p90"), 2),
          digits(number(tally, "p99"), 2),
          digits(number(tally, "maxDuration"), 2),
          digits(number(part(tally, "cpu"), "total") / 1000, 2),
          digits(number(tally, "peakMemory") / (1 << 20), 1)};
}

std::string aligned(const std::vector<Row>& rows) {
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  for (const auto& each : rows)
    for (std::size_t i = 0; i < each.size(); ++i) widths[i] = std::max(widths[i], detail::columnCount(each[i]));
  std::string text;
  for (const auto& each : rows) {
    for (std::size_t i = 0; i < each.size(); ++i) {
      const std::string space(widths[i] - detail::columnCount(each[i]), ' ');
      text += i == 0 ? each[i] + space : "  " + space + each[i];
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string metricsTable(const json::object& metrics) {
  std::vector<Row> rows{kHead};
  const auto tenants = part(metrics, "tenants");
  for (const auto& [name, tally] : tenants)
    if (tally.is_object()) rows.push_back(row(std::string(name), tally.get_object()));
  const auto* own = metrics.if_contains("tenant");
  if (tenants.empty() && own && own->is_string()) rows.push_back(row(std::string(own->get_string()), part(metrics, "own")));
  rows.push_back(row("(all)", part(metrics, "all")));
  return aligned(rows);
}

}  // namespace isobox::cli
