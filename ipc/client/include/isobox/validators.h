// class Validators: what is wrong with code, names, paths and options, before anything is run. Used in the
// user's process; the text may come from anybody.
#ifndef ISOBOX_VALIDATORS_H
#define ISOBOX_VALIDATORS_H

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "isobox/options.h"

namespace isobox {

/// One thing that is wrong. Path and message together are a sentence: "options.timeout: -5 ms is not above
/// 0".
struct Problem {
  std::string path;        // what: "code", "module name", "path", "options.env"
  std::string message;     // may show characters of what was judged: escape it before it goes to a terminal
  std::size_t offset = 0;  // in bytes, of the first wrong byte of a text; 0 when no single place is wrong

  bool operator==(const Problem&) const = default;
};

struct ValidationResult {
  bool valid = true;
  std::vector<Problem> problems;  // empty when valid

  explicit operator bool() const { return valid; }

  /// "path: message" of all problems, with "; " between them; empty when valid.
  std::string text() const;
};

/// Thrown by the functions whose names begin with assert. what() is the result's text().
class ValidationError : public std::invalid_argument {
 public:
  explicit ValidationError(ValidationResult result);

  const ValidationResult& result() const { return result_; }

 private:
  ValidationResult result_;
};

struct CodeOptions {
  std::uint64_t maxBytes = std::uint64_t{64} << 20;  // 64 MiB is what no policy can exceed
  Language language = Language::JavaScript;
};

struct ModuleNameOptions {
  bool legacy = false;  // allow what npm takes no more for new packages: upper case and ~ ' ! ( ) *
};

/// Judges without a supervisor and without running or compiling anything: what is valid here can still be a
/// syntax error, not whitelisted, missing, or above an operator's ceiling.
class Validators {
 public:
  /// A program: UTF-8 of at most maxBytes, in a language that there is. The empty program and NUL characters
  /// are valid. The message names the first wrong byte and its line.
  static ValidationResult validateCode(std::string_view code, const CodeOptions& options = {});

  /// What require and import take that is no path: [@scope/]name[@version][/subpath] and node:name. Scope and
  /// name follow npm's rules: at most 214 bytes together, of a–z 0–9 - . _ only, neither beginning with '.'
  /// or
  /// '_'. A version is a tag or a number behind at most one operator: "lodash@^4.17". A subpath is a relative
  /// path as for validatePath, without '%' and control characters.
  static ValidationResult validateModuleName(std::string_view name, const ModuleNameOptions& options = {});

  /// A file of a project: "/src/a.js" or "src/a.js". UTF-8 of at most 4096 bytes; no segment is empty, "." or
  /// ".."; no backslash, no NUL.
  static ValidationResult validatePath(std::string_view path);

  /// What can be judged without an operator's policy: times above 0 and of 24 h at most, a memory of 2 MiB to
  /// 4 GiB, consoleMax and valueMax of 256 MiB at most, valueDepth of 340 at most; filename, context, env and
  /// files are valid UTF-8, names of env neither empty nor with '=' or NUL in them, names of files 1 to 4096
  /// bytes without NUL. All problems are listed, but for each of context, env and files only the first.
  static ValidationResult validateOptions(const ExecutionOptions& options);

  /// The same, for those who want an exception: throw ValidationError with all problems.
  static void assertCode(std::string_view code, const CodeOptions& options = {});
  static void assertModuleName(std::string_view name, const ModuleNameOptions& options = {});
  static void assertPath(std::string_view path);
  static void assertOptions(const ExecutionOptions& options);
};

}  // namespace isobox

#endif
