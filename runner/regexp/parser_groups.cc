// Groups, alternatives, names. Runs in sealed runners; the pattern is hostile.
#include "runner/regexp/parser.h"

namespace isobox::regexp {
namespace {

// The compiler recurses for each level. Far beyond what anybody writes.
constexpr std::size_t kDeepest = 1000;
// A capture takes two words in each match.
constexpr std::uint32_t kMostCaptures = 1u << 20;

}  // namespace

void Parser::openGroup() {
  Group group;
  group.capturesBefore = tree_.captures;
  group.flagsBefore = flags_;
  ++at_;
  if (eat("?:")) {
    group.kind = GroupKind::NoCapture;
  } else if (eat("?=") || eat("?!")) {
    group.kind = GroupKind::Look;
    group.negative = pattern_[at_ - 1] == '!';
  } else if (eat("?<=") || eat("?<!")) {
    group.kind = GroupKind::Look;
    group.behind = true;
    group.negative = pattern_[at_ - 1] == '!';
  } else if (peek() == '?' && std::string_view("ims-").find(peek(1)) != std::string_view::npos) {
    group.kind = GroupKind::NoCapture;
    useFlags(modifiers());
  } else {
    group.kind = GroupKind::Capture;
    group.index = tree_.captures++;
    if (eat("?<"))
      openNamedGroup(group.index);
    else if (peek() == '?')
      fail("Invalid group");
  }
  if (groups_.size() > kDeepest || tree_.captures > kMostCaptures) fail("Regular expression too large");
  group.begin = group.alternative = at_;
  groups_.push(pool_, group);
}

// (?ims-ims: which flags hold in the group.
std::uint32_t Parser::modifiers() {
  std::uint32_t both[2] = {0, 0};  // added, removed
  bool removes = false;
  for (++at_; peek() != ':'; ++at_) {
    if (peek() == '-' && !removes) {
      removes = true;
      continue;
    }
    std::uint32_t flag = 0;
    if (peek() == 'i') flag = kIgnoreCase;
    if (peek() == 'm') flag = kMultiline;
    if (peek() == 's') flag = kDotAll;
    if (flag == 0 || ((both[0] | both[1]) & flag) != 0) fail("Invalid group");
    both[removes] |= flag;
  }
  if ((both[0] | both[1]) == 0) fail("Invalid group");
  ++at_;
  return (flags_ | both[0]) & ~both[1];
}

void Parser::useFlags(std::uint32_t flags) {
  if (flags == flags_) return;
  flags_ = flags;
  for (List<Range>& set : commonSets_) set = {};  // they are made for certain flags
}

void Parser::openNamedGroup(std::uint32_t index) {
  const std::size_t begin = at_;
  const auto name = groupName();
  if (!name) fail("Invalid capture group name");
  tree_.names.push(pool_, {*name, index});
  const auto [where, isNew] = names_.try_emplace(*name, begin);
  if (isNew) return;
  if (mayAlsoTakePart(where->second)) throw Wrong{"Duplicate capture group name", begin};
  where->second = begin;
}

// Whether a group at `earlier` and one here can both take part in a match: they can unless an open
// disjunction has them in different alternatives. Asking about the last group of a name is enough: where an
// earlier one of it stood in another alternative of something that is closed by now, so did the last.
bool Parser::mayAlsoTakePart(std::size_t earlier) const {
  const auto* after = std::upper_bound(groups_.begin(), groups_.end(), earlier,
                                       [](std::size_t at, const Group& group) { return at < group.begin; });
  return earlier >= (after - 1)->alternative;
}

Node* Parser::closeAlternative(Group& group) {
  Node* first = group.first;
  group.first = group.last = group.beforeLast = nullptr;
  if (!first) return make(NodeKind::Empty, true, false);
  if (!first->next) return first;
  Node* sequence = make(NodeKind::Sequence, true, false);
  sequence->child = first;
  for (const Node* each = first; each; each = each->next) {
    sequence->mayBeEmpty &= each->mayBeEmpty;
    sequence->consumes |= each->consumes;
  }
  return sequence;
}

void Parser::nextAlternative() {
  Group& group = groups_.back();
  Node* alternative = closeAlternative(group);
  (group.lastAlternative ? group.lastAlternative->next : group.alternatives) = alternative;
  group.lastAlternative = alternative;
  group.alternative = ++at_;
}

Node* Parser::closeDisjunction(Group& group) {
  Node* last = closeAlternative(group);
  if (!group.alternatives) return last;
  group.lastAlternative->next = last;
  Node* all = make(NodeKind::Alternatives, false, false);
  all->child = group.alternatives;
  for (const Node* each = all->child; each; each = each->next) {
    all->mayBeEmpty |= each->mayBeEmpty;
    all->consumes |= each->consumes;
  }
  return all;
}

// Whether a quantifier may follow.
bool Parser::closeGroup() {
  if (groups_.size() == 1) fail("Unmatched ')'");
  ++at_;
  Node* inside = closeDisjunction(groups_.back());
  const Group group = groups_.back();
  groups_.pop();
  useFlags(group.flagsBefore);
  atomCaptures_ = group.capturesBefore;
  // A group without captures is a node of its own, too: what is in it must not become part of a sequence.
  Node* node = inside;
  if (group.kind == GroupKind::Look) {
    node = make(NodeKind::Look, true, false);
    node->behind = group.behind;
    node->negative = group.negative;
  } else if (group.kind == GroupKind::Capture) {
    node = make(NodeKind::Capture, inside->mayBeEmpty, inside->consumes);
    node->group = group.index;
  } else {
    node = make(NodeKind::Sequence, inside->mayBeEmpty, inside->consumes);
  }
  node->child = inside;
  append(node);
  return group.kind != GroupKind::Look || !(group.behind || unicode_);
}

void Parser::finish() {
  if (groups_.size() > 1) fail("Unterminated group");
  tree_.root = closeDisjunction(groups_.back());
  resolveNames();
}

void Parser::resolveNames() {
  if (nameReferences_.empty()) return;
  using Groups = std::multimap<std::string_view, std::uint32_t, std::less<>,
                               PoolAllocator<std::pair<const std::string_view, std::uint32_t>>>;
  Groups groups(PoolAllocator<std::pair<const std::string_view, std::uint32_t>>{pool_});
  for (const GroupName& each : tree_.names) groups.emplace(each.name, each.group);
  for (const Reference& reference : nameReferences_) {
    const auto [first, end] = groups.equal_range(reference.name);
    if (first == end) throw Wrong{"Invalid named capture referenced", reference.at};
    for (auto each = first; each != end; ++each) {
      pool_.work(1);
      reference.node->text.push(pool_, each->second);
    }
  }
}

}  // namespace isobox::regexp
