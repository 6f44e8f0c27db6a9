// Which functions of the host a program may call.
#include "ipc/offered_functions.h"

#include <algorithm>
#include <string>

namespace isobox::ipc {
namespace {

bool hasLine(std::string_view lines, std::string_view wanted) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (lines.substr(0, end) == wanted) return true;
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return false;
}

}  // namespace

bool offersFunction(const RunOrder& order, std::string_view name) {
  if (std::find(order.functions.begin(), order.functions.end(), name) != order.functions.end()) return true;
  return std::any_of(order.modules.mocks.begin(), order.modules.mocks.end(), [&](const ModuleRules::Mock& mock) {
    if (mock.kind != ModuleRules::MockKind::Functions || !name.starts_with(mock.name)) return false;
    const std::string_view rest = name.substr(mock.name.size());
    return rest.starts_with('#') && hasLine(mock.text, rest.substr(1));
  });
}

}  // namespace isobox::ipc
