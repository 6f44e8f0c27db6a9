// Command lines against a table of options. Runs in the isobox program.
#ifndef ISOBOX_IPC_CLIENT_CLI_ARGUMENTS_H
#define ISOBOX_IPC_CLIENT_CLI_ARGUMENTS_H

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace isobox::cli {

struct OptionSpec {
  std::string_view name;   // with its dashes
  std::string_view value;  // what stands after it, for the help: "TIME"; empty for a switch
  std::string_view help;
};

/// What was wrong with a command line, and what to do about it.
struct UsageError {
  std::string message;
};

class Arguments {
 public:
  bool has(std::string_view option) const;
  /// The last value given, as the last one counts.
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;
  const std::vector<std::string>& operands() const { return operands_; }
  /// The last of them: those that stand after "--".
  std::span<const std::string> operandsAfterDashes() const {
    return std::span(operands_).subspan(std::min(beforeDashes_, operands_.size()));
  }

 private:
  friend std::variant<Arguments, UsageError> parseArguments(std::span<const std::string>,
                                                            std::span<const OptionSpec>);
  std::vector<std::pair<std::string, std::string>> options_;
  std::vector<std::string> operands_;
  std::size_t beforeDashes_ = std::string::npos;
};

/// `--name value`, `--name=value` and operands in any order; after `--` operands only. "-" and what begins
/// with a dash and no letter ("-1") are operands.
std::variant<Arguments, UsageError> parseArguments(std::span<const std::string> words,
                                                   std::span<const OptionSpec> options);

/// The candidate that `word` is probably meant to be: at most two letters off. "" when there is none.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace isobox::cli

#endif
