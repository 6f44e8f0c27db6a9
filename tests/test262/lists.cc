// Lists with a reason a line. Runs in the test262 program.
#include "tests/test262/lists.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/test262/suite.h"

namespace isobox::test262 {
namespace {

constexpr std::string_view kBeforeReason = " # ";

/// The comment at the head of a list: what it is, for people.
std::string headOf(const std::filesystem::path& path) {
  std::istringstream in(std::filesystem::exists(path) ? readFile(path) : std::string());
  std::string head;
  for (std::string line; std::getline(in, line) && line.starts_with('#');) head += line + "\n";
  return head;
}

}  // namespace

std::map<std::string, std::string> loadList(const std::filesystem::path& path) {
  std::istringstream in(readFile(path));
  std::map<std::string, std::string> list;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const auto place = path.string() + ":" + std::to_string(number);
    const auto split = line.find(kBeforeReason);
    if (split == line.npos || split + kBeforeReason.size() == line.size())
      throw std::runtime_error(place + ": no reason; write `name # reason`");
    const std::string name = line.substr(0, line.find_last_not_of(' ', split) + 1);
    if (!list.emplace(name, line.substr(split + kBeforeReason.size())).second)
      throw std::runtime_error(place + ": " + name + " is there twice");
  }
  return list;
}

void saveList(const std::filesystem::path& path, const std::map<std::string, std::string>& list) {
  const std::string head = headOf(path);
  std::ofstream out(path, std::ios::binary);
  out << head;
  for (const auto& [name, reason] : list) out << name << kBeforeReason << reason << "\n";
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace isobox::test262
