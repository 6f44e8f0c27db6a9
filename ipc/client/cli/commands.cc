// The commands of the isobox program and their help, as data. Runs in the isobox program.
#include "ipc/client/cli/commands.h"

#include <algorithm>
#include <array>
#include <limits>

#include "ipc/client/inspect_text.h"
#include "ipc/verdict.h"

namespace isobox::cli {
namespace {

constexpr std::size_t kMany = std::numeric_limits<std::size_t>::max();

constexpr OptionSpec kHelp{"--help", "", "print this help"};
constexpr OptionSpec kSocket{"--socket", "PATH", "use the supervisor that listens there, not a private one"};
constexpr OptionSpec kToken{"--token-file", "FILE",
                            "be the tenant whose token is in FILE (or in ISOBOX_TOKEN), with --socket"};
constexpr OptionSpec kDegraded{
    "--allow-degraded", "",
    "run even if a layer of the jail cannot be put in place (private supervisor only)"};

constexpr std::array kExecuteOptions{
    OptionSpec{"--timeout", "TIME", "wall time: 5s, 500ms, 2min or a number of milliseconds [30s]"},
    OptionSpec{"--cpu", "TIME", "CPU time, in the same form [30s]"},
    OptionSpec{"--memory", "SIZE", "the engine's heap: 64MiB, 512KiB or a number of bytes [64MiB]"},
    OptionSpec{"--env", "NAME=VALUE", "a variable of process.env; may be repeated"},
    OptionSpec{"--context", "JSON", "an object whose members are variables of the program"},
    OptionSpec{"--globals", "JSON", "the same, but --context wins where both have a name"},
    OptionSpec{"--filename", "NAME", "the program's name in error messages"},
    OptionSpec{"--language", "NAME", "javascript or typescript [javascript]"},
    OptionSpec{"--stdin", "FILE", "what the program reads from its stdin; - for the one of isobox"},
    OptionSpec{"--fuel", "STEPS", "engine steps that the program may take, however busy the machine is"},
    OptionSpec{"--seed", "NUMBER", "Math.random gives the same numbers each time, and clocks go by steps"},
    OptionSpec{"--now", "MS", "likewise, and this is where Date begins, in milliseconds since 1970"},
    OptionSpec{"--isolation", "NAME", "run: a process of its own; tenant: one of the same tenant's will do [run]"},
    OptionSpec{"--stream", "",
               "print each value that the program yields as it comes, all of its console on stderr"},
    OptionSpec{"--trace", "", "tell on stderr where the time went, step by step; with --json in the result"},
    OptionSpec{"--json", "",
               "print the whole result as one line of JSON, and nothing else, on stdout; with --stream each value"},
    kSocket,
    kToken,
    kDegraded,
    kHelp,
};

constexpr std::array kJudgeOptions{
    OptionSpec{"--tests", "DIR", "NAME.in with NAME.out or NAME.ans, or input/NAME with output/NAME"},
    OptionSpec{"--checker", "FILE", "a program that says whether `output` is right for `input` and `expected`"},
    OptionSpec{"--jobs", "N", "how many tests run side by side [processors, or the supervisor's pool]"},
    OptionSpec{"--time", "TIME", "CPU time of a test: 2s, 500ms or a number of milliseconds [30s]"},
    OptionSpec{"--memory", "SIZE", "the engine's heap: 64MiB, 512KiB or a number of bytes [64MiB]"},
    OptionSpec{"--output", "SIZE", "text that the program may write, in the same form [4MiB]"},
    OptionSpec{"--fuel", "STEPS", "engine steps of a test, which do not depend on how busy the machine is"},
    OptionSpec{"--language", "NAME", "javascript or typescript [by the file's name]"},
    OptionSpec{"--fail-fast", "", "begin no test after the first that is not accepted"},
    OptionSpec{"--json", "", "print one line of JSON, and nothing else, on stdout"},
    kSocket,
    kDegraded,
    kHelp,
};

constexpr std::array kReplOptions{
    OptionSpec{"--timeout", "TIME", "wall time of each program: 5s, 500ms, 2min or a number of milliseconds [30s]"},
    OptionSpec{"--cpu", "TIME", "CPU time of each program, in the same form [30s]"},
    OptionSpec{"--memory", "SIZE", "the session's heap: 64MiB, 512KiB or a number of bytes [64MiB]"},
    OptionSpec{"--env", "NAME=VALUE", "a variable of process.env; may be repeated"},
    OptionSpec{"--language", "NAME", "javascript or typescript [javascript]"},
    OptionSpec{"--durable", "", "keep the session on disk; needs its name, and --socket or --sessions"},
    OptionSpec{"--sessions", "FOLDER", "where durable sessions are, without --socket"},
    kSocket,
    kToken,
    kDegraded,
    kHelp,
};

constexpr std::array kProjectOptions{
    OptionSpec{"--all", "", "read node_modules and what begins with a dot, too"},
    OptionSpec{"--timeout", "TIME", "wall time: 5s, 500ms, 2min or a number of milliseconds [30s]"},
    OptionSpec{"--cpu", "TIME", "CPU time, in the same form [30s]"},
    OptionSpec{"--memory", "SIZE", "the engine's heap: 64MiB, 512KiB or a number of bytes [64MiB]"},
    OptionSpec{"--env", "NAME=VALUE", "a variable of process.env; may be repeated"},
    OptionSpec{"--context", "JSON", "an object whose members are variables of the program"},
    OptionSpec{"--globals", "JSON", "the same, but --context wins where both have a name"},
    OptionSpec{"--stdin", "FILE", "what the program reads from its stdin; - for the one of isobox"},
    OptionSpec{"--fuel", "STEPS", "engine steps that the program may take, however busy the machine is"},
    OptionSpec{"--seed", "NUMBER", "Math.random gives the same numbers each time, and clocks go by steps"},
    OptionSpec{"--now", "MS", "likewise, and this is where Date begins, in milliseconds since 1970"},
    OptionSpec{"--isolation", "NAME", "run: a process of its own; tenant: one of the same tenant's will do [run]"},
    OptionSpec{"--trace", "", "tell on stderr where the time went, step by step; with --json in the result"},
    OptionSpec{"--json", "", "print the whole result as one line of JSON, and nothing else, on stdout"},
    kSocket,
    kToken,
    kDegraded,
    kHelp,
};

constexpr std::array kStatsOptions{
    OptionSpec{"--watch", "SECONDS", "print a line every so many seconds, until Ctrl-C"},
    OptionSpec{"--json", "", "print lines of JSON"},
    kSocket,
    kToken,
    kDegraded,
    kHelp,
};

constexpr std::array kSessionsOptions{
    kSocket,
    kToken,
    OptionSpec{"--json", "", "print one line of JSON"},
    kHelp,
};

constexpr std::array kInfoOptions{
    kSocket,
    kToken,
    kDegraded,
    OptionSpec{"--json", "", "print one line of JSON"},
    kHelp,
};

constexpr std::array kEventsOptions{
    OptionSpec{"--follow", "", "go on with what happens, until Ctrl-C"},
    OptionSpec{"--type", "PREFIX", "only types that begin so, as security:; may be repeated"},
    OptionSpec{"--json", "", "print lines of JSON"},
    kSocket,
    kToken,
    kHelp,
};

constexpr std::array kTokenOptions{
    OptionSpec{"--json", "", "print one line of JSON"},
    kHelp,
};

constexpr std::array kServeOptions{
    OptionSpec{"--socket", "PATH", "where to listen"},
    OptionSpec{"--mode", "MODE", "the socket's permissions: 0660"},
    OptionSpec{"--policy", "FILE", "the operator's policy"},
    OptionSpec{"--log-format", "FORMAT", "text or json"},
    OptionSpec{"--allow-degraded", "", "start even if a layer of the jail cannot be put in place"},
    kHelp,
};

constexpr std::array kDoctorOptions{
    OptionSpec{"--json", "", "print one line of JSON"},
    OptionSpec{"--allow-degraded", "", "succeed even if a layer is missing"},
    kHelp,
};

constexpr std::array kCommands{
    Command{"eval", "CODE [-- ARGS…]", 1, kMany, "run CODE and print its value as `node -p` does",
            "What the program writes with console.log, .info and .debug goes to stdout, .warn and .error to "
            "stderr,\n"
            "before the value. ARGS are in process.argv.\n",
            kExecuteOptions, evalCommand, nullptr},
    Command{"judge", "SOLUTION --tests DIR", 1, 1, "run a program on tests and compare what it writes",
            "A test is accepted when the program writes the words of the expected output, whatever white space is between them.\n"
            "A checker is JavaScript or TypeScript, runs in the jail too, and ends with true or false, a score from 0 to 1, or\n"
            "{verdict: 'AC' or 'WA', score, message}. AC accepted, WA wrong answer, TLE time or steps, MLE memory, OLE output,\n"
            "RE error or exit code, SV forbidden system call, CE syntax error, JE the judge's own trouble.\n"
            "The exit status is 0 when all tests are accepted, 1 when not, 2 for wrong usage.\n",
            kJudgeOptions, judgeCommand, nullptr},
    Command{"repl", "[SESSION]", 0, 1, "type programs line by line; each finds what those before it left",
            "An input that is not finished goes on in the next line. With --socket and a name the session is there already\n"
            "or is made, and stays when you leave. Input that is no terminal is read without prompts; an error in it does\n"
            "not end it. At the prompt .help tells more.\n",
            kReplOptions, replCommand, nullptr},
    Command{"project", "DIR [ENTRY] [-- ARGS…]", 1, kMany, "run the files of a folder as one program",
            "Reads .js, .mjs, .cjs, .ts, .mts, .cts and .json files, 16 MiB at most, and follows no symbolic links. Without\n"
            "ENTRY it begins with package.json's main or index.{ts,mts,js,mjs,cjs}. ARGS are in process.argv. Prints what\n"
            "the program writes to the console, as run does.\n",
            kProjectOptions, projectCommand, nullptr},
    Command{
        "run", "FILE [-- ARGS…]", 1, kMany, "run a file, or stdin for -, and print what it writes to the console",
        "console.log, .info and .debug go to stdout, .warn and .error to stderr. The value is not printed.\nARGS are in process.argv.\n",
        kExecuteOptions, runCommand, nullptr},
    Command{
        "serve", "", 0, 0, "start a supervisor that listens on a socket",
        "All words are passed on to isobox-supervisor; `isobox-supervisor --help` has all of its options.\n",
        kServeOptions, nullptr, serveCommand},
    Command{"doctor", "", 0, 0,
            "say which layers of the jail this machine can put in place, and how to mend the others",
            "All words are passed on to isobox-supervisor --doctor.\n", kDoctorOptions, nullptr,
            doctorCommand},
    Command{"info", "", 0, 0, "print version, limits, pool and isolation of a supervisor", "", kInfoOptions,
            infoCommand, nullptr},
    Command{"stats", "", 0, 0, "print what a supervisor's pool has to do and what programs came to, as tables",
            "min and max are settings; warm runners wait for programs, programs wait for runners, busy ones have one. Root and the\n"
            "supervisor's own user see every tenant's programs, others their own.\n",
            kStatsOptions, statsCommand, nullptr},
    Command{"events", "", 0, 0, "print what has happened in a running supervisor lately, or what happens",
            "Root and the supervisor's own user see everything, others what is theirs. Without --follow the last 256 events are\n"
            "printed, but those of single programs (metrics:recorded).\n",
            kEventsOptions, eventsCommand, nullptr},
    Command{"token", "", 0, 0, "make a new token for a tenant",
            "Prints the token, which is for the client's --token-file or ISOBOX_TOKEN, and the line for tenants.NAME in the\n"
            "supervisor's policy, which knows its digest only.\n",
            kTokenOptions, tokenCommand, nullptr},
    Command{"sessions", "[close NAME]", 0, 2, "list your sessions with a running supervisor, or end one",
            "IDLE says for how long nobody has used it, and after which time it ends.\n", kSessionsOptions,
            sessionsCommand, nullptr},
};

/// "  left    right" lines with the right sides under one another.
class Columns {
 public:
  void add(std::string left, std::string_view right) {
    width_ = std::max(width_, detail::columnCount(left));
    rows_.emplace_back(std::move(left), right);
  }
  std::string text() const {
    std::string out;
    for (const auto& [left, right] : rows_)
      out += "  " + left + std::string(width_ - detail::columnCount(left) + 3, ' ') + std::string(right) + "\n";
    return out;
  }

