// `isobox token`: a new token for a tenant, and what the policy is to know of it. Runs in the isobox program.
#include <string>

#include "ipc/client/cli/commands.h"
#include "ipc/client/cli/output.h"
#include "ipc/json.h"
#include "policy/token.h"

namespace isobox::cli {

int tokenCommand(const Arguments& arguments) {
  const auto token = policy::makeToken();
  if (!token) {
    complain(token.error().describe());
    return kOutputStatus;
  }
  const auto digest = policy::digestText(policy::digestOf(*token));
  if (arguments.has("--json"))
    printOut(ipc::writeJson(boost::json::object{{"token", *token}, {"digest", digest}}) + "\n");
  else
    printOut(*token + "\n\"token\": \"" + digest + "\"\n");
  return 0;
}

}  // namespace isobox::cli
