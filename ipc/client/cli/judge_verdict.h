// What a judge says about one test: by the execution's verdict, by comparing, by a checker's value. Runs in the isobox
// program, runs nothing itself. Outputs and values are hostile.
#ifndef ISOBOX_IPC_CLIENT_CLI_JUDGE_VERDICT_H
#define ISOBOX_IPC_CLIENT_CLI_JUDGE_VERDICT_H

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "isobox/result.h"

namespace isobox::cli {

enum class JudgeVerdict {
  Accepted,
  WrongAnswer,
  TimeLimit,    // or out of steps
  MemoryLimit,
  OutputLimit,
  RuntimeError,
  SecurityViolation,
  CompileError,
  JudgeError,   // nobody knows: the supervisor, the test or the checker is not in order
  Skipped,      // not begun
};

/// "AC", "WA", "TLE", "MLE", "OLE", "RE", "SV", "CE", "JE", "--".
std::string_view judgeVerdictName(JudgeVerdict verdict);

/// What an execution's end means for the test; nothing for `ok`: then the output decides.
std::optional<JudgeVerdict> judgeVerdictOf(Verdict verdict);

/// What the program has written to its stdout: console.log and its kin with a newline each, and what it wrote as it is.
std::string outputOf(const ExecutionResult& result);

struct Judgement {
  JudgeVerdict verdict = JudgeVerdict::JudgeError;
  std::optional<double> score;  // a checker's, 0 to 1
  std::string message;          // for people; may be hostile
};

/// Accepted when both are the same words in the same order. Words are what stands between white space (blanks, tabs, line
/// ends, \v and \f); how much of it and which does not matter, nor that at the beginning and at the end.
Judgement compareWords(std::string_view expected, std::string_view output);

/// What a checker's value says: true, false, a score from 0 to 1, or {verdict: "AC" or "WA", score, message}, where either of
/// verdict and score will do. Accepted is nothing but a whole score. Any other value is a JudgeError.
Judgement readChecker(const boost::json::value& value);

}  // namespace isobox::cli

#endif
