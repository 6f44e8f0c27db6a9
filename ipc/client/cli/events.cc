// `isobox events`: what happens in a supervisor, as lines. Runs in the isobox program. Texts in events are chosen by programs
// and clients: nothing but printable ASCII is printed.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/connection.h"
#include "ipc/client/cli/output.h"
#include "ipc/events.h"
#include "ipc/json.h"
#include "isobox/box.h"

namespace isobox::cli {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

/// The characters of the text as JSON escapes them, without quotes.
std::string plainText(const json::object& event, std::string_view name) {
  const auto* value = event.if_contains(name);
  if (!value || !value->is_string()) return "-";
  const auto text = ipc::plainJson(ipc::writeJson(*value));
  return text.substr(1, text.size() - 2);
}

std::string line(const json::object& event, bool asJson) {
  if (asJson) return ipc::plainJson(ipc::writeJson(event)) + "\n";
  std::string text = plainText(event, "timestamp") + " " + plainText(event, "severity") + " " + plainText(event, "type");
  if (event.contains("tenant")) text += " " + plainText(event, "tenant");
  const auto* context = event.if_contains("context");
  if (context && context->is_object())
    for (const auto& [name, value] : context->get_object()) {
      const auto key = ipc::plainJson(ipc::writeJson(json::value(name)));
      text += " " + key.substr(1, key.size() - 2) + "=" + ipc::plainJson(ipc::writeJson(value));
    }
  return text + "\n";
}

/// Prints until a signal, until nobody reads any more, or until the supervisor tells no more. The exit status.
int follow(IsoBox& box, const std::vector<std::string>& types, bool asJson) {
  // Shared: a handler may be at its last event when this has returned.
  const auto io = std::make_shared<asio::io_context>(1);
  int status = 0;
  asio::signal_set signals(*io, SIGINT, SIGTERM, SIGHUP);
  const auto end = [&](int with) {
    status = with;
    signals.cancel();
  };
  signals.async_wait([&](const auto& error, int signal) {
    if (!error) status = 128 + signal;
  });
  auto following = box.followEvents(
      [&, io](const json::value& event) {
        asio::post(*io, [&, event = event.as_object()] {  // runs in io->run() below or never
          const auto* type = event.if_contains("type");
          const bool ended = type && *type == "events:ended";
          if (!printOut(line(event, asJson))) return end(0);
          if (ended) end(event.at("severity") == "error" ? verdictExitStatus(Verdict::InternalError) : 0);
        });
      },
      types);
  io->run();
  following.stop();
  box.shutdown();
  return status;
}

int printRecent(IsoBox& box, const std::vector<std::string>& types, bool asJson) {
  for (const auto& event : box.recentEvents(types))
    if (!printOut(line(event, asJson))) break;
  return 0;
}

}  // namespace

int eventsCommand(const Arguments& arguments) {
  return guarded([&] {
    auto options = connectionOptions(arguments);
    if (options.socket.empty()) {
      complain("--socket is missing: in a private supervisor nothing happens but what you ask it for");
      return kUsageStatus;
    }
    IsoBox box(std::move(options));
    const auto types = arguments.values("--type");
    return arguments.has("--follow") ? follow(box, types, arguments.has("--json")) : printRecent(box, types, arguments.has("--json"));
  });
}

}  // namespace isobox::cli
