// class Validators: the rules of policy/validators.h for users of the library. Runs in the user's process.
#include "isobox/validators.h"

#include <utility>

#include "ipc/client/option_checks.h"
#include "policy/limits.h"
#include "policy/validators.h"

namespace isobox {
namespace {

static_assert(CodeOptions{}.maxBytes == policy::kHardCeiling.source.count);

ValidationResult resultOf(std::vector<Problem> problems) {
  return {.valid = problems.empty(), .problems = std::move(problems)};
}

ValidationResult resultOf(const char* path, policy::TextCheck check) {
  std::vector<Problem> problems;
  if (check) problems.push_back({path, std::move(check->message), check->offset});
  return resultOf(std::move(problems));
}

void throwUnlessValid(ValidationResult result) {
  if (!result.valid) throw ValidationError(std::move(result));
}

}  // namespace

std::string ValidationResult::text() const {
  std::string all;
  for (const auto& problem : problems)
    all += (all.empty() ? "" : "; ") + problem.path + ": " + problem.message;
  return all;
}

ValidationError::ValidationError(ValidationResult result)
    : std::invalid_argument(result.text()), result_(std::move(result)) {}

ValidationResult Validators::validateCode(std::string_view code, const CodeOptions& options) {
  auto result = resultOf("code", policy::checkCode(code, Bytes{options.maxBytes}));
  if (options.language != Language::JavaScript && options.language != Language::TypeScript) {
    result.valid = false;
    result.problems.push_back({.path = "language", .message = "is none of the languages that there are"});
  }
  return result;
}

ValidationResult Validators::validateModuleName(std::string_view name, const ModuleNameOptions& options) {
  return resultOf("module name", policy::checkModuleName(name, {.legacy = options.legacy}));
}

ValidationResult Validators::validatePath(std::string_view path) {
  return resultOf("path", policy::checkPath(path));
}

ValidationResult Validators::validateOptions(const ExecutionOptions& options) {
  return resultOf(detail::wrongOptions(options));
}

void Validators::assertCode(std::string_view code, const CodeOptions& options) {
  throwUnlessValid(validateCode(code, options));
}

void Validators::assertModuleName(std::string_view name, const ModuleNameOptions& options) {
  throwUnlessValid(validateModuleName(name, options));
}

void Validators::assertPath(std::string_view path) {
  throwUnlessValid(validatePath(path));
}

void Validators::assertOptions(const ExecutionOptions& options) {
  throwUnlessValid(validateOptions(options));
}

}  // namespace isobox
