// class IsoBox: from public calls to the core and back. Runs in the user's process.
#include "isobox/box.h"

#include <future>
#include <stdexcept>

#include "ipc/client/core.h"
#include "ipc/client/executing.h"
#include "ipc/client/following.h"
#include "ipc/client/policy_text.h"
#include "ipc/client/project.h"
#include "ipc/client/replies.h"
#include "ipc/client/requests.h"

namespace isobox {

namespace asio = boost::asio;

namespace detail {

void startExecute(const std::shared_ptr<Core>& core, asio::cancellation_slot slot, ResultSink sink,
                  std::string_view code, const ExecutionOptions& options, const std::string& session) {
  const auto id = core->reserveId();
  if (slot.is_connected())
    slot.assign([weak = std::weak_ptr(core), id](asio::cancellation_type) {
      if (const auto alive = weak.lock()) alive->cancel(id);
    });
  auto params = runParams(core->options(), code, options);
  if (auto* wrong = std::get_if<std::string>(&params))
    return std::move(sink)(failedResult(Verdict::InvalidRequest, std::move(*wrong)));
  auto& request = std::get<boost::json::object>(params);
  if (!session.empty()) request["session"] = session;
  auto functions = functionsOf(core->options(), options);
  if (functions.empty() && !options.onConsole)
    return core->begin(id, "run", request,
                       [sink = std::move(sink)](Reply reply) mutable { std::move(sink)(toResult(std::move(reply))); });
  startConversation(core, id, std::move(request), std::move(functions), consoleOf(options), std::move(sink));
}

void recordFor(const std::shared_ptr<Core>& core, const ExecutionResult& result, const std::string& filename) {
  core->record(result, filename);
}

}  // namespace detail

IsoBox::IsoBox(IsoBoxOptions options) {
  detail::checkOptions(options);
  core_ = std::make_shared<detail::Core>(std::move(options));
}

IsoBox::~IsoBox() {
  shutdown();
}
IsoBox::IsoBox(IsoBox&&) noexcept = default;

IsoBox& IsoBox::operator=(IsoBox&& other) noexcept {
  if (this == &other) return *this;
  shutdown();
  core_ = std::move(other.core_);
  return *this;
}

const std::shared_ptr<detail::Core>& IsoBox::core() const {
  if (!core_) throw std::logic_error("this IsoBox was moved from");
  return core_;
}

ExecutionResult IsoBox::execute(std::string_view code, const ExecutionOptions& options) {
  return detail::executeHere(core(), code, options, {});
}

Stream IsoBox::runStream(std::string_view code, const ExecutionOptions& options, StreamOptions stream) {
  return Stream(detail::stream(core(), code, options, std::move(stream), {}));
}

Session IsoBox::createSession(const std::string& id, const SessionOptions& options) {
  boost::json::object params{{"session", id}};
  if (options.idleTimeout) params["idleTimeout"] = options.idleTimeout->count();
  if (options.timeout) params["timeout"] = options.timeout->count();
  if (options.cpu) params["cpu"] = options.cpu->count();
  if (options.memory) params["memory"] = *options.memory;
  if (options.durable) params["durable"] = true;
  detail::ask(*core(), "session.open", params);
  return Session(core(), id);
}

std::vector<boost::json::object> IsoBox::sessions() {
  auto answer = detail::ask(*core(), "session.list");
  std::vector<boost::json::object> list;
  if (auto* sessions = answer.if_array())
    for (auto& session : *sessions)
      if (session.is_object()) list.push_back(std::move(session.get_object()));
  return list;
}

void IsoBox::closeSession(const std::string& id) {
  detail::ask(*core(), "session.close", {{"session", id}});
}

ExecutionResult IsoBox::executeProject(const ProjectOptions& project, const ExecutionOptions& options) {
  const auto run = detail::projectRun(project, options);
  return execute(run.code, run.options);
}

boost::json::value IsoBox::runProject(const ProjectOptions& project, const ExecutionOptions& options) {
  auto result = executeProject(project, options);
  if (!result.ok()) throw ExecutionError(std::move(result));
  return std::move(result.value);
}

ListenerId IsoBox::on(std::string_view event, EventEmitter::Handler handler) {
  return core()->events().on(event, std::move(handler));
}

ListenerId IsoBox::once(std::string_view event, EventEmitter::Handler handler) {
  return core()->events().once(event, std::move(handler));
}

bool IsoBox::off(std::string_view event, ListenerId id) {
  return core()->events().off(event, id);
}

GlobalMetrics IsoBox::getMetrics() const {
  return core()->metrics().getMetrics();
}

std::vector<ExecutionMetrics> IsoBox::getHistory(std::size_t limit) const {
  return core()->metrics().getHistory(limit);
}

boost::json::value IsoBox::run(std::string_view code, const ExecutionOptions& options) {
  auto result = execute(code, options);
  if (!result.ok()) throw ExecutionError(std::move(result));
  return std::move(result.value);
}

void IsoBox::warmupPool() {
  detail::ask(*core(), "warmup");
}

boost::json::object IsoBox::info() {
  auto answer = detail::ask(*core(), "info");
  if (!answer.is_object())
    throw ExecutionError(
        detail::failedResult(Verdict::InternalError, "the supervisor's answer to info is no object"));
  return std::move(answer.get_object());
}

boost::json::object IsoBox::supervisorMetrics(bool everybody) {
  auto answer = detail::ask(*core(), "metrics", everybody ? boost::json::object{{"tenants", true}} : boost::json::object());
  if (!answer.is_object())
    throw ExecutionError(detail::failedResult(Verdict::InternalError, "the supervisor's answer to metrics is no object"));
  return std::move(answer.get_object());
}

EventSubscription IsoBox::followEvents(EventEmitter::Handler handler, std::vector<std::string> types) {
  return EventSubscription(detail::follow(core(), std::move(handler), types));
}

std::vector<boost::json::object> IsoBox::recentEvents(std::vector<std::string> types) {
  auto answer = detail::ask(*core(), "events", {{"types", boost::json::array(types.begin(), types.end())}});
  std::vector<boost::json::object> list;
  if (auto* events = answer.if_array())
    for (auto& event : *events)
      if (event.is_object()) list.push_back(std::move(event.get_object()));
  return list;
}

void IsoBox::shutdown() {
  if (core_) core_->shutdown();
}

}  // namespace isobox
