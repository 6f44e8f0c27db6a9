// isobox-supervisor: the trusted server. Parses clients' JSON, never runners' values; launches jails; decides verdicts.
#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>

#include <cstdio>

#include "supervisor/doctor.h"
#include "supervisor/options.h"
#include "supervisor/service.h"

namespace isobox::supervisor {
namespace {

/// As many descriptors as we may have: the usual soft limit of 1024 is less than the connections that the policy allows.
void raiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A value of a megabyte is read, parsed and written in a dozen megabytes. Given back to the kernel after each request, they would
/// have to be faulted in again for the next, which takes longer than the parsing; so up to so much stays.
void keepMemory() {
  constexpr int kKept = 32 << 20, kLargestKept = 16 << 20;
  ::mallopt(M_TRIM_THRESHOLD, kKept);
  ::mallopt(M_MMAP_THRESHOLD, kLargestKept);
}

int serve(const Options& options) {
  auto foundation = Foundation::lay(options);
  if (!foundation) {
    log::critical("{} (`isobox doctor` tells more)", foundation.error().describe());
    return 1;
  }
  asio::io_context io(1);
  int status = 1;
  {
    Service service(io, options, std::move(*foundation));
    asio::co_spawn(
        io,
        [&]() -> Task<> { status = co_await service.live(); },
        [&](std::exception_ptr escaped) {
          LogEscaped{"service"}(escaped);
          io.stop();
        });
    io.run();
  }
  return status;
}

int main(int argc, char** argv) {
  const auto options = parseOptions(argc, argv);
  if (!options) {
    std::fprintf(stderr, "isobox-supervisor: %s\n", options.error().describe().c_str());
    return 2;
  }
  if (options->help) return std::fputs(kUsage, stdout) < 0;
  if (options->version) return std::puts("isobox-supervisor " ISOBOX_VERSION) < 0;
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);  // an audit file that is as large as files may be is an error of its write
  raiseDescriptorLimit();
  keepMemory();
  startLogging(options->logFormat, options->logLevel);
  return options->doctor ? examine(*options) : serve(*options);
}

}  // namespace
}  // namespace isobox::supervisor

int main(int argc, char** argv) { return isobox::supervisor::main(argc, argv); }
