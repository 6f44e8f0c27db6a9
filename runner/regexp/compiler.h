// From a tree to a program. Runs in sealed runners; the tree is as large and as deep as the parser lets a
// hostile pattern make it.
#ifndef ISOBOX_RUNNER_REGEXP_COMPILER_H
#define ISOBOX_RUNNER_REGEXP_COMPILER_H

#include <span>

#include "runner/regexp/first.h"
#include "runner/regexp/program.h"
#include "runner/regexp/tree.h"

namespace isobox::regexp {

class Compiler {
 public:
  Compiler(Pool& pool, const Tree& tree);
  /// Throws OutOfMemory, Stopped, and Wrong when the program is too large. The program lives in the pool.
  std::span<const std::uint32_t> compile();

 private:
  using Word = std::uint32_t;
  enum class Direction : bool { Forward, Backward };
  /// A stretch of a Text node.
  struct Literal {
    const char32_t* first;
    std::size_t count;
  };

  // compiler.cc
  std::size_t emit(std::initializer_list<Word> words);
  std::size_t here() const { return code_.size(); }
  Word newRegister() { return registers_++; }
  void emitNode(const Node* node, const First& behind);
  void emitSequence(const Node* first, const First& behind);
  void emitBackwards(const Node* first);
  void emitAlternatives(const Node* node, const First& behind);
  void emitCapture(const Node* node, const First& behind);
  void emitLook(const Node* node);
  void emitReference(const Node* node);
  void emitWordBoundary(Op op);
  std::size_t emitChoice(bool farFirst, const First& near, const First& far);
  void land(std::size_t choice) { code_[choice + 1] = static_cast<Word>(here()); }
  First behindOf(const Node* node, const First& behind) const;

  // compiler_repeats.cc
  void emitRepeat(const Node* node, const First& behind);
  bool emitLoop(const Node* node, const First& behind);
  void emitCounted(const Node* node, const First& inside);
  void emitBody(const Node* node, const First& inside);
  void emitOptional(const Node* node, const First& inside, const First& behind);
  void emitForever(const Node* node, const First& inside, const First& behind);

  // compiler_sets.cc
  void emitText(const Node* node);
  void emitCharacter(char32_t c);
  void emitLiteral(Literal literal);
  void emitSet(const List<Range>& ranges);
  bool isLiteral(char32_t c) const;
  std::size_t appendUtf(List<char>& bytes, char32_t c);
  Word placeSet(const List<Range>& ranges);
  Word placeLeads(const std::uint32_t* leads);
  Word placeBytes(List<Word>& where, std::string_view bytes);
  List<Range> caseSet(char32_t c);

  // compiler_search.cc
  void planSearch(Header& header);
  bool planText(Header& header);
  bool beginsLine(const Node* node, bool many, int depth) const;
  bool hasReferences(const Node* node, int depth) const;

  struct PlacedSet {
    const Range* ranges;
    std::size_t count;
    Word at;
  };

  Pool& pool_;
  const Tree& tree_;
  Case case_;  // of the node that is being emitted
  bool unicode_;
  Direction direction_ = Direction::Forward;
  List<Word> code_, data_;
  Word registers_;
  List<PlacedSet> placedSets_;  // the last few
  List<Word> placedLeads_;
  Word wordSet_[2] = {0, 0};  // with what is equal to it and without: [folded]
  bool wordSetPlaced_[2] = {false, false};
};

}  // namespace isobox::regexp

#endif
