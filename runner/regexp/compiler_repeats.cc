// Quantifiers. Runs in sealed runners.
#include "runner/regexp/compiler.h"

namespace isobox::regexp {

void Compiler::emitRepeat(const Node* node, const First& behind) {
  const Node* child = node->child;
  if (node->most == 0) return;
  if (!child->consumes) {
    // An iteration that may be left out is refused when it is empty; of the others each is like the first.
    if (node->least > 0) emitNode(child, behind);
    return;
  }
  if (node->least == 1 && node->most == 1) return emitNode(child, behind);
  if (direction_ == Direction::Forward && emitLoop(node, behind)) return;
  First inside = firstOf(child);  // what an iteration may begin with
  inside.then(behind);
  if (node->least == 0 && node->most == 1) return emitOptional(node, inside, behind);
  if (node->most == kForever && (node->least == 0 || (node->least == 1 && !child->mayBeEmpty)))
    return emitForever(node, inside, behind);
  inside.addBytesOf(behind);
  emitCounted(node, inside);
}

// The captures in the body are reset at each iteration. `inside` is what may come behind the body.
void Compiler::emitBody(const Node* node, const First& inside) {
  if (node->endGroup > node->firstGroup) emit({kReset, 2 * node->firstGroup, 2 * node->endGroup});
  emitNode(node->child, inside);
}

void Compiler::emitOptional(const Node* node, const First& inside, const First& behind) {
  const std::size_t choice = emitChoice(!node->greedy, inside, behind);
  const Word mark = node->child->mayBeEmpty ? newRegister() : 0;
  if (mark) emit({kMark, mark});
  emitBody(node, behind);
  if (mark) emit({kCheck, mark});
  land(choice);
}

void Compiler::emitForever(const Node* node, const First& inside, const First& behind) {
  First next = inside;
  next.addBytesOf(behind);
  if (node->least == 1) {  // the body cannot be empty
    const std::size_t begin = here();
    emitBody(node, next);
    const std::size_t choice =
        node->greedy ? emitChoice(true, behind, inside) : emitChoice(false, behind, inside);
    code_[choice + 1] = static_cast<Word>(begin);
    return;
  }
  const std::size_t choice = emitChoice(!node->greedy, inside, behind);
  const Word mark = node->child->mayBeEmpty ? newRegister() : 0;
  if (mark) emit({kMark, mark});
  emitBody(node, next);
  if (mark) emit({kCheck, mark});
  emit({kJump, static_cast<Word>(choice)});
  land(choice);
}

void Compiler::emitCounted(const Node* node, const First& inside) {
  const Word count = newRegister();
  const Word mark = node->child->mayBeEmpty ? newRegister() : 0;
  emit({kCountBegin, count});
  const std::size_t loop = emit({kCount, 0, count, node->least, node->most, node->greedy ? kGreedy : 0});
  if (mark) emit({kMark, mark});
  emitBody(node, inside);
  emit({kCountNext, count, mark, node->least, static_cast<Word>(loop)});
  land(loop);
}

// Repetitions of one character of a set need one entry of the stack, or none.
bool Compiler::emitLoop(const Node* node, const First& behind) {
  const Node* body = node->child;
  while (body->kind == NodeKind::Sequence && !body->child->next) body = body->child;
  case_ = caseOf(body->flags);
  List<Range> ranges;
  if (body->kind == NodeKind::Set)
    ranges = body->set;
  else if (body->kind == NodeKind::Text && body->text.size() == 1)
    ranges = caseSet(body->text[0]);
  else
    return false;
  First leads;
  for (const Range& range : ranges) leads.addRange(range);
  Word flags = node->greedy ? kGreedy : 0;
  // Giving back a character leaves one of the set in front: nothing that may come behind begins so. And what
  // may be the end of the match does not fail.
  if (node->greedy && !behind.meets(leads.bytes)) flags |= kPossessive;
  const bool filtered = !behind.accepts && !behind.isAny();
  Word filter = 0;
  if (filtered) {
    flags |= kFiltered | (behind.end ? kBehindAtEnd : 0);
    filter = placeLeads(behind.bytes);
  }
  emit({kLoop, placeSet(ranges), node->least, node->most, flags, filter});
  return true;
}

}  // namespace isobox::regexp
