// The grammar of regular expressions, passed over once for its early errors. Runs in sealed runners; the
// pattern is hostile: no recursion, time linear in its length.
#ifndef ISOBOX_RUNNER_LANGUAGE_REGEXP_SYNTAX_H
#define ISOBOX_RUNNER_LANGUAGE_REGEXP_SYNTAX_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/language/lexer.h"

namespace isobox::language {

enum class PropertyAnswer { Unknown, Characters, Strings };

/// What `name` or `name=value` in \p{…} stands for: sets of characters, of strings (v mode only), or nothing
/// known.
PropertyAnswer lookUpProperty(std::string_view name, std::optional<std::string_view> value);

class RegExpSyntax {
 public:
  /// `unicode`: u or v mode. `sets`: v mode. `pattern` is CESU-8.
  RegExpSyntax(std::string_view pattern, bool unicode, bool sets);
  /// Throws Wrong.
  void check();
  /// After check(): nothing in it that Duktape's engine refuses or reads otherwise; `ignoreCase` is the flag
  /// i.
  bool plain(bool ignoreCase) const { return plain_ && !(ignoreCase && beyondAscii_); }

  struct Wrong {
    const char* message;
    std::size_t at;
  };

 private:
  struct Group {
    enum Kind { Root, Capture, NoCapture, LookAhead, LookBehind } kind = Root;
    std::size_t begin = 0;        // behind the parenthesis and what belongs to it
    std::size_t alternative = 0;  // where the present one begins
    bool consumes = false;        // the present alternative cannot match the empty string
    bool mayBeEmpty = false;      // an earlier alternative can
  };
  struct SetFrame;
  struct Atom {
    bool quantifiable = true;
    bool mayBeEmpty = false;
    bool lookAhead = false;
  };

  // regexp_syntax.cc
  [[noreturn]] void fail(const char* message) const { throw Wrong{message, at_}; }
  bool atEnd() const { return at_ >= pattern_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }
  bool eat(std::string_view text);
  char32_t character();
  void term();
  void openGroup();
  void openNamedGroup();
  Atom closeGroup();
  void nextAlternative();
  void endTerm(const Atom& atom);
  bool quantifierAt(std::size_t at, std::size_t& end) const;
  void quantifier(const Atom& atom);
  void counts(const Atom& atom);
  void brace();
  void finish();
  bool mayAlsoTakePart(std::size_t earlier) const;

  // regexp_escapes.cc
  Atom escape();
  void namedReference();
  void decimalEscape();
  std::optional<std::string> groupName();
  std::optional<char32_t> groupNameCharacter();
  std::optional<char32_t> hexDigits(std::size_t count);
  std::optional<char32_t> unicodeEscape(bool pairs, bool braces);
  bool classEscape(bool& strings);
  PropertyAnswer property(bool negated);
  char32_t characterValue(bool inClass);
  char32_t controlLetter(bool inClass);
  char32_t legacyOctal();

  // regexp_classes.cc
  void characterClass();
  std::optional<char32_t> classAtom();
  void range(std::optional<char32_t> left, bool leftIsDash);
  void setClass();
  void setOperator(SetFrame& frame, bool intersection);
  void setOperand(SetFrame& frame);
  void setRange(SetFrame& frame, char32_t first);
  static void addOperand(SetFrame& frame, bool strings);
  char32_t setCharacter();
  bool stringDisjunction();

  std::string_view pattern_;
  bool unicode_, sets_;
  bool plain_, beyondAscii_ = false;
  std::size_t at_ = 0;
  std::vector<Group> groups_;
  std::size_t captures_ = 0;
  std::map<std::string, std::size_t, std::less<>> names_;  // to where each name was seen last
  std::vector<std::pair<std::string, std::size_t>> nameReferences_;
  std::optional<std::size_t> wrongNameReference_;  // an error only when there are names at all
  std::size_t highestReference_ = 0, highestReferenceAt_ = 0;
};

}  // namespace isobox::language

#endif
