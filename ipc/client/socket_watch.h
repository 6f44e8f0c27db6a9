// What the box's thread waits for on a socket that other threads read and write as well. Runs in the user's process.
//
// The socket is in an epoll set of its own, and Asio waits for that set only: in Asio's it would wake the box's thread for
// every byte that another thread is about to read.
#ifndef ISOBOX_IPC_CLIENT_SOCKET_WATCH_H
#define ISOBOX_IPC_CLIENT_SOCKET_WATCH_H

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include "ipc/base/unique_fd.h"

namespace isobox::detail {

class SocketWatch {
 public:
  struct Seen {
    bool input = false;   // or the other side's end
    bool room = false;    // for more output
    bool alarm = false;
  };

  /// `socket` must be open as long as this lives. Throws std::system_error when there are no descriptors left.
  SocketWatch(boost::asio::io_context& io, int socket);

  // With the owner's lock, in any thread. They cost a system call only where something changes.

  /// What is waited for from now on, until it is seen once: what comes in, or no more than the other side's end; room.
  void want(bool input, bool output);
  bool wantsInput() const { return input_; }
  /// `alarm` is seen when so much time has passed. Nothing when one is set.
  void setAlarm(std::chrono::milliseconds after);
  /// What there was, once, after wait() has told that there is something.
  Seen take();

  /// On the box's thread: calls `ready` there, once.
  void wait(std::function<void()> ready);

 private:
  UniqueFd alarm_;
  int socket_;
  bool armed_ = false, input_ = false, output_ = false, alarmSet_ = false;
  boost::asio::posix::stream_descriptor set_;  // the epoll set
};

}  // namespace isobox::detail

#endif
