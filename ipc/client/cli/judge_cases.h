// The tests in a folder. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_JUDGE_CASES_H
#define ISOBOX_IPC_CLIENT_CLI_JUDGE_CASES_H

#include <string>
#include <string_view>
#include <vector>

#include "ipc/base/result.h"

namespace isobox::cli {

struct JudgeCase {
  std::string name;
  std::string input, expected;  // paths
};

/// `a` before `b` as people count: runs of digits by their number, so that "test2" comes before "test10".
bool comesBefore(std::string_view a, std::string_view b);

/// Files NAME.in with NAME.out or NAME.ans; or, where there are folders `input` and `output`, files of the same name, whatever
/// their endings. In natural order. Errors: none at all, one without its other half, two for one half.
Result<std::vector<JudgeCase>> findCases(const std::string& folder);

}  // namespace isobox::cli

#endif
