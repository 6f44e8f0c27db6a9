// What a specifier means: Node.js's algorithms in one, over virtual files. Plain C++; runs in sealed runners;
// specifiers, files and packages are hostile. Sources: nodejs.org/api/modules.html "All together",
// nodejs.org/api/esm.html "Resolution Algorithm Specification".
#include "runner/engine/module_resolver.h"

#include <algorithm>
#include <array>

#include "runner/engine/package_targets.h"

namespace isobox::runner {

namespace {

using Kind = ModuleAnswer::Kind;

constexpr std::size_t kLongestSpecifier = 4096;
constexpr std::string_view kPackages = "/node_modules/";
constexpr std::array<std::string_view, 7> kEndings{".js", ".json", ".cjs", ".mjs", ".ts", ".mts", ".cts"};
// What TypeScript makes of a file's name: people import what will be there.
constexpr std::array<std::array<std::string_view, 2>, 3> kTypeScript{
    {{".js", ".ts"}, {".mjs", ".mts"}, {".cjs", ".cts"}}};

bool isRelative(std::string_view specifier) {
  return specifier == "." || specifier == ".." || specifier.starts_with("./") || specifier.starts_with("../");
}

struct PackageName {
  std::string_view name, subpath;
};

// "@scope/name/sub/path" as "@scope/name" and "/sub/path"; nothing for what can name no package.
std::optional<PackageName> splitName(std::string_view specifier) {
  std::size_t end = specifier.find('/');
  if (specifier.starts_with('@')) {
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    const std::size_t begin = end + 1;
    end = specifier.find('/', begin);
    if (end == begin || begin == specifier.size() || specifier[begin] == '.') return std::nullopt;
  }
  const std::string_view name = specifier.substr(0, end);
  if (name.empty() || name.starts_with('.') || name == "node_modules" ||
      name.find_first_of("\\%:") != std::string_view::npos)
    return std::nullopt;
  return PackageName{name, specifier.substr(name.size())};
}

std::string_view withoutNode(std::string_view name) {
  return name.starts_with("node:") ? name.substr(5) : name;
}

bool isBelow(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace

// One call of resolve.
struct ModuleResolver::Question {
  std::string_view specifier, referrer;
  std::string_view condition;  // "require" or "import"
  bool fromPackage = false;    // a package's own code may name whatever the trusted side hands out
  std::string allowed;         // else: the folder of the package that it may name, once that is known
  bool own = false;            // the program has such a package itself
  ModuleAnswer answer;
  bool failed = false;  // with an error that says more than that nothing was found

  /// Whether files of this package, or of this folder of it, may be asked for.
  bool mayRead(std::string_view path) const {
    if (!path.starts_with(kPackages)) return false;
    if (fromPackage) return true;
    return !allowed.empty() && (path == allowed || isBelow(path, allowed)) &&
           path.find(kPackages, allowed.size()) == std::string_view::npos;
  }

  void fail(std::string_view code, std::string message) {
    failed = true;
    answer.code = code;
    answer.message = std::move(message);
  }
};

ModuleAnswer ModuleResolver::resolve(std::string_view specifier, std::string_view referrer,
                                     ModuleAsker asker) {
  Question question;
  question.specifier = specifier;
  question.referrer = referrer;
  question.condition = asker == ModuleAsker::Require ? "require" : "import";
  question.fromPackage = referrer.starts_with(kPackages) && !files_.own(referrer);
  if (const auto* mock = mockFor(specifier)) return {Kind::Mock, mock->name, {}, {}, {}};
  if (const auto standard = standardModule(specifier); !standard.empty()) return {Kind::Standard, std::string(standard), {}, {}, {}};
  if (specifier.size() > kLongestSpecifier || specifier.find('\0') != std::string_view::npos) {
    notFound(question);
  } else if (isRelative(specifier) || specifier.starts_with('/')) {
    const bool folder = specifier.ends_with('/') || specifier.ends_with("/.") || specifier.ends_with("/..") ||
                        specifier == "." || specifier == "..";
    path(joinModulePath(moduleFolder(referrer), specifier), folder, question);
  } else if (specifier.starts_with('#')) {
    internal(specifier, question);
  } else {
    bare(specifier, question);
  }
  if (question.answer.kind == Kind::Failed && !question.failed) notFound(question);
  return std::move(question.answer);
}

std::optional<std::string_view> ModuleResolver::read(std::string_view path) {
  if (const auto own = files_.own(path)) return own;
  return rules_.packages && path.starts_with(kPackages) ? files_.package(path) : std::nullopt;
}

std::vector<std::string> ModuleResolver::packageFolders(std::string_view referrer) {
  std::vector<std::string> folders;
  for (std::string_view folder = moduleFolder(referrer);; folder = moduleFolder(folder)) {
    if (folder != "/node_modules" && !folder.ends_with("/node_modules"))
      folders.push_back(folder == "/" ? "/node_modules" : std::string(folder) + "/node_modules");
    if (folder == "/") return folders;
  }
}

// ---- what there is ----

const ipc::ModuleRules::Mock* ModuleResolver::mockFor(std::string_view name) const {
  for (const auto& mock : rules_.mocks)
    if (withoutNode(mock.name) == withoutNode(name)) return &mock;
  return nullptr;
}

bool ModuleResolver::mayAsk(const Question& question, std::string_view name, std::string_view subpath) const {
  if (!rules_.packages) return false;
  return question.fromPackage ||
         std::any_of(rules_.whitelist.begin(), rules_.whitelist.end(),
                     [&](const auto& pattern) { return patternNames(pattern, name, subpath); });
}

bool ModuleResolver::exists(std::string_view path, const Question& question) {
  if (files_.own(path)) return true;
  return rules_.packages && question.mayRead(path) && files_.package(path);
}

// What stands in a folder's package.json, for those who may see the folder's files at all.
const PackageJson* ModuleResolver::packageAt(std::string_view folder) {
  const auto known = packages_.find(folder);
  if (known != packages_.end()) return known->second ? &*known->second : nullptr;
  const auto text = read(joinModulePath(folder, "package.json"));
  auto& entry = packages_[std::string(folder)];
  if (text) entry = parsePackageJson(*text);
  return entry ? &*entry : nullptr;
}

std::optional<ModuleResolver::Scope> ModuleResolver::scopeOf(std::string_view path) {
  for (std::string_view folder = moduleFolder(path);; folder = moduleFolder(folder)) {
    if (folder.ends_with("/node_modules")) return std::nullopt;
    if (const PackageJson* package = packageAt(folder)) return Scope{std::string(folder), package};
    if (folder == "/") return std::nullopt;
  }
}

PackageType ModuleResolver::typeOf(std::string_view path) {
  const auto scope = scopeOf(path);
  return scope ? scope->package->type : PackageType::Unknown;
}

// ---- files and folders ----

bool ModuleResolver::asFile(const std::string& path, Question& question) {
  const auto found = [&](const std::string& file) {
    if (const auto* mock = mockFor(file)) {
      question.answer = {Kind::Mock, mock->name, {}, {}, {}};
      return true;
    }
    if (!exists(file, question)) return false;
    question.answer.kind = Kind::File;
    question.answer.path = file;
    return true;
  };
  if (found(path)) return true;
  for (const std::string_view ending : kEndings)
    if (found(path + std::string(ending))) return true;
  for (const auto& [written, meant] : kTypeScript)
    if (path.ends_with(written) && found(path.substr(0, path.size() - written.size()).append(meant)))
      return true;
  return false;
}

bool ModuleResolver::asFolder(const std::string& path, Question& question) {
  if (!files_.ownFolder(path) && !(rules_.packages && question.mayRead(path))) return false;
  if (const PackageJson* package = packageAt(path); package && !package->main.empty()) {
    const std::string main = joinModulePath(path, "./" + package->main);
    if (asFile(main, question) || (main != path && asFile(joinModulePath(main, "index"), question)))
      return true;
  }
  for (const std::string_view ending : kEndings)
    if (asFile(joinModulePath(path, "index" + std::string(ending)), question)) return true;
  return false;
}

void ModuleResolver::path(const std::string& target, bool folderOnly, Question& question) {
  std::optional<PackageName> package;
  if (target.starts_with(kPackages)) package = splitName(std::string_view(target).substr(kPackages.size()));
  const bool may = package && mayAsk(question, package->name, package->subpath);
  if (may) question.allowed = std::string(kPackages).append(package->name);
  if (!folderOnly && asFile(target, question)) return;
  if (asFolder(target, question)) return;
  if (package && !may) notAllowed(package->name, question);
}

// ---- packages ----

void ModuleResolver::bare(std::string_view specifier, Question& question) {
  const auto package = splitName(specifier);
  if (package) {
    if (itself(package->name, package->subpath, question)) return;
    if (mayAsk(question, package->name, package->subpath))
      question.allowed = std::string(kPackages).append(package->name);
    for (const std::string& folder : packageFolders(question.referrer))
      if (inFolder(folder, package->name, package->subpath, question) || question.failed) return;
  }
  const bool may = question.own || (package && mayAsk(question, package->name, package->subpath));
  if (isNodeBuiltin(specifier) || (package && !may)) notAllowed(specifier, question);
}

bool ModuleResolver::inFolder(const std::string& folder, std::string_view name, std::string_view subpath,
                              Question& question) {
  const std::string base = joinModulePath(folder, name);
  const bool own = files_.ownFolder(base);
  question.own |= own;
  if (own || (rules_.packages && question.mayRead(base))) {
    const PackageJson* package = packageAt(base);
    if (package && package->exports) {
      exported({base, package}, subpath, question);
      return true;
    }
  }
  if (subpath.empty()) return asFile(base, question) || asFolder(base, question);
  const std::string path = joinModulePath(base, subpath.substr(1));
  if (!isBelow(path, base)) return false;
  return (!subpath.ends_with('/') && asFile(path, question)) || asFolder(path, question);
}

// A package may name itself by what it exports.
bool ModuleResolver::itself(std::string_view name, std::string_view subpath, Question& question) {
  const auto scope = scopeOf(question.referrer);
  if (!scope || scope->package->name != name || !scope->package->exports) return false;
  exported(*scope, subpath, question);
  return true;
}

void ModuleResolver::exported(const Scope& scope, std::string_view subpath, Question& question) {
  const std::string key = "." + std::string(subpath);
  target(scope, exportsMap(*scope.package->exports), key, false, question);
  if (question.answer.kind != Kind::Failed || question.failed) return;
  const std::string file = joinModulePath(scope.folder, "package.json");
  question.fail("ERR_PACKAGE_PATH_NOT_EXPORTED",
                subpath.empty() ? "No \"exports\" main defined in " + file
                                : "Package subpath '" + key + "' is not defined by \"exports\" in " + file);
}

void ModuleResolver::internal(std::string_view specifier, Question& question) {
  const auto scope = scopeOf(question.referrer);
  if (scope && scope->package->imports && specifier != "#" && !specifier.starts_with("#/"))
    target(*scope, *scope->package->imports, specifier, true, question);
  if (question.answer.kind != Kind::Failed || question.failed) return;
  question.fail("ERR_PACKAGE_IMPORT_NOT_DEFINED",
                "Package import specifier \"" + std::string(specifier) + "\" is not defined" +
                    (scope ? " in package " + joinModulePath(scope->folder, "package.json") : ""));
}

// Leaves the question unanswered when the map has no such entry.
void ModuleResolver::target(const Scope& scope, const JsonNode& map, std::string_view key, bool internal,
                            Question& question) {
  const PackageTarget found = findPackageTarget(map, key, question.condition, internal);
  if (found.kind == PackageTarget::Kind::None) return;
  if (found.kind == PackageTarget::Kind::Invalid)
    return question.fail("ERR_INVALID_PACKAGE_TARGET",
                         std::string("Invalid \"") + (internal ? "imports" : "exports") + "\" target \"" +
                             found.text + "\" defined in the package config " +
                             joinModulePath(scope.folder, "package.json"));
  if (!found.text.starts_with("./")) {
    if (const auto* mock = mockFor(found.text)) {
      question.answer = {Kind::Mock, mock->name, {}, {}, {}};
      return;
    }
    bare(found.text, question);
    if (question.answer.kind == Kind::Failed && !question.failed) notFound(question);
    return;
  }
  // The program's own packages and the one that was asked for: exactly this file, though it may be TypeScript
  // still.
  if (!asFile(joinModulePath(scope.folder, found.text), question)) notFound(question);
}

// ---- refusals ----

void ModuleResolver::notFound(Question& question) {
  const bool required = question.condition == "require";
  question.fail(required ? "MODULE_NOT_FOUND" : "ERR_MODULE_NOT_FOUND",
                "Cannot find module '" + std::string(question.specifier.substr(0, 200)) + "'");
}

void ModuleResolver::notAllowed(std::string_view name, Question& question) {
  std::string list;
  const auto add = [&list](const std::string& entry) { list += (list.empty() ? "" : ", ") + entry; };
  if (rules_.packages) std::for_each(rules_.whitelist.begin(), rules_.whitelist.end(), add);
  for (const auto& mock : rules_.mocks) add(mock.name);
  question.answer.denied = std::string(name.substr(0, 200));
  question.fail("ERR_MODULE_NOT_ALLOWED", "Module '" + question.answer.denied + "' is not allowed here. " +
                                              (list.empty() ? "No modules are." : "Allowed: " + list));
}

}  // namespace isobox::runner
