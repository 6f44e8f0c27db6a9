// The supervisor's log. Messages may quote what runners and clients sent, so they are escaped in both formats.
#include "supervisor/logging.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "ipc/json.h"

namespace isobox::supervisor {
namespace {

/// The message as a JSON string; for people without its quotes. Control characters cannot reach a terminal either way.
class EscapedMessage : public spdlog::custom_flag_formatter {
 public:
  explicit EscapedMessage(bool quotes) : quotes_(quotes) {}

  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    std::string text;
    ipc::appendJsonString(text, {message.payload.data(), message.payload.size()});
    const std::string_view shown = quotes_ ? std::string_view(text) : std::string_view(text).substr(1, text.size() - 2);
    out.append(shown.data(), shown.data() + shown.size());
  }

  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<EscapedMessage>(quotes_); }

 private:
  bool quotes_;
};

spdlog::level::level_enum asSpdlog(log::Level level) {
  switch (level) {
    case log::Level::Info:
      return spdlog::level::info;
    case log::Level::Warning:
      return spdlog::level::warn;
    case log::Level::Error:
      return spdlog::level::err;
    case log::Level::Critical:
      return spdlog::level::critical;
  }
  return spdlog::level::critical;
}

}  // namespace

void startLogging(LogFormat format, const std::string& level) {
  const bool json = format == LogFormat::Json;
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<EscapedMessage>('*', json);
  formatter->set_pattern(json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","pid":%P,"message":%*})"
                              : "%Y-%m-%d %H:%M:%S.%e isobox-supervisor[%P] %l: %*");
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_st>();
  auto logger = std::make_shared<spdlog::logger>("isobox", std::move(sink));
  logger->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

namespace log {

void line(Level level, fmt::string_view format, fmt::format_args args) {
  auto& logger = *spdlog::default_logger_raw();
  if (logger.should_log(asSpdlog(level))) logger.log(asSpdlog(level), fmt::vformat(format, args));
}

void silence() { spdlog::set_level(spdlog::level::off); }

}  // namespace log

}  // namespace isobox::supervisor
