// Sequences, alternatives, groups, assertions. Runs in sealed runners.
#include "runner/regexp/compiler.h"

#include <algorithm>

#include "runner/regexp/parser.h"

namespace isobox::regexp {
namespace {

// Alternatives for which it is worth knowing what all those behind them begin with.
constexpr std::size_t kFewAlternatives = 64;

}  // namespace

Compiler::Compiler(Pool& pool, const Tree& tree)
    : pool_(pool),
      tree_(tree),
      case_(caseOf(tree.flags)),
      unicode_((tree.flags & (kUnicode | kUnicodeSets)) != 0),
      registers_(2 * tree.captures) {}

std::span<const std::uint32_t> Compiler::compile() {
  emit({kFail});
  emit({kSave, 0});
  emitNode(tree_.root, First::accept());
  emit({kSave, 1});
  emit({kMatch});
  Header header{};
  planSearch(header);
  List<Word> names;
  for (const GroupName& each : tree_.names) {
    names.push(pool_, each.group);
    names.push(pool_, static_cast<Word>(each.name.size()));
    placeBytes(names, each.name);
  }
  header.flags = tree_.flags;
  header.captures = tree_.captures;
  header.registers = registers_;
  header.code = kHeaderWords;
  header.data = static_cast<Word>(header.code + code_.size());
  header.names = static_cast<Word>(header.data + data_.size());
  header.nameCount = static_cast<Word>(tree_.names.size());
  header.size = static_cast<Word>(header.names + names.size());
  if (code_.size() + data_.size() > kMostWords) throw Wrong{"Regular expression too large", 0};
  Word* out = static_cast<Word*>(pool_.allocate(header.size * sizeof(Word)));
  std::memcpy(out, &header, sizeof header);
  std::copy(code_.begin(), code_.end(), out + header.code);
  std::copy(data_.begin(), data_.end(), out + header.data);
  std::copy(names.begin(), names.end(), out + header.names);
  return {out, header.size};
}

// Where the instruction stands.
std::size_t Compiler::emit(std::initializer_list<Word> words) {
  const std::size_t at = here();
  if (at > kMostWords) throw Wrong{"Regular expression too large", 0};
  pool_.work(1);
  for (const Word word : words) code_.push(pool_, word);
  return at;
}

// What can come behind a node among its siblings.
First Compiler::behindOf(const Node* node, const First& behind) const {
  if (direction_ == Direction::Backward) return First::any();
  return firstOfRest(node->next, behind);
}

// The node itself, not its siblings.
void Compiler::emitNode(const Node* node, const First& behind) {
  case_ = caseOf(node->flags);
  switch (node->kind) {
    case NodeKind::Empty:
      return;
    case NodeKind::Text:
      return emitText(node);
    case NodeKind::Set:
      return emitSet(node->set);
    case NodeKind::Sequence:
      return emitSequence(node->child, behind);
    case NodeKind::Alternatives:
      return emitAlternatives(node, behind);
    case NodeKind::Capture:
      return emitCapture(node, behind);
    case NodeKind::Repeat:
      return emitRepeat(node, behind);
    case NodeKind::LineStart:
      emit({node->flags & kMultiline ? kLineStartMany : kLineStart});
      return;
    case NodeKind::LineEnd:
      emit({node->flags & kMultiline ? kLineEndMany : kLineEnd});
      return;
    case NodeKind::WordBoundary:
      return emitWordBoundary(kWordBoundary);
    case NodeKind::NoWordBoundary:
      return emitWordBoundary(kNoWordBoundary);
    case NodeKind::Look:
      return emitLook(node);
    case NodeKind::BackReference:
      return emitReference(node);
  }
}

void Compiler::emitSequence(const Node* first, const First& behind) {
  if (direction_ == Direction::Backward) return emitBackwards(first);
  for (const Node* each = first; each; each = each->next) {
    const bool asks = each->kind >= NodeKind::Sequence && each->kind <= NodeKind::Repeat;
    emitNode(each, asks ? behindOf(each, behind) : behind);
  }
}

// Behind a lookbehind the last term is matched first.
void Compiler::emitBackwards(const Node* first) {
  List<const Node*> nodes;
  for (const Node* each = first; each; each = each->next) nodes.push(pool_, each);
  for (std::size_t i = nodes.size(); i-- > 0;) emitNode(nodes[i], First::any());
}

// A choice between going on and somewhere far, of which land() says where it is. What cannot begin with the
// next byte is not tried.
std::size_t Compiler::emitChoice(bool farFirst, const First& near, const First& far) {
  const bool anyNear = near.isAny() || near.accepts, anyFar = far.isAny() || far.accepts;
  if (direction_ == Direction::Backward || (anyNear && anyFar))
    return emit({farFirst ? kSplitFar : kSplit, 0});
  First nearBytes = near, farBytes = far;
  if (anyNear) nearBytes.anyByte();
  if (anyFar) farBytes.anyByte();
  const Word flags =
      (farFirst ? kFarFirst : 0) | (nearBytes.end ? kNearAtEnd : 0) | (farBytes.end ? kFarAtEnd : 0);
  const Word nearLeads = placeLeads(nearBytes.bytes);
  return emit({kBranch, 0, flags, nearLeads, placeLeads(farBytes.bytes)});
}

void Compiler::emitAlternatives(const Node* node, const First& behind) {
  List<First> firsts;  // of this alternative, and of any behind it
  List<First> rest;
  for (const Node* each = node->child; each; each = each->next) {
    if (firsts.size() == kFewAlternatives) break;
    First first = firstOf(each);
    first.then(behind);
    firsts.push(pool_, first);
  }
  const bool many = firsts.size() == kFewAlternatives;
  rest.reserve(pool_, firsts.size() + 1);
  for (std::size_t i = 0; i < firsts.size(); ++i) rest.push(pool_, First::any());
  if (!many)
    for (std::size_t i = firsts.size() - 1; i-- > 0;) {
      rest[i] = firsts[i + 1];
      if (i + 2 < firsts.size()) rest[i].addBytesOf(rest[i + 1]);
    }
  List<Word> jumps;
  std::size_t index = 0;
  for (const Node* each = node->child; each; each = each->next, ++index) {
    const bool known = index < firsts.size();
    std::size_t choice = 0;
    if (each->next) {
      const First near = known ? firsts[index] : First::any();
      choice = emitChoice(false, near, known ? rest[index] : First::any());
    }
    emitNode(each, behind);
    if (!each->next) break;
    jumps.push(pool_, static_cast<Word>(emit({kJump, 0})));
    land(choice);
  }
  for (const Word jump : jumps) land(jump);
}

void Compiler::emitCapture(const Node* node, const First& behind) {
  const Word begin = 2 * node->group;
  const bool forward = direction_ == Direction::Forward;
  emit({kSave, forward ? begin : begin + 1});
  emitNode(node->child, behind);
  emit({kSave, forward ? begin + 1 : begin});
}

void Compiler::emitLook(const Node* node) {
  const Word reg = newRegister();
  newRegister();
  const std::size_t look = emit({kLook, 0, reg, node->negative});
  const Direction before = direction_;
  direction_ = node->behind ? Direction::Backward : Direction::Forward;
  emitNode(node->child, node->behind ? First::any() : First::accept());
  direction_ = before;
  emit({kLookEnd, reg, node->negative});
  if (node->negative) land(look);
}

void Compiler::emitReference(const Node* node) {
  Word flags = direction_ == Direction::Backward ? kBackwards : 0;
  if (case_ == Case::Plain) flags |= kPlainCase;
  if (case_ == Case::Folded) flags |= kFoldedCase;
  emit({kReference, flags, static_cast<Word>(node->text.size())});
  for (const char32_t group : node->text) emit({group});
}

void Compiler::emitWordBoundary(Op op) {
  const bool folded = case_ == Case::Folded;
  if (!wordSetPlaced_[folded]) {
    CharSet words;
    for (const Range& range : {Range{'0', '9'}, Range{'A', 'Z'}, Range{'_', '_'}, Range{'a', 'z'}})
      words.add(pool_, range.first, range.last);
    if (folded) words.closeOverCase(pool_, case_);
    words.settle(pool_);
    wordSet_[folded] = placeSet(words.ranges());
    wordSetPlaced_[folded] = true;
  }
  emit({op, wordSet_[folded]});
}

}  // namespace isobox::regexp
