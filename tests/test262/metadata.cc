// The YAML block at the head of a test262 test. Runs in the test262 program.
#include "tests/test262/metadata.h"

#include <algorithm>
#include <stdexcept>

namespace isobox::test262 {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Lines of a text whose line ends may be LF, CR LF or CR: some tests are about just that.
std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void addItems(std::vector<std::string>& list, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(",[]"), text.size());
    if (const auto item = trimmed(text.substr(0, end)); !item.empty()) list.emplace_back(item);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

class Reader {
 public:
  Metadata read(std::string_view block) {
    for (const std::string_view line : linesOf(block)) take(line);
    return std::move(data_);
  }

 private:
  void take(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') return;
    const std::size_t indent = line.find(text.front());
    if (openList_) return continueList(text);
    if (list_ != nullptr && text.starts_with("- "))
      return list_->emplace_back(trimmed(text.substr(2))), void();
    const auto colon = text.find(':');
    if (colon == text.npos) return;
    const std::string_view key = text.substr(0, colon), value = trimmed(text.substr(colon + 1));
    if (inNegative_ && indent > negativeIndent_) return takeNegative(key, value);
    inNegative_ = key == "negative";
    negativeIndent_ = indent;
    list_ = listNamed(key);
    if (list_ != nullptr && !value.empty()) openList_ = true, continueList(value);
  }

  void continueList(std::string_view text) {
    addItems(*list_, text);
    if (text.find(']') != text.npos) openList_ = false, list_ = nullptr;
  }

  void takeNegative(std::string_view key, std::string_view value) {
    if (key == "phase") data_.negativePhase = value;
    if (key == "type") data_.negativeType = value;
  }

  std::vector<std::string>* listNamed(std::string_view key) {
    if (key == "flags") return &data_.flags;
    if (key == "includes") return &data_.includes;
    if (key == "features") return &data_.features;
    return nullptr;
  }

  Metadata data_;
  std::vector<std::string>* list_ = nullptr;
  bool openList_ = false;  // inside [ … ] over several lines
  bool inNegative_ = false;
  std::size_t negativeIndent_ = 0;
};

}  // namespace

bool Metadata::has(std::string_view flag) const {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

Metadata parseMetadata(std::string_view source) {
  constexpr std::string_view kOpen = "/*---", kClose = "---*/";
  const auto begin = source.find(kOpen);
  const auto end = begin == source.npos ? begin : source.find(kClose, begin);
  if (end == source.npos) throw std::runtime_error("no metadata");
  return Reader().read(source.substr(begin + kOpen.size(), end - begin - kOpen.size()));
}

}  // namespace isobox::test262
