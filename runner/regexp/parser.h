// From a pattern's text to a tree, with all early errors of the specification and Annex B's leniency without
// u and v. Runs in sealed runners; the pattern is hostile: no recursion, time linear in its length (but for
// sets of properties and of case, whose work is polled).
#ifndef ISOBOX_RUNNER_REGEXP_PARSER_H
#define ISOBOX_RUNNER_REGEXP_PARSER_H

#include <functional>
#include <map>
#include <optional>
#include <string_view>

#include "runner/regexp/tree.h"

namespace isobox::regexp {

/// Thrown. `at` is an offset in the pattern.
struct Wrong {
  const char* message;
  std::size_t at;
};

/// An allocator for containers that live as long as the pool.
template <class T>
struct PoolAllocator {
  using value_type = T;
  Pool* pool;
  explicit PoolAllocator(Pool& from) : pool(&from) {}
  template <class U>
  PoolAllocator(const PoolAllocator<U>& other) : pool(other.pool) {}  // NOLINT: allocators convert
  T* allocate(std::size_t count) { return static_cast<T*>(pool->allocate(count * sizeof(T))); }
  void deallocate(T*, std::size_t) {}
  template <class U>
  bool operator==(const PoolAllocator<U>& other) const {
    return pool == other.pool;
  }
};

/// A set of strings, as v mode's classes have them: single characters and others.
struct StringSet {
  CharSet characters;
  List<List<char32_t>> strings;  // none of one character
};

class Parser {
 public:
  /// `pattern` is CESU-8. `buildSets`: without it the tree has no sets, which is enough for early errors.
  Parser(Pool& pool, std::string_view pattern, std::uint32_t flags, bool buildSets);
  /// Throws Wrong, OutOfMemory, Stopped.
  Tree parse();

 private:
  enum class GroupKind : std::uint8_t { Root, Capture, NoCapture, Look };
  struct Group {
    GroupKind kind = GroupKind::Root;
    bool behind = false, negative = false;
    std::uint32_t index = 0;  // Capture
    std::uint32_t capturesBefore = 0;
    std::uint32_t flagsBefore = 0;
    std::size_t begin = 0;         // behind the parenthesis and what belongs to it
    std::size_t alternative = 0;   // where the present one begins
    Node* alternatives = nullptr;  // finished ones
    Node* lastAlternative = nullptr;
    Node* first = nullptr;  // of the present alternative
    Node* last = nullptr;
    Node* beforeLast = nullptr;
  };
  struct Reference {
    Node* node;
    std::string_view name;
    std::size_t at;
  };
  struct SetFrame;

  // parser.cc
  [[noreturn]] void fail(const char* message) const { throw Wrong{message, at_}; }
  bool atEnd() const { return at_ >= pattern_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }
  bool eat(std::string_view text);
  char32_t character();
  void term();
  void brace();
  Node* make(NodeKind kind, bool mayBeEmpty, bool consumes);
  void append(Node* node);
  void appendCharacter(char32_t c);
  void appendSet(CharSet& set);
  void appendCommonSet(char kind);
  void appendAssertion(NodeKind kind);
  Node* takeLastAtom();
  void quantifierBehind(bool quantifiable);
  bool quantifierAt(std::size_t at, std::size_t& end) const;
  void counts(std::uint32_t& least, std::uint32_t& most);
  void repeat(std::uint32_t least, std::uint32_t most);

  // parser_groups.cc
  void openGroup();
  void openNamedGroup(std::uint32_t index);
  std::uint32_t modifiers();
  void useFlags(std::uint32_t flags);
  bool closeGroup();
  Node* closeAlternative(Group& group);
  Node* closeDisjunction(Group& group);
  void nextAlternative();
  bool mayAlsoTakePart(std::size_t earlier) const;
  void finish();
  void resolveNames();

  // parser_escapes.cc
  bool escape();
  void countGroups();
  void namedReference();
  void decimalEscape();
  std::optional<std::string_view> groupName();
  std::optional<char32_t> groupNameCharacter();
  std::optional<char32_t> hexDigits(std::size_t count);
  std::optional<char32_t> unicodeEscape(bool pairs, bool braces);
  bool classEscape(StringSet& set, bool& strings);
  void addCommonSet(CharSet& set, char kind);
  bool property(StringSet& set);
  void addStrings(StringSet& set, const Property& property);
  void addWordCharacters(CharSet& set);
  void closeLeaf(CharSet& set);
  char32_t characterValue(bool inClass);
  std::optional<char32_t> letterEscape(bool inClass);
  char32_t controlLetter(bool inClass);
  char32_t legacyOctal();

  // parser_classes.cc
  void characterClass();
  std::optional<char32_t> classAtom(CharSet& set);
  void range(CharSet& set, std::optional<char32_t> left);
  void setClass();
  void setOperator(SetFrame& frame, bool intersection);
  void setOperand(SetFrame& frame);
  void setRange(SetFrame& frame, char32_t first);
  void addOperand(SetFrame& frame, StringSet& operand, bool strings);
  void closeSet(List<SetFrame>& frames);
  char32_t setCharacter();
  bool stringDisjunction(StringSet& set);
  void addString(StringSet& set, const List<char32_t>& text);
  void sortStrings(StringSet& set);
  void keepStrings(StringSet& set, StringSet& other, bool common);
  void appendStringSet(StringSet& set);

  using Names = std::map<std::string_view, std::size_t, std::less<>,
                         PoolAllocator<std::pair<const std::string_view, std::size_t>>>;

  Pool& pool_;
  std::string_view pattern_;
  std::uint32_t flags_;
  bool unicode_, sets_, buildSets_;
  std::size_t at_ = 0;
  List<Group> groups_;
  Tree tree_;
  Names names_;  // to where each was seen last
  List<Reference> nameReferences_;
  std::uint32_t atomCaptures_ = 1;  // captures before the last atom
  std::uint32_t allCaptures_ = 0;   // of the whole pattern, once they have been counted
  bool anyNames_ = false;           // likewise
  List<Range> commonSets_[7];       // . \d \D \s \S \w \W, made when first used
};

}  // namespace isobox::regexp

#endif
