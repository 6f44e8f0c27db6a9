// The properties that \p{…} knows: Unicode's own names, as the specification's tables list them. Runs in
// sealed runners.
#include <algorithm>
#include <iterator>

#include "runner/language/regexp_syntax.h"
#include "unicode_tables.h"  // made by tables/make_unicode_tables.cc

namespace isobox::language {
namespace {

// Binary properties and their aliases; sorted.
constexpr std::string_view kBinary[] = {"AHex",
                                        "ASCII",
                                        "ASCII_Hex_Digit",
                                        "Alpha",
                                        "Alphabetic",
                                        "Any",
                                        "Assigned",
                                        "Bidi_C",
                                        "Bidi_Control",
                                        "Bidi_M",
                                        "Bidi_Mirrored",
                                        "CI",
                                        "CWCF",
                                        "CWCM",
                                        "CWKCF",
                                        "CWL",
                                        "CWT",
                                        "CWU",
                                        "Case_Ignorable",
                                        "Cased",
                                        "Changes_When_Casefolded",
                                        "Changes_When_Casemapped",
                                        "Changes_When_Lowercased",
                                        "Changes_When_NFKC_Casefolded",
                                        "Changes_When_Titlecased",
                                        "Changes_When_Uppercased",
                                        "DI",
                                        "Dash",
                                        "Default_Ignorable_Code_Point",
                                        "Dep",
                                        "Deprecated",
                                        "Dia",
                                        "Diacritic",
                                        "EBase",
                                        "EComp",
                                        "EMod",
                                        "EPres",
                                        "Emoji",
                                        "Emoji_Component",
                                        "Emoji_Modifier",
                                        "Emoji_Modifier_Base",
                                        "Emoji_Presentation",
                                        "Ext",
                                        "ExtPict",
                                        "Extended_Pictographic",
                                        "Extender",
                                        "Gr_Base",
                                        "Gr_Ext",
                                        "Grapheme_Base",
                                        "Grapheme_Extend",
                                        "Hex",
                                        "Hex_Digit",
                                        "IDC",
                                        "IDS",
                                        "IDSB",
                                        "IDST",
                                        "IDS_Binary_Operator",
                                        "IDS_Trinary_Operator",
                                        "ID_Continue",
                                        "ID_Start",
                                        "Ideo",
                                        "Ideographic",
                                        "Join_C",
                                        "Join_Control",
                                        "LOE",
                                        "Logical_Order_Exception",
                                        "Lower",
                                        "Lowercase",
                                        "Math",
                                        "NChar",
                                        "Noncharacter_Code_Point",
                                        "Pat_Syn",
                                        "Pat_WS",
                                        "Pattern_Syntax",
                                        "Pattern_White_Space",
                                        "QMark",
                                        "Quotation_Mark",
                                        "RI",
                                        "Radical",
                                        "Regional_Indicator",
                                        "SD",
                                        "STerm",
                                        "Sentence_Terminal",
                                        "Soft_Dotted",
                                        "Term",
                                        "Terminal_Punctuation",
                                        "UIdeo",
                                        "Unified_Ideograph",
                                        "Upper",
                                        "Uppercase",
                                        "VS",
                                        "Variation_Selector",
                                        "White_Space",
                                        "XIDC",
                                        "XIDS",
                                        "XID_Continue",
                                        "XID_Start",
                                        "space"};

constexpr std::string_view kOfStrings[] = {"Basic_Emoji",
                                           "Emoji_Keycap_Sequence",
                                           "RGI_Emoji",
                                           "RGI_Emoji_Flag_Sequence",
                                           "RGI_Emoji_Modifier_Sequence",
                                           "RGI_Emoji_Tag_Sequence",
                                           "RGI_Emoji_ZWJ_Sequence"};

template <std::size_t N>
bool contains(const std::string_view (&sorted)[N], std::string_view name) {
  return std::binary_search(std::begin(sorted), std::end(sorted), name);
}

static_assert(std::is_sorted(std::begin(kBinary), std::end(kBinary)));
static_assert(std::is_sorted(std::begin(kOfStrings), std::end(kOfStrings)));
static_assert(std::is_sorted(std::begin(tables::kGeneralCategories), std::end(tables::kGeneralCategories)));
static_assert(std::is_sorted(std::begin(tables::kScripts), std::end(tables::kScripts)));

}  // namespace

PropertyAnswer lookUpProperty(std::string_view name, std::optional<std::string_view> value) {
  bool known = false;
  if (!value) {
    if (contains(kOfStrings, name)) return PropertyAnswer::Strings;
    known = contains(kBinary, name) || contains(tables::kGeneralCategories, name);
  } else if (name == "General_Category" || name == "gc") {
    known = contains(tables::kGeneralCategories, *value);
  } else if (name == "Script" || name == "sc" || name == "Script_Extensions" || name == "scx") {
    known = contains(tables::kScripts, *value);
  }
  return known ? PropertyAnswer::Characters : PropertyAnswer::Unknown;
}

}  // namespace isobox::language
