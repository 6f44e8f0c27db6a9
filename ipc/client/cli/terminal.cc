// Lines from a person, and from a pipe. Runs in the isobox program, in its main thread.
#include "ipc/client/cli/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

#include <readline/history.h>
#include <readline/readline.h>

namespace isobox::cli {
namespace {

constexpr int kHistoryLines = 1000;
constexpr int kWatchMs = 1000;  // a signal just before poll() waits so long at most
constexpr std::size_t kLongestLine = 64 * 1024 * 1024;

// Readline calls functions without a context, and there is one terminal a process.
Terminal::Completer completer;
std::optional<Line> finished;

void onLine(char* text) {
  finished = text ? Line{Line::Kind::Text, text} : Line{Line::Kind::End, ""};
  std::free(text);
  ::rl_callback_handler_remove();
}

char* nextMatch(const char* word, int state) {
  static std::vector<std::string> matches;
  static std::size_t next;
  if (state == 0) {
    matches = completer(word);
    next = 0;
  }
  return next < matches.size() ? ::strdup(matches[next++].c_str()) : nullptr;
}

char** complete(const char* word, int, int) {
  rl_attempted_completion_over = 1;  // never file names
  rl_completion_append_character = '\0';
  return ::rl_completion_matches(word, nextMatch);
}

/// Where the history is kept, as the XDG base directory specification has it; the folder is made. "" when it cannot be.
std::string findHistory() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path folder;
  if (state && *state == '/')
    folder = state;
  else if (home && *home == '/')
    folder = std::filesystem::path(home) / ".local/state";
  else
    return "";
  std::error_code error;
  std::filesystem::create_directories(folder / "isobox", error);
  return error ? "" : (folder / "isobox/history").string();
}

void remember(const char* line) {
  if (line[std::strspn(line, " \t")] == '\0') return;
  const auto* last = ::history_get(history_base + history_length - 1);
  if (!last || std::strcmp(last->line, line) != 0) ::add_history(line);
}

}  // namespace

Terminal::Terminal(Completer words) : historyPath_(findHistory()) {
  std::setlocale(LC_CTYPE, "");  // characters of several bytes
  completer = std::move(words);
  rl_readline_name = "isobox";
  rl_catch_signals = 0;
  rl_attempted_completion_function = complete;
  rl_completer_word_break_characters = " \t\n\"'`<>=;|&{}()[]+-*/%!~^?:,@#\\";
  rl_basic_word_break_characters = rl_completer_word_break_characters;
  rl_completer_quote_characters = "";
  ::using_history();
  ::stifle_history(kHistoryLines);
  if (!historyPath_.empty()) ::read_history(historyPath_.c_str());
}

Terminal::~Terminal() {
  completer = nullptr;
  if (historyPath_.empty()) return;
  // It may have a secret in it: nobody else may read it, at no time.
  const int file = ::open(historyPath_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return;
  const bool closed = ::fchmod(file, 0600) == 0;
  ::close(file);
  if (closed) ::write_history(historyPath_.c_str());
}

Line Terminal::read(const char* prompt, const std::function<bool()>& watch) {
  finished.reset();
  ::rl_callback_handler_install(prompt, onLine);
  while (!finished) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const int count = ::poll(&input, 1, kWatchMs);
    if (watch()) {
      ::rl_callback_sigcleanup();
      ::rl_replace_line("", 1);
      ::rl_crlf();
      ::rl_callback_handler_remove();
      return {Line::Kind::Interrupted, ""};
    }
    if (count > 0) ::rl_callback_read_char();
  }
  // With bracketed paste readline has ended the line itself.
  const char* paste = ::rl_variable_value("enable-bracketed-paste");
  if (finished->kind == Line::Kind::End && (!paste || std::strcmp(paste, "on") != 0)) ::rl_crlf();
  if (finished->kind == Line::Kind::Text) remember(finished->text.c_str());
  return *std::move(finished);
}

Line PipedLines::read(const char*, const std::function<bool()>&) {
  std::size_t searched = 0;
  for (;;) {
    const auto end = buffer_.find('\n', searched);
    if (end != buffer_.npos || (over_ && !buffer_.empty())) {
      Line line{Line::Kind::Text, buffer_.substr(0, end)};
      buffer_.erase(0, end == buffer_.npos ? end : end + 1);
      return line;
    }
    if (over_ || buffer_.size() > kLongestLine) return {};
    searched = buffer_.size();
    buffer_.resize(searched + 65536);
    const auto count = ::read(STDIN_FILENO, buffer_.data() + searched, 65536);
    const bool again = count < 0 && errno == EINTR;
    buffer_.resize(searched + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    over_ = count <= 0 && !again;
  }
}

}  // namespace isobox::cli
