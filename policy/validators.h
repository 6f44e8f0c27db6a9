// What a program's text, the name of a module, a path in a project and the name of an environment variable
// may look like, whatever the operator's policy. Used in the supervisor and in the user's process, on text
// that nobody trusts: no allocation but for the sentence of a refusal, no recursion.
#ifndef ISOBOX_POLICY_VALIDATORS_H
#define ISOBOX_POLICY_VALIDATORS_H

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ipc/base/units.h"

namespace isobox::policy {

/// The longest path, in bytes.
inline constexpr std::size_t kMaxPath = 4096;

/// The longest name of a package with its scope, in bytes: npm's limit.
inline constexpr std::size_t kMaxPackageName = 214;

/// The longest version in the name of a module, in bytes.
inline constexpr std::size_t kMaxVersion = 64;

/// Why a text is refused. `message` has no subject ("is empty"): the caller knows what it asked about.
struct TextProblem {
  std::string message;
  std::size_t offset = 0;  // of the first wrong byte; 0 when no single place is wrong

  bool operator==(const TextProblem&) const = default;
};

/// Nothing: the text is fine.
using TextCheck = std::optional<TextProblem>;

/// "byte 17 (line 2) is not valid UTF-8", for any text. Bytes count from 0, lines (ended by LF) from 1.
TextCheck checkUtf8(std::string_view text);

/// A program: UTF-8 of at most `most` bytes. The empty program is one, and NUL is a character like others.
/// The size is judged first.
TextCheck checkCode(std::string_view code, Bytes most);

/// A path of a project: absolute ("/src/a.js") or relative ("src/a.js"), in UTF-8, of at most kMaxPath bytes,
/// its segments divided by single slashes, none of them empty, "." or ".."; no backslash, no NUL.
TextCheck checkPath(std::string_view path);

/// The name of a program's file, for its messages: UTF-8 of 1 to kMaxPath bytes without NUL.
TextCheck checkFilename(std::string_view name);

/// UTF-8, not empty, without '=' and NUL.
TextCheck checkEnvironmentName(std::string_view name);

struct ModuleNameRules {
  /// Allow what npm takes no more for new packages: upper case and ~ ' ! ( ) *.
  bool legacy = false;
};

/// A module's name in its parts; they point into the text that was parsed.
struct ModuleName {
  bool builtin = false;      // "node:…"
  std::string_view package;  // "lodash", "@scope/name"; with builtin the rest of the name, "fs/promises"
  std::string_view version;  // after the '@': "^1.2", "latest"; else empty
  std::string_view subpath;  // after the package's '/': "fp", "dist/a.js"; else empty

  bool operator==(const ModuleName&) const = default;
};

/// What a program may give to require and import for something that is no file of its own:
///
///     [@scope/]name[@version][/subpath]     node:name[/name…]
///
/// Scope and name as npm has them: together at most kMaxPackageName bytes, of a–z 0–9 - . _ only, neither
/// beginning with '.' or '_', not "node_modules" and not "favicon.ico". A version is a tag or a number behind
/// at most one operator (^ ~ > >= < <= =), of at most kMaxVersion bytes; ranges with spaces are not names. A
/// subpath is a relative path (see checkPath) without '%', which some resolvers decode, and without control
/// characters. "node:" names have a–z 0–9 _ in each part.
std::variant<ModuleName, TextProblem> parseModuleName(std::string_view name, ModuleNameRules rules = {});

/// parseModuleName, for those who want no parts.
TextCheck checkModuleName(std::string_view name, ModuleNameRules rules = {});

}  // namespace isobox::policy

#endif
