// What a judge found, as a table and as JSON. Runs in the isobox program.
#include "ipc/client/cli/judge_report.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "ipc/client/cli/output.h"
#include "ipc/client/inspect_text.h"
#include "isobox/logger.h"

namespace isobox::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t kWidestName = 40;

std::string shownName(const std::string& name) { return logText(name); }

std::string formatted(const char* format, double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

std::string timeText(FractionalMilliseconds time) { return formatted("%.0f ms", time.count()); }
std::string memoryText(std::uint64_t bytes) { return formatted("%.1f MiB", static_cast<double>(bytes) / (1024 * 1024)); }

std::string note(const Judgement& judgement) {
  std::string text;
  if (judgement.score && judgement.verdict != JudgeVerdict::Accepted) text = "score " + formatted("%.3g", *judgement.score);
  if (judgement.message.empty()) return text;
  return text + (text.empty() ? "" : ": ") + logText(judgement.message);
}

/// 1 and 0 where there is no score.
double scoreOf(const Judgement& judgement) {
  return judgement.score.value_or(judgement.verdict == JudgeVerdict::Accepted ? 1 : 0);
}

std::string withoutBlanksBehind(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

JudgeTable::JudgeTable(std::span<const JudgeCase> cases) {
  for (const JudgeCase& each : cases) width_ = std::max(width_, std::min(detail::columnCount(shownName(each.name)), kWidestName));
}

std::string JudgeTable::head() const {
  return padded("TEST", width_) + "  VERDICT" + padded("TIME", 10, true) + padded("MEMORY", 12, true) + "\n";
}

std::string JudgeTable::row(const JudgedCase& judged) const {
  const bool begun = judged.judgement.verdict != JudgeVerdict::Skipped;
  return withoutBlanksBehind(padded(shownName(judged.name), width_) + "  " +
                             padded(std::string(judgeVerdictName(judged.judgement.verdict)), 7) +
                             padded(begun ? timeText(judged.cpu) : "", 10, true) +
                             padded(begun ? memoryText(judged.memory) : "", 12, true) + "  " + note(judged.judgement));
}

std::string judgeSummary(std::span<const JudgedCase> judged) {
  std::array<std::size_t, 10> counts{};
  FractionalMilliseconds slowest{};
  std::uint64_t memory = 0;
  for (const JudgedCase& each : judged) {
    ++counts[static_cast<std::size_t>(each.judgement.verdict)];
    slowest = std::max(slowest, each.cpu);
    memory = std::max(memory, each.memory);
  }
  std::string text = std::to_string(counts[0]) + " of " + std::to_string(judged.size()) + " accepted";
  for (std::size_t i = 1; i < counts.size(); ++i)
    if (counts[i] != 0)
      text += ", " + std::to_string(counts[i]) + " " +
              (i == static_cast<std::size_t>(JudgeVerdict::Skipped) ? "not begun" : std::string(judgeVerdictName(static_cast<JudgeVerdict>(i))));
  return text + "; at most " + timeText(slowest) + " and " + memoryText(memory) + "\n";
}

json::object judgeJson(const std::string& solution, std::span<const JudgedCase> judged) {
  json::array tests;
  double score = 0;
  std::size_t accepted = 0;
  std::string_view verdict = judgeVerdictName(JudgeVerdict::Accepted);
  for (const JudgedCase& each : judged) {
    const Judgement& judgement = each.judgement;
    score += scoreOf(judgement);
    accepted += judgement.verdict == JudgeVerdict::Accepted ? 1 : 0;
    if (verdict == judgeVerdictName(JudgeVerdict::Accepted)) verdict = judgeVerdictName(judgement.verdict);
    json::object test{{"name", logText(each.name)}, {"verdict", judgeVerdictName(judgement.verdict)}};
    if (judgement.verdict != JudgeVerdict::Skipped) {
      test["time"] = each.cpu.count();
      test["wall"] = each.wall.count();
      test["memory"] = each.memory;
      if (each.steps) test["steps"] = *each.steps;
      if (judgement.score) test["score"] = *judgement.score;
      if (!judgement.message.empty()) test["message"] = judgement.message;
    }
    tests.push_back(std::move(test));
  }
  return {{"solution", logText(solution)},
          {"verdict", verdict},
          {"accepted", accepted},
          {"total", judged.size()},
          {"score", judged.empty() ? 0 : score / static_cast<double>(judged.size())},
          {"tests", std::move(tests)}};
}

bool allAccepted(std::span<const JudgedCase> judged) {
  return std::all_of(judged.begin(), judged.end(),
                     [](const JudgedCase& each) { return each.judgement.verdict == JudgeVerdict::Accepted; });
}

}  // namespace isobox::cli
