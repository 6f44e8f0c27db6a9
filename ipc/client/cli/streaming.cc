// `isobox eval --stream` and `isobox run --stream`: values as they come. Runs in the isobox program; prints in its main
// thread only.
#include <unistd.h>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>
#include <optional>
#include <string>

#include "ipc/client/cli/execute.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/cli/report.h"
#include "ipc/client/cli/trace.h"
#include "ipc/json.h"
#include "isobox/box.h"
#include "isobox/values.h"

namespace isobox::cli {

namespace asio = boost::asio;

namespace {

class Streaming {
 public:
  Streaming(IsoBox& box, const Job& job, bool json) : json_(json) {
    StreamOptions options;
    // Called where the next value is waited for, which may be another thread.
    options.onConsole = [this](const ConsoleEntry& entry) {
      asio::post(io_, [text = textOf(entry)] { printError(text); });
    };
    stream_ = box.runStream(job.source, job.execution, std::move(options));
  }

  End run() {
    awaitSignal();
    awaitValue();
    io_.run();
    return std::move(end_);
  }

 private:
  void awaitValue() {
    stream_->asyncNext(asio::bind_executor(io_, [this](std::exception_ptr error, std::optional<boost::json::value> value) {
      if (error) return finish(error);
      if (!stream_) return signals_.cancel();  // withdrawn, and a value was on its way
      if (!value) return finish(stream_->result());
      if (!printOut((json_ ? ipc::writeJson(*value) : inspect(*value)) + "\n")) stream_->stop();
      awaitValue();
    }));
  }

  /// The first signal withdraws the program and waits for its end; the second waits no more.
  void awaitSignal() {
    signals_.async_wait([this](const auto& error, int signal) {
      if (error) return;
      if (end_.signal != 0) ::_exit(128 + signal);
      end_.signal = signal;
      end_.result.verdict = Verdict::Cancelled;
      stream_.reset();
      awaitSignal();
    });
  }

  void finish(std::exception_ptr error) {
    try {
      std::rethrow_exception(error);
    } catch (const ExecutionError& failed) {
      finish(failed.result());
    }
  }

  void finish(const ExecutionResult& result) {
    end_.result = result;
    signals_.cancel();
  }

  const bool json_;
  End end_;
  asio::io_context io_{1};
  asio::signal_set signals_{io_, SIGINT, SIGTERM, SIGHUP};
  std::optional<Stream> stream_;
};

End performStream(const Job& job, bool json) {
  try {
    IsoBox box(job.box);
    return Streaming(box, job, json).run();
  } catch (const std::invalid_argument& wrong) {
    return {refused(wrong)};
  } catch (const ExecutionError& failed) {
    return {failed.result()};
  }
}

}  // namespace

int streamValues(const Job& job, bool json) {
  const End end = performStream(job, json);
  if (!end.result.ok()) printFailure(end.result, job.source);
  printTimings(end.result);
  return exitStatus(end);
}

}  // namespace isobox::cli
