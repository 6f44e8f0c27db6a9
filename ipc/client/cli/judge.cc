// `isobox judge`: a program on many tests, side by side, each in a process of its own. Runs in the isobox program. The program's
// output and the checker's value are hostile; a checker runs in the jail, too, and decides about nothing but its test.
#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/job.h"
#include "ipc/client/cli/judge_report.h"
#include "ipc/client/cli/output.h"
#include "ipc/client/cli/source.h"
#include "ipc/json.h"
#include "isobox/box.h"
#include "policy/units_text.h"

namespace isobox::cli {
namespace {

constexpr std::uint32_t kMostJobs = 1000;
constexpr std::chrono::seconds kCheckerTime{10};  // CPU
// Tests share the processors, so the wall's clock only ends what does not use them: this many times the CPU time, and a second.
constexpr int kWallPerCpu = 4;

/// What the command line asks for.
struct Judging {
  Job job;
  std::vector<JudgeCase> cases;
  std::optional<Job> checker;
  std::optional<std::uint32_t> jobs;
  bool failFast = false;
};

Result<std::uint32_t> readJobs(const std::string& text) {
  std::uint32_t jobs = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  if (error != std::errc() || end != text.data() + text.size() || jobs == 0 || jobs > kMostJobs)
    return Error("--jobs", 0, text + " is not a number from 1 to " + std::to_string(kMostJobs));
  return jobs;
}

Result<> readLimits(const Arguments& arguments, Job& job) {
  if (const auto text = arguments.value("--time")) {
    const auto time = policy::parseDuration(*text);
    if (!time) return Error("--time", 0, time.error().detail);
    job.execution.cpu = *time;
    job.box.execution.timeout = kWallPerCpu * *time + std::chrono::seconds(1);
  }
  if (const auto text = arguments.value("--output")) {
    const auto size = policy::parseSize(*text);
    if (!size) return Error("--output", 0, size.error().detail);
    job.execution.consoleMax = size->count;
  }
  return {};
}

Result<Judging> readJudging(const Arguments& arguments) {
  Judging judging;
  const std::string& path = arguments.operands()[0];
  ISOBOX_TRY(judging.job, readJob(arguments, path == "-" ? "[stdin]" : path));
  ISOBOX_TRY(judging.job.source, readSource(path));
  ISOBOX_CHECK(readLimits(arguments, judging.job));
  judging.job.execution.discardValue = true;
  judging.job.execution.isolation = false;
  const auto folder = arguments.value("--tests");
  if (!folder) return Error("judge", 0, "--tests DIR is missing");
  ISOBOX_TRY(judging.cases, findCases(*folder));
  if (const auto checker = arguments.value("--checker")) {
    judging.checker.emplace();
    judging.checker->execution.filename = *checker;
    judging.checker->execution.isolation = false;
    // Of a running supervisor its operator's defaults: a number of ours may be above the ceiling there.
    if (judging.job.box.socket.empty()) {
      judging.checker->execution.cpu = kCheckerTime;
      judging.checker->execution.timeout = kWallPerCpu * kCheckerTime;
    }
    ISOBOX_TRY(judging.checker->source, readSource(*checker));
  }
  if (const auto text = arguments.value("--jobs")) {
    ISOBOX_TRY(judging.jobs, readJobs(*text));
  }
  judging.failFast = arguments.has("--fail-fast");
  return judging;
}

std::string reasonOf(const ExecutionResult& result) {
  if (!result.error) return result.message;
  const ScriptError& error = *result.error;
  std::string text = error.name + (error.name.empty() || error.message.empty() ? "" : ": ") + error.message;
  if (error.line != 0) text += " (line " + std::to_string(error.line) + ")";
  return text;
}

/// Judges cases until there are none, in as many threads as run side by side; whoever prints waits for them in their order.
class Judge {
 public:
  Judge(IsoBox& box, const Judging& judging) : box_(box), judging_(judging), judged_(judging.cases.size()), done_(judged_.size()) {
    for (std::size_t i = 0; i < judged_.size(); ++i) judged_[i].name = judging.cases[i].name;
  }

  ~Judge() { finish(); }

  void start(std::size_t jobs) {
    for (std::size_t i = 0; i < std::min(jobs, judged_.size()); ++i) threads_.emplace_back([this] { work(); });
  }

