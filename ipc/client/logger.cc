// class Logger. Runs in the user's process, in any of its threads.
#include "isobox/logger.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <utility>

#include "ipc/json_validator.h"

namespace isobox {
namespace {

/// The code point of a character of valid UTF-8.
std::uint32_t codePoint(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first;
  std::uint32_t point = first & (0x7fu >> character.size());
  for (const char c : character.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  return point;
}

bool isControl(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

/// Marks, embeddings, overrides and isolates (UAX 9): with them a text looks different from what it is.
bool turnsDirection(std::uint32_t point) {
  return point == 0x061c || point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069);
}

std::string escaped(std::uint32_t point) {
  if (point == '\n') return "\\n";
  if (point == '\r') return "\\r";
  if (point == '\t') return "\\t";
  std::array<char, 12> text{};
  std::snprintf(text.data(), text.size(), point < 0x100 ? "\\x%02x" : "\\u%04x", point);
  return text.data();
}

void writeToStderr(const LogRecord& record) {
  const std::string line = logLine(record) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const auto count = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // there is nobody left to tell
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

// Constant initialisation: it is there before the first constructor that logs.
constinit Logger logger;

std::string_view logLevelName(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warn:
      return "warn";
    case LogLevel::Error:
      return "error";
    case LogLevel::Off:
      return "off";
  }
  return "unknown";
}

std::string logText(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto length = ipc::utf8Length(text);
    const auto character = text.substr(0, length == 0 ? 1 : length);
    const auto point = length == 0 ? static_cast<unsigned char>(text[0]) : codePoint(character);
    if (length == 0 || isControl(point) || point == 0x2028 || point == 0x2029 || turnsDirection(point))
      shown += escaped(point);
    else
      shown += character;
    text.remove_prefix(character.size());
  }
  return shown;
}

std::string logLine(const LogRecord& record) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(record.time);
  const auto fraction = std::chrono::floor<std::chrono::milliseconds>(record.time - whole).count();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 40> date{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::array<char, 8> milliseconds{};
  std::snprintf(milliseconds.data(), milliseconds.size(), ".%03dZ", static_cast<int>(fraction));
  return std::string(date.data()) + milliseconds.data() + " " + std::string(logLevelName(record.level)) +
         " " + record.message;
}

void Logger::log(LogLevel level, std::string_view message) const {
  if (level < level_.load() || level >= LogLevel::Off) return;
  const LogRecord record{
      .level = level, .time = std::chrono::system_clock::now(), .message = logText(message)};
  if (const auto chosen = sink())
    (*chosen)(record);
  else
    writeToStderr(record);
}

void Logger::setSink(Sink sink) {
  std::shared_ptr<const Sink> next;
  if (sink) next = std::make_shared<const Sink>(std::move(sink));
  const std::lock_guard lock(mutex_);
  sink_.swap(next);  // the one before goes after the lock: what it holds may log
}

std::shared_ptr<const Logger::Sink> Logger::sink() const {
  const std::lock_guard lock(mutex_);
  return sink_;
}

}  // namespace isobox