 private:
  std::size_t width_ = 0;
  std::vector<std::pair<std::string, std::string_view>> rows_;
};

constexpr std::string_view kStatusHelp =
    "\nExit status: the verdict's, or 2 for wrong usage (a missing file too), or "
    "130 after Ctrl-C.\n";

std::string statusTable() {
  Columns columns;
  for (int i = 0; i < kVerdictCount; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    columns.add(std::to_string(verdictExitStatus(verdict)), verdictName(verdict));
    if (verdict == Verdict::Error)
      columns.add("2", "wrong usage of isobox itself, a file that cannot be read");
  }
  columns.add("130", "ended by Ctrl-C (143 by SIGTERM, 129 by SIGHUP)");
  return columns.text();
}

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* findCommand(std::string_view name) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                  [&](const Command& command) { return command.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

std::string programHelp() {
  Columns list;
  for (const Command& command : kCommands)
    list.add(std::string(command.name) + (command.operand.empty() ? "" : " ") + std::string(command.operand),
             command.summary);
  list.add("help [COMMAND]", "print this help, or a command's");
  return "Usage: isobox COMMAND [OPTION]…\n\nRuns JavaScript that nobody trusts, each program in a locked "
         "process of "
         "its own.\n\nCommands:\n" +
         list.text() +
         "\nOptions:\n  --version   print the version\n  --help      print this help\n\nExit status:\n" +
         statusTable();
}

std::string commandHelp(const Command& command) {
  Columns options;
  for (const OptionSpec& option : command.options)
    options.add(std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value),
                option.help);
  std::string text = "Usage: isobox " + std::string(command.name) + " [OPTION]…" +
                     (command.operand.empty() ? "" : " ") + std::string(command.operand) + "\n\n";
  text += std::string(command.summary) + ".\n";
  text[text.size() - command.summary.size() - 2] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(command.summary[0])));
  text += std::string(command.details) + "\nOptions:\n" + options.text();
  return command.passOn == nullptr && command.run != judgeCommand ? text + std::string(kStatusHelp) : text;
}

}  // namespace isobox::cli
