// Text to stdout and stderr. Runs in the isobox program.
#include "ipc/client/cli/output.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "ipc/client/cli/paint.h"
#include "ipc/client/inspect_text.h"

namespace isobox::cli {
namespace {

/// The errno of the first failed write to stdout; 0 before. The program is single-threaded where it prints.
int stdoutFault = 0;

bool writeAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(fd, text.data(), text.size());
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      pollfd room{fd, POLLOUT, 0};  // somebody shared a non-blocking file with us
      ::poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

/// The two bytes of U+0080 … U+009F, which some terminals obey, begin with 0xC2.
bool isControl(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '\n' || byte == '\t') return false;
  if (byte < 0x20 || byte == 0x7f) return true;
  if (at == 0 || static_cast<unsigned char>(text[at - 1]) != 0xc2) return false;
  return byte >= 0x80 && byte <= 0x9f;
}

std::string harmless(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!isControl(text, i)) {
      shown += text[i];
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) shown.pop_back();  // the 0xC2 before it
    shown += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return shown;
}

bool print(int fd, std::string_view text) {
  return ::isatty(fd) != 0 ? writeAll(fd, harmless(text)) : writeAll(fd, text);
}

}  // namespace

void prepareOutput() {
  for (int fd = 0; fd <= 2; ++fd)
    if (::fcntl(fd, F_GETFD) < 0)
      static_cast<void>(::open("/dev/null", O_RDWR));  // takes the lowest free number: fd
  ::signal(SIGPIPE, SIG_IGN);
}

bool printOut(std::string_view text) {
  if (stdoutFault != 0) return false;
  if (print(STDOUT_FILENO, text)) return true;
  stdoutFault = errno;
  return false;
}

bool printValue(std::string_view text) {
  const char* term = std::getenv("TERM");
  const char* noColor = std::getenv("NO_COLOR");
  const bool plain = (noColor && *noColor) || !term || std::string_view(term) == "dumb" || ::isatty(STDOUT_FILENO) == 0;
  if (plain || stdoutFault != 0) return printOut(text);
  if (writeAll(STDOUT_FILENO, painted(harmless(text)))) return true;
  stdoutFault = errno;
  return false;
}

bool printError(std::string_view text) {
  return print(STDERR_FILENO, text);
}

void complain(std::string_view text) {
  printError("isobox: " + std::string(text) + "\n");
}

int usage(const Error& error) {
  complain(error.code == 0 ? error.operation + ": " + error.detail : error.describe());
  return kUsageStatus;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t columns = detail::columnCount(text);
  const std::string blanks(width > columns ? width - columns : 0, ' ');
  return right ? blanks + text : text + blanks;
}

int statusAfterOutput(int status) {
  if (stdoutFault == 0 || stdoutFault == EPIPE) return status;
  complain("cannot write to stdout: " + std::string(std::strerror(stdoutFault)));
  return kOutputStatus;
}

}  // namespace isobox::cli
