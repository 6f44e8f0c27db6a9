// class SecurityLogger. Runs in the user's process, in any of its threads.
#include "isobox/security_logger.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "ipc/base/line_file.h"
#include "ipc/client/core.h"
#include "ipc/events.h"
#include "isobox/box.h"

namespace isobox {

namespace json = boost::json;

namespace {

std::string textOf(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

SecurityEvent fromPayload(const json::object& payload) {
  SecurityEvent event;
  event.type = textOf(payload, "type");
  event.severity = textOf(payload, "severity");
  const auto* time = payload.if_contains("timestamp");
  if (time && time->is_int64()) event.timestamp += std::chrono::milliseconds(time->get_int64());
  const auto* context = payload.if_contains("context");
  if (context && context->is_object()) event.context = context->get_object();
  return event;
}

ipc::Severity severityOf(const std::string& name) {
  for (const auto each : {ipc::Severity::Info, ipc::Severity::Warn, ipc::Severity::Error})
    if (name == ipc::severityName(each)) return each;
  return ipc::Severity::Critical;
}

/// With the types that the supervisor's own audit file has.
std::string lineOf(const SecurityEvent& event) {
  ipc::Event shown{.type = "security:violation",
                   .severity = severityOf(event.severity),
                   .tenant = {},
                   .context = event.context,
                   .time = event.timestamp};
  if (event.type == "module") {
    shown.type = "security:denied-module";
    shown.context = {{"filename", textOf(event.context, "filename")}, {"modules", {textOf(event.context, "module")}}};
  } else {
    shown.context["violation"] = event.type;
  }
  return ipc::encodeEvent(shown);
}

[[noreturn]] void refuse(const Error& error) {
  throw std::runtime_error("SecurityLogger: " + error.describe());
}

}  // namespace

struct SecurityLogger::State {
  void take(SecurityEvent event) {
    const std::lock_guard lock(mutex);
    // A line that is not taken waits in the file's object, see waiting().
    if (file) (void)file->append(lineOf(event));
    ++counts[event.severity];
    ++total;
    history.push_back(std::move(event));
    if (history.size() > most) history.pop_front();
  }

  std::mutex mutex;
  std::optional<LineFile> file;
  std::size_t most = 0;
  std::deque<SecurityEvent> history;
  std::map<std::string, std::uint64_t, std::less<>> counts;
  std::uint64_t total = 0;
};

SecurityLogger::SecurityLogger(IsoBox& box, SecurityLoggerOptions options)
    : state_(std::make_shared<State>()), core_(box.core()) {
  state_->most = options.history;
  if (!options.file.empty()) {
    auto opened = LineFile::open(options.file);
    if (!opened) refuse(opened.error());
    state_->file = std::move(*opened);
  }
  listener_ = core_->events().on("security:violation", [state = state_](const json::value& payload) {
    if (payload.is_object()) state->take(fromPayload(payload.get_object()));
  });
}

SecurityLogger::~SecurityLogger() {
  core_->events().off("security:violation", listener_);
}

std::vector<SecurityEvent> SecurityLogger::getHistory(std::size_t limit) const {
  const std::lock_guard lock(state_->mutex);
  const auto count = std::min(limit, state_->history.size());
  return {std::prev(state_->history.end(), static_cast<std::ptrdiff_t>(count)), state_->history.end()};
}

std::uint64_t SecurityLogger::count(std::string_view severity) const {
  const std::lock_guard lock(state_->mutex);
  if (severity.empty()) return state_->total;
  const auto found = state_->counts.find(severity);
  return found == state_->counts.end() ? 0 : found->second;
}

void SecurityLogger::reopen() {
  const std::lock_guard lock(state_->mutex);
  if (!state_->file) return;
  if (const auto reopened = state_->file->reopen(); !reopened) refuse(reopened.error());
  (void)state_->file->flush();
}

std::size_t SecurityLogger::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->file ? state_->file->waiting() : 0;
}

std::uint64_t SecurityLogger::lost() const {
  const std::lock_guard lock(state_->mutex);
  return state_->file ? state_->file->lost() : 0;
}

}  // namespace isobox
