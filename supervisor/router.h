// The method table: which request does what. Supervisor.
#ifndef ISOBOX_SUPERVISOR_ROUTER_H
#define ISOBOX_SUPERVISOR_ROUTER_H

#include <memory>
#include <string>
#include <vector>

#include "ipc/client_messages.h"
#include "supervisor/accounting.h"
#include "supervisor/authenticator.h"
#include "supervisor/executions.h"

namespace isobox::supervisor {

/// What a request of the wrong form is answered.
inline ipc::RpcError badParams(std::string message) { return {ipc::RpcCode::InvalidParams, std::move(message)}; }

class Router {
 public:
  Router(asio::any_io_executor executor, Executions& executions, Pool& pool, Accounting& accounting, EventBus& events,
         Authenticator& authenticator)
      : executor_(executor), executions_(executions), pool_(pool), accounting_(accounting), events_(events),
        authenticator_(authenticator) {}

  /// Handles one request to its end. The answer line, or "" for a notification.
  Task<std::string> handle(ipc::Request request, Caller& caller);

  /// What takes long of a request with many bytes, beside the loop and before its turn: requests for programs are taken in the order
  /// they came in.
  static void prepareBulk(ipc::Request& request);

  /// Handles `authenticate`, at once: what comes after it belongs to whom it says. `alone`: nothing else is in flight.
  std::string authenticate(const ipc::Request& request, Caller& caller, bool alone);
  Authenticator& authenticator() { return authenticator_; }

 private:
  using Answer = std::variant<std::string, ipc::ExecutionReport, ipc::RpcError>;  // result as JSON text, or a program's
  using Handler = Task<Answer> (Router::*)(ipc::Request&, Caller&);
  struct Row {
    const char* method;
    Handler handler;
  };
  static const Row kRows[];

  Task<Answer> run(ipc::Request& request, Caller& caller);
  Task<Answer> cancel(ipc::Request& request, Caller& caller);
  Task<Answer> credit(ipc::Request& request, Caller& caller);
  Task<Answer> stop(ipc::Request& request, Caller& caller);
  Task<Answer> reply(ipc::Request& request, Caller& caller);
  Task<Answer> openSession(ipc::Request& request, Caller& caller);
  Task<Answer> setState(ipc::Request& request, Caller& caller);
  Task<Answer> getState(ipc::Request& request, Caller& caller);
  Task<Answer> reset(ipc::Request& request, Caller& caller);
  Task<Answer> closeSession(ipc::Request& request, Caller& caller);
  Task<Answer> listSessions(ipc::Request& request, Caller& caller);
  Task<Answer> execute(ipc::RunRequest request, const ipc::Request& origin, Caller& caller);
  Task<Answer> info(ipc::Request& request, Caller& caller);
  Task<Answer> ping(ipc::Request& request, Caller& caller);
  Task<Answer> warmup(ipc::Request& request, Caller& caller);
  Task<Answer> metrics(ipc::Request& request, Caller& caller);
  Task<Answer> events(ipc::Request& request, Caller& caller);
  Task<Answer> follow(ipc::Request& request, Caller& caller, std::vector<std::string> types);

  static ipc::RpcError unknownMethod(const std::string& method);
  Task<std::string> encodeBulk(std::string id, ipc::ExecutionReport report);

  asio::any_io_executor executor_;
  Executions& executions_;
  Pool& pool_;
  Accounting& accounting_;
  EventBus& events_;
  Authenticator& authenticator_;
};

}  // namespace isobox::supervisor

#endif
