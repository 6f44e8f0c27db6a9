// The command line of isobox-supervisor. Supervisor.
#include "supervisor/options.h"

#include <getopt.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace isobox::supervisor {

const char* const kUsage =
    "Usage: isobox-supervisor [OPTION]...\n"
    "Runs JavaScript that nobody trusts, for clients of a Unix socket.\n"
    "\n"
    "  --socket PATH          listen here (default /run/isobox/isobox.sock)\n"
    "  --mode OCTAL           rights of the socket file (default 0660)\n"
    "  --policy FILE          limits, ceilings and who may connect, as JSON with comments\n"
    "  --allow-degraded       start even if a layer of the jail cannot be had, and say so in every result\n"
    "  --log-format text|json\n"
    "  --log-level LEVEL      trace, debug, info (default), warning, error, critical, off\n"
    "  --doctor [--json]      look at what the jail needs of this machine, try it, and end\n"
    "  --private-fd N         serve the connected socket N only, and end with it\n"
    "  --jail PATH, --runner PATH   the other programs (default: beside this one)\n"
    "  --version, --help\n"
    "\n"
    "SIGHUP re-reads the policy; SIGTERM lets what runs finish and ends.\n";

namespace {

enum Key { kSocket = 256, kMode, kPolicy, kDegraded, kFormat, kLevel, kDoctor, kJson, kPrivate, kJail, kRunner, kVersion, kHelp };

constexpr option kOptions[] = {
    {"socket", required_argument, nullptr, kSocket},     {"mode", required_argument, nullptr, kMode},
    {"policy", required_argument, nullptr, kPolicy},     {"allow-degraded", no_argument, nullptr, kDegraded},
    {"log-format", required_argument, nullptr, kFormat}, {"log-level", required_argument, nullptr, kLevel},
    {"doctor", no_argument, nullptr, kDoctor},           {"json", no_argument, nullptr, kJson},
    {"private-fd", required_argument, nullptr, kPrivate}, {"jail", required_argument, nullptr, kJail},
    {"runner", required_argument, nullptr, kRunner},     {"version", no_argument, nullptr, kVersion},
    {"help", no_argument, nullptr, kHelp},               {nullptr, 0, nullptr, 0},
};

Error wrong(const std::string& option, const std::string& why) {
  return Error{option, 0, why + "; see isobox-supervisor --help"};
}

Result<unsigned> parseNumber(const std::string& option, const char* text, int base, unsigned most) {
  unsigned number = 0;
  const char* end = text + std::strlen(text);
  const auto [at, fault] = std::from_chars(text, end, number, base);
  if (fault != std::errc() || at != end || number > most) return wrong(option, std::string(text) + " is not a number it can be");
  return number;
}

Result<> take(Options& options, int key, const char* value) {
  switch (key) {
    case kSocket: options.socket = value; return {};
    case kPolicy: options.policy = value; return {};
    case kDegraded: options.allowDegraded = true; return {};
    case kLevel: {
      for (const char* known : {"trace", "debug", "info", "warning", "error", "critical", "off"})
        if (std::strcmp(known, value) == 0) {
          options.logLevel = value;
          return {};
        }
      return wrong("--log-level", std::string(value) + " is no level");
    }
    case kDoctor: options.doctor = true; return {};
    case kJson: options.json = true; return {};
    case kJail: options.jail = value; return {};
    case kRunner: options.runner = value; return {};
    case kVersion: options.version = true; return {};
    case kHelp: options.help = true; return {};
    case kMode: {
      ISOBOX_TRY(options.mode, parseNumber("--mode", value, 8, 0777));
      return {};
    }
    case kPrivate: {
      ISOBOX_TRY(const unsigned fd, parseNumber("--private-fd", value, 10, 1 << 20));
      options.privateFd = static_cast<int>(fd);
      return {};
    }
    case kFormat:
      if (std::strcmp(value, "json") != 0 && std::strcmp(value, "text") != 0) return wrong("--log-format", "it is text or json");
      options.logFormat = value[0] == 'j' ? LogFormat::Json : LogFormat::Text;
      return {};
    default: return wrong("options", "unknown option");
  }
}

}  // namespace

Result<Options> parseOptions(int argc, char** argv) {
  Options options;
  ::opterr = 0;
  ::optind = 1;
  for (;;) {
    const int current = ::optind;
    const int key = ::getopt_long(argc, argv, "", kOptions, nullptr);
    if (key == -1) break;
    if (key == '?') return wrong(argv[current < argc ? current : argc - 1], "it is unknown, ambiguous, or lacks its value");
    ISOBOX_CHECK(take(options, key, ::optarg));
  }
  if (::optind < argc) return wrong(argv[::optind], "an argument without an option");
  return options;
}

}  // namespace isobox::supervisor
