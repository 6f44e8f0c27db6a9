// One connection to a supervisor. Runs on the box's thread in the user's process.
#include "ipc/client/link.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace isobox::detail {

namespace asio = boost::asio;
using boost::system::error_code;

void Link::send(std::string line) {
  if (closed_) return;
  outbox_.push_back(std::move(line));
  if (outbox_.size() == 1) write();
}

void Link::close() {
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
}

void Link::read() {
  socket_.async_read_some(asio::buffer(chunk_),
                          [self = shared_from_this()](const error_code& error, std::size_t count) {
                            if (self->closed_) return;
                            if (error)
                              return self->lose(error == asio::error::eof ? "it hung up" : error.message());
                            self->onBytes(count);
                          });
}

void Link::onBytes(std::size_t count) {
  std::string_view rest(chunk_.data(), count);
  for (auto end = rest.find('\n'); end != rest.npos && !closed_; end = rest.find('\n')) {
    pending_.append(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    events_.line(pending_);
    pending_.clear();
  }
  if (closed_) return;
  pending_.append(rest);
  if (pending_.size() > kMaxAnswerLine) return lose("its answer is longer than 1 GiB");
  read();
}

void Link::write() {
  asio::async_write(socket_, asio::buffer(outbox_.front()),
                    [self = shared_from_this()](const error_code& error, std::size_t) {
                      // A refused write is no loss yet: what the other side said before it went is still to
                      // be read.
                      if (self->closed_ || error) return;
                      self->outbox_.pop_front();
                      if (!self->outbox_.empty()) self->write();
                    });
}

void Link::lose(const std::string& why) {
  const auto self = shared_from_this();  // the listener may let go of us
  close();
  events_.lost(why);
}

}  // namespace isobox::detail
