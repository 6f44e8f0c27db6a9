// Bytes from a runner: the header, every payload parser, the validator. What is accepted must encode to the
// same bytes, and a value that passes must be readable by clients.
#include <cstdlib>
#include <string>
#include <string_view>

#include "ipc/client_messages.h"
#include "ipc/control.h"
#include "ipc/frames.h"
#include "ipc/json.h"
#include "ipc/json_validator.h"

namespace isobox::ipc {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void checkHeader(std::string_view bytes) {
  const auto header = parseHeader(bytes);
  if (!header) return;
  const auto again = encodeHeader(*header);
  require(bytes == std::string_view(again.data(), again.size()));
}

void checkValue(std::string_view payload) {
  const auto value = parseValue(payload);
  if (!value) return;
  require(encodeValue(value->type, value->json) == payload);
  if (validateJson(value->json, 1000) != JsonFault::None) return;
  require(parseJson(value->json, 1000, JsonDialect::LastKeyWins).has_value());
  ExecutionReport report;
  report.verdict = Verdict::Ok;
  report.valueJson = value->json;
  report.type = value->type;
  const auto line = encodeAnswer("1", encodeReport(report));
  require(line.find('\n') == line.size() - 1);
  auto answer = parseAnswer(line);
  require(answer && parseReport(std::move(answer->result)));
}

void checkDone(std::string_view payload) {
  const auto done = parseDone(payload);
  if (!done) return;
  require(encodeDone(*done) == payload);
  ExecutionReport report;
  report.verdict = Verdict::Error;
  report.error = ScriptError{std::string(done->name),
                             std::string(done->message),
                             std::string(done->stack),
                             std::string(done->file),
                             done->line,
                             done->column};
  require(validateJson(encodeReport(report), 10) == JsonFault::None);
}

void checkOthers(std::string_view payload) {
  if (const auto line = parseConsoleLine(payload)) {
    require(encodeConsoleLine(line->level, line->text) == payload);
    std::string text;
    appendJsonString(text, line->text);
    require(validateJson(text, 0) == JsonFault::None);
  }
  if (const auto failed = parseFailed(payload))
    require(encodeFailed(failed->step, failed->code, failed->detail) == payload);
  if (const auto items = parseCredit(payload)) require(encodeCredit(*items) == payload);
  if (const auto module = parseDenied(payload)) require(encodeDenied(*module) == payload);
  if (const auto answer = parseCallAnswer(payload)) require(encodeCallAnswer(*answer) == payload);
  if (const auto call = parseCall(payload)) {
    require(encodeCall(*call) == payload);
    if (validateJson(call->arguments, 1000) == JsonFault::None && isUtf8(call->name)) {
      const auto notice = parseNotice(encodeCallNotice("1", 1, call->name, call->arguments));
      require(notice && notice->function == call->name);
    }
  }
  if (const auto time = parseWait(payload)) require(encodeWait(*time) == payload);
  if (const auto order = parseRunOrder(payload)) require(encodeRunOrder(*order) == payload);
  if (const auto control = parseControl(payload)) require(encodeControl(*control) == payload);
}

}  // namespace
}  // namespace isobox::ipc

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace isobox::ipc;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  checkHeader(bytes.substr(0, FrameHeader::kSize));
  checkValue(bytes);
  checkDone(bytes);
  checkOthers(bytes);
  return 0;
}