  const JudgedCase& await(std::size_t index) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_[index]; });
    return judged_[index];
  }

  void finish() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  std::span<const JudgedCase> judged() const { return judged_; }

 private:
  void work() {
    for (std::size_t index; (index = next_++) < judged_.size();) {
      JudgedCase judged{.name = judging_.cases[index].name};
      if (!stopped_) judge(judging_.cases[index], judged);
      if (judging_.failFast && judged.judgement.verdict != JudgeVerdict::Accepted) stopped_ = true;
      const std::lock_guard lock(mutex_);
      judged_[index] = std::move(judged);
      done_[index] = true;
      changed_.notify_all();
    }
  }

  void judge(const JudgeCase& test, JudgedCase& judged) {
    ExecutionOptions options = judging_.job.execution;
    const auto input = readText(test.input), expected = readText(test.expected);
    if (!input || !expected) {
      judged.judgement = {JudgeVerdict::JudgeError, std::nullopt, (input ? expected : input).error().describe()};
      return;
    }
    options.input = *input;
    const ExecutionResult result = box_.execute(judging_.job.source, options);
    judged.cpu = result.cpu;
    judged.wall = result.duration;
    judged.memory = result.memory;
    judged.steps = result.steps;
    judged.judgement = decide(result, *input, *expected);
  }

  Judgement decide(const ExecutionResult& result, const std::string& input, const std::string& expected) {
    if (const auto verdict = judgeVerdictOf(result.verdict)) return {*verdict, std::nullopt, reasonOf(result)};
    const std::string output = outputOf(result);
    if (!judging_.checker) return compareWords(expected, output);
    ExecutionOptions options = judging_.checker->execution;
    options.context = {{"input", input}, {"expected", expected}, {"output", output}};
    const ExecutionResult checked = box_.execute(judging_.checker->source, options);
    if (checked.ok()) return readChecker(checked.value);
    return {JudgeVerdict::JudgeError, std::nullopt,
            "checker failed: " + std::string(verdictName(checked.verdict)) + ": " + reasonOf(checked)};
  }

  IsoBox& box_;
  const Judging& judging_;
  std::vector<JudgedCase> judged_;
  std::vector<bool> done_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread> threads_;
};

/// As many as the private supervisor's processors, or the running one's pool.
std::uint32_t usualJobs(IsoBox& box, const Job& job) {
  if (job.box.socket.empty()) return job.box.pool.max;
  const auto info = box.info();
  const auto* pool = info.if_contains("pool");
  const auto* most = pool && pool->is_object() ? pool->get_object().if_contains("max") : nullptr;
  return most && most->is_int64() ? static_cast<std::uint32_t>(std::clamp<std::int64_t>(most->get_int64(), 1, kMostJobs)) : 1;
}

int run(Judging& judging, const std::string& solution, bool asJson) {
  auto& pool = judging.job.box.pool;
  const auto processors = std::clamp(std::thread::hardware_concurrency(), 1u, kMostJobs);
  pool.max = judging.jobs.value_or(processors);
  pool.min = std::min<std::uint32_t>(pool.max, static_cast<std::uint32_t>(std::min<std::size_t>(judging.cases.size(), kMostJobs)));
  IsoBox box(judging.job.box);
  const std::uint32_t jobs = judging.jobs ? *judging.jobs : usualJobs(box, judging.job);
  Judge judge(box, judging);
  judge.start(jobs);
  const JudgeTable table(judging.cases);
  if (!asJson) printOut(table.head());
  for (std::size_t i = 0; i < judging.cases.size(); ++i) {
    const JudgedCase& judged = judge.await(i);
    if (!asJson) printOut(table.row(judged));
  }
  judge.finish();
  printOut(asJson ? ipc::writeJson(judgeJson(solution, judge.judged())) + "\n" : judgeSummary(judge.judged()));
  return allAccepted(judge.judged()) ? 0 : 1;
}

}  // namespace

int judgeCommand(const Arguments& arguments) {
  auto judging = readJudging(arguments);
  if (!judging) return usage(judging.error());
  try {
    return run(*judging, arguments.operands()[0], arguments.has("--json"));
  } catch (const std::invalid_argument& wrong) {
    return usage(Error("judge", 0, wrong.what()));
  } catch (const ExecutionError& failed) {
    complain(std::string(verdictName(failed.verdict())) + ": " + failed.what());
    return 1;
  }
}

}  // namespace isobox::cli
