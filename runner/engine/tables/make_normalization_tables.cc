// Build tool: reads Debian's unicode-data and writes a header with what normalization and domains need of it.
// Runs at build time only.
//
//   make_normalization_tables DIRECTORY HEADER
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Sequence = std::vector<std::uint32_t>;

[[noreturn]] void fail(const std::string& message) {
  std::cerr << "make_normalization_tables: " << message << "\n";
  std::exit(1);
}

std::uint32_t number(const std::string& hex) {
  return static_cast<std::uint32_t>(std::stoul(hex, nullptr, 16));
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r"), end = text.find_last_not_of(" \t\r");
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

template <class Visit>
void eachLine(const std::string& path, Visit visit) {
  std::ifstream file(path);
  if (!file) fail("cannot read " + path);
  for (std::string line; std::getline(file, line);) {
    if (const auto comment = line.find('#'); comment != std::string::npos) line.resize(comment);
    std::vector<std::string> fields;
    std::stringstream parts(line);
    for (std::string field; std::getline(parts, field, ';');) fields.push_back(trimmed(field));
    if (fields.size() >= 2) visit(fields);
  }
}

Sequence sequence(const std::string& text) {
  Sequence list;
  std::stringstream parts(text);
  for (std::string each; parts >> each;) list.push_back(number(each));
  return list;
}

struct Data {
  std::map<std::uint32_t, std::uint32_t> classes;
  std::map<std::uint32_t, Sequence> canonical, compatible, folded;
  std::map<std::uint32_t, int> assigned;  // flips
  std::set<std::uint32_t> excluded;
  struct Joining {
    std::uint32_t last;
    char type;
  };
  std::map<std::uint32_t, Joining> joining;  // by the first
};

void readCharacters(const std::string& directory, Data& data) {
  std::uint32_t rangeBegin = 0;
  eachLine(directory + "UnicodeData.txt", [&](const std::vector<std::string>& fields) {
    const std::uint32_t c = number(fields[0]);
    const bool usable = fields[2] != "Cc" && fields[2] != "Co" && fields[2] != "Cs";
    if (fields[1].ends_with("First>")) rangeBegin = c;
    const std::uint32_t begin = fields[1].ends_with("Last>") ? rangeBegin : c;
    if (usable && !fields[1].ends_with("First>")) ++data.assigned[begin], --data.assigned[c + 1];
    if (fields[3] != "0") data.classes[c] = static_cast<std::uint32_t>(std::stoul(fields[3]));
    if (fields.size() <= 5 || fields[5].empty()) return;
    const bool tagged = fields[5][0] == '<';
    const auto text = tagged ? fields[5].substr(fields[5].find('>') + 1) : fields[5];
    (tagged ? data.compatible : data.canonical)[c] = sequence(text);
  });
}

void readProperties(const std::string& directory, Data& data) {
  eachLine(directory + "DerivedNormalizationProps.txt", [&](const std::vector<std::string>& fields) {
    const auto dots = fields[0].find("..");
    const std::uint32_t begin = number(fields[0]),
                        end = dots == std::string::npos ? begin : number(fields[0].substr(dots + 2));
    for (std::uint32_t c = begin; c <= end; ++c) {
      if (fields[1] == "Full_Composition_Exclusion") data.excluded.insert(c);
      if (fields[1] == "NFKC_CF") data.folded[c] = sequence(fields.size() > 2 ? fields[2] : "");
    }
  });
}

void readJoining(const std::string& directory, Data& data) {
  eachLine(directory + "extracted/DerivedJoiningType.txt", [&](const std::vector<std::string>& fields) {
    const auto dots = fields[0].find("..");
    const std::uint32_t first = number(fields[0]);
    data.joining[first] = {dots == std::string::npos ? first : number(fields[0].substr(dots + 2)), fields[1].at(0)};
  });
  if (data.joining.empty()) fail("nothing in DerivedJoiningType.txt");
}

// All steps at once.
Sequence whole(const Data& data, std::uint32_t c, bool compatible) {
  auto found = data.canonical.find(c);
  if (found == data.canonical.end()) {
    found = compatible ? data.compatible.find(c) : data.canonical.end();
    if (found == (compatible ? data.compatible.end() : data.canonical.end())) return {c};
  }
  Sequence list;
  for (const std::uint32_t part : found->second)
    for (const std::uint32_t each : whole(data, part, compatible)) list.push_back(each);
  return list;
}

// Entries {code, offset, length} in the order of codes, and the pool that they refer to.
void writeMap(std::ostream& out, const std::string& name, const std::map<std::uint32_t, Sequence>& map) {
  if (map.empty()) fail("nothing in " + name);
  Sequence pool;
  out << "inline constexpr Mapping " << name << "[] = {";
  int count = 0;
  for (const auto& [c, list] : map) {
    auto at = std::search(pool.begin(), pool.end(), list.begin(), list.end());
    const auto offset = static_cast<std::size_t>(at - pool.begin());
    if (at == pool.end()) pool.insert(pool.end(), list.begin(), list.end());
    out << (count++ % 6 == 0 ? "\n    " : " ") << "{" << c << "," << (list.empty() ? 0 : offset) << ","
        << list.size() << "},";
  }
  out << "};\ninline constexpr std::uint32_t " << name << "Pool[] = {";
  for (std::size_t i = 0; i < pool.size(); ++i) out << (i % 12 == 0 ? "\n    " : " ") << pool[i] << ",";
  out << "};\n";
}

void write(std::ostream& out, const Data& data) {
  std::map<std::uint32_t, Sequence> canonical, compatible, composed;
  for (const auto& [c, list] : data.canonical) {
    canonical[c] = whole(data, c, false);
    compatible[c] = whole(data, c, true);
    if (list.size() == 2 && !data.excluded.contains(c)) composed[c] = list;
  }
  for (const auto& [c, list] : data.compatible) compatible[c] = whole(data, c, true);
  out << "// Made from Unicode's data files by make_normalization_tables; do not edit.\n#pragma once\n\n"
         "#include <cstdint>\n\nnamespace isobox::runner::tables {\n\n"
         "struct Mapping {\n  std::uint32_t code, offset, length;\n};\n"
         "struct Composition {\n  std::uint32_t first, second, composed;\n};\n"
         "struct CombiningClass {\n  std::uint32_t code, value;\n};\n"
         "struct JoiningRange {\n  std::uint32_t first, last;\n  char type;\n};\n";
  writeMap(out, "kCanonical", canonical);
  writeMap(out, "kCompatible", compatible);
  writeMap(out, "kFolded", data.folded);
  std::vector<std::array<std::uint32_t, 3>> pairs;
  for (const auto& [c, list] : composed) pairs.push_back({list[0], list[1], c});
  std::sort(pairs.begin(), pairs.end());
  out << "inline constexpr Composition kCompositions[] = {\n";
  for (const auto& each : pairs) out << "    {" << each[0] << "," << each[1] << "," << each[2] << "},\n";
  out << "};\ninline constexpr CombiningClass kCombiningClasses[] = {\n";
  for (const auto& [c, value] : data.classes) out << "    {" << c << "," << value << "},\n";
  out << "};\n// Code points at which usable characters begin and end, in turn.\ninline constexpr "
         "std::uint32_t kUsable[] = {\n";
  int depth = 0;
  for (const auto& [at, change] : data.assigned) {
    const bool before = depth > 0;
    depth += change;
    if (before != (depth > 0)) out << "    " << at << ",\n";
  }
  out << "};\ninline constexpr JoiningRange kJoining[] = {\n";
  for (const auto& [first, range] : data.joining)
    out << "    {" << first << "," << range.last << ",'" << range.type << "'},\n";
  out << "};\n\n}  // namespace isobox::runner::tables\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) fail("usage: make_normalization_tables DIRECTORY HEADER");
  const std::string directory = std::string(arguments[1]) + "/";
  Data data;
  readCharacters(directory, data);
  readProperties(directory, data);
  readJoining(directory, data);
  std::ofstream out(arguments[2]);
  write(out, data);
  if (!out.flush()) fail(std::string("cannot write ") + arguments[2]);
  return 0;
}
