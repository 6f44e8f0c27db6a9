// Names of modules and paths of files: what they look like, without looking at files. Plain C++; runs in
// sealed runners.
#include <algorithm>
#include <array>

#include "runner/engine/module_resolver.h"

namespace isobox::runner {

namespace {

constexpr std::array<std::string_view, 55> kBuiltins{"assert",
                                                     "assert/strict",
                                                     "async_hooks",
                                                     "buffer",
                                                     "child_process",
                                                     "cluster",
                                                     "console",
                                                     "constants",
                                                     "crypto",
                                                     "dgram",
                                                     "diagnostics_channel",
                                                     "dns",
                                                     "dns/promises",
                                                     "domain",
                                                     "events",
                                                     "fs",
                                                     "fs/promises",
                                                     "http",
                                                     "http2",
                                                     "https",
                                                     "inspector",
                                                     "inspector/promises",
                                                     "module",
                                                     "net",
                                                     "os",
                                                     "path",
                                                     "path/posix",
                                                     "path/win32",
                                                     "perf_hooks",
                                                     "process",
                                                     "punycode",
                                                     "querystring",
                                                     "readline",
                                                     "readline/promises",
                                                     "repl",
                                                     "stream",
                                                     "stream/consumers",
                                                     "stream/promises",
                                                     "stream/web",
                                                     "string_decoder",
                                                     "sys",
                                                     "timers",
                                                     "timers/promises",
                                                     "tls",
                                                     "trace_events",
                                                     "tty",
                                                     "url",
                                                     "util",
                                                     "util/types",
                                                     "v8",
                                                     "vm",
                                                     "wasi",
                                                     "worker_threads",
                                                     "zlib",
                                                     "sea"};

}  // namespace

std::string joinModulePath(std::string_view folder, std::string_view path) {
  std::string joined;
  const auto walk = [&joined](std::string_view rest) {
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('/'), rest.size());
      const std::string_view step = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (step.empty() || step == ".") continue;
      if (step == "..") {
        joined.resize(joined.empty() ? 0 : joined.rfind('/'));
      } else {
        joined.append(1, '/').append(step);
      }
    }
  };
  if (!path.starts_with('/')) walk(folder);
  walk(path);
  return joined.empty() ? "/" : joined;
}

std::string_view moduleFolder(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? "/" : path.substr(0, slash);
}

bool patternNames(std::string_view pattern, std::string_view name, std::string_view subpath) {
  const std::size_t version = pattern.find('@', 1);
  if (version != std::string_view::npos) pattern = pattern.substr(0, version);
  if (pattern == "*") return true;
  if (pattern.starts_with('@') && pattern.ends_with("/*"))
    return name.starts_with(pattern.substr(0, pattern.size() - 1));
  if (pattern == name) return true;
  return pattern.starts_with(name) && pattern.substr(name.size()) == subpath && !subpath.empty();
}

std::string_view standardModule(std::string_view specifier) {
  constexpr std::array<std::string_view, 8> kStandard{"node:fs",      "node:fs/promises", "node:readline", "node:readline/promises",
                                                      "node:process", "node:os",          "node:path",     "node:path/posix"};
  const auto found = std::find_if(kStandard.begin(), kStandard.end(), [specifier](std::string_view name) {
    return specifier == name || specifier == name.substr(5);
  });
  return found == kStandard.end() ? std::string_view() : *found;
}

bool isNodeBuiltin(std::string_view specifier) {
  return specifier.starts_with("node:") ||
         std::find(kBuiltins.begin(), kBuiltins.end(), specifier) != kBuiltins.end();
}

}  // namespace isobox::runner
