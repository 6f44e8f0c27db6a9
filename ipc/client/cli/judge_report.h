// What a judge found, as a table and as JSON. Runs in the isobox program. Names of files and all messages may be hostile: in
// the table no control character of theirs comes out as one, wherever it goes.
#ifndef ISOBOX_IPC_CLIENT_CLI_JUDGE_REPORT_H
#define ISOBOX_IPC_CLIENT_CLI_JUDGE_REPORT_H

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ipc/client/cli/judge_cases.h"
#include "ipc/client/cli/judge_verdict.h"

namespace isobox::cli {

struct JudgedCase {
  std::string name;
  Judgement judgement{JudgeVerdict::Skipped, std::nullopt, ""};
  FractionalMilliseconds cpu{}, wall{};
  std::uint64_t memory = 0;  // peak, in bytes
  std::optional<std::uint64_t> steps;
};

class JudgeTable {
 public:
  explicit JudgeTable(std::span<const JudgeCase> cases);
  std::string head() const;
  std::string row(const JudgedCase& judged) const;

 private:
  std::size_t width_ = 4;  // of the names
};

/// "3 of 5 accepted, 1 WA, 1 TLE; at most 120 ms and 12.3 MiB".
std::string judgeSummary(std::span<const JudgedCase> judged);

boost::json::object judgeJson(const std::string& solution, std::span<const JudgedCase> judged);

bool allAccepted(std::span<const JudgedCase> judged);

}  // namespace isobox::cli

#endif
