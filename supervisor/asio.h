// The part of Asio that the supervisor speaks, in one place, with short names. Supervisor only.
#ifndef ISOBOX_SUPERVISOR_ASIO_H
#define ISOBOX_SUPERVISOR_ASIO_H

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace isobox::supervisor {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using StreamSocket = asio::local::stream_protocol::socket;
template <class T = void>
using Task = asio::awaitable<T>;

/// co_await with errors as values: `co_await x.async_wait(…, quietly(error))`.
inline auto quietly(boost::system::error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

/// Handed to co_spawn for coroutines that live on their own: whatever escapes them is a fault of ours and is logged.
struct LogEscaped {
  const char* name;
  void operator()(std::exception_ptr escaped) const;
};

}  // namespace isobox::supervisor

#endif
