// class ModuleSystem: which modules programs may load, and what they are. Used in the user's process.
#ifndef ISOBOX_MODULE_SYSTEM_H
#define ISOBOX_MODULE_SYSTEM_H

#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "isobox/box.h"
#include "isobox/options.h"

namespace isobox {

/// The rules of IsoBoxOptions::require, to be asked without running a program, and modules loaded by them, in a jail as
/// ever.
class ModuleSystem {
 public:
  /// `box`: where modules are loaded; its own `require` is replaced. Throws std::invalid_argument for patterns that are
  /// none.
  explicit ModuleSystem(IsoBoxOptions::Require rules, IsoBoxOptions box = {});
  ~ModuleSystem();

  /// What `require(moduleName)` gives a program, as a value: functions come tagged, see values.h. Throws ExecutionError.
  boost::json::value require(std::string_view moduleName);

  /// Whether a pattern allows "name", "name/part" or "name@version". Without a version: whether it may be allowed in some
  /// version. A name that is none is not whitelisted.
  bool isWhitelisted(std::string_view moduleName) const;

  bool isMocked(std::string_view moduleName) const;

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
};

}  // namespace isobox

#endif
