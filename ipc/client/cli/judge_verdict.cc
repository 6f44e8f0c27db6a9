// What a judge says about one test. Runs in the isobox program.
#include "ipc/client/cli/judge_verdict.h"

#include <cmath>

#include "ipc/json.h"

namespace isobox::cli {

namespace json = boost::json;

namespace {

constexpr std::string_view kWhite = " \t\n\r\v\f";
constexpr std::size_t kShownWord = 40;
constexpr std::size_t kShownMessage = 500;

/// The next word, and `text` is what is left behind it; "" when there is none.
std::string_view takeWord(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kWhite), text.size()));
  const auto word = text.substr(0, text.find_first_of(kWhite));
  text.remove_prefix(word.size());
  return word;
}

/// Cut between characters.
std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

std::string shownWord(std::string_view word) {
  return word.empty() ? "the end" : "\"" + shortened(word, kShownWord) + "\"";
}

Judgement failed(std::string why) {
  return {JudgeVerdict::JudgeError, std::nullopt, "checker failed: " + std::move(why)};
}

Judgement scored(double score, std::string message) {
  if (!(score >= 0 && score <= 1)) return failed("its score is not from 0 to 1");
  return {score == 1 ? JudgeVerdict::Accepted : JudgeVerdict::WrongAnswer, score, std::move(message)};
}

std::optional<double> numberOf(const json::value& value) {
  if (const auto* number = value.if_double()) return *number;
  if (const auto* number = value.if_int64()) return static_cast<double>(*number);
  if (const auto* number = value.if_uint64()) return static_cast<double>(*number);
  return std::nullopt;
}

Judgement readAnswer(const json::object& answer) {
  std::string message;
  if (const auto* text = answer.if_contains("message")) {
    if (!text->is_string()) return failed("its message is no string");
    message = shortened(std::string_view(text->get_string()), kShownMessage);
  }
  const auto* verdict = answer.if_contains("verdict");
  const auto* score = answer.if_contains("score");
  if (!verdict && !score) return failed("its value has neither a verdict nor a score");
  const bool accepted = verdict && *verdict == "AC";
  if (verdict && !accepted && *verdict != "WA") return failed("its verdict is neither \"AC\" nor \"WA\"");
  if (!score) return {accepted ? JudgeVerdict::Accepted : JudgeVerdict::WrongAnswer, std::nullopt, std::move(message)};
  const auto number = numberOf(*score);
  if (!number) return failed("its score is no number");
  Judgement judgement = scored(*number, std::move(message));
  if (!verdict || judgement.verdict == JudgeVerdict::JudgeError) return judgement;
  if (accepted != (judgement.verdict == JudgeVerdict::Accepted)) return failed("its verdict and its score contradict each other");
  return judgement;
}

}  // namespace

std::string_view judgeVerdictName(JudgeVerdict verdict) {
  switch (verdict) {
    case JudgeVerdict::Accepted: return "AC";
    case JudgeVerdict::WrongAnswer: return "WA";
    case JudgeVerdict::TimeLimit: return "TLE";
    case JudgeVerdict::MemoryLimit: return "MLE";
    case JudgeVerdict::OutputLimit: return "OLE";
    case JudgeVerdict::RuntimeError: return "RE";
    case JudgeVerdict::SecurityViolation: return "SV";
    case JudgeVerdict::CompileError: return "CE";
    case JudgeVerdict::JudgeError: return "JE";
    case JudgeVerdict::Skipped: return "--";
  }
  return "JE";
}

std::optional<JudgeVerdict> judgeVerdictOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::Ok: return std::nullopt;
    case Verdict::Error:
    case Verdict::Crashed: return JudgeVerdict::RuntimeError;
    case Verdict::SyntaxError: return JudgeVerdict::CompileError;
    case Verdict::Timeout:
    case Verdict::CpuLimit: return JudgeVerdict::TimeLimit;
    case Verdict::MemoryLimit: return JudgeVerdict::MemoryLimit;
    case Verdict::OutputLimit: return JudgeVerdict::OutputLimit;
    case Verdict::Violation:
    case Verdict::ProtocolViolation: return JudgeVerdict::SecurityViolation;
    case Verdict::Cancelled:
    case Verdict::Overloaded:
    case Verdict::InvalidRequest:
    case Verdict::InternalError: return JudgeVerdict::JudgeError;
  }
  return JudgeVerdict::JudgeError;
}

std::string outputOf(const ExecutionResult& result) {
  std::string output;
  for (const ConsoleEntry& entry : result.console) switch (entry.level) {
      case ConsoleLevel::Stdout:
        output += entry.text;
        break;
      case ConsoleLevel::Log:
      case ConsoleLevel::Info:
      case ConsoleLevel::Debug:
        output += entry.text + "\n";
        break;
      default:
        break;
    }
  return output;
}

Judgement compareWords(std::string_view expected, std::string_view output) {
  for (std::size_t number = 1;; ++number) {
    const auto wanted = takeWord(expected), found = takeWord(output);
    if (wanted != found)
      return {JudgeVerdict::WrongAnswer, std::nullopt,
              "word " + std::to_string(number) + ": expected " + shownWord(wanted) + ", found " + shownWord(found)};
    if (wanted.empty()) return {JudgeVerdict::Accepted, std::nullopt, ""};
  }
}

Judgement readChecker(const json::value& value) {
  if (const auto* right = value.if_bool())
    return {*right ? JudgeVerdict::Accepted : JudgeVerdict::WrongAnswer, std::nullopt, ""};
  if (const auto score = numberOf(value)) return scored(*score, "");
  const auto* answer = value.if_object();
  if (answer && !answer->contains("$isobox")) return readAnswer(*answer);
  return failed("its value is " + shortened(ipc::writeJson(value), kShownWord) +
                ", not true or false, a score, or an object with one");
}

}  // namespace isobox::cli
