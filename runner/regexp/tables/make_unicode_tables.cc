// Build tool: reads Debian's unicode-data and writes a header with what identifiers and regular expressions
// need of it. Runs at build time only.
//
//   make_unicode_tables DIRECTORY HEADER
//
// A set of characters is written as the sorted code points at which membership flips; equal sets once. Case
// is written as orbits: each character that has others of its kind, with the next of them.
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Code = std::uint32_t;
constexpr Code kCodes = 0x110000;

class Set {
 public:
  Set() : words_(kCodes / 64) {}
  bool has(Code c) const { return words_[c / 64] >> (c % 64) & 1; }
  void set(Code c, bool value) {
    const std::uint64_t bit = std::uint64_t{1} << (c % 64);
    words_[c / 64] = value ? words_[c / 64] | bit : words_[c / 64] & ~bit;
  }
  void invert() {
    for (std::uint64_t& word : words_) word = ~word;
  }
  void add(const Set& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  std::vector<Code> flips() const {
    std::vector<Code> found;
    bool inside = false;
    for (Code c = 0; c < kCodes; ++c) {
      if (c % 64 == 0 && words_[c / 64] == (inside ? ~std::uint64_t{0} : 0)) {
        c += 63;
      } else if (has(c) != inside) {
        found.push_back(c);
        inside = !inside;
      }
    }
    if (inside) found.push_back(kCodes);
    return found;
  }

 private:
  std::vector<std::uint64_t> words_;
};

using Fields = std::vector<std::string>;

[[noreturn]] void fail(const std::string& message) {
  std::cerr << "make_unicode_tables: " << message << "\n";
  std::exit(1);
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The fields of a line of Unicode's data files: separated by semicolons, comments taken away.
Fields fieldsOf(std::string line) {
  if (const auto comment = line.find('#'); comment != std::string::npos) line.resize(comment);
  Fields fields;
  for (std::size_t at = 0; at <= line.size();) {
    const auto end = std::min(line.find(';', at), line.size());
    fields.push_back(trimmed(line.substr(at, end - at)));
    at = end + 1;
  }
  return fields;
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

Code codeOf(const std::string& text) {
  return static_cast<Code>(std::stoul(text, nullptr, 16));
}

void eachOf(const std::string& range, const std::function<void(Code)>& visit) {
  const auto dots = range.find("..");
  const Code first = codeOf(range);
  const Code last = dots == std::string::npos ? first : codeOf(range.substr(dots + 2));
  for (Code c = first; c <= last && c < kCodes; ++c) visit(c);
}

class Tables {
 public:
  Tables(const std::string& directory, const std::string& output) : directory_(directory), out_(output) {}
  void write();

 private:
  using Named = std::map<std::string, Set>;

  template <class Visit>
  void eachLine(const std::string& name, std::size_t fields, Visit visit) {
    std::ifstream file(directory_ + "/" + name);
    if (!file) fail("cannot read " + directory_ + "/" + name);
    for (std::string line; std::getline(file, line);)
      if (const Fields found = fieldsOf(line); found.size() >= fields) visit(found);
  }
  static void addRange(Set& set, const std::string& range) {
    eachOf(range, [&](Code c) { set.set(c, true); });
  }

  void readBinary();
  void readCategories();
  void readScripts();
  void readAliases();
  void readCase();
  void readStrings();
  void writeNames(const char* name, const Named& sets, const std::map<std::string, std::string>& aliases);
  std::pair<std::size_t, std::size_t> place(const Set& set);
  void writeOrbits(const char* name, const std::function<Code(Code)>& canonical, Code end);
  void writeFlips();
  void writeStrings();

  std::string directory_;
  std::ofstream out_;
  Named binary_, categories_, scripts_, extensions_;
  std::map<std::string, std::string> binaryAliases_, categoryAliases_, scriptAliases_;  // alias to long name
  std::map<Code, Code> upper_, folding_;
  std::set<Code> longUpper_;  // whose uppercase is several characters
  std::map<std::string, std::vector<std::vector<Code>>> strings_;
  std::vector<Code> flips_;
  std::map<std::vector<Code>, std::size_t> places_;
};

void Tables::readBinary() {
  for (const char* file : {"PropList.txt", "DerivedCoreProperties.txt", "emoji/emoji-data.txt",
                           "extracted/DerivedBinaryProperties.txt", "DerivedNormalizationProps.txt"})
    eachLine(file, 2, [&](const Fields& fields) {
      if (fields.size() == 2) addRange(binary_[fields[1]], fields[0]);
    });
  binary_["Any"].invert();
  addRange(binary_["ASCII"], "0..7F");
}

void Tables::readCategories() {
  eachLine("extracted/DerivedGeneralCategory.txt", 2,
           [&](const Fields& fields) { addRange(categories_[fields[1]], fields[0]); });
  const auto join = [&](const char* name, std::initializer_list<const char*> parts) {
    for (const char* part : parts) categories_[name].add(categories_.at(part));
  };
  join("LC", {"Lu", "Ll", "Lt"});
  join("L", {"Lu", "Ll", "Lt", "Lm", "Lo"});
  join("M", {"Mn", "Mc", "Me"});
  join("N", {"Nd", "Nl", "No"});
  join("P", {"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"});
  join("S", {"Sm", "Sc", "Sk", "So"});
  join("Z", {"Zs", "Zl", "Zp"});
  join("C", {"Cc", "Cf", "Cs", "Co", "Cn"});
  binary_["Assigned"] = categories_.at("Cn");
  binary_["Assigned"].invert();
}

void Tables::readScripts() {
  Set& unknown = scripts_["Unknown"];
  eachLine("Scripts.txt", 2, [&](const Fields& fields) { addRange(scripts_[fields[1]], fields[0]); });
  for (const auto& [name, set] : scripts_) unknown.add(set);
  unknown.invert();
  extensions_ = scripts_;
  eachLine("ScriptExtensions.txt", 2, [&](const Fields& fields) {
    eachOf(fields[0], [&](Code c) {
      for (auto& [name, set] : extensions_) set.set(c, false);
      for (const std::string& script : wordsOf(fields[1]))
        extensions_.at(scriptAliases_.at(script)).set(c, true);
    });
  });
}

void Tables::readAliases() {
  eachLine("PropertyAliases.txt", 2, [&](const Fields& fields) {
    for (const std::string& name : fields) binaryAliases_[name] = fields[1];
  });
  eachLine("PropertyValueAliases.txt", 3, [&](const Fields& fields) {
    // The files themselves name categories by their short names, scripts by their long ones.
    if (fields[0] == "gc")
      for (std::size_t i = 1; i < fields.size(); ++i) categoryAliases_[fields[i]] = fields[1];
    if (fields[0] == "sc")
      for (std::size_t i = 1; i < fields.size(); ++i) scriptAliases_[fields[i]] = fields[2];
  });
}

void Tables::readCase() {
  eachLine("UnicodeData.txt", 13, [&](const Fields& fields) {
    if (!fields[12].empty()) upper_[codeOf(fields[0])] = codeOf(fields[12]);
  });
  eachLine("SpecialCasing.txt", 4, [&](const Fields& fields) {
    const bool conditional = fields.size() > 4 && !fields[4].empty();
    if (!conditional && wordsOf(fields[3]).size() > 1) longUpper_.insert(codeOf(fields[0]));
  });
  eachLine("CaseFolding.txt", 3, [&](const Fields& fields) {
    if (fields[1] == "C" || fields[1] == "S") folding_[codeOf(fields[0])] = codeOf(fields[2]);
  });
}

void Tables::readStrings() {
  for (const char* file : {"emoji/emoji-sequences.txt", "emoji/emoji-zwj-sequences.txt"})
    eachLine(file, 2, [&](const Fields& fields) {
      const auto add = [&](const std::vector<Code>& text) {
        strings_[fields[1]].push_back(text);
        strings_["RGI_Emoji"].push_back(text);
      };
      if (fields[0].find(' ') == std::string::npos) {
        eachOf(fields[0], [&](Code c) { add({c}); });
      } else {
        std::vector<Code> text;
        for (const std::string& word : wordsOf(fields[0])) text.push_back(codeOf(word));
        add(text);
      }
    });
}

// Where the set stands among the flips, and how many they are.
std::pair<std::size_t, std::size_t> Tables::place(const Set& set) {
  const std::vector<Code> flips = set.flips();
  const auto [where, isNew] = places_.try_emplace(flips, flips_.size());
  if (isNew) flips_.insert(flips_.end(), flips.begin(), flips.end());
  return {where->second, flips.size()};
}

void Tables::writeNames(const char* name, const Named& sets,
                        const std::map<std::string, std::string>& aliases) {
  std::map<std::string, std::string> all;  // every name to that of its set
  for (const auto& [each, set] : sets) all[each] = each;
  for (const auto& [alias, each] : aliases)
    if (sets.contains(each)) all[alias] = each;
  std::map<std::string, std::pair<std::size_t, std::size_t>> places;
  for (const auto& [each, set] : sets) places[each] = place(set);
  out_ << "inline constexpr NamedSet " << name << "[] = {\n";
  for (const auto& [each, of] : all) {
    const auto [at, count] = places.at(of);
    out_ << "    {\"" << each << "\", " << at << ", " << count << "},\n";
  }
  out_ << "};\n";
}

void Tables::writeOrbits(const char* name, const std::function<Code(Code)>& canonical, Code end) {
  std::map<Code, std::vector<Code>> orbits;
  for (Code c = 0; c < end; ++c) orbits[canonical(c)].push_back(c);
  std::map<Code, Code> next;
  for (const auto& [representative, members] : orbits)
    for (std::size_t i = 0; members.size() > 1 && i < members.size(); ++i)
      next[members[i]] = members[(i + 1) % members.size()];
  if (next.empty()) fail(std::string("nothing in ") + name);
  out_ << "inline constexpr CaseLink " << name << "[] = {";
  int count = 0;
  for (const auto& [from, to] : next)
    out_ << (count++ % 8 == 0 ? "\n    " : " ") << "{" << from << ", " << to << "},";
  out_ << "};\n";
}

void Tables::writeFlips() {
  out_ << "inline constexpr std::uint32_t kFlips[] = {";
  for (std::size_t i = 0; i < flips_.size(); ++i) out_ << (i % 16 == 0 ? "\n    " : " ") << flips_[i] << ",";
  out_ << "};\n";
}

// Each string: how many characters, then the characters.
void Tables::writeStrings() {
  std::vector<Code> all;
  out_ << "inline constexpr NamedSet kOfStrings[] = {\n";
  for (const auto& [name, texts] : strings_) {
    out_ << "    {\"" << name << "\", " << all.size() << ", " << texts.size() << "},\n";
    for (const auto& text : texts) {
      all.push_back(static_cast<Code>(text.size()));
      all.insert(all.end(), text.begin(), text.end());
    }
  }
  out_ << "};\ninline constexpr std::uint32_t kStrings[] = {";
  for (std::size_t i = 0; i < all.size(); ++i) out_ << (i % 16 == 0 ? "\n    " : " ") << all[i] << ",";
  out_ << "};\n";
}

// The binary properties that the specification lists (table-binary-unicode-properties), by their long names.
constexpr const char* kBinaryNames[] = {"ASCII",
                                        "ASCII_Hex_Digit",
                                        "Alphabetic",
                                        "Any",
                                        "Assigned",
                                        "Bidi_Control",
                                        "Bidi_Mirrored",
                                        "Case_Ignorable",
                                        "Cased",
                                        "Changes_When_Casefolded",
                                        "Changes_When_Casemapped",
                                        "Changes_When_Lowercased",
                                        "Changes_When_NFKC_Casefolded",
                                        "Changes_When_Titlecased",
                                        "Changes_When_Uppercased",
                                        "Dash",
                                        "Default_Ignorable_Code_Point",
                                        "Deprecated",
                                        "Diacritic",
                                        "Emoji",
                                        "Emoji_Component",
                                        "Emoji_Modifier",
                                        "Emoji_Modifier_Base",
                                        "Emoji_Presentation",
                                        "Extended_Pictographic",
                                        "Extender",
                                        "Grapheme_Base",
                                        "Grapheme_Extend",
                                        "Hex_Digit",
                                        "IDS_Binary_Operator",
                                        "IDS_Trinary_Operator",
                                        "ID_Continue",
                                        "ID_Start",
                                        "Ideographic",
                                        "Join_Control",
                                        "Logical_Order_Exception",
                                        "Lowercase",
                                        "Math",
                                        "Noncharacter_Code_Point",
                                        "Pattern_Syntax",
                                        "Pattern_White_Space",
                                        "Quotation_Mark",
                                        "Radical",
                                        "Regional_Indicator",
                                        "Sentence_Terminal",
                                        "Soft_Dotted",
                                        "Terminal_Punctuation",
                                        "Unified_Ideograph",
                                        "Uppercase",
                                        "Variation_Selector",
                                        "White_Space",
                                        "XID_Continue",
                                        "XID_Start"};

void Tables::write() {
  readAliases();
  readBinary();
  readCategories();
  readScripts();
  readCase();
  readStrings();
  out_ << "// Made from Unicode's data files by make_unicode_tables; do not edit.\n#pragma once\n\n"
          "#include <cstdint>\n#include <string_view>\n\nnamespace isobox::regexp::tables {\n\n"
          "struct NamedSet {\n  std::string_view name;\n  std::uint32_t at, count;\n};\n\n";
  Named listed;
  for (const char* name : kBinaryNames) {
    if (!binary_.contains(name)) fail(std::string("no property ") + name);
    listed.emplace(name, binary_.at(name));
  }
  writeNames("kBinary", listed, binaryAliases_);
  writeNames("kCategories", categories_, categoryAliases_);
  writeNames("kScripts", scripts_, scriptAliases_);
  writeNames("kScriptExtensions", extensions_, scriptAliases_);
  const auto [start, starts] = place(binary_.at("ID_Start"));
  const auto [part, parts] = place(binary_.at("ID_Continue"));
  out_ << "inline constexpr NamedSet kIdStart{\"ID_Start\", " << start << ", " << starts << "};\n"
       << "inline constexpr NamedSet kIdContinue{\"ID_Continue\", " << part << ", " << parts << "};\n";
  writeFlips();
  writeStrings();
  // Canonicalize without u and v: toUppercase of one unit, never into ASCII from beyond.
  writeOrbits(
      "kPlainCase",
      [&](Code c) {
        const auto found = upper_.find(c);
        if (found == upper_.end() || longUpper_.contains(c)) return c;
        return found->second > 0xffff || (c >= 0x80 && found->second < 0x80) ? c : found->second;
      },
      0x10000);
  writeOrbits(
      "kFoldedCase",
      [&](Code c) {
        const auto found = folding_.find(c);
        return found == folding_.end() ? c : found->second;
      },
      kCodes);
  out_ << "\n}  // namespace isobox::regexp::tables\n";
  if (!out_.flush()) fail("cannot write the header");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) fail("usage: make_unicode_tables DIRECTORY HEADER");
  Tables(arguments[1], arguments[2]).write();
  return 0;
}
