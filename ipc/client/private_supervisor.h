// A supervisor of one's own: found, started, listened to, ended. Runs on the box's thread in the user's
// process.
//
// The descriptor layout of the child, which is a contract:
//   2  a pipe to us: its last words reach the person at the keyboard
//   3  its end of the socket pair, the only client it will have; end of file means: end
//   4  the policy made from the box's options, a sealed memory file
// 0 and 1 are /dev/null; nothing else is open.
#ifndef ISOBOX_IPC_CLIENT_PRIVATE_SUPERVISOR_H
#define ISOBOX_IPC_CLIENT_PRIVATE_SUPERVISOR_H

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "ipc/base/result.h"
#include "ipc/base/unique_fd.h"
#include "ipc/base/units.h"

namespace isobox::detail {

inline constexpr int kPrivateFd = 3;
inline constexpr int kPolicyFd = 4;

/// How much of the supervisor's stderr is kept, from its end.
inline constexpr std::size_t kKeptStderr = 8 * 1024;

/// Where the program is: `chosen` (an option), the environment variable ISOBOX_SUPERVISOR, the calling
/// program's folder, ../libexec/isobox beside it, the installation's folders, PATH. A place that was chosen
/// by option or environment is not passed over. Errors say where was looked.
Result<std::string> findSupervisor(const std::string& chosen);

class StderrTail;

class PrivateSupervisor {
 public:
  /// Starts `program` with the policy text `policy`. Its stderr is read on `io`.
  static Result<PrivateSupervisor> start(boost::asio::io_context& io, const std::string& program,
                                         const std::string& policy);
  PrivateSupervisor(PrivateSupervisor&&) = default;
  PrivateSupervisor& operator=(PrivateSupervisor&&) = default;
  ~PrivateSupervisor();

  /// Our end of the socket pair; once.
  UniqueFd takeSocket() { return std::move(socket_); }

  /// Waits until the process has ended, at most `patience`, then kills it; reaps it. Our end of the socket
  /// must have been closed, or the supervisor have gone by itself. Returns how it ended: "exit status 1",
  /// "signal 9 (Killed)".
  std::string end(Milliseconds patience);

  /// What it wrote to stderr last, without a newline at the end. Complete after end().
  std::string lastWords() const;

 private:
  PrivateSupervisor() = default;

  UniqueFd socket_;
  UniqueFd process_;  // a pidfd; not valid once reaped
  pid_t pid_ = -1;
  std::shared_ptr<StderrTail> stderr_;
};

}  // namespace isobox::detail

#endif
