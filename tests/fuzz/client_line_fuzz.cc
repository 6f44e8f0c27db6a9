// A line from a client through the request parsers. What is accepted must survive being encoded and read
// again; what is refused must be answerable on one line.
#include <cstdlib>
#include <variant>

#include "ipc/client_messages.h"
#include "ipc/json.h"
#include "ipc/json_validator.h"

namespace isobox::ipc {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void requireLine(const std::string& line) {
  require(line.find('\n') == line.size() - 1);
  require(parseJson(line).has_value());
}

void checkRun(const Request& request) {
  const auto parsed = parseRunRequest(request.params);
  if (const auto* error = std::get_if<RpcError>(&parsed)) return requireLine(encodeErrorAnswer("1", *error));
  const auto& run = std::get<RunRequest>(parsed);
  const auto line = encodeRequest(7, "run", runRequestParams(run));
  requireLine(line);
  const auto again = parseRequest(line);
  require(std::holds_alternative<Request>(again));
  const auto same = parseRunRequest(std::get<Request>(again).params);
  require(std::holds_alternative<RunRequest>(same));
  // As text: to Boost.JSON 1 and 1.0 differ, to JSON they do not.
  require(encodeRequest(7, "run", runRequestParams(std::get<RunRequest>(same))) == line);
}

void check(std::string_view line) {
  const auto parsed = parseRequest(line);
  if (const auto* rejected = std::get_if<RejectedLine>(&parsed))
    return requireLine(encodeErrorAnswer(rejected->id, rejected->error));
  const auto& request = std::get<Request>(parsed);
  require(!request.id || validateJson(*request.id, 0) == JsonFault::None);
  checkRun(request);
}

}  // namespace
}  // namespace isobox::ipc

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  isobox::ipc::check(line);
  // The client's side must stand the same bytes.
  if (auto answer = isobox::ipc::parseAnswer(line)) isobox::ipc::parseReport(std::move(answer->result));
  return 0;
}
