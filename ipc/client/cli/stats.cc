// `isobox stats` and `isobox sessions`: what a supervisor has to do, as tables. Runs in the isobox program.
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/connection.h"
#include "ipc/client/cli/metrics_table.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/inspect_text.h"
#include "ipc/json.h"
#include "isobox/box.h"

namespace isobox::cli {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr double kShortestWatch = 0.1, kLongestWatch = 86'400;
constexpr std::size_t kRowsPerHead = 20;

// The pool's numbers, in the order in which a program meets them.
constexpr std::array<std::string_view, 8> kColumns{"min", "max", "warm", "starting", "waiting", "busy", "ending", "sessions"};

int usage(const std::string& why) {
  complain(why);
  return kUsageStatus;
}

std::string memberText(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? "-" : value->is_string() ? std::string(value->get_string()) : ipc::writeJson(*value);
}

// ---- stats ----

json::object poolOf(IsoBox& box) {
  const auto info = box.info();
  const auto* pool = info.if_contains("pool");
  return pool && pool->is_object() ? pool->get_object() : json::object();
}

/// Of every tenant, for those who may see that.
json::object metricsOf(IsoBox& box) {
  try {
    return box.supervisorMetrics(true);
  } catch (const ExecutionError& failed) {
    if (failed.verdict() != Verdict::InvalidRequest) throw;
    return box.supervisorMetrics();
  }
}

std::string head() {
  std::string line;
  for (const auto column : kColumns) line += (line.empty() ? "" : "  ") + std::string(column);
  return line + "\n";
}

std::string row(const json::object& pool) {
  std::string line;
  for (const auto column : kColumns)
    line += (line.empty() ? "" : "  ") + padded(memberText(pool, column), column.size(), true);
  return line + "\n";
}

/// False when nobody reads it any more.
bool printStats(IsoBox& box, bool asJson, std::size_t number) {
  auto pool = poolOf(box);
  if (asJson) {
    pool["metrics"] = metricsOf(box);
    return printOut(ipc::writeJson(pool) + "\n");
  }
  return printOut((number % kRowsPerHead == 0 ? head() : "") + row(pool));
}

/// Until a signal, or until nobody reads any more. The exit status.
int watch(IsoBox& box, bool asJson, std::chrono::duration<double> pause) {
  asio::io_context io(1);
  asio::steady_timer timer(io);
  int status = 0;
  asio::signal_set signals(io, SIGINT, SIGTERM, SIGHUP);
  signals.async_wait([&](const auto& error, int signal) {
    if (error) return;
    status = 128 + signal;
    timer.cancel();
  });
  for (std::size_t number = 0; status == 0 && printStats(box, asJson, number); ++number) {
    timer.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(pause));
    bool over = false;
    timer.async_wait([&](const auto&) { over = true; });
    while (!over) io.run_one();
  }
  return status;
}

std::optional<double> readSeconds(const std::string& text) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && seconds >= kShortestWatch && seconds <= kLongestWatch ? std::optional(seconds) : std::nullopt;
}

// ---- sessions ----

constexpr std::array<std::string_view, 6> kSessionColumns{"NAME", "PROGRAMS", "RUNNING", "IDLE", "DURABLE", "MEMORY"};
using SessionRow = std::array<std::string, kSessionColumns.size()>;

std::string secondsText(const json::object& session, std::string_view name) {
  const auto* value = session.if_contains(name);
  json::error_code error;
  const auto milliseconds = value ? value->to_number<std::int64_t>(error) : 0;
  return value && !error ? std::to_string(milliseconds / 1000) + "s" : "-";
}

std::string mebibytesText(const json::object& session, std::string_view name) {
  const auto* value = session.if_contains(name);
  json::error_code error;
  const auto bytes = value ? value->to_number<std::uint64_t>(error) : 0;
  return value && !error ? std::to_string(bytes >> 20) + "MiB" : "-";
}

SessionRow sessionRow(const json::object& session) {
  const auto is = [&](std::string_view name) {
    const auto* value = session.if_contains(name);
    return value && *value == true;
  };
  return {memberText(session, "session"), memberText(session, "programs"), is("running") ? "yes" : "no",
          secondsText(session, "idle") + "/" + secondsText(session, "idleTimeout"),
          !is("durable") ? "no" : is("awake") ? "yes" : "asleep", mebibytesText(session, "memory")};
}

std::string table(const std::vector<SessionRow>& rows) {
  std::array<std::size_t, kSessionColumns.size()> widths{};
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], detail::columnCount(row[i]));
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) text += padded(row[i], widths[i], false) + "  ";
    text += row.back() + "\n";
  }
  return text;
}

int listSessions(IsoBox& box, bool asJson) {
  const auto sessions = box.sessions();
  if (asJson) {
    printOut(ipc::writeJson(json::array(sessions.begin(), sessions.end())) + "\n");
    return 0;
  }
  std::vector<SessionRow> rows(1);
  std::copy(kSessionColumns.begin(), kSessionColumns.end(), rows[0].begin());
  for (const auto& session : sessions) rows.push_back(sessionRow(session));
  printOut(table(rows));
  return 0;
}

}  // namespace

int statsCommand(const Arguments& arguments) {
  const auto text = arguments.value("--watch");
  const auto seconds = text ? readSeconds(*text) : std::nullopt;
  if (text && !seconds) return usage("--watch: " + *text + " is not a number of seconds within 0.1 … 86400");
  return guarded([&] {
    IsoBox box(connectionOptions(arguments));
    const bool asJson = arguments.has("--json");
    if (seconds) return watch(box, asJson, std::chrono::duration<double>(*seconds));
    printStats(box, asJson, 0);
    if (!asJson) printOut("\n" + metricsTable(metricsOf(box)));
    return 0;
  });
}

int sessionsCommand(const Arguments& arguments) {
  const auto& words = arguments.operands();
  if (!words.empty() && words[0] != "close") return usage("sessions knows nothing but close: " + words[0]);
  if (words.size() == 1) return usage("sessions close needs NAME");
  if (!arguments.has("--socket")) return usage("--socket is missing: a private supervisor has no sessions yet");
  return guarded([&] {
    IsoBox box(connectionOptions(arguments));
    if (words.empty()) return listSessions(box, arguments.has("--json"));
    box.closeSession(words[1]);
    return 0;
  });
}

}  // namespace isobox::cli
