// The method table: which request does what. Supervisor.
#ifndef ISOBOX_SUPERVISOR_ROUTER_H
#define ISOBOX_SUPERVISOR_ROUTER_H

#include <map>
#include <memory>
#include <string>

#include "ipc/client_messages.h"
#include "supervisor/executions.h"

namespace isobox::supervisor {

/// The requests of one connection that are in flight, by id, so that they can be cancelled.
using InFlight = std::multimap<std::string, std::shared_ptr<Cancellation>>;

class Router {
 public:
  Router(asio::any_io_executor executor, Executions& executions, Pool& pool)
      : executor_(executor), executions_(executions), pool_(pool) {}

  /// Handles one request to its end. The answer line, or "" for a notification.
  Task<std::string> handle(ipc::Request request, InFlight& inFlight);

 private:
  using Answer = std::variant<std::string, ipc::RpcError>;  // result as JSON text
  using Handler = Task<Answer> (Router::*)(ipc::Request&, InFlight&);
  struct Row {
    const char* method;
    Handler handler;
  };
  static const Row kRows[];

  Task<Answer> run(ipc::Request& request, InFlight& inFlight);
  Task<Answer> cancel(ipc::Request& request, InFlight& inFlight);
  Task<Answer> info(ipc::Request& request, InFlight& inFlight);
  Task<Answer> ping(ipc::Request& request, InFlight& inFlight);
  Task<Answer> warmup(ipc::Request& request, InFlight& inFlight);

  asio::any_io_executor executor_;
  Executions& executions_;
  Pool& pool_;
};

}  // namespace isobox::supervisor

#endif
