// What a test was to do against what it did. Runs in the test262 program.
#include "tests/test262/judge.h"

#include <algorithm>

namespace isobox::test262 {
namespace {

std::string oneLine(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space)
      line += c;
    else if (!line.ends_with(' '))
      line += ' ';
  }
  return line;
}

/// The name of the error's constructor. An error of the harness's own has no property `name`: it is shown
/// like any object, `Test262Error { … }`.
std::string errorType(const ScriptError& error) {
  return error.name.empty() ? error.message.substr(0, error.message.find(' ')) : error.name;
}

std::string describe(const Program& program, const ExecutionResult& result) {
  std::string text(verdictName(result.verdict));
  if (!result.error) return oneLine(text + ": " + result.message);
  text += ": " + (result.error->name.empty() ? "" : result.error->name + ": ") + result.error->message;
  const std::uint32_t line = result.error->line;
  if (line > program.linesBefore)
    text += " (line " + std::to_string(line - program.linesBefore) + ")";
  else if (line != 0)
    text += " (in the harness, line " + std::to_string(line) + ")";
  return oneLine(text);
}

/// A "parse" error is one that the whole text was refused for; a "runtime" error is thrown by a text that was
/// accepted. Modules that cannot be linked may be refused either way.
bool inPhase(const std::string& phase, Verdict verdict) {
  if (phase == "parse") return verdict == Verdict::SyntaxError;
  if (phase == "runtime") return verdict == Verdict::Error;
  return verdict == Verdict::SyntaxError || verdict == Verdict::Error;
}

std::string judgeNegative(const Metadata& metadata, const Program& program, const ExecutionResult& result) {
  const std::string wanted = metadata.negativeType + " at " + metadata.negativePhase;
  if (result.ok()) return "no " + wanted;
  if (inPhase(metadata.negativePhase, result.verdict) && result.error &&
      errorType(*result.error) == metadata.negativeType)
    return {};
  return "no " + wanted + ", but " + describe(program, result);
}

bool printed(const ExecutionResult& result, std::string_view text) {
  return std::any_of(result.console.begin(), result.console.end(),
                     [&](const ConsoleEntry& entry) { return entry.text == text; });
}

/// Nobody looks at the promise that was rejected: an error of a run, but none of a test that has already said
/// how it went.
bool ended(const ExecutionResult& result, std::string_view saying) {
  return result.ok() || (result.verdict == Verdict::Error && printed(result, saying));
}

std::string judgeAsync(const Program& program, const ExecutionResult& result) {
  constexpr std::string_view kComplete = "Test262:AsyncTestComplete", kFailure = "Test262:AsyncTestFailure:";
  for (const ConsoleEntry& entry : result.console)
    if (entry.text.starts_with(kFailure)) return "async: " + oneLine(entry.text.substr(kFailure.size()));
  if (!ended(result, kComplete)) return describe(program, result);
  return printed(result, kComplete) ? std::string() : "async: ended without $DONE()";
}

}  // namespace

std::string judge(const Metadata& metadata, const Program& program, const ExecutionResult& result) {
  if (metadata.negative()) return judgeNegative(metadata, program, result);
  if (metadata.has("async")) return judgeAsync(program, result);
  return ended(result, "Test262:End") ? std::string() : describe(program, result);
}

}  // namespace isobox::test262
