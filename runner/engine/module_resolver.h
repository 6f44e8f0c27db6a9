// What a specifier means: Node.js's algorithms for CommonJS and ES modules in one, over virtual files. Plain
// C++; runs in sealed runners. Specifiers, files and packages are hostile; what is refused here is refused
// for the sake of a good message, the trusted side decides again.
#ifndef ISOBOX_RUNNER_ENGINE_MODULE_RESOLVER_H
#define ISOBOX_RUNNER_ENGINE_MODULE_RESOLVER_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/frames.h"
#include "runner/engine/package_json.h"

namespace isobox::runner {

/// The files that programs may load, by absolute POSIX paths without "." and "..".
class ModuleFiles {
 public:
  virtual ~ModuleFiles() = default;
  /// The text of the program's own file, or nothing. Views stay valid until the files are changed.
  virtual std::optional<std::string_view> own(std::string_view path) = 0;
  /// Whether one of the program's own files is somewhere below this folder.
  virtual bool ownFolder(std::string_view path) = 0;
  /// The text of a file of the operator's packages, or nothing. May take as long as a question to another
  /// process.
  virtual std::optional<std::string_view> package(std::string_view path) = 0;
};

enum class ModuleAsker { Require, Import };

struct ModuleAnswer {
  enum class Kind { File, Mock, Standard, Failed };
  Kind kind = Kind::Failed;
  std::string path;           // File: its path; Mock: its name; Standard: "node:fs"
  std::string code, message;  // Failed: as Node.js has them
  std::string denied;         // Failed because nobody allowed it: the module's name
};

class ModuleResolver {
 public:
  ModuleResolver(ModuleFiles& files, const ipc::ModuleRules& rules) : files_(files), rules_(rules) {}

  /// `referrer` is the absolute path of the file that asks.
  ModuleAnswer resolve(std::string_view specifier, std::string_view referrer, ModuleAsker asker);

  /// The text of a file that resolve has found.
  std::optional<std::string_view> read(std::string_view path);

  /// `type` in the nearest package.json at or above the file.
  PackageType typeOf(std::string_view path);

  /// The folders in which a file's packages are looked for, the nearest first.
  static std::vector<std::string> packageFolders(std::string_view referrer);

  /// Forgets what package.json files said.
  void forget() { packages_.clear(); }

 private:
  struct Question;
  struct Scope {
    std::string folder;
    const PackageJson* package;
  };

  const ipc::ModuleRules::Mock* mockFor(std::string_view name) const;
  bool mayAsk(const Question& question, std::string_view path, std::string_view subpath) const;
  bool exists(std::string_view path, const Question& question);
  const PackageJson* packageAt(std::string_view folder);
  std::optional<Scope> scopeOf(std::string_view path);
  bool asFile(const std::string& path, Question& question);
  bool asFolder(const std::string& path, Question& question);
  void path(const std::string& target, bool folderOnly, Question& question);
  void bare(std::string_view specifier, Question& question);
  bool inFolder(const std::string& folder, std::string_view name, std::string_view subpath,
                Question& question);
  void internal(std::string_view specifier, Question& question);
  bool itself(std::string_view name, std::string_view subpath, Question& question);
  void exported(const Scope& scope, std::string_view subpath, Question& question);
  void target(const Scope& scope, const JsonNode& map, std::string_view key, bool internal,
              Question& question);
  void notFound(Question& question);
  void notAllowed(std::string_view name, Question& question);

  ModuleFiles& files_;
  const ipc::ModuleRules& rules_;
  std::map<std::string, std::optional<PackageJson>, std::less<>> packages_;  // by folder
};

/// `path` below `folder` ("/a/b"), or `path` itself when it is absolute, without "." and "..".
std::string joinModulePath(std::string_view folder, std::string_view path);

/// The folder of a file: "/a" of "/a/b", "/" of "/b".
std::string_view moduleFolder(std::string_view path);

/// Whether a pattern of the whitelist names the module: "lodash", "lodash/fp", "@scope/*", "*". What it says
/// about versions is the trusted side's business. `subpath` is empty or begins with "/".
bool patternNames(std::string_view pattern, std::string_view name, std::string_view subpath);

/// The key of a module that programs have without asking for it (standard_io.h): "node:fs" for "fs"; "" for every other name.
std::string_view standardModule(std::string_view specifier);

/// A module that comes with Node.js: "fs", "fs/promises", "node:test".
bool isNodeBuiltin(std::string_view specifier);

}  // namespace isobox::runner

#endif
