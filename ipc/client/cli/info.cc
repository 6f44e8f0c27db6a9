// `isobox info`: what a supervisor says of itself. Runs in the isobox program.
#include <string>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/connection.h"
#include "ipc/client/cli/output.h"
#include "ipc/json.h"
#include "isobox/box.h"

namespace isobox::cli {

namespace json = boost::json;

namespace {

/// Indented "name: value" lines.
void outline(std::string& out, const json::object& object, std::size_t depth) {
  for (const auto& [name, value] : object) {
    out += std::string(2 * depth, ' ') + std::string(name) + ":";
    if (const auto* inner = value.if_object()) {
      out += "\n";
      outline(out, *inner, depth + 1);
    } else {
      const auto* text = value.if_string();
      out += " " + (text == nullptr ? ipc::writeJson(value) : std::string(*text)) + "\n";
    }
  }
}

}  // namespace

int infoCommand(const Arguments& arguments) {
  return guarded([&] {
    IsoBox box(connectionOptions(arguments));
    const auto info = box.info();
    std::string text;
    if (arguments.has("--json"))
      text = ipc::writeJson(info) + "\n";
    else
      outline(text, info, 0);
    printOut(text);
    return 0;
  });
}

}  // namespace isobox::cli
