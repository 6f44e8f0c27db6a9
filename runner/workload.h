// What a sealed runner does with its life. Declared here, defined by the program that is linked: serve.cc runs
// JavaScript; the jail's tests link a prober instead, behind exactly the same seal.
#ifndef ISOBOX_RUNNER_WORKLOAD_H
#define ISOBOX_RUNNER_WORKLOAD_H

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"
#include "ipc/base/units.h"
#include "runner/page_image.h"

namespace isobox::runner {

/// Random bits of a process's own, from the kernel.
using Seed = std::array<std::uint32_t, 8>;

class Workload {
 public:
  virtual ~Workload() = default;

  /// In the zygote, once: everything that all runners share.
  virtual Result<> load(Bytes arena) = 0;

  /// The text of a package's file, or nothing. May wait for an answer.
  using FileReader = std::function<std::optional<std::string>(std::string_view path)>;
  /// In the zygote, once, locked up, with the calls of a sealed runner: loads packages, so that all runners have them. One that cannot be
  /// loaded is left to the programs that ask for it.
  virtual void preload(const std::vector<std::string>& names, const std::vector<std::string>& whitelist, const FileReader& files) = 0;

  /// What `load` has put into memory of its own, in whole pages, behind it those that come next, and all of them with what is
  /// reserved. Empty for what has none.
  struct Memory {
    PageRange loaded, fresh, reserved;
  };
  virtual Memory memory() const { return {}; }

  /// In a child that is thrown away: what a short program does, so that its pages are known.
  virtual void rehearse() {}

  /// In a child, locked up but for the seal: what must differ between children, and what should be touched before anybody waits for it,
  /// unless somebody waits. May make the calls of a sealed runner and no others.
  virtual void prepare(const Seed& seed, bool awaited) = 0;

  /// In the sealed child: reads orders from `channel` until its end. Returning ends the process.
  virtual void serve(int channel) = 0;
};

std::unique_ptr<Workload> makeWorkload();

}  // namespace isobox::runner

#endif
