// class IsoBox: from public calls to the core and back. Runs in the user's process.
#include "isobox/box.h"

#include <future>
#include <stdexcept>

#include "ipc/client/core.h"
#include "ipc/client/policy_text.h"
#include "ipc/client/replies.h"
#include "ipc/client/requests.h"

namespace isobox {

namespace asio = boost::asio;

namespace detail {
namespace {

/// Begins a run under the number `id`. `sink` is called once with the result: on the box's thread, or before
/// this returns when the call makes no sense.
void execute(Core& core, std::uint64_t id, std::string_view code, const ExecutionOptions& options,
             ResultSink sink) {
  auto params = runParams(core.options(), code, options);
  if (auto* wrong = std::get_if<std::string>(&params))
    return std::move(sink)(failedResult(Verdict::InvalidRequest, std::move(*wrong)));
  core.begin(id, "run", std::get<boost::json::object>(params),
             [sink = std::move(sink)](Reply reply) mutable { std::move(sink)(toResult(std::move(reply))); });
}

/// Sends one request and waits for its result; throws ExecutionError.
boost::json::value ask(Core& core, std::string_view method) {
  std::promise<Reply> promise;
  auto future = promise.get_future();
  core.begin(core.reserveId(), method, {},
             [promise = std::move(promise)](Reply reply) mutable { promise.set_value(std::move(reply)); });
  Reply reply = future.get();
  if (reply.verdict != Verdict::Ok)
    throw ExecutionError(failedResult(reply.verdict, std::move(reply.message)));
  return std::move(reply.result);
}

}  // namespace

void startExecute(const std::shared_ptr<Core>& core, asio::cancellation_slot slot, ResultSink sink,
                  std::string_view code, const ExecutionOptions& options) {
  const auto id = core->reserveId();
  if (slot.is_connected())
    slot.assign([weak = std::weak_ptr(core), id](asio::cancellation_type) {
      if (const auto alive = weak.lock()) alive->cancel(id);
    });
  execute(*core, id, code, options, std::move(sink));
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
  std::promise<ExecutionResult> promise;
  auto future = promise.get_future();
  detail::execute(*core(), core()->reserveId(), code, options,
                  [promise = std::move(promise)](ExecutionResult result) mutable {
                    promise.set_value(std::move(result));
                  });
  return future.get();
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

void IsoBox::shutdown() {
  if (core_) core_->shutdown();
}

}  // namespace isobox
