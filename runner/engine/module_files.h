// The files that one engine's programs may load: those of the orders, those that Engine::addModule was given,
// and what the trusted side answers for packages. Runs in sealed runners; all texts are hostile.
#ifndef ISOBOX_RUNNER_ENGINE_MODULE_FILES_H
#define ISOBOX_RUNNER_ENGINE_MODULE_FILES_H

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "runner/engine/engine.h"
#include "runner/engine/module_resolver.h"

namespace isobox::runner {

/// Names of files may come without the slash at the beginning; scripts see them as they were given.
class ProgramFiles : public ModuleFiles {
 public:
  using Texts = std::map<std::string, std::string, std::less<>>;

  explicit ProgramFiles(const Texts& texts) : texts_(texts) {}

  /// Before each run. Costs nothing for an order without files. `anew`: answers of earlier runs are forgotten.
  void begin(const ipc::RunOrder& order, OutputSink& sink, bool anew);

  std::optional<std::string_view> own(std::string_view path) override;
  bool ownFolder(std::string_view path) override;
  std::optional<std::string_view> package(std::string_view path) override;

  /// The file's name as it was given; the path itself for a file of a package.
  std::string_view nameOf(std::string_view path);
  /// Engine::addModule was given it: an ES module whatever it looks like.
  bool isAdded(std::string_view path);

 private:
  struct File {
    std::string_view name, text;
    bool added = false;
  };
  const File* find(std::string_view path);
  void index();

  const Texts& texts_;
  std::set<std::string> ofOrders_;  // names in texts_ that came with an order
  std::map<std::string, File, std::less<>> files_;
  bool indexed_ = false;
  std::map<std::string, std::optional<std::string>, std::less<>>
      packages_;  // answers, also for other runs of a session
  const ipc::RunOrder* order_ = nullptr;
  OutputSink* sink_ = nullptr;
};

/// "a/b.js" and "/a/b.js" as "/a/b.js".
inline std::string modulePath(std::string_view name) {
  return joinModulePath("/", name);
}

}  // namespace isobox::runner

#endif
