// Build tool: reads Debian's unicode-data and writes a header with what the lexer needs of it. Runs at build
// time only.
//
//   make_unicode_tables DIRECTORY HEADER
//
// Sets of characters are written as the sorted code points at which membership flips; names as sorted arrays.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

using Flips = std::map<std::uint32_t, int>;  // a range adds 1 at its begin and takes it away behind its end

[[noreturn]] void fail(const std::string& message) {
  std::cerr << "make_unicode_tables: " << message << "\n";
  std::exit(1);
}

// The fields of a line of Unicode's data files: separated by semicolons, blanks and comments taken away.
std::vector<std::string> fieldsOf(std::string line) {
  if (const auto comment = line.find('#'); comment != std::string::npos) line.resize(comment);
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ';')
      fields.emplace_back();
    else if (c != ' ' && c != '\t' && c != '\r')
      fields.back().push_back(c);
  }
  return fields;
}

template <class Visit>
void eachLine(const std::string& path, Visit visit) {
  std::ifstream file(path);
  if (!file) fail("cannot read " + path);
  for (std::string line; std::getline(file, line);) {
    const auto fields = fieldsOf(line);
    if (fields.size() >= 2) visit(fields);
  }
}

void addRange(Flips& flips, const std::string& range) {
  const auto dots = range.find("..");
  const auto first = std::stoul(range, nullptr, 16);
  const auto last = dots == std::string::npos ? first : std::stoul(range.substr(dots + 2), nullptr, 16);
  ++flips[static_cast<std::uint32_t>(first)];
  --flips[static_cast<std::uint32_t>(last + 1)];
}

void writeFlips(std::ostream& out, const char* name, const Flips& flips) {
  out << "inline constexpr std::uint32_t " << name << "[] = {";
  int depth = 0, count = 0;
  for (const auto& [at, change] : flips) {
    const bool before = depth > 0;
    depth += change;
    if (before != (depth > 0))
      out << (count++ % 16 == 0 ? "\n    " : " ") << "0x" << std::hex << at << std::dec << ",";
  }
  if (count == 0) fail(std::string("nothing in ") + name);
  out << "};\n";
}

void writeNames(std::ostream& out, const char* name, const std::set<std::string>& names) {
  if (names.empty()) fail(std::string("nothing in ") + name);
  out << "inline constexpr std::string_view " << name << "[] = {";
  int count = 0;
  for (const auto& each : names) out << (count++ % 8 == 0 ? "\n    " : " ") << '"' << each << "\",";
  out << "};\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) fail("usage: make_unicode_tables DIRECTORY HEADER");
  const std::string directory = std::string(arguments[1]) + "/";

  Flips start, part;
  eachLine(directory + "DerivedCoreProperties.txt", [&](const std::vector<std::string>& fields) {
    if (fields[1] == "ID_Start") addRange(start, fields[0]);
    if (fields[1] == "ID_Continue") addRange(part, fields[0]);
  });

  std::set<std::string> categories, scripts;
  eachLine(directory + "PropertyValueAliases.txt", [&](const std::vector<std::string>& fields) {
    if (fields[0] != "gc" && fields[0] != "sc") return;
    (fields[0] == "gc" ? categories : scripts).insert(fields.begin() + 1, fields.end());
  });

  std::ofstream out(arguments[2]);
  out << "// Made from Unicode's data files by make_unicode_tables; do not edit.\n#pragma once\n\n"
         "#include <cstdint>\n#include <string_view>\n\nnamespace isobox::language::tables {\n\n";
  writeFlips(out, "kIdStart", start);
  writeFlips(out, "kIdContinue", part);
  writeNames(out, "kGeneralCategories", categories);
  writeNames(out, "kScripts", scripts);
  out << "\n}  // namespace isobox::language::tables\n";
  if (!out.flush()) fail(std::string("cannot write ") + arguments[2]);
  return 0;
}
