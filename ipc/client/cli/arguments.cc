// Command lines against a table of options. Runs in the isobox program.
#include "ipc/client/cli/arguments.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace isobox::cli {
namespace {

/// The number of letters to add, drop or change to make `b` of `a` (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

bool looksLikeOption(std::string_view word) {
  if (word.size() < 2 || word[0] != '-') return false;
  return word[1] == '-' || std::isalpha(static_cast<unsigned char>(word[1])) != 0;
}

UsageError unknownOption(std::string_view name, std::span<const OptionSpec> options) {
  std::vector<std::string_view> names;
  for (const OptionSpec& option : options) names.push_back(option.name);
  std::string message = "unknown option " + std::string(name);
  if (const auto meant = nearest(name, names); !meant.empty())
    return {message + "; did you mean " + std::string(meant) + "?"};
  return {message + "; write -- before it when it is no option"};
}

UsageError missingValue(const OptionSpec& option) {
  return {std::string(option.name) + " needs a value: " + std::string(option.name) + " " +
          std::string(option.value)};
}

}  // namespace

bool Arguments::has(std::string_view option) const {
  return value(option).has_value();
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto all = values(option);
  return all.empty() ? std::nullopt : std::optional(all.back());
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  std::vector<std::string> found;
  for (const auto& [name, value] : options_)
    if (name == option) found.push_back(value);
  return found;
}

std::variant<Arguments, UsageError> parseArguments(std::span<const std::string> words,
                                                   std::span<const OptionSpec> options) {
  Arguments arguments;
  bool optionsOver = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!optionsOver && word == "--") {
      optionsOver = true;
      arguments.beforeDashes_ = arguments.operands_.size();
      continue;
    }
    if (optionsOver || !looksLikeOption(word)) {
      arguments.operands_.push_back(word);
      continue;
    }
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const auto option = std::find_if(options.begin(), options.end(),
                                     [&](const OptionSpec& known) { return known.name == name; });
    if (option == options.end()) return unknownOption(name, options);
    if (option->value.empty()) {
      if (equals != word.npos) return UsageError{name + " takes no value; write just " + name};
      arguments.options_.emplace_back(name, "");
    } else if (equals != word.npos) {
      arguments.options_.emplace_back(name, word.substr(equals + 1));
    } else {
      if (i + 1 == words.size() || words[i + 1].starts_with("--")) return missingValue(*option);
      arguments.options_.emplace_back(name, words[++i]);
    }
  }
  return arguments;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  constexpr std::size_t kFarthest = 2;
  std::string_view best;
  std::size_t bestDistance = kFarthest + 1;
  for (const auto candidate : candidates) {
    const auto away = distance(word, candidate);
    if (away < bestDistance && away < candidate.size()) {
      best = candidate;
      bestDistance = away;
    }
  }
  return best;
}

}  // namespace isobox::cli
